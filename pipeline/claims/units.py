"""A document's blocks into the units that are read: wrapped lines joined, each with what it stands under.

Apart from the reader, because what a line stands under (its question, its headings, the head of its list, the heads of
its column and row) is a matter of layout, and what it says is a matter of language.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from pipeline import regex as re
from pipeline.claims.sentences import Span, sentences
from pipeline.models import Block, Document, Passage, QAPair
from pipeline.text import normalise

_SKIPPED = frozenset({"code", "figure", "rule", "formula"})
_CLOSED = re.compile(r"[。．.!?！？；;:：…]['\"”’)）】\]*]*\s*$")
_ASKS = re.compile(
    r"[?？]\s*$|吗|呢$|是否|如何|怎么|怎样|为什么|为何|哪些|哪个|哪种|哪几|什么|几种|多少|区别|介绍|简述|谈谈|说说|讲讲|描述"
    r"|^\W*(?:what|why|how|when|where|which|who|is|are|does|do|did|can|could|should|explain|describe|name|list|compare)\b",
    re.I,
)
_MARKER = re.compile(
    r"^\s*(?:[-*+•·●○▪■◆]\s+|\(?\d{1,3}[.、)）]\s*|[（(]?[一二三四五六七八九十]{1,3}[)）、.]\s*|[a-zA-Z][.)]\s+|[①-⑳]\s*)"
)
_NEW_TABLE = re.compile(r"\n[ \t]*\r?\n(?![^<]*</t)|<table", re.I)
_NOWHERE = Document(path="", sha256="", format="text", encoding="utf-8", source="")
LEAD_IN = 60
"""Longest text, in characters, that is taken for the head of what follows it."""


Put = Literal["stated", "open", "denied"]
"""How a unit is put: as a statement, as one of several answers to choose from, or as the one that is called wrong."""


class Context(NamedTuple):
    """A text that a unit stands under."""

    kind: str
    """`heading`, `question` or `list-head`."""
    text: str
    """Normalised."""


@dataclass(frozen=True)
class Unit:
    """What is read as one: a paragraph, an item, a cell of a table."""

    document: Document
    pieces: tuple[tuple[int, Block, int], ...]
    """Runs (offset in `raw`, block, offset in the block's text), ascending."""
    raw: str
    low: str
    """`raw`, normalised."""
    map: list[int] | None
    """From `low` to `raw`; None where they agree."""
    kind: str
    depth: int
    pair: QAPair | None
    under: tuple[Context, ...]
    """What it stands under, the nearest first."""
    fresh: bool
    """Whether it begins something new: the first after a heading or a question."""
    answered_at: Passage | None = None
    """Where a question stands answered with yes or no that is read in place of its answer: all that is claimed there is claimed here."""

    put: Put = "stated"

    def alone(self) -> Unit:
        """The unit without its document, which would be remembered as long."""
        return replace(self, document=_NOWHERE, pieces=(), pair=None)

    def passage(self, start: int, end: int) -> Passage:
        """The span [start, end) of `low` in the document's source."""
        if self.answered_at is not None:
            return self.answered_at
        first, last = self.at(start), self.at(max(start, end - 1)) + 1
        return self.document.passage(first, max(first, last))

    def at(self, offset: int) -> int:
        """Where the character at `offset` of `low` stands in the source."""
        if self.map is not None:
            offset = self.map[min(offset, len(self.map) - 1)]
        i = max(0, bisect_right(self.pieces, offset, key=lambda piece: piece[0]) - 1)
        begin, block, inside = self.pieces[i]
        return block.source_offset(min(inside + offset - begin, len(block.text)))

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences of `low`."""
        return sentences(self.low)

    @cached_property
    def cased(self) -> str:
        """`raw`, character by character beside `low`."""
        if self.map is None or len(self.low) == len(self.raw):
            return self.raw
        return "".join(self.raw[i] for i in self.map[:-1])

    def original(self, start: int, end: int) -> str:
        """The span [start, end) of `low` as written."""
        if self.map is None:
            return self.raw[start:end]
        return self.raw[self.map[start] : self.map[min(end, len(self.map) - 1)]]


@lru_cache(maxsize=1024)
def _context(kind: str, text: str) -> Context:
    """A heading as units stand under it: many stand under one."""
    return Context(kind, normalise(text)[0])


def asks(text: str) -> bool:
    """Whether a title is worded as a question."""
    return bool(_ASKS.search(text))


def units(document: Document, pairs: Sequence[QAPair]) -> Iterator[Unit]:
    """The units of a document in reading order; headings, questions, code and noise are none."""
    roles = _Roles(pairs)
    headings: list[tuple[int, str, int]] = []
    leads: list[tuple[int, str]] = []
    table: list[str] = []
    table_end = 0
    pending: list[tuple[Block, int, int]] = []
    state: tuple[QAPair | None, tuple[Context, ...], bool] = (None, (), True)
    last_pair: str | None = None
    fresh = True

    def flush() -> Iterator[Unit]:
        if pending:
            pair, under, new = state
            yield _unit(document, pending, pair, under, new)
            pending.clear()

    for block in document.blocks:
        if block.noise or block.kind in _SKIPPED or not block.text.strip():
            if block.kind in _SKIPPED or block.noise:
                yield from flush()
            continue
        pair, skip = roles.of(block)
        pair_id = pair.id if pair else None
        if pair_id != last_pair:
            yield from flush()
            leads.clear()
            table = []
            last_pair, fresh = pair_id, True
        text = block.text[skip:]
        if not text.strip():
            continue
        if skip == 0 and _is_heading(block, text):
            yield from flush()
            while headings and headings[-1][0] >= (block.level or 7):
                headings.pop()
            headings.append((block.level or 7, text, block.start))
            leads.clear()
            table, fresh = [], True
            continue
        under = _under(pair, headings)
        if block.kind == "table":
            yield from flush()
            cells = _cells(text)
            if table and _NEW_TABLE.search(document.source, table_end, block.start):
                table = []
            table_end = block.end
            if not table:
                table = [cell for cell, _ in cells]
                if len(cells) > 1:
                    continue
            yield from _row(document, block, skip, cells, table, pair, under)
            continue
        table = []
        depth = block.level + 1 if block.kind == "item" else (block.level if block.level else 0)
        if pending and _continues(document, pending[-1][0], block, skip):
            pending.append((block, skip, len(block.text)))
            continue
        yield from flush()
        while leads and leads[-1][0] >= max(depth, 1) and (block.kind == "item" or leads[-1][0] > 0):
            leads.pop()
        over = tuple(Context("list-head", normalise(lead)[0]) for _, lead in reversed(leads))
        state = (pair, (*over, *under), fresh)
        fresh = False
        pending.append((block, skip, len(block.text)))
        if _leads(text, block):
            if block.kind != "item" and leads and leads[-1][0] == 0:
                leads.pop()
            leads.append((depth if block.kind == "item" else 0, text.strip().rstrip(":：")))
        elif block.kind == "item":
            leads.append((depth, _head_of(text)))
        elif (
            not leads
            or leads[-1][0] > 0
            or (block.kind == "paragraph" and block.level == 0 and not _after_lead(leads, block))
        ):
            leads.clear()
    yield from flush()


def _after_lead(leads: list[tuple[int, str]], block: Block) -> bool:
    return bool(leads) and leads[-1][0] == 0


def _is_heading(block: Block, text: str) -> bool:
    if block.kind in ("heading", "summary", "term"):
        return True
    return block.strong and len(text) <= LEAD_IN and not _CLOSED.search(text)


def _leads(text: str, block: Block) -> bool:
    """Whether a line announces what follows: it is short and ends with a colon."""
    return len(text) <= LEAD_IN and text.rstrip().endswith((":", "："))


def _head_of(text: str) -> str:
    head = re.split(r"[:：。;；,，]", text, maxsplit=1)[0]
    return head if len(head) <= LEAD_IN else ""


def _under(pair: QAPair | None, headings: list[tuple[int, str, int]]) -> tuple[Context, ...]:
    found: list[Context] = []
    if pair is None:
        for _, text, _ in reversed(headings):
            found.append(_context("heading", text))
        return tuple(found)
    for _, text, start in reversed(headings):
        if start > pair.question_at.end:
            found.append(_context("heading", text))
    found.append(_context("question", pair.question))
    for text in reversed(pair.section):
        found.append(_context("heading", text))
    return tuple(found)


class _Roles:
    """Which pair a block belongs to, and how much of it is the question."""

    def __init__(self, pairs: Sequence[QAPair]) -> None:
        self._spans: list[tuple[int, int, QAPair, bool]] = []
        for pair in pairs:
            # A "question" that asks nothing and has no answer is a statement that stands alone.
            if pair.answer is not None or asks(pair.question):
                self._spans.append((pair.question_at.start, pair.question_at.end, pair, True))
            for passage in pair.answer_at or ():
                self._spans.append((passage.start, passage.end, pair, False))
        self._spans.sort(key=lambda span: (span[0], span[1]))
        self._starts = [span[0] for span in self._spans]

    def of(self, block: Block) -> tuple[QAPair | None, int]:
        """The pair, and the number of leading characters of the block's text that are question."""
        pair: QAPair | None = None
        skip = 0
        first = max(0, bisect_right(self._starts, block.start) - 2)
        for i in range(first, len(self._spans)):
            start, end, each, question = self._spans[i]
            if start >= block.end:
                break
            if end <= block.start:
                continue
            if question:
                pair = each
                skip = bisect_left(range(len(block.text)), end, lo=skip, key=block.source_offset)
            elif pair is None or skip:
                pair = each if pair is None else pair
        if skip:
            # What closes the question (a mark, a colon) belongs to neither.
            while skip < len(block.text) and block.text[skip] in " \t?？:：。*_　":
                skip += 1
        return pair, skip


def _continues(document: Document, before: Block, block: Block, skip: int) -> bool:
    """Whether a block is the same sentence, wrapped: the next line, without a mark of its own."""
    if skip or block.kind not in ("paragraph", "item", "quote") or (block.kind == "item" and block.marker):
        return False
    if before.kind not in ("paragraph", "item", "quote") or before.strong or block.strong:
        return False
    if document.line_of(block.start) - document.line_of(max(before.start, before.end - 1)) != 1:
        return False
    one, two = before.text.rstrip(), block.text.lstrip()
    if _CLOSED.search(one) or _MARKER.match(two):
        return False
    if one[-1:] in ",，、" or two[:1] in ",，、。；)）":
        return True
    if two[:1].isascii() and two[:1].islower() and one[-1:].isascii():
        return True
    return len(one) >= (30 if not one[-1:].isascii() else 50)


def _unit(
    document: Document,
    parts: list[tuple[Block, int, int]],
    pair: QAPair | None,
    under: tuple[Context, ...],
    fresh: bool,
) -> Unit:
    raw = ""
    pieces: list[tuple[int, Block, int]] = []
    for block, begin, end in parts:
        if raw and raw[-1].isascii() and block.text[begin : begin + 1].isascii():
            raw += " "
        pieces.append((len(raw), block, begin))
        raw += block.text[begin:end]
    low, back = normalise(raw)
    first = parts[0][0]
    depth = first.level + 1 if first.kind == "item" else 0
    return Unit(document, tuple(pieces), raw, low, back, first.kind, depth, pair, under, fresh)


def _cells(text: str) -> list[tuple[str, int]]:
    """The cells of a row of a table, each with its offset."""
    cells: list[tuple[str, int]] = []
    at = 0
    for part in text.split(" | "):
        cells.append((part, at))
        at += len(part) + 3
    return cells


def _row(
    document: Document,
    block: Block,
    skip: int,
    cells: list[tuple[str, int]],
    head: list[str],
    pair: QAPair | None,
    under: tuple[Context, ...],
) -> Iterator[Unit]:
    """A unit for each cell, under the head of its row and of its column."""
    row_head = cells[0][0]
    if len(head) == len(cells) - 1:
        # The corner of the table was left empty.
        head = ["", *head]
    for column, (cell, at) in enumerate(cells):
        if not cell.strip() or (column == 0 and len(cells) > 1):
            continue
        over: list[Context] = []
        if column and row_head.strip():
            over.append(_context("list-head", row_head))
        if column < len(head) and head[column].strip() and len(cells) > 1:
            over.append(_context("list-head", head[column]))
        unit = _unit(document, [(block, skip + at, skip + at + len(cell))], pair, (*over, *under), True)
        yield replace(unit, kind="table")
