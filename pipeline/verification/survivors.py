"""Records of what became of mutants, and the reviewed list of reasons why a survivor is no fault.

Apart from `mutants`, because CI reads this and runs nothing: a record stands for as long as the snippet's digest does.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from pipeline.models import MutationRecord, Problem
from pipeline.verification.mutants import RULES
from pipeline.verification.snippets import Snippet
from pipeline.writing import write_whole

FOLDER = "mutants"
"""Within the folder of the evidence."""

REASONS = "reasons.toml"
"""The reviewed list: a table for each snippet, survivor to reason."""

FLOOR = 0.9
"""Share of all mutants that has to die."""

Reasons = Mapping[str, Mapping[str, str]]
"""By snippet, then by survivor."""


class LoadedMutations(NamedTuple):
    """What the folder of mutants holds."""

    records: dict[str, MutationRecord]
    """By snippet."""
    reasons: Reasons
    problems: list[Problem]


def load_mutations(evidence: Path) -> LoadedMutations:
    """Read every record and the reviewed list; what cannot be read becomes a Problem."""
    folder = evidence / FOLDER
    records: dict[str, MutationRecord] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else []:
        try:
            records[path.stem] = MutationRecord.model_validate_json(path.read_text("utf-8"))
            if records[path.stem].snippet != path.stem:
                raise ValueError(f"a record of {records.pop(path.stem).snippet}")
        except (OSError, ValueError) as error:
            first = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
            problems.append(
                Problem(
                    path=f"evidence/{FOLDER}/{path.name}",
                    expected="what `kanwu verify --mutate --record` writes",
                    found=first.lower().splitlines()[0],
                    remedy="Delete the file and run that again.",
                )
            )
    reasons: dict[str, dict[str, str]] = {}
    try:
        read = tomllib.loads((folder / REASONS).read_text("utf-8"))
        reasons = {name: {key: str(why) for key, why in table.items()} for name, table in read.items()}
    except FileNotFoundError:
        pass
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, AttributeError) as error:
        problems.append(
            Problem(
                path=f"evidence/{FOLDER}/{REASONS}",
                expected='a table for each snippet, with lines "SURVIVOR" = "REASON"',
                found=str(error),
                remedy="Correct the TOML.",
            )
        )
    return LoadedMutations(records, reasons, problems)


def write_mutations(evidence: Path, record: MutationRecord) -> bool:
    """Write a record where code, rules or survivors changed; return whether it was written."""
    path = evidence / FOLDER / f"{record.snippet}.json"
    try:
        kept = MutationRecord.model_validate_json(path.read_text("utf-8"))
    except (OSError, ValueError):
        kept = None
    if kept is not None and kept.model_copy(update={"run": record.run}) == record:
        return False
    write_whole(path, json.dumps(record.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n")
    return True


def stands(snippet: Snippet, records: Mapping[str, MutationRecord]) -> bool:
    """Whether a snippet's record is of its file as it is, by the rules of now."""
    kept = records.get(snippet.name)
    return kept is not None and kept.digest == snippet.digest and kept.rules == RULES


def share_dead(records: Sequence[MutationRecord]) -> float:
    """Share of all mutants that died; 1 where there were none."""
    every = sum(record.mutants for record in records)
    return 1 - sum(len(record.survivors) for record in records) / every if every else 1.0


def check_mutations(snippets: Sequence[Snippet], known: LoadedMutations) -> list[Problem]:
    """What is wrong with the records, without running anything: missing, stale, unexplained, too few dead."""
    problems = list(known.problems)
    standing: list[MutationRecord] = []
    for snippet in snippets:
        if snippet.needs and snippet.name not in known.records:
            continue  # only a GPU can run it
        path = f"evidence/{FOLDER}/{snippet.name}.json"
        if not stands(snippet, known.records):
            found = "one of another version of its file" if snippet.name in known.records else "no record"
            problems.append(
                Problem(
                    path=path,
                    expected="a record of the snippet's mutants",
                    found=found,
                    remedy=f"Run `kanwu verify {snippet.name} --mutate --record`.",
                )
            )
            continue
        record = known.records[snippet.name]
        standing.append(record)
        problems += unexplained(record, known.reasons)
    names = {record.snippet for record in standing}
    for name, table in known.reasons.items():
        gone = sorted(set(table) - set(known.records[name].survivors)) if name in names else []
        problems += [
            Problem(
                path=f"evidence/{FOLDER}/{REASONS}",
                expected=f"survivors of {name}",
                found=f"{key!r}, which died or is no longer made",
                remedy="Delete the line.",
            )
            for key in gone
        ]
    if share_dead(standing) < FLOOR:
        problems.append(
            Problem(
                path=f"evidence/{FOLDER}",
                expected=f"at least {FLOOR:.0%} of the mutants dead",
                found=f"{share_dead(standing):.1%}",
                remedy="Make the proofs with most survivors stricter: `kanwu verify --mutate` lists them.",
            )
        )
    return problems


def unexplained(record: MutationRecord, reasons: Reasons) -> list[Problem]:
    """Survivors for which nobody has written down why that is no fault."""
    known = reasons.get(record.snippet, {})
    return [
        Problem(
            path=f"evidence/{FOLDER}/{REASONS}",
            expected=f"why a mutant of {record.snippet} may live",
            found=f"no reason for {survivor!r}",
            remedy="Write one there, or make the snippet notice it.",
        )
        for survivor in dict.fromkeys(record.survivors)
        if len(known.get(survivor, "").split()) < 3
    ]
