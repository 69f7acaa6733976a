"""The rows of one document and what can be read off them; the rooms that decide their roles read here.

A line alone does not tell: `1.` opens a question here and a point there. So lines are grouped by how they are set (a
*style*: heading level, bold, numbering, label), and a style asks where most of its lines do and answers follow them.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from pipeline import regex as re
from pipeline.extraction.later import is_marker
from pipeline.extraction.numbering import NONE, Mark
from pipeline.extraction.rows import NOISE, QUESTION, Row, rows_of
from pipeline.extraction.wording import ASKS, STATES, asking
from pipeline.models import Document

_SAMPLE = 400
_NARROWEST = 50
_PARTS = frozenset(("一、", "章", "(一)", "第n", "I."))


def columns(text: str) -> int:
    """How wide a line is on a screen."""
    return len(text) + sum(letter > "\u2e80" for letter in text)


_ENDS = frozenset("。！？；：.!?;:…—")


def first_width(text: str) -> int:
    """Columns that the first word of a line takes behind another: a Chinese character, or a Latin word with its space."""
    if text[:1] > "\u2e80":
        return 2
    return 1 + len(_WORD.match(text)[0])  # type: ignore[index]  # it matches anything


_WORD = re.compile(r"[^\s\u2e80-\U0010ffff]*")


class Outline:
    """The rows of one document, grouped by style and by what follows them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.rows = rows_of(document)
        _read_codes(self.rows)
        _drop_contents(self.rows)
        self.open_rows = [row for row in self.rows if row.role != NOISE]
        self.styles: dict[str, list[Row]] = defaultdict(list)
        for row in self.open_rows:
            if row.style:
                self.styles[row.style].append(row)
        self.following: dict[int, Row] = {}
        for row, then in zip(self.open_rows, self.open_rows[1:], strict=False):
            self.following[row.at] = then
        self.labelled = False
        """Whether answers carry a label of their own."""
        self.spaced = False
        """Whether a blank line stands between an unmarked title and its text."""
        self.group_chat = False
        """Whether a group talks here: who sent what stands above it, with a time."""
        self.ends: set[int] = set()
        """Rows with which an answer that runs until there is over, though nothing asks: a new post, a callout's end."""
        announcing = [
            row for row in self.open_rows if len(row.text) <= 40 and row.block.kind != "code" and is_marker(row.text)
        ]
        unfolding = sum(row.block.kind == "summary" for row in announcing)
        self.announcements = [row.at for row in announcing if row.block.kind != "summary" or unfolding < 2]
        """Rows that announce that the answers come now; what unfolds one answer after another announces only that one."""
        notes = [
            row
            for row in self.open_rows
            if row.block.kind == "summary" and document.source[row.block.start : row.block.start + 1] in "?!:"
        ]
        if 0 < len(notes) < 3 and len(self.open_rows) > 8 * len(notes):
            # A foldable note or two are part of an answer; a document of them is a list of questions.
            for row in notes:
                self.styles[row.style].remove(row)
                row.style, row.ask, row.mark, row.head = "", STATES, NONE, row.text

    @cached_property
    def wrap(self) -> int:
        """Columns at which the lines of a plain text were broken, a Chinese character taking two; 0 where they were not.

        So many lines end within two columns of the longest that it is no chance.
        """
        if self.document.format == "html":
            return 0
        sizes = [size for row in self.styles.get("p:", [])[:_SAMPLE] if (size := columns(row.text)) >= _NARROWEST]
        widest = sorted(sizes)[-max(1, len(sizes) // 50) :][0] if len(sizes) >= 6 else 0
        full = sum(widest - 2 <= size <= widest + 2 for size in sizes)
        return widest if 0 < widest <= 100 and full >= 0.4 * len(sizes) else 0

    @cached_property
    def filled(self) -> int:
        """Columns to which the lines of a plain text were filled; 0 where lines end where their words do.

        Of a filled text nearly every line that goes on is so long that what begins the next one had no more place.
        """
        if self.document.format == "html":
            return 0
        english = self.document.lang == "en"
        goes_on = [
            (columns(row.text), first_width(then.text))
            for row in self.styles.get("p:", [])[:_SAMPLE]
            if (then := self.following.get(row.at)) is not None
            and then.at == row.at + 1
            and not then.gap
            and then.style == "p:"
            and (then.text[:1].islower() if english else row.text[-1:] not in _ENDS)
        ]
        if len(goes_on) < 8:
            return 0
        widest = sorted(size for size, _ in goes_on)[-1 - len(goes_on) // 12]
        full = sum(size + more > widest for size, more in goes_on)
        return widest if 40 <= widest <= 120 and full >= 0.85 * len(goes_on) else 0

    @cached_property
    def counted(self) -> list[Row]:
        """Rows that carry the number of a question or of a point, not that of a part."""
        return [row for row in self.open_rows if row.mark.value and row.mark.style not in _PARTS]

    @cached_property
    def length(self) -> int:
        """Characters of all rows."""
        return sum(len(row.text) for row in self.open_rows)

    def share(self, rows: Sequence[Row], least: int) -> float:
        return sum(row.ask >= least for row in rows) / len(rows) if rows else 0.0

    def ask_row(self, row: Row, rule: str) -> None:
        row.role, row.rule = QUESTION, rule

    def asks_and_answers(self, row: Row) -> bool:
        """Whether the row holds a question and what answers it."""
        head = row.head
        if "?" not in head and "？" not in head:
            return False
        end = row.over
        return end < len(head) and asking(head[:end].rstrip()) == ASKS

    def runs(self, rows: list[Row]) -> list[list[Row]]:
        """Rows of one style, parted where the count starts again."""
        runs: list[list[Row]] = []
        last = None
        for row in rows:
            value = row.mark.value
            if last is None or (value <= 1 and value < last) or not runs:
                runs.append([])
            runs[-1].append(row)
            last = value
        return runs

    def leads(self, row: Row, question: Row | None) -> bool:
        """Whether a question comes within a few rows of this one, and no other heading before it."""
        if question is None or question.at - row.at > 4:
            return False
        return row.block.kind != "heading" or not any(
            each.block.kind == "heading" for each in self.rows[row.at + 2 : question.at]
        )

    def continues(self, row: Row) -> bool:
        """Whether a row goes on with the sentence before it."""
        return row.block.kind != "item" and (
            row.text[:1] in "，,、。；;)）:："
            or row.text[1:2] in ("，", ",")
            or (self.document.lang == "en" and row.text[:1].islower() and not row.gap)
        )


_CODED = re.compile(r"(?:[\[(（【]([A-Z]{1,3})[-.]?(\d{1,3})[\])）】]|([A-Z]{1,3})(\d{1,3})[.:、)])\s*[:.]?\s*(?=\S)")


def _read_codes(rows: Sequence[Row]) -> None:
    """`[A1]`, `[B1]`: questions numbered within lettered parts, not the labels of questions and answers.

    Only the whole document tells: an `[A1]` with a `[B1]` and no `[Q1]` is no answer.
    """
    coded = [
        (row, found)
        for row in rows
        if row.style and row.text[:1] in _OPENS_CODE and (found := _CODED.match(row.text)) is not None
    ]
    letters = {found[1] or found[3] for _, found in coded}
    if len(coded) < 4 or "Q" in letters or len(letters) < 2 or len(letters) > 0.7 * len(coded):
        return
    first = [int(found[2] or found[4]) == 1 for _, found in coded]
    if sum(first) < len(letters):
        return
    for row, found in coded:
        letter = found[1] or found[3]
        path = (
            sum((ord(each) - 64) * 27**place for place, each in enumerate(reversed(letter))),
            int(found[2] or found[4]),
        )
        row.mark = Mark("n.n", path[1], found.end(), path)
        row.head = row.text[found.end() :]
        row.ask = asking(row.head)
        row.style = f"{row.style.partition(':')[0]}:n.n"


_OPENS_CODE = frozenset("[(（【ABCDEFGHIJKLMNOPRSTUVWXYZ")


def _drop_contents(rows: Sequence[Row]) -> None:
    """Take the first line of an entry that runs over for part of the table of contents around it."""
    entries = [row.at for row in rows if row.why == "table of contents"]
    for before, then in itertools.pairwise(entries):
        row = rows[before + 1]
        if then == before + 2 and row.role != NOISE and not row.gap and row.block.kind in ("paragraph", "item"):
            row.role, row.why = NOISE, "table of contents"
