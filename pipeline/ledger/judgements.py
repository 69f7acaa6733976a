"""What models said, appended by content, so that a build can replay it without any model.

Beside the decisions and unlike them: a judgement decides nothing, it only raises a question for an editor.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from pipeline.models import Judgement, Problem
from pipeline.writing import write_whole


class LoadedJudgements(NamedTuple):
    """What the judgements folder holds."""

    judgements: list[Judgement]
    """By key; of two with one key the later line stands."""
    problems: list[Problem]


def load_judgements(folder: Path) -> LoadedJudgements:
    """Read every judgement; a line that is none becomes a Problem and hides no other."""
    found: dict[str, Judgement] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.jsonl")) if folder.is_dir() else []:
        for number, line in enumerate(path.read_text("utf-8", errors="replace").split("\n"), start=1):
            if not line.strip():
                continue
            try:
                judgement = Judgement.model_validate_json(line)
            except ValidationError as error:
                problems.append(
                    Problem(
                        path=f"judgements/{path.name}",
                        line=number,
                        expected="a judgement as JSON",
                        found=error.errors()[0]["msg"].lower(),
                        remedy="Delete the line; `kanwu judge` asks again.",
                    )
                )
                continue
            found[judgement.key] = judgement
    return LoadedJudgements([found[key] for key in sorted(found)], problems)


def append_judgements(folder: Path, judgements: Sequence[Judgement]) -> Path | None:
    """Add judgements as one new file, named by their content, whole or not at all; None where there are none."""
    if not judgements:
        return None
    ordered = sorted(judgements, key=lambda j: j.key)
    target = folder / f"{ordered[0].key[:16]}-{len(ordered)}.jsonl"
    write_whole(target, "".join(j.model_dump_json() + "\n" for j in ordered))
    return target
