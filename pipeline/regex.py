"""Regular expressions that are compiled when they are first used, and kept for later processes after `keep_in`; all else is the standard library's `re`.

Apart from every room, because all of them name hundreds of expressions when they are imported, and one short text needs
few: `from pipeline import regex as re` lets the linter start at once. What must be checked where it is written, as the
patterns of editors must, is compiled at once.
"""

from __future__ import annotations

import atexit
import re
from pathlib import Path
from re import (
    DOTALL,
    IGNORECASE,
    MULTILINE,
    VERBOSE,
    I,
    M,
    Match,
    Pattern,
    S,
    X,
    error,
    escape,
    findall,
    finditer,
    fullmatch,
    match,
    search,
    split,
    sub,
)
from typing import Any, AnyStr, cast

from pipeline.expressions import Expressions

__all__ = [
    "DOTALL",
    "IGNORECASE",
    "MULTILINE",
    "VERBOSE",
    "I",
    "M",
    "Match",
    "Pattern",
    "S",
    "X",
    "compile",
    "compile_now",
    "error",
    "escape",
    "findall",
    "finditer",
    "fullmatch",
    "keep_in",
    "match",
    "search",
    "split",
    "sub",
]

_kept: Expressions | None = None


def keep_in(folder: Path) -> None:
    """Take compiled expressions from a folder, and leave those that are new there when the process ends."""
    global _kept
    if _kept is None:
        _kept = Expressions(folder)
        atexit.register(_kept.keep)


def compile_now(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, without compiling where an earlier process did. Raises `re.error` as that does."""
    return re.compile(source, flags) if _kept is None else _kept.compiled(source, flags)


_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


class _Late:
    """An expression that takes the methods of its compiled self when the first of them is asked for."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source = self.pattern = source  # others are made of it before it is used
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = (
            compile_now(self._source, self._flags)
            if isinstance(self._source, str)
            else re.compile(self._source, self._flags)
        )
        for each in _METHODS:
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)

    def __repr__(self) -> str:
        return f"regex.compile({self._source!r}, {self._flags})"


def compile(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The expression, not compiled yet: one that is malformed raises where it is first used."""
    return cast(re.Pattern[AnyStr], _Late(source, flags))
