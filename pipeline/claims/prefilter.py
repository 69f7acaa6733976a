"""Many alternatives searched as one expression, of which only those run that can match.

Apart from `vocabulary`, which knows what the alternatives word: here they are only text. A sentence is asked once which
literals stand in it; an alternative whose literals do not stand there cannot match, and is neither run nor compiled.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from pipeline.knowledge import Knowledge, Literals
from pipeline.knowledge.literals import needed_by

ANYWHERE = frozenset({""})
"""What stands in every text: the gate of what may match any."""


class Alternative(NamedTuple):
    """One pattern, and what it needs."""

    pattern: str
    literals: tuple[str, ...] | None
    """One of these stands in every match; None where nothing is known to."""


class Patterns:
    """Finds what `a|b|c` would find: the first place in the text, there the first alternative.

    `present` are always the literals that stand in the text that is searched (more do no harm, fewer would hide a match).
    """

    def __init__(self, alternatives: Sequence[Alternative], knowledge: Knowledge) -> None:
        self._alternatives = tuple(alternatives)
        self._knowledge = knowledge
        self._compiled: list[re.Pattern[str] | None] = [None] * len(self._alternatives)
        self._of: dict[str, tuple[int, ...]] = {}
        for number, alternative in enumerate(self._alternatives):
            for literal in alternative.literals or ():
                self._of[literal] = (*self._of.get(literal, ()), number)
        self.literals = frozenset(self._of)
        """Of all alternatives."""
        self.open = any(each.literals is None for each in self._alternatives)
        """Whether one of them may match any text; then all of them run, as one expression."""
        self.gate = ANYWHERE if self.open else self.literals
        """Nothing matches where none of these stands."""

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """All alternatives as one expression."""
        found = self._knowledge.pattern(each.pattern for each in self._alternatives)
        assert found is not None
        return found

    def matches(self, text: str, start: int, end: int, present: set[str]) -> list[re.Match[str]]:
        """All matches that do not overlap, from left to right."""
        alive = self._alive(present)
        if len(alive) < 2:
            return [match for pattern in alive for match in pattern.finditer(text, start, end)]
        found: list[re.Match[str]] = []
        ahead = [pattern.search(text, start, end) for pattern in alive]
        while True:
            best: re.Match[str] | None = None
            for i, match in enumerate(ahead):
                if match is not None and match.start() < start:
                    match = ahead[i] = alive[i].search(text, start, end)
                if match is not None and (best is None or match.start() < best.start()):
                    best = match
            if best is None:
                return found
            found.append(best)
            start = best.end()

    def search(self, text: str, start: int, end: int, present: set[str]) -> re.Match[str] | None:
        """The first match."""
        matches = [match for each in self._alive(present) if (match := each.search(text, start, end)) is not None]
        return min(matches, key=re.Match.start, default=None)

    def stands_in(self, text: str) -> bool:
        """Whether a short text has a match, its literals not known."""
        return self.search(text, 0, len(text), {each for each in self.literals if each in text}) is not None

    def _alive(self, present: set[str]) -> list[re.Pattern[str]]:
        """The alternatives that can match, in their order; compiled when they first can."""
        if self.open:
            return [self.whole]
        alive: list[re.Pattern[str]] = []
        for number in sorted({number for literal in self.literals & present for number in self._of[literal]}):
            pattern = self._compiled[number]
            if pattern is None:
                pattern = self._knowledge.pattern((self._alternatives[number].pattern,))
                assert pattern is not None
                self._compiled[number] = pattern
            alive.append(pattern)
        return alive


_REPAID = 200
"""After how many texts taking expressions apart has cost less than running them all."""


class Gate:
    """The reader's own expressions, of which only those are run that can match a text."""

    def __init__(self, *expressions: re.Pattern[str]) -> None:
        self._every = frozenset(expressions)
        self._asked = 0

    def within(self, text: str) -> frozenset[re.Pattern[str]]:
        """The expressions that can match in a text or a part of it."""
        self._asked += 1
        if self._asked < _REPAID:
            return self._every
        opened, of, literals = self._apart
        present = literals.within(text)
        return opened.union(*[of[each] for each in present]) if present else opened

    @cached_property
    def _apart(self) -> tuple[frozenset[re.Pattern[str]], dict[str, list[re.Pattern[str]]], Literals]:
        """Expressions that need no literal, those that need one by literal, and all literals."""
        opened: set[re.Pattern[str]] = set()
        of: dict[str, list[re.Pattern[str]]] = {}
        for each in self._every:
            needed = None if each.flags & re.IGNORECASE else needed_by(each.pattern)
            if needed is None:
                opened.add(each)
            for literal in needed or ():
                of.setdefault(literal, []).append(each)
        return frozenset(opened), of, Literals(of)
