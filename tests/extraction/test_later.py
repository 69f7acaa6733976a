"""Lists of questions whose answers come in a part of their own."""

from __future__ import annotations

import pytest

from pipeline.extraction import extract
from pipeline.extraction.later import is_marker
from pipeline.sources import read_document


@pytest.mark.parametrize("text", ["参考思路（精选）", "答题要点", "参考答案（节选）", "解题思路如下"])
def test_a_part_of_hints_is_a_part_of_answers(text: str) -> None:
    """Authors call short answers hints; their titles are not new questions."""
    assert is_marker(text)


@pytest.mark.parametrize("text", ["参考文献", "优化思路", "解题要注意的三件事", "参考思路有什么用？"])
def test_other_titles_announce_no_answers(text: str) -> None:
    assert not is_marker(text)


def test_hints_answer_the_questions_of_their_numbers() -> None:
    """What has no hint stays open."""
    text = (
        "## 题目\n\n1. 残差连接有什么用？\n2. 词表为什么不能太大？\n3. 温度调低会怎样？\n\n"
        "## 参考思路（精选）\n\n### 【1】给梯度留一条路\n\n恒等的那一支让梯度直接传回去。\n\n"
        "### 【3】更尖的分布\n\n概率集中到排在前面的词上。\n"
    )
    document = read_document(text.encode(), "list.md").document
    assert document is not None
    found = {pair.question: pair.answer is not None for pair in extract(document).pairs}
    asked = ("残差连接有什么用？", "词表为什么不能太大？", "温度调低会怎样？")
    assert [found[question] for question in asked] == [True, False, True]
    assert "给梯度留一条路" not in found
