"""Patterns as `re` compiles them, kept between runs: a few pages need thousands, and compiling them takes longer than reading.

Apart from `patterns`, which words them, because this leans on what CPython compiles expressions to: a code that another
interpreter made, or that `re` does not accept, is left alone, and its pattern is compiled anew.
"""

from __future__ import annotations

import mmap
import re
import sys
from array import array
from contextlib import suppress
from pathlib import Path
from re import _compiler as compiler  # type: ignore[attr-defined]  # what `re.compile` itself calls

INTERPRETER = f"{sys.implementation.cache_tag} {sys.byteorder} {compiler.MAGIC} {compiler._sre.CODESIZE}"
"""Whose codes these are: no other one may run them."""


class Codes:
    """The codes of one knowledge; each becomes a pattern when it is first needed."""

    def __init__(self, words: memoryview) -> None:
        self._words = words
        self._made: dict[int, re.Pattern[str] | None] = {}

    def pattern(self, source: str, at: int) -> re.Pattern[str] | None:
        """The pattern whose code begins at a word, with `source` as the text that it shows; None where `re` does not accept it."""
        if at not in self._made:
            self._made[at] = None
            with suppress(RuntimeError, ValueError, TypeError, OverflowError, IndexError):
                length, flags, groups = self._words[at : at + 3]
                words = self._words[at + 3 : at + 3 + length].tolist()
                self._made[at] = compiler._sre.compile(source, flags, words, groups, {}, (None,) * (groups + 1))
        return self._made[at]

    @staticmethod
    def read(path: Path, key: str) -> Codes | None:
        """The codes that were written under a key; None where the file has none of them."""
        stamp = key.encode()
        with suppress(OSError, ValueError, TypeError), path.open("rb") as handle:
            held = memoryview(mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ))
            if held[: len(stamp)] == stamp:
                return Codes(held[len(stamp) :].cast("I"))
        return None


class Writing:
    """Codes on their way into a file: each behind its length, its flags and how many groups it has, none with a name."""

    def __init__(self) -> None:
        self._words = array("I")
        self._at: dict[str, int | None] = {}

    def add(self, expression: str) -> int | None:
        """Compile an expression and keep its code; the word at which that begins, None where groups have names."""
        if expression not in self._at:
            parsed = compiler._parser.parse(expression)
            self._at[expression] = None if parsed.state.groupdict else len(self._words)
            if not parsed.state.groupdict:
                words = compiler._code(parsed, 0)
                self._words.extend((len(words), parsed.state.flags, parsed.state.groups - 1, *words))
        return self._at[expression]

    def contents(self, key: str) -> bytes:
        """The file, which `Codes.read` takes for the same key: 64 hex digits, so that the words behind them are aligned."""
        return key.encode() + self._words.tobytes()
