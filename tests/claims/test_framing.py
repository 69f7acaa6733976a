"""What leads up to a statement: words that take it for granted, suppose it, doubt it or call it wrong.

Each line is read by itself with the small knowledge of tests/knowledge; `!` marks what is denied. Who would be hurt: an
editor, accused of the opposite of what stands there, or never told of a mistake because a polite phrase leads up to it.
"""

from __future__ import annotations

import pytest

from pipeline.knowledge.numbers import quantities
from tests.claims.sentences import flagged, said

RIGHT = {"zero-2 gradients"}


@pytest.mark.parametrize(
    "lead",
    [
        "不要忘记", "千万不能忽视的是，", "很少有人注意到", "没人会否认", "谁也不能否认", "无可否认，", "不可忽略的一点是",
        "毋庸置疑，", "没有例外，",
    ],
)  # fmt: skip
def test_a_no_that_takes_for_granted_what_follows_denies_nothing(lead: str) -> None:
    assert said(f"{lead}ZeRO-2 切分梯度。") == RIGHT


@pytest.mark.parametrize(
    "lead",
    [
        "Don't forget that", "Never overlook that", "Nobody disputes that", "It cannot be denied that", "It is no secret that",
        "Hardly anyone notices that", "Most answers fail to mention that", "You may not know that", "Without a doubt,",
        "It is not widely known that",
    ],
)  # fmt: skip
def test_so_in_english(lead: str) -> None:
    assert said(f"{lead} ZeRO-2 shards the gradients.") == RIGHT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No paper says that ZeRO-2 shards the parameters.", {"zero-2 !parameters"}),
        ("ZeRO-2 does not forget the gradients; it never shards the parameters.", {"zero-2 !parameters"}),
        ("没有论文说过 ZeRO-2 切分参数。", {"zero-2 !parameters"}),
        ("ZeRO-2 不能切分参数。", {"zero-2 !parameters"}),
    ],
)
def test_a_no_that_is_one_still_denies(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "想省显存的话，ZeRO-2 会切分梯度。",
        "要是被问到，就说 ZeRO-2 切分梯度。",
        "如果面试官问起，ZeRO-2 切分梯度。",
        "如果模型很大，ZeRO-2 照样切分梯度。",
        "如果没记错，ZeRO-2 切分梯度。",
        "If you are asked, say that ZeRO-2 shards the gradients.",
        "If the model is large, ZeRO-2 shards the gradients all the same.",
        "If you want speed, ZeRO-2 shards the gradients.",
        "If I'm not mistaken, ZeRO-2 shards the gradients.",
        "I would say that ZeRO-2 shards the gradients.",
    ],
)
def test_when_to_say_it_what_for_and_how_things_stand_suppose_nothing(text: str) -> None:
    assert said(text) == RIGHT


@pytest.mark.parametrize(
    "text",
    [
        "如果 ZeRO-2 切分梯度，那就麻烦了。",
        "除非 ZeRO-2 切分梯度，否则不会这样。",
        "即使 ZeRO-2 切分参数，也不会这样。",
        "想象一下，ZeRO-2 切分参数会怎样。",
        "如果不切分优化器状态，ZeRO-2 就切分梯度。",
        "If we dropped the sharding, ZeRO-2 would keep the gradients.",
        "Even if ZeRO-2 shards the parameters, it would not help.",
        "Imagine that ZeRO-2 shards the parameters.",
        "Maybe ZeRO-2 shards the parameters.",
        "I doubt that ZeRO-2 shards the parameters.",
        "It is unlikely that ZeRO-2 shards the parameters.",
        "It's tempting to think that ZeRO-2 shards the parameters.",
        "I used to think that ZeRO-2 shards the parameters.",
        "That doesn't mean ZeRO-2 shards the parameters.",
        "下面这句哪里错了：ZeRO-2 切分参数。",
    ],
)
def test_what_is_supposed_conceded_or_doubted_is_not_asserted(text: str) -> None:
    assert said(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "ZeRO-2 切分参数——错。",
        "ZeRO-2 切分参数显然不对。",
        "面试时说 ZeRO-2 切分参数就挂了。",
        "错误示例：ZeRO-2 切分参数。",
        "千万不要回答 ZeRO-2 切分参数。",
        "ZeRO-2 shards the parameters - wrong.",
        "Saying that ZeRO-2 shards the parameters is wrong.",
        "An answer that says ZeRO-2 shards the parameters is wrong.",
        "That ZeRO-2 shards the parameters is a false statement.",
    ],
)
def test_what_is_called_wrong_before_or_after_is_denied(text: str) -> None:
    assert said(text) == {"zero-2 !parameters"}


def test_a_numeral_within_an_idiom_counts_nothing() -> None:
    assert [q.value for q in quantities("千万别弄反，万一错了，有一千万个参数")] == [10_000_000]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("很多人不知道 ZeRO-2 切分梯度。", RIGHT),
        ("初学者往往没意识到 ZeRO-2 切分梯度。", RIGHT),
        ("Beginners often do not realise that ZeRO-2 shards the gradients.", RIGHT),
        ("People who use ZeRO-1 may not know that ZeRO-2 shards the gradients.", RIGHT),
        ("很多人分不清 ZeRO-1 和 ZeRO-2，记住 ZeRO-2 切分梯度就行。", RIGHT),
        ("很多人不知道 ZeRO-2 切不切分参数。", set()),
        ("Beginners do not know whether ZeRO-2 shards the parameters.", set()),
        ("使用者都不切分参数的，是 ZeRO-2。", {"zero-2 !parameters"}),
    ],
)
def test_what_somebody_does_not_know_is_so(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("If the job runs out of memory, it's because ZeRO-2 shards the gradients.", RIGHT),
        ("如果显存不够，那是因为 ZeRO-2 切分梯度。", RIGHT),
        ("这里的摘要是说 ZeRO-2 切分梯度。", RIGHT),
        ("A common slip is to think that ZeRO-2 shards the parameters.", {"zero-2 !parameters"}),
        ("If ZeRO-2 shards the parameters, it is because of the memory.", set()),
        ("ZeRO-2 试过切分参数。", set()),
    ],
)
def test_a_cause_is_asserted_and_what_was_only_tried_is_not(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "只有到 ZeRO-3 才会切模型权重，前两个阶段每张卡都留有整份参数。",
        "ZeRO-3 shards the weights; the first two stages keep a full copy of the parameters on every GPU.",
        "RoBERTa replaced BERT's WordPiece with GPT-2 style byte-level BPE.",
        "KL 散度的对称与否，决定了蒸馏时两个方向的差别。",
        "Someone claims the KV cache changes the model's output. Up to rounding it does not.",
        "A blogger wrote that ZeRO-2 shards the parameters. It shards gradients and optimizer states.",
        "标准 beam search 不含随机抽样，同样输入得到同样输出。",
        "“FlashAttention 是近似算法”是面试里最常见的错误说法，它的输出与标准注意力相同。",
        "说 BF16 比 FP16 精度高是错的：BF16 赢在范围。",
        "People file T5 under decoder-only; in fact it has both an encoder and a decoder.",
        "In Llama 4 every fourth layer uses no positional encoding and attends globally.",
        "Fine-tuning is better suited to style and format than to injecting many new facts.",
        "GQA with 8 KV heads instead of 64 cuts the KV cache to one eighth.",
        "Gradient accumulation raises the effective batch without raising activation memory.",
        "LongLoRA 除了 LoRA 还要训练嵌入和归一化层。",
        "InstructGPT 的 SFT 数据是一万多条 prompt。",
        'The second M of MMLU stands for "multitask".',
        "The D in DPO stands for direct.",
        'The letter M of MMLU stands for "massive".',
        "FiD (Fusion-in-Decoder) 让每篇段落与问题各自编码。",
        "Fifty percent unstructured zeros stored in a dense FP16 tensor save no memory by themselves.",
    ],
)
def test_nobody_is_accused_of_what_others_do_say_or_had_or_what_is_left_open(text: str) -> None:
    assert not flagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "RoBERTa replaced BERT's byte-level BPE with WordPiece.",
        "KL 散度是对称的，两个方向没有差别。",
        "The KV cache changes the model's output.",
        "标准 beam search 含随机抽样，同样输入每次输出都不同。",
        "BF16 比 FP16 精度高。",
        "T5 is decoder-only.",
        "Llama 2 uses learned absolute position embeddings.",
        "Fine-tuning is better suited to injecting many new facts than to style.",
        "GQA with 8 KV heads makes the KV cache larger than that of MHA.",
        "InstructGPT 用了三百多条 prompt 做 SFT。",
        "MoE (Mixture of Encoders) is sparse.",
    ],
)
def test_who_says_so_himself_is(text: str) -> None:
    assert flagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "DeepSeek-V3 keeps the FFNs of its first three layers dense.",
        "bfloat16 is fp32 with the lower 16 mantissa bits cut off.",
        "In GPT-3 175B the context embedding table (2048 × 12288) is small.",
        "Mixtral runs at about the cost of a 13B dense model.",
        "Mixtral 每个 token 的计算量大约相当于一个 13B 稠密模型。",
        "MLM 的训练往往慢于从左到右的语言模型。",
        "BM25 的 b 设为 0 时不做长度归一化。",
        "With b = 0, BM25 applies no length normalisation.",
        "Inside DDP's no_sync() context no gradients are synchronised.",
        "某个技巧让 Transformer 不用 LayerNorm 也能训练。",
        "IA3 rescales keys and values and leaves queries alone.",
        "“FlashAttention 是稀疏注意力”是误会，它算的仍是完整的注意力，只是分块并用在线 softmax。",
        "In FSDP full-shard training a rank's parameters are only a fraction of the model.",
    ],
)
def test_nobody_is_accused_of_a_part_a_price_a_setting_or_what_may_be_left_out(text: str) -> None:
    assert not flagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "DeepSeek-V3 has three layers.",
        "fp32 has 16 mantissa bits.",
        "The context length of GPT-3 is 12288.",
        "Mixtral is a 13B dense model.",
        "MLM 是从左到右的语言模型。",
        "BM25 不做长度归一化。",
        "DDP does not synchronise gradients.",
        "Transformer 不用 LayerNorm。",
        "IA3 rescales queries.",
        "FlashAttention 只用分块，不做重计算。",
    ],
)
def test_who_is_said_to_be_so_as_a_rule_is(text: str) -> None:
    assert flagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "RoBERTa switched from BERT's WordPiece to a byte-level BPE vocabulary of about 50K units.",
        "Baichuan-7B follows LLaMA's design with a 64,000-token vocabulary.",
        "Among LoRA, IA3, prefix tuning and serial adapters, only the first two can be folded into existing weights.",
        "By Chinchilla's measure GPT-3, with under two tokens per parameter, was undertrained.",
        "按 Chinchilla 的比例，10B 模型的最优数据量约 200B token。",
        "Non-interleaved 1F1B has the same bubble as GPipe.",
        "P-tuning 到 P-tuning v2，关键变化是提示从输入层扩展到了每一层。",
        "Post-LN needs learning-rate warmup to train stably.",
        "Batch statistics play no role in LayerNorm.",
        "Qwen2-VL uses multimodal rotary positions and a context of 7 images.",
    ],
)
def test_what_is_said_of_another_one_is_said_of_nobody_else(text: str) -> None:
    assert not flagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "BERT's vocabulary has about 50K units.",
        "LLaMA uses a 64,000-token vocabulary.",
        "Prefix tuning can be folded into existing weights.",
        "Chinchilla used under two tokens per parameter.",
        "Chinchilla 用 200B token 训练。",
        "Interleaved 1F1B has the same bubble as GPipe.",
        "P-tuning 的提示插在每一层。",
        "Post-LN trains stably without warmup.",
        "Batch statistics play a role in LayerNorm.",
    ],
)
def test_what_is_said_of_the_one_himself_is(text: str) -> None:
    assert flagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "7B FP16 单条生成的理论上限约 140 token/s。",
        "断点续训要连优化器状态一起存，只存权重的话 Adam 的动量就丢了。",
        "有的帖子说 MQA 是把 query 也合成一个头，这是误传：query 的头数没有动。",
        "Alpaca adapts Self-Instruct, which grows a data set out of 175 human-written seed tasks.",
        "causal mask 本身打破了对称性，有研究发现模型不加显式位置编码也能隐式学到位置信息。",
    ],
)
def test_nobody_is_accused_of_a_speed_a_condition_a_name_or_what_was_called_wrong_before(text: str) -> None:
    assert not flagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "FP16 能表示的上限约 140。",
        "Adam 只存一阶动量。",
        "MQA 是把 query 的头合成一个。",
        "In Self-Instruct the instructions are human-written.",
    ],
)
def test_who_says_that_himself_is_as_well(text: str) -> None:
    assert flagged(text)


def test_the_former_is_the_first_of_two_that_the_question_names_together() -> None:
    """Whatever else it names: `LLaMA-2 和 LLaMA-3 的词表`."""
    assert not flagged("# LLaMA-2 和 LLaMA-3 的词表\n\n前者 32000，后者约 128K。")
    assert flagged("# LLaMA-2 和 LLaMA-3 的词表\n\n前者约 128K，后者 32000。")
