"""How far a denial reaches: each way in which a right sentence may hold a no that is not about its value.

Each line is read by itself with the small knowledge of tests/knowledge; `!` marks what is denied. Who would be hurt: an
editor, accused of the opposite of what stands there.
"""

from __future__ import annotations

import pytest

from pipeline.claims.negation import negators
from tests.claims.sentences import flagged, said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZeRO-2 不增加代码量地切分梯度。", {"zero-2 gradients"}),
        ("ZeRO-2 在不改动模型代码的前提下切分梯度。", {"zero-2 gradients"}),
        ("ZeRO-3 在不影响收敛的同时切分参数。", {"zero-3 parameters"}),
        ("不依赖张量并行的 ZeRO-3 切分参数。", {"zero-3 parameters"}),
        ("没有偏置的 GPT-3 用前置归一化。", {"gpt-3 pre"}),
        ("A GPT-3 block that has no bias is normalised before each sublayer.", {"gpt-3 pre"}),
        ("ZeRO-3 never waits for the slowest rank and shards the parameters as well.", {"zero-3 parameters"}),
        ("Skipping the bias is what lets GPT-3 normalise before each sublayer.", {"gpt-3 pre"}),
        ("FlashAttention 把不重要、精确到小数的中间值写回。", {"flash-attention exact"}),
    ],
)
def test_a_denial_within_an_adverbial_a_modifier_or_another_verb_reaches_no_further(
    text: str, expected: set[str]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZeRO-1 既不切分梯度，也不切分参数。", {"zero-1 !gradients", "zero-1 !parameters"}),
        ("ZeRO-1 shards no gradients and no parameters.", {"zero-1 !gradients", "zero-1 !parameters"}),
        ("ZeRO-1 不切分梯度，更不切分参数。", {"zero-1 !gradients", "zero-1 !parameters"}),
        ("ZeRO-1 并不是不切分优化器状态。", {"zero-1 optimizer-states"}),
    ],
)
def test_coordinated_denials_count_once_each_and_a_denied_denial_asserts(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("除了优化器状态，ZeRO-1 不切分任何东西。", {"zero-1 optimizer-states"}),
        ("Apart from the optimizer states, ZeRO-1 shards nothing.", {"zero-1 optimizer-states"}),
        ("ZeRO-2 除参数以外全部切分。", {"zero-2 !parameters"}),
        ("ZeRO-3 除了梯度之外，还切分参数。", {"zero-3 gradients", "zero-3 parameters"}),
    ],
)
def test_what_an_exception_excepts_has_the_opposite_sign(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZeRO-2 并不只切分优化器状态。", {"zero-2 optimizer-states"}),
        ("ZeRO-2 does not only shard the optimizer states.", {"zero-2 optimizer-states"}),
        ("ZeRO-3 不是每一步都切分参数。", set()),
        ("ZeRO-2 does not always shard the gradients.", set()),
        ("有人误以为 ZeRO-2 只切分优化器状态。", set()),
        ("很多人以为 P-tuning 一定加在每一层。", set()),
        ("FlashAttention 不改变精确的结果。", set()),
        ("批很小时 FlashAttention 的精确就没有意义。", {"flash-attention exact"}),
    ],
)
def test_who_denies_only_all_or_a_change_does_not_deny_the_value(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("别以为 ZeRO-2 切分参数。", {"zero-2 !parameters"}),
        ("Never say that ZeRO-2 shards the parameters.", {"zero-2 !parameters"}),
        ("切忌认为 ZeRO-2 切分参数，它切的是梯度。", {"zero-2 !parameters", "zero-2 gradients"}),
        ("说 FlashAttention 的结果是近似的并不准确。", {"flash-attention !approximate"}),
        ("把 FlashAttention 说成近似算法是一个常见错误。", {"flash-attention !approximate"}),
        ("“ZeRO-2 会切分参数”的说法不对，它切分的是梯度。", {"zero-2 !parameters", "zero-2 gradients"}),
        ("“P-tuning 在每一层加提示”是错误理解，只在输入层加提示的正是 P-tuning。", {"p-tuning !every-layer", "p-tuning input-only"}),
        ("不少帖子说 FlashAttention 是近似算法，错，它是精确的。", {"flash-attention !approximate", "flash-attention exact"}),
        ("FlashAttention 是精确算法不假。", {"flash-attention exact"}),
        ("FlashAttention 是精确的，分块因此不对齐也无妨。", {"flash-attention exact"}),
        ("别以为 ZeRO-2 切分梯度和参数。", {"zero-2 !parameters"}),
    ],
)  # fmt: skip
def test_the_words_that_call_something_wrong_count_once(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FlashAttention is anything but approximate.", {"flash-attention !approximate"}),
        ("FlashAttention is far from an approximation.", {"flash-attention !approximate"}),
        ("Nowhere does ZeRO-2 shard the parameters.", {"zero-2 !parameters"}),
        ("ZeRO-2 refrains from sharding the parameters.", {"zero-2 !parameters"}),
        ("FlashAttention 算不上近似算法。", {"flash-attention !approximate"}),
        ("FlashAttention 与近似方法没有关系。", set()),
        ("FlashAttention has nothing to do with approximate attention.", set()),
        ("ZeRO-2 skipped sharding the parameters altogether.", {"zero-2 !parameters"}),
        ("FlashAttention 逐块计算，而不是统计近似误差的大小。", set()),
        ("Were ZeRO-2 to shard the parameters, it would be slower.", set()),
    ],
)
def test_a_denial_need_not_be_a_no(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("结果不等价", ["不"]),
        ("矩阵不对称", ["不"]),
        ("两者不等于一回事", ["不"]),
        ("离不开它", []),
        ("懒得算", ["懒得"]),
    ],
)
def test_what_only_looks_like_a_denial_is_none(text: str, words: list[str]) -> None:
    assert [each.words for each in negators(text, 0, len(text))] == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Contrary to what is often read, it is not the case that ZeRO-2 shards the parameters.",
            {"zero-2 !parameters"},
        ),
        ("我们来看 ZeRO-2 切分参数这一点是否成立。", set()),
        ("FlashAttention changes neither the loss nor the gradient in exact arithmetic.", {"flash-attention exact"}),
        ("ZeRO-2 新增的切分对象不是优化器状态。", set()),
        ("FlashAttention 的精确计算不是逐块近似。", {"flash-attention exact", "flash-attention !approximate"}),
        ("FlashAttention 并非近似方法。", {"flash-attention !approximate"}),
        ("FlashAttention 并非有损。", {"flash-attention !approximate"}),
    ],
)
def test_a_denial_of_what_is_new_or_of_what_stands_elsewhere_spares_the_value(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FlashAttention 假设近似即可。", {"flash-attention approximate"}),
        ("假设 FlashAttention 是近似的。", set()),
        ("我们假设 FlashAttention 是近似的。", set()),
        ("对 FlashAttention 我们先假设它是近似的。", set()),
        ("没有哪种优化能让 FlashAttention 变成近似。", {"flash-attention !approximate"}),
    ],
)
def test_what_a_method_assumes_is_no_supposition_of_the_writer(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "别以为 ChatGPT 的强化学习算法是 GRPO。",
        "有人说 Mixtral 每个词元只选 1 个专家，这是不对的。",
        "有人说检索噪声可以用回译这样的数据增强来解决，这是不对的。",
    ],
)
def test_what_is_right_beside_what_is_called_wrong_is_not_denied(text: str) -> None:
    """`GRPO` is an algorithm of that kind and Mixtral does route tokens: it is the rest that is called wrong."""
    assert flagged(text) == []


def test_a_sentence_that_is_right_throughout_and_called_wrong_is_flagged() -> None:
    assert [each.claim.group for each in flagged("有人说 GRPO 是强化学习算法，这是不对的。") if each.claim] == [
        "grpo.is-a=!reinforcement-learning"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZeRO-1 skipped sharding the parameters and went straight to sharding the gradients.", {"zero-1 !parameters", "zero-1 gradients"}),
        ("ZeRO-1 处理非矩阵乘运算、切分梯度。", {"zero-1 gradients"}),
        ("ZeRO-1 用无害的方式切分梯度。", {"zero-1 gradients"}),
        ("ZeRO-1 把最不重要的梯度切分掉。", {"zero-1 gradients"}),
        ("In May 2020 GPT-3 was said to be normalised before each block.", {"gpt-3 pre"}),
        ("As of the May 2020 paper GPT-3 is normalised before each block.", {"gpt-3 pre"}),
    ],
)  # fmt: skip
def test_what_only_sounds_like_a_denial_or_a_hedge_is_none(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "直觉上 GPT-3 用前置归一化。",
        "乍一看，GPT-3 用前置归一化。",
        "At first glance GPT-3 is normalised before each block.",
    ],
)
def test_what_seems_so_at_first_is_not_asserted(text: str) -> None:
    assert said(text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZeRO-2 无止境地切分梯度。", {"zero-2 gradients"}),
        ("ZeRO-2 遇到没见过的模型也切分梯度。", {"zero-2 gradients"}),
        ("GPT-3 drops the bias and relies on layer normalization before each sublayer.", {"gpt-3 pre"}),
        ("ZeRO-3 在显存里而不是内存里做参数的切分。", {"zero-3 parameters"}),
        ("ZeRO-1 连优化器状态都不切分。", {"zero-1 !optimizer-states"}),
        ("Milvus 很省事，也不用先跑训练框架。", set()),
    ],
)
def test_an_adverb_an_attribute_or_another_place_denies_nothing_of_what_is_done(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("GRPO 省掉的是 critic，不是参考模型。", False),
        ("DPO drops the reward model and the critic, not the reference model.", False),
        ("部署 Mixtral 8x7B 要按 47B 准备显存，而不是按激活的 13B。", False),
        ("DPO 训练容易，连偏好数据都不需要。", True),
        ("滑动窗口注意力会让 KV cache 无上限地增长下去。", True),
    ],
)
def test_what_is_not_removed_or_not_gone_by_stays(text: str, accused: bool) -> None:
    assert bool(flagged(text)) == accused


@pytest.mark.parametrize(
    "text",
    [
        "The experts of an MoE are not a maths expert and a law expert.",
        "KL 散度不满足对称性，因此不是真正的距离，面试里写反方向是要扣分的。",
        "RWKV 训练时可以像 Transformer 一样并行，推理时却是一个 RNN。",
        "GloVe 是静态词向量，到了 ELMo，同一个词有了不同表示，不过它用的还是双向 LSTM，不是 Transformer。",
        "BatchNorm does not need a big batch at inference.",
    ],
)
def test_right_statements_that_once_were_accused(text: str) -> None:
    """Found in sentences that their author wrote without seeing a rule; each stands for its kind."""
    assert not flagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "The experts of an MoE are a maths expert and a law expert.",
        "KL 散度是对称的，写错方向是要扣分的。",
        "GloVe 是一种循环神经网络。",
    ],
)
def test_their_wrong_neighbours_are_still_found(text: str) -> None:
    assert flagged(text)


def test_to_misread_is_no_frame_and_an_article_no_count() -> None:
    assert not flagged("检索能提供依据，但模型也可能误读，所以缓解幻觉仍要引用查核与拒答。")
    assert not flagged("BERT 把 10% 的词换成词表里随便一个词。")


@pytest.mark.parametrize(
    "right",
    [
        "Cross-encoders read query and passage together, so nothing can be pre-computed.",
        "BERT 的 [MASK] 替换输入词元，跟在注意力分数上加负无穷的屏蔽不是一回事。",
        "Agent 和 Chain 的分界线在于谁来决定下一步：Chain 的步骤事先写好，Agent 现选工具。",
    ],
)
def test_what_is_said_of_nothing_or_of_something_else_is_not_asserted(right: str) -> None:
    assert not flagged(right)
