"""The outline becomes pairs, and every character of the document gets its label."""

from __future__ import annotations

import hashlib
import itertools
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.extraction import later
from pipeline.extraction.numbering import mark_of
from pipeline.extraction.outline import (
    ANSWER_LABEL,
    ANSWER_TITLE,
    BODY,
    META,
    NOISE,
    POINT,
    QUESTION,
    SECTION,
    Outline,
    Row,
    colon,
    question_end,
    term_end,
)
from pipeline.extraction.promotion import mark_promotion
from pipeline.extraction.rendering import render
from pipeline.extraction.wording import ASKS, SOUNDS, STATES, TITLE, asking, is_placeholder
from pipeline.models import Block, BlockKind, Document, Label, Lang, Passage, QAPair, Span
from pipeline.text import key


class Extracted(NamedTuple):
    """What a document says: its pairs, and what every character of it was taken for."""

    pairs: list[QAPair]
    spans: list[Span]


class Asked:
    """One question on its way to a pair."""

    __slots__ = (
        "answer",
        "cell",
        "end",
        "inline",
        "label_at",
        "row",
        "rule",
        "section",
        "siblings",
        "start",
        "value",
        "words",
    )

    def __init__(self, row: Row, words: str, start: int, end: int, rule: str) -> None:
        self.row = row
        self.words = words
        self.start = start
        self.end = end
        self.rule = rule
        self.section: tuple[str, ...] = ()
        self.inline: tuple[Row, int] | None = None
        """Row and offset in its text from which the answer runs on the same line."""
        self.answer: list[tuple[Row, int]] = []
        """Rows of the answer, each with the offset in its text at which the answer's words begin."""
        self.cell: tuple[int, int] | None = None
        """Of a table row: where the answer stands in its text."""
        self.siblings: list[Asked] = []
        """Further questions of the same line: they share one answer."""
        self.value = row.mark.value


def extract(document: Document) -> Extracted:
    """Find the questions of a document and the answers that it gives them, by layout alone."""
    outline = Outline(document)
    mark_promotion(outline)
    asked = _answered(outline, _collected(outline))
    asked = _matched(outline, asked)
    pairs, answers = _paired(document, asked)
    return Extracted(pairs, _spans(document, outline, asked, answers))


def line_of(pair: QAPair) -> dict[str, object]:
    """The pair as `kanwu extract` prints it."""
    return {
        "id": pair.id,
        "document": pair.document,
        "sha256": pair.sha256,
        "lang": pair.lang,
        "section": list(pair.section),
        "question": pair.question,
        "question_at": _place(pair.question_at),
        "answer": pair.answer,
        "answer_at": None if pair.answer_at is None else [_place(passage) for passage in pair.answer_at],
        "rule": pair.rule,
    }


def _place(passage: Passage) -> dict[str, int]:
    return {"line": passage.line, "end_line": passage.end_line, "start": passage.start, "end": passage.end}


# ------------------------------------------------------------------------------------------ the questions

_ANOTHER = re.compile(r"(?<=[?？。;；\s)）])\s*(?:[Qq]?(\d{1,3})[.、)）．]\s*)(?=[^\d\s])")
_LETTERED = re.compile(r"(?<=[?？。;；\s)）])\s*([a-zA-Z])[.)、）]\s*(?=\S)")
_TIGHT = re.compile(r"(\d{1,3})[.、](?=[^\d\s])")
_ANSWER_INSIDE = re.compile(
    r"(?:\s|[?？。])(?:A(?:nswer|ns)?\s*\d*\s*[:：]|答(?:案)?\s*[:：]|【答(?:案)?】|\[答(?:案)?\]|A\d+[.:]\s)\s*|\s(?:—>|->|=>|→|⇒)\s+"
)
_DASH = re.compile(r"(?<=[?？])\s*(?:[-–—:：]+|→|=>|->)\s*")
_SEPARATOR = re.compile(r"[\s—–=>→⟶:：|*-]+$")
_META = re.compile(
    r"^\W*(?:难度|难易|标签|分值|频率|考点|来源|类型|出现频率|重要程度|热度|考察点|考察|difficulty|tags?|level|frequency|topics?|asked (?:at|by|in)|companies|category|source|points)\s*[:：].{0,80}$",
    re.I,
)
_TRAILING = "⭐★☆✩🔥✨🌟️*#_|` 　\t"


def _collected(outline: Outline) -> list[Asked]:
    rows = outline.rows
    found: list[Asked] = []
    skip = -1
    for row in rows:
        if row.role != QUESTION or row.at <= skip:
            continue
        if row.cells is not None:
            found.append(_of_cells(row, row.cells))
            continue
        joined = _joined(outline, row)
        made, last = _of_row(outline, row, joined)
        skip = last
        found.extend(made)
    return found


def _of_cells(row: Row, cells: tuple[tuple[int, int], tuple[int, int] | None]) -> Asked:
    """The question of a table row; its answer is a cell of the same row."""
    (first, last), answer = cells
    block = row.block
    made = Asked(
        row,
        row.text[first:last].strip(),
        block.source_offset(first),
        block.source_offset(max(first, last - 1)) + 1,
        row.rule,
    )
    if answer is not None and not is_placeholder(row.text[answer[0] : answer[1]]):
        made.cell = answer
    return made


def _joined(outline: Outline, row: Row) -> list[Row]:
    """The rows of a question that runs over line ends."""
    head = row.head.rstrip()
    if not head or row.block.kind in ("summary", "term") or outline.document.format == "html":
        return [row]
    if head[-1:] in "?？。.!！:：":
        return [row]
    over = question_end(row.head)
    if over < len(row.head):
        # The last of several questions on the line may run over; the line's own end says so.
        rest = row.head[over:].strip()
        then = outline.following.get(row.at)
        asks_on = (
            asking(rest) == SOUNDS
            and len(rest) <= 30
            and then is not None
            and not then.gap
            and not then.mark.style
            and len(then.text) <= 40
            and then.text[-1:] in "?？"
        )
        ordered = asks_on or (len(row.text) >= 58 and asking(rest) == SOUNDS)
        if not ordered and not (mark_of(rest).value == row.mark.value + 1 > 1):
            return [row]
    taken = [row]
    wrapped = len(row.text) >= 58
    for at in range(row.at + 1, min(row.at + 5, len(outline.rows))):
        then = outline.rows[at]
        if (
            then.gap
            or then.role != BODY
            or then.mark.style
            or then.block.kind not in ("paragraph", "heading")
            or (then.block.kind == "heading" and row.block.kind != "heading")
        ):
            break
        if then.role == NOISE or (then.block.markdown.startswith("**") and not row.block.markdown.startswith("**")):
            break
        text = then.text
        end = question_end(text)
        asks = end < len(text) or text.rstrip(_TRAILING)[-1:] in ("?", "？")
        opened = row.block.markdown.startswith("**") and row.block.markdown.count("**") == 1
        if opened and "**" in then.block.markdown:
            return [*taken, then]
        if asks and (row.ask < SOUNDS or _unfinished(head) or wrapped or text[:1].islower()):
            first = text[: min(end, len(text))]
            if ("。" in first or ". " in first[:-1]) and not (wrapped and row.mark.style and not row.ask):
                break
            return [*taken, then]
        if (
            not opened
            and not wrapped
            and not text[:1].islower()
            and not (len(taken) == 1 and _in_list(outline, row, then))
        ):
            break
        taken.append(then)
        if text.rstrip()[-1:] in ".。" and (wrapped and row.ask >= SOUNDS):
            following = outline.following.get(then.at)
            indented = following is not None and following.block.level > row.block.level
            return (
                taken
                if following is not None and (following.role == ANSWER_LABEL or following.gap or indented)
                else [row]
            )
    if len(taken) >= 2 and _in_list(outline, row, taken[1]):
        return taken[:2]
    return [row]


def _in_list(outline: Outline, row: Row, then: Row) -> bool:
    """Whether a row that runs over stands in a list of questions without answers."""
    after, before = outline.following.get(then.at), outline.rows[row.at - 1] if row.at else None
    return (
        after is not None
        and after.role == QUESTION
        and after.style == row.style
        and before is not None
        and before.role == QUESTION
        and len(then.text) <= 40
        and then.text[-1:] not in "。.！；"
    )


_UNFINISHED = re.compile(
    r"(?:[,，、—(（]|\b(?:the|a|an|of|to|and|or|in|on|for|with|is|are|as|by|from|between|than)|的|是|和|与|及|或|在|需|要|能|会|对|把|被|让|从|向|该|应)$"
)


def _unfinished(text: str) -> bool:
    return _UNFINISHED.search(text) is not None or (len(text) > 24 and text[-1:] not in "?？。.")


def _of_row(outline: Outline, row: Row, joined: list[Row]) -> tuple[list[Asked], int]:
    """The questions that a row (with the rows it runs over) asks, and the last row used."""
    last = joined[-1]
    begin = row.mark.end
    text = row.text
    if len(joined) > 1:
        tail = last.text
        end = question_end(tail)
        if end >= len(tail) and last.block.markdown.startswith("**") is False and "**" in last.block.markdown:
            end = len(tail)
        lang_zh = not (row.text[-1:].isascii() and tail[:1].isascii())
        words = (
            row.head
            + "".join(("" if lang_zh else " ") + r.text for r in joined[1:-1])
            + ("" if lang_zh else " ")
            + tail[:end].rstrip()
        )
        pieces = _split(row, row.head, begin)
        over = question_end(row.head)
        if len(pieces) == 1 and 0 < over < len(row.head) and len(row.head) - over <= 30 and words[-1:] in "?？":
            # The line ends within its second question, which is one of its own then.
            lead = len(row.head[over:]) - len(row.head[over:].lstrip())
            pieces = [(row.head[:over].rstrip(), begin), (row.head[over + lead :], begin + over + lead)]
        made = []
        for number, (piece, at) in enumerate(pieces):
            final = number == len(pieces) - 1
            stop = (
                last.block.source_offset(len(tail[:end].rstrip()) - 1) + 1
                if final
                else row.block.source_offset(at + len(piece) - 1) + 1
            )
            full = words[at - begin :] if final else piece
            made.append(Asked(row, _clean(full), row.block.source_offset(at), stop, row.rule))
        made[0].siblings = made[1:]
        if end < len(tail):
            made[0].inline = (last, end)
        return made, last.at
    inline = _inline_at(outline, row)
    asks = text[begin:inline].rstrip() if inline else text[begin:]
    if inline:
        inside = _ANSWER_INSIDE.search(text, begin)
        asks = text[begin : inside.start() + 1].rstrip() if inside and inside.end() == inline else asks
        asks = _SEPARATOR.sub("", asks)
    pieces = _split(row, asks, begin)
    made = []
    for piece, at in pieces:
        stripped = piece.rstrip(_TRAILING + "】〗」" if row.style == "boxed:" else _TRAILING)
        stripped = stripped or piece
        made.append(
            Asked(
                row,
                _clean(stripped),
                row.block.source_offset(at),
                row.block.source_offset(at + len(stripped) - 1) + 1,
                row.rule,
            )
        )
    if not made:
        return [], row.at
    for number, each in enumerate(made):
        each.value = row.mark.value + number if row.mark.value else 0
    made[0].siblings = made[1:]
    if inline and inline < len(text):
        made[0].inline = (row, inline)
        made[0].rule = f"{row.rule}, answer on the line"
    return made, row.at


def _clean(words: str) -> str:
    return words.strip().strip("*").strip() or words


def _split(row: Row, words: str, begin: int) -> list[tuple[str, int]]:
    """Several numbered questions on one line, each with its offset in the row's text."""
    pieces: list[tuple[str, int]] = []
    expect = row.mark.value + 1
    at = cut = 0
    if row.mark.style in ("a.", "(a)"):
        for each in _LETTERED.finditer(words):
            if ord(each[1].lower()) - 96 == expect and words[cut : each.start()].strip():
                pieces.append((words[cut : each.start()].rstrip(), begin + cut))
                cut = each.end()
                expect += 1
    elif row.mark.value and len(words) > 4:
        while True:
            found = _ANOTHER.search(words, at) or None
            tight = None
            for each in _TIGHT.finditer(words, max(at, 1)):
                if (
                    int(each[1]) == expect
                    and not words[each.start() - 1].isdigit()
                    and words[each.start() - 1] not in ".~-"
                    and (words[each.start() - 1] in "?？。 )）" or (row.ask != STATES and len(words) <= 40))
                ):
                    tight = each
                    break
            if found is not None and int(found[1]) != expect:
                nested = mark_of(words[found.start() :].lstrip())
                if nested.value == expect and nested.style == row.mark.style:
                    pass
                else:
                    found = None
            if tight is not None and (found is None or tight.start() < found.start()):
                found = tight
            if found is None:
                break
            if words[cut : found.start()].strip():
                pieces.append((words[cut : found.start()].rstrip(), begin + cut))
            cut = at = found.end()
            expect += 1
    elif (
        not row.mark.value
        and row.rule.startswith("unmarked")
        and words.count("?") + words.count("？") >= 4
        and len(words) > 80
    ):
        for place in re.finditer(r"[?？]\s*", words):
            if words[cut : place.start()].strip():
                pieces.append((words[cut : place.end()].rstrip(), begin + cut))
            cut = place.end()
    if words[cut:].strip():
        lead = len(words[cut:]) - len(words[cut:].lstrip())
        pieces.append((words[cut + lead :].rstrip(), begin + cut + lead))
    return pieces


def _inline_at(outline: Outline, row: Row) -> int:
    """Offset in the row's text at which its answer begins on the same line; 0 where it does not."""
    text, begin = row.text, row.mark.end
    inside = _ANSWER_INSIDE.search(text, begin)
    if inside and inside.start() > begin:
        return inside.end()
    if row.rule == "numbered term" and (cut := term_end(row.head)):
        return begin + cut
    if row.lead > begin:
        words = text[begin : row.lead]
        rest = text[row.lead :].strip(_TRAILING + ":：-–—")
        if (
            rest
            and not (mark_of(rest).style == row.mark.style and row.mark.style and asking(rest) >= SOUNDS)
            and (asking(words) >= SOUNDS or len(rest) > 12)
            and asking(rest) != ASKS
        ):
            return _skip(text, row.lead)
        if rest and asking(rest) == ASKS:
            return 0
    if row.block.kind == "heading" and row.ask != STATES and question_end(row.head) >= len(row.head):
        return 0
    end = question_end(row.head)
    if end < len(row.head):
        rest = row.head[end:].strip()
        another = mark_of(rest)
        if another.style == row.mark.style and another.value == row.mark.value + 1:
            return 0
        if len(rest.strip(_TRAILING)) >= 2 and not _note(rest) and not re.match(r"A[.、)]\s?.{1,40}B[.、)]", rest):
            return _skip(text, begin + end)
        return 0
    if row.ask >= SOUNDS:
        return 0
    cut = colon(row.head)
    if cut and cut <= 40 and "title" in row.rule and row.block.kind != "heading":
        rest = row.head[cut + 1 :].strip()
        if row.rule == "title" and not row.mark.style and len(rest) >= 3:
            return _skip(text, begin + cut)
        if (
            row.mark.style
            and len(rest) >= (4 if rest[-1:] in "。." else 10)
            and asking(rest) < SOUNDS
            and (row.ask == STATES or len(rest) > 2 * cut)
        ):
            return _skip(text, begin + cut)
    return 0


def _note(rest: str) -> bool:
    return len(rest) <= 40 and rest[:1] in "(（[【「<" and rest.rstrip(_TRAILING)[-1:] in ")）]】」>"


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t　*_:：-–—→>|`":
        if text[at] == "-" and text[at + 1 : at + 2].isdigit():
            break
        at += 1
    return at


# -------------------------------------------------------------------------------------------- the answers


def _answered(outline: Outline, asked: list[Asked]) -> list[Asked]:
    """Give every question the rows up to the next one, and every question its section."""
    starts: dict[int, list[Asked]] = defaultdict(list)
    used: set[int] = set()
    for each in asked:
        starts[each.row.at].append(each)
    current: list[Asked] = []
    path: list[tuple[str, str]] = []
    taken: set[int] = set()
    for row in outline.rows:
        if row.at in starts:
            current = starts[row.at]
            section = tuple(words for _, words in path)
            for each in current:
                each.section = section
            head = current[0]
            if row.cells is not None:
                current = []
            if head.inline:
                inline_row, at = head.inline
                taken.add(inline_row.at)
                for each in current:
                    each.answer.append((inline_row, at))
            taken.update(_rows_of(outline, head))
            continue
        if row.at in taken:
            continue
        if row.role == SECTION:
            current = []
            _enter(path, row)
            continue
        if row.role in (NOISE, QUESTION, META):
            continue
        if not current:
            continue
        if row.role == BODY and not current[0].answer and _META.match(row.text) and len(row.text) <= 120:
            row.role = META
            continue
        if row.block.kind == "rule" and row.block.text.strip("-*_=~—─━＿ "):
            pass
        begin = row.mark.end if row.role == ANSWER_LABEL else 0
        for each in current:
            each.answer.append((row, begin))
        used.add(row.at)
    for each in asked:
        each.answer = _trimmed(each.answer)
    return asked


def _rows_of(outline: Outline, head: Asked) -> list[int]:
    last = head.row.at
    for each in (head, *head.siblings):
        row = head.row
        while row.at + 1 < len(outline.rows) and outline.rows[row.at + 1].block.start < each.end:
            row = outline.rows[row.at + 1]
        last = max(last, row.at)
    return list(range(head.row.at + 1, last + 1))


def _trimmed(answer: list[tuple[Row, int]]) -> list[tuple[Row, int]]:
    """An answer without figures and rules at its ends; none where only a placeholder is left."""
    while answer and (
        (answer[-1][0].block.kind in ("rule", "figure") and not _is_tag(answer[-1][0])) or _is_stage(answer[-1][0])
    ):
        answer.pop()
    first = 0
    while first < len(answer) and answer[first][0].block.kind in ("rule", "figure"):
        first += 1
    answer = answer[first:]
    if len(answer) <= 6:
        said = [row.text[at:].strip() for row, at in answer if row.block.kind not in ("rule", "figure")]
        if len(said) <= 2 and all(is_placeholder(words) for words in said):
            return []
    return answer


_STAGE = re.compile(r"[\[【][^\[\]【】]{2,60}[\]】]$")


def _is_stage(row: Row) -> bool:
    """A remark of the scribe between two turns: a line of its own in square brackets."""
    return row.gap and row.block.kind == "paragraph" and _STAGE.match(row.text) is not None


def _is_tag(row: Row) -> bool:
    """A picture that a page shows below an answer, rather than the words that stand for a lost one."""
    return row.block.kind == "figure" and bool(row.block.offsets) and row.block.end - row.block.start > len(row.text)


_RANK = {"章": 0, "一、": 1, "I.": 1, "(一)": 2}


def _enter(path: list[tuple[str, str]], row: Row) -> None:
    style = f"h{row.block.level}" if row.block.kind == "heading" else row.mark.style
    words = row.text.strip()
    rank = row.block.level if row.block.kind == "heading" else 10 + _RANK.get(style, 3)
    while path and int(path[-1][0]) >= rank:
        path.pop()
    path.append((str(rank), words))


# -------------------------------------------------------------------------------------- lists, answered later


def _stray(outline: Outline, asked: list[Asked]) -> None:
    """What follows a bare list of questions belongs to none of them, the last one least of all."""
    run: list[Asked] = []
    for each in asked:
        beside = bool(run) and each.row.style == run[-1].row.style and _beside(outline, run[-1].row, each.row)
        if beside and not run[-1].answer:
            run.append(each)
        else:
            run = [each]
        if len(run) < 4 or not each.answer or each.inline or each.cell:
            continue
        first = each.answer[0][0]
        listed = (
            first.gap
            and first.role != ANSWER_LABEL
            and first.mark.style == ""
            and first.block.kind in ("paragraph", "quote")
        )
        tight = each.row.block.kind == "item" if outline.document.format == "html" else not each.row.gap
        if listed and tight and first.block.level <= each.row.block.level:
            each.answer = []


def _beside(outline: Outline, a: Row, b: Row) -> bool:
    return (
        all(
            outline.rows[at].role in (NOISE, QUESTION) or outline.rows[at].block.kind == "rule"
            for at in range(a.at + 1, b.at)
        )
        and b.at - a.at <= 4
    )


def _matched(outline: Outline, asked: list[Asked]) -> list[Asked]:
    """Join lists of questions with the answers that stand further down under titles of their own."""
    _stray(outline, asked)
    group: list[Asked] = []
    first_after = 0
    groups: list[tuple[list[Asked], int]] = []
    for number, each in enumerate(asked):
        if len(group) >= 3 and bisect_right(outline.announcements, group[-1].row.at) != bisect_right(
            outline.announcements, each.row.at
        ):
            groups.append((group, first_after))
            group = []
        if not each.answer and each.cell is None:
            group.append(each)
            first_after = number + 1
            continue
        if _only_marker(each) or (
            len(group) >= 2 and _announced_next(outline, each, asked[number + 1] if number + 1 < len(asked) else None)
        ):
            group.append(each)
            groups.append((group, number + 1))
            group = []
            continue
        if len(group) >= 3:
            groups.append((group, first_after))
        group = []
    if len(group) >= 3:
        groups.append((group, first_after))
    dropped: set[int] = set()
    places: dict[str, int] = {key(each.words): number for number, each in enumerate(asked)} if groups else {}
    for listed, after in _merged(outline, groups):
        if len(listed) < 3:
            continue
        if _marker_below(outline, listed) is None:
            dropped |= _repeated(listed, places, after)
        remaining = [each for each in listed if id(each) not in dropped]
        if len(remaining) >= 3 and len(remaining) > 0.3 * len(listed):
            dropped |= _answered_later(
                outline,
                remaining,
                [each for each in asked[after : after + 3 * len(listed) + 8] if id(each) not in dropped],
            )
    for each in asked:
        if id(each) in dropped and each.row.role == QUESTION:
            each.row.role, each.row.why = NOISE, "table of contents"
    return [each for each in asked if id(each) not in dropped]


def _announced_next(outline: Outline, each: Asked, then: Asked | None) -> bool:
    """Whether the answers are announced between this question and the next."""
    last = then.row.at if then is not None else len(outline.rows)
    if then is not None and then.row is each.row:
        return True
    until = bisect_right(outline.announcements, min(last - 1, each.row.at + 12))
    return until != bisect_right(outline.announcements, each.row.at)


def _only_marker(each: Asked) -> bool:
    """Whether what seems to be the last question's answer begins with the announcement of all answers."""
    words = [row.text for row, _ in each.answer[:6] if row.block.kind not in ("rule", "figure")]
    return bool(words) and later.is_marker(words[0])


def _merged(outline: Outline, groups: list[tuple[list[Asked], int]]) -> list[tuple[list[Asked], int]]:
    """Lists that one announcement answers are one list."""
    merged: list[tuple[list[Asked], int]] = []
    before: Row | None = None
    for listed, after in groups:
        marker = _marker_below(outline, listed) if listed else None
        if marker is not None and marker is before:
            merged[-1] = ([*merged[-1][0], *listed], after)
        else:
            merged.append((listed, after))
        before = marker
    return merged


def _repeated(listed: list[Asked], places: dict[str, int], after: int) -> set[int]:
    """A list whose questions come again with their answers is a table of contents.

    `places` holds where in the document's questions each wording comes for the last time.
    """
    hits = [each for each in listed if places.get(key(each.words), -1) >= after]
    if len(hits) < max(3, 0.5 * len(listed)):
        return set()
    if len(hits) >= 0.6 * len(listed):
        hits += [each for each in listed if each.row.ask < SOUNDS]
    return {id(each) for each in hits}


def _answered_later(outline: Outline, listed: list[Asked], after: list[Asked]) -> set[int]:
    marker = _marker_below(outline, listed)
    begin = marker.at + 1 if marker is not None else listed[-1].row.at + 1
    dropped: set[int] = set()
    parts = _parts_below(outline, listed, begin) if marker is not None else []
    ends = [*(at - 1 for _, at in parts[1:]), len(outline.rows)]
    for (part, first), last in zip(parts, ends, strict=False):
        dropped |= _fill(outline, part, after, first, last, announced=True)
    if not parts:
        dropped = _fill(outline, listed, after, begin, len(outline.rows), announced=marker is not None)
    if marker is not None and marker.role != NOISE and (dropped or any(each.answer for each in listed[:-1])):
        marker.role, marker.why = NOISE, "announcement"
        for each in listed:
            # What follows the announcement must not stay with the last question of the list.
            if any(row.at == marker.at for row, _ in each.answer):
                each.answer = []
    return dropped


def _marker_below(outline: Outline, listed: list[Asked]) -> Row | None:
    """The line behind a list that announces its answers."""
    place = bisect_right(outline.announcements, listed[-1].row.at)
    return outline.rows[outline.announcements[place]] if place < len(outline.announcements) else None


def _parts_below(outline: Outline, listed: list[Asked], begin: int) -> list[tuple[list[Asked], int]]:
    """The list's parts with the row behind the heading under which each is answered; () where it is answered as one."""
    names = dict.fromkeys(each.section[-1] for each in listed if each.section)
    if len(names) < 2:
        return []
    parts: list[tuple[list[Asked], int]] = []
    for name in names:
        plain = key(name)
        for row in outline.rows[begin:]:
            other = key(row.text) if row.block.kind == "heading" or row.role == SECTION else ""
            if len(other) >= 2 and (other.startswith(plain) or plain.startswith(other)):
                parts.append(([each for each in listed if each.section[-1:] == (name,)], row.at + 1))
                break
    return sorted(parts, key=lambda each: each[1]) if len(parts) >= 2 else []


def _fill(
    outline: Outline, listed: list[Asked], after: list[Asked], begin: int, end: int, *, announced: bool
) -> set[int]:
    """Give the questions of one list the answers that stand between two rows; which of `after` were only titles."""
    after = [each for each in after if begin <= each.row.at < end]
    titles = _titles_below(outline, begin, end, listed, after, announced=announced)
    if len(titles) < (1 if announced and len(listed) < 12 else 2):
        return set()
    numbers = {each.value: at for at, each in enumerate(listed) if each.value}
    values = [value for _, _, value, _ in titles]
    if (
        len(numbers) == len(listed)
        and all(values)
        and len(set(values)) == len(values)
        and sum(value in numbers for value in values) >= 0.8 * len(values)
    ):
        places: list[int | None] = [numbers.get(value) for value in values]
    else:
        places = later.align([each.words for each in listed], [words for _, words, _, _ in titles])
        alike = [
            later.likeness(words, listed[at].words)
            for (_, words, _, _), at in zip(titles, places, strict=True)
            if at is not None
        ]
        if not announced and (not alike or sum(alike) / len(alike) < 0.45 or len(titles) < 0.4 * len(listed)):
            return set()
    dropped: set[int] = set()
    for (row, _, _, own), place in zip(titles, places, strict=True):
        if own is not None:
            dropped.add(id(own))
        answer = own.answer if own is not None else []
        if own is None:
            answer = _below(outline, row, [title for title, *_ in titles], end)
        row.role = ANSWER_TITLE
        if place is not None:
            listed[place].answer = _trimmed(answer)
            listed[place].rule = f"{listed[place].rule}, answered later"
    last = listed[-1]
    if _only_marker(last):
        last.answer = []
    # What follows the titles must not stay with the last question of the list.
    title_rows = {row.at for row, *_ in titles}
    for each in listed:
        if any(row.at in title_rows and at != row.mark.end for row, at in each.answer):
            each.answer = []
    return dropped


Title = tuple[Row, str, int, "Asked | None"]


def _titles_below(
    outline: Outline, begin: int, end: int, listed: list[Asked], after: list[Asked], *, announced: bool
) -> list[Title]:
    """The titles under which answers stand, from row `begin` on: row, words, number, and the pair it was taken for."""
    values = {each.value for each in listed if each.value}
    if announced and len(values) == len(listed) and (counted := _counted(outline.rows[begin:end], values)):
        pairs = {each.row.at: each for each in after}
        return [(row, row.head, row.mark.value, pairs.get(row.at)) for row in counted]
    own = [each for each in after if each.row.at >= begin and each.answer]
    if len(own) >= max(2, 0.3 * len(listed)):
        return [(each.row, each.words, each.value, each) for each in own]
    if not announced and not own:
        listed_style = listed[0].row.style
        begin = max(begin, listed[-1].row.at + 1)
        if not listed_style:
            return []
    found: list[Title] = [(each.row, each.words, each.value, each) for each in own]
    taken = {each.row.at for each in after}
    numbered = [
        row
        for row in outline.rows[begin:end]
        if row.role in (BODY, POINT)
        and row.mark.value
        and row.mark.style == listed[0].row.mark.style
        and row.block.kind != "code"
    ]
    hollow = [row for row in numbered if not row.head.strip("*_ ")]
    if announced and hollow and len(hollow) >= 0.5 * len(numbered):
        return [(row, "", row.mark.value, None) for row in hollow]
    if announced and values and len({row.mark.value for row in numbered} & values) >= 0.6 * len(values):
        expect = 0
        for row in numbered:
            if row.mark.value == expect + 1 or (
                row.mark.value > expect and row.mark.value in values and row.mark.value <= expect + 6
            ):
                expect = row.mark.value
                found.append((row, row.head, row.mark.value, None))
        return sorted(found, key=lambda each: each[0].at)
    if not announced:
        return []
    previous: Row | None = None
    for row in outline.rows[begin:end]:
        if row.role == NOISE or row.at in taken:
            previous = row
            continue
        then = outline.following.get(row.at)
        plain = (
            row.style in ("p:", "item0:", "strong:")
            or row.block.kind == "heading"
            or (row.mark.value and row.style.startswith("p:n"))
        )
        ended = (
            previous is None
            or previous.role in (NOISE,)
            or row.gap
            or previous.ask == STATES
            or previous.mark.style != ""
            or previous.block.kind in ("code", "table", "item", "rule")
        )
        if (
            plain
            and row.role in (BODY, SECTION, POINT)
            and row.ask >= TITLE
            and len(row.text) <= 60
            and then is not None
            and then.role != NOISE
            and ended
            and row.text[-1:] not in ":：。"
            and (then.ask < TITLE or len(then.text) > 1.5 * len(row.text) or then.mark.style)
            and not (previous is not None and previous.role == ANSWER_TITLE)
            and not (row.style == "item0:" and not (previous is None or previous.role == NOISE))
        ):
            found.append((row, row.head, row.mark.value, None))
        previous = row
    return sorted(found, key=lambda each: each[0].at)


def _counted(rows: Sequence[Row], values: set[int]) -> list[Row]:
    """Titles set apart (headings, bold lines, labels) that carry numbers of the list, in their order; () where there are none.

    Only some of the questions may be answered there, so gaps in the count mean nothing.
    """
    styles: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.mark.value in values and row.style[:1] in "hs":
            styles[row.style].append(row)
    best = max(styles.values(), key=len, default=[])
    numbers = [row.mark.value for row in best]
    if len(best) < 3 or any(b <= a for a, b in itertools.pairwise(numbers)):
        return []
    taken = set(numbers)
    labels = [row for row in rows if row.mark.style == "Qn" and row.mark.value in values - taken and row not in best]
    return sorted([*best, *labels], key=lambda row: row.at)


def _below(outline: Outline, title: Row, titles: list[Row], end: int) -> list[tuple[Row, int]]:
    """The rows from a title to the next."""
    stops = {row.at for row in titles}
    answer: list[tuple[Row, int]] = []
    if title.head.strip("*_ ") and (title.ask == STATES or (title.mark.value and title.at + 1 in stops)):
        answer.append((title, title.mark.end))
    for row in outline.rows[title.at + 1 : end]:
        if row.at in stops or row.role in (QUESTION, SECTION):
            break
        if row.role in (NOISE, META):
            continue
        answer.append((row, row.mark.end if row.role == ANSWER_LABEL else 0))
    return answer


# ------------------------------------------------------------------------------------------------- results


def _paired(document: Document, asked: list[Asked]) -> tuple[list[QAPair], dict[int, int]]:
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
            answer = render([_from(row.block, at) for row, at in each.answer], [row.gap for row, _ in each.answer])
            passages = _passages(document, each.answer) if answer and not answer.isspace() else None
            answer = answer if passages else None
            if passages:
                answers.update((row.at, at) for row, at in each.answer)
        pairs.append(
            QAPair(
                id=name,
                document=document.path,
                sha256=document.sha256,
                lang=_lang(each.words, document),
                section=each.section,
                question=each.words,
                question_at=document.passage(each.start, each.end),
                answer=answer,
                answer_at=passages,
                rule=each.rule,
            )
        )
    return pairs, answers


def _of_cell(document: Document, block: Block, cell: tuple[int, int]) -> tuple[str, tuple[Passage, ...]]:
    """An answer that is a cell of a table, as Markdown and with its place."""
    first, last = cell
    words = block.text[first:last].strip()
    for piece in re.split(r"(?<!\\)\|", block.markdown):
        plain = piece.strip()
        if plain and (
            plain == words
            or key(plain) == key(words)
            or ("<br>" in plain and key(plain.replace("<br>", "")) == key(words))
        ):
            words = plain.replace("<br>", "\n").replace("\\|", "|")
            break
    return words, (document.passage(block.source_offset(first), block.source_offset(max(first, last - 1)) + 1),)


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
    return tuple(document.passage(start, end) for start, end in spans if end > start)


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


def _spans(document: Document, outline: Outline, asked: list[Asked], answers: dict[int, int]) -> list[Span]:
    """The full partition: what every character was taken for."""
    marks: list[tuple[int, int, Label, str]] = []
    questions: dict[int, list[Asked]] = defaultdict(list)
    for each in asked:
        questions[each.row.at].append(each)
        marks.append((each.start, each.end, "question", ""))
    met = False
    for row in outline.rows:
        block = row.block
        if row.at in questions:
            met = True
        if row.at in answers:
            at = answers[row.at]
            start = block.source_offset(at) if at else block.start
            label: Label = (
                "code"
                if block.kind == "code"
                else ("figure" if block.kind == "figure" else ("markup" if block.kind == "rule" else "answer"))
            )
            marks.append((start, block.end, label, ""))
        elif row.at in questions:
            continue
        elif row.role == NOISE:
            marks.append((block.start, block.end, "noise", row.why or "noise"))
        elif row.role in (SECTION, ANSWER_TITLE) or block.kind == "heading":
            met = met or row.role == SECTION
            marks.append((block.start, block.end, "section", ""))
        elif row.role == META:
            marks.append((block.start, block.end, "noise", "metadata"))
        elif block.kind == "figure":
            marks.append((block.start, block.end, "figure", ""))
        elif block.kind == "rule" or row.role == ANSWER_LABEL:
            marks.append((block.start, block.end, "markup", ""))
        else:
            marks.append((block.start, block.end, "noise", "outside any question" if met else "preamble"))
    marks.sort()
    spans: list[Span] = []
    cursor = opened = 0
    kept: tuple[Label, str] = ("markup", "")
    for start, end, label, reason in marks:
        if end <= cursor:
            continue
        if start > cursor and kept != ("markup", ""):
            if cursor > opened:
                spans.append(Span(opened, cursor, *kept))
            opened, kept = cursor, ("markup", "")
        if kept != (label, reason):
            begin = max(start, cursor)
            if begin > opened:
                spans.append(Span(opened, begin, *kept))
            opened, kept = begin, (label, reason)
        cursor = end
    length = len(document.source)
    if cursor < length and kept != ("markup", ""):
        spans.append(Span(opened, cursor, *kept))
        opened, kept = cursor, ("markup", "")
    if opened < length:
        spans.append(Span(opened, length, *kept))
    return spans
