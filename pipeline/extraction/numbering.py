"""How a line is numbered or labelled: `1、` `(1)` `Q1:` `一、` `a.` `第3题` `①` `问：` `A:` and what follows the mark."""

from __future__ import annotations

from typing import NamedTuple

from pipeline import regex as re


class Mark(NamedTuple):
    """The number or label in front of a line's words."""

    style: str
    """`n、` `n.` `n)` `(n)` `[n]` `n` `n.n` `Q` `Qn` `A` `一、` `(一)` `章` `a.` `(a)` `I.` `①` or empty."""
    value: int
    """The number; of `n.n` the last part; 0 where there is none."""
    end: int
    """Where the words begin."""
    path: tuple[int, ...] = ()
    """Of `n.n`: all parts."""


NONE = Mark("", 0, 0)

_ZH_DIGITS = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_Z = "[一二三四五六七八九十百〇零两]"
_DECOR = re.compile(r"(?:[\u2190-\u21ff\u2500-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d★☆|]\s*|[*_](?=\S))+")
_WIDE_FIRST = frozenset("０１２３４５６７８９（第【〔问题QAqa答")
_WIDE = str.maketrans("０１２３４５６７８９．（）：", "0123456789.():")

_ASKER = r"Q(?:uestion|ues|ns)?|q|问题?|题目?|面试题|面试官(?:问)?|提问|追问|[Ii]nterviewer|INTERVIEWER|Follow[- ]?up(?: question)?|follow[- ]?up|高频题|真题|考题|试题|题"
_ANSWERER = r"A(?:nswer|ns)?|a|答案?(?:要点)?|回答|参考(?:答案|回答|解答)|标准答案|解答|解析|题解|我的回答|候选人|求职者|应聘者|面试者|[Cc]andidate|CANDIDATE|[Ii]nterviewee|[Ss]ample [Aa]nswer|[Mm]odel [Aa]nswer|[Ss]hort [Aa]nswer|解"
_QUESTION = re.compile(
    rf"(?:[\[【(（<〔]\s*)?(?:{_ASKER})\s*(?:[#.-]?\s*(?:\d{{1,2}}\.(?=\d))?(?P<n>\d{{1,4}}|{_Z}{{1,3}})(?:\s*(?:of|/|／)\s*\d{{1,4}})?)?(?:\s*[\]】)）>〕])?\s*(?P<sep>[:：.．、|)）]|[-—–](?=\s))?\s*"
)
_ANSWER = re.compile(
    rf"(?:[\[【(（<〔]\s*)?(?:{_ANSWERER})\s*(?:[#.-]?\s*(?P<n>\d{{1,4}}))?(?:\s*[\]】)）>〕])?\s*(?P<sep>[:：.．、|)）]|[-—–](?=\s))?\s*"
)
_ORDINAL = re.compile(
    rf"第\s*(?P<n>\d{{1,4}}|{_Z}{{1,4}})\s*(?P<unit>[题问道]|个问题|章|部分|节|篇|讲|单元|模块|关|轮|步|阶段|类|页|天|点)\s*题?\s*[:：.、,，)]?\s*"
)
_PART = re.compile(
    r"(?:part|chapter|section|module|unit|round|week|day|appendix)(?:\s+|[.·-]\s*(?=\d))(?:\d{1,3}|[ivxlc]{1,6}|[a-h]|one|two|three|four|five|six|seven|eight|nine|ten)\b\s*[:：.\-–—)|]*\s*",
    re.I,
)
_APPENDIX = re.compile(r"附录\s*(?:[A-Za-z](?![A-Za-z])|\d{1,2}|[一二三四五六七八九十])?\s*[:：.、]?\s*(?=.{0,20}$)")
_DECIMAL = re.compile(r"(?P<path>\d{1,3}(?:\.\d{1,3}){1,3})(?:[.．、)）:：]\s*|\s+|(?=[^\d\s.%万亿倍BMKkGTbx×+\-*/]))")
_NUMBER = re.compile(
    r"(?:No\.?\s*|#\s?)?(?P<n>\d{1,4})(?:[a-h](?=[.)、:]))?\s*(?:(?P<sep>[、.．)）|｜丨│】\]])(?!\d)\s*|(?P<colon>[:：])(?!\d)\s*|\s*[-–—]\s+(?=\S)|(?P<key>\ufe0f?\u20e3)\s*|(?P<space>\s+)(?=[^\d\s%.,:/×xX*+=<>-]))"
)
_PLAIN = re.compile(r"(\d{1,4})([、.．)）])(?!\d)\s*")
"""The commonest numbers, tried before the others."""
_SEPARATORS = {
    "、": "n、",
    ".": "n.",
    "．": "n.",
    ")": "n)",
    "）": "n)",
    "|": "n|",
    "｜": "n|",
    "丨": "n|",
    "│": "n|",
    "]": "n]",
    "】": "n]",
}
_PADDED = re.compile(r"0(?P<n>[1-9])\s?(?=[\u4e00-\u9fffA-Z][^\s\d])")
"""`01什么是`: a number drawn apart from its title, of which a saved page keeps the two run together."""
_KEYCAP = re.compile(r"(?:\d\ufe0f?\u20e3)+\s*[、.:：]?\s*")
_DIGITS_DOT = re.compile(r"(?P<n>\d{1,3})[.．](?=\d)")
_PAREN = re.compile(
    rf"(?P<open>[(（\[【〔<])\s*(?:(?P<n>\d{{1,4}})(?:\.\d{{1,2}}|[a-h])?|(?P<zh>{_Z}{{1,3}})|(?P<letter>[a-zA-Z])|(?P<roman>[ivx]{{1,5}}))\s*[)）\]】〕>]\s*[、.:：]?\s*"
)
_CHINESE = re.compile(rf"(?P<zh>{_Z}{{1,4}})\s*(?:[、.．:：)）]|\s+(?=\S))\s*")
_LETTER = re.compile(r"(?P<letter>[A-Za-z])\d?(?:[.)）．](?![A-Za-z]\.)|、(?![A-Za-z](?![A-Za-z])))\s*(?=\S|$)")
_LETTERED = re.compile(r"(?P<part>[A-Z]|[IVX]{2,4})[.-](?P<n>\d{1,2})[.:)]?[ \t]+(?=\S)")
"""`A.1` of a part A: numbered as `1.1` is."""
_CHAPTERED = re.compile(
    r"(?P<c>\d{1,2})[-–](?P<n>\d{1,3})(?:[.:：、)）]\s*(?=[^\s\d])|[ \t　]{2,}(?=\S)"
    r"|[ \t](?=[A-Z][A-Za-z]*[ \t]|[\u4e00-\u9fff])(?!(?:[KMGT]i?B|GPUs?|TPUs?)\b|[个名年月天次层轮台张条倍位种元万千百亿秒分步卡字词项人家米周小])"
    r")"
)
"""`1-3` of a chapter 1: set off as no span (`5-10 tokens`) is."""
_ROMAN = re.compile(r"(?P<roman>[IVX]{1,6})(?:[.、)）:：])\s*")
_CIRCLED = re.compile(r"[①-⑳⑴-⒇❶-❿➀-➓㊀-㊉]\s*[、.:：]?\s*")
_FIRST = frozenset(
    "0123456789０１２３４５６７８９(（[【<〔第一二三四五六七八九十百QqAa问题面提追答回参标解候求应我高真考试NnPpCcSsMmUuRrWwDdFfIiVX附①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳❶❷❸❹❺❻❼❽❾❿➀➁➂➃➄➅➆➇➈➉⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽㊀㊁㊂㊃㊄#"
)


def chinese_number(text: str) -> int:
    """`二十三` as 23; 0 where it is no number."""
    if text.isdigit():
        return int(text)
    total = current = 0
    for letter in text:
        if letter == "十":
            total += (current or 1) * 10
            current = 0
        elif letter == "百":
            total += (current or 1) * 100
            current = 0
        else:
            current = current * 10 + _ZH_DIGITS.get(letter, 0)
    return total + current


def mark_of(text: str) -> Mark:
    """The number or label at the head of a line; NONE where its words begin at once."""
    head = text[:1]
    if (
        "A" <= head <= "Z"
        and (text[1:2] in (".", "-") or (head in "IVX" and text[1:2] in ("I", "V", "X")))
        and (lettered := _LETTERED.match(text))
    ):
        part = lettered["part"]
        path = (ord(head) - 64 if len(part) == 1 else 100 + len(part), int(lettered["n"]))
        return Mark("n.n", path[1], lettered.end(), path)
    if head not in _FIRST:
        if "\u2e80" <= head < "\ufe00":
            return NONE
        if head and head.isalpha() and len(text) > 1 and text[1] in ".)、）．" and head.isascii():
            found = _LETTER.match(text)
            return Mark("a.", ord(head.lower()) - 96, found.end()) if found else NONE
        if head < "\u2000" and head not in "|*_":
            return NONE
        if head == "\U0001f51f":
            return Mark("k", 10, 1 + len(text[1:]) - len(text[1:].lstrip()))
        decor = _DECOR.match(text)
        if decor is None or decor.end() >= len(text):
            return NONE
        inner = mark_of(text[decor.end() :])
        if inner is NONE:
            return Mark("", 0, decor.end()) if head >= "\u2000" else NONE
        return inner._replace(end=inner.end + decor.end())
    return _numbered(text[:80].translate(_WIDE) if head in _WIDE_FIRST else text[:80], head)


def _numbered(text: str, head: str) -> Mark:
    if head in "0123456789０１２３４５６７８９#Nn":
        if text[1:3].strip("0123456789")[:1] in ("-", "–") and (found := _CHAPTERED.match(text)):
            return Mark("n.n", int(found["n"]), found.end(), (int(found["c"]), int(found["n"])))
        if found := _PLAIN.match(text):
            return Mark(_SEPARATORS[found[2]], int(found[1]), found.end())
        if found := _DECIMAL.match(text):
            path = tuple(int(part) for part in found["path"].split("."))
            if not (len(path) == 2 and found["path"].split(".")[1].startswith("0")):
                return Mark("n.n", path[-1], found.end(), path)
        if found := _KEYCAP.match(text):
            return Mark("k", int("".join(letter for letter in found[0] if letter.isdigit())), found.end())
        if found := _NUMBER.match(text):
            sep = found["sep"] or (found["colon"] and ":") or (found["key"] and "k") or (" " if found["space"] else "-")
            return Mark(_SEPARATORS.get(sep, "n" + sep), int(found["n"]), found.end())
        if found := _PADDED.match(text):
            return Mark("n0", int(found["n"]), found.end())
        if found := _DIGITS_DOT.match(text):
            return Mark("n.", int(found["n"]), found.end())
        return NONE
    if head in "(（[【<〔" and (found := _PAREN.match(text)):
        square = found["open"] in "[【"
        if found["n"]:
            return Mark("[n]" if square else "(n)", int(found["n"]), found.end())
        if found["zh"]:
            return Mark("(一)", chinese_number(found["zh"]), found.end())
        if found["letter"] and not square:
            return Mark("(a)", ord(found["letter"].lower()) - 96, found.end())
        if found["roman"]:
            return Mark("(i)", _roman(found["roman"]), found.end())
    if head == "第" and (found := _ORDINAL.match(text)):
        asks = found["unit"] in ("题", "问", "道", "个问题")
        return Mark(
            "Qn"
            if asks
            else ("章" if found["unit"] in ("章", "部分", "节", "篇", "讲", "单元", "模块", "轮", "类") else "第n"),
            chinese_number(found["n"]),
            found.end(),
        )
    if "一" <= head <= "鿿" and head in "一二三四五六七八九十百" and (found := _CHINESE.match(text)):
        if text[found.end("zh") : found.end("zh") + 1] in "、.．:：)）":
            return Mark("一、", chinese_number(found["zh"]), found.end())
        return NONE
    if head == "附":
        return Mark("章", 0, found.end()) if (found := _APPENDIX.match(text)) else NONE
    if head >= "\u2460" and head <= "\u32ff" and (found := _CIRCLED.match(text)):
        return Mark("①", _circled(head), found.end())
    for style, pattern in (("Q", _QUESTION), ("A", _ANSWER)):
        found = pattern.match(text)
        if found is None:
            continue
        bracketed = text[0] in "[【(（<〔"
        number, sep = found["n"], found["sep"]
        if bracketed and not re.match(r".{0,16}?[\]】)）>〕]", found[0]):
            continue
        if number and not number.isdigit() and sep is None and not bracketed and text[found.end("n") :][:1].strip():
            # 面试官一般会问: the letter goes on with a word.
            continue
        word = found[0].strip()[:1]
        abbreviated = sep in (".", "．") and word in "QA问答" and len(found[0].strip()) == 2 and style == "Q"
        closed = bracketed and found.end() < len(text)
        if number is None and sep not in (":", "：") and not closed and not abbreviated:
            continue
        if number is not None and sep is None and not bracketed and word in "aA题解" and style == "A":
            continue
        if (
            word in ("a", "q")
            and len(found[0].strip(" .:：、)）0123456789")) == 1
            and sep not in (":", "：")
            and not bracketed
        ):
            continue
        if number is not None and style == "A" and sep in (None, "、") and not bracketed:
            continue
        if number is None:
            return Mark(style, 0, found.end())
        return Mark(style + "n", chinese_number(number), found.end())
    if (found := _PART.match(text)) is not None:
        return Mark("章", 0, found.end())
    if head in "IVX" and (found := _ROMAN.match(text)):
        return Mark("I.", _roman(found["roman"]), found.end())
    if head.isascii() and head.isalpha() and (found := _LETTER.match(text)):
        return Mark("a.", ord(head.lower()) - 96, found.end())
    return NONE


def _roman(text: str) -> int:
    """`IV` as 4."""
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in text.lower()]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _circled(letter: str) -> int:
    for first in ("①", "⑴", "❶", "➀", "㊀"):
        if 0 <= ord(letter) - ord(first) < 20:
            return ord(letter) - ord(first) + 1
    return 0
