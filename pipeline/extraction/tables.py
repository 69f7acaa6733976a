"""Tables that ask: a column of questions, cards of an export, terms with their meaning."""

from __future__ import annotations

from pipeline import regex as re
from pipeline.extraction.numbering import mark_of
from pipeline.extraction.outline import Outline
from pipeline.extraction.rows import (
    BODY,
    LABEL_COLUMN,
    META,
    NOISE,
    QUESTION,
    SECTION,
    Row,
)
from pipeline.extraction.wording import ASKS, SOUNDS, TITLE, asking

_ASKING_COLUMN = re.compile(
    r"^(?!.{31})(?!.*(?:题号|类型|题型|编号|数量)).*(?:问|题目|面试题|考题|试题|^\W*题\W*$|\bquestions?\b|^\W*q\W*$|\bprompt\b|\basked\b)",
    re.I,
)


_ANSWERING_COLUMN = re.compile(
    r"^(?!.{41}).*(?:答|解析|要点|说明|思路|\banswers?\b|^\W*a\W*$|\bsay\b|\bresponse\b|\bpoints?\b|\bexplanation\b|\breply\b)",
    re.I,
)


_WORDED = re.compile(r"[\u3400-\u9fff]|[A-Za-z]{2,} [A-Za-z(]|^[A-Z][A-Za-z0-9-]{1,14}\??$")


_TERM_COLUMN = re.compile(
    r"^\W*(?:术语|名词|概念|缩写|关键词|词条|知识点|考点|terms?|concepts?|keywords?|acronyms?|abbreviations?|topics?)\W*$",
    re.I,
)


def ask_tables(outline: Outline) -> None:
    """A table with a column of questions: each row is a pair."""
    table: list[Row] = []
    found: list[list[Row]] = []
    spans: list[Row] = []
    spanned: list[Row] = []
    for row in [*outline.open_rows, None]:
        if row is not None and row.style == "table" and (not table or row.at - table[-1].at <= 1 + len(spans)):
            table.append(row)
            spanned.extend(spans)
            spans = []
            continue
        if row is not None and table and not spans and _spans(outline, table[-1], row):
            spans = [row]
            continue
        if not table:
            continue
        spans = []
        if len(table) >= 2:
            found.append(table)
        table = [row] if row is not None and row.style == "table" else []
    for each in found:
        _ask_table(outline, each)
    for row in spanned:
        if outline.rows[row.at + 1].role == QUESTION:
            row.role = SECTION
    if any(row.role == QUESTION for each in found for row in each):
        # Where tables ask, a table of terms asks for them.
        for each in found:
            if all(row.role == BODY for row in each):
                _ask_table(outline, each, terms=True)


def _spans(outline: Outline, above: Row, row: Row) -> bool:
    """Whether a row spans all columns of a table as the name of a part: one cell between rows of equal width."""
    then = outline.following.get(row.at)
    if row.at != above.at + 1 or then is None or then.at != row.at + 1 or then.style != "table":
        return False
    width = above.text.count(" | ")
    heads = any(_ASKING_COLUMN.match(name) for name in then.text.split(" | ") if asking(name) < SOUNDS)
    return (
        row.block.kind in ("paragraph", "heading")
        and row.role == BODY
        and len(row.text) <= 40
        and row.ask < ASKS
        and width >= 1
        and then.text.count(" | ") == width
        and not heads
        and (outline.document.format == "html" or not row.gap)
    )


def _card_front(outline: Outline, rows: list[Row], cells: list[list[tuple[int, int]]]) -> int:
    """In a document that is nothing but cards the column of their fronts; -1 elsewhere.

    Exports put a card's id, kind and deck before it: an id has no words in it, kind and deck come again and again.
    """
    if len(rows) < 4 or len(rows) < 0.8 * len(outline.open_rows):
        return -1
    columns = [
        [
            row.text[found[at][0] : found[at][1]] if at < len(found) else ""
            for row, found in zip(rows, cells, strict=True)
        ]
        for at in range(max(map(len, cells)))
    ]
    for at, words in enumerate(columns[:-1]):
        distinct = len(set(words)) >= 0.8 * len(words)
        worded = sum(_WORDED.search(each) is not None for each in words) >= 0.5 * len(words)
        short = sum(asking(each) >= TITLE for each in words) >= 0.5 * len(words)
        says = max(sum(map(len, column)) for column in columns[at + 1 :]) > 0.5 * sum(map(len, words))
        if distinct and worded and short and says:
            return at
    return -1


def _below_heading(outline: Outline, row: Row) -> bool:
    """Whether a heading that asks nothing itself stands above a row, with at most a line in between."""
    above = [each for each in outline.rows[max(0, row.at - 3) : row.at] if each.role != NOISE][-2:]
    return any(each.block.kind == "heading" and each.ask < SOUNDS for each in above)


def _ask_table(outline: Outline, rows: list[Row], *, terms: bool = False) -> None:
    cells = [_cells(row.text) for row in rows]
    width = max(map(len, cells))
    if width < 2:
        return
    header = [rows[0].text[first:last] for first, last in cells[0]]
    asks = next((at for at, name in enumerate(header) if _ASKING_COLUMN.match(name)), -1)
    named = asks >= 0
    if not named:
        for column in range(width):
            words = [
                row.text[found[column][0] : found[column][1]]
                for row, found in zip(rows[1:], cells[1:], strict=True)
                if column < len(found)
            ]
            least = 0.3 if column == 0 and _below_heading(outline, rows[0]) else 0.6
            if (
                len(words) >= 2
                and sum(asking(each) == ASKS for each in words) >= min(0.5, least) * len(words)
                and sum(asking(each) >= SOUNDS for each in words) >= least * len(words)
                and sum(asking(each) >= TITLE for each in words) >= 0.8 * len(words)
            ):
                asks = column
                break
    if asks < 0 and terms and len(header) > 1 and _TERM_COLUMN.match(header[0]) and _below_heading(outline, rows[0]):
        asks = 0
    records = False
    if asks < 0:
        asks = _card_front(outline, rows, cells)
        records = asks >= 0
    if asks < 0:
        return
    answers = next((at for at, name in enumerate(header) if at != asks and _ANSWERING_COLUMN.match(name)), -1)
    if answers < 0:
        sizes = [
            sum(found[column][1] - found[column][0] for found in cells[1:] if column < len(found))
            for column in range(width)
        ]
        later_columns = list(range(asks + 1, width))
        answers = max(later_columns, key=lambda column: sizes[column]) if later_columns else -1
        if named and answers >= 0 and LABEL_COLUMN.match(header[answers] if answers < len(header) else ""):
            answers = -1
    first_asks = (records and not _TERM_COLUMN.match(header[asks])) or (
        asks < len(cells[0]) and not named and asking(rows[0].text[cells[0][asks][0] : cells[0][asks][1]]) == ASKS
    )
    for row, found in list(zip(rows, cells, strict=True))[0 if first_asks else 1 :]:
        if asks >= len(found) or not row.text[found[asks][0] : found[asks][1]].strip():
            continue
        question = found[asks]
        asked = row.text[question[0] : question[1]]
        mark = mark_of(asked)
        answer = found[answers] if 0 <= answers < len(found) else None
        row.cells = ((question[0] + mark.end, question[1]), answer)
        row.ask = max(TITLE, asking(asked[mark.end :]))
        outline.ask_row(row, "table row")
    if not first_asks:
        rows[0].role, rows[0].why = META, "table head"


def _cells(text: str) -> list[tuple[int, int]]:
    """Where the cells of a table row stand in its text."""
    found: list[tuple[int, int]] = []
    at = 0
    for piece in text.split(" | "):
        found.append((at, at + len(piece)))
        at += len(piece) + 3
    return found
