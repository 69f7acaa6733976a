"""Where an advertisement begins and ends: what the words alone cannot say.

`sources` marks the lines that give themselves away ("scan the code"). An advertisement in plain text begins earlier, with a
heading like any other, and goes on in lists; a page's end is followed by other pages' titles. Both are read off the outline.
"""

from __future__ import annotations

from pipeline import regex as re
from pipeline.extraction.outline import Outline
from pipeline.extraction.rows import BODY, NOISE, POINT, QUESTION, SECTION, Row
from pipeline.extraction.sections import SUMS_UP, opens_faq

_PROMOTES = re.compile(
    r"小伙伴|同学们|朋友们|粉丝|小白|程序员|大厂|跳槽|涨薪|高薪|年薪|升职|转行|就业|求职者|offer|内推|简历|报名|课程|学员|讲师|训练营|资料|干货|福利|领取|免费|学习路线|视频教程|教程|合集|分享给|上车|收藏|推广|广告|点击|链接|加群|群里|公众号|关注|扫码|二维码|大礼包|立减|优惠|原价|"
    r"饭碗|风口|红利|焦虑|自学|门槛|系统(?:地|的)?学习|入门到|从零|零基础|保姆级|宝典|秘籍|冲刺|书籍|报告|体验|国内首个|租卡|算力租赁|"
    r"sign up|subscribe|newsletter|(?<!of )courses?\b|bootcamp|discount|enroll|join us|free trial|webinar|e-?book|promo|coupon|sponsor|patreon|coffee|cohort|career|salary|hired|land your",
    re.I,
)
_OPENS = re.compile(
    r"(?:如何|怎么|怎样).{0,8}(?:系统|入门|零基础|从零|自学|高效).{0,8}(?:学|入门|掌握)|学习(?:资料|路线|大模型).{0,12}$|(?:资料|笔记|福利|干货|教程|课程).{0,8}(?:分享|领取|推荐|合集)|写在最后|^\W*最后(?:$|[,，:：!！])|^\W*(?:结语|尾声)|为什么.{0,6}要?学(?:习)?(?:AI|大模型)"
    r"|^need (?:to|an?|more|new|help|candidates|people|engineers|someone)\b.{0,60}\?$|^(?:want to|ready to|looking (?:to|for)|how to (?:get started|learn|master|land))\b|^(?:about (?:the )?(?:author|us|me))\b|^(?:关于(?:作者|我们|我)|作者简介)",
    re.I,
)
_LONGEST = 400
_ENDING = ("closing", "related posts", "licence", "author line", "comments", "sharing")


def mark_promotion(outline: Outline) -> None:
    """Give the role NOISE to the lines of advertisements and of what stands behind the page's end."""
    rows = outline.rows
    hits = [row for row in rows if row.role == NOISE and row.why in ("advertisement", *_ENDING)]
    if not hits:
        return
    _frames(rows)
    _tail(outline)
    marked_questions = [row.at for row in rows if row.role == QUESTION and not row.rule.startswith("unmarked")]
    any_questions = [row.at for row in rows if row.role == QUESTION]
    last_marked = marked_questions[-1] if marked_questions else -1
    last_any = any_questions[-1] if any_questions else -1
    last_told = max((row.at for row in rows if row.role == QUESTION and row.rule != "open question"), default=-1)
    faqs = [row.at for row in rows if opens_faq(outline, row)]
    done = -1
    for hit in hits:
        ends = hit.why in _ENDING and hit.at > last_any
        if (hit.at < done and not ends) or (hit.why == "author line" and _announced_below(outline, hit)):
            continue
        first = _backward(rows, hit) if hit.why == "advertisement" else hit.at
        if hit.why == "closing" and hit.at and SUMS_UP.match(rows[hit.at - 1].text) and rows[hit.at - 1].role == BODY:
            first = hit.at - 1
        if (
            hit.why in ("related posts", "closing")
            and hit.at > last_marked * 0.5
            and not _answered_after(outline, hit.at)
        ):
            last_marked, last_any = min(last_marked, hit.at - 1), min(last_any, hit.at - 1)
        opened = first < hit.at and bool(_OPENS.search(rows[first].text) or hit.at - first >= 2)
        end_of_page = hit.at > last_marked and hit.why in ("closing", "related posts")
        tail = hit.at > last_any and (hit.why != "advertisement" or opened)
        if first > last_marked and opened:
            tail = True
        if tail or (end_of_page and (last_marked >= 0 or hit.at > 0.6 * len(rows))):
            last = next((at for at in faqs if at > hit.at), len(rows))
        elif hit.why in ("related posts",) or opened:
            last = _forward(rows, hit.at, far=True)
        elif hit.why == "advertisement" and _BANNER.match(hit.text):
            last = _boxed(rows, hit.at)
        elif hit.why == "advertisement":
            last = _forward(rows, hit.at, far=False)
        else:
            last = hit.at + 1
        if hit.why == "closing" and last == hit.at + 1 and last_told < last:
            # The author has ended; what stands between that and the open questions answers nothing.
            outline.ends.add(last)
        for at in range(first, last):
            if rows[at].role != NOISE:
                rows[at].role, rows[at].why, rows[at].rule = NOISE, hit.why, ""
        done = last


def _frames(rows: list[Row]) -> None:
    """The rules around a short advertisement are its frame: the sentence before it may go on behind it.

    Only where a question comes further down or the sentence is not over, lest a page's end join the last answer.
    """
    last = max((row.at for row in rows if row.role in (QUESTION, SECTION)), default=-1)
    opened: Row | None = None
    for row in rows:
        if row.block.kind == "rule" and row.text and not row.text.strip("-=*~_─═—━＝－ "):
            before = rows[opened.at - 1] if opened is not None and opened.at else None
            framed = opened is not None and before is not None and 1 < row.at - opened.at <= 8
            goes_on = framed and before is not None and (row.at < last or before.text[-1:] not in _STOPS)
            if opened is not None and goes_on and _only_promotes(rows[opened.at + 1 : row.at]):
                for each in rows[opened.at : row.at + 1]:
                    each.role, each.why, each.rule = NOISE, "advertisement", ""
                opened = None
            else:
                opened = row
        elif row.role != NOISE and opened is not None and row.at - opened.at > 8:
            opened = None


def _only_promotes(inside: list[Row]) -> bool:
    """Whether an advertisement opens what a frame holds, and nothing in it asks or says much."""
    first = inside[0]
    return (
        first.role == NOISE
        and first.why == "advertisement"
        and all(each.role == NOISE or (each.role == BODY and len(each.text) <= 120) for each in inside)
    )


_STOPS = "。.！!？?；;：:"


def _announced_below(outline: Outline, hit: Row) -> bool:
    """Whether the answers are announced below an author line: in a thread somebody else gives them."""
    return any(hit.at < at for at in outline.announcements)


_BANNER = re.compile(r"^\W{2,}.{0,12}(?:广告|推广|赞助|advert|sponsor).{0,12}\W{2,}$", re.I)


def _boxed(rows: list[Row], hit: int) -> int:
    """Behind the rule that closes an advertisement's frame, or the blank line behind it."""
    for at in range(hit + 1, min(hit + 10, len(rows))):
        if rows[at].role in (QUESTION, SECTION):
            return at
        if rows[at].block.kind == "rule":
            return at + 1
    at = hit + 1
    while at < min(hit + 10, len(rows)) and not (rows[at].gap and at > hit + 1):
        at += 1
    return at


def _answered_after(outline: Outline, at: int) -> bool:
    """Whether any marked question behind a row is followed by words of its own."""
    for row in outline.rows[at + 1 : at + _LONGEST]:
        if row.rule == "open question":
            return True
        if row.role == QUESTION and not row.rule.startswith("unmarked"):
            then = outline.following.get(row.at)
            if then is not None and then.role == BODY and then.text[-1:] in "。.！!；;" and len(then.text) > 12:
                return True
    return False


def _tail(outline: Outline) -> None:
    """The advertisement that closes a document, from the heading with which it opens."""
    rows = outline.rows
    questions = [row.at for row in rows if row.role == QUESTION]
    # An advertisement that closes a document is at most some hundred lines: the search is bounded by that.
    first = max(int(len(rows) * 0.3), len(rows) - _LONGEST)
    for row in rows[first:]:
        opener = len(row.text) <= 40 and (
            _OPENS.search(row.text) or (row.ask > 0 and len(set(_PROMOTES.findall(row.text))) >= 2)
        )
        if (
            not opener
            or row.role == NOISE
            or row.block.kind in ("code", "table")
            or (row.mark.style and row.role == QUESTION)
        ):
            continue
        rest = rows[row.at + 1 :]
        if not any(each.role == NOISE and each.why == "advertisement" for each in rest):
            break
        ads = sum(each.role == NOISE and each.why == "advertisement" for each in rest)
        promoting = sum(each.role == NOISE or bool(_PROMOTES.search(each.text)) for each in rest)
        asked = sum(at > row.at for at in questions)
        if (
            ads
            and promoting >= max(2, 0.15 * len(rest))
            and asked <= max(min(3, len(questions) // 4), 0.1 * len(questions))
        ):
            for each in rows[row.at :]:
                if each.role != NOISE:
                    each.role, each.why, each.rule = NOISE, "advertisement", ""
            return
    _footer(outline)


_LINK = re.compile(r"^\W*\[[^\]]+\]\([^)]*\)\W*$")


def _footer(outline: Outline) -> None:
    """What stands below the last rule of a document, where some of it is plainly no answer."""
    rows = outline.rows
    rule = next((row.at for row in reversed(rows) if row.block.kind == "rule" and row.block.text.strip()), None)
    if rule is None or len(rows) - rule > 25 or rule < len(rows) // 3:
        return
    rest = rows[rule + 1 :]
    if any(row.role in (QUESTION, SECTION) and not row.rule.startswith("unmarked") for row in rest):
        return
    if any(row.role == NOISE or _LINK.match(row.block.markdown) for row in rest) and all(
        len(row.text) <= 160 for row in rest
    ):
        for row in rest:
            if row.role != NOISE:
                row.role, row.why, row.rule = NOISE, "closing", ""


def _backward(rows: list[Row], hit: Row) -> int:
    """The line with which an advertisement opens that gives itself away at `hit`."""
    first, quiet = hit.at, 0
    for at in range(hit.at - 1, max(-1, hit.at - 26), -1):
        row = rows[at]
        opens = bool(_OPENS.search(row.text)) and len(row.text) <= 40
        if opens and row.role in (BODY, QUESTION, SECTION):
            return at
        if row.role in (QUESTION, SECTION, POINT) or row.block.kind in ("code", "table", "formula"):
            break
        if row.role == NOISE:
            if row.why not in ("advertisement", *_ENDING):
                break
            first, quiet = at, 0
        elif _PROMOTES.search(row.text):
            first, quiet = at, 0
        elif row.block.kind in ("rule", "figure"):
            continue
        else:
            quiet += 1
            if quiet > 4 or row.block.kind == "item":
                break
    # A line that only brushes the subject is not yet the advertisement's: the opener must be clear.
    while first < hit.at and rows[first].role == BODY and not _clear(rows, first, hit.at):
        first += 1
    return first


def _clear(rows: list[Row], first: int, hit: int) -> bool:
    return len(_PROMOTES.findall(rows[first].text)) >= 2 or (
        hit - first == 1 and rows[first].gap and bool(_PROMOTES.search(rows[first].text))
    )


def _offers(rows: list[Row], first: int) -> int:
    """Behind a short list right below an advertisement, most points of which advertise; `first` where it is no such list."""
    at = first
    while at < len(rows) and rows[at].style == rows[first].style and rows[at].mark.value == at - first + 1:
        if len(rows[at].text) > 40 or rows[at].text[-1:] in "。；;.?？" or rows[at].role not in (BODY, POINT):
            return first
        at += 1
    offering = sum(bool(_PROMOTES.search(row.text)) for row in rows[first:at])
    return at if at - first >= 2 and 3 * offering >= 2 * (at - first) else first


def _forward(rows: list[Row], hit: int, *, far: bool) -> int:
    """Behind the last line of an advertisement that stands between questions."""
    at = hit + 1
    while at < len(rows):
        row = rows[at]
        if row.role in (QUESTION, SECTION) and not row.rule.startswith("unmarked"):
            break
        if (
            row.role != NOISE
            and not far
            and row.block.kind not in ("rule", "figure")
            and not (len(row.text) <= 200 and _PROMOTES.search(row.text) and not row.mark.style)
        ):
            if row.mark.value == 1 and (end := _offers(rows, at)) > at:
                at = end
                continue
            break
        if far and at - hit > 60:
            break
        at += 1
    while (
        at - 1 > hit
        and rows[at - 1].block.kind in ("rule", "figure")
        and rows[at - 1].role != NOISE
        and rows[at - 1].gap
    ):
        at -= 1
    return at
