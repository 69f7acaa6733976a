"""What was understood of a unit of text, wherever that stands: what its sentences claim, what they are about, what they weigh.

Apart from the reader, which makes it, because it is also remembered (`recall`) and kept for later processes (`keeping`).
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.claims.doubts import Leaning
from pipeline.claims.sight import Draft, Sight
from pipeline.claims.units import Context, Put

Topics = tuple[tuple[str, ...], ...]
"""What sentences are about, those that are about something."""


class UnitKey(NamedTuple):
    """All that a unit is understood by, but for what was spoken of before it."""

    raw: str
    kind: str
    under: tuple[Context, ...]
    fresh: bool
    asked: bool
    """Whether it is a question that is read in place of its answer."""
    put: Put
    after: str
    """The sentence behind it, where that may answer."""


class Past(NamedTuple):
    """As much as was asked for of what the text was about before a unit, since its last heading or question."""

    spoken_of: frozenset[str] | None
    """All topics."""
    last_two: Topics | None
    """Those of the last two sentences that were about something."""


class Heard(NamedTuple):
    """A sentence that may speak of something known, and what is read in it."""

    number: int
    """Of the sentence in its unit."""
    sight: Sight | None
    """None where nothing more can be asked of it: it was read by an earlier process, and is beyond doubt."""
    drafts: list[Draft]
    qualifiers: list[str]
    """Of what each of them is said."""
    weighed: bool
    """Whether its words are weighed."""
    trust: list[float]
    """How far each claim is to be trusted, where its words weigh against it."""
    right: float
    """What is deducted for what is read to be right in it: infinitely much where that leaves no clause out."""


class Understood(NamedTuple):
    """What was read of a unit, wherever that stands."""

    heard: list[Heard]
    topics: Topics
    leaning: Leaning | None
    """What its sentences weigh; None where nothing weighs them."""
