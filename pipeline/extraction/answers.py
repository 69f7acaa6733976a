"""The rows that answer a question: up to the next one, as far as the document's answers go."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict

from pipeline import regex as re
from pipeline.extraction.outline import Outline
from pipeline.extraction.questions import META_LINE, Asked
from pipeline.extraction.rows import (
    ANSWER_LABEL,
    BODY,
    META,
    NOISE,
    QUESTION,
    SECTION,
    Row,
)
from pipeline.extraction.sections import DRAWN_TITLE
from pipeline.extraction.wording import ASKS, is_placeholder


def give_answers(outline: Outline, asked: list[Asked]) -> list[Asked]:
    """Give every question the rows up to the next one, and every question its section."""
    starts: dict[int, list[Asked]] = defaultdict(list)
    for each in asked:
        starts[each.row.at].append(each)
    current: list[Asked] = []
    path: list[tuple[str, str]] = []
    taken: set[int] = set()
    ends = outline.ends
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
        if not current and row.role != SECTION:
            continue
        if row.at in ends:
            current = []
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
        if row.role == BODY and (_beside_answer(outline, row) or (not current[0].answer and _is_meta(outline, row))):
            row.role = META
            continue
        begin = row.mark.end if row.role == ANSWER_LABEL else 0
        for each in current:
            each.answer.append((row, begin))
    for each in asked:
        each.answer = trimmed(each.answer)
    _drop_badges(asked)
    _drop_keyed(asked)
    _drop_stage(asked)
    _drop_experience(outline, asked)
    _end_alike(asked)
    return asked


_DRAWN = frozenset("-=*~_#+·—─═▬")


_KEYED = re.compile(r"\W*[^\W\d_]{1,8}\W{0,2}[:：]")


def _is_meta(outline: Outline, row: Row) -> bool:
    """Whether a line below a question says of what kind it is; `来源：…` above `缓解：…` is a point of the answer."""
    if len(row.text) > 120 or not META_LINE.match(row.text) or row.text[-1:] in "。.；;":
        return False
    then = outline.following.get(row.at)
    siblings = then is not None and then.role == BODY and not then.gap and _KEYED.match(then.text) is not None
    return not siblings or then is None or META_LINE.match(then.text) is not None


_OUTCOME = re.compile(
    r"\W*(?:[一二两三四五六七八九十几\d]+\s?(?:天|周|个?月|小时|星期)之?后|当[天晚]|第二天|隔天|后来|最后|最终|目前|已经?)?.{0,10}(?:收到|拿到|等)?.{0,4}(?:挂了|秒挂|已挂|oc了?|offer|意向书?|感谢信|约了?[一二三四]面|通知(?:过|挂)|凉了|泡池子|许愿|攒人品)"
    r"|.{0,60}(?:(?:hr|官网|邮件|短信|系统).{0,8}(?:挂了?|流程(?:终止|结束)|感谢)|没有反问|没有然后了|感觉\s?kpi|到岗时间)"
    r"|\W*.{0,8}(?:体验|氛围|面试官).{0,6}(?:不错|很好|挺好|一般|很差|和善|人很?好)",
    re.I,
)


def _beside_answer(outline: Outline, row: Row) -> bool:
    """Whether a short line only stands beside an answer: arrows, dots or emoji, or how the interview went."""
    size = len(row.text)
    if size > 60 or row.style != "p:":
        return False
    if size <= 12 and not any(map(str.isalnum, row.text)):
        return True
    return row.gap and _tells_outcome(outline, row)


def _tells_outcome(outline: Outline, row: Row) -> bool:
    """Whether the last line of a part says how the interview went, not what was answered in it."""
    then = outline.following.get(row.at)
    last = then is None or then.block.kind in ("heading", "rule") or then.role == SECTION
    return last and _OUTCOME.match(row.text) is not None


_VERDICT = re.compile(
    r"\W*(?:yes|no|true|false|both|neither|none|[a-f]|是|否|对|错|不是|不会|不能|可以|会|能|正确|错误|不对)\W*", re.I
)
"""Short answers: they come again because the questions are alike."""


def _drop_badges(asked: list[Asked]) -> None:
    """What begins or ends answer after answer in the same few words stands beside them: a level, `was this helpful`."""
    for side in (0, -1):
        edges = [
            (each, each.answer[side][0]) for each in asked if len(each.answer) >= 2 and not (each.inline and side == 0)
        ]
        short = [
            (each, row)
            for each, row in edges
            if len(row.text) <= 24
            and row.role == BODY
            and row.block.kind == "paragraph"
            and row.text[-1:] not in "。.!！；;:："
            and not _VERDICT.fullmatch(row.text)
        ]
        times = Counter((row.style, row.text) for _, row in short)
        often = {style for (style, _), count in times.items() if count >= 3}
        worn = [(each, row) for each, row in short if row.style in often and times[row.style, row.text] >= 2]
        if len(worn) < 0.3 * len(edges):
            continue
        for each, row in worn:
            row.role = META
            each.answer = trimmed([part for part in each.answer if part[0] is not row])


_KEY = re.compile(r"\W*([^\W\d_][\w ]{0,14}?)\W{0,2}[:：]")


def _drop_keyed(asked: list[Asked]) -> None:
    """What ends answer after answer under one key says of what kind the question is: `难度：★★`, `Asked at: ...`."""
    while True:
        lasts: dict[str, list[tuple[Asked, Row]]] = defaultdict(list)
        for each in asked:
            row = each.answer[-1][0] if len(each.answer) >= 2 else None
            if row is None or len(row.text) > 100 or row.role != BODY or not META_LINE.match(row.text):
                continue
            if (named := _KEY.match(row.text)) is not None and row.text[-1:] not in "。.；;":
                lasts[named[1].lower()].append((each, row))
        often = [found for found in lasts.values() if len(found) >= 3]
        if not often:
            return
        for each, row in itertools.chain.from_iterable(often):
            row.role = META
            each.answer = trimmed(each.answer[:-1])


_LOG = re.compile(
    r"面经|凉经|许愿|攒人品|[一二三终]面\b|^\W*[一二三四]面(?:\W|$|\s?\d)|interview experience|\bround [1-4]\b|(?:phone|onsite) (?:screen|loop)",
    re.I | re.M,
)
_EXPERIENCE = re.compile(
    r"\W*(?:总结[:：]|没有?反问|无反问|反问(?:环节)?|这一?[面轮场]|全程|整体|总体(?:感觉|来说|体验)|面试官们?(?:人|都|全程|迟到|态度|比较|超|也|很|挺|特别|感觉|没|赶|说(?:回去)?等)|[一二两三四五六七八九十几\d]+\s?(?:天|周|个?月|个?小时|个?星期)[之以]?后|当[天晚]|第二天|隔[天周]|过了[^，。]{1,6}[天周]|等了|然后就没|最后(?:还是)?(?:挂|过了|没过)|(?:最终)?结果\s?[:：]|面完|(?:感觉|估计)(?:已经|要|是|凉|挂|kpi)|许愿|求(?:个|一个)?(?:捞|过|offer|好运)|h\s?r\s?面?(?:说|通知|打|联系|加)|已(?:挂|凉|oc|offer|拒))"
    r"|\W*(?:overall\b|results?\s?:|outcome\s?:|verdict\s?:|(?:i )?(?:got|received) (?:an?|the) (?:offer|rejection|reject|email|call)\b|heard back|(?:they|the recruiter|recruiter|hr) (?:said|called|got back|will|told|ghosted)|no (?:response|reply|feedback)\b|(?:got )?(?:ghosted|rejected)\b|waiting (?:for|to hear)|the (?:interviewer|panel|recruiter) (?:was|were|seemed|said)|felt (?:ok|good|bad|rushed))",
    re.I,
)


def _drop_experience(outline: Outline, asked: list[Asked]) -> None:
    """In the log of an interview the line that closes a round says how it went: it answers no question."""
    lasts = [each for each, then in itertools.zip_longest(asked, asked[1:]) if then is None or _parted(each, then)]
    if not lasts or not _LOG.search(outline.document.source[:4000]):
        return
    for each in lasts:
        kept = len(each.answer)
        while kept and _tells(each.answer[kept - 1][0]):
            kept -= 1
        for row, _ in each.answer[kept:]:
            row.role = META
        each.answer = trimmed(each.answer[:kept])


def _parted(each: Asked, then: Asked) -> bool:
    """Whether a section ends between two questions, or the count begins anew, or a blank line and more stand between."""
    return each.section != then.section or (0 < then.value <= each.value) or (then.row.gap and each.row.style != "p:")


def _tells(row: Row) -> bool:
    return row.role == BODY and row.style[:1] == "p" and len(row.text) <= 80 and _EXPERIENCE.match(row.text) is not None


_ASIDE = re.compile(r"[(（][^()（）]{1,30}[)）]\W?$")


def _drop_stage(asked: list[Asked]) -> None:
    """In a dialogue a line in brackets behind an answer is a remark of the scribe."""
    for each in asked:
        while each.rule in ("dialogue", "label") and len(each.answer) >= 2:
            row = each.answer[-1][0]
            if row.style[:1] != "p" or row.role != BODY or row.block.kind != "paragraph" or not _ASIDE.match(row.text):
                break
            if "=" in row.text or each.answer[-2][0].text[-1:] not in "。.！!？?…":
                break
            row.role = META
            each.answer = each.answer[:-1]


def _end_alike(asked: list[Asked]) -> None:
    """Let an answer end where the document's answers end: what only one of many holds does not belong to it.

    Behind a rule, when no other answer holds one; behind a blank line, when every other one is a single line.
    """
    answered = [each for each in asked if each.answer]
    if not answered:
        return
    apart = [
        each
        for each in answered
        if not each.inline
        and _stands_off(each.answer[0][0])
        and (not each.row.gap or (len(each.answer) == 1 and each.answer[0][0].ask == ASKS))
    ]
    lasts = {id(each) for each, then in itertools.pairwise(asked) if each.section != then.section} | {id(asked[-1])}
    if len(asked) >= 6 and len(apart) <= 0.25 * len(asked) and all(id(each) in lasts for each in apart):
        # The other answers follow at once: what stands below a list is no answer of its last question.
        for each in apart:
            each.answer = []
        answered = [each for each in answered if each.answer]
    if len(answered) < 4:
        return
    ruled = [each for each in answered if _rule_within(each.answer)]
    if len(ruled) <= max(1, len(answered) // 10):
        for each in ruled:
            each.answer = trimmed(each.answer[: _rule_within(each.answer)])
    inline = [each for each in answered if each.inline]
    single = sum(len(each.answer) == 1 for each in inline)
    if len(inline) >= 8 and len(inline) >= 0.7 * len(answered) and single >= 0.8 * len(inline):
        for each in inline:
            gap = next((at for at, (row, _) in enumerate(each.answer) if at and row.gap), 0)
            if gap and each.answer[gap - 1][0].text[-1:] not in ":：" and each.answer[gap][0].block.kind == "paragraph":
                each.answer = each.answer[:gap]


def _stands_off(row: Row) -> bool:
    """Whether a paragraph without label or mark stands apart from the question above it."""
    return row.gap and row.role == BODY and row.block.kind == "paragraph" and not row.mark.style


def _rule_within(answer: list[tuple[Row, int]]) -> int:
    """Place of the first rule, or of a line drawn like one, within an answer; 0 where there is none."""
    for at in range(1, len(answer)):
        row = answer[at][0]
        text = row.text
        if row.block.kind == "rule":
            if text and not text.strip("-*_=~—─━＿＝－…·.+ "):
                return at
        elif text[-1:] in _DRAWN and DRAWN_TITLE.match(f"{row.block.marker} {text}".strip()):
            return at
    return 0


def _rows_of(outline: Outline, head: Asked) -> list[int]:
    last = head.row.at
    for each in (head, *head.siblings):
        row = head.row
        while row.at + 1 < len(outline.rows) and outline.rows[row.at + 1].block.start < each.end:
            row = outline.rows[row.at + 1]
        last = max(last, row.at)
    return list(range(head.row.at + 1, last + 1))


def trimmed(answer: list[tuple[Row, int]]) -> list[tuple[Row, int]]:
    """An answer without figures and rules at its ends; none where only a placeholder is left."""
    if len(answer) > 1 and answer[-2][0].block.kind == "figure" and _is_caption(answer[-1][0]):
        # A picture with its caption stands below an answer, not in it.
        answer = answer[:-2]
    while answer and (
        (answer[-1][0].block.kind in ("rule", "figure") and not _is_tag(answer[-1][0])) or _is_stage(answer[-1][0])
    ):
        answer.pop()
    first = 0
    while (
        first < len(answer)
        and answer[first][0].block.kind in ("rule", "figure")
        and not answer[first][0].text.startswith("> [")
    ):
        first += 1
    answer = answer[first:]
    if len(answer) <= 6:
        said = [row.text[at:].strip() for row, at in answer if row.block.kind not in ("rule", "figure")]
        if len(said) <= 2 and all(is_placeholder(words) for words in said):
            return []
    return answer


_CAPTION = re.compile(r"(?:图注|图\s?\d*(?:[-.]\d+)?|fig(?:ure)?\.?\s?\d*)\s*[:：.].{0,60}$|[▲△↑]\s?.{1,40}$", re.I)


def _is_caption(row: Row) -> bool:
    if row.block.kind == "figure":
        return bool(row.text)
    return row.block.kind == "paragraph" and not row.gap and _CAPTION.match(row.text) is not None


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
