"""Whole answers against the question that was asked: left open, naming no key point, about something else.

Apart from `check`, which holds single claims; here no claim is wrong, and yet the answer is weak.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.knowledge import Knowledge
from pipeline.models import Finding, Passage, QAPair, Question, Verdict, Words, digest
from pipeline.text import key

_SAYS_WHAT = re.compile(
    r"\s*(?:[（(][^）)]{0,60}[）)])?\s*(?:是|就是|指的?是?|即|为|\bis\b|\bare\b|\brefers?\b|\bmeans?\b)", re.IGNORECASE
)
_UNWORDED = re.compile(r"[\W_]*")
_LONGEST_NAME = 200
"""Characters: no label is half as long."""
_SHORT = 40
"""Letters below which an answer is too short to be about anything else."""


def unanswered(pairs: Sequence[QAPair]) -> list[Finding]:
    """Questions that their document leaves open."""
    said = Words(zh="该文档没有回答这个问题。", en="The document leaves this question open.")
    return [_finding(Verdict.unanswered, pair, pair.question_at, said, 1.0) for pair in pairs if pair.answer is None]


def vague(pairs: Sequence[QAPair], questions: Sequence[Question], knowledge: Knowledge) -> list[Finding]:
    """Answers that name none of the key points of the canonical answer: a note, never more."""
    question_of = {pair: question.id for question in questions for pair in question.pairs}
    found: list[Finding] = []
    for pair in pairs:
        canonical = knowledge.answers.get(question_of.get(pair.id, ""))
        if pair.answer is None or not pair.answer_at or canonical is None or not canonical.key_points:
            continue
        answer = key(pair.answer)
        if any(_names(point, answer, knowledge, pair.answer) for point in canonical.key_points):
            continue
        points = "；".join(canonical.key_points)
        said = Words(
            zh=f"回答没有提到任何一个要点。要点是：{points}",
            en=f"The answer names none of the key points. They are: {points}",
        )
        found.append(_finding(Verdict.vague, pair, _first_line(pair.answer_at[0]), said, 0.6))
    return found


def off_topic(pairs: Sequence[QAPair], knowledge: Knowledge) -> list[Finding]:
    """Answers that never come to what was asked and keep to one other thing: a warning.

    An answer is off topic where it opens by saying what another concept is ("X 是…", "X is …"), names that one at least
    twice, and never names what the question asks about nor anything near it (broader, narrower, related, confused with).
    Anything less is silence: most answers carry their subject unsaid, and speak of whatever it touches.
    """
    found: list[Finding] = []
    for pair in pairs:
        if pair.answer is None or not pair.answer_at or len(key(pair.answer)) < _SHORT:
            continue
        # How it opens is asked first: few answers open with a name, and only of those is the whole looked at.
        opening = _UNWORDED.match(pair.answer)
        assert opening is not None
        latest = opening.end() + _LONGEST_NAME
        says = _SAYS_WHAT.search(pair.answer, opening.end())
        if says is None or says.start() > latest:
            continue
        first = next(iter(knowledge.mentions(pair.answer[:latest])), None)
        if first is None or key(pair.answer[: first.start]) or not _SAYS_WHAT.match(pair.answer, first.end):
            continue
        named = (m.concept for m in knowledge.mentions(pair.question))
        asked = [each for each in dict.fromkeys(named) if each in knowledge.concepts]
        if not asked:
            continue
        other = first.concept
        told = Counter(m.concept for m in knowledge.mentions(pair.answer))
        if told[other] < 2 or other not in knowledge.concepts:
            continue
        if any(_near(a, t, knowledge) for a in asked for t in told):
            continue
        labels = knowledge.concepts[asked[0]].pref_label, knowledge.concepts[other].pref_label
        said = Words(
            zh=f"问的是{labels[0].zh}，回答说的是{labels[1].zh}，没有提到所问的内容。",
            en=f"The question asks about {labels[0].en}; the answer speaks of {labels[1].en} and never of what was asked.",
        )
        found.append(_finding(Verdict.off_topic, pair, _first_line(pair.answer_at[0]), said, 0.7))
    return found


def _finding(verdict: Verdict, pair: QAPair, passage: Passage, said: Words, confidence: float) -> Finding:
    return Finding(
        id=digest([verdict.value, pair.id])[:12],
        verdict=verdict,
        passage=passage,
        pair=pair.id,
        message=said,
        detectors=("question",),
        confidence=confidence,
    )


def _near(a: str, b: str, knowledge: Knowledge) -> bool:
    """Whether two concepts are one, kin, or linked: to speak of the one may well be to answer about the other."""
    if a == b or b in knowledge.ancestors.get(a, frozenset()) or a in knowledge.ancestors.get(b, frozenset()):
        return True
    one, other = knowledge.concepts.get(a), knowledge.concepts.get(b)
    if one is None or other is None:
        return False
    if b in (*one.related, *one.confused_with) or a in (*other.related, *other.confused_with):
        return True
    return bool(set(one.broader) & set(other.broader))


def _names(point: str, answer: str, knowledge: Knowledge, raw: str) -> bool:
    """Whether an answer touches a key point: a concept of it, or a third of its character pairs."""
    concepts = {m.concept for m in knowledge.mentions(point)}
    if concepts and concepts <= {m.concept for m in knowledge.mentions(raw)}:
        return True
    words = key(point)
    grams = {words[i : i + 2] for i in range(len(words) - 1)}
    return not grams or sum(gram in answer for gram in grams) >= len(grams) / 3


def _first_line(passage: Passage) -> Passage:
    line = passage.quote.splitlines()[0] if passage.quote else ""
    return passage.model_copy(update={"end": passage.start + len(line), "end_line": passage.line, "quote": line})
