"""What the project ships, loaded once for all tests and kept between runs, as the command itself keeps it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from pipeline import knowledge

ROOT = Path(__file__).parents[1]


@cache
def shipped_knowledge() -> knowledge.Knowledge:
    """The knowledge of data/graph."""
    return knowledge.load(ROOT / "data" / "graph", ROOT / ".kanwu").knowledge


@cache
def patterns_alone() -> knowledge.Knowledge:
    """The same without what weighs sentences that no pattern reads: for tests of what is read."""
    return replace(shipped_knowledge(), likeness=None)
