"""A sentence as it is looked at, and what can be asked of it: which values and cues stand in it, whom it is about, what frames it.

Apart from the modules that read one kind of relation each (`values`, `choices`, `kinds`, `counts`, `abbreviations`), which
all ask the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline import regex as re
from pipeline.claims.assertion import Assertion, Governed, SubjectFrom
from pipeline.claims.expansions import ASKS_FOR, STRONG
from pipeline.claims.framing import Frame, frames, of_mistakes, says_it_right
from pipeline.claims.mentions import COUNTS_NOTHING, Mention, context_mentions
from pipeline.claims.negation import limited
from pipeline.claims.prefilter import Patterns
from pipeline.claims.sentences import Span, clauses
from pipeline.claims.subjects import alike, govern
from pipeline.claims.units import Context, Unit
from pipeline.claims.vocabulary import Hit, Wording, vocabulary_of
from pipeline.knowledge import Knowledge
from pipeline.knowledge.numbers import Quantity, quantities

_FORMULA = re.compile(r"\$(?!\s*[\d.,]+\s*(?:\\?%)?\s*\$)[^$\n]{1,200}\$|\\[a-z]+(?:\{[^{}]*\})+")
IN_PART = "only a part of it is called wrong"
"""Why a value that is said to be the only one, or all, is not read from a denial."""
_NOT_ONLY = re.compile(r"不(?:只|仅|光|但)(?!有)")
"""`不只支持 A`, `不但 V`: a value that begins with its 不 or its 只 is none."""
_EITHER_WAY = re.compile(r"([\u4e00-\u9fff])不\1")
"""`是不是`: a value that begins with its 不 is none."""
_VERSION = re.compile(r"[1-9](?:\.\d)?")
_VERSIONS = re.compile(r"\s*(?:[、,/]|和|与|及|\band\b|,\s*and\b)\s*")


class Draft(NamedTuple):
    """A claim before it has its passage."""

    subject: str
    relation: str
    objects: tuple[str, ...]
    denied: bool
    span: Span
    where: SubjectFrom
    reading: tuple[str, ...]
    clause: int
    """Number of the clause in which the value stands."""
    exclusive: bool = False
    """Read from an "only": what it leaves out is denied."""


@dataclass(slots=True)
class Sight:
    """A sentence with what is known of it before any relation is tried; what few relations ask for is found when it is asked for.

    Once recalled it is shared between threads: what is found late is assigned once, and whole.
    """

    unit: Unit
    sentence: Span
    following: str
    """The next sentence of the unit."""
    mentions: list[Mention]
    first: bool
    """Whether it is the first of its unit, and the unit the first below its question or heading."""
    label: Mention | None
    """What an earlier sentence of the unit was labelled with."""
    clauses: list[Span] | None = None
    named: set[str] = field(default_factory=set)
    """The concepts mentioned."""
    present: set[str] = field(default_factory=set)
    """The literals of the vocabulary's patterns that stand in it."""
    opened: int = 0
    """The wordings of which it, or what it stands directly under and answers, speaks, and those of which it may hold a value; bits of `Openings`."""
    ready: int = 0
    """The wordings of which both holds, by their lower bits."""
    before: Span | None = None
    """The sentence of the unit before this one."""
    asked: Context | None = None
    """The sentence before, where it is a question, which this one then answers."""
    present_before: set[str] | None = None
    """The literals that stand in the sentence before."""
    about: tuple[str, ...] = ()
    """Whom it is about where it names nobody, as an answer does that is only half a sentence."""
    closed_by: str | None = None
    """Whom the next sentence says this one to be about: `…。这就是 X。`"""
    spells: bool | None = None
    """Whether it tells what an abbreviation stands for; None until that is asked."""
    frames: list[Frame] | None = None
    numbers: list[Quantity] | None = None
    """The numbers in it that are part of no name and no formula."""
    hits: dict[Wording, list[Hit]] = field(default_factory=dict)
    """Values found in it, by wording: several subjects ask for the same ones."""
    cues: dict[Wording, list[Span]] = field(default_factory=dict)
    governed: dict[tuple[object, ...], Governed] = field(default_factory=dict)
    """Whom a value of it is said of, by relation and places: several subjects ask for that, too."""

    @property
    def parts(self) -> list[Span]:
        """Its clauses."""
        if self.clauses is None:
            self.clauses = clauses(self.unit.low, self.sentence)
        return self.clauses


class LooksBack(NamedTuple):
    """What a unit is understood by of what the text was about before it."""

    spoken_of: bool
    last_two: bool


class Looking:
    """What is asked of a sentence; the part of the reader's state that this takes: wordings, and whom the text has been about."""

    def __init__(self, knowledge: Knowledge, explain: bool) -> None:
        self.knowledge = knowledge
        self.explain = explain
        self.vocabulary = vocabulary_of(knowledge)
        self.relations_of = self.vocabulary.relations_of
        self.facts_for = self.vocabulary.facts_for
        self.typed = self.vocabulary.typed
        self._contexts: dict[str, list[Mention]] = {}
        self._over: dict[tuple[int, str], bool] = {}
        """Whether a pattern stands in a heading or question: every sentence below it asks again."""
        self._standing: dict[str, set[str]] = {}
        self._openings: dict[str, tuple[int, int]] = {}
        """Of a heading or question how many wordings were known when it was asked, and what it opened of them."""
        self._spoken_of: frozenset[str] = frozenset()
        self._last_two: tuple[tuple[str, ...], ...] = ()
        self.looked_back = LooksBack(False, False)
        """Which of the two were asked for in the open unit."""
        self.in_unit: list[tuple[str, ...]] = []
        """Those of the open unit."""

    # A unit for which nobody asks one of these is understood alike, whatever was spoken of before it.

    def spoken_of(self) -> frozenset[str]:
        """Topics of the sentences of earlier units since the last heading or question."""
        self.looked_back = self.looked_back._replace(spoken_of=True)
        return self._spoken_of

    def last_two(self) -> tuple[tuple[str, ...], ...]:
        """Those of the last two sentences of them that were about something."""
        self.looked_back = self.looked_back._replace(last_two=True)
        return self._last_two

    def context(self, text: str) -> list[Mention]:
        """The concepts that a heading or a question names."""
        if text not in self._contexts:
            self._contexts[text] = context_mentions(text, self.knowledge)
        return self._contexts[text]

    def outside(self, sight: Sight, relation: str) -> Governed:
        """The subject of a sentence that names none: the label, the sentence before, the list's head, the heading."""
        typed = self.typed(relation)
        if sight.closed_by is not None and sight.closed_by in typed:
            return Governed((sight.closed_by,), "sentence")
        if sight.label is not None and sight.label.concept in typed:
            return Governed((sight.label.concept,), "list-head")
        for topic in reversed(self.in_unit):
            fitting = [each for each in topic if each in typed]
            if len(fitting) == 1:
                return Governed((fitting[0],), "previous")
            if fitting:
                return Governed((), "previous", "the sentence before is about several: " + ", ".join(fitting))
        for context in sight.unit.under:
            names = list(dict.fromkeys(m.concept for m in self.context(context.text) if m.concept in typed))
            if not names:
                if sight.unit.kind == "table" and context.kind == "list-head" and self.context(context.text):
                    named = self.context(context.text)[0].concept
                    return Governed((), "list-head", f"the cell is about {named}")
                continue
            where: SubjectFrom = (
                "list-head" if context.kind == "list-head" else "question" if context.kind == "question" else "heading"
            )
            if len(names) > 1:
                return Governed((), where, f"the {where} names several: " + ", ".join(names))
            if where != "list-head":
                others = {each for each in self.spoken_of() if each in typed} - set(names)
                if others:
                    return Governed((), where, "the text has turned to " + ", ".join(sorted(others)))
            return Governed((names[0],), where)
        return Governed((), "previous", "no subject in sight")

    def answered(self, sight: Sight) -> Iterable[Context]:
        """What a sentence is the direct answer to: a question just before it, and what it stands under."""
        if sight.asked is not None:
            yield sight.asked
        for context in sight.unit.under[:2]:
            if context.kind == "list-head" or sight.first:
                yield context

    def literals(self, context: str) -> set[str]:
        """The literals that stand in a heading or a question."""
        if context not in self._standing:
            self._standing[context] = self.vocabulary.within(context)
        return self._standing[context]

    def opened_by(self, context: str) -> int:
        """What a heading or a question opens, as `Openings.by` tells; asked once for all sentences below it, until more wordings are known."""
        openings = self.vocabulary.openings
        known = len(openings)
        found = self._openings.get(context)
        if found is None or found[0] != known:
            found = self._openings[context] = (known, openings.by(self.literals(context)))
        return found[1]

    def _literals_of(self, sight: Sight) -> set[str]:
        """The literals of the sentence before."""
        assert sight.before is not None
        if sight.present_before is None:
            sight.present_before = self.vocabulary.within(sight.unit.low[sight.before.start : sight.before.end])
        return sight.present_before

    def _stands_in(self, patterns: Patterns, context: str) -> bool:
        """Whether a pattern stands in a heading or a question; asked once for all sentences below it."""
        key = (id(patterns), context)
        if key not in self._over:
            self._over[key] = patterns.search(context, 0, len(context), self.literals(context)) is not None
        return self._over[key]

    def applies(self, sight: Sight, needed: Patterns | None, subject: str, relation: str) -> bool:
        """Whether what a fact requires is in sight; in the sentence before, where this one names nobody of whom the same can be said."""
        return (
            needed is None
            or needed.search(sight.unit.low, sight.sentence.start, sight.sentence.end, sight.present) is not None
            or any(self._stands_in(needed, context.text) for context in sight.unit.under)
            or (
                sight.before is not None
                and not any(relation in self.relations_of(each) for each in sight.named)
                and needed.search(sight.unit.low, *sight.before, self._literals_of(sight)) is not None
            )
        )

    def hits(self, sight: Sight, wording: Wording, relation: str) -> Sequence[Hit]:
        """The values of a relation that stand in the sentence, those left out that are but part of a name or of another word."""
        found = sight.hits.get(wording)
        if found is None:
            text = sight.unit.low
            every = wording.values(text, sight.sentence.start, sight.sentence.end, sight.present)
            found = sight.hits[wording] = [
                hit
                for hit in every
                if not self._inside_name(sight, hit.span, relation)
                and not self._among_names(sight, hit, every)
                and not _EITHER_WAY.match(text, max(0, hit.start - 1), hit.end)
                and not _NOT_ONLY.match(text, max(0, hit.start - 1))
                and not _NOT_ONLY.match(text, hit.start)
            ]
        return found

    def _among_names(self, sight: Sight, hit: Hit, hits: Sequence[Hit]) -> bool:
        """Whether a value that is somebody's name stands in a list of names that are no values: `Qwen、DeepSeek`."""
        text = sight.unit.low
        if not any(m.start <= hit.start and hit.end <= m.end for m in sight.mentions):
            return False
        for m in sight.mentions:
            if any(m.span.overlaps(h.span) for h in hits):
                continue
            gap = text[m.end : hit.start] if m.end <= hit.start else text[hit.end : m.start]
            if gap.strip() in ("、", "/") and (m.end <= hit.start or m.start >= hit.end):
                return True
        return False

    def _inside_name(self, sight: Sight, span: Span, relation: str) -> bool:
        """Whether words are but a part of the name of somebody of whom the relation can be said."""
        for m in sight.mentions:
            inside = m.start <= span.start and span.end <= m.end and m.end - m.start > span.end - span.start
            if inside and (m.role == "compared" or m.concept in self.typed(relation)):
                return True
        return False

    def cues(self, sight: Sight, wording: Wording, relation: str) -> Sequence[Span]:
        """Where in the sentence the relation is spoken of."""
        if wording.cues is None:
            return []
        found = sight.cues.get(wording)
        if found is None:
            every = wording.cues.matches(sight.unit.low, sight.sentence.start, sight.sentence.end, sight.present)
            found = [Span(*m.span()) for m in every]
            found = sight.cues[wording] = [cue for cue in found if not self._inside_name(sight, cue, relation)]
        return found

    def cue_around(self, sight: Sight, wording: Wording) -> bool:
        """Whether what the sentence stands under speaks of the relation, and the sentence is its direct answer."""
        if wording.cues is None:
            return True
        return any(self._stands_in(wording.cues, context.text) for context in self.answered(sight))

    def govern(
        self, sight: Sight, relation: str, anchor: Span, taken: Sequence[Span], values: Sequence[Hit]
    ) -> Governed:
        """Whom a value is said of, whose cue and value stretch over `anchor`, and where that was found."""
        key = (relation, anchor, *taken, None, *values)
        governed = sight.governed.get(key)
        if governed is None:
            governed = sight.governed[key] = self._governed(sight, relation, anchor, taken, values)
        return governed

    def _governed(
        self, sight: Sight, relation: str, anchor: Span, taken: Sequence[Span], values: Sequence[Hit]
    ) -> Governed:
        typed = self.typed(relation)
        ancestors = self.knowledge.ancestors
        said = Assertion(
            sight.unit, sight.sentence, sight.parts, sight.mentions, anchor, taken, [hit.span for hit in values],
            typed.__contains__, lambda c: relation in self.relations_of(c), lambda: self.outside(sight, relation), lambda c: ancestors.get(c, frozenset()),
        )  # fmt: skip
        governed = govern(said)
        if governed.concepts and any(m.role == "compared" for m in sight.mentions):
            same = alike(sight.unit.low, sight.sentence, sight.parts, sight.mentions, anchor)
            if same:
                concepts = dict.fromkeys((*governed.concepts, *(each for each in same if each in typed)))
                return governed._replace(concepts=tuple(concepts))
        return governed

    def part(self, sight: Sight, at: int) -> int:
        """The number of the clause that a place stands in."""
        for i, (start, end) in enumerate(sight.parts):
            if start <= at < end:
                return i
        return len(sight.parts) - 1

    def frame(self, sight: Sight, span: Span, counter: bool = False) -> tuple[bool, str]:
        """Whether what stands there is turned around by its frame, and why nothing is asserted there, if so.

        Where a relation's own `counter` is what denies, having nothing to do with it is what is said.
        """
        flip = False
        for frame in self.frames(sight):
            within = span.start < frame.start < span.end and "," not in sight.unit.low[span.start : frame.start]
            if within and frame.why.startswith("supposed"):
                # `A 和 B 如果都置零`: the condition stands behind its subject, within the value.
                return False, frame.why
            if frame.start <= span.start < frame.end:
                if frame.mode == "silent":
                    if frame.whole and (counter or span.end > frame.end):
                        continue
                    if frame.why == "what it is compared with" and span.end > frame.end:
                        # "Compared with A, B needs more": the value goes on beyond what is compared with.
                        continue
                    if frame.start == span.start and frame.why.startswith(("left open", "supposed")):
                        # "teaches how to answer", "not unless a head was trained": the value holds these words itself.
                        continue
                    if frame.why.startswith("supposed") and "," in sight.unit.low[span.start : span.end]:
                        # 如果不除以 √d,softmax 会 …: the value is itself what follows from the condition.
                        continue
                    return False, frame.why
                flip = True
                own = sight.parts[self.part(sight, span.start)].start
                if limited(sight.unit.low, max(frame.by.end if frame.by.end <= span.start else 0, own), span.start):
                    return False, IN_PART
        return flip, ""

    def beyond_frame(self, sight: Sight, value: Span, cue: Span) -> bool:
        """Whether a value stands in what is called wrong, and its cue behind the end of that."""
        return any(f.mode == "denied" and f.start <= value.start < f.end <= cue.start for f in self.frames(sight))

    def called_wrong_without(self, sight: Sight, cue: Span, value: Span) -> bool:
        """Whether a cue stands in what is called wrong, and its value neither within that nor before it."""
        return any(f.mode == "denied" and f.start <= cue.start < f.end <= value.start for f in self.frames(sight))

    def frames(self, sight: Sight) -> list[Frame]:
        """Where in a sentence nothing is asserted, or its opposite."""
        if sight.frames is None:
            names = [m.span for m in sight.mentions if m.role == "plain"]
            found = frames(sight.unit.low, sight.sentence, sight.parts, sight.following, names)
            around = [c.text for c in sight.unit.under[:2] if of_mistakes(c.text)]
            start, end = sight.sentence
            if around and not says_it_right(sight.unit.low[start:end]):
                found.append(Frame(start, end, "silent", f"it stands under {around[0]!r}"))
            if sight.unit.put == "open":
                found.append(Frame(start, end, "silent", "one of several answers to choose from"))
            elif sight.unit.put == "denied":
                found.append(Frame(start, end, "denied", "called wrong: by its key or its mark"))
            sight.frames = found
        return sight.frames

    def numbers_of(self, sight: Sight) -> list[Quantity]:
        """The numbers in a sentence that are part of no name and no formula."""
        if sight.numbers is None:
            sight.numbers = _numbers_in(sight)
        return sight.numbers

    def spells_out(self, sight: Sight) -> bool:
        """Whether a sentence tells what something stands for, or was asked to."""
        if sight.spells is None:
            told = any(each.search(sight.unit.low, *sight.sentence) for each in (STRONG, ASKS_FOR))
            sight.spells = told or any(ASKS_FOR.search(context.text) for context in self.answered(sight))
        return sight.spells


def _numbers_in(sight: Sight) -> list[Quantity]:
    """The numbers of a sentence that are part of no name, no formula and no version."""
    text, start = sight.unit.low, sight.sentence.start
    found = [q._replace(start=q.start + start, end=q.end + start) for q in quantities(text[start : sight.sentence.end])]
    if not found:
        return found
    taken = [m.span for m in sight.mentions]
    taken += [Span(*m.span()) for m in _FORMULA.finditer(text, start, sight.sentence.end)]
    ends = sorted(m.end for m in sight.mentions)
    kept: list[Quantity] = []
    version = 0
    for q in found:
        if any(Span(q.start, q.end).overlaps(t) for t in taken):
            version = q.end
            continue
        # "Gemma 3 uses …", `GPT-1、2、3`: part of a name, where nothing is counted by it.
        at = ends[bisect_right(ends, q.start) - 1] if ends and ends[0] <= q.start else 0
        numbered = at > 0 and text[at - 1].isdigit()
        follows = at > 0 and (
            _VERSIONS.fullmatch(text, at, q.start) is not None if numbered else text[at : q.start] in ("", " ", "-")
        )
        if (
            (follows or (version and _VERSIONS.fullmatch(text, version, q.start)))
            and _VERSION.fullmatch(text, q.start, q.end)
            and COUNTS_NOTHING.match(text, q.end)
        ):
            version = q.end
        else:
            kept.append(q)
    return kept


def take_note(notes: list[str], note: str) -> None:
    """Add a reason, once."""
    notes.append("silent: " + note)
