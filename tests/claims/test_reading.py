"""What single sentences assert, and when they assert nothing.

Each line is read by itself with the small knowledge of tests/knowledge; `!` marks what is denied. Who would be hurt by
a failure: an editor, by an alarm on a right answer or by silence on a wrong one.
"""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline import claims, knowledge
from tests.claims.sentences import SMALL, TESTS, document_of, flagged, said
from tests.shipped import shipped_knowledge


@pytest.mark.parametrize(
    "text",
    [
        "ZeRO-2 shards the parameters",
        "ZeRO-2 切分模型参数。",
        "ZeRO 的第二阶段会切分模型参数。",
        "到了第二阶段，ZeRO 把模型权重也一并切到各卡。",
        "在 ZeRO-2 中，参数也被切分到不同的 GPU 上。",
        "With ZeRO-2, the parameters are sharded across GPUs.",
        "The parameters are sharded by ZeRO-2.",
        "参数由 ZeRO-2 切分。",
        "与 ZeRO-1 不同，ZeRO-2 切分参数。",
        "Unlike ZeRO-1, ZeRO-2 splits the weights.",
        "ZeRO-2 不仅切分参数。",
        "ＺｅＲＯ－２ 切分參數。",
    ],
)
def test_the_claim_is_read_whichever_way_it_is_worded(text: str) -> None:
    assert said(text) == {"zero-2 parameters"}


@pytest.mark.parametrize(
    "text",
    [
        "ZeRO-2 does not shard the parameters.",
        "ZeRO-2 不会切分参数。",
        "ZeRO-2 never shards the parameters.",
        "No parameters are sharded in ZeRO-2.",
        "很多人误以为 ZeRO-2 切分参数。",
        "A common misconception is that ZeRO-2 shards the parameters.",
        "It is a myth that ZeRO-2 shards the parameters.",
        "ZeRO-2 会切分参数，这种说法是错误的。",
        "误区：ZeRO-2 会切分参数。",
        "ZeRO-2 keeps the parameters replicated on every rank.",
        "ZeRO-2 中参数在每张卡上是完整的。",
    ],
)
def test_a_denial_is_read_as_one(text: str) -> None:
    assert said(text) == {"zero-2 !parameters"}


@pytest.mark.parametrize(
    "text",
    [
        "ZeRO-2 是否切分参数？",
        "Does ZeRO-2 shard the parameters?",
        "如果 ZeRO-2 也切分参数，通信量就会增加。",
        "If ZeRO-2 sharded the parameters, it would be ZeRO-3.",
        "有人说 ZeRO-2 切分参数。",
        "Some people say that ZeRO-2 shards the parameters.",
        "ZeRO-2 可能切分参数。",
        "面试官问：“ZeRO-2 会切分模型的参数”对不对。",
        "FSDP 切分参数。",
        "切分参数。",
        "ZeRO-2 比 ZeRO-1 多用一些参数。",
    ],
)
def test_what_asks_supposes_reports_or_names_nobody_asserts_nothing(text: str) -> None:
    assert said(text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZeRO-2 切分优化器状态和梯度，而不是参数。", {"optimizer-states", "gradients", "!parameters"}),
        ("ZeRO-2 shards the optimizer states and gradients but not the parameters.", {"optimizer-states", "gradients", "!parameters"}),
        ("Rather than sharding the parameters, ZeRO-2 shards the gradients.", {"gradients", "!parameters"}),
        ("ZeRO-2 只切分优化器状态和梯度。", {"optimizer-states", "gradients", "!parameters"}),
        ("ZeRO-2 将优化器状态、梯度与参数三者全部切分。", {"optimizer-states", "gradients", "parameters"}),
        ("ZeRO-2 partitions optimizer states, gradients, as well as model weights.", {"optimizer-states", "gradients", "parameters"}),
        ("ZeRO-2 不切分优化器状态或梯度。", {"!optimizer-states", "!gradients"}),
    ],
)  # fmt: skip
def test_each_item_of_a_list_has_its_own_sign(text: str, expected: set[str]) -> None:
    assert said(text) == {f"zero-2 {value}" for value in expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZeRO-2 切分梯度，参数由 ZeRO-3 切分。", {"zero-2 gradients", "zero-3 parameters"}),
        ("ZeRO-1、ZeRO-2、ZeRO-3 分别切分优化器状态、梯度和参数。", {"zero-1 optimizer-states", "zero-2 gradients", "zero-3 parameters"}),
        ("ZeRO-1 和 ZeRO-2 都切分优化器状态。", {"zero-1 optimizer-states", "zero-2 optimizer-states"}),
        ("ZeRO-2 和 ZeRO-3 的区别在于后者还切分参数。", {"zero-3 parameters"}),
        ("ZeRO-3 在 ZeRO-2 的基础上进一步切分参数。", {"zero-3 parameters"}),
        ("ZeRO-1：切分优化器状态；ZeRO-2：切分梯度。", {"zero-1 optimizer-states", "zero-2 gradients"}),
        ("ZeRO-3 切分参数。它不切分梯度。", {"zero-3 parameters", "zero-3 !gradients"}),
        ("P-tuning v2 在每一层加入可训练前缀，而 P-tuning 只在输入层加入虚拟 token。", {"p-tuning-v2 every-layer", "p-tuning input-only"}),
        ("Unlike P-tuning, which adds its tokens at the input, P-tuning v2 inserts them in every layer.", {"p-tuning input-only", "p-tuning-v2 every-layer"}),
        ("GPT-3 moved the normalization from after the sublayer to before each sublayer.", {"gpt-3 pre"}),
        ("GPT-3 replaced post-norm with pre-norm.", {"gpt-3 pre"}),
        ("原始 Transformer 是 post-LN，GPT-3 是 pre-LN。", {"transformer post", "gpt-3 pre"}),
    ],
)  # fmt: skip
def test_a_value_goes_to_the_subject_that_governs_it(text: str, expected: set[str]) -> None:
    assert said(text) >= expected
    assert {each.partition(" ")[2] for each in said(text)} == {each.partition(" ")[2] for each in expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BERT 选择百分之十五的 token，其中八成替换成 [MASK]，10% 换成随机词。", {"bert 15 %", "bert 80 %"}),
        ("BERT-base 一共有24层。", {"bert 24"}),
        ("BERT masks 10–20% of the tokens.", {"bert 10~20 %"}),
        ("BERT selects one in five of the tokens.", {"bert 0.2"}),
        ("假设语料足够大，BERT 选择 20% 的 token。", {"bert 20 %"}),
    ],
)
def test_numbers_go_with_the_cue_of_their_clause(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DPO（Direct Policy Optimization）不需要奖励模型。", {"dpo Direct Policy Optimization"}),
        ("Direct Preference Optimization (DPO) needs no reward model.", {"dpo Direct Preference Optimization"}),
        ("LoRA 的全称是 Local Rank Adapter。", {"lora Local Rank Adapter"}),
        ("DPO 的 P 指 Policy。", {"dpo Direct Policy Optimization"}),
        ("LoRA 不是 Localized Rank Adjustment 的缩写。", {"lora !Localized Rank Adjustment"}),
        ("DPO (Rafailov et al., 2023) is simple.", set()),
        ("LoRA is a method.", set()),
    ],
)
def test_expansions_are_read_as_written(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("常见的向量数据库有 Milvus、LangChain 和 Faiss。", {"milvus vector-store", "langchain vector-store"}),
        ("PyTorch Lightning 是一个向量数据库。", {"lightning vector-store"}),
        ("LangChain 不是大模型，而是应用开发框架。", {"langchain !language-model", "langchain application-framework"}),
        ("LangChain 是用于调用大语言模型的应用开发框架。", {"langchain application-framework"}),
        ("LangChain 可以连接向量数据库。", set()),
        ("LangChain helps applications that use language models.", set()),
    ],
)
def test_a_class_is_read_only_where_it_is_what_the_subject_is_said_to_be(text: str, expected: set[str]) -> None:
    assert said(text) == expected


def test_the_claim_is_held_by_the_words_that_say_it() -> None:
    """The editor is shown the words to change, not a page to search."""
    text = "# 标题\r\n\r\n前言。ZeRO-2 会切分**模型参数**，显存更省。\r\n"
    document = document_of(text)
    [claim] = claims.read(document, (), SMALL).claims
    assert document.source[claim.passage.start : claim.passage.end] == claim.passage.quote
    assert (claim.passage.line, claim.passage.quote) == (3, "切分**模型参数")
    assert claim.group == "zero-2.partitions=parameters"


def test_silence_keeps_its_reason() -> None:
    document = document_of("如果 ZeRO-2 切分参数，就会更慢。", "a.txt")
    read = claims.read(document, (), SMALL)
    assert read.claims == []
    [sentence] = read.sentences
    assert sentence.mentions == ("zero-2",)
    assert any("supposed" in note for note in sentence.notes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZeRO-3 切分的三部分：优化器状态、梯度和参数。", {"zero-3 gradients", "zero-3 optimizer-states", "zero-3 parameters"}),
        ("ZeRO-1 shards two things (gradients and parameters).", {"zero-1 gradients", "zero-1 parameters"}),
        ("ZeRO-1 切分优化器状态：梯度和参数。", {"zero-1 optimizer-states"}),
    ],
)  # fmt: skip
def test_the_list_that_a_colon_or_a_bracket_opens_belongs_to_what_announced_it(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ZeRO-3 切分参数，ZeRO-1 和 ZeRO-2 分别切分优化器状态和梯度。",
            {"zero-3 parameters", "zero-1 optimizer-states", "zero-2 gradients"},
        ),
        ("ZeRO-1 和 ZeRO-2 分别切分优化器状态、梯度和参数。", set()),
    ],
)
def test_respectively_shares_out_only_what_its_own_list_holds(text: str, expected: set[str]) -> None:
    assert said(text) == expected


def test_what_is_changed_back_to_is_what_holds() -> None:
    assert said("GPT-3 把 pre-LN 换回了 post-LN。") == {"gpt-3 post"}


def test_of_two_verbs_as_near_the_free_one_governs() -> None:
    assert said("ZeRO-2 梯度和优化器状态都切分、参数不切。") == {
        "zero-2 gradients",
        "zero-2 optimizer-states",
        "zero-2 !parameters",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZeRO-1 用得多，Milvus（切分参数）用得少。", set()),
        ("Milvus is a vector store because ZeRO-2 is slow.", {"milvus vector-store"}),
        ("ZeRO-2 省显存，所以前缀语言模型前缀双向。", {"prefix-lm bidirectional-prefix"}),
        ("ZeRO-2 省显存，所以以前切分参数。", set()),
    ],
)
def test_what_joins_two_sentences_changes_neither(text: str, expected: set[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Llama 3.1 was trained on 15T tokens, MCP stands for Model Context Protocol.",
        "While Mistral 7B has a sliding window of 4096 tokens, GQA lies between MHA and MQA in the number of key-value heads.",
        "GPT-3 有 1750 亿参数，RoPE 的旋转角度由公式给出。",
        "LLaMA is decoder-only, while ALiBi adds a bias to the scores and is no sinusoidal encoding.",
        "BERT 有 12 层，MQA 可以让 KV 缓存比多头注意力更小。",
    ],
)
def test_neither_cue_nor_value_is_lent_by_a_clause_with_a_subject_of_its_own(text: str) -> None:
    """Who puts two right sentences into one is not accused of a third."""
    assert [(f.fact, f.passage.quote) for f in flagged(text)] == []


def test_two_right_sentences_joined_accuse_nobody() -> None:
    """Every seventeenth statement of the facts with the next of them, joined as people join them."""
    statements = {
        lang: [f.statement.get(lang).rstrip("。. ") for f in shipped_knowledge().facts.values()][::17]
        for lang in ("zh", "en")
    }
    joined = [
        form.format(a, b)
        for lang, forms in (("zh", ("{}，而{}。", "因为{}，所以{}。")), ("en", ("{}, while {}.", "{}, so {}.")))
        for a, b in pairwise(statements[lang])
        for form in forms
    ]
    accused = [text for text in joined if flagged(text)]
    assert len(accused) <= len(joined) * 0.03, accused


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("LLaMA-7B 用半精度推理时，每个 token 的 KV 缓存约 5MB。", True),
        ("LLaMA-7B 用半精度推理时，每个 token 的 KV 缓存约 0.5MB。", False),
        ("DeepSeek-V2 的激活参数量是 236B。", True),
        ("DeepSeek-V2 的激活参数只占 236B 总参数的不到一成。", False),
        ("BERT-base 有 1.1 亿、BERT-large 有 3.4 亿参数。", False),
    ],
)
def test_a_number_belongs_to_the_unit_the_name_and_the_words_beside_it(text: str, accused: bool) -> None:
    """Editors write 24GB without a space, and swap what is active with what there is in all."""
    assert bool(flagged(text)) == accused


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("修改权重去掉安全对齐不叫越狱，那属于微调攻击。", False),
        ("没有 KV cache 时，每生成一个词都要把前面重新算一遍。", False),
        ("HyDE 先编一段假想答案再检索，这段答案往往是错的，但不要紧。", False),
        ("数据并行同步的是梯度，张量并行同步的是激活。", False),
        ("DPO skips the reward model by training on preferences directly.", False),
        ("Without the causal mask the decoder could simply read the answer off.", False),
        ("说白了，RAG 就是拿检索来的资料去更新模型的权重。", True),
        ("LlamaIndex 的前身叫 LangIndex。", True),
        ("过程奖励模型只看最终答案是否正确。", True),
        ("ReLU 会把负数原样放过去。", True),
        ("遇到损失尖峰，常见的做法是调大学习率冲过去。", True),
        ("The draft model may use any tokenizer.", True),
    ],
)
def test_words_that_only_look_like_a_frame_or_a_list_are_none(text: str, accused: bool) -> None:
    assert bool(flagged(text)) == accused


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("常见的有阿里的通义千问、百度的文心一言、腾讯的豆包，接口大同小异。", "doubao.developed-by"),
        ("Models such as Meta's Mistral and Google's Gemini are popular.", "mistral-7b.developed-by"),
        ("微软的 DeepSpeed、英伟达的 FSDP 都支持分片。", "fsdp.developed-by"),
    ],
)
def test_an_owner_by_name_is_a_maker(text: str, fact: str) -> None:
    assert {finding.fact for finding in flagged(text)} == {fact}


@pytest.mark.parametrize(
    "text",
    [
        "阿里的通义千问、百度的文心一言、字节的豆包接口大同小异。",
        "Microsoft's GPT-4 deployment on Azure is fast.",
        "华为的 LLaMA 移植版可以在昇腾上跑。",
        "百度的工程师也在用 LLaMA。",
        "不是谷歌的 GPT，而是 OpenAI 的 GPT。",
    ],
)
def test_who_uses_a_model_did_not_make_it(text: str) -> None:
    assert not flagged(text)


def test_what_is_not_trained_separately_is_denied() -> None:
    assert not flagged("DPO 虽然不单独训练奖励模型，却离不开一个冻结的参考模型。")
    assert flagged("DPO 要单独训练奖励模型，也离不开参考模型。")


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("DeepSeek-V2 提出的 MLA，展开写是 Multi-Layer Aggregation。", "multi-head-latent-attention.stands-for"),
        ("RAG 三个字母对应 Retrieval-Aligned Grounding，即检索对齐落地。", "rag.stands-for"),
        ('ReAct is a contraction of "Recursive Activation".', "react.stands-for"),
    ],
)
def test_capitalised_words_with_the_initials_of_an_abbreviation_expand_it(text: str, fact: str) -> None:
    assert fact in {finding.fact for finding in flagged(text)}


@pytest.mark.parametrize(
    "text",
    [
        "MLA 展开写是 Multi-head Latent Attention。",
        "MoE 不是 Mixture of Encoders，而是 Mixture of Experts。",
        "ReAct is a blend of Reasoning and Acting.",
        "BERT 由 Google AI Language 提出。",
    ],
)
def test_the_right_words_and_other_capitals_expand_nothing_wrongly(text: str) -> None:
    assert not flagged(text)


def test_who_is_said_to_be_wrong_is_not_quoted() -> None:
    assert not flagged("还在说 GPT 是编码器-解码器的同学，请再看眼结构图：它只有解码器。")
    assert not flagged("FlashAttention 常被误归入近似算法，其实它算的是精确注意力。")
    assert flagged("说 GPT 只有解码器的人搞错了。")


def test_whose_a_thing_is_stands_between_commas_behind_its_name() -> None:
    assert flagged("Horovod, Google's ring-allreduce library, was the go-to for multi-GPU training.")
    assert flagged("vLLM（谷歌的推理引擎）用了 PagedAttention。")
    assert not flagged("Horovod, Uber's ring-allreduce library, was popular.")
    assert not flagged("BERT, like Google's other models, is open.")


def test_a_number_goes_to_the_verb_before_it_not_to_the_noun_behind() -> None:
    assert flagged("DeepSeek-V3 每个 token 激活 671B 参数。")
    assert flagged("Mixtral 每个 token 会动用 47B 参数。")
    assert not flagged("DeepSeek-V3 有 671B 参数，但每次只激活 37B。")


def test_a_definition_by_if_supposes_nothing() -> None:
    assert flagged("If you shard the batch, that's tensor parallelism.")
    assert not flagged("如果切的是数据，那就是数据并行。")


@pytest.mark.parametrize("cached", [False, True])
def test_a_fact_may_word_its_relation_its_own_way_and_require_that_something_stands_near(
    tmp_path: Path, cached: bool
) -> None:
    """Of a fact that nothing is held against no more is known than its outline, and that must tell this much."""
    folder, cache = tmp_path / "graph", tmp_path / "cache"
    shutil.copytree(TESTS / "knowledge" / "small", folder)
    (facts,) = (folder / "facts").iterdir()
    told = facts.read_text("utf-8")
    own = "  objects: [optimizer-states, gradients]\n"
    assert told.count(own) == 1

    def heard(more: str, text: str) -> bool:
        facts.write_text(told.replace(own, own + more), "utf-8")
        known = knowledge.load(folder, cache).knowledge
        if cached:
            known = knowledge.load(folder, cache).knowledge
        return bool(claims.read(document_of(text), (), known, explain=False).claims)

    sentence, sharded = "ZeRO-2 zerbles the parameters.", "ZeRO-2 shards the parameters"
    assert not heard("", sentence) and heard("  cues: [zerbles]\n", sentence)
    assert not heard("", "ZeRO-2 shards the knobs.") and heard(
        "  values: {parameters: [knobs]}\n", "ZeRO-2 shards the knobs."
    )
    assert heard("", sharded) and not heard('  requires: ["of adam"]\n', sharded)
    assert heard('  requires: ["of adam"]\n', sharded + " of Adam.")
