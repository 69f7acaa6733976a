"""Finding concepts in text by their labels: one walk over the text, however many labels there are.

Apart from the patterns, because labels are not regular expressions: they are matched by the rules of
data/graph/README.md (case, width, traditional characters and seams do not count; the longest label wins).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

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
    """Labels of all concepts in one trie. Built from `pieces`, so that a cache needs no normalising."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._root: dict[str, Any] = {}
        for stored, concept in labels.items():
            node = self._root
            for letter in stored:
                node = node.setdefault(letter, {})
            node["end"] = concept
        self._heads = frozenset(head for stored in labels for head in _heads(stored))

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
        root, heads = self._root, self._heads
        last = 0
        for match in _START.finditer(text):
            at = match.start()
            if at < last:
                continue
            node = root.get(match.group())
            if node is None or (text[at : at + 2] not in heads and match.group() not in heads):
                continue
            best = self._walk(text, at + 1, node)
            if best is not None:
                end, concept = best
                found.append(Labelled(at, end, concept))
                last = end
        return found

    def _walk(self, text: str, at: int, node: Mapping[str, Any]) -> tuple[int, str] | None:
        """The longest label below `node` that continues at `at` and ends at a boundary."""
        best: tuple[int, str] | None = None
        stack = [(at, node)]
        while stack:
            at, node = stack.pop()
            concept = node.get("end")
            if concept is not None and (best is None or at > best[0]) and (end := _closes(text, at)):
                best = (end, concept)
            if (seam := node.get(_SEAM)) is not None:
                stack.append((at, seam))
                if at < len(text) and text[at] in _SEAMS:
                    stack.append((at + 1, seam))
                    if at + 1 < len(text) and text[at + 1] in _SEAMS:
                        stack.append((at + 2, seam))
            if at < len(text) and (child := node.get(text[at])) is not None:
                stack.append((at + 1, child))
        return best


def _heads(stored: str) -> tuple[str, ...]:
    """The first two characters that a text may have where a label begins; one where the label has no more."""
    if len(stored) == 1:
        return (stored,)
    if stored[1] != _SEAM:
        return (stored[:2],)
    return (stored[0] + stored[2], *(stored[0] + seam for seam in _SEAMS))


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
