"""Each snippet runs in a process group of its own; nothing of it is left, and what could not run never passes."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from pipeline.verification import Snippet, execute, has_cuda, needed, run, run_all
from pipeline.verification.cgroups import free_memory
from pipeline.verification.execution import Outcome, reaches, settled
from pipeline.verification.runner import Room

Written = Callable[..., Snippet]


def test_an_honest_snippet_holds_and_its_evidence_says_how_it_was_found(written: Written) -> None:
    evidence = run(written(), "cpu", ["doubling.factor"])
    assert (evidence.holds, evidence.reason, evidence.facts) == (True, "", ("doubling.factor",))
    assert (evidence.measured, evidence.control) == ({"factor": 4.0}, {"factor": 3.0})
    assert evidence.run.versions.keys() == {"python"}
    assert "/" not in evidence.run.hardware and os.uname().nodename not in evidence.run.hardware


def test_a_snippet_whose_file_swaps_fact_and_myth_fails(written: Written) -> None:
    evidence = run(written(('FACT = {"factor": 4.0}', 'FACT = {"factor": 3.0}'), ('MYTH = {"factor": 3.0}', 'MYTH = {"factor": 4.0}')), "cpu")  # fmt: skip
    assert evidence.holds is False
    assert evidence.reason == "measured factor = 4, the fact predicts 3"


def test_a_snippet_may_not_print_other_predictions_than_its_file_states(written: Written) -> None:
    """Else it could measure first and predict afterwards."""
    evidence = run(written(('{"fact": FACT,', '{"fact": measure("cpu") | {"factor": 3.95},')), "cpu")
    assert evidence.holds is False
    assert "not the one that its file states" in evidence.reason


@pytest.mark.parametrize(
    "line",
    ['print("all is well")', 'print("[1, 2]")', 'print("NaN")', 'print("{}")', "pass", 'print(json.dumps({"fact": FACT}))',
     'print("{\\"fact\\": " * 100000)'],
)  # fmt: skip
def test_output_that_is_no_proof_fails_with_a_reason(written: Written, line: str) -> None:
    snippet = written(
        ('print(json.dumps(proof | {"measured": measure("cpu"), "control": control("cpu")}))', line),
    )
    evidence = run(snippet, "cpu")
    assert evidence.holds is False
    assert "its last line of output is not" in evidence.reason


def test_nan_in_the_output_fails_and_is_not_recorded_as_a_number(written: Written) -> None:
    evidence = run(written(('return {"factor": 2.0 * 2.0}', "return {\"factor\": float('nan')}")), "cpu")
    assert (evidence.holds, evidence.measured) == (False, {})


def test_only_the_last_line_counts_however_much_a_library_has_printed(written: Written) -> None:
    snippet = written(("    proof = {", "    print('downloading ' * 300_000)\n    proof = {"))
    assert run(snippet, "cpu").holds is True


def test_a_traceback_is_told_by_its_last_line_without_a_path_of_this_machine(written: Written, tmp_path: Path) -> None:
    snippet = written(('return {"factor": 2.0 * 2.0}', "raise OSError(__file__)"))
    evidence = run(snippet, "cpu")
    assert (evidence.holds, evidence.reason) == (False, "exit status 1: OSError: doubling.py")


def test_a_snippet_that_takes_too_long_is_killed_with_its_children(written: Written, tmp_path: Path) -> None:
    """A forgotten training loop must not eat the machine of whoever runs the proofs."""
    mark = tmp_path / "alive"
    child = f"import time, pathlib\nwhile True: pathlib.Path({str(mark)!r}).write_text('x'); time.sleep(0.02)"
    endless = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(60)"
    started = time.perf_counter()
    evidence = run(written(("    proof = {", f"    {endless}\n    proof = {{")), "cpu", limit=1.0)
    assert (evidence.holds, evidence.reason) == (False, "took more than 1 s")
    assert time.perf_counter() - started < 10
    _stays_away(mark)


def test_a_child_that_outlives_its_parent_is_ended_and_not_waited_for(written: Written, tmp_path: Path) -> None:
    mark = tmp_path / "alive"
    child = f"import time, pathlib\nwhile True: pathlib.Path({str(mark)!r}).write_text('x'); time.sleep(0.02)"
    leaves = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(0.3)"
    started = time.perf_counter()
    evidence = run(written(("    proof = {", f"    {leaves}\n    proof = {{")), "cpu")
    assert evidence.holds is True
    assert time.perf_counter() - started < 10
    _stays_away(mark)


def test_a_snippet_sees_neither_the_home_nor_the_secrets_of_the_caller(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    looks = "import os; seen = 'OPENAI_API_KEY' in os.environ or os.path.expanduser('~') == '" + str(Path.home()) + "'"
    snippet = written(
        ("    proof = {", f"    {looks}\n    assert not seen\n    proof = {{"),
    )
    assert run(snippet, "cpu").holds is True


def test_a_snippet_leaves_no_file_behind_in_the_folder_of_the_caller(
    written: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    snippet = written(("    proof = {", "    open('left', 'w').write('x')\n    proof = {"))
    assert run(snippet, "cpu").holds is True
    assert list(here.iterdir()) == []


def test_a_library_that_is_not_there_skips_and_never_passes(written: Written) -> None:
    evidence = run(written(("import json\n", "import json\nimport no_such_library\n")), "cpu")
    assert (evidence.holds, evidence.reason) == (None, "needs no_such_library")
    assert evidence.measured == {}


def test_a_library_that_is_too_old_skips_with_the_version_found_and_the_one_needed(written: Written) -> None:
    """An older library is no failure of the fact, and its traceback would help nobody."""
    needs = ("import json\n", 'import json\n\nimport pytest\n\nREQUIRES = "pytest>=9999.1"\n')
    breaks = ('return {"factor": 2.0 * 2.0}', "return pytest.not_there_yet")
    evidence = run(written(needs, breaks), "cpu")
    assert (evidence.holds, evidence.reason) == (None, f"needs pytest 9999.1 or newer, found {version('pytest')}")
    assert run(written(needs, ("9999.1", "1.0")), "cpu").holds is True


@pytest.mark.parametrize(
    ("found", "wanted", "enough"),
    [
        ("5.0.0", "5", True),
        ("5.10.0", "5.9", True),
        ("4.57.6", "5.0", False),
        ("2.4.1+cu121", "2.4.1", True),
        ("2.4.0a0+git1234", "2.4", False),
        ("5.0.0rc1", "5.0", False),
        ("5.0.0.dev0", "5", False),
        ("5.0.0rc1", "4.57", True),
        ("5.0.0.post1", "5.0", True),
        ("unknown", "1.0", False),
    ],
)
def test_versions_are_compared_as_python_orders_them(found: str, wanted: str, enough: bool) -> None:
    assert reaches(found, wanted) is enough


def test_a_version_of_a_library_that_lacks_what_is_imported_skips_and_says_what(written: Written) -> None:
    """Where the library lies on this machine is not told."""
    evidence = run(written(("import json\n", "import json\nfrom pytest import sharded\n")), "cpu")
    assert evidence.holds is None
    assert evidence.reason == "needs another version of a library: cannot import name 'sharded' from 'pytest'"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "raise ImportError('\\nThe model needs PyTorch >= 9.\\n\\nRestart afterwards.')",
            "The model needs PyTorch >= 9.",
        ),
        ("import sys; sys.vanished", "module 'sys' has no attribute 'vanished'"),
        ("import crooked", "name 'nn' is not defined"),
    ],
    ids=["a message of several lines", "a function that is not there yet", "an import that breaks in the library"],
)
def test_a_library_that_does_not_get_on_with_this_machine_is_no_failure_of_the_fact(
    written: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, found: str
) -> None:
    """A new transformers on an old PyTorch breaks in a dozen ways; none of them says anything of what is claimed."""
    (tmp_path / "crooked.py").write_text("class Layer(nn.Module): ...\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    evidence = run(written(("FAMILY =", f"{line}\nFAMILY =")), "cpu")
    assert (evidence.holds, evidence.reason) == (None, f"needs another version of a library: {found}")


def test_an_error_of_the_measurement_is_a_failure_however_its_message_looks(written: Written) -> None:
    for error in ("NameError('nn')", "ValueError('\\n\\nImportError: no')", "AttributeError('x')"):
        assert run(written(('return {"factor": 2.0 * 2.0}', f"raise {error}")), "cpu").holds is False


@pytest.mark.parametrize(("device", "aborts", "gives"), [("cuda", 1, {"runs": 2}), ("cuda", 2, {}), ("cpu", 1, {})])
def test_on_a_gpu_what_aborted_once_is_run_again(
    tmp_path: Path, device: str, aborts: int, gives: dict[str, int]
) -> None:
    """PyTorch with CUDA now and then aborts while it ends; that is no word against the proof, twice is."""
    path = tmp_path / "ends_badly.py"
    path.write_text(
        "import json, os, pathlib\n"
        "count = pathlib.Path(__file__).with_suffix('.runs')\n"
        "runs = len(count.read_text()) + 1 if count.exists() else 1\n"
        "count.write_text('x' * runs)\n"
        "print(json.dumps({'runs': runs}), flush=True)\n"
        f"if runs <= {aborts}:\n    os.abort()\n",
        "utf-8",
    )
    assert settled(lambda: execute(path, device), device).result == gives


@pytest.mark.skipif(has_cuda(), reason="this machine has a GPU")
def test_without_a_gpu_a_run_on_cuda_is_skipped_and_never_passes(written: Written) -> None:
    evidence = run(written(), "cuda")
    assert (evidence.holds, evidence.reason) == (None, "needs a GPU that PyTorch can use")


def test_results_come_back_in_the_order_of_the_snippets(written: Written) -> None:
    slow = written(("    proof = {", "    import time; time.sleep(0.5)\n    proof = {"), name="a_slow_one")
    quick = written(name="b_quick_one")
    finished: list[str] = []
    rows = run_all([slow, quick], "cpu", jobs=2, done=lambda evidence: finished.append(evidence.snippet))
    assert [row.snippet for row in rows] == ["a_slow_one", "b_quick_one"]
    assert finished == ["b_quick_one", "a_slow_one"]


def test_whoever_interrupts_does_not_wait_for_what_is_running(written: Written, tmp_path: Path) -> None:
    """Mutants of one proof may take minutes, and Ctrl-C seemed to do nothing."""
    # What is started in the background is born deaf to Ctrl-C; a person's terminal is not.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    mark = tmp_path / "alive"
    endless = f"import pathlib, time\n    while True: pathlib.Path({str(mark)!r}).write_text('x'); time.sleep(0.02)"
    snippets = [written(("    proof = {", f"    {endless}\n    proof = {{"), name=name) for name in ("a", "b", "c")]
    interrupt = threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT))
    started = time.perf_counter()
    interrupt.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            run_all(snippets, "cpu", jobs=2)
    finally:
        signal.signal(signal.SIGINT, before)
    assert time.perf_counter() - started < 8
    _stays_away(mark)
    assert run(written(), "cpu").holds is True  # the next run is none of its business


def _stays_away(mark: Path) -> None:
    """The file that a living child keeps writing: gone for good once deleted."""
    mark.unlink(missing_ok=True)
    time.sleep(0.3)
    assert not mark.exists()


def test_a_run_tells_what_it_took_of_the_machine(written: Written) -> None:
    """Who runs it beside others has to know, and whoever waits for it."""
    snippet = written(("    proof = {", "    kept = b'x' * (200 << 20)\n    sum(range(9_000_000))\n    proof = {"))
    ran = run(snippet, "cpu").run
    assert 200 <= ran.peak_mb < 260
    assert 200 <= ran.together_mb <= ran.peak_mb
    assert 0.05 < ran.cpu_seconds <= ran.seconds + 0.1


def test_proofs_that_do_not_fit_into_memory_together_run_one_after_the_other(written: Written) -> None:
    """Two that each take most of a laptop would end as one that was killed."""
    slow = ("    proof = {", "    import time; time.sleep(0.4)\n    proof = {")
    snippets = [written(slow, name=name) for name in ("a", "b", "c")]
    inside: list[int] = []
    room = Room(100)

    def by(path: Path, device: str, limit: float) -> Outcome:
        inside.append(room.taken)
        return execute(path, device, limit)

    run_all(snippets, "cpu", jobs=3, room=room, needs=lambda name: 60, by=by)
    assert inside == [60, 60, 60]
    run_all(snippets, "cpu", jobs=3, room=room, needs=lambda name: 500, by=by)
    assert inside[3:] == [500, 500, 500]
    run_all(snippets, "cpu", jobs=3, room=room, needs=lambda name: 30, by=by)
    assert max(inside[6:]) == 90


def test_what_a_proof_needs_is_what_its_record_says_with_room_to_spare(written: Written) -> None:
    evidence = run(written(), "cpu")
    evidence = evidence.model_copy(update={"run": evidence.run.model_copy(update={"together_mb": 400})})
    need = needed([evidence], "cpu")
    assert need("doubling") == 500 << 20
    assert need("never_run") == needed([evidence], "cuda")("doubling") == 1 << 30


@pytest.mark.skipif(sys.platform != "linux", reason="control groups are Linux's")
def test_free_memory_is_what_this_machine_has() -> None:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    assert 0 < free_memory() <= total
