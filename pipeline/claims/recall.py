"""Units that were understood before: the same words under the same heads, after the same topics, say the same.

Apart from the reader, because it never changes what is read: notes are copied from page to page, and an author's text is
linted again at each pause with one line changed.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")

CHARACTERS = 800_000
"""As many of text are kept: a megabyte of notes, whose eight thousand units take some sixty megabytes."""
LONGEST = 4_000
"""A unit of more characters is read anew: dense ones take some hundred bytes a character, at each pause of its author."""


class Recall(Generic[T]):
    """What was understood of the units read last; safe to ask from several threads."""

    def __init__(self, most: int = CHARACTERS) -> None:
        self._most = most
        self._known: dict[Hashable, tuple[T, int]] = {}
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> T | None:
        """What was understood, which is now the last thing to be forgotten; None where it is not known."""
        with self._lock:
            found = self._known.pop(key, None)
            if found is not None:
                self._known[key] = found
            return found and found[0]

    def put(self, key: Hashable, understood: T, size: int = 1) -> None:
        """Remember it, and forget what was asked for longest ago where there is too much; nothing larger than all is kept."""
        with self._lock:
            self._size += size - self._known.pop(key, (None, 0))[1]
            self._known[key] = (understood, size)
            while self._size > self._most:
                self._size -= self._known.pop(next(iter(self._known)))[1]
