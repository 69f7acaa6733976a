"""The real knowledge, loaded once, and one way to lint a text as the command does."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from pipeline import ledger, linting, sources
from pipeline.linting import Diagnostic, Grounds, Linted
from tests.shipped import shipped_knowledge

ROOT = Path(__file__).parents[2]


@functools.cache
def grounds() -> Grounds:
    """What the project ships: its knowledge and its decisions."""
    folder = ROOT / "data" / "graph"
    known = shipped_knowledge()
    return Grounds(known, ledger.fold(ledger.load(folder / "ledger").events))


def linted(text: str, path: str = "notes.md") -> Linted:
    """A text, read and held against the facts."""
    document = sources.read_document(text.encode(), path).document
    assert document is not None
    return linting.lint(document, grounds())


def said(text: str, path: str = "notes.md", select: str = "ALL", ignore: str = "") -> list[Diagnostic]:
    """What is flagged of a text, suppressed or not."""
    selection = linting.selection_of([select], [ignore])
    found = linting.diagnose(linted(text, path), grounds(), selection)
    return [each for each in found if each.severity in ("error", "warning")]


def rules(text: str, path: str = "notes.md", select: str = "ALL", ignore: str = "") -> list[str]:
    """The rules that are flagged and not answered, in the order of the text."""
    return [each.rule for each in said(text, path, select, ignore) if each.flagged]


@pytest.fixture(name="grounds")
def _grounds() -> Grounds:
    return grounds()
