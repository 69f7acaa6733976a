"""Questions that a document lists and leaves open: under a heading of their own, or behind `these I could not answer`.

Apart from `layers`, because such a list is set like the points of an answer and is too short to be a layer: only what
stands above it, and that every line of it asks, tells.
"""

from __future__ import annotations

from pipeline import regex as re
from pipeline.extraction.numbering import Mark
from pipeline.extraction.outline import Outline
from pipeline.extraction.rows import BODY, META, NOISE, POINT, QUESTION, SECTION, Row
from pipeline.extraction.wording import ASKS, SOUNDS

_OPEN = re.compile(
    r"待(?:补|答|解|整理|完善|更新|续|填|写|定)|未(?:答|回答|解答|整理|完成|解决)|没有?(?:答|整理|来得及|想明白|想清楚|搞懂|弄懂|写)|不会(?:的|答)|答不(?:上|出)|(?:还|仍)(?:没|不)|遗留|施工中|敬请期待|计划中|筹备中|规划中"
    r"|(?:开放|思考|课后|附加|补充|拓展|扩展|延伸|练习|自测|更多|其他|其它|剩下|剩余|零散|彩蛋)(?:性)?(?:问题|题|思考|阅读题|练习|作业)?\W*$|练习题?|习题|作业|(?:留|交)给|求(?:答案|解答|助|大佬)|欢迎补充|没答案|无答案|暂无答案"
    r"|\b(?:unanswered|open (?:questions?|problems?|ends)|to[- ]?dos?|coming soon|work in progress|wip|planned|roadmap|to be (?:answered|written|done)|exercises?|homework|bonus|backlog|wish ?list|help wanted|parking lot|stumped|extras?|practice"
    r"|(?:no|without|need(?:s|ing)?|lack(?:s|ing)?|missing|await(?:s|ing)?) (?:an |good |any )?answers?|(?:not|n['’]t|never) (?:yet )?(?:answer(?:ed)?|know|solved?|resolved?|figured? out)|still (?:open|to|need|owe|missing|don)"
    r"|left (?:open|for|as)|(?:more|further|other|additional|remaining|follow-?up|extra|final) (?:questions?|ones)|follow-?ups?|came up|for (?:you|the reader)|over to you|try (?:these|them|yourself)|on your own|not on the list)\b",
    re.I,
)
"""How authors announce questions without answers."""
_LONGEST = 120
_DOTS = frozenset("·•◦▪‣—–-●○◆")
"""With what a page that lost its list tags still begins the lines of a list."""


def ask_leftovers(outline: Outline) -> None:
    """Ask the lines of lists that nothing answers; whoever announces them is their section."""
    rows = outline.open_rows
    told: dict[str, int] = {}
    done = -1
    for first, row in enumerate(rows):
        if row.ask < SOUNDS or row.role == QUESTION or first < done or not _may_ask(row):
            continue
        at = first
        while at < len(rows) and _goes_on(rows, first, at):
            at += 1
        done = at
        run = rows[first:at]
        if first and (head := _head_of(outline, rows, first, run)) is not None:
            told[head.text] = told.get(head.text, 0) + 1
            if head.block.kind != "heading" and told[head.text] > 1:
                # What comes again below question after question is how this author ends an answer.
                continue
            _ask(outline, head, run)


def is_open(text: str) -> bool:
    """Whether a line announces questions that nobody answers."""
    return len(text) <= _LONGEST and _OPEN.search(text) is not None


def _may_ask(row: Row) -> bool:
    return (
        row.role in (BODY, POINT)
        and row.ask >= SOUNDS
        and len(row.text) <= 200
        and (row.block.kind == "item" or (row.style == "p:" and (row.ask == ASKS or row.text[0] in _DOTS)))
    )


def _goes_on(rows: list[Row], first: int, at: int) -> bool:
    """Whether a row stands in one list with the first."""
    row = rows[at]
    beside = at == first or rows[at].at - rows[at - 1].at == 1
    return beside and _may_ask(row) and row.style == rows[first].style


def _head_of(outline: Outline, rows: list[Row], first: int, run: list[Row]) -> Row | None:
    """The row that announces a list of open questions; None where the list is part of an answer."""
    head = rows[first - 1]
    titled = head.block.kind == "heading" or head.role == SECTION
    if not titled and head.text[-1:] not in ":：" and (len(run) < 2 or not (head.gap or head.block.strong)):
        # Most lists end here: a search for the words of an announcement would cost more than all the rest.
        return None
    if any(row.role == NOISE and row.block.kind != "rule" for row in outline.rows[head.at + 1 : run[0].at]):
        # What stands between may well announce other pages.
        return None
    asked = sum(row.ask == ASKS for row in run)
    then = outline.following.get(run[-1].at)
    if then is not None and (
        (then.block.level > run[-1].block.level and then.block.kind not in ("heading", "code"))
        or then.style == run[0].style
    ):
        # Something is indented below the last, or the list goes on with lines that say something.
        return None
    last = then is None or then.block.kind in ("heading", "rule") or then.role in (SECTION, QUESTION, NOISE) or then.gap
    opened = is_open(head.text)
    if titled:
        if head.ask == ASKS or not last:
            return None
        if opened:
            return head if len(run) >= 2 or asked else None
        bare = then is None or then.block.kind == "heading" or then.role in (SECTION, NOISE)
        plain = head.ask < SOUNDS and len(run) >= 2 and (2 * asked >= len(run) or _to_do(outline, run))
        return head if plain and (head.role != QUESTION or bare) else None
    if (
        head.block.kind not in ("paragraph", "item", "quote")
        or head.role not in (BODY, SECTION, POINT)
        or head.ask == ASKS
    ):
        return None
    if opened and last and (len(run) >= 2 or asked) and (head.text[-1:] in ":：" or head.gap or head.block.strong):
        return head
    above = rows[first - 2] if first >= 2 else None
    introduced = above is not None and above.block.kind == "heading" and is_open(above.text)
    return above if introduced and last and len(run) >= 2 else None


def _to_do(outline: Outline, run: list[Row]) -> bool:
    """Whether the lines are boxes that somebody wants to tick."""
    source = outline.document.source
    return all(re.search(r"\[[ xX]\]", source[row.block.start : row.block.source_offset(0)]) for row in run)


def _ask(outline: Outline, head: Row, run: list[Row]) -> None:
    for row in run:
        row.why = ""
        if row.style == "p:" and row.text[0] in _DOTS:
            end = len(row.text) - len(row.text.lstrip("·•◦▪‣—–-●○◆ \t　"))
            row.mark, row.head = Mark("", 0, end), row.text[end:]
        outline.ask_row(row, "open question")
    if head.block.kind == "heading":
        head.role, head.rule = SECTION, ""
    elif head.role == BODY:
        head.role = META
    for row in outline.rows[head.at + 1 : run[0].at]:
        if row.role == BODY:
            row.role = META
    outline.ends.add(run[-1].at + 1)
