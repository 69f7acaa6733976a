"""The outline becomes pairs, and every character of the document gets its label."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.extraction.answers import give_answers
from pipeline.extraction.conservation import label_spans
from pipeline.extraction.lists import answer_lists
from pipeline.extraction.passages import make_pairs
from pipeline.extraction.questions import collect_questions
from pipeline.extraction.roles import outlined
from pipeline.memory import uncollected
from pipeline.models import Document, Passage, QAPair, Span


class Extracted(NamedTuple):
    """What a document says: its pairs, and what every character of it was taken for."""

    pairs: list[QAPair]
    spans: list[Span]


def extract(document: Document) -> Extracted:
    """Find the questions of a document and the answers that it gives them, by layout alone."""
    with uncollected():
        return _extracted(document)


def _extracted(document: Document) -> Extracted:
    outline = outlined(document)
    asked = give_answers(outline, collect_questions(outline))
    asked = answer_lists(outline, asked)
    pairs, answers = make_pairs(document, asked)
    return Extracted(pairs, label_spans(document, outline, asked, answers))


def line_of(pair: QAPair) -> dict[str, object]:
    """The pair as `kanwu extract` prints it."""
    return {
        "id": pair.id,
        "document": pair.document,
        "sha256": pair.sha256,
        "lang": pair.lang,
        "section": list(pair.section),
        "question": pair.question,
        "question_at": _place(pair.question_at),
        "answer": pair.answer,
        "answer_at": None if pair.answer_at is None else [_place(passage) for passage in pair.answer_at],
        "rule": pair.rule,
    }


def _place(passage: Passage) -> dict[str, int]:
    return {"line": passage.line, "end_line": passage.end_line, "start": passage.start, "end": passage.end}
