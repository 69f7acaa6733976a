"""What a text says that an abbreviation stands for.

Apart from the other kinds, because here the words themselves are the object: they are read as written, case and all.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline import regex as re
from pipeline.claims.negation import negators
from pipeline.claims.prefilter import Gate
from pipeline.claims.sentences import Span
from pipeline.knowledge.expansions import fits, initials, same_expansion, same_word, words_of

_WORD = r"[A-Za-z][A-Za-z0-9'’]*"
_WORDS = rf"(?P<words>{_WORD}(?:(?:\s*\+\s*|\s*-\s*|\s*/\s*|\s+){_WORD}){{1,10}})"
_ONE = rf"(?P<words>{_WORD}(?:(?:\s*\+\s*|-|\s+){_WORD}){{0,4}})"
_OPEN = r"[“\"'「『《]?\s*(?:the\s+|an?\s+)?"
_STRONG = (
    r"(?:stands?\s+for|stand\s+for|standing\s+for|(?:(?:is|being)\s+)?(?:short|shorthand)\s+for|(?:is\s+)?(?:the\s+|an?\s+)?(?:abbreviation|acronym|initialism)\s+(?:of|for)|in\s+full,?|abbreviates|(?:is\s+)?named\s+(?:after|for)|得名于|取名自|is\s+the\s+short\s+form\s+of"
    r"|expands?\s+(?:to|as|into)|spells?\s+out|[的其]?英?文?全[称名](?:叫做?|是|为|即)?|的?完整(?:名称|写法|形式)(?:是|为)|的?英文(?:名|原文|展开)?(?:是|为|即)|的?展开(?:来|形式|后)?(?:就)?(?:是|为|写作)|缩写自|的?缩写含义是|full\s+(?:name|form)(?:\s+is|:))"
)
_WEAK = r"(?:,?\s*(?:or|i\.e\.,?|that\s+is,?|namely)|means|reads|denotes|is|refers\s+to|=|:|是指|指的是|指的就是|指|即为?|也就是|就是|是|代表|表示|意为|的?意思(?:就)?是|取自|来自|源自|由|comes\s+from|[—–]+|--+|-(?=\s)|,?\s*(?:or|i\.e\.,?|that\s+is,?|namely)|,)"
_NO = r"(?:并不|不|并非|绝不|does\s+not|doesn't|isn't|never)\s*"
_AFTER = re.compile(
    rf"^(?:[”\"」]?\s+in\s+(?:the\s+)?\w+(?:\s+\w+)?(?=\s+(?:stands|abbreviates|is\s+short)\b))?(?:\s*这[一二两三四五几]?个?(?:词|缩写|名字|名称|术语|字母))?(?:\s*[（(][^()（）]{{1,40}}[)）])?\s*(?:,\s+(?:introduced|proposed|released|used|known|found|first|short|by\s|incidentally|a\s|an\s|the\s)[^,.;]{{0,60}},\s*|[,，:：]\s*)?(?:which\s+|it\s+|its\s+|就)?(?:(?:actually|really|usually|typically|generally|simply|originally|also|then|just|basically|in\s+fact|here)\s+|其实|实际上|通常|一般|原本|最初|也|在这里)?(?:{_NO})?(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK}))\s*[:：]?\s*{_OPEN}{_WORDS}",
    re.I,
)
_ANSWERS = re.compile(
    rf"^\W*(?:答|答案|a|answer)?\s*[:：]?\s*(?:它|其|it|this|that)?\s*(?:的?(?:英文)?全称)?\s*(?:就?是|为|即|stands\s+for|is|means|short\s+for)?\s*[:：]?\s*{_OPEN}{_WORDS}",
    re.I,
)
"""What answers a question after the full name: the words, and little else."""
ASKS_FOR = re.compile(
    r"全[称名]|缩写|展开|简称|哪几个(?:词|单词|英文)|\bstands?\s+for\b|\bshort\s+for\b|\babbreviat|\bacronym|\bfull\s+(?:name|form)\b",
    re.I,
)
STRONG = re.compile(_STRONG, re.I)
_IN_BRACKETS = re.compile(
    rf"^\s*[（(]\s*(?:(?P<strong>{_STRONG})|即|也就是|i\.?e\.?)?\s*[,:：]?\s*{_OPEN}{_WORDS}(?:[\s-]*\d{{1,2}})?\s*[”\"'」』》]?\s*(?=[)）,，、;；。:：])",
    re.I,
)
_PART = re.compile(
    r"^\s*(?:里|中|里面|当中)?的?\s*(?:(?:the|in)\s+)?[“\"'「]?(?P<letters>[A-Z]{1,4})[”\"'」]?\s*(?:(?:其实|实际上|就|则)*(?:stands?\s+for|means|is\s+for|is|是指|指的是|指|是|代表|表示|即|意为|=))\s*"
    + _OPEN
    + _ONE
)
_PART_BEFORE = re.compile(r"[“\"'「]?(?P<letters>[A-Z]{1,4})[”\"'」]?\s+(?:in|of)\s+(?:the\s+)?$")
_PART_AFTER = re.compile(
    r"^\s*(?:really\s+|actually\s+)?(?:stands?\s+for|means|is\s+for|is|denotes|refers\s+to)\s*" + _OPEN + _ONE
)
_BEFORE_BRACKET = re.compile(
    rf"{_WORDS}\s*[,，]?\s*[（(]\s*(?:简称|缩写为?|即|或|abbreviated\s+(?:as|to)|or|aka)?\s*[:：]?\s*$"
)
_BEFORE = re.compile(
    rf"{_WORDS}\s*[”\"'」』》]?\s*(?:的(?:英文)?(?:缩写|简称|首字母缩写)(?:就?是|为|即)?|,?\s*(?:is\s+)?(?:abbreviated|shortened)\s+(?:as|to)|,\s*or|简称为?|缩写(?:为|成|是)|,?\s*(?:known|called)\s+as)\s*$"
)
_ABBREVIATION_OF = re.compile(
    rf"^\s*(?:{_NO}(?:是|为|即|is)?|是|为|即|is(?:\s+not)?)\s*{_OPEN}{_WORDS}\s*[”\"'」』》]?\s*的?\s*(?:英文)?\s*(?P<tail>缩写|简称|简写|首字母|的意思|abbreviated)",
    re.I,
)
_TITLED = r"(?P<words>[A-Z][A-Za-z]*(?:(?:\s*-\s*|\s+)(?:(?:of|and|for|the|with|to|in)\s+)?[A-Z][A-Za-z]*){1,6})"
_UNMARKED = re.compile(
    rf"^(?:[^A-Za-z。；;？?！!]{{1,16}}|[^.;?\n]{{0,24}}?(?P<blend>contraction|blend|portmanteau|combination|made\s+up|合成|合写|拼)\s*(?:of|from|自|而来|成)?\s+){_OPEN}{_TITLED}"
)
"""`MLA，展开写是 Multi-Layer Aggregation`: capitalised words soon behind it whose initials are its letters need no marker."""
_LEFT = Gate(_PART_BEFORE, _BEFORE_BRACKET, _BEFORE)
_CUT = frozenset(
    [
        "which",
        "that",
        "is",
        "are",
        "was",
        "a",
        "an",
        "method",
        "technique",
        "algorithm",
        "model",
        "models",
        "approach",
        "where",
        "it",
        "and",
        "not",
        "rather",
        "instead",
        "who",
        "when",
        "while",
        "but",
        "then",
        "used",
        "using",
        "can",
        "this",
        "these",
        "objective",
        "loss",
        "framework",
        "library",
        "has",
        "have",
        "uses",
        "by",
        "in",
        "on",
        "at",
        "as",
        "with",
    ]
)
_LOWER_OK = frozenset(
    ["of", "and", "for", "the", "with", "to", "in", "by", "from", "on", "via", "over", "as", "a", "an", "per"]
)


_SAYS_HOW = re.compile(
    r"(?:built|made|based|trained|used|designed|known|proposed|introduced|called|meant|given|split|kept|run|done|[a-z]+ed)\s"
)
REACH = 160
"""How far from an abbreviation its expansion may end."""


class Expanded(NamedTuple):
    """An expansion as written."""

    start: int
    end: int
    words: str
    """In full: where only a part was expanded, the held words with that part exchanged."""
    denied: bool
    cue: str


def expanded(
    text: str, low: str, mention: Span, sentence: Span, held: Sequence[str], name: str = "", *, answers: bool = False
) -> Iterator[Expanded]:
    """What a sentence says that the abbreviation at `mention` stands for; `text` as written, `low` normalised.

    A pronoun there stands for `name`; with `answers` the sentence answers a question after the full name.
    """
    pronoun = bool(name)
    name = name or text[mention.start : mention.end]
    letters = "".join(filter(str.isalnum, name))
    if not _abbreviates(letters) or _in_full(name, tuple(held)):
        return
    after = text[mention.end : min(sentence.end, mention.end + REACH)]
    before = text[max(sentence.start, mention.start - REACH) : mention.start]
    can = _LEFT.within(before)
    inner = _PART_AFTER.match(after)
    outer = _PART_BEFORE.search(before) if inner and _PART_BEFORE in can else None
    part = inner if outer and inner else _PART.match(after)
    if part is not None:
        named = outer if outer and inner else part
        start = mention.end + part.start("words")
        for each in held:
            if (full := _exchanged(each, named.group("letters"), part.group("words"))) is not None:
                denied = len(negators(low, mention.end, start)) % 2 == 1
                yield Expanded(start, start + len(full[1]), full[0], denied, named.group("letters"))
                return
    for pattern in (_ABBREVIATION_OF, _AFTER) if pronoun else (_ABBREVIATION_OF, _IN_BRACKETS, _AFTER):
        if (match := pattern.match(after)) is None:
            continue
        groups = match.groupdict()
        strong = bool(groups.get("strong") or groups.get("tail"))
        start = mention.end + match.start("words")
        found = _phrase(match.group("words"), held, letters)
        if pronoun and not strong:
            continue
        if found is None or not (strong or fits(found, letters) or _resembles(found, held)):
            continue
        if not strong and pattern is _AFTER and _SAYS_HOW.match(found):
            # "HNSW is built on …": a participle says how a thing is made, not what its name stands for.
            continue
        denied = len(negators(low, mention.end, start)) % 2 == 1
        yield Expanded(start, start + len(found), found, denied, match.group()[: match.start("words")].strip())
        return
    if not pronoun and (match := _UNMARKED.match(after)) is not None:
        found = match.group("words")
        if initials(found) == letters.lower() or (match.group("blend") and fits(found, letters)):
            start = mention.end + match.start("words")
            denied = len(negators(low, mention.end, start)) % 2 == 1
            yield Expanded(start, start + len(found), found, denied, "its initials")
            return
    if answers and (match := _ANSWERS.match(after)) is not None:
        found = _phrase(match.group("words"), held, letters)
        if found is not None and (found[0].isupper() or _resembles(found, held)):
            start = mention.end + match.start("words")
            denied = len(negators(low, mention.end, start)) % 2 == 1
            yield Expanded(start, start + len(found), found, denied, "the question")
            return
    for pattern in (_BEFORE_BRACKET, _BEFORE):
        if not pronoun and pattern in can and (match := pattern.search(before)):
            found = _tail(match.group("words"), held, letters)
            if found is not None:
                start = sentence.start + match.start("words") + match.group("words").rindex(found)
                yield Expanded(start, start + len(found), found, False, "brackets")
                return


@lru_cache(maxsize=4096)
def _in_full(name: str, held: tuple[str, ...]) -> bool:
    """Whether a name is itself what the abbreviation stands for."""
    return any(same_expansion(name, each) for each in held)


def _abbreviates(letters: str) -> bool:
    return 2 <= len(letters) <= 12


def _resembles(words: str, held: Sequence[str]) -> bool:
    """Whether words are a held expansion with one or two words exchanged."""
    found = words_of(words)
    for each in held:
        right = words_of(each)
        same = sum(same_word(a, b) for a, b in zip(found, right, strict=False))
        if len(found) == len(right) and len(right) > 1 and same * 2 >= len(right):
            return True
    return False


def _phrase(words: str, held: Sequence[str], letters: str) -> str | None:
    """The words up to where the phrase ends: capitals while there are capitals, else as many as are held."""
    words = words.rstrip("'’")
    parts = list(re.finditer(_WORD, words))
    if not parts:
        return None
    if parts[0].group()[0].isupper():
        end = parts[0].end()
        for a, b in itertools.pairwise(parts):
            joined = words[a.end() : b.start()].strip() in ("-", "+", "/")
            if b.group()[0].isupper() or joined:
                end = b.end()
            elif b.group().lower() not in _LOWER_OK:
                # A lower-case word goes on with the phrase where it stands for one of the letters.
                taken = len(initials(words[: b.end()]))
                if not any(initials(h)[taken - 1 : taken] == b.group()[0].lower() for h in held):
                    break
                end = b.end()
        found = words[:end]
    else:
        count = len(words_of(held[0])) if held else len(letters)
        kept = 0
        end = 0
        for part in parts:
            if part.group().lower() in _CUT - _LOWER_OK or kept == count:
                break
            end = part.end()
            kept += part.group().lower() not in _LOWER_OK
        found = words[:end]
    return found if len(words_of(found)) >= 2 or any(len(words_of(h)) < 2 for h in held) else None


def _tail(words: str, held: Sequence[str], letters: str) -> str | None:
    """The last words of a phrase, as many as the abbreviation needs; None where they could not be it."""
    parts = list(re.finditer(_WORD, words))
    for length in dict.fromkeys(
        (*(len(re.findall(_WORD, h)) for h in held), len(letters), len(letters) + 1, len(letters) - 1)
    ):
        if 2 <= length <= len(parts):
            found = words[parts[-length].start() :]
            if any(same_expansion(found, each) for each in held):
                return found
    for length in range(min(len(parts), len(letters) + 2), 1, -1):
        found = words[parts[-length].start() :]
        if initials(found) == letters.lower() and parts[-length].group()[0].isupper():
            return found
    return None


def _exchanged(held: str, letters: str, words: str) -> tuple[str, str] | None:
    """`held` with the words that the letters stand for exchanged, and the words that took their place."""
    parts = list(re.finditer(r"[A-Za-z0-9]+", held))
    counted = [p for p in parts if p.group().lower() in words_of(held)]
    heads = "".join(p.group()[0] for p in counted).lower()
    at = heads.find(letters.lower())
    if at < 0:
        return None
    new = " ".join(m.group() for m in list(re.finditer(_WORD, words))[: max(1, len(letters))])
    taken = list(re.finditer(_WORD, words))[: max(1, len(letters))]
    shown = words[: taken[-1].end()]
    first, last = counted[at], counted[at + len(letters) - 1]
    return held[: first.start()] + new + held[last.end() :], shown
