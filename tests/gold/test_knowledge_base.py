"""What the knowledge base is held to: its size and balance, its sources, and that its facts decide sentences of authors who saw none.

Who would be hurt: an editor who trusts a number of facts that pad the base, or cites a source that nobody looked at.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from pipeline import checking, claims, knowledge, sources
from tests.shipped import patterns_alone, shipped_knowledge

ROOT = Path(__file__).parents[2]

FROM_MEMORY = {
    "bbh.developed-by",
    "c-eval.developed-by",
    "fine-tuning-memory.memory-against-pre-training",
    "flash-attention.cache-effect",
    "kv-cache.parameter-count-effect",
    "ollama.developed-by",
}
"""Facts of which no source was found that says them; the list may only grow shorter."""


def test_the_knowledge_that_ships_has_no_problem() -> None:
    assert knowledge.load(ROOT / "data" / "graph", ROOT / ".kanwu").problems == []


def test_it_is_as_large_as_was_asked_and_no_relation_fills_it() -> None:
    known = shipped_knowledge()
    by_relation = Counter(fact.relation for fact in known.facts.values())
    assert len(known.concepts) >= 220 and len(known.facts) >= 420
    assert sum(len(fact.myths) for fact in known.facts.values()) >= 260
    assert max(by_relation.values()) <= 0.12 * len(known.facts)


def test_every_fact_has_a_citation_that_was_looked_at_and_says_where_and_in_which_words() -> None:
    known = shipped_knowledge()
    assert {fact.id for fact in known.facts.values() if not fact.checked} <= FROM_MEMORY
    looked_at = [(f.id, c) for f in known.facts.values() for c in f.citations if c.how != "memory"]
    assert [id_ for id_, citation in looked_at if not (citation.where and citation.quote and citation.on)] == []


def test_as_many_facts_as_were_asked_decide_sentences_whose_authors_saw_none() -> None:
    """A fact that neither catches nor clears what somebody else writes is padding."""
    known, decided = patterns_alone(), set[str]()
    for path in sorted((ROOT / "tests" / "gold" / "statements").glob("heldback-*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            document = sources.read_document(json.loads(line)["text"].encode(), "statement.txt").document
            assert document is not None
            read = claims.read(document, (), known, explain=False)
            decided |= checking.deciding(read.claims, known)
    print(f"facts that decide one of the held-back statements: {len(decided)} of {len(known.facts)}")
    assert len(decided) >= 420
