"""Which lines of a document ask, which are sections, which are points of an answer.

A line alone does not tell: `1.` opens a question here and a point there. So lines are grouped by how they are set (a
*style*: heading level, bold, numbering, label), and a style asks where most of its lines do and answers follow them.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.extraction.later import is_marker
from pipeline.extraction.numbering import NONE, Mark, mark_of
from pipeline.extraction.wording import ASKS, SOUNDS, STATES, TITLE, asking, is_sentence
from pipeline.models import Block, Document

BODY, QUESTION, SECTION, POINT, NOISE, ANSWER_LABEL, ANSWER_TITLE, META = range(8)


class Row:
    """One block with what its layout says; `role` is what the outline decides."""

    __slots__ = ("ask", "at", "block", "cells", "gap", "head", "lead", "mark", "role", "rule", "style", "text", "why")

    def __init__(self, block: Block, at: int, gap: bool) -> None:
        self.block = block
        self.at = at
        self.gap = gap
        """Whether a blank line (or a tag) parts it from the row before."""
        self.text = block.text
        self.mark: Mark = NONE
        self.head = self.text
        """The words behind number or label."""
        self.lead = 0
        """Of a row that begins in bold and goes on plain: where the bold words end in `text`."""
        self.ask = STATES
        self.style = ""
        self.role = BODY
        self.rule = ""
        self.why = ""
        self.cells: tuple[tuple[int, int], tuple[int, int] | None] | None = None
        """Of a table row that asks: where question and answer stand in `text`."""


_LINK_DOWN = re.compile(r"(?:\d+[.、)]\s*)?\[[^\]]+\]\(#[^()]*(?:\([^()]*\)[^()]*)*\)$")
_LEADER = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|(?:\. ){4,})\s*\d{1,4}$")


_LABEL_CELL = re.compile(r"(?:(?P<q>Q(?:uestion)?|问题?|提问)|(?:A(?:nswer)?|答案?|回答|解析|解答))\s*\d*[:：]? \| (?=\S)", re.I)
_COLUMN_NAME = re.compile(r"\W*(?:q|a|questions?|answers?|问题?|题目|答案?|回答|解析|说明)\W*$", re.I)
_BOXES = {"【": "】", "〖": "〗", "「": "」"}
_TITLE_BULLETS = frozenset("■◆●▶►➢○◎")


_AGAIN = re.compile(r"(?:(?<=\s)|(?<=[。！？.!?；;]))(?:Q\d*|问题?\s*\d*)\s*[:：]")
_NEXT = re.compile(r"(?:(?<=\s)|(?<=[。！？.!?；;]))(\d{1,3})(?:[.、)）](?!\d))\s*")


def _unfolded(document: Document) -> Iterator[Block]:
    """The blocks; a line that holds several questions, each with its answer, is taken apart."""
    for block in document.blocks:
        text = block.text
        if len(text) < 24 or block.noise or block.kind not in ("paragraph", "item", "quote") or block.markdown:
            yield block
            continue
        cuts: list[int] = []
        head = text[0]
        if head in "Q问" and (text.count(":") + text.count("：")) >= 4:
            cuts = [found.start() for found in _AGAIN.finditer(text, 3)]
        elif (head.isdigit() or block.marker[:1].isdigit()) and text.count("?") + text.count("？") >= 2:
            cuts = _counted_cuts(text, block.marker)
        if not cuts:
            yield block
            continue
        for first, last in zip([0, *cuts], [*cuts, len(text)], strict=True):
            words = text[first:last].rstrip()
            begin = block.source_offset(first)
            runs = tuple(
                (max(0, offset - first), origin if offset >= first else begin)
                for offset, origin in block.offsets
                if first < offset < last
            )
            yield block._replace(
                text=words,
                start=begin if first else block.start,
                end=block.source_offset(first + len(words) - 1) + 1,
                offsets=((0, begin), *runs) if block.offsets else (),
                marker="" if first else block.marker,
                kind="paragraph" if first else block.kind,
            )


def _counted_cuts(text: str, marker: str) -> list[int]:
    """Where the next numbers of a line stand, if every piece asks and then says something."""
    mark = mark_of(text)
    expect = (mark.value or int(marker[:-1] or 0) if marker[:-1].isdigit() or mark.value else 0) + 1
    cuts: list[int] = []
    begin = mark.end
    for found in _NEXT.finditer(text, 4):
        if int(found[1]) != expect:
            continue
        piece = text[begin : found.start()].rstrip()
        if question_end(piece) >= len(piece):
            return []
        cuts.append(found.start())
        begin = found.end()
        expect += 1
    rest = text[begin:].rstrip()
    return cuts if cuts and question_end(rest) < len(rest) else []


def rows_of(document: Document) -> list[Row]:
    """The blocks as rows, with number, style and wording worked out."""
    rows: list[Row] = []
    source = document.source
    html = document.format == "html"
    returns = "\r" in source
    end = 0
    for at, block in enumerate(_unfolded(document)):
        kind, text, start, end_of, level, marker, _, markdown, noise, strong, _ = block
        gap = html or not end or source.count("\n", end, start) > 1
        if returns and not gap:
            gap = source.count("\r", end, start) > 1 and "\n" not in source[end:start]
        row = Row(block, at, gap)
        end = end_of
        rows.append(row)
        if noise:
            row.role, row.why = NOISE, noise
            continue
        if (markdown and "](#" in markdown and _LINK_DOWN.match(markdown)) or (
            text[-1:].isdigit() and _LEADER.search(text[-24:])
        ):
            row.role, row.why = NOISE, "table of contents"
            continue
        if kind in ("code", "formula", "rule", "figure"):
            continue
        mark = mark_of(text)
        if marker and marker[0].isdigit() and (mark is NONE or mark.style == "a."):
            # The list's own number counts; a letter behind it is a word of the question.
            mark = Mark("n" + marker[-1], int(marker[:-1]), 0)
        if mark is not NONE:
            row.mark = mark
            row.head = text[mark.end :]
        if kind == "table":
            row.style = "table"
            label = _LABEL_CELL.match(text)
            if label and text.count(" | ") == 1 and not _COLUMN_NAME.match(text, label.end()):
                # Label and words stand in two cells of one row: that is `Q:` and `A:` drawn as a table.
                row.mark = Mark("Q" if label["q"] else "A", 0, label.end())
                row.head = text[label.end() :]
                row.ask = asking(row.head)
                row.style = f"p:{row.mark.style}"
            continue
        bold = strong or (bool(markdown) and markdown.startswith("**"))
        if bold and not strong:
            row.lead = _bold_lead(markdown, text)
            if 0 < row.lead <= mark.end:
                # Only the number is bold.
                row.lead, bold = 0, False
        boxed = (
            mark is NONE
            and text[0] in _BOXES
            and text[-1] == _BOXES[text[0]]
            and len(text) <= 60
            and kind == "paragraph"
        )
        if boxed:
            row.mark, row.head = Mark("", 0, 1), text[1:-1]
        row.ask = asking(row.head)
        if boxed:
            row.style = "boxed:"
            continue
        if kind == "paragraph" and not bold:
            container_name = f"p{level}" if level else "p"
        elif kind == "heading":
            container_name = f"h{level}"
        elif kind in ("summary", "term"):
            container_name = kind
        elif strong or row.lead or (bold and mark is not NONE):
            container_name = "strong"
        elif kind == "quote":
            container_name = "quote"
        elif kind == "item" and marker and marker[0] in _TITLE_BULLETS:
            container_name = "deco"
        elif kind == "item" and not (marker and marker[0].isdigit()):
            container_name = f"item{level}"
        elif kind == "definition":
            container_name = "definition"
        else:
            container_name = f"p{level}" if level else "p"
        row.style = f"{container_name}:{mark.style}"
    return rows


def _bold_lead(markdown: str, text: str) -> int:
    """Length, in the clean text, of the bold words that a line begins with; 0 where it does not."""
    close = markdown.find("**", 2)
    if close < 0:
        return 0
    inner = markdown[2:close].replace("`", "").replace("*", "").strip()
    return len(inner) if inner and text.startswith(inner) and len(inner) < len(text) else 0


def question_end(text: str) -> int:
    """Where the questions at the head of a line end, if words that are no question follow; else its length."""
    at = 0
    length = len(text)
    if "?" not in text and "？" not in text:
        return length
    first = True
    while at < length:
        marks = [place for place in (text.find("?", at), text.find("？", at)) if place >= 0]
        if not marks:
            break
        place = min(marks)
        piece = text[at:place]
        if not first and ("。" in piece or len(piece) > 120 or "；" in piece or _states(piece)):
            break
        if first and len(piece) > 400:
            return length
        first = False
        at = place + 1
        while at < length and text[at] in "?？!！\"'”’）)」』*_":
            at += 1
        while at < length and text[at] in " \t　":
            at += 1
        if at < length and text[at] in "(（[【":
            close = max(
                text.find(")", at, at + 80),
                text.find("）", at, at + 80),
                text.find("]", at, at + 80),
                text.find("】", at, at + 80),
            )
            closers = [
                c
                for c in (
                    text.find(")", at, at + 80),
                    text.find("）", at, at + 80),
                    text.find("]", at, at + 80),
                    text.find("】", at, at + 80),
                )
                if c >= 0
            ]
            if closers and close:
                at = min(closers) + 1
                while at < length and text[at] in " \t　":
                    at += 1
    rest = text[at:]
    if not first and len(rest) <= 120 and asking(rest) == SOUNDS and rest.rstrip()[-1:] in ".。":
        return length
    return length if first or at >= length else at


def _states(piece: str) -> bool:
    """Whether a piece before a question mark says something of its own first."""
    return ". " in piece or "! " in piece


class Outline:
    """The rows of one document with their roles decided."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.rows = rows_of(document)
        self.open_rows = [row for row in self.rows if row.role != NOISE]
        self.sequence_of: dict[int, int] = {}
        self.styles: dict[str, list[Row]] = defaultdict(list)
        for row in self.open_rows:
            if row.style:
                self.styles[row.style].append(row)
        self.following: dict[int, Row] = {}
        for row, then in zip(self.open_rows, self.open_rows[1:], strict=False):
            self.following[row.at] = then
        self.labelled = False
        self.spaced = False
        """Whether a blank line stands between an unmarked title and its text."""
        self.layers: set[str] = set()
        self.announcements = [
            row.at for row in self.open_rows if len(row.text) <= 40 and row.block.kind != "code" and is_marker(row.text)
        ]
        """Rows that announce that the answers come now."""
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
        self.decide()

    # ------------------------------------------------------------------------------------------ reading

    def share(self, rows: Sequence[Row], least: int) -> float:
        return sum(row.ask >= least for row in rows) / len(rows) if rows else 0.0

    def followed(self, row: Row) -> bool:
        """Whether body text comes next, rather than another line of the same kind or a heading."""
        then = self.following.get(row.at)
        return (
            then is not None
            and then.style != row.style
            and then.block.kind != "heading"
            and then.role not in (QUESTION, SECTION)
        )

    def decide(self) -> None:
        self.tables()
        self.labels()
        self.nested()
        self.marked()
        self.counted_on()
        self.sections()
        self.terms()
        self.titles()
        self.counted_on()
        self.bare()
        self.title_parts()

    def ask_row(self, row: Row, rule: str) -> None:
        row.role, row.rule = QUESTION, rule

    # ------------------------------------------------------------------------------------------- tables

    def tables(self) -> None:
        """A table with a column of questions: each row is a pair."""
        table: list[Row] = []
        found: list[list[Row]] = []
        for row in [*self.open_rows, None]:
            if row is not None and row.style == "table" and (not table or row.at - table[-1].at <= 1):
                table.append(row)
                continue
            if len(table) >= 2:
                found.append(table)
            table = [row] if row is not None and row.style == "table" else []
        for each in found:
            self.table(each)
        if any(row.role == QUESTION for each in found for row in each):
            # Where tables ask, a table of terms asks for them.
            for each in found:
                if all(row.role == BODY for row in each):
                    self.table(each, terms=True)

    def below_heading(self, row: Row) -> bool:
        """Whether a heading that asks nothing itself stands above a row, with at most a line in between."""
        above = [each for each in self.rows[max(0, row.at - 3) : row.at] if each.role != NOISE][-2:]
        return any(each.block.kind == "heading" and each.ask < SOUNDS for each in above)

    def table(self, rows: list[Row], *, terms: bool = False) -> None:
        cells = [_cells(row.text) for row in rows]
        width = max(map(len, cells))
        if width < 2:
            return
        header = [rows[0].text[first:last] for first, last in cells[0]]
        asks = next((at for at, name in enumerate(header) if _ASKING_COLUMN.match(name)), -1)
        named = asks >= 0
        if not named:
            for column in range(width):
                words = [
                    row.text[found[column][0] : found[column][1]]
                    for row, found in zip(rows[1:], cells[1:], strict=True)
                    if column < len(found)
                ]
                least = 0.3 if column == 0 and self.below_heading(rows[0]) else 0.6
                if (
                    len(words) >= 2
                    and sum(asking(each) == ASKS for each in words) >= min(0.5, least) * len(words)
                    and sum(asking(each) >= SOUNDS for each in words) >= least * len(words)
                    and sum(asking(each) >= TITLE for each in words) >= 0.8 * len(words)
                ):
                    asks = column
                    break
        if asks < 0 and terms and len(header) > 1 and _TERM_COLUMN.match(header[0]) and self.below_heading(rows[0]):
            asks = 0
        if asks < 0:
            return
        answers = next((at for at, name in enumerate(header) if at != asks and _ANSWERING_COLUMN.match(name)), -1)
        if answers < 0:
            sizes = [
                sum(found[column][1] - found[column][0] for found in cells[1:] if column < len(found))
                for column in range(width)
            ]
            later_columns = list(range(asks + 1, width))
            answers = max(later_columns, key=lambda column: sizes[column]) if later_columns else -1
            if named and answers >= 0 and _LABEL_COLUMN.match(header[answers] if answers < len(header) else ""):
                answers = -1
        first_asks = (
            asks < len(cells[0]) and not named and asking(rows[0].text[cells[0][asks][0] : cells[0][asks][1]]) == ASKS
        )
        for row, found in list(zip(rows, cells, strict=True))[0 if first_asks else 1 :]:
            if asks >= len(found) or not row.text[found[asks][0] : found[asks][1]].strip():
                continue
            question = found[asks]
            asked = row.text[question[0] : question[1]]
            mark = mark_of(asked)
            answer = found[answers] if 0 <= answers < len(found) else None
            row.cells = ((question[0] + mark.end, question[1]), answer)
            row.ask = max(TITLE, asking(asked[mark.end :]))
            self.ask_row(row, "table row")
        if not first_asks:
            rows[0].role, rows[0].why = META, "table head"

    # ------------------------------------------------------------------------------------------- labels

    def labels(self) -> None:
        """`Q:` and `A:`, 问 and 答, and the speakers of a dialogue."""
        asked = [row for row in self.open_rows if row.mark.style in ("Q", "Qn") and row.style]
        answered = [row for row in self.open_rows if row.mark.style in ("A", "An")]
        letters = [row for row in asked if row.text[:1].isascii()]
        if len(asked) >= 2 or (asked and answered):
            strong = len(answered) * 3 >= len(asked) or self.share(asked, SOUNDS) >= 0.3 or len(letters) < len(asked)
            for row in asked:
                then = self.following.get(row.at)
                stated = (
                    row.ask == STATES
                    and row.mark.style == "Q"
                    and len(answered) >= 3
                    and not self.asks_and_answers(row)
                )
                if (
                    stated
                    and (then is None or then.mark.style not in ("A", "An"))
                    and not (then is not None and then.gap and then.mark is NONE and then.block.kind != "paragraph")
                ):
                    row.role = META
                elif row.head.strip() and (strong or row.ask >= TITLE):
                    self.ask_row(row, "label")
                    self.layers.add(row.style)
                elif not row.head.strip():
                    # The label stands alone, as a heading does: the words come on the next line.
                    row.role = META
                    if row.mark.value and self.announcements and row.at > self.announcements[0]:
                        continue
                    if then is not None and then.role == BODY and then.block.kind in ("paragraph", "quote"):
                        self.ask_row(then, "label")
            for row in asked:
                then = self.following.get(row.at)
                if row.text[:2] == "Q." and then is not None and then.mark.style == "a." and then.text[:2] == "A.":
                    then.role = ANSWER_LABEL
            self.labelled = bool(answered)
        if self.labelled or len(answered) >= 2:
            for row in answered:
                if row.role == BODY and (row.mark.style == "A" or len(answered) >= 2):
                    row.role = ANSWER_LABEL
        if not asked:
            self.speakers()

    def speakers(self) -> None:
        """Two names that speak by turns: whoever asks is the interviewer."""
        names: dict[str, list[Row]] = defaultdict(list)
        for row in self.open_rows:
            if row.block.kind not in ("paragraph", "item") or row.mark is not NONE:
                continue
            named = _SPEAKER.match(row.text)
            if named:
                names[named[1]].append(row)
        # A dialogue has few voices: whoever speaks less often than the sixth is a term with a colon.
        often = sorted(names.items(), key=lambda each: -len(each[1]))[:6]
        frequent = {name: found for name, found in often if len(found) >= 3}
        askers = {
            name
            for name, found in frequent.items()
            if sum(asking(_behind_colon(row.text)) >= SOUNDS for row in found[:60]) >= 0.5 * len(found[:60])
        }
        if not askers or len(frequent) < 2 or len(askers) == len(frequent):
            return
        for name, found in frequent.items():
            for row in found:
                end = len(row.text) - len(_behind_colon(row.text))
                row.mark = Mark("Q" if name in askers else "A", 0, end)
                row.head = row.text[end:]
                row.ask = asking(row.head)
                if name in askers and row.ask >= SOUNDS:
                    self.ask_row(row, "dialogue")
                else:
                    row.role = ANSWER_LABEL
        self.labelled = True

    # ----------------------------------------------------------------------------------------- sequences

    def nested(self) -> None:
        """Counts within counts: parts that are numbered like their questions, lists inside numbered answers."""
        for row, then in itertools.pairwise(row for row in self.open_rows if row.mark.path):
            # `1.2` right above `1.2.1` is the title of its part.
            outer = row.mark.path
            deeper = len(then.mark.path) > len(outer) and then.mark.path[: len(outer)] == outer
            if deeper and row.ask < ASKS and self.following.get(row.at) is then:
                row.role = SECTION
        self.inner_lists()

    def inner_lists(self) -> None:
        """A run `1, 2, 3` inside a numbered answer, set like the questions, is the answer's own list.

        It gives itself away when the outer count goes on behind it. A heading or a part title between
        two lines starts every count anew.
        """
        parts = [row.at for row in self.open_rows if row.block.kind == "heading" or row.mark.style in ("一、", "章")]
        for style, rows in self.styles.items():
            number = style.partition(":")[2]
            if not number.startswith(("n", "(n", "①", "a.", "[n", "k")) or number == "n.n" or len(rows) < 4:
                continue
            asked = self.share(rows, SOUNDS)
            run: list[Row] = []
            outer, before = 0, -1
            for row in rows:
                value = row.mark.value
                part = bisect_right(parts, row.at)
                if part != before and not row.style.startswith("h"):
                    run, outer, before = [], 0, part
                if (
                    run
                    and value == run[-1].mark.value + 1
                    and not (value == outer + 1 and row.ask >= SOUNDS > run[-1].ask)
                ):
                    run.append(row)
                elif run and (value == outer + 1 or outer < value <= outer + 4):
                    if (value == outer + 1 and len(run) < 12) or self.share(run, SOUNDS) < min(0.5, asked):
                        for inner in run:
                            inner.role, inner.why = POINT, "list of an answer"
                    run, outer = [], value
                elif value == 1 and outer:
                    run = [row]
                elif run:
                    run, outer = [], value
                else:
                    outer = value

    # -------------------------------------------------------------------------------------------- layers

    def marked(self) -> None:
        """Styles most of whose lines ask: headings, bold lines, summaries, terms, numbered lines, bullets."""
        chosen: list[tuple[str, list[Row], float]] = []
        for style, every in self.styles.items():
            rows = [row for row in every if row.role == BODY]
            container, _, number = style.partition(":")
            if not rows or container in ("table", "definition") or number in ("A", "An"):
                continue
            if number == "章" or style == "p:" or (container.startswith("p") and not number):
                continue
            if container == "strong":
                # A bold phrase that opens a paragraph asks only by its mark.
                rows = [row for row in rows if not row.lead or number or asking(row.text[: row.lead]) >= SOUNDS]
                if not rows:
                    continue
                share = sum(
                    (asking(row.text[row.mark.end : row.lead]) if row.lead else row.ask) >= SOUNDS
                    or question_end(row.head) < len(row.head)
                    for row in rows
                ) / len(rows)
            else:
                share = sum(row.ask >= SOUNDS or self.asks_and_answers(row) for row in rows) / len(rows)
            chosen.append((style, rows, share))
        for style, rows, share in sorted(chosen, key=lambda each: each[1][0].at):
            container, _, number = style.partition(":")
            if (container.startswith("item") and not number) or container == "quote":
                self.bullets(style, rows, container)
                continue
            if container.startswith(("p", "item")):
                self.numbered(style, rows, share)
                continue
            least = 0.4 if container[0] in "hsdb" else 0.6
            if share >= least and (len(rows) >= 2 or self.share(rows, ASKS) == 1.0):
                rule = {
                    "summary": "summary",
                    "term": "definition list",
                    "strong": "bold line",
                    "deco": "bulleted title",
                    "boxed": "boxed line",
                }.get(container, "heading")
                for row in rows:
                    if row.ask < ASKS and container[0] == "h" and self.opens_part(row):
                        continue
                    if (
                        row.ask >= SOUNDS
                        or self.asks_and_answers(row)
                        or (row.ask >= TITLE and (share >= 0.6 or number) and self.opens_answer(row))
                    ):
                        self.ask_row(row, f"numbered {rule}" if number else rule)
                self.layers.add(style)

    def counted_on(self) -> None:
        """A line that fills a gap in the count of the questions is one, however it is set."""
        counted = [
            row
            for row in self.open_rows
            if row.mark.value and row.mark.style not in ("一、", "章", "(一)", "第n", "I.")
        ]
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
                    self.ask_row(row, before.rule)
                    last[style] = row

    def opens_part(self, row: Row) -> bool:
        """Whether the next row asks in a way of its own, so that this one only names what comes."""
        then = self.following.get(row.at)
        if then is None or then.style == row.style:
            return False
        set_apart = (
            then.mark is not NONE
            or then.block.kind in ("heading", "summary", "term")
            or then.block.strong
            or then.lead > 0
        )
        return set_apart and (then.ask >= SOUNDS or self.asks_and_answers(then) or then.role == QUESTION)

    def asks_and_answers(self, row: Row) -> bool:
        """Whether the row holds a question and what answers it."""
        end = question_end(row.head)
        return end < len(row.head) and asking(row.head[:end].rstrip()) == ASKS

    def opens_answer(self, row: Row) -> bool:
        """Whether body text follows before the next heading or question."""
        then = self.following.get(row.at)
        if then is None or then.role in (QUESTION, SECTION):
            return False
        return then.block.kind != "heading" or then.block.level > row.block.level

    def numbered(self, style: str, rows: list[Row], share: float) -> None:
        """Numbered lines, judged run by run: a list of questions and a list of points may be set alike."""
        number = style.partition(":")[2]
        if number in ("一、", "I.") and share < 0.6:
            return
        for run in self.runs(rows):
            own = sum(row.ask >= SOUNDS or self.asks_and_answers(row) for row in run) / len(run)
            titled = sum(row.ask >= TITLE for row in run) / len(run)
            enough = 0.3 if share >= 0.5 else (0.5 if share >= 0.3 else 0.67)
            if own >= enough and (len(run) >= 2 or (share >= 0.5 and own == 1)):
                for row in run:
                    if (
                        row.ask >= SOUNDS
                        or self.asks_and_answers(row)
                        or row.ask >= TITLE
                        or (own >= 0.6 and titled >= 0.5 and len(row.head) <= 80)
                    ):
                        self.ask_row(row, "numbered line")
                self.layers.add(style)

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

    def bullets(self, style: str, rows: list[Row], container: str) -> None:
        """Bulleted questions: a list most of which asks, and that is not a list of points below a question."""
        groups: list[list[Row]] = []
        scattered = len(rows) >= 4 and self.share(rows, ASKS) >= 0.6
        for row in rows:
            if groups and self.adjacent(groups[-1][-1], row):
                groups[-1].append(row)
            else:
                groups.append([row])
        for group in groups:
            both = sum(self.asks_and_answers(row) for row in group)
            marked = self.share(group, ASKS) + both / len(group)
            if len(group) >= 3 and marked >= 0.5 and self.share(group, SOUNDS) + both / len(group) >= 0.7:
                for row in group:
                    if row.ask >= SOUNDS or self.asks_and_answers(row):
                        self.ask_row(row, "bulleted line" if container != "quote" else "quoted line")
                self.layers.add(style)
            elif len(group) <= 2 and scattered:
                for row in group:
                    if row.ask >= SOUNDS:
                        self.ask_row(row, "bulleted line")

    def adjacent(self, a: Row, b: Row) -> bool:
        return (
            all(
                self.rows[at].block.kind in ("rule", "figure") or self.rows[at].role == NOISE
                for at in range(a.at + 1, min(b.at, a.at + 6))
            )
            and b.at - a.at < 7
        )

    # ------------------------------------------------------------------------------------------ sections

    def sections(self) -> None:
        """Headings and part titles that hold questions instead of asking one."""
        asked = [row for row in self.open_rows if row.role == QUESTION]
        if not asked:
            return
        after: Row | None = None
        next_question: dict[int, Row | None] = {}
        for row in reversed(self.open_rows):
            next_question[row.at] = after
            if row.role == QUESTION:
                after = row
        previous: Row | None = None
        for row in self.open_rows:
            if row.role == QUESTION:
                previous = row
                continue
            if row.role != BODY:
                continue
            kind, number = row.block.kind, row.mark.style
            if self.names_part(row):
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
                and not self.leads(row, next_question[row.at])
            ):
                continue
            if number == "(一)" and not self.leads(row, next_question[row.at]):
                continue
            if (
                number in ("一、", "I.")
                and kind != "heading"
                and not self.leads(row, next_question[row.at])
                and next_question[row.at] is not None
            ):
                continue
            row.role = SECTION

    def names_part(self, row: Row) -> bool:
        """A short line without any mark between two lists of questions, the second of which counts from one again."""
        if (
            row.ask != TITLE
            or row.style not in ("p:", "item0:", "strong:")
            or len(row.text) > 40
            or row.text[-1:] in ":：,，"
        ):
            return False
        then = self.following.get(row.at)
        if then is None or then.role != QUESTION or then.rule.startswith("unmarked"):
            return False
        if row.gap and then.gap and _PART_NAME.search(row.text):
            return True
        before = self.rows[row.at - 1] if row.at else None
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

    def leads(self, row: Row, question: Row | None) -> bool:
        """Whether a question comes within a few rows of this one."""
        return question is not None and question.at - row.at <= 4

    # -------------------------------------------------------------------------------------------- titles

    def titles(self) -> None:
        """Documents whose titles name a subject without asking: the lowest layer that answers follow."""
        asked = [row for row in self.open_rows if row.role == QUESTION]
        body = sum(len(row.text) for row in self.open_rows)
        options: list[tuple[int, int, str, list[Row]]] = []
        for style, every in self.styles.items():
            container, _, number = style.partition(":")
            rows = [row for row in every if row.role in (BODY, SECTION)]
            if len(rows) < 2 or container in ("table", "definition", "quote") or container.startswith("item"):
                continue
            if container.startswith("p") and (not number or number in ("一、", "章", "A", "An", "①", "a.", "(a)")):
                continue
            if container.startswith("p") and self.counts_points(rows):
                continue
            titled = [row for row in rows if self.titles_answer(row)]
            if len(titled) < max(2, 0.6 * len(rows)):
                continue
            rank = 0 if container[0] == "h" else 1
            options.append((rank, -int(container[1]) if rank == 0 else 0, style, titled))
        if not options:
            return
        covered = len(asked) >= 3
        for rank, _, style, rows in sorted(options, key=lambda each: (each[0], each[1], each[3][0].at)):
            container, _, number = style.partition(":")
            apart = self.apart(rows) if covered else rows
            if covered and not any(row.style == style for row in asked):
                # Beside a layer that asks, titles are believed only where that layer is not at work.
                if len(apart) < 2:
                    continue
                rows = apart
            for row in rows:
                if row.role in (BODY, SECTION):
                    self.ask_row(row, "title" if rank else "heading title")
            self.layers.add(style)
            asked = [row for row in self.open_rows if row.role == QUESTION]
            if sum(len(row.text) for row in asked) * 200 > body or rank == 0:
                covered = True

    def terms(self) -> None:
        """Parts of a quick-fire document whose lines are `(1) term: meaning`: they answer as its questions do, on the line."""
        asked = [row for row in self.open_rows if row.role == QUESTION]
        quick = sum(self.asks_and_answers(row) or term_end(row.head) > 0 for row in asked)
        if len(asked) < 3 or quick < 0.5 * len(asked):
            return
        silent = self.silent()
        for style, every in self.styles.items():
            if not style.startswith("p:") or style in ("p:", "p:一、", "p:章"):
                continue
            for run in self.runs([row for row in every if row.role == BODY and row.at in silent]):
                ends = sum(term_end(row.head) > 0 or self.asks_and_answers(row) for row in run)
                if len(run) >= 4 and ends >= 0.7 * len(run):
                    for row in run:
                        self.ask_row(row, "numbered term")

    def counts_points(self, rows: list[Row]) -> bool:
        """Whether a numbering starts anew again and again without a part title in between: then it counts points."""
        runs = self.runs(rows)
        if len(runs) < 3:
            return False
        parts = [
            row.at
            for row in self.open_rows
            if row.block.kind == "heading" or row.mark.style in ("一、", "章") or row.role == SECTION
        ]
        parted = sum(
            bisect_right(parts, run[0].at) != bisect_right(parts, before[-1].at)
            for before, run in itertools.pairwise(runs)
        )
        return parted < 0.5 * (len(runs) - 1)

    def apart(self, rows: list[Row]) -> list[Row]:
        """Those rows that stand before the first question, or below a part title under which nothing asks."""
        first = next((row.at for row in self.open_rows if row.role == QUESTION), len(self.rows))
        silent = self.silent()
        return [row for row in rows if (row.at < first or row.at in silent) and row.role == BODY]

    def silent(self) -> set[int]:
        """The rows of parts in which no row asks so far."""
        silent: set[int] = set()
        part: list[int] = []
        asks = True
        for row in [*self.open_rows, None]:
            if row is None or row.role == SECTION:
                if not asks:
                    silent.update(part)
                part, asks = [], row is None
            elif row.role == QUESTION:
                asks = True
            else:
                part.append(row.at)
        return silent

    def titles_answer(self, row: Row) -> bool:
        """A short title with an answer right below it or behind its colon."""
        head = row.head
        cut = colon(head)
        if row.ask >= TITLE and not (row.ask == TITLE and head[-1:] in ",，"):
            then = self.following.get(row.at)
            if then is None:
                return False
            if then.block.kind == "heading" or then.role == QUESTION:
                return False
            return then.style != row.style
        return bool(cut and row.mark.style and cut <= 30 and len(head) - cut > 12)

    # ---------------------------------------------------------------------------------------------- bare

    def bare(self) -> None:
        """Lines without any mark that ask: everywhere where nothing else does, below a section where nothing else did."""
        asked = [row for row in self.open_rows if row.role == QUESTION]
        if (
            self.open_rows
            and len(asked) < 3
            and self.open_rows[0].text == self.document.title
            and self.open_rows[0].role == BODY
            and self.open_rows[0].ask < SOUNDS
        ):
            self.open_rows[0].role = SECTION
        vague = sum(row.ask >= SOUNDS or self.asks_and_answers(row) for row in asked) < 0.5 * len(asked)
        alone = len(asked) < 3
        previous: Row | None = None
        loud = [
            row for row in self.styles.get("p:", []) if row.role == BODY and row.ask >= SOUNDS and len(row.text) <= 120
        ]
        sample = (
            loud
            if len(loud) >= 2
            else [row for row in self.styles.get("p:", []) if row.role == BODY and row.ask == TITLE and row.gap]
        )
        spaced = [self.following[row.at].gap for row in sample if row.at in self.following]
        self.spaced = sum(spaced) * 2 > len(spaced)
        spoken = [row for row in self.open_rows if row.role == BODY and row.style in ("p:", "item0:")]
        quick = [row for row in spoken if self.asks_and_answers(row)]
        if len(quick) >= 4 and len(quick) >= 0.4 * len(spoken):
            for row in quick:
                self.ask_row(row, "unmarked line")
        if not alone and not vague:
            covered = {row.at for row in asked}
            inside = False
            loose = plain = False
            for row in self.open_rows:
                if row.role == SECTION:
                    inside, loose = True, False
                elif row.role == QUESTION:
                    inside, loose = False, "title" in row.rule
                    plain = row.rule == "title"
                elif loose and plain and row.style == "p:" and row.role == BODY and row.gap and self.names_term(row):
                    self.ask_row(row, "title")
                elif (
                    loose
                    and row.style == "p:"
                    and row.role == BODY
                    and row.ask >= SOUNDS
                    and len(row.text) <= 60
                    and row.gap
                    and row.text[-1:] not in ":：,，"
                    and self.alone(row)
                ):
                    self.ask_row(row, "unmarked line")
                elif row.at in covered or row.role == ANSWER_LABEL:
                    inside = False
                elif (
                    inside
                    and row.style == "p:"
                    and row.role == BODY
                    and row.ask == ASKS
                    and (len(row.text) <= 160 or row.text.count("?") + row.text.count("？") >= 4)
                    and not self.leads(row, self.next_of(row))
                ):
                    self.ask_row(row, "unmarked line")
            return
        above: Row | None = None
        for row in self.open_rows:
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
                and self.names_term(row)
            ):
                self.ask_row(row, "title")
            runs_on = (
                previous is not None
                and previous.role == QUESTION
                and not row.gap
                and previous.text[-1:] not in "?？。.!！:："
                and is_wrapped(previous)
            )
            if runs_on or row.role != BODY or row.style not in ("p:", "p1:", "item0:") or not row.text:
                previous = row
                continue
            if row.style == "item0:" and row.ask < SOUNDS:
                previous = row
                continue
            then = self.following.get(row.at)
            isolated = (
                row.gap
                or previous is None
                or previous.role in (SECTION, QUESTION)
                or is_sentence(previous.text)
                or previous.mark is not NONE
                or previous.block.kind in ("code", "item", "table", "figure", "formula")
            )
            if row.ask >= SOUNDS and isolated and len(row.text) <= 160:
                limit = row.ask == ASKS or (then is not None and (then.gap or not row.gap) and not self.continues(then))
                if limit and (alone or row.ask == ASKS or (row.gap and then is not None and then.gap)):
                    self.ask_row(row, "unmarked line")
            elif (
                row.ask == TITLE
                and isolated
                and alone
                and then is not None
                and self.titles_bare(row, then, previous, loud)
            ):
                self.ask_row(row, "unmarked title")
            previous = row

    def names_term(self, row: Row) -> bool:
        """`LoRA:` on a line of its own, or `QLoRA: ...`, where numbered terms are the titles."""
        before = self.rows[row.at - 1] if row.at else None
        if before is None or before.role == QUESTION:
            return False
        then = self.following.get(row.at)
        cut = colon(row.text)
        if cut and cut + 1 < len(row.text.rstrip()):
            return _TERM.match(row.text[:cut]) is not None and len(row.text) - cut > 3 and cut <= 16
        return (
            _TERM.match(row.text) is not None
            and then is not None
            and then.gap
            and then.role == BODY
            and len(then.text) > len(row.text)
            and not self.continues(then)
        )

    def alone(self, row: Row) -> bool:
        then = self.following.get(row.at)
        return then is not None and then.gap and then.role == BODY and not self.continues(then)

    def title_parts(self) -> None:
        """A title with a colon right above a titled question is the title of its part."""
        for row in self.open_rows:
            then = self.following.get(row.at)
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
                before = self.rows[row.at - 1] if row.at else None
                if then.rule == "title" or (
                    then.rule.startswith("unmarked")
                    and len(row.text) <= 20
                    and before is not None
                    and (before.role != QUESTION or self.asks_and_answers(before))
                ):
                    row.role = SECTION

    def next_of(self, row: Row) -> Row | None:
        for at in range(row.at + 1, min(row.at + 5, len(self.rows))):
            if self.rows[at].role == QUESTION:
                return self.rows[at]
        return None

    def continues(self, row: Row) -> bool:
        """Whether a row goes on with the sentence before it."""
        return (
            row.text[:1] in "，,、。；;)）:："
            or row.text[1:2] in ("，", ",")
            or (self.document.lang == "en" and row.text[:1].islower() and not row.gap)
        )

    def titles_bare(self, row: Row, then: Row, previous: Row | None, loud: list[Row]) -> bool:
        if then.gap != self.spaced and row.gap:
            return False
        if len(row.text) > 40 or row.text[-1:] in ":：" or self.continues(then) or then.role in (QUESTION, SECTION):
            return False
        if previous is not None and previous.role == QUESTION and not row.gap:
            return False
        if (
            not loud
            and not (row.gap and then.gap)
            and not (len(then.text) > 2.5 * len(row.text) and is_sentence(then.text))
        ):
            return False
        after = self.following.get(then.at)
        heads = then.ask == TITLE and row.gap and then.gap and after is not None and not after.gap
        longer = (
            heads
            or len(then.text) > 1.3 * len(row.text)
            or then.mark is not NONE
            or then.block.kind in ("item", "code", "table", "formula")
        )
        colon_points = bool(colon(row.text))
        return longer and not colon_points and then.ask < SOUNDS


_PART_NAME = re.compile(r"(?:篇|部分|章|模块|专题|环节|板块|阶段|类|面)\W*$|^(?:附|附录|appendix|part|section)\b", re.I)
_TERM = re.compile(r"[A-Za-z][A-Za-z0-9 ()（）+./-]{1,38}[:：]?$")


_ASKING_COLUMN = re.compile(
    r"^(?!.{31})(?!.*(?:题号|类型|题型|编号|数量)).*(?:问|题目|面试题|考题|试题|^\W*题\W*$|\bquestions?\b|^\W*q\W*$|\bprompt\b|\basked\b)",
    re.I,
)
_ANSWERING_COLUMN = re.compile(
    r"^(?!.{41}).*(?:答|解析|要点|说明|思路|\banswers?\b|^\W*a\W*$|\bsay\b|\bresponse\b|\bpoints?\b|\bexplanation\b|\breply\b)",
    re.I,
)
_TERM_COLUMN = re.compile(r"^\W*(?:术语|名词|概念|缩写|关键词|词条|知识点|考点|terms?|concepts?|keywords?|acronyms?|abbreviations?|topics?)\W*$", re.I)
_LABEL_COLUMN = re.compile(
    r"^\W*(?:难度|频率|热度|标签|分类|来源|公司|类别|序号|编号|level|difficulty|tags?|topic|category|frequency|company|source|#|no\.?)\W*$",
    re.I,
)


def _cells(text: str) -> list[tuple[int, int]]:
    """Where the cells of a table row stand in its text."""
    found: list[tuple[int, int]] = []
    at = 0
    for piece in text.split(" | "):
        found.append((at, at + len(piece)))
        at += len(piece) + 3
    return found


_SPEAKER = re.compile(r"(?:\*\*)?([^\s:：*](?:[^:：*\n]{0,18}[^\s:：*])?)(?:\*\*)?\s?[:：](?:\*\*)?\s*\S")


_TERM_END = re.compile(r"(?=\S)[^:：。！？?!；;]{1,40}?(?:\s*(?:[:：]|——|—|⟶|→|=>)|\s+(?:[-–=]|->)(?=\s))\s*(?=\S)")


def term_end(text: str) -> int:
    """Where the meaning begins in `term: meaning` or `term - meaning`; 0 where the line is not set so."""
    found = _TERM_END.match(text)
    return found.end() if found else 0


def is_wrapped(row: Row) -> bool:
    """Whether a row is as long as the lines of a wrapped document."""
    return len(row.text) >= 58


def colon(text: str) -> int:
    """Offset of the first colon in the first words of a line; 0 where there is none."""
    places = [place for place in (text.find(":", 0, 60), text.find("：", 0, 60)) if place > 0]
    return min(places) if places else 0


def _behind_colon(text: str) -> str:
    places = [place for place in (text.find(":"), text.find("：")) if place > 0]
    return text[min(places) + 1 :].lstrip("* ") if places else text
