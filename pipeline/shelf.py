"""Bytes that are kept for later processes, by key: what a cache on disk must never do is fail.

Apart from those who keep something (`expressions`, `claims.keeping`, `linting.remembered`), because all of them ask the
same: whatever is wrong with a file costs only time, who reads waits for nobody and who writes hardly, and of several
processes each adds its own. Only its owner may read a file, or look into a folder made for it: it may hold words of texts.
"""

from __future__ import annotations

import os
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

SHORT = 2_000
"""Of a single text of fewer characters nothing need be kept: it is read in less time than a file is opened."""
_NO_TABLE = 1
"""What SQLite says (SQLITE_ERROR) of a file that is sound and holds something else."""
_AT_ONCE = 500
"""Keys that are asked for together: every SQLite takes as many."""
_SINGLY = 200
"""Rows that are asked for one by one before a small file is read as a whole: that takes as long as some five hundred of them."""
_MANY, _MUCH = 4096, 8 << 20
"""Rows, or bytes of them, that are written at once, lest much be held, or lost with the process."""


class Shelf:
    """A file of rows, opened when it is first asked; what is put there is written when `keep` is called."""

    def __init__(self, path: Path, largest: int, whole: int = 0) -> None:
        """`largest` is the size in bytes from which on the file is begun anew: most of what stands there nobody will ask for.

        A file of up to `whole` bytes is held in memory once many rows of it were asked for.
        """
        self.path = path
        self.largest = largest
        self._whole = whole
        self._singly = 0
        """How many rows were asked for one by one."""
        self._held: dict[bytes, object] = {}
        """All rows that stood in the file when it was read as a whole."""
        self.new: dict[bytes, bytes] = {}
        """What was put since."""
        self._bytes = 0
        """Of what is new."""
        self.reading: Any = None
        """The connection; False where there is nothing to read."""
        self._lock = threading.Lock()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._begin_anew)

    def get(self, key: bytes) -> bytes | None:
        """What stands under a key; None where nothing does, or what does is damaged."""
        with self._lock:
            found = self.new.get(key)
            row = found if found is not None else self._read_one(key)
        return _unsealed(key, row)

    def get_all(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """What stands under each of some keys; those under which nothing does are left out."""
        with self._lock:
            wanted = list(dict.fromkeys(keys))
            found: dict[bytes, object] = {key: self.new[key] for key in wanted if key in self.new}
            rest = [key for key in wanted if key not in found]
            for at in range(0, len(rest), _AT_ONCE):
                found.update(self._read(rest[at : at + _AT_ONCE]))
        bodies = {key: _unsealed(key, row) for key, row in found.items()}
        return {key: body for key, body in bodies.items() if body is not None}

    def put(self, key: bytes, body: bytes) -> None:
        """Have something kept under a key."""
        with self._lock:
            self.new[key] = _sealed(key, body)
            self._bytes += len(body)
            full = len(self.new) >= _MANY or self._bytes >= _MUCH
        if full:
            self.keep()

    def keep(self) -> None:
        """Write down what is new; nothing happens where that cannot be done now."""
        with self._lock:
            new, self.new, self._bytes = self.new, {}, 0
        if not new:
            return
        with suppress(ImportError, OSError):
            import sqlite3

            with suppress(sqlite3.Error):
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                if self.path.exists() and self.path.stat().st_size > self.largest:
                    self._forget()
                try:
                    self._write(new)
                except sqlite3.DatabaseError as error:
                    busy = isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF != _NO_TABLE
                    if busy:
                        return  # another process writes, or nobody may
                    self._forget()
                    self._write(new)
                with self._lock:
                    if self.reading is False:
                        self.reading = None  # there is something to read now

    def _write(self, rows: dict[bytes, bytes]) -> None:
        self.path.touch(0o600)
        with self._open(f"{self.path.absolute().as_uri()}?mode=rwc") as connection, connection:
            # What a crash leaves half written is made anew; nobody waits for a disk.
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("CREATE TABLE IF NOT EXISTS rows (key BLOB PRIMARY KEY, kept BLOB) WITHOUT ROWID")
            connection.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?)", rows.items())

    def _read_one(self, key: bytes) -> object:
        self._singly += 1
        if self._singly == _SINGLY:
            with suppress(OSError):
                if self.path.stat().st_size <= self._whole:
                    self._held = self._ask("SELECT key, kept FROM rows", ())
        return self._held[key] if key in self._held else self._read([key]).get(key)

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, object]:
        return self._ask(f"SELECT key, kept FROM rows WHERE key IN ({', '.join('?' * len(keys))})", keys)

    def _ask(self, query: str, keys: Sequence[bytes]) -> dict[bytes, object]:
        if self.reading is False:
            return {}
        try:
            import sqlite3
        except ImportError:  # some interpreters are built without
            self.reading = False
            return {}
        try:
            if self.reading is None:
                self.reading = False
                # Whoever holds the file is not waited for: making it again takes less time.
                address = f"{self.path.absolute().as_uri()}?mode=ro"
                self.reading = sqlite3.connect(address, uri=True, timeout=0, check_same_thread=False)
            return dict(self.reading.execute(query, keys).fetchall())
        except sqlite3.OperationalError:
            self.reading = False
            return {}
        except sqlite3.Error:
            return {}

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
            if self.reading:
                self.reading.close()
            self.reading = False
        self.path.unlink(missing_ok=True)

    def _begin_anew(self) -> None:
        """In a forked process: its parent's connection is not its own, and is not closed by it either."""
        self._inherited, self.reading, self._lock = self.reading, None, threading.Lock()


def _sealed(key: bytes, body: bytes) -> bytes:
    """A row: what is kept, behind a sum of it and of its key."""
    return zlib.crc32(body, zlib.crc32(key)).to_bytes(4, "little") + body


def _unsealed(key: bytes, row: object) -> bytes | None:
    """What a row keeps; None where it is damaged or another key's."""
    if not isinstance(row, bytes):
        return None
    body = row[4:]
    return body if row[:4] == zlib.crc32(body, zlib.crc32(key)).to_bytes(4, "little") else None
