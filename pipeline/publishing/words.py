"""What the site calls things, in Chinese: one home for every fixed word, so that two pages never differ."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.models import Status, Verdict

SITE = "勘误"

STATUS: Mapping[Status, str] = {
    "reviewed": "已审校",
    "corrected": "已更正",
    "disputed": "有争议",
    "unreviewed": "未审校",
    "unanswered": "待回答",
}

STATUS_MEANS: Mapping[Status, str] = {
    "reviewed": "有人审阅并确认。",
    "corrected": "依据文献与可运行证明更正，尚无人工确认。",
    "disputed": "来源中有尚未裁定的错误或分歧。",
    "unreviewed": "没有发现与已知事实矛盾之处，也还没有人审阅。",
    "unanswered": "来源提出了这个问题，但没有给出答案。",
}

VERDICT: Mapping[Verdict, str] = {
    Verdict.contradicted: "与事实矛盾",
    Verdict.conflicting: "来源互相矛盾",
    Verdict.self_contradicting: "前后矛盾",
    Verdict.outdated: "已过时",
    Verdict.off_topic: "答非所问",
    Verdict.doubtful: "存疑",
    Verdict.unsupported: "缺少依据",
    Verdict.vague: "过于笼统",
    Verdict.unanswered: "没有回答",
    Verdict.supported: "与事实一致",
    Verdict.cannot_tell: "无法判断",
}

DIFFICULTY: Mapping[str, str] = {"basic": "基础", "intermediate": "进阶", "advanced": "深入"}

LABEL: Mapping[str, str] = {
    "question": "问题",
    "answer": "答案",
    "section": "章节标题",
    "code": "代码",
    "markup": "排版标记",
    "figure": "图",
    "noise": "噪声",
}

NOISE: Mapping[str, str] = {
    "advertisement": "广告",
    "announcement": "公告",
    "author": "作者信息",
    "author-line": "作者信息",
    "byline": "作者信息",
    "closing": "结束语",
    "comments": "评论",
    "contents": "目录",
    "table-of-contents": "目录",
    "figure": "图片占位",
    "figure-placeholder": "图片占位",
    "footer": "页脚",
    "front-matter": "文件头",
    "head": "网页头部",
    "hidden": "隐藏的内容",
    "licence": "版权声明",
    "license": "版权声明",
    "metadata": "元数据",
    "navigation": "导航",
    "outside-any-question": "不属于任何问题",
    "page-frame": "网页框架",
    "page-mark": "页码",
    "preamble": "开场白",
    "related": "相关文章",
    "related-posts": "相关文章",
    "script": "脚本",
    "style": "样式",
    "title": "标题",
}

HOW: Mapping[str, str] = {"read": "核对过原文", "abstract": "核对过摘要", "memory": "凭记忆，不计为依据"}

DECISION: Mapping[str, str] = {
    "propose": "提出更正",
    "approve": "通过",
    "reject": "驳回",
    "not-sure": "存疑",
    "looked-at": "已查看",
    "merge": "合并",
    "split": "拆分",
    "fact-disputed": "对事实有异议",
    "undo": "撤销",
}

REASONS: Mapping[str, str] = {
    "contradicts a fact with a checked citation": "与核对过出处的事实矛盾。",
    "read in its context: contradicts a fact with a citation that was looked at": "结合上下文来读，与核对过出处的事实矛盾。",
    "the words state the opposite of the cited fact": "原话与有出处的事实正相反。",
    "misread": "误读。",
}
"""What software writes as the reason of a decision whenever the reason is the same; the ledger keeps its words."""

LANGUAGE: Mapping[str, str] = {"zh": "中文", "en": "英文"}

TOPICS: Mapping[str, str] = {
    "basics": "基础知识",
    "architecture": "模型结构",
    "attention": "注意力",
    "positional-encoding": "位置编码",
    "normalization": "归一化",
    "feed-forward": "前馈网络与激活函数",
    "tokenization": "分词与词表",
    "models": "模型家族",
    "pretraining": "预训练",
    "objectives": "训练目标",
    "losses": "损失函数",
    "optimization": "优化",
    "training": "训练",
    "training-memory": "训练显存",
    "precision": "数值精度",
    "distributed-training": "分布式训练",
    "fine-tuning": "微调",
    "peft": "参数高效微调",
    "alignment": "对齐",
    "inference": "推理",
    "decoding": "解码",
    "quantization": "量化",
    "compression": "压缩与蒸馏",
    "serving": "部署",
    "long-context": "长上下文",
    "moe": "混合专家",
    "experts": "专家与路由",
    "scaling": "规模定律",
    "multimodal": "多模态",
    "vision-language": "视觉与语言",
    "embeddings": "向量表示",
    "word-vectors": "词向量",
    "rag": "检索增强",
    "prompting": "提示",
    "agents": "智能体",
    "applications": "应用",
    "behaviour": "模型行为",
    "hallucination": "幻觉",
    "safety": "安全",
    "data": "数据",
    "evaluation": "评测",
    "tools": "框架与工具",
    "general": "综合",
}
"""In learning order. A topic that is not listed stands behind them, by its id."""

FAMILY: Mapping[str, str] = {
    "attention arithmetic": "注意力",
    "feed-forward layers": "前馈层与激活函数",
    "normalisation and residuals": "归一化与残差",
    "positions": "位置编码",
    "tokenisers and data": "分词与数据",
    "objectives": "训练目标",
    "optimisation": "优化",
    "precision": "数值精度与量化",
    "memory of training": "训练显存",
    "parallelism": "并行",
    "parameter-efficient tuning": "参数高效微调",
    "alignment": "对齐",
    "inference": "推理",
    "evaluation": "评测",
    "retrieval": "检索",
    "sizes of models": "模型规模",
}
"""Families of proofs, in learning order."""

SPELLINGS: Mapping[str, str] = {
    "foundations": "basics",
    "architectures": "architecture",
    "transformer": "architecture",
    "position": "positional-encoding",
    "positions": "positional-encoding",
    "position-encoding": "positional-encoding",
    "normalisation": "normalization",
    "activation": "feed-forward",
    "tokenisation": "tokenization",
    "tokenisers": "tokenization",
    "tokenizers": "tokenization",
    "model-families": "models",
    "pre-training": "pretraining",
    "memory": "training-memory",
    "parallelism": "distributed-training",
    "optimisation": "optimization",
    "finetuning": "fine-tuning",
    "tuning": "fine-tuning",
    "parameter-efficient-fine-tuning": "peft",
    "rlhf": "alignment",
    "quantisation": "quantization",
    "deployment": "serving",
    "embedding": "embeddings",
    "retrieval": "rag",
    "frameworks": "tools",
}
"""Other spellings of a topic: two editors' words for one thing lead to one page."""

_ORDER = {name: number for number, name in enumerate(TOPICS)}


def topic(name: str) -> str:
    """A topic in Chinese; one without a word of its own keeps its id, hyphens read as spaces."""
    return TOPICS.get(name) or name.replace("-", " ")


def topic_order(name: str) -> tuple[bool, int, str]:
    """Sort key of a topic: learning order; `general` and what is not listed last."""
    return (name not in _ORDER, _ORDER.get(name, 0), name)


def reason(text: str) -> str:
    """The reason of a decision; one that software always gives alike in Chinese, any other in its own words."""
    return REASONS.get(text, text)


def lang(text: str) -> str | None:
    """`en` for a text without Chinese characters that is more than a name or a number; None: the page's language."""
    return "en" if re.search(r"[A-Za-z]{2,} [A-Za-z]", text) and not re.search(r"[\u3400-\u9fff]", text) else None


def noise(reason: str) -> str:
    """The reason of noise in Chinese; one without a word of its own as it is."""
    return NOISE.get(reason.replace(" ", "-")) or reason.replace("-", " ") or "未注明"


def count(number: int) -> str:
    """A number with thin spaces between its thousands."""
    return f"{number:,}".replace(",", "\u202f")


def share(part: int, whole: int) -> str:
    """A share in per cent, one decimal below ten; a dash where there is no whole."""
    if not whole:
        return "–"
    value = 100 * part / whole
    return f"{value:.0f} %" if value >= 10 or value == 0 else f"{value:.1f} %"
