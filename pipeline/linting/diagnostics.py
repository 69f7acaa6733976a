"""What is said of a text to its author: findings as selected, and what is wrong with suppressions.

Apart from the findings, because an author decides what to hear (suppressions, selectors, a baseline), while what is
true of the text does not change by that. Suppressions are applied first: one is unused only where nothing was found.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, Literal, NamedTuple

from pipeline.checking import lint_line
from pipeline.linting.selection import Selection, Subject, fit, subject_of, unknown
from pipeline.linting.suppressions import Suppression
from pipeline.linting.texts import Grounds, Linted, passage_of
from pipeline.models import Fact, Finding, Lang, Passage, Severity, Words, digest, digest_of_words

State = Literal["open", "suppressed", "baseline"]


class Diagnostic(NamedTuple):
    """One thing to say about one place of a text."""

    rule: str
    """The fact's id, else the verdict; of a suppression's fault its name."""
    verdict: str
    severity: Severity
    passage: Passage
    """In the file."""
    place: tuple[int, int]
    """In the sheet's text."""
    message: Words
    finding: Finding | None
    """None for a suppression's fault."""
    state: State = "open"
    """`suppressed` and `baseline` are shown only where everything is asked for, and flag nothing."""
    reason: str = ""
    """Of the suppression."""
    cell: int | None = None
    """Of a notebook: number of the cell, from 1."""
    cell_line: int | None = None
    """Line within the cell, from 1."""

    @property
    def flagged(self) -> bool:
        """Error or warning that nobody answered yet."""
        return self.state == "open" and self.severity in ("error", "warning")

    @property
    def key(self) -> str:
        """What it is known by when lines move: sixteen hex digits of rule and words."""
        return digest([self.rule, digest_of_words(self.passage.quote)])[:16]


def diagnose(linted: Linted, grounds: Grounds, selection: Selection, ignore: Sequence[str] = ()) -> list[Diagnostic]:
    """Everything found in a text that the selection takes, suppressed or not, by position.

    `ignore` are further selectors to leave out, of this file alone.
    """
    used: dict[tuple[int, str], bool] = {
        (i, name): False for i, mark in enumerate(linted.suppressions) for name in mark.rules
    }
    said: list[Diagnostic] = []
    marks = _Marks(linted.suppressions)
    for finding, place in zip(linted.findings, linted.places, strict=True):
        subject = subject_of(finding)
        silence = _silence(subject, finding, marks.over(*place), grounds, used)
        made = _of_finding(finding, place, linted)
        said.append(made if silence is None else made._replace(state="suppressed", reason=silence.reason))
    said += _faults(linted, grounds, used)
    chosen = Selection(selection.select, (*selection.ignore, *ignore))
    wanted = [each for each in said if chosen.takes(_subject(each), grounds.knowledge)]
    return sorted(wanted, key=lambda d: (d.passage.start, d.passage.end, d.rule))


def _subject(diagnostic: Diagnostic) -> Subject:
    if diagnostic.finding is not None:
        return subject_of(diagnostic.finding)
    return Subject(diagnostic.rule, diagnostic.verdict, diagnostic.severity)


class _Marks:
    """The suppressions of a text by what they speak of, found without asking each: a page may have thousands of both."""

    def __init__(self, marks: Sequence[Suppression]) -> None:
        self._marks = marks
        self._targets = sorted((*target, number) for number, mark in enumerate(marks) for target in mark.targets)
        self._ends = list(accumulate((end for _, end, _ in self._targets), max))
        """How far any target that begins there or before reaches."""

    def over(self, start: int, end: int) -> Iterator[tuple[int, Suppression]]:
        """Those that speak of something in a span, each with its number, in their order."""
        last = bisect_left(self._targets, (end,))
        found = {
            number
            for _, until, number in self._targets[bisect_right(self._ends, start, hi=last) : last]
            if until > start
        }
        return ((number, self._marks[number]) for number in sorted(found))


def _silence(
    subject: Subject,
    finding: Finding,
    marks: Iterable[tuple[int, Suppression]],
    grounds: Grounds,
    used: dict[tuple[int, str], bool],
) -> Suppression | None:
    """The suppression of those that reach a finding which answers it; every one that does counts as used."""
    if finding.severity == "none":
        return None
    silence = None
    for i, mark in marks:
        for name in mark.rules:
            if fit(name, subject, grounds.knowledge):
                used[i, name] = True
                if mark.reason and silence is None:
                    silence = mark
    return silence


def _of_finding(finding: Finding, place: tuple[int, int], linted: Linted) -> Diagnostic:
    cell = linted.sheet.cell(place[0])
    return Diagnostic(
        rule=finding.fact or finding.verdict.value,
        verdict=finding.verdict.value,
        severity=finding.severity,
        passage=finding.passage,
        place=place,
        message=finding.message,
        finding=finding,
        cell=cell.number if cell else None,
        cell_line=linted.sheet.line_in_cell(place[0]),
    )


def _faults(linted: Linted, grounds: Grounds, used: dict[tuple[int, str], bool]) -> Iterator[Diagnostic]:
    for i, mark in enumerate(linted.suppressions):
        if not mark.rules:
            yield _fault(
                "unknown-rule",
                "warning",
                mark,
                linted,
                Words(
                    zh="这条忽略没有写明规则。写成：kanwu: ignore[规则] 理由。",
                    en="This suppression names no rule. Write: kanwu: ignore[rule] reason.",
                ),
            )
            continue
        if not mark.reason:
            yield _fault(
                "suppression-without-reason",
                "error",
                mark,
                linted,
                Words(
                    zh="这条忽略没有写理由，因此不起作用。在方括号后写明为什么保留原话。",
                    en="This suppression gives no reason, so it silences nothing. Write after the bracket why the words stay.",
                ),
            )
        idle = []
        for name in mark.rules:
            why = unknown(name, grounds.knowledge)
            if why is not None:
                yield _fault(
                    "unknown-rule",
                    "warning",
                    mark,
                    linted,
                    Words(
                        zh=f"没有规则叫 {name}（{why}）。改成事实、概念、结论或级别的名字。",
                        en=f"No rule is called {name} ({why}). Name a fact, a concept, a verdict or a severity.",
                    ),
                )
            elif mark.reason and not used[i, name]:
                idle.append(name)
        if idle:
            names = ", ".join(idle)
            yield _fault(
                "unused-suppression",
                "warning",
                mark,
                linted,
                Words(
                    zh=f"这条忽略没有对应的问题：{names}。删去它。",
                    en=f"This suppression silences nothing: {names}. Remove it.",
                ),
            )


def _fault(rule: str, severity: Severity, mark: Suppression, linted: Linted, message: Words) -> Diagnostic:
    cell = linted.sheet.cell(mark.start)
    return Diagnostic(
        rule,
        rule,
        severity,
        passage_of(mark.start, mark.end, linted.document, linted.sheet),
        (mark.start, mark.end),
        message,
        None,
        cell=cell.number if cell else None,
        cell_line=linted.sheet.line_in_cell(mark.start),
    )


def proofs_of(fact: Fact | None, grounds: Grounds) -> list[str]:
    """The proofs that bear a fact out, as `snippet@device`."""
    if fact is None or fact.snippet is None:
        return []
    return [f"{e.snippet}@{e.device}" for e in grounds.evidence if e.snippet == fact.snippet and e.holds]


def row_of(diagnostic: Diagnostic, path: str, grounds: Grounds, lang: Lang, suggestion: str | None) -> dict[str, Any]:
    """A diagnostic as `kanwu lint --format json` prints it.

    `cell` and `cell_line` stand in rows of notebooks only, `state` and `reason` in those that are not open.
    """
    at = diagnostic.passage
    if diagnostic.finding is not None:
        fact = grounds.knowledge.facts.get(diagnostic.finding.fact or "")
        row = lint_line(diagnostic.finding, path, grounds.knowledge, lang, evidence=proofs_of(fact, grounds))
        row["suggestion"] = suggestion if suggestion is not None else row["suggestion"]
    else:
        row = {
            "rule": diagnostic.rule, "verdict": diagnostic.verdict, "severity": diagnostic.severity, "path": path,
            "line": at.line, "end_line": at.end_line, "start": at.start, "end": at.end, "quote": at.quote,
            "message": diagnostic.message.get(lang), "claim": None, "fact": None, "cites": [], "evidence": [],
            "detectors": ["suppressions"], "confidence": 1.0, "suggestion": None,
        }  # fmt: skip
    if diagnostic.cell is not None:
        row |= {"cell": diagnostic.cell, "cell_line": diagnostic.cell_line}
    if diagnostic.state != "open":
        row |= {"state": diagnostic.state, "reason": diagnostic.reason}
    return row
