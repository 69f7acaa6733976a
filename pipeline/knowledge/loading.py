"""Knowledge from its folder: files read, entries typed by schema, the rest refused by file and line.

Apart from the container, because YAML is slow and the linter must start at once: what was read is kept under
the digest of the files, and the next reader opens that instead.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import time
from typing import Any, NamedTuple

from pipeline.knowledge import likeness
from pipeline.knowledge.checks import Parted, check_all
from pipeline.knowledge.container import Loaded
from pipeline.knowledge.keeping import freeze, thaw, thaw_patterns
from pipeline.memory import uncollected
from pipeline.models import Concept, Fact, Problem, QuestionEntry, Record, Relation, digest
from pipeline.writing import write_whole

_FORMAT = "18"
"""Raised when what the cache holds changes its shape."""
COMPILED = "knowledge.jsonl"
"""What is compiled of a knowledge folder: in a cache, or beside the folder in a package whose build compiled it."""
_TICK = 2.0
"""Seconds within which a file system may give two changes of a file one time: FAT's are the longest."""

_KINDS: Mapping[str, type[Record]] = {
    "concepts": Concept,
    "relations": Relation,
    "facts": Fact,
    "questions": QuestionEntry,
}


class Place(NamedTuple):
    """Where an entry, or a part of one, stands."""

    path: str
    line: int


@dataclass
class Entry:
    """A record as read, with the lines of its parts."""

    record: Any
    at: Place
    lines: Mapping[tuple[str | int, ...], int]

    def line(self, *path: str | int) -> int:
        """The line of a part; of the nearest part around it, where it has none of its own."""
        for length in range(len(path), -1, -1):
            if (found := self.lines.get(path[:length])) is not None:
                return found
        return self.at.line


@dataclass
class Entries:
    """All that was read, by id, before anything was held against anything else."""

    concepts: dict[str, Entry] = field(default_factory=dict)
    relations: dict[str, Entry] = field(default_factory=dict)
    facts: dict[str, Entry] = field(default_factory=dict)
    questions: dict[str, Entry] = field(default_factory=dict)
    answers: dict[str, Entry] = field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    word_places: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def load(folder: Path, cache: Path | None = None, *, snippets: Path | None = None) -> Loaded:
    """Read a knowledge folder; from `cache`, or from what lies compiled beside it, where the files are those that it was compiled from.

    `snippets` is the folder in which a fact's snippet must stand; the package's own where None.
    Nothing is written where `cache` is None or cannot be written.
    """
    if snippets is None:
        snippets = Path(__file__).resolve().parent.parent / "verification" / "snippets"
    weighed, refused = likeness.load(folder, cache)
    key = _key(folder, snippets, cache)
    kept = cache / COMPILED if cache is not None else None
    with uncollected(lasting=True):
        loaded = next(filter(None, (thaw(path, key) for path in (kept, folder.parent / COMPILED) if path)), None)
    if loaded is not None:
        known = replace(loaded.knowledge, likeness=weighed)
    else:
        loaded = read_folder(
            folder,
            snippets if snippets.is_dir() else None,
            lambda words: thaw_patterns(kept, _language(words)) if kept is not None else {},
        )
        # Before it is kept, not after: what keeping it works out would be lost with the object.
        known = replace(loaded.knowledge, likeness=weighed)
        if kept is not None:
            freeze(kept, key, Loaded(known, loaded.problems), _language(known.words))
    return Loaded(known, [*loaded.problems, *refused], f"{key} {weighed.digest if weighed else ''}")


def read_folder(
    folder: Path, snippets: Path | None, earlier: Callable[[Mapping[str, tuple[str, ...]]], Parted]
) -> Loaded:
    """Read and check every file of a knowledge folder; `earlier` is asked for the patterns that were right before, with these words."""
    from pipeline.knowledge.yaml_nodes import read_answer, read_list, read_words

    entries = Entries()
    for kind, schema in _KINDS.items():
        for path in sorted((folder / kind).rglob("*.yaml")):
            name = path.relative_to(folder).as_posix()
            if path.name == "words.yaml" and kind == "relations":
                for word, patterns, line in read_words(path, name, entries.problems):
                    if word in entries.words:
                        entries.words[word] = tuple(dict.fromkeys((*entries.words[word], *patterns)))
                    else:
                        entries.words[word] = patterns
                    entries.word_places.setdefault(word, Place(name, line))
                continue
            table = getattr(entries, kind)
            for entry in read_list(path, name, schema, entries.problems):
                _add(table, entry.record.id, entry, entries.problems)
    for path in sorted((folder / "answers").rglob("*.md")):
        name = path.relative_to(folder).as_posix()
        answer = read_answer(path, name, entries.problems)
        if answer is not None:
            _add(entries.answers, answer.record.question, answer, entries.problems)
    return check_all(entries, snippets, earlier)


def _add(table: dict[str, Entry], key: str, entry: Entry, problems: list[Problem]) -> None:
    if key in table:
        first = table[key].at
        problems.append(
            Problem(
                path=entry.at.path,
                line=entry.at.line,
                expected="an id that stands once",
                found=f"{key}, which {first.path}:{first.line} has",
                remedy="Give one of the two another id, or join them; until then the first one counts.",
            )
        )
        return
    table[key] = entry


def _files(folder: Path) -> list[Path]:
    """Every file of a knowledge folder that is read here, sorted by its path in it."""
    found: list[Path] = []
    for kind, suffix in (*((kind, ".yaml") for kind in _KINDS), ("answers", ".md")):
        for at, _, files in os.walk(folder / kind):
            found += [Path(at, name) for name in files if name.endswith(suffix)]
    return sorted(found)


def _key(folder: Path, snippets: Path, cache: Path | None) -> str:
    """Digest of the files, of this room's source and of the records' source.

    Where `cache` knows the digest of files that have not been touched since, they are not read.
    """
    proofs = snippets.glob("*.py") if snippets.is_dir() else ()
    files = _files(folder)
    named = "\0".join((_FORMAT, *sorted(path.stem for path in proofs)))
    seen = cache / "knowledge.seen" if cache is not None else None
    touched, newest = _touched(folder, (*files, *_sources()), named)
    if seen is not None:
        with suppress(OSError, UnicodeDecodeError):
            before, _, key = seen.read_text("ascii").partition(" ")
            if before == touched and len(key) == len(touched):
                return key
    hashed = hashlib.sha256(named.encode())
    for path in files:
        data = path.read_bytes()
        hashed.update(f"\0{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
        hashed.update(data)
    hashed.update(_source().encode())
    key = hashed.hexdigest()
    # What was touched just now may be touched again within the same tick of the clock.
    if seen is not None and time() - newest > _TICK and _touched(folder, (*files, *_sources()), named)[0] == touched:
        with suppress(OSError):
            write_whole(seen, f"{touched} {key}")
    return key


def _touched(folder: Path, files: Iterable[Path], named: str) -> tuple[str, float]:
    """Digest of where files lie, how long they are and when they were last touched, and the latest time of these."""
    hashed = hashlib.sha256(f"{folder.absolute()}\0{named}".encode())
    newest = 0.0
    for path in files:
        told = path.stat()
        hashed.update(f"\0{path}\0{told.st_size} {told.st_mtime_ns} {told.st_ctime_ns} {told.st_ino}".encode())
        newest = max(newest, told.st_mtime, told.st_ctime)
    return hashed.hexdigest(), newest


def _language(words: Mapping[str, tuple[str, ...]]) -> str:
    """Digest of all that tells how patterns are taken apart."""
    return digest([_source(), {name: list(patterns) for name, patterns in sorted(words.items())}])


def _sources() -> list[Path]:
    """This room's source and the records' source."""
    here = Path(__file__).resolve().parent
    return [*sorted(here.glob("*.py")), here.parent / "models.py", here.parent / "text.py"]


def _source() -> str:
    """Digest of this room's source and of the records' source."""
    hashed = hashlib.sha256()
    for path in _sources():
        hashed.update(path.read_bytes())
    return hashed.hexdigest()
