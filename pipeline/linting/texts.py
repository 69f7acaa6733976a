"""One document through the stages: read, pairs, claims, findings, decisions.

Apart from the diagnostics, because here is found what a text says wrongly, and there what an author wants to hear of it.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline import checking, claims, extraction, sources
from pipeline.knowledge import Knowledge
from pipeline.ledger import State
from pipeline.ledger.applied import settle
from pipeline.linting.suppressions import Suppression, masked, suppressions
from pipeline.models import Document, Evidence, Finding, Passage, SentenceReading


class Grounds(NamedTuple):
    """What a text is judged by."""

    knowledge: Knowledge
    decided: State
    """What editors decided: rejected readings are no findings, disputed facts decide nothing."""
    evidence: tuple[Evidence, ...] = ()
    key: str = ""
    """Digest of the knowledge, as `knowledge.load` tells it; empty where nothing that is found by it shall be kept."""


class Linted(NamedTuple):
    """What was found in one document; nothing is left out."""

    document: Document
    """As on disk: every passage is a span of its source."""
    sheet: sources.Sheet
    """The text that was read."""
    findings: tuple[Finding, ...]
    """Every verdict, `supported` and `cannot-tell` included, by position."""
    places: tuple[tuple[int, int], ...]
    """For each finding its span in the sheet's text."""
    suppressions: tuple[Suppression, ...]
    sentences: tuple[SentenceReading, ...]
    """How each sentence was understood, where that was asked for; positions are those of the sheet."""


def lint(document: Document, grounds: Grounds, *, explain: bool = False) -> Linted:
    """Read a document and hold what it says against what is known; `explain` tells of every sentence, which takes longer."""
    sheet = sources.sheet_of(document)
    marks = suppressions(document, sheet)
    read = document
    if marks or sheet.runs:
        read = sources.reread(document, masked(document, sheet, marks) if marks else sheet.text)
    pairs = extraction.extract(read).pairs
    reading = claims.read(read, pairs, grounds.knowledge, explain=explain)
    decided = grounds.decided
    checked = checking.check(
        reading.claims, pairs, grounds.knowledge,
        disputed=decided.disputed_facts, doubts=reading.doubts, corrected=decided.corrections,
    )  # fmt: skip
    found = sorted(
        settle((*checked.findings, *checked.cleared), grounds.decided),
        key=lambda f: (f.passage.start, f.passage.end, f.id),
    )
    places = tuple((f.passage.start, f.passage.end) for f in found)
    if read is not document:
        found = [_moved(finding, document, sheet) for finding in found]
    return Linted(document, sheet, tuple(found), places, marks, tuple(reading.sentences))


def _moved(finding: Finding, document: Document, sheet: sources.Sheet) -> Finding:
    """A finding of the sheet as a finding of the file."""
    claim = finding.claim
    return finding.model_copy(
        update={
            "passage": passage_of(finding.passage.start, finding.passage.end, document, sheet),
            "claim": claim
            and claim.model_copy(
                update={"passage": passage_of(claim.passage.start, claim.passage.end, document, sheet)}
            ),
        }
    )


def passage_of(start: int, end: int, document: Document, sheet: sources.Sheet) -> Passage:
    """A span of the sheet as a passage of the file."""
    return document.passage(*sheet.span(start, end, document.source))
