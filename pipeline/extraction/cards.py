"""Cards in notes: `front::back` on a line, a lone `?` between front and back, and callouts that fold an answer away.

Apart from `tables`, which reads exported decks: here the cards stand in a note among other text.
"""

from __future__ import annotations

from pipeline import regex as re
from pipeline.extraction.outline import Outline
from pipeline.extraction.rows import BODY, META, QUESTION, Row
from pipeline.extraction.wording import STATES, TITLE, asking

_TAG = re.compile(r"#(?:flash-?cards?|cards?|anki|srs?|记忆卡片?|闪卡|卡片)(?:[/\w-]*)", re.I)
_WORD = re.compile(r"[\w<>~.]+$")
"""What stands before `::` in code: a name and nothing else."""


_FIELD = re.compile(r"[\w -]{1,20}::\s*(?:\[\[|#|\d|https?:)")
"""`up:: [[note]]`: a property of the note, for its own author."""


def ask_cards(outline: Outline) -> None:
    """Lines `front::back`, three of them or two below a tag that says so; `?` alone between a question and its answer."""
    source = outline.document.source
    if outline.document.format == "html" or ("::" not in source and "\n?" not in source):
        return
    tagged = _TAG.search(source) is not None
    cards = [row for row in outline.open_rows if row.role == BODY and "::" in row.text and card_cut(row)]
    if len(cards) >= (2 if tagged else 3):
        places = {row.at for row in cards}
        for row in cards:
            if any(row.at + step in places for step in (-4, -3, -2, -1, 1, 2, 3, 4)):
                outline.ask_row(row, "card, answer on the line")
                then = outline.following.get(row.at)
                if then is not None and then.gap:
                    outline.ends.add(then.at)
    marks = [row for row in outline.open_rows if row.text in ("?", "??", "？") and row.role == BODY]
    if len(marks) >= 2:
        for row in marks:
            front = outline.rows[row.at - 1] if row.at else None
            if front is not None and front.role == BODY and not row.gap and front.ask >= TITLE:
                outline.ask_row(front, "card")
                row.role = META
    for row in outline.open_rows:
        if row.role == BODY and len(row.text) <= 60 and (_FIELD.match(row.text) or not _TAG.sub("", row.text).strip()):
            row.role = META


_CODE = re.compile(r"`[^`]*::[^`]*`")


def card_cut(row: Row) -> int:
    """Where `::` stands in a row's head, if a question or a term stands before it and words behind; else 0."""
    head = row.head
    cut = head.find("::")
    if cut <= 0 or row.block.kind not in ("paragraph", "item") or head.count("::") != 1:
        return 0
    if _FIELD.match(row.text) or _CODE.search(row.block.markdown):
        return 0
    front, back = head[:cut].strip(), head[cut:].lstrip(":").strip()
    if not front or not back or asking(front) == STATES:
        return 0
    named = front.isascii() and _WORD.match(front) and (_WORD.match(back) or head[cut + 2 : cut + 3] not in (" ", ":"))
    return 0 if named else cut


def mark_callouts(outline: Outline) -> None:
    """The answer in a folded callout ends with the callout."""
    source = outline.document.source
    for row in outline.open_rows:
        if row.role != QUESTION or row.block.kind != "summary" or source[row.block.start] != ">":
            continue
        at = row.at + 1
        while at < len(outline.rows) and source[outline.rows[at].block.start] == ">":
            at += 1
        if at > row.at + 1:
            outline.ends.add(at)
