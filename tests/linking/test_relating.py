"""Two questions are the same where they want the same of the same thing, however they are worded."""

from __future__ import annotations

import importlib.util
import json
import sys
from itertools import product
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.linking import relate
from pipeline.models import Concept, Link, QuestionEntry
from tests.shipped import shipped_knowledge

HERE = Path(__file__).parent


def beside(name: str) -> ModuleType:
    """A scorer that lies beside this test."""
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


class Knows:
    """A knowledge of a few concepts, or of none."""

    def __init__(self, *concepts: Concept, questions: tuple[QuestionEntry, ...] = ()) -> None:
        self.concepts = {concept.id: concept for concept in concepts}
        self.questions = {question.id: question for question in questions}


def related(a: str, b: str, *concepts: Concept) -> Link:
    return relate(a, b, Knows(*concepts))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("请简述一下贪婪搜索", "greedy search 是什么？"),
        ("ＢＥＲＴ　与　ＧＰＴ　的区别", "GPT 和 BERT 有什么不同"),
        ("How is catastrophic forgetting avoided?", "怎么避免灾难性遗忘"),
        ("What problem does PagedAttention solve?", "PagedAttention 解决了什么问题"),
        ("SwiGLU 相比 ReLU 有什么优势", "SwiGLU 比 ReLU 好在哪里"),
        ("Megatorn-LM 是什么", "Megatron-LM"),
        ("微调一个70亿参数的模型要多少显存", "How much GPU memory does fine-tuning a 7B model need?"),
        ("绝对和相对位置编码的区别", "absolute vs relative position embeddings"),
        ("Explain layer normalisation", "layer normalization 是什么"),
        ("QZT 是什么", "What is quick zigzag tuning?"),
        ("什么是旋转位置编码", "什么是旋转位置遍码"),
        ("How come transformers need positional encodings?", "引入位置编码的动机"),
        ("In a nutshell, what is MoE?", "能不能讲明白混合专家到底是个啥"),
        ("Explain data, tensor and pipeline parallelism", "数据并行、张量并行、流水线并行分别是什么"),
        ("AWQ 为什么要保护显著权重", "Why does AWQ protect salient weights?"),
        ("推理慢怎么优化", "怎么加快推理"),
        ("Transformer 为什么不只用一个头，而要多个头？", "为什么用多头注意力"),
        ("如何训练 RM（Reward Model）？", "奖励模型是怎么训练的"),
        ("ReAct（Reasoning + Acting）是什么", "什么是 ReAct"),
        ("为何选择层归一化，而非批归一化", "为什么用 LayerNorm 而不用 BatchNorm"),
        ("RMSNorm 为什么能代替 LayerNorm", "为什么 RMSNorm 可以取代 LayerNorm"),
        ("Why replace LayerNorm with RMSNorm?", "为何用 RMSNorm 代替 LayerNorm"),
        ("注意力的可视化提现在哪里", "注意力的可视化体现在哪里"),
        ("linear attenton 的原理", "linear attention 的原理"),
        ("召回律怎么算", "召回率怎么算"),
        ("ZeRO-1/2/3 各切分什么", "ZeRO-1、ZeRO-2、ZeRO-3 各切分什么"),
        ("跟 PPO 比，DPO 好在哪", "DPO 相较于 PPO 有什么优势"),
        ("LoRA 的 A、B 矩阵如何初始化", "LoRA 的两个低秩矩阵怎么初始化"),
        ("梯度检查点的原理", "重计算是怎么省显存的"),
        ("残差连接如何缓解梯度消失", "残差连接为什么能缓解梯度消失"),
        ("MQA 如何减小 KV cache", "Why does MQA reduce the KV cache?"),
        ("Adapter 为什么先降维再升维", "Adapter 里维度为什么先缩小后放大"),
        ("投机解码的原理", "投机解码是怎么做到加速的"),
        ("预训练的训练数据怎么清洗", "预训练数据如何清洗"),
        ("如何处理 MoE 负载不均", "MoE 怎么实现负载均衡"),
        ("top-p 在大模型生成中的作用", "top-p 有什么用"),
        ("What should you do when you see a loss spike?", "loss 飙升怎么办"),
        ("LN 放在残差后面为什么难训稳", "Post-LN 为什么难训稳"),
    ],
)
def test_the_wording_of_a_question_does_not_matter(a: str, b: str) -> None:
    """Language, order, width, politeness, abbreviation and a slip of the pen hide no duplicate from the editor."""
    link = related(a, b)
    assert link.relation == "same", link.why
    assert link.score >= 0.8


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ZeRO-1 切分什么", "ZeRO-2 切分什么"),
        ("prefix LM 是什么", "prefix tuning 是什么"),
        ("Pre-LN 的优点", "Post-LN 的优点"),
        ("训练时显存怎么算", "推理时显存怎么算"),
        ("MoE 的优点", "MoE 的缺点"),
        ("LoRA 的思路", "QLoRA 的思路"),
        ("top-k 取多大", "top-p 取多大"),
        ("int8 推理快吗", "fp16 推理快吗"),
        ("ChatGLM2 的改进", "ChatGLM3 的改进"),
        ("7B 模型要几张卡", "13B 模型要几张卡"),
        ("为什么用 LayerNorm 而不用 BatchNorm", "为什么用 BatchNorm 而不用 LayerNorm"),
        ("为什么会过拟合", "怎么解决过拟合"),
        ("softmax 上溢怎么办", "softmax 下溢怎么办"),
        ("学习率调大会怎样", "学习率调小会怎样"),
        ("SFT 之前做什么", "SFT 之后做什么"),
        ("zerogate 的原理", "zerogrid 的原理"),
        ("星环注意力是什么", "月环注意力是什么"),
        ("用 A100 训练要多久", "用 H100 训练要多久"),
        ("Why does training diverge?", "Why does inference diverge?"),
        ("什么是奖励模型", "如何训练奖励模型"),
        ("RAG 中 retriever 的作用", "RAG 的作用"),
        ("RAG 检索阶段怎么评估", "RAG 怎么评估"),
        ("RAG 中的粗排", "RAG"),
        ("RAG 如何优化检索", "RAG 如何优化生成"),
        ("Does LoRA add inference latency?", "Does LoRA reduce inference latency?"),
        ("KV cache 为什么只缓存 K 和 V", "KV cache 的作用"),
        ("How do you serve a LoRA model?", "How do you train a LoRA model?"),
        ("分布式训练框架有哪些", "什么是分布式训练"),
        ("树搜索是什么", "束搜索是什么"),
        ("How does trailing work?", "How does training work?"),
        ("大模型生成时的参数怎么设置", "大模型的参数怎么设置"),
        ("怎么加速 FlashAttention", "FlashAttention 怎么加速"),
        ("如何缓解灾难性遗忘", "为什么要缓解灾难性遗忘"),
        ("一层 Transformer 有多少参数", "Transformer 有多少参数"),
        ("负载均衡损失怎么加权", "负载均衡怎么做"),
        ("ZeRO-1/2/3 的区别", "ZeRO 与模型并行的区别"),
        ("为什么先量化再剪枝", "为什么先剪枝再量化"),
    ],
)
def test_one_decisive_word_keeps_two_questions_apart(a: str, b: str) -> None:
    """A wrong merge would put the answer to one question under another, so it must never happen."""
    assert related(a, b).relation != "same"


DEEDS = ("压缩", "减少", "增大", "加速", "扩充", "裁剪", "控制", "删", "复用", "评估", "合并", "稳定")


@pytest.mark.parametrize("asked", ["什么是{}", "{}的原理", "{}", "{}的作用"])
def test_what_a_thing_is_does_not_tell_what_to_do_to_it(asked: str) -> None:
    """Whatever is done to a thing, how it is done is another question than what the thing is."""
    for thing, done in product(("KV Cache", "流水线气泡", "词表", "思维链", "奖励模型"), DEEDS):
        for how in (f"如何{done}{thing}", f"{thing}怎么{done}"):
            assert related(asked.format(thing), how).relation != "same", how


def test_what_a_thing_has_is_not_what_it_is() -> None:
    """The answer to what it is leaves open where it comes from and how well it works."""
    parts = ("来源", "性能", "结构", "效果怎么样", "稳定吗", "从哪里来")
    for thing, had in product(("投机解码", "预训练语料", "Mixtral"), parts):
        assert related(f"什么是{thing}", f"{thing}的{had}").relation != "same", (thing, had)


def test_opposites_are_named_in_the_reason() -> None:
    """The editor sees at a glance what decided."""
    link = related("drawbacks of speculative decoding", "投机解码的优点")
    assert (link.relation, link.method) == ("different", "opposites")
    assert "advantage" in link.why and "drawback" in link.why


def test_a_short_title_is_the_head_part_of_a_compound_question() -> None:
    """A document that only says "LoRA" is answered by one that asks for its principle and its uses."""
    assert related("AWQ", "AWQ 的原理与使用技巧有哪些？").relation == "same"
    assert related("AWQ", "AWQ 的缺点").relation == "related"


def test_the_title_of_a_chapter_is_no_question() -> None:
    """What says "QLoRA 篇" stands above questions; it asks none of them."""
    assert related("QLoRA 篇", "QLoRA 是什么").relation == "related"


def test_a_part_of_a_compound_question_is_related_to_it() -> None:
    """`kanwu relate` knows three answers; being part of is a kind of being related."""
    link = related("混合精度训练是什么？它有哪些缺点？", "混合精度训练有哪些缺点？")
    assert (link.relation, link.method) == ("related", "part")


def test_relating_does_not_depend_on_the_order_of_the_two() -> None:
    """The same pair gives the same verdict and score from either side."""
    for a, b in (("RoPE 的优点", "旋转位置编码有哪些好处"), ("vLLM 怎么部署", "vLLM 为什么快"), ("GQA", "MQA")):
        one, two = related(a, b), related(b, a)
        assert (one.relation, one.score) == (two.relation, two.score)


def test_a_label_of_the_knowledge_is_understood() -> None:
    """An editor who adds a synonym to a concept gets the duplicates that it explains."""
    concept = Concept.model_validate(
        {
            "id": "gist-token",
            "prefLabel": {"zh": "摘要词元", "en": "gist token"},
            "definition": {"zh": "一种压缩提示的词元。", "en": "A token that compresses a prompt."},
        }
    )
    assert related("摘要词元的原理", "How do gist tokens work?").relation != "same"
    assert related("摘要词元的原理", "How do gist tokens work?", concept).relation == "same"


def test_a_label_with_a_version_does_not_level_versions() -> None:
    """A concept may hold all its versions together; questions about two of them stay two."""
    concept = Concept.model_validate(
        {
            "id": "flash-attention",
            "prefLabel": {"zh": "FlashAttention", "en": "FlashAttention"},
            "altLabel": {"en": ["FlashAttention-2"]},
            "definition": {"zh": "精确注意力的一种算法。", "en": "An algorithm for exact attention."},
        }
    )
    assert related("FlashAttention 是什么", "FlashAttention-2 是什么", concept).relation != "same"


def test_a_label_made_of_known_words_does_not_hide_the_word_that_decides() -> None:
    """A knowledge lists "larger chunks" to find claims; a reader who asks for smaller ones asks something else."""
    concept = Concept.model_validate(
        {
            "id": "chunk-size",
            "prefLabel": {"zh": "切块大小", "en": "chunk size"},
            "altLabel": {"en": ["larger chunks", "smaller chunks"]},
            "definition": {"zh": "一块有多少词元。", "en": "How many tokens a chunk has."},
        }
    )
    pair = "What are the benefits of larger chunks?", "What are the benefits of smaller chunks?"
    assert related(*pair, concept).relation != "same"
    compound = Concept.model_validate(
        {
            "id": "speedup",
            "prefLabel": {"zh": "推理加速", "en": "inference acceleration"},
            "definition": {"zh": "让推理更快。", "en": "Making inference faster."},
        }
    )
    assert related("vLLM 为什么快", "vLLM 推理加速的原因是什么", compound).relation == "same"


@pytest.mark.parametrize("words", ["", "？？", "的", "🙂", "a" * 5000, "()", "((((", "……\n"])
def test_no_words_are_too_odd_to_relate(words: str) -> None:
    """Scraped titles are anything; none of them may stop a build."""
    assert related(words, "LoRA 是什么").relation != "same"
    assert related(words, words).relation == "same"


GOLD = HERE.parent / "gold" / "linking"


@pytest.mark.parametrize(
    ("path", "floor"),
    [
        (GOLD / "tuning.jsonl", 0.95),
        (GOLD / "heldback.jsonl", 0.93),
        (GOLD / "tuning-2.jsonl", 0.9),
        (GOLD / "tuning-3.jsonl", 0.95),
        (GOLD / "tuning-4.jsonl", 0.9),
        (GOLD / "heldback-2.jsonl", 0.92),
        (GOLD / "heldback-3.jsonl", 0.92),
        (HERE / "fresh.jsonl", 0.95),
        (HERE / "rewordings.jsonl", 0.9),
    ],
    ids=lambda value: value.stem if isinstance(value, Path) else "",
)
@pytest.mark.parametrize("shipped", [True, False], ids=["with the shipped knowledge", "alone"])
def test_pairs_by_other_people_are_told_apart(path: Path, floor: float, shipped: bool) -> None:
    """Hundreds of pairs, most of the different ones apart by one word; none of those may be merged."""
    known = shipped_knowledge() if shipped else Knows()
    score = beside("score_pairs").score(path, known)
    assert score.merged_wrongly == 0, [f"{link.a} | {link.b}" for label, link in score.errors if label != "same"]
    assert score.f1 >= floor


@pytest.mark.parametrize("shipped", [True, False], ids=["with the shipped knowledge", "alone"])
@pytest.mark.parametrize(("name", "least"), [("hard-negatives", 182), ("hard-negatives-2", 76)])
def test_no_pair_apart_by_one_decisive_word_is_merged(name: str, least: int, shipped: bool) -> None:
    """Over optimisers, links, bits, stages, datasets, verbs, order and cause: each would be a wrong answer."""
    known = shipped_knowledge() if shipped else Knows()
    rows = [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines()]
    merged = [(row["a"], row["b"]) for row in rows if relate(row["a"], row["b"], known).relation == "same"]
    assert len(rows) >= least and not merged
