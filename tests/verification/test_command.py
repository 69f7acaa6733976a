"""`kanwu verify`: data on stdout, the table on stderr, and the exit status that a script can rely on."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer

from pipeline.verification import list_snippets

from .conftest import CHEAP

ROOT = Path(__file__).parents[2]
BARE = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}


def kanwu(*arguments: str, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """The command as a user runs it."""
    return subprocess.run(
        [sys.executable, "-m", "pipeline.faces.cli", "verify", *arguments],
        cwd=cwd, input=stdin, capture_output=True, text=True, check=False, env=BARE,
    )  # fmt: skip


def test_a_proof_asked_for_by_its_fact_is_one_json_object_of_the_contract(project: Path) -> None:
    ran = kanwu("pipeline-bubble.shrinks-with", "--device", "cpu", "--json", cwd=project)
    assert ran.returncode == 0, ran.stderr
    [row] = [json.loads(line) for line in ran.stdout.splitlines()]
    assert list(row) == ["snippet", "facts", "device", "holds", "reason", "measured", "fact", "myth", "control",
                         "tolerance", "stands_for", "digest", "run"]  # fmt: skip
    assert (row["snippet"], row["facts"], row["holds"]) == (CHEAP, ["pipeline-bubble.shrinks-with"], True)
    assert list(row["run"]) == ["at", "seconds", "cpu_seconds", "peak_mb", "together_mb", "hardware", "versions"]


def test_without_json_stdout_stays_empty_and_the_table_goes_to_people(project: Path) -> None:
    ran = kanwu(CHEAP, "--device", "cpu", cwd=project)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert f"holds   {CHEAP}" in ran.stderr
    assert "1 hold, 0 failed, 0 skipped;" in ran.stderr


def test_nothing_is_written_without_being_asked_to(project: Path) -> None:
    kanwu(CHEAP, "--device", "cpu", cwd=project)
    assert not (project / "data" / "graph" / "evidence").exists()


def test_record_then_check_stands_and_a_second_record_changes_nothing(project: Path) -> None:
    assert "1 evidence file written" in kanwu(CHEAP, "--device", "cpu", "--record", cwd=project).stderr
    [file] = (project / "data" / "graph" / "evidence").iterdir()
    before = file.read_bytes()
    assert "0 evidence files written" in kanwu(CHEAP, "--device", "cpu", "--record", cwd=project).stderr
    assert (file.name, file.read_bytes()) == (f"{CHEAP}@cpu.json", before)
    checked = kanwu(CHEAP, "--check", cwd=project)
    assert (checked.returncode, checked.stderr) == (0, "1 proof stands, recorded on cpu.\n")


def test_check_fails_where_evidence_is_missing_and_names_the_file(project: Path) -> None:
    ran = kanwu(CHEAP, "--check", cwd=project)
    assert ran.returncode == 1
    assert f"evidence/{CHEAP}@cpu.json: expected evidence that the snippet holds, found no evidence." in ran.stderr


def test_check_and_list_run_nothing_and_need_no_torch(project: Path) -> None:
    """CI calls it on a machine that could not run a single proof."""
    (project / "torch.py").write_text("raise SystemExit('torch was imported')", "utf-8")
    assert kanwu("--check", cwd=project).returncode == 1
    listed = kanwu("--list", "--json", cwd=project)
    rows = [json.loads(line) for line in listed.stdout.splitlines()]
    assert listed.returncode == 0, listed.stderr
    assert sorted(row["snippet"] for row in rows) == [snippet.name for snippet in list_snippets().snippets]
    assert {row["snippet"]: row for row in rows}[CHEAP]["cpu"] == "missing"
    assert {row["snippet"]: row for row in rows}[CHEAP]["facts"] == ["pipeline-bubble.shrinks-with"]


def test_the_list_tells_families_and_facts_with_and_without_a_proof(project: Path) -> None:
    """Where work is missing is what whoever opens the list wants to know."""
    kanwu(CHEAP, "--device", "cpu", "--record", cwd=project)
    library = list_snippets().snippets
    family = next(snippet.family for snippet in library if snippet.name == CHEAP)
    said = kanwu("--list", cwd=project).stderr
    assert f"{family} ({sum(s.family == family for s in library)} proofs for 1 fact)" in said
    assert said.endswith(
        f"{len(library)} proofs: 1 hold on cpu, 0 on cuda.\n"
        "1 fact with a proof; for 1 it holds, for 0 not yet.\n"
        "1 fact without a proof: kanwu fact list --without proof\n"
    )
    assert "without" not in kanwu(CHEAP, "--list", cwd=project).stderr  # of all facts only the whole list can speak


def test_a_proof_that_ended_is_kept_whatever_becomes_of_the_others(project: Path) -> None:
    """Whoever stops a run of an hour has what ran until then."""
    words = ["verify", CHEAP, "zero_stages", "--device", "cpu", "--record", "--jobs", "1"]
    evidence = project / "data" / "graph" / "evidence"
    command = [sys.executable, "-m", "pipeline.faces.cli", *words]
    with subprocess.Popen(command, cwd=project, stderr=subprocess.DEVNULL, env=BARE) as running:
        while not (found := sorted(file.name for file in evidence.glob("*.json"))) and running.poll() is None:
            time.sleep(0.02)
        running.terminate()
    assert found == [f"{CHEAP}@cpu.json"]
    assert running.returncode != 0, "it was stopped before the second had ended"


@pytest.mark.skipif(bool(shutil.which("nvidia-smi")), reason="this machine has a GPU")
def test_what_only_a_gpu_can_show_is_counted_apart_and_never_as_passed(project: Path) -> None:
    """Asked for by name it is status 3; among all proofs on a CPU it is no failure, and no success."""
    only = next(snippet for snippet in list_snippets().snippets if snippet.needs == "cuda")
    assert kanwu(only.name, "--device", "cpu", cwd=project).returncode == 3
    kanwu(CHEAP, "--device", "cpu", "--record", cwd=project)
    checked = kanwu(CHEAP, only.name, "--check", cwd=project)
    assert checked.stderr == "1 proof stands, recorded on cpu. 1 needs a GPU and has not been run.\n"
    assert f"{only.name}  cpu needs a GPU  cuda not yet run" in kanwu(only.name, "--list", cwd=project).stderr


def test_what_a_bundle_printed_elsewhere_is_recorded_with_its_hardware(project: Path, tmp_path: Path) -> None:
    script = kanwu(CHEAP, "--bundle", cwd=project)
    (tmp_path / "proofs.py").write_text(script.stdout, "utf-8")
    away = subprocess.run([sys.executable, str(tmp_path / "proofs.py"), "--device", "cpu"], cwd=tmp_path, capture_output=True, text=True, check=True)  # fmt: skip
    row = json.loads(away.stdout)
    row |= {"device": "cuda", "run": row["run"] | {"hardware": "NVIDIA H200"}}
    imported = kanwu("--import", "-", cwd=project, stdin=json.dumps(row))
    assert imported.returncode == 0, imported.stderr
    kept = json.loads((project / "data" / "graph" / "evidence" / f"{CHEAP}@cuda.json").read_text("utf-8"))
    assert (kept["holds"], kept["run"]["hardware"], kept["facts"]) == (
        True,
        "NVIDIA H200",
        ["pipeline-bubble.shrinks-with"],
    )
    assert kanwu(CHEAP, "--check", "--device", "cuda", cwd=project).returncode == 0


def test_what_broke_elsewhere_is_told_and_takes_no_proof_away(project: Path) -> None:
    """Another version of a library may break a program; a measurement that differs is another matter."""
    rows = kanwu(CHEAP, "--device", "cpu", "--json", "--record", cwd=project).stdout
    [file] = (project / "data" / "graph" / "evidence").iterdir()
    before = file.read_bytes()
    broke = json.loads(rows) | {"holds": False, "measured": {}, "control": {}, "reason": "exit status 1: TypeError: x"}
    ran = kanwu("--import", "-", cwd=project, stdin=json.dumps(broke))
    assert (ran.returncode, "exit status 1: TypeError: x" in ran.stderr) == (1, True)
    assert "0 evidence files written" in ran.stderr
    assert file.read_bytes() == before


def test_an_import_of_a_failed_proof_ends_with_status_1(project: Path, tmp_path: Path) -> None:
    rows = kanwu(CHEAP, "--device", "cpu", "--json", cwd=project).stdout
    forged = json.loads(rows) | {"measured": {"idle": 0.75, "idle_of_one_batch": 0.75}}
    (tmp_path / "forged.jsonl").write_text(json.dumps(forged), "utf-8")
    ran = kanwu("--import", str(tmp_path / "forged.jsonl"), cwd=project)
    assert ran.returncode == 1
    assert f"FAILED  {CHEAP}" in ran.stderr


@pytest.mark.parametrize(
    "arguments",
    [["no-such-proof"], ["pipeline-bubble.grows-with"], ["--check", "--list"], ["--check", "--record"], ["--import", "none.jsonl"],
     ["--device", "tpu"]],
    ids=" ".join,
)  # fmt: skip
def test_wrong_use_ends_with_status_2_and_one_paragraph(project: Path, arguments: list[str]) -> None:
    ran = kanwu(*arguments, cwd=project)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Traceback" not in ran.stderr


def test_an_import_of_something_else_ends_with_status_2(project: Path) -> None:
    ran = kanwu("--import", "-", cwd=project, stdin="hello\n")
    assert ran.returncode == 2
    assert "standard input:1: expected a line that this library's bundle prints, found no JSON." in ran.stderr


def test_a_proof_that_cannot_run_here_ends_with_status_3(project: Path) -> None:
    if shutil.which("nvidia-smi"):
        pytest.skip("this machine has a GPU")
    ran = kanwu(CHEAP, "--device", "cuda", cwd=project)
    assert ran.returncode == 3
    assert "skipped" in ran.stderr


def test_a_run_of_all_on_a_cpu_is_not_a_failure_for_what_only_a_gpu_can_show(project: Path) -> None:
    """Status 3 would stop every script on a laptop; a proof that was asked for is another matter."""
    from pipeline.faces import proving
    from pipeline.verification import run

    library = {snippet.name: snippet for snippet in list_snippets().snippets}
    only = next(snippet for snippet in library.values() if snippet.needs == "cuda")
    rows = [run(library[CHEAP], "cpu"), run(only, "cpu")]
    proving._exit(rows, [], {CHEAP})
    with pytest.raises(typer.Exit) as end:
        proving._exit(rows, [], {CHEAP, only.name})
    assert end.value.exit_code == 3
