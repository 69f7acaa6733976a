"""Blocks as rows: each with its number or label, how it is set, and how much its words sound like a question.

Apart from `outline`, because what a line says by itself is known before its place among the others is.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import regex as re
from pipeline.extraction.numbering import NONE, Mark, mark_of
from pipeline.extraction.wording import SHOWS_ANSWER, SOUNDS, STATES, asking, interrogates
from pipeline.models import Block, Document

BODY, QUESTION, SECTION, POINT, NOISE, ANSWER_LABEL, ANSWER_TITLE, META = range(8)


class Row:
    """One block with what its layout says; `role` is what the outline decides."""

    __slots__ = (
        "_over", "ask", "at", "block", "cells", "gap", "head", "lead", "mark", "role", "rule", "style", "text", "why",
    )  # fmt: skip

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
        self._over: tuple[str, int] | None = None

    @property
    def over(self) -> int:
        """Where in `head` the questions end, if words that are no question follow; else its length."""
        known = self._over
        if known is None or known[0] is not self.head:
            known = self._over = (self.head, question_end(self.head))
        return known[1]


_LINK_DOWN = re.compile(r"(?:\d+[.、)]\s*)?\[[^\]]+\]\(#[^()]*(?:\([^()]*\)[^()]*)*\)$")


_LEADER = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|(?:\. ){4,})\s*\d{1,4}$")


_LABEL_CELL = re.compile(
    r"(?:(?P<q>Q(?:uestion)?|问题?|提问)|(?:A(?:nswer)?|答案?|回答|解析|解答))\s*\d*[:：]? \| (?=\S)", re.I
)


_COLUMN_NAME = re.compile(
    r"\W*(?:q|a|questions?|answers?|问题?|题目|答案?|回答|解析|说明|状态|进度|难度|频率|来源|标签|分类|备注|掌握.{0,4}|status|level|notes?|tags?|topic|source|priority|done|date)\W*$",
    re.I,
)


_FOLDS = re.compile(
    r"\W*(?:(?:the |an |my )?(?:sample |model |short |full )?(?:answers?|solutions?|explanation|details|hint)"
    r"|(?:参考)?(?:答案|解答|解析|回答|详情|详解|内容)|(?:点击|点此|点我|单击)?(?:展开|查看)(?:全文|更多|详情|内容)?|(?:click|tap) to (?:expand|open|reveal)|(?:show|expand|see)(?: more| details| the hint| hint)?)\W*$",
    re.I,
)
"""The title of a folded part that only says that something is folded there."""


_LINKS_DOWN = re.compile(r"<a\s[^<>]*href\s*=\s*[\"']?#[^<>\s]{1,80}[^<>]*>\s*$", re.I)
_HASHTAGS = re.compile(r"(?:#[^\s#]{1,30}\s*){2,}$")
_FOOTNOTE = re.compile(r"\[\^[^\[\]]{1,20}\]:\s")


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
    end, note = 0, False
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
        if (
            html
            and (kind == "item" or (kind == "paragraph" and source.startswith("</a>", end_of)))
            and _LINKS_DOWN.search(source, max(0, start - 120), start)
        ):
            row.role, row.why = NOISE, "table of contents"
            continue
        if text[:1] == "#" and _HASHTAGS.match(text):
            row.role, row.why = NOISE, "closing"
            continue
        note = bool(text[:1] == "[" and _FOOTNOTE.match(text)) or (note and level >= 2 and kind != "heading")
        if note:
            row.role, row.why = NOISE, "footnote"
            continue
        if (markdown and "](#" in markdown and _LINK_DOWN.match(markdown)) or (
            text[-1:].isdigit() and _LEADER.search(text[-24:])
        ):
            row.role, row.why = NOISE, "table of contents"
            continue
        if kind == "paragraph" and not (markdown or strong or text[0] in _BOXES):
            # What most lines are, without the questions that only markup raises.
            mark = mark_of(text)
            if mark is not NONE:
                row.mark, row.head = mark, text[mark.end :]
            row.ask = asking(row.head)
            row.style = f"p{level}:{mark.style}" if level else f"p:{mark.style}"
            continue
        if kind in ("code", "formula", "rule", "figure"):
            continue
        if kind == "summary" and (SHOWS_ANSWER.match(text) or _FOLDS.match(text)):
            row.mark, row.head, row.role = Mark("A", 0, len(text)), "", META
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
        # Headings of one level are one kind, whether the author wrote `3、` or `4.`.
        written = "n." if block.kind == "heading" and mark.style == "n、" else mark.style
        row.style = f"{container_name}:{written}"
    return rows


def _bold_lead(markdown: str, text: str) -> int:
    """Length, in the clean text, of the bold words that a line begins with; 0 where it does not."""
    close = markdown.find("**", 2)
    if close < 0:
        return 0
    inner = markdown[2:close].replace("`", "").replace("*", "").strip()
    return len(inner) if inner and text.startswith(inner) and len(inner) < len(text) else 0


_BIDS = re.compile(
    r"(?:请|那)?(?:算|写|说|举|讲|画|推|证明|展开|估|解释|分析)[^，,；;：:=]{0,8}(?:看|听|一下|下|例|例子|理由|原因|公式|过程|代码|吧)[。！!]?$"
)
"""What is asked for on top: `为什么？算给我看`."""


_RUNS_ON = frozenset("。.！!；;，,、：:的是和与及或在需要能会对把被让从向该应")
"""With what no question ends, and words that a line's end has cut off may."""


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
    if not first and 0 < len(rest) <= 40 and rest[-1] not in _RUNS_ON and interrogates(rest):
        # `什么是甲？和乙有什么区别`: the mark of the last one was left out.
        return length
    if not first and len(rest) <= 12 and _BIDS.match(rest):
        return length
    return length if first or at >= length else at


def _states(piece: str) -> bool:
    """Whether a piece before a question mark says something of its own first."""
    return ". " in piece or "! " in piece


LABEL_COLUMN = re.compile(
    r"^\W*(?:难度|频率|热度|标签|分类|来源|公司|类别|序号|编号|状态|进度|备注|掌握.{0,4}|优先级|日期|时间|次数|status|priority|done|progress|date|notes?|level|difficulty|tags?|topic|category|frequency|company|source|#|no\.?)\W*$",
    re.I,
)


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
