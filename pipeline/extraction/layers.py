"""Layers that ask: headings, bold lines, numbered lines, bullets, most of whose lines are questions.

A list of an answer may be set like the questions; the count of the questions tells them apart.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence

from pipeline import regex as re
from pipeline.extraction.leftovers import is_open
from pipeline.extraction.numbering import NONE
from pipeline.extraction.outline import Outline
from pipeline.extraction.rows import ANSWER_LABEL, BODY, META, NOISE, POINT, QUESTION, SECTION, Row, colon, term_end
from pipeline.extraction.wording import ASKS, SOUNDS, TITLE, asking, interrogates


def mark_nested(outline: Outline) -> None:
    """Counts within counts: parts that are numbered like their questions, lists inside numbered answers."""
    for row, then in itertools.pairwise(row for row in outline.open_rows if row.mark.path):
        # `1.2` right above `1.2.1` is the title of its part.
        outer = row.mark.path
        deeper = len(then.mark.path) > len(outer) and then.mark.path[: len(outer)] == outer
        if deeper and row.ask < ASKS and outline.following.get(row.at) is then:
            row.role = SECTION
    _mark_inner_lists(outline)


def _mark_inner_lists(outline: Outline) -> None:
    """A run `1, 2, 3` inside a numbered answer, set like the questions, is the answer's own list.

    It gives itself away when the outer count goes on behind it. A heading or a part title between
    two lines starts every count anew.
    """
    parts = [
        row.at
        for row in outline.open_rows
        if row.block.kind == "heading"
        or row.mark.style in ("一、", "章")
        or row.style == "boxed:"
        or row.role == SECTION
    ]
    for style, rows in outline.styles.items():
        number = style.partition(":")[2]
        if not number.startswith(("n", "(n", "①", "a.", "[n", "k")) or number == "n.n" or len(rows) < 4:
            continue
        asked = outline.share(rows, SOUNDS)
        run: list[Row] = []
        outer, before = 0, -1
        for row in rows:
            value = row.mark.value
            part = bisect_right(parts, row.at)
            if part != before and not row.style.startswith("h"):
                run, outer, before = [], 0, part
            if run and value == run[-1].mark.value + 1 and not (value == outer + 1 and row.ask >= SOUNDS > run[-1].ask):
                run.append(row)
            elif run and (value == outer + 1 or outer < value <= outer + 4):
                if (value == outer + 1 and len(run) < 12) or outline.share(run, SOUNDS) < min(0.5, asked):
                    for inner in run:
                        inner.role, inner.why = POINT, "list of an answer"
                run, outer = [], value
            elif value == 1 and outer:
                run = [row]
            elif run:
                run, outer = [], value
            else:
                outer = value


def ask_layers(outline: Outline) -> None:
    """Styles most of whose lines ask: headings, bold lines, summaries, terms, numbered lines, bullets."""
    chosen: list[tuple[str, list[Row], float]] = []
    for style, every in outline.styles.items():
        container, _, number = style.partition(":")
        if container in ("table", "definition") or number in ("A", "An", "章") or (container[0] == "p" and not number):
            continue
        rows = [row for row in every if row.role == BODY]
        if not rows:
            continue
        if container == "strong":
            # A bold phrase that opens a paragraph asks only by its mark.
            rows = [row for row in rows if not row.lead or number or asking(row.text[: row.lead]) >= SOUNDS]
            if not rows:
                continue
            share = sum(
                (asking(row.text[row.mark.end : row.lead]) if row.lead else row.ask) >= SOUNDS
                or row.over < len(row.head)
                for row in rows
            ) / len(rows)
        else:
            share = sum(row.ask >= SOUNDS or outline.asks_and_answers(row) for row in rows) / len(rows)
        chosen.append((style, rows, share))
    for style, rows, share in sorted(chosen, key=lambda each: each[1][0].at):
        container, _, number = style.partition(":")
        if (container.startswith("item") and not number) or container == "quote":
            _ask_bullets(outline, style, rows, container)
            continue
        if container.startswith(("p", "item")):
            _ask_numbered(outline, style, rows, share)
            continue
        least = 0.4 if container[0] in "hsdb" else 0.6
        if style == "strong:" and len(rows) == 1 and rows[0].ask >= SOUNDS and not rows[0].lead:
            # One bold line without a label among many with one.
            beside = sum(row.role == QUESTION for row in outline.styles.get("strong:Q", []))
            if beside >= 3:
                outline.ask_row(rows[0], "bold line")
                continue
        if share >= least and (len(rows) >= 2 or outline.share(rows, ASKS) == 1.0):
            rule = {
                "summary": "summary",
                "term": "definition list",
                "strong": "bold line",
                "deco": "bulleted title",
                "boxed": "boxed line",
            }.get(container, "heading")
            for row in rows:
                if row.ask < ASKS and container[0] == "h" and _opens_part(outline, row):
                    continue
                if (
                    row.ask >= SOUNDS
                    or outline.asks_and_answers(row)
                    or (row.ask >= TITLE and (share >= 0.6 or number) and _opens_answer(outline, row))
                ):
                    outline.ask_row(row, f"numbered {rule}" if number else rule)


_CHOOSES = re.compile(
    r"[(（]\s*[)）]|_{3,}|下列|以下|哪(?:一)?[项个种些]|正确的是|错误的是|不属于|\bwhich (?:one )?of the (?:following|these|below)\b|\bchoose\b|\bselect\b",
    re.I,
)


def mark_options(outline: Outline) -> None:
    """What one may choose from, `A.` to `D.` below a question that says so or above its key, is no answer to it."""
    for row in outline.styles.get("p:a.", []) + outline.styles.get("p:", []):
        if row.text[:1] not in "Aa" or row.text[1:2] not in _CLOSERS or row.at == 0:
            continue
        asked = outline.rows[row.at - 1]
        if asked.role != QUESTION:
            continue
        options: list[Row] = []
        for then in outline.rows[row.at : row.at + 7]:
            if then.text[:1].upper() not in "ABCDEF" or then.text[1:2] not in _CLOSERS or then.role == ANSWER_LABEL:
                break
            options.append(then)
        after = outline.rows[options[-1].at + 1] if options and options[-1].at + 1 < len(outline.rows) else None
        keyed = (
            len(options) > 1
            and after is not None
            and (after.role in (ANSWER_LABEL, META, NOISE) or after.mark.style == "A")
        )
        if keyed or _CHOOSES.search(asked.text):
            for option in options:
                if option.role in (BODY, POINT):
                    option.role = META


_CLOSERS = frozenset(".、．)）:")


def ask_counted(outline: Outline) -> None:
    """A line that fills a gap in the count of the questions is one, however it is set."""
    counted = [row for row in outline.counted if row.mark.value]
    upcoming: dict[str, int] = {}
    after: dict[int, int] = {}
    for row in reversed(counted):
        after[row.at] = upcoming.get(row.mark.style, 0)
        if row.role == QUESTION:
            upcoming[row.mark.style] = row.mark.value
    last: dict[str, Row] = {}
    for row in counted:
        style, value = row.mark.style, row.mark.value
        before = last.get(style)
        if row.role == QUESTION:
            last[style] = row
        elif row.role == BODY and before is not None and value == before.mark.value + 1 and len(row.head) <= 120:
            fills = after[row.at] == value + 1 and (row.ask >= TITLE or len(row.head) <= 60)
            ends = (
                not after[row.at]
                and before.rule.startswith("title")
                and before.style == row.style
                and bool(colon(row.head))
            )
            if fills or ends:
                outline.ask_row(row, before.rule)
                last[style] = row


def _opens_part(outline: Outline, row: Row) -> bool:
    """Whether the next row asks in a way of its own, so that this one only names what comes."""
    then = outline.following.get(row.at)
    if then is None or then.style == row.style:
        return False
    if then.block.kind == "heading" and then.mark.path == (row.mark.value, 1):
        return True  # `4 Code` above `4.1 …`
    set_apart = (
        then.mark is not NONE or then.block.kind in ("heading", "summary", "term") or then.block.strong or then.lead > 0
    )
    return set_apart and (then.ask >= SOUNDS or outline.asks_and_answers(then) or then.role == QUESTION)


def _ask_numbered(outline: Outline, style: str, rows: list[Row], share: float) -> None:
    """Numbered lines, judged run by run: a list of questions and a list of points may be set alike."""
    number = style.partition(":")[2]
    if number in ("一、", "I.") and (share < 0.6 or _stand_over_lists(outline, rows)):
        return
    for run in outline.runs(rows):
        if not outline.share(run, ASKS) and run[0].block.kind == "item" and _is_introduced(outline, run[0]):
            continue
        own = sum(row.ask >= SOUNDS or outline.asks_and_answers(row) for row in run) / len(run)
        titled = sum(row.ask >= TITLE for row in run) / len(run)
        enough = 0.3 if share >= 0.5 else (0.5 if share >= 0.3 else 0.67)
        if own >= enough and not _is_introduced(outline, run[0]) and (len(run) >= 2 or (share >= 0.5 and own == 1)):
            for row in run:
                if (
                    row.ask >= SOUNDS
                    or outline.asks_and_answers(row)
                    or row.ask >= TITLE
                    or (own >= 0.6 and titled >= 0.5 and len(row.head) <= 80)
                ):
                    outline.ask_row(row, "numbered line")


def _stand_over_lists(outline: Outline, rows: Sequence[Row]) -> bool:
    """Whether numbered lines name parts: right below most of them another count of questions begins at one."""
    if len(rows) < 2 or outline.share(rows, ASKS) >= 0.5:
        return False
    firsts = [then for row in rows if (then := outline.following.get(row.at)) is not None and then.mark.value == 1]
    if len(firsts) < 0.7 * len(rows) or any(then.style != firsts[0].style for then in firsts):
        return False
    below = outline.styles.get(firsts[0].style, [])
    return len(below) > 2 * len(rows) and outline.share(below, SOUNDS) >= 0.5


def _ask_bullets(outline: Outline, style: str, rows: list[Row], container: str) -> None:
    """Bulleted questions: a list most of which asks, and that is not a list of points below a question."""
    folded = [row for row in rows if _folds(outline, row)]
    if len(folded) >= 4 and len(folded) >= 0.7 * len(rows) and outline.share(folded, SOUNDS) >= 0.6:
        # Bullets with paragraphs of their own below: an export of foldable questions, whether or not all sound so.
        for row in rows:
            if row.ask >= TITLE:
                outline.ask_row(row, "foldable line")
        return
    heads = [row for row in rows if _stands_over(outline, row)]
    if (
        len(heads) >= 3
        and len(heads) >= 0.8 * len(rows)
        and outline.share(rows, SOUNDS) >= 0.6
        and not any(row.role == QUESTION for row in outline.open_rows)
    ):
        # Each bullet stands above a paragraph at the margin: it is drawn before a title, and lists nothing.
        for row in rows:
            if row.ask >= TITLE:
                outline.ask_row(row, "bulleted title")
        return
    parents = [row for row in rows if _holds_points(outline, row)]
    if (
        len(parents) >= 4
        and len(parents) >= 0.7 * len(rows)
        and sum(interrogates(row.head) for row in rows) >= 0.6 * len(rows)
        and not any(row.role == QUESTION for row in outline.open_rows)
    ):
        # An outliner's page: the bullets of one level ask, those below them answer.
        for row in rows:
            if row.ask >= TITLE:
                outline.ask_row(row, "foldable line")
        return
    answered = [row for row in rows if _holds_labelled_answer(outline, row)]
    if len(answered) >= 3 and len(answered) >= 0.3 * len(rows) and outline.share(answered, TITLE) == 1.0:
        # Notes of an interview: below some bullets stands what was answered, and so labelled; the others were asked too.
        for row in rows:
            if row.ask >= SOUNDS or _holds_labelled_answer(outline, row):
                outline.ask_row(row, "bulleted line")
            elif _REMARKS.match(row.text):
                row.role = META
            elif row.ask >= TITLE or _asks_in_parts(row.head):
                outline.ask_row(row, "bulleted line")
        return
    groups: list[list[Row]] = []
    asked = outline.share(rows, ASKS)
    scattered = (len(rows) >= 4 and asked >= 0.6) or (len(rows) >= 3 and asked == 1.0)
    for row in rows:
        if groups and _adjacent(outline, groups[-1][-1], row):
            groups[-1].append(row)
        else:
            groups.append([row])
    for group in groups:
        if _is_introduced(outline, group[0]):
            continue
        ends = [term_end(row.head) for row in group]
        if len(group) >= 3 and all(ends) and _ask_by_halves(group, ends):
            for row in group:
                outline.ask_row(row, "bulleted term")
            continue
        both = sum(outline.asks_and_answers(row) for row in group)
        marked = outline.share(group, ASKS) + both / len(group)
        if len(group) >= 3 and marked >= 0.5 and outline.share(group, SOUNDS) + both / len(group) >= 0.7:
            above = outline.rows[group[0].at - 1] if group[0].at else None
            if above is not None and not both and above.block.kind == "paragraph" and is_open(above.text):
                # Announced as open: left to `leftovers`, which ends the answer above.
                continue
            for row in group:
                if row.ask >= SOUNDS or outline.asks_and_answers(row):
                    outline.ask_row(row, "bulleted line" if container != "quote" else "quoted line")
        elif len(group) <= 2 and scattered:
            for row in group:
                if row.ask >= SOUNDS:
                    outline.ask_row(row, "bulleted line")


def _is_introduced(outline: Outline, row: Row) -> bool:
    """Whether the first sentence of the answer to a labelled, numbered or folded question announces a list, colon and all."""
    above = [each for each in outline.rows[max(0, row.at - 3) : row.at] if each.role != NOISE]
    if len(above) < 2 or above[-1].role not in (BODY, ANSWER_LABEL) or above[-1].text[-1:] not in ":：":
        return False
    asked = above[-2] if above[-1].role == BODY else above[-1]
    asks = asked.role == ANSWER_LABEL or (
        asked.role == QUESTION and (bool(asked.mark.style) or asked.block.kind in ("summary", "term", "heading"))
    )
    return asks and not is_open(above[-1].text)


def _folds(outline: Outline, row: Row) -> bool:
    """Whether a bullet holds text of its own, set apart from its line and indented below it."""
    then = outline.following.get(row.at)
    return (
        row.block.kind == "item"
        and then is not None
        and then.gap
        and (then.block.level > row.block.level or then.block.kind in ("code", "table", "formula"))
        and outline.document.format != "html"
    )


def _stands_over(outline: Outline, row: Row) -> bool:
    """Whether a paragraph that is no part of the bullet comes right below it."""
    then = outline.following.get(row.at)
    return (
        row.block.kind == "item"
        and then is not None
        and then.at == row.at + 1
        and not then.gap
        and then.role == BODY
        and then.style == "p:"
        and outline.document.format == "text"
    )


def _holds_labelled_answer(outline: Outline, row: Row) -> bool:
    """Whether the first that is indented below a bullet says of itself that it is the answer."""
    then = outline.following.get(row.at)
    return (
        row.block.kind == "item"
        and then is not None
        and then.role == ANSWER_LABEL
        and then.block.level > row.block.level
    )


_REMARKS = re.compile(
    r"\W*(?:反问|无后续|后续|(?:整体)?(?:感觉|体验|感受)|聊了?(?:聊|会)|闲聊|questions? (?:for|to) them|my questions?)",
    re.I,
)
"""What whoever kept the notes says of the interview."""
_PARTS = re.compile(r"[；;]|[\s　]+答\s?[:：]")


def _asks_in_parts(text: str) -> bool:
    """Whether a line lists questions, or holds one with its labelled answer behind it."""
    first = _PARTS.split(text, 1)[0]
    return len(first) < len(text) and asking(first) >= TITLE


def _holds_points(outline: Outline, row: Row) -> bool:
    then = outline.following.get(row.at)
    return row.block.kind == "item" and then is not None and then.block.level > row.block.level


def _ask_by_halves(group: list[Row], ends: list[int]) -> bool:
    """Whether what stands before the dash or colon of each line asks, and what stands behind does not."""
    fronts = [row.head[:end].rstrip(" —–-:：=>→⟶") for row, end in zip(group, ends, strict=True)]
    backs = [row.head[end:] for row, end in zip(group, ends, strict=True)]
    return sum(interrogates(words) for words in fronts) >= 0.6 * len(group) and sum(
        asking(words) >= SOUNDS for words in backs
    ) <= 0.2 * len(group)


def _adjacent(outline: Outline, a: Row, b: Row) -> bool:
    return (
        all(
            outline.rows[at].block.kind in ("rule", "figure") or outline.rows[at].role == NOISE
            for at in range(a.at + 1, min(b.at, a.at + 6))
        )
        and b.at - a.at < 7
    )


def _opens_answer(outline: Outline, row: Row) -> bool:
    """Whether body text follows before the next heading or question."""
    then = outline.following.get(row.at)
    if then is None or then.role in (QUESTION, SECTION):
        return False
    return then.block.kind != "heading" or then.block.level > row.block.level
