"""An assertion whose subject is sought: where it stands, who is named around it, and what the rules share of that.

Apart from the `named_…` modules, which hold the rules, because they all ask the same of it: here nothing is decided.
All texts here are normalised.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from pipeline import regex as re
from pipeline.claims.mentions import Mention
from pipeline.claims.roles import LISTED, coordinated, opens
from pipeline.claims.sentences import Span
from pipeline.claims.units import Unit

SubjectFrom = Literal["clause", "sentence", "list-head", "heading", "question", "previous"]


class Governed(NamedTuple):
    """The subjects of an assertion; none, and why."""

    concepts: tuple[str, ...]
    where: SubjectFrom
    why: str = ""


_AGENT = re.compile(
    r"^[^,。;:!?不没非]{0,4}?(?:[这那]一?[套种类派个])?\s*(?:(?P<strong>由|\bby|的(?:才|就|则)?是|的做法是|才是|\bis\s+what|\bare\s+what)|(?P<weak>是在|是|属于|出现在|发生在|要到|(?:\bonly\s+)?\b(?:in|with|under|at|of|during)|\bbelongs?\s+to|\bis|\bare))\s*(?:the\s+)?(?:原始|原版)?$"
)
_DONE_BY = re.compile(
    r"^(?P<strong>(?:阶段|环节|步骤|那一步|这一步|时)\s*(?:再|则|就|才|一般|通常|往往|常|多|会|都|要|需)*(?:换成|改用|用|使用|采用|交给|靠)(?:[^,。;的]{1,4}的)?)(?P<weak>(?!))?\s*$"
)
"""`精排阶段用 B`: what is a stage is what B is for."""
TIMES_OF = re.compile(r"\s*的\s*(?:大约|约|近|好|整整)?\s*[一二两三四五六七八九十半几数\d]")
"""`24 层是 A 的两倍`: what is only measured against A."""
_OF_SUBJECT = re.compile(r"\W*(?:(?:whereas|while|and|but)\s+)?(?:the|its)\s+[a-z]+\s+of\s+(?:the\s+)?")
DURING_LEFT = re.compile(r"^\W*(?:at|during|throughout)\s+(?:the\s+)?$")
"""`At inference LayerNorm uses …`: when, not what."""
_DENIES = 12
"""Characters within which what denies a name stands before it."""
_DENIED_NAME = re.compile(
    r"(?:不是|并非|不属于|不等于|\b(?:is|are|was)\s*(?:not|n't)|\bneither)\s*(?:纯粹?的?|单纯的?|简单的?|普通的?|一[个种]|an?\s|the\s|just\s|simply\s|pure\s)*\s*$"
)
"""`既不是 X，也不是 Y：…`: what follows is said of neither."""
_FIRST_STEP = re.compile(r"(?<![优预事原领])先(?!进|验|前|后|于)|首先|\bfirst\b(?!\s*(?:order|moment|token))|第一步")
_NEXT_STEP = re.compile(
    r"\W*(?:再|然后|接着|随后|最后|之后|(?:and\s+)?(?:then|finally|next|lastly)\b)\s*(?:再|又)?\s*(?=[用训做拿以靠跑])|\W*(?:and\s+)?(?:then|finally|next|lastly)\s"
)


@dataclass(slots=True)
class Assertion:
    """What is asserted at a place of a sentence, before it is known of whom; what few rules ask for is found when the first of them asks."""

    unit: Unit
    sentence: Span
    parts: Sequence[Span]
    """The clauses of the sentence."""
    mentions: Sequence[Mention]
    """Who is named in the sentence, in whatever part."""
    anchor: Span
    """The stretch from cue to value."""
    taken: Sequence[Span]
    """The places of cues and values, which cannot be subjects."""
    values: Sequence[Span]
    """Those of values alone."""
    typed: Callable[[str], bool]
    """Whether a concept can be spoken of in this way."""
    speaks: Callable[[str], bool]
    """Whether facts speak of a concept in this way."""
    outside: Callable[[], Governed]
    """Finds a subject beyond the sentence; rules ask for `beyond`."""
    ancestors: Callable[[str], frozenset[str]]
    text: str = field(init=False)
    """That of the unit, levelled."""
    clause: Span = field(init=False)
    """The clause that the anchor stands in, the one around its brackets included."""
    free: list[Mention] = field(init=False)
    """Who may be its subject by their place: no part of a cue, a value or the list that a value stands in."""
    fitting: list[Mention] = field(init=False)
    """Those of them of whom it can be said."""
    tail: int = field(init=False)
    """Where the last value within the anchor ends: the copula behind it may itself be the cue (`聚类那一套是 IVF`)."""
    behind: Mention | None = field(init=False)
    """Who is free and named first behind the anchor, in its clause."""
    _agent: re.Match[str] | Literal[False] | None = False
    """What is found late: False, and None where there is always something to find, until it is asked for."""
    _blocker: Mention | Literal[False] | None = False
    _inside: list[Mention] | None = None
    _left: list[Mention] | None = None
    _leading: list[Mention] | None = None
    _later: list[Mention] | None = None
    _beyond: Governed | None = None

    def __post_init__(self) -> None:
        text = self.text = self.unit.low
        anchor, parts, taken, values, typed = self.anchor, self.parts, self.taken, self.values, self.typed
        # A value that begins within a name (`prefix tuning trains …`) leaves the name its place; one around it does not.
        free = [
            m
            for m in self.mentions
            if m.role == "plain"
            and not any(s.start <= m.start < s.end or m.start < s.start < m.end <= s.start for s in taken)
        ]
        heads = {p.start for p in parts if text[p.start - 1 : p.start] == "、"}
        self.free = [m for m in free if m.start in heads or not any(_in_list(text, m, span) for span in values)]
        self.fitting = [m for m in self.free if typed(m.concept)]
        clause = Span(
            next((p.start for p in parts if p.start <= anchor.start < p.end), self.sentence.start),
            next((p.end for p in parts if p.start < anchor.end <= p.end), self.sentence.end),
        )
        if text[clause.start - 1 : clause.start] in ("(", "[") and clause.start > self.sentence.start:
            # What stands in brackets belongs to the clause that they stand in.
            clause = clause._replace(start=next((p.start for p in parts if p.end == clause.start), clause.start))
        self.clause = clause
        self.tail = max((v.end for v in values if anchor.start <= v.start and v.end <= anchor.end), default=anchor.end)
        self.behind = next((m for m in self.free if anchor.end <= m.start < clause.end), None)

    def precedes(self, m: Mention) -> bool:
        """Whether a mention stands in the clause, before the anchor."""
        return self.clause.start <= m.start < self.anchor.start

    def opened_by(self, m: Mention) -> bool:
        """Whether a mention opens the clause."""
        return opens(self.text, self.clause, m.start)

    def leads(self, m: Mention) -> bool:
        """Whether a mention opens any clause of the sentence."""
        at = m.start
        return any(opens(self.text, p, at) for p in self.parts if p.start <= at <= p.end)

    def named(self, at: Mention) -> tuple[str, ...]:
        """The concepts that a mention names together with those coordinated with it, of whom this can be said."""
        return tuple(dict.fromkeys(m.concept for m in coordinated(self.text, at, self.free) if self.typed(m.concept)))

    def narrowest(self, found: Sequence[Mention]) -> Mention:
        """The last mention; where it names the family of one before it, that one."""
        last = found[-1]
        for m in reversed(found[:-1]):
            if last.concept in self.ancestors(m.concept):
                return m
        return last

    @property
    def inside(self) -> list[Mention]:
        """Of whom it can be said and who stand in the clause, not behind the anchor."""
        if self._inside is None:
            self._inside = [m for m in self.fitting if self.clause.start <= m.start < self.anchor.end]
        return self._inside

    @property
    def stage(self) -> int:
        """Where the anchor ends, but for a 阶段 or 步骤 with which it closes."""
        end = self.anchor.end
        return end - 2 if self.text[end - 2 : end] in ("阶段", "环节", "步骤") else end

    @property
    def agent(self) -> re.Match[str] | None:
        """The words by which who is named behind is said to do it or to have it: `strong` ones, or `weak` ones that may mean something else."""
        if self._agent is False:
            self._agent = self._agent_behind(self.behind) if self.behind is not None else None
        return self._agent

    def _agent_behind(self, who: Mention) -> re.Match[str] | None:
        text = self.text
        found = _AGENT.match(text[self.anchor.end : who.start]) or _AGENT.match(text[self.tail : who.start])
        if found is None and not any(self.precedes(m) for m in self.fitting):
            found = _DONE_BY.match(text[self.stage : who.start])
        return found if found is not None and not TIMES_OF.match(text, who.end) else None

    @property
    def blocker(self) -> Mention | None:
        """Who opens the clause, whether or not this can be said of them."""
        if self._blocker is False:
            self._blocker = self._opener()
        return self._blocker

    def _opener(self) -> Mention | None:
        text, start = self.text, self.clause.start
        for m in self.free:
            if (
                self.precedes(m)
                and not DURING_LEFT.match(text[start : m.start])
                and (self.opened_by(m) or _OF_SUBJECT.fullmatch(text, start, m.start))
            ):
                return m
        return None

    @property
    def left(self) -> list[Mention]:
        """Of whom it can be said and who are named before the clause; where that is a further step, before the first one."""
        if self._left is None:
            self._left = self.earlier()
            if self._left and (step := self.further_step()) is not None:
                first = step[0]
                self._left = [m for m in self._left if m.start < first]
        return self._left

    def earlier(self) -> list[Mention]:
        """Of whom it can be said and who are named before the clause, but for those denied there."""
        text, start = self.text, self.sentence.start
        return [
            m
            for m in self.fitting
            if m.start < self.clause.start and not _DENIED_NAME.search(text, max(start, m.start - _DENIES), m.start)
        ]

    def further_step(self) -> tuple[int, str] | None:
        """Where the first step was told, with the words by which the clause takes a further one; None where it takes none."""
        step = _NEXT_STEP.match(self.text, self.clause.start, self.anchor.end)
        began = _FIRST_STEP.search(self.text, self.sentence.start, self.clause.start) if step is not None else None
        return (began.start(), step.group().strip()) if step is not None and began is not None else None

    @property
    def leading(self) -> list[Mention]:
        """Those of `left` who open a clause: what only stands in passing is not what the sentence goes on about."""
        if self._leading is None:
            self._leading = [m for m in self.left if self.leads(m)]
        return self._leading

    @property
    def later(self) -> list[Mention]:
        """Of whom it can be said and who are named behind the clause."""
        if self._later is None:
            self._later = [m for m in self.fitting if m.start >= self.clause.end]
        return self._later

    @property
    def beyond(self) -> Governed:
        """The subject beyond the sentence: the label, the sentence before, the list's head, the heading."""
        if self._beyond is None:
            self._beyond = self.outside()
        return self._beyond


_JOINT = 24
"""Characters between two items of a list, at most."""
_NUMBERED = re.compile(r"\s*(?:则|约|有|为|是)?\s*\d")
_ACTS = re.compile(r"\s*(?:is|are|was|were|has|have|had|does|do|did|can|will|[a-z]{2,}[^s\W]s|[a-z]+ed)\b")


def _in_list(text: str, m: Mention, value: Span) -> bool:
    """Whether a mention is one item of the list that a value stands in."""
    if value.start - m.end > _JOINT or m.start - value.end > _JOINT:
        return False
    if m.end <= value.start:
        return bool(LISTED.match(text[m.end : value.start]))
    if m.start < value.end or not LISTED.match(text[value.end : m.start]):
        return False
    if _NUMBERED.match(text, m.end):
        # `A 1.1 亿、B 3.4 亿`: each has its own.
        return False
    # "A needs no x, and B needs one": what a verb stands behind begins a clause of its own.
    return "," not in text[value.end : m.start] or _ACTS.match(text, m.end) is None


def belongs(text: str, m: Mention) -> bool:
    """Whether a mention is followed by what makes it a part of something else: `LayerNorm 的位置`, `attention in X`."""
    return bool(
        re.match(
            r"\s*(?:的(?!则|却|是)|中|里|上|层|位置|'s\b|\bof\b|\bin\b|\bis\b|\bare\b|在|放|被|是|置于|位于|都|也|按|则|\bwas\b|\bgets?\b|\bcomes?\b|\bhappens?\b|\bplaced\b)",
            text[m.end :],
        )
    )
