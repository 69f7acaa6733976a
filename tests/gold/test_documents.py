"""How many of the wrong statements in whole documents are found, and how rarely a right line is accused.

Their authors saw no rule. Two of the four chose a threshold (0x and 3x); nobody tuned on the others. Who would be hurt: whoever
lints a page of notes and not a single sentence.
"""

from __future__ import annotations

from pathlib import Path

from tests.gold.score_documents import score
from tests.shipped import shipped_knowledge

ROOT = Path(__file__).parents[2]


def test_most_of_what_is_wrong_in_a_page_is_flagged_and_hardly_a_right_line() -> None:
    """Measured when they were met: 319 of 563, and 32 of 1,875 accused; 370 and 33 since half sentences are weighed."""
    every = score(shipped_knowledge())
    for authors in ("03", "24"):
        wrong = [bool(e.findings) for e in every if e.document[0] in authors and not e.right]
        right = [bool(e.findings) for e in every if e.document[0] in authors and e.right]
        assert len(wrong) > 250 and len(right) > 700
        assert sum(wrong) / len(wrong) > 0.56
        assert sum(right) / len(right) < 0.025
