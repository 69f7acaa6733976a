"""Sentences built to mislead a reader: denied mistakes, contrasts, lists, bounds, expansions in every layout.

Floors, not exact lists, because editors go on changing facts; a trap that springs again shows here by its words.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.claims.sentences import flagged

LINES = [line.split("\t") for line in (Path(__file__).parent / "traps.tsv").read_text("utf-8").splitlines()]


def test_a_right_sentence_is_silent_however_it_names_the_mistake() -> None:
    """Editors stop reading a linter that flags the sentence which corrects a mistake."""
    right = [text for label, text in LINES if label == "right"]
    alarms = [text for text in right if flagged(text)]
    assert len(right) >= 100
    assert len(alarms) <= len(right) * 0.03, alarms


def test_a_wrong_sentence_is_found_however_it_is_put() -> None:
    """A mistake that hides behind a contrast or a denial is still copied by the next reader."""
    wrong = [text for label, text in LINES if label == "wrong"]
    missed = [text for text in wrong if not flagged(text)]
    assert len(missed) <= len(wrong) * 0.1, missed


@pytest.mark.parametrize("text", ["MoE (Mixture of Encoders) is sparse.", "MLM 即 Multi Language Model。"])
def test_an_abbreviation_is_held_against_its_concepts_own_labels(text: str) -> None:
    """No editor has to write a fact for each abbreviation whose label already spells it out."""
    [finding] = flagged(text)
    assert finding.claim is not None
    assert finding.claim.relation == "stands-for"


@pytest.mark.parametrize("text", ["MoE (mixture of experts) is sparse.", "MLM 即 masked language modelling。"])
def test_a_right_expansion_is_silent(text: str) -> None:
    assert not flagged(text)
