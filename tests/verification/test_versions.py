"""Version-scoped truth: a fact may hold only from, or until, a version of a library, and whoever reads it is told."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from pipeline.publishing.questions import holds
from pipeline.publishing.staging import pages
from pipeline.verification import Snippet, execute, load_evidence, run, sandbox, write_evidence
from pipeline.verification.matrix import asked_of, built, environments, state_of_run, try_versions, write_matrix
from pipeline.verification.scopes import Reading, Scope, State, load_scopes, scope_of, unread
from tests.publishing.sample import graph, sample

Written = Callable[..., Snippet]


def readings(*rows: tuple[str, str, State]) -> list[Reading]:
    return [Reading({"transformers": one, "peft": other}, state, "") for one, other, state in rows]


@pytest.mark.parametrize(
    ("rows", "scope"),
    [
        ([("4.9.0", "0.1", "holds"), ("5.0.0", "0.1", "holds")], Scope("", "")),
        ([("4.9.0", "0.1", "differs"), ("4.10.0", "0.1", "holds"), ("5.0.0", "0.1", "holds")], Scope("transformers 4.10.0", "")),
        ([("4.9.0", "0.1", "holds"), ("4.10.0", "0.1", "holds"), ("5.0.0", "0.1", "differs")], Scope("", "transformers 4.10.0")),
        ([("4.9.0", "0.9", "differs"), ("4.9.0", "0.10", "holds"), ("5.0.0", "0.9", "differs"), ("5.0.0", "0.10", "holds")], Scope("peft 0.10", "")),
        ([("4.9.0", "0.1", "holds"), ("4.10.0", "0.1", "differs"), ("5.0.0", "0.1", "holds")], Scope("", "")),
        ([("4.9.0", "0.1", "cannot run"), ("5.0.0", "0.1", "holds")], Scope("", "")),
        ([("4.9.0", "0.1", "differs"), ("5.0.0", "0.1", "differs")], Scope("", "")),
    ],
    ids=["always", "since", "until", "of the other library", "in between", "cannot run there", "nowhere"],
)  # fmt: skip
def test_from_and_until_which_version_a_fact_holds(rows: list[tuple[str, str, State]], scope: Scope) -> None:
    assert scope_of(readings(*rows)) == scope


def test_what_cannot_run_with_a_version_says_nothing_of_the_fact(written: Written) -> None:
    """A moved import is no evidence that a fact was otherwise then."""
    broken = written(('return {"factor": 2.0 * 2.0}', "raise AttributeError('gone')"), name="broken")
    other = written(("2.0 * 2.0", "2.0 * 2.5"), name="other")
    assert state_of_run(run(broken, "cpu")) == ("cannot run", "exit status 1: AttributeError: gone")
    assert state_of_run(run(other, "cpu")) == ("differs", "measured factor = 5, the fact predicts 4")
    assert state_of_run(run(written(), "cpu")) == ("holds", "")


def test_a_proof_runs_once_for_each_combination_that_it_reads(written: Written) -> None:
    every = environments()
    reads = {library: written(("import json\n", f"import json\n\nimport {library}\n"), name=library) for library in ("transformers", "peft", "torch")}  # fmt: skip
    assert len(every) == len({tuple(versions.items()) for versions in every})
    assert len(asked_of(reads["peft"], every)) == len(every)  # peft is built on transformers
    assert len(asked_of(reads["transformers"], every)) == len({versions["transformers"] for versions in every})


def test_an_environment_shares_all_that_it_does_not_replace(tmp_path: Path) -> None:
    [here] = environments()[-1:]
    with built(here) as python:
        asked = subprocess.run([str(python), "-c", "import sys, torch, pytest; print(sys.prefix)"], capture_output=True, text=True, check=True)  # fmt: skip
        assert Path(asked.stdout.strip()) == python.parent.parent
    assert not python.exists()


def test_its_python_runs_proofs_inside_the_sandbox_too(written: Written) -> None:
    if sandbox.unavailable():
        pytest.skip(f"no sandbox here: {sandbox.unavailable()}")
    snippet = written(("import json\n", "import json\n\nimport peft\n"))
    here = environments()[-1:]
    read = try_versions([snippet], lambda python: partial(sandbox.execute, python=python), every=here)
    assert read == {"doubling": [Reading(here[0], "holds", "")]}


def test_a_fact_that_another_version_contradicts_is_found_and_its_badge_says_since_when(
    written: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From environment to page: an older peft multiplies otherwise, so the fact holds since the one installed here."""
    index, shelf = tmp_path / "index", "peft-0.0.1.dist-info"
    index.mkdir()
    with zipfile.ZipFile(index / "peft-0.0.1-py3-none-any.whl", "w") as wheel:
        wheel.writestr("peft/__init__.py", "FACTOR = 2.5\n")
        wheel.writestr(f"{shelf}/METADATA", "Metadata-Version: 2.1\nName: peft\nVersion: 0.0.1\n")
        wheel.writestr(
            f"{shelf}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{shelf}/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    [here] = environments()[-1:]
    # It asks for the version alone: loading peft twice would take ten seconds.
    asks = "float(__import__('importlib.metadata').metadata.version('peft') == '0.0.1')"
    never = "def never() -> None:\n    import peft\n\n\ndef measure"
    snippet = written(("2.0 * 2.0", f"2.0 * 2.0 + {asks}"), ("def measure", never))
    read = try_versions(
        [snippet], lambda python: partial(execute, python=python), every=[here | {"peft": "0.0.1"}, here]
    )
    assert [reading.state for reading in read["doubling"]] == ["differs", "holds"]
    assert read["doubling"][0].reason == "measured factor = 5, the fact predicts 4"
    write_evidence(tmp_path / "evidence", run(snippet, "cpu", by=execute))
    write_matrix(tmp_path / "evidence", [snippet], read)
    [evidence] = load_evidence(tmp_path / "evidence").evidence
    results = sample()
    shown = pages(
        results._replace(evidence=(results.evidence[0].model_copy(update={"since": evidence.since}),)), graph()
    )
    assert f'title="1 个可运行的证明，自 peft {here["peft"]} 起成立">▸ 1 个证明<' in shown["q/zero-2-partitions.md"]
    assert f"自 peft {here['peft']} 起成立" in shown["proofs/zero_share.md"]


def test_what_was_not_run_over_the_versions_since_it_changed_is_named(written: Written, tmp_path: Path) -> None:
    old, new = written(name="old"), written(name="new")
    write_matrix(tmp_path, [old], {"old": readings(("5.0.0", "0.1", "holds"))})
    assert unread(tmp_path, {"old": old.digest, "new": new.digest}) == ["new"]
    assert unread(tmp_path, {"old": "0" * 64}) == ["old"]


def test_the_record_is_read_with_the_evidence_and_shown_on_its_page(written: Written, tmp_path: Path) -> None:
    snippet = written()
    write_evidence(tmp_path, run(snippet, "cpu", by=execute))
    old = readings(("4.9.0", "0.1", "differs"), ("5.0.0", "0.1", "holds"))
    assert write_matrix(tmp_path, [snippet], {"doubling": old}) is True
    assert write_matrix(tmp_path, [snippet], {"doubling": old}) is False
    [evidence] = load_evidence(tmp_path).evidence
    assert (evidence.since, evidence.until) == ("transformers 5.0.0", "")
    assert holds(evidence) == "自 transformers 5.0.0 起成立"
    assert "since" not in evidence.model_dump(mode="json")
    changed = written(("TOLERANCE = 0.1", "TOLERANCE = 0.2"))
    write_evidence(tmp_path, run(changed, "cpu", by=execute))
    [evidence] = load_evidence(tmp_path).evidence
    assert (evidence.since, holds(evidence)) == ("", "成立")


def test_a_record_of_some_snippets_keeps_what_was_said_of_the_others(written: Written, tmp_path: Path) -> None:
    first, second = written(name="first"), written(name="second")
    write_matrix(tmp_path, [first], {"first": readings(("5.0.0", "0.1", "holds"))})
    write_matrix(tmp_path, [second], {"second": readings(("5.0.0", "0.1", "holds"))})
    assert sorted(load_scopes(tmp_path)) == ["first", "second"]


@pytest.mark.parametrize("text", ["", "[]", '{"x": 1}', '{"x": {}}'])
def test_a_record_that_cannot_be_read_is_a_problem_and_no_traceback(tmp_path: Path, text: str) -> None:
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / "matrix.json").write_text(text, "utf-8")
    problems = load_evidence(tmp_path).problems
    assert [problem.path for problem in problems] == ["evidence/versions/matrix.json"]
