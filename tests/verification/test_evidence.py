"""Evidence: rewritten only when code or result changed, and never taken at its word."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.models import Evidence, Fact, Words
from pipeline.verification import Snippet, check, load_evidence, run, state_of, write_evidence

Written = Callable[..., Snippet]


def _fact(name: str, snippet: str | None) -> Fact:
    subject, relation = name.split(".")
    words = Words(zh="翻倍两次就是四倍。", en="Doubling twice multiplies by four.")
    return Fact(id=name, subject=subject, relation=relation, objects=("4",), statement=words, snippet=snippet)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "evidence"


def test_a_rerun_with_the_same_result_leaves_the_file_as_it_was(written: Written, folder: Path) -> None:
    """Else every run would change the repository, and nobody would see what really changed."""
    snippet = written()
    assert write_evidence(folder, run(snippet, "cpu"))
    before = (folder / "doubling@cpu.json").read_bytes()
    later = run(snippet, "cpu")
    later = later.model_copy(update={"run": later.run.model_copy(update={"at": "2031-01-01T00:00:00Z"})})
    assert not write_evidence(folder, later)
    assert (folder / "doubling@cpu.json").read_bytes() == before


def test_a_changed_file_or_result_or_set_of_facts_is_written(written: Written, folder: Path) -> None:
    evidence = run(written(), "cpu")
    write_evidence(folder, evidence)
    assert write_evidence(folder, evidence.model_copy(update={"digest": "0" * 64}))
    assert write_evidence(folder, evidence.model_copy(update={"measured": {"factor": 4.01}}))
    assert write_evidence(folder, evidence.model_copy(update={"facts": ("doubling.factor",)}))


def test_a_skipped_run_is_never_recorded(written: Written, folder: Path) -> None:
    skipped = run(written(("import json\n", "import json\nimport no_such_library\n")), "cpu")
    assert not write_evidence(folder, skipped)
    assert not folder.exists()


def test_what_was_written_reads_back_as_it_was(written: Written, folder: Path) -> None:
    evidence = run(written(), "cpu", ["doubling.factor"])
    write_evidence(folder, evidence)
    assert load_evidence(folder) == ([evidence], [])
    assert [path.name for path in folder.iterdir()] == ["doubling@cpu.json"]


def test_the_knowledge_says_which_facts_a_snippet_settles_and_not_the_record(written: Written, folder: Path) -> None:
    write_evidence(folder, run(written(), "cpu", ["doubling.renamed-since"]))
    facts = {fact.id: fact for fact in (_fact("doubling.factor", "doubling"), _fact("halving.factor", None))}
    [evidence] = load_evidence(folder, facts).evidence
    assert evidence.facts == ("doubling.factor",)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "\udcff", '{"snippet": 1}', "null", "[" * 100_000])
def test_a_file_that_is_no_evidence_becomes_a_problem_and_the_rest_is_read(
    written: Written, folder: Path, text: str
) -> None:
    write_evidence(folder, run(written(), "cpu"))
    (folder / "broken@cpu.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    loaded = load_evidence(folder)
    assert [evidence.snippet for evidence in loaded.evidence] == ["doubling"]
    [problem] = loaded.problems
    assert problem.path == "evidence/broken@cpu.json"
    assert "kanwu verify --record" in problem.remedy


def test_evidence_under_another_snippets_name_is_refused(written: Written, folder: Path) -> None:
    write_evidence(folder, run(written(), "cpu"))
    (folder / "doubling@cpu.json").rename(folder / "tripling@cpu.json")
    assert load_evidence(folder).evidence == []


def test_the_states_of_a_proof_are_missing_holds_stale_and_failed(written: Written) -> None:
    snippet = written()
    evidence = run(snippet, "cpu")
    assert state_of(snippet, [], "cpu") == "missing"
    assert state_of(snippet, [evidence], "cpu") == "holds"
    assert state_of(snippet, [evidence], "cuda") == "missing"
    assert state_of(written(("2.0 + 1.0", "1.0 + 2.0")), [evidence], "cpu") == "stale"
    assert state_of(snippet, [evidence.model_copy(update={"holds": False})], "cpu") == "failed"


@pytest.mark.parametrize(
    "forged", [{"measured": {"factor": 3.0}}, {"control": {"factor": 4.0}}, {"measured": {}}], ids=str
)
def test_a_record_whose_numbers_make_no_proof_has_failed_whatever_it_says(
    written: Written, forged: dict[str, dict[str, float]]
) -> None:
    """A line edited by hand must not turn a failure into a proof."""
    snippet = written()
    assert state_of(snippet, [run(snippet, "cpu").model_copy(update=forged)], "cpu") == "failed"


def test_numbers_at_the_edge_of_the_tolerance_survive_the_rounding_of_the_record(
    written: Written, folder: Path
) -> None:
    snippet = written(("2.0 * 2.0", "4.0999999"))
    write_evidence(folder, run(snippet, "cpu"))
    assert state_of(snippet, load_evidence(folder).evidence, "cpu") == "holds"


def test_check_names_what_is_missing_stale_failed_orphaned_and_misspelt(written: Written) -> None:
    good, lost, old = written(name="good"), written(name="lost"), written(name="old")
    recorded = [run(good, "cpu"), _of("old", run(old, "cpu"), digest="0" * 64), _of("gone", run(good, "cpu"))]
    fact = _fact("doubling.factor", "godo")
    problems = check([good, lost, old], [good, lost, old], recorded, "cpu", {fact.id: fact})
    assert [(problem.path, problem.found) for problem in problems] == [
        ("evidence/lost@cpu.json", "no evidence"),
        ("evidence/old@cpu.json", "evidence of another version of its file"),
        ("evidence/gone@cpu.json", "none called gone"),
        ("fact doubling.factor", "godo"),
    ]
    assert check([good], [good], recorded[:1], "cpu", {}) == []


def test_a_record_names_no_path_and_no_host(written: Written, folder: Path, tmp_path: Path) -> None:
    write_evidence(folder, run(written(), "cpu"))
    text = (folder / "doubling@cpu.json").read_text("utf-8")
    assert str(tmp_path) not in text and str(Path.home()) not in text
    assert json.loads(text)["run"]["hardware"]


def _of(name: str, evidence: Evidence, **changes: str) -> Evidence:
    return evidence.model_copy(update={"snippet": name, **changes})
