"""`kanwu: ignore[rule] reason`, written beside the words that it is about.

Apart from the selection, because an author who keeps a sentence says so at the sentence, with the reason for whoever
comes next; without one nothing is suppressed. What a marker says is masked before the text is read: a reason that
quotes a myth is not one more wrong claim.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from pipeline import regex as re
from pipeline.models import Block, Document
from pipeline.sources import Cell, Sheet

Reach = Literal["here", "next", "file"]

_MARKER = re.compile(
    r"(?P<open><!--|\{/\*|/\*|\[//\]:[ \t]*#[ \t]*\(|[(（\[【]|(?<!\S)(?://+|--|#+|%+|;+))?[ \t]*"
    r"\bkanwu[ \t]*[:：][ \t]*ignore(?P<reach>-next-line|-file)?[ \t]*(?P<rules>[\[【](?P<names>[^\]】\n]*)[\]】])?",
    re.I,
)
_COMMENTS = {"<!--": "-->", "{/*": "*/}", "/*": "*/"}
"""What opens a comment to what closes it, on a later line too."""
_BRACKETS = {"(": ")", "（": "）", "[": "]", "【": "】"}
"""What opens and closes within one line; inner pairs count."""
_LINE_END = re.compile(r"[\r\n]|\Z")
_BARE = " \t　>*+-•|#"
"""What may stand around a marker that has its line to itself: marks of lists, quotes and tables."""


class Suppression(NamedTuple):
    """One marker: what it silences, where, and why."""

    start: int
    """Of the whole marker with what encloses it, in the sheet's text."""
    end: int
    rules: tuple[str, ...]
    """Selectors as written; () where it names none."""
    reason: str
    """Empty where none is given: then it silences nothing."""
    reach: Reach
    targets: tuple[tuple[int, int], ...]
    """Spans of the sheet's text that it speaks of."""

    def covers(self, start: int, end: int) -> bool:
        """Whether a span touches one that it speaks of."""
        return any(start < last and end > first for first, last in self.targets)


def suppressions(document: Document, sheet: Sheet) -> tuple[Suppression, ...]:
    """The markers of a document, in order; those in code that a text shows are none."""
    text = sheet.text
    if "kanwu" not in text.lower():
        return ()
    found = [mark for mark in _marks(text) if not _shown_as_code(mark, document, sheet)]
    taken = [(start, end) for start, end, _ in found]
    return tuple(
        Suppression(
            start,
            end,
            tuple(name.strip() for name in re.split(r"[,，、]", marker["names"] or "") if name.strip()),
            _reason(text[marker.end() : end], marker["open"] or ""),
            _reach(marker),
            _targets(start, end, _reach(marker), document, sheet, taken),
        )
        for start, end, marker in found
    )


def _reach(marker: re.Match[str]) -> Reach:
    name = (marker["reach"] or "").lower()
    return "next" if name == "-next-line" else "file" if name == "-file" else "here"


def _marks(text: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    for marker in _MARKER.finditer(text):
        opening = marker["open"] or ""
        if not opening and marker["rules"] is None:
            # A sentence that speaks of it.
            continue
        start = marker.start() if opening else marker.start() + len(marker[0]) - len(marker[0].lstrip())
        yield start, _end_of(text, marker.end(), opening), marker


def _end_of(text: str, at: int, opening: str) -> int:
    """Where a marker ends that opened so: behind what closes it, else at the end of the line."""
    if opening in _COMMENTS:
        found = text.find(_COMMENTS[opening], at)
        if found >= 0:
            return found + len(_COMMENTS[opening])
    end = _line_end(text, at)
    close = _BRACKETS.get(opening[-1:])
    if close is not None:
        depth = 1
        for here in range(at, end):
            depth += (text[here] == opening[-1]) - (text[here] == close)
            if not depth:
                return here + 1
    return end


def _reason(words: str, opening: str) -> str:
    words = words.removesuffix(_COMMENTS.get(opening) or _BRACKETS.get(opening[-1:], ""))
    return " ".join(words.split()).strip(" \t-–—:：")


def _shown_as_code(mark: tuple[int, int, re.Match[str]], document: Document, sheet: Sheet) -> bool:
    """Whether a marker stands in a block or a span of code: documentation of the marker, not a marker."""
    start = mark[0]
    text = sheet.text
    cell = sheet.cell(start)
    if cell is not None and cell.kind != "markdown":
        return cell.kind == "output"
    if document.format == "markdown":
        line = text[max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1 : start]
        if line.count("`") % 2:
            return True
    origin = sheet.span(start, start + 1, document.source)[0]
    block = _block_at(document.blocks, origin)
    return block is not None and block.kind == "code"


def _block_at(blocks: Sequence[Block], offset: int) -> Block | None:
    i = bisect_right(blocks, offset, key=lambda block: block.start) - 1
    return blocks[i] if i >= 0 and offset < blocks[i].end else None


# ------------------------------------------------------------------------------------------- targets


def _targets(
    start: int, end: int, reach: Reach, document: Document, sheet: Sheet, taken: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    text = sheet.text
    if reach == "file":
        return ((0, len(text)),)
    cell = sheet.cell(start)
    if document.format == "html":
        return tuple(_elements(start, end, reach, document))
    first = _line_start(text, start)
    last = _line_end(text, end)
    low, high = (cell.start, cell.end) if cell is not None else (0, len(text))
    alone = not text[first:start].strip(_BARE) and not text[end:last].strip(_BARE)
    if reach == "here" and not alone:
        target = (max(first, low), min(last, high))
    else:
        target = _next_line(text, last, high, taken)
    return (target, *_outputs(cell, sheet))


def _line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def _line_end(text: str, offset: int) -> int:
    found = _LINE_END.search(text, offset)
    assert found is not None
    return found.start()


def _next_line(text: str, after: int, limit: int, taken: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The next line that says something and is no marker of its own."""
    at = after
    while at < limit:
        at += 2 if text.startswith("\r\n", at) else 1
        end = _line_end(text, at)
        words = text[at:end]
        for first, last in taken:
            if first < end and last > at:
                words = words[: max(0, first - at)] + words[max(0, last - at) :]
        if words.strip(_BARE):
            return at, min(end, limit)
        at = end
    return after, after


def _outputs(cell: Cell | None, sheet: Sheet) -> Iterator[tuple[int, int]]:
    """A comment in a code cell speaks of what the cell printed too: there, nobody can write one."""
    if cell is not None and cell.kind == "comment":
        for other in sheet.cells:
            if other.number == cell.number and other.kind == "output":
                yield other.start, other.end


def _elements(start: int, end: int, reach: Reach, document: Document) -> Iterator[tuple[int, int]]:
    """In a page: the element around a comment, else the one before it on its line, else the next one.

    A line of a page may be the whole page, so elements take the place of lines.
    """
    blocks = [block for block in document.blocks if block.text.strip()]
    i = bisect_right(blocks, start, key=lambda block: block.start) - 1
    if reach == "here" and i >= 0:
        block = blocks[i]
        if start < block.end:
            yield block.start, block.end
            return
        rest = document.source[end : _line_end(document.source, end)]
        follows = i + 1 < len(blocks) and blocks[i + 1].start < end + len(rest)
        if not follows and _line_start(document.source, start) <= block.end:
            yield block.start, block.end
            return
    if i + 1 < len(blocks):
        yield blocks[i + 1].start, blocks[i + 1].end


# ------------------------------------------------------------------------------------------- masking


def masked(document: Document, sheet: Sheet, marks: Sequence[Suppression]) -> str:
    """The sheet's text with its markers blanked out, of the same length.

    A marker that has a line to itself takes the line's break with it, so that it parts no paragraph.
    """
    text = sheet.text
    letters = list(text)
    tops = {cell.start for cell in sheet.cells} | {0}
    for mark in marks:
        first, end = mark.start, mark.end
        begin = _line_start(text, first)
        alone = not text[begin:first].strip(" \t　") and not text[end : _line_end(text, end)].strip()
        for at in range(begin if alone else first, end):
            if letters[at] not in "\r\n" or alone:
                letters[at] = " "
        if alone and begin not in tops and document.format != "html":
            letters[begin - 1] = " "
            if begin > 1 and text[begin - 2 : begin] == "\r\n":
                letters[begin - 2] = " "
    return "".join(letters)
