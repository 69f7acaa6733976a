"""One project directory: where its parts lie.

Apart from the command line, because the review page and the tests ask the same: which documents, which
knowledge, where to write. An installed `kanwu` knows its facts anywhere: where no project is found, the
packaged knowledge and site stand in.
"""

from __future__ import annotations

import os
import tomllib
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from pipeline.models import KanwuError, Problem, Source, digest


class Project(NamedTuple):
    """Where a build reads and writes."""

    raw: Path
    """The scraped documents, with sources.toml."""
    graph: Path
    """The knowledge: data/graph."""
    site: Path
    """MkDocs source written by hand, with the base configuration beside or in it."""
    mkdocs: Path
    """The base configuration that a build inherits."""
    out_graph: Path
    """The file graph.json that a build writes."""
    public: Path
    """The site that a build writes."""
    cache: Path
    """Always deletable: caches and staging."""


def packaged() -> Path:
    """The data that travels in the wheel; in a checkout, the checkout itself."""
    here = Path(__file__).resolve().parent
    return here / "_data"


def home(start: Path) -> Path | None:
    """The nearest project at or above `start`: a folder that holds data/graph."""
    for folder in (start, *start.parents):
        if (folder / "data" / "graph" / "facts").is_dir():
            return folder
    return None


def locate(start: Path, *, raw: Path | None = None, out: Path | None = None, knowledge: Path | None = None) -> Project:
    """Find a project's parts from a folder and the command's options.

    Raises KanwuError where a named folder is none, or where there is nothing to read.
    """
    # The renderer works in a folder of its own: every path handed on must stand by itself.
    raw, out, knowledge = (path and path.absolute() for path in (raw, out, knowledge))
    found = home(start.resolve())
    checkout = Path(__file__).resolve().parent.parent
    root = found or (checkout if (checkout / "data" / "graph" / "facts").is_dir() else None)
    own = root / "data" / "graph" if root else packaged() / "graph"
    graph = own if knowledge is None else _named(knowledge)
    if raw is None:
        raw = (found or start) / "data" / "raw"
    if not raw.is_dir():
        raise KanwuError(
            f"{raw}: expected a folder of documents, found none. Name one by --raw, or run `kanwu build` in a project."
        )
    site = root / "site" if root else packaged() / "site"
    mkdocs = root / "mkdocs.yml" if root else packaged() / "mkdocs.yml"
    base = out if out is not None else (found or start)
    return Project(
        raw=raw,
        graph=graph,
        site=site,
        mkdocs=mkdocs,
        out_graph=(out / "graph.json") if out is not None else base / "data" / "graph" / "graph.json",
        public=base / "public",
        cache=base / ".kanwu",
    )


def is_site(folder: Path) -> bool:
    """Whether a folder holds a site that a build made."""
    return (folder / "assets" / "kanwu.css").is_file()


def written_in(folder: Path) -> tuple[Path, ...]:
    """What builds wrote for a folder, by `--out` or for a project; nothing where they made no site there."""
    if not is_site(folder / "public"):
        return ()
    return folder / "public", folder / "graph.json", folder / "data" / "graph" / "graph.json"


def knowledge_folder(start: Path, knowledge: Path | None = None) -> Path:
    """The data/graph to read: the one named, else the nearest project's upwards, else the packaged one.

    Raises KanwuError where the one named is none.
    """
    if knowledge is not None:
        return _named(knowledge)
    found = home(start.resolve())
    if found:
        return found / "data" / "graph"
    checkout = Path(__file__).resolve().parent.parent / "data" / "graph"
    return checkout if (checkout / "facts").is_dir() else packaged() / "graph"


def _named(knowledge: Path) -> Path:
    """A knowledge folder that was named, if it is one: by another folder nothing would be wrong, whatever a text says."""
    if not knowledge.is_dir():
        found = "none"
    elif next((knowledge / "facts").rglob("*.yaml"), None) is None:
        found = "a folder without facts/*.yaml"
    else:
        return knowledge
    raise KanwuError(f"{knowledge}: expected a knowledge folder (as data/graph), found {found}. Check --knowledge.")


def knowledge_cache(start: Path, graph: Path) -> Path | None:
    """The folder where compiled knowledge is kept: the project's own for its own, else one of the user's for each folder.

    None where the user has no such place; a folder that cannot be written to costs only time.
    """
    root = home(start.resolve())
    if root and graph.resolve() == (root / "data" / "graph").resolve():
        return root / ".kanwu"
    kept = user_cache()
    if kept is None:
        return None
    with suppress(OSError):
        # Now, and for its owner alone: who writes into it makes what folders are missing for everybody.
        kept.mkdir(mode=0o700, parents=True, exist_ok=True)
    return kept / digest(graph.resolve().as_posix())[:12]


def user_cache() -> Path | None:
    """The folder of what is kept for a user, whatever the project; always deletable. None where the user has no such place."""
    own = os.environ.get("KANWU_CACHE")
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return Path(own) if own else (Path(base) if base else Path.home() / ".cache") / "kanwu"
    except RuntimeError:
        return None


class Sources(NamedTuple):
    """What sources.toml says."""

    entries: list[Source]
    problems: list[Problem]

    def of(self, document: str) -> Source:
        """The entry of a document: its own, else the first glob that fits, else one that says nothing."""
        for entry in self.entries:
            if entry.document == document:
                return entry
        for entry in self.entries:
            if fnmatchcase(document, entry.document):
                return entry.model_copy(update={"document": document})
        return Source(document=document)


def read_sources(raw: Path) -> Sources:
    """Read raw/sources.toml: tables [[source]] with document, origin, licence, retrieved, publish."""
    path = raw / "sources.toml"
    if not path.is_file():
        return Sources([], [])
    text = path.read_text("utf-8", errors="replace")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = next((int(word.strip(",)")) for word in str(error).split() if word.strip(",)").isdigit()), None)
        return Sources(
            [],
            [
                Problem(
                    path="sources.toml",
                    line=line,
                    expected="TOML with tables [[source]]",
                    found=str(error).lower(),
                    remedy="Correct the line; until then no document has an origin or a licence.",
                )
            ],
        )
    entries: list[Source] = []
    problems: list[Problem] = []
    starts = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[source]]"]
    for index, row in enumerate(table.get("source", [])):
        line = starts[index] if index < len(starts) else None
        try:
            entries.append(Source.model_validate({key: str(value) for key, value in row.items()}))
        except ValidationError as error:
            fault = error.errors()[0]
            problems.append(
                Problem(
                    path="sources.toml",
                    line=line,
                    expected="document, origin, licence, retrieved, publish = full|quote|none",
                    found=f"{'.'.join(str(p) for p in fault['loc'])}: {fault['msg'].lower()}",
                    remedy="Correct the entry; until then its document counts as one of which nothing is known.",
                )
            )
    return Sources(entries, problems)
