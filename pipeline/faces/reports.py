"""How findings are printed for people: as a good compiler does, with the words marked, what is true, and why."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import IO, TYPE_CHECKING, NamedTuple

from pipeline.checking import at_once
from pipeline.checking import cite as cite
from pipeline.faces.speech import say
from pipeline.models import Evidence, Lang, Problem

if TYPE_CHECKING:
    from pipeline.extraction import Extracted
    from pipeline.linting import Diagnostic, Grounds, Linted


class Row(NamedTuple):
    """One diagnostic to print."""

    diagnostic: Diagnostic
    linted: Linted
    path: str
    """The file as findings name it."""
    lang: Lang
    """Of the messages."""

    @property
    def column(self) -> int:
        """Of its first character in its line of the file, from 1."""
        at = self.diagnostic.passage
        return at.start - self.linted.document.line_starts[at.line - 1] + 1


_HEADS: Mapping[Lang, Mapping[str, str]] = {
    "en": {"true": "true", "cite": "cite", "proof": "proof", "fix": "fix", "kept": "kept", "cell": "cell {}, line {}: "},
    "zh": {"true": "事实", "cite": "依据", "proof": "证明", "fix": "可改为", "kept": "保留", "cell": "单元格 {} 第 {} 行："},
}  # fmt: skip


def print_lint(
    rows: Sequence[Row],
    output: str,
    grounds: Grounds,
    lang: Lang | None,
    problems: Sequence[Problem] = (),
    sink: IO[str] | None = None,
    *,
    whole: bool = True,
) -> None:
    """Print diagnostics in one of the formats of `kanwu lint`; `whole` is whether all that was named could be read."""
    from pipeline.linting import edit_of, row_of

    sink = sink or sys.stdout
    edits = [edit_of(row.diagnostic, row.linted, grounds) for row in rows]
    if output == "text":
        _print_text(rows, [edit.new if edit else None for edit in edits], grounds, sink)
        return
    if output == "github":
        from pipeline.faces.code_hosts import annotation

        for row in rows:
            sink.write(annotation(row) + "\n")
        return
    printed = [
        row_of(row.diagnostic, row.path, grounds, row.lang, edit.new if edit else None)
        for row, edit in zip(rows, edits, strict=True)
    ]
    if output == "json":
        for line in printed:
            sink.write(json.dumps(line, ensure_ascii=False) + "\n")
    else:
        from pipeline.faces.code_hosts import sarif

        table = sarif(rows, printed, grounds.knowledge.facts, lang, problems, whole=whole)
        sink.write(json.dumps(table, ensure_ascii=False, indent=1) + "\n")


def _print_text(rows: Sequence[Row], fixes: Sequence[str | None], grounds: Grounds, sink: IO[str]) -> None:
    for row, fix in zip(rows, fixes, strict=True):
        each, at = row.diagnostic, row.diagnostic.passage
        heads = _HEADS[row.lang]
        where = heads["cell"].format(each.cell, each.cell_line) if each.cell is not None else ""
        lines = [f"{row.path}:{at.line}:{row.column}: {each.severity}[{each.rule}] {where}{each.message.get(row.lang)}"]
        lines += [f"    {line}" for line in marked(row.linted.sheet.text, *each.place)]
        fact = grounds.knowledge.facts.get(each.finding.fact or "") if each.finding else None
        if fact:
            lines.append(f"    {heads['true']}: {fact.statement.get(row.lang)}")
            lines += [f"    {heads['cite']}: {cite(citation)}" for citation in fact.citations]
            proofs = (e for e in grounds.evidence if e.snippet == fact.snippet and e.holds)
            lines += [f"    {heads['proof']}: {line}" for line in at_once(proofs, describe)]
        if fix is not None:
            lines.append(f"    {heads['fix']}: {fix}")
        if each.state != "open":
            lines.append(f"    {heads['kept']}: {each.reason or each.state}")
        sink.write("\n".join(lines) + "\n\n")
    flagged = sum(row.diagnostic.flagged for row in rows)
    fixable = sum(fix is not None for fix in fixes)
    if rows:
        more = f", {len(rows) - flagged} more" if len(rows) > flagged else ""
        say(f"{flagged} flagged{more}." + (f" {fixable} fixable by --fix." if fixable else ""))


def marked(text: str, start: int, end: int) -> list[str]:
    """The line in which a span of a text begins, and under it the words marked; a long line is cut around them."""
    first = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    ends = [at for at in (text.find("\n", start), text.find("\r", start)) if at >= 0]
    line = text[first : min(ends, default=len(text))]
    at, stop = start - first, min(end - first, len(line))
    left = max(0, at - 30)
    right = min(len(line), max(stop, at + 1) + 30)
    shown = ("…" if left else "") + line[left:right] + ("…" if right < len(line) else "")
    indent = width(("…" if left else "") + line[left:at])
    return [shown.replace("\t", " "), " " * indent + "^" * max(1, width(line[at:stop]))]


def width(text: str) -> int:
    """Columns that the text takes on a terminal: Chinese characters take two."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def describe(proof: Evidence, devices: str) -> str:
    """A proof in one line: what was measured, on which devices, against what the fact and the myth predict."""
    series = {k: v for k, v in proof.series.items() if isinstance(v, list) and k != "x"}
    if series:
        x = proof.series.get("x", [])
        unit = str(proof.series.get("unit", ""))
        label = str(proof.series.get("x_label", "")).strip()
        parts = [f"{name} {' → '.join(number(v) for v in values)}" for name, values in series.items()]
        over = f" over {label} {', '.join(str(v) for v in x)}" if x else ""
        return f"{proof.snippet} ({devices}) measured {unit}{over}: " + "; ".join(parts)
    parts = [
        f"{name} {number(value)} (fact {number(proof.fact[name])}, myth {number(proof.myth[name])})"
        for name, value in proof.measured.items()
        if name in proof.fact and name in proof.myth
    ]
    return f"{proof.snippet} ({devices}): " + "; ".join(parts)


def number(value: object) -> str:
    """A number for people: thousands separated, no more than four significant decimals."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:.4g}"


def print_why(linted: Linted, said: Sequence[Diagnostic], extracted: Extracted, line: int, as_json: bool) -> None:
    """How one line was understood."""
    document, sheet = linted.document, linted.sheet
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
    spans = ((r, *sheet.span(r.start, r.end, document.source)) for r in linted.sentences)
    readings = [r._replace(start=start, end=end) for r, start, end in spans if start < last and end > first]
    here = [d for d in said if d.passage.start < last and d.passage.end > first]
    findings = [d.finding for d in here if d.finding is not None]
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
    for each in here:
        print(f"{each.verdict}: {each.message.en}")
        for reason in each.finding.reasons if each.finding else ():
            print(f"  {reason}")
        if each.state != "open":
            print(f"  {each.state}: {each.reason}")
    if not findings:
        print("silent: no claim on this line was held against a fact.")
