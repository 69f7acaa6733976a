"""The records of a build as nodes and typed edges; every edge says how it is known, how surely, and where.

Apart from `asking`, which reads the graph and knows none of the records. Node ids are `type:id`. The types of edges
are those of `EDGES`: names of the field, SKOS and PROV first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, TypeAlias

import networkx as nx

from pipeline.models import Claim, Decision, Finding, Passage, Results, Verdict

EDGES: Final = {
    "contains": "a document contains a pair",
    "asks": "a pair asks a question",
    "same-as": "a pair asks the same as another",
    "related": "two concepts, pairs or questions overlap",
    "part-of": "a question is part of a compound one",
    "next": "an interviewer asks this question next",
    "about": "a question, a fact or a claim is about a concept",
    "broader": "a concept has a broader one",
    "confused-with": "a concept is often taken for another",
    "asserts": "a pair (or a document, outside of any) asserts a claim",
    "supports": "a claim agrees with a fact",
    "contradicts": "a claim contradicts a fact",
    "concerns": "a finding speaks of a claim, a pair or a fact",
    "rests-on": "an answer, a decision or a finding rests on a fact or on evidence",
    "corrects": "a decision corrects a claim",
    "decides": "a decision speaks of a pair, a fact or another decision",
    "derived-from": "a decision was written in sight of another",
    "proves": "evidence bears a fact out",
    "refutes": "evidence speaks against a fact",
    "replaced-by": "a question gave way to another",
}
"""What each type of edge says."""

Graph: TypeAlias = "nx.MultiDiGraph[str]"
"""Nodes are named `type:id`."""


def build(results: Results) -> Graph:
    """The graph of everything that a build found out."""
    graph: Graph = nx.MultiDiGraph(version=results.version)
    _concepts(graph, results)
    _documents(graph, results)
    _questions(graph, results)
    _facts(graph, results)
    _claims(graph, results)
    _decisions(graph, results)
    # Records name each other in any order; what was named before it was known is joined now, or never.
    for edge in graph.graph.pop("waiting", []):
        _edge(graph, *edge)
    graph.graph.pop("waiting", None)
    return graph


def _concepts(graph: Graph, results: Results) -> None:
    for concept in results.concepts.values():
        graph.add_node(
            f"concept:{concept.id}",
            type="concept",
            topic=concept.topic,
            zh=[concept.pref_label.zh, *concept.alt_label.zh, *concept.hidden_label.zh],
            en=[concept.pref_label.en, *concept.alt_label.en, *concept.hidden_label.en],
        )
    for concept in results.concepts.values():
        for kind, others in (
            ("broader", concept.broader),
            ("related", concept.related),
            ("confused-with", concept.confused_with),
        ):
            for other in others:
                _edge(graph, f"concept:{concept.id}", f"concept:{other}", kind, "editor", 1.0)


def _documents(graph: Graph, results: Results) -> None:
    for document in results.documents:
        graph.add_node(
            f"document:{document.path}", type="document", sha256=document.sha256, format=document.format,
            lang=document.lang,
        )  # fmt: skip
    for pair in results.pairs:
        graph.add_node(
            f"pair:{pair.id}", type="pair", lang=pair.lang, answered=pair.answer is not None,
            passage=_at(pair.question_at), answer=[_at(passage) for passage in pair.answer_at or ()],
        )  # fmt: skip
        _edge(graph, f"document:{pair.document}", f"pair:{pair.id}", "contains", pair.rule, 1.0, _at(pair.question_at))


def _questions(graph: Graph, results: Results) -> None:
    place = {pair.id: _at(pair.question_at) for pair in results.pairs}
    how: dict[str, tuple[str, float]] = {}
    for each in results.links:
        if each.relation == "same":
            for end in (each.b, each.a):
                # A pair is in its question for the surest of the reasons that joined it to another.
                if end in place and (end not in how or how[end][1] < each.score):
                    how[end] = (each.method, each.score)
    for question in results.questions:
        name = f"question:{question.id}"
        graph.add_node(
            name, type="question", lang=question.lang, topic=question.topic, difficulty=question.difficulty,
            provisional=question.provisional, diameter=question.diameter,
            status=results.status.get(question.id, "unreviewed"),
        )  # fmt: skip
        for pair in question.pairs:
            method, score = how.get(pair, ("alone", 1.0))
            _edge(graph, f"pair:{pair}", name, "asks", method, score, place.get(pair))
        for number, concept in enumerate(question.concepts):
            _edge(graph, name, f"concept:{concept}", "about", "label", 1.0 if number == 0 else 0.8)
        for whole in question.part_of:
            _edge(graph, name, f"question:{whole}", "part-of", "part", 0.9)
        for other in question.related:
            _edge(graph, name, f"question:{other}", "related", "facets", 0.7)
        for after in question.next:
            _edge(graph, name, f"question:{after}", "next", "editor", 1.0)
        if question.replaced_by:
            _edge(graph, name, f"question:{question.replaced_by}", "replaced-by", "editor", 1.0)
        if answer := results.answers.get(question.id):
            for fact in answer.facts:
                _edge(graph, name, f"fact:{fact}", "rests-on", "answer", 1.0)
            for after in answer.next:
                if after not in question.next:
                    _edge(graph, name, f"question:{after}", "next", "editor", 1.0)
    known = {question.id for question in results.questions}
    for each in results.links:
        if each.relation == "different":
            continue
        kind = "same-as" if each.relation == "same" else each.relation
        ends = [f"question:{end}" if end in known and end not in place else f"pair:{end}" for end in (each.a, each.b)]
        if kind != "same-as" or ends[1].startswith("pair:"):
            _edge(graph, ends[0], ends[1], kind, each.method, each.score, place.get(each.a))


def _facts(graph: Graph, results: Results) -> None:
    for fact in results.facts.values():
        graph.add_node(f"fact:{fact.id}", type="fact", relation=fact.relation, checked=fact.checked)
        _edge(graph, f"fact:{fact.id}", f"concept:{fact.subject}", "about", "editor", 1.0)
        for value in fact.objects:
            if value in results.concepts and value != fact.subject:
                _edge(graph, f"fact:{fact.id}", f"concept:{value}", "about", "editor", 0.8)
    for evidence in results.evidence:
        name = f"evidence:{evidence.snippet}@{evidence.device}"
        holds = {True: "holds", False: "fails", None: "skipped"}[evidence.holds]
        graph.add_node(name, type="evidence", device=evidence.device, holds=holds, digest=evidence.digest)
        kind = {True: "proves", False: "refutes", None: "concerns"}[evidence.holds]
        for held in evidence.facts:
            _edge(graph, name, f"fact:{held}", kind, "snippet", 0.0 if evidence.holds is None else 1.0)


def _claims(graph: Graph, results: Results) -> None:
    for claim in results.claims:
        _claim(graph, claim)
    for finding in results.findings:
        if finding.claim is not None:
            _claim(graph, finding.claim)
        _finding(graph, finding)


def _claim(graph: Graph, claim: Claim) -> None:
    name = f"claim:{claim.id}"
    if name in graph:
        return
    graph.add_node(name, type="claim", group=claim.group, passage=_at(claim.passage))
    holder = f"pair:{claim.pair}" if claim.pair else f"document:{claim.passage.document}"
    _edge(graph, holder, name, "asserts", claim.subject_from, 1.0, _at(claim.passage))
    _edge(graph, name, f"concept:{claim.subject}", "about", claim.subject_from, 1.0, _at(claim.passage))


def _finding(graph: Graph, finding: Finding) -> None:
    name = f"finding:{finding.id}"
    at = _at(finding.passage)
    method = "+".join(finding.detectors) or "facts"
    confidence = finding.confidence
    graph.add_node(name, type="finding", verdict=finding.verdict.value, severity=finding.severity, passage=at)
    if finding.claim is not None:
        _edge(graph, name, f"claim:{finding.claim.id}", "concerns", method, confidence, at)
    elif finding.pair:
        _edge(graph, name, f"pair:{finding.pair}", "concerns", method, confidence, at)
    else:
        _edge(graph, name, f"document:{finding.passage.document}", "concerns", method, confidence, at)
    if finding.fact:
        _edge(graph, name, f"fact:{finding.fact}", "rests-on", method, confidence, at)
        if finding.claim is not None and finding.verdict in (Verdict.contradicted, Verdict.supported):
            kind = "contradicts" if finding.verdict is Verdict.contradicted else "supports"
            _edge(graph, f"claim:{finding.claim.id}", f"fact:{finding.fact}", kind, method, confidence, at)


def _decisions(graph: Graph, results: Results) -> None:
    of_group: dict[str, list[Claim]] = defaultdict(list)
    for claim in results.claims:
        of_group[claim.group].append(claim)
    standing = {decision for correction in results.corrections.values() for decision in correction.decisions}
    ids = {decision.id for decision in results.decisions}
    for decision in results.decisions:
        name = f"decision:{decision.id}"
        graph.add_node(
            name, type="decision", decision=decision.kind, agent=decision.agent.name, by=decision.agent.kind,
            at=decision.at,
        )  # fmt: skip
        corrects = decision.id in standing
        for claim in of_group.get(decision.target, ()):
            kind = "corrects" if corrects else "decides"
            _edge(graph, name, f"claim:{claim.id}", kind, decision.agent.kind, 1.0, _at(claim.passage))
        for target in _targets(decision, ids):
            _edge(graph, name, target, "decides", decision.agent.kind, 1.0)
        if decision.fact:
            _edge(graph, name, f"fact:{decision.fact}", "rests-on", decision.agent.kind, 1.0)
        for evidence in decision.evidence:
            _edge(graph, name, f"evidence:{evidence}", "rests-on", decision.agent.kind, 1.0)
        for parent in decision.parents:
            _edge(graph, name, f"decision:{parent}", "derived-from", "ledger", 1.0)


def _targets(decision: Decision, ids: Iterable[str]) -> list[str]:
    if decision.target.startswith("fact:"):
        return [decision.target]
    if decision.target.startswith("pairs:"):
        return [f"pair:{pair}" for pair in decision.target.removeprefix("pairs:").split("+")]
    if decision.target.startswith("question:"):
        return [decision.target]
    return [f"decision:{decision.target}"] if decision.target in ids else []


def _edge(
    graph: Graph, source: str, target: str, kind: str, method: str, confidence: float, passage: str | None = None
) -> None:
    """Add one edge; between nodes that exist, and once for each type and passage.

    A record may name another that is not there (a pair whose document has gone): there is no edge to nothing.
    """
    if source not in graph or target not in graph:
        graph.graph.setdefault("waiting", []).append((source, target, kind, method, confidence, passage))
        return
    key = kind if passage is None else f"{kind} {passage}"
    found = {"type": kind, "method": method, "confidence": round(confidence, 4)}
    if passage is not None:
        found["passage"] = passage
    if not graph.has_edge(source, target, key) or graph.edges[source, target, key]["confidence"] < confidence:
        graph.add_edge(source, target, key=key, **found)


def _at(passage: Passage) -> str:
    """Where a passage stands: document:line/start-end."""
    return f"{passage.document}:{passage.line}/{passage.start}-{passage.end}"
