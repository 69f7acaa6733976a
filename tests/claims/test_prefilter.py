"""Reading asks of a sentence only the patterns that can match it, and reads what it would read if it asked them all.

Who would be hurt: whoever is told that a text has no wrong claim because the pattern that words it was never run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import claims, extraction, sources
from pipeline.claims import prefilter
from pipeline.claims.framing import Frame, frames
from pipeline.claims.prefilter import Patterns
from pipeline.claims.sentences import clauses, sentences
from pipeline.knowledge import Alternative
from pipeline.models import Document
from pipeline.text import normalise
from tests.shipped import shipped_knowledge

ROOT = Path(__file__).parents[2]
KNOWN = shipped_knowledge()
UNFILTERED = replace(KNOWN, parted={each: (Alternative(each, ()),) for each in KNOWN.patterns()})
"""The same knowledge, of whose patterns nothing is known that they need: every one of them runs on every sentence."""


def documents() -> Iterator[Document]:
    """The shipped documents, and the first sixty of each file of gold statements, as one text."""
    for path in sorted((ROOT / "data" / "raw").iterdir()):
        if path.suffix != ".toml":
            document = sources.read_document(path.read_bytes(), path.name).document
            assert document is not None
            yield document
    for path in sorted((ROOT / "tests" / "gold" / "statements").glob("*.jsonl")):
        rows = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()[:60]]
        document = sources.read_document("\n\n".join(rows).encode(), f"{path.stem}.txt").document
        assert document is not None
        yield document


@pytest.mark.parametrize("document", list(documents()), ids=lambda document: document.path)
def test_claims_are_those_that_all_patterns_would_find(document: Document) -> None:
    """The claims, and the reasons for every silence; the same claims where no reasons are asked for."""
    pairs = extraction.extract(document).pairs
    read = claims.read(document, pairs, KNOWN)
    assert read == claims.read(document, pairs, UNFILTERED)
    assert claims.read(document, pairs, KNOWN, explain=False).claims == read.claims


def test_a_sentence_is_searched_for_every_frame_that_it_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever adds an expression that frames, and forgets its gate, would see it work in some sentences only."""
    texts = [normalise(block.text)[0] for document in documents() for block in document.blocks]

    def framed() -> list[list[Frame]]:
        return [frames(text, each, clauses(text, each), "") for text in texts for each in sentences(text)]

    monkeypatch.setattr(prefilter, "_REPAID", 0)
    gated = framed()
    monkeypatch.setattr(prefilter.Gate, "within", lambda gate, text: gate._every)
    assert gated == framed()


def spans(patterns: Patterns, text: str) -> list[tuple[int, int]]:
    present = {literal for literal in LITERALS if literal in text}
    return [match.span() for match in patterns.matches(text, 0, len(text), present)]


WORDED = ["切分", "切分梯度", "shards?", "shards gradients", "partition", "partitions states"]
ALTERNATIVES = [each for worded in WORDED for each in KNOWN.alternatives_of(worded)]
LITERALS = {"", *(literal for each in ALTERNATIVES for one in each.needed for literal in one)}


@pytest.mark.parametrize(
    "text",
    [
        "shards gradients and partitions states, then shards partitions",
        "切分切分梯度，再切分",
        "nothing of the kind",
        "partitions",
    ],
)
def test_alternatives_match_where_one_expression_would(text: str) -> None:
    """The first place in the text, there the first alternative, however long the others are."""
    patterns = Patterns(ALTERNATIVES, KNOWN)
    whole = KNOWN.pattern(WORDED)
    assert whole is not None
    assert spans(patterns, text) == [match.span() for match in whole.finditer(text)]


def test_an_alternative_that_needs_nothing_keeps_the_others_company() -> None:
    patterns = Patterns([Alternative("shards", (("shard",),)), Alternative(r"\d+", ())], KNOWN)
    assert spans(patterns, "stage 2 shards") == [(6, 7), (8, 14)]


def test_an_alternative_of_which_half_stands_there_is_not_run() -> None:
    """Where a pattern needs two words, one of them is no reason to search for it."""
    [alternative] = KNOWN.alternatives_of("shards.*gradients")
    one, other = alternative.needed
    patterns = Patterns([alternative], KNOWN)
    text = "shards gradients"
    assert patterns.matches(text, 0, len(text), {"", *one}) == patterns.matches(text, 0, len(text), {"", *other}) == []
    assert len(patterns.matches(text, 0, len(text), {"", *one, *other})) == 1
