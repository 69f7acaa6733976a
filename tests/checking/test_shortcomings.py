"""What facts lack, held to facts that lack it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline import checking, claims, knowledge, sources
from pipeline.checking.shortcomings import parted
from pipeline.models import Claim

SMALL = Path(__file__).parents[1] / "knowledge" / "small"
KNOWN = knowledge.load(SMALL).knowledge


def read(text: str, known: knowledge.Knowledge = KNOWN) -> list[Claim]:
    document = sources.read_document(text.encode(), "text.txt").document
    assert document is not None
    return claims.read(document, (), known).claims


def with_facts(tmp_path: Path, facts: str) -> knowledge.Knowledge:
    """The small knowledge with more facts, written as an editor writes them."""
    folder = tmp_path / "graph"
    shutil.copytree(SMALL, folder)
    (folder / "facts" / "more.yaml").write_text(facts, "utf-8")
    loaded = knowledge.load(folder, None)
    assert "more.yaml" not in " ".join(map(str, loaded.problems))
    return loaded.knowledge


def test_a_fact_from_memory_has_no_checked_citation() -> None:
    """An editor would otherwise believe that somebody had looked."""
    assert KNOWN.facts["zero-2.partitions"].citations
    assert "citation" in checking.lacking(KNOWN.facts["zero-2.partitions"], ())
    assert "myth" not in checking.lacking(KNOWN.facts["zero-2.partitions"], ())
    assert checking.lacking(KNOWN.facts["zero-1.partitions"], ()) == ("proof", "citation", "myth")


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("ZeRO-2 会切分参数。", "zero-2.partitions"),
        ("ZeRO-2 切分梯度。", "zero-2.partitions"),
        ("FlashAttention is exact.", "flash-attention.exactness"),
    ],
)
def test_what_catches_or_clears_a_sentence_is_used(text: str, fact: str) -> None:
    assert checking.deciding(read(text), KNOWN) == {fact}


def test_a_mention_uses_no_fact() -> None:
    """A fact counts by what it decides, not by how often its subject is named."""
    assert checking.deciding(read("ZeRO-2 很常用，FlashAttention 也是。"), KNOWN) == set()


def test_facts_that_exclude_one_another_are_found(tmp_path: Path) -> None:
    """Two editors who disagree would otherwise both be right, and the linter silent."""
    known = with_facts(
        tmp_path,
        "- {id: gpt-3.norm-position@large, subject: gpt-3, relation: norm-position, objects: [post], "
        "statement: {zh: 大模型如此。, en: The large one does.}}\n",
    )
    found = checking.dissents(known, {})
    assert {(d.fact, d.by) for d in found} == {
        ("gpt-3.norm-position", "gpt-3.norm-position@large"),
        ("gpt-3.norm-position@large", "gpt-3.norm-position"),
    }
    assert "{pre} against {post}" in {d.because for d in found}


@pytest.mark.parametrize(
    "apart",
    ['qualifier: large, requires: ["175b"]', 'until: "2019"'],
)
def test_facts_of_other_versions_or_times_do_not_exclude_one_another(tmp_path: Path, apart: str) -> None:
    """What held until a day and what holds since are both true."""
    known = with_facts(
        tmp_path,
        f"- {{id: gpt-3.norm-position@large, subject: gpt-3, relation: norm-position, objects: [post], {apart}, "
        "statement: {zh: 大模型如此。, en: The large one does.}}\n",
    )
    one, other = known.facts["gpt-3.norm-position"], known.facts["gpt-3.norm-position@large"]
    assert parted(one, other) and parted(other, one)
    assert checking.dissents(known, {}) == []


def test_a_fact_whose_own_sentence_is_flagged_is_found() -> None:
    """The statement is shown to readers as the truth: the linter may not call it wrong."""
    found = checking.dissents(KNOWN, {"zero-1.partitions": read("ZeRO-2 会切分参数。")})
    assert [(d.fact, d.by) for d in found] == [("zero-1.partitions", "zero-2.partitions")]
    assert "ZeRO-2" in found[0].because or "参数" in found[0].because
