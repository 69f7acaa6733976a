"""Where a text names concepts: by label, by ordinal (`Stage 2`), by size (`7B`).

Apart from `roles` and `subjects`, because here it is only found who is named.
All texts here are normalised.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal, NamedTuple

from pipeline import regex as re
from pipeline.claims.prefilter import Gate
from pipeline.claims.sentences import Span
from pipeline.claims.units import Unit
from pipeline.knowledge import Knowledge

Role = Literal["plain", "compared", "topic"]


class Mention(NamedTuple):
    """A concept named in a text, and whether it can be what a clause is about."""

    start: int
    end: int
    concept: str
    role: Role = "plain"

    @property
    def span(self) -> Span:
        """Its place."""
        return Span(self.start, self.end)


_NUMERALS = {
    "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "one": 1, "two": 2, "three": 3, "four": 4,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "i": 1, "ii": 2, "iii": 3,
}  # fmt: skip
_ORDINAL = re.compile(
    r"第\s*(?P<a>[一二两三四五1-9])\s*(?:个)?(?:阶段|代|版|级|步)|(?:阶段|级别)\s*(?P<b>[一二三四五1-9])(?!\d)|(?<![第这那每某上下前后同任各])(?P<c>[一二三四])(?:阶段|代)(?!码)"
    r"|\b(?:stage|level|version|generation)[\s-]*(?P<d>one|two|three|four|iii|ii|i|[1-9])(?![a-z0-9])"
    r"|\b(?P<e>first|second|third|fourth)[\s-]+(?:stage|generation|version|level)\b|(?<![a-z0-9])v(?P<f>[1-9])(?![a-z0-9.])"
)
_SIZED = re.compile(
    r"(?:(?<=[,;:(])\s*|(?<=而)|(?<=但)|\b(?:the|its|and|while|but)\s+)(?P<size>\d{1,3}(?:\.\d)?)\s?b"
    r"(?=\s*(?:版本?|模型|的(?!参数)|用|采用|使用|则|有|是|\b(?:one|model|version|variant|uses?|has|have|is)\b))"
)
"""A size that stands for a member of the family named before: `7B 用 …，13B 用 …`."""
_ORDINALS = Gate(_ORDINAL, _SIZED)


def mentions_of(unit: Unit, knowledge: Knowledge) -> list[Mention]:
    """The concepts named in a unit, `第二阶段` and the like resolved by the family that it stands in."""
    found = [
        Mention(m.start, m.end, m.concept)
        for m in knowledge.index.find(unit.low)
        if not (unit.low[m.start : m.end] in _ORDINARY and _ordinary(unit, m.start, m.end))
        and not (unit.low[m.start : m.end] in _INITIALS and _other_initials(unit, m.start, m.end))
        and not _later(unit.low, m.end, m.concept, knowledge)
        and not _joined(unit, m.end)
    ]
    if _NON.search(unit.low):
        found = [each for m in found for each in _denied_kind(unit.low, m, knowledge)]
    can = _ORDINALS.within(unit.low)
    if _SIZED in can and _SIZED.search(unit.low):
        found = _with_sizes(unit.low, found, knowledge)
    if _ORDINAL not in can or not _ORDINAL.search(unit.low):
        return found
    return _with_ordinals(
        unit.low, found, [c for context in unit.under for c in _named(context.text, knowledge)], knowledge
    )


_ORDINARY = frozenset(["zero", "zeros", "ray", "lion", "falcon", "orca", "react"])
"""Names that are words: written small among English words they name nothing (`exactly zero`)."""
_ZERO_OUT = re.compile(r"\s+(?:out|shot|mean|cost|point|padding)\b|-(?:shot|mean|cost|point|init|day|order|padded|out)")


def _ordinary(unit: Unit, start: int, end: int) -> bool:
    beside = unit.low[max(0, start - 2) : start] + unit.low[end : end + 2]
    written = unit.original(start, end)
    if unit.low[start:end] == "zero" and _ZERO_OUT.match(unit.low, end):
        return written[1:].islower()
    return written.islower() and beside.isascii()


_INITIALS = frozenset(["tp", "pp", "ep"])
"""Two letters that name a kind of parallelism where they are written in capitals."""
_OTHER_INITIALS = re.compile(r"\b(?:fp|fn|tn|tpr|fpr)s?\b|真正例|真阳|true\s+positive")
"""`TP/(TP+FP)`: among these they count right answers."""


def _other_initials(unit: Unit, start: int, end: int) -> bool:
    return not unit.original(start, end).isupper() or _OTHER_INITIALS.search(unit.low) is not None


_VERSION = re.compile(r"[\s-]?(?P<number>[1-9])")
COUNTS_NOTHING = re.compile(
    r"(?=$|[\s,。;:!?、()'的则是用把就都也和与及还在将采有会可能不没只又再这那])(?!\s*(?:x|×|\*|-?(?:bit|layer|head|byte|expert|token|gpu|stage)s?|billion|million|trillion|[bmkg]b?|gib|个|层|头|位|步|比特|字节|倍|轮|阶段|部分|种|路|项|%)(?![a-z]))"
)
"""What may stand behind the number of a version: no unit, and nothing that is counted."""


def _later(text: str, at: int, family: str, knowledge: Knowledge) -> bool:
    """Whether a family's name bears the number of a generation later than the several that are known: `Llama 4` is not what LLaMA was."""
    found = _VERSION.match(text, at)
    if found is None or not COUNTS_NOTHING.match(text, found.end()):
        return False
    known = [
        int(version.group(1))
        for each in knowledge.narrower.get(family, ())
        if (version := re.fullmatch(rf"{re.escape(family)}-?(\d)(?:-\d+)?", each))
    ]
    return len(known) > 1 and int(found["number"]) > max(known)


_NON = re.compile(r"\bnon-")
_COMPOUND = re.compile(r"-(?P<rest>[A-Z][a-z]+[A-Za-z]*|[A-Z]{2,3})(?![A-Za-z0-9])")
_OF_ITS_KIND = frozenset([
    "based", "style", "like", "type", "tuned", "trained", "family", "only", "large", "base", "small", "medium",
    "mini", "tiny", "xl", "xxl", "huge", "chat", "instruct", "turbo", "pro", "plus", "models", "model", "class",
    "series", "level", "wise", "free", "aware", "powered", "sized", "cased", "uncased", "lm", "v", "qa", "flat",
    "core",
])  # fmt: skip
"""What a name may be joined to without becoming another one: `BERT-Large`, `LLaMA-Chat`."""


def _joined(unit: Unit, end: int) -> bool:
    """Whether what a name is joined to makes another one of it: `DPO-Positive`, `Qwen2-VL`."""
    if unit.low[end : end + 1] != "-":
        return False
    joined = _COMPOUND.match(unit.original(end, min(end + 16, len(unit.low))))
    return joined is not None and joined["rest"].lower() not in _OF_ITS_KIND


def _denied_kind(text: str, m: Mention, knowledge: Knowledge) -> list[Mention]:
    """A mention, or where its first word is denied the concepts that the rest of it names: `non-interleaved 1F1B` is 1F1B."""
    if not text.endswith("non-", 0, m.start):
        return [m]
    rest = text.find(" ", m.start, m.end) + 1
    return [
        Mention(rest + each.start, rest + each.end, each.concept)
        for each in (knowledge.index.find(text[rest : m.end]) if rest else ())
    ]


def proper_name(unit: Unit, m: Mention) -> bool:
    """Whether a mention is written as a name, capitals within it: `Flamingo`, not `attention`, `注意力`."""
    written = unit.original(m.start, m.end)
    return any(each.isupper() for each in written)


def _named(text: str, knowledge: Knowledge) -> list[str]:
    return [m.concept for m in knowledge.index.find(text)]


def context_mentions(text: str, knowledge: Knowledge) -> list[Mention]:
    """The concepts that a heading or a question names, those left out that are broader than another one of them."""
    found = _with_ordinals(text, [Mention(*m) for m in knowledge.index.find(text)], [], knowledge)
    names = {m.concept for m in found}
    above = {each for name in names for each in knowledge.ancestors.get(name, frozenset())}
    return [m for m in found if m.concept not in above]


_REACH = 2000
"""Characters within which a number looks for the name that it belongs to: more than a paragraph has."""


def _with_ordinals(text: str, found: list[Mention], around: Sequence[str], knowledge: Knowledge) -> list[Mention]:
    added: list[Mention] = []
    for match in _ORDINAL.finditer(text):
        number = _number(match)
        first = bisect_left(found, (match.start() - _REACH,))
        near = found[first : bisect_left(found, (match.end() + _REACH,))]
        if any(m.start <= match.start() and match.end() <= m.end for m in near):
            continue
        # 第一代 ChatGLM: the number belongs to the name beside it.
        beside = next(
            (
                i
                for i, m in enumerate(near, first)
                if re.fullmatch(
                    r"\s*的?\s*", text[match.end() : m.start] if m.start >= match.end() else text[m.end : match.start()]
                )
                and (narrow := _narrower(m.concept, number, knowledge)) is not None
            ),
            None,
        )
        if beside is not None:
            old = found[beside]
            narrow = _narrower(old.concept, number, knowledge)
            assert narrow is not None
            found[beside] = Mention(min(old.start, match.start()), max(old.end, match.end()), narrow)
            continue
        before = [m.concept for m in reversed(near) if m.end <= match.start()]
        after = [m.concept for m in near if m.start >= match.end()]
        if any(m.end <= match.start() and re.fullmatch(r"\s*\(\s*", text[m.end : match.start()]) for m in near):
            # `DALL-E（第一代）…，GPT-3 …`: the name that the brackets stand behind.
            before, after = before[:1], []
        for family in (*before, *after[:1], *around):
            narrow = _narrower(family, number, knowledge)
            if narrow is None:
                for broader in knowledge.concepts[family].broader if family in knowledge.concepts else ():
                    narrow = narrow or _narrower(broader, number, knowledge)
            if narrow is not None:
                added.append(Mention(match.start(), match.end(), narrow))
                break
    return sorted([*found, *added])


def _with_sizes(text: str, found: list[Mention], knowledge: Knowledge) -> list[Mention]:
    """The mentions with the members of a family that only their sizes name."""
    added: list[Mention] = []
    for match in _SIZED.finditer(text):
        start, end = match.start("size"), match.end()
        near = found[bisect_left(found, (start - _REACH,)) : bisect_left(found, (end,))]
        before = [m for m in near if m.end <= start]
        if len(before) < len(near) and any(m.end > start for m in near):
            continue
        member = next((each for m in reversed(before) if (each := _of_size(m.concept, match["size"], knowledge))), None)
        if member is not None:
            added.append(Mention(start, end, member))
    return sorted([*found, *added])


def _of_size(family: str, size: str, knowledge: Knowledge) -> str | None:
    """The member of a family, or of a generation of it, that has so many billions of parameters."""
    below = knowledge.narrower.get(family, ())
    ending = f"-{size.replace('.', '-')}b"
    for level in (below, [lower for each in below for lower in knowledge.narrower.get(each, ())]):
        hits = {each for each in level if each.endswith(ending)}
        if hits:
            return hits.pop() if len(hits) == 1 else None
    return None


def _number(match: re.Match[str]) -> int:
    word = next(value for value in match.groupdict().values() if value)
    return _NUMERALS.get(word) or int(word)


def _narrower(family: str, number: int, knowledge: Knowledge) -> str | None:
    """The member of a family that bears a number: `zero-2` of `zero`, `chatglm2` of `chatglm`."""
    hits = [each for each in knowledge.narrower.get(family, ()) if re.search(rf"(?<!\d)v?{number}$", each)]
    return hits[0] if len(hits) == 1 else None
