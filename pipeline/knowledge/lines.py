"""Entries that are read from their lines when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from pipeline.knowledge.literals import Alternative
from pipeline.models import Fact

V = TypeVar("V")


class Outline(NamedTuple):
    """As much of a fact as tells whether somebody needs it."""

    id: str
    subject: str
    relation: str


class Lines(Mapping[str, V], Generic[V]):
    """Entries by name, each read from its line when it is first asked for."""

    def __init__(self, lines: Mapping[str, bytes], read: Callable[[bytes], V]) -> None:
        self._lines = lines
        self._read = read
        self._known: dict[str, V] = {}

    def __getitem__(self, name: str) -> V:
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._read(self._lines[name])
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


class FactLines(Lines[Fact]):
    """Facts by id, of which it is known before they are read what they are about."""

    def __init__(self, outline: Sequence[Outline], lines: Sequence[bytes]) -> None:
        ids = (each.id for each in outline)
        super().__init__(dict(zip(ids, lines[: len(outline)], strict=True)), Fact.model_validate_json)
        self.outline = tuple(outline)


def outline_of(facts: Mapping[str, Fact]) -> tuple[Outline, ...]:
    """What each fact is about, by id; without reading one, where that is known."""
    if isinstance(facts, FactLines):
        return facts.outline
    return tuple(Outline(id_, fact.subject, fact.relation) for id_, fact in sorted(facts.items()))


_PATTERN, _ALTERNATIVE, _SET, _LITERAL = "\t", "\x1e", "\x1f", "\x1d"
"""What stands between a pattern and its alternatives, alternatives, the sets that one needs, and their literals: a pattern
that holds one of these itself has no line, and is taken apart anew."""


class PartedLines(Mapping[str, tuple[Alternative, ...]]):
    """Patterns to their alternatives, each read from its line when it is asked for."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        tab = _PATTERN.encode()
        # By bytes: making text of thousands of patterns takes longer than looking a hundred up.
        self._lines: dict[bytes, bytes] = dict([line.split(tab, 1) for line in lines])

    def __getitem__(self, pattern: str) -> tuple[Alternative, ...]:
        line = self._lines[pattern.encode()].decode()
        found: list[Alternative] = []
        for each in line.split(_ALTERNATIVE):
            head, *sets = each.split(_SET)
            found.append(Alternative(head, tuple([tuple(literals.split(_LITERAL)) for literals in sets])))
        return tuple(found)

    def __iter__(self) -> Iterator[str]:
        return (pattern.decode() for pattern in self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def parted_line(pattern: str, alternatives: Sequence[Alternative]) -> str:
    """The line of a pattern; "" where none can be written."""
    line = _ALTERNATIVE.join(
        _SET.join((each.pattern, *(_LITERAL.join(literals) for literals in each.needed))) for each in alternatives
    )
    kept = (
        "\n" not in pattern + line
        and _PATTERN not in pattern
        and all(all(map(all, each.needed)) for each in alternatives)
        and PartedLines([f"{pattern}{_PATTERN}{line}".encode()])[pattern] == tuple(alternatives)
    )
    return f"{pattern}{_PATTERN}{line}" if kept else ""
