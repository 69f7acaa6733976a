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
    for word in set(_words(query)):
        weight = log(1 + len(knowledge.facts) / (1 + len(index.get(word, ()))))
        for name, often in index.get(word, {}).items():
            scores[name] += weight * often / (often + 1)
    for fact in knowledge.facts.values():
        if fact.subject in named:
            scores[fact.id] += 10
        elif fact.subject in above and fact.id in scores:
            scores[fact.id] += 2
        if fact.id == query.strip():
            scores[fact.id] += 1000
    best = sorted((-score, name) for name, score in scores.items() if score > 0)
    return [Found(knowledge.facts[name], round(-score, 4)) for score, name in best[:limit]]


def _words(text: str) -> list[str]:
    """Words of Latin letters, and pairs of Chinese characters."""
    found: list[str] = []
    for run in _WORD.findall(normalise(text)[0]):
        found += [run] if run[0] < "\u3400" else [run[i : i + 2] for i in range(max(1, len(run) - 1))]
    return [word for word in found if word not in _STOP]


@lru_cache(maxsize=2)
def _index(knowledge: Knowledge) -> dict[str, dict[str, int]]:
    """Word to the facts that use it, with how often."""
    index: dict[str, dict[str, int]] = defaultdict(dict)
    for fact in knowledge.facts.values():
        texts = [fact.id.replace("-", " ").replace(".", " ")]
        for words in (fact.statement, fact.explanation, *(myth.says for myth in fact.myths)):
            if words is not None:
                texts += [words.zh, words.en]
        concept = knowledge.concepts.get(fact.subject)
        if concept is not None:
            texts += [concept.pref_label.zh, concept.pref_label.en, *concept.alt_label.zh, *concept.alt_label.en]
        for word, often in Counter(_words(" ".join(texts))).items():
            index[word][fact.id] = often
    return dict(index)
