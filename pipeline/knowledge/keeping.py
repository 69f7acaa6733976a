"""Knowledge as a cache keeps it: an entry a line, taken apart only when somebody asks for it.

Apart from the loader, because the linter, which must start at once, asks for a dozen of thousands of facts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pipeline.knowledge.container import Knowledge, Loaded
from pipeline.knowledge.lines import FactLines, Lines, Outline, PartedLines, parted_line
from pipeline.knowledge.literals import Alternative
from pipeline.models import Answer, Concept, Problem, QuestionEntry, Record, Relation
from pipeline.writing import sealed, unsealed, write_whole

_AT_ONCE: Mapping[str, Callable[[], TypeAdapter[Any]]] = {
    "concepts": lambda: TypeAdapter(dict[str, Concept]),
    "relations": lambda: TypeAdapter(dict[str, Relation]),
    "questions": lambda: TypeAdapter(dict[str, QuestionEntry]),
    "problems": lambda: TypeAdapter(list[Problem]),
}
"""What stands in the first line, for every reader asks for it; the rest stands below, each by itself."""


def thaw(path: Path, key: str) -> Loaded | None:
    """What a cache holds under this key; None where it holds something else, or nothing that can be read."""
    try:
        kept = unsealed(path.read_bytes())
        if kept is None or kept[0] != key:
            return None
        first, *lines = kept[1].split(b"\n")
        table = json.loads(first)
        tables = {name: make().validate_python(table[name]) for name, make in _AT_ONCE.items()}
        outline = tuple(Outline(*each) for each in table["facts"])
        answers = table["answers"]
        texts = lines[len(outline) : len(outline) + len(answers)]
        parted = PartedLines(lines[len(outline) + len(answers) :])
        labels, literals = dict(table["labels"]), tuple(table["literals"])
        words = {name: tuple(patterns) for name, patterns in table["words"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ValidationError):
        return None
    problems = tables.pop("problems")
    known = Knowledge(
        words=words,
        facts=FactLines(outline, lines),
        answers=Lines(dict(zip(answers, texts, strict=True)), Answer.model_validate_json),
        labels=labels,
        parted=parted,
        literals=literals,
        **tables,
    )
    return Loaded(known, problems)


def thaw_patterns(path: Path, language: str) -> Mapping[str, tuple[Alternative, ...]]:
    """The patterns that a cache of an earlier state took apart, where that was done in the same way; else none.

    Taking patterns apart is most of what compiling a knowledge costs, and an edit changes few.
    """
    try:
        kept = unsealed(path.read_bytes())
        if kept is None:
            return {}
        first, *lines = kept[1].split(b"\n")
        table = json.loads(first)
        return (
            PartedLines(lines[len(table["facts"]) + len(table["answers"]) :]) if table["language"] == language else {}
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def freeze(path: Path, key: str, loaded: Loaded, language: str) -> None:
    """Keep what was loaded; nothing happens where it cannot be kept. `language` tells in which way patterns are taken apart."""
    known = loaded.knowledge
    first: dict[str, Any] = {
        "language": language,
        "labels": dict(known.labels),
        "words": {name: list(patterns) for name, patterns in known.words.items()},
        "literals": known.needed,
        "facts": known.about,
        "answers": list(known.answers),
        "problems": [problem.model_dump(mode="json") for problem in loaded.problems],
    }
    for name in ("concepts", "relations", "questions"):
        table: Mapping[str, Record] = getattr(known, name)
        first[name] = {id_: _plain(each) for id_, each in table.items()}
    lines = [_compact(first)]
    lines += [_compact(_plain(known.facts[each.id])) for each in known.about]
    lines += [_compact(_plain(each)) for each in known.answers.values()]
    lines += [
        line for each in dict.fromkeys(known.patterns()) if (line := parted_line(each, known.alternatives_of(each)))
    ]
    with suppress(OSError):  # a cache that cannot be kept is made again
        write_whole(path, sealed(key, "\n".join(lines).encode()))


def _plain(record: Record) -> dict[str, Any]:
    return record.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
