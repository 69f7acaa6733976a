"""Titles that name a subject without asking, and quick-fire terms with their meaning on the line."""

from __future__ import annotations

import itertools
from bisect import bisect_right

from pipeline.extraction.outline import Outline
from pipeline.extraction.rows import (
    BODY,
    QUESTION,
    SECTION,
    Row,
    colon,
    term_end,
)
from pipeline.extraction.wording import ASKS, SOUNDS, TITLE

_SAMPLE = 200
"""So many questions tell how a document answers."""


def ask_titles(outline: Outline) -> None:
    """Documents whose titles name a subject without asking: the lowest layer that answers follow."""
    asked = [row for row in outline.open_rows if row.role == QUESTION]
    options: list[tuple[int, int, str, list[Row]]] = []
    for style, every in outline.styles.items():
        container, _, number = style.partition(":")
        if len(every) < 2 or container in ("table", "definition", "quote") or container.startswith("item"):
            continue
        if container.startswith("p") and (not number or number in ("一、", "章", "A", "An", "①", "a.", "(a)")):
            continue
        rows = [row for row in every if row.role in (BODY, SECTION)]
        if len(rows) < 2 or (container.startswith("p") and _counts_points(outline, rows)):
            continue
        titled = [row for row in rows if _titles_answer(outline, row)]
        if len(titled) < max(2, 0.6 * len(rows)):
            continue
        rank = 0 if container[0] == "h" else 1
        options.append((rank, -int(container[1]) if rank == 0 else 0, style, titled))
    options = [each for each in options if not _details(each, options)]
    if not options:
        return
    covered = len(asked) >= 3
    for rank, _, style, rows in sorted(options, key=lambda each: (each[0], each[1], each[3][0].at)):
        container, _, number = style.partition(":")
        apart = _apart(outline, rows) if covered else rows
        if covered and not any(row.style == style for row in asked):
            # Beside a layer that asks, titles are believed only where that layer is not at work.
            if len(apart) < 2:
                continue
            rows = apart
        elif covered and any(row.block.kind == "heading" for row in asked):
            # Nor where the style asks elsewhere (in a table of contents, say) and only counts points below a heading here.
            near = {
                row.at
                for run in outline.runs(outline.styles[style])
                if any(row.role == QUESTION for row in run)
                for row in run
            }
            rows = [row for row in rows if row.at in near or row in apart]
        for row in rows:
            if row.role in (BODY, SECTION):
                outline.ask_row(row, "title" if rank else "heading title")
        asked = [row for row in outline.open_rows if row.role == QUESTION]
        if sum(len(row.text) for row in asked) * 200 > outline.length or rank == 0:
            covered = True


_Option = tuple[int, int, str, list[Row]]
"""Rank, depth (negated), style and rows of a layer of titles."""


def _details(layer: _Option, options: list[_Option]) -> bool:
    """Whether a deeper layer of headings stands in a few answers of a higher one only: `其中 RM 的损失` below one of thirty titles."""
    rank, depth, _, rows = layer
    if rank:
        return False
    for other, above, _, parents in options:
        if other or above <= depth or len(parents) < 4 * len(rows):
            continue
        ats = [row.at for row in parents]
        owners = {ats[at - 1] for row in rows if (at := bisect_right(ats, row.at))}
        if owners and len(owners) * 4 <= len(parents):
            return True
    return False


def ask_below_titles(outline: Outline) -> None:
    """Numbered lines that only name a subject, each with a question on the line below: the questions ask."""
    for style, rows in outline.styles.items():
        container, _, number = style.partition(":")
        if not number or container[0] not in "ph" or len(rows) < 3 or number in ("A", "An", "Q", "Qn"):
            continue
        titles = [row for row in rows if row.role in (BODY, SECTION) and row.ask == TITLE]
        below = [(row, then) for row in titles if _asks_plainly(then := outline.following.get(row.at))]
        marked = sum(then is not None and then.ask == ASKS for _, then in below)
        if len(below) < 3 or len(below) < 0.7 * len(rows) or marked < 0.6 * len(below):
            continue
        for row, then in below:
            assert then is not None
            row.role = SECTION
            outline.ask_row(then, "line below a title")


def _asks_plainly(row: Row | None) -> bool:
    """Whether an unmarked line asks and nothing else."""
    return row is not None and row.role == BODY and row.style == "p:" and row.ask >= SOUNDS and len(row.text) <= 200


def ask_terms(outline: Outline) -> None:
    """Parts of a quick-fire document whose lines are `(1) term: meaning`: they answer as its questions do, on the line."""
    asked = [row for row in outline.open_rows if row.role == QUESTION][:_SAMPLE]
    quick = sum(outline.asks_and_answers(row) or term_end(row.head) > 0 for row in asked)
    if len(asked) < 3 or quick < 0.5 * len(asked):
        return
    silent = _silent(outline)
    for style, every in outline.styles.items():
        if not style.startswith("p:") or style in ("p:", "p:一、", "p:章"):
            continue
        for run in outline.runs([row for row in every if row.role == BODY and row.at in silent]):
            ends = sum(term_end(row.head) > 0 or outline.asks_and_answers(row) for row in run)
            if len(run) >= 4 and ends >= 0.7 * len(run):
                for row in run:
                    outline.ask_row(row, "numbered term")


def _counts_points(outline: Outline, rows: list[Row]) -> bool:
    """Whether a numbering starts anew again and again without a part title in between: then it counts points."""
    runs = outline.runs(rows)
    if len(runs) < 3:
        return False
    parts = [
        row.at
        for row in outline.open_rows
        if row.block.kind == "heading" or row.mark.style in ("一、", "章") or row.role == SECTION
    ]
    parted = sum(
        bisect_right(parts, run[0].at) != bisect_right(parts, before[-1].at) for before, run in itertools.pairwise(runs)
    )
    return parted < 0.5 * (len(runs) - 1)


def _apart(outline: Outline, rows: list[Row]) -> list[Row]:
    """Those rows that stand before the first question, or below a part title under which nothing asks."""
    first = next((row.at for row in outline.open_rows if row.role == QUESTION), len(outline.rows))
    silent = _silent(outline)
    return [row for row in rows if (row.at < first or row.at in silent) and row.role == BODY]


def _silent(outline: Outline) -> set[int]:
    """The rows of parts in which no row asks so far."""
    silent: set[int] = set()
    part: list[int] = []
    asks = True
    for row in [*outline.open_rows, None]:
        if row is None or row.role == SECTION:
            if not asks:
                silent.update(part)
            part, asks = [], row is None
        elif row.role == QUESTION:
            asks = True
        else:
            part.append(row.at)
    return silent


def _titles_answer(outline: Outline, row: Row) -> bool:
    """A short title with an answer right below it or behind its colon."""
    head = row.head
    cut = colon(head)
    if row.ask >= TITLE and not (row.ask == TITLE and head[-1:] in ",，"):
        then = outline.following.get(row.at)
        if then is None:
            return False
        if then.block.kind == "heading" or then.role == QUESTION:
            return False
        return then.style != row.style
    return bool(cut and row.mark.style and cut <= 30 and len(head) - cut > 12)
