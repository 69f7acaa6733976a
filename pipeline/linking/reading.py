"""A question's words to what they ask: the terms it is about, what it wants to know of them, what is left over.

Apart from `relating`, because a question is read once and held against many. A compound question is read as its
parts, in order; a part without a term of its own is about the terms before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA

from pipeline import regex as re
from pipeline.linking import phrases
from pipeline.linking.homophones import mistyped, sounds
from pipeline.linking.vocabulary import Sense, Vocabulary, key_of, squeezed
from pipeline.text import key, normalise


class Token(NamedTuple):
    """One recognised spelling, number or unknown word."""

    kind: str
    """As `vocabulary.Sense.kind`; `number`, `word` (Latin, unknown), `rest` (Chinese, unknown), `break` besides."""
    id: str
    text: str
    joined: bool
    """Whether nothing stands between it and the token before."""


class Part(NamedTuple):
    """What one clause asks."""

    terms: frozenset[str]
    """Ids of what it is about: terms, with `#` and the version where one is named; unknown words as `~word`."""
    against: frozenset[str]
    """Terms that are only the other side of a comparison, or what was *not* chosen."""
    order: tuple[str, ...]
    """All its terms in the order of the words."""
    notions: frozenset[str]
    asked: frozenset[str]
    """Kinds of asking; empty for a title."""
    rest: str
    """Chinese characters that mean nothing to the vocabulary, in order."""
    optional: frozenset[str]
    """Terms and notions that others of the part imply: said or not, the question is the same."""
    agent: bool = False
    """Whether it asks how or why one thing has an effect on another ("LSTM 如何缓解梯度消失")."""
    deed: bool = False
    """Whether it asks how an effect is had on a thing ("如何加速 MoE"), which nothing in it is said to have."""
    over: frozenset[str] = frozenset()
    """What is *not* to be taken, where it is asked when one thing is to be taken instead of another."""

    @property
    def core(self) -> frozenset[str]:
        """What must be equal for two parts to ask the same."""
        return (self.terms | self.notions) - self.optional


class Reading(NamedTuple):
    """A question as it was understood."""

    key: str
    """The letters of the question, levelled: equal keys are equal questions."""
    text: str
    """The question, levelled, for comparing what the vocabulary does not know."""
    whole: Part
    parts: tuple[Part, ...]
    """The parts of a compound question in order; one where it is simple."""
    light: frozenset[tuple[str, str]]
    """Words that say little, with the group that they belong to; where all else is equal, even they tell two apart."""
    sentences: int
    """How many sentences it has; parts of one sentence ask together, those of several one after the other."""
    chapter: bool
    """Whether it is the title of a chapter, which asks nothing."""
    numbers: frozenset[str]
    """Every number in it, as written."""
    lang: str


_SENTENCE = re.compile(r"[?;!\n]+|(?<=[^\d\W])\.(?=\s|$)|。")
_COMMA = re.compile(r",\s*")
_CHAPTER = re.compile(
    r"(篇|系列|系列问题|专题|章节|汇总|合集|大全|基础面|进阶面|优化面|面经|相关问题|常见问题|(?<![什么啥些])问题)$"
)
_LEAD = re.compile(r"^[^:]*(面试|爱问|常问|提问|追问|问题|痛点|question|q)\s*\d*\s*:\s*")
_NUMBER = re.compile(r"^\W*(?:\(\d{1,3}\)|(?:q|question|第|问题?)?\s*\d{1,3}\s*(?:[、)::]|\.(?!\d)|[题问]))\s*")
_DIGITS = re.compile(r"(\d+(?:\.\d+)?)()")
_UNIT = re.compile(
    r"(\d+(?:\.\d+)?)(%|亿|万|bits?|gb|tb|[bmkg]|位|比特|层|卡|维|步|轮|倍|个|种|类|大|次|项|张|条|天|月|年)?"
)
_VERSION = re.compile(r"v?(\d{1,2}(?:\.\d+)?)(?![\d%亿万个种步层位倍类大])")
_MADE = re.compile(r"(?!v\d)[a-z]{1,2}\d{2,4}[a-z]{0,2}")
"""What is named by letters and digits, such as A100."""
_QUERY_KEY = re.compile(
    r"(?:query|queries|查询)\s?(?:、|,|/)\s?(?:keys?|键)\s?(?:, and|、|,|/|和|与|and)\s?(values?|值)|"
    r"(?<![a-z])q\s?(?:和|与|and|,|、|/|&)?\s?k(?:\s?(?:和|与|and|,|、|/|&)?\s?(?:and )?(v))?(?![a-z])"
)
_COUNTED = frozenset("个种类大步")
_TELL = re.compile(
    "了解|知道|听|熟悉|接触|用过|讲|介绍|解释|说|谈|描述|聊|explain|describe|tell|walk|familiar|know|heard"
)
_AGAINST_BEFORE = (
    "而不是", "而非", "rather than", "instead of", "比起", "相比于", "相较于", "相对于", "compared to",
    "compared with", "相比", "比", "than", "不选", "in contrast to", "over a", "相较",
)  # fmt: skip
_NOT_USED = ("不用", "不使用", "不采用", "没用", "没有用", "不直接用", "not use", "do not use", "don't use")
_AND = frozenset(map(key_of, ("和", "与", "及", "以及", "跟", "同", "and", "并", "或", "还有", "、", "且")))
_BEFORE_KEYS = {key_of(each) for each in _AGAINST_BEFORE}
_NOT_KEYS = {key_of(each) for each in _NOT_USED}
_AUXILIARIES = frozenset(
    ("when", "can", "should", "does", "could", "is", "are", "do", "will", "would", "was")
)  # they ask only where a sentence begins with them
_CLASS_WORDS = frozenset(
    (
        "架构",
        "框架",
        "指标",
        "任务",
        "工具",
        "库",
        "函数",
        "算法",
        "architecture",
        "framework",
        "metric",
        "task",
        "tool",
    )
)  # "ReAct 框架" is ReAct: behind a name such a word only says of what kind it is
_LANGUAGE_CONTEXTS = frozenset({"llm", "model", "deep-learning", "machine-learning", "nlp", "token", "text"})
_REMEMBERS = frozenset(
    {"agent", "langchain", "langgraph", "multi-agent", "dialogue", "multi-turn", "chat-history", "planning"}
)
"""Beside one of these "memory" is what an agent remembers; elsewhere it is that of the hardware."""
_BENEFITS = frozenset(
    map(
        key_of,
        (
            "好处",
            "益处",
            "好在哪",
            "好在哪里",
            "有什么好处",
            "有啥好处",
            "收益",
            "有什么好",
            "有啥好",
            "带来什么好处",
            "带来哪些好处",
            "benefit",
            "benefits",
        ),
    )
)
"""What is gained, which is what a thing is for, rather than what it does better than others."""
_DIRECTIONS = frozenset(("出来", "起来", "下来", "上去", "进去", "下去"))
_PURE = frozenset("的地得了着过吗呢么啊吧呀嘛是在里中内时和与及跟或有")
_SIDES = frozenset("上下内外主次正反")
_HAVE_MODELS = frozenset({"langchain", "llama-index", "huggingface", "dify", "langgraph"})
"""What has models without being one: a "LangChain model" is not LangChain."""
_IMPLIED_NOTIONS = {
    "adam": {"optimizer-state"},
    "initialization": {"parameters", "weights", "matrix"},
    "lora": {"matrix", "low-rank"},
    "mha": {"multiple"},
    "qkv": {"matrix", "projection", "weights", "separate"},
    "diverge": {"training", "pretraining", "loss"},
    "irrelevant": {"document"},
    "bpe": {"vocabulary", "build"},
    "wordpiece": {"vocabulary", "build"},
    "kv-cache": {"memory-gpu", "decoding", "generate"},
    "merge": {"weights", "parameters", "after"},
    "stable": {"improve", "training"},
    "needle": {"evaluate"},
    "slow": {"inference"},
    "latency": {"inference"},
    "throughput": {"inference"},
    "long-range": {"distance", "capture", "depend"},
    "code": {"write"},
    "degrade": {"performance"},
    "streaming": {"output", "generate"},
    "react": {"prompt-learning", "agent", "framework"},
    "cot": {"prompt-learning", "reasoning"},
    "tot": {"prompt-learning", "reasoning"},
    "bf16": {"parameters", "format"},
    "fp16": {"parameters", "format"},
    "semantic-search": {"retrieval"},
    "structured-output": {"structured", "output", "format", "json", "stable", "trust"},
    "temperature": {"parameters", "generate", "output"},
    "sampling": {"generate"},
    "decoding": {"generate"},
    "beam-search": {"generate"},
    "greedy": {"generate"},
    "json": {"structured", "output", "format", "stable", "trust", "structured-output"},
    "decoder-only": {"structure", "only"},
    "llama": {"decoder-only"},
    "gpt": {"decoder-only"},
    "bert": {"encoder-only"},
    "encoder-only": {"structure", "only"},
    "encoder-decoder": {"structure"},
    "evaluate": {"performance", "result", "quality", "effective", "benchmark", "automatic-eval"},
    "structure": {"full", "framework"},
    "difference": {"relation"},
    "pdf": {"document", "figure"},
    "context-extension": {"limit", "long", "support"},
    "solve": {"hard", "improve"},
    "application": {"usage", "support"},
    "improve": {"performance", "effective", "quality", "accuracy"},
    "usage": set(),
    "accelerate-verb": {"improve", "performance", "inference"},
    "data": {"quantity"},
    "pros-cons": {"feature"},
    "zero": {"partition", "state"},
    "complexity": {"compute", "square", "accelerate-verb"},
    "layer-norm": {"normalization"},
    "batch-norm": {"normalization"},
    "rope": {"position", "add", "encode"},
    "alibi": {"position", "add", "encode"},
    "zero-1": {"gpu", "partition"},
    "zero-2": {"gpu", "partition"},
    "zero-3": {"gpu", "partition"},
    "gptq": {"ptq", "quantization"},
    "awq": {"ptq", "quantization"},
    "self-consistency": {"decoding", "sampling", "cot"},
    "swiglu": {"compute"},
    "gelu": {"compute"},
    "constitutional-ai": {"~anthropic", "anthropic"},
    "benchmark": {"evaluate"},
    "data-leakage": {"evaluate", "benchmark"},
    "chunk-size": {"chunking"},
    "positional-encoding": {"position", "encode", "add"},
    "sinusoidal-position": {"position", "encode", "add"},
    "embedding": {"represent"},
    "memory-gpu": {"gpu", "compute"},
    "param-count": {"compute"},
    "top-k": {"parameters", "generate", "output"},
    "top-p": {"parameters", "generate", "output"},
    "lora-rank": {"low-rank", "~r"},
    "lora-alpha": {"parameters"},
    "prompt-injection": {"attack"},
    "jailbreak": {"attack"},
    "learning-rate": {"hyperparameter", "parameters"},
    "unidirectional": {"attention"},
    "bidirectional": {"attention"},
    "parameters": {"weights"},
    "knowledge-injection": {"knowledge", "add"},
    "data-cleaning": {"filter"},
    "similarity": {"evaluate", "compute", "sentence"},
    "hallucination": {"generate", "output"},
    "repetition": {"generate", "output", "text"},
    "rag": {"retrieval", "generate"},
    "oom": {"cuda"},
    "up-then-down": {"dimension"},
    "down-then-up": {"dimension"},
    "deduplication": {"data", "training-data"},
    "emergence": {"performance"},
    "scaling": {"squareroot", "qk", "d-k", "dimension"},
    "text-classification": {"task"},
    "context-window": {"input", "long"},
    "long-context": {"input", "long", "context"},
    "mlm": {"task", "pretraining", "predict"},
    "gradient-checkpointing": {"activations", "activation-function"},
    "loss-scaling": {"fp16"},
    "fp32": {"format"},
    "few-shot": {"prompt", "prompt-learning"},
    "zero-shot": {"prompt", "prompt-learning"},
    "one-shot": {"prompt", "prompt-learning"},
    "system-prompt": {"prompt", "prompt-learning"},
    "fsdp": {"pytorch"},
    "ddp": {"pytorch"},
    "reward-hacking": {"rlhf", "reward-model", "alignment"},
    "prefix-caching": {"kv-cache"},
    "paged-attention": {"kv-cache"},
    "continuous-batching": {"serving"},
    "medusa": {"speculative-decoding", "decoding"},
    "repetition-penalty": {"decoding", "sampling", "repetition"},
    "tied-embeddings": {"embedding", "lm-head", "weights"},
    "chinchilla": {"scaling-law"},
    "extrapolation": {"long-context", "long", "context", "context-window"},
    "rouge": {"score", "evaluate"},
    "bleu": {"score", "evaluate"},
    "bertscore": {"score", "evaluate"},
    "f1": {"score", "evaluate"},
    "mrr": {"score", "evaluate"},
    "ndcg": {"score", "evaluate"},
    "mmlu": {"benchmark", "evaluate"},
    "ceval": {"benchmark", "evaluate"},
    "gsm8k": {"benchmark", "evaluate"},
    "humaneval": {"benchmark", "evaluate", "code"},
    "mteb": {"benchmark", "evaluate", "embedding"},
    "mt-bench": {"benchmark", "evaluate"},
    "truthfulqa": {"benchmark", "evaluate"},
    "big-bench": {"benchmark", "evaluate"},
    "helm": {"benchmark", "evaluate"},
    "ragas": {"rag", "evaluate"},
    "llm-as-judge": {"evaluate"},
    "clip-verb": {"gradient"},
    "hnsw": {"vector-database"},
    "ivf": {"vector-database"},
    "product-quantization": {"vector-database"},
    "graph-rag": {"rag", "knowledge-graph", "retrieval"},
    "self-rag": {"rag", "retrieval"},
    "agentic-rag": {"rag", "agent", "retrieval"},
    "corrective-rag": {"rag", "retrieval"},
    "contextual-retrieval": {"rag", "retrieval"},
    "parent-document": {"rag", "retrieval"},
    "colbert": {"retrieval"},
    "bm25": {"retrieval", "sparse-retrieval"},
    "simcse": {"contrastive-learning", "sentence-embedding"},
    "infonce": {"contrastive-learning", "loss"},
    "in-batch-negative": {"contrastive-learning"},
    "hard-negative": {"contrastive-learning"},
    "streaming-llm": {"attention-sink"},
    "reflexion": {"agent"},
    "plan-and-execute": {"agent"},
    "tool-use": {"agent"},
    "toolformer": {"tool-use"},
    "memory-agent": {"agent"},
    "short-term-memory": {"agent"},
    "long-term-memory": {"agent"},
    "multi-agent": {"agent"},
    "cbow": {"word2vec"},
    "skip-gram": {"word2vec"},
    "self-instruct": {"synthetic-data", "sft-data"},
    "evol-instruct": {"synthetic-data", "sft-data"},
    "minhash": {"deduplication"},
    "simhash": {"deduplication"},
    "red-teaming": {"safety"},
    "sycophancy": {"rlhf"},
    "gguf": {"llama-cpp", "quantization"},
    "ring-all-reduce": {"all-reduce", "communication"},
    "all-reduce": {"communication"},
    "test-time-compute": {"inference"},
    "teacher-model": {"distillation"},
    "student-model": {"distillation"},
    "soft-label": {"distillation"},
    "lr-decay": {"schedule"},
    "cosine-decay": {"schedule"},
    "fp8": {"parameters", "format"},
    "nsp": {"task", "pretraining", "predict"},
}
"""What a notion or term implies beside what the tables say of it."""
_UP = "放大|扩大|升高|升|扩展|扩|增大|变大"
_DOWN = "缩小|降低|降|压缩|缩|减小|变小"
_REWRITTEN = (
    (re.compile(rf"先(?:把)?(?:维度|维)?(?:{_UP})(?:维度|维)?,?(?:然后|之后)?[再后又](?:把)?(?:维度|维)?(?:{_DOWN})(?:维度|维)?(?:回去|回来)?"),
     " updownward "),
    (re.compile(rf"先(?:把)?(?:维度|维)?(?:{_DOWN})(?:维度|维)?,?(?:然后|之后)?[再后又](?:把)?(?:维度|维)?(?:{_UP})(?:维度|维)?(?:回去|回来)?"),
     " downupward "),
    (re.compile("为(?:啥|嘛|毛)"), "为什么"),
    (re.compile("啥"), "什么"),
    (re.compile("咋"), "怎么"),
    (
        re.compile(r"不(?:只|仅|仅仅|单|光)(?:是|用|做|有)?[^,?;]{1,8}?,?(?:而|却|反而)(?:还|且)?(?:是|要|需要|得|非要)?"),
        "",
    ),
    (re.compile(r"\bnot (?:just|only|merely|simply) [^,?;]{1,24}?,? but (?:also |rather )?"), ""),
    (
        re.compile(r"(?<![a-z])a\s?(?:、|,|/|和|与|跟|and|&)\s?b(?![a-z])"),
        "两个",
    ),
    (re.compile(r"\bo\(\s?n\s?\)"), " linear "),
    (re.compile(r",?\s*而不(?:取|选用|选|采用|使用|用|除以?|要)(?![么得])"), "而不是"),
    (re.compile(r"(?:stages?|阶段)\s?1\s?[/、,]\s?2\s?(?:[/、,]|,?\s?(?:and|和|与))\s?3(?!\d)"), "三个阶段"),
    (re.compile(r"(?<=[a-z0-9\u3400-\u9fff])(?<!参数)\s?在(?:大模型|语言模型|llm|模型)(?:的?文本)?生成(?:过程)?[中里时]"), ""),
    (re.compile(r"把?\s?(?:layer ?norm|ln|层归一化)\s?放[在到](?:残差(?:分支|连接|块)?|子层|注意力层?)的?(?:之前|前面?|里面?)"), "pre-norm"),
    (re.compile(r"把?\s?(?:layer ?norm|ln|层归一化)\s?放[在到](?:残差(?:分支|连接|块|相加)?|子层)的?(?:之后|后面?)"), "post-norm"),
    (re.compile(r"(?<=pre-norm)(.*比)放[在到](?:残差(?:分支|连接)?|子层)?的?(?:之后|后面?)"), r"\1post-norm"),
    (re.compile(r"(?<=post-norm)(.*比)放[在到](?:残差(?:分支|连接)?|子层)?的?(?:之前|前面?)"), r"\1pre-norm"),
    (re.compile(r"\b(how many [a-z -]+?) (?:are|is) there\b"), r"\1"),
    (re.compile(r"what (?:should|would|can|do) (?:you|we|i|one) do (?:when|if|about|once)\b(?: (?:you|we|i|one) (?:hit|see|face|meet|get)\b)?"), "怎么办 "),
    (re.compile(r"what (?:do|does) (?:you|we|one) (?:gain|win)s? (?:and|or) (?:lose|give up)\b"), "pros and cons"),
    (re.compile("([不过太差慢崩爆][^,]{0,6}),\\s*有(?:什么|哪些|何)好?(?:办法|方法|对策|招)(?=\\W*$)"), r"\1怎么解决"),
    (re.compile(r"(?<![a-z0-9])([a-z]+-?)(\d)\s?/\s?(\d)\s?/\s?(\d)(?!\d)"), r"\1\2、\1\3、\1\4"),
    (re.compile(r"(?<![a-z0-9])([a-z]+-?)(\d)\s?/\s?(\d)(?![\d/])"), r"\1\2、\1\3"),
    (re.compile("(?<=用)([^,?;]{2,20}?)来?(?:代替|取代|替代|替换)掉?了?(?= *[a-z\u3400-\u9fff])"), r"\1而非"),
    (re.compile(r"\breplac(?:e|es|ed|ing) ([a-z0-9 -]{2,24}?) (?:with|by) ([a-z0-9-]{2,})"), r"use \2 instead of \1"),
    (
        re.compile(r"how (?:does|do) (?:the )?(?:(?:compute|computational|time) )?(?:cost|complexity|time|runtime)?(?: of)?"
                   r"(.+?) (?:scale|grow) (?:with|in) (?:the )?(?:sequence|context|input|prompt)(?: length)?"),
        r"complexity of \1",
    ),
    (re.compile(r"\bwhat (?:does|do) (.+?) controls?\b"), r"\1 purpose"),
    (re.compile("(?<=[要该])(?:要)?做(?:哪些|什么)(?=[^,?]{2})"), "怎么做"),
    (re.compile("调(高|大|低|小)[、和或与]?(?:还是)?调(?!\\1)[高大低小]"), "的影响"),
    (re.compile("(?:标准|原版|原始|经典|普通)的?(?=transformer|bert|gpt|attention|注意力|自注意力|rnn|lora|rag)"), ""),
    (re.compile(r"\bwhat (?:does|do) (.+?) mean (?:for|in|to) "), r"what is \1 in "),
    (re.compile(r"(?<=-only) ones?\b"), ""),
    (re.compile(r",?\s+and (?=(?:what|how|why|when|where|which) (?:is|are|do|does|did|can|should|would)\b)"), "? "),
    (re.compile(r"what (?:problem|issue)s? (?:does|do|did|is|are) (.+?) (?:solve|address|fix|meant to solve)"), r"\1 purpose"),
    (re.compile(r"what (?:problem|issue)s? (?:does|do|can) (.+?) (?:bring|cause|have|face|create)\b"), r"\1 effect"),
    (
        re.compile(r"what (?:does|do) (.+?) (?:mean|measure|represent|refer to|indicate|describe|tell (?:us|you))\b"),
        r"what is \1",
    ),
    (re.compile(r"why (?:does|do|did) (.+?) (?:happen|occur|arise|exist)\b"), r"why \1"),
    (re.compile(r"\b(?:make|makes|making|get|getting|force) (?:an? |the |your )?(llms?|models?|it|them)\b(?: to\b)?"), r"\1"),
    (re.compile(r"\b(advantages?|benefits?|strengths?|gains?|improve\w*|change\w*|prefer\w*|choose|better)\b(.+?)\bover\b"), r"\1\2 compared to "),
    (re.compile(r"\b(how (?:does|do|can|did) .+?) enables?\b"), r"\1"),
    (
        re.compile(r"\bmak(?:e|es|ing) (.+?) (faster|slower|better|cheaper|smaller|larger|easier|harder|more \w+|less \w+)\b"),
        r"\1 \2",
    ),
    (
        re.compile(
            r"^(?:what|which) (?!types|kinds|sorts|modules|components|parts|stages|steps)"
            r"(?=(?:[a-z-]+ ){0,2}?[a-z-]+[^s\W]s (?:does|do|are|can|should|would|could|did|have)\b)"
        ),
        "list ",
    ),
    (re.compile(r"\bbetter than\b"), "advantage compared to"),
    (re.compile(r"\b(?:limited|bottlenecked|bounded) by (memory[- ]bandwidth|compute)\b"), r"\1 bound"),
    (re.compile(r"\bw\.?\s?r\.?\s?t\.?(?![a-z])"), "with respect to"),
    (re.compile(r"\bwhere (?:does|do|did) (.+?) (?:come|stem|originate) from\b"), r"why \1"),
    (re.compile(r"\bwhat (.+?) (?:should|would|do) (?:i|we|you|one) (?:use|pick|choose|set|take)\b"), r"choose \1"),
    (re.compile(r"\b(?:keep|stop|prevent)(?:ing)? (.+?) from\b"), r"prevent \1"),
    (re.compile(r"^how (?:is|are|can) (.+?) (?:be )?used\b"), r"\1 usage"),
    (re.compile(r"\(\s*ia\s*\)\s*\^?\s*(?:3|\{3\})"), "ia3"),
    (re.compile(r"(?<![a-z])k\s?(?:、|,|/|和|与|跟|and|&)\s?v(?![a-z])"), "kv"),
    (re.compile(r"what (?:does|do) (.+?) do\b"), r"\1 是做什么的"),
    (re.compile(r"what (?:does|do) (.+?) stand for"), r"what is \1"),
    (re.compile(r"what (?:is|are) (.+?) (?:used )?for\b"), r"\1 purpose"),
    (re.compile(r"\bo\(\s?n\s?(?:\^\s?2|2|²|\*\*2)\s?\)"), " quadratic "),
    (re.compile(r"n\s?(?:\^\s?2|²)"), " quadratic "),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"(?:sqrt|square root of|√|根号下?)\s*\(?\s*(?:d|dk|d_k|d_\{k\})(?![a-z_])\s*\)?"), "根号dk"),
)  # fmt: skip
"""What stands apart in English, and formulas, as words that the vocabulary has."""
_COMPOSED: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (frozenset({"zero-1", "zero-2", "zero-3"}), frozenset({"zero", "*steps"})),
    (frozenset({"advantage", "drawback"}), frozenset({"pros-cons"})),
    (frozenset({"gradient-checkpointing", "memory-gpu", "improve"}), frozenset({"gradient-checkpointing"})),
    (frozenset({"speculative-decoding", "inference", "accelerate-verb"}), frozenset({"speculative-decoding"})),
    (frozenset({"kv-cache", "inference", "accelerate-verb"}), frozenset({"kv-cache", "accelerate-verb"})),
    (frozenset({"kv-cache", "decoding", "accelerate-verb"}), frozenset({"kv-cache", "accelerate-verb"})),
    (frozenset({"increase", "decrease"}), frozenset({"effect"})),
    (frozenset({"activation-function", "outlier"}), frozenset({"activations", "outlier"})),
    (frozenset({"context-window", "increase"}), frozenset({"context-extension"})),
    (frozenset({"long-context", "solve"}), frozenset({"context-extension"})),
    (frozenset({"long-context", "support"}), frozenset({"context-extension"})),
    (frozenset({"decoder", "single"}), frozenset({"decoder-only"})),
    (frozenset({"sft", "data"}), frozenset({"sft-data"})),
    (frozenset({"decoder", "mask"}), frozenset({"causal-mask"})),
    (frozenset({"self-attention", "mha"}), frozenset({"mha"})),
    (frozenset({"retrieval", "semantic"}), frozenset({"dense-retrieval"})),
    (frozenset({"prefill", "decoding"}), frozenset({"prefill", "decode-stage"})),
    (frozenset({"lora", "~r"}), frozenset({"lora-rank"})),
    (frozenset({"instruction", "data"}), frozenset({"sft-data"})),
    (frozenset({"effect", "without"}), frozenset({"*why"})),
    (frozenset({"context-window", "improve"}), frozenset({"context-extension"})),
    (frozenset({"long-context", "improve"}), frozenset({"context-extension"})),
    (frozenset({"fine-tuning", "data"}), frozenset({"sft-data"})),
    (frozenset({"fine-tuning", "training-data"}), frozenset({"sft-data"})),
    (frozenset({"vocabulary", "increase"}), frozenset({"expand-vocab", "vocabulary"})),
    (frozenset({"expand-vocab"}), frozenset({"expand-vocab", "vocabulary"})),
    (frozenset({"pretraining", "data"}), frozenset({"pretraining-data"})),
    (frozenset({"training", "data"}), frozenset({"training-data"})),
    (frozenset({"attention", "complexity"}), frozenset({"self-attention", "complexity"})),
    (frozenset({"attention", "square"}), frozenset({"self-attention", "complexity"})),
    (frozenset({"self-attention", "square"}), frozenset({"self-attention", "complexity"})),
    (frozenset({"general-ability", "decrease"}), frozenset({"general-ability", "degrade"})),
    (frozenset({"performance", "decrease"}), frozenset({"degrade"})),
    (frozenset({"performance", "hurt"}), frozenset({"degrade"})),
    (frozenset({"accuracy", "hurt"}), frozenset({"degrade"})),
    (frozenset({"accuracy", "decrease"}), frozenset({"degrade"})),
    (frozenset({"accurate", "hurt"}), frozenset({"degrade"})),
    (frozenset({"loss", "trend-up"}), frozenset({"diverge"})),
    (frozenset({"unbalanced", "load"}), frozenset({"load-balancing"})),
    (frozenset({"unbalanced", "expert"}), frozenset({"load-balancing"})),
    (frozenset({"generate", "suit"}), frozenset({"generation-task", "suit"})),
    (frozenset({"pretraining", "task"}), frozenset({"pretraining-task"})),
    (frozenset({"pretraining", "objective"}), frozenset({"pretraining-task"})),
    (frozenset({"activation-function", "memory-gpu"}), frozenset({"activations", "memory-gpu"})),
    (frozenset({"clip", "ppo"}), frozenset({"clip-verb", "ppo"})),
    (frozenset({"benchmark", "evaluate"}), frozenset({"benchmark"})),
    (frozenset({"training-data", "prevent-leak"}), frozenset({"data-leakage"})),
    (frozenset({"data", "prevent-leak"}), frozenset({"data-leakage"})),
    (frozenset({"not", "suit"}), frozenset({"unsuitable"})),
    (frozenset({"generate", "unsuitable"}), frozenset({"generation-task", "unsuitable"})),
    (frozenset({"slow", "improve"}), frozenset({"accelerate-verb"})),
    (frozenset({"slow", "solve"}), frozenset({"accelerate-verb"})),
    (frozenset({"kl-divergence", "rlhf"}), frozenset({"kl-penalty", "rlhf"})),
    (frozenset({"kl-divergence", "ppo"}), frozenset({"kl-penalty", "ppo"})),
    (frozenset({"kl-penalty", "limit"}), frozenset({"kl-penalty"})),
    (frozenset({"prompt", "write"}), frozenset({"prompt", "build"})),
    (frozenset({"sft", "training-data"}), frozenset({"sft-data"})),
    (frozenset({"pretraining", "training-data"}), frozenset({"pretraining-data"})),
    (frozenset({"training", "objective"}), frozenset({"loss"})),
    (frozenset({"output", "json"}), frozenset({"structured-output"})),
    (frozenset({"generate", "json"}), frozenset({"structured-output"})),
    (frozenset({"merge", "result"}), frozenset({"merge-results"})),
    (frozenset({"bm25", "vector"}), frozenset({"bm25", "dense-retrieval"})),
    (frozenset({"gpu", "single"}), frozenset({"single-gpu"})),
    (frozenset({"gpu", "multiple"}), frozenset({"multi-gpu"})),
    (frozenset({"duplicate", "output"}), frozenset({"repetition"})),
    (frozenset({"duplicate", "generate"}), frozenset({"repetition"})),
    (frozenset({"optimizer", "memory-gpu"}), frozenset({"optimizer-state", "memory-gpu"})),
)
"""Terms and notions that together say what one of them says alone."""


_SIZED = re.compile("参数|parameter|flops|计算量|运算量|显存|内存|memory")
_LAYER = re.compile(
    r"\b(?:(?:one|a|each|per|single|every|the) )?transformer[ -]?(?:layer|block|层|块)s?(?![a-z])|"
    r"(?<![多几第])[每一单]一?个?层(?:的)?(?=\s?(?:transformer|有|的|需|要|多|参|解码|编码))"
)
"""One layer, where something is counted: a count over one layer is not that of the model."""


def read(question: str, vocabulary: Vocabulary) -> Reading:
    """Understand one question."""
    folded = normalise(question)[0].strip()
    text = _LEAD.sub("", folded)
    text = _BRACKETED.sub(lambda found: found.group(1) if _abbreviates(*found.groups()) else found.group(), text)
    text = _QUERY_KEY.sub(lambda found: "qkv" if any(found.groups()) else "qk", text)
    for spelt, plain in _REWRITTEN:
        text = spelt.sub(plain, text)
    if _SIZED.search(text):
        text = _LAYER.sub(" onelayer ", text)
    text = _NUMBER.sub("", text, count=1)
    text = _spelt_out(_spelt_right(text, vocabulary), vocabulary)
    text = text.strip(" \t\"'“”‘’《》【】*#-:、") or folded
    clauses = _clauses(text, vocabulary)
    parts: list[Part] = []
    terms: tuple[str, ...] = ()
    for tokens in clauses:
        for split in _facets(tokens):
            part = _part(split, vocabulary, terms)
            if part.terms:
                terms = part.order
            if part.core or part.asked:
                parts.append(part)
    whole = _union(parts, vocabulary) if parts else _part([], vocabulary, ())
    bare = text.rstrip("?!.。 ")
    return Reading(
        key=key(text),
        text=bare,
        whole=whole,
        parts=tuple(parts) or (whole,),
        light=frozenset(
            (token.id, token.text)
            for tokens in clauses
            for token in tokens
            if token.kind == "light" and token.text not in _PURE and token.text not in _DIRECTIONS
        ),
        sentences=sum(bool(s.strip()) for s in _SENTENCE.split(text)),
        chapter=bool(_CHAPTER.search(bare)) and not whole.asked & {"what", "why", "how", "whether", "howmuch", "does"}
        and not whole.notions & {"solve"},
        numbers=frozenset(re.findall(r"\d+(?:\.\d+)?", text)),
        lang="zh" if re.search(r"[\u3400-\u9fff]", text) else "en",
    )  # fmt: skip


def _spelt_right(text: str, vocabulary: Vocabulary) -> str:
    """A long Chinese term with one wrong character in its second half as that term; a shorter one where it is read alike.

    The first half says which of its kind it is, so a character exchanged there makes another word: 树搜索, 束搜索.
    """
    text = _MISSPELT.sub(lambda found: _meant_word(found.group(), vocabulary), text)
    heard = sounds(text)
    for at in range(len(text) - 2):
        for size in range(min(7, len(text) - at), 2, -1):
            if heard[at] < 0 or heard[at + size - 1] < 0:
                continue
            meant, words = vocabulary.sounds.get(heard[at : at + size]), text[at : at + size]
            if (
                meant
                and mistyped(words, meant)
                and words[: size // 2] == meant[: size // 2]
                and not _made_of_words(text, at, words, meant, vocabulary)
            ):
                text = text[:at] + meant + text[at + size :]
                break
    for at in range(len(text) - 4):
        for spelling in vocabulary.stems.get(text[at : at + 3], ()):
            words = text[at : at + len(spelling)]
            wrong = [n for n, letter in enumerate(spelling) if n >= len(words) or letter != words[n]]
            if len(wrong) != 1 or 2 * wrong[0] < len(spelling) or words in vocabulary.senses:
                continue
            letter = words[wrong[0]] if wrong[0] < len(words) else ""
            if letter >= "\u3400" and not _made_of_words(text, at, words, spelling, vocabulary):
                text = text[:at] + spelling + text[at + len(spelling) :]
    return text


_BRACKETED = re.compile(r"(?<![a-z])([a-z][a-z0-9-]{1,11}) ?\(([a-z][a-z0-9]*(?:[ +&/-]+[a-z0-9]+)+)\)")


def _abbreviates(name: str, words: str) -> bool:
    """Whether a name is put together from the beginnings of the words in brackets behind it: ReAct, QAT, LoRA."""
    letters = name.replace("-", "")
    reached = {0}
    for word in re.findall("[a-z0-9]+", words):
        skipped = reached if word in ("and", "of", "the", "for", "with", "to", "in", "by") else set()
        reached = skipped | {
            at + n for at in reached for n in range(1, len(word) + 1) if letters.startswith(word[:n], at)
        }
    return len(letters) in reached


def _made_of_words(text: str, at: int, words: str, spelling: str, vocabulary: Vocabulary) -> bool:
    """Whether the one character of the words at a place that is not that of the spelling belongs to a known word."""
    wrong = at + next(n for n, letter in enumerate(spelling) if n >= len(words) or letter != words[n])
    return text[wrong : wrong + 1] in vocabulary.senses or any(
        text[n : n + length] in vocabulary.senses
        for n in range(max(0, wrong - 6), wrong + 1)
        for length in vocabulary.lengths.get(text[n : n + 2], ())
        if length > 1 and n + length > wrong
    )


_MISSPELT = re.compile(r"(?<![a-z])[a-z]{7,}(?![a-z])")


def _slip(word: str, meant: str) -> bool:
    """Whether one word is another with one letter lost, doubled or swapped with its neighbour."""
    if len(word) == len(meant) and sorted(word) != sorted(meant):
        return False
    return OSA.distance(word, meant, score_cutoff=1) <= 1


def _meant_word(word: str, vocabulary: Vocabulary) -> str:
    """The known word that an unknown one of at least seven letters is a slip of: a letter lost, doubled or swapped.

    Another letter in the place of one may make another word ("trailing" is not "training"), so that is no slip here.
    """

    def known(candidate: str) -> bool:
        return candidate in vocabulary.latin.get((candidate[0], len(candidate)), ())

    if known(word) or word in vocabulary.senses or _stem(word, vocabulary)[1] or known(_stem(word, vocabulary)[0]):
        return word
    near = {
        each
        for length in (len(word) - 1, len(word), len(word) + 1)
        for each in vocabulary.latin.get((word[0], length), ())
        if _slip(word, each)
    }  # fmt: skip
    roots = {each for each in near if each + "s" not in word and word + "s" != each}
    return roots.pop() if len(roots) == 1 else word


def _spelt_out(text: str, vocabulary: Vocabulary) -> str:
    """ "绝对和相对位置编码" as "绝对位置编码和相对位置编码": what two terms share is said of both."""

    def known(words: str) -> bool:
        sense = vocabulary.senses.get(key_of(words))
        return sense is not None and sense.kind == "term"

    def english(found: re.Match[str]) -> str:
        first, joint, second, one, two = found.groups()
        for head in filter(None, (f"{one}{two or ''}", one)):
            if known(f"{first} {head}") and known(f"{second} {head}"):
                return f"{first} {head} {joint} " + found.group(0)[found.start(3) - found.start() :]
        return found.group(0)

    def listed(found: re.Match[str]) -> str:
        before, last, head = found.group(1).split(","), found.group(3), found.group(4)
        names = [name.strip() for name in (*before, found.group(2)) if name.strip()]
        if all(known(f"{name} {head}") for name in (*names, last)):
            return ", ".join(f"{name} {head}" for name in names) + f" and {last} {head}"
        return found.group(0)

    text = _ENGLISH_LIST.sub(listed, text)
    text = _ENGLISH_PAIR.sub(english, text)
    for joint in reversed(list(_CHINESE_JOINT.finditer(text))):
        before, behind = text[: joint.start()].rstrip(), text[joint.end() :].lstrip()
        whole = next((n for n in range(8, 2, -1) if n <= len(behind) and known(behind[:n])), 0)
        for cut in range(whole - 1, 0, -1):
            head = behind[whole - cut : whole]
            size = next((n for n in (4, 3, 2) if n <= len(before) and known(before[-n:] + head)), 0)
            if size and not known(before[-size:]) and head[0] >= "\u3400":
                text = before + head + joint.group() + behind
                break
    return text


_ENGLISH_LIST = re.compile(r"\b((?:[a-z0-9-]+, )+)([a-z0-9-]+),? (?:and|or) ([a-z0-9-]+) ([a-z]+)")
_ENGLISH_PAIR = re.compile(r"\b([a-z0-9-]+) (and|or|vs\.?|versus|&|/) ([a-z0-9-]+) ([a-z]+)( [a-z]+)?")
_CHINESE_JOINT = re.compile(r"[和与跟、]|以及|还是")


def _clauses(text: str, vocabulary: Vocabulary) -> list[list[Token]]:
    """The tokens of each clause that asks something of its own; what leads up to a question stays with it.

    What stands in brackets is a clause where it asks; else it says the words before it again, or limits them.
    """
    brackets = re.findall(r"\(([^()]*)\)", text)
    outside = re.sub(r"\(([^()]*)\)", lambda found: "\x00" if found.group(1).strip() else "", text)
    sentences = [s for s in _SENTENCE.split(outside) if s.strip(" \x00,")]
    clauses: list[list[Token]] = []
    asides: list[list[Token]] = []
    inner = iter(brackets_ for brackets_ in brackets if brackets_.strip())
    for sentence in sentences:
        waiting: list[Token] = []
        for piece in _COMMA.split(sentence):
            tokens: list[Token] = []
            for number, run in enumerate(piece.split("\x00")):
                if number:
                    aside = _tokens(next(inner, ""), vocabulary)
                    if _asks(aside) and any(t.kind == "asked" and t.id in ("why", "how") for t in aside):
                        asides.append(aside)
                    else:
                        tokens = _aside(tokens, aside, vocabulary)
                tokens += _tokens(run, vocabulary)
            if waiting and _asks(waiting) and _asks(tokens):
                clauses.append(waiting)
                waiting = tokens
            else:
                waiting = [*waiting, Token("break", ",", ",", False), *tokens] if waiting else tokens
        if waiting:
            clauses.append(waiting)
    return clauses + asides


def _aside(tokens: list[Token], aside: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """Tokens before a bracket and those in it: a name in brackets replaces the words that it names."""
    names = [t for t in aside if t.kind == "term"]
    if len(names) != 1 or not tokens:
        return [*tokens, *aside]
    if tokens[-1].id == names[0].id and len(aside) == 1:
        return tokens
    if len(aside) == 1 and names[0].id in vocabulary.troubles and tokens[-1].id in _WORSE:
        # "通用能力下降 (灾难性遗忘)": the trouble is named that was described.
        keep = len(tokens) - 1
        while keep and tokens[keep - 1].kind == "term":
            keep -= 1
        return [*tokens[:keep], *aside]
    if tokens[-1].kind in ("term", "rest", "word"):
        narrower = vocabulary.implies.get(names[0].id, frozenset())
        keep = len(tokens)
        while keep and (
            tokens[keep - 1].kind in ("rest", "word")
            or (tokens[keep - 1].kind in ("term", "notion", "light") and keep == len(tokens))
            or tokens[keep - 1].id in narrower
        ):
            keep -= 1
        wider = vocabulary.implies.get(tokens[-1].id, frozenset())
        return [*tokens, *aside] if names[0].id in wider else [*tokens[:keep], *aside]
    return [*tokens, *aside]


_WORSE = frozenset({"decrease", "degrade", "lose", "poor"})


def _asks(tokens: Iterable[Token]) -> bool:
    return any(
        (t.kind == "asked" and t.id not in ("method", "whether")) or (t.kind == "notion" and t.id in _SEPARABLE)
        for t in tokens
    )


_SEPARABLE = frozenset({"advantage", "drawback", "pros-cons", "difference", "solve", "application", "effect", "usage"})


def _tokens(text: str, vocabulary: Vocabulary) -> list[Token]:
    """Cut a clause into spellings of the vocabulary: as few as possible, with as little left over as possible."""
    letters, begins, _ = squeezed(text)
    size = len(letters)
    cost = [0.0] * (size + 1)
    step: list[int] = [1] * (size + 1)
    for at in range(size - 1, -1, -1):
        if letters[at] == "|":
            cost[at] = cost[at + 1]
            continue
        reach = at + 1
        if _latin(letters[at]):
            while reach < size and not begins[reach]:
                reach += 1
        best, chosen = cost[reach] + (6.0 if _latin(letters[at]) else 4.0), reach - at
        if begins[at]:
            for length in vocabulary.lengths.get(letters[at : at + 2], ()):
                end = at + length
                if end <= size and begins[end] and (found := vocabulary.senses.get(letters[at:end])):
                    price = cost[end] + (_PRICES[found.kind] if length < 4 or found.kind != "term" else 0.75)
                    if price < best:
                        best, chosen = price, length
            if (single := vocabulary.senses.get(letters[at])) and begins[at + 1]:
                price = cost[at + 1] + (1.5 if single.kind != "light" else 1.2)
                if price < best:
                    best, chosen = price, 1
        cost[at], step[at] = best, chosen
    return _named(letters, begins, step, vocabulary)


_PRICES = {"context": 1.0, "term": 1.0, "asked": 1.0, "notion": 1.0, "light": 1.2}
"""What a spelling costs; that of a term is cheaper where it is long, as it hardly stands there by chance."""


def _named(letters: str, begins: Sequence[bool], step: Sequence[int], vocabulary: Vocabulary) -> list[Token]:
    tokens: list[Token] = []
    at = 0
    while at < len(letters):
        if letters[at] == "|":
            tokens.append(Token("break", "|", "|", False))
            at += 1
            continue
        joined = bool(tokens) and tokens[-1].kind != "break"
        if letters[at].isdigit() and letters[at : at + step[at]] not in vocabulary.senses:
            number = _UNIT.match(letters, at)
            assert number is not None
            if number.group(2) and not begins[number.end()]:
                number = _DIGITS.match(letters, at)
                assert number is not None
            tokens.append(Token("number", _amount(number.group(1), number.group(2) or ""), number.group(), joined))
            at = number.end()
            continue
        made = _MADE.match(letters, at) if begins[at] and step[at] <= 2 and _latin(letters[at]) else None
        if made and begins[made.end()] and letters[at : at + step[at]] not in vocabulary.senses:
            tokens.append(Token("word", "~" + made.group(), made.group(), joined))
            at = made.end()
            continue
        version = _VERSION.match(letters, at) if letters[at] == "v" and begins[at] else None
        if version:
            tokens.append(Token("number", version.group(1), version.group(1), joined))
            at = version.end()
            continue
        word = letters[at : at + step[at]]
        sense = vocabulary.senses.get(word) if begins[at] and begins[at + step[at]] else None
        if sense:
            tokens.append(Token(sense.kind, sense.id, word, joined))
        elif _latin(word[0]):
            if len(word) > 5 and word.endswith("ly") and word.isalpha() and _stem(word, vocabulary)[1] is None:
                tokens.append(Token("light", "adverb", word, joined))
                at += step[at]
                continue
            meant = _meant(word, vocabulary)
            stem, plain = _stem(word, vocabulary)
            if meant or plain is None:
                found = Token("term", meant, word, joined) if meant else Token("word", "~" + stem, word, joined)
                tokens.append(found)
            else:
                tokens.append(Token(plain.kind, plain.id, word, joined))
        elif tokens and tokens[-1].text in _SIDES and joined:
            # "上溢" and "下溢" are words of their own: the side belongs to what nothing recognised.
            tokens[-1] = tokens[-1]._replace(kind="rest", id="", text=tokens[-1].text + word)
        elif tokens and tokens[-1].kind == "rest" and joined:
            tokens[-1] = tokens[-1]._replace(text=tokens[-1].text + word)
        else:
            tokens.append(Token("rest", "", word, joined))
        at += step[at]
    return tokens


def _stem(word: str, vocabulary: Vocabulary) -> tuple[str, Sense | None]:
    """The stem of an unknown English word, and what the vocabulary knows that stem as."""
    if not word.isalpha() or len(word) < 4:
        return word, None
    american = _BRITISH.sub(r"\1iz\2", word)
    tries = [american]
    for ending, others in _ENDINGS:
        if american.endswith(ending) and len(american) - len(ending) >= 3:
            root = american[: len(american) - len(ending)]
            tries += [root + other for other in others]
            if len(root) > 3 and root[-1] == root[-2]:
                tries.append(root[:-1])
    for each in tries:
        if (sense := vocabulary.senses.get(each)) and sense.kind != "light":
            return each, sense
    return tries[1] if len(tries) > 1 else american, None


_BRITISH = re.compile(r"^(\w{3,})is(e|es|ed|ing|ation)$")
_ENDINGS = (
    ("ations", ("e", "ation")), ("ation", ("e", "")), ("ally", ("al", "")), ("ies", ("y",)), ("ied", ("y",)),
    ("ing", ("", "e")), ("ers", ("e", "")), ("ed", ("", "e")), ("er", ("", "e")), ("ly", ("",)), ("es", ("", "e")),
    ("s", ("",)),
)  # fmt: skip


def _amount(digits: str, unit: str) -> str:
    """A number with its unit; 70亿 parameters and 7B parameters are the same size. What is counted is not decisive."""
    if unit == "亿":
        return f"{float(digits) / 10:g}b"
    if unit in ("位", "比特", "bits", "bit"):
        return f"{digits}bit"
    if unit in _COUNTED:
        return ""
    if unit == "g":
        return digits + "gb"
    return digits + unit


def _meant(word: str, vocabulary: Vocabulary) -> str | None:
    """The term that a misspelt Latin word stands for; None where no one term is close."""
    if len(word) < 6 or not word.isalpha():
        return None
    allowed = 1 if len(word) < 10 else 2
    near = [
        (distance, vocabulary.senses[known].id)
        for length in range(len(word) - allowed, len(word) + allowed + 1)
        for known in vocabulary.words.get((word[0], length), ())
        if (distance := OSA.distance(word, known, score_cutoff=allowed)) <= allowed
        and (allowed > 1 or _slip(word, known))
    ]
    if not near:
        return None
    closest = {name for distance, name in near if distance == min(near)[0]}
    return closest.pop() if len(closest) == 1 else None


def _facets(tokens: list[Token]) -> list[list[Token]]:
    """Split "X 的原理与技巧" into what it asks: the terms with each of the things asked of them."""

    def facet(token: Token) -> bool:
        return (token.kind == "asked" and token.id not in ("list", "what", "whether", "choose")) or (
            token.kind == "notion" and token.id in _SEPARABLE | {"application", "usage", "structure", "feature"}
        )

    asked = [at for at, token in enumerate(tokens) if facet(token)]
    for left, right in pairwise(asked):
        between = tokens[left + 1 : right]
        if tokens[left].id == tokens[right].id or not between:
            continue
        if between[-1].text not in _AND and between[-1].kind != "break":
            continue
        if {tokens[left].id, tokens[right].id} <= {"advantage", "drawback"}:
            continue
        if tokens[left].id == "difference" and tokens[right].id in ("when", "choose", "which"):
            continue
        first = [t for at, t in enumerate(tokens) if at < right - 1 or (at > right and at not in asked)]
        rest = [t for at, t in enumerate(tokens) if at >= right or (at < right and not facet(t))]
        return [first, *_facets(rest)]
    return [tokens]


def _part(tokens: Sequence[Token], vocabulary: Vocabulary, before: Sequence[str]) -> Part:
    terms: list[str] = []
    against: list[str] = []
    notions: set[str] = set()
    asked: set[str] = set()
    rest: list[str] = []
    tokens = _described(tokens)
    told = any(t.kind == "light" and _TELL.search(t.text) for t in tokens)
    others = sum(t.kind in ("term", "word") for t in tokens)
    anchors: dict[str, str] = {}
    counted = any(t.kind == "asked" and t.id in ("list", "which", "choose") for t in tokens)
    named = {t.id for t in tokens} | set(before)
    opposed = False
    for at, token in enumerate(tokens):
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.text == "相对" and after and after.kind in ("term", "context") and after.id != "position":
            opposed = True
            continue
        if token.text in _BEFORE_KEYS and token.kind != "term":
            opposed = True
            behind = [t for t in tokens[max(0, at - 3) : at] if t.kind == "term"]
            if token.text in ("相比", "相较", "比") and behind and any(
                t.text in _AND for t in tokens[max(0, at - 3) : at]
            ) and not (after and after.kind == "term"):  # fmt: skip
                against.append(terms.pop() if terms else behind[-1].id)
                opposed = False
            continue
        if token.text in _NOT_KEYS and others > 1 and after and after.kind in ("term", "light"):
            follows = [t for t in tokens[at + 1 : at + 4] if t.kind != "light"]
            if follows and follows[0].kind == "term":
                opposed = True
                continue
        if token.id == "parameters" and at and tokens[at - 1].kind == "number":
            continue  # "7B parameters" is 7B
        if token.kind in ("term", "context"):
            name = token.id
            if name == "memory-agent" and token.text in ("memory", "memories") and not _REMEMBERS & named:
                name = "memory-gpu"
            if after and after.kind == "number" and after.joined and _VERSION.fullmatch(after.text or "x"):
                name = f"{name}#{after.id}"
            (against if opposed else terms).append(name)
            joins = after and (after.text in _AND or after.kind in ("break", "number"))
            if opposed and after and after.text == "," and all(t.kind in ("light", "term") for t in tokens[:at]):
                joins = False  # "Compared to A, what does B change?"
            opposed = opposed and bool(joins)
        elif token.kind == "word":
            (against if opposed else terms).append(token.id)
            opposed = False
        elif token.kind == "number":
            named_before = at > 0 and tokens[at - 1].kind in ("term", "context")
            versioned = named_before and _VERSION.fullmatch(token.text or "x")
            if token.id and not (versioned and token.joined):
                notions.add("=" + token.id)
        elif token.kind == "asked":
            if token.text in _AUXILIARIES and any(t.kind != "break" for t in tokens[:at]):
                continue
            if token.id == "whether" and told:
                continue
            asked.add(token.id)
        elif token.kind == "notion":
            notions.add(token.id)
            if token.text in _BENEFITS:
                asked.add("benefit")
            if token.text in _CLASS_WORDS and at > 1 and tokens[at - 1].id == "what" and tokens[at - 2].kind == "term":
                anchors[token.id] = ""
            near = tokens[at - 1 : at] if token.text not in ("before", "after") else tokens[at + 1 : at + 2]
            if near and near[0].kind == "term":
                if token.id in ("before", "after"):
                    anchors[token.id] = near[0].id
                elif token.text in _CLASS_WORDS and near[0].id not in ("llm", "model") and not counted:
                    anchors[token.id] = ""
            opposed = False
        elif token.kind == "rest":
            modifies = after is not None and after.kind == "term" and after.joined and len(token.text) > 1
            if modifies and not after_is_object(token.text):
                terms.append("~" + token.text)
            else:
                rest.append(token.text)
        elif token.text in ("而", "而是", "的", "有") and opposed:
            opposed = False
    own = [t for t in terms if t not in _LANGUAGE_CONTEXTS]
    if not own and before:
        terms = [*before, *terms]
    if not asked and not notions and any(t.id == "typical" for t in tokens):
        asked.add("list")
    if not asked and not notions and len(terms) > 1 and any(t.text == "or" for t in tokens):
        asked.add("choose")
    part = _made(terms, against, notions, asked, "".join(rest), vocabulary)
    part = part._replace(agent=_agent(tokens, vocabulary), deed=_deed(tokens))
    if _trained(tokens):
        part = part._replace(optional=part.optional - {"training"})
    idle = {n for n, term in anchors.items() if n in part.notions and (not term or term in part.optional)}
    return part._replace(optional=part.optional | idle) if part.core - idle else part


_EFFECTS = frozenset({"solve", "decrease", "increase", "accelerate-verb", "improve", "stable", "reduce", "support"})
_HOW_TO = re.compile("怎么|如何|怎样")
_PLACED = frozenset(
    {"中", "里", "时", "下", "上", "内", "期间", "过程中", "里面", "当中", "in", "during", "when", "on", "with"}
)
_ABLE = re.compile("能|可以|does|do|can|is|are")
_OUGHT = re.compile("要|需|必须|应|会|should|need|must")


def _agent(tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether one thing is said to have an effect on another, and how or why it has it is what is asked."""
    asked = next((n for n, t in enumerate(tokens) if t.id in ("how", "why") or _HOW_TO.match(t.text)), None)
    effect = next((n for n, t in enumerate(tokens) if t.kind == "notion" and t.id in _EFFECTS), None)
    if asked is None or effect is None or effect < asked:
        return False
    agents = [
        n
        for n, t in enumerate(tokens[:effect])
        if t.kind in ("term", "word") and t.id not in vocabulary.troubles and t.id not in ("training", "inference")
    ]
    if not agents or not any(t.kind in ("term", "word", "context", "notion") for t in tokens[effect + 1 :]):
        return False
    between = tokens[agents[-1] + 1 : asked] if agents[-1] < asked else tokens[asked + 1 : agents[0]]
    if any(t.text in _PLACED for t in between):
        return False
    words = "".join(t.text for t in tokens[asked:effect] if t.kind not in ("term", "word"))
    return tokens[asked].id != "why" or bool(_ABLE.search(words) and not _OUGHT.search(words))


def _deed(tokens: Sequence[Token]) -> bool:
    """Whether it asks how an effect is had on a thing, and by what is left open: "如何加速 MoE 推理"."""
    said = [t for t in tokens if t.kind not in ("light", "break")]
    for at, token in enumerate(said[:-2]):
        if token.kind == "asked" and token.id == "how" and said[at + 1].kind == "notion":
            return said[at + 1].id in _EFFECTS and not any(t.kind in ("term", "word") for t in said[:at])
    return False


def _trained(tokens: Sequence[Token]) -> bool:
    """Whether the training itself is what is asked about ("怎么训练") rather than when the rest happens ("训练时")."""
    said = [t for t in tokens if t.kind != "light"]
    for at, token in enumerate(said):
        if token.id != "training" or token.text in _WHILE:
            continue
        if at and said[at - 1].kind == "asked" and said[at - 1].id in ("how", "steps"):
            return True
        if said[at + 1 :] and said[at + 1].kind == "asked" and said[at + 1].id in ("method", "how", "steps"):
            return True
        if token.text in ("train", "trained") and any(t.kind == "asked" and t.id == "how" for t in said):
            return True
    return False


_WHILE = frozenset(
    map(key_of, ("训练时", "训练期间", "训练过程中", "at training time", "training time", "during training"))
)


def _described(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without what only says of what kind the name behind it is: "推理优化技术 FlashAttention"."""
    kept: list[Token] = []
    for at, token in enumerate(tokens):
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        kind = token.text in _CLASS_WORDS or (token.kind == "asked" and token.text in ("技术", "方法", "算法", "模型"))
        named = after is not None and after.kind in ("term", "word") and after.joined
        if kind and named and kept and kept[-1].kind in ("term", "notion", "context"):
            while kept and kept[-1].kind in ("term", "notion", "context"):
                kept.pop()
            continue
        kept.append(token)
    return kept


def after_is_object(words: str) -> bool:
    """Whether unknown words before a term are a verb or a preposition rather than a modifier of it."""
    return words[-1] in "在对为把将给用以让使跟和与的地得了过着到于由向从被比及或"


def _made(
    terms: Sequence[str],
    against: Sequence[str],
    notions: set[str],
    asked: set[str],
    rest: str,
    vocabulary: Vocabulary,
) -> Part:
    names = set(terms)
    notions = set(notions)
    asked = set(asked)
    if notions & {"decrease", "improve"} and names & vocabulary.troubles:
        notions = notions - {"decrease", "improve"} | {"solve"}
    if "prompt-engineering" in names and asked & {"method", "methods"}:
        names, notions = names - {"prompt-engineering"} | {"prompt"}, notions | {"build"}
    if "method" in asked and names & vocabulary.troubles and not notions:
        notions = {"solve"}
    if asked & {"method", "methods"} and notions and notions <= _FAULTS:
        notions, asked = notions | {"solve"}, asked - {"method", "methods", "list"}
    if "howmuch" in asked:
        notions = notions - {"build"}  # how much is to be prepared is how much is needed
    if "important" in notions:
        notions, asked = notions - {"important"}, asked | {"why"}
    if "modify" in notions and against:
        notions = notions - {"modify"} | {"improve"}
    if "decrease" in notions and names & _BETTER_LESS:
        notions = notions - {"decrease"} | {"improve"}
    if "poor" in notions:
        # What is poor and to be dealt with is to be improved.
        better = bool(notions & {"solve", "improve"})
        notions = notions - {"poor"} - ({"solve"} if better else set()) | {"improve" if better else "degrade"}
    if asked & {"when", "choose"}:
        asked = asked - {"which"}
        notions = notions - {"suit", "difference"}
    for together, said in _COMPOSED:
        if together <= names | notions:
            names -= together
            notions -= together
            for each in said:
                if each.startswith("*"):
                    asked.add(each[1:])
                elif each in vocabulary.implies and each not in _NOTION_IDS:
                    names.add(each)
                else:
                    notions.add(each)
    if "solve" in notions and "load-balancing" in names:
        # What is solved of an imbalance is how the balance is brought about.
        notions, asked = notions - {"solve"}, asked or {"how"}
    if "zero" in names and "steps" in asked and "difference" in notions:
        names.add("zero-stages")  # what is compared is the stages, not ZeRO with something else
    if "why" in asked and against and names:
        asked = asked - {"choose"}  # why one is chosen and not the other is why it is used
    over = frozenset(against) if asked & {"choose", "when"} else frozenset()
    if "difference" in notions or asked & {"choose", "when"}:
        names |= set(against)
        against = ()
    elif not names and against:
        names, against = set(against), ()
    order = tuple(dict.fromkeys(t for t in terms if t in names)) + tuple(sorted(names - set(terms)))
    return Part(
        terms=frozenset(names),
        against=frozenset(against),
        order=order,
        notions=frozenset(notions),
        asked=_plain(asked, notions, names),
        rest=rest,
        optional=_optional(names, notions, vocabulary),
        over=over,
    )


_FAULTS = frozenset({"unbalanced", "unstable", "diverge", "slow", "fail", "degrade", "poor"})
"""What is wrong with a thing: the methods that are asked for are those against it."""
_BETTER_LESS = frozenset({"memory-gpu", "latency", "ttft", "tpot", "host-memory"})
"""What is improved by making it less."""
_NOTION_IDS = frozenset(line.partition(":")[0] for line in phrases.NOTIONS.strip().splitlines()) | {"context-extension"}


def _plain(asked: set[str], notions: set[str], terms: set[str]) -> frozenset[str]:
    """The kinds of asking without those that say nothing beside the others."""
    if "method" in asked and asked & {"list", "which"}:
        asked = asked - {"method", "list", "which"} | {"methods"}
    if asked & {"list", "which"}:
        asked = asked - {"whether"}
    if len(asked) > 1 or notions:
        asked = asked - {"whatare"}
    if len(asked) > 1 and "what" in asked and asked - {"what", "whether"}:
        asked = asked - {"what"}
    kinds = terms <= _LANGUAGE_CONTEXTS and notions <= {"structure"}
    if "list" in asked and ((notions and not kinds) or asked - {"list", "what"}):
        asked = asked - {"list"}
    if asked & {"why", "how", "when", "where", "choose", "howmuch", "purpose"}:
        asked = asked - {"whether"}
    if "method" in asked and len(asked) > 1:
        asked = asked - {"method"}
    if "how" in asked and asked & {"principle", "steps", "choose", "why"}:
        asked = asked - {"how"}
    if notions & {"difference", "origin", "improve"}:
        asked = asked - {"where"}
    if "how" in asked:
        asked = asked - {"purpose"}
    if asked & {"purpose", "does"}:
        asked = asked - {"howmuch"}
    if "does" in asked and asked & {"purpose", "why"}:
        asked = asked - {"does"}
    if notions:
        asked = asked - {"what", "which"}
    return frozenset(asked)


def _optional(terms: set[str], notions: set[str], vocabulary: Vocabulary) -> frozenset[str]:
    def base(name: str) -> str:
        return name.partition("#")[0]

    implied: set[str] = set()
    for name in terms | notions:
        implied |= vocabulary.implies.get(base(name), frozenset()) | _IMPLIED_NOTIONS.get(base(name), set())
    if "rag" in terms and notions & {"improve", "evaluate", "solve", "degrade", "accelerate-verb"}:
        implied -= {"retrieval", "generate"}  # which half of it is to be made better is what is asked
    implied = {name for name in terms | notions if name in implied}
    specific = {t for t in terms - implied if t not in _LANGUAGE_CONTEXTS and t != "transformer"}
    if specific:
        implied |= terms & {"transformer"}
    if specific or notions - implied or "transformer" in terms:
        implied |= terms & (_LANGUAGE_CONTEXTS - ({"model"} if terms & _HAVE_MODELS else set()))
    if terms <= _LANGUAGE_CONTEXTS and terms - {"llm", "model"}:
        implied |= terms & {"llm", "model"}
    kept = {t for t in terms - implied if t not in _LANGUAGE_CONTEXTS}
    if "difference" in notions and len(kept) < 2:
        # What is compared with its own kind is no context: "QLoRA 和 LoRA 的区别" is about both.
        implied -= {t for t in terms if t not in _LANGUAGE_CONTEXTS} | {"llm"}
    if not (terms | notions) - implied:
        implied = set()
    return frozenset(implied)


def _union(parts: Sequence[Part], vocabulary: Vocabulary) -> Part:
    if len(parts) == 1:
        return parts[0]
    return _made(
        list(dict.fromkeys(t for part in parts for t in part.order)),
        sorted({t for part in parts for t in part.against} - {t for part in parts for t in part.terms}),
        {n for part in parts for n in part.notions},
        {a for part in parts for a in part.asked},
        "".join(part.rest for part in parts),
        vocabulary,
    )


def _latin(letter: str) -> bool:
    return letter < "\u2e80" and letter != "|"
