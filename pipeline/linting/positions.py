"""An editor's positions (line, units of UTF-16) as offsets in a text, and back.

Apart from the language server, because this is arithmetic: lines end at \\n, \\r\\n and \\r and nowhere else, a character
outside the basic plane is two units, and a position behind the end of a line is its end, as the protocol says.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from typing import NamedTuple

_BREAK = re.compile(r"\r\n|\r|\n")

UNITS: Mapping[str, Callable[[str], int]] = {
    "utf-8": lambda text: len(text.encode("utf-8", "surrogatepass")),
    "utf-16": lambda text: len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2,
    "utf-32": len,
}
"""Length of a text in the units that client and server agreed on."""


class Position(NamedTuple):
    """Where something stands, as an editor counts: both from 0."""

    line: int
    unit: int


class Places:
    """The lines of one text."""

    def __init__(self, text: str, encoding: str = "utf-16") -> None:
        self.text = text
        self._length = UNITS[encoding]
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]
        self._ends = [*(found.start() for found in _BREAK.finditer(text)), len(text)]

    def offset(self, line: int, unit: int) -> int:
        """The offset of a position; one behind the last line is the end of the text."""
        if line >= len(self._starts):
            return len(self.text)
        start, end = self._starts[line], self._ends[line]
        words = self.text[start:end]
        if words.isascii():
            return start + min(unit, len(words))
        left = 0
        for i, letter in enumerate(words):
            if left >= unit:
                return start + i
            left += self._length(letter)
        return end

    def position(self, offset: int) -> Position:
        """The position of an offset."""
        line = bisect_right(self._starts, offset) - 1
        return Position(line, self._length(self.text[self._starts[line] : min(offset, self._ends[line])]))


def changed(text: str, start: tuple[int, int], end: tuple[int, int], new: str, encoding: str = "utf-16") -> str:
    """The text after one edit of an editor."""
    places = Places(text, encoding)
    first, last = sorted((places.offset(*start), places.offset(*end)))
    return text[:first] + new + text[last:]
