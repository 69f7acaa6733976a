"""Many alternatives searched as one expression, of which only those run that can match.

Apart from `vocabulary`, which knows what the alternatives word: here they are only text. A sentence is asked once which
literals stand in it; an alternative whose literals do not stand there cannot match, and is neither run nor compiled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import chain

from pipeline.knowledge import Alternative, Knowledge, Literals, seamless
from pipeline.knowledge.literals import needed_by

ANYWHERE = frozenset({""})
"""What stands in every text: the gate of what may match any."""


class Patterns:
    """Finds what `a|b|c` would find: the first place in the text, there the first alternative.

    `present` are always the literals that stand in the text that is searched, and "" (more do no harm, fewer would hide a match).
    """

    def __init__(
        self, alternatives: Sequence[Alternative], knowledge: Knowledge, worded: Callable[[str], str] = str
    ) -> None:
        """`worded` makes of a pattern the one that is searched; it may not need other literals."""
        self._alternatives = tuple(alternatives)
        self._knowledge = knowledge
        self._worded = worded
        self._compiled: list[re.Pattern[str] | None] = [None] * len(self._alternatives)

    # Of most patterns no more is ever asked than their gate.

    @cached_property
    def gate(self) -> frozenset[str]:
        """Nothing matches where none of these stands."""
        return frozenset(
            chain.from_iterable((each.needed and each.needed[0]) or ANYWHERE for each in self._alternatives)
        )

    @cached_property
    def _of(self) -> dict[str, list[int]]:
        """Literal to the numbers of the alternatives that need it, or others beside it."""
        found: dict[str, list[int]] = {}
        for number, alternative in enumerate(self._alternatives):
            for literal in (alternative.needed and alternative.needed[0]) or ANYWHERE:
                found.setdefault(literal, []).append(number)
        return found

    @cached_property
    def _also(self) -> list[frozenset[str]]:
        """What each alternative needs one of besides."""
        return [frozenset(each.needed[1] if len(each.needed) > 1 else ()) or ANYWHERE for each in self._alternatives]

    def matches(self, text: str, start: int, end: int, present: set[str]) -> list[re.Match[str]]:
        """All matches that do not overlap, from left to right."""
        return merged([self[number] for number in self.alive(present)], text, start, end)

    def search(self, text: str, start: int, end: int, present: set[str]) -> re.Match[str] | None:
        """The first match."""
        return first_of([self[number] for number in self.alive(present)], text, start, end)

    def stands_in(self, text: str) -> bool:
        """Whether a short text has a match, its literals not known."""
        literals = {literal for each in self._alternatives for one in each.needed for literal in one}
        bare = seamless(text)
        present = {each for each in literals if each in bare} | ANYWHERE
        return self.search(text, 0, len(text), present) is not None

    def alive(self, present: set[str]) -> list[int]:
        """The numbers of the alternatives that can match, ascending."""
        gate = self.gate
        if gate.isdisjoint(present):
            return []
        of, also = self._of, self._also
        found = {number for literal in gate & present for number in of[literal]}
        return sorted([number for number in found if not also[number].isdisjoint(present)])

    def __getitem__(self, number: int) -> re.Pattern[str]:
        """An alternative, compiled when it first can match."""
        pattern = self._compiled[number]
        if pattern is None:
            pattern = self._compiled[number] = self._knowledge.pattern(
                (self._worded(self._alternatives[number].pattern),)
            )
            assert pattern is not None
        return pattern


def first_of(patterns: Sequence[re.Pattern[str]], text: str, start: int, end: int) -> re.Match[str] | None:
    """The leftmost match of any; of two at one place that of the earlier pattern."""
    matches = [match for each in patterns if (match := each.search(text, start, end)) is not None]
    return min(matches, key=re.Match.start, default=None)


def merged(patterns: Sequence[re.Pattern[str]], text: str, start: int, end: int) -> list[re.Match[str]]:
    """What the patterns would find as one expression: all matches that do not overlap, from left to right."""
    if len(patterns) < 2:
        return [match for pattern in patterns for match in pattern.finditer(text, start, end)]
    found: list[re.Match[str]] = []
    ahead = [pattern.search(text, start, end) for pattern in patterns]
    while True:
        best: re.Match[str] | None = None
        for i, match in enumerate(ahead):
            if match is not None and match.start() < start:
                match = ahead[i] = patterns[i].search(text, start, end)
            if match is not None and (best is None or match.start() < best.start()):
                best = match
        if best is None:
            return found
        found.append(best)
        start = best.end()


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
        present = literals.within(seamless(text))
        return opened.union(*[of[each] for each in present]) if present else opened

    @cached_property
    def _apart(self) -> tuple[frozenset[re.Pattern[str]], dict[str, list[re.Pattern[str]]], Literals]:
        """Expressions that need no literal, those that need one by literal, and all literals."""
        opened: set[re.Pattern[str]] = set()
        of: dict[str, list[re.Pattern[str]]] = {}
        for each in self._every:
            needed = () if each.flags & re.IGNORECASE else needed_by(each.pattern)
            if not needed:
                opened.add(each)
            for literal in needed[0] if needed else ():
                of.setdefault(literal, []).append(each)
        return frozenset(opened), of, Literals(of)
