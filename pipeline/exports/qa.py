"""qa.json and qa.jsonl: the cleaned questions and answers, with everything that qualifies them."""

from __future__ import annotations

import json
import re
from typing import Any, Literal

from pydantic import ConfigDict, Field

from pipeline.ledger.applied import apply, best_source, corrected_text, correction_of
from pipeline.models import Lang, Passage, QAPair, Question, Record, Results, Status, digest

SCHEMA = "1"
"""Version of the shape; a consumer may rely on every field of it."""


class Published(Record):
    """A part of qa.json. Its schema tells consumers what each field means, in the words that stand below the field."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class Position(Published):
    """Where a passage stands in the scraped file."""

    line: int
    """Physical line from 1."""
    end_line: int
    start: int
    """Characters from the beginning of the decoded file."""
    end: int


class FindingItem(Published):
    """One weak claim in a source's answer."""

    rule: str
    """Id of the fact that decided, or the verdict where none did."""
    verdict: str
    severity: str
    quote: str
    message: str
    line: int
    corrected: bool
    """Whether a decision corrects it."""


class SourceItem(Published):
    """One document that asks the question."""

    document: str
    origin: str
    licence: str
    question: str
    question_at: Position
    answer: str | None
    """As published by this build: null where sources.toml withholds it or the document gives none."""
    answer_at: tuple[Position, ...] | None
    findings: tuple[FindingItem, ...]


class CorrectionItem(Published):
    """A decided correction that touches the question."""

    claim: str
    """The claim group that it is bound to."""
    statement: str
    """What is true, standing on its own."""
    reason: str
    fact: str | None
    agents: tuple[str, ...]
    reviewed: bool
    """False: decided by software from citation and proof; no person has confirmed it."""


class EvidenceItem(Published):
    """A proof on which a fact of the question rests."""

    snippet: str
    device: str
    holds: bool | None
    measured: dict[str, float]
    fact: dict[str, float]
    myth: dict[str, float]


class QuestionItem(Published):
    """One question with its answer."""

    id: str
    revision: str
    """Twelve hex digits of the item's content: changes exactly when something in it does."""
    lang: Lang
    question: str
    aliases: tuple[str, ...]
    answer: str | None
    """Markdown: the canonical answer, else the best source's with its decided corrections applied, else null."""
    answer_text: str | None
    """The answer as plain text."""
    answer_from: Literal["canonical", "source"] | None
    licence: str
    """Of the answer."""
    status: Status
    difficulty: str
    topic: str
    concepts: tuple[str, ...]
    key_points: tuple[str, ...]
    sources: tuple[SourceItem, ...]
    corrections: tuple[CorrectionItem, ...]
    evidence: tuple[EvidenceItem, ...]
    related: tuple[str, ...]
    next: tuple[str, ...]
    replaced_by: str | None


class ConceptItem(Published):
    """A concept, as far as a consumer needs it."""

    id: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    broader: tuple[str, ...]
    related: tuple[str, ...]


class FactItem(Published):
    """A reference fact."""

    id: str
    subject: str
    relation: str
    objects: tuple[str, ...]
    statement_zh: str
    statement_en: str
    cites: tuple[str, ...]
    checked: bool
    snippet: str | None


class QAFile(Published):
    """The whole of qa.json."""

    schema_: str = Field(alias="schema")
    version: str
    """Of the data set; two files of one version are the same bytes."""
    questions: tuple[QuestionItem, ...]
    concepts: tuple[ConceptItem, ...]
    facts: tuple[FactItem, ...]


def qa(results: Results, *, local: bool = True) -> str:
    """qa.json as text. `local`: a build for oneself, in which an undeclared source counts as `full`."""
    return json.dumps(_file(results, local).model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=1) + "\n"


def qa_jsonl(results: Results, *, local: bool = True) -> str:
    """qa.jsonl as text: one question a line, in the order of qa.json."""
    return "".join(item.model_dump_json() + "\n" for item in _file(results, local).questions)


def qa_schema() -> str:
    """The JSON Schema (2020-12) of qa.json as text."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **QAFile.model_json_schema(by_alias=True)}
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def plain_text(markdown: str) -> str:
    """Markdown without its marks, for a reader that renders nothing; code keeps its lines."""
    text = re.sub(r"^```.*$", "", markdown, flags=re.MULTILINE)
    text = re.sub(r"!\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"^\s{0,3}#{1,6}\s+", "", text, flags=re.MULTILINE)
    text = re.sub(r"(\*\*|__|~~|`)", "", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _file(results: Results, local: bool) -> QAFile:
    return QAFile(
        schema_=SCHEMA,
        version=results.version,
        questions=tuple(_question(question, results, local) for question in results.questions),
        concepts=tuple(
            ConceptItem(
                id=c.id, zh=c.pref_label.zh, en=c.pref_label.en, definition_zh=c.definition.zh,
                definition_en=c.definition.en, broader=c.broader, related=c.related,
            )
            for _, c in sorted(results.concepts.items())
        ),
        facts=tuple(
            FactItem(
                id=f.id, subject=f.subject, relation=f.relation, objects=f.objects, statement_zh=f.statement.zh,
                statement_en=f.statement.en, checked=f.checked, snippet=f.snippet,
                cites=tuple(f"arXiv:{c.arxiv}" if c.arxiv else c.url or c.title for c in f.citations),
            )
            for _, f in sorted(results.facts.items())
        ),
    )  # fmt: skip


def _question(question: Question, results: Results, local: bool) -> QuestionItem:
    canonical = results.answers.get(question.id)
    pairs = [pair for pair in results.pairs if pair.id in set(question.pairs)]
    findings = [f for f in results.findings if f.pair in set(question.pairs)]
    answer: str | None = None
    origin: Literal["canonical", "source"] | None = None
    licence = ""
    if canonical is not None:
        answer, origin, licence = f"{canonical.point}\n\n{canonical.body.strip()}", "canonical", "Apache-2.0"
    else:
        best = best_source(question, results)
        if best is not None and best.answer is not None and _publishes(best, results, local):
            answer = corrected_text(best.answer, apply(best, findings, results.corrections, question.lang))
            origin, licence = "source", results.sources[best.document].licence
    facts = {f.fact for f in findings if f.fact} | set(canonical.facts if canonical else ())
    snippets = {results.facts[f].snippet for f in facts if f in results.facts} - {None}
    groups = sorted({f.claim.group for f in findings if f.flagged and f.claim} & results.corrections.keys())
    item = QuestionItem(
        id=question.id,
        revision="",
        lang=question.lang,
        question=question.wording,
        aliases=question.aliases,
        answer=answer,
        answer_text=None if answer is None else plain_text(answer),
        answer_from=origin,
        licence=licence,
        status=results.status[question.id],
        difficulty=question.difficulty,
        topic=question.topic,
        concepts=question.concepts,
        key_points=canonical.key_points if canonical else (),
        sources=tuple(_source(pair, results, local) for pair in pairs),
        corrections=tuple(
            CorrectionItem(
                claim=group, statement=c.statement.get(question.lang), reason=c.reason, fact=c.fact,
                agents=tuple(f"{a.name} ({a.kind}{' ' + a.version if a.version else ''})" for a in c.agents),
                reviewed=c.reviewed,
            )
            for group, c in ((g, results.corrections[g]) for g in groups)
        ),
        evidence=tuple(
            EvidenceItem(
                snippet=e.snippet, device=e.device, holds=e.holds, measured=dict(e.measured), fact=dict(e.fact),
                myth=dict(e.myth),
            )
            for e in results.evidence
            if e.snippet in snippets
        ),
        related=question.related,
        next=question.next,
        replaced_by=question.replaced_by,
    )  # fmt: skip
    return item.model_copy(update={"revision": digest(item)[:12]})


def _publishes(pair: QAPair, results: Results, local: bool) -> bool:
    publish = results.sources[pair.document].publish
    return publish == "full" or (publish is None and local)


def _source(pair: QAPair, results: Results, local: bool) -> SourceItem:
    source = results.sources[pair.document]
    mine = [f for f in results.findings if f.pair == pair.id and f.flagged]
    return SourceItem(
        document=pair.document,
        origin=source.origin,
        licence=source.licence,
        question=pair.question,
        question_at=_position(pair.question_at),
        answer=pair.answer if _publishes(pair, results, local) else None,
        answer_at=None if pair.answer_at is None else tuple(_position(p) for p in pair.answer_at),
        findings=tuple(
            FindingItem(
                rule=f.fact or f.verdict.value, verdict=f.verdict.value, severity=f.severity, quote=f.passage.quote,
                message=f.message.get(pair.lang), line=f.passage.line,
                corrected=correction_of(f, results.corrections) is not None,
            )
            for f in mine
        ),
    )  # fmt: skip


def _position(passage: Passage) -> Position:
    return Position(line=passage.line, end_line=passage.end_line, start=passage.start, end=passage.end)


def as_dict(text: str) -> dict[str, Any]:
    """An export read back, for checks."""
    loaded: dict[str, Any] = json.loads(text)
    return loaded
