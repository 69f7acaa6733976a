"""Entries that are read from their lines when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from pipeline.knowledge.literals import Alternative
from pipeline.models import Concept, Fact, Relation, RelationKind

V = TypeVar("V")


class Outline(NamedTuple):
    """As much of a fact as tells whether somebody needs it."""

    id: str
    subject: str
    relation: str
    inherited: bool
    worded: bool
    """Whether it words cues or values of its own."""
    requiring: bool
    """Whether something must stand near for it to be spoken of."""

    @classmethod
    def of(cls, fact: Fact) -> Outline:
        """That much of a fact."""
        worded = bool(fact.cues or fact.values)
        return cls(fact.id, fact.subject, fact.relation, fact.inherited, worded, bool(fact.requires))


class Texts:
    """Many texts in one stretch of bytes, cut out when they are asked for."""

    def __init__(self, data: bytes, start: int, ends: Sequence[int]) -> None:
        """`ends` tell where each text ends, counted from `start`; a line's end stands behind each."""
        self._data = data
        self._start = start
        self._ends = ends

    def __getitem__(self, number: int) -> bytes:
        first = self._ends[number - 1] + 1 if number else 0
        return self._data[self._start + first : self._start + self._ends[number]]

    def __len__(self) -> int:
        return len(self._ends)


class Lines(Mapping[str, V], Generic[V]):
    """Entries by name, each read from its line when it is first asked for."""

    def __init__(self, names: Iterable[str], first: int, texts: Texts, read: Callable[[bytes], V]) -> None:
        """The line of the first name has the number `first`, and the others follow."""
        self._numbers = {name: number for number, name in enumerate(names, first)}
        self._texts = texts
        self._read = read
        self._known: dict[str, V] = {}

    def __getitem__(self, name: str) -> V:
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._read(self._texts[self._numbers[name]])
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


class FactLines(Lines[Fact]):
    """Facts by id, of which it is known before they are read what they are about."""

    def __init__(self, outline: Sequence[Outline], first: int, texts: Texts) -> None:
        super().__init__([each.id for each in outline], first, texts, Fact.model_validate_json)
        self.outline = tuple(outline)


class ConceptLines(Lines[Concept]):
    """Concepts by id, of which it is known before they are read what is broader, and their labels in full."""

    def __init__(
        self,
        broader: Mapping[str, tuple[str, ...]],
        expansions: Mapping[str, tuple[str, ...]],
        first: int,
        texts: Texts,
    ) -> None:
        super().__init__(broader, first, texts, Concept.model_validate_json)
        self.broader = broader
        self.expansions = expansions


class RelationLines(Lines[Relation]):
    """Relations by name, of which it is known before they are read of what kind they are."""

    def __init__(self, kinds: Mapping[str, RelationKind], first: int, texts: Texts) -> None:
        super().__init__(kinds, first, texts, Relation.model_validate_json)
        self.kinds = kinds


def outline_of(facts: Mapping[str, Fact]) -> tuple[Outline, ...]:
    """What each fact is about, by id; without reading one, where that is known."""
    if isinstance(facts, FactLines):
        return facts.outline
    return tuple(Outline.of(fact) for _, fact in sorted(facts.items()))


def broader_of(concepts: Mapping[str, Concept]) -> Mapping[str, tuple[str, ...]]:
    """Concept to those directly above it; without reading one, where that is known."""
    if isinstance(concepts, ConceptLines):
        return concepts.broader
    return {id_: concept.broader for id_, concept in concepts.items()}


def kinds_of(relations: Mapping[str, Relation]) -> Mapping[str, RelationKind]:
    """Relation to its kind; without reading one, where that is known."""
    return relations.kinds if isinstance(relations, RelationLines) else {n: each.kind for n, each in relations.items()}


_ALTERNATIVE, _SET, _LITERAL = "\x1e", "\x1f", "\x1d"
"""What stands between alternatives, the sets that one needs, and their literals: a pattern that holds one of these itself
has no line, and is taken apart anew."""


class PartedLines(Mapping[str, tuple[Alternative, ...]]):
    """Patterns to their alternatives, each read from its line when it is asked for."""

    def __init__(self, patterns: Iterable[str], first: int, texts: Texts) -> None:
        self._numbers = {pattern: number for number, pattern in enumerate(patterns, first)}
        self._texts = texts

    def __getitem__(self, pattern: str) -> tuple[Alternative, ...]:
        return _parted(self._texts[self._numbers[pattern]].decode())

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


def _parted(line: str) -> tuple[Alternative, ...]:
    found: list[Alternative] = []
    for each in line.split(_ALTERNATIVE):
        head, *sets = each.split(_SET)
        found.append(Alternative(head, tuple([tuple(literals.split(_LITERAL)) for literals in sets])))
    return tuple(found)


def parted_line(pattern: str, alternatives: Sequence[Alternative]) -> str | None:
    """The line of a pattern; None where none can be written."""
    line = _ALTERNATIVE.join(
        _SET.join((each.pattern, *(_LITERAL.join(literals) for literals in each.needed))) for each in alternatives
    )
    kept = (
        "\n" not in pattern + line
        and all(all(map(all, each.needed)) for each in alternatives)
        and _parted(line) == tuple(alternatives)
    )
    return line if kept else None
