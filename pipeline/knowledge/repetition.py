"""What an expression repeats, and whether a text could be divided into the repeated parts in more than one way.

Apart from `literals`, which asks what a match needs: here the question is how long it can take to find that there is
none. A group that is repeated and whose text is also the text of several such groups, as in `( ?[a-z]+)*`, is tried in
every division before `re` gives up: a sentence of fifteen words then takes hours (catastrophic backtracking; Weideman et
al., Analyzing Matching Time Behavior of Backtracking Regular Expression Matchers by Using Ambiguity of NFA, CIAA 2016).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from re import _parser as grammar  # type: ignore[attr-defined]  # the standard library's own parser: expressions mean what `re` means
from typing import Any

_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")
"""What gives back what it took; a possessive repeat and an atomic group do not."""
_MANY = 8
"""A repeat of so many or more counts as endless, and of a longer one no more copies are written out."""
_EVERY = (0, 0x110000)

_Letters = tuple[tuple[int, int], ...]
"""Ranges of code points, the ends exclusive."""


class _Network:
    """A nondeterministic automaton: what a part of an expression matches, letter by letter.

    What stands around a match (`\\b`, a look ahead or back) is left out, and a reference may be whatever its group
    matches: the network accepts all that the part matches, and perhaps more.
    """

    def __init__(self, groups: Mapping[int, Any]) -> None:
        self._groups = groups
        self.silent: list[list[int]] = []
        self.steps: list[list[tuple[_Letters, int]]] = []

    def state(self) -> int:
        """A new state."""
        self.silent.append([])
        self.steps.append([])
        return len(self.silent) - 1

    def add(self, items: Iterable[tuple[Any, Any]], start: int) -> int:
        """Lay a sequence behind a state; the state that it ends in."""
        for op, argument in items:
            start = self._laid(str(op), argument, start)
        return start

    def _laid(self, op: str, argument: Any, start: int) -> int:
        if op in ("AT", "ASSERT", "ASSERT_NOT"):
            return start
        if op == "SUBPATTERN":
            return self.add(argument[3], start)
        if op == "ATOMIC_GROUP":
            return self.add(argument, start)
        if op == "BRANCH":
            end = self.state()
            for branch in argument[1]:
                self.silent[self.add(branch, start)].append(end)
            return end
        if op in (*_REPEATS, "POSSESSIVE_REPEAT"):
            least, most, inner = argument
            return self._repeated(least, most, inner, start)
        if op == "GROUPREF" and argument in self._groups:
            return self.add(self._groups[argument], start)
        end = self.state()
        self.steps[start].append((_letters(op, argument), end))
        if op not in ("LITERAL", "NOT_LITERAL", "IN", "ANY"):
            # Whatever else there is may match anything, and nothing.
            self.silent[start].append(end)
            self.steps[end].append((_letters(op, argument), end))
        return end

    def _repeated(self, least: int, most: int, inner: Any, start: int) -> int:
        for _ in range(min(least, _MANY)):
            start = self.add(inner, start)
        if most >= _MANY:
            turn = self.state()
            self.silent[start].append(turn)
            self.silent[self.add(inner, turn)].append(turn)
            return turn
        end = self.state()
        self.silent[start].append(end)
        for _ in range(most - least):
            start = self.add(inner, start)
            self.silent[start].append(end)
        return end

    def onward(self, state: int, begin: int, end: int) -> frozenset[tuple[int, bool]]:
        """The states that no letter parts from one, each with whether the way there goes from the end to the beginning again."""
        found: set[tuple[int, bool]] = set()
        ahead = [(state, False)]
        while ahead:
            at, turned = ahead.pop()
            if (at, turned) in found:
                continue
            found.add((at, turned))
            ahead += [(each, turned) for each in self.silent[at]]
            if at == end and not turned:
                ahead.append((begin, True))
        return frozenset(found)


def _letters(op: str, argument: Any) -> _Letters:
    if op == "LITERAL":
        return ((argument, argument + 1),)
    if op == "NOT_LITERAL":
        return _without(((argument, argument + 1),))
    if op == "IN":
        return _members(argument)
    return (_EVERY,)


def _members(members: Sequence[tuple[Any, Any]]) -> _Letters:
    found: list[tuple[int, int]] = []
    for op, argument in members:
        name = str(op)
        if name == "LITERAL":
            found.append((argument, argument + 1))
        elif name == "RANGE":
            found.append((argument[0], argument[1] + 1))
        elif name == "CATEGORY":
            found += _category(str(argument))
    whole = tuple(found)
    return _without(whole) if members and str(members[0][0]) == "NEGATE" else whole


@cache
def _category(name: str) -> _Letters:
    """The letters of a class; exact for ASCII, and beyond it as far as levelled text goes: no space and no digit is left there."""
    spaces = ((9, 14), (28, 33))
    digits = ((48, 58),)
    words = (*digits, (65, 91), (95, 96), (97, 123), (0xAA, 0x2000), (0x2E80, 0x3000), (0x3005, 0xFF00))
    held = {"SPACE": spaces, "DIGIT": digits, "WORD": words}[name.removeprefix("CATEGORY_").removeprefix("NOT_")]
    return _without(held) if "NOT_" in name else held


def _without(ranges: _Letters) -> _Letters:
    found: list[tuple[int, int]] = []
    at = 0
    for low, high in sorted(ranges):
        if low > at:
            found.append((at, low))
        at = max(at, high)
    return (*found, (at, _EVERY[1])) if at < _EVERY[1] else tuple(found)


def _share(one: _Letters, other: _Letters) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)


def ambiguous(items: Any) -> bool:
    """Whether a parsed expression repeats something of which one text is also several in a row."""
    repeated = list(_repeated_in(items))
    groups = dict(_groups_in(items)) if repeated else {}
    return any(_divides_itself(inner, groups) for inner in repeated)


def is_ambiguous(expression: str) -> bool:
    """Whether an expression repeats something of which one text is also several in a row.

    Raises re.error where it is no regular expression.
    """
    return ambiguous(grammar.parse(expression))


def _within(items: Any) -> Iterator[tuple[str, Any]]:
    """Every part of an expression, whatever it stands in."""
    for op, argument in items:
        name = str(op)
        yield name, argument
        if name in (*_REPEATS, "POSSESSIVE_REPEAT"):
            yield from _within(argument[2])
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from _within(argument[1])
        elif name == "SUBPATTERN":
            yield from _within(argument[3])
        elif name == "ATOMIC_GROUP":
            yield from _within(argument)
        elif name == "BRANCH":
            for branch in argument[1]:
                yield from _within(branch)
        elif name == "GROUPREF_EXISTS":
            for branch in filter(None, argument[1:]):
                yield from _within(branch)


def _repeated_in(items: Any) -> Iterator[Any]:
    """What is repeated anywhere in an expression, but for single letters and atomic groups: those divide in one way."""
    for name, argument in _within(items):
        if name in _REPEATS and argument[1] > 1:
            inner = argument[2]
            if inner.getwidth() != (1, 1) and not (len(inner) == 1 and str(inner[0][0]) == "ATOMIC_GROUP"):
                yield inner


def _groups_in(items: Any) -> Iterator[tuple[int, Any]]:
    """The numbered groups of an expression."""
    for name, argument in _within(items):
        if name == "SUBPATTERN" and argument[0] is not None:
            yield argument[0], argument[3]


def _divides_itself(inner: Any, groups: Mapping[int, Any]) -> bool:
    """Whether one text is `inner` any number of times in a row in more than one way.

    Two walks through the network take the same letters; they are two ways once they take another step or begin the next
    turn at another letter.
    """
    net = _Network(groups)
    begin = net.state()
    end = net.add(inner, begin)
    onward = [net.onward(state, begin, end) for state in range(len(net.steps))]
    ahead = [(begin, begin, False)]
    seen = set(ahead)
    while ahead:
        one, other, apart = ahead.pop()
        for a, a_turns in onward[one]:
            for b, b_turns in onward[other]:
                parted = apart or a_turns != b_turns
                if parted and a == b == end:
                    return True
                for i, (letters, to) in enumerate(net.steps[a]):
                    for k, (others, far) in enumerate(net.steps[b]):
                        each = (to, far, parted or (a, i) != (b, k))
                        if each not in seen and _share(letters, others):
                            seen.add(each)
                            ahead.append(each)
    return False
