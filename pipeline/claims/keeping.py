"""What was understood of units of text, kept for later processes: a linter is run again and again over notes of which little has changed.

Apart from `recall`, which remembers within a process, because here it is written down, and what is written down must
say all that was asked of it later and nothing of the text that it does not need. A unit is known by a digest of its
words, of what it stands under, of the knowledge and of this program: where any of that is another, it is read anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.claims.doubts import LENT, Leaning
from pipeline.claims.mentions import Mention
from pipeline.claims.sentences import Span, sentences
from pipeline.claims.sight import Draft, Sight
from pipeline.claims.understood import Heard, Understood
from pipeline.claims.units import Unit
from pipeline.knowledge.likeness import Likeness
from pipeline.shelf import Shelf

FILE = "units-1.sqlite"
"""Its number is raised when a row changes its shape."""
_LARGEST = 64 << 20
"""Bytes: some forty megabytes of notes."""
SHORT = 2_000
"""Of a text with fewer characters nothing is looked up: it is read in less time than the file is opened."""
_LOOKS_BACK = b"<"
"""What is kept of a unit that can only be understood after what was spoken of before it."""


class Kept:
    """The units of a folder's file; what cannot be found there is read."""

    def __init__(self, folder: Path, knowledge: str) -> None:
        """`knowledge` is a digest of all that is known."""
        self.shelf = Shelf(folder / FILE, _LARGEST)
        self._knowledge = knowledge

    @cached_property
    def _basis(self) -> bytes:
        """Digest of what a text is understood by: what is known, and all of the program that reads."""
        hashed = hashlib.blake2b(self._knowledge.encode(), digest_size=16)
        rooms = Path(__file__).resolve().parents[1]
        for path in (
            *sorted((rooms / "claims").glob("*.py")),
            *sorted((rooms / "knowledge").glob("*.py")),
            rooms / "text.py",
        ):
            hashed.update(f"\0{path.name}\0".encode() + path.read_bytes())
        return hashed.digest()

    def _name(self, *key: Hashable) -> bytes:
        return hashlib.blake2b(self._basis + repr(key).encode("utf-8", "surrogatepass"), digest_size=16).digest()

    def get(
        self,
        key: Hashable,
        unit: Unit,
        after: str,
        earlier: Callable[[], Sequence[tuple[str, ...]]],
        likeness: Likeness | None,
    ) -> Understood | None:
        """What was understood of a unit, `after` which stands that sentence; `earlier` tells what was spoken of before it."""  # fmt: skip
        name = self._name(key)
        kept = self.shelf.get(name)
        if kept == _LOOKS_BACK:
            kept = self.shelf.get(self._name(key, tuple(earlier())))
        if kept is None:
            return None
        with suppress(ValueError, TypeError, KeyError, IndexError):
            return _restored(json.loads(kept), unit, after, likeness)
        return None

    def put(
        self,
        key: Hashable,
        understood: Understood,
        earlier: Sequence[tuple[str, ...]] | None,
        likeness: Likeness | None,
    ) -> None:
        """Have kept what was understood; `earlier` is what was spoken of before, where that was asked for."""  # fmt: skip
        name = self._name(key)
        if earlier is not None:
            self.shelf.put(name, _LOOKS_BACK)
            name = self._name(key, tuple(earlier))
        written = json.dumps(_written(understood, likeness), ensure_ascii=False, separators=(",", ":"))
        self.shelf.put(name, written.encode("utf-8", "surrogatepass"))


def _written(understood: Understood, likeness: Likeness | None) -> list[Any]:
    """A unit as a row keeps it: its topics, and each sentence in which something is claimed or weighed."""
    rows = []
    for heard in understood.heard:
        if not heard.drafts and not heard.weighed:
            continue
        own = understood.leaning.of(heard.number) if heard.weighed and understood.leaning is not None else None
        # Only a sentence that may be doubted is looked at again.
        again = own is not None and likeness is not None and own > likeness.doubt + heard.right - LENT
        drafts = [[*draft, *rest] for draft, *rest in zip(heard.drafts, heard.qualifiers, heard.trust, strict=True)]
        rows.append([heard.number, own, heard.right, drafts, heard.sight.mentions if again and heard.sight else None])
    return [understood.topics, rows]


def _restored(row: list[Any], unit: Unit, after: str, likeness: Likeness | None) -> Understood:
    """The unit of a row. Raises as what a row holds may be anything."""
    said, rows = row
    spans: list[Span] = []
    leaning = Leaning(likeness, unit.low) if likeness is not None else None
    heard: list[Heard] = []
    for number, own, right, told, mentions in rows:
        drafts, qualifiers, trust = [], [], []
        for subject, relation, objects, denied, span, where, reading, clause, exclusive, qualifier, trusted in told:
            drafts.append(
                Draft(
                    subject, relation, tuple(objects), denied, Span(*span), where, tuple(reading), clause, exclusive
                )
            )  # fmt: skip
            qualifiers.append(qualifier)
            trust.append(trusted)
        sight: Sight | None = None
        if mentions is not None:
            spans = spans or sentences(unit.low)
            following = unit.low[slice(*spans[number + 1])] if number + 1 < len(spans) else after
            sight = Sight(
                unit, spans[number], following, [Mention(*each) for each in mentions], unit.fresh and number == 0, None,
                before=spans[number - 1] if number else None,
            )  # fmt: skip
        if own is not None and leaning is not None:
            leaning.known(number, own)
        heard.append(Heard(number, sight, drafts, qualifiers, own is not None, trust, right))
    return Understood(heard, tuple(tuple(topic) for topic in said), leaning)
