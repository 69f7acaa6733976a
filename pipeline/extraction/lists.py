"""Lists of questions first, their answers further down: which rows below answer which question of the list."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from pipeline.extraction import later
from pipeline.extraction.answers import trimmed
from pipeline.extraction.numbering import mark_of
from pipeline.extraction.outline import Outline
from pipeline.extraction.questions import Asked
from pipeline.extraction.rows import (
    ANSWER_LABEL,
    ANSWER_TITLE,
    BODY,
    META,
    NOISE,
    POINT,
    QUESTION,
    SECTION,
    Row,
)
from pipeline.extraction.threads import same_words
from pipeline.extraction.wording import SOUNDS, STATES, TITLE
from pipeline.text import key


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


_MANY = 200
"""So many questions are compared with a quote that repeats none of them word by word."""


def _quoted_back(asked: list[Asked]) -> list[Asked]:
    """In a thread a reply quotes the question that it answers: the answer is that of the question above."""
    quotes = [each for each in asked if each.row.block.kind == "quote" and each.answer]
    if not quotes:
        return asked
    known = {key(each.words): each for each in reversed(asked) if each.row.block.kind != "quote" and not each.cell}
    near = list(known.values())[-_MANY:]
    dropped: set[int] = set()
    for quote in quotes:
        own = known.get(key(quote.words)) or next((each for each in near if same_words(each.words, quote.words)), None)
        taken = own is not None and bool(own.answer) and own.rule != f"{own.row.rule}, quoted below"
        if own is None or own.row.at > quote.row.at or taken:
            continue
        own.answer = [*own.answer, *quote.answer]
        own.rule = f"{own.row.rule}, quoted below"
        dropped.add(id(quote))
        quote.row.role, quote.row.why = NOISE, "quotation"
    return [each for each in asked if id(each) not in dropped]


def _beside(outline: Outline, a: Row, b: Row) -> bool:
    return (
        all(
            outline.rows[at].role in (NOISE, QUESTION) or outline.rows[at].block.kind == "rule"
            for at in range(a.at + 1, b.at)
        )
        and b.at - a.at <= 4
    )


def answer_lists(outline: Outline, asked: list[Asked]) -> list[Asked]:
    """Join lists of questions with the answers that stand further down under titles of their own."""
    _stray(outline, asked)
    asked = _quoted_back(asked)
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
    titles = {at - 1 for _, at in parts}
    for each in after:
        if each.row.at in titles:
            # The title of a part is no question, though its answers stood below it.
            each.row.role = SECTION
            dropped.add(id(each))
    for (part, first), last in zip(parts, ends, strict=False):
        dropped |= _fill(outline, part, after, first, last, announced=True)
    if not parts:
        dropped = _fill(outline, listed, after, begin, len(outline.rows), announced=marker is not None)
    if (
        marker is not None
        and marker.role != NOISE
        and (dropped or any(each.answer for each in listed[:-1]) or _only_marker(listed[-1]))
    ):
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
        plain = key(name[mark_of(name).end :]) or key(name)
        for row in outline.rows[begin:]:
            titled = row.block.kind == "heading" or row.role == SECTION
            other = (key(row.head) or key(row.text)) if titled else ""
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
    inside: set[int] = set()
    numbers = {each.value: at for at, each in enumerate(listed) if each.value}
    values = [value for _, _, value, _ in titles]
    if (
        len(numbers) == len(listed)
        and all(values)
        and len(set(values)) == len(values)
        and sum(value in numbers for value in values) >= 0.8 * len(values)
    ):
        places: list[int | None] = [numbers.get(value) for value in values]
        if announced:
            # Between two answers nothing asks: what seemed to is a point of the one before.
            heads, until = {row.at for row, *_ in titles}, titles[-1][0].at
            for each in after:
                if titles[0][0].at < each.row.at < until and each.row.at not in heads:
                    each.row.role = POINT if each.row.mark.style else BODY
                    inside.add(id(each))
    else:
        places = later.align([each.words for each in listed], [words for _, words, _, _ in titles])
        alike = [
            later.likeness(words, listed[at].words)
            for (_, words, _, _), at in zip(titles, places, strict=True)
            if at is not None
        ]
        if not announced and (not alike or sum(alike) / len(alike) < 0.45 or len(titles) < 0.4 * len(listed)):
            return set()
    told = announced and 2 * sum(row.ask == STATES and bool(row.head.strip("*_ ")) for row, *_ in titles) > len(titles)
    dropped = inside
    for (row, _, _, own), place in zip(titles, places, strict=True):
        if own is not None:
            dropped.add(id(own))
        answer = _within(row, own.answer) if own is not None else []
        if own is None:
            answer = _below(outline, row, [title for title, *_ in titles], end, told=told)
        row.role = ANSWER_TITLE
        if place is not None:
            listed[place].answer = trimmed(answer)
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
    if announced and len(values) == len(listed) and (keyed := _keyed(outline.rows[begin:end], values)):
        pairs = {each.row.at: each for each in after}
        return [(row, row.head, row.mark.value, pairs.get(row.at)) for row in keyed]
    hollow = [row for row in numbered if not row.head.strip("*_ ")]
    if announced and hollow and len(hollow) >= 0.5 * len(numbered):
        return [(row, "", row.mark.value, None) for row in hollow]
    counts = [row.mark.value for row in numbered]
    strictly = bool(counts) and set(counts) <= values and all(a < b for a, b in itertools.pairwise(counts))
    if announced and values and (strictly or len(set(counts) & values) >= 0.6 * len(values)):
        # A part of a list goes on counting where the part before it ended.
        expect = min(values) - 1
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


_ALIKE = {"n.": "n", "n、": "n", "n．": "n", "n:": "n", "n ": "n"}
"""Styles of one hand: who writes `1、` writes `2.` as well."""


def _keyed(rows: Sequence[Row], values: set[int]) -> list[Row]:
    """Plain lines that carry most numbers of the list in their order, however they set them; () where there are none.

    Points within answers count from one again and again, and get nowhere near the list's end.
    """
    styles: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.mark.value in values and row.role in (BODY, POINT, QUESTION) and row.block.kind != "code":
            styles[_ALIKE.get(row.mark.style, row.mark.style)].append(row)
    best: list[Row] = []
    for some in styles.values():
        chain: list[Row] = []
        for row in some:
            if row.mark.value > (chain[-1].mark.value if chain else 0) and row.mark.value <= (
                chain[-1].mark.value + 3 if chain else min(values)
            ):
                chain.append(row)
        best = max(best, chain, key=len)
    return best if len(best) >= max(4, 0.6 * len(values)) else []


def _within(title: Row, answer: list[tuple[Row, int]]) -> list[tuple[Row, int]]:
    """What of an answer stands before the next heading that is as high as its title."""
    if title.block.kind != "heading":
        return answer
    return list(
        itertools.takewhile(
            lambda each: each[0].block.kind != "heading" or each[0].block.level > title.block.level, answer
        )
    )


def _below(outline: Outline, title: Row, titles: list[Row], end: int, *, told: bool) -> list[tuple[Row, int]]:
    """The rows from a title to the next; the title's own words too where they answer, as those of most do (`told`)."""
    stops = {row.at for row in titles}
    answer: list[tuple[Row, int]] = []
    if title.head.strip("*_ ") and (told or title.ask == STATES or (title.mark.value and title.at + 1 in stops)):
        answer.append((title, title.mark.end))
    for row in outline.rows[title.at + 1 : end]:
        if row.at in stops or row.role in (QUESTION, SECTION):
            break
        if row.role in (NOISE, META):
            continue
        answer.append((row, row.mark.end if row.role == ANSWER_LABEL else 0))
    return _within(title, answer)
