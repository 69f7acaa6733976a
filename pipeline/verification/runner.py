"""Runs snippets, each in a process of its own, and alone decides whether a fact holds.

A snippet is a proof where what it measured is within tolerance of the fact's prediction and outside that of
the myth's, and where the same instrument, turned on a system for which the myth is true, reads the myth's
numbers. Swapping fact and myth fails, and so does an instrument that is blind.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, Literal

from pipeline.models import Evidence, Run
from pipeline.verification.execution import LIMIT_SECONDS, execute, hardware, lacking, versions
from pipeline.verification.ruling import decide, numbers
from pipeline.verification.snippets import Snippet

Device = Literal["cpu", "cuda"]


def run(snippet: Snippet, device: Device, facts: Sequence[str] = (), *, limit: float = LIMIT_SECONDS) -> Evidence:
    """Run one snippet on one device. What cannot run is skipped with its reason, never passed."""
    lacks = lacking(snippet.requires)
    if lacks:
        reason = f"needs the Python package{'s' if len(lacks) > 1 else ''} {', '.join(lacks)}"
        return judge(snippet, device, facts, {}, _this_run(snippet, device, 0.0), skipped=reason)
    if (device == "cuda" or snippet.needs == "cuda") and not (device == "cuda" and has_cuda()):
        reason = "only a GPU can show it" if device != "cuda" else "needs a GPU that PyTorch can use"
        return judge(snippet, device, facts, {}, _this_run(snippet, device, 0.0), skipped=reason)
    outcome = execute(snippet.path, device, limit)
    ran = _this_run(snippet, device, outcome.seconds)
    return judge(snippet, device, facts, outcome.result, ran, failed=outcome.reason)


def run_all(
    snippets: Sequence[Snippet],
    device: Device,
    facts: Callable[[str], Sequence[str]] = lambda name: (),
    *,
    jobs: int = 2,
    done: Callable[[Evidence], None] = lambda evidence: None,
) -> list[Evidence]:
    """Run several, `jobs` at a time; results come back in the order of the snippets."""

    def one(snippet: Snippet) -> Evidence:
        evidence = run(snippet, device, facts(snippet.name))
        done(evidence)
        return evidence

    with ThreadPoolExecutor(max(1, jobs)) as pool:
        return list(pool.map(one, snippets))


def judge(
    snippet: Snippet,
    device: Device,
    facts: Sequence[str],
    result: Mapping[str, Any],
    ran: Run,
    *,
    skipped: str = "",
    failed: str = "",
) -> Evidence:
    """Turn what a run printed into evidence: the predictions are those of our file, the decision is ours.

    Whatever the run itself says of having passed is not read.
    """
    holds: bool | None = None if skipped else False
    reason = skipped or failed
    if not reason:
        try:
            stated = {"fact": snippet.fact, "myth": snippet.myth, "tolerance": snippet.tolerance}
            for name in ("fact", "myth"):
                if numbers(result[name]) != numbers(stated[name]):  # type: ignore[arg-type]
                    raise ValueError(f"the {name} that it prints is not the one that its file states")
            holds, reason = decide({**result, **stated})
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            detail = f"no {error}" if isinstance(error, KeyError) else str(error)
            reason = f"its last line of output is not the JSON of a proof ({detail[:200]})"
    series = result.get("series", {})
    return Evidence(
        snippet=snippet.name,
        facts=tuple(sorted(facts)),
        device=device,
        holds=holds,
        reason=reason,
        measured=_kept(result.get("measured")),
        fact=_kept(snippet.fact),
        myth=_kept(snippet.myth),
        control=_kept(result.get("control")),
        tolerance=snippet.tolerance,
        stands_for=snippet.stands_for,
        series=_rounded(series) if isinstance(series, dict) else {},
        digest=snippet.digest,
        run=ran,
    )


def has_cuda() -> bool:
    """Whether PyTorch is there and sees a GPU."""
    return bool(hardware("cuda"))


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _this_run(snippet: Snippet, device: Device, seconds: float) -> Run:
    return Run(
        at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        seconds=round(seconds, 2),
        hardware=hardware(device) or "none",
        versions=versions(snippet.requires),
    )


def _kept(values: object) -> dict[str, float]:
    """The finite numbers among what was printed, as they are recorded."""
    if not isinstance(values, Mapping):
        return {}
    return {
        str(name): round(float(value), 4)
        for name, value in values.items()
        if isinstance(value, int | float) and math.isfinite(value)
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    if isinstance(value, dict):
        return {str(k): _rounded(v) for k, v in value.items()}
    return value
