"""Answers to choose from: which of a question's options is asserted, which is called wrong, and that the others are neither.

Apart from `units`, because layout says where an option stands, and here the question above and the key below it say how it is meant.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline import regex as re
from pipeline.claims.units import Unit
from pipeline.models import Block, Document

_OPTION = re.compile(r"\s*[(（\[【]?\s*([A-Ha-h])\s*[.、．:：)）\]】]\s*(?=\S)")
_KEY = re.compile(
    r"\W*(?:(?:正确|参考|标准)?答案|正确(?:选项|的)|应?选|(?:the\s+)?(?:correct\s+|right\s+)?(?:answers?|options?|choices?|ans|key)\b)"
    r"\s*(?:是|为|应?选|is|are)?\s*[:：]?\s*[(（\[]?\s*(?P<key>(?!a\s+(?!(?:and|as|because|since|is)\b)[a-z])[a-h](?:\s*+(?:(?:[,、，和及&+]|and)\s*+)?[a-h](?![a-z]))*)(?![a-z])",
    re.I,
)
_FALSE = re.compile(r"\s*[(（\[【]\s*F\s*[)）\]】]\s*(?=\S)")
"""`(F) X is Y`: false, where it is no sixth item."""
_IN_STEM = re.compile(r"[(（]\s*(?P<key>[A-H](?:\s*+(?:[,、，]\s*+)?[A-H])*)\s*[)）]\W*$")
"""`…正确的是( B )`: the key within the question."""
_CHOOSE = re.compile(
    r"(?:下列|以下)[^。;；:：]{0,24}?(?:说法|描述|选项|叙述|表述|陈述|哪|正确|错误|属于|不是)|哪一?[项个种]|选择题|单选|多选|不定项|的(?:说法|描述|选项|表述|做法)?(?:是|有|为)\s*[:：]?\s*(?:[(（]\s*[A-H、,，\s]*[)）]|_+)?\W*$"
    r"|[(（]\s*[A-H、,，\s]*[)）]\s*[。.?？:：]?\s*$|_{2,}|\b(?:which\s+(?:of|one|is|are|statements?|options?|answers?)|choose|select|pick\s+(?:one|the)|multiple[\s-]choice)\b",
    re.I,
)
"""What asks to choose. Whoever asks for a list may be answered by letters, too, and then says what they hold."""
_FOR_WRONG = re.compile(
    r"错误|不正确|有误|不对|说错|不成立|\b(?:false|incorrect|wrong|untrue|not\s+(?:true|correct|right|accurate|valid))\b",
    re.I,
)
_FOR_RIGHT = re.compile(r"(?<!不)(?:正确(?!与否)|对的)|\b(?<!not )(?:true|correct|right)\b", re.I)
_FOR_OTHERS = re.compile(r"不(?:属于|是|包括|包含|能|会|需要|可以|必)|没有|除了|\b(?:not|except|never|least)\b", re.I)
"""`不属于 … 的是`: what the one that is asked for says of itself is told nowhere."""
_BELOW = 3
"""Blocks below options of which one may be their key."""
_SHOWN = frozenset({"code", "figure", "formula", "rule"})
"""What may stand between a question and its options."""


class _Asked(NamedTuple):
    """What is asked above options, and answered below them."""

    choosing: bool
    wrong: bool
    """Whether what is wrong is asked for."""
    key: frozenset[str]
    """The letters that are the answer; none where nothing tells, or where the answer says nothing of the option itself."""


def put(document: Document, every: Sequence[Unit]) -> list[Unit]:
    """The units of a document, those that are options of a question with how they are put."""
    found = list(every)
    starts = [block.start for block in document.blocks] if any(_run(every, at) > 1 for at in range(len(found))) else []
    at = 0
    while at < len(found):
        count = _run(found, at)
        if count < 2:
            at += 1
            continue
        first, last = (found[number].pieces[0][1].start for number in (at, at + count - 1))
        asked = _asked(*_around(document.blocks, bisect_left(starts, first), bisect_right(starts, last)))
        for number in range(at, at + count) if asked.choosing else ():
            chosen = "abcdefgh"[number - at] in asked.key
            found[number] = replace(found[number], put="open" if not chosen else "denied" if asked.wrong else "stated")
        at += count
    for number, unit in enumerate(found):
        if _FALSE.match(unit.raw) and not (number and _letter(found[number - 1]) == "e"):
            found[number] = replace(unit, put="denied")
    return found


def _letter(unit: Unit) -> str:
    """The letter that a unit begins with, small; empty where it has none."""
    lettered = _OPTION.match(unit.raw)
    return lettered[1].lower() if lettered is not None else ""


def _run(every: Sequence[Unit], start: int) -> int:
    """How many units from `start` on are lettered one after the other, from A."""
    count = 0
    for unit in every[start : start + 8]:
        if _letter(unit) != "abcdefgh"[count]:
            break
        count += 1
    return count


def _around(blocks: Sequence[Block], first: int, end: int) -> tuple[str, list[str]]:
    """What stands above the options [first, end), which is their question, and each block below them."""
    above = next((block.text for block in reversed(blocks[max(0, first - 3) : first]) if block.kind not in _SHOWN), "")
    return above, [block.text for block in blocks[end : end + _BELOW]]


def _asked(stem: str, below: Sequence[str]) -> _Asked:
    """What a question and the key below its options tell of them."""
    key = _IN_STEM.search(stem)
    for text in below:
        if key is not None or _OPTION.match(text):
            break
        key = _KEY.match(text)
    wrong = _FOR_WRONG.search(stem) is not None
    told = key is not None and (not _FOR_RIGHT.search(stem) if wrong else not _FOR_OTHERS.search(stem))
    letters = re.sub("and", " ", key["key"].lower()) if key is not None and told else ""
    return _Asked(key is not None or _CHOOSE.search(stem) is not None, wrong, frozenset(re.findall("[a-h]", letters)))
