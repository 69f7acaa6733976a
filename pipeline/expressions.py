"""Compiled regular expressions, kept for later processes: compiling one takes fifty times as long as assembling it again.

Apart from `regex`, which says when an expression is compiled: here it is looked up, and written down at the end. What is
kept is the code of the standard library's own compiler, under its version; the interpreter checks it before it runs it.
That compiler is no public interface: where it is not the one known here, everything is compiled as ever.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import re
import sys
import zlib
from array import array
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.shelf import Shelf

FILE = "expressions-2.sqlite"
"""Its number is raised when a row changes its shape."""
_LARGEST = 256 << 20
_WHOLE = 32 << 20
"""Bytes: some hundred thousand expressions, read in a tenth of a second."""


class _Row(NamedTuple):
    """What a pattern is assembled of, beside its source."""

    flags: int
    code: bytes
    groups: int
    names: str
    """Of its groups, each with its number."""


class Expressions:
    """The expressions of a folder's file; a file that cannot be read or written costs only time."""

    def __init__(self, folder: Path) -> None:
        self._compiler = _compiler()
        self.shelf = Shelf(folder / FILE, _LARGEST, _WHOLE)

    def compiled(self, source: str, flags: int = 0) -> re.Pattern[str]:
        """What `re.compile` gives. Raises `re.error` as that does."""
        if self._compiler is None:
            return re.compile(source, flags)
        key = self._compiler.key(source, flags)
        # Whatever is wrong with what was kept, it can be compiled anew.
        with suppress(Exception):
            if (kept := self.shelf.get(key)) is not None:
                return self._compiler.assembled(source, _unpacked(kept))
        pattern, row = self._compiler.compiled(source, flags)
        self.shelf.put(key, _packed(row))
        return pattern

    def keep(self) -> None:
        """Write down what was compiled; of several processes each adds its own."""
        self.shelf.keep()


def _packed(row: _Row) -> bytes:
    return zlib.compress(json.dumps([row.flags, row.groups, row.names]).encode() + b"\n" + row.code, 1)


def _unpacked(kept: bytes) -> _Row:
    head, _, code = zlib.decompress(kept).partition(b"\n")
    flags, groups, names = json.loads(head)
    return _Row(flags, code, groups, names)


class _Compiler:
    """The standard library's compiler, in its parts."""

    def __init__(self, parser: Any, generator: Any, assembler: Any) -> None:
        self._parser, self._generator, self._assembler = parser, generator, assembler
        self._version = f"{sys.version}\0{assembler.MAGIC}\0{sys.byteorder}\0"

    def key(self, source: str, flags: int) -> bytes:
        return hashlib.blake2b(
            f"{self._version}{int(flags)}\0{source}".encode("utf-8", "surrogatepass"), digest_size=16
        ).digest()

    def compiled(self, source: str, flags: int) -> tuple[re.Pattern[str], _Row]:
        """The pattern, and what it can be assembled of again."""
        parsed = self._parser.parse(source, int(flags))
        code = array("I", self._generator(parsed, int(flags))).tobytes()
        groups = parsed.state.groups - 1
        names = "\0".join(f"{name}={number}" for name, number in parsed.state.groupdict.items())
        row = _Row(int(flags) | parsed.state.flags, code, groups, names)
        return self.assembled(source, row), row

    def assembled(self, source: str, row: _Row) -> re.Pattern[str]:
        """The pattern of what was kept; raises whatever the interpreter says of a code that is none."""
        index: dict[str, int] = {}
        for each in row.names.split("\0") if row.names else ():
            name, _, number = each.rpartition("=")
            index[name] = int(number)
        named: list[str | None] = [None] * (row.groups + 1)
        for name, at in index.items():
            named[at] = name
        code = array("I", row.code).tolist()
        pattern: re.Pattern[str] = self._assembler.compile(source, row.flags, code, row.groups, index, tuple(named))
        return pattern


def _compiler() -> _Compiler | None:
    """The compiler, where it is one that does here what it does in itself, and there is a place to keep it; else None."""
    try:
        importlib.import_module("sqlite3")  # some interpreters were built without
        found = _Compiler(
            importlib.import_module("re._parser"),
            importlib.import_module("re._compiler")._code,
            importlib.import_module("_sre"),
        )
        tried, _ = found.compiled(r"(?P<a>x)|(?<!y)z{2}", re.IGNORECASE)
        expected = re.compile(r"(?P<a>x)|(?<!y)z{2}", re.IGNORECASE)
        # Patterns are equal where their flags, code and source are.
        return (
            found
            if tried == expected and tried.groupindex == expected.groupindex and array("I").itemsize == 4
            else None
        )
    except Exception:
        return None
