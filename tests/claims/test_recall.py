"""Units that were understood before are read as if for the first time.

Who would be hurt: an author, if a line under another heading, or a copy further down, were reported as the first one was.
"""

from __future__ import annotations

import dataclasses
import gc
import sys
import threading
import weakref
from pathlib import Path

import pytest

from pipeline import knowledge, ledger, linting, sources
from pipeline.claims.recall import Recall
from pipeline.claims.units import Unit
from pipeline.claims.vocabulary import Vocabulary, vocabulary_of
from pipeline.models import Document
from tests.shipped import shipped_knowledge

ROOT = Path(__file__).parents[2]
KNOWN = knowledge.load(ROOT / "tests" / "knowledge" / "small").knowledge
GROUNDS = linting.Grounds(KNOWN, ledger.fold(()))


def document(text: str, name: str = "notes.md") -> Document:
    found = sources.read_document(text.encode(), name).document
    assert found is not None
    return found


def found(text: str, grounds: linting.Grounds = GROUNDS, *, anew: bool = False) -> list[str]:
    """All that is found in a text, as JSON; with `anew` nothing is recalled."""
    if anew:
        vocabulary_of(grounds.knowledge).recall = Recall()
    return [each.model_dump_json() for each in linting.lint(document(text), grounds).findings]


SHARDS = "ZeRO-2 shards the parameters."


def test_a_copy_is_found_where_it_stands() -> None:
    text = f"# ZeRO\n\n{SHARDS}\n\nSomething else.\n\n{SHARDS}\n"
    places = [each.passage.start for each in linting.lint(document(text), GROUNDS).findings if each.flagged]
    assert len(set(places)) == 2
    assert [text[at:].startswith(("ZeRO-2", "shards", "parameters")) for at in places] == [True] * len(places)


def test_the_same_words_under_another_heading_are_about_that() -> None:
    line = "It shards the optimizer states, the gradients and the parameters."
    one, other = f"# ZeRO-3\n\n{line}\n", f"# ZeRO-1\n\n{line}\n"
    alone = [found(each, anew=True) for each in (one, other)]
    assert alone[0] != alone[1]
    found(one, anew=True)
    assert found(other) == alone[1]
    assert found(one) == alone[0]


def test_the_same_words_after_another_subject_are_about_that() -> None:
    """Where the text has turned to somebody else, the heading is not the subject any more."""
    texts = [
        f"# ZeRO-1\n\n{first}\n\nIt shards the parameters.\n" for first in ("This is the first.", "ZeRO-3 is the last.")
    ]
    alone = [found(each, anew=True) for each in texts]
    assert alone[0] != alone[1] and alone[0]
    found(texts[0], anew=True)
    assert found(texts[1]) == alone[1]
    assert found(texts[0]) == alone[0]


def test_a_unit_is_read_again_only_after_what_it_asks_for() -> None:
    """What is said once more of a subject that the text has turned to, or in another order, changes nothing behind it; the first below a heading is apart."""
    told = ["ZeRO-3 is the last.", "ZeRO-2 is the second.", "It shards the parameters."]
    orders = [told, [told[1], *told], [told[1], told[0], told[2]], told[1:]]
    texts = ["# ZeRO-1\n\n" + "\n\n".join(each) + "\n" for each in orders]
    alone = [found(each, anew=True) for each in texts]
    found(texts[0], anew=True)
    recall = vocabulary_of(KNOWN).recall
    for text, expected, new in zip(texts[1:], alone[1:], (2, 0, 1), strict=True):
        before = len(recall._known)
        assert found(text) == expected
        assert len(recall._known) - before == new, text


@pytest.mark.parametrize("name", ["zero", "lora"])
def test_an_edited_text_reads_like_a_new_one(name: str) -> None:
    """As a language server asks, after each change anywhere."""
    grounds = linting.Grounds(shipped_knowledge(), ledger.fold(()))
    answers = sorted((ROOT / "data" / "graph" / "answers").glob(f"*{name}*.md"))
    assert len(answers) > 2
    text = "\n\n".join(each.read_text("utf-8").split("---", 2)[-1] for each in answers)[:20_000]
    edits = [
        text.replace("\n\n", f"\n\n{SHARDS}\n\n", 1),
        text.replace("。", "。LoRA 会更新全部原始权重。", 3),
        text[len(text) // 3 :],
        "# 别的\n\n" + text,
    ]
    found(text, grounds, anew=True)
    recalled = [found(each, grounds) for each in edits]
    assert recalled == [found(each, grounds, anew=True) for each in edits]


def test_only_what_was_changed_is_read_again() -> None:
    text = "# ZeRO\n\n" + "\n\n".join(f"ZeRO-{n % 3 + 1} is stage number {n}." for n in range(40))
    found(text, anew=True)
    recall = vocabulary_of(KNOWN).recall
    before = len(recall._known)
    found(text.replace("stage number 20", "the stage with number 20"))
    assert len(recall._known) == before + 1


def test_nothing_of_a_unit_is_forgotten_in_its_key() -> None:
    """Who adds a field decides: it is part of the key, follows from another, or is taken out before the unit is read."""
    key, follows, out = (
        {"raw", "kind", "under", "fresh", "answered_at", "put"},
        {"low", "map"},
        {"document", "pieces", "pair"},
    )
    assert {each.name for each in dataclasses.fields(Unit)} - {"depth"} == key | follows | out
    read = "".join(path.read_text("utf-8") for path in (ROOT / "pipeline" / "claims").glob("*.py"))
    assert "unit.depth" not in read, "then it belongs to the key"


def test_explanations_are_not_recalled_but_the_same() -> None:
    text = f"# ZeRO\n\n{SHARDS} LoRA freezes the weights.\n"
    found(text, anew=True)
    explained = linting.lint(document(text), GROUNDS, explain=True)
    assert explained.sentences
    assert [each.model_dump_json() for each in explained.findings] == found(text)


def test_no_text_is_kept_for_its_units() -> None:
    """An editor sends a text of megabytes again and again."""
    vocabulary_of(KNOWN).recall = Recall()
    read = document(f"# ZeRO\n\n{SHARDS}\n")
    linting.lint(read, GROUNDS)
    gone = weakref.ref(read)
    del read
    gc.collect()
    assert gone() is None
    assert vocabulary_of(KNOWN).recall._known


def test_what_was_asked_for_longest_ago_is_forgotten() -> None:
    recall: Recall[str] = Recall(most=2)
    recall.put("a", "1")
    recall.put("b", "2")
    assert recall.get("a") == "1"
    recall.put("c", "3")
    assert recall.get("b") is None and recall.get("a") == "1" and recall.get("c") == "3"


def test_long_units_push_out_many_short_ones() -> None:
    """Else an editor would keep as many copies of a page without a paragraph as were typed."""
    recall: Recall[str] = Recall(most=100)
    for n in range(50):
        recall.put(n, "short", 2)
    recall.put("long", "long", 90)
    assert recall.get("long") == "long" and recall._size <= 100
    assert [n for n in range(50) if recall.get(n)] == list(range(45, 50))
    recall.put("long", "again", 90)
    assert recall.get("long") == "again" and recall._size <= 100
    recall.put("longer", "than all", 101)
    assert recall.get("longer") is None and recall._size <= 100
    recall.put("long", "after that", 90)
    assert recall.get("long") == "after that"


def test_texts_that_are_linted_at_the_same_time_open_each_others_wordings() -> None:
    """A hover lints at once while the pause before it is still linted in a thread: what one adds may not undo the other's."""
    known = shipped_knowledge()
    concepts = sorted({fact.subject for fact in known.facts.values()})
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(3):
            vocabulary = Vocabulary(known)
            start = threading.Barrier(4)

            def ask(of: list[str], vocabulary: Vocabulary = vocabulary, start: threading.Barrier = start) -> None:
                start.wait()
                for each in of:
                    vocabulary.said_of(each)

            threads = [threading.Thread(target=ask, args=(concepts[part:200:4],)) for part in range(4)]
            for each in threads:
                each.start()
            for each in threads:
                each.join()
            opened = vocabulary.openings._by
            lost = [
                said.relation
                for concept in concepts[:200]
                for said in vocabulary.said_of(concept)
                for gate, bit in ((said.wording.cue_gate, said.bit), (said.wording.claim_gate, said.bit << 1))
                for literal in gate
                if not opened.get(literal, 0) & bit
            ]
            assert lost == []
    finally:
        sys.setswitchinterval(before)
