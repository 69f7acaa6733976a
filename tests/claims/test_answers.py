"""Answers that lean on the sentence beside them: a question just before, a name that only comes after, a pronoun.

Who would be hurt: an editor whose list of questions with one-line answers is taken for a list of silent sentences.
"""

from __future__ import annotations

import pytest

from pipeline import claims
from tests.claims.sentences import SMALL, document_of, flagged, said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("把参数也切分到各张卡上。这就是 ZeRO-2。", {"zero-2 parameters"}),
        ("梯度被切分，参数不动。这就叫 ZeRO-1。", {"zero-1 gradients"}),
        ("It shards the parameters as well. That is ZeRO-2.", {"zero-2 parameters"}),
        ("It shards the gradients. That's what ZeRO-3 does.", {"zero-3 gradients"}),
        ("切分参数。这不是 ZeRO-2。", set()),
        ("切分参数。这就是 ZeRO-2 的不足。", set()),
        ("ZeRO-3 切分参数。这就是 ZeRO-2 要避免的。", {"zero-3 parameters"}),
    ],
)
def test_a_sentence_may_be_named_by_the_next_one(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("像 ZeRO-2 这样的方法切分参数。", {"zero-2 parameters"}),
        ("像 ZeRO-1、ZeRO-2 这类做法会切分参数。", {"zero-1 parameters", "zero-2 parameters"}),
        ("Methods like ZeRO-2 shard the parameters.", {"zero-2 parameters"}),
        ("像 ZeRO-1 那样，ZeRO-3 切分梯度。", {"zero-3 gradients"}),
        ("ZeRO-3 shards the gradients like ZeRO-1.", {"zero-3 gradients", "zero-1 gradients"}),
    ],
)
def test_the_instance_of_a_kind_is_spoken_of(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("DPO 的全称是什么？Direct Policy Optimization。", True),
        ("What does DPO stand for? Direct Policy Optimization.", True),
        ("DPO 很常用。它是 Direct Policy Optimization 的缩写。", True),
        ("What is RAGAS? It typically stands for Retrieval Augmented Generation and Search.", True),
        ("GELU 很平滑，因为它是 Gated Exponential Linear Unit 的缩写。", True),
        ("DPO 的全称是什么？Direct Preference Optimization。", False),
        ("What is DPO? It stands for Direct Preference Optimization.", False),
        ("RLHF is popular. It does not stand for Reward Learning from Human Feedback.", False),
        ("DPO 的全称是什么？面试常问，Deep Learning 的书里也有。", False),
    ],
)
def test_a_pronoun_or_an_answer_spells_out_what_was_named_before(text: str, accused: bool) -> None:
    assert bool(flagged(text)) == accused


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("Mistral 7B 用什么位置编码？使用 ALiBi 位置编码。", True),
        ("Mistral 7B 用什么位置编码？使用 RoPE 位置编码。", False),
        ("Mistral 7B 用什么位置编码？ALiBi 是另一种选择。", False),
        ("What is BitNet b1.58? It uses int4 weights.", True),
        ("What is BitNet b1.58? It uses ternary weights.", False),
        ("LLaVA 一代只用一个线性层。两层 MLP 到 LLaVA-1.5 才出现。", False),
        ("The reason people like LoRA is that it puts prefix vectors in every layer.", True),
        ("What ChatGLM3 does is: it uses Post-LN.", True),
    ],
)
def test_what_answers_or_explains_is_said_of_who_was_asked_about(text: str, accused: bool) -> None:
    assert bool(flagged(text)) == accused


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZeRO-2 会切分参数吗？会。", {"zero-2 parameters"}),
        ("ZeRO-2 会不会切分参数？当然不会，它很省事。", {"zero-2 !parameters"}),
        ("ZeRO-2 是不是切分梯度？是的，而且很常用。", {"zero-2 gradients"}),
        ("ZeRO-2 不是切分参数吗？没错。", {"zero-2 parameters"}),
        ("判断题：ZeRO-2 切分参数。答案：错误。", {"zero-2 !parameters"}),
        ("Does ZeRO-2 shard the parameters? No.", {"zero-2 !parameters"}),
        ("Doesn't ZeRO-2 shard the parameters? Yes, it does.", {"zero-2 parameters"}),
        ("Q: Does ZeRO-2 shard the parameters?\nA: Yes.", {"zero-2 parameters"}),
        ("True or false: ZeRO-2 shards the parameters. False.", {"zero-2 !parameters"}),
        ("ZeRO-2 切分梯度还是参数？是的。", set()),
        ("ZeRO-2 会切分参数吗？不一定。", set()),
        ("用 CPU 训练时，ZeRO-2 切分梯度吗？不会。", set()),
        ("如果显存不够，ZeRO-2 会切分参数吗？会。", set()),
        ("Does ZeRO-2 shard the gradients or the parameters? Yes.", set()),
    ],
)
def test_a_yes_or_a_no_says_or_denies_what_was_asked(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("## ZeRO-2 会切分参数吗？\n\n不会，它很省事。\n", ["不会"]),
        ("## Does ZeRO-2 shard the parameters?\n\nYes.\n", ["Yes"]),
        ("## ZeRO-2 会切分参数吗？\n\n这要看情况。不会。\n", []),
    ],
)
def test_the_answer_below_a_question_is_quoted_for_what_it_asserts(text: str, quoted: list[str]) -> None:
    read = claims.read(document_of(text), (), SMALL).claims
    assert [claim.passage.quote for claim in read] == quoted
