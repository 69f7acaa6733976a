"""The commands that read documents and print what was understood: extract, conserve, relate, why."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.faces.speech import say, say_problems, shown
from pipeline.models import Document, Evidence, KanwuError, Problem

if TYPE_CHECKING:
    from pipeline.knowledge import Loaded
    from pipeline.linting import Grounds

STDIN = "-"


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("extract", epilog="Example: kanwu extract notes.html > pairs.jsonl")(extract)
    app.command("conserve", epilog="Example: kanwu conserve notes.html")(conserve)
    app.command("relate", epilog="Example: printf 'What is LoRA?\\tLoRA 是什么\\n' | kanwu relate -")(relate)
    app.command("why", epilog="Example: kanwu why notes.md:12")(why)


Documents = Annotated[
    # One that may not be read is a problem like others and stops none of them.
    list[Path], typer.Argument(metavar="FILE...", readable=False, help="Documents; `-` reads standard input.")
]
Knowledge = Annotated[
    Path | None, typer.Option("--knowledge", help="The data/graph to read instead of the nearest project's.")
]


def files_of(names: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
    """Every file named or below a folder named, with the folder that its name is relative to; sorted."""
    from pipeline import sources

    for name in names:
        if os.path.isdir(name):  # noqa: PTH112 - no folder, too, where nobody may look
            yield from ((path, name) for path in sources.documents_below(name))
        else:
            yield name, name.parent


def read_one(name: Path) -> tuple[Document | None, list[Problem]]:
    """Read one named file, or standard input for `-`."""
    from pipeline import sources

    if str(name) == STDIN:
        read = sources.read_document(sys.stdin.buffer.read(), "stdin.txt")
    else:
        read = sources.load(name, name.parent)
    return read.document, read.problems


def extract(
    files: Documents,
) -> None:
    """Print the question-answer pairs of documents, one JSON object a line."""
    from pipeline import extraction

    readable = False
    problems: list[Problem] = []
    for path, _ in files_of(files):
        document, faults = read_one(path)
        problems += faults
        if document is None:
            continue
        readable = True
        for pair in extraction.extract(document).pairs:
            sys.stdout.write(json.dumps(extraction.line_of(pair), ensure_ascii=False) + "\n")
    finish(problems, readable)


def conserve(
    files: Documents,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a span instead of a table.")] = False,
) -> None:
    """Account for every character of documents: question, answer, section, code, markup, figure or noise."""
    from pipeline import extraction

    readable = False
    problems: list[Problem] = []
    for path, _ in files_of(files):
        document, faults = read_one(path)
        problems += faults
        if document is None:
            continue
        readable = True
        spans = extraction.extract(document).spans
        if as_json:
            for span in spans:
                row = {
                    "document": document.path, "start": span.start, "end": span.end, "label": span.label,
                    "reason": span.reason, "line": document.line_of(span.start),
                    "end_line": document.line_of(max(span.start, span.end - 1)),
                }  # fmt: skip
                sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
            continue
        total = len(document.source)
        counts: dict[tuple[str, str], int] = {}
        for span in spans:
            key = (span.label, span.reason)
            counts[key] = counts.get(key, 0) + span.end - span.start
        print(f"{document.path}: {total} characters")
        for (label, reason), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            name = f"{label} ({reason})" if reason else label
            print(f"  {count:>9}  {count / total:6.1%}  {name}" if total else f"  {count:>9}  {name}")
        rest = total - sum(counts.values())
        print(f"  {rest:>9}  not accounted for")
    finish(problems, readable)


def relate(
    pairs: Annotated[Path, typer.Argument(metavar="FILE|-", help="Two questions a line, separated by a tab.")],
    knowledge: Knowledge = None,
) -> None:
    """Say of pairs of questions whether they ask the same, related or different things, and why."""
    from pipeline import linking

    known, problems = load_knowledge(knowledge)
    text = sys.stdin.buffer.read().decode("utf-8-sig") if str(pairs) == STDIN else pairs.read_text("utf-8-sig")
    asked = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        a, tab, b = line.rstrip("\r").partition("\t")
        if not tab or not a.strip() or not b.strip():
            problems.append(
                Problem(
                    path=shown(pairs),
                    line=number,
                    expected="two questions separated by a tab",
                    found=repr(line[:60]),
                    remedy="Write both on one line with one tab between them.",
                )
            )
            continue
        asked += 1
        link = linking.relate(a.strip(), b.strip(), known)
        row = {"a": a.strip(), "b": b.strip(), "relation": link.relation, "score": link.score, "why": link.why}
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    finish(problems, readable=asked > 0)


def why(
    place: Annotated[str, typer.Argument(metavar="FILE:LINE", help="The line to explain.")],
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of text.")] = False,
    knowledge: Knowledge = None,
) -> None:
    """Say how a line was understood: its label, the claims read, the facts tried, and why it is silent."""
    from pipeline import extraction, linting
    from pipeline.faces import reports

    name, colon, number = place.rpartition(":")
    if not colon or not number.isdigit() or int(number) < 1:
        raise KanwuError(f"{place}: expected FILE:LINE with a line from 1, as in notes.md:12. Write it so.")
    grounds, problems = load_grounds(knowledge)
    document, faults = read_one(Path(name))
    problems += faults
    if document is None:
        finish(problems, readable=False)
        return
    if int(number) > len(document.line_starts):
        raise KanwuError(
            f"{place}: expected a line up to {len(document.line_starts)}, found {number}. The file ends there."
        )
    linted = linting.lint(document, grounds, explain=True)
    said = linting.diagnose(linted, grounds, linting.Selection())
    reports.print_why(linted, said, extraction.extract(document), int(number), as_json)
    finish(problems, readable=True)


def load_knowledge(folder: Path | None) -> tuple[Any, list[Problem]]:
    """The knowledge to judge by, and what is wrong with its files."""
    loaded = _loaded(folder)
    return loaded.knowledge, list(loaded.problems)


def _loaded(folder: Path | None) -> Loaded:
    from pipeline import knowledge
    from pipeline.project import knowledge_cache, knowledge_folder

    found = knowledge_folder(Path.cwd(), folder)
    return knowledge.load(found, knowledge_cache(Path.cwd(), found))


def load_grounds(knowledge: Path | None, *, keep: bool = False) -> tuple[Grounds, list[Problem]]:
    """Knowledge and decisions to judge by, without the evidence: that is read where a finding is shown.

    With `keep`, what is understood of texts is kept with the user for later processes: not by a server, whose texts are
    not written yet, and whose program may be replaced while it runs.
    """
    from pipeline import claims, ledger
    from pipeline.linting import Grounds
    from pipeline.project import knowledge_folder, user_cache

    loaded = _loaded(knowledge)
    folder = user_cache() if keep else None
    if folder is not None:
        claims.keep_in(folder, loaded.knowledge, loaded.key)
    decided = ledger.load(knowledge_folder(Path.cwd(), knowledge) / "ledger")
    grounds = Grounds(loaded.knowledge, ledger.fold(decided.events), key=loaded.key if keep else "")
    return grounds, [*loaded.problems, *decided.problems]


def load_evidence(folder: Path | None, problems: list[Problem]) -> list[Evidence]:
    """What snippets measured, as recorded beside the knowledge."""
    from pipeline import verification
    from pipeline.project import knowledge_folder

    loaded = verification.load_evidence(knowledge_folder(Path.cwd(), folder) / "evidence")
    problems += loaded.problems
    return loaded.evidence


def finish(problems: Sequence[Problem], readable: bool) -> None:
    """Report problems on stderr; exit 2 where nothing could be read at all."""
    say_problems(problems)
    if not readable:
        if not problems:
            say("kanwu: expected a document to read, found none. Name a file, a folder with files, or `-`.")
        raise typer.Exit(2)
