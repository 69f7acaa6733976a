"""What every character of a document was taken for: labels that partition it."""

from __future__ import annotations

from pipeline.extraction.outline import Outline
from pipeline.extraction.questions import Asked
from pipeline.extraction.rows import (
    ANSWER_LABEL,
    ANSWER_TITLE,
    META,
    NOISE,
    SECTION,
)
from pipeline.models import Document, Label, Span


def label_spans(document: Document, outline: Outline, asked: list[Asked], answers: dict[int, int]) -> list[Span]:
    """The full partition: what every character was taken for."""
    marks: list[tuple[int, int, Label, str]] = []
    questions: set[int] = set()
    for each in asked:
        questions.add(each.row.at)
        marks.append((each.start, each.end, "question", ""))
    met = False
    by_kind: dict[str, Label] = {"code": "code", "figure": "figure", "rule": "markup"}
    for row in outline.rows:
        block = row.block
        at, role, kind = row.at, row.role, block.kind
        asks = at in questions
        met = met or asks
        if at in answers:
            begin = answers[at]
            start = block.source_offset(begin) if begin else block.start
            marks.append((start, block.end, by_kind.get(kind, "answer"), ""))
        elif asks:
            continue
        elif role == NOISE:
            marks.append((block.start, block.end, "noise", row.why or "noise"))
        elif role in (SECTION, ANSWER_TITLE) or kind == "heading":
            met = met or role == SECTION
            marks.append((block.start, block.end, "section", ""))
        elif role == META:
            marks.append((block.start, block.end, "noise", "metadata"))
        elif kind == "figure":
            marks.append((block.start, block.end, "figure", ""))
        elif kind == "rule" or role == ANSWER_LABEL:
            marks.append((block.start, block.end, "markup", ""))
        else:
            marks.append((block.start, block.end, "noise", "outside any question" if met else "preamble"))
    marks.sort()
    spans: list[Span] = []
    cursor = opened = 0
    kept: tuple[Label, str] = ("markup", "")
    for start, end, label, reason in marks:
        if end <= cursor:
            continue
        if start > cursor and kept != ("markup", ""):
            if cursor > opened:
                spans.append(Span(opened, cursor, *kept))
            opened, kept = cursor, ("markup", "")
        if kept != (label, reason):
            begin = max(start, cursor)
            if begin > opened:
                spans.append(Span(opened, begin, *kept))
            opened, kept = begin, (label, reason)
        cursor = end
    length = len(document.source)
    if cursor < length and kept != ("markup", ""):
        spans.append(Span(opened, cursor, *kept))
        opened, kept = cursor, ("markup", "")
    if opened < length:
        spans.append(Span(opened, length, *kept))
    return spans
