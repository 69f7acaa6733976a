"""A small build's results, made by hand: two documents that speak of ZeRO, one of them wrongly, and what was decided."""

from __future__ import annotations

import hashlib

import networkx as nx

from pipeline.models import (
    Agent,
    Answer,
    Citation,
    Claim,
    Concept,
    Correction,
    Decision,
    Document,
    Evidence,
    Fact,
    Finding,
    Labels,
    Myth,
    Passage,
    Proof,
    QAPair,
    Question,
    Relation,
    Replacement,
    Results,
    Run,
    Source,
    Span,
    Verdict,
    Words,
    digest_of_words,
)

BLOG = """# 分布式训练笔记

1. ZeRO-2 切分了什么？
ZeRO-2 在优化器状态之外还切分模型参数，因此显存占用最低。
通信量与数据并行相同。

2. 什么是混合精度训练？
用 FP16 计算，保留 FP32 主权重。损失缩放防止梯度下溢：$g' = s \\cdot g$。

3. 梯度累积有什么缺点？

本文作者：某某，转载请注明。
"""

NOTES = """Q: What does ZeRO-2 partition?
A: It partitions the optimizer states and the gradients; every rank keeps all parameters.

Q: ZeRO-3 和 ZeRO-2 有什么区别？
A: ZeRO-3 把参数也切分到各张卡上，用到时再收集。
"""

CODE = '''"""Fact: a shard is half. Myth: a shard is all."""
import json

FACT = {"share": 0.5}
MYTH = {"share": 1.0}
TOLERANCE = 0.01
print(json.dumps({"fact": FACT, "myth": MYTH}))
'''

SOFTWARE = Agent(name="kanwu", kind="software", version="0.1.0")


def document(path: str, source: str, title: str = "") -> Document:
    """A document as the first stage would hand it on."""
    starts = [0, *(at + 1 for at, letter in enumerate(source) if letter == "\n")]
    return Document(
        path=path,
        sha256=hashlib.sha256(source.encode()).hexdigest(),
        format="markdown",
        encoding="utf-8",
        source=source,
        title=title,
        line_starts=tuple(starts),
    )


def passage(doc: Document, words: str) -> Passage:
    """Where some words stand in a document."""
    start = doc.source.index(words)
    return doc.passage(start, start + len(words))


def pair(doc: Document, number: int, question: str, answer: str | None) -> QAPair:
    """A question and its answer by their words."""
    return QAPair(
        id=hashlib.sha256(f"{doc.path}{question}{number}".encode()).hexdigest()[:12],
        document=doc.path,
        sha256=doc.sha256,
        lang=doc.lang,
        question=question,
        question_at=passage(doc, question),
        answer=answer,
        answer_at=None if answer is None else (passage(doc, answer),),
        rule="test",
    )


def finding(
    doc: Document, of: QAPair, words: str, objects: tuple[str, ...], verdict: Verdict, fact: str = "zero-2.partitions"
) -> Finding:
    """A finding at some words of a document."""
    subject, _, relation = fact.partition(".")
    at = passage(doc, words)
    claim = Claim(
        id=hashlib.sha256(f"{doc.path}{words}".encode()).hexdigest()[:12],
        subject=subject,
        relation=relation,
        objects=objects,
        passage=at,
        pair=of.id,
    )
    return Finding(
        id=hashlib.sha256(f"{fact}{verdict}{doc.path}{at.start}".encode()).hexdigest()[:12],
        verdict=verdict,
        passage=at,
        pair=of.id,
        claim=claim,
        fact=fact,
        message=Words(zh="ZeRO-2 不切分参数。", en="ZeRO-2 does not partition the parameters."),
        detectors=("facts",),
        confidence=0.97,
    )


CITATION = Citation(
    title="ZeRO: Memory Optimizations Toward Training Trillion Parameter Models",
    arxiv="1910.02054",
    where="section 5",
    quote="gradient partitioning",
    how="read",
    on="2026-11-20",
)


def concepts() -> dict[str, Concept]:
    """Six concepts with every kind of neighbour."""

    def concept(identifier: str, zh: str, en: str, definition: str, **more: object) -> Concept:
        return Concept.model_validate(
            {
                "id": identifier,
                "prefLabel": {"zh": zh, "en": en},
                "definition": {"zh": definition, "en": definition},
                "topic": "distributed-training",
                **more,
            }
        )

    found = [
        concept("zero", "零冗余优化器", "Zero Redundancy Optimizer", "把数据并行中重复保存的状态切分到各进程。"),
        concept(
            "zero-2",
            "ZeRO-2",
            "ZeRO-2",
            "ZeRO 的第二阶段，切分优化器状态和梯度。",
            broader=["zero"],
            confusedWith=["zero-3"],
            related=["gradient"],
            altLabel={"zh": ["ZeRO 第二阶段"], "en": ["ZeRO stage 2"]},
            hiddenLabel={"en": ["zero2"]},
        ),
        concept("zero-3", "ZeRO-3", "ZeRO-3", "ZeRO 的第三阶段，参数也切分，用时收集。", broader=["zero"]),
        concept("gradient", "梯度", "gradient", "损失对参数的偏导数。", topic="training-memory"),
        concept("gpu-memory", "显存", "GPU memory", "设备上的内存。", topic="training-memory"),
        concept("mixed-precision", "混合精度训练", "mixed precision training", "用低精度计算，保留高精度主权重。"),
    ]
    return {c.id: c for c in found}


def sample() -> Results:
    """Everything, with one corrected claim, one doubted one, one supported one, and one question left open."""
    blog = document("blog/zero.md", BLOG, "分布式训练笔记")
    notes = document("notes.txt", NOTES)
    p1 = pair(
        blog,
        1,
        "ZeRO-2 切分了什么？",
        "ZeRO-2 在优化器状态之外还切分模型参数，因此显存占用最低。\n通信量与数据并行相同。",
    )
    p2 = pair(
        blog, 2, "什么是混合精度训练？", "用 FP16 计算，保留 FP32 主权重。损失缩放防止梯度下溢：$g' = s \\cdot g$。"
    )
    p3 = pair(blog, 3, "梯度累积有什么缺点？", None)
    p4 = pair(
        notes,
        1,
        "What does ZeRO-2 partition?",
        "It partitions the optimizer states and the gradients; every rank keeps all parameters.",
    )
    p5 = pair(notes, 2, "ZeRO-3 和 ZeRO-2 有什么区别？", "ZeRO-3 把参数也切分到各张卡上，用到时再收集。")
    wrong = finding(blog, p1, "还切分模型参数", ("parameters",), Verdict.contradicted)
    doubted = finding(blog, p1, "通信量与数据并行相同", ("same",), Verdict.conflicting, "zero-2.communicates")
    right = finding(
        notes, p4, "optimizer states and the gradients", ("gradients", "optimizer-states"), Verdict.supported
    )
    group = wrong.claim.group if wrong.claim else ""
    proposal = decision("propose", group, "论文第 5 节；证明 zero_share", "2026-11-21T08:00:00Z")
    approval = decision("approve", group, "文献与证明一致", "2026-11-22T09:30:00Z", (proposal.id,))
    questions = (
        Question(
            id="zero-2-partitions",
            provisional=False,
            wording="ZeRO-2 切分了什么？",
            lang="zh",
            aliases=("What does ZeRO-2 partition?",),
            pairs=(p1.id, p4.id),
            topic="distributed-training",
            concepts=("zero-2",),
            next=("zero-3-vs-zero-2",),
            related=("p-accumulation",),
        ),
        Question(
            id="zero-3-vs-zero-2",
            provisional=False,
            wording="ZeRO-3 和 ZeRO-2 有什么区别？",
            lang="zh",
            pairs=(p5.id,),
            topic="distributed-training",
            difficulty="intermediate",
            concepts=("zero-3", "zero-2"),
        ),
        Question(
            id="mixed-precision",
            provisional=False,
            wording="什么是混合精度训练？",
            lang="zh",
            pairs=(p2.id,),
            topic="distributed-training",
            difficulty="advanced",
            concepts=("mixed-precision",),
        ),
        Question(
            id="p-accumulation",
            provisional=True,
            wording="梯度累积有什么缺点？",
            lang="zh",
            pairs=(p3.id,),
            topic="training-memory",
            concepts=("gradient",),
        ),
        Question(
            id="zero-2-shards",
            provisional=False,
            wording="ZeRO-2 分什么？",
            lang="zh",
            topic="distributed-training",
            replaced_by="zero-2-partitions",
        ),
    )
    return Results(
        version="0123456789ab",
        documents=(blog, notes),
        spans={blog.path: spans(blog, [p1, p2, p3]), notes.path: spans(notes, [p4, p5])},
        sources={
            blog.path: Source(
                document=blog.path, origin="https://example.org/zero", licence="CC-BY-4.0", publish="full"
            ),
            notes.path: Source(document=notes.path),
        },
        pairs=(p1, p2, p3, p4, p5),
        questions=questions,
        links=(),
        claims=tuple(f.claim for f in (wrong, doubted, right) if f.claim),
        findings=(wrong, doubted, right),
        concepts=concepts(),
        relations={
            "partitions": Relation(id="partitions", kind="closed-set", label=Words(zh="切分", en="partitions")),
            "communicates": Relation(id="communicates", kind="number", label=Words(zh="通信量", en="communicates")),
        },
        facts=facts(),
        answers={"zero-2-partitions": answer()},
        stale={},
        evidence=(evidence(),),
        corrections={
            group: Correction(
                group=group,
                fact="zero-2.partitions",
                statement=Words(
                    zh="ZeRO-2 切分优化器状态和梯度，不切分参数。", en="ZeRO-2 partitions states and gradients."
                ),
                replacements=(
                    Replacement(quote_sha256=digest_of_words("还切分模型参数"), old="还切分模型参数", new="还切分梯度"),
                ),
                decisions=(proposal.id, approval.id),
                agents=(SOFTWARE,),
                reviewed=False,
                reason="论文第 5 节写明第二阶段切分的是梯度。",
                at=approval.at,
            )
        },
        decisions=(proposal, approval),
        status={
            "zero-2-partitions": "disputed",
            "zero-3-vs-zero-2": "unreviewed",
            "mixed-precision": "unreviewed",
            "p-accumulation": "unanswered",
            "zero-2-shards": "unreviewed",
        },
        problems=(),
        proofs={"zero_share": proof()},
    )


def spans(doc: Document, pairs: list[QAPair]) -> tuple[Span, ...]:
    """Labels that partition a document: questions, answers, the rest noise."""
    marked = []
    for each in pairs:
        marked.append((each.question_at.start, each.question_at.end, "question"))
        marked += [(at.start, at.end, "answer") for at in each.answer_at or ()]
    found: list[Span] = []
    at = 0
    for start, end, label in sorted(marked):
        if at < start:
            found.append(Span(at, start, "markup"))
        found.append(Span(start, end, label))  # type: ignore[arg-type]
        at = end
    if at < len(doc.source):
        found.append(Span(at, len(doc.source), "noise", "author-line"))
    return tuple(found)


def decision(kind: str, target: str, reason: str, at: str, parents: tuple[str, ...] = ()) -> Decision:
    """An event of the ledger."""
    identifier = hashlib.sha256(f"{kind}{target}{at}".encode()).hexdigest()
    return Decision.model_validate(
        {
            "id": identifier,
            "kind": kind,
            "target": target,
            "agent": SOFTWARE,
            "reason": reason,
            "at": at,
            "parents": parents,
        }
    )


def facts() -> dict[str, Fact]:
    """Three facts, one with a qualifier."""
    found = [
        Fact(
            id="zero-2.partitions",
            subject="zero-2",
            relation="partitions",
            objects=("optimizer-states", "gradients"),
            statement=Words(
                zh="ZeRO-2 切分优化器状态和梯度，每个进程仍保留完整的参数。",
                en="ZeRO-2 partitions the optimizer states and the gradients; every rank keeps all parameters.",
            ),
            explanation=Words(zh="参数要到第三阶段才切分，所以前两个阶段的通信量与数据并行相同。", en="…"),
            citations=(CITATION,),
            snippet="zero_share",
            myths=(
                Myth(
                    objects=("parameters",),
                    says=Words(zh="ZeRO-2 在优化器状态之外切分参数。", en="ZeRO-2 shards the parameters."),
                    why=Words(zh="把第二阶段和第三阶段的顺序记反了。", en="Stages confused."),
                ),
            ),
        ),
        Fact(
            id="zero-2.communicates",
            subject="zero-2",
            relation="communicates",
            objects=("2",),
            statement=Words(zh="ZeRO-2 每步的通信量是参数量的 2 倍。", en="ZeRO-2 communicates 2Ψ a step."),
        ),
        Fact(
            id="zero-3.communicates@forward",
            subject="zero-3",
            relation="communicates",
            qualifier="forward",
            objects=("1",),
            statement=Words(zh="ZeRO-3 在前向中要收集一遍参数。", en="ZeRO-3 gathers in forward."),
        ),
    ]
    return {f.id: f for f in found}


def answer() -> Answer:
    """A canonical answer with a formula, a table and code."""
    return Answer(
        question="zero-2-partitions",
        point="ZeRO-2 切分优化器状态和梯度，每张卡仍保留完整的参数。",
        key_points=("切分优化器状态和梯度", "参数不切分，那是 ZeRO-3", "通信量与数据并行相同"),
        facts=("zero-2.partitions",),
        sources=(CITATION,),
        next=("zero-3-vs-zero-2",),
        body="""数据并行里每张卡都存一份完整的模型状态。ZeRO-2 把其中两样切开：优化器状态和**梯度**。

混合精度的 Adam 每个参数要 16 字节，$N$ 张卡时每张卡的显存是

$$
2\\Psi + \\frac{(2 + 12)\\,\\Psi}{N}
$$

| 阶段 | 切分 | 每参数字节 |
|---|---|---|
| ZeRO-1 | 优化器状态 | $4 + 12/N$ |
| ZeRO-2 | 再加梯度 | $2 + 14/N$ |
| ZeRO-3 | 再加参数 | $16/N$ |

```python
def bytes_per_parameter(ranks: int) -> float:
    return 2 + 14 / ranks
```

显存随卡数下降，但 $2\\Psi$ 这一项不变：参数没有切分。
""",
    )


def proof() -> Proof:
    """A proof as its file and its wording describe it."""
    return Proof(
        name="zero_share",
        title="ZeRO-2 切梯度，不切参数",
        names={"z2_gradients": "ZeRO-2 的梯度", "gradients": "梯度", "stage": "ZeRO 阶段", "bytes": "字节"},
        summary="Fact: a shard is half. Myth: a shard is all.",
        family="memory of training",
        requires=("torch",),
        stands_for="两个真实的进程，集合通信写明在代码里。",
        code=CODE,
    )


def evidence() -> Evidence:
    """What the proof measured."""
    return Evidence(
        snippet="zero_share",
        facts=("zero-2.partitions",),
        device="cpu",
        holds=True,
        measured={"z2_gradients": 0.5, "z2_parameters": 1.0},
        fact={"z2_gradients": 0.5, "z2_parameters": 1.0},
        myth={"z2_gradients": 1.0, "z2_parameters": 0.5},
        control={"z2_gradients": 1.0, "z2_parameters": 0.5},
        tolerance=0.01,
        stands_for="两个真实的进程，集合通信写明在代码里。",
        series={"x": [0, 1, 2, 3], "x_label": "stage", "unit": "bytes", "gradients": [8.0, 8.0, 4.0, 4.0]},
        digest="0" * 64,
        run=Run(at="2026-11-22T10:00:00Z", seconds=4.2, hardware="2 × CPU", versions={"torch": "2.13.0"}),
    )


def graph() -> nx.MultiDiGraph:
    """Some graph; pages only count it."""
    made = nx.MultiDiGraph()
    made.add_edge("a", "b")
    return made


__all__ = ["Labels", "graph", "sample"]
