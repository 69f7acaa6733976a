"""Bullets of one list ask alike: notes of an interview answer some of its questions below, some on the line, some not at all.

Apart from `layers`, where a bullet asks because most bullets of the document do: here one list is judged by itself, the
points below its lines aside.
"""

from __future__ import annotations

from pipeline import regex as re
from pipeline.extraction.outline import Outline
from pipeline.extraction.rows import ANSWER_LABEL, BODY, META, NOISE, POINT, QUESTION, SECTION, Row
from pipeline.extraction.wording import SOUNDS, TITLE, asking

_ANSWERS = re.compile(r"\s*(?:→|⇒|—>|->|=>)\s+|[\s　]+答\s?[:：]|\s+A\s?[:：]\s")
_REMARKS = re.compile(
    r"\W*(?:反问|无后续|后续|(?:整体)?(?:感觉|体验|感受)|聊了?(?:聊|会)|闲聊|questions? (?:for|to) them|my questions?)",
    re.I,
)
"""What whoever kept the notes says of the interview."""


def ask_siblings(outline: Outline) -> None:
    """Ask the bullets beside bulleted questions, and end the last one's answer with the list."""
    if outline.document.format == "html":
        return
    items = [row for style, rows in outline.styles.items() if style.startswith("item") for row in rows]
    listed: list[Row] = []
    for row in sorted(items, key=lambda each: each.at):
        over = _closed_by(outline, listed, row)
        if listed and over is not None:
            _ask_list(outline, listed, over)
            listed = []
        if not listed or row.block.level == listed[0].block.level:
            listed.append(row)
    if listed:
        _ask_list(outline, listed, _closed_by(outline, listed, None))


def _closed_by(outline: Outline, listed: list[Row], item: Row | None) -> Row | None:
    """The row with which a list is over, before the next item or with it; None where the item goes on with it."""
    if not listed:
        return None
    last = item.at if item is not None else len(outline.rows)
    for row in outline.rows[listed[-1].at + 1 : last]:
        if row.role != NOISE and _closes(row, listed[0]):
            return row
    return item if item is not None and item.block.level < listed[0].block.level else None


def _closes(row: Row, first: Row) -> bool:
    """Whether a list is over with this row: a heading, a shallower item, a paragraph of its own at its margin."""
    kind, level = row.block.kind, first.block.level
    if kind == "item":
        return row.block.level < level
    return (
        kind in ("heading", "rule")
        or row.role == SECTION
        or (kind == "paragraph" and row.gap and row.block.level <= level)
    )


def _may_ask(above: Row | None) -> bool:
    """Whether a list below this row is no part of an answer."""
    return above is None or above.role not in (QUESTION, ANSWER_LABEL) or above.block.kind == "heading"


def _ask_list(outline: Outline, listed: list[Row], then: Row | None) -> None:
    above = outline.rows[listed[0].at - 1] if listed[0].at else None
    if len(listed) < 3 or not _may_ask(above):
        return
    fronts = [_ANSWERS.split(row.head, 1)[0] for row in listed]
    asks = [asking(front) >= SOUNDS or outline.asks_and_answers(row) for row, front in zip(listed, fronts, strict=True)]
    known = sum(row.role == QUESTION for row in listed)
    answered = sum(
        len(front) < len(row.head) or _holds(outline, row) for row, front in zip(listed, fronts, strict=True)
    )
    if sum(asks) < 0.6 * len(listed) or max(known, answered) < 2 or known + answered < 0.3 * len(listed):
        return
    if any(
        row.role == QUESTION and row.block.kind == "heading"
        for row in outline.rows[max(0, listed[0].at - 2) : listed[0].at]
    ):
        return
    for row, front in zip(listed, fronts, strict=True):
        if row.role not in (BODY, POINT):
            continue
        if _REMARKS.match(row.text):
            row.role = META
        elif asking(front) >= TITLE or outline.asks_and_answers(row):
            row.why = ""
            outline.ask_row(row, "bulleted line")
    if then is not None and then.block.kind == "paragraph":
        outline.ends.add(then.at)


def _holds(outline: Outline, row: Row) -> bool:
    """Whether something is indented below a bullet, code included."""
    then = outline.following.get(row.at)
    return (
        then is not None
        and not then.gap
        and (then.block.level > row.block.level or then.block.kind in ("code", "formula"))
    )
