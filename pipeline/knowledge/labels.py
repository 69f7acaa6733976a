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
_START = re.compile(r"(?<![a-z0-9])[a-z0-9]|[^\x00-\x7f]")
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


class LabelIndex:
    """Labels of all concepts. Built from `pieces`, so that a cache needs no normalising."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._below: dict[str, list[tuple[list[str], str]]] = {}
        for stored in sorted(labels, reverse=True):
            split = stored.split(_SEAM)
            for head in _heads(split):
                self._below.setdefault(head, []).append((split, labels[stored]))
        self._heads = Literals(self._below)

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
            for head in heads:
                for split, concept in self._below[head]:
                    end = _end(text, at, split)
                    if end > best[0]:
                        best = (end, concept)
            if best[0]:
                found.append(Labelled(at, *best))
                last = best[0]
        return found


def _heads(split: Sequence[str]) -> list[str]:
    """What a label may begin with in a text; a short first piece goes with what may follow it, so that it stands out."""
    first = split[0]
    if len(split) == 1 or len(first) > 2:
        return [first]
    return [first + split[1], *[first + seam for seam in _SEAMS]]


def _end(text: str, at: int, split: Sequence[str]) -> int:
    """Where a label that begins at `at` ends; 0 where it does not stand there. Up to two seam characters may stand at each seam."""
    for i, piece in enumerate(split):
        if i and text[at : at + 1] in _SEAMS:
            at += 2 if text[at + 1 : at + 2] in _SEAMS else 1
        if not text.startswith(piece, at):
            return 0
        at += len(piece)
    return _closes(text, at)


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
