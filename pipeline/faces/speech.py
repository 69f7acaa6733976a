"""How the commands speak to people: on stderr, with colour and progress only where a terminal listens."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline.models import Problem

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total)."""


def say(text: str) -> None:
    """One paragraph for people."""
    print(text, file=sys.stderr)


def shown(path: Path) -> str:
    """A path as the user wrote it; `-` is called what it is."""
    return "standard input" if str(path) == "-" else str(path)


def say_problems(problems: Sequence[Problem], limit: int = 50) -> None:
    """Every problem with its remedy, then how many there were."""
    for problem in problems[:limit]:
        say(f"problem: {problem}")
    if len(problems) > limit:
        say(f"… and {len(problems) - limit} more problems.")
    if problems:
        say(f"{len(problems)} problem{'s' if len(problems) != 1 else ''}.")


@contextmanager
def progress() -> Iterator[Progress]:
    """Progress bars on a terminal; silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    bars = Bars(
        TextColumn("{task.description:<12}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    tasks: dict[str, int] = {}
    with bars:

        def update(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)  # type: ignore[arg-type]

        yield update
