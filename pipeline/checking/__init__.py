"""Claims into findings: against facts, between sources, within one answer, against the question that was asked.

Apart from `claims`, because what a text says and whether it is so are two questions, and an editor disputes each by
itself. Every claim comes back: as a finding, or cleared, with the reason why nothing is held against it.
"""

from __future__ import annotations

from pipeline.checking.check import Checked, check
from pipeline.checking.lineage import lineages
from pipeline.checking.lines import Explanation, at_once, cite, explain, lint_line
from pipeline.checking.scorecard import LoadedScorecard, load_scorecard, measured_with
from pipeline.checking.shortcomings import NEEDS, Dissent, Need, deciding, dissents, lacking
from pipeline.checking.table import Outcome, hold

__all__ = [
    "NEEDS",
    "Checked",
    "Dissent",
    "Explanation",
    "LoadedScorecard",
    "Need",
    "Outcome",
    "at_once",
    "check",
    "cite",
    "deciding",
    "dissents",
    "explain",
    "hold",
    "lacking",
    "lineages",
    "lint_line",
    "load_scorecard",
    "measured_with",
]
