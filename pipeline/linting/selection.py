"""Which rules an author wants to hear: by fact, concept, verdict or severity, or by a glob over rules.

Apart from the settings, because a selector means the same in a file, on the command line and in a suppression.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import NamedTuple

from pipeline.knowledge import Knowledge
from pipeline.models import Finding, Verdict

ALL = "ALL"
SEVERITIES = ("error", "warning", "note")
FAULTS = ("suppression-without-reason", "unknown-rule", "unused-suppression")
"""Rules of the linter's own: what can be wrong with a suppression."""


class Subject(NamedTuple):
    """What a selector can see of a diagnostic."""

    rule: str
    verdict: str
    severity: str
    concept: str = ""
    """Of the claim; empty where the diagnostic is about none."""


class Selection(NamedTuple):
    """Selectors to hear and selectors to leave out; of two that fit, the narrower one decides."""

    select: tuple[str, ...] = (ALL,)
    ignore: tuple[str, ...] = ()

    def takes(self, subject: Subject, knowledge: Knowledge) -> bool:
        """Whether a diagnostic is wanted; where both fit alike, it is not."""
        heard = max((fit(selector, subject, knowledge) for selector in self.select), default=0)
        left = max((fit(selector, subject, knowledge) for selector in self.ignore), default=0)
        return heard > left


def selection_of(select: Sequence[str] | None, ignore: Sequence[str]) -> Selection:
    """A selection from lists that may hold several selectors in one string, parted by commas."""
    return Selection((ALL,) if select is None else _parted(select), _parted(ignore))


def _parted(selectors: Iterable[str]) -> tuple[str, ...]:
    return tuple(part.strip() for each in selectors for part in each.split(",") if part.strip())


def subject_of(finding: Finding) -> Subject:
    """What a selector can see of a finding; a doubt, which claims nothing, is about what its fact is about."""
    return Subject(
        finding.fact or finding.verdict.value,
        finding.verdict.value,
        finding.severity,
        finding.claim.subject if finding.claim else (finding.fact or "").partition(".")[0],
    )


def fit(selector: str, subject: Subject, knowledge: Knowledge) -> int:
    """How narrowly a selector fits; 0 where it does not.

    ALL, severity, verdict, a broader concept, the concept itself, a glob, a fact in all its versions, the rule.
    """
    if selector == subject.rule:
        return 9
    if subject.rule.partition("@")[0] == selector and "." in selector:
        return 8
    if any(mark in selector for mark in "*?["):
        return 7 if fnmatchcase(subject.rule, selector) else 0
    if selector == subject.concept:
        return 6
    if selector in knowledge.ancestors.get(subject.concept, ()):
        return 5
    if selector == subject.verdict:
        return 4
    if selector == subject.severity:
        return 3
    return 1 if selector.upper() == ALL else 0


def unknown(selector: str, knowledge: Knowledge) -> str | None:
    """Why a selector can never fit, with what may have been meant; None where it can."""
    names = {ALL, *SEVERITIES, *FAULTS, *(verdict.value for verdict in Verdict)}
    if selector in names or selector.upper() == ALL or selector in knowledge.concepts or selector in knowledge.facts:
        return None
    rules = {*knowledge.facts, *(fact.partition("@")[0] for fact in knowledge.facts)}
    if selector in rules:
        return None
    if any(mark in selector for mark in "*?["):
        return None if any(fnmatchcase(rule, selector) for rule in (*rules, *names)) else "it fits no rule"
    near = get_close_matches(selector, (*rules, *knowledge.concepts, *names), n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else "no fact, concept, verdict or severity is called so"
