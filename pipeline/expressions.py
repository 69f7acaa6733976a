"""Compiled regular expressions, kept for later processes: compiling one takes fifty times as long as assembling it again.

Apart from `regex`, which says when an expression is compiled: here it is looked up, and written down at the end. What is
kept is the code of the standard library's own compiler, under its version; the interpreter checks it before it runs it.
That compiler is no public interface: where it is not the one known here, everything is compiled as ever.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import re
import sys
import threading
import zlib
from array import array
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

FILE = "expressions-1.sqlite"
"""Its number is raised when a row changes its shape."""
_LARGEST = 256 << 20
"""Bytes of a file from which on it is begun anew: most of what stands there is of knowledge that has changed since."""
_TABLE = "CREATE TABLE IF NOT EXISTS expressions (key BLOB PRIMARY KEY, kept BLOB) WITHOUT ROWID"


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
        self._path = folder / FILE
        self._compiler = _compiler()
        self._reading: Any = None
        """The connection; False where there is nothing to read."""
        self._lock = threading.Lock()
        self._new: dict[bytes, _Row] = {}
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._begin_anew)

    def compiled(self, source: str, flags: int = 0) -> re.Pattern[str]:
        """What `re.compile` gives. Raises `re.error` as that does."""
        if self._compiler is None:
            return re.compile(source, flags)
        key = self._compiler.key(source, flags)
        row = self._kept(key)
        if row is not None:
            # Whatever is wrong with what was kept, it can be compiled anew.
            with suppress(Exception):
                return self._compiler.assembled(source, row)
        pattern, self._new[key] = self._compiler.compiled(source, flags)
        return pattern

    def keep(self) -> None:
        """Write down what was compiled; of several processes each adds its own."""
        if not self._new:
            return
        import sqlite3

        new, self._new = self._new, {}
        with suppress(OSError, sqlite3.Error):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if self._path.exists() and self._path.stat().st_size > _LARGEST:
                self._forget()
            try:
                self._write(new)
            except sqlite3.OperationalError:
                return  # another process writes, or nobody may
            except sqlite3.DatabaseError:
                self._forget()
                self._write(new)

    def _write(self, rows: dict[bytes, _Row]) -> None:
        with self._open(f"{self._path.absolute().as_uri()}?mode=rwc") as connection, connection:
            # What a crash leaves half written is compiled anew; a linter does not wait for a disk.
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(_TABLE)
            connection.executemany(
                "INSERT OR REPLACE INTO expressions VALUES (?, ?)",
                ((key, _packed(key, row)) for key, row in rows.items()),
            )

    def _kept(self, key: bytes) -> _Row | None:
        import sqlite3

        with self._lock:
            try:
                if self._reading is None:
                    self._reading = False
                    # Whoever holds the file is not waited for: compiling takes less time.
                    address = f"{self._path.absolute().as_uri()}?mode=ro"
                    self._reading = sqlite3.connect(address, uri=True, timeout=0, check_same_thread=False)
                if not self._reading:
                    return None
                row = self._reading.execute("SELECT kept FROM expressions WHERE key = ?", (key,)).fetchone()
            except sqlite3.OperationalError:
                self._reading = False
                return None
            except sqlite3.Error:
                return None
        return _unpacked(key, row[0]) if row else None

    @contextmanager
    def _open(self, address: str) -> Iterator[Any]:
        import sqlite3

        connection = sqlite3.connect(address, uri=True, timeout=1)
        try:
            yield connection
        finally:
            connection.close()

    def _forget(self) -> None:
        with self._lock:
            if self._reading:
                self._reading.close()
            self._reading = False
        self._path.unlink(missing_ok=True)

    def _begin_anew(self) -> None:
        """In a forked process: its parent's connection is not its own, and is not closed by it either."""
        self._inherited, self._reading, self._lock = self._reading, None, threading.Lock()


def _packed(key: bytes, row: _Row) -> bytes:
    """All of a row under one sum, with whose it is."""
    return zlib.compress(key + json.dumps([row.flags, row.groups, row.names]).encode() + b"\n" + row.code, 1)


def _unpacked(key: bytes, kept: object) -> _Row | None:
    """The row; None where it is damaged or another expression's."""
    with suppress(zlib.error, ValueError, TypeError):
        whole = zlib.decompress(kept)  # type: ignore[arg-type]  # whatever stands there
        head, _, code = whole.removeprefix(key).partition(b"\n")
        if whole.startswith(key):
            flags, groups, names = json.loads(head)
            return _Row(flags, code, groups, names)
    return None


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
