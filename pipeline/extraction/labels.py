"""`Q:` and `A:`, 问 and 答, and the speakers of a dialogue: lines that say what they are."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence

from pipeline import regex as re
from pipeline.extraction.numbering import NONE, Mark
from pipeline.extraction.outline import Outline
from pipeline.extraction.rows import (
    ANSWER_LABEL,
    BODY,
    LABEL_COLUMN,
    META,
    NOISE,
    QUESTION,
    Row,
)
from pipeline.extraction.wording import ASKS, SHOWS_ANSWER, SOUNDS, STATES, TITLE, asking

_CLOCK = r"[\[(（<]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])）>]?"
_SPEAKER = re.compile(
    rf"(?:{_CLOCK}\s*[-–|]?\s*)?(?:\*\*)?([^\s:：*\d\[(（](?:[^:：*\n]{{0,18}}?[^\s:：*])?)(?:\*\*)?(?:\s*[\[(（]\d{{1,2}}:\d{{2}}(?::\d{{2}})?[\])）])?\s?[:：](?:\*\*)?\s*(?=\S)"
)
"""A name with a colon, with the time of a transcript before or behind it."""


_HOLLOW_LABEL = re.compile(r"([^\s:：*]{1,8})\s?[:：]$")


_HANDS_OVER = re.compile(
    r"(?:你|您)?(?:还)?有(?:什么|啥|没有)?(?:想|要)?问(?:我|我们|面试官)?的(?:吗|么|问题)?|(?:想|要)问我们?的吗|什么要问我|问题想问我"
    r"|\b(?:any|have|what) (?:\w+ ){0,2}?questions? (?:for|to ask) (?:us|me)\b|\b(?:like|want) to ask (?:us|me)\b",
    re.I,
)
"""The interviewer has no more questions: from here on it is the candidate who asks."""
_GREETS = re.compile(
    r"\W*(?:您好|你好|大家好|谢谢|多谢|很高兴|hello|hi\b|hey|thanks?\b|thank you|nice to|good (?:morning|afternoon|evening|to))",
    re.I,
)


_SMALL_TALK = re.compile(
    r"\b(?:can|could) (?:you|everyone) (?:hear|see) (?:me|us|my)\b|\bhow are (?:you|things)\b|\bready (?:for|to (?:start|begin|go))\b[^.?]{0,24}\?|\bshall we (?:start|begin)\b|^\W*same time \w+\W*$"
    r"|听得?(?:到|见|清)|准备好了?[吗么没]|可以开始了?[吗么]|吃了[吗么没]",
    re.I,
)
"""Asked of one another before and after, not of a candidate's knowledge."""
_COUNTS = re.compile(r"\W*(?:第\s*\d+\s*[/／]\s*\d+\s*[题问道]|(?:question|q|card)\s*\d+\s*(?:of|/)\s*\d+)\W*$", re.I)
"""`3/20` above a question: where one is in the set."""
_KEYS = ("nswer", "olution", "xplanation", "答", "解")
"""Of these one stands in whatever `SHOWS_ANSWER` finds: tried first, because every short line is looked at."""


def mark_labels(outline: Outline) -> None:
    """`Q:` and `A:`, 问 and 答, and the speakers of a dialogue."""
    for row in outline.styles.get("p:", []) + outline.styles.get("p:n ", []) + outline.styles.get("p:Qn", []):
        text = row.text
        if len(text) > 30 or row.role != BODY:
            continue
        if ("/" in text or "／" in text or " of " in text) and _COUNTS.match(text):
            row.role = META
            outline.ends.add(row.at)
        elif any(map(text.__contains__, _KEYS)) and SHOWS_ANSWER.match(text):
            row.role = META
    asked = [row for row in outline.open_rows if row.mark.style in ("Q", "Qn") and row.style and row.role != META]
    answered = [row for row in outline.open_rows if row.mark.style in ("A", "An")]
    letters = [row for row in asked if row.text[:1].isascii()]
    if len(asked) >= 2 or (asked and answered):
        strong = len(answered) * 3 >= len(asked) or outline.share(asked, SOUNDS) >= 0.3 or len(letters) < len(asked)
        for row in asked:
            then = outline.following.get(row.at)
            stated = (
                row.ask == STATES and row.mark.style == "Q" and len(answered) >= 3 and not outline.asks_and_answers(row)
            )
            if _HANDS_OVER.search(row.head) and not row.mark.value:
                row.role = META
                outline.ends.add(row.at)
            elif row.mark.style == "Q" and len(row.head) <= 80 and _SMALL_TALK.search(row.head):
                row.role = META
                if then is not None and then.mark.style in ("A", "An"):
                    then.role = META
            elif stated and then is not None and then.mark.style in ("A", "An") and _GREETS.match(then.head):
                row.role = then.role = META
            elif (
                stated
                and (then is None or then.mark.style not in ("A", "An"))
                and not (then is not None and then.gap and then.mark is NONE and then.block.kind != "paragraph")
                and not _asks_on(outline, row)
            ):
                row.role = META
            elif row.head.strip() and (strong or row.ask >= TITLE):
                outline.ask_row(row, "label")
            elif not row.head.strip():
                # The label stands alone, as a heading does: the words come on the next line.
                row.role = META
                if row.mark.value and outline.announcements and row.at > outline.announcements[0]:
                    continue
                if then is not None and then.role == BODY and then.block.kind in ("paragraph", "quote"):
                    outline.ask_row(then, "label")
        for row in asked:
            then = outline.following.get(row.at)
            if row.text[:2] == "Q." and then is not None and then.mark.style == "a." and then.text[:2] == "A.":
                then.role = ANSWER_LABEL
        outline.labelled = bool(answered)
    if outline.labelled or len(answered) >= 2:
        for row in answered:
            if row.role == BODY and (row.mark.style == "A" or len(answered) >= 2):
                row.role = ANSWER_LABEL
    if not asked and not _mark_chat(outline):
        _mark_speakers(outline)
    elif len(answered) < 2:
        _mark_openers(outline)
    elif asked:
        _mark_speakers(outline, asked)


def _asks_on(outline: Outline, row: Row) -> bool:
    """Whether the line below asks what a labelled line only begins: it breaks off at a comma, and the answer's label follows."""
    then = outline.following.get(row.at)
    after = outline.following.get(then.at) if then is not None else None
    return (
        row.head.rstrip()[-1:] in ",，、"
        and then is not None
        and not then.gap
        and then.ask >= SOUNDS
        and not then.mark.value
        and after is not None
        and after.mark.style in ("A", "An")
    )


_SENDS = re.compile(
    r"(?=\S)(.{1,20}?)[ \t\u3000,，(（\[]+(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?,? ?)?\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?[)）\]]?$",
    re.I,
)


_SENT = re.compile(
    r"[\[(（]?(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4},? ?)?\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?[\])）]?[ \t\u3000-]{1,3}(?=\S)([^:：?？。]{1,20})$",
    re.I,
)


def sender(text: str) -> str:
    """Who sent the message below, of a line with a name and a time in either order; empty where it is no such line."""
    named = _SENDS.match(text) or _SENT.match(text)
    return named[1] if named else ""


_CHEERS = re.compile(
    r"\W*(?:学到了|涨知识|6{2,}|来了|收到|\+\s?1|厉害|牛[逼啊]?|赞|哈哈+|懂了|原来如此|nice|thanks?|谢谢|lol|wow|same here|got it)",
    re.I,
)


def _mark_chat(outline: Outline) -> bool:
    """An exported chat: a line with name and time, the message below; whoever asks most is the interviewer."""
    heads = [
        row
        for row in outline.rows
        if (row.role == BODY or row.why == "page mark")
        and len(row.text) <= 50
        and (row.text[-1:] in "0123456789mM)）]" or row.text[:1] in "[(（0123456789")
        and sender(row.text)
    ]
    if len(heads) < 6 or len(heads) * 6 < len(outline.open_rows):
        return False
    said: dict[str, list[list[Row]]] = defaultdict(list)
    for head, end in zip(heads, [*(row.at for row in heads[1:]), len(outline.rows)], strict=True):
        name = sender(head.text)
        if name:
            said[name].append([row for row in outline.rows[head.at + 1 : end] if row.role == BODY])
    askers = {
        name
        for name, turns in said.items()
        if len(turns) >= 3 and sum(any(row.ask == ASKS for row in turn) for turn in turns) >= 0.5 * len(turns)
    }
    outline.group_chat = _in_turn(heads, said)
    if outline.group_chat or not askers or len(askers) == len(said):
        return False
    for head in heads:
        head.role, head.why = NOISE, "speaker"
    for name in askers:
        for turn in said[name]:
            first = next(
                (at for at, row in enumerate(turn) if row.ask >= SOUNDS and not _SMALL_TALK.search(row.text)), None
            )
            if first is None and turn:
                # Nothing is asked in this turn: what is said to it answers nothing asked before.
                outline.ends.add(turn[0].at)
            if first and turn[first - 1].text.rstrip()[-1:] in ",，":
                first -= 1  # a question sent in two lines
            for at, row in enumerate(turn):
                if at == first or (first is not None and at > first and row.ask == ASKS and turn[at - 1].ask == ASKS):
                    outline.ask_row(row, "dialogue")
                elif first is None or at < first:
                    row.role = META
    for name, turns in said.items():
        for row in (row for turn in turns for row in turn if name not in askers):
            if len(row.text) <= 16 and _CHEERS.match(row.text):
                row.role = META
    outline.labelled = True
    return True


def _in_turn(heads: Sequence[Row], said: dict[str, list[list[Row]]]) -> bool:
    """Whether a group talks: several names ask now and then, and another one's message follows each time."""
    if len(said) < 3:
        return False
    asking_names = {
        sender(head.text)
        for head, then in itertools.pairwise(heads)
        if sender(then.text) != sender(head.text)
        for row in next(turn for turn in said[sender(head.text)] if not turn or turn[0].at > head.at)
        if row.ask == ASKS
    }
    return len(asking_names) >= 2


def _mark_openers(outline: Outline) -> None:
    """One name or word with a colon that opens most answers is their label, whatever it is: `小林:`, `解析:`."""
    opened: dict[str, list[Row]] = defaultdict(list)
    asked = [row for row in outline.open_rows if row.role == QUESTION]
    for row in asked:
        then = outline.following.get(row.at)
        if then is not None and then.role == BODY and then.mark is NONE and then.block.kind == "paragraph":
            named = _SPEAKER.match(then.text) or _HOLLOW_LABEL.match(then.text)
            if named and len(named[1]) <= 8 and not LABEL_COLUMN.match(named[1]):
                opened[named[1]].append(then)
    name = max(opened, key=lambda each: (len(opened[each]), each), default="")
    if len(opened[name]) < 3 or len(opened[name]) < 0.6 * len(asked):
        return
    for row in outline.open_rows:
        if row.role == BODY and row.mark is NONE and row.text.startswith((name + ":", name + "：")):
            words = row.text[len(name) + 1 :]
            row.mark = Mark("A", 0, len(row.text) - len(words.lstrip()))
            row.head, row.role = words.lstrip(), ANSWER_LABEL
    for row in asked:
        then = outline.following.get(row.at)
        if row.ask == STATES and row.mark.style == "Q" and (then is None or then.role != ANSWER_LABEL):
            # Whoever asks may also say something; nobody answers it.
            row.role = META
        elif row.ask == STATES and then is not None and _GREETS.match(then.head):
            row.role = then.role = META
    outline.labelled = True


_NODS = re.compile(
    r"\W*(?:好的?|嗯+|不错|明白|可以|行|对|没错|是的|了解|谢谢|辛苦|欢迎|很好|挺好|ok(?:ay)?|great|good|right|thanks?|thank you|got it|interesting|i see|welcome|sure|nice|perfect|fair enough|makes sense|cool|yes)(?:\W|$)",
    re.I,
)


def _mark_speakers(outline: Outline, labelled: Sequence[Row] = ()) -> None:
    """Two names that speak by turns: whoever asks is the interviewer.

    `labelled` holds rows with `Q:`; speakers are believed beside them only in a part of their own.
    """
    names: dict[str, list[Row]] = defaultdict(list)
    for row in outline.rows[labelled[-1].at + 1 :] if labelled else outline.open_rows:
        if row.mark is not NONE or row.role != BODY or row.block.kind not in ("paragraph", "item"):
            continue
        start = row.text[:60]
        if ":" not in start and "：" not in start:
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
        if sum(asking(row.text[_words_at(row.text) :]) >= SOUNDS for row in found[:60]) >= 0.5 * len(found[:60])
    }
    if not askers or len(frequent) < 2 or len(askers) == len(frequent):
        return
    turns = sorted((row.at, name) for name, found in frequent.items() for row in found)
    if labelled and (len(askers) > 1 or not _by_turns(turns)):
        return
    for name, found in frequent.items():
        for row in found:
            end = _words_at(row.text)
            row.mark = Mark("Q" if name in askers else "A", 0, end)
            row.head = row.text[end:]
            row.ask = asking(row.head)
            if name in askers and row.ask >= SOUNDS and not _SMALL_TALK.search(row.head):
                outline.ask_row(row, "dialogue")
            elif name in askers and (row.ask == STATES or _NODS.match(row.head) or _SMALL_TALK.search(row.head)):
                row.role = META
            else:
                row.role = ANSWER_LABEL
    last = max((at for at, _ in turns if outline.rows[at].role == QUESTION), default=-1)
    over = next((at for at, name in turns if at > last and name in askers and outline.rows[at].role == META), None)
    if over is not None:
        # Who asks has no more questions: what is said from there on answers none.
        outline.ends.add(over)
    outline.labelled = True


def _by_turns(turns: Sequence[tuple[int, str]]) -> bool:
    """Whether the names mostly change from one turn to the next."""
    changes = sum(a != b for (_, a), (_, b) in itertools.pairwise(turns))
    return changes >= 0.6 * (len(turns) - 1)


def _words_at(text: str) -> int:
    """Where what a speaker says begins, behind name and colon."""
    named = _SPEAKER.match(text)
    return named.end() + len(text[named.end() :]) - len(text[named.end() :].lstrip("* ")) if named else 0
