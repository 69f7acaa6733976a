"""The reader: unit by unit and sentence by sentence, with what was spoken of before, and what its words weigh.

Apart from its neighbours, which know layout (`units`), language (`sentences`), reference (`subjects`), patterns
(`vocabulary`) and relations (`relations`): here they meet. The cost of a sentence grows with the concepts in it, not with
the number of facts.
"""

from __future__ import annotations

import atexit
import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from pipeline.claims.doubts import BESIDE_RIGHT, LEAST_WORDS, LENT, TRUST, UNSURE, Leaning, Trace, suspect
from pipeline.claims.keeping import Kept, Lookup
from pipeline.claims.mentions import Mention, mentions_of
from pipeline.claims.options import put
from pipeline.claims.recall import LONGEST, Recall
from pipeline.claims.relations import claimed_in, open_up
from pipeline.claims.roles import closed_by, labelled, together, topics, with_roles
from pipeline.claims.sentences import Span, answer_to, is_question
from pipeline.claims.settling import is_fact
from pipeline.claims.sight import Draft, Looking, LooksBack, Sight
from pipeline.claims.understood import Heard, Past, Understood, UnitKey
from pipeline.claims.units import Context, Unit, units
from pipeline.claims.vocabulary import vocabulary_of
from pipeline.knowledge import Knowledge
from pipeline.knowledge.likeness import Likeness, tokens
from pipeline.memory import uncollected
from pipeline.models import CALM, MEANT, Claim, Document, Doubt, QAPair, SentenceReading, digest
from pipeline.shelf import SHORT

_MOSTLY = 0.4
"""The share of a sentence that may stand in frames where it is still weighed as a whole."""
_STILL_ASSERTS = ("what it is compared with", "what it has nothing to do with", "of former times", "more or other")
"""Frames within which something is left open, though the sentence asserts what it says."""
_SHOWN = "<!--"
"""A paragraph that shows a comment of markup tells how to write it."""


class Reading(NamedTuple):
    """The claims of a document, in the order of the text, and how they were come by."""

    claims: list[Claim]
    sentences: list[SentenceReading]
    doubts: list[Doubt]
    """Sentences that read like wrong ones; nothing was read in them."""


def read(document: Document, pairs: Sequence[QAPair], knowledge: Knowledge, *, explain: bool = True) -> Reading:
    """Read what a document asserts of the concepts that facts are known of.

    `pairs` are the document's own: their questions are what an answer is about where it does not say so itself.
    Without `explain` the claims are the same, and no reason is looked for where nothing is claimed: `sentences` stays empty.
    """
    reader = _Reader(knowledge, explain)
    result = Reading([], [], [])
    with uncollected():
        every = put(document, [*units(document, [pair for pair in pairs if pair.document == document.path])])
        after = [*map(_after, every, every[1:]), ""]
        if len(document.source) >= SHORT and not explain and (kept := reader.vocabulary.kept) is not None:
            reader.kept = Lookup(kept, [*map(_key, every, after)], knowledge)
        for unit, behind in zip(every, after, strict=False):
            reader.read_unit(unit, result, behind)
        reader.settle_likeness(result)
    result.claims.sort(key=lambda claim: (claim.passage.start, claim.passage.end, claim.id))
    return result


def _after(unit: Unit, upcoming: Unit) -> str:
    """The first sentence of the unit behind a question that has a line of its own: its answer may be the next one."""
    if is_question(unit.low.rstrip()) and unit.sentences and is_question(unit.low[slice(*unit.sentences[-1])]):
        return next((upcoming.low[slice(*each)] for each in upcoming.sentences), "")
    return ""


def _key(unit: Unit, after: str) -> UnitKey:
    return UnitKey(unit.raw, unit.kind, unit.under, unit.fresh, unit.answered_at is not None, unit.put, after)


def keep_in(folder: Path, knowledge: Knowledge, key: str) -> None:
    """Look up in a folder what earlier processes understood by this knowledge, and leave there what is new when the process ends.

    `key` is a digest of all that is known.
    """
    kept = Kept(folder, key)
    vocabulary_of(knowledge).kept = kept
    atexit.register(kept.shelf.keep)


def traces(document: Document, knowledge: Knowledge) -> list[tuple[str, list[Trace]]]:
    """Each sentence that names a concept, levelled, with what stands in it of the wording of that concept's facts."""
    found: list[tuple[str, list[Trace]]] = []
    reader = _Reader(knowledge, explain=False)
    reader.watch = lambda sentence, traced: found.append((sentence, traced))
    result = Reading([], [], [])
    every = [*units(document, ())]
    for unit, after in zip(every, [*map(_after, every, every[1:]), ""], strict=False):
        reader.read_unit(unit, result, after)
    return found


class Weighed(NamedTuple):
    """A sentence with what its words weigh."""

    unit: Unit
    """Where it stands."""
    heard: Heard
    leaning: Leaning
    told: tuple[tuple[str, float], ...]
    """The ids of its claims, each with how far it is to be trusted."""

    def leans(self, calm: float, doubt: float) -> bool:
        """Whether its own words alone leave it open that a claim is not believed or the sentence doubted."""
        own = self.leaning.of(self.heard.number)
        return own > doubt - LENT or any(own + trust < calm for _, trust in self.told)

    def unbelieved(self, limit: float) -> list[str]:
        """The ids of the claims that are not believed: the sentence leans to the right side, whatever stands beside it."""
        least = min((trust for _, trust in self.told), default=0.0)
        lean = self.leaning.calm(self.heard.number, limit - least)
        return [] if lean is None else [claim for claim, trust in self.told if lean + trust < limit]


class _Reader(Looking):
    """Reads the units of a text in their order."""

    def __init__(self, knowledge: Knowledge, explain: bool) -> None:
        super().__init__(knowledge, explain)
        self._told_apart: tuple[str, ...] = ()
        """The two whose difference the last sentence of the open unit that names two announced."""
        self.weighed = 0
        """How many sentences were weighed."""
        self._leaning: list[Weighed] = []
        """The sentences of which the words may tell, once it is known how many were weighed."""
        self.kept: Lookup | None = None
        """Where units are looked up that earlier processes understood."""
        self.watch: Callable[[str, list[Trace]], None] | None = None
        """Told of every sentence that names a concept, and what stands in it of facts' wordings."""

    def read_unit(self, unit: Unit, result: Reading, after: str = "") -> None:
        """Add the claims of a unit, and how each of its sentences was understood; `after` is the sentence behind it, where that may answer."""
        if unit.fresh:
            if unit.answered_at is None:
                self._read_answered(unit, result)
            self._spoken_of, self._last_two = frozenset(), ()
        understood = self._understood(unit, after, result)
        if understood.topics:
            self._last_two = (*self._last_two, *understood.topics)[-2:]
            if new := set().union(*understood.topics) - self._spoken_of:
                self._spoken_of |= new
        self._assert(unit, understood, result)

    def _understood(self, unit: Unit, after: str, result: Reading) -> Understood:
        """What is understood of a unit, recalled where the same was read before."""
        if self.explain or self.watch is not None:
            # Who asks how a sentence was understood needs more than what was remembered of it.
            return self._understand(unit, after, result)
        recall: Recall[Understood | LooksBack] = self.vocabulary.recall
        key = _key(unit, after)
        found = recall.get(key)
        if isinstance(found, LooksBack):
            found = recall.get((key, self._past(found)))
        if isinstance(found, Understood):
            return found
        known, back = self.kept.get(key, unit, self._past) if self.kept is not None else (None, LooksBack(False, False))
        if known is None:
            self.looked_back = LooksBack(False, False)
            known = self._understand(unit.alone(), after, result)
            back = self.looked_back
            if self.kept is not None:
                self.kept.put(key, known, back, self._past(back))
        for heard in known.heard:
            if heard.sight is not None and not heard.sight.present:
                self._look(heard.sight)
        if len(unit.raw) <= LONGEST:
            if any(back):
                recall.put(key, back)
            recall.put((key, self._past(back)) if any(back) else key, known, len(unit.raw))
        return known

    def _past(self, back: LooksBack) -> Past:
        """What a unit is understood by of what was before it."""
        return Past(self._spoken_of if back.spoken_of else None, self._last_two if back.last_two else None)

    def _look(self, sight: Sight) -> None:
        """Find out what stands in a sentence."""
        sight.named = {m.concept for m in sight.mentions}
        sight.present = self.vocabulary.within(sight.unit.low[sight.sentence.start : sight.sentence.end])

    def _understand(self, unit: Unit, after: str, result: Reading) -> Understood:
        """Read a unit sentence by sentence."""
        spans = unit.sentences
        likeness, asked = self.knowledge.likeness, unit.answered_at is not None
        self.in_unit = []
        self._told_apart = ()
        found = mentions_of(unit, self.knowledge)
        said_of = self.vocabulary.said_of
        over = [m.concept for context in unit.under for m in self.context(context.text) if said_of(m.concept)]
        label: Mention | None = None
        heard: list[Heard] = []
        weighs = likeness is not None and not asked
        for i, sentence in enumerate(spans):
            following = unit.low[spans[i + 1].start : spans[i + 1].end] if i + 1 < len(spans) else after
            mentions = with_roles(unit.low, sentence, found, lambda: self._two_before(unit))
            apart = tuple(dict.fromkeys(m.concept for m in mentions if m.role == "topic"))
            here = found[bisect_left(found, (sentence.start,)) : bisect_left(found, (sentence.end,))]
            spelt = {m.concept for m in here}
            if len(apart) == 2 or len(spelt) >= 2:
                # Whom a later sentence names itself is nearer than the two that were announced.
                self._told_apart = apart if len(apart) == 2 else ()
            own = labelled(unit.low, sentence, mentions)
            label = own or label
            before = spans[i - 1] if i else None
            sight = Sight(
                unit, sentence, following, mentions, unit.fresh and i == 0, label if label is not own else None,
                before=before,
                asked=_asked(unit.low, before) if before is not None else None,
                closed_by=closed_by(unit.low, spans[i + 1], found) if i + 1 < len(spans) else None,
            )  # fmt: skip
            drafts: list[Draft] = []
            notes: list[str] = []
            subjects = [each for each in self._candidates(sight, over) if said_of(each)]
            if subjects:
                if weighs and not mentions:
                    sight.about = self._left_out(sight)
                self._look(sight)
                open_up(self, sight)
                drafts = claimed_in(self, sight, subjects, notes)
                heard.append(
                    Heard(
                        i, sight, drafts, [self._qualifier(sight, draft) for draft in drafts],
                        weighs and self._weighs(sight), self._trust(drafts), self._deducted(sight, drafts),
                    )
                )  # fmt: skip
            about = topics(unit.low, sight.parts, mentions) if mentions else ()
            if about:
                self.in_unit.append(about)
            if self.explain and (mentions or notes):
                result.sentences.append(
                    SentenceReading(
                        unit.at(sentence.start),
                        unit.at(sentence.end - 1) + 1,
                        unit.original(sentence.start, sentence.end),
                        tuple(dict.fromkeys(m.concept for m in mentions)),
                        tuple(dict.fromkeys(notes)),
                    )
                )
        left_out = {each.number: each.sight.about for each in heard if each.weighed and each.sight and each.sight.about}
        leaning = Leaning(likeness, unit.low, lambda: found, left_out, spans) if likeness is not None else None
        return Understood(heard, tuple(self.in_unit), leaning)

    def _assert(self, unit: Unit, understood: Understood, result: Reading) -> None:
        """Add what the sentences of a unit claim, and what in them is doubtful beside that."""
        likeness = self.knowledge.likeness
        for each in understood.heard:
            if self.watch is not None and (sight := each.sight) is not None:
                self.watch(unit.low[sight.sentence.start : sight.sentence.end], self.traces(sight))
            told = [self._claim(unit, *draft) for draft in zip(each.drafts, each.qualifiers, strict=True)]
            result.claims.extend(told)
            if each.weighed and likeness is not None and understood.leaning is not None:
                self.weighed += 1
                trusted = tuple((claim.id, trust) for claim, trust in zip(told, each.trust, strict=True))
                weighed = Weighed(unit, each, understood.leaning, trusted)
                if weighed.leans(likeness.thresholds.calm, likeness.thresholds.doubt):
                    self._leaning.append(weighed)

    def _trust(self, drafts: Sequence[Draft]) -> list[float]:
        """How far each claim of a sentence is to be trusted, where its words weigh against it."""
        wrong = {(d.subject, d.relation, d.objects) for d in drafts if is_fact(self, d) == d.denied}
        right = any(is_fact(self, d) != d.denied for d in drafts)
        return [
            TRUST.of(d.where, d.reading, self.knowledge.relations[d.relation].kind, len(wrong), right) for d in drafts
        ]

    def _deducted(self, sight: Sight, drafts: Sequence[Draft]) -> float:
        """What speaks against a doubt where something is read to be right; a clause of a word or two says nothing else."""
        right = {d.clause for d in drafts if is_fact(self, d) != d.denied}
        if not right:
            return 0.0
        low = sight.unit.low
        rest = [part for i, part in enumerate(sight.parts) if i not in right]
        return BESIDE_RIGHT if any(len(tokens(low[p.start : p.end])) >= LEAST_WORDS for p in rest) else math.inf

    def _weighs(self, sight: Sight) -> bool:
        """Whether a sentence has words to weigh: it is about a concept, says something beside its name, and is no question."""
        low, (start, end) = sight.unit.low, sight.sentence
        if not (sight.mentions or sight.about) or is_question(low[start:end]) or _SHOWN in low:
            return False
        rest: list[str] = []
        for m in sorted(sight.mentions):
            rest.append(low[start : m.start])
            start = max(start, m.end)
        return len(tokens(" ".join([*rest, low[start:end]]))) >= LEAST_WORDS

    def _framed(self, sight: Sight) -> float:
        """How much of a sentence is called wrong, supposed, quoted or only said by others: a share."""
        at, covered = sight.sentence.start, 0
        for frame in sorted(self.frames(sight), key=lambda f: (f.start, f.end)):
            if not frame.why.startswith(_STILL_ASSERTS):
                start, end = max(at, frame.start), min(frame.end, sight.sentence.end)
                covered += max(0, end - start)
                at = max(at, end)
        return covered / max(1, sight.sentence.end - sight.sentence.start)

    def settle_likeness(self, result: Reading) -> None:
        """Tell which claims stand in calm sentences, and add the doubts: how many sentences were weighed is known now."""
        likeness = self.knowledge.likeness
        if likeness is None:
            return
        calm, doubt = likeness.limits(self.weighed)
        unbelieved: set[str] = set()
        for each in self._leaning:
            if not each.leans(calm, doubt):
                continue
            unbelieved.update(each.unbelieved(calm))
            result.doubts.extend(self._doubts(each, doubt, likeness))
        if unbelieved:
            result.claims[:] = [
                each.model_copy(update={"reading": (*each.reading, CALM)}) if each.id in unbelieved else each
                for each in result.claims
            ]

    def _doubts(self, weighed: Weighed, limit: float, likeness: Likeness) -> Iterable[Doubt]:
        """The doubt about a sentence, where it leans far enough and a fact is found that it may be about."""
        sight, right, unit = weighed.heard.sight, weighed.heard.right, weighed.unit
        score = weighed.leaning.blamed(weighed.heard.number, limit + right)
        if score is None or sight is None or self._framed(sight) >= _MOSTLY:
            return
        score -= right
        low, (start, end) = unit.low, sight.sentence
        found = suspect(low[start:end], self.traces(sight), likeness)
        if found is not None and (found.probability >= MEANT or score >= limit + UNSURE * math.log(self.weighed)):
            yield Doubt(
                passage=unit.passage(start, end),
                pair=unit.pair.id if unit.pair else None,
                fact=found.fact.id,
                myth=found.myth,
                likely=round(1 / (1 + math.exp(-score)), 4),
                about=round(found.probability, 4),
            )

    def traces(self, sight: Sight) -> list[Trace]:
        """What stands in a sentence of the wording of each fact about the concepts that it names."""
        found: dict[str, Trace] = {}
        for concept in dict.fromkeys((*(m.concept for m in sight.mentions), *sight.about)):
            for relation, wording, requires, _ in self.vocabulary.said_of(concept):
                facts = self.facts_for(concept, relation)
                if not any(fact.myths for fact in facts):
                    continue
                cue = wording.cues is None or bool(self.cues(sight, wording, relation))
                hits = [] if wording.kind in ("number", "expansion") else self.hits(sight, wording, relation)
                for fact, needed in zip(facts, requires, strict=True):
                    trace = Trace(
                        fact,
                        cue,
                        tuple(dict.fromkeys(hit.value for hit in hits)),
                        self.applies(sight, needed, concept, relation),
                        fact.subject == concept,
                    )
                    if fact.id not in found or trace.own:
                        found[fact.id] = trace
        return list(found.values())

    def _read_answered(self, unit: Unit, result: Reading) -> None:
        """Read the question that a unit stands under, where all that the unit begins with is its yes or no."""
        for context in unit.under[:1]:
            if not is_question(context.text) or not unit.sentences:
                continue
            answer = answer_to(context.text, unit.low, unit.sentences[0])
            if answer is not None:
                asked = replace(
                    unit, raw=context.text, low=context.text, map=None, under=unit.under[1:], answered_at=unit.passage(*answer)
                )  # fmt: skip
                said = Reading([], [], [])
                self.read_unit(asked, said, _after(asked, unit))
                result.claims.extend(said.claims)

    def _two_before(self, unit: Unit) -> list[str]:
        """Whom 前者 and 后者 stand for where their own sentence names nobody."""
        if self._told_apart:
            return list(self._told_apart)
        recent = list(dict.fromkeys(c for topic in (*self.last_two(), *self.in_unit[-2:]) for c in topic))
        if len(recent) >= 2:
            return recent
        for context in unit.under:
            named = list(dict.fromkeys(m.concept for m in self.context(context.text)))
            if len(named) >= 2:
                return together(context.text, self.context(context.text)) or named
        return recent

    def _left_out(self, sight: Sight) -> tuple[str, ...]:
        """Whom a sentence is about that names nobody: what was spoken of last, else the nearest that it stands under."""
        if sight.label is not None:
            return (sight.label.concept,)
        last = self.in_unit[-1:] or (() if sight.unit.fresh else self.last_two()[-1:])
        over = (tuple(m.concept for m in self.context(context.text)) for context in sight.unit.under)
        return tuple(dict.fromkeys(next(filter(None, (*last, *over)), ())))[:2]

    def _candidates(self, sight: Sight, over: Sequence[str]) -> list[str]:
        """Concepts that the sentence may speak of: its own, those of the sentence before, those that it stands under."""
        found = [m.concept for m in sight.mentions]
        if sight.label is not None:
            found.append(sight.label.concept)
        if sight.closed_by is not None:
            found.append(sight.closed_by)
        for topic in reversed(self.in_unit[-3:]):
            found += topic
        return list(dict.fromkeys((*found, *over)))

    def _qualifier(self, sight: Sight, draft: Draft) -> str:
        """Of what a claim is said; "" where that is open."""
        qualifiers = {
            fact.qualifier
            for fact in self.facts_for(draft.subject, draft.relation)
            if self.applies(sight, self.vocabulary.requires(fact), draft.subject, draft.relation)
        }
        return next(iter(qualifiers)) if len(qualifiers) == 1 else ""

    def _claim(self, unit: Unit, draft: Draft, qualifier: str) -> Claim:
        """A draft where it stands."""
        start, end = draft.span
        words = unit.low[start:end]
        start += len(words) - len(words.lstrip(" \t\r\n,-_"))
        end -= len(words) - len(words.rstrip(" \t\r\n,-_"))
        passage = unit.passage(start, max(end, start))
        key = [
            passage.document, passage.start, passage.end, draft.subject, draft.relation, qualifier,
            list(draft.objects), draft.denied,
        ]  # fmt: skip
        return Claim(
            id=digest(key)[:12],
            subject=draft.subject,
            relation=draft.relation,
            qualifier=qualifier,
            objects=draft.objects,
            denied=draft.denied,
            passage=passage,
            pair=unit.pair.id if unit.pair else None,
            subject_from=draft.where,
            reading=(f"subject={draft.subject}", *draft.reading, *(("exclusive",) if draft.exclusive else ())),
        )


def _asked(text: str, before: Span) -> Context | None:
    """The sentence before as a question to be answered; None where it is none."""
    words = text[before.start : before.end]
    return Context("question", words) if is_question(words) else None
