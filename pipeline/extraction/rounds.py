"""Logs of interviews: below the name of a round every short line is what was asked there, with or without a mark."""

from __future__ import annotations

from pipeline import regex as re
from pipeline.extraction.outline import Outline
from pipeline.extraction.rows import BODY, META, QUESTION, SECTION, Row
from pipeline.extraction.wording import ASKS, TITLE, is_sentence

_ROUND = re.compile(
    r"\W{0,3}.{0,14}?(?:第?[一二三四五六]|(?<!\d)[1-6]|终|HR|技术|主管|业务|交叉|初|复)\s?轮?\s?(?:技术|业务)?面(?:试)?(?=\W|$|hr).{0,24}$"
    r"|\W{0,3}(?:first|second|third|final|phone|onsite|hr)\s(?:round|interview|screen).{0,24}$|\W{0,3}round\s\d.{0,30}$",
    re.I,
)


def ask_rounds(outline: Outline) -> None:
    """Where two or more rounds are named, the lines of each that no other layer asks by are its questions."""
    names = [row for row in outline.open_rows if row.role == BODY and _names_round(row)]
    if len(names) < 2:
        return
    styles = {style for style in {row.style for row in names} if style != "p:"}
    if len({row.style for row in names}) == 1 and styles:
        # `【某公司 9.10】` between two rounds is one more of them, though it names no round.
        names = [row for row in outline.open_rows if row.style in styles and (row.role == BODY)]
    ends = [*(row.at for row in names[1:]), len(outline.rows)]
    _drop_remarks(outline, names, ends)
    for name, end in zip(names, ends, strict=True):
        lines = _lines_of(outline, name, end)
        then = outline.following.get(name.at)
        leads = name.gap and len(name.text) <= 24 and then is not None and then.role == QUESTION
        if lines or leads:
            name.role = SECTION
        for row in lines:
            outline.ask_row(row, "line of a round")


_REMARK = re.compile(
    r"反问|面试官|无后续|没后续|后续|[等过隔]了?.{0,4}[天周月]|当[天晚]|hr\s?面|[已秒]?挂[了。]*$|.{0,6}(?:凉|oc|offer)\b|(?:整体)?(?:感觉|体验|感受)|许愿|求捞|已感谢信|[一二三四]面(?:约|挂|过)|约[了]?[一二三四]面",
    re.I,
)


def _drop_remarks(outline: Outline, names: list[Row], ends: list[int]) -> None:
    """What whoever kept the log says of a round below its last question, which it does not answer."""
    for name, end in zip(names, ends, strict=True):
        asked = [row.at for row in outline.rows[name.at + 1 : end] if row.role == QUESTION]
        for row in outline.rows[asked[-1] + 1 : end] if asked else ():
            if row.gap:
                break
            if row.role == BODY and row.style == "p:" and row.ask < ASKS and _REMARK.match(row.text):
                row.role = META


def _names_round(row: Row) -> bool:
    return len(row.text) <= 40 and row.text[-1:] not in "。.;；,，?？" and _ROUND.match(row.text) is not None


def _lines_of(outline: Outline, name: Row, end: int) -> list[Row]:
    """The short lines right below a round's name, up to a blank line; () where a mark tells its questions already."""
    below = outline.rows[name.at + 1 : end]
    if any(row.role == QUESTION for row in below):
        return []
    style = next((row.style for row in below if row.style in ("p:", "item0:")), "")
    lines: list[Row] = []
    said = 0
    for row in below:
        if row.block.kind == "heading" or (lines and row.gap and outline.document.format != "html"):
            break
        if row.role != BODY or row.style != style:
            continue
        if row.ask >= TITLE and len(row.text) <= 80 and not is_sentence(row.text):
            lines.append(row)
        else:
            said += 1
    return lines if len(lines) >= 3 and len(lines) > said else []
