"""Sentences that read like wrong ones, where no pattern could tell what they say: which, and what fact they may be about.

Apart from the reader, which says what words assert: here words are only weighed. A doubt is no claim that was read; it
is a warning to look, with the fact that is most likely meant, and it is told apart from claims everywhere.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from pipeline.claims.mentions import Mention
from pipeline.claims.sentences import Span, sentences
from pipeline.knowledge.likeness import Likeness, Named, rarity, tokens
from pipeline.models import Fact
from pipeline.text import normalise

LEAST = 0.01
"""Where no fact is more likely than this to be the one meant, nothing that is known is near, and the sentence is left alone."""

UNSURE = 0.3
"""How much further, with each e-fold of sentences, one must lean about which no fact is `MEANT`: few of a long text are about what is known."""

LEAST_WORDS = 4
"""Beside the names in it, words, numbers or Chinese characters without which a text says nothing: a bare name leans nowhere."""
BESIDE_RIGHT = 0.8
"""How much further a sentence must lean in which one clause is read to be right and another is not; chosen like `TRUST`."""
LENT = 0.5
"""How much of what makes a sentence doubtful may come from its neighbour."""


class Trust(NamedTuple):
    """How much further than others some readings of patterns are to be trusted, in log odds beside what the words weigh."""

    clause: float = 0.9
    """The value's own clause names the subject."""
    several: float = 1.3
    """More than one thing in the sentence is read to be wrong."""
    supported: float = -0.75
    """Another thing in the sentence is read to be right."""
    negated: float = -0.7
    """A negation was read."""
    called_wrong: float = 1.2
    """What is read is called wrong there."""
    expansion: float = 0.6
    kind_of: float = -0.45

    def of(self, where: str, reading: Iterable[str], kind: str, wrong: int, right: bool) -> float:
        """That of a claim: where its subject is from, how it was read, and how much of its sentence is read to be wrong, and whether any right."""
        reading = tuple(reading)
        return (
            self.clause * (where == "clause")
            + self.several * (wrong > 1)
            + self.supported * right
            + self.negated * any(each.startswith("not=") for each in reading)
            + self.called_wrong * ("frame=denied" in reading)
            + self.expansion * (kind == "expansion")
            + self.kind_of * (kind == "kind-of")
        )


TRUST = Trust()
"""A logistic regression over 2,300 accusations by patterns of statements whose authors had seen no rule, beside their weighed words."""


class Trace(NamedTuple):
    """What of a fact's wording stands in a sentence, whether or not it made a claim."""

    fact: Fact
    cue: bool
    """Whether something speaks of its relation, or nothing needs to."""
    values: tuple[str, ...]
    """The values of its relation that are worded there."""
    required: bool
    """Whether what the fact requires is in sight."""
    own: bool
    """Whether it is a fact of the concept itself, not one that it inherits."""


class Suspect(NamedTuple):
    """The fact that a doubtful sentence is most likely about."""

    fact: Fact
    myth: int
    """Which of its myths the sentence is most like."""
    probability: float


class Leaning:
    """The scores of the sentences of one unit, each found when it is asked for."""

    def __init__(
        self,
        likeness: Likeness,
        low: str,
        find: Callable[[], Sequence[Mention]],
        about: Mapping[int, Sequence[str]],
        spans: Sequence[Span] | None = None,
    ) -> None:
        """`find` finds the concepts that `low` names, in their order; `spans` are its sentences, where they are known.

        `about` are the concepts that sentences, by number, are about without naming any.
        """
        self._likeness = likeness
        self._low = low
        self._find = find
        self._found = spans
        self.about = about
        self._scores: dict[tuple[int, int], float] = {}

    @property
    def _spans(self) -> Sequence[Span]:
        if self._found is None:
            self._found = sentences(self._low)
        return self._found

    @cached_property
    def _mentions(self) -> Sequence[Mention]:
        return self._find()

    def known(self, at: int, score: float) -> None:
        """Take it as known how much a sentence leans by itself."""
        self._scores[at, at] = score

    def of(self, at: int) -> float:
        """How much a sentence leans by itself."""
        return self._of(at, at)

    def _of(self, first: int, last: int) -> float:
        key = (first, last)
        if key not in self._scores:
            start, end = self._spans[first].start, self._spans[last].end
            # Whom it leaves out is named before all that it says.
            left_out = [Named(0, concept) for concept in self.about.get(first, ())]
            names = [*left_out, *named_in(self._mentions, start, end)]
            self._scores[key] = self._likeness.score(self._low[start:end], names)
        return self._scores[key]

    def _windows(self, at: int) -> list[tuple[int, int]]:
        """What a sentence is weighed with: its neighbours, which may take it back (`很多人以为…。其实…`)."""
        last = len(self._spans) - 1
        return [(first, first + 1) for first in (at - 1, at) if 0 <= first < last] or [(at, at)]

    def calm(self, at: int, limit: float) -> float | None:
        """The most that a sentence leans to the wrong side, alone or with a neighbour; None where that is `limit` or more."""
        highest = self._of(at, at)
        if highest < limit:
            highest = max(highest, *(self._of(*window) for window in self._windows(at)))
        return highest if highest < limit else None

    def blamed(self, at: int, least: float) -> float | None:
        """How much a sentence leans, where that is more than `least` and its neighbour is not rather to blame; else None."""
        own = self._of(at, at)
        # A neighbour may take back what a sentence says; it does not make a wrong one of a right one.
        if own <= least - LENT:
            return None
        for first, last in self._windows(at):
            score = self._of(first, last)
            if score > least and all(own >= self._of(other, other) for other in range(first, last + 1)):
                return score
        return None


def named_in(mentions: Sequence[Mention], start: int, end: int) -> list[Named]:
    """The concepts named in a stretch of a text, of those in their order, placed in that stretch."""
    first, last = bisect_left(mentions, (start,)), bisect_left(mentions, (end,))
    return [Named(m.start - start, m.concept) for m in mentions[first:last] if m.end <= end]


def suspect(low: str, traces: Sequence[Trace], likeness: Likeness) -> Suspect | None:
    """The fact of those traced that a doubtful sentence is most likely about; None where none is likely enough."""
    weighed = weights_of(low, traces)
    if not weighed:
        return None
    by = likeness.attribution
    best: Suspect | None = None
    for trace, myth, parts in weighed:
        odds = by.bias + sum(weight * part for weight, part in zip(by[1:], parts, strict=True))
        probability = round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 9)
        if probability >= LEAST and (best is None or probability > best.probability):
            best = Suspect(trace.fact, myth, probability)
    return best


def weights_of(low: str, traces: Sequence[Trace]) -> list[tuple[Trace, int, tuple[float, ...]]]:
    """Each traced fact that has a myth, the myth that is nearest, and what speaks for it, as `Attribution` weighs it."""
    traces = [trace for trace in traces if trace.fact.myths]
    words = {trace.fact.id: _worded(trace.fact) for trace in traces}
    rare = rarity(frozenset().union(*right, *wrong) for right, wrong in words.values())
    unmet = math.log(2 * (1 + len(traces)))
    said = _grams(low)
    weight_said = _norm(said, rare, unmet)
    all_said = math.fsum(rare.get(each, unmet) for each in said) or 1.0

    def alike(other: frozenset[str]) -> float:
        # Exact sums, and equal ones equal: the order of a set is not the same in every process.
        shared = math.fsum(rare[each] ** 2 for each in said & other)
        return round(shared / math.sqrt(weight_said * _norm(other, rare, unmet)), 9) if shared else 0.0

    found: list[tuple[Trace, int, tuple[float, ...]]] = []
    for trace in traces:
        right, wrong = words[trace.fact.id]
        to_myths = [alike(each) for each in wrong]
        nearest = max(range(len(wrong)), key=lambda i: (to_myths[i], -i))
        shared = said & frozenset().union(*right, *wrong)
        known = {value for myth in trace.fact.myths for value in myth.objects}
        values = set(trace.values)
        parts = (
            max(map(alike, right)),
            to_myths[nearest],
            round(math.fsum(rare[each] for each in shared) / all_said, 9),
            float(trace.cue),
            float(not values.isdisjoint(trace.fact.objects)),
            float(not values.isdisjoint(known)),
            float(bool(values - known - set(trace.fact.objects))),
            float(trace.required),
            float(trace.own),
            math.log(len(traces)),
        )
        found.append((trace, nearest // 2, parts))
    return found


def _norm(words: Iterable[str], rare: Mapping[str, float], unmet: float) -> float:
    return math.fsum(rare.get(each, unmet) ** 2 for each in words) + 1e-9


def _grams(text: str) -> frozenset[str]:
    """The words of a text and its pairs of neighbours."""
    found = tokens(text)
    return frozenset((*found, *(f"{one} {two}" for one, two in itertools.pairwise(found))))


@lru_cache(maxsize=4096)
def _of_fact(statements: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    return tuple(_grams(normalise(each)[0]) for each in statements)


def _worded(fact: Fact) -> tuple[tuple[frozenset[str], ...], tuple[frozenset[str], ...]]:
    """The words of a fact's statement and, two for each, of its myths."""
    right = _of_fact((fact.statement.zh, fact.statement.en))
    wrong = _of_fact(tuple(text for myth in fact.myths for text in (myth.says.zh, myth.says.en)))
    return right, wrong
