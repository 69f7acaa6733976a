"""Questions with their rows become pairs: Markdown to read, passages to point at."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import defaultdict
from typing import TypeVar

from pipeline import regex as re
from pipeline.extraction.questions import Asked
from pipeline.extraction.rendering import render
from pipeline.extraction.rows import (
    ANSWER_TITLE,
    Row,
)
from pipeline.models import Block, BlockKind, Document, Lang, Passage, QAPair, Record
from pipeline.text import key


def make_pairs(document: Document, asked: list[Asked]) -> tuple[list[QAPair], dict[int, int]]:
    """The pairs in document order, and for each answer row where its answer begins."""
    seen: dict[str, int] = defaultdict(int)
    pairs: list[QAPair] = []
    answers: dict[int, int] = {}
    for each in asked:
        if not each.words:
            continue
        words = "".join(each.words.split())
        count = seen[words]
        seen[words] += 1
        name = hashlib.sha256(f"{document.path}\n{words}\n{count}".encode()).hexdigest()[:12]
        answer: str | None = None
        passages: tuple[Passage, ...] | None = None
        if each.cell is not None:
            answer, passages = _of_cell(document, each.row.block, each.cell)
            answers[each.row.at] = each.cell[0]
        elif each.answer:
            answer = render(
                [_from(row.block, at) if at else _told(row) for row, at in each.answer],
                [row.gap for row, _ in each.answer],
            )
            passages = _passages(document, each.answer) if answer and not answer.isspace() else None
            answer = answer if passages else None
            if passages:
                answers.update((row.at, at) for row, at in each.answer)
        pairs.append(
            _known(
                QAPair,
                {
                    "id": name,
                    "document": document.path,
                    "sha256": document.sha256,
                    "lang": _lang(each.words, document),
                    "section": each.section,
                    "question": each.words,
                    "question_at": _passage(document, each.start, each.end),
                    "answer": answer,
                    "answer_at": passages,
                    "rule": each.rule,
                },
            )
        )
    return pairs, answers


_R = TypeVar("_R", bound=Record)


_FIELDS: dict[type[Record], set[str]] = {made: set(made.model_fields) for made in (Passage, QAPair)}


def _known(made: type[_R], values: dict[str, object]) -> _R:
    """A record of values that are right by construction, all fields given: validating them again costs a tenth of the stage.

    What pydantic's `model_construct` sets, without its search for defaults.
    """
    record = made.__new__(made)
    put = object.__setattr__
    put(record, "__dict__", values)
    put(record, "__pydantic_fields_set__", _FIELDS[made])
    put(record, "__pydantic_extra__", None)
    put(record, "__pydantic_private__", None)
    return record


def _passage(document: Document, start: int, end: int) -> Passage:
    """`Document.passage`, for offsets that are known to be right."""
    starts = document.line_starts
    line = bisect_right(starts, start)
    return _known(
        Passage,
        {
            "document": document.path,
            "start": start,
            "end": end,
            "line": line,
            "end_line": bisect_right(starts, max(start, end - 1), line - 1),
            "quote": document.source[start:end],
        },
    )


def _of_cell(document: Document, block: Block, cell: tuple[int, int]) -> tuple[str, tuple[Passage, ...]]:
    """An answer that is a cell of a table, as Markdown and with its place."""
    first, last = cell
    words = block.text[first:last].strip()
    pieces = [
        piece.strip() for piece in re.split(r"(?<!\\)\|", block.markdown.strip().removeprefix("|").removesuffix("|"))
    ]
    column = block.text.count(" | ", 0, first)
    if len(pieces) == block.text.count(" | ") + 1 and pieces[column]:
        words = _unfolded(pieces[column])
    else:
        words = next(
            (_unfolded(piece) for piece in pieces if piece and key(piece.replace("<br>", "")) == key(words)), words
        )
    return words, (_passage(document, block.source_offset(first), block.source_offset(max(first, last - 1)) + 1),)


def _told(row: Row) -> Block:
    """A row's block; without the number that only says which question it answers."""
    if row.role == ANSWER_TITLE and row.block.kind == "item":
        return row.block._replace(kind="paragraph", level=0, marker="")
    return row.block


def _unfolded(cell: str) -> str:
    """A table's cell as Markdown of its own."""
    return cell.replace("<br>", "\n").replace("\\|", "|")


_CHINESE = re.compile("[\u3400-\u9fff]")


def _lang(words: str, document: Document) -> Lang:
    if _CHINESE.search(words) or (document.lang == "zh" and len(words) < 24 and " " not in words.strip()):
        return "zh"
    return "en"


def _from(block: Block, at: int) -> Block:
    """The block from an offset of its text on."""
    if not at:
        return block
    rest = block.text[at:]
    markdown = ""
    if block.markdown:
        # The tail of the Markdown that renders to the tail of the text; marks cut in two are dropped.
        anchor = rest[:24]
        place = block.markdown.rfind(anchor) if anchor else -1
        markdown = block.markdown[place:] if place >= 0 and block.markdown.count(anchor) == 1 else ""
        if markdown.count("**") % 2:
            markdown = markdown.replace("**", "")
    kind: BlockKind = "paragraph" if block.kind in ("heading", "summary", "term", "item", "table") else block.kind
    if block.kind == "table":
        rest, markdown = rest.rstrip(" |"), ""
    return block._replace(
        kind=kind, text=rest, markdown=markdown, start=block.source_offset(at), offsets=(), marker="", level=0
    )


def _passages(document: Document, answer: list[tuple[Row, int]]) -> tuple[Passage, ...]:
    """Where an answer stands: one span for each stretch that no noise parts."""
    spans: list[list[int]] = []
    before = -2
    for row, at in answer:
        block = row.block
        if row.at == before + 1:
            spans[-1][1] = block.end
        else:
            start = block.source_offset(at) if 0 < at < len(block.text) else block.start
            if block.kind == "item" and not at and block.offsets:
                # The words of an orphan bullet stand on the line below it.
                words = min(block.offsets[0][1], block.end)
                start = words if "\n" in document.source[start:words] else start
            spans.append([start, block.end])
        before = row.at
    if document.format != "text":
        spans = [list(_with_tags(document.source, start, end)) for start, end in spans]
    return tuple(_passage(document, start, end) for start, end in spans if end > start)


_OPENING = re.compile(r"<(ol|ul|table|thead|tbody|tr|td|th|pre|blockquote|li|dl|dd|p|code)\b[^<>]{0,400}>\s*$", re.I)


def _opening_before(source: str, start: int) -> re.Match[str] | None:
    """The start tag that ends right before an offset, white space aside."""
    at = source.rfind("<", max(0, start - 420), start)
    return _OPENING.match(source, at, start) if at >= 0 else None


def _with_tags(source: str, start: int, end: int) -> tuple[int, int]:
    """A span that opens with a list or a table takes the tags that hold it."""
    opening = _opening_before(source, start)
    while opening and opening[1].lower() in ("li", "p", "code", "td", "th", "tr", "tbody", "thead"):
        start = opening.start()
        opening = _opening_before(source, start)
    if opening and opening[1].lower() in ("ol", "ul", "table", "blockquote", "pre"):
        start = opening.start()
    return start, end
