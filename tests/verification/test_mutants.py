"""Mutation testing for facts: what is perturbed, what dies, and who says why a survivor may live."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.models import MutationRecord
from pipeline.verification import (
    LoadedMutations,
    Snippet,
    check_mutations,
    execute,
    list_snippets,
    load_mutations,
    perturb_all,
    sandbox,
    stands,
    write_mutations,
)
from pipeline.verification.mutants import Perturbed, mutants, perturb

Written = Callable[..., Snippet]

MEASURE = 'return {"factor": 2.0 * 2.0}'


def names(snippet: Snippet) -> list[str]:
    return [mutant.name for mutant in mutants(snippet.code)]


def test_one_operator_number_or_comparison_is_perturbed_at_a_time(written: Written) -> None:
    body = 'x, y = 3, True\n    return {"factor": 4.0 if x < 5 and not y else -x + 7.0}'
    assert names(written((MEASURE, body))) == [
        "measure: (3, True) -> (4, True)",
        "measure: (3, True) -> (3, False)",
        "measure: 4.0 if x < 5 and (not y) else -x + 7.0 -> 5.0 if x < 5 and (not y) else -x + 7.0",
        "measure: x < 5 and (not y) -> x < 5 or not y",
        "measure: x < 5 -> x >= 5",
        "measure: x < 5 -> x < 6",
        "measure: x < 5 and (not y) -> x < 5 and (not not y)",
        "measure: -x + 7.0 -> -x - 7.0",
        "measure: -x + 7.0 -> +x + 7.0",
        "measure: -x + 7.0 -> -x + 8.0",
    ]


def test_a_mutant_differs_from_its_snippet_in_that_place_alone(written: Written) -> None:
    snippet = written(
        ("def measure", "SCALE = 0.5\n\n\ndef measure"), (MEASURE, MEASURE.replace("2.0 *", "SCALE * 4.0 *"))
    )
    plain = ast.unparse(ast.parse(snippet.code)).splitlines()
    for mutant in mutants(snippet.code):
        changed = [(a, b) for a, b in zip(plain, mutant.code.splitlines(), strict=True) if a != b]
        assert len(changed) == 1
        assert ast.unparse(ast.parse(snippet.code.splitlines()[mutant.line - 1].strip())) == changed[0][0].strip()


def test_what_measure_comes_by_is_perturbed_and_nothing_else(written: Written) -> None:
    """Predictions are not the measurement, nor is what only the control calls."""
    helper = "SCALE = 0.5\n\n\ndef half(x):\n    return x * SCALE\n\n\ndef unused(x):\n    return x + 1\n\n\n"
    snippet = written(
        ("def measure", helper + "def measure"), (MEASURE, 'return {"factor": half(8.0)}'),
        ("2.0 + 1.0", "unused(2.0)"),
    )  # fmt: skip
    assert names(snippet) == [
        "SCALE: 0.5 -> 1.5",
        "half: x * SCALE -> x / SCALE",
        "measure: half(8.0) -> half(9.0)",
    ]


@pytest.mark.parametrize(
    "setting",
    ["torch.manual_seed(7)", "torch.Generator().manual_seed(7)", "Random(7)", "Linear(16, 16)", "Config(rank=8, rate=0.1)",
     "torch.randn(1, (5, 6))", "range(20)", "Linear(16, 16, bias=False)", "draw(seed=3)", 'f"{3 + 4}"'],
)  # fmt: skip
def test_settings_of_the_experiment_are_not_perturbed(written: Written, setting: str) -> None:
    """A fact holds for another seed and another width too: that such a mutant lives would say nothing."""
    assert names(written((MEASURE, f'unused = {setting}\n    return {{"factor": 4}}'))) == ['measure: {\'factor\': 4} -> {\'factor\': 5}']  # fmt: skip


def test_a_dictionary_that_becomes_the_arguments_of_a_constructor_is_a_setting_too(written: Written) -> None:
    body = 'sizes, other = {"width": 8}, {"share": 8}\n    sizes = {"width": 8, "heads": (2, 4)}\n    Config(**sizes)\n    return {"factor": 4.0 + len(other)}'
    assert [name for name in names(written((MEASURE, body))) if "heads" in name] == []
    assert [name for name in names(written((MEASURE, body))) if "share" in name] != []


def test_numbers_that_say_more_than_how_much_are_perturbed_there_too(written: Written) -> None:
    snippet = written((MEASURE, 'unused = range(0, 8 * len("x")), sum(8, 9)\n    return {"factor": 4}'))
    assert "measure: 8 * len('x') -> 9 * len('x')" in names(snippet)
    assert "measure: sum(8, 9) -> sum(8, 10)" in names(snippet)
    assert any("range(1," in name for name in names(snippet))


def test_mutants_come_out_alike_every_time() -> None:
    for snippet in list_snippets().snippets[:8]:
        assert mutants(snippet.code) == mutants(snippet.code)
        assert len(mutants(snippet.code)) > 0


def _perturbed(snippet: Snippet) -> Perturbed:
    return perturb(snippet, "cpu", execute)


def test_a_measurement_that_matters_kills_every_mutant(written: Written) -> None:
    perturbed = _perturbed(written((MEASURE, 'return {"factor": 2.0 * 3.0 - 2.0}')))
    assert perturbed.failed == ""
    assert len(perturbed.fates) == 5
    assert perturbed.survivors == []
    assert perturbed.fates[0].died == "measured factor = 8, the fact predicts 4"


def test_what_the_proof_does_not_look_at_survives_and_is_named(written: Written) -> None:
    """Half of this measurement is thrown away: whoever reads the proof would think that it counts."""
    perturbed = _perturbed(written((MEASURE, 'thrown_away = 5.0 - 1.0\n    return {"factor": 4.0}')))
    assert [mutant.name for mutant in perturbed.survivors] == [
        "measure: 5.0 - 1.0 -> 5.0 + 1.0",
        "measure: 5.0 - 1.0 -> 6.0 - 1.0",
        "measure: 5.0 - 1.0 -> 5.0 - 2.0",
    ]


def test_a_mutant_that_never_ends_dies_by_the_clock_and_one_that_breaks_by_its_error(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.verification.mutants.PAUSE", 0.3)
    endless = 'n = 4\n    while n != 0:\n        n -= 1\n    return {"factor": [4.0][n]}'
    died = {fate.mutant.name: fate.died for fate in _perturbed(written((MEASURE, endless))).fates}
    assert died["measure: n -= 1 -> n += 1"] == "the clock"
    assert died["measure: n != 0 -> n != 1"] == "IndexError: list index out of range"


def test_a_snippet_that_does_not_hold_has_no_mutants_to_speak_of(written: Written) -> None:
    perturbed = _perturbed(written((MEASURE, 'return {"factor": 2.0 * 2.5}')))
    assert (perturbed.fates, perturbed.failed) == (
        (),
        "unperturbed, it does not hold: measured factor = 5, the fact predicts 4",
    )


def test_a_snippet_of_several_processes_is_perturbed_too(written: Written) -> None:
    """Its processes load the file again, so that each mutant has to be a file."""
    snippet = written(
        ("import json\n", "import json\nimport multiprocessing\nimport sys\n\n\ndef work(x):\n    return x * 2.0\n"),
        (MEASURE, 'with multiprocessing.get_context("spawn").Pool(1) as pool:\n        return {"factor": pool.map(work, [2.0])[0]}'),
    )  # fmt: skip
    perturbed = _perturbed(snippet)
    assert perturbed.failed == ""
    assert perturbed.survivors == []
    assert {fate.mutant.where for fate in perturbed.fates} == {"work", "measure"}


@pytest.mark.skipif(bool(sandbox.unavailable()), reason=f"no sandbox here: {sandbox.unavailable()}")
def test_mutants_run_in_the_sandbox_with_the_same_result(written: Written) -> None:
    snippet = written((MEASURE, 'thrown_away = 5.0 - 1.0\n    return {"factor": 4.0}'))
    assert perturb(snippet, "cpu", sandbox.execute).fates == _perturbed(snippet).fates


# --------------------------------------------------------------------------------------------------- the record


@pytest.fixture
def record(written: Written) -> MutationRecord:
    [made] = perturb_all([written((MEASURE, 'thrown_away = 5.0\n    return {"factor": 4.0 + 0.0}'))], "cpu")
    assert isinstance(made, MutationRecord)
    return made


def test_a_record_says_how_many_there_were_and_which_still_hold(record: MutationRecord) -> None:
    assert (record.mutants, record.survivors) == (
        4,
        ("measure: 5.0 -> 6.0", "measure: 4.0 + 0.0 -> 4.0 - 0.0"),
    )
    assert record.run.cpu_seconds > 0


def test_a_record_is_written_once_and_again_only_where_something_changed(
    record: MutationRecord, tmp_path: Path
) -> None:
    assert write_mutations(tmp_path, record) is True
    later = record.model_copy(update={"run": record.run.model_copy(update={"at": "2030-01-01T00:00:00Z"})})
    assert write_mutations(tmp_path, later) is False
    assert load_mutations(tmp_path).records == {"doubling": record}
    assert write_mutations(tmp_path, later.model_copy(update={"mutants": 5})) is True


def _checked(snippet: Snippet, record: MutationRecord | None, **reasons: str) -> list[str]:
    why = dict(zip(record.survivors, reasons.values(), strict=False)) if record else {}
    known = LoadedMutations({"doubling": record} if record else {}, {"doubling": why}, [])
    return [problem.found for problem in check_mutations([snippet], known)]


def test_the_check_runs_nothing_and_wants_a_record_a_reason_and_nine_in_ten_dead(
    written: Written, record: MutationRecord
) -> None:
    same = written((MEASURE, 'thrown_away = 5.0\n    return {"factor": 4.0 + 0.0}'))
    assert _checked(same, None) == ["no record"]
    assert _checked(written(), record) == ["one of another version of its file"]
    assert _checked(same, record.model_copy(update={"rules": 0})) == ["one of another version of its file"]
    assert _checked(same, record) == [
        "no reason for 'measure: 5.0 -> 6.0'",
        "no reason for 'measure: 4.0 + 0.0 -> 4.0 - 0.0'",
        "50.0%",
    ]
    explained = {"a": "nothing reads this number", "b": "zero has no sign"}
    assert _checked(same, record.model_copy(update={"mutants": 20}), **explained) == []


def test_a_reason_for_what_no_longer_lives_is_told(written: Written) -> None:
    snippet = written()
    [made] = perturb_all([snippet], "cpu")
    assert isinstance(made, MutationRecord)
    known = LoadedMutations({"doubling": made}, {"doubling": {"measure: gone": "it was a size"}}, [])
    assert [p.found for p in check_mutations([snippet], known)] == ["'measure: gone', which died or is no longer made"]


def test_a_record_or_a_list_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "mutants").mkdir()
    (tmp_path / "mutants" / "x.json").write_text("{}", "utf-8")
    (tmp_path / "mutants" / "reasons.toml").write_text("[x\n", "utf-8")
    assert [p.path for p in load_mutations(tmp_path).problems] == [
        "evidence/mutants/x.json",
        "evidence/mutants/reasons.toml",
    ]


def test_the_command_perturbs_records_and_takes_from_the_record_what_has_not_changed(tmp_path: Path) -> None:
    (tmp_path / "data" / "graph" / "facts").mkdir(parents=True)
    root = Path(__file__).parents[2]

    def kanwu(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pipeline.faces.cli", "verify", "pipeline_bubble", "--mutate", *arguments],
            cwd=tmp_path, capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(root)},
        )  # fmt: skip

    assert kanwu("--check").returncode == 1
    ran = kanwu("--record", "--json", "--device", "cpu")
    row = json.loads(ran.stdout)
    assert row["mutants"] > 5
    file = tmp_path / "data" / "graph" / "evidence" / "mutants" / "pipeline_bubble.json"
    before = file.read_bytes()
    assert json.loads(kanwu("--record", "--json", "--device", "cpu").stdout) == row
    assert file.read_bytes() == before
    assert "died" in ran.stderr
    assert kanwu("--bundle").returncode == 2


# ------------------------------------------------------------------------------------------------------ the library


def test_nine_of_ten_mutants_of_the_library_die_and_each_survivor_has_its_reason() -> None:
    """By the records, which stand for as long as the files do: nothing is run here."""
    evidence = Path(__file__).parents[2] / "data" / "graph" / "evidence"
    known = load_mutations(evidence)
    recorded = [snippet for snippet in list_snippets().snippets if stands(snippet, known.records)]
    assert [str(problem) for problem in check_mutations(recorded, known)] == []
