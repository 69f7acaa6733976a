"""Of whom a clause speaks where several are named: contrasts, comparisons, clefts, owners, titles, times.

Each line is read by itself with the small knowledge of tests/knowledge; `!` marks what is denied. Who would be hurt: an
editor, told that a right value is wrong because it was read of the other subject of the sentence.
"""

from __future__ import annotations

import inspect

import pytest

from pipeline import claims
from pipeline.claims import named_before, named_behind, named_nowhere, named_within, subjects
from pipeline.claims.assertion import Assertion, Governed
from pipeline.claims.subjects import RULES
from tests.claims.sentences import document_of, flagged, said
from tests.shipped import patterns_alone


def test_every_rule_is_asked_once_and_shows_a_wording_that_it_is_for() -> None:
    """Whoever wrote a rule that is not in the table would wonder why it never decides."""
    written = [
        each
        for room in (named_within, named_before, named_behind, named_nowhere)
        for _, each in inspect.getmembers(room, inspect.isfunction)
        if each.__module__ == room.__name__ and each.__annotations__["return"] == "Governed | None"
    ]
    assert {*written} == {*RULES}
    assert len(written) == len(RULES)
    assert [rule.__name__ for rule in RULES if "`" not in (rule.__doc__ or "")] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("切分梯度的不是 ZeRO-1 而是 ZeRO-2。", {"zero-2 gradients"}),
        ("It is ZeRO-2, not ZeRO-1, that shards the gradients.", {"zero-2 gradients"}),
        ("切分梯度的是 ZeRO-2，不是 ZeRO-1。", {"zero-2 gradients"}),
        ("梯度的切分不在 ZeRO-1 里。", set()),
        ("切分梯度时采用 ZeRO-2。", {"zero-2 gradients"}),
        ("ZeRO-2, not ZeRO-1, shards the gradients.", {"zero-2 gradients"}),
        ("ZeRO-1 is cheap, and it was ZeRO-2, not ZeRO-1, that came to shard the gradients.", {"zero-2 gradients"}),
        ("ZeRO-1 is cheap, and it was Horovod, not ZeRO-1, that first came to shard the gradients.", set()),
        ("ZeRO-2 的层数不详，比 BERT 的 12 层多。", {"bert 12"}),
    ],
)
def test_a_cleft_gives_the_value_to_whom_it_points_at(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZeRO-2 相比 ZeRO-1 多切分了梯度。", {"zero-2 gradients"}),
        ("与 ZeRO-1 相比 ZeRO-2 还切分梯度。", {"zero-2 gradients"}),
        ("跟只管输入的 P-tuning 相反，P-tuning v2 在每一层加入可训练前缀。", {"p-tuning-v2 every-layer"}),
        ("ZeRO-2 改进了 ZeRO-1，会切分梯度。", {"zero-2 gradients"}),
        ("FlashAttention 之前，近似注意力很流行。", set()),
        ("Before FlashAttention, approximate attention was popular.", set()),
    ],
)
def test_what_is_compared_with_or_only_dates_governs_nothing(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GPT-3 是 pre-LN，Post-LN 是原始 Transformer 的做法。", {"gpt-3 pre", "transformer post"}),
        ("GPT-3 is pre-LN and post-LN is the Transformer's.", {"gpt-3 pre", "transformer post"}),
        ("GPT-3 保留了 Transformer 的 post-LN。", {"gpt-3 post"}),
        ("BERT-base 的 12 层是 GPT-3 的八分之一。", {"bert 12"}),
        ("FlashAttention 是精确的，Reformer 靠近似来加速。", {"flash-attention exact"}),
        ("While FlashAttention is exact, the Performer method is approximate.", {"flash-attention exact"}),
        ("FlashAttention is exact; hashing is approximate.", {"flash-attention exact"}),
        ("GPT-3 has pre-LN, and the Transformer has post-LN.", {"gpt-3 pre", "transformer post"}),
        ("The layers of GPT-3 are half of BERT's, and BERT has 12 layers.", {"bert 12"}),
        ("GPT-3 采用 pre-LN，Transformer 则认为两者之中后置归一化更好。", {"gpt-3 pre", "transformer post"}),
        ("ZeRO-3 是为了替代 GPT-2 里的 ZeRO-1 而切分参数的。", {"zero-3 parameters"}),
    ],
)
def test_a_clause_that_names_its_own_owner_is_not_about_the_one_before(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("和 ZeRO-2 一样，ZeRO-3 切分梯度。", {"zero-3 gradients", "zero-2 gradients"}),
        ("Like ZeRO-1, ZeRO-2 shards the gradients.", {"zero-2 gradients", "zero-1 gradients"}),
        ("GPT-3 采用 pre-LN，类似于原始 Transformer。", {"gpt-3 pre", "transformer pre"}),
        ("ZeRO-2 与 ZeRO-3 一样切分梯度，而且都切分优化器状态。", {"zero-2 gradients", "zero-3 gradients", "zero-2 optimizer-states", "zero-3 optimizer-states"}),
        ("与 ZeRO-3 一样，ZeRO-2 是微软的工作，只是它切分梯度。", {"zero-2 gradients"}),
    ],
)  # fmt: skip
def test_who_is_said_to_be_alike_in_this_is_a_subject_too(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("归一化放在子层之前的模型，如 GPT-3、Transformer，训练更稳。", {"gpt-3 pre", "transformer pre"}),
        ("Models that normalise before each sublayer, such as the Transformer, are stable.", {"transformer pre"}),
        ("常见的向量数据库，如 Chroma、Milvus、LangChain 等。", {"milvus vector-store", "langchain vector-store"}),
    ],
)
def test_what_is_said_of_a_class_is_said_of_its_instances(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《ZeRO-2 实践手册》里的 ZeRO-3 切分参数。", {"zero-3 parameters"}),
        ("读过《FlashAttention 的前世今生》之后会发现近似不是唯一的路。", set()),
    ],
)
def test_a_name_within_a_title_governs_nothing(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GPT-3 是 OpenAI 推出的子层之前做归一化的 Transformer 模型。", {"gpt-3 pre"}),
        ("Linformer 的近似误差可以用 FlashAttention 规避。", set()),
        ("FlashAttention 是精确的，Linformer 这类近似方法做不到。", {"flash-attention exact", "linformer approximate"}),
        ("FlashAttention 是精确的，下采样这类近似方法做不到。", {"flash-attention exact"}),
        ("Milvus 可以对接 LangChain 等应用开发框架。", {"langchain application-framework"}),
    ],
)
def test_a_class_that_only_tells_what_something_is_for_is_not_its_own(text: str, expected: set[str]) -> None:
    assert said(text) == expected


def test_what_does_a_stage_is_its_subject() -> None:
    assert said("切分参数那一步交给 ZeRO-3。") == {"zero-3 parameters"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GPT-3 用前置归一化、Transformer 用后置归一化。", {"gpt-3 pre", "transformer post"}),
        ("GPT-3、Transformer 用前置归一化。", {"gpt-3 pre", "transformer pre"}),
        ("The error is exactly zero, not approximate.", set()),
    ],
)
def test_each_half_of_a_sentence_keeps_its_own_subject(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("把梯度和优化器状态切分到各卡的做法叫 ZeRO-1。", {"zero-1 gradients", "zero-1 optimizer-states"}),
        ("先切分梯度再逐块更新，这一招通常叫 ZeRO-1。", {"zero-1 gradients"}),
        ("BERT 有 12 层，切分梯度的做法叫 ZeRO-1。", {"bert 12", "zero-1 gradients"}),
    ],
)
def test_a_definition_belongs_to_the_name_that_it_leads_up_to(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("下面两个都是精确算法：FlashAttention、Linformer。", {"flash-attention exact", "linformer exact"}),
        ("These are all exact: FlashAttention and Linformer.", {"flash-attention exact", "linformer exact"}),
        ("结果是精确的：FlashAttention 分块计算。", set()),
    ],
)
def test_what_announces_a_list_is_said_of_all_in_it(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Milvus 是与 LangChain 搭配的训练框架。", {"milvus training-framework"}),
        ("Milvus is a LangChain companion and a training framework.", {"milvus training-framework"}),
        ("ZeRO-1、Faiss 和 Milvus 都属于不用 LangChain 的训练框架。", {"milvus training-framework"}),
    ],
)
def test_who_is_named_within_what_something_is_said_to_be_is_not_its_subject(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GPT-3 和 Transformer 的区别在于它把层归一化放在子层之后。", {"gpt-3 post"}),
        ("The difference between ZeRO-1 and ZeRO-2 is that it shards the gradients.", {"zero-1 gradients"}),
        ("GPT-3 和 Transformer 的区别在于归一化放在子层之后。", set()),
    ],
)
def test_a_difference_lies_in_what_the_first_one_does(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("开启 ZeRO-2 以后，Transformer 的参数也被切分。", {"zero-2 parameters"}),
        ("用了 ZeRO-2 之后，GPT-3 的梯度也被切分。", {"zero-2 gradients"}),
        ("What ZeRO-2 shards on top of that is the parameters.", {"zero-2 parameters"}),
        ("What is it that ZeRO-2 shards?", set()),
    ],
)
def test_who_is_put_to_use_or_fronted_by_a_what_carries_the_clause(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("先把梯度切分到各张卡上，优化器状态照旧，这就是 ZeRO-2 的做法。", {"zero-2 gradients"}),
        ("把参数也切分掉的，就是 ZeRO-1。", {"zero-1 parameters"}),
        ("梯度和参数都切分——这是 ZeRO-3 的特点。", {"zero-3 gradients", "zero-3 parameters"}),
        ("The gradients are sharded and nothing else: that is ZeRO-1.", {"zero-1 gradients"}),
        ("梯度被切分，这不是 ZeRO-1。", set()),
        ("梯度没有切分，这是 ZeRO-2 要解决的问题。", set()),
        ("ZeRO-2 切分梯度，这是 ZeRO-1 的做法。", {"zero-2 gradients"}),
    ],
)
def test_what_a_sentence_describes_is_the_name_that_closes_it(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("用 ZeRO-1 的话，每张卡只存切分的梯度。", {"zero-1 gradients"}),
        ("With FlashAttention, the attention output is approximate.", {"flash-attention approximate"}),
        ("The output of attention is approximate when you use FlashAttention.", {"flash-attention approximate"}),
        ("FlashAttention 之后，注意力的输出就是近似的了。", {"flash-attention approximate"}),
        ("Without FlashAttention the output could only be approximate.", set()),
    ],
)
def test_an_effect_is_told_of_what_brings_it_about(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZeRO-2 的核心思路是：每张卡切分参数。", {"zero-2 parameters"}),
        ("ZeRO-2 灵感来自 ZeRO-1，梯度被切分。", {"zero-2 gradients"}),
        ("ZeRO-1 之后又有人提出 ZeRO-2，梯度也被切分。", {"zero-2 gradients"}),
    ],
)  # fmt: skip
def test_who_leads_in_inspires_or_comes_first_is_told_from_the_subject(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZeRO-1 is cheaper than ZeRO-3, whose parameters are sharded.", {"zero-3 parameters"}),
        ("GPT-3 came long after BERT, whose layers number 12 layers.", {"bert 12"}),
        ("At training time ZeRO-2 shards the parameters.", {"zero-2 parameters"}),
    ],
)
def test_a_relative_clause_speaks_of_the_name_before_it(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("At inference batch normalization uses the statistics of the current batch.", True),
        ("Unlike DeepSpeed, which Google maintains, Colossal-AI comes from HPC-AI Tech.", True),
        ("BF16 与 FP32 的指数位同为 8 位，但尾数只剩 7 位。", False),
        ("DPO 之后又有人提出了在线 DPO，边采样边训练。", False),
        ("E5M2 covers a much wider range than E4M3, whose largest value is 448.", False),
        ("Zero out half of the weights and nobody keeps them.", False),
    ],
)
def test_times_and_compared_names_are_told_from_subjects(text: str, accused: bool) -> None:
    assert bool(flagged(text)) == accused


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("优化器状态照旧每张卡一份，切分的是参数，这就是 ZeRO-1。", {"zero-1 parameters"}),
        ("把参数也切分掉的，就是 ZeRO-3。", {"zero-3 parameters"}),
        ("The parameters are sharded as well, and that is ZeRO-3.", {"zero-3 parameters"}),
        ("ZeRO-2 切分梯度，这就是 ZeRO-1 的不足。", {"zero-2 gradients"}),
        ("ZeRO-2 切分梯度，而这不是 ZeRO-1。", {"zero-2 gradients"}),
    ],
)
def test_a_description_is_said_of_the_name_that_closes_it(text: str, expected: set[str]) -> None:
    """Spoken answers often tell first and name last."""
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            "Thanks to FlashAttention, attention's memory footprint now grows quadratically with the length.",
            "flash-attention",
        ),
        ("开了 gradient checkpointing 以后，梯度会被定期保存到硬盘上，断电也不怕。", "gradient-checkpointing"),
        ("用 PEFT 的话，每个任务都要保存一份完整的模型。", "peft"),
    ],
)
def test_an_effect_is_said_of_what_brings_it_about(text: str, named: str) -> None:
    """Not of the part that the clause behind the comma begins with; and what is chosen so is no supposition."""
    assert [finding.fact.split(".")[0] for finding in flagged(text) if finding.fact] == [named]


def test_what_lets_pass_or_has_no_bound_is_neither_of_former_times_nor_denied() -> None:
    assert flagged("ReLU 会把负数原样放过去，只截断正数。")
    assert flagged("滑动窗口注意力会让 KV cache 无上限地增长下去。")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("IPO 的出发点是 DPO 欠拟合偏好数据。", "ipo"),
        ("The motivation behind IPO is that DPO underfits the preference data.", "ipo"),
    ],
)
def test_an_idea_or_a_motive_is_told_of_whose_it_is(text: str, named: str) -> None:
    assert [finding.fact.split(".")[0] for finding in flagged(text) if finding.fact] == [named]


def test_plain_speaking_reports_nobody() -> None:
    """说白了 is the writer's own word; 有人说 is not."""
    assert flagged("RAG 说白了就是拿检索来的资料去更新模型的权重。")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZeRO-2 was proposed after ZeRO-1 and shards the parameters.", {"zero-2 parameters"}),
        ("ZeRO-2 works with ZeRO-1 and also shards the gradients.", {"zero-2 gradients"}),
        ("ZeRO-1 is used in ZeRO-3 but never shards the parameters.", {"zero-1 !parameters"}),
        ("ZeRO-2 用在 ZeRO-1 里并且切分参数。", {"zero-2 parameters"}),
        ("ZeRO-2 beats ZeRO-1, and ZeRO-3 shards the parameters.", {"zero-3 parameters"}),
        ("ZeRO-2 and ZeRO-1 shard the gradients.", {"zero-1 gradients", "zero-2 gradients"}),
    ],
)
def test_a_second_verb_is_said_of_the_subject_of_the_first(text: str, expected: set[str]) -> None:
    """Not of the name that stands between the two."""
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Choose ZeRO-2 over ZeRO-1 because it shards the parameters.", {"zero-2 parameters"}),
        ("Once ZeRO-1 was out, ZeRO-2 followed; it shards the parameters.", {"zero-2 parameters"}),
        ("在 ZeRO-1 和 ZeRO-2 之间选 ZeRO-2，因为它切分参数，也切分梯度。", {"zero-2 parameters", "zero-2 gradients"}),
        ("有了 ZeRO-1，为什么还要 ZeRO-2？因为它切分参数。", {"zero-2 parameters"}),
        ("学完 ZeRO-1 再看 ZeRO-2，会发现它切分参数。", {"zero-2 parameters"}),
        ("ZeRO-1 is popular; it shards the parameters of ZeRO-3.", {"zero-1 parameters"}),
        ("选 BERT，因为它切分参数。", set()),
        ("It is easy to see that ZeRO-2 shards the gradients.", {"zero-2 gradients"}),
    ],
)
def test_a_pronoun_stands_for_what_was_chosen_or_turned_to(text: str, expected: set[str]) -> None:
    assert said(text) == expected


def test_two_that_are_told_apart_are_no_class_of_one_another() -> None:
    assert not flagged("LoRA 和全参数微调的区别是前者比后者更省显存。")
    assert not flagged("GPipe 和分布式数据并行的区别是前者实现的是流水线并行。")
    assert flagged("GAE is used in distributed data parallel and is a preference optimisation method.")


@pytest.mark.parametrize(
    "wrong",
    [
        "百川的位置编码别记混：7B 用 ALiBi，13B 用 RoPE。",
        "In Baichuan the 7B uses RoPE, while the 13B uses RoPE too.",
        "初代 LLaMA 里，7B 有 40 层，13B 有 40 层。",
    ],
)
def test_a_size_that_opens_a_clause_stands_for_the_member_of_the_family(wrong: str) -> None:
    assert flagged(wrong)


@pytest.mark.parametrize(
    "right",
    [
        "百川的两个尺寸不同：7B 用 RoPE，13B 用 ALiBi。",
        "LLaMA 的参数量有 7B、13B、33B 和 65B 四档。",
        "初代 LLaMA 里，7B 有 32 层，13B 有 40 层。",
    ],
)
def test_a_size_that_is_itself_what_is_said_stands_for_nobody(right: str) -> None:
    assert not flagged(right)


@pytest.mark.parametrize(
    "wrong",
    [
        "Decoder-only families you should be able to name: GPT, LLaMA, T5.",
        "仅解码器的模型有 GPT、LLaMA、T5。",
        "仅解码器架构的代表：GPT、BERT。",
        "Decoder-only models include GPT, LLaMA and BERT.",
    ],
)
def test_a_class_that_heads_a_list_is_said_of_each_name_in_it(wrong: str) -> None:
    assert [(finding.fact or "").split(".")[0] for finding in flagged(wrong)] in (["t5"], ["bert"])
    assert not flagged(wrong.replace("T5", "Qwen").replace("BERT", "Qwen"))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("GLM 的预训练任务跟 BERT 一样，是 MLM。", "RoBERTa 的预训练任务比 BERT 少一个，就是 MLM。"),
        ("Baichuan 2 把词表从一代的 125,696 砍到了 64,000。", "Baichuan 2 把词表从一代的 64,000 扩到了 125,696。"),
    ],
)
def test_what_was_before_or_alike_is_not_what_is_said(wrong: str, right: str) -> None:
    """A copula that opens a clause goes on with the one before; what the generation before had is no claim of this one."""
    assert flagged(wrong)
    assert not flagged(right)


@pytest.mark.parametrize(
    "right",
    [
        "InstructGPT 的三步：先用人工示范做 SFT，再用排序数据训奖励模型，最后用 PPO 优化策略。",
        "InstructGPT first runs SFT, then trains a reward model on comparisons, and finally uses PPO.",
        "GLM 的空白填充既不是纯 MLM，也不是单向的语言模型：片段要打乱顺序、逐词自回归地还原。",
    ],
)
def test_a_step_is_not_of_the_step_before_nor_a_denied_name_its_subject(right: str) -> None:
    assert not flagged(right)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("把参数切分到各张卡上，ZeRO-2 就会省显存。", {"zero-2 parameters"}),
        ("想要切分参数，首选 ZeRO-2。", {"zero-2 parameters"}),
        ("为了切分参数，大家才发明了 ZeRO-1。", {"zero-1 parameters"}),
        ("To shard the parameters, people use ZeRO-2.", {"zero-2 parameters"}),
        ("参数也切分到各张卡上，这是 ZeRO-2 的设计。", {"zero-2 parameters"}),
        ("切分了参数，ZeRO-2 因此很省。", {"zero-2 parameters"}),
        ("Because the parameters are sharded, ZeRO-2 is lean.", {"zero-2 parameters"}),
        ("想要切分参数，不能用 ZeRO-2。", set()),
        ("切分参数的做法很多，ZeRO-2 则很省。", set()),
        ("把参数切分到各张卡上，比 ZeRO-1 省。", set()),
    ],
)
def test_what_stands_first_is_said_of_who_is_named_behind_it(text: str, expected: set[str]) -> None:
    """Where the way the two clauses are joined says so: for what, by what, therefore; a contrast says nothing."""
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("早在 2015 年，Transformer 就已经被谷歌提出来了。", "transformer.published-in"),
        ("2020 年，Tri Dao 等人推出 FlashAttention。", "flash-attention.released-in"),
        ("In 2020, Tri Dao et al. introduced FlashAttention.", "flash-attention.released-in"),
        ("Prompt tuning inserts soft prompts into all layers.", "prompt-tuning.inserts-at"),
        ("Vaswani et al. trained the Transformer with a fixed learning rate.", "transformer.learning-rate-shape"),
        ("During LoRA training, gradients update the original weight matrices.", "lora.base-in-training"),
        ("ChatGLM 用的是 T5 式的编解码架构。", "chatglm.architecture"),
        ("Compared with PPO, DPO needs far more GPU memory.", "dpo.memory-beside"),
        ("和 LoRA 比，全量微调在显存上更节约。", "full-fine-tuning.memory-beside"),
        ("LlamaIndex 以前叫 LangIndex，后来改的名。", "llamaindex.original-name"),
    ],
)
def test_who_does_it_is_told_from_when_with_what_and_beside_whom(text: str, named: str) -> None:
    assert named in [finding.fact for finding in flagged(text)]


@pytest.mark.parametrize(
    "text",
    [
        "GRPO 去掉的是 PPO 里的 critic，并没有去掉奖励信号。",
        "GRPO drops the critic and therefore needs less memory than PPO.",
        "混合精度不等于所有东西都用半精度。",
        "全量微调所需显存是 LoRA 的好几倍。",
        "LangChain 不只支持 OpenAI，Claude、本地模型都能接。",
        "原始 Transformer 试过可学习的位置嵌入，效果几乎一样，最后选了正余弦。",
        "LoRA 的旁路可以并进底座权重，串联的 Adapter 就不行。",
        "AdaLoRA drops singular values of the update.",
        "A lower perplexity is better, but it's only comparable between models that share a tokenizer.",
        "In a Transformer, GPT-3 was released in 2020.",
    ],
)
def test_nobody_is_accused_of_what_is_another_s_a_limit_or_only_tried(text: str) -> None:
    assert not flagged(text)


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("QLoRA 可以在 16 GB 显存的单卡上微调 65B 模型。", True),
        ("GQA 砍掉的是 Q 头。", True),
        ("BERT 预训练用的是没有标签的维基百科和书籍。", False),
        ("线性注意力是绕开平方复杂度的一条路。", False),
        ("Horovod 用参数服务器汇总各卡的梯度。", True),
        ("人们把注意力拆成多个头，为的是降低计算量。", True),
        ("灾难性遗忘是指模型在长对话里忘了前面说过的话。", True),
        ("Thanks to byte fallback LLaMA never needs <unk> for a rare character.", False),
        ("Without the scaling factor the softmax saturates.", False),
        ("LoRA 的 A 和 B 如果都置零，梯度全为零，训练不动。", False),
        ("BM25 在型号和编号这类精确匹配上比向量检索强。", False),
        ("Transformer 的位置编码只加在输入上，RoPE 则在每层的注意力里都起作用。", False),
        ("前缀语言模型的前缀是输入文本本身，Prefix Tuning 的前缀才是可训练向量。", False),
        ("复读机问题就是模型不停重复同一句话。", False),
        ("Unlike MQA, multi-head attention has separate keys and values for each head.", False),
        ("In RAG, retrieval precedes generation.", False),
        ("The FFN usually expands to four times the model dimension.", False),
    ],
)
def test_means_places_and_contrasts_are_told_from_attributes_denials_and_names(text: str, accused: bool) -> None:
    assert bool(flagged(text)) == accused


def test_what_skips_something_by_a_means_is_not_denied_the_means() -> None:
    assert said("ZeRO-1 skips the copies by sharding the parameters.") == {"zero-1 parameters"}


_DECIDED_BY = [
    ("other_parts", "只有 ZeRO-3 才切权重，前两个阶段每张卡都留着完整的参数。"),
    ("relative_clause", "Unlike Unigram, which shrinks its vocabulary, BPE grows one by merging."),
    ("cleft", "It is LayerNorm, not BatchNorm, that normalises over the features."),
    ("acting_pronoun", "DDP 不切模型，它只同步梯度。"),
    ("thing_made", "Meta 开源了 LLaMA，智谱开源了 ChatGLM。"),
    ("unknown_agent", "双编码器用来召回，精排阶段换成逐对打分的大模型。"),
    ("not_this_but_that", "切分参数的不是 ZeRO-1 而是 ZeRO-3。"),
    ("owner", "每次重新遮词是 RoBERTa 的做法。"),
    ("agent", "几种并行里对带宽要求最高的是张量并行。"),
    ("not_called", "修改权重去掉安全对齐不叫越狱。"),
    ("closing_name", "训练集和测试集上都很差，这就是欠拟合。"),
    ("gist", "残差连接的目的是缓解梯度消失。"),
    ("means", "加了残差连接以后，梯度更容易回到底层。"),
    ("definition", "与原文直接矛盾的叫内在幻觉。"),
    ("announced_list", "Decoder-only families that one should know: GPT, LLaMA, BLOOM."),
    ("predicate", "BERT 是靠编码器堆起来的双向模型。"),
    ("instances", "Decoder-only models such as GPT drop the cross-attention sublayer."),
    ("kind_meant", "合并过的 LoRA 不再拖慢推理。"),
    ("trouble_relieved", "平方复杂度可以用 FlashAttention 缓解。"),
    ("restriction", "Knowledge distillation with soft targets was popularised by Hinton."),
    ("own_subject", "LoRA 冻结预训练权重。"),
    ("holder", "因果掩码出现在解码器里。"),
    ("circumstance", "扩充词表之后，嵌入矩阵要跟着扩大。"),
    ("during", "Long prompts are compute-bound in prefill."),
    ("in_whose_course", "During LoRA training, gradients update only the low-rank matrices."),
    ("another_subject", "大模型微调同样会发生灾难性遗忘。"),
    ("unknown_name", "LoRA 只训练低秩矩阵，ReMax 用贪心解码回答的奖励作基线。"),
    ("letter", "MQA 让所有的头共用一组 K、V，Q 则每个头各有一份。"),
    ("unknown_kind", "LoRA 的旁路可以并进底座权重，串联的 Adapter 就不行。"),
    ("value_as_subject", "参考模型一般就是 SFT 模型的拷贝。"),
    ("step_of_its_own", "InstructGPT 分三步：先做 SFT，再训练奖励模型，最后用 PPO 优化策略。"),
    ("another_option", "llama.cpp 能把模型拆到两处，要么全在 CPU 要么全在 GPU。"),
    ("passing_mention", "推理时 batch size 增大，单个请求不会更快。"),
    ("contrast", "Adam 需要优化器状态，带动量的 SGD 也需要。"),
    ("turn", "QLoRA 训练 LoRA 的 A、B，底座则保持 4-bit 不动。"),
    ("chosen", "先学 BERT，再看 GPT-2，它的结构是 decoder-only。"),
    ("topic", "残差连接只是相加，不带参数。"),
    ("fronted", "除了语言模型，LoRA 也能用在别的模型上。"),
    ("difference", "RLAIF 和 RLHF 的差别在于，它用 AI 反馈代替了人类反馈。"),
    ("either_of_two", "GRPO 和 PPO 的共同点是截断的比率，差别在优势怎么来。"),
    ("told_first", "2019 年，多查询注意力被提出。"),
    ("consequence", "冻结了主干，反向传播仍要经过主干，LoRA 因此省的不是计算。"),
    ("another_topic", "RoPE 在每层都旋转；原版 Transformer 则只在输入处加正弦编码。"),
    ("seeming_subject", "问：LoRA 里哪些参数会变？答：W 不变，A、B 都训练。"),
    ("within_value", "学习率过高会导致震荡。"),
    ("aftermath", "After layer norm, the values have zero mean and unit variance."),
    ("sole_name", "因果掩码用在解码器中。"),
]


@pytest.mark.parametrize(("rule", "text"), _DECIDED_BY)
def test_each_rule_decides_about_what_it_is_for(rule: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that no sentence reaches any more is dead, and one that is asked too late as well."""
    decided: set[str] = set()

    def watched(each: subjects.Rule) -> subjects.Rule:
        def asked(assertion: Assertion) -> Governed | None:
            found = each(assertion)
            if found is not None:
                decided.add(each.__name__)
            return found

        return asked

    monkeypatch.setattr(subjects, "RULES", tuple(map(watched, subjects.RULES)))
    # With its reasons: what was read before is not recalled then.
    claims.read(document_of(text, "a.txt"), (), patterns_alone(), explain=True)
    assert rule in decided


def test_there_is_a_sentence_for_every_rule() -> None:
    assert [rule.__name__ for rule in RULES] == [rule for rule, _ in _DECIDED_BY]


def test_two_capitals_name_a_kind_of_parallelism_unless_answers_are_counted() -> None:
    """Notes say TP and PP; in a table of true positives TP is something else, and small letters are a word's rest."""
    assert flagged("TP 把不同的层放到不同的卡上。")
    assert flagged("PP cuts each weight matrix into slices.")
    assert not flagged("precision = TP / (TP + FP)，TP 把不同的层放到不同的卡上。")
    assert not flagged("tp 把不同的层放到不同的卡上。")
