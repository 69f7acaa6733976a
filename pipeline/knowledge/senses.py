"""Words that say the same, in either language: `halves`, `一半` and `减半` are one sense of the sentences that hold them.

Apart from `likeness`, which weighs what is found here: the senses are a file that an editor writes (data/graph/senses.yaml),
and are handed to the table that was trained with them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

import ahocorasick_rs

from pipeline.models import Problem
from pipeline.text import normalise

FILE = "senses.yaml"
"""Its name in the knowledge folder."""
_DENYING = "不没无非未别勿莫"
DENIES = frozenset(_DENYING) | {
    "not", "no", "never", "without", "nor", "neither", "cannot", "nobody", "nothing", "none", "hardly",
    "'t", "’t",
}  # fmt: skip
"""Words that turn around what stands behind them in their clause; the end of "isn't" is one."""
STOPS = ",.:;!?()\n，。：；！？（）"
"""Marks at which a clause ends."""
_STEP = re.compile(rf"['’]t(?![a-z0-9])|[a-z][a-z0-9\-]*|\d+(?:\.\d+)?|[{_DENYING}{STOPS}]")
_HAN = re.compile(r"[\u4e00-\u9fff√%]")
_LATIN = re.compile(r"[a-z][a-z0-9\-]*")


class Sense(NamedTuple):
    """A sense in a text."""

    start: int
    code: int
    """32 bits, of the sense; another one where it is denied."""


class Codes(NamedTuple):
    """What a word or a sense is hashed to, 32 bits each."""

    plain: int
    denied: int
    """Where an odd number of negations stands before it in its clause (as in Pang et al., Thumbs up?, arXiv:cs/0205070)."""


@lru_cache(maxsize=1 << 16)
def codes_of(name: str) -> Codes:
    """The codes of a name."""
    return Codes(zlib.crc32(name.encode()), zlib.crc32(f"{name}\x01".encode()))


def stem(word: str) -> str:
    """A word without its ending: shard, shards, sharded and sharding are one, so are reduce and reduces, query and queries."""
    if not (word[0].isascii() and word[0].isalpha() and len(word) > 3):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    for ending in ("ing", "ed", "es", "ly", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word.removesuffix(ending)
            break
    return word.removesuffix("e") if len(word) > 3 else word


class Senses:
    """The senses of words: of Latin ones whatever their ending, of Chinese ones the longest that stands at a place."""

    def __init__(self, words: Mapping[str, Iterable[str]] | None = None) -> None:
        """`words` are those of each sense, levelled as texts are; a word of two senses has the first."""
        self.words = {sense: tuple(each) for sense, each in (words or {}).items()}

    @cached_property
    def _latin(self) -> dict[str, Codes]:
        found: dict[str, Codes] = {}
        for sense, words in self.words.items():
            for word in words:
                if not _HAN.search(word):
                    found.setdefault(stem(word), _code(sense))
        return found

    @cached_property
    def _han(self) -> tuple[ahocorasick_rs.AhoCorasick, list[Codes]] | None:
        found: dict[str, Codes] = {}
        for sense, words in self.words.items():
            for word in words:
                if _HAN.search(word):
                    found.setdefault(word, _code(sense))
        if not found:
            return None
        longest = ahocorasick_rs.MatchKind.LeftmostLongest
        return ahocorasick_rs.AhoCorasick(list(found), matchkind=longest), list(found.values())

    def within(self, text: str) -> list[Sense]:
        """The senses in a levelled text, in their order; a number is its own."""
        if not self.words:
            return []
        # Of two at one place the longer one is first: the 不 of 不变 is a part of a word, and denies nothing.
        steps: list[tuple[int, int, str, Codes | None]] = [
            (match.start(), -match.end(), match[0], None) for match in _STEP.finditer(text)
        ]
        if self._han is not None:
            automaton, han = self._han
            steps += [(start, -end, "", han[number]) for number, start, end in automaton.find_matches_as_indexes(text)]
            steps.sort()
        senses: list[Sense] = []
        denied = False
        behind = 0
        for start, end, word, code in steps:
            if start < behind:
                continue
            if code is not None:
                behind = -end
            elif word[0].isdigit():
                code = _code(word)
            else:
                code = self._latin.get(stem(word))
            if code is not None:
                senses.append(Sense(start, code.denied if denied else code.plain))
            if word in DENIES:
                denied = not denied
            elif word in STOPS and word:
                denied = False
        return senses


def _code(sense: str) -> Codes:
    return codes_of(f"~{sense}")


def load(folder: Path) -> tuple[Senses, list[Problem]]:
    """The senses of a knowledge folder, none where it has no such file; what is none is refused by its line."""
    from pipeline.knowledge.yaml_nodes import read_words

    path = folder / FILE
    if not path.is_file():
        return Senses(), []
    problems: list[Problem] = []
    senses: dict[str, list[str]] = {}
    first: dict[str, str] = {}
    for sense, words, line in read_words(path, FILE, problems):
        kept = senses.setdefault(sense, [])
        for each in words:
            word = normalise(each)[0].strip()
            key = stem(word) if word else ""
            if not word or not (_HAN.search(word) or _LATIN.fullmatch(word)):
                problems.append(
                    _refused(line, "Chinese words, and single English ones", repr(each), "Write one word an item.")
                )
            elif key in first:
                problems.append(
                    _refused(
                        line,
                        "a word of one sense",
                        f"{each!r}, which is of {first[key]!r}, too",
                        "Delete one of the two.",
                    )
                )
            else:
                first[key] = sense
                kept.append(word)
    return Senses({sense: words for sense, words in senses.items() if words}), problems


def _refused(line: int, expected: str, found: str, remedy: str) -> Problem:
    return Problem(
        path=FILE, line=line, expected=expected, found=found, remedy=f"{remedy} Until then it has no sense there."
    )
