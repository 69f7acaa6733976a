"""Headings and part titles that hold questions instead of asking one."""

from __future__ import annotations

from pipeline import regex as re
from pipeline.extraction.outline import Outline
from pipeline.extraction.rows import (
    BODY,
    NOISE,
    QUESTION,
    SECTION,
    Row,
)
from pipeline.extraction.wording import TITLE

_PART_NAME = re.compile(
    r"(?:篇|部分|章|模块|专题|环节|板块|阶段|类|面|相关|基础|进阶|方向)\W*$|^(?:附|附录|appendix|part|section)\b", re.I
)


def mark_sections(outline: Outline) -> None:
    """Headings and part titles that hold questions instead of asking one."""
    asked = [row for row in outline.open_rows if row.role == QUESTION]
    if not asked:
        return
    after: Row | None = None
    next_question: dict[int, Row | None] = {}
    for row in reversed(outline.open_rows):
        next_question[row.at] = after
        if row.role == QUESTION:
            after = row
    previous: Row | None = None
    for row in outline.open_rows:
        if row.role == QUESTION:
            previous = row
            continue
        if row.role != BODY:
            continue
        kind, number = row.block.kind, row.mark.style
        if _names_part(outline, row):
            row.role = SECTION
            continue
        titled = (
            kind == "heading"
            or (number in ("一、", "章", "I.", "(一)") and row.ask >= TITLE)
            or (number == "章" and len(row.text) < 60)
        )
        if not titled:
            continue
        if (
            kind == "heading"
            and previous is not None
            and previous.block.kind == "heading"
            and row.block.level > previous.block.level
        ):
            continue
        if (
            kind == "heading"
            and previous is not None
            and row.block.level >= 3
            and previous.block.kind != "heading"
            and not outline.leads(row, next_question[row.at])
        ):
            continue
        if number == "(一)" and not outline.leads(row, next_question[row.at]):
            continue
        if (
            number in ("一、", "I.")
            and kind != "heading"
            and not outline.leads(row, next_question[row.at])
            and next_question[row.at] is not None
        ):
            continue
        row.role = SECTION


def _names_part(outline: Outline, row: Row) -> bool:
    """A short line without any mark between two lists of questions, the second of which counts from one again."""
    if (
        row.ask != TITLE
        or row.style not in ("p:", "item0:", "strong:")
        or len(row.text) > 40
        or row.text[-1:] in ":：,，"
    ):
        return False
    then = outline.following.get(row.at)
    if then is None or then.role != QUESTION or then.rule.startswith("unmarked"):
        return False
    if (
        row.gap
        and then.gap
        and (_PART_NAME.search(row.text) or (then.rule == "label" and row.style == "p:" and len(row.text) <= 24))
    ):
        return True
    before = outline.rows[row.at - 1] if row.at else None
    if row.gap and before is not None and (before.role == NOISE or before.block.kind == "rule"):
        return True
    if (
        row.style == "item0:"
        and before is not None
        and before.style == row.style
        and before.text[-1:] in "。.；;"
        and len(row.text) <= 20
    ):
        return True
    return then.mark.value == 1 or (row.gap and then.gap and row.style == "strong:" and then.style != row.style)


def mark_title_parts(outline: Outline) -> None:
    """A title with a colon right above a titled question is the title of its part."""
    for row in outline.open_rows:
        then = outline.following.get(row.at)
        if (
            row.role == BODY
            and row.style == "p:"
            and row.ask == TITLE
            and row.gap
            and then is not None
            and then.role == QUESTION
            and then.gap
            and len(row.text) <= 30
        ):
            before = outline.rows[row.at - 1] if row.at else None
            if then.rule == "title" or (
                then.rule.startswith("unmarked")
                and len(row.text) <= 20
                and before is not None
                and (before.role != QUESTION or outline.asks_and_answers(before))
            ):
                row.role = SECTION
