"""Threads: posts under the names of those who wrote them, replies that quote what they answer.

Apart from `labels`, because a post has no label: a line with a name and a time stands above it, and who answers whom
follows from the order of the names and from the quotes.
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

from pipeline import regex as re
from pipeline.extraction.labels import sender
from pipeline.extraction.later import likeness
from pipeline.extraction.numbering import Mark
from pipeline.extraction.outline import Outline
from pipeline.extraction.rows import BODY, NOISE, POINT, QUESTION, Row
from pipeline.extraction.wording import ASKS, SOUNDS, asking
from pipeline.text import key

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_WHEN = re.compile(
    r"\b(?:an?|\d+)\s?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|mo|months?|y|yrs?|years?)\.? ago\b"
    r"|\d+\s?(?:秒钟?|分钟|小时|天|周|个?月|年)(?:以?前)|昨天|前天|刚刚"
    r"|(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?(?:[ T,，]+\d{1,2}:\d\d(?::\d\d)?)?"
    rf"|\b(?:\d{{1,2}} )?{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? ?(?:19|20)\d\d|,? ?'\d\d)?(?:,? (?:at )?\d{{1,2}}:\d\d(?::\d\d)? ?(?:[ap]m)?)?"
    r"|\bstickied\b|置顶",
    re.I,
)
"""When something was posted."""
_BESIDE = re.compile(
    r"\b(?:posted|answered|asked|replied|commented|wrote|writes|said|edited|modified|by|on|at|op|author|mod(?:erator)?|staff|member|level \d+|points?|score hidden|upvotes?|votes?|likes?|repl(?:y|ies)|comments?|karma|best answer|accepted(?: answer)?|link|permalink|parent|next|prev|root)\b"
    r"|(?:发表|回复|发布|编辑|更新|评论|提问|回答|写)[于到道]?|楼主|版主|层主|作者|管理员|沙发|板凳|地板|最佳答案|来自|赞同|点赞|只看该作者|\d+\s?(?:楼|[LF#]\b|赞|分|人)|[#＃]\s?\d+|\d[\d.,]*\s?[kKwW万]?(?!\w)",
    re.I,
)
_NAMED = re.compile(r"\bu/([\w-]{2,24})|(?<!\w)@([\w-]{2,24})")
_MODERATES = re.compile(r"moderator|bot\b|\bstickied\b|版主|管理员|系统消息|机器人", re.I)
_THANKS = re.compile(
    r"^\W*(?:edit|eta|update|编辑|更新)\s?\d*\s?[:：].{0,60}(?:thank|gold|award|blew up|谢)|^\W*sig(?:nature)?\s?[:：]",
    re.I,
)
_SIGNED = re.compile(r"^(?:--|—|–|__|-- \S.{0,60})$")
_SAMPLE = 300


class _Post(NamedTuple):
    head: Row
    name: str
    rows: list[Row]


def mark_thread(outline: Outline) -> None:
    """Part a thread into its posts: their heads are noise, quotes that answer ask, so does a post that another one answers."""
    posts = _posts(outline)
    if len(posts) < 3 or len({post.name for post in posts}) < 2:
        return
    if _is_article(outline, posts[1].head):
        return
    for post in posts:
        post.head.role, post.head.why, post.head.rule = NOISE, "speaker", ""
        _mark_furniture(post)
    asked = {key(row.head): row for row in outline.open_rows if row.role == QUESTION and row.block.kind != "quote"}
    asker = ""
    short = sum(len(post.rows) <= 2 for post in posts) >= 0.7 * len(posts) and len(posts) >= 6
    """Whether the posts are messages of a chat, the first of which is no article."""
    for post, then in itertools.zip_longest(posts, posts[1:]):
        quotes = _ask_quotes(outline, post, asked)
        if quotes or post.name == asker:
            outline.ends.add(post.head.at)
        if quotes and then is not None:
            outline.ends.add(then.head.at)
        opens = post is posts[0] and not short
        if then is None and not asker:
            continue
        if opens or quotes or (then is not None and then.name == post.name) or _MODERATES.search(post.head.text):
            continue
        if (row := _asking_row(post)) is not None:
            outline.ask_row(row, "post")
            asker = post.name
            outline.ends.add(post.head.at)


def _is_article(outline: Outline, second: Row) -> bool:
    """Whether the first post answers its own questions; what is posted below an article are comments then, not answers."""
    first = [row for row in outline.open_rows if row.role == QUESTION and row.at < second.at]
    below = [outline.following.get(row.at) for row in first]
    answered = sum(then is not None and then.role == BODY and then.at < second.at for then in below)
    if answered < 2 or 2 * answered < len(first):
        return False
    if not any(row.role == QUESTION and row.at > second.at for row in outline.open_rows):
        for row in outline.rows[second.at :]:
            if row.role != NOISE:
                row.role, row.why, row.rule = NOISE, "comments", ""
    return True


def _posts(outline: Outline) -> list[_Post]:
    """The posts with their rows; () where the first rows show none."""
    found: list[tuple[Row, str]] = []
    for row in outline.rows:
        if row.at == _SAMPLE and len(found) < 3:
            return []
        if len(row.text) <= 110 and (row.role != NOISE or row.why in ("author line", "page mark", "sharing")):
            name = _name_in(row) or (sender(row.text).lower() if outline.group_chat else "")
            if name:
                found.append((row, name))
    if len(found) < 3:
        return []
    ends = [*(row.at for row, _ in found[1:]), len(outline.rows)]
    return [
        _Post(row, name, [each for each in outline.rows[row.at + 1 : end] if each.role != NOISE])
        for (row, name), end in zip(found, ends, strict=True)
    ]


def _name_in(row: Row) -> str:
    """Whose post begins with this line; empty where it is no post's head."""
    text = row.text
    if row.block.kind in ("code", "table", "formula", "quote") or text[-1:] in "。.!！?？;；:：":
        return ""
    when = _WHEN.search(text)
    if when is None:
        return ""
    if named := _NAMED.search(text):
        return (named[1] or named[2]).lower()
    rest = _BESIDE.sub(" ", _WHEN.sub(" ", text)).replace("_", "x")
    words = re.findall(r"[\w.-]+", rest)
    words = [word for word in words if any(map(str.isalpha, word))]
    return " ".join(words).lower() if 0 < len(words) <= 3 and sum(map(len, words)) <= 24 else ""


def _mark_furniture(post: _Post) -> None:
    """Signatures, thanks for votes, and all that a moderator posts."""
    signed = _MODERATES.search(post.head.text) is not None
    for row in post.rows:
        if row.block.kind == "rule" and row.block.text.strip("- "):
            signed = signed and _MODERATES.search(post.head.text) is not None
        if not signed and _SIGNED.match(row.text) and row.gap:
            signed = True
        if signed or _THANKS.match(row.text):
            row.role, row.why, row.rule = NOISE, "signature", ""


def _ask_quotes(outline: Outline, post: _Post, asked: dict[str, Row]) -> list[Row]:
    """Quoted questions of a post that words of its own follow."""
    quotes: list[Row] = []
    for row, then in itertools.pairwise(post.rows):
        if row.block.kind != "quote" or row.role not in (BODY, POINT, QUESTION) or then.block.kind == "quote":
            continue
        if row.role == QUESTION or key(row.head) in asked or row.ask == ASKS:
            quotes.append(row)
            outline.ask_row(row, "quoted line")
    return quotes


_PREAMBLE = re.compile(r"^[^:：?？]{1,40}[:：]\s*(?=\S)")
_SENTENCE = re.compile(r"(?<=[.!。！])\s*(?=\S)")


def _asking_row(post: _Post) -> Row | None:
    """The row in which a short post asks, its question cut out of what stands before it."""
    rows = [row for row in post.rows if row.role == BODY and row.block.kind == "paragraph"]
    if (
        not rows
        or len(rows) > 4
        or len(rows) != len([row for row in post.rows if row.role != NOISE and row.block.kind != "rule"])
    ):
        return None
    for row in rows:
        if row.text[-1:] not in "?？" and row.ask != ASKS:
            continue
        begin = 0
        for cut in _SENTENCE.finditer(row.text):
            if asking(row.text[cut.end() :]) == ASKS:
                begin = cut.end()
                break
        lead = _PREAMBLE.match(row.text[begin:])
        if lead and asking(row.text[begin + lead.end() :]) == ASKS and asking(lead[0].rstrip(" :：")) < SOUNDS:
            begin += lead.end()
        row.mark, row.head = Mark("", 0, begin), row.text[begin:]
        row.ask = ASKS
        return row
    return None


def same_words(a: str, b: str) -> bool:
    """Whether a quote repeats a question, as it stands or nearly so."""
    one, two = key(a), key(b)
    return one == two or (min(len(one), len(two)) >= 8 and likeness(a, b) >= 0.9 and abs(len(one) - len(two)) <= 12)
