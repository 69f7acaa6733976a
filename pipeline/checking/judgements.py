"""Recorded judgements: what a model said before, so that a build can replay it without one.

Apart from the judge, because a build only ever reads these lines and never asks a model.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from pipeline.models import Judgement, Problem


class Judgements(NamedTuple):
    """What the files hold, by key, and the lines that could not be read."""

    judgements: list[Judgement]
    problems: list[Problem]


def load_judgements(folder: Path) -> Judgements:
    """Read every *.jsonl of a folder; a line that is no judgement is reported, the last one of a key counts."""
    found: dict[str, Judgement] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.jsonl")) if folder.is_dir() else ():
        for number, line in enumerate(path.read_text("utf-8", errors="replace").split("\n"), 1):
            if not line.strip():
                continue
            try:
                judgement = Judgement.model_validate_json(line)
            except ValidationError as error:
                problems.append(
                    Problem(
                        path=f"judgements/{path.name}",
                        line=number,
                        expected="a judgement as `kanwu judge` writes it",
                        found=str(error.errors()[0]["msg"]).lower(),
                        remedy="Delete the line and run `kanwu judge` again; until then it counts as never asked.",
                    )
                )
                continue
            found[judgement.key] = judgement
    return Judgements([found[key] for key in sorted(found)], problems)
