"""The scorecard as a file: what was measured last, kept beside the knowledge so that a build can publish it.

Apart from `planting`, which measures and opens no file.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from pipeline.knowledge import Knowledge
from pipeline.models import Problem, Scorecard, digest


class LoadedScorecard(NamedTuple):
    """The scorecard, None where none was written or it cannot be read, and why."""

    card: Scorecard | None
    problems: list[Problem]


def load_scorecard(path: Path) -> LoadedScorecard:
    """Read `scorecard.json`."""
    if not path.exists():
        return LoadedScorecard(None, [])
    try:
        return LoadedScorecard(Scorecard.model_validate_json(path.read_bytes()), [])
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        problem = Problem(
            path=path.name,
            expected="what `kanwu eval --planted --record` wrote",
            found=f"{where}: {first['msg']}",
            remedy="Run `kanwu eval --planted --record` again.",
        )
        return LoadedScorecard(None, [problem])


def measured_with(knowledge: Knowledge) -> str:
    """Twelve hex digits over the facts that decide: a scorecard of other ones is of another linter."""
    return digest(
        [(fact.id, fact.objects, [m.objects for m in fact.myths]) for _, fact in sorted(knowledge.facts.items())]
    )[:12]
