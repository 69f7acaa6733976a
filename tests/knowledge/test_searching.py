"""Who does not know what a fact is called finds it by words, in either language."""

from __future__ import annotations

import pytest

from pipeline.knowledge.searching import search
from tests.linting.conftest import grounds


@pytest.mark.parametrize(
    ("query", "fact"),
    [
        ("what share of tokens does BERT mask", "bert.masked-share"),
        ("ZeRO 第二阶段切分什么？", "zero-2.partitions"),
        ("does FlashAttention approximate attention", "flash-attention.exactness"),
        ("LoRA 合并以后推理会变慢吗", "lora.inference-cost"),
        ("DPO 还需要奖励模型吗", "dpo.needs"),
        ("温度越高越随机吗", "temperature.raising"),
    ],
)
def test_a_question_finds_its_fact_among_the_first_three(query: str, fact: str) -> None:
    found = search(query, grounds().knowledge, 3)
    assert fact in [each.fact.id for each in found]
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_an_id_finds_its_fact_first_and_nonsense_finds_nothing() -> None:
    assert search("zero-2.partitions", grounds().knowledge)[0].fact.id == "zero-2.partitions"
    assert search("qqqq", grounds().knowledge) == []
