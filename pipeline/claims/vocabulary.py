"""Relations as patterns that are ready to search: one set for a relation, one more where a fact words it its own way.

Apart from the reader, because compiling is done once and searching often.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline import regex as re
from pipeline.claims.negation import CONTENT, negators
from pipeline.claims.prefilter import ANYWHERE, Patterns, first_of, merged
from pipeline.claims.recall import Recall
from pipeline.claims.sentences import Span
from pipeline.claims.trends import Quantity
from pipeline.knowledge import Alternative, Knowledge, Literals, Outline, seamless
from pipeline.models import Fact, Relation, RelationKind, TrendWording

if TYPE_CHECKING:
    from pipeline.claims.keeping import Kept

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
        self.kind: RelationKind = relation.kind
        self._knowledge = knowledge
        # Negation is read around a cue: a cue that refuses to stand behind one would only make its denial unreadable.
        self._cues = tuple(dict.fromkeys((*relation.cues, *(cue for fact in facts for cue in fact.cues))))
        values: dict[str, tuple[str, ...]] = dict(relation.values)
        for fact in facts:
            for value, patterns in fact.values.items():
                values[value] = (*values.get(value, ()), *patterns)
        self._as_written = values
        worded = [(value, each) for value, found in sorted(values.items()) for each in _each(found, knowledge)]
        self._worded = Patterns([each for _, each in worded], knowledge, _undenied)
        """The alternatives of all values, which are asked for in one go."""
        self._value_of = [value for value, _ in worded]
        self.trend = Moving(relation.trend, knowledge) if relation.trend is not None else None
        """Two quantities that state a value by moving together."""

    @cached_property
    def value_gate(self) -> frozenset[str]:
        """Without one of these in a sentence no value stands in it."""
        return self._worded.gate | (self.trend.value_gate if self.trend is not None else frozenset())

    @cached_property
    def _values(self) -> dict[str, tuple[str, ...]]:
        return {value: tuple(map(_undenied, found)) for value, found in self._as_written.items()}

    @cached_property
    def cues(self) -> Patterns | None:
        """Finds a cue; None where the values say it themselves."""
        return Patterns(_each(self._cues, self._knowledge), self._knowledge, _undenied) if self._cues else None

    @cached_property
    def cue_gate(self) -> frozenset[str]:
        """Without one of these in sight nothing speaks of the relation."""
        if self.kind in ("expansion", "kind-of") or self.ratio is not None or self.relation.owner:
            return ANYWHERE
        if self.trend is not None and self.cues is not None:
            return self.trend.cue_gate | self.cues.gate
        if self.cues is None or (self.kind == "closed-set" and self.of_need):
            return ANYWHERE
        return self.cues.gate | self.counters.gate if self.counters is not None else self.cues.gate

    @cached_property
    def claim_gate(self) -> frozenset[str]:
        """Without one of these in a sentence nothing is claimed there: its values, or the units of its numbers."""
        if self.kind == "number" and self.ratio is None:
            needed = [each.needed[:1] for unit in self.relation.unit for each in self._knowledge.alternatives_of(unit)]
            literals = {literal for (one,) in needed for literal in one} if needed and all(needed) else set()
            # A share may have its sign in words: 百分之十五.
            return frozenset(literals) if literals and "%" not in literals else ANYWHERE
        return ANYWHERE if self.kind in ("number", "expansion") else self.value_gate

    @cached_property
    def of_need(self) -> bool:
        """Whether it tells what is needed: then doing without is a denial that needs no other verb."""
        return self.cues is not None and (self.cues.stands_in("需要") or self.cues.stands_in("needs"))

    @cached_property
    def of_removal(self) -> bool:
        """Whether it tells what is cut away: then to remove and to drop are no denials of it."""
        return self.cues is not None and (
            self.cues.stands_in("剪") or self.cues.stands_in("砍") or self.cues.stands_in("prunes")
        )

    @cached_property
    def positive(self) -> bool:
        """Whether its cues mostly say that something is so; else the relation is itself about what is left out."""
        parts = [part for cue in dict.fromkeys(map(_undenied, self._cues)) for part in cue.split("|")]
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
    def counters(self) -> Patterns | None:
        """Finds words that deny the value beside them."""
        found = self.relation.counters
        return Patterns(_each(found, self._knowledge), self._knowledge) if found else None

    def denying(self, hit: Hit, text: str) -> bool:
        """Whether the pattern that found a value itself words a negation such as stands in it (`不`, `no`, not `去掉`)."""
        for pattern in self._values.get(hit.value, ()):
            found = self._knowledge.pattern((pattern,))
            match = found.match(text, hit.start) if found is not None else None
            # What a pattern merely excludes, or looks around for, is not part of what it words.
            worded = _ASIDE.sub("", pattern)
            if (
                match is not None
                and match.end() == hit.end
                and any(each.words not in CONTENT for each in negators(worded, 0, len(worded)))
            ):
                return True
        return False

    def values(self, text: str, start: int, end: int, present: set[str]) -> list[Hit]:
        """The values in a stretch: the longest at each place; a place that words two values alike words none.

        `present` are the literals that stand in it.
        """
        alive: dict[str, list[re.Pattern[str]]] = {}
        for number in self._worded.alive(present):
            alive.setdefault(self._value_of[number], []).append(self._worded[number])
        if not alive:
            return []
        hits = [
            Hit(m.start(), m.end(), value)
            for value, patterns in alive.items()
            for m in merged(patterns, text, start, end)
        ]
        for hit in list(hits):
            for word in negators(text, hit.start, hit.end):
                again = first_of(alive[hit.value], text, word.start + 1, end)
                if again is not None and again.start() < hit.end < again.end():
                    hits.append(Hit(again.start(), again.end(), hit.value))
        # "不是先 RM 后 SFT,顺序是 SFT、RM": what words a value anew behind a comma is that value's place.
        for i, hit in enumerate(hits):
            while (
                (comma := text.find(",", hit.start, hit.end)) >= 0
                and (again := first_of(alive[hit.value], text, comma + 1, hit.end)) is not None
                and again.end() == hit.end
            ):
                hits[i] = hit = Hit(again.start(), again.end(), hit.value)
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
            clash = next((k for k in kept if k.start < hit.end and hit.start < k.end), None)
            if clash is None:
                kept.append(hit)
            elif clash[:2] == hit[:2] and clash.value != hit.value:
                doubtful.append(clash)
        return sorted(hit for hit in kept if hit not in doubtful)


class Moving:
    """How a relation names the quantity that is turned up or down, and what follows it."""

    def __init__(self, worded: TrendWording, knowledge: Knowledge) -> None:
        self.worded = worded
        self.quantity = Patterns(_each(worded.quantity, knowledge), knowledge)
        self._kinds: list[tuple[int, bool]] = []
        alternatives: list[Alternative] = []
        for patterns, sign, alone in (
            (worded.effect, 1, False), (worded.opposite, -1, False), (worded.more, 1, True), (worded.less, -1, True),
        ):  # fmt: skip
            found = _each(patterns, knowledge)
            alternatives += found
            self._kinds += [(sign, alone)] * len(found)
        self.effects = Patterns(alternatives, knowledge)

    @property
    def cue_gate(self) -> frozenset[str]:
        """Without one of these nothing is turned."""
        return self.quantity.gate if self.worded.quantity else ANYWHERE

    @property
    def value_gate(self) -> frozenset[str]:
        """Without one of these nothing follows."""
        return self.effects.gate if self._kinds else ANYWHERE

    def turned(self, text: str, sentence: Span, present: set[str], own: Iterable[Span]) -> list[Span]:
        """Where a quantity is named that may be turned up or down; `own` are the subject's mentions."""
        if not self.worded.quantity:
            return list(own)
        return [Span(*m.span()) for m in self.quantity.matches(text, sentence.start, sentence.end, present)]

    def following(self, text: str, sentence: Span, present: set[str], own: Iterable[Span]) -> list[Quantity]:
        """Where what follows it is named."""
        if not self._kinds:
            return [Quantity(*span, 1) for span in own]
        return [
            Quantity(m.start(), m.end(), *self._kinds[number])
            for number in self.effects.alive(present)
            for m in self.effects[number].finditer(text, sentence.start, sentence.end)
        ]

    def value(self, sign: int) -> str:
        """The value of the relation that a trend states; "" where it has none."""
        return {1: self.worded.same, -1: self.worded.inverse, 0: self.worded.unchanged}[sign]


def _undenied(pattern: str) -> str:
    """A pattern without its own guards against negation; those match nothing, so it needs the same literals."""
    return _UNDENIED.sub("", pattern)


def _each(patterns: Iterable[str], knowledge: Knowledge) -> list[Alternative]:
    """The alternatives of patterns, with what each of them needs."""
    return [each for pattern in patterns for each in knowledge.alternatives_of(pattern)]


class Said(NamedTuple):
    """Something that can be said of a concept."""

    relation: str
    wording: Wording
    requires: tuple[Patterns | None, ...]
    """For each fact that it is held against what must stand near for it to be spoken of, None where nothing must; () where
    only the concept's own labels tell, as they do for an expansion."""
    bit: int
    """The lower bit of its wording in `Openings`."""


class Openings:
    """Which of many wordings literals leave open, all asked at once: two bits of a number for each wording."""

    def __init__(self) -> None:
        self._bits: dict[Wording, int] = {}
        self._lower = 0
        """All lower bits."""
        self._by: dict[str, int] = {}
        """Literal to the wordings that it speaks of (the lower bits), and to those of which it may be a value (the upper ones)."""

    def __len__(self) -> int:
        """How many wordings were taken in."""
        return len(self._bits)

    def add(self, wording: Wording) -> int:
        """Take a wording in; its lower bit, which it keeps."""
        if wording not in self._bits:
            bit = self._bits[wording] = 1 << 2 * len(self._bits)
            self._lower |= bit
            for gate, own in ((wording.cue_gate, bit), (wording.claim_gate, bit << 1)):
                for literal in gate:
                    self._by[literal] = self._by.get(literal, 0) | own
        return self._bits[wording]

    def by(self, literals: AbstractSet[str]) -> int:
        """The wordings that literals speak of, and those of which they may be a value."""
        return reduce(or_, map(self._by.__getitem__, self._by.keys() & literals), 0)

    def cued(self, opened: int) -> int:
        """Of what is open only that something speaks of it."""
        return opened & self._lower

    def both(self, opened: int) -> int:
        """Of what is open that which something speaks of, and of which a value may stand there: lower bits."""
        return opened & opened >> 1 & self._lower


class Vocabulary:
    """What can be said of whom, and how it is worded: made when it is first needed, kept for all documents."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._plain: dict[str, Wording] = {}
        self._own: dict[tuple[str, str], Wording] = {}
        self._requires: dict[str, Patterns] = {}
        self._relations: dict[str, tuple[str, ...]] = {}
        self._facts: dict[tuple[str, str], tuple[Fact, ...]] = {}
        self._typed: dict[str, frozenset[str]] = {}
        self._said: dict[str, tuple[Said, ...]] = {}
        self._making = threading.Lock()
        self.openings = Openings()
        self.recall: Recall[Any] = Recall()
        """What the reader understood of the units that it read last. Kept here, for it names wordings by identity: it may not outlive them."""
        self.kept: Kept | None = None
        """Where the reader looks up what earlier processes understood."""

    @cached_property
    def _literals(self) -> Literals:
        return Literals(self.knowledge.needed)

    @cached_property
    def _spelling(self) -> frozenset[str]:
        """The relations that tell what an abbreviation stands for."""
        return frozenset(name for name, kind in self.knowledge.kinds.items() if kind == "expansion")

    def within(self, text: str) -> set[str]:
        """The literals of all patterns that stand in a text, found in one walk, and what stands in every text."""
        found = self._literals.within(seamless(text))
        found |= ANYWHERE
        return found

    def said_of(self, concept: str) -> tuple[Said, ...]:
        """All that facts let be said of a concept, by relation."""
        found = self._said.get(concept)
        if found is None:
            # One thread at a time: of two that add bits for one literal, one would undo what the other did, for good.
            with self._making:
                if (found := self._said.get(concept)) is not None:
                    return found
                worded = [(each, self.of(concept, each)) for each in self.relations_of(concept)]
                found = self._said[concept] = tuple(
                    Said(each, wording, self._required(concept, each), self.openings.add(wording))
                    for each, wording in worded
                    if wording is not None
                )
        return found

    def relations_of(self, concept: str) -> tuple[str, ...]:
        """The relations that facts know of a concept, its own or inherited."""
        if concept not in self._relations:
            own = {fact.relation for fact in self.knowledge.about_subject(concept)}
            for above in self.knowledge.ancestors.get(concept, frozenset()):
                own |= {fact.relation for fact in self.knowledge.about_subject(above) if fact.inherited}
            if concept in self.knowledge.expansions:
                own |= self._spelling
            self._relations[concept] = tuple(sorted(own))
        return self._relations[concept]

    def facts_for(self, concept: str, relation: str) -> tuple[Fact, ...]:
        """The facts that a claim is held against."""
        key = (concept, relation)
        if key not in self._facts:
            self._facts[key] = tuple(self.knowledge.facts[each.id] for each in self._outlines(concept, relation))
        return self._facts[key]

    def _outlines(self, concept: str, relation: str) -> list[Outline]:
        found = self.knowledge.outlines_of(concept, relation)
        if not found:
            above = sorted(self.knowledge.ancestors.get(concept, frozenset()))
            found = [o for each in above for o in self.knowledge.outlines_of(each, relation) if o.inherited]
        return found

    # Most facts are held against nothing in a text: they are not even read.

    def _required(self, concept: str, relation: str) -> tuple[Patterns | None, ...]:
        return tuple(
            self.requires(self.knowledge.facts[each.id]) if each.requiring else None
            for each in self._outlines(concept, relation)
        )

    def typed(self, relation: str) -> frozenset[str]:
        """The concepts of which a relation can be said: those that facts name, their families and their siblings."""
        if relation not in self._typed:
            facts = self.knowledge.about_relation(relation)
            subjects = {fact.subject for fact in facts}
            found = set(subjects)
            heirs = [fact.subject for fact in facts if fact.inherited]
            while heirs:
                below = set(self.knowledge.narrower.get(heirs.pop(), ())) - found
                found |= below
                heirs += sorted(below)
            families: set[str] = set()
            for subject in subjects:
                concept = self.knowledge.concepts.get(subject)
                families |= set(self.knowledge.broader.get(subject, ()))
                found |= set(self.knowledge.narrower.get(subject, ()))
                found |= set(concept.confused_with) if concept else set()
            for family in families:
                found |= {family, *self.knowledge.narrower.get(family, ())}
            self._typed[relation] = frozenset(found)
        return self._typed[relation]

    def of(self, subject: str, relation: str) -> Wording | None:
        """How a relation is worded of a subject."""
        found = self.knowledge.relations.get(relation)
        if found is None:
            return None
        if not any(each.worded for each in self.knowledge.outlines_of(subject, relation)):
            if relation not in self._plain:
                self._plain[relation] = Wording(found, (), self.knowledge)
            return self._plain[relation]
        key = (subject, relation)
        if key not in self._own:
            self._own[key] = Wording(found, self.knowledge.facts_of(subject, relation), self.knowledge)
        return self._own[key]

    def requires(self, fact: Fact) -> Patterns | None:
        """What must stand near for a fact to be spoken of; None where nothing must."""
        if not fact.requires:
            return None
        if fact.id not in self._requires:
            self._requires[fact.id] = Patterns(_each(fact.requires, self.knowledge), self.knowledge)
        return self._requires[fact.id]


@lru_cache(maxsize=4)
def vocabulary_of(knowledge: Knowledge) -> Vocabulary:
    """The wordings of a knowledge; compiled once for all the documents that are read by it."""
    return Vocabulary(knowledge)
