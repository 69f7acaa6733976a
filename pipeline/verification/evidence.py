"""Evidence files: one a snippet and device class; result and run apart, so that a rerun changes no result."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import ValidationError

from pipeline.models import Evidence, Fact, Problem
from pipeline.verification.snippets import Snippet, facts_of

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
        evidence.append(read if facts is None else read.model_copy(update={"facts": facts_of(read.snippet, facts)}))
    return LoadedEvidence(sorted(evidence, key=lambda e: (e.snippet, e.device)), problems)


def write_evidence(folder: Path, evidence: Evidence) -> bool:
    """Write an evidence file where code or result changed; return whether it was written.

    A skipped run is never recorded: it would stand where a proof is expected.
    """
    if evidence.holds is None:
        return False
    path = folder / name_of(evidence)
    try:
        kept = Evidence.model_validate_json(path.read_text("utf-8"))
    except (OSError, ValueError):
        kept = None
    if kept is not None and kept.model_copy(update={"run": evidence.run}) == evidence:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{path.name}.{os.getpid()}.draft"
    text = json.dumps(evidence.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"
    with draft.open("w", encoding="utf-8", newline="\n") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(path)
    return True


def state_of(snippet: Snippet, evidence: Sequence[Evidence], device: Literal["cpu", "cuda"]) -> State:
    """What the recorded evidence says of a snippet as its file stands now."""
    for item in evidence:
        if item.snippet == snippet.name and item.device == device:
            if item.digest != snippet.digest:
                return "stale"
            return "holds" if item.holds else "failed"
    return "missing"


def name_of(evidence: Evidence) -> str:
    """Name of the file that keeps it."""
    return f"{evidence.snippet}@{evidence.device}.json"


def _said(error: Exception) -> str:
    if isinstance(error, ValidationError):
        fault = error.errors()[0]
        return ": ".join(part for part in (".".join(str(p) for p in fault["loc"]), fault["msg"].lower()) if part)
    return str(error).splitlines()[0].lower()
