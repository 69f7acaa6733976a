"""How findings are printed: for people as a good compiler does, for programs as JSON, SARIF or GitHub annotations."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import pipeline
from pipeline.checking import cite as cite
from pipeline.faces.speech import say
from pipeline.models import Document, Evidence, Fact, Finding, Lang, Passage

if TYPE_CHECKING:
    from pipeline.checking import Checked
    from pipeline.claims import Reading
    from pipeline.extraction import Extracted

Row = tuple[dict[str, Any], Document, Finding]

_HEADS: Mapping[Lang, Mapping[str, str]] = {
    "en": {"says": "says", "true": "true", "cite": "cite", "proof": "proof"},
    "zh": {"says": "所说", "true": "事实", "cite": "依据", "proof": "证明"},
}


def print_lint(rows: Sequence[Row], output: str, known: Any, evidence: Sequence[Evidence], lang: Lang | None) -> None:
    """Print findings in one of the formats of `kanwu lint`."""
    if output == "json":
        for row, _, _ in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    elif output == "sarif":
        sys.stdout.write(json.dumps(sarif(rows, known.facts, lang), ensure_ascii=False, indent=1) + "\n")
    elif output == "github":
        for row, document, _ in rows:
            sys.stdout.write(_annotation(row, document) + "\n")
    else:
        _print_text(rows, known, evidence, lang)


def _print_text(rows: Sequence[Row], known: Any, evidence: Sequence[Evidence], lang: Lang | None) -> None:
    for row, document, finding in rows:
        words = lang or document.lang
        heads = _HEADS[words]
        column = row["start"] - document.line_starts[row["line"] - 1] + 1
        print(f"{row['path']}:{row['line']}:{column}: {row['severity']}[{row['rule']}] {finding.message.get(words)}")
        for line in marked(document, finding.passage):
            print(f"    {line}")
        fact = known.facts.get(finding.fact) if finding.fact else None
        if fact:
            print(f"    {heads['true']}: {fact.statement.get(words)}")
            for citation in fact.citations:
                print(f"    {heads['cite']}: {cite(citation)}")
            for proof in (e for e in evidence if e.snippet == fact.snippet and e.holds):
                print(f"    {heads['proof']}: {describe(proof)}")
        print()
    flagged = sum(finding.flagged for _, _, finding in rows)
    if rows:
        say(f"{flagged} flagged, {len(rows) - flagged} more." if len(rows) > flagged else f"{flagged} flagged.")


def marked(document: Document, passage: Passage) -> list[str]:
    """The line of a passage, and under it the words marked; a long line is cut around them."""
    start = document.line_starts[passage.line - 1]
    ends = [*document.line_starts[passage.line :], len(document.source) + 1]
    line = document.source[start : ends[0]].rstrip("\r\n")
    at, stop = passage.start - start, min(passage.end - start, len(line))
    left = max(0, at - 30)
    right = min(len(line), max(stop, at + 1) + 30)
    shown = ("…" if left else "") + line[left:right] + ("…" if right < len(line) else "")
    indent = width(("…" if left else "") + line[left:at])
    return [shown.replace("\t", " "), " " * indent + "^" * max(1, width(line[at:stop]))]


def width(text: str) -> int:
    """Columns that the text takes on a terminal: Chinese characters take two."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def describe(proof: Evidence) -> str:
    """A proof in one line: what was measured, where, against what the fact and the myth predict."""
    series = {k: v for k, v in proof.series.items() if isinstance(v, list) and k != "x"}
    if series:
        x = proof.series.get("x", [])
        unit = str(proof.series.get("unit", ""))
        label = str(proof.series.get("x_label", "")).strip()
        parts = [f"{name} {' → '.join(number(v) for v in values)}" for name, values in series.items()]
        over = f" over {label} {', '.join(str(v) for v in x)}" if x else ""
        return f"{proof.snippet} ({proof.device}) measured {unit}{over}: " + "; ".join(parts)
    parts = [
        f"{name} {number(value)} (fact {number(proof.fact[name])}, myth {number(proof.myth[name])})"
        for name, value in proof.measured.items()
        if name in proof.fact and name in proof.myth
    ]
    return f"{proof.snippet} ({proof.device}): " + "; ".join(parts)


def number(value: object) -> str:
    """A number for people: thousands separated, no more than four significant decimals."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:.4g}"


def sarif(rows: Sequence[Row], facts: Mapping[str, Fact], lang: Lang | None) -> dict[str, Any]:
    """Findings as SARIF 2.1.0; columns are characters from 1."""
    rules = sorted({row["rule"] for row, _, _ in rows})
    levels = {"error": "error", "warning": "warning", "note": "note", "none": "none"}
    results = []
    for row, document, finding in rows:
        at = finding.passage
        first = at.start - document.line_starts[at.line - 1] + 1
        last = at.end - document.line_starts[at.end_line - 1] + 1
        results.append(
            {
                "ruleId": row["rule"],
                "ruleIndex": rules.index(row["rule"]),
                "level": levels[row["severity"]],
                "message": {"text": row["message"]},
                "locations": [
                    {
                        "physicalLocation": {
                            "artifactLocation": {"uri": row["path"]},
                            "region": {
                                "startLine": at.line, "startColumn": first, "endLine": at.end_line,
                                "endColumn": last, "snippet": {"text": at.quote},
                            },
                        }
                    }
                ],
                "partialFingerprints": {"kanwu/v1": finding.id},
            }
        )  # fmt: skip
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "kanwu",
                        "version": pipeline.__version__,
                        "rules": [
                            {
                                "id": rule,
                                "shortDescription": {
                                    "text": facts[rule].statement.get(lang or "en") if rule in facts else rule
                                },
                            }
                            for rule in rules
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }


def _annotation(row: dict[str, Any], document: Document) -> str:
    kinds: Mapping[str, Literal["error", "warning", "notice"]] = {"error": "error", "warning": "warning"}
    escaped = str(row["message"]).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    column = row["start"] - document.line_starts[row["line"] - 1] + 1
    path = str(row["path"]).replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
    kind = kinds.get(row["severity"], "notice")
    return (
        f"::{kind} file={path},line={row['line']},endLine={row['end_line']},col={column},title={row['rule']}::{escaped}"
    )


def print_why(
    document: Document, extracted: Extracted, read: Reading, checked: Checked, line: int, as_json: bool
) -> None:
    """How one line was understood."""
    starts = [*document.line_starts, len(document.source)]
    first, last = starts[line - 1], starts[line]
    labels = [
        s for s in extracted.spans if s.start < last and s.end > first and document.source[s.start : s.end].strip()
    ]
    pair = next(
        (
            p
            for p in extracted.pairs
            if (p.question_at.start < last and p.question_at.end > first)
            or any(a.start < last and a.end > first for a in p.answer_at or ())
        ),
        None,
    )
    readings = [r for r in read.sentences if r.start < last and r.end > first]
    findings = [f for f in (*checked.findings, *checked.cleared) if f.passage.start < last and f.passage.end > first]
    if as_json:
        row = {
            "line": line,
            "labels": [{"label": s.label, "reason": s.reason} for s in labels],
            "pair": None if pair is None else {"id": pair.id, "question": pair.question, "rule": pair.rule},
            "sentences": [r._asdict() for r in readings],
            "findings": [f.model_dump(mode="json") for f in findings],
        }
        sys.stdout.write(json.dumps(row, ensure_ascii=False, indent=1) + "\n")
        return
    print(document.source[first:last].rstrip("\r\n"))
    print(
        "taken for: "
        + (", ".join(dict.fromkeys(f"{s.label} ({s.reason})" if s.reason else s.label for s in labels)) or "blank")
    )
    if pair:
        print(f"belongs to: {pair.question}  (line {pair.question_at.line}, rule {pair.rule})")
    for reading in readings:
        print(f"sentence: {reading.text}")
        print(f"  concepts: {', '.join(reading.mentions) or 'none'}")
        for note in reading.notes:
            print(f"  {note}")
    for finding in findings:
        print(f"{finding.verdict.value}: {finding.message.en}")
        for reason in finding.reasons:
            print(f"  {reason}")
    if not findings:
        print("silent: no claim on this line was held against a fact.")
