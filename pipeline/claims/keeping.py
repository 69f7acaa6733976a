"""What was understood of units of text, kept for later processes: a linter is run again and again over notes of which little has changed.

Apart from `recall`, which remembers within a process, because here it is written down, and what is written down must
say all that was asked of it later and nothing of the text that it does not need. A unit is known by a digest of its
words, of what it stands under, of the knowledge and of this program: where any of that is another, it is read anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pipeline.claims.doubts import LENT, Leaning
from pipeline.claims.mentions import Mention, mentions_of
from pipeline.claims.sentences import Span
from pipeline.claims.sight import Draft, LooksBack, Sight
from pipeline.claims.understood import Heard, Past, Understood, UnitKey
from pipeline.claims.units import Context, Unit
from pipeline.knowledge import Knowledge
from pipeline.knowledge.likeness import Likeness
from pipeline.program import program
from pipeline.shelf import Shelf

FILE = "units-1.sqlite"
"""Its number is raised when a row changes its shape."""
_LARGEST = 256 << 20
"""Bytes: some two hundred megabytes of notes."""
_AHEAD = 256
"""As many units are looked up together."""
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
        """Digest of what a text is understood by: what is known, and the program that reads."""
        return hashlib.blake2b(f"{program()} {self._knowledge}".encode(), digest_size=16).digest()

    def name(self, key: UnitKey, past: Past | None = None) -> bytes:
        """What a unit is found by; `past` is as much as was asked for of what was spoken of before it."""
        hashed = hashlib.blake2b(self._basis, digest_size=16)
        # Lengths first: no text can pass for another one and what stands behind it.
        told = f"{len(key.raw)} {len(key.after)} {key.kind} {key.put} {key.fresh:d}{key.asked:d}\0{key.raw}{key.after}"
        hashed.update(told.encode("utf-8", "surrogatepass"))
        hashed.update(_spelt(key.under))
        if past is not None:
            hashed.update(repr((past.spoken_of and sorted(past.spoken_of), past.last_two)).encode())
        return hashed.digest()


@lru_cache(maxsize=1024)
def _spelt(under: tuple[Context, ...]) -> bytes:
    """What a unit stands under: many stand under the same."""
    return repr(under).encode("utf-8", "surrogatepass")


class Lookup:
    """The units of one text, looked up some hundreds at a time, in the order in which they are asked for."""

    def __init__(self, kept: Kept, keys: Sequence[UnitKey], knowledge: Knowledge) -> None:
        self._kept = kept
        self._keys = keys
        self._knowledge = knowledge
        self._at = 0
        """Of the first unit that was not looked up yet."""
        self._rows: dict[UnitKey, bytes | None] = {}

    def get(
        self, key: UnitKey, unit: Unit, past: Callable[[LooksBack], Past]
    ) -> tuple[Understood | None, LooksBack]:  # fmt: skip
        """What was understood of a unit, and by what of its `past`."""
        if key not in self._rows:
            self._look_up(key)
        kept, back = self._rows[key], LooksBack(False, False)
        if kept is not None and kept[:1] == _LOOKS_BACK:
            back = LooksBack(b"s" in kept, b"l" in kept)
            kept = self._kept.shelf.get(self._kept.name(key, past(back)))
        if kept is not None:
            with suppress(ValueError, TypeError, KeyError, IndexError):
                return _restored(json.loads(kept), unit, key.after, self._knowledge), back
        return None, back

    def _look_up(self, key: UnitKey) -> None:
        """Look up a unit, and those that come next."""
        wanted = [key]
        if not key.asked:  # a question that is read in place of its answer is no unit of the text
            with suppress(ValueError):
                at = self._keys.index(key, self._at)
                self._at = at + _AHEAD
                wanted = list(self._keys[at : self._at])
        names = {each: self._kept.name(each) for each in wanted}
        rows = self._kept.shelf.get_all(names.values())
        self._rows |= {each: rows.get(name) for each, name in names.items()}

    def put(self, key: UnitKey, understood: Understood, back: LooksBack, past: Past) -> None:
        """Have kept what was understood, and by what of its past."""
        name = self._kept.name(key)
        if any(back):
            self._kept.shelf.put(name, _LOOKS_BACK + b"s" * back.spoken_of + b"l" * back.last_two)
            name = self._kept.name(key, past)
        written = json.dumps(_written(understood, self._knowledge.likeness), ensure_ascii=False, separators=(",", ":"))
        self._kept.shelf.put(name, written.encode("utf-8", "surrogatepass"))


def _written(understood: Understood, likeness: Likeness | None) -> list[Any]:
    """A unit as a row keeps it: its topics, and each sentence in which something is claimed or weighed."""
    rows = []
    for heard in understood.heard:
        if not heard.drafts and not heard.weighed:
            continue
        own = understood.leaning.of(heard.number) if heard.weighed and understood.leaning is not None else None
        # Only a sentence that may be doubted is looked at again.
        again = own is not None and likeness is not None and own > likeness.thresholds.doubt + heard.right - LENT
        drafts = [[*draft, *rest] for draft, *rest in zip(heard.drafts, heard.qualifiers, heard.trust, strict=True)]
        about = (
            understood.leaning.about.get(heard.number, ()) if own is not None and understood.leaning is not None else ()
        )
        rows.append(
            [heard.number, own, heard.right, drafts, heard.sight.mentions if again and heard.sight else None, about]
        )
    return [understood.topics, rows]


def _restored(row: list[Any], unit: Unit, after: str, knowledge: Knowledge) -> Understood:
    """The unit of a row. Raises as what a row holds may be anything."""
    said, rows = row
    likeness = knowledge.likeness
    about = {row[0]: tuple(row[-1]) for row in rows if row[-1]}
    leaning = Leaning(likeness, unit.low, lambda: mentions_of(unit, knowledge), about) if likeness is not None else None
    heard: list[Heard] = []
    for number, own, right, told, mentions, _ in rows:
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
            spans = unit.sentences
            following = unit.low[slice(*spans[number + 1])] if number + 1 < len(spans) else after
            sight = Sight(
                unit.alone(), spans[number], following, [Mention(*each) for each in mentions], unit.fresh and number == 0, None,
                before=spans[number - 1] if number else None, about=about.get(number, ()),
            )  # fmt: skip
        if own is not None and leaning is not None:
            leaning.known(number, own)
        heard.append(Heard(number, sight, drafts, qualifiers, own is not None, trust, right))
    return Understood(heard, tuple(tuple(topic) for topic in said), leaning)
