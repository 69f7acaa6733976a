"""Score the reader and the check on single statements by other authors: recall, false alarms, 95 % intervals.

Run as a script: `python tests/claims/score_statements.py [--misses] [FILE]`. Each statement is a document of its own.
Of held-back statements only the aggregates are ever printed.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from pipeline import checking, claims, knowledge, sources
from pipeline.models import Finding

ROOT = Path(__file__).resolve().parents[2]
STATEMENTS = ROOT / "tests" / "gold" / "statements"


class Scored(NamedTuple):
    """One statement with what was found in it."""

    row: dict[str, Any]
    flagged: list[Finding]
    supported: int


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    if not total:
        return (0.0, 1.0)
    z, p = 1.96, hits / total
    centre = (p + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return (max(0.0, centre - half), min(1.0, centre + half))


def score(path: Path, known: knowledge.Knowledge) -> list[Scored]:
    """Every statement of a file, read and checked."""
    scored = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        document = sources.read_document(row["text"].encode(), f"{row['id']}.txt").document
        assert document is not None
        read = claims.read(document, (), known)
        checked = checking.check(read.claims, (), known, doubts=read.doubts)
        flagged = [f for f in checked.findings if f.flagged]
        scored.append(Scored(row, flagged, sum(f.verdict.value == "supported" for f in checked.cleared)))
    return scored


def share(name: str, hits: int, total: int) -> str:
    low, high = wilson(hits, total)
    return f"{name:32} {hits:4}/{total:<4} {hits / total if total else 0:6.1%}  [{low:.1%}, {high:.1%}]"


def report(scored: list[Scored]) -> None:
    """Aggregates: all, then by kind."""
    wrong = [s for s in scored if s.row["label"] == "wrong"]
    right = [s for s in scored if s.row["label"] == "right"]
    print(share("wrong, flagged (recall)", sum(bool(s.flagged) for s in wrong), len(wrong)))
    print(share("right, flagged (false alarms)", sum(bool(s.flagged) for s in right), len(right)))
    flagged = sum(bool(s.flagged) for s in scored)
    print(share("precision of flags", sum(bool(s.flagged) for s in wrong), flagged))
    print(share("right, supported by a fact", sum(bool(s.supported) for s in right), len(right)))
    kinds: dict[str, list[Scored]] = defaultdict(list)
    for s in scored:
        kinds[s.row["kind"]].append(s)
    for kind, members in sorted(kinds.items()):
        bad = [s for s in members if s.row["label"] == "wrong"]
        good = [s for s in members if s.row["label"] == "right"]
        if bad:
            print(share(f"  {kind}: recall", sum(bool(s.flagged) for s in bad), len(bad)))
        if good:
            print(share(f"  {kind}: false alarms", sum(bool(s.flagged) for s in good), len(good)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=STATEMENTS / "tuning.jsonl")
    parser.add_argument("--misses", action="store_true", help="list misses and false alarms (never of heldback)")
    parser.add_argument("--knowledge", type=Path, default=ROOT / "data" / "graph")
    options = parser.parse_args()
    loaded = knowledge.load(options.knowledge, ROOT / ".kanwu")
    print(f"{len(loaded.knowledge.facts)} facts, {len(loaded.problems)} problems", file=sys.stderr)
    scored = score(options.file, loaded.knowledge)
    report(scored)
    if options.misses and "heldback" not in options.file.name:
        for s in scored:
            if bool(s.flagged) != (s.row["label"] == "wrong"):
                kind = "MISS " if s.row["label"] == "wrong" else "FALSE"
                print(kind, s.row["id"], s.row["kind"], s.row["text"], "|", s.row.get("wrong_part") or "")
                for f in s.flagged:
                    print("      ", f.fact, f.passage.quote, f.reasons)
                if s.row["label"] == "wrong":
                    known = loaded.knowledge
                    names = {m.concept for m in known.mentions(s.row["text"])}
                    print("      ", sorted(fact.id for n in names for fact in known.facts_of(n)))


if __name__ == "__main__":
    main()
