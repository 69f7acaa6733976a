"""What of the wrong statements in the shipped corpus is caught, what is not, and which right lines are accused.

    python tests/gold/score_corpus.py [--show]

The documents and their marks were written by authors who never saw a rule. A wrong statement counts as caught
where a flagged finding stands on its line and overlaps its words; a trap, or any other line, counts as accused
where a finding stands on it that no marked statement explains.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from pipeline import checking, claims, extraction, knowledge, sources
from pipeline.models import Document, Finding

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold" / "corpus"


class Caught(NamedTuple):
    """The outcome over the corpus."""

    wrong: int
    caught: int
    by_severity: dict[str, tuple[int, int]]
    """Severity to (caught, marked)."""
    traps: int
    accused_traps: int
    findings: int
    unexplained: list[str]
    missed: list[str]


def score() -> Caught:
    """Read every shipped document and hold its findings against the marks."""
    known = knowledge.load(ROOT / "data" / "graph", None).knowledge
    caught: list[dict[str, str]] = []
    missed: list[dict[str, str]] = []
    unexplained: list[str] = []
    traps = accused = total = 0
    for path in sorted(GOLD.glob("*.wrong.jsonl")):
        marks = _rows(path)
        name = str(marks[0]["document"])
        document = sources.load(ROOT / "data" / "raw" / name, ROOT / "data" / "raw").document
        assert document is not None, name
        pairs = extraction.extract(document).pairs
        read = claims.read(document, pairs, known)
        checked = checking.check(read.claims, pairs, known, doubts=read.doubts)
        findings = [f for f in checked.findings if f.flagged]
        total += len(findings)
        explained: set[str] = set()
        for mark in marks:
            hits = [f for f in findings if _touches(f, mark, document)]
            explained |= {f.id for f in hits}
            (caught if hits else missed).append(mark)
        lenient = {int(mark["line"]) for mark in marks}
        for finding in findings:
            if finding.id not in explained and not lenient & set(
                range(finding.passage.line, finding.passage.end_line + 1)
            ):
                unexplained.append(f"{name}:{finding.passage.line} {finding.fact} “{finding.passage.quote[:60]}”")
        for trap in _rows(path.with_name(path.name.replace(".wrong.", ".traps."))):
            traps += 1
            accused += any(_touches(f, trap, document) and f.id not in explained for f in findings)
    by_severity: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for mark in caught:
        by_severity[mark["severity"]][0] += 1
    for mark in (*caught, *missed):
        by_severity[mark["severity"]][1] += 1
    return Caught(
        len(caught) + len(missed),
        len(caught),
        {name: (a, b) for name, (a, b) in sorted(by_severity.items())},
        traps,
        accused,
        total,
        unexplained,
        [f"{m['document']}:{m['line']} {m['quote'][:80]}" for m in missed],
    )


def _touches(finding: Finding, mark: dict[str, str], document: Document) -> bool:
    """Whether a finding stands on the marked words (or, where markup splits them, on their line)."""
    first = document.line_starts[int(mark["line"]) - 1]
    at = document.source.find(mark["quote"], first)
    if at < 0 or document.line_of(at) > int(mark["line"]) + 1:
        return finding.passage.line <= int(mark["line"]) <= finding.passage.end_line
    # Half a sentence to each side: a claim's words may begin before the words that the author marked.
    return finding.passage.start < at + len(mark["quote"]) + 20 and finding.passage.end > at - 20


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    result = score()
    print(f"wrong statements caught   {result.caught}/{result.wrong} = {result.caught / result.wrong:.1%}")
    for severity, (hit, marked) in result.by_severity.items():
        print(f"  {severity:<8} {hit}/{marked}")
    print(f"traps accused             {result.accused_traps}/{result.traps}")
    print(f"flagged, on no marked line {len(result.unexplained)} of {result.findings}")
    if "--show" in sys.argv:
        print("\n".join(["", "accused without a mark:", *result.unexplained, "", "missed:", *result.missed]))
