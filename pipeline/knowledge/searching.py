"""Facts for a question in words: those about the concepts that it names first, then those that share its words.

Apart from the reader, which asks what a text asserts: here somebody does not know yet how a fact is called.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from math import log
from typing import NamedTuple

from pipeline.knowledge.container import Knowledge
from pipeline.models import Fact
from pipeline.text import normalise

_WORD = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ations?|ings?|ed|es|s)$")
_STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "is",
        "are",
        "in",
        "on",
        "to",
        "and",
        "or",
        "what",
        "which",
        "how",
        "does",
        "do",
        "it",
        "for",
        "with",
        "that",
        "什么",
        "是什",
        "怎么",
        "如何",
        "哪些",
        "的是",
        "一个",
    ]
)


class Found(NamedTuple):
    """A fact, and how well it fits; only the order of scores means something."""

    fact: Fact
    score: float


def search(query: str, knowledge: Knowledge, limit: int = 8) -> list[Found]:
    """The facts that fit a query in Chinese or English best, the best first; those that do not fit at all are left out."""
    index = _index(knowledge)
    named = {mention.concept for mention in knowledge.mentions(query)}
    above = {concept for each in named for concept in knowledge.ancestors.get(each, ())}
    scores: dict[str, float] = defaultdict(float)
    for word in sorted(set(_words(query))):
        holders = index.get(word, {})
        weight = log(1 + (len(knowledge.facts) - len(holders) + 0.5) / (len(holders) + 0.5))
        for name, share in holders.items():
            scores[name] += weight * share
    for fact in knowledge.facts.values():
        if fact.id == query.strip():
            scores[fact.id] += 1000
        elif fact.subject in named:
            scores[fact.id] += 10
        elif fact.subject in above and fact.id in scores:
            scores[fact.id] += 2
    best = sorted((-round(score, 6), name) for name, score in scores.items() if score > 0)
    return [Found(knowledge.facts[name], round(-score, 4)) for score, name in best[:limit]]


def _words(text: str) -> list[str]:
    """Words of Latin letters without their endings, and pairs of Chinese characters."""
    found: list[str] = []
    for run in _WORD.findall(normalise(text)[0]):
        found += [_ENDING.sub("", run)] if run[0] < "\u3400" else [run[i : i + 2] for i in range(max(1, len(run) - 1))]
    return [word for word in found if word not in _STOP]


@lru_cache(maxsize=2)
def _index(knowledge: Knowledge) -> dict[str, dict[str, float]]:
    """Word to the facts that use it, with its share in each: what the fact is called counts more than what it says."""
    counted: dict[str, Counter[str]] = {}
    for fact in knowledge.facts.values():
        label, concept = knowledge.relations[fact.relation].label, knowledge.concepts.get(fact.subject)
        names = [fact.id, label.zh, label.en, fact.statement.zh, fact.statement.en]
        if concept is not None:
            names += [concept.pref_label.zh, concept.pref_label.en, *concept.alt_label.zh, *concept.alt_label.en]
        said = [text for myth in fact.myths for text in (myth.says.zh, myth.says.en)]
        said += [fact.explanation.zh, fact.explanation.en] if fact.explanation else []
        words = Counter(_words(" ".join(said)))
        for word in _words(" ".join(names)):
            words[word] += 3
        counted[fact.id] = words
    usual = sum(words.total() for words in counted.values()) / max(1, len(counted))
    index: dict[str, dict[str, float]] = defaultdict(dict)
    for name, words in counted.items():
        damping = 1.2 * (0.25 + 0.75 * words.total() / usual)
        for word, often in words.items():
            index[word][name] = often * 2.2 / (often + damping)
    return dict(index)
