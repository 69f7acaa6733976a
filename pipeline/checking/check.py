"""The check itself: each claim against the facts it speaks of, then claims against one another, then answers.

Apart from the table, because here it is decided which fact, which verdict and which words; there, only what is wrong.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.checking import answers
from pipeline.checking.lineage import copied
from pipeline.checking.messages import described, leaning, said, spelt_out
from pipeline.checking.table import hold
from pipeline.knowledge import Knowledge, same_expansion, same_quantity, says_otherwise, shares_a_word
from pipeline.models import (
    CALM,
    Claim,
    Doubt,
    Fact,
    Finding,
    Judgement,
    QAPair,
    Question,
    Verdict,
    Words,
    digest,
    digest_of_words,
)

_FROM = {"clause": 0.95, "sentence": 0.9, "list-head": 0.9, "heading": 0.8, "question": 0.8, "previous": 0.75}
_EXCLUSIVE = frozenset({"single-value", "polarity", "number", "expansion", "mechanism"})


class Checked(NamedTuple):
    """Every claim is in one of the two; findings about whole answers are in the first."""

    findings: list[Finding]
    """What is weak: by document and position."""
    cleared: list[Finding]
    """What is supported, or cannot be told, with the reason."""


def check(
    claims: Iterable[Claim],
    pairs: Sequence[QAPair],
    knowledge: Knowledge,
    *,
    questions: Sequence[Question] = (),
    judgements: Sequence[Judgement] = (),
    disputed: Iterable[str] = (),
    doubts: Iterable[Doubt] = (),
    corrected: Collection[str] = (),
) -> Checked:
    """Hold claims against the facts, against one another, and answers against their questions.

    `doubts` are sentences that read like wrong ones; they count where nothing in them is flagged.
    Claim groups in `corrected` were decided by an editor: their contradictions are believed whatever the sentence reads like.

    `questions` say which canonical answer a pair is measured by; `judgements` are what a model said before;
    facts in `disputed` (ids) decide nothing while people disagree about them.
    """
    claims = sorted(claims, key=lambda c: (c.passage.document, c.passage.start, c.passage.end, c.id))
    open_facts = frozenset(disputed)
    by_key = _judged(judgements)
    findings: list[Finding] = []
    cleared: list[Finding] = []
    undecided: list[tuple[Claim, Finding]] = []
    for claim in claims:
        finding = _against_facts(claim, knowledge, open_facts)
        finding = _with_judgement(finding, claim, by_key, knowledge)
        calm = CALM in claim.reading and claim.group not in corrected and "judge" not in finding.detectors
        if calm and finding.verdict is Verdict.contradicted:
            cleared.append(_unbelieved(finding, claim, knowledge))
            continue
        if finding.verdict in (Verdict.supported, Verdict.cannot_tell):
            if finding.verdict is Verdict.cannot_tell:
                undecided.append((claim, finding))
            else:
                cleared.append(finding)
        else:
            findings.append(finding)
    resolved = _within_answers(undecided, knowledge)
    rest = [(claim, finding) for claim, finding in undecided if claim.id not in resolved]
    resolved |= _between_sources(rest, knowledge, {pair.id: pair for pair in pairs})
    for claim, finding in undecided:
        other = resolved.get(claim.id) or _unsupported(claim, finding, knowledge)
        (findings if other else cleared).append(other or finding)
    findings += _doubtful(doubts, (*findings, *cleared), knowledge, open_facts)
    findings += answers.unanswered(pairs)
    findings += answers.vague(pairs, questions, knowledge)
    findings += answers.off_topic(pairs, knowledge)
    order = _order
    return Checked(sorted(_once(findings), key=order), sorted(_once(cleared), key=order))


def _order(finding: Finding) -> tuple[str, int, int, str]:
    return (finding.passage.document, finding.passage.start, finding.passage.end, finding.id)


def _once(findings: Iterable[Finding]) -> list[Finding]:
    return list({finding.id: finding for finding in findings}.values())


# ------------------------------------------------------------------------------------- against the facts


def facts_for(claim: Claim, knowledge: Knowledge) -> tuple[Fact, ...]:
    """The facts that a claim is held against: those of its qualifier, else of its subject; else inherited ones."""
    found = knowledge.facts_of(claim.subject, claim.relation)
    if not found:
        above = sorted(knowledge.ancestors.get(claim.subject, frozenset()))
        found = tuple(f for each in above for f in knowledge.facts_of(each, claim.relation) if f.inherited)
    if claim.qualifier:
        exact = tuple(fact for fact in found if fact.qualifier == claim.qualifier)
        return exact or found
    return found


def _against_facts(claim: Claim, knowledge: Knowledge, disputed: frozenset[str]) -> Finding:
    relation = knowledge.relations[claim.relation]
    facts = [fact for fact in facts_for(claim, knowledge) if fact.id not in disputed]
    if not facts:
        disputed_only = _finding(claim, Verdict.cannot_tell, None, knowledge, 0.0)
        return disputed_only if facts_for(claim, knowledge) else _against_labels(claim, knowledge)
    held = [(fact, hold(claim, fact, relation)) for fact in facts]
    today = [(fact, outcome) for fact, outcome in held if not fact.until]
    past = [(fact, outcome) for fact, outcome in held if fact.until]
    for fact, outcome in today or held:
        if outcome == "supported":
            return _finding(claim, Verdict.supported, fact, knowledge, _confidence(claim))
    wrong = [fact for fact, outcome in today or held if outcome == "contradicted"]
    if len(wrong) < len(today or held) or not wrong:
        # Where one of several facts could still allow it, the text may mean that one.
        return _finding(claim, Verdict.cannot_tell, (today or held)[0][0], knowledge, 0.0)
    if any(outcome == "supported" for _, outcome in past):
        return _finding(claim, Verdict.outdated, wrong[0], knowledge, _confidence(claim))
    return _finding(claim, Verdict.contradicted, wrong[0], knowledge, _confidence(claim, wrong[0]))


def _unbelieved(finding: Finding, claim: Claim, knowledge: Knowledge) -> Finding:
    """A contradiction read in a sentence that as a whole reads like right ones: too little to accuse anybody."""
    fact = knowledge.facts[finding.fact] if finding.fact is not None else None
    return finding.model_copy(
        update={
            "id": digest(["unbelieved", finding.id])[:12],
            "verdict": Verdict.cannot_tell,
            "message": said(claim, Verdict.cannot_tell, fact, knowledge),
            "reasons": (*finding.reasons, "the sentence as a whole reads like right ones"),
            "detectors": (),
            "confidence": 0.0,
            "suggestion": None,
        }
    )


def _doubtful(
    doubts: Iterable[Doubt], known: Iterable[Finding], knowledge: Knowledge, disputed: frozenset[str]
) -> list[Finding]:
    """Sentences that read like wrong ones, where nothing in them is flagged already, or was judged to be right.

    What patterns read to be right there was weighed when they were doubted: it may be but half of the sentence.
    """
    told: dict[str, list[tuple[int, int]]] = {}
    for finding in known:
        if finding.flagged or (finding.verdict is Verdict.supported and "judge" in finding.detectors):
            told.setdefault(finding.passage.document, []).append((finding.passage.start, finding.passage.end))
    reached = {document: _reached(spans) for document, spans in told.items()}
    found: list[Finding] = []
    for doubt in doubts:
        at = doubt.passage
        starts, ends = reached.get(at.document, ([], []))
        before = bisect_left(starts, at.end)
        fact = knowledge.facts.get(doubt.fact)
        if (before and ends[before - 1] > at.start) or fact is None or fact.id in disputed:
            continue
        found.append(
            Finding(
                id=digest([fact.id, Verdict.doubtful.value, at.document, at.start, at.end])[:12],
                verdict=Verdict.doubtful,
                passage=at,
                pair=doubt.pair,
                fact=fact.id,
                message=leaning(fact, doubt.myth, doubt.about),
                reasons=(f"likeness={doubt.likely:.2f}", f"about={doubt.about:.2f}"),
                detectors=("likeness",),
                confidence=doubt.likely,
            )
        )
    return found


def _reached(spans: Iterable[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Starts of spans, ascending, and how far any that begins there or before reaches."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(spans):
        starts.append(start)
        ends.append(max(end, ends[-1]) if ends else end)
    return starts, ends


def _against_labels(claim: Claim, knowledge: Knowledge) -> Finding:
    """An expansion that no fact states, against the labels of its concept: they spell the abbreviation out."""
    undecided = _finding(claim, Verdict.cannot_tell, None, knowledge, 0.0)
    labels = knowledge.expansions.get(claim.subject, ())
    if knowledge.relations[claim.relation].kind != "expansion" or not labels or claim.denied:
        return undecided
    if any(same_expansion(claim.objects[0], label) for label in labels):
        return undecided
    if not says_otherwise(claim.objects[0], labels):
        return undecided
    if not any(shares_a_word(claim.objects[0], label) for label in labels):
        # FiD, fusion-in-decoder: what has no word in common with the labels may well be something else of that name.
        return undecided
    return undecided.model_copy(
        update={
            "id": digest(["labels", claim.id])[:12],
            "verdict": Verdict.contradicted,
            "message": spelt_out(claim, labels[0], knowledge),
            "detectors": ("labels",),
            "confidence": round(_confidence(claim) - 0.1, 4),
            "suggestion": None,
        }
    )


def _confidence(claim: Claim, fact: Fact | None = None) -> float:
    """How sure the reading is: where the subject came from, whether the mistake is known, how it was turned around."""
    sure = _FROM[claim.subject_from]
    if "frame=denied" in claim.reading:
        sure -= 0.1
    if "exclusive" in claim.reading:
        sure -= 0.15
    if claim.denied:
        sure -= 0.05
    if fact is not None and any(set(claim.objects) & set(myth.objects) for myth in fact.myths):
        sure += 0.04
    return round(max(0.05, min(0.99, sure)), 4)


def _finding(claim: Claim, verdict: Verdict, fact: Fact | None, knowledge: Knowledge, confidence: float) -> Finding:
    wrong = verdict in (Verdict.contradicted, Verdict.outdated)
    return Finding(
        id=digest([fact.id if fact else "", verdict.value, claim.id])[:12],
        verdict=verdict,
        passage=claim.passage,
        pair=claim.pair,
        claim=claim,
        fact=fact.id if fact else None,
        message=said(claim, verdict, fact, knowledge),
        reasons=(f"subject from {claim.subject_from}", *claim.reading),
        detectors=("facts",) if verdict is not Verdict.cannot_tell else (),
        confidence=confidence,
        suggestion=_suggestion(claim, fact, knowledge) if wrong and fact else None,
    )


def _suggestion(claim: Claim, fact: Fact, knowledge: Knowledge) -> str | None:
    """New words for exactly the words of the passage, where exchanging one literal for another is safe."""
    relation = knowledge.relations[claim.relation]
    quote = claim.passage.quote
    if claim.denied or len(fact.objects) != 1 or len(claim.objects) != 1:
        return None
    if relation.kind == "expansion" and quote == claim.objects[0]:
        return fact.objects[0]
    if relation.kind == "number":
        words = next((r.removeprefix("value=") for r in claim.reading if r.startswith("value=")), "")
        if words and quote.lower().count(words) == 1 and words.rstrip("% ").replace(".", "").isdigit():
            held = fact.objects[0].replace(" ", "")
            at = quote.lower().index(words)
            bare = held.rstrip("%").replace(".", "").isdigit()
            if bare and held.endswith("%") == words.endswith("%"):
                return quote[:at] + held + quote[at + len(words) :]
    return None


# -------------------------------------------------------------------------------- against one another


def _excludes(a: Claim, b: Claim, knowledge: Knowledge) -> bool:
    """Whether two claims about one subject and relation cannot both hold."""
    relation = knowledge.relations[a.relation]
    if a.denied or b.denied:
        return a.denied != b.denied and set(a.objects) == set(b.objects)
    if relation.kind not in _EXCLUSIVE or set(a.objects) == set(b.objects):
        return False
    if relation.kind == "number":
        return same_quantity(a.objects[0], b.objects[0].lstrip("<>~").partition("~")[0]) is False
    return not any({x, y} == set(pair) for x in a.objects for y in b.objects for pair in relation.compatible)


def _grouped(undecided: Sequence[tuple[Claim, Finding]]) -> Mapping[tuple[str, str, str], list[tuple[Claim, Finding]]]:
    groups: dict[tuple[str, str, str], list[tuple[Claim, Finding]]] = {}
    for claim, finding in undecided:
        groups.setdefault((claim.subject, claim.relation, claim.qualifier), []).append((claim, finding))
    return groups


def _within_answers(undecided: Sequence[tuple[Claim, Finding]], knowledge: Knowledge) -> dict[str, Finding]:
    """Claims of one answer that exclude one another, where no fact decides which is right."""
    found: dict[str, Finding] = {}
    for group in _grouped(undecided).values():
        for claim, finding in group:
            other = next(
                (
                    o
                    for o, _ in group
                    if o.pair and o.pair == claim.pair and o.id != claim.id and _excludes(claim, o, knowledge)
                ),
                None,
            )
            if other is not None and "clause" == claim.subject_from == other.subject_from:
                found[claim.id] = _conflict(claim, other, finding, Verdict.self_contradicting, knowledge)
    return found


def _between_sources(
    undecided: Sequence[tuple[Claim, Finding]], knowledge: Knowledge, pairs: Mapping[str, QAPair]
) -> dict[str, Finding]:
    """Claims of independent documents that exclude one another, where no fact decides which is right.

    A document that copied the other is no second witness: what it changed on the way is a slip, not a source.
    """
    found: dict[str, Finding] = {}
    for group in _grouped(undecided).values():
        for claim, finding in group:
            other = next(
                (
                    o
                    for o, _ in group
                    if o.passage.document != claim.passage.document and _excludes(claim, o, knowledge)
                ),
                None,
            )
            if (
                other is not None
                and digest_of_words(other.passage.quote) != digest_of_words(claim.passage.quote)
                and not copied(claim, other, pairs)
            ):
                found[claim.id] = _conflict(claim, other, finding, Verdict.conflicting, knowledge)
    return found


def _unsupported(claim: Claim, finding: Finding, knowledge: Knowledge) -> Finding | None:
    """A number of which no fact decides, with no other word for it: a note that it wants a source."""
    if knowledge.relations[claim.relation].kind != "number" or claim.denied or finding.fact is None:
        return None
    zh = described(claim, knowledge)
    return finding.model_copy(
        update={
            "id": digest(["unsupported", claim.id])[:12],
            "verdict": Verdict.unsupported,
            "message": Words(
                zh=f"此处说{zh.zh}，已知的事实没有这个数字，需要给出出处。",
                en=f"It says that {zh.en}; no known fact has this number, so it wants a source.",
            ),
            "suggestion": None,
        }
    )


def _conflict(claim: Claim, other: Claim, finding: Finding, verdict: Verdict, knowledge: Knowledge) -> Finding:
    zh, en = described(claim, knowledge), described(other, knowledge)
    where = f"{other.passage.document}:{other.passage.line}"
    message = (
        Words(
            zh=f"同一回答中说法相互矛盾：此处说{zh.zh}。第 {other.passage.line} 行说{en.zh}。",
            en=f"The answer contradicts itself: here it says that {zh.en}. Line {other.passage.line} says that {en.en}.",
        )
        if verdict is Verdict.self_contradicting
        else Words(
            zh=f"来源之间说法不一：此处说{zh.zh}。{where} 说{en.zh}。",
            en=f"Sources disagree: here it says that {zh.en}. {where} says that {en.en}.",
        )
    )
    return finding.model_copy(
        update={
            "id": digest([verdict.value, claim.id, other.id])[:12],
            "verdict": verdict,
            "message": message,
            "detectors": ("sources",),
            "confidence": round(min(_confidence(claim), _confidence(other)) - 0.1, 4),
            "suggestion": None,
        }
    )


# ------------------------------------------------------------------------------- what a model said of it


def _judged(judgements: Sequence[Judgement]) -> Mapping[tuple[str, str], Judgement]:
    return {(j.claim_group, j.passage_sha256): j for j in sorted(judgements, key=lambda j: j.key)}


def _with_judgement(
    finding: Finding, claim: Claim, judged: Mapping[tuple[str, str], Judgement], knowledge: Knowledge
) -> Finding:
    """Let a recorded judgement agree with a verdict, or decide where facts could not; it never overrules a fact."""
    judgement = judged.get((claim.group, digest_of_words(claim.passage.quote)))
    if judgement is None or judgement.verdict == "cannot-tell":
        return finding
    cited = [knowledge.facts[each] for each in judgement.facts if each in knowledge.facts]
    if finding.verdict.value == judgement.verdict:
        return finding.model_copy(
            update={
                "detectors": (*finding.detectors, "judge"),
                "confidence": round(min(0.99, finding.confidence + 0.03), 4),
            }
        )
    if finding.verdict is Verdict.cannot_tell and cited:
        verdict = Verdict(judgement.verdict)
        votes = sum(judgement.votes.values()) or 1
        share = judgement.votes.get(judgement.verdict, votes) / votes
        return finding.model_copy(
            update={
                "id": digest([cited[0].id, verdict.value, claim.id, "judge"])[:12],
                "verdict": verdict,
                "fact": cited[0].id,
                "message": said(claim, verdict, cited[0], knowledge),
                "detectors": ("judge",),
                "confidence": round(0.6 * share, 4),
            }
        )
    return finding
