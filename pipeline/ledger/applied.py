"""What decided corrections make of an answer, and of a question's status.

A passage with a replacement of its own gets the new words; one that merely repeats a corrected claim keeps
its words, struck, with the correction's statement after them. No sentence is rewritten by putting objects into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.ledger.state import State
from pipeline.models import (
    Answer,
    Correction,
    Decision,
    Finding,
    Lang,
    QAPair,
    Question,
    Results,
    Status,
    Verdict,
    digest_of_words,
)

_MARKS = "*_`~\\"
_BETWEEN = r"[\s*_`~\\]*+"
"""What Markdown may put between two characters of the words that a reader sees; possessive, so that a text of
nothing but marks costs no more than its length."""


class Edit(NamedTuple):
    """One decided correction at one place of an answer."""

    group: str
    start: int
    """Offset in the answer's Markdown."""
    end: int
    old: str
    new: str | None
    """The replacement for exactly these words; None where the claim alone is corrected."""
    statement: str


class Applied(NamedTuple):
    """An answer with its decided corrections."""

    edits: tuple[Edit, ...]
    """By position; they never overlap."""
    unplaced: tuple[str, ...]
    """Groups whose words could not be found in the Markdown: shown above the answer instead."""


def correction_of(finding: Finding, corrections: Mapping[str, Correction]) -> Correction | None:
    """The decided correction of the claim that a finding is about, if there is one."""
    return corrections.get(finding.claim.group) if finding.claim else None


def apply(pair: QAPair, findings: Iterable[Finding], corrections: Mapping[str, Correction], lang: Lang) -> Applied:
    """Place the decided corrections in a pair's answer; findings of other pairs are passed over."""
    edits: list[Edit] = []
    unplaced: list[str] = []
    if pair.answer is None:
        return Applied((), ())
    for finding in sorted(findings, key=lambda f: (f.passage.start, f.passage.end)):
        correction = correction_of(finding, corrections)
        if finding.pair != pair.id or correction is None or not finding.flagged or finding.claim is None:
            continue
        words = words_of(finding)
        place = _find(words, pair.answer, edits)
        if place is None:
            if correction.group not in unplaced:
                unplaced.append(correction.group)
            continue
        by_digest = {r.quote_sha256: r.new for r in correction.replacements}
        new = by_digest.get(digest_of_words(words))
        edits.append(Edit(correction.group, *place, pair.answer[slice(*place)], new, correction.statement.get(lang)))
    return Applied(tuple(sorted(edits, key=lambda e: e.start)), tuple(unplaced))


def passage_target(group: str, words: str) -> str:
    """The ledger's name for one wording of a claim group: a reading can be wrong where the group is not."""
    return f"{group}#{digest_of_words(words)[:16]}"


def settle(findings: Iterable[Finding], state: State) -> list[Finding]:
    """Findings after the decisions: what was rejected, as a group or as a reading of these words, is no finding any more."""
    settled = []
    for finding in findings:
        rejection = _rejection(finding, state) if finding.flagged else None
        if rejection is not None:
            finding = finding.model_copy(
                update={
                    "verdict": Verdict.cannot_tell,
                    "reasons": (*finding.reasons, f"rejected by {rejection.agent.name}: {rejection.reason}"),
                }
            )
        settled.append(finding)
    return settled


def _rejection(finding: Finding, state: State) -> Decision | None:
    if finding.claim is None:
        return None
    group = finding.claim.group
    for target in (passage_target(group, words_of(finding)), group):
        known = state.targets.get(target)
        if known is not None and known.standing == "rejected":
            return next(event for event in reversed(known.live) if event.kind == "reject")
    return None


def words_of(finding: Finding) -> str:
    """The words of a finding as a reader sees them: its quote without tags."""
    return re.sub(r"<[^<>]*>", "", finding.passage.quote)


def corrected_text(answer: str, applied: Applied) -> str:
    """The answer as data: replacements made; words without one marked as wrong, with what is true."""
    parts: list[str] = []
    at = 0
    for edit in applied.edits:
        parts.append(answer[at : edit.start])
        parts.append(edit.new if edit.new is not None else f"~~{edit.old.strip()}~~（更正：{edit.statement}）")
        at = edit.end
    parts.append(answer[at:])
    return "".join(parts)


def best_source(question: Question, results: Results) -> QAPair | None:
    """The answer to show where no canonical one is written: fewest open errors, then the longest."""
    pairs = {pair.id: pair for pair in results.pairs}
    answered = [pairs[i] for i in question.pairs if i in pairs and pairs[i].answer]
    if not answered:
        return None

    def weakness(pair: QAPair) -> tuple[int, int, int, str]:
        mine = [f for f in results.findings if f.pair == pair.id and f.severity == "error"]
        still_open = sum(correction_of(f, results.corrections) is None for f in mine)
        return (still_open, len(mine), -min(len(pair.answer or ""), 4000), pair.id)

    return min(answered, key=weakness)


def _find(words: str, markdown: str, taken: Sequence[Edit]) -> tuple[int, int] | None:
    """Where the words stand in the Markdown, markup between their characters allowed; first free place."""
    characters = [re.escape(c) for c in words if not c.isspace() and c not in _MARKS]
    if not characters:
        return None
    for match in re.finditer(_BETWEEN.join(characters), markdown):
        if all(match.end() <= edit.start or match.start() >= edit.end for edit in taken):
            return match.span()
    return None


def status_of(
    question: Question,
    pairs: Sequence[QAPair],
    findings: Sequence[Finding],
    corrections: Mapping[str, Correction],
    answer: Answer | None,
    reviewed: bool,
) -> Status:
    """The status of a question, from what its sources say and what was decided of it.

    `reviewed` says that a person looked at it (a `looked-at` or an approval typed by one).
    """
    errors = [f for f in findings if f.severity == "error" and f.verdict is not Verdict.unanswered]
    still_open = [f for f in errors if correction_of(f, corrections) is None]
    if answer is None and not any(pair.answer for pair in pairs):
        return "unanswered"
    if still_open:
        return "disputed"
    if reviewed:
        return "reviewed"
    if errors:
        persons = all(c is not None and c.reviewed for c in (correction_of(f, corrections) for f in errors))
        return "reviewed" if persons else "corrected"
    return "unreviewed"
