"""Cards in notes: `front::back` on a line, a lone `?` between front and back, and callouts that fold an answer away.

Apart from `tables`, which reads exported decks: here the cards stand in a note among other text.
"""

from __future__ import annotations

from pipeline import regex as re
from pipeline.extraction.numbering import NONE, Mark
from pipeline.extraction.outline import Outline
from pipeline.extraction.rows import BODY, META, NOISE, QUESTION, SECTION, Row
from pipeline.extraction.wording import SOUNDS, STATES, TITLE, asking

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
    for row in [row for style, rows in outline.styles.items() if style.startswith("summary") for row in rows]:
        if row.role != QUESTION or source[row.block.start] != ">":
            continue
        at = row.at + 1
        end = row.block.end
        while at < len(outline.rows) and source[outline.rows[at].block.start] == ">":
            between = source[end : outline.rows[at].block.start]
            if between.count("\n") > 1 and ">" not in between:
                break
            end = outline.rows[at].block.end
            at += 1
        if at > row.at + 1:
            outline.ends.add(at)


_ALONE = re.compile(
    r"\W{0,3}(?:No\.?|Q|第|(?:slide|card|幻灯片|卡片|胶片)(?:\s?#)?)?\s?(?P<n>\d{1,3})\s?(?:[题问])?\W{0,3}$", re.I
)


_SLIDE = re.compile(r"\W{0,3}(?:slide|幻灯片|胶片)", re.I)
_AROUND = re.compile(
    r"\W*(?:agenda|outline|overview|contents|table of contents|references?|credits|thank(?:s| you)|questions?|q ?& ?a|break|about|目录|大纲|提纲|议程|致谢|谢谢|参考(?:文献|资料)?|提问|休息)[^\w]*(?:& .{0,30})?$",
    re.I,
)
"""What stands around the content of a talk."""


def ask_numbered_cards(outline: Outline) -> None:
    """`01` on a line of its own and a title right below, again and again: an article's drawn numbers.

    They look like the page numbers of a printed text; but what stands below those goes on with a sentence, or is
    the same head on every page.
    """
    found: list[tuple[Row, int]] = []
    for row in outline.rows:
        if len(row.text) > 12 or row.block.kind not in ("paragraph", "item", "heading"):
            continue
        if row.role == BODY or (row.role == NOISE and row.why == "page mark"):
            alone = _ALONE.match(row.text)
            if alone is not None and (not found or int(alone["n"]) in (found[-1][1] + 1, 1)):
                found.append((row, int(alone["n"])))
    if len(found) < 3 or found[0][1] > 1:
        return
    titles = [outline.rows[row.at + 1] for row, _ in found if row.at + 1 < len(outline.rows)]
    slides = bool(_SLIDE.match(found[0][0].text))
    named = [row for row in titles if row.mark.style != "章"]
    titled = sum(row.role == BODY and row.ask >= TITLE and row.mark is NONE and len(row.text) <= 80 for row in named)
    asked = sum(row.ask >= SOUNDS for row in titles)
    drawn = bool(named) and titled >= 0.8 * len(named) and asked >= 0.3 * len(found)
    if not drawn or len({row.text for row in titles}) < 0.9 * len(titles):
        for row, _ in found:
            if row.role == BODY and row.text[0] == "0":
                row.role, row.why = NOISE, "page mark"
        return
    for (row, value), title in zip(found, titles, strict=False):
        if slides and not _tells(outline, title):
            row.role, row.why, title.role = NOISE, "page mark", SECTION if title.mark.style == "章" else title.role
            outline.ends.add(row.at)
        elif (
            title.role == BODY
            and title.ask >= TITLE
            and title.style.partition(":")[0] in ("p", "strong", "h1", "h2", "h3", "h4")
        ):
            row.role, row.why = META, ""
            title.mark = Mark(title.mark.style, value, title.mark.end)
            outline.ask_row(title, "title below its number")
            outline.ends.add(row.at)
            _mark_part_above(outline, row)


def _tells(outline: Outline, title: Row) -> bool:
    """Whether a slide's title asks, or names a subject that the points below it explain."""
    if _AROUND.match(title.text) or title.mark.style == "章":
        return False
    then = outline.following.get(title.at)
    return title.ask >= SOUNDS or (then is not None and then.block.kind == "item")


def _mark_part_above(outline: Outline, row: Row) -> None:
    """The name of a part below `PART 02`, right above the first number in it."""
    if row.at < 2:
        return
    part, name = outline.rows[row.at - 2 : row.at]
    if part.mark.style == "章" and not part.head.strip() and name.role == BODY and len(name.text) <= 40:
        part.role = name.role = SECTION
