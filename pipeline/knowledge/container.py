"""The knowledge in memory: mappings by id, facts by what they are about, labels in one index.

Apart from the loader, because a cache, a test and another program make the same container from other bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from pipeline import regex as re
from pipeline.knowledge.expansions import fits, words_of
from pipeline.knowledge.labels import LabelIndex, Labelled
from pipeline.knowledge.likeness import Likeness
from pipeline.knowledge.lines import ConceptLines, Outline, broader_of, kinds_of, outline_of
from pipeline.knowledge.literals import Alternative
from pipeline.knowledge.patterns import compiled, parted
from pipeline.models import Answer, Concept, Fact, Problem, QuestionEntry, Relation, RelationKind, digest
from pipeline.text import normalise

_ABBREVIATION = re.compile(r"(?=[^A-Z]*[A-Z][^A-Z]*[A-Z])[A-Za-z]{2,10}")
_IN_FULL = re.compile(r"(?!.*[A-Z]{2})[A-Za-z][a-z]+(?:[ -][A-Za-z][a-z]*)+")


@dataclass(frozen=True, eq=False)
class Knowledge:
    """What the editors hold true; frozen, and safe to hand to any stage."""

    concepts: Mapping[str, Concept]
    relations: Mapping[str, Relation]
    words: Mapping[str, tuple[str, ...]]
    """Sets of synonyms that patterns name."""
    facts: Mapping[str, Fact]
    questions: Mapping[str, QuestionEntry]
    answers: Mapping[str, Answer]
    """Question id to its canonical answer."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Stored spelling to the id of the concept that it names."""
    parted: Mapping[str, tuple[Alternative, ...]] = field(default_factory=dict)
    """Pattern to its alternatives and what they need, as far as they were taken apart before."""
    literals: tuple[str, ...] = ()
    """What all patterns need, sorted, as a cache keeps it."""
    likeness: Likeness | None = None
    """What weighs sentences that no pattern reads; None where the folder has none."""

    @cached_property
    def _alternatives(self) -> dict[str, tuple[Alternative, ...]]:
        """Pattern to its alternatives, as far as somebody asked."""
        return {}

    @cached_property
    def digest(self) -> str:
        """SHA-256 over concepts, relations, words and facts: what readings and verdicts depend on."""
        parts = [
            {key: value.model_dump(mode="json", by_alias=True) for key, value in sorted(table.items())}
            for table in (self.concepts, self.relations, self.facts)
        ]
        weighed = [self.likeness.digest] if self.likeness is not None else []
        return digest([*parts, {key: list(value) for key, value in sorted(self.words.items())}, *weighed])

    @cached_property
    def index(self) -> LabelIndex:
        """The labels of all concepts."""
        return LabelIndex(self.labels)

    @cached_property
    def about(self) -> tuple[Outline, ...]:
        """What each fact is about, by id."""
        return outline_of(self.facts)

    @cached_property
    def _of_subject(self) -> Mapping[str, list[Outline]]:
        return _grouped((each.subject, each) for each in self.about)

    @cached_property
    def _of_relation(self) -> Mapping[str, list[Outline]]:
        return _grouped((each.relation, each) for each in self.about)

    @cached_property
    def broader(self) -> Mapping[str, tuple[str, ...]]:
        """Concept to those directly above it."""
        return broader_of(self.concepts)

    @cached_property
    def kinds(self) -> Mapping[str, RelationKind]:
        """Relation to its kind."""
        return kinds_of(self.relations)

    @cached_property
    def ancestors(self) -> Mapping[str, frozenset[str]]:
        """Concept to all that is broader than it, at any distance."""
        closed: dict[str, frozenset[str]] = {}

        def climb(concept: str, path: tuple[str, ...]) -> frozenset[str]:
            if concept in closed:
                return closed[concept]
            above: set[str] = set()
            for broader in self.broader.get(concept, ()):
                if broader not in path:
                    above |= {broader} | climb(broader, (*path, broader))
            closed[concept] = frozenset(above)
            return closed[concept]

        for concept in self.broader:
            climb(concept, (concept,))
        return closed

    @cached_property
    def narrower(self) -> Mapping[str, tuple[str, ...]]:
        """Concept to those directly below it, sorted."""
        below: dict[str, set[str]] = {}
        for concept, above in self.broader.items():
            for each in above:
                below.setdefault(each, set()).add(concept)
        return {key: tuple(sorted(value)) for key, value in sorted(below.items())}

    def about_subject(self, subject: str) -> Sequence[Outline]:
        """What the facts about a concept are about, by id."""
        return self._of_subject.get(subject, ())

    def outlines_of(self, subject: str, relation: str) -> list[Outline]:
        """What the facts are about that tell this relation of a concept, by id: more than one where qualifiers separate them."""
        return [each for each in self.about_subject(subject) if each.relation == relation]

    def about_relation(self, relation: str) -> Sequence[Outline]:
        """What the facts that use a relation are about, by id."""
        return self._of_relation.get(relation, ())

    def facts_of(self, subject: str, relation: str | None = None) -> tuple[Fact, ...]:
        """The facts about a concept, by id; with `relation`, those of that relation alone: more than one where qualifiers separate them."""
        outlines = self.about_subject(subject) if relation is None else self.outlines_of(subject, relation)
        return tuple(self.facts[each.id] for each in outlines)

    @cached_property
    def expansions(self) -> Mapping[str, tuple[str, ...]]:
        """Concept to its English labels in full, where another label abbreviates them: `BPE`, `byte pair encoding`."""
        if isinstance(self.concepts, ConceptLines):
            return self.concepts.expansions
        found: dict[str, tuple[str, ...]] = {}
        for concept in self.concepts.values():
            labels = [concept.pref_label.zh, concept.pref_label.en, *concept.alt_label.zh, *concept.alt_label.en]
            short = [each for each in labels if _ABBREVIATION.fullmatch(each)]
            full = [
                each
                for each in dict.fromkeys(labels)
                if _IN_FULL.fullmatch(each) and len(words_of(each)) > 1 and any(fits(each, s) for s in short)
            ]
            if full:
                found[concept.id] = tuple(full)
        return found

    def mentions(self, text: str) -> list[Labelled]:
        """The concepts that a text names, by position in the text as given."""
        levelled, offsets = normalise(text)
        found = self.index.find(levelled)
        if offsets is None:
            return found
        return [Labelled(offsets[m.start], offsets[m.end - 1] + 1, m.concept) for m in found]

    def pattern(self, patterns: Iterable[str]) -> re.Pattern[str] | None:
        """Patterns of this knowledge as one regular expression; None where there are none."""
        return compiled(tuple(patterns), self.words)

    def alternatives_of(self, pattern: str) -> tuple[Alternative, ...]:
        """The alternatives of a pattern of this knowledge, each with the literals that stand in all that it matches."""
        found = self._alternatives.get(pattern)
        if found is None:
            found = self._alternatives[pattern] = self.parted.get(pattern) or parted(pattern, self.words)
        return found

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """Every literal of which a pattern needs one, sorted."""
        return self.literals or tuple(
            sorted(
                {
                    literal
                    for pattern in self.patterns()
                    for _, needed in self.alternatives_of(pattern)
                    for one in needed
                    for literal in one
                }
            )
        )

    def patterns(self) -> Iterator[str]:
        """Every pattern that relations and facts search sentences for, units of numbers among them."""
        for relation in self.relations.values():
            yield from (*relation.cues, *relation.counters, *relation.unit)
            yield from chain.from_iterable(relation.values.values())
            if (trend := relation.trend) is not None:
                yield from (*trend.quantity, *trend.effect, *trend.opposite, *trend.more, *trend.less)
        for fact in self.facts.values():
            yield from (*fact.cues, *fact.requires, *chain.from_iterable(fact.values.values()))


class Loaded(NamedTuple):
    """The knowledge, and what was refused or is doubtful in its files."""

    knowledge: Knowledge
    problems: list[Problem]
    key: str = ""
    """Digest of all that was read; empty where that is not known."""


def _grouped(pairs: Iterable[tuple[str, Outline]]) -> dict[str, list[Outline]]:
    groups: dict[str, list[Outline]] = {}
    for key, each in pairs:
        groups.setdefault(key, []).append(each)
    return groups


def fact_digest(fact: Fact) -> str:
    """Twelve hex digits of what a fact says: an answer that rests on it goes stale when they change."""
    return digest({"objects": list(fact.objects), "statement": fact.statement.model_dump(mode="json")})[:12]


def stale_facts(answer: Answer, knowledge: Knowledge) -> tuple[str, ...]:
    """Ids of the facts that changed or went away since the answer was written, sorted.

    A fact that the answer names without a digest was never recorded, and counts as changed.
    """
    stale = []
    for fact_id in sorted({*answer.facts, *answer.fact_digests}):
        fact = knowledge.facts.get(fact_id)
        recorded = answer.fact_digests.get(fact_id, "")
        # A longer digest of the same beginning is the same digest, written out.
        if fact is None or not recorded or not (recorded.startswith(fact_digest(fact))):
            stale.append(fact_id)
    return tuple(stale)
