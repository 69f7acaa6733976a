"""Score `relate` on pairs that were labelled blind: F1 for `same`, and the pairs that must not have been merged.

Lists errors for sets that rules were tuned on; of the blind set only aggregates are ever printed.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from pipeline.knowledge import load
from pipeline.linking import relate
from pipeline.linking.vocabulary import Known
from pipeline.models import Link

GOLD = Path(__file__).parents[1] / "gold" / "linking"


class Score(NamedTuple):
    pairs: int
    precision: float
    recall: float
    f1: float
    merged_wrongly: int
    """Pairs labelled related or different that were called the same."""
    accuracy: float
    """Over all three labels."""
    errors: list[tuple[str, Link]]


class Nothing:
    """A knowledge without a concept: what linking knows by itself."""

    concepts: dict = {}  # type: ignore[type-arg]  # noqa: RUF012
    questions: dict = {}  # type: ignore[type-arg]  # noqa: RUF012


def score(path: Path, knowledge: Known) -> Score:
    """Relate every pair of a file and hold it against its label."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    links = [(row["label"], relate(row["a"], row["b"], knowledge)) for row in rows]
    counts = Counter((label == "same", link.relation == "same") for label, link in links)
    right, wrong, missed = counts[True, True], counts[False, True], counts[True, False]
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    agreed = sum(label == link.relation for label, link in links)
    errors = [(label, link) for label, link in links if (label == "same") != (link.relation == "same")]
    return Score(len(rows), precision, recall, f1, wrong, agreed / len(rows), errors)


def shipped() -> Known:
    """The knowledge that a user gets, which is what the figures are for."""
    return load(GOLD.parents[2] / "data" / "graph", None).knowledge


if __name__ == "__main__":
    variants: tuple[tuple[str, Known], ...] = (("with the shipped knowledge", shipped()), ("alone", Nothing()))
    for name in sys.argv[1:] or ["tuning"]:
        for variant, known in variants:
            found = score(GOLD / f"{name}.jsonl", known)
            print(f"{name}, {variant}: {found.pairs} pairs, precision {found.precision:.3f}, ", end="")
            print(f"recall {found.recall:.3f}, F1 {found.f1:.3f}, merged wrongly {found.merged_wrongly}, ", end="")
            print(f"three-way {found.accuracy:.3f}")
            if name != "blind":
                for label, link in found.errors:
                    print(f"  {label} → {link.relation}: {link.a} | {link.b}\n      {link.why}")
