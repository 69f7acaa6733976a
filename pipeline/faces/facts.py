"""The commands with which editors write facts and see what the facts still lack: fact new, fact list."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from pipeline.faces.deciding import AsJson, KnowledgeFolder, now
from pipeline.faces.reading import files_of, load_knowledge
from pipeline.faces.speech import say, say_problems
from pipeline.knowledge import Knowledge
from pipeline.models import Claim, Document, KanwuError, Problem

fact_app = typer.Typer(
    help="Write reference facts, and see what they lack.", no_args_is_help=True, rich_markup_mode=None
)


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(fact_app, name="fact")


@fact_app.command("new", epilog="Example: kanwu fact new gpt-2.context-length@my-fork")
def fact_new(
    fact: Annotated[str, typer.Argument(help="subject.relation[@qualifier]")], knowledge: KnowledgeFolder = None
) -> None:
    """Print a fact to fill in and paste into facts/*.yaml."""
    from pipeline.knowledge import template_fact

    known, _ = load_knowledge(knowledge)
    if fact in known.facts:
        raise KanwuError(f"{fact}: expected a new fact, found one of that id. Edit it in facts/*.yaml.")
    name, _, qualifier = fact.partition("@")
    subject, dot, relation = name.partition(".")
    if not dot:
        raise KanwuError(f"{fact}: expected subject.relation, as in zero-2.partitions, found no dot. Write it so.")
    sys.stdout.write(template_fact(subject, relation, known, day=now()[:10], qualifier=qualifier))


@fact_app.command("list", epilog="Example: kanwu fact list --without proof --without myth")
def fact_list(
    texts: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[TEXT...]",
            help="For --never-triggered: files, folders, or statements in JSON Lines, each with a `text`.",
        ),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="proof|citation|myth", help="Facts that lack this; may be said again."),
    ] = None,
    never_triggered: Annotated[
        bool,
        typer.Option(
            "--never-triggered", help="Facts that neither catch nor clear anything in the documents and TEXT."
        ),
    ] = False,
    contradicted: Annotated[
        bool, typer.Option("--contradicted", help="Facts that another fact excludes, or whose sentence one flags.")
    ] = False,
    raw: Annotated[
        Path | None, typer.Option("--raw", help="Folder of documents; the project's data/raw by default.")
    ] = None,
    knowledge: KnowledgeFolder = None,
    as_json: AsJson = False,
) -> None:
    """List facts by what they lack: those with any of what is asked for, or all where nothing is asked."""
    from pipeline import checking, verification
    from pipeline.project import knowledge_folder

    unknown = sorted(set(without or ()) - set(checking.NEEDS))
    if unknown:
        raise KanwuError(f"--without {unknown[0]}: expected proof, citation or myth, found neither. Name one of them.")
    if texts and not never_triggered:
        raise KanwuError(
            f"{texts[0]}: expected --never-triggered with a text, found none. Add it, or leave the text out."
        )
    folder = knowledge_folder(Path.cwd(), knowledge)
    known, problems = load_knowledge(knowledge)
    proofs = verification.load_evidence(folder / "evidence", known.facts)
    problems += proofs.problems
    asked = set(without or ()) or (set() if never_triggered or contradicted else set(checking.NEEDS))
    used: set[str] = set()
    if never_triggered:
        used = checking.deciding(_claims_of_texts(texts or (), raw, knowledge, known, problems), known)
    against: dict[str, list[checking.Dissent]] = {}
    if contradicted:
        for dissent in checking.dissents(known, _statements(known)):
            against.setdefault(dissent.fact, []).append(dissent)
    everything = not (without or never_triggered or contradicted)
    counts = dict.fromkeys([*(n for n in checking.NEEDS if n in asked)], 0)
    listed = 0
    for id_, fact in sorted(known.facts.items()):
        lacks = [need for need in checking.lacking(fact, proofs.evidence) if need in asked]
        unused = never_triggered and id_ not in used
        dissents = against.get(id_, [])
        for need in lacks:
            counts[need] += 1
        if not (everything or lacks or unused or dissents):
            continue
        listed += 1
        if as_json:
            row = {
                "fact": id_, "without": lacks, "never_triggered": unused if never_triggered else None,
                "contradicted_by": [{"fact": d.by, "because": d.because} for d in dissents] if contradicted else None,
            }  # fmt: skip
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
            continue
        words = [f"no {need}" for need in lacks]
        words += ["never triggered"] if unused else []
        words += [f"{'itself' if d.by == id_ else d.by} {d.because}" for d in dissents]
        print(f"{id_:<44}  {'; '.join(words)}".rstrip())
    say_problems(problems)
    said = [f"{count} without {need}" for need, count in counts.items()]
    said += [f"{len(known.facts.keys() - used)} never triggered"] if never_triggered else []
    said += [f"{len(against)} contradicted"] if contradicted else []
    say(f"{listed} of {len(known.facts)} facts: {', '.join(said)}.")


def _statements(known: Knowledge) -> dict[str, list[Claim]]:
    """The claims that the reader finds in each fact's own two sentences."""
    return {
        id_: [
            claim
            for lang in ("zh", "en")
            for claim in _claims_in(fact.statement.get(lang).encode(), f"{id_}.{lang}.txt", known, [])
        ]
        for id_, fact in known.facts.items()
    }


def _claims_of_texts(
    texts: Sequence[Path], raw: Path | None, knowledge: Path | None, known: Knowledge, problems: list[Problem]
) -> Iterator[Claim]:
    from pipeline import sources
    from pipeline.project import locate

    folder = raw
    if folder is None:
        try:
            folder = locate(Path.cwd(), raw=None, knowledge=knowledge).raw
        except KanwuError:
            # Outside a project there are only the texts that were named.
            if not texts:
                raise
    read = 0
    for path, root in files_of([*([folder] if folder else []), *texts]):
        if path.suffix.lower() == ".jsonl":
            for number, line in enumerate(path.read_bytes().splitlines(), 1):
                if line.strip():
                    text = _text_of(line)
                    if text is None:
                        problems.append(_no_statement(path, number))
                        continue
                    read += 1
                    yield from _claims_in(text.encode(), f"{path.name}-{number}.txt", known, problems)
            continue
        got = sources.load(path, root)
        problems += got.problems
        if got.document is not None:
            read += 1
            yield from _claims_of(got.document, known)
    if not read:
        say_problems(problems)
        raise KanwuError("expected a text that can be read, found none. Name files, folders or statements.")


def _text_of(line: bytes) -> str | None:
    try:
        text = json.loads(line).get("text")
    except (ValueError, AttributeError):
        return None
    return text if isinstance(text, str) and text.strip() else None


def _no_statement(path: Path, line: int) -> Problem:
    return Problem(
        path=str(path), line=line, expected='a JSON object with a "text" in words', found="none",
        remedy="Write one statement a line.",
    )  # fmt: skip


def _claims_in(data: bytes, name: str, known: Knowledge, problems: list[Problem]) -> list[Claim]:
    from pipeline import sources

    read = sources.read_document(data, name)
    problems += read.problems
    return _claims_of(read.document, known) if read.document is not None else []


def _claims_of(document: Document, known: Knowledge) -> list[Claim]:
    from pipeline import claims, extraction

    return claims.read(document, extraction.extract(document).pairs, known).claims
