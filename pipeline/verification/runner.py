"""Runs snippets, each in a process of its own, and alone decides whether a fact holds.

A snippet is a proof where what it measured is within tolerance of the fact's prediction and outside that of
the myth's, and where the same instrument, turned on a system for which the myth is true, reads the myth's
numbers. Swapping fact and myth fails, and so does an instrument that is blind.
"""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pipeline.models import Evidence, MutationRecord, Run
from pipeline.verification.batches import batches, execute_batch
from pipeline.verification.cgroups import free_memory
from pipeline.verification.execution import (
    INTERRUPTED,
    LIMIT_SECONDS,
    Outcome,
    Usage,
    execute,
    hardware,
    lacking,
    settled,
    versions,
)
from pipeline.verification.mutants import RULES, perturb
from pipeline.verification.ruling import decide, numbers
from pipeline.verification.snippets import Snippet

Device = Literal["cpu", "cuda"]

Execute = Callable[[Path, str, float], Outcome]
"""Runs a file on a device within so many seconds: `execution.execute`, or `sandbox.execute`."""

UNKNOWN = 1 << 30
"""Bytes that a snippet is thought to take together where no run of it has told."""


def run(
    snippet: Snippet,
    device: Device,
    facts: Sequence[str] = (),
    *,
    limit: float = LIMIT_SECONDS,
    by: Execute = execute,
) -> Evidence:
    """Run one snippet on one device. What cannot run is skipped with its reason, never passed."""
    missing = _missing(snippet, device)
    if missing:
        return judge(snippet, device, facts, {}, this_run(snippet, device, Usage()), skipped=missing)
    return _found(snippet, device, facts, settled(lambda: by(snippet.path, device, limit), device))


def _missing(snippet: Snippet, device: Device) -> str:
    """What a snippet needs to run and does not find here; empty where it can run."""
    lacks = lacking(snippet.requires, snippet.least)
    if lacks:
        return "needs " + ", ".join(lacks)
    if (device == "cuda" or snippet.needs == "cuda") and not (device == "cuda" and has_cuda()):
        return "only a GPU can show it" if device != "cuda" else "needs a GPU that PyTorch can use"
    return ""


def _found(snippet: Snippet, device: Device, facts: Sequence[str], outcome: Outcome) -> Evidence:
    ran = this_run(snippet, device, outcome.usage)
    if outcome.lacks:
        return judge(snippet, device, facts, {}, ran, skipped=outcome.reason)
    return judge(snippet, device, facts, outcome.result, ran, failed=outcome.reason)


def run_all(
    snippets: Sequence[Snippet],
    device: Device,
    facts: Callable[[str], Sequence[str]] = lambda name: (),
    *,
    jobs: int = 2,
    room: Room | None = None,
    needs: Callable[[str], int] = lambda name: UNKNOWN,
    done: Callable[[Evidence], None] = lambda evidence: None,
    by: Execute = execute,
) -> list[Evidence]:
    """Run several, `jobs` at a time; results come back in the order of the snippets.

    Those that run at the same time share the `room` in memory (by default what is free now) by what each `needs`; one
    that needs more than that runs alone. On a CPU those that load the same libraries load them once, in batches; what
    does not hold in a batch is run again by itself, and that is what counts.
    """
    shared = room or Room(free_memory())

    def several(batch: Sequence[Snippet]) -> list[Evidence]:
        # A batch has its libraries in memory twice: in the process that loaded them, and in the one that it became.
        most = max(needs(snippet.name) for snippet in batch) * (1 if len(batch) == 1 else 2)
        rows: list[Evidence] = []
        with shared.held(most):
            outcomes = execute_batch(batch, device, LIMIT_SECONDS, by) if len(batch) > 1 else [None]
            for snippet, outcome in zip(batch, outcomes, strict=True):
                row = _found(snippet, device, facts(snippet.name), outcome) if outcome else None
                rows.append(row if row and row.holds else run(snippet, device, facts(snippet.name), by=by))
                done(rows[-1])
        return rows

    here = [snippet for snippet in snippets if not _missing(snippet, device)]
    rest = [(snippet,) for snippet in snippets if _missing(snippet, device)]
    timed = [(snippet,) for snippet in here if snippet.needs]  # what takes time has a GPU to itself
    together = [*rest, *batches([snippet for snippet in here if not snippet.needs], device)]
    with _at_a_time(jobs) as pool:
        found = {row.snippet: row for rows in pool.map(several, together) for row in rows}
    found |= {row.snippet: row for batch in timed for row in several(batch)}
    return [found[snippet.name] for snippet in snippets]


def perturb_all(
    snippets: Sequence[Snippet],
    device: Device,
    *,
    jobs: int = 2,
    needs: Callable[[str], int] = lambda name: UNKNOWN,
    done: Callable[[Snippet, MutationRecord | str], None] = lambda snippet, record: None,
    by: Execute = execute,
) -> list[MutationRecord | str]:
    """Run the mutants of several snippets; a record for each, or why there is none. Memory is shared as by `run_all`."""
    shared = Room(free_memory())

    def one(snippet: Snippet) -> MutationRecord | str:
        lacks = lacking(snippet.requires, snippet.least)
        if lacks or (snippet.needs and snippet.needs != device):
            found: MutationRecord | str = f"needs {', '.join(lacks) or 'a GPU'}"
        else:
            with shared.held(2 * needs(snippet.name)):  # libraries are loaded once, and again in what runs a mutant
                perturbed = perturb(snippet, device, by)
            found = perturbed.failed or MutationRecord(
                snippet=snippet.name,
                digest=snippet.digest,
                rules=RULES,
                mutants=len(perturbed.fates),
                survivors=tuple(mutant.name for mutant in perturbed.survivors),
                run=this_run(snippet, device, perturbed.usage),
            )
        done(snippet, found)
        return found

    with _at_a_time(jobs) as pool:
        return list(pool.map(one, snippets))


@contextmanager
def _at_a_time(jobs: int) -> Iterator[ThreadPoolExecutor]:
    """Threads for so many runs; whoever interrupts us does not wait for the runs, they are ended."""
    try:
        with ThreadPoolExecutor(max(1, jobs)) as pool:
            try:
                yield pool
            except BaseException:
                INTERRUPTED.set()
                raise
    finally:
        INTERRUPTED.clear()


class Room:
    """Memory that runs share: each takes its part before it starts, and waits where there is none left."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.taken = 0
        self._inside = 0
        self._changed = threading.Condition()

    @contextmanager
    def held(self, size: int) -> Iterator[None]:
        """Keep `size` bytes for the time of the block; whoever comes first to an empty room gets in with any size."""
        with self._changed:
            self._changed.wait_for(lambda: self.taken + size <= self.size or not self._inside)
            self.taken += size
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self.taken -= size
                self._inside -= 1
                self._changed.notify_all()


def needed(evidence: Sequence[Evidence], device: Device) -> Callable[[str], int]:
    """What each snippet took in memory when its evidence was recorded, with a quarter to spare."""
    known = {e.snippet: e.run.together_mb << 20 for e in evidence if e.device == device and e.run.together_mb}
    return lambda name: known[name] * 5 // 4 if name in known else UNKNOWN


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


def this_run(snippet: Snippet, device: Device, usage: Usage) -> Run:
    """What is kept of a run that has just ended."""
    return Run(
        at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        seconds=round(usage.seconds, 2),
        cpu_seconds=round(usage.cpu_seconds, 2),
        peak_mb=usage.peak >> 20,
        together_mb=usage.together >> 20,
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
