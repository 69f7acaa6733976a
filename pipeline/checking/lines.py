"""Findings in the shapes that others script against: one line of `kanwu lint`, and the record behind `kanwu why`.

Apart from the command line, because the language server and the tests print the same objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from pipeline.checking.check import Checked
from pipeline.knowledge import Knowledge
from pipeline.models import Citation, Document, Evidence, Finding, Lang, SentenceReading


class Explanation(NamedTuple):
    """Why a line was flagged, or is silent."""

    line: int
    sentences: tuple[SentenceReading, ...]
    """The sentences that touch the line: concepts found, relations tried, reasons for silence."""
    findings: tuple[Finding, ...]
    """What was found about claims on it, `supported` and `cannot-tell` included."""


def explain(document: Document, line: int, sentences: Sequence[SentenceReading], checked: Checked) -> Explanation:
    """What was understood of one physical line, counted from 1."""
    starts = (*document.line_starts, len(document.source) + 1)
    first, last = starts[line - 1], starts[line]
    return Explanation(
        line,
        tuple(s for s in sentences if s.start < last and s.end > first),
        tuple(
            f
            for f in (*checked.findings, *checked.cleared)
            if f.passage.document == document.path and f.passage.start < last and f.passage.end > first
        ),
    )


def lint_line(
    finding: Finding,
    path: str,
    knowledge: Knowledge,
    lang: Lang = "zh",
    *,
    evidence: Sequence[str] = (),
) -> dict[str, Any]:
    """One finding as `kanwu lint --format json` prints it; `evidence` names the proofs of its fact."""
    at = finding.passage
    claim = finding.claim
    fact = knowledge.facts.get(finding.fact) if finding.fact else None
    return {
        "rule": finding.fact or finding.verdict.value,
        "verdict": finding.verdict.value,
        "severity": finding.severity,
        "path": path,
        "line": at.line,
        "end_line": at.end_line,
        "start": at.start,
        "end": at.end,
        "quote": at.quote,
        "message": finding.message.get(lang),
        "claim": None
        if claim is None
        else {"subject": claim.subject, "relation": claim.relation, "objects": list(claim.objects)},
        "fact": finding.fact,
        "cites": [cite(each) for each in fact.citations] if fact else [],
        "evidence": list(evidence),
        "detectors": list(finding.detectors),
        "confidence": round(finding.confidence, 4),
        "suggestion": finding.suggestion,
    }


def at_once(proofs: Iterable[Evidence], told: Callable[[Evidence, str], str]) -> list[str]:
    """Proofs as lines, those of several devices as one where the same was measured on each.

    `told` gives the line of a proof on the devices that it is handed.
    """
    devices: dict[str, list[str]] = {}
    for proof in proofs:
        devices.setdefault(told(proof, "\0"), []).append(proof.device)
    return [line.replace("\0", ", ".join(names)) for line, names in devices.items()]


def cite(citation: Citation) -> str:
    """A citation in one line: title, identifier, place."""
    name = f"arXiv:{citation.arxiv}" if citation.arxiv else citation.url or ""
    return ", ".join(part for part in (citation.title, name, citation.where) if part)
