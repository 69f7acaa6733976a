"""Score the linter against audits of real documents: which audited lines are flagged, and which right ones are accused.

Run as a script: `python tests/gold/score_audits.py [--second | --third] [--misses] [--topic WORD] [000 001 …]`. The documents lie in ../shared/raw;
the audit of 000 in ../shared/gold/checking is by another author than those in tests/gold/checking, and those in tests/gold/checking/second
and third are by others again, who saw neither the other ones nor the rules; the third, of parts of three documents, nobody tuned on. A line counts once,
by the gravest of its entries; a right line that holds an error too counts as wrong only.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from pipeline import checking, claims, extraction, knowledge, sources
from pipeline.models import Finding

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
AUDITS = ROOT / "tests" / "gold" / "checking"
PLAIN = ("wrong", "misleading")


class Line(NamedTuple):
    """One audited line of a document, with what the linter found on it."""

    document: str
    line: int
    entries: list[dict[str, Any]]
    findings: list[Finding]

    @property
    def severity(self) -> str:
        """The gravest severity of its plainly wrong or misleading entries; empty where it has none."""
        held = {e["severity"] for e in self.entries if e["verdict"] in PLAIN}
        return next((s for s in ("high", "medium", "low") if s in held), "")

    @property
    def right(self) -> bool:
        """Whether all that the auditor said of it is that it is right."""
        return all(e["verdict"] == "right" for e in self.entries)


def audit_of(number: str, which: str = "") -> Path:
    """Where the audit of a document lies: the given one where there is one, else our own; or the `second` or `third`."""
    if which:
        return AUDITS / which / f"{number}.jsonl"
    given = SHARED / "gold" / "checking" / f"{number}.jsonl"
    return given if given.exists() else AUDITS / f"{number}.jsonl"


def scored(number: str, known: knowledge.Knowledge, which: str = "") -> list[Line]:
    """Every audited line of one document, linted as a whole document is."""
    [path] = sorted((SHARED / "raw").glob(f"{number}_*"))
    document = sources.load(path, path.parent).document
    assert document is not None
    pairs = extraction.extract(document).pairs
    read = claims.read(document, pairs, known)
    checked = checking.check(read.claims, pairs, known, doubts=read.doubts)
    found: dict[int, list[Finding]] = defaultdict(list)
    for finding in checked.findings:
        if finding.flagged:
            for line in range(finding.passage.line, finding.passage.end_line + 1):
                found[line].append(finding)
    entries: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in audit_of(number, which).read_text("utf-8").splitlines():
        entry = json.loads(row)
        entries[entry["line"]].append(entry)
    return [Line(path.name, line, entries[line], found[line]) for line in sorted(entries)]


def report(lines: Iterable[Line]) -> dict[str, tuple[int, int]]:
    """Flagged and all, by kind of line."""
    lines = list(lines)
    groups = {
        "high": [x for x in lines if x.severity == "high"],
        "high and medium": [x for x in lines if x.severity in ("high", "medium")],
        "low": [x for x in lines if x.severity == "low"],
        "right": [x for x in lines if x.right],
    }
    return {name: (sum(bool(x.findings) for x in members), len(members)) for name, members in groups.items()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("documents", nargs="*")
    for name in ("second", "third"):
        parser.add_argument(f"--{name}", dest="which", action="store_const", const=name, default="")
    parser.add_argument("--misses", action="store_true", help="list what is missed and who is accused wrongly")
    parser.add_argument("--topic", default="", help="only entries whose subject, question or truth has this word")
    options = parser.parse_args()
    known = knowledge.load(ROOT / "data" / "graph", None).knowledge
    every: list[Line] = []
    there = sorted(path.stem for path in (AUDITS / options.which).glob("*.jsonl"))
    for number in options.documents or (there if options.which else ["000", *there]):
        lines = scored(number, known, options.which)
        every += lines
        print(number, {name: f"{hit}/{total}" for name, (hit, total) in report(lines).items()})
        if not options.misses:
            continue
        for line in lines:
            if options.topic and options.topic not in json.dumps(line.entries, ensure_ascii=False):
                continue
            if line.severity in ("high", "medium") and not line.findings:
                for e in line.entries:
                    if e["verdict"] in PLAIN:
                        print(
                            f"  MISS {number}:{line.line} {e['verdict']} {e['severity']} | {e['claim']} | {e['truth']}"
                        )
            elif line.findings:
                sign = "ACCUSED" if line.right else "flagged" if line.severity else "beside"
                print(f"  {sign} {number}:{line.line} {sorted({f.fact or f.verdict.value for f in line.findings})}")
    print("all", {name: f"{hit}/{total} = {hit / total:.1%}" for name, (hit, total) in report(every).items() if total})


if __name__ == "__main__":
    main()
