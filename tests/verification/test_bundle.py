"""The bundle carries the proofs to other machines; what comes back is numbers, and we decide on them anew."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.verification import Snippet, bundle, list_snippets, read_back, run

Written = Callable[..., Snippet]


def _printed(snippets: Sequence[Snippet], tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What the bundle prints in an empty folder, run by this Python without any of our code at hand."""
    script, away = tmp_path / "proofs.py", tmp_path / "away"
    script.write_text(bundle(snippets), "utf-8")
    away.mkdir()
    return subprocess.run(
        [sys.executable, "-I", str(script), "--device", "cpu", *arguments],
        cwd=away, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def line(written: Written, tmp_path: Path) -> dict[str, Any]:
    """One honest line of a bundle's output."""
    loaded: dict[str, Any] = json.loads(_printed([written()], tmp_path).stdout)
    return loaded


def test_what_the_bundle_prints_imports_as_what_a_run_here_finds(written: Written, tmp_path: Path) -> None:
    good, wrong = written(name="good"), written(("2.0 * 2.0", "3.0"), name="wrong")
    ran = _printed([wrong, good], tmp_path)
    back = read_back(ran.stdout, "proofs.jsonl", [good, wrong], lambda name: [f"{name}.factor"])
    assert ran.returncode == 1
    assert ran.stderr.splitlines() == ["holds   good  ", "FAILED  wrong  measured factor = 3, the fact predicts 4"]
    assert (back.skipped, back.problems) == ([], [])
    for found, snippet in zip(back.evidence, (good, wrong), strict=True):
        here = run(snippet, "cpu", [f"{snippet.name}.factor"])
        assert found == here.model_copy(update={"run": found.run})


def test_a_proof_that_needs_a_missing_library_is_skipped_with_that_reason(written: Written, tmp_path: Path) -> None:
    lacking = written(("import json\n", "import json\nimport no_such_library\n"))
    ran = _printed([lacking], tmp_path)
    back = read_back(ran.stdout, "proofs.jsonl", [lacking])
    assert ran.returncode == 3
    assert (back.evidence, back.skipped, back.problems) == ([], [("doubling", "needs no_such_library")], [])


def test_a_proof_that_needs_a_newer_library_is_skipped_with_both_versions(written: Written, tmp_path: Path) -> None:
    """Whoever lends a machine with an older transformers is told what to install, and reads no traceback."""
    needs = ("import json\n", 'import json\n\nimport pytest\n\nREQUIRES = "pytest>=9999"\n')
    newer = written(needs, ('return {"factor": 2.0 * 2.0}', "return pytest.not_there_yet"))
    ran = _printed([newer], tmp_path)
    told = f"needs pytest 9999 or newer, found {pytest.__version__}"
    assert (ran.returncode, ran.stderr) == (3, f"skipped doubling  {told}\n")
    back = read_back(ran.stdout, "proofs.jsonl", [newer])
    assert (back.evidence, back.skipped, back.problems) == ([], [("doubling", told)], [])


def test_one_proof_of_a_bundle_can_be_asked_for_by_name(written: Written, tmp_path: Path) -> None:
    ran = _printed([written(name="a"), written(name="b")], tmp_path, "b")
    assert [json.loads(row)["snippet"] for row in ran.stdout.splitlines()] == ["b"]


def test_a_bundle_runs_several_at_a_time_and_prints_them_in_order(written: Written, tmp_path: Path) -> None:
    """Whoever lends a large machine for a quarter of an hour gets all proofs run."""
    slow = ("    proof = {", "    import time; time.sleep(1.5)\n    proof = {")
    snippets = [written(slow, name=name) for name in ("a", "b", "c")]
    started = time.perf_counter()
    ran = _printed(snippets, tmp_path, "--jobs", "3")
    assert [json.loads(row)["snippet"] for row in ran.stdout.splitlines()] == ["a", "b", "c"]
    assert time.perf_counter() - started < 4.0


def test_the_bundle_of_the_library_is_one_file_of_the_standard_library_for_python_3_10() -> None:
    snippets = list_snippets().snippets
    text = bundle(snippets)
    tree = ast.parse(text, feature_version=(3, 10))
    imported = {
        name.split(".")[0]
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
    assert imported <= set(sys.stdlib_module_names)
    assert text == bundle(list(reversed(snippets)))
    [carried] = [ast.literal_eval(node.value) for node in tree.body if isinstance(node, ast.Assign) and "SNIPPETS" in ast.unparse(node.targets[0])]  # fmt: skip
    assert [row["name"] for row in carried] == sorted(snippet.name for snippet in snippets)
    assert all(row["code"] == snippet.code for row, snippet in zip(carried, snippets, strict=True))


def interpreters() -> dict[str, str]:
    """The Pythons from 3.10 to 3.13 that this machine has, by version."""
    found: dict[str, str] = {}
    for minor in range(10, 14):
        versions = Path(os.environ.get("PYENV_ROOT", "/nowhere"), "versions")
        kept = sorted(versions.glob(f"3.{minor}.*/bin/python")) if os.access(versions, os.R_OK | os.X_OK) else []
        places = [*kept, shutil.which(f"python3.{minor}")]
        for place in filter(None, places):
            asked = subprocess.run([place, "-c", "import sys; print(*sys.version_info[:2])"], capture_output=True, text=True, check=False)  # fmt: skip
            if asked.stdout.split() == ["3", str(minor)]:
                found.setdefault(f"3.{minor}", str(place))
    return found


@pytest.mark.parametrize("version", ["3.10", "3.11", "3.12", "3.13"])
def test_the_bundle_runs_under_every_python_that_it_promises(version: str, tmp_path: Path) -> None:
    """Standard library alone: a proof that needs more is skipped, with what it lacks."""
    python = interpreters().get(version)
    if python is None:
        pytest.skip(f"this machine has no Python {version}")
    script = tmp_path / "proofs.py"
    script.write_text(bundle(list_snippets().snippets), "utf-8")
    # -S: no packages, whatever has been installed for this Python
    ran = subprocess.run([python, "-I", "-S", str(script), "--device", "cpu"], cwd=tmp_path, capture_output=True, text=True, check=False)  # fmt: skip
    rows = {row["snippet"]: row for row in map(json.loads, ran.stdout.splitlines())}
    assert ran.returncode == 0, ran.stderr
    assert rows.keys() == {snippet.name for snippet in list_snippets().snippets}
    for snippet in list_snippets().snippets:
        if snippet.requires:
            assert (rows[snippet.name]["holds"], rows[snippet.name]["reason"]) == (None, "needs " + ", ".join(snippet.requires))  # fmt: skip
        else:
            assert rows[snippet.name]["holds"] is True
    assert any(row["holds"] for row in rows.values())


def test_that_a_line_says_it_holds_is_not_believed(written: Written, line: dict[str, Any]) -> None:
    """Anyone can write `true`; only the numbers count."""
    line |= {"holds": True, "reason": "", "measured": {"factor": 3.0}}
    [evidence] = read_back(json.dumps(line), "x", [written()]).evidence
    assert (evidence.holds, evidence.reason) == (False, "measured factor = 3, the fact predicts 4")


def test_predictions_and_tolerance_are_those_of_our_file_not_of_the_line(
    written: Written, line: dict[str, Any]
) -> None:
    wide = line | {"tolerance": 100.0, "measured": {"factor": 5.0}}
    [evidence] = read_back(json.dumps(wide), "x", [written()]).evidence
    assert (evidence.holds, evidence.tolerance) == (False, 0.1)
    other = line | {"fact": {"factor": 5.0}, "measured": {"factor": 5.0}}
    [evidence] = read_back(json.dumps(other), "x", [written()]).evidence
    assert evidence.holds is False


def test_the_hardware_is_the_one_that_the_run_names(written: Written, line: dict[str, Any]) -> None:
    line |= {"device": "cuda", "run": {**line["run"], "hardware": "NVIDIA H200", "versions": {"torch": "2.4.1+cu121"}}}
    [evidence] = read_back(json.dumps(line), "x", [written()]).evidence
    assert (evidence.device, evidence.run.hardware, evidence.holds) == ("cuda", "NVIDIA H200", True)
    assert evidence.run.versions == {"torch": "2.4.1+cu121"}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"digest": "0" * 64}, "another version of doubling: make a new bundle and run that"),
        ({"snippet": "tripling"}, "a snippet 'tripling' that is not in this library"),
        ({"device": "tpu"}, "a device 'tpu'"),
        ({"measured": None}, "measured without named numbers"),
        ({"run": None}, "a run whose"),
        ({"run": {"at": "yesterday", "seconds": 1, "hardware": "x86_64"}}, "a run that does not name its time"),
        ({"run": {"at": "2026-01-01T00:00:00Z", "seconds": -1, "hardware": "x86_64"}}, "a run whose seconds is off"),
        ({"run": {"at": "2026-01-01T00:00:00Z", "seconds": 1, "hardware": "<script>"}}, "a run that does not name"),
        ({"run": {"at": "2026-01-01T00:00:00Z", "seconds": 1, "hardware": "/home/me/gpu"}}, "a run that does not name"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_line_that_is_off_is_refused_with_its_number(
    written: Written, line: dict[str, Any], change: dict[str, Any], found: str
) -> None:
    good = json.dumps(line)
    back = read_back(f"{good}\n\n{json.dumps(line | change)}\n", "proofs.jsonl", [written()])
    assert len(back.evidence) == 1
    [problem] = back.problems
    assert (problem.path, problem.line) == ("proofs.jsonl", 3)
    assert problem.found.startswith(found)


@pytest.mark.parametrize(
    "text", ["no json", "[1]", "null", "{}", "{" * 100_000, '{"snippet": "doubling"}'], ids=lambda t: t[:10]
)
def test_text_that_is_no_output_of_a_bundle_is_refused_line_by_line(written: Written, text: str) -> None:
    back = read_back(text, "x", [written()])
    assert (back.evidence, len(back.problems)) == ([], 1)


def test_a_failure_there_comes_back_as_a_failure_with_its_reason(written: Written, tmp_path: Path) -> None:
    breaks = written(('return {"factor": 2.0 * 2.0}', "raise MemoryError('out of memory')"))
    [evidence] = read_back(_printed([breaks], tmp_path).stdout, "x", [breaks]).evidence
    assert (evidence.holds, evidence.reason) == (False, "exit status 1: MemoryError: out of memory")
