"""Whole answers: off topic only where it is plain, a number nobody knows is a note, a copied mistake has one origin."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import checking, claims, extraction, knowledge, sources
from pipeline.checking.lineage import shared_letters
from pipeline.models import Finding, Source, Verdict
from tests.shipped import shipped_knowledge

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def known() -> knowledge.Knowledge:
    return shipped_knowledge()


def findings(text: str, known: knowledge.Knowledge, path: str = "notes.md") -> tuple[list[Finding], list[object]]:
    document = sources.read_document(text.encode(), path).document
    assert document is not None
    pairs = extraction.extract(document).pairs
    return checking.check(claims.read(document, pairs, known).claims, pairs, known).findings, pairs


def test_an_answer_that_defines_something_else_is_off_topic(known: knowledge.Knowledge) -> None:
    """The reader would learn the right thing about the wrong question."""
    text = "## 什么是 BLEU？\n\nFlashAttention 是一种精确的注意力实现。FlashAttention 按块计算，避免把整个矩阵写回显存，所以长序列更省显存。\n"
    found, _ = findings(text, known)
    assert [f.verdict for f in found if f.verdict is Verdict.off_topic] == [Verdict.off_topic]


@pytest.mark.parametrize(
    "answer",
    [
        "冻结的主干照样要放在显存里，激活也省不了多少，因为梯度还得穿过主干。省下的是梯度和优化器状态，梯度和优化器状态只属于可训练的部分。",
        "低秩适配是一种微调方法，冻结原权重，只训练两个小矩阵；低秩适配推理前可以合并。",
        "梯度和优化器状态。以 7B 为例，半精度主干 14GB 不变，而 Adam 的优化器状态几乎消失，梯度也一样。",
    ],
)
def test_an_answer_that_leaves_its_subject_unsaid_is_not_off_topic(answer: str, known: knowledge.Knowledge) -> None:
    """Most right answers name what they touch and never what was asked; an alarm on them costs trust."""
    found, _ = findings(f"## LoRA 省下的显存主要是哪一块？\n\n{answer}\n", known)
    assert not [f for f in found if f.verdict is Verdict.off_topic]


def test_copies_are_told_by_what_they_share_in_one_piece() -> None:
    """Two authors share words; a copy shares sentences."""
    one = "显存不够的时候先看优化器状态，它往往占了大头，其次才是梯度和参数。"
    assert shared_letters(one, "又是一年春天。" + one) > 20
    assert shared_letters(one, "优化器状态占的显存通常比梯度和参数都多。") == 0


def test_a_repeated_mistake_names_whom_it_repeats(known: knowledge.Knowledge) -> None:
    """One decision settles all copies, and the queue says where the mistake was first."""
    text = "## ZeRO-2 切分什么？\n\nZeRO-2 把模型参数也切到各张卡上，每张卡只保留自己的那一份，这样显存占用就随卡数下降。\n"
    all_findings: list[Finding] = []
    all_pairs: list[object] = []
    for path in ("b.md", "a.md"):
        found, pairs = findings(text, known, path)
        all_findings += found
        all_pairs += pairs
    origins = {
        "a.md": Source(document="a.md", retrieved="2025-06-01"),
        "b.md": Source(document="b.md", retrieved="2024-01-01"),
    }
    lines = checking.lineages(all_findings, all_pairs, origins)  # type: ignore[arg-type]
    assert lines
    for line in lines:
        assert (line.earlier.document, line.later.document) == ("b.md", "a.md")
        assert line.shared >= 30
