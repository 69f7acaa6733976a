"""All results to all pages: the table of contents of the site, as one function."""

from __future__ import annotations

from typing import Any

import networkx as nx

from pipeline.models import Results
from pipeline.publishing import addresses, search
from pipeline.publishing import map as mapping
from pipeline.publishing.book import Book
from pipeline.publishing.corrections import corrections_page, feed
from pipeline.publishing.document_pages import conservation_page, document_page, sources_page
from pipeline.publishing.knowledge_pages import (
    concept_page,
    concepts_page,
    fact_page,
    facts_page,
    moved,
)
from pipeline.publishing.markup import Page, staged
from pipeline.publishing.proof_pages import proof_page, proofs_page
from pipeline.publishing.questions import by_proof
from pipeline.publishing.questions import page as question_page
from pipeline.publishing.scorecard import scorecard_page
from pipeline.publishing.start import start_page, topic_page, topics_page


def pages(results: Results, graph: nx.MultiDiGraph[Any]) -> dict[str, str]:
    """Every generated file of the site, by its path below the site: Markdown for MkDocs, and data as it is."""
    book = Book(results)
    joined = mapping.edges(book)
    drawn = mapping.layout(book, joined)
    settled = by_proof(book)
    counted = (graph.number_of_nodes(), graph.number_of_edges())
    made: list[Page] = [
        start_page(book),
        topics_page(book),
        *(topic_page(book, topic) for topic in book.topics),
        *(question_page(book, q) for q in book.standing if book.permanent(q)),
        *_moved(book),
        concepts_page(book),
        *(concept_page(book, c) for c in book.results.concepts.values()),
        facts_page(book),
        *(fact_page(book, f) for f in results.facts.values()),
        proofs_page(book),
        *(proof_page(book, snippet, settled.get(snippet, [])) for snippet in book.snippets),
        sources_page(book),
        *(document_page(book, d) for d in results.documents),
        conservation_page(book),
        corrections_page(book),
        scorecard_page(book),
        mapping.map_page(book, joined, drawn, counted),
    ]
    files = dict(staged(page) for page in made)
    files["corrections/feed.xml"] = feed(book)
    files["graph/map.json"] = mapping.data(book, joined)
    files["assets/search.json"] = search.index(book)
    return dict(sorted(files.items()))


def _moved(book: Book) -> list[Page]:
    """Redirects of questions that were replaced."""
    found = []
    for question in book.results.questions:
        if question.replaced_by is None or not book.permanent(question):
            continue
        target = book.questions.get(question.replaced_by)
        to = addresses.question(question.replaced_by)
        title = target.wording if target else question.replaced_by
        found.append(moved(addresses.question(question.id), to, title))
    return found
