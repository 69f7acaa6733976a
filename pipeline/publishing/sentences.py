"""The sentence that a finding stands in: two struck characters say nothing without what they are said of.

Apart from what is shown, because it reads a document's source (text, Markdown or HTML) and knows nothing of corrections.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from pipeline.models import Document

Mark = TypeVar("Mark")

_FARTHEST = 600
"""Characters of source beyond which no sentence is followed; a page on one line has no other end."""
_ENDS = re.compile(
    # A sentence's own end, in either language ...
    r"(?:[。！？!?；]|(?<!&amp)(?<!&lt)(?<!&gt)(?<!&quot)(?<!&nbsp)(?<!&#39);)(?:[”’」』\"')）]|\*\*)*"
    r"|\.(?:[\"')]|\*\*)*(?=\s|<|$)"
    # ... a paragraph's, a list item's, a heading's or a table cell's ...
    r"|\n(?=[ \t>]*(?:\r?\n|[-*+•·|#>~`]|\d{1,3}[.、)）]|[A-Za-z]{1,8}\d{0,3}[:：]|[答问][:：]|[（(]\d{1,3}[)）]))"
    # ... or that of an element of a page that is not inline.
    r"|</?(?:p|br|li|ul|ol|dl|d[dt]|t[rdh]|table|h[1-6]|pre|div|blockquote|hr|section|article|summary|details)\b[^<>]*>",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^\s*+(?:(?:[-*+•·>#|]++(?=\s)|\d{1,3}[.、)）]|(?:答案?|A|Answer)\s*[:：])\s*+)*+", re.IGNORECASE
)


class Piece(NamedTuple, Generic[Mark]):
    """A stretch of a sentence as a reader sees it, and what it is marked as; None where it is not."""

    text: str
    mark: Mark | None


def bounds(document: Document, start: int, end: int, within: tuple[int, int]) -> tuple[int, int]:
    """Where the sentence around [start, end) of the source begins and ends; never outside of `within`."""
    first = max(min(within[0], start), start - _FARTHEST)
    last = min(max(within[1], end), end + _FARTHEST)
    begins = first
    for match in _ENDS.finditer(document.source, first, start):
        begins = match.end()
    closing = _ENDS.search(document.source, max(start, end - 1), last)
    return begins, max(end, closing.end() if closing else last)


def pieces(document: Document, span: tuple[int, int], marks: Iterable[tuple[int, int, Mark]]) -> list[Piece[Mark]]:
    """The words of a sentence, cut where marks begin and end; where two overlap, the later one marks its rest."""
    found: list[Piece[Mark]] = []
    at, last = span
    for start, end, mark in sorted(marks, key=lambda each: each[:2]):
        start, end = max(start, at), min(end, last)
        if start >= end:
            continue
        found += [Piece(document.source[at:start], None), Piece(document.source[start:end], mark)]
        at = end
    found.append(Piece(document.source[at:last], None))
    cleaned = [Piece(_words(text, document), mark) for text, mark in found]
    cleaned[0] = cleaned[0]._replace(text=_OPENING.sub("", cleaned[0].text).lstrip())
    cleaned[-1] = cleaned[-1]._replace(text=cleaned[-1].text.rstrip(" |;；"))
    return [piece for piece in cleaned if piece.text]


def around(found: Sequence[Piece[Mark]], mark: Mark, length: int) -> list[Piece[Mark]]:
    """As many characters of a sentence as `length` allows, the marked words in their midst."""
    at = next((k for k, piece in enumerate(found) if piece.mark == mark), None)
    if at is None:
        return []
    words = found[at].text
    if len(words) >= length:
        return [Piece(words[: length - 1].rstrip() + "…", mark)]
    room = length - len(words)
    before = sum(len(piece.text) for piece in found[:at])
    after = sum(len(piece.text) for piece in found[at + 1 :])
    # What one side leaves goes to the other; the subject stands before.
    ahead = min(before, max(room * 2 // 3, room - after))
    behind = min(after, room - ahead)
    return [*_tail(found[:at], ahead), found[at], *_head(found[at + 1 :], behind)]


# Neither side ends within a word of Latin letters.


def _head(found: Sequence[Piece[Mark]], length: int) -> list[Piece[Mark]]:
    taken: list[Piece[Mark]] = []
    for piece in found:
        if len(piece.text) > length:
            cut = re.sub(r"(?<=[^0-9A-Za-z])[0-9A-Za-z]+$", "", piece.text[:length])
            return [*taken, piece._replace(text=cut.rstrip() + "…")]
        taken.append(piece)
        length -= len(piece.text)
    return taken


def _tail(found: Sequence[Piece[Mark]], length: int) -> list[Piece[Mark]]:
    taken: list[Piece[Mark]] = []
    for piece in reversed(found):
        if len(piece.text) > length:
            cut = piece.text[len(piece.text) - length :]
            cut = re.sub(r"^[0-9A-Za-z]+(?=[^0-9A-Za-z])", "", cut)
            return [piece._replace(text="…" + cut.lstrip()), *taken]
        taken.insert(0, piece)
        length -= len(piece.text)
    return taken


def _words(source: str, document: Document) -> str:
    """A stretch of source as a reader sees it: without tags and marks, its spaces kept as single ones."""
    text = re.sub(r"<[^<>]*>", "", source)
    if document.format == "html":
        text = html.unescape(text)
    else:
        text = re.sub(r"!?\[([^\[\]]*)\]\([^()\s]*\)", r"\1", text)
        text = re.sub(r"\*\*|__|`", "", text)
    return re.sub(r"\s+", " ", text)
