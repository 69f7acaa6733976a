"""Relations as patterns that are ready to search: one set for a relation, one more where a fact words it its own way.

Apart from the reader, because compiling is done once and searching often.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import NamedTuple

from pipeline.claims.sentences import Span, negators
from pipeline.knowledge import Knowledge
from pipeline.models import Fact, Relation, RelationKind

_UNDENIED = re.compile(
    r"\(\?<!(?:不|没|无|非|未|没有|并非|不是|而非|无需|不用|不再|不会|不能|不需|(?:not|no|never|cannot|without)(?:\\s|\\b| )*)\)"
)
_ASIDE = re.compile(r"\[[^\]]*\]|\(\?<?[=!][^()]*\)")


class Hit(NamedTuple):
    """A place where a value stands."""

    start: int
    end: int
    value: str

    @property
    def span(self) -> Span:
        """Its place."""
        return Span(self.start, self.end)


class Wording:
    """How one relation is worded of one subject."""

    def __init__(self, relation: Relation, facts: Iterable[Fact], knowledge: Knowledge) -> None:
        facts = tuple(facts)
        self.relation = relation
        self._knowledge = knowledge
        # Negation is read around a cue: a cue that refuses to stand behind one would only make its denial unreadable.
        self._cues = tuple(
            dict.fromkeys(_UNDENIED.sub("", c) for c in (*relation.cues, *(cue for fact in facts for cue in fact.cues)))
        )
        values: dict[str, tuple[str, ...]] = dict(relation.values)
        for fact in facts:
            for value, patterns in fact.values.items():
                values[value] = (*values.get(value, ()), *patterns)
        values = {value: tuple(_UNDENIED.sub("", each) for each in patterns) for value, patterns in values.items()}
        self._values = values

    @property
    def kind(self) -> RelationKind:
        """The relation's kind."""
        return self.relation.kind

    @cached_property
    def cues(self) -> re.Pattern[str] | None:
        """Finds a cue; None where the values say it themselves."""
        return self._knowledge.pattern(self._cues)

    @cached_property
    def of_need(self) -> bool:
        """Whether it tells what is needed: then doing without is a denial that needs no other verb."""
        return self.cues is not None and bool(self.cues.search("需要") or self.cues.search("needs"))

    @cached_property
    def positive(self) -> bool:
        """Whether its cues mostly say that something is so; else the relation is itself about what is left out."""
        parts = [part for cue in self._cues for part in cue.split("|")]
        return sum(bool(negators(part, 0, len(part))) for part in parts) * 2 < len(parts)

    @cached_property
    def unit(self) -> re.Pattern[str] | None:
        """Finds the unit behind a number."""
        return self._knowledge.pattern(self.relation.unit)

    @cached_property
    def ratio(self) -> tuple[re.Pattern[str] | None, ...] | None:
        """Patterns of amount, other counts, what must and what may not stand there, where two numbers state the relation's."""
        ratio = self.relation.ratio
        if ratio is None:
            return None
        return tuple(self._knowledge.pattern(each) for each in (ratio.whole, ratio.other, ratio.cues, ratio.unless))

    @cached_property
    def counters(self) -> re.Pattern[str] | None:
        """Finds words that deny the value beside them."""
        return self._knowledge.pattern(self.relation.counters)

    @cached_property
    def _each(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        found = []
        for value, patterns in sorted(self._values.items()):
            if (pattern := self._knowledge.pattern(patterns)) is not None:
                found.append((value, pattern))
        return tuple(found)

    def denying(self, hit: Hit, text: str) -> bool:
        """Whether the pattern that found a value itself contains the negation that stands in it."""
        for pattern in self._values.get(hit.value, ()):
            found = self._knowledge.pattern((pattern,))
            match = found.match(text, hit.start) if found is not None else None
            # What a pattern merely excludes, or looks around for, is not part of what it words.
            worded = _ASIDE.sub("", pattern)
            if match is not None and match.end() == hit.end and negators(worded, 0, len(worded)):
                return True
        return False

    def values(self, text: str, start: int, end: int) -> list[Hit]:
        """The values in a stretch: the longest at each place; a place that words two values alike words none."""
        hits = [
            Hit(m.start(), m.end(), value) for value, pattern in self._each for m in pattern.finditer(text, start, end)
        ]
        for hit in list(hits):
            for word in negators(text, hit.start, hit.end):
                for value, pattern in self._each:
                    again = pattern.search(text, word.start + 1, end) if value == hit.value else None
                    if again is not None and again.start() < hit.end < again.end():
                        hits.append(Hit(again.start(), again.end(), value))
        # "LoRA 不更新原始权重": what a match that holds a negation cuts off from its object is no value of its own.
        hits = [
            hit
            for hit in hits
            if not any(hit.start < k.start < hit.end < k.end for k in hits) or not negators(text, hit.start, hit.end)
        ]
        hits.sort(key=lambda hit: (hit.start - hit.end, hit.start, hit.value))
        kept: list[Hit] = []
        doubtful: list[Hit] = []
        for hit in hits:
            clash = next((k for k in kept if k.span.overlaps(hit.span)), None)
            if clash is None:
                kept.append(hit)
            elif clash.span == hit.span and clash.value != hit.value:
                doubtful.append(clash)
        return sorted(hit for hit in kept if hit not in doubtful)


class Vocabulary:
    """The wordings of all that facts speak of, made when they are first needed."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._plain: dict[str, Wording] = {}
        self._own: dict[tuple[str, str], Wording] = {}
        self._requires: dict[str, re.Pattern[str] | None] = {}

    def of(self, subject: str, relation: str) -> Wording | None:
        """How a relation is worded of a subject."""
        found = self.knowledge.relations.get(relation)
        if found is None:
            return None
        facts = self.knowledge.facts_of(subject, relation)
        if not any(fact.cues or fact.values for fact in facts):
            if relation not in self._plain:
                self._plain[relation] = Wording(found, (), self.knowledge)
            return self._plain[relation]
        key = (subject, relation)
        if key not in self._own:
            self._own[key] = Wording(found, facts, self.knowledge)
        return self._own[key]

    def requires(self, fact: Fact) -> re.Pattern[str] | None:
        """What must stand near for a fact to be spoken of; None where nothing must."""
        if fact.id not in self._requires:
            self._requires[fact.id] = self.knowledge.pattern(fact.requires)
        return self._requires[fact.id]


@lru_cache(maxsize=4)
def vocabulary_of(knowledge: Knowledge) -> Vocabulary:
    """The wordings of a knowledge; compiled once for all the documents that are read by it."""
    return Vocabulary(knowledge)
