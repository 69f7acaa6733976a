"""Do two questions ask the same? Decided by what they ask, word by word of the vocabulary, never by likeness alone.

Apart from `clusters`, because an editor asks this of two questions and a build of thousands. Two questions are the
same where they are about the same terms, want the same of them, and nothing decisive is left over on either side;
likeness of letters only judges the words that the vocabulary does not know. Where in doubt they are not merged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from pipeline.linking import phrases
from pipeline.linking.homophones import mistyped
from pipeline.linking.reading import Part, Reading, read
from pipeline.linking.vocabulary import Known, Vocabulary, compile_vocabulary
from pipeline.models import Link

Relation = Literal["same", "related", "part-of", "different"]


class Compared(NamedTuple):
    """The outcome of a comparison, before anybody's id is written on it."""

    relation: Relation
    score: float
    why: str
    method: str
    whole: Literal["", "a", "b"] = ""
    """For `part-of`: which of the two contains the other."""


def relate(a: str, b: str, knowledge: Known) -> Link:
    """Say whether two questions ask the same, related or different things, with the deciding reason in one line."""
    vocabulary = compile_vocabulary(knowledge.concepts)
    found = compare(read(a, vocabulary), read(b, vocabulary), vocabulary)
    relation = "related" if found.relation == "part-of" else found.relation
    return Link(a=a, b=b, relation=relation, score=found.score, why=found.why, method=found.method)


def compare(a: Reading, b: Reading, vocabulary: Vocabulary) -> Compared:
    """Hold two readings against each other; symmetric but for the order of the names in the reason."""
    a, b = _abbreviated(a, b, vocabulary), _abbreviated(b, a, vocabulary)
    a, b = _untranslated(a, b), _untranslated(b, a)
    likeness = _likeness(a, b)
    if a.key == b.key:
        return Compared("same", 1.0, "the same words", "identical")
    if a.chapter or b.chapter:
        shared = _core_terms(a.whole) & _core_terms(b.whole)
        if shared:
            return Compared("related", _between(likeness, 0.3, 0.79), "one is the title of a chapter", "chapter")
        return Compared("different", _between(likeness, 0.0, 0.6), "no term in common", "terms")
    whole = _same(a.whole, b.whole, likeness)
    if whole is None and _reordered(a, b):
        whole = "the same words the other way round"
    if whole is None and (word := _substituted(a, b)):
        return Compared("related", _between(likeness, 0.4, 0.79), word, "words")
    alone = (len(a.parts) == 1) != (len(b.parts) == 1)
    if alone and whole is not None and _same(a.parts[0], b.parts[0], likeness) is None:
        return _agreed(a, b, likeness, "; the head part of a compound question")
    for title, compound in ((a, b), (b, a)):
        if _title(title) and len(compound.parts) > 1:
            for part in compound.parts[1:]:
                if part.asked & {"principle", "what"} and _same(title.whole, part, likeness) is None:
                    return _agreed(a, b, likeness, "; the title of what a compound question asks")
    for compound, simple, side in ((a, b, "a"), (b, a, "b")):
        if alone and len(compound.parts) > 1 and (whole is not None or compound.sentences > 1):
            head = _same(compound.parts[0], simple.whole, likeness)
            if head is not None and any(_same(part, simple.whole, likeness) is None for part in compound.parts[1:]):
                why = f"one of {len(compound.parts)} things that the compound question asks"
                return Compared("part-of", _between(likeness, 0.5, 0.79), why, "part", side)  # type: ignore[arg-type]
    if whole is None:
        return _agreed(a, b, likeness, "")
    return _apart(a, b, whole, likeness, vocabulary)


def parted(a: Reading, b: Reading, vocabulary: Vocabulary) -> bool:
    """Whether a decisive reason keeps two questions apart even where an editor lists one under the other.

    What nothing recognises is no such reason: that is why editors list wordings. But a chapter asks nothing, and who
    asks for the drawbacks, or for another of two opposites, is not given the answer to something else.
    """
    found = compare(a, b, vocabulary)
    if found.relation == "same":
        return False
    if found.method in ("opposites", "chapter"):
        return True
    return bool((a.whole.notions ^ b.whole.notions) & _SETTLING) or _numbers(a) != _numbers(b)


def _numbers(reading: Reading) -> set[str]:
    return {notion for notion in reading.whole.notions if notion.startswith("=")}


_SETTLING = frozenset(
    {
        "advantage",
        "drawback",
        "pros-cons",
        "difference",
        "solve",
        "application",
        "effect",
        "evaluate",
        "usage",
        "improve",
    }
)
"""What is wanted of a thing, where it is said so plainly that nothing else can be meant."""


def _abbreviated(full: Reading, short: Reading, vocabulary: Vocabulary) -> Reading:
    """The first reading with the words in it that an unknown abbreviation of the second stands for put as that."""
    for word in sorted(short.whole.terms - full.whole.terms):
        letters = word[1:]
        if word[0] != "~" or not letters.isalpha() or not letters.isascii() or not 3 <= len(letters) <= 6:
            continue
        words = r"[\s-]+".join(f"{letter}[a-z]+" for letter in letters)
        if re.search(rf"\b{words}\b", full.text):
            return read(re.sub(rf"\b{words}\b", letters, full.text), vocabulary)
    return full


def _untranslated(mine: Reading, other: Reading) -> Reading:
    """The first reading without the words that nothing recognised, where the other has such words in its language.

    A word of one language that the vocabulary lacks is nearly always lacking in the other too; where all the rest of
    two questions agrees, the one translates the other. Names are written alike in both and stay.
    """
    whole, there = mine.whole, other.whole
    if mine.lang == other.lang or len(mine.parts) > 1 or len(other.parts) > 1 or len(whole.core & there.core) < 2:
        return mine
    zh, en = (whole, there) if mine.lang == "zh" else (there, whole)
    words = {term for term in zh.core if term[0] == "~" and not term.isascii()}
    names = {term for term in zh.terms if term[0] == "~" and term.isascii()}
    foreign = {term for term in en.core if term[0] == "~" and term[1:].isalpha() and len(term) > 4}
    if names or not foreign or len(foreign) > 2 or not 1 < sum(len(w) - 1 for w in words) + len(zh.rest) <= 6:
        return mine
    plain = whole._replace(terms=whole.terms - words - foreign, rest="")
    return mine._replace(whole=plain, parts=(plain,))


def _agreed(a: Reading, b: Reading, likeness: float, how: str) -> Compared:
    terms = ", ".join(_shown(n) for n in sorted(a.whole.core & b.whole.core)) or "the same words"
    method = "facets" if a.lang == b.lang else "translation"
    asked = _asked_words(a.whole), _asked_words(b.whole)
    if not (a.whole.terms & b.whole.terms):
        method = "likeness"
    why = f"both about {terms}; {asked[0]} and {asked[1]} ask alike{how}"
    return Compared("same", _between(likeness, 0.8, 0.99), why, method)


def _apart(a: Reading, b: Reading, why: str, likeness: float, vocabulary: Vocabulary) -> Compared:
    """Related or different, of two questions that are not the same."""
    mine, other = a.whole, b.whole
    only_a, only_b = mine.core - _all(other), other.core - _all(mine)
    opposed = opposites(only_a | (mine.asked - other.asked), only_b | (other.asked - mine.asked))
    if opposed:
        why = f"{_shown(opposed[0])} against {_shown(opposed[1])}"
        return Compared("different", _between(likeness, 0.1, 0.6), why, "opposites")
    shared = _core_terms(mine) & _core_terms(other)
    if not shared:
        bases_a, bases_b = _bases(mine), _bases(other)
        kin = (bases_a & bases_b) or {
            t for x, y in ((bases_a, bases_b), (bases_b, bases_a)) for t in x for u in y
            if t in vocabulary.implies.get(u, ()) and t not in ("attention", "training", "inference")
        }  # fmt: skip
        if kin and (len(_core_terms(mine)) == 1 or len(_core_terms(other)) == 1):
            return Compared("related", _between(likeness, 0.3, 0.7), f"near {_names(kin)}: {why}", "terms")
        return Compared("different", _between(likeness, 0.0, 0.6), why, "nothing shared")
    terms_a, terms_b = _core_terms(mine), _core_terms(other)
    if terms_a <= terms_b or terms_b <= terms_a or "difference" in mine.notions & other.notions:
        score = _between(likeness, 0.4, 0.79)
        return Compared("related", score, f"both about {_names(shared)}, but {why}", "facets")
    return Compared("different", _between(likeness, 0.1, 0.6), why, "terms")


# ------------------------------------------------------------------------------------------- the decision


def _same(a: Part, b: Part, likeness: float) -> str | None:
    """None where two parts ask the same; else the decisive difference, in words."""
    only_a, only_b = a.core - _all(b), b.core - _all(a)
    only_a, only_b = _without_twins(only_a, only_b)
    other = a if only_b else b
    more = (other.notions & other.optional) - _all(b if only_b else a)
    idle = only_a | only_b <= _WEAK and not _done(a if only_a else b, only_a | only_b, other)
    if not (only_a and only_b) and idle and a.core & b.core and not other.rest and not more:
        only_a = only_b = frozenset()
    if only_a | only_b == {"compute"} and not (b if only_a else a).asked and "howmuch" not in (a.asked | b.asked):
        # A bare title asks how the thing is computed where that is what there is to say of it.
        only_a = only_b = frozenset()
    if only_a | only_b == {"accelerate-verb"} and _known_for_speed(a, b):
        only_a = only_b = frozenset()
    if _benefit(a, only_a, only_b, b):
        only_a, only_b = only_a - {"advantage"}, only_b - {"advantage"}
    if only_a or only_b:
        return _difference(only_a, only_b)
    if turned := opposites(a.optional - _all(b), b.optional - _all(a)):
        return f"{_shown(turned[0])} against {_shown(turned[1])}"
    aside_a, aside_b = (a.optional - _all(b)) & _STAGES, (b.optional - _all(a)) & _STAGES
    if aside_a and aside_b and aside_a | aside_b != {"training", "pretraining"}:
        # Each goes without saying, but the two say different things: "RAG 的检索" is not "RAG 的生成".
        return _difference(aside_a, aside_b)
    if (a.terms & b.against) - a.against or (b.terms & a.against) - b.against:
        return "what one prefers the other rejects"
    if a.over and b.over and a.over != b.over:
        return _difference(a.over - b.over, b.over - a.over)
    if a.against and b.against and a.against != b.against:
        return _difference(a.against - b.against, b.against - a.against)
    if _turned(a, b):
        return "the same terms the other way round"
    if not _alike(a, b):
        return f"{_asked_words(a)} is asked against {_asked_words(b)}"
    core = a.core & b.core
    if not core and not (_all(a) & _all(b)) and (likeness < 0.9 or a.asked != b.asked):
        return "nothing recognised in common"
    return _rest(a, b)


def _substituted(a: Reading, b: Reading) -> str | None:
    """Of two questions equal but for a word, whether that word was exchanged for another."""
    alike = fuzz.ratio(a.key, b.key)
    if a.lang != b.lang or alike < 60:
        return None
    if alike >= 80:
        letters_a, letters_b = set(a.key) - set(b.key), set(b.key) - set(a.key)
        for x, y in phrases.OPPOSITE_LETTERS:
            if (x in letters_a and y in letters_b) or (y in letters_a and x in letters_b):
                return f"{x} against {y}"
    left = {each for each in a.light - b.light if each[1] not in b.key}
    right = {each for each in b.light - a.light if each[1] not in a.key}
    for one in sorted(left):
        for other in sorted(right):
            if mistyped(one[1], other[1]):
                left, right = left - {one}, right - {other}
    telling = {"function-zh", "particle", "can", "need"}
    if len(left) == len(right) == 1 and {group for group, _ in left | right} <= telling:
        return f"{_words(left)} stands against {_words(right)}"
    return None


def _reordered(a: Reading, b: Reading) -> bool:
    """Whether two questions have the same letters in another order, and a word among them that makes order matter."""
    return sorted(a.key) == sorted(b.key) and bool(_ORDERED.search(a.text)) and a.lang == b.lang == "zh"


_ORDERED = re.compile("先|之前|之后|不|非|代替|取代|变成|转成")


def _words(light: Iterable[tuple[str, str]]) -> str:
    return ", ".join(sorted(word for _, word in light))


def _rest(a: Part, b: Part) -> str | None:
    """Judge the Chinese words that nothing recognised."""
    if a.rest == b.rest:
        return None
    known = 3 * len(a.core & b.core)
    if a.rest and b.rest:
        left, right = _minus(a.rest, b.rest), _minus(b.rest, a.rest)
        # A character more or less is a slip; another character in its place may be another word.
        slip = (not (left and right) and len(left) + len(right) <= 1) or mistyped(a.rest, b.rest)
        if slip or (min(len(a.rest), len(b.rest)) >= 5 and fuzz.ratio(a.rest, b.rest) >= 80):
            return None
        return f"“{a.rest}” stands against “{b.rest}”"
    alone = a.rest or b.rest
    one, other = (a, b) if a.rest else (b, a)
    if one.asked & _WAYS and not other.asked & _WAYS and not one.notions & other.notions:
        return f"“{alone}” is what one asks how to do"
    return None if len(alone) <= 1 + (len(alone) == 2 and known >= 6) else f"“{alone}” is asked of one only"


def _alike(a: Part, b: Part) -> bool:
    """Whether two kinds of asking want the same."""
    notions = (a.notions | b.notions) - a.optional - b.optional
    shared = a.notions & b.notions
    left, right = a.asked, b.asked
    if a.deed != b.deed and ("accelerate-verb" in shared and ("why" in left ^ right or a.terms <= _SPEED)):
        return False  # how to make a thing fast is not why it is, nor how it makes others fast
    if left == right or (left and right and _paired(left, right)):
        return True
    if "accelerate-verb" in shared and left | right <= {"why", "how", "principle", "what", "purpose"}:
        # Why a thing is fast is how it speeds up.
        return True
    if a.agent and b.agent and left | right <= {"why", "how", "principle"}:
        # So it is with every effect: how an LSTM keeps gradients from vanishing is why it can.
        return True
    if shared - {"without", "not"} or (notions and not shared):
        left, right = left - _MANNER, right - _MANNER
        if left == right:
            return True
        if not left or not right:
            return (left | right) <= ({"howmuch", "purpose", "why"} if "advantage" in notions else {"howmuch"})
    lefts, rights = left or {"title"}, right or {"title"}
    if "howmuch" in lefts ^ rights and not _all(a) & _all(b) & _MEASURED:
        return False
    return _paired(lefts, rights)


def _paired(left: Iterable[str], right: Iterable[str]) -> bool:
    """Whether each kind of asking of either side has one on the other that wants the same."""
    left, right = tuple(left), tuple(right)
    return all(any(_pair(x, y) for y in right) for x in left) and all(any(_pair(x, y) for x in left) for y in right)


_MEASURED = frozenset(
    {"memory-gpu", "flops", "param-count", "complexity", "space-complexity", "lora-rank", "chunk-size"}
)
_MEASURED |= {"batch-size", "learning-rate", "temperature", "context-window", "lora-alpha", "epoch", "head-count"}
_MEASURED |= {"compute", "cost", "ratio", "quantity", "perplexity", "top-k", "top-p", "vocabulary", "beam-size"}
"""What has a size, so that how it is found and how much it is are one question."""

_MANNER = frozenset({"what", "does", "principle", "how", "method", "methods", "steps", "benefit"})
"""Kinds of asking that add nothing where a notion says what is wanted: "如何评估" is "评估的方法"."""

_STAGES = frozenset(
    {"token", "text", "deep-learning", "machine-learning", "nlp"}
    | {"retrieval", "generate", "training", "inference", "pretraining", "fine-tuning", "alignment"}
    | {"encoder", "decoder", "input", "output", "forward", "backward", "sampling", "decoding"}
)
"""Stages and sides that a term may imply and a question may still single out."""

_WEAK = frozenset(
    {"add", "result", "performance", "learn", "full", "store", "extra", "step-notion", "family", "search", "effective"}
    | {"compute", "origin", "control", "increase", "decrease", "partition", "structure", "stable", "after"}
    | {"schedule", "choose", "first", "relation"}
)
"""Notions that may be said of one question only, as long as the other says nothing in their place."""

_ALIKE = frozenset(
    frozenset(pair.split())
    for pair in (
        "benefit purpose", "benefit why", "whatare what", "whatare list", "whatare title", "whatare principle",
        "whatare does", "whatare method", "title what", "title list", "title does", "title principle", "title how", "title steps", "title method", "title purpose",
        "title howmuch", "what does", "what principle", "what method", "does principle", "does purpose", "does why",
        "principle how", "principle steps", "how method", "how methods", "how steps",
        "how howmuch", "method methods", "methods list", "which what", "which title", "which list", "which methods", "why purpose", "when choose", "howmuch choose", "steps does",
    )
)  # fmt: skip
"""Kinds of asking that want the same of a term; `title` is a question that is nothing but its term."""


def _done(one: Part, weak: frozenset[str], other: Part) -> bool:
    """Whether weak notions are all that one asks for, and the other asks for something else.

    "X 怎么压缩" is not "什么是 X", and neither is "X 的来源"; beside a notion that both share they would say little.
    """
    wanted = other.asked or {"title"}
    if weak & {"increase", "decrease"} and ("effect" in one.notions or "howmuch" in one.asked - other.asked):
        return True
    if wanted & (one.asked or {"title"}):
        return False
    if weak == {"compute"}:
        return bool(wanted & {"what", "whatare"})  # the principle or role of a formula is how it is computed
    if wanted == {"howmuch"} and weak & _SAID_OF:
        return True
    if wanted <= {"what", "whatare"}:
        return weak != {"relation"}
    if wanted <= {"title", "principle", "purpose"} and weak & _SAID_OF:
        return "title" not in wanted or weak != {"performance"}
    return bool(weak & _DEEDS and one.asked & _WAYS) and not wanted & _WAYS


_WAYS = frozenset({"how", "method", "methods", "steps"})
_DEEDS = frozenset({"add", "learn", "store", "search", "increase", "decrease", "partition", "control", "schedule"})
_DEEDS |= {"choose", "compute"}
"""Of the weak notions those that are done to a thing."""
_SAID_OF = frozenset({"structure", "origin", "stable", "effective", "performance", "result", "first", "after", "full"})
_SAID_OF |= {"extra", "family", "step-notion"}
"""Of the weak notions those that a thing has: its origin, its result."""


def _pair(x: str, y: str) -> bool:
    return x == y or frozenset((x, y)) in _ALIKE


def _benefit(a: Part, only_a: frozenset[str], only_b: frozenset[str], b: Part) -> bool:
    """Whether one asks what a thing does better than another, and the other why it is used."""
    if only_a | only_b != {"advantage"}:
        return False
    plain, praised = (b, a) if only_a else (a, b)
    if plain.notions - plain.optional:
        return False
    gained = bool(praised.against) and not praised.asked
    return bool(plain.asked) and plain.asked <= {"purpose", "why"} and (gained or "benefit" in praised.asked)


def _known_for_speed(a: Part, b: Part) -> bool:
    """Whether both ask how one thing works whose known purpose is speed, said by one of them."""
    asked = a.asked | b.asked
    terms = a.terms - a.optional
    if a.deed or b.deed:
        return False
    return terms == b.terms - b.optional and len(terms) == 1 and terms <= _SPEED and bool(a.asked) and bool(b.asked) and (
        asked <= {"how", "principle", "method"}
    )  # fmt: skip


_SPEED = frozenset({"flash-attention", "speculative-decoding", "medusa", "kernel-fusion", "cuda-graph"})
"""What speeds something else up, which is what "how does it speed up" asks."""


def _turned(a: Part, b: Part) -> bool:
    """Whether an order that matters is turned round: "A 之前 B" is not "B 之前 A"."""
    directed = {"before", "after", "replace-with"} & a.notions & b.notions
    if not directed:
        return False
    shared = [t for t in a.order if t in b.order]
    return len(shared) > 1 and shared != [t for t in b.order if t in a.order]


def _without_twins(only_a: frozenset[str], only_b: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Unknown words that are one word misspelt are no difference."""
    for twins in (
        ("improve", "increase"),
        ("add", "increase"),
        ("solve", "improve"),
        ("easy", "advantage"),
        ("drawback", "cost"),
    ):
        for x, y in (twins, twins[::-1]):
            if x in only_a and y in only_b:
                only_a, only_b = only_a - {x}, only_b - {y}
    for x in sorted(only_a):
        for y in sorted(only_b):
            if x[0] == y[0] == "~" and min(len(x), len(y)) > 5 and _digits(x) == _digits(y) and OSA.distance(x, y) <= 1:
                only_a, only_b = only_a - {x}, only_b - {y}
    return only_a, only_b


def opposites(only_a: Iterable[str], only_b: Iterable[str]) -> tuple[str, str] | None:
    """The first pair of opposites of which each side names one; None where there is none."""
    left, right = set(only_a), set(only_b)
    for x, y in phrases.OPPOSITES:
        if x in left and y in right:
            return x, y
        if y in left and x in right:
            return y, x
    return None


# ------------------------------------------------------------------------------------------------ measures


def _likeness(a: Reading, b: Reading) -> float:
    """From 0 to 1: what is shared of what is asked, and of the letters."""
    left = a.whole.core | {f"?{x}" for x in a.whole.asked}
    right = b.whole.core | {f"?{x}" for x in b.whole.asked}
    weight = {x: 0.5 if x[0] == "?" else 1.0 for x in left | right}
    total = sum(weight[x] for x in sorted(left | right))
    asked = sum(weight[x] for x in sorted(left & right)) / total if total else 0.0
    letters = fuzz.ratio(a.key, b.key) / 100
    if a.numbers != b.numbers:
        letters = min(letters, 0.9)
    return letters if a.lang == b.lang and letters >= 0.93 else 0.5 * asked + 0.5 * letters


def _between(likeness: float, low: float, high: float) -> float:
    return round(low + (high - low) * min(1.0, max(0.0, likeness)), 4)


def _all(part: Part) -> frozenset[str]:
    return part.terms | part.notions | part.optional


def _core_terms(part: Part) -> frozenset[str]:
    core = part.terms - part.optional
    return core - {"llm", "model", "text", "token", "training"} or core


def _bases(part: Part) -> set[str]:
    return {term.partition("#")[0] for term in _core_terms(part)}


def _title(reading: Reading) -> bool:
    return len(reading.parts) == 1 and not reading.whole.asked and not reading.whole.notions - reading.whole.optional


def _minus(left: str, right: str) -> str:
    return "".join(letter for letter in left if letter not in right)


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _asked_words(part: Part) -> str:
    wanted = sorted(part.asked) + sorted(_shown(n) for n in part.notions)
    return "+".join(wanted) if wanted else "title"


def _difference(only_a: frozenset[str], only_b: frozenset[str]) -> str:
    if only_a and only_b:
        return f"{_names(only_a)} stands against {_names(only_b)}"
    return f"only one asks about {_names(only_a | only_b)}"


def _names(ids: Iterable[str]) -> str:
    return ", ".join(_shown(each) for each in sorted(ids))


def _shown(name: str) -> str:
    return name.lstrip("~=").replace("#", " ")
