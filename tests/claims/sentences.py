"""Single sentences, read by the small knowledge of tests/knowledge or checked by the shipped one, which is loaded once."""

from __future__ import annotations

from pathlib import Path

from pipeline import checking, claims, knowledge, sources
from pipeline.models import Document, Finding
from tests.shipped import patterns_alone

TESTS = Path(__file__).resolve().parents[1]
SMALL = knowledge.load(TESTS / "knowledge" / "small").knowledge


def document_of(text: str, name: str = "a.md") -> Document:
    """A text as a document."""
    document = sources.read_document(text.encode(), name).document
    assert document is not None
    return document


def said(text: str) -> set[str]:
    """What the small knowledge reads in a text: subject and value, relations left out; `!` marks what is denied."""
    read = claims.read(document_of(text, "a.txt"), (), SMALL).claims
    return {f"{c.subject} {'!' if c.denied else ''}{'+'.join(c.objects)}" for c in read}


def flagged(text: str) -> list[Finding]:
    """What the patterns of the shipped knowledge flag in a text; what is only weighed is tested in test_likeness."""
    read = claims.read(document_of(text, "a.txt"), (), patterns_alone(), explain=False)
    return [finding for finding in checking.check(read.claims, (), patterns_alone()).findings if finding.flagged]
