"""Score `link` over the questions of real documents: pairwise F1 of what was put into one question.

Reads the gold that lies beside the checkout, where there is one; the documents themselves are not needed.
"""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from pipeline.linking import link
from pipeline.linking.vocabulary import Known
from pipeline.models import Passage, QAPair, digest

SHARED = Path(__file__).parents[3] / "shared" / "gold"


class Score(NamedTuple):
    precision: float
    recall: float
    f1: float
    wrong: list[tuple[str, str]]
    missed: list[tuple[str, str]]


def pairs_of_gold(folder: Path = SHARED / "extraction") -> list[QAPair]:
    """The questions of the gold extraction as pairs; the line stands for the position."""
    pairs = []
    for file in sorted(folder.glob("*.json")):
        gold = json.loads(file.read_text("utf-8"))
        for number, item in enumerate(gold["items"]):
            start = item["q_line"] * 1000 + number
            passage = Passage(
                document=gold["document"], start=start, end=start + len(item["q"]), line=item["q_line"],
                end_line=item["q_line"], quote=item["q"],
            )  # fmt: skip
            pairs.append(
                QAPair(
                    id=digest([gold["document"], number])[:12],
                    document=gold["document"],
                    sha256=gold["sha256"],
                    lang="zh",
                    question=item["q"],
                    question_at=passage,
                    answer=None,
                    answer_at=None,
                    rule="gold",
                )
            )
    return pairs


def score(knowledge: Known) -> Score:
    """Hold the clusters of the gold questions against the clusters that an expert marked."""
    pairs = pairs_of_gold()
    place = {pair.id: (pair.document, pair.question_at.line, pair.question) for pair in pairs}
    gold = set()
    for line in (SHARED / "linking" / "duplicates.jsonl").read_text("utf-8").splitlines():
        cluster = json.loads(line)
        if cluster["label"] == "same":
            members = [(m["document"], m["line"], m["question"]) for m in cluster["members"]]
            gold |= {frozenset(both) for both in combinations(members, 2)}
    found = {
        frozenset((place[a], place[b]))
        for question in link(pairs, knowledge).questions
        for a, b in combinations(question.pairs, 2)
    }
    right = len(found & gold)
    precision, recall = right / len(found), right / len(gold)

    def words(both: frozenset[tuple[str, int, str]]) -> tuple[str, str]:
        first, second = sorted(both)
        return first[2], second[2]

    return Score(
        precision, recall, 2 * precision * recall / (precision + recall),
        sorted(map(words, found - gold)), sorted(map(words, gold - found)),
    )  # fmt: skip


if __name__ == "__main__":
    from score_pairs import Nothing  # type: ignore[import-not-found]

    result = score(Nothing())
    print(f"precision {result.precision:.3f}, recall {result.recall:.3f}, F1 {result.f1:.3f}")
    for name, errors in (("merged wrongly", result.wrong), ("missed", result.missed)):
        for one, two in errors:
            print(f"  {name}: {one} | {two}")
