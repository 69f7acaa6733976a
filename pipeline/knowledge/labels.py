"""Finding concepts in text by their labels: one walk over the text, however many labels there are.

Apart from the patterns, because labels are not regular expressions: they are matched by the rules of
data/graph/README.md (case, width, traditional characters and seams do not count; the longest label wins).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline import regex as re
from pipeline.knowledge.literals import Literals
from pipeline.text import normalise

_SEAM = "\0"
_SEAMS = " \t\n\r-_\u00a0"
_START = re.compile(r"(?<![a-z0-9])[a-z0-9]|[^\x00-\x7f]|[(\[<]")
"""Where a label may begin: not within a Latin word; a bracket may be a part of the name, as in `[CLS]` and `(IA)^3`."""
_EDGE = re.compile(
    r"(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])|(?<=[a-z0-9])(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])(?=[a-z0-9])"
)
_SPLIT = re.compile(r"[ \t\n\r\-_\u00a0]+")


class Labelled(NamedTuple):
    """A place where a label stands, in normalised text."""

    start: int
    end: int
    concept: str


def squeeze(label: str) -> str:
    """A label as its key: levelled, without its seams. Two spellings with one key are one spelling."""
    return _SPLIT.sub("", normalise(label)[0])


def pieces(label: str) -> str:
    """A label as the index stores it: levelled, with a mark at each seam."""
    text = normalise(label)[0].strip()
    parts: list[str] = []
    for part in _SPLIT.split(text):
        parts += [each for each in _EDGE.split(part) if each]
    return _SEAM.join(parts)


class _Node:
    """What may follow the pieces of a label that were read so far."""

    __slots__ = ("below", "concept")

    def __init__(self) -> None:
        self.below: dict[str, _Node] = {}
        """The next piece to what may follow it."""
        self.concept: str | None = None
        """Whose label ends here."""


class LabelIndex:
    """Labels of all concepts. Built from `pieces`, so that a cache needs no normalising."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._rests: dict[str, list[tuple[list[str], str]]] = {}
        """First piece to the others of each label that begins with it, and whose that is."""
        heads: dict[str, str] = {}
        for stored, concept in labels.items():
            first, *rest = stored.split(_SEAM)
            self._rests.setdefault(first, []).append((rest, concept))
            for head in _heads(first, rest):
                heads[head] = first
        self._piece_of = heads
        """What a label may begin with to its first piece."""
        self._heads = Literals(heads)
        self._nodes: dict[str, _Node] = {}
        """First piece to what may follow it, for those that were met in a text."""

    def _first(self, piece: str) -> _Node:
        """What may follow a first piece."""
        found = self._nodes.get(piece)
        if found is None:
            found = _Node()
            for rest, concept in self._rests[piece]:
                node = found
                for each in rest:
                    node = node.below.setdefault(each, _Node())
                node.concept = concept
            self._nodes[piece] = found
        return found

    @staticmethod
    def of(labels: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Map `pieces` of each (label, concept) to the concept; what comes first keeps a spelling."""
        stored: dict[str, str] = {}
        for label, concept in labels:
            if key := pieces(label):
                stored.setdefault(key, concept)
        return stored

    def find(self, text: str) -> list[Labelled]:
        """All labels in a normalised text, the longest at each place, none overlapping."""
        found: list[Labelled] = []
        last = 0
        for at, heads in self._heads.places(text):
            if at < last or not _START.match(text, at):
                continue
            best = (0, "")
            for first in {self._piece_of[head] for head in heads}:
                best = max(best, _longest(text, at + len(first), self._first(first)))
            if best[0]:
                found.append(Labelled(at, *best))
                last = best[0]
        return found


def _heads(first: str, rest: Sequence[str]) -> list[str]:
    """What a label may begin with in a text; a short first piece goes with what may follow it, so that it stands out."""
    if not rest or len(first) > 2:
        return [first]
    return [first + rest[0], *[first + seam for seam in _SEAMS]]


def _longest(text: str, at: int, node: _Node) -> tuple[int, str]:
    """Where the longest label ends of which `node` was read up to `at`, and whose it is; 0 where none does.

    Up to two seam characters may stand at each seam.
    """
    best = (0, "")
    if node.concept is not None and (end := _closes(text, at)):
        best = (end, node.concept)
    if node.below:
        if text[at : at + 1] in _SEAMS:
            at += 2 if text[at + 1 : at + 2] in _SEAMS else 1
        for piece, below in node.below.items():
            if text.startswith(piece, at):
                best = max(best, _longest(text, at + len(piece), below))
    return best


_TAIL = re.compile(r"[a-z0-9]|[.]\d|\+\+|(?<=[a-z])-\d")


def _closes(text: str, at: int) -> int:
    """Where a label that was read up to `at` ends; 0 where it is cut out of a longer word."""
    before = text[at - 1]
    if not before.isascii() or not before.isalnum():
        return at
    if not _TAIL.match(text, at):
        return at
    # A plural is the same spelling: prefix LMs, LoRAs; a plain letter after a digit (GPT-3s) is too.
    if text[at] == "s" and before != "s" and not _TAIL.match(text, at + 1):
        return at + 1
    return 0
