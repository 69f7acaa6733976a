"""The command `kanwu train`: labelled statements and right texts into the table that weighs sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.faces.reading import Knowledge, finish, load_knowledge
from pipeline.faces.speech import say
from pipeline.models import Document, KanwuError, Problem
from pipeline.writing import write_whole


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("train", epilog="Example: kanwu train tests/gold/training/*.jsonl --right tests/extraction/layouts")(
        train
    )


def train(
    statements: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help='JSON lines: {"text": …, "label": "wrong|right", "fact": … or none}.'),
    ],
    right: Annotated[
        list[Path] | None,
        typer.Option("--right", metavar="DIR|FILE", help="Documents whose sentences are taken for right."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Written here instead of the knowledge folder.")
    ] = None,
    knowledge: Knowledge = None,
) -> None:
    """Train the table that weighs sentences which no pattern reads (data/graph/likeness.bin)."""
    from dataclasses import replace

    from pipeline import checking, claims, sources
    from pipeline.claims import training
    from pipeline.knowledge import likeness, senses
    from pipeline.project import home, knowledge_folder

    if output is None and knowledge is None and home(Path.cwd().resolve()) is None:
        raise KanwuError("expected a project to train for, found none here. Name the file to write by --output.")
    place = output or knowledge_folder(Path.cwd(), knowledge) / likeness.FILE
    if place.is_dir() or not place.absolute().parent.is_dir():
        raise KanwuError(
            f"{place}: expected a file to write, found a folder or no folder to write it in. Name another."
        )
    loaded, problems = load_knowledge(knowledge)
    # It is made anew.
    problems = [each for each in problems if each.path != likeness.FILE]
    # What is trained must not lean on what was trained before.
    known = replace(loaded, likeness=None)
    shown = training.read_statements(statements)
    unknown = sorted({each.fact for each in shown if each.fact is not None} - set(known.facts))
    if unknown:
        problems.append(
            Problem(
                path=", ".join(map(str, statements)),
                expected="facts of the knowledge",
                found=f"{len(unknown)} that it does not have: {', '.join(unknown[:5])}{' …' if len(unknown) > 5 else ''}",
                remedy="They are trained on all the same, and nobody is told of them. Rename or drop them.",
            )
        )
    texts: dict[str, None] = {}
    for path in _documents(right or []):
        read = sources.load(path, path.parent)
        problems += read.problems
        if read.document is None:
            continue
        checked = checking.check(claims.read(read.document, (), known, explain=False).claims, (), known)
        flagged = [(each.passage.start, each.passage.end) for each in checked.findings if each.flagged]
        texts.update(dict.fromkeys(training.segments(read.document, flagged)))
    shown += [training.Statement(each, False, labelled=False) for each in texts]

    def made(text: str) -> Document | None:
        return sources.read_document(text.encode(), "statement.txt").document

    words, refused = senses.load(knowledge_folder(Path.cwd(), knowledge))
    problems += refused
    trained = training.train(shown, known, made, senses=words)
    write_whole(place, trained.dump())
    wrong = sum(each.wrong for each in shown)
    say(
        f"{place}: trained on {wrong} wrong and {len(shown) - wrong} right texts, {len(known.facts)} facts beside them."
    )
    finish(problems, True)


def _documents(places: list[Path]) -> list[Path]:
    from pipeline import linting

    found: list[Path] = []
    for place in places:
        if not place.exists():
            raise KanwuError(f"{place}: expected a document or a folder of documents, found nothing. Name another.")
        found += sorted(linting.files_in(place, lambda _: linting.Settings())) if place.is_dir() else [place]
    return found
