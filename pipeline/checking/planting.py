"""Right sentences made wrong in one known way, to count how often the linter sees it: mutation testing for the reader.

Apart from `check`, because here the truth is known beforehand. A planted mistake exchanges one thing: the stage, the
place, the direction, the way of combining, a number, a word of an expansion, or the subject (a neighbour of which facts
hold something else). Some planted sentences are clumsy; none is made easier for the linter.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.knowledge import Knowledge
from pipeline.models import Answer, Measurement, Rate, Words

Flagged = Callable[[str], bool]
"""Whether the linter flags anything in a text."""


class Right(NamedTuple):
    """A sentence that is held to be right."""

    text: str
    fact: str = ""
    """The fact that it states, where it states one."""


class Planted(NamedTuple):
    """A right sentence with one thing exchanged."""

    kind: str
    text: str
    original: str


_PAIRS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "stage": (
        ("ZeRO-1", "ZeRO-3"), ("ZeRO-2", "ZeRO-3"), ("ZeRO-3", "ZeRO-2"), ("第一阶段", "第三阶段"), ("第二阶段", "第三阶段"),
        ("第三阶段", "第二阶段"), ("stage 2", "stage 3"), ("stage 3", "stage 2"), ("stage 1", "stage 3"),
    ),
    "place": (
        ("Pre-LN", "Post-LN"), ("Post-LN", "Pre-LN"), ("pre-norm", "post-norm"), ("post-norm", "pre-norm"), ("之前", "之后"),
        ("之后", "之前"), ("before", "after"), ("after", "before"), ("编码器", "解码器"), ("解码器", "编码器"),
        ("encoder", "decoder"), ("decoder", "encoder"), ("每一层", "输入层"), ("every layer", "the input layer"),
    ),
    "direction": (
        ("增大", "减小"), ("减小", "增大"), ("增加", "减少"), ("减少", "增加"), ("提高", "降低"), ("降低", "提高"), ("更大", "更小"),
        ("更小", "更大"), ("更多", "更少"), ("更少", "更多"), ("更高", "更低"), ("更低", "更高"), ("更快", "更慢"), ("变大", "变小"),
        ("变小", "变大"), ("increases", "decreases"), ("decreases", "increases"), ("larger", "smaller"), ("smaller", "larger"),
        ("higher", "lower"), ("lower", "higher"), ("faster", "slower"), ("fewer", "more"), ("less memory", "more memory"),
    ),
    "combination": (
        ("求和", "求平均"), ("相加", "相乘"), ("拼接", "相加"), ("加法", "乘法"), ("平均", "求和"), ("均方根", "方差"), ("sum", "mean"),
        ("added", "multiplied"), ("concatenated", "added"), ("multiplied", "added"),
    ),
}  # fmt: skip
_NUMBER = re.compile(
    r"(?<![\w.\-/^])(\d+(?:\.\d+)?)(?=\s?(?:%|层|个头|字节|倍|维|位|亿|万|个|K\b|B\b|bytes?|bits?|layers?|heads?|tokens?|times))"
)
_EXPANSION = re.compile(r"(?<![A-Za-z])([A-Z][A-Za-z]*(?:[ -][A-Z]?[a-z]+){1,5})(?![a-z])")
_OTHER_WORD = {
    "A": "Augmented", "B": "Balanced", "C": "Contextual", "D": "Dynamic", "E": "Extended", "F": "Focused", "G": "Global",
    "H": "Hybrid", "I": "Integrated", "K": "Kernel", "L": "Layered", "M": "Modular", "N": "Nested", "O": "Ordered",
    "P": "Parallel", "Q": "Quick", "R": "Random", "S": "Selective", "T": "Tuned", "U": "Unified", "V": "Variable", "Z": "Zonal",
}  # fmt: skip


def right_sentences(knowledge: Knowledge, answers: Iterable[Answer]) -> list[Right]:
    """What facts state, and what canonical answers say outside of what they tell of mistakes."""
    found = [
        Right(words, fact.id) for _, fact in sorted(knowledge.facts.items()) for words in (fact.statement.zh, fact.statement.en)
        if words
    ]  # fmt: skip
    for answer in sorted(answers, key=lambda each: each.question):
        found += [Right(sentence) for sentence in (answer.point, *_sentences(answer.body))]
    return list(dict.fromkeys(found))


def _sentences(body: str) -> list[str]:
    """The sentences of a Markdown text that can be read alone: no code, table or formula, nothing below a heading of mistakes."""
    found: list[str] = []
    telling, fenced = True, False
    for line in body.splitlines():
        if line.startswith("```"):
            fenced = not fenced
        elif line.startswith("#"):
            telling = not re.search(r"错|误|mistake|myth", line, re.IGNORECASE)
        elif telling and not fenced and line.strip() and not re.search(r"[|$`]", line):
            plain = re.sub(r"^[\s>*\-\d.]+|\*\*|\[([^\]]*)\]\([^)]*\)", r"\1", line)
            found += [s for s in re.findall(r"[^。！？]+[。！？]", plain) if len(s) >= 12]
    return found


def plant(sentences: Iterable[Right], knowledge: Knowledge) -> list[Planted]:
    """Every sentence with each kind of mistake that fits it, once a kind; in the order of the sentences."""
    found: list[Planted] = []
    for right in sentences:
        for kind, pairs in _PAIRS.items():
            if (wrong := _exchanged(right.text, pairs)) is not None:
                found.append(Planted(kind, wrong, right.text))
        if (match := _NUMBER.search(right.text)) is not None:
            other = f"{float(match.group(1)) * (3 if float(match.group(1)) < 10 else 2):g}"
            found.append(Planted("number", right.text[: match.start()] + other + right.text[match.end() :], right.text))
        if right.fact.split(".")[-1:] == ["stands-for"] and (wrong := _misspelt_out(right.text)) is not None:
            found.append(Planted("expansion", wrong, right.text))
        if (wrong := _of_a_neighbour(right, knowledge)) is not None:
            found.append(Planted("subject", wrong, right.text))
    return found


def _exchanged(text: str, pairs: Sequence[tuple[str, str]]) -> str | None:
    places = sorted((at, -len(a), a, b) for a, b in pairs if (at := _at(text, a)) >= 0)
    if not places:
        return None
    at, _, a, b = places[0]
    return text[:at] + b + text[at + len(a) :]


def _at(text: str, words: str) -> int:
    """Where words stand in a text; Latin ones as whole words."""
    pattern = rf"\b{re.escape(words)}\b" if words[0].isascii() else re.escape(words)
    match = re.search(pattern, text)
    return match.start() if match else -1


def _misspelt_out(text: str) -> str | None:
    match = max(_EXPANSION.finditer(text), key=lambda m: len(m.group(1)), default=None)
    if match is None:
        return None
    words = re.split(r"([ -])", match.group(1))
    for at in range(len(words) - 1, -1, -1):
        other = _OTHER_WORD.get(words[at][:1].upper())
        if other and words[at].isalpha() and len(words[at]) > 3 and other.lower() != words[at].lower():
            words[at] = other
            return text[: match.start(1)] + "".join(words) + text[match.end(1) :]
    return None


def _of_a_neighbour(right: Right, knowledge: Knowledge) -> str | None:
    """The statement of a closed fact said of a neighbour of which a fact holds something else."""
    fact = knowledge.facts.get(right.fact)
    if fact is None or fact.world != "closed" or fact.qualifier or fact.requires:
        return None
    concept = knowledge.concepts.get(fact.subject)
    if concept is None:
        return None
    siblings = [n for b in concept.broader for n in knowledge.narrower.get(b, ())]
    for name in dict.fromkeys((*concept.confused_with, *sorted(siblings))):
        held = knowledge.facts_of(name, fact.relation)
        other = knowledge.concepts.get(name)
        if other is None or not held or any(set(h.objects) & set(fact.objects) or h.world != "closed" for h in held):
            continue
        for mine, theirs in (
            (concept.pref_label.zh, other.pref_label.zh),
            (concept.pref_label.en, other.pref_label.en),
        ):
            if mine and theirs and (at := _at(right.text, mine)) >= 0 and theirs not in right.text:
                return right.text[:at] + theirs + right.text[at + len(mine) :]
    return None


def measure_planted(sentences: Sequence[Right], knowledge: Knowledge, flagged: Flagged) -> Measurement:
    """How many planted mistakes are flagged, by kind, and how many of the right sentences are accused."""
    planted = plant(sentences, knowledge)
    caught: dict[str, list[bool]] = defaultdict(list)
    missed: list[str] = []
    for each in planted:
        hit = flagged(each.text)
        caught[each.kind].append(hit)
        if not hit:
            missed.append(each.text)
    wronged = [right.text for right in sentences if flagged(right.text)]
    return Measurement(
        id="planted",
        title=Words(zh="植入的错误", en="planted mistakes"),
        note=Words(
            zh="取事实的陈述与本站答案里的句子，每句只改一处，看能不能发现；这些句子写规则的人都见过，所以误报一栏偏乐观。",
            en="Sentences of facts and answers with one thing exchanged; the rules' authors knew the sentences, so false alarms look better than they are.",
        ),
        caught=tuple(Rate(name=kind, hits=sum(hits), total=len(hits)) for kind, hits in sorted(caught.items())),
        accused=(Rate(name="right", hits=len(wronged), total=len(sentences)),),
        missed=_sample(missed),
        wronged=_sample(wronged),
    )


def measure_statements(rows: Sequence[Mapping[str, object]], flagged: Flagged) -> Measurement:
    """How many wrong statements by other authors are flagged and how many right ones accused, by kind of relation."""
    caught: dict[str, list[bool]] = defaultdict(list)
    accused: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        side = caught if row["label"] == "wrong" else accused
        side[str(row["kind"])].append(flagged(str(row["text"])))
    return Measurement(
        id="statements",
        title=Words(zh="他人写的陈述", en="statements by other authors"),
        note=Words(
            zh="由没有见过任何规则的人写成，写规则的人也没有见过它们，每句单独检查。",
            en="Written by people who saw no rule, unseen by those who wrote the rules; each checked alone.",
        ),
        caught=tuple(Rate(name=kind, hits=sum(hits), total=len(hits)) for kind, hits in sorted(caught.items())),
        accused=tuple(Rate(name=kind, hits=sum(hits), total=len(hits)) for kind, hits in sorted(accused.items())),
    )


def _sample(sentences: Sequence[str], most: int = 30) -> tuple[str, ...]:
    """Evenly spread examples, so that no kind hides the others."""
    step = max(1, -(-len(sentences) // most))
    return tuple(sentences[::step])
