"""Values that stand beside a subject without being said of it: rivals, alternatives, other sizes, whose something else is.

Read with the shipped knowledge, by its patterns alone. Who would be hurt: an editor, told that a right sentence is wrong because
it names what it compares with.
"""

from __future__ import annotations

from time import perf_counter

import pytest

from pipeline import checking, claims, sources
from pipeline.claims.asides import of_another_size
from pipeline.claims.sentences import Span
from tests.shipped import patterns_alone


def accused(text: str) -> set[str]:
    """The facts that a sentence is said to contradict."""
    document = sources.read_document(text.encode(), "note.txt").document
    assert document is not None
    read = claims.read(document, (), patterns_alone())
    found = checking.check(read.claims, (), patterns_alone())
    return {each.fact for each in found.findings if each.flagged and each.fact is not None}


@pytest.mark.parametrize(
    ("right", "wrong", "fact"),
    [
        # what it is measured against
        (
            "微调同一个模型，DPO 不用加载奖励模型，因此比 PPO 省显存。",
            "微调同一个模型，DPO 用的就是 PPO。",
            "dpo.trained-with-loss",
        ),
        # the like of it
        (
            "不管用 DPO 或 PPO，先做好偏好数据才是要紧的。",
            "微调同一个模型，DPO 用的就是 PPO。",
            "dpo.trained-with-loss",
        ),
        # another size
        (
            "BERT-base 有 12 层；large 则是 24 层。",
            "BERT-base 有 24 层；large 则更深。",
            "bert-base.layer-count",
        ),
        ("BERT-base：12 层，每层 12 头；16 头的是 large。", "BERT-base：12 层，每层 16 头。", "bert-base.head-count"),
        # the number of a version
        ("局部层多而全局层少，Gemma 3 的上下文缓存因此很省。", "Gemma 3 的上下文长度是 300。", "gemma.context-length"),
        # whose something else is
        (
            "Vicuna comes from LMSYS; Stanford's model of the same spring was Alpaca.",
            "Vicuna comes from Stanford's Alpaca team.",
            "vicuna.developed-by",
        ),
        ("月之暗面做 Kimi，智谱做 GLM，阿里做 Qwen。", "阿里做的 GLM 是双语模型。", "glm.developed-by"),
        # where it is got from
        (
            "You can download M3E from Hugging Face and run it offline.",
            "M3E was developed by Hugging Face.",
            "m3e.developed-by",
        ),
        # who worked on it
        ("Alpaca 是斯坦福用指令数据微调 LLaMA 得到的。", "LLaMA 是斯坦福推出的模型。", "llama.developed-by"),
        # an adjective is of the noun behind it
        ("BLIP-2 用 Q-Former 连接冻结的图像编码器。", "BLIP-2 的 Q-Former 是冻结的。", "blip-2.freezes"),
        # of two things that are not done each has its own denial
        ("RMSNorm 不减均值也不加偏置。", "RMSNorm 要先减去均值。", "rmsnorm.subtracts-mean"),
        # what others are told to have thought
        ("都说 BF16 是英伟达的，其实它来自谷歌。", "BF16 是英伟达提出的。", "bf16.developed-by"),
    ],
)
def test_what_only_stands_beside_a_subject_is_not_said_of_it(right: str, wrong: str, fact: str) -> None:
    assert accused(right) == set()
    assert fact in accused(wrong)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("ZeRO was first proposed by NVIDIA's Megatron team.", "zero.developed-by"),
        ("Mixtral is Google's open mixture-of-experts family.", "mixtral.developed-by"),
        ("GPT-2 还是 Post-LN。", "gpt-2.norm-position"),
        ("原版 Transformer：编码器 8 层，解码器 8 层。", "transformer.layers-per-stack"),
        ("GPT-4 was developed by Google and is available through an API.", "gpt.developed-by"),
        ("Google released BERT and LLaMA.", "llama.developed-by"),
        ("谷歌推出了 BERT 和 LLaMA。", "llama.developed-by"),
        ("斯坦福微调并发布了 LLaMA。", "llama.developed-by"),
        ("In BLIP-2 the Q-Former is always frozen throughout training.", "blip-2.freezes"),
        ("BERT-base：层数 24 · 12 头。", "bert-base.layer-count"),
    ],
)
def test_a_wrong_value_stays_one_where_it_looks_like_an_aside(text: str, fact: str) -> None:
    assert fact in accused(text)


def test_former_and_latter_are_the_two_whose_difference_a_text_announced() -> None:
    text = "Plan-and-Execute 和 ReAct 的差别在于规划的时机：前者先列出完整计划；后者走一步看一步。"
    assert accused(text) == set()
    assert "plan-and-execute.plans-when" in accused(text.replace("前者先列出完整计划；后者", "前者"))
    turned = "ZeRO-3 和 ZeRO-2 的区别常考。先看 ZeRO-2，再看 ZeRO-3。前者不切分参数，后者切分参数。"
    assert accused(turned) == set()


@pytest.mark.parametrize(
    ("text", "concept", "other"),
    [
        ("而 large 用 24 层", "bert-base", True),
        ("而 7b 用 24 层", "llama-2-13b", True),
        ("而 7b 用 24 层", "llama-2-7b", False),
        ("而 0.34b 用 24 层", "bert-large", False),
        ("而 large 用 24 层", "bert", False),
    ],
)
def test_a_size_is_another_one_where_both_are_told_alike(text: str, concept: str, other: bool) -> None:
    """BERT-large has 0.34B: who names it so does not speak of another model."""
    at = text.index("24")
    assert of_another_size(text, Span(0, len(text)), Span(at, len(text)), concept) is other


def test_what_stands_beside_a_name_costs_in_proportion_to_its_length() -> None:
    """A line of blanks behind a name took a minute."""
    began = perf_counter()
    assert accused("微调同一个模型，DPO 用的就是 PPO 的" + " " * 60_000 + "x") is not None
    assert perf_counter() - began < 10
