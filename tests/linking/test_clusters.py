"""Pairs become questions: by known id first, without chains, and as editors decided."""

from __future__ import annotations

import importlib.util
import random
import sys
from pathlib import Path

import pytest

from pipeline.linking import link
from pipeline.models import Concept, Passage, QAPair, Question, QuestionEntry, digest
from tests.shipped import shipped_knowledge

HERE = Path(__file__).parent


class Knows:
    def __init__(self, *questions: QuestionEntry, concepts: tuple[Concept, ...] = ()) -> None:
        self.questions = {question.id: question for question in questions}
        self.concepts = {concept.id: concept for concept in concepts}


def asked(*questions: str, document: str = "notes.md") -> list[QAPair]:
    pairs = []
    for number, question in enumerate(questions):
        at = Passage(
            document=document, start=100 * number, end=100 * number + len(question), line=number + 1,
            end_line=number + 1, quote=question,
        )  # fmt: skip
        pairs.append(
            QAPair(
                id=digest([document, question, number])[:12],
                document=document,
                sha256="0" * 64,
                lang="zh",
                question=question,
                question_at=at,
                answer=None,
                answer_at=None,
                rule="test",
            )
        )
    return pairs


def groups(questions: list[Question], pairs: list[QAPair]) -> set[frozenset[str]]:
    words = {pair.id: pair.question for pair in pairs}
    return {frozenset(words[pair] for pair in question.pairs) for question in questions}


def test_what_asks_the_same_becomes_one_question_and_says_why() -> None:
    """The reader finds one page instead of three, the editor the reason for it."""
    pairs = asked("什么是 LoRA？", "介绍一下 low-rank adaptation", "QLoRA 是什么")
    linked = link(pairs, Knows())
    assert groups(linked.questions, pairs) == {
        frozenset({"什么是 LoRA？", "介绍一下 low-rank adaptation"}),
        frozenset({"QLoRA 是什么"}),
    }
    [same] = [each for each in linked.links if each.relation == "same"]
    assert {same.a, same.b} == {pairs[0].id, pairs[1].id}
    assert "lora" in same.why and same.score >= 0.8


def test_the_order_of_the_pairs_changes_nothing() -> None:
    """Two builds give the same bytes, whatever the file system lists first."""
    pairs = asked("KV cache 是什么", "什么是 KV 缓存", "KV cache 的作用", "KV cache", "RoPE", "旋转位置编码的原理")
    first = link(pairs, Knows())
    for seed in range(5):
        shuffled = pairs[:]
        random.Random(seed).shuffle(shuffled)
        assert link(shuffled, Knows()) == first


def test_a_known_question_keeps_its_id() -> None:
    """An address that someone linked to still answers the question after the next build."""
    entry = QuestionEntry(id="what-is-moe", wording="MoE 是什么？", topic="architecture")
    pairs = asked("混合专家模型是什么", "Mixture of Experts", "RoPE 是什么")
    questions = {q.id: q for q in link(pairs, Knows(entry)).questions}
    assert set(questions["what-is-moe"].pairs) == {pairs[0].id, pairs[1].id}
    assert not questions["what-is-moe"].provisional
    [other] = [q for q in questions.values() if q.provisional]
    assert other.id.startswith("p-") and other.pairs == (pairs[2].id,)


def test_a_wording_that_only_an_editor_connects_has_the_known_id() -> None:
    """No rule sees that the two ask the same; the editor listed it, and nothing there asks anything else."""
    entry = QuestionEntry(id="what-is-moe", wording="MoE 是什么？", aliases=("专家们是怎么分工的",))
    linked = link(asked("专家们是怎么分工的"), Knows(entry))
    assert [(q.id, len(q.pairs)) for q in linked.questions] == [("what-is-moe", 1)]
    assert [each.method for each in linked.links] == ["known"]


def test_every_listed_wording_has_the_known_id_whoever_else_asks() -> None:
    """Two wordings that no rule connects lie on one page, as an editor lists both under it."""
    listed = ("专家们是怎么分工的", "什么叫分而治之的前馈层")
    entry = QuestionEntry(id="what-is-moe", wording="MoE 是什么？", aliases=listed)
    pairs = asked("混合专家模型是什么", *listed)
    [question] = link(pairs, Knows(entry)).questions
    assert set(question.pairs) == {pair.id for pair in pairs}


def test_two_known_questions_with_one_wording_are_a_problem() -> None:
    """The editor hears that two addresses would answer one question; the pairs go to the first."""
    first, second = QuestionEntry(id="moe", wording="什么是 MoE？"), QuestionEntry(id="what-moe", wording="什么是MoE")
    pairs = asked("什么是 MoE")
    linked = link(pairs, Knows(first, second))
    [problem] = linked.problems
    assert "moe" in problem.expected and "what-moe" in problem.found
    assert {q.id: q.pairs for q in linked.questions} == {"moe": (pairs[0].id,), "what-moe": ()}


def test_a_listed_wording_that_asks_something_else_is_part_of_the_known_question() -> None:
    """Editors list parts and neighbours too; who asks only for the drawbacks is not given another question's answer."""
    entry = QuestionEntry(id="what-is-moe", wording="MoE 是什么？", aliases=("MoE 的缺点",))
    pairs = asked("混合专家模型是什么", "MoE 的缺点")
    questions = {q.id: q for q in link(pairs, Knows(entry)).questions}
    assert questions["what-is-moe"].pairs == (pairs[0].id,)
    [other] = [q for q in questions.values() if q.provisional]
    assert (other.pairs, other.part_of) == ((pairs[1].id,), ("what-is-moe",))
    joined = link(pairs, Knows(entry), merged=[(pairs[0].id, pairs[1].id)])
    assert [len(q.pairs) for q in joined.questions] == [2]


def test_a_known_question_that_nobody_asks_stands_too() -> None:
    """An editor's answer has its page before the first document asks for it."""
    entry = QuestionEntry(id="what-is-moe", wording="MoE 是什么？")
    [question] = link([], Knows(entry)).questions
    assert (question.id, question.pairs) == ("what-is-moe", ())


def test_a_redirected_question_gives_its_pairs_to_its_successor() -> None:
    """The old address says where to go, and nothing asked under it is lost."""
    old = QuestionEntry(id="moe", wording="混合专家", replacedBy="what-is-moe")
    new = QuestionEntry(id="what-is-moe", wording="MoE 是什么？")
    questions = {q.id: q for q in link(asked("混合专家"), Knows(old, new)).questions}
    assert len(questions["what-is-moe"].pairs) == 1
    assert (questions["moe"].replaced_by, questions["moe"].pairs) == ("what-is-moe", ())


def test_a_redirect_to_nowhere_is_a_problem() -> None:
    """The editor hears of it; the question stands as it was."""
    linked = link(asked("混合专家"), Knows(QuestionEntry(id="moe", wording="混合专家", replacedBy="gone")))
    [problem] = linked.problems
    assert "gone" in problem.found
    assert linked.questions[0].id == "moe" and linked.questions[0].pairs


def test_clusters_are_no_chains() -> None:
    """A title is like its purpose and like its principle; that does not make purpose and principle one question."""
    pairs = asked("FlashAttention", "FlashAttention 的原理", "FlashAttention 的作用")
    linked = link(pairs, Knows())
    together = {frozenset(question.pairs) for question in linked.questions}
    assert not any({pairs[1].id, pairs[2].id} <= group for group in together)
    assert max(question.diameter for question in linked.questions) <= 0.2


def test_what_an_editor_joined_is_one_question() -> None:
    """The next build holds to the decision although the words have nothing in common."""
    pairs = asked("大海捞针怎么做", "长上下文的能力怎样检验", "RoPE 是什么")
    apart = link(pairs, Knows())
    assert len(apart.questions) == 3
    joined = link(pairs, Knows(), merged=[(pairs[0].id, pairs[1].id)])
    assert len(joined.questions) == 2
    assert [each.method for each in joined.links if each.relation == "same"] == ["editor"]


def test_what_an_editor_split_stays_two_questions() -> None:
    """Equal words do not undo a decision; both questions keep an id of their own."""
    pairs = asked("总结", "总结")
    assert len(link(pairs, Knows()).questions) == 1
    questions = link(pairs, Knows(), split=[(pairs[0].id, pairs[1].id)]).questions
    assert len({question.id for question in questions}) == 2


def test_joining_what_is_held_apart_is_a_problem() -> None:
    """Two decisions that contradict each other are shown, not settled by chance."""
    pairs = asked("A100 是什么", "H100 是什么")
    ids = (pairs[0].id, pairs[1].id)
    linked = link(pairs, Knows(), merged=[ids], split=[ids])
    assert len(linked.questions) == 2
    assert len(linked.problems) == 1


def test_a_decision_about_pairs_that_are_gone_changes_nothing() -> None:
    """A document may be taken down without breaking the build."""
    pairs = asked("RoPE 是什么")
    linked = link(pairs, Knows(), merged=[(pairs[0].id, "0" * 12)], split=[("1" * 12, "2" * 12)])
    assert len(linked.questions) == 1 and not linked.problems


def test_a_part_of_a_compound_question_points_at_it() -> None:
    """Who looks up the part finds the question that contains it."""
    pairs = asked("混合精度训练是什么？它有哪些缺点？", "混合精度训练有哪些缺点？")
    linked = link(pairs, Knows())
    part = next(q for q in linked.questions if pairs[1].id in q.pairs)
    whole = next(q for q in linked.questions if pairs[0].id in q.pairs)
    assert part.part_of == (whole.id,)
    assert [each.relation for each in linked.links] == ["part-of"]


def test_a_question_names_its_concepts_the_main_one_first() -> None:
    """The page of a concept lists the questions about it; the topic comes from the concept."""

    def concept(name: str, zh: str, topic: str) -> Concept:
        words = {"zh": zh, "en": name}
        return Concept.model_validate({"id": name, "prefLabel": words, "definition": words, "topic": topic})

    knows = Knows(
        concepts=(concept("kv-cache", "KV 缓存", "inference"), concept("quantization", "量化", "compression"))
    )
    [question] = link(asked("KV 缓存怎么量化"), knows).questions
    assert question.concepts == ("kv-cache", "quantization")
    assert question.topic == "inference"


SHARED = HERE.parents[2] / "shared" / "gold" / "linking" / "duplicates.jsonl"


@pytest.mark.parametrize("shipped", [False, True], ids=["alone", "with the shipped knowledge"])
def test_the_clusters_of_an_expert_are_found_in_real_documents(shipped: bool) -> None:
    """Over the questions of five scraped documents: what an expert called the same is one question."""
    if not SHARED.is_file():
        pytest.skip("the expert's clusters over the five documents do not lie beside this checkout")
    spec = importlib.util.spec_from_file_location("score_clusters", HERE / "score_clusters.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_clusters"] = module
    spec.loader.exec_module(module)
    known = shipped_knowledge() if shipped else Knows()
    assert module.score(known).f1 >= 0.92
