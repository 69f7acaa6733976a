"""What this program is, as one digest: what it made of a text may only be taken again by the same one.

Apart from those who keep something for later processes, because all of them must forget it with the same change.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

_IDLE = ("verification", "publishing", "exports", "faces", "_data")
"""Rooms that have no part in what is found in a text; the knowledge that is packaged has a digest of its own."""


@lru_cache(maxsize=1)
def program() -> str:
    """Digest of the source of this program, of what is installed beside it, by name and version, and of Python's version.

    A program of which something cannot be read is like no other one: what it keeps is never found.
    """
    hashed = hashlib.blake2b(sys.version.encode(), digest_size=16)
    here = Path(__file__).resolve().parent
    for folder, below, names in os.walk(here):
        below[:] = sorted(name for name in below if name not in _IDLE and name != "__pycache__")
        for name in sorted(names):
            path = Path(folder, name)
            # What an editor leaves beside them (a lock that is a dangling link) is no part of it.
            if name.endswith(".py") and path.is_file():
                try:
                    data = path.read_bytes()
                except OSError:
                    data = os.urandom(16)
                hashed.update(f"\0{path.relative_to(here).as_posix()} {len(data)}\0".encode() + data)
    for entry in sys.path:
        with suppress(OSError):
            found = sorted(each.name for each in os.scandir(entry or ".") if each.name.endswith(".dist-info"))
            hashed.update(repr(found).encode())
    return hashed.hexdigest()
