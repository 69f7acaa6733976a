"""What a pattern cannot do without: strings, one of which stands in whatever it matches.

Apart from `patterns`, because there a pattern is written out and here it is taken apart. Whoever has thousands of
patterns to try on a sentence looks for their literals first, all of them in one walk, and runs only those patterns
that can match: the cost of a sentence then depends on what it says, not on how much is known.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from re import _parser as grammar  # type: ignore[attr-defined]  # the standard library's own parser: patterns mean what `re` means
from typing import Any, NamedTuple

import ahocorasick_rs

from pipeline.knowledge.repetition import ambiguous

_MOST = 8
"""How many strings a part may stand for before it is taken as open."""
_OFTEN = 0.045
"""A second set that begins at more places of a text than this tells nothing."""
_RARE = 1e-7
"""What begins at fewer places of a text than this needs no more letters."""
_COMMON = frozenset("的一是不在有和与用为以个会了可对中上到这也就要时法量化数型模训练")
_ANYTHING = frozenset({""})
_GROUP_AGAIN = re.compile(r"\)[*+{]")
"""A group that is repeated: without one nothing can be divided in several ways."""


def seamless(text: str) -> str:
    """A text without its seams: spaces, hyphens and underscores, of which a pattern's words may have any or none."""
    return "".join(text.split()).replace("-", "").replace("_", "")


class _Part(NamedTuple):
    """What is known of a part of a pattern."""

    exact: frozenset[str] | None
    """All that it can match; None where that is open."""
    needed: frozenset[str] | None
    """Strings of which every match holds one; None where none are known."""


_OPEN_PART = _Part(None, None)


Needed = tuple[tuple[str, ...], ...]
"""Sets of literals, each sorted; of each set one stands in every match."""


class Alternative(NamedTuple):
    """One pattern, or one alternative of a pattern, and what it needs."""

    pattern: str
    needed: Needed


class Apart(NamedTuple):
    """What taking a regular expression apart tells of it."""

    needed: Needed
    sound: bool
    """Whether it is certain, without compiling it, that it compiles and matches no empty text."""
    ambiguous: bool = False
    """Whether finding no match may take it time without end: `repetition` says why."""


def taken_apart(expression: str) -> Apart:
    """What a regular expression cannot do without, and whether it is surely one; compiling it takes as long again."""
    try:
        parsed = grammar.parse(expression)
        return Apart(
            _needed_in(parsed),
            parsed.getwidth()[0] > 0 and ("(?<" not in expression or _looks_evenly_back(parsed)),
            _GROUP_AGAIN.search(expression) is not None and ambiguous(parsed),
        )
    except (re.error, RecursionError, OverflowError):
        return Apart((), False)


def needed_by(expression: str) -> Needed:
    """The literals that a regular expression cannot do without: at most two sets, () where it needs none.

    They stand in the `seamless` text of whatever it matches: `pre norm` and `pre-norm` are one literal, and a long one
    tells more than two short ones. Of several sets, those which are least likely to stand in a text by chance, the rarest first.
    """
    return taken_apart(expression).needed


def _needed_in(parsed: Any) -> Needed:
    if parsed.state.flags & re.IGNORECASE:
        return ()
    found = [frozenset(map(_beginning, each)) for each in _sets(parsed) if "" not in each]
    least = {frozenset(each for each in one if not any(o != each and o in each for o in one)) for one in found}
    rarest = sorted(least, key=lambda each: (_chance(each), sorted(each)))
    return tuple(tuple(sorted(each)) for each in rarest[:2] if each is rarest[0] or _chance(each) < _OFTEN)


def _looks_evenly_back(items: Any) -> bool:
    """Whether all that is looked back for has one width: the parser lets other widths pass, the compiler does not."""
    for op, argument in items:
        name = str(op)
        if name in ("ASSERT", "ASSERT_NOT"):
            way, inner = argument
            widths = inner.getwidth()
            inside = [inner] if way >= 0 or widths[0] == widths[1] else None
        elif name == "SUBPATTERN":
            inside = [argument[3]]
        elif name == "BRANCH":
            inside = argument[1]
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            inside = [argument[2]]
        elif name == "ATOMIC_GROUP":
            inside = [argument]
        else:
            inside = None if name == "GROUPREF_EXISTS" else []
        if inside is None or not all(map(_looks_evenly_back, inside)):
            return False
    return True


def _sets(items: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    """All sets of which one literal stands in every match of a sequence."""
    found: list[frozenset[str]] = []
    run: frozenset[str] = _ANYTHING
    for op, argument in items:
        part = _part(str(op), argument)
        if part.exact is not None and len(run) * len(part.exact) <= _MOST:
            run = frozenset(a + b for a in run for b in part.exact)
            continue
        found.append(run)
        if part.exact is None and str(op) == "SUBPATTERN" and part.needed is not None:
            found += _sets(argument[3])
        elif part.needed is not None:
            found.append(part.needed)
        run = part.exact if part.exact is not None else _ANYTHING
    return [*found, run]


def _sequence(items: Iterable[tuple[Any, Any]]) -> _Part:
    """One part after another: neighbours that are exact are joined, so that `zero` `-` `2` is one literal."""
    run: frozenset[str] = _ANYTHING
    whole = True
    found: frozenset[str] | None = None
    for op, argument in items:
        part = _part(str(op), argument)
        if part.exact is not None and len(run) * len(part.exact) <= _MOST:
            run = frozenset(a + b for a in run for b in part.exact)
            continue
        whole = False
        found = _better(found, run)
        found = _better(found, part.needed)
        run = part.exact if part.exact is not None else _ANYTHING
    return _Part(run if whole else None, _better(found, run))


def _part(op: str, argument: Any) -> _Part:
    if op == "LITERAL":
        return _letter(argument)
    if op == "IN":
        return _letters(argument)
    if op in ("AT", "ASSERT", "ASSERT_NOT"):
        # What stands around a match is none of it: the sentence that is searched may end before it.
        return _Part(_ANYTHING, None)
    if op == "SUBPATTERN":
        _, added, _, inner = argument
        return _OPEN_PART if added & re.IGNORECASE else _sequence(inner)
    if op == "ATOMIC_GROUP":
        return _sequence(argument)
    if op == "BRANCH":
        return _any_of([_sequence(branch) for branch in argument[1]])
    if op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, inner = argument
        part = _sequence(inner)
        if part.exact == _ANYTHING:
            return part
        if least == 0:
            return _Part(part.exact | _ANYTHING, None) if most == 1 and part.exact is not None else _OPEN_PART
        return part if least == most == 1 else _Part(None, part.needed)
    return _OPEN_PART


@lru_cache(maxsize=1 << 14)
def _letter(code: int) -> _Part:
    return _exactly({seamless(chr(code))})


def _letters(members: Sequence[tuple[Any, Any]]) -> _Part:
    found: set[str] = set()
    for op, argument in members:
        if str(op) == "LITERAL":
            found.add(seamless(chr(argument)))
        elif str(op) == "RANGE" and argument[1] - argument[0] < _MOST:
            found |= {seamless(chr(code)) for code in range(argument[0], argument[1] + 1)}
        elif str(argument) == "CATEGORY_SPACE":
            found.add("")
        else:
            return _OPEN_PART
    return _exactly(found) if len(found) <= _MOST else _OPEN_PART


def _any_of(branches: Sequence[_Part]) -> _Part:
    exact = [branch.exact for branch in branches]
    needed = [branch.needed for branch in branches]
    joined = None if None in exact else frozenset().union(*(each for each in exact if each is not None))
    return _Part(
        joined if joined is not None and len(joined) <= _MOST else None,
        None if None in needed else frozenset().union(*(each for each in needed if each is not None)),
    )


def _exactly(strings: set[str]) -> _Part:
    return _Part(frozenset(strings), frozenset(strings))


def _better(a: frozenset[str] | None, b: frozenset[str] | None) -> frozenset[str] | None:
    """That of two sets of literals which stands in fewer texts."""
    if not a or "" in a:
        return b if b and "" not in b else None
    if not b or "" in b or a == b:
        return a
    one, other = _chance(a), _chance(b)
    return (a if sorted(a) < sorted(b) else b) if one == other else a if one < other else b


def _beginning(literal: str) -> str:
    """As much of a literal as hardly any text holds by chance: more would tell nothing more."""
    chance = 1.0
    for length, letter in enumerate(literal, 1):
        chance *= _share(letter)
        if chance < _RARE:
            return literal[:length]
    return literal


@lru_cache(maxsize=1 << 16)
def _chance(literals: frozenset[str]) -> float:
    """How often one of the literals begins at a place of ordinary text, roughly; the same for the same set in every process."""
    return math.fsum(math.prod(_share(letter) for letter in literal) for literal in literals)


def _share(letter: str) -> float:
    if letter.isascii():
        return 0.05
    return 0.02 if letter in _COMMON else 0.004


_WINDOW = 1 << 16
"""Characters of a text that are searched at a time."""
_UNREPAID = 2_000
"""Characters up to which looking each stretch of a text up takes less time than building the automaton."""


class Literals:
    """Many literals, all found in one walk over a text (Aho and Corasick, 1975)."""

    def __init__(self, literals: Iterable[str]) -> None:
        self._literals = sorted(dict.fromkeys(literals))
        self._left = _UNREPAID

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick:
        return ahocorasick_rs.AhoCorasick(self._literals, store_patterns=True)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._literals)

    @cached_property
    def _sizes(self) -> list[int]:
        return sorted(set(map(len, self._literals)))

    def _looked_up(self, text: str) -> Iterator[tuple[int, str]]:
        """Where each literal stands, without the automaton."""
        known, sizes = self._known, self._sizes
        for at in range(len(text)):
            for size in sizes:
                if (stretch := text[at : at + size]) in known and len(stretch) == size:
                    yield at, stretch

    def _soon(self, text: str) -> bool:
        """Whether so little was searched yet that the automaton is not worth building."""
        self._left -= len(text)
        return self._left > 0

    def within(self, text: str) -> set[str]:
        """The literals that stand in a text, overlapping ones too."""
        if self._soon(text):
            return {literal for _, literal in self._looked_up(text)}
        return set(self._automaton.find_matches_as_strings(text, overlapping=True))

    def places(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """Where in a text literals begin, ascending, with those that begin there."""
        soon = self._soon(text)
        reach = self._sizes[-1] - 1 if self._sizes else 0
        for at in range(0, len(text), _WINDOW):
            # A page on one line has millions of them: they are not all held at once.
            window = text[at : at + _WINDOW + reach]
            found: dict[int, list[str]] = {}
            if soon:
                for start, literal in self._looked_up(window):
                    found.setdefault(start, []).append(literal)
            else:
                for number, start, _ in self._automaton.find_matches_as_indexes(window, overlapping=True):
                    found.setdefault(start, []).append(self._literals[number])
            yield from ((at + start, found[start]) for start in sorted(found) if start < _WINDOW)
