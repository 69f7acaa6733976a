"""The shipped knowledge on sentences that were written without its patterns in sight: the reader's own check.

Floors, not exact lists, because editors go on changing facts; `score_statements.py` measures on other authors' sentences.
"""

from __future__ import annotations

from pathlib import Path

from tests.claims.sentences import flagged

LINES = [line.split("\t") for line in (Path(__file__).parent / "paraphrases.tsv").read_text("utf-8").splitlines()]


def test_right_sentences_in_contrasts_denials_and_comparisons_are_silent() -> None:
    """An alarm on a right answer costs an editor's trust: at most two in a hundred."""
    right = [text for label, text in LINES if label == "right"]
    alarms = [text for text in right if flagged(text)]
    assert len(right) >= 120
    assert len(alarms) <= len(right) * 0.02, alarms


def test_wrong_sentences_are_found_however_they_are_worded() -> None:
    wrong = [text for label, text in LINES if label == "wrong"]
    missed = [text for text in wrong if not flagged(text)]
    assert len(missed) <= len(wrong) * 0.2, missed
