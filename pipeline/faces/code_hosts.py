"""Diagnostics for the places where code is reviewed: SARIF 2.1.0, and the annotations of GitHub's workflows.

Apart from the reports for people, because these shapes belong to others and are checked against their schemas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

import pipeline
from pipeline.checking import cite
from pipeline.faces.reports import Row
from pipeline.models import Fact, Lang, Passage, Problem

_ANNOTATIONS = {"error": "error", "warning": "warning"}


def sarif(
    rows: Sequence[Row],
    printed: Sequence[Mapping[str, Any]],
    facts: Mapping[str, Fact],
    lang: Lang | None,
    problems: Sequence[Problem] = (),
    *,
    whole: bool = True,
) -> dict[str, Any]:
    """Diagnostics as SARIF 2.1.0; columns are characters from 1, and end behind the last one.

    `whole` is whether all that was named could be read: a host must not close the alerts of a file that was not.
    """
    rules = sorted({row.diagnostic.rule for row in rows})
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "kanwu",
                        "version": pipeline.__version__,
                        "rules": [_rule(rule, facts.get(rule), lang or "en") for rule in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": whole,
                        "toolExecutionNotifications": [_notification(problem) for problem in problems],
                    }
                ],
                "results": [
                    _result(row, line, rules.index(row.diagnostic.rule))
                    for row, line in zip(rows, printed, strict=True)
                ],
            }
        ],
    }


def _rule(rule: str, fact: Fact | None, lang: Lang) -> dict[str, Any]:
    described: dict[str, Any] = {"id": rule, "shortDescription": {"text": fact.statement.get(lang) if fact else rule}}
    if fact is not None:
        cited = "\n".join(cite(citation) for citation in fact.citations)
        why = fact.explanation.get(lang) + "\n" if fact.explanation else ""
        described["fullDescription"] = {"text": fact.statement.get(lang)}
        described["help"] = {"text": f"{fact.statement.get(lang)}\n{why}{cited}"}
        described["properties"] = {"tags": [fact.subject, fact.relation]}
    return described


def _result(row: Row, line: Mapping[str, Any], index: int) -> dict[str, Any]:
    each = row.diagnostic
    place: dict[str, Any] = {
        "artifactLocation": {"uri": _uri(row.path)},
        "region": {**_region(row, each.passage), "snippet": {"text": each.passage.quote}},
    }
    location: dict[str, Any] = {"physicalLocation": place}
    if each.cell is not None:
        location["logicalLocations"] = [{"name": f"cell {each.cell}", "kind": "cell"}]
    result: dict[str, Any] = {
        "ruleId": each.rule,
        "ruleIndex": index,
        "level": each.severity,
        "message": {"text": line["message"]},
        "locations": [location],
        "partialFingerprints": {"kanwu/v1": each.key},
        "properties": {"verdict": each.verdict, "confidence": line["confidence"]},
    }
    if each.severity == "none":
        result["kind"] = "pass" if each.verdict == "supported" else "open"
    if each.state == "suppressed":
        result["suppressions"] = [{"kind": "inSource", "justification": each.reason}]
    if each.state == "baseline":
        result["baselineState"] = "unchanged"
    if line["suggestion"] is not None and not row.linted.sheet.runs:
        change = {"deletedRegion": _region(row, each.passage), "insertedContent": {"text": line["suggestion"]}}
        result["fixes"] = [
            {
                "description": {"text": line["suggestion"]},
                "artifactChanges": [{"artifactLocation": {"uri": _uri(row.path)}, "replacements": [change]}],
            }
        ]
    return result


def _region(row: Row, at: Passage) -> dict[str, int]:
    starts = row.linted.document.line_starts
    return {
        "startLine": at.line,
        "startColumn": at.start - starts[at.line - 1] + 1,
        "endLine": at.end_line,
        "endColumn": at.end - starts[at.end_line - 1] + 1,
    }


def _uri(path: str) -> str:
    """A file as a reference: relative as it was named, absolute as file://."""
    return PurePath(path).as_uri() if PurePath(path).is_absolute() else quote(path, safe="/-._~")


def _notification(problem: Problem) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(problem.path)}}
    if problem.line is not None:
        place["region"] = {"startLine": problem.line}
    return {"level": "warning", "message": {"text": str(problem)}, "locations": [{"physicalLocation": place}]}


def annotation(row: Row) -> str:
    """A diagnostic as a command of GitHub's workflows, which shows it beside its line."""
    each, at = row.diagnostic, row.diagnostic.passage
    message = each.message.get(row.lang)
    if each.cell is not None:
        message = f"(cell {each.cell}) {message}"
    fields = {
        "file": row.path,
        "line": at.line,
        "endLine": at.end_line,
        "col": row.column,
        "title": each.rule,
    }
    if at.line == at.end_line:
        fields["endColumn"] = row.column + at.end - at.start
    listed = ",".join(f"{name}={_field(str(value))}" for name, value in fields.items())
    return f"::{_ANNOTATIONS.get(each.severity, 'notice')} {listed}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _field(text: str) -> str:
    return _data(text).replace(",", "%2C").replace(":", "%3A")
