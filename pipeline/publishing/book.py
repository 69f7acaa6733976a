"""All results of a build, as pages look them up: what belongs to which question, fact, document.

Apart from the pages, so that each relation is worked out once and in one order.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from pipeline.ledger.applied import best_source, correction_of
from pipeline.models import (
    SEVERITY,
    Citation,
    Concept,
    Correction,
    Decision,
    Document,
    Evidence,
    Finding,
    Proof,
    QAPair,
    Question,
    Results,
    Status,
    Verdict,
)
from pipeline.publishing import addresses, words
from pipeline.publishing.markdown import Linker, concept_linker
from pipeline.publishing.markup import Html, link
from pipeline.text import key

_LEVELS = {"basic": 0, "intermediate": 1, "advanced": 2}


class Book:
    """Lookups over one build's results; nothing here changes them."""

    def __init__(self, results: Results) -> None:
        results = results._replace(
            questions=tuple(q.model_copy(update={"topic": one_topic(q.topic)}) for q in results.questions),
            concepts={
                i: c.model_copy(update={"topic": one_topic(c.topic)}) for i, c in sorted(results.concepts.items())
            },
        )
        self.results = results
        self.pairs: dict[str, QAPair] = {pair.id: pair for pair in results.pairs}
        self.documents: dict[str, Document] = {document.path: document for document in results.documents}
        self.questions: dict[str, Question] = {question.id: question for question in results.questions}
        self.standing = [q for q in results.questions if q.replaced_by is None]
        self.question_of: dict[str, Question] = {}
        for question in results.questions:
            for pair in question.pairs:
                self.question_of.setdefault(pair, question)

    # ------------------------------------------------------------------------------------ questions

    def asked(self, question: Question) -> list[QAPair]:
        """The pairs that ask a question, in document order."""
        return [self.pairs[i] for i in question.pairs if i in self.pairs]

    def status(self, question: Question) -> Status:
        """Its status; unreviewed where the build gave none."""
        return self.results.status.get(question.id, "unreviewed")

    @cached_property
    def _best(self) -> dict[str, QAPair | None]:
        open_errors: dict[str, int] = defaultdict(int)
        errors: dict[str, int] = defaultdict(int)
        for finding in self.results.findings:
            if finding.pair and SEVERITY[finding.verdict] == "error":
                errors[finding.pair] += 1
                open_errors[finding.pair] += correction_of(finding, self.results.corrections) is None
        chosen: dict[str, QAPair | None] = {}
        for question in self.results.questions:
            mine = self.asked(question)
            small = self.results._replace(
                pairs=tuple(mine), findings=tuple(f for pair in mine for f in self.findings_of(pair.id))
            )
            chosen[question.id] = best_source(question, small)
        return chosen

    def best(self, question: Question) -> QAPair | None:
        """The source's answer that is shown where no canonical one is written."""
        return self._best.get(question.id)

    def permanent(self, question: Question) -> bool:
        """Whether it has a page of its own."""
        return not question.provisional

    def question_link(self, question: Question) -> str:
        """Its page; for one without a permanent address, its place on the topic's page."""
        if self.permanent(question):
            return addresses.url(addresses.question(question.id))
        return addresses.url(addresses.topic(question.topic), addresses.provisional_anchor(question.id))

    def showable(self, question: Question) -> bool:
        """False where only documents that must not be quoted ask it, so that even its words are theirs."""
        if self.permanent(question):
            return True
        return any(self.publish(pair.document) != "none" for pair in self.asked(question))

    @cached_property
    def topics(self) -> dict[str, list[Question]]:
        """Topic to its questions in learning order; topics in learning order too."""
        grouped: dict[str, list[Question]] = defaultdict(list)
        for question in self.standing:
            if self.showable(question):
                grouped[question.topic].append(question)
        for concept in self.results.concepts.values():
            grouped.setdefault(concept.topic, [])
        return {topic: sorted(grouped[topic], key=self._learning) for topic in sorted(grouped, key=words.topic_order)}

    def _learning(self, question: Question) -> tuple[object, ...]:
        depth = max((self.depth(c) for c in question.concepts[:1]), default=9)
        return (
            question.provisional,
            _LEVELS[question.difficulty],
            depth,
            question.concepts[:1],
            -len(question.pairs),
            question.id,
        )

    @cached_property
    def neighbours(self) -> dict[str, tuple[Question | None, Question | None]]:
        """Question id to the one before and the one after it in its topic; only those with pages."""
        around: dict[str, tuple[Question | None, Question | None]] = {}
        for questions in self.topics.values():
            paged = [q for q in questions if self.permanent(q)]
            for at, question in enumerate(paged):
                before = paged[at - 1] if at else None
                after = paged[at + 1] if at + 1 < len(paged) else None
                around[question.id] = (before, after)
        return around

    # ------------------------------------------------------------------------------------- findings

    @cached_property
    def _findings(self) -> dict[str, list[Finding]]:
        grouped: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.results.findings:
            if finding.pair:
                grouped[finding.pair].append(finding)
        return grouped

    def findings_of(self, pair: str) -> list[Finding]:
        """Every finding in a pair's answer, by position."""
        return self._findings.get(pair, [])

    def findings_for(self, question: Question) -> list[Finding]:
        """Every finding in the answers of a question's sources."""
        return [finding for pair in question.pairs for finding in self.findings_of(pair)]

    @cached_property
    def findings_in(self) -> dict[str, list[Finding]]:
        """Document path to its findings by position."""
        grouped: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.results.findings:
            grouped[finding.passage.document].append(finding)
        return grouped

    @cached_property
    def pairs_in(self) -> dict[str, list[QAPair]]:
        """Document path to its pairs by position."""
        grouped: dict[str, list[QAPair]] = defaultdict(list)
        for pair in self.results.pairs:
            grouped[pair.document].append(pair)
        return grouped

    @cached_property
    def findings_on(self) -> dict[str, list[Finding]]:
        """Fact id to the flagged findings that it decided."""
        grouped: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.results.findings:
            if finding.fact and finding.flagged:
                grouped[finding.fact].append(finding)
        return grouped

    @cached_property
    def supported_on(self) -> dict[str, int]:
        """Fact id to how many claims of documents say it rightly."""
        counted: dict[str, int] = defaultdict(int)
        for finding in self.results.findings:
            if finding.fact and finding.verdict is Verdict.supported:
                counted[finding.fact] += 1
        return counted

    @cached_property
    def findings_by_group(self) -> dict[str, list[Finding]]:
        """Claim group to the flagged findings that assert it."""
        grouped: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.results.findings:
            if finding.claim and finding.flagged:
                grouped[finding.claim.group].append(finding)
        return grouped

    def correction(self, finding: Finding) -> Correction | None:
        """The decided correction of what a finding is about."""
        return correction_of(finding, self.results.corrections)

    def weak(self, pair: QAPair) -> Verdict | None:
        """The gravest thing found in a pair's answer; None where nothing was."""
        order = ("error", "warning", "note")
        found = [f for f in self.findings_of(pair.id) if f.severity in order]
        if found:
            return min(found, key=lambda f: (order.index(f.severity), f.passage.start)).verdict
        return Verdict.unanswered if pair.answer is None else None

    # ---------------------------------------------------------------------------- facts and concepts

    @cached_property
    def facts_of(self) -> dict[str, list[str]]:
        """Concept id to the ids of what is held true of it."""
        grouped: dict[str, list[str]] = defaultdict(list)
        for identifier in sorted(self.results.facts):
            grouped[self.results.facts[identifier].subject].append(identifier)
        return grouped

    @cached_property
    def questions_on(self) -> dict[str, list[Question]]:
        """Concept id to the questions about it, those with pages first."""
        grouped: dict[str, list[Question]] = defaultdict(list)
        for questions in self.topics.values():
            for question in questions:
                for concept in question.concepts:
                    grouped[concept].append(question)
        return {c: sorted(found, key=lambda q: (q.provisional, q.concepts[0] != c)) for c, found in grouped.items()}

    @cached_property
    def narrower(self) -> dict[str, list[str]]:
        """Concept id to those that name it as broader."""
        grouped: dict[str, list[str]] = defaultdict(list)
        for identifier, concept in sorted(self.results.concepts.items()):
            for broader in concept.broader:
                grouped[broader].append(identifier)
        return grouped

    @cached_property
    def related(self) -> dict[str, list[str]]:
        """Concept id to related ones; the relation is symmetric, whoever wrote it down."""
        grouped: dict[str, set[str]] = defaultdict(set)
        for identifier, concept in self.results.concepts.items():
            for other in concept.related:
                grouped[identifier].add(other)
                grouped[other].add(identifier)
        return {i: sorted(o for o in others if o in self.results.concepts) for i, others in grouped.items()}

    @cached_property
    def confused(self) -> dict[str, list[str]]:
        """Concept id to those that it is taken for, in both directions."""
        grouped: dict[str, set[str]] = defaultdict(set)
        for identifier, concept in self.results.concepts.items():
            for other in concept.confused_with:
                grouped[identifier].add(other)
                grouped[other].add(identifier)
        return {i: sorted(o for o in others if o in self.results.concepts) for i, others in grouped.items()}

    def depth(self, concept: str) -> int:
        """How many broader concepts stand above one; what is more general is learnt first."""
        seen: set[str] = set()
        level = 0
        row = [concept]
        while row:
            row = sorted(
                {b for c in row if c in self.results.concepts for b in self.results.concepts[c].broader} - seen
            )
            seen.update(row)
            level += bool(row)
        return level

    def name(self, concept: str) -> str:
        """A concept in Chinese; its id where nobody described it."""
        known = self.results.concepts.get(concept)
        return known.pref_label.zh if known else concept

    def concept_link(self, concept: str) -> Html | str:
        """A link to a concept's page, or its id where it has none."""
        if concept in self.results.concepts:
            return link(self.name(concept), addresses.url(addresses.concept(concept)), "concept")
        return concept

    def linker(self, without: Iterable[str] = ()) -> Linker:
        """Links concepts at their first mention; one linker for each page."""
        pattern, spellings = self._spellings
        return concept_linker(pattern, spellings, without)

    @cached_property
    def _spellings(self) -> tuple[re.Pattern[str] | None, Mapping[str, tuple[str, str]]]:
        spellings: dict[str, tuple[str, str]] = {}
        for identifier, concept in sorted(self.results.concepts.items()):
            target = (identifier, addresses.url(addresses.concept(identifier)))
            for spelling in labels(concept):
                if len(key(spelling)) >= 2 and not re.search(r"[<>&\"'`]", spelling):
                    spellings.setdefault(spelling.lower(), target)
        if not spellings:
            return None, {}
        alternatives = []
        for spelling in sorted(spellings, key=lambda s: (-len(s), s)):
            # The first letter leads, so that the engine skips at once to where any spelling may begin.
            before = r"(?<![a-z0-9_-].)" if spelling[0].isascii() else ""
            after = r"(?![a-z0-9_-])" if spelling[-1].isascii() else ""
            alternatives.append(re.escape(spelling[0]) + before + re.escape(spelling[1:]) + after)
        return re.compile("|".join(alternatives)), spellings

    # ------------------------------------------------------------------------- evidence and decisions

    @cached_property
    def evidence_of(self) -> dict[str, list[Evidence]]:
        """Snippet to what it measured, CPU first."""
        grouped: dict[str, list[Evidence]] = defaultdict(list)
        for evidence in sorted(self.results.evidence, key=lambda e: (e.snippet, e.device)):
            grouped[evidence.snippet].append(evidence)
        return grouped

    @cached_property
    def snippets(self) -> dict[str, list[str]]:
        """Snippet to the facts that it settles."""
        grouped: dict[str, set[str]] = defaultdict(set)
        for fact in self.results.facts.values():
            if fact.snippet:
                grouped[fact.snippet].add(fact.id)
        for evidence in self.results.evidence:
            grouped[evidence.snippet].update(f for f in evidence.facts if f in self.results.facts)
        for name in self.results.proofs:
            grouped[name].update()
        return {name: sorted(grouped[name]) for name in sorted(grouped)}

    def proof(self, snippet: str) -> Proof:
        """A proof as readers meet it; one whose file is gone keeps its name."""
        return self.results.proofs.get(snippet) or Proof(name=snippet, title=snippet)

    def proof_link(self, snippet: str | None, text: str = "证明") -> Html | None:
        """A link to a proof's page."""
        if snippet is None or snippet not in self.snippets:
            return None
        return link(text, addresses.url(addresses.proof(snippet)), "proof")

    @cached_property
    def decisions(self) -> dict[str, Decision]:
        """Decisions by id."""
        return {decision.id: decision for decision in self.results.decisions}

    # ------------------------------------------------------------------------------------ documents

    def publish(self, document: str) -> str:
        """What a page may show of a document: `full`, `quote` or `none`; a quote where nothing is said."""
        source = self.results.sources.get(document)
        return (source.publish if source else None) or "quote"

    def title(self, document: str) -> str:
        """What a document is called."""
        known = self.documents.get(document)
        if known and known.title and self.publish(document) != "none":
            return known.title
        return document.rsplit("/", 1)[-1]

    def document_link(self, document: str, fragment: str = "", text: str = "") -> Html:
        """A link into a document's page."""
        return link(text or self.title(document), addresses.url(addresses.document(document), fragment))


def one_topic(name: str) -> str:
    """A topic by its one spelling; what an address can't hold is left out."""
    return words.SPELLINGS.get(name, name) or "general"


def labels(concept: Concept) -> list[str]:
    """The spellings of a concept that pages may show, the preferred ones first."""
    return [
        concept.pref_label.zh,
        concept.pref_label.en,
        *concept.alt_label.zh,
        *concept.alt_label.en,
    ]


def citation_link(citation: Citation) -> Html | str:
    """A citation's work, linked where it has an address."""
    if citation.arxiv:
        return link(f"{citation.title} (arXiv:{citation.arxiv})", f"https://arxiv.org/abs/{citation.arxiv}")
    if citation.url:
        return link(citation.title, citation.url)
    return citation.title
