"""Whole documents by authors who saw no rule: which of their wrong statements are flagged, and which right lines are accused.

    python -m tests.gold.score_documents [--misses] [20 21 …]

Questions and answers, blogs, cheat sheets, mock interviews, pages and long notes by four authors, in tests/gold/documents. The
authors planted wrong statements and marked right ones, among them traps: a wrong idea mentioned in order to deny it, what
surprises and is right, the value of another subject. A statement counts as flagged where a finding touches its words.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, NamedTuple

from pipeline import knowledge, ledger, linting, sources
from pipeline.models import Finding

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ROOT / "tests" / "gold" / "documents"


class Marked(NamedTuple):
    """A statement that an author marked, with what the linter found on its words."""

    document: str
    row: dict[str, Any]
    findings: list[Finding]

    @property
    def right(self) -> bool:
        return bool(self.row["severity"] == "right")


def scored(path: Path, grounds: linting.Grounds) -> list[Marked]:
    """Every marked statement of a document; `path` is that of its marks."""
    [source] = [each for each in path.parent.glob(f"{path.stem}.*") if each != path]
    document = sources.load(source, source.parent).document
    assert document is not None
    flagged = [each for each in linting.lint(document, grounds).findings if each.flagged]
    found: list[Marked] = []
    for row in map(json.loads, filter(None, path.read_text("utf-8").split("\n"))):
        start = document.source.index(row["quote"], document.line_starts[row["line"] - 1])
        end = start + len(row["quote"])
        found.append(Marked(source.name, row, [f for f in flagged if f.passage.start < end and start < f.passage.end]))
    return found


def score(known: knowledge.Knowledge, numbers: list[str] | None = None) -> list[Marked]:
    """All documents, or those of these numbers."""
    grounds = linting.Grounds(known, ledger.fold(()))
    paths = sorted(DOCUMENTS.glob("*.jsonl"))
    return [each for path in paths if not numbers or path.stem in numbers for each in scored(path, grounds)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="*")
    parser.add_argument("--misses", action="store_true", help="list what is missed and who is accused wrongly")
    options = parser.parse_args()
    every = score(knowledge.load(ROOT / "data" / "graph", ROOT / ".kanwu").knowledge, options.documents)
    # By author: the first digit of a document's number is his.
    for author in [*sorted({each.document[0] for each in every}), ""]:
        of = [each for each in every if each.document.startswith(author)]
        wrong, right = [e for e in of if not e.right], [e for e in of if e.right]
        hit, accused = sum(bool(e.findings) for e in wrong), sum(bool(e.findings) for e in right)
        print(f"{author + 'x' if author else 'all':4} {hit}/{len(wrong)} = {hit / len(wrong):.1%} wrong ones flagged, "
              f"{accused}/{len(right)} = {accused / len(right):.1%} right ones accused")  # fmt: skip
    for each in every if options.misses else ():
        if bool(each.findings) == each.right:
            said = sorted({f.fact or f.verdict.value for f in each.findings})
            print(f"{'ACCUSED' if each.right else 'MISS':8}{each.document}:{each.row['line']} {each.row['quote']} | {each.row.get('why', '')} {said or ''}")  # fmt: skip


if __name__ == "__main__":
    main()
