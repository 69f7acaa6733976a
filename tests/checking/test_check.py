"""Claims held against facts, against one another, and answers against their questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import checking, claims, knowledge, sources
from pipeline.checking import at_once, hold, lint_line
from pipeline.models import (
    Answer,
    Claim,
    Evidence,
    Fact,
    Finding,
    Judgement,
    Myth,
    Passage,
    QAPair,
    Question,
    Relation,
    Run,
    Words,
    digest_of_words,
)

KNOWN = knowledge.load(Path(__file__).parents[1] / "knowledge" / "small").knowledge
W = Words(zh="一", en="a")


def lint(*texts: str, known: knowledge.Knowledge = KNOWN) -> list[Finding]:
    """What is flagged in documents of their own."""
    read: list[Claim] = []
    for number, text in enumerate(texts):
        document = sources.read_document(text.encode(), f"{number}.txt").document
        assert document is not None
        read += claims.read(document, (), known).claims
    return [f for f in checking.check(read, (), known).findings if f.flagged]


@pytest.mark.parametrize(
    "text",
    [
        # The three cases that the project is named for, and their paraphrases.
        "ZeRO-2 shards the parameters",
        "ZeRO 第二阶段把模型参数切到各张卡上。",
        "ZeRO-1：切分优化器状态\nZeRO-2：切分参数\n",
        "P-tuning v2 只是在输入端加入了更长的前缀。",
        "P-tuning v2 adds more prompt tokens at the input layer.",
        "GPT-3 采用 post-LN。",
        "GPT-3, like the original Transformer, applies layer normalization after each sublayer.",
        # One of each other kind.
        "FlashAttention approximates attention.",
        "FlashAttention 不是精确的算法。",
        "BERT 会随机选出30%的 token 作为预测目标。",
        "DPO stands for Direct Policy Optimization.",
        "PyTorch Lightning 是一个向量数据库。",
        "所谓 Prefix LM，就是在每层前面拼上一段可训练的向量。",
        "ZeRO-3 不切分参数。",
        "ZeRO-2 只切分梯度。",
    ],
)
def test_a_wrong_statement_is_flagged(text: str) -> None:
    findings = lint(text)
    assert findings and {f.verdict.value for f in findings} == {"contradicted"}


@pytest.mark.parametrize(
    "text",
    [
        "ZeRO-2 does not shard the parameters.",
        "ZeRO-2 切分优化器状态和梯度，参数在每张卡上都是完整的。",
        "P-tuning v2 不是在输入端加提示，而是在每一层都加入可训练的前缀。",
        "Unlike P-tuning, which adds its tokens at the input only, P-tuning v2 inserts them in every layer.",
        "GPT-3 没有采用 post-LN，而是 pre-LN。",
        "GPT-3 uses pre-norm, unlike the original Transformer, which uses post-norm.",
        "FlashAttention is exact, not approximate.",
        "BERT 选 15% 的 token，其中八成替换成 [MASK]，10% 换成随机词，10% 不变。",
        "LoRA (low-rank adaption) freezes the weights.",
        "LangChain is a framework for building applications with language models.",
        "Prefix LM 并不加入可训练的向量，它在前缀内是双向的。",
        "常见的向量数据库有 Milvus 和 Faiss。",
    ],
)
def test_a_right_statement_is_silent(text: str) -> None:
    assert lint(text) == []


def test_the_finding_shows_its_words_its_truth_and_its_source() -> None:
    [finding] = lint("前言。\n\nZeRO-2 shards the parameters\n")
    row = lint_line(finding, "notes.txt", KNOWN, "en")
    assert (row["line"], row["quote"], row["rule"]) == (3, "shards the parameters", "zero-2.partitions")
    assert row["severity"] == "error" and "optimizer states and the gradients" in row["message"]
    assert row["cites"] == ["ZeRO: Memory Optimizations, arXiv:1910.02054, section 5"]
    assert row["claim"] == {"subject": "zero-2", "relation": "partitions", "objects": ["parameters"]}


def test_a_suggestion_is_new_words_for_exactly_these_words() -> None:
    [expansion] = lint("DPO stands for Direct Policy Optimization.")
    assert (expansion.passage.quote, expansion.suggestion) == (
        "Direct Policy Optimization",
        "Direct Preference Optimization",
    )
    [listed] = lint("ZeRO-2 shards the parameters")
    assert listed.suggestion is None


def test_every_claim_comes_back_once() -> None:
    document = sources.read_document("ZeRO-3 切分优化器状态、梯度和参数。ZeRO-2 切分参数。".encode(), "a.txt").document
    assert document is not None
    read = claims.read(document, (), KNOWN).claims
    checked = checking.check(read, (), KNOWN)
    back = [f.claim.id for f in (*checked.findings, *checked.cleared) if f.claim]
    assert sorted(back) == sorted(c.id for c in read)


def test_a_disputed_fact_decides_nothing() -> None:
    document = sources.read_document(b"ZeRO-2 shards the parameters", "a.txt").document
    assert document is not None
    read = claims.read(document, (), KNOWN).claims
    checked = checking.check(read, (), KNOWN, disputed={"zero-2.partitions"})
    assert [f.verdict.value for f in checked.cleared] == ["cannot-tell"]
    assert checked.findings == []


def claim(value: str, *, denied: bool = False) -> Claim:
    """A claim of one value, wherever it stands."""
    at = Passage(document="a", start=0, end=1, line=1, end_line=1, quote="x")
    return Claim(id="0", subject="s", relation="r", objects=(value,), denied=denied, passage=at)


def fact(*objects: str, world: str = "closed", myth: str = "") -> Fact:
    """A fact of a made-up subject."""
    myths = (Myth(objects=(myth,), says=W),) if myth else ()
    return Fact.model_validate(
        {
            "id": "s.r",
            "subject": "s",
            "relation": "r",
            "objects": objects,
            "world": world,
            "statement": W,
            "myths": myths,
        }
    )


def relation(kind: str, *values: str, compatible: tuple[tuple[str, str], ...] = ()) -> Relation:
    """A relation with a range."""
    return Relation.model_validate(
        {"id": "r", "kind": kind, "label": W, "values": {v: (v,) for v in values}, "compatible": compatible}
    )


@pytest.mark.parametrize(
    ("kind", "said", "held", "outcome"),
    [
        ("closed-set", claim("a"), fact("a", "b"), "supported"),
        ("closed-set", claim("c"), fact("a", "b"), "contradicted"),
        ("closed-set", claim("c"), fact("a", world="open"), "cannot-tell"),
        ("closed-set", claim("c"), fact("a", world="open", myth="c"), "contradicted"),
        ("closed-set", claim("a", denied=True), fact("a", "b"), "contradicted"),
        ("closed-set", claim("c", denied=True), fact("a", "b"), "supported"),
        ("single-value", claim("b"), fact("a"), "contradicted"),
        ("single-value", claim("b"), fact("a", world="open"), "cannot-tell"),
        ("single-value", claim("a", denied=True), fact("a"), "contradicted"),
        ("single-value", claim("a", denied=True), fact("a", "b"), "cannot-tell"),
        ("polarity", claim("a", denied=True), fact("a"), "contradicted"),
        ("polarity", claim("b", denied=True), fact("a"), "supported"),
        ("definition", claim("b"), fact("a"), "cannot-tell"),
        ("definition", claim("b"), fact("a", myth="b"), "contradicted"),
        ("kind-of", claim("b"), fact("a"), "contradicted"),
        ("number", claim("20 %"), fact("15 %"), "contradicted"),
        ("number", claim("10~20 %"), fact("15 %"), "supported"),
        ("number", claim("15 %", denied=True), fact("15 %"), "contradicted"),
        ("expansion", claim("Local Rank Adapter"), fact("Low-Rank Adaptation", world="open"), "contradicted"),
    ],
)
def test_the_table_says_what_contradicts_what(kind: str, said: Claim, held: Fact, outcome: str) -> None:
    assert hold(said, held, relation(kind, "a", "b", "c")) == outcome


def test_values_that_may_both_hold_contradict_nothing() -> None:
    assert hold(claim("b"), fact("a"), relation("single-value", "a", "b", compatible=(("a", "b"),))) == "cannot-tell"


def passage(document: str, quote: str, start: int = 0) -> Passage:
    """A place in a document."""
    return Passage(document=document, start=start, end=start + len(quote), line=1, end_line=1, quote=quote)


def test_independent_sources_that_exclude_one_another_are_both_shown() -> None:
    """Where no fact decides, an editor must: neither is shown as right."""
    open_fact = fact("a", world="open").model_copy(
        update={"id": "gpt-2.norm-position", "subject": "gpt-2", "relation": "norm-position", "objects": ("x",)}
    )
    known = knowledge.Knowledge(
        KNOWN.concepts, KNOWN.relations, KNOWN.words, {open_fact.id: open_fact}, {}, {}, KNOWN.labels
    )
    two = [
        Claim(id="1", subject="gpt-2", relation="norm-position", objects=("pre",), passage=passage("a", "pre-LN")),
        Claim(id="2", subject="gpt-2", relation="norm-position", objects=("post",), passage=passage("b", "post-LN")),
    ]
    checked = checking.check(two, (), known)
    assert [(f.passage.document, f.verdict.value) for f in checked.findings] == [
        ("a", "conflicting"),
        ("b", "conflicting"),
    ]
    assert checking.check([two[0], two[0].model_copy(update={"id": "3"})], (), known).findings == []


def pair(answer: str | None) -> QAPair:
    """A pair of the zero-stages question."""
    at = passage("a", "ZeRO 三个阶段切分什么？")
    where = None if answer is None else (passage("a", answer, 40),)
    return QAPair(
        id="p" * 12, document="a", sha256="", lang="zh", question=at.quote, question_at=at, answer=answer, answer_at=where, rule="t"
    )  # fmt: skip


def test_a_question_that_is_left_open_is_noted() -> None:
    [finding] = checking.check([], [pair(None)], KNOWN).findings
    assert (finding.verdict.value, finding.severity) == ("unanswered", "note")


@pytest.mark.parametrize(
    ("answer", "verdicts"),
    [("这个问题很重要，要多练习。", ["vague"]), ("第一阶段切分优化器状态，后面依次增加。", [])],
)
def test_an_answer_that_names_no_key_point_is_noted_as_vague(answer: str, verdicts: list[str]) -> None:
    asked = Question(id="zero-stages", provisional=False, wording="?", lang="zh", pairs=("p" * 12,))
    assert isinstance(KNOWN.answers["zero-stages"], Answer)
    found = checking.check([], [pair(answer)], KNOWN, questions=[asked]).findings
    assert [f.verdict.value for f in found] == verdicts


def test_a_recorded_judgement_agrees_but_never_overrules_a_fact() -> None:
    document = sources.read_document(b"ZeRO-2 shards the parameters", "a.txt").document
    assert document is not None
    [read] = claims.read(document, (), KNOWN).claims

    def judged(verdict: str) -> Finding:
        judgement = Judgement.model_validate(
            {
                "key": "k", "model": "m", "prompt": "p", "claim_group": read.group, "verdict": verdict,
                "passage_sha256": digest_of_words(read.passage.quote), "facts": ("zero-2.partitions",),
            }
        )  # fmt: skip
        return checking.check([read], (), KNOWN, judgements=[judgement]).findings[0]

    assert judged("contradicted").detectors == ("facts", "judge")
    assert judged("supported").detectors == ("facts",)


def test_outdated_is_what_was_true_and_is_no_longer() -> None:
    old = fact("post").model_copy(
        update={"id": "gpt-3.norm-position@old", "subject": "gpt-3", "relation": "norm-position", "until": "2019"}
    )
    known = knowledge.Knowledge(
        KNOWN.concepts, KNOWN.relations, KNOWN.words, {**KNOWN.facts, old.id: old}, {}, {}, KNOWN.labels
    )
    [finding] = lint("GPT-3 采用 post-LN。", known=known)
    assert (finding.verdict.value, finding.severity) == ("outdated", "warning")


def test_a_line_is_explained_by_its_sentences_and_its_findings() -> None:
    """`kanwu why` answers for every silence."""
    text = "ZeRO-2 切分参数。\n\n如果 ZeRO-3 不切分参数呢。\n"
    document = sources.read_document(text.encode(), "a.txt").document
    assert document is not None
    read = claims.read(document, (), KNOWN)
    checked = checking.check(read.claims, (), KNOWN)
    first, third = (checking.explain(document, line, read.sentences, checked) for line in (1, 3))
    assert [f.verdict.value for f in first.findings] == ["contradicted"]
    assert third.findings == () and len(third.sentences) == 1


def test_proofs_that_differ_by_device_are_told_apart() -> None:
    """One line where both measured the same; a GPU that measured something else is not hidden behind a CPU."""
    run = Run(at="2026-11-27T00:00:00Z", seconds=1.0, hardware="x", versions={})
    common = {"snippet": "s", "facts": (), "holds": True, "fact": {"a": 1.0}, "myth": {"a": 2.0}, "control": {"a": 2.0}, "tolerance": 0.1, "digest": "d", "run": run}  # fmt: skip
    proofs = [Evidence.model_validate({**common, "device": d, "measured": {"a": a}}) for d, a in (("cpu", 1.0), ("cuda", 1.0), ("cuda", 1.1))]  # fmt: skip
    told = at_once(proofs, lambda proof, devices: f"{proof.measured['a']} on {devices}")
    assert told == ["1.0 on cpu, cuda", "1.1 on cuda"]
