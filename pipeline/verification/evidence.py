"""Evidence files: one a snippet and device class; result and run apart, so that a rerun changes no result."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import ValidationError

from pipeline.models import Evidence, Fact, Problem
from pipeline.verification.ruling import decide
from pipeline.verification.scopes import Scope, load_scopes
from pipeline.verification.snippets import Snippet, facts_of
from pipeline.writing import write_whole

Device = Literal["cpu", "cuda"]
State = Literal["holds", "failed", "stale", "missing"]


class LoadedEvidence(NamedTuple):
    """What the evidence folder holds."""

    evidence: list[Evidence]
    """By snippet, then device."""
    problems: list[Problem]


def load_evidence(folder: Path, facts: Mapping[str, Fact] | None = None) -> LoadedEvidence:
    """Read every evidence file; one that cannot be read becomes a Problem.

    Which facts a snippet settles is for the knowledge to say: where `facts` is given, it overrides what was recorded.
    """
    evidence: list[Evidence] = []
    problems: list[Problem] = []
    try:
        scopes = load_scopes(folder)
    except ValueError as error:
        scopes = {}
        problems.append(
            Problem(
                path="evidence/versions/matrix.json",
                expected="what `make matrix` writes",
                found=str(error),
                remedy="Restore the file, or delete it and run `make matrix`.",
            )
        )
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else []:
        try:
            read = Evidence.model_validate_json(path.read_text("utf-8"))
            if path.name != name_of(read):
                raise ValueError(f"evidence of {read.snippet} on {read.device}")
        except (OSError, ValueError) as error:
            problems.append(
                Problem(
                    path=f"evidence/{path.name}",
                    expected="what `kanwu verify --record` writes",
                    found=_said(error),
                    remedy="Run `kanwu verify --record` for this snippet, or restore the file.",
                )
            )
            continue
        digest, scope = scopes.get(read.snippet, ("", Scope("", "")))
        if digest == read.digest:
            read = read.model_copy(update=scope._asdict())
        evidence.append(read if facts is None else read.model_copy(update={"facts": facts_of(read.snippet, facts)}))
    return LoadedEvidence(sorted(evidence, key=lambda e: (e.snippet, e.device)), problems)


def write_evidence(folder: Path, evidence: Evidence) -> bool:
    """Write an evidence file where code or result changed; return whether it was written.

    So is one whose record is from before memory was measured: what runs beside it has to know.
    A skipped run is never recorded: it would stand where a proof is expected.
    """
    if evidence.holds is None:
        return False
    path = folder / name_of(evidence)
    try:
        kept = Evidence.model_validate_json(path.read_text("utf-8"))
    except (OSError, ValueError):
        kept = None
    measured = kept is not None and (kept.run.peak_mb > 0 or not evidence.run.peak_mb)
    if kept is not None and measured and kept.model_copy(update={"run": evidence.run}) == evidence:
        return False
    write_whole(path, json.dumps(evidence.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n")
    return True


def state_of(snippet: Snippet, evidence: Sequence[Evidence], device: Device) -> State:
    """What the recorded evidence says of a snippet as its file stands now.

    The record's word is not taken for it: its numbers must still make a proof.
    """
    for item in evidence:
        if item.snippet == snippet.name and item.device == device:
            if item.digest != snippet.digest:
                return "stale"
            return "holds" if item.holds and _proves(snippet, item) else "failed"
    return "missing"


def check(
    library: Sequence[Snippet],
    chosen: Sequence[Snippet],
    evidence: Sequence[Evidence],
    device: Device,
    facts: Mapping[str, Fact],
) -> list[Problem]:
    """What is wrong with the record, without running anything; empty where every chosen proof stands on this device."""
    problems: list[Problem] = []
    names = {snippet.name for snippet in library}
    remedies = {
        "missing": ("no evidence", "Run it with `kanwu verify --record`."),
        "stale": ("evidence of another version of its file", "Run it again with `kanwu verify --record`."),
        "failed": (
            "evidence that it failed",
            "Correct the snippet or the fact, then run it with `kanwu verify --record`.",
        ),
    }
    for snippet in chosen:
        state = state_of(snippet, evidence, device)
        if state != "holds" and not (state == "missing" and snippet.needs not in ("", device)):
            found, remedy = remedies[state]
            path = f"evidence/{snippet.name}@{device}.json"
            problems.append(Problem(path=path, expected="evidence that the snippet holds", found=found, remedy=remedy))
    for item in evidence:
        if item.snippet not in names:
            problems.append(
                Problem(
                    path=f"evidence/{name_of(item)}",
                    expected="evidence of a snippet that exists",
                    found=f"none called {item.snippet}",
                    remedy="Delete the file, or restore the snippet.",
                )
            )
    for fact in sorted(facts.values(), key=lambda fact: fact.id):
        if fact.snippet is not None and fact.snippet not in names:
            problems.append(
                Problem(
                    path=f"fact {fact.id}",
                    expected="the name of a snippet that exists",
                    found=fact.snippet,
                    remedy="Name one that `kanwu verify --list` shows, or leave the key out.",
                )
            )
    return problems


def _proves(snippet: Snippet, item: Evidence) -> bool:
    numbers = {"measured": item.measured, "control": item.control}
    # Records are rounded to four decimals: what they lose by that must not tip the scales.
    stated = {"fact": snippet.fact, "myth": snippet.myth, "tolerance": snippet.tolerance + 1e-4}
    return decide({**numbers, **stated}).holds


def name_of(evidence: Evidence) -> str:
    """Name of the file that keeps it."""
    return f"{evidence.snippet}@{evidence.device}.json"


def _said(error: Exception) -> str:
    if isinstance(error, ValidationError):
        fault = error.errors()[0]
        return ": ".join(part for part in (".".join(str(p) for p in fault["loc"]), fault["msg"].lower()) if part)
    return str(error).splitlines()[0].lower()
