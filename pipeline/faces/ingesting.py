"""The commands that bring documents into a project and take them out again: ingest, takedown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from pipeline.faces.deciding import now
from pipeline.faces.reading import files_of
from pipeline.faces.speech import say, say_problems
from pipeline.models import KanwuError, Problem


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("ingest", epilog="Example: kanwu ingest notes/ https://example.org/faq --licence CC-BY-4.0")(ingest)
    app.command("takedown", epilog="Example: kanwu takedown faq-1a2b3c4d5e6f.html --reason 'its author asked'")(
        takedown
    )


Raw = Annotated[
    Path | None, typer.Option("--raw", help="Folder to write to; the nearest project's data/raw by default.")
]


def ingest(
    named: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Files, folders, saved pages, http(s) addresses.")
    ],
    licence: Annotated[str, typer.Option("--licence", help="SPDX identifier, or its words; unknown by default.")] = "",
    origin: Annotated[str, typer.Option("--origin", help="Where it is from, for a file that does not say.")] = "",
    retrieved: Annotated[
        str | None,
        typer.Option("--retrieved", metavar="YYYY-MM-DD", help="Day on which it was saved; today by default."),
    ] = None,
    publish: Annotated[
        str, typer.Option("--publish", metavar="full|quote|none", help="What a build may publish of it.")
    ] = "",
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds that one page may take.")] = 30.0,
    max_bytes: Annotated[int, typer.Option("--max-bytes", min=1, help="Bytes that one document may have.")] = 64
    * 2**20,
    raw: Raw = None,
) -> None:
    """Copy documents into data/raw, unchanged, with an entry in sources.toml; what is there already is kept."""
    from pipeline import flow
    from pipeline.sources import fetching, files, ingesting

    if publish not in ("", "full", "quote", "none"):
        raise KanwuError(f"--publish {publish}: expected full, quote or none, found neither. Name one of them.")
    terms = ingesting.Terms(_day(retrieved), origin, licence, publish)
    with _writing(raw, create=True) as folder:
        known: dict[str, str] = {}
        for path in files.documents_below(folder):
            known.setdefault(flow.file_digest(path), path.relative_to(folder).as_posix())
        problems: list[Problem] = []
        added = kept = 0

        def arrivals() -> Iterator[ingesting.Arrival]:
            for source in named:
                if fetching.is_url(source):
                    page = fetching.fetch(source, max_bytes=max_bytes, seconds=timeout)
                    if isinstance(page, Problem):
                        problems.append(page)
                    else:
                        yield ingesting.Arrival(page.url, page.url, page.data, page.suffix)
                    continue
                for path, root in files_of([Path(source)]):
                    data = files.read_bytes(path, str(path), max_bytes=max_bytes)
                    if isinstance(data, Problem):
                        problems.append(data)
                    else:
                        yield ingesting.Arrival(str(path), path.relative_to(root).as_posix(), data)

        for arrival in arrivals():
            taken = ingesting.take(arrival, folder, terms, known)
            problems += taken.problems
            if taken.document is not None:
                added, kept = added + taken.added, kept + (not taken.added)
                print(f"{'added' if taken.added else 'kept'}\t{taken.document}\t{arrival.source}")
    say_problems(problems)
    say(f"{added} added, {kept} there already. `kanwu build` reads them.")
    if not added and not kept:
        raise KanwuError("expected a document that can be read, found none. Name files, folders or addresses.")


def takedown(
    document: Annotated[str, typer.Argument(help="Path of a document below data/raw.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, in a few words.", show_default=False)],
    raw: Raw = None,
) -> None:
    """Remove a document; the next build leaves out what came of it, sources.toml keeps why, the ledger all decisions."""
    from pipeline.sources import ingesting

    if not reason.strip():
        raise KanwuError("--reason: expected why it is taken down, found nothing. Say it in a few words.")
    with _writing(raw, create=False) as folder:
        ingesting.take_down(document, folder, reason=reason.strip(), on=now()[:10])
    print(f"removed\t{document}")
    say("`kanwu build` leaves out what came of it; decisions about its claims stay in the ledger.")


@contextmanager
def _writing(raw: Path | None, *, create: bool) -> Iterator[Path]:
    """The raw folder to write to, while no build reads it."""
    from pipeline import flow
    from pipeline.project import home

    found = home(Path.cwd().resolve())
    if raw is None and found is None:
        raise KanwuError("expected a project to write to, found none here. Change into one, or name --raw.")
    folder = raw.absolute() if raw is not None else (found or Path()) / "data" / "raw"
    if create:
        folder.mkdir(parents=True, exist_ok=True)
    if not folder.is_dir():
        raise KanwuError(f"{folder}: expected a folder of documents, found none. Check --raw.")
    with flow.only_build((found or folder.parent) / ".kanwu"):
        yield folder


def _day(said: str | None) -> str:
    try:
        return date.fromisoformat(said if said is not None else now()[:10]).isoformat()
    except ValueError:
        raise KanwuError(
            f"--retrieved {said}: expected a day, as in 2025-03-01, found none. Write the day on which it was saved."
        ) from None
