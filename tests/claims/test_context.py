"""Of whom a sentence speaks that names nobody: label, list, table, heading, question."""

from __future__ import annotations

import pytest

from pipeline import claims
from pipeline.models import Document, Passage, QAPair
from tests.claims.sentences import SMALL, document_of


def pair_of(document: Document, question: str, answer: str) -> QAPair:
    """A pair by its words in the document."""
    ask, reply = document.source.index(question), document.source.index(answer)
    at: Passage = document.passage(ask, ask + len(question))
    return QAPair(
        id="0" * 12,
        document=document.path,
        sha256=document.sha256,
        lang="zh",
        question=question,
        question_at=at,
        answer=answer,
        answer_at=(document.passage(reply, reply + len(answer)),),
        rule="test",
    )


def said(document: Document, pairs: tuple[QAPair, ...] = ()) -> list[tuple[int, str, str]]:
    """Line, claim and where its subject came from."""
    return [(c.passage.line, c.group, c.subject_from) for c in claims.read(document, pairs, SMALL).claims]


def test_a_list_gives_each_item_its_own_subject() -> None:
    text = "## ZeRO 的三个阶段\n\n- ZeRO-1：切分优化器状态\n- ZeRO-2：切分参数\n- 第三阶段：切分梯度\n"
    assert [(line, group) for line, group, _ in said(document_of(text))] == [
        (3, "zero-1.partitions=optimizer-states"),
        (4, "zero-2.partitions=parameters"),
        (5, "zero-3.partitions=gradients"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "| 阶段 | 切分的内容 |\n|---|---|\n| ZeRO-1 | 优化器状态 |\n| ZeRO-2 | 参数 |\n",
        "| | ZeRO-1 | ZeRO-2 |\n|---|---|---|\n| 切分 | 优化器状态 | 参数 |\n",
    ],
)
def test_a_cell_is_about_the_heads_of_its_row_and_column(table: str) -> None:
    assert {group for _, group, _ in said(document_of(table))} == {
        "zero-1.partitions=optimizer-states",
        "zero-2.partitions=parameters",
    }


def test_the_question_gives_the_subject_that_the_answer_leaves_out() -> None:
    document = document_of("ZeRO-2 切分了什么？\n\n切分参数。\n")
    assert said(document, (pair_of(document, "ZeRO-2 切分了什么？", "切分参数。"),)) == [
        (3, "zero-2.partitions=parameters", "question")
    ]


def test_the_question_gives_the_cue_as_well() -> None:
    document = document_of("GPT-3 的 LayerNorm 放在哪里？\n\n子层之后。\n")
    assert said(document, (pair_of(document, "GPT-3 的 LayerNorm 放在哪里？", "子层之后。"),)) == [
        (3, "gpt-3.norm-position=post", "question")
    ]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("ZeRO-1 和 ZeRO-2 有什么区别？", "切分参数。"),
        ("什么是 ZeRO-2？", "FSDP 切分参数。"),
        ("什么是 ZeRO-2？", "预训练阶段通常会切分参数。"),
        ("GPT-3 的归一化在哪里？", "后置归一化是指在残差相加之后再做。"),
    ],
)
def test_a_question_lends_no_subject_where_another_may_be_meant(question: str, answer: str) -> None:
    document = document_of(f"{question}\n\n{answer}\n")
    assert said(document, (pair_of(document, question, answer),)) == []


def test_a_subject_is_not_carried_over_a_paragraph_about_another_one() -> None:
    text = "什么是 ZeRO-2？\n\n切分梯度。\n\nZeRO-3 更进一步。\n\n切分参数。\n"
    document = document_of(text)
    pair = pair_of(document, "什么是 ZeRO-2？", text.partition("\n\n")[2].strip())
    assert said(document, (pair,)) == [(3, "zero-2.partitions=gradients", "question")]


def test_a_sentence_over_two_lines_is_one_sentence() -> None:
    text = "ZeRO-2 goes further than its predecessor in the sense that it also partitions\nthe parameters across all ranks.\n"
    [(line, group, _)] = said(document_of(text, "a.txt"))
    assert (line, group) == (1, "zero-2.partitions=parameters")


def test_an_item_below_a_question_for_members_is_said_to_be_one() -> None:
    text = "有哪些向量数据库？\n\n- Milvus：开源\n- LangChain\n- 其他\n"
    document = document_of(text)
    pair = pair_of(document, "有哪些向量数据库？", "- Milvus：开源\n- LangChain\n- 其他")
    assert {group for _, group, _ in said(document, (pair,))} == {
        "milvus.is-a=vector-store",
        "langchain.is-a=vector-store",
    }


def test_an_item_below_a_heading_that_is_a_class_is_said_to_be_one() -> None:
    assert {group for _, group, _ in said(document_of("## 向量数据库\n\n- LangChain：开源\n"))} >= {
        "langchain.is-a=vector-store"
    }


def test_the_model_below_a_question_about_one_is_that_model() -> None:
    document = document_of("GPT-3 的结构有什么特点？\n\n工程上，模型把归一化放在子层之前。\n")
    pair = pair_of(document, "GPT-3 的结构有什么特点？", "工程上，模型把归一化放在子层之前。")
    assert said(document, (pair,)) == [(3, "gpt-3.norm-position=pre", "question")]


def test_what_stands_under_a_heading_of_mistakes_is_not_asserted() -> None:
    assert said(document_of("## 常见误区\n\n- ZeRO-2 会切分参数\n")) == []


def test_code_and_questions_assert_nothing() -> None:
    text = "## 为什么 ZeRO-2 切分参数？\n\n```\nZeRO-2 切分参数\n```\n"
    assert said(document_of(text)) == []
