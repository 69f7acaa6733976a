"""`kanwu: ignore[rule] reason`, written beside the words that it is about.

Apart from the selection, because an author who keeps a sentence says so at the sentence, with the reason for whoever
comes next; without one nothing is suppressed. What a marker says is masked before the text is read: a reason that
quotes a myth is not one more wrong claim.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from pipeline import regex as re
from pipeline.models import Block, Document
from pipeline.sources import Cell, Sheet
from pipeline.sources.parsers.html import Layout, layout_of

Reach = Literal["here", "next", "file"]

_MARKER = re.compile(
    r"\bkanwu[ \t]{0,20}[:：][ \t]{0,20}ignore(?P<reach>-next-line|-file)?[ \t]{0,20}"
    r"(?P<rules>[\[【](?P<names>[^\]】\r\n]{0,2000})[\]】])?",
    re.I,
)
_OPENING = re.compile(
    r"(?:(?P<comment><!--|\{/\*|/\*)\s*|(?P<line>\[//\]:[ \t]*#[ \t]*\(|[(（\[【]|(?<!\S)(?://+|--|#+|%+|;+))[ \t]*)\Z"
)
_WINDOW = 120
"""Characters before a marker in which what opens it is looked for: keeps the cost of a long line linear."""
_COMMENTS = {"<!--": "-->", "{/*": "*/}", "/*": "*/"}
"""What opens a comment to what closes it, on a later line too."""
_BRACKETS = {"(": ")", "（": "）", "[": "]", "【": "】"}
"""What opens and closes within one line; inner pairs count."""
_SAID = re.compile(r"[^\s>*+\-•|#][^\r\n]*")
"""What a line says, from its first character on that is no mark of a list, a quote or a table: those may stand around a
marker that has its line to itself."""


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


def suppressions(document: Document, sheet: Sheet) -> tuple[Suppression, ...]:
    """The markers of a document, in order; those in code that a text shows are none."""
    text = sheet.text
    if "kanwu" not in text.lower():
        return ()
    found = [mark for mark in _marks(text) if not _shown_as_code(mark.start, document, sheet)]
    bare = _bare(text, found)
    spoken = [said.span() for said in _SAID.finditer(bare)]
    page = document.format == "html" and bool(found)
    blocks = [block for block in document.blocks if block.text.strip()] if page else []
    layout = layout_of(document.source) if page else Layout((), ())
    return tuple(
        Suppression(
            mark.start,
            mark.end,
            tuple(name.strip() for name in re.split(r"[,，、]", mark.found["names"] or "") if name.strip()),
            _reason(text[mark.found.end() : mark.end], mark.opening),
            _reach(mark.found),
            _targets(mark, document, sheet, bare, spoken, blocks, layout),
        )
        for mark in found
    )


def _reach(marker: re.Match[str]) -> Reach:
    name = (marker["reach"] or "").lower()
    return "next" if name == "-next-line" else "file" if name == "-file" else "here"


class _Mark(NamedTuple):
    start: int
    end: int
    opening: str
    found: re.Match[str]


def _marks(text: str) -> Iterator[_Mark]:
    after = 0
    for found in _MARKER.finditer(text):
        if found.start() < after:
            # Part of another one's reason.
            continue
        window = max(after, found.start() - _WINDOW)
        opened = _OPENING.search(text[window : found.start()])
        opening = (opened["comment"] or opened["line"]) if opened else ""
        if not opening and found["rules"] is None:
            # A sentence that speaks of it.
            continue
        start = window + opened.start() if opened else found.start()
        after = _end_of(text, found.end(), opening)
        yield _Mark(start, after, opening, found)


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


def _shown_as_code(start: int, document: Document, sheet: Sheet) -> bool:
    """Whether a marker stands in a block or a span of code: documentation of the marker, not a marker."""
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


def _bare(text: str, marks: Sequence[_Mark | Suppression]) -> str:
    """The text with its markers blanked out, of the same length and with the same lines."""
    pieces: list[str] = []
    at = 0
    for mark in marks:
        pieces += (text[at : mark.start], re.sub(r"[^\r\n]", " ", text[mark.start : mark.end]))
        at = mark.end
    return "".join((*pieces, text[at:]))


def _targets(
    mark: _Mark,
    document: Document,
    sheet: Sheet,
    bare: str,
    spoken: Sequence[tuple[int, int]],
    blocks: Sequence[Block],
    layout: Layout,
) -> tuple[tuple[int, int], ...]:
    start, end, reach = mark.start, mark.end, _reach(mark.found)
    if reach == "file":
        return ((0, len(bare)),)
    if document.format == "html":
        return tuple(_elements(mark, document, blocks, layout))
    cell = sheet.cell(start)
    low, high = (cell.start, cell.end) if cell is not None else (0, len(bare))
    first, last = _line_start(bare, start), _line_end(bare, end)
    target = (max(first, low), min(last, high))
    i = bisect_left(spoken, (first, first))
    if reach == "next" or i == len(spoken) or spoken[i][0] >= last:
        i = bisect_right(spoken, (last, len(bare)))
        target = (spoken[i][0], min(spoken[i][1], high)) if i < len(spoken) and spoken[i][0] < high else (end, end)
    return (target, *_outputs(cell, sheet))


def _line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    early = text.find("\r", offset, end)
    return end if early < 0 else early


def _outputs(cell: Cell | None, sheet: Sheet) -> Iterator[tuple[int, int]]:
    """A comment in a code cell speaks of what the cell printed too: there, nobody can write one."""
    if cell is not None and cell.kind == "comment":
        for other in sheet.cells:
            if other.number == cell.number and other.kind == "output":
                yield other.start, other.end


_DEPTH = 60
"""So many elements are looked through around a comment: keeps the cost of a page that only opens them linear."""


def _elements(mark: _Mark, document: Document, blocks: Sequence[Block], layout: Layout) -> Iterator[tuple[int, int]]:
    """In a page: the element around a comment, else the one before it on its line, else the next one.

    A line of a page may be the whole page, so elements take the place of lines.
    """
    i = bisect_right(blocks, mark.start, key=lambda block: block.start) - 1
    before = blocks[i] if i >= 0 else None
    after = blocks[i + 1] if i + 1 < len(blocks) else None
    if before is not None and _reach(mark.found) == "here" and _stays(mark, before, after, document, layout):
        yield before.start, before.end
    elif after is not None:
        yield after.start, after.end


def _stays(mark: _Mark, before: Block, after: Block | None, document: Document, layout: Layout) -> bool:
    """Whether a comment speaks of the words before it, not of those behind it."""
    if mark.start < before.end or after is None:
        return True
    around = _innermost(mark.start, layout)
    for _ in range(_DEPTH):
        element = layout.elements[around] if around >= 0 else None
        behind = element is None or before.end > element.start
        ahead = element is None or after.start < element.end
        if behind != ahead:
            return behind
        if element is None or behind:
            break
        around = element.above
    beside = not _parted(before.end, mark.start, document.line_starts)
    if beside and _innermost(before.end - 1, layout) == around and not _parted(before.end, mark.start, layout.breaks):
        return True
    return beside and _innermost(after.start, layout) != around and _parted(mark.end, after.start, document.line_starts)


def _innermost(offset: int, layout: Layout) -> int:
    """Place of the innermost element around an offset of a page; -1 where it stands in none."""
    place = bisect_right(layout.elements, offset, key=lambda element: element.start) - 1
    for _ in range(_DEPTH):
        if place < 0 or offset < layout.elements[place].end:
            break
        place = layout.elements[place].above
    return place


def _parted(start: int, end: int, breaks: Sequence[int]) -> bool:
    """Whether a line begins between two offsets: of the file, or of what its reader sees."""
    return bisect_right(breaks, end) > bisect_left(breaks, start)


# ------------------------------------------------------------------------------------------- masking


def masked(document: Document, sheet: Sheet, marks: Sequence[Suppression]) -> str:
    """The sheet's text with its markers blanked out, of the same length.

    A marker that has a line to itself takes the line's break with it, so that it parts no paragraph.
    """
    text = _bare(sheet.text, marks)
    letters = list(text)
    tops = {cell.start for cell in sheet.cells} | {0}
    for mark in marks:
        begin, end = _line_start(text, mark.start), _line_end(text, mark.end)
        if document.format == "html" or begin in tops or text[begin:end].strip():
            continue
        for at in range(begin - 1, end):
            letters[at] = " "
        if begin > 1 and sheet.text[begin - 2 : begin] == "\r\n":
            letters[begin - 2] = " "
    return "".join(letters)
