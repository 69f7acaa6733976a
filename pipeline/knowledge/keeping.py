"""Knowledge as a cache keeps it: an entry a line, taken apart only when somebody asks for it.

Apart from the loader, because the linter, which must start at once, asks for a dozen of thousands of facts.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from pipeline.knowledge.container import Knowledge, Loaded
from pipeline.knowledge.lines import (
    ConceptLines,
    FactLines,
    Lines,
    Outline,
    PartedLines,
    RelationLines,
    Texts,
    parted_line,
)
from pipeline.knowledge.literals import Alternative
from pipeline.models import Answer, Problem, QuestionEntry, Record, RelationKind
from pipeline.writing import sealed, unsealed, write_whole


class _Header(NamedTuple):
    """What every reader asks for, and where the rest stands."""

    language: str
    labels: dict[str, str]
    words: dict[str, list[str]]
    facts: Sequence[Outline]
    answers: list[str]
    questions: list[str]
    concepts: list[list[Any]]
    """Each with its broader concepts."""
    expansions: dict[str, list[str]]
    relations: list[tuple[str, RelationKind]]
    problems: list[dict[str, Any]]
    sizes: tuple[int, int, int]
    """Bytes of the literals, of the patterns, and of the numbers that tell where each line ends."""


class _Kept(NamedTuple):
    """A cache that was opened."""

    header: _Header
    literals: tuple[str, ...]
    patterns: list[str]
    texts: Texts

    def parted(self) -> PartedLines:
        """The patterns, whose lines are the last ones."""
        return PartedLines(self.patterns, len(self.texts) - len(self.patterns), self.texts)


def _opened(path: Path, key: str | None) -> _Kept | None:
    """A cache, whole and of this key, if one is given; None where it is another. Raises as what it holds may be anything."""
    kept = unsealed(path.read_bytes())
    if kept is None or (key is not None and kept[0] != key):
        return None
    body = kept[1]
    at = body.index(b"\n") + 1
    header = _Header(**json.loads(body[:at]))
    stretches: list[bytes] = []
    for size in header.sizes:
        stretches.append(body[at : at + size])
        at += size
    literals, patterns, numbers = stretches
    ends = array("I", numbers)
    return _Kept(header, tuple(_each(literals)), _each(patterns), Texts(body, at, ends))


def _each(stretch: bytes) -> list[str]:
    return stretch.decode().split("\n") if stretch else []


def thaw(path: Path, key: str) -> Loaded | None:
    """What a cache holds under this key; None where it holds something else, or nothing that can be read."""
    try:
        kept = _opened(path, key)
        if kept is None:
            return None
        head, texts = kept.header, kept.texts
        facts = FactLines([Outline(*each) for each in head.facts], 0, texts)
        answers = Lines(head.answers, (at := len(facts)), texts, Answer.model_validate_json)
        questions = Lines(head.questions, (at := at + len(answers)), texts, QuestionEntry.model_validate_json)
        expansions = {name: tuple(labels) for name, labels in head.expansions.items()}
        broader = {name: tuple(above) for name, *above in head.concepts}
        concepts = ConceptLines(broader, expansions, (at := at + len(questions)), texts)
        relations = RelationLines(dict(head.relations), at + len(concepts), texts)
        known = Knowledge(
            concepts=concepts,
            relations=relations,
            words={name: tuple(patterns) for name, patterns in head.words.items()},
            facts=facts,
            questions=questions,
            answers=answers,
            labels=head.labels,
            parted=kept.parted(),
            literals=kept.literals,
        )
        return Loaded(known, [Problem.model_validate(each) for each in head.problems])
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, ValidationError):
        return None


def thaw_patterns(path: Path, language: str) -> Mapping[str, tuple[Alternative, ...]]:
    """The patterns that a cache of an earlier state took apart, where that was done in the same way; else none.

    Taking patterns apart is most of what compiling a knowledge costs, and an edit changes few.
    """
    try:
        kept = _opened(path, None)
        return kept.parted() if kept is not None and kept.header.language == language else {}
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError):
        return {}


def freeze(path: Path, key: str, loaded: Loaded, language: str) -> None:
    """Keep what was loaded; nothing happens where it cannot be kept. `language` tells in which way patterns are taken apart."""
    known = loaded.knowledge
    parted = {each: parted_line(each, known.alternatives_of(each)) for each in dict.fromkeys(known.patterns())}
    written = {pattern: line for pattern, line in sorted(parted.items()) if line is not None}
    answers, questions = sorted(known.answers), sorted(known.questions)
    concepts, relations = sorted(known.concepts), sorted(known.relations)
    lines = [
        *(_compact(_plain(known.facts[each.id])) for each in known.about),
        *(_compact(_plain(known.answers[each])) for each in answers),
        *(_compact(_plain(known.questions[each])) for each in questions),
        *(_compact(_plain(known.concepts[each])) for each in concepts),
        *(_compact(_plain(known.relations[each])) for each in relations),
        *written.values(),
    ]
    texts = [line.encode() for line in lines]
    ends = array("I", (end - 1 for end in accumulate(len(each) + 1 for each in texts))).tobytes()
    literals, patterns = "\n".join(known.needed).encode(), "\n".join(written).encode()
    head = _Header(
        language=language,
        labels=dict(known.labels),
        words={name: list(patterns) for name, patterns in known.words.items()},
        facts=known.about,
        answers=answers,
        questions=questions,
        concepts=[[each, *known.broader[each]] for each in concepts],
        expansions={name: list(labels) for name, labels in known.expansions.items()},
        relations=[(each, known.kinds[each]) for each in relations],
        problems=[problem.model_dump(mode="json") for problem in loaded.problems],
        sizes=(len(literals), len(patterns), len(ends)),
    )
    body = b"".join((_compact(head._asdict()).encode(), b"\n", literals, patterns, ends, b"\n".join(texts)))
    with suppress(OSError):  # a cache that cannot be kept is made again
        write_whole(path, sealed(key, body))


def _plain(record: Record) -> dict[str, Any]:
    return record.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
