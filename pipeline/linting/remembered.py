"""What was found in texts by earlier processes: of a hundred notes an author has changed one since.

Apart from `claims.keeping`, which keeps single units and so helps with the one that was changed, because here nothing of
a text is looked at but its bytes. What is found is the same; a cache that cannot be read or written costs only time.
"""

from __future__ import annotations

import hashlib
import zlib
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from pydantic import TypeAdapter

from pipeline import sources
from pipeline.linting.suppressions import suppressions
from pipeline.linting.texts import Grounds, Linted, lint
from pipeline.models import Document, Finding
from pipeline.program import program
from pipeline.shelf import SHORT, Shelf

FILE = "texts-1.sqlite"
"""Its number is raised when a row changes its shape."""
_LARGEST = 256 << 20
_MANY = 10
"""Texts, from which on short ones are kept, too: together they take longer to read than a file takes to be opened."""
_FOUND: TypeAdapter[tuple[tuple[tuple[int, int], ...], tuple[Finding, ...]]] = TypeAdapter(
    tuple[tuple[tuple[int, int], ...], tuple[Finding, ...]]
)


class Remembered:
    """The texts of a folder's file."""

    def __init__(self, folder: Path, grounds: Grounds) -> None:
        """`grounds` are what every text is judged by; they have the key of their knowledge."""
        self.shelf = Shelf(folder / FILE, _LARGEST)
        self._grounds = grounds
        self._shortest = SHORT

    def expect(self, texts: int) -> None:
        """Say how many texts will be asked for."""
        self._shortest = 0 if texts >= _MANY else SHORT

    def lint(self, document: Document) -> Linted:
        """What `linting.lint` finds in a document."""
        if len(document.source) < self._shortest:
            return lint(document, self._grounds)
        key = self._key(document)
        kept = self.shelf.get(key)
        if kept is not None:
            with suppress(ValueError, zlib.error):
                places, findings = _FOUND.validate_json(zlib.decompress(kept))
                sheet = sources.sheet_of(document)
                return Linted(document, sheet, findings, places, suppressions(document, sheet), ())
        linted = lint(document, self._grounds)
        self.shelf.put(key, zlib.compress(_FOUND.dump_json((linted.places, linted.findings)), 1))
        return linted

    def _key(self, document: Document) -> bytes:
        told = repr((document.path, document.format, document.encoding, document.sha256))
        return hashlib.blake2b(self._basis + told.encode("utf-8", "surrogatepass"), digest_size=16).digest()

    @cached_property
    def _basis(self) -> bytes:
        """Digest of what texts are judged by: the program, what is known, what editors decided."""
        decided = {target: state.history for target, state in sorted(self._grounds.decided.targets.items())}
        events = [[target, *(event.id for event in history)] for target, history in decided.items()]
        return hashlib.blake2b(repr((program(), self._grounds.key, events)).encode(), digest_size=16).digest()
