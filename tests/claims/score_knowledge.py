"""Score the reader on the knowledge itself: a fact's own sentence must never be flagged, a myth's should be.

Run as a script: `python tests/claims/score_knowledge.py`. Editors run it after writing facts.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline import checking, claims, knowledge, sources
from pipeline.models import Finding

ROOT = Path(__file__).resolve().parents[2]


def findings_in(text: str, known: knowledge.Knowledge) -> tuple[list[Finding], list[str]]:
    """What is flagged in a text, and the reader's notes."""
    document = sources.read_document(text.encode(), "statement.txt").document
    assert document is not None
    read = claims.read(document, (), known)
    checked = checking.check(read.claims, (), known, doubts=read.doubts)
    return [f for f in checked.findings if f.flagged], [n for s in read.sentences for n in s.notes]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--knowledge", type=Path, default=ROOT / "data" / "graph")
    parser.add_argument("--quiet", action="store_true", help="figures only")
    options = parser.parse_args()
    known = knowledge.load(options.knowledge, None).knowledge
    statements = alarms = myths = caught = 0
    for fact in known.facts.values():
        for lang in ("zh", "en"):
            statements += 1
            flagged, _ = findings_in(fact.statement.get(lang), known)
            alarms += bool(flagged)
            for finding in flagged if not options.quiet else ():
                print("ALARM", fact.id, lang, fact.statement.get(lang), "|", finding.fact, finding.reasons)
            for myth in fact.myths:
                myths += 1
                flagged, notes = findings_in(myth.says.get(lang), known)
                caught += bool(flagged)
                if not flagged and not options.quiet:
                    print("MISS ", fact.id, lang, myth.says.get(lang), "|", [n for n in notes if fact.relation in n])
    print(f"{len(known.facts)} facts; statements flagged {alarms}/{statements}; myths flagged {caught}/{myths}")


if __name__ == "__main__":
    main()
