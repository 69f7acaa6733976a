"""The graph says what hangs together, how it is known and where it stands, and repeats no sentence of a document."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest
from typer.testing import CliRunner

from pipeline import graph
from pipeline.faces.cli import app
from pipeline.models import (
    Agent,
    Claim,
    Concept,
    Decision,
    Document,
    Evidence,
    Fact,
    Finding,
    KanwuError,
    Link,
    Passage,
    QAPair,
    Question,
    Results,
    Run,
    Verdict,
    Words,
)

TEXT = "ZeRO-2 切分什么？\nZeRO-2 切分模型参数。\n"
WORDS = Words(zh="如此。", en="So.")


def at(start: int, end: int, line: int) -> Passage:
    return Passage(document="notes.txt", start=start, end=end, line=line, end_line=line, quote=TEXT[start:end])


def concept(name: str, zh: str, en: str, *broader: str) -> Concept:
    return Concept.model_validate(
        {"id": name, "prefLabel": {"zh": zh, "en": en}, "definition": {"zh": zh, "en": en}, "broader": broader}
    )


def results() -> Results:
    """One document, one pair, one wrong claim, one fact, one proof, one decision: the whole line once."""
    claim = Claim(
        id="c" * 12,
        subject="zero-2",
        relation="partitions",
        objects=("parameters",),
        passage=at(11, 24, 2),
        pair="a" * 12,
    )
    pair = QAPair(
        id="a" * 12, document="notes.txt", sha256="0" * 64, lang="zh", question="ZeRO-2 切分什么？",
        question_at=at(0, 10, 1), answer="ZeRO-2 切分模型参数。", answer_at=(at(11, 24, 2),), rule="heading",
    )  # fmt: skip
    fact = Fact(
        id="zero-2.partitions", subject="zero-2", relation="partitions", objects=("gradients",), statement=WORDS
    )
    finding = Finding(
        id="f" * 12, verdict=Verdict.contradicted, passage=at(11, 24, 2), pair=pair.id, claim=claim, fact=fact.id,
        message=WORDS, detectors=("facts",), confidence=0.9,
    )  # fmt: skip
    software = Agent(name="kanwu", kind="software", version="0")
    decision = Decision(
        id="d" * 12, kind="propose", target=claim.group, agent=software, reason="cited", at="2026-01-01T00:00:00Z",
        fact=fact.id, evidence=("zero_stages@cpu",),
    )  # fmt: skip
    evidence = Evidence(
        snippet="zero_stages", facts=(fact.id,), device="cpu", holds=True, digest="0" * 64,
        run=Run(at="2026-01-01T00:00:00Z", seconds=1.0, hardware="a machine"),
    )  # fmt: skip
    question = Question(
        id="zero-2-partitions", provisional=False, wording="ZeRO-2 切分什么？", lang="zh", pairs=(pair.id,),
        concepts=("zero-2",),
    )  # fmt: skip
    return Results(
        version="0" * 12,
        documents=(Document(path="notes.txt", sha256="0" * 64, format="text", encoding="utf-8", source=TEXT),),
        spans={},
        sources={},
        pairs=(pair,),
        questions=(question,),
        links=(Link(a=pair.id, b=question.id, relation="same", score=1.0, why="known", method="known"),),
        claims=(claim,),
        findings=(finding,),
        concepts={
            c.id: c
            for c in (
                concept("zero", "零冗余优化器", "ZeRO"),
                concept("zero-2", "ZeRO 第二阶段", "ZeRO-2", "zero"),
                concept("zero-3", "ZeRO 第三阶段", "ZeRO-3", "zero"),
                concept("softmax", "柔性最大值", "softmax"),
            )
        },
        relations={},
        facts={fact.id: fact},
        answers={},
        stale={},
        evidence=(evidence,),
        corrections={},
        decisions=(decision,),
        status={question.id: "disputed"},
        problems=(),
    )


@pytest.fixture
def built() -> nx.MultiDiGraph[str]:
    return graph.build(results())


def kinds(built: nx.MultiDiGraph[str], source: str, target: str) -> set[str]:
    return {data["type"] for data in (built.get_edge_data(source, target) or {}).values()}


def test_a_wrong_claim_is_led_to_its_proof_and_its_decision(built: nx.MultiDiGraph[str]) -> None:
    """Source, claim, fact, proof and decision are one chain that a reader can walk."""
    claim, fact = "claim:" + "c" * 12, "fact:zero-2.partitions"
    assert kinds(built, "document:notes.txt", "pair:" + "a" * 12) == {"contains"}
    assert kinds(built, "pair:" + "a" * 12, "question:zero-2-partitions") == {"asks"}
    assert kinds(built, "pair:" + "a" * 12, claim) == {"asserts"}
    assert kinds(built, claim, fact) == {"contradicts"}
    assert kinds(built, "evidence:zero_stages@cpu", fact) == {"proves"}
    assert kinds(built, "decision:" + "d" * 12, claim) == {"decides"}


def test_every_edge_says_how_it_is_known_and_how_surely(built: nx.MultiDiGraph[str]) -> None:
    """Nothing hangs together just so; what rests on words names the place."""
    for _, _, data in built.edges(data=True):
        assert data["type"] in graph.building.EDGES
        assert data["method"] and 0 <= data["confidence"] <= 1
    [asserts] = [data for *_, data in built.edges(data=True) if data["type"] == "asserts"]
    assert asserts["passage"] == "notes.txt:2/11-24"


def test_no_sentence_of_a_document_is_in_the_file(built: nx.MultiDiGraph[str]) -> None:
    """graph.json is committed and shared; what was scraped is neither."""
    text = graph.dump(built)
    assert "切分" not in text
    assert "ZeRO 第二阶段" in text


def test_the_file_is_one_record_a_line_and_comes_back_as_it_was(built: nx.MultiDiGraph[str]) -> None:
    """A reviewer reads the difference of two builds line by line; networkx reads it without us."""
    text = graph.dump(built)
    again = graph.load(text)
    assert graph.dump(again) == text
    assert nx.utils.graphs_equal(again, built)
    records = [line for line in text.splitlines() if line.startswith(('{"id"', '{"source"'))]
    assert len(records) == built.number_of_nodes() + built.number_of_edges()
    assert nx.node_link_graph(json.loads(text), edges="edges").number_of_nodes() == built.number_of_nodes()


def test_two_builds_of_the_same_records_are_the_same_file() -> None:
    """A commit shows what changed and nothing else."""
    found = results()
    turned = found._replace(concepts=dict(reversed(list(found.concepts.items()))))
    assert graph.dump(graph.build(found)) == graph.dump(graph.build(turned))


@pytest.mark.parametrize("name", ["zero-2", "concept:zero-2", "ZeRO 2", "zero2", "ZeRO第二阶段", "ＺｅＲＯ-2"])
def test_a_concept_is_found_by_id_and_by_label(built: nx.MultiDiGraph[str], name: str) -> None:
    """Nobody knows ids by heart."""
    shown = graph.show(built, name)
    assert shown.node == "concept:zero-2"
    assert {(n.type, n.out, n.node) for n in shown.neighbours} >= {
        ("broader", True, "concept:zero"),
        ("about", False, "fact:zero-2.partitions"),
        ("about", False, "question:zero-2-partitions"),
    }


def test_an_unknown_name_is_answered_with_what_comes_near(built: nx.MultiDiGraph[str]) -> None:
    """A slip of the pen costs one more try, not a search."""
    with pytest.raises(KanwuError, match=r"sofmax.*Did you mean softmax"):
        graph.show(built, "sofmax")


def test_a_path_goes_by_the_nearest_meaning(built: nx.MultiDiGraph[str]) -> None:
    """Two stages of ZeRO hang together by ZeRO."""
    steps = graph.path(built, "ZeRO-2", "ZeRO-3")
    assert [(s.source, s.target, s.out) for s in steps] == [
        ("concept:zero-2", "concept:zero", True),
        ("concept:zero", "concept:zero-3", False),
    ]
    assert graph.path(built, "ZeRO-2", "softmax") == []
    assert graph.path(built, "ZeRO-2", "zero-2") == []


def test_statistics_count_every_type_and_name_what_stands_alone(built: nx.MultiDiGraph[str]) -> None:
    """An editor sees which concepts nothing speaks of."""
    found = graph.stats(built)
    assert (found.nodes["concept"], found.nodes["pair"], found.edges["contains"]) == (4, 1, 1)
    assert found.alone == {"concept": 1}
    assert found.components == 2
    assert found.hubs[0][0] == "concept:zero-2"
    assert graph.stats(nx.MultiDiGraph()).components == 0


def test_a_record_that_names_what_is_gone_makes_no_node() -> None:
    """A decision about a document that was taken down leaves no ghost in the graph."""
    found = results()
    gone = found.decisions[0].model_copy(update={"id": "e" * 12, "target": "pairs:" + "1" * 12 + "+" + "2" * 12})
    built = graph.build(found._replace(decisions=(*found.decisions, gone)))
    assert "pair:" + "1" * 12 not in built
    assert all("type" in data for _, data in built.nodes(data=True))


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"nodes": 1}', "not json", '{"nodes": [], "edges": [{"source": 1}]}']
)
def test_what_is_no_graph_is_refused_in_one_paragraph(text: str) -> None:
    """The wrong file named by --graph is said to be that."""
    with pytest.raises(KanwuError, match="expected"):
        graph.load(text, "some.json")


class TestCommands:
    """`kanwu graph` prints what these functions find."""

    @pytest.fixture
    def file(self, tmp_path: Path, built: nx.MultiDiGraph[str]) -> str:
        place = tmp_path / "graph.json"
        place.write_text(graph.dump(built), "utf-8")
        return str(place)

    def test_show_names_the_neighbours_with_their_grounds(self, file: str) -> None:
        """The reader sees not only what is near but why."""
        answer = CliRunner().invoke(app, ["graph", "show", "ZeRO-2", "--graph", file])
        assert answer.exit_code == 0
        assert "→ broader (1)" in answer.stdout and "concept:zero  [editor, 1]" in answer.stdout

    def test_json_is_one_object(self, file: str) -> None:
        """A script reads each command's answer with one call."""
        for words in (["show", "zero-2"], ["path", "zero-2", "zero-3"], ["stats"]):
            answer = CliRunner().invoke(app, ["graph", *words, "--json", "--graph", file])
            assert answer.exit_code == 0
            assert isinstance(json.loads(answer.stdout), dict)

    def test_without_a_graph_it_says_what_to_do(self, tmp_path: Path) -> None:
        """A new project is told to build first."""
        answer = CliRunner().invoke(app, ["graph", "stats", "--graph", str(tmp_path / "none.json")])
        assert isinstance(answer.exception, KanwuError)
        assert "kanwu build" in str(answer.exception)
