"""Lines without any mark that ask, told by their neighbours: blank lines, stanzas, what follows."""

from __future__ import annotations

from pipeline import regex as re
from pipeline.extraction.numbering import NONE
from pipeline.extraction.outline import Outline
from pipeline.extraction.rows import (
    ANSWER_LABEL,
    BODY,
    NOISE,
    QUESTION,
    SECTION,
    Row,
    colon,
    is_wrapped,
    term_end,
)
from pipeline.extraction.wording import ASKS, SOUNDS, STATES, TITLE, asking, is_placeholder, is_sentence

_TERM = re.compile(r"[A-Za-z][A-Za-z0-9 ()（）+./-]{1,38}[:：]?$")


def ask_stanzas(outline: Outline) -> None:
    """A document of stanzas parted by blank lines, most of which begin with a short line: the lines are its titles."""
    if outline.document.format == "html" or (
        sum(row.role == QUESTION and row.rule != "open question" for row in outline.open_rows) >= 3
    ):
        return
    stanzas: list[list[Row]] = []
    for row in outline.open_rows:
        if row.gap or not stanzas:
            stanzas.append([])
        stanzas[-1].append(row)
    several = [each for each in stanzas if len(each) >= 2 and each[0].role == BODY]
    titled = [each for each in several if _opens_stanza(outline, each)]
    if len(titled) < 4 or len(titled) < 0.7 * len(several) or len(titled) < 0.5 * len(stanzas):
        return
    for each in several:
        if each not in titled and len(titled) >= 8 and _opens_short(outline, each):
            titled.append(each)
    for each in titled:
        if each[0] is outline.open_rows[0] and each[0].text == outline.document.title and each[0].ask < SOUNDS:
            each[0].role = SECTION
        else:
            outline.ask_row(each[0], "stanza title")


def _opens_short(outline: Outline, stanza: list[Row]) -> bool:
    """As `_opens_stanza`, of a stanza of two short lines, which only its neighbours tell to be title and answer."""
    head, then = stanza[0], stanza[1]
    return (
        len(stanza) == 2
        and head.style == "p:"
        and head.ask >= TITLE
        and len(head.text) <= 40
        and len(then.text) >= len(head.text) - 6
        and head.text[-1:] not in ":：,，"
        and then.style == "p:"
        and then.ask != ASKS
        and not outline.continues(then)
    )


def _opens_stanza(outline: Outline, stanza: list[Row]) -> bool:
    """Whether a stanza begins with a short line that says nothing itself, and goes on with words that do."""
    head, then = stanza[0], stanza[1]
    if head.style != "p:" or head.ask < TITLE or len(head.text) > 60 or head.text[-1:] in ":：,，":
        return False
    if then.ask == ASKS or outline.continues(then):
        return False
    return (
        then.block.kind in ("item", "code", "table", "formula", "figure")
        or is_sentence(then.text)
        or then.ask == STATES
        or len(then.text) > 1.3 * len(head.text)
        or len(stanza) > 2
        or is_placeholder(then.text)
    )


def ask_bare(outline: Outline) -> None:
    """Lines without any mark that ask: everywhere where nothing else does, below a section where nothing else did."""
    # A list that the author leaves open says nothing of how the answered questions are set.
    asked = [row for row in outline.open_rows if row.role == QUESTION and row.rule != "open question"]
    if (
        outline.open_rows
        and len(asked) < 3
        and outline.open_rows[0].text == outline.document.title
        and outline.open_rows[0].role == BODY
        and (outline.open_rows[0].ask < SOUNDS or _asks_below_title(outline))
    ):
        outline.open_rows[0].role = SECTION
    vague = sum(row.ask >= SOUNDS or outline.asks_and_answers(row) for row in asked) < 0.5 * len(asked)
    alone = len(asked) < 3
    previous: Row | None = None
    loud = [
        row for row in outline.styles.get("p:", []) if row.role == BODY and row.ask >= SOUNDS and len(row.text) <= 120
    ]
    sample = (
        loud
        if len(loud) >= 2
        else [row for row in outline.styles.get("p:", []) if row.role == BODY and row.ask == TITLE and row.gap]
    )
    spaced = [outline.following[row.at].gap for row in sample if row.at in outline.following]
    outline.spaced = sum(spaced) * 2 > len(spaced)
    spoken = [row for row in outline.open_rows if row.role == BODY and row.style in ("p:", "item0:")]
    quick = [row for row in spoken if outline.asks_and_answers(row)]
    if len(quick) >= 4 and len(quick) >= 0.4 * len(spoken):
        for row in quick:
            outline.ask_row(row, "unmarked line")
    halves = [row for row in spoken if row.role == BODY and _asks_before_dash(row)]
    if len(halves) >= 4 and len(halves) >= 0.6 * len(spoken):
        for row in halves:
            outline.ask_row(row, "unmarked term")
    if not alone and not vague:
        covered = {row.at for row in asked}
        inside = False
        loose = plain = False
        for row in outline.open_rows:
            if row.role == SECTION:
                inside, loose = True, False
            elif row.role == QUESTION:
                inside, loose = False, "title" in row.rule
                plain = row.rule == "title"
            elif loose and plain and row.style == "p:" and row.role == BODY and row.gap and _names_term(outline, row):
                outline.ask_row(row, "title")
            elif (
                loose
                and row.style == "p:"
                and row.role == BODY
                and row.ask >= SOUNDS
                and len(row.text) <= 60
                and row.gap
                and row.text[-1:] not in ":：,，"
                and _alone(outline, row)
            ):
                outline.ask_row(row, "unmarked line")
            elif row.at in covered or row.role == ANSWER_LABEL:
                inside = False
            elif (
                inside
                and row.style == "p:"
                and row.role == BODY
                and row.ask == ASKS
                and (len(row.text) <= 160 or row.text.count("?") + row.text.count("？") >= 4)
                and not outline.leads(row, _next_of(outline, row))
            ):
                outline.ask_row(row, "unmarked line")
        return
    above: Row | None = None
    for row in outline.open_rows:
        if row.role in (SECTION, NOISE):
            previous = row
            continue
        if row.role == QUESTION:
            above = row
        elif (
            row.role == BODY
            and row.style == "p:"
            and row.gap
            and above is not None
            and above.rule == "title"
            and _names_term(outline, row)
        ):
            outline.ask_row(row, "title")
        runs_on = (
            previous is not None
            and previous.role == QUESTION
            and not row.gap
            and previous.text[-1:] not in "?？。.!！:："
            and (is_wrapped(previous) or (previous.text[-1:] == "-" and row.text[:1].islower()))
        )
        if runs_on or row.role != BODY or row.style not in ("p:", "p1:", "item0:") or not row.text:
            previous = row
            continue
        if row.style == "item0:" and row.ask < SOUNDS:
            previous = row
            continue
        then = outline.following.get(row.at)
        isolated = (
            row.gap
            or previous is None
            or previous.role in (SECTION, QUESTION)
            or is_sentence(previous.text)
            or previous.mark is not NONE
            or previous.block.kind in ("code", "item", "table", "figure", "formula")
        )
        if row.ask >= SOUNDS and isolated and len(row.text) <= 160:
            limit = row.ask == ASKS or (then is not None and (then.gap or not row.gap) and not outline.continues(then))
            if limit and (alone or row.ask == ASKS or (row.gap and then is not None and then.gap)):
                outline.ask_row(row, "unmarked line")
        elif (
            row.ask == TITLE
            and isolated
            and alone
            and then is not None
            and _titles_bare(outline, row, then, previous, loud)
        ):
            outline.ask_row(row, "unmarked title")
        previous = row


def ask_last(outline: Outline) -> None:
    """Where no rule found a question, the lines that end in a question mark and are set alike ask, if answers follow them."""
    if any(row.role == QUESTION for row in outline.open_rows):
        return
    styles: dict[str, list[Row]] = {}
    for row in outline.open_rows:
        if (
            row.role == BODY
            and row.ask == ASKS
            and row.style
            and len(row.text) <= 200
            and row.block.kind not in ("code", "table")
        ):
            styles.setdefault(row.style, []).append(row)
    rows = max(styles.values(), key=len, default=[])
    followed = [outline.following.get(row.at) for row in rows]
    said = sum(then is not None and then.role == BODY and then.ask < ASKS for then in followed)
    if len(rows) >= 3 and said >= 0.5 * len(rows):
        for row in rows:
            outline.ask_row(row, "line with a question mark")


def _asks_before_dash(row: Row) -> bool:
    """Whether a line is `question —— answer`."""
    end = term_end(row.head)
    front = row.head[:end].rstrip(" —–-:：=>→⟶")
    drawn = row.head[:end].rstrip()[-1:] in "—→⟶>"  # a colon and a hyphen stand in any list of terms
    return bool(end) and drawn and asking(front) >= SOUNDS and asking(row.head[end:]) < SOUNDS


def _asks_below_title(outline: Outline) -> bool:
    """Whether the page's title, though it begins like a question, has no mark, and a question with one follows at once."""
    title = outline.open_rows[0]
    then = outline.following.get(title.at)
    return title.ask < ASKS and then is not None and then.ask == ASKS


def _names_term(outline: Outline, row: Row) -> bool:
    """`LoRA:` on a line of its own, or `QLoRA: ...`, where numbered terms are the titles."""
    before = outline.rows[row.at - 1] if row.at else None
    if before is None or before.role == QUESTION:
        return False
    then = outline.following.get(row.at)
    cut = colon(row.text)
    if cut and cut + 1 < len(row.text.rstrip()):
        return _TERM.match(row.text[:cut]) is not None and len(row.text) - cut > 3 and cut <= 16
    return (
        _TERM.match(row.text) is not None
        and then is not None
        and then.gap
        and then.role == BODY
        and len(then.text) > len(row.text)
        and not outline.continues(then)
    )


def _titles_bare(outline: Outline, row: Row, then: Row, previous: Row | None, loud: list[Row]) -> bool:
    if (then.gap != outline.spaced and row.gap) or row.text.isdecimal():
        return False
    if len(row.text) > 40 or row.text[-1:] in ":：" or outline.continues(then) or then.role in (QUESTION, SECTION):
        return False
    if previous is not None and previous.role == QUESTION and not row.gap:
        return False
    if (
        not loud
        and not (row.gap and then.gap)
        and not (len(then.text) > 2.5 * len(row.text) and is_sentence(then.text))
    ):
        return False
    after = outline.following.get(then.at)
    heads = then.ask == TITLE and row.gap and then.gap and after is not None and not after.gap
    longer = (
        heads
        or len(then.text) > 1.3 * len(row.text)
        or then.mark is not NONE
        or then.block.kind in ("item", "code", "table", "formula")
    )
    colon_points = bool(colon(row.text))
    return longer and not colon_points and then.ask < SOUNDS


def _alone(outline: Outline, row: Row) -> bool:
    then = outline.following.get(row.at)
    return then is not None and then.gap and then.role == BODY and not outline.continues(then)


def _next_of(outline: Outline, row: Row) -> Row | None:
    for at in range(row.at + 1, min(row.at + 5, len(outline.rows))):
        if outline.rows[at].role == QUESTION:
            return outline.rows[at]
    return None
