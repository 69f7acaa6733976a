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
from pipeline.extraction.wording import ASKS, SOUNDS, TITLE, asking

_PART_NAME = re.compile(
    r"(?:篇|部分|章|模块|专题|环节|板块|阶段|类|面|相关|基础|进阶|方向)\W*$|^(?:附|附录|appendix|part|section)\b", re.I
)


DRAWN_TITLE = re.compile(
    r"(?P<mark>[-=*~_#+·—─═▬])(?:\s?(?P=mark)){2,}\s*[^\W_].{0,60}?\s*(?P=mark)(?:\s?(?P=mark)){2,}$"
)
"""`==== Training ====`: a line that is drawn through a title."""


def mark_drawn(outline: Outline) -> None:
    """Part titles that are drawn: a line through them with a blank line below, or a rule above and one below."""
    rows = outline.open_rows
    for at, row in enumerate(rows):
        if row.block.kind == "rule":
            beside = at + 2 < len(rows) and rows[at + 2].at == row.at + 2
            framed = beside and _is_rule(row) and _is_rule(rows[at + 2])
            title = rows[at + 1] if framed else row
            if framed and not (title.gap or rows[at + 2].gap) and title.ask < SOUNDS and len(title.text) <= 60:
                title.role = SECTION if title.role == BODY else title.role
        elif row.text[-1:] in _DRAWN and row.gap and row.role == BODY and row.block.kind != "code":
            text = f"{row.block.marker} {row.text}".strip()
            then = outline.following.get(row.at)
            apart = then is not None and (then.gap or _HEAVY.match(text)) and len(text) <= 80 and text[0] == text[-1]
            if apart and DRAWN_TITLE.match(text) and asking(text.strip("-=*~_#+·—─═▬ ")) < SOUNDS:
                row.role = SECTION


_HEAVY = re.compile(r"([-=*~_#+—─═▬])\1{4}.*\1{5}$")
"""So heavy a line is drawn through a title that no blank line need follow it."""
_DRAWN = frozenset("-=*~_#+·—─═▬")


def _is_rule(row: Row | None) -> bool:
    return row is not None and row.block.kind == "rule" and bool(row.text) and not row.text.strip("-=*~_─═—━")


_ASKED_BACK = re.compile(
    r"\W*(?:questions? (?:to|for|you can|i) (?:ask|them|the (?:interviewers?|team|company))\b.{0,40}|反问(?:环节|问题|面试官)?(?:参考)?|(?:向|问)面试官(?:的问题|提问))\W*$",
    re.I,
)


def mark_asked_back(outline: Outline) -> None:
    """What the candidate may ask in return, below a heading that says so, is not asked of the candidate."""
    named = [row for row in _headings(outline) if _ASKED_BACK.match(row.text)]
    for head in named:
        for row in outline.rows[head.at :]:
            if row is not head and row.block.kind == "heading" and row.block.level <= head.block.level:
                break
            if row.role != NOISE:
                row.role, row.why, row.rule = NOISE, "closing", ""


def _headings(outline: Outline) -> list[Row]:
    """The headings of a document, in order."""
    styles = [rows for style, rows in outline.styles.items() if style[:1] == "h" and style[1:2].isdigit()]
    return sorted((row for rows in styles for row in rows), key=lambda row: row.at)


def mark_page_title(outline: Outline) -> None:
    """The first heading, alone on its level, is the page's title where a layer below it asks, though it ask itself."""
    heads = _headings(outline)
    if not heads or heads[0].role != QUESTION or heads[0].mark.style or heads[0].at > 12:
        return
    first = heads[0]
    alone = first.block.level == 1 and not any(row.block.level == 1 for row in heads[1:])
    below = [row for row in outline.open_rows if row.role == QUESTION and row.at > first.at]
    before = [row for row in outline.open_rows if row.role == QUESTION and row.at < first.at]
    if alone and not before and len(below) >= 4 and below[0].at - first.at <= 8:
        first.role, first.rule = SECTION, ""


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
    parts = _part_lines(outline, len(asked))
    for row in outline.open_rows:
        if row.role == QUESTION:
            previous = row
            continue
        if row.at in parts:
            row.role = SECTION
            continue
        if row.role != BODY:
            continue
        kind, number = row.block.kind, row.mark.style
        if _names_part(outline, row) or opens_faq(outline, row) or _ends_contents(outline, row):
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


_OF_QUESTIONS = re.compile(r"\b(?:questions?|interview|q&a)\b|面试|[问考]?题\W*$|问答", re.I)


def _part_lines(outline: Outline, asked: int) -> set[int]:
    """Lines that stand alone right above a question whose number goes on: part titles, where they are worded alike.

    `Basic LLM interview questions`, and five questions further down `Advanced LLM interview questions`.
    """
    lines: list[Row] = []
    for row in outline.open_rows:
        if row.style != "p:" or not row.gap or row.role != BODY or len(row.text) > 60 or row.ask not in (TITLE, SOUNDS):
            continue
        then, before = outline.following.get(row.at), outline.rows[row.at - 1] if row.at else None
        alone = then is not None and then.gap and then.role == QUESTION and then.mark.value > 0
        if alone and row.text[-1:] not in ":：,，" and not (before is not None and before.role == QUESTION):
            lines.append(row)
    if len(lines) < 2 or len(lines) > 0.5 * asked:
        return set()
    alike = [row for row in lines if _OF_QUESTIONS.search(row.text) or _PART_NAME.search(row.text)]
    ends = {row.text.split()[-1] if " " in row.text else row.text[-2:] for row in lines}
    if 2 * len(alike) < len(lines) and len(ends) > 1:
        return set()
    return {row.at for row in lines}


SUMS_UP = re.compile(r"\W*(?:总结|小结|后记|最后|写在后面|summary|in summary|outro|the end)\W*$", re.I)
"""The title of a page's last words."""
_FAQ = re.compile(
    r"\W*(?:faqs?|frequently asked(?: questions)?|common questions|常见(?:问题|疑问)(?:解答)?|常见问答|读者(?:提问|问答))\W*$",
    re.I,
)


def _ends_contents(outline: Outline, row: Row) -> bool:
    """Whether a line is the last of a list of contents: it names the page's last words, and the first part follows."""
    then = outline.following.get(row.at)
    return (
        row.style == "p:"
        and then is not None
        and then.mark.style in ("一、", "章")
        and SUMS_UP.match(row.text) is not None
    )


def opens_faq(outline: Outline, row: Row) -> bool:
    """Whether a line announces the short questions with which many pages end: the next line asks one."""
    then = outline.following.get(row.at)
    return len(row.text) <= 40 and then is not None and then.ask == ASKS and _FAQ.match(row.text) is not None


def _names_part(outline: Outline, row: Row) -> bool:
    """A short line without any mark between two lists of questions, the second of which counts from one again."""
    then = outline.following.get(row.at)
    if row.style == "p:n " and row.ask == TITLE and row.gap and len(row.text) <= 40 and row.text[-1:] not in ":：,，":
        # `2  Context` above `4. Describe ...`: the chapter of a printed book.
        return then is not None and then.gap and then.role == QUESTION and then.mark.style not in ("", "n ")
    if (
        row.ask != TITLE
        or row.style not in ("p:", "item0:", "strong:")
        or len(row.text) > 40
        or row.text[-1:] in ":：,，"
        or row.text.startswith(("http://", "https://"))
    ):
        return False
    if then is None or then.role != QUESTION or then.rule.startswith("unmarked"):
        return False
    if _PART_NAME.search(row.text) and len(row.text) <= 16 and then.mark.value and then.rule != "label":
        return True
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
