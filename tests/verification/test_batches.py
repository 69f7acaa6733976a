"""Proofs that load the same libraries load them once; what comes of each is what would come of it by itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.verification import Snippet, execute, run_all, sandbox
from pipeline.verification.batches import MOST, batches, execute_batch
from pipeline.verification.execution import Outcome

Written = Callable[..., Snippet]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="batches are forked, which is safe on Linux alone")

READS = ("import json\n", "import json\nimport os\nimport signal\n\nimport pytest\n")
"""A package that this machine has: enough to be put into a batch."""


def doing(line: str) -> tuple[str, str]:
    """Something that a snippet does before it prints its proof."""
    return "    proof = {", f"    {line}\n    proof = {{"


def told(outcome: Outcome | None) -> str:
    assert outcome is not None
    return outcome.reason or ("holds" if outcome.result["measured"] == {"factor": 4.0} else "differs")


def test_what_loads_the_same_goes_together_and_the_rest_alone(written: Written) -> None:
    plain = written(name="plain")
    several = written(READS, ("import pytest\n", "import multiprocessing\n\nimport pytest\n"), name="several")
    alike = [written(READS, name=f"n{number:02d}") for number in range(MOST + 1)]
    assert batches([*alike, plain, several], "cpu") == [(plain,), (several,), tuple(alike[:MOST]), (alike[MOST],)]
    assert batches(alike, "cuda") == [(snippet,) for snippet in alike]  # a GPU in use cannot be handed on


def test_a_library_is_loaded_once_and_every_proof_bears_its_share_of_that(
    written: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most of the time of a small proof; three proofs, one load, and the sum is what the machine was busy for."""
    (tmp_path / "site").mkdir()
    slow = f"open({str(tmp_path / 'loaded')!r}, 'a').write('x')\nsum(range(20_000_000))\n"
    (tmp_path / "site" / "slowly.py").write_text(slow, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    reads = ("import json\n", "import json\n\nimport slowly\n")
    rows = run_all([written(reads, name=name) for name in ("a", "b", "c")], "cpu", jobs=1)
    assert [row.holds for row in rows] == [True, True, True]
    assert (tmp_path / "loaded").read_text("ascii") == "x"
    took = [row.run.cpu_seconds for row in rows]
    assert min(took) > 0.05 and max(took) < 2 * min(took)
    assert all(row.run.peak_mb > 0 for row in rows)


def test_nothing_that_one_does_is_seen_by_the_next(written: Written) -> None:
    """Neither what it changes in a library, nor its folder, its environment or its files."""
    leaves = written(
        READS, doing("pytest.left = 1; os.environ['LEFT'] = 'x'; open('left', 'w').close(); os.chdir('/')"), name="a"
    )
    looks = written(READS, doing("assert not (hasattr(pytest, 'left') or 'LEFT' in os.environ or os.listdir('.'))"), name="b")  # fmt: skip
    assert [told(found) for found in execute_batch([leaves, looks], "cpu", 20.0, execute)] == ["holds", "holds"]


def test_one_that_fails_says_so_in_the_same_words_and_harms_no_other(written: Written) -> None:
    endless = "import signal as s; s.signal(s.SIGTERM, s.SIG_IGN)\n    while True: pass"
    snippets = [
        written(READS, doing("raise OSError(__file__)"), name="raises"),
        written(READS, doing("raise SystemExit(3)"), name="leaves"),
        written(READS, doing("os.kill(os.getpid(), signal.SIGSEGV)"), name="crashes"),
        written(READS, doing(endless), name="endless"),
        written(READS, ("import pytest\n", "from pytest import sharded\n"), name="too_new"),
        written(READS, name="well"),
    ]
    found = execute_batch(snippets, "cpu", 2.0, execute)
    assert [told(outcome) for outcome in found] == [
        "exit status 1: OSError: raises.py",
        "exit status 3: no message",
        "exit status -11: no message",
        "took more than 2 s",
        "needs another version of a library: cannot import name 'sharded' from 'pytest'",
        "holds",
    ]
    assert found[4] is not None and found[4].lacks


def test_what_fails_in_company_is_run_again_alone_and_that_counts(written: Written) -> None:
    """Sharing saves time; it must not be able to say that a fact is wrong."""
    shy = written(READS, doing("assert 'batch.py' not in open('/proc/self/cmdline').read()"), name="shy")
    wrong = written(READS, ("2.0 * 2.0", "2.0 * 2.5"), name="wrong")
    rows = run_all([shy, wrong, written(READS, name="well")], "cpu", jobs=1)
    assert [(row.snippet, row.holds) for row in rows] == [("shy", True), ("wrong", False), ("well", True)]


def test_a_batch_that_is_ended_leaves_every_proof_to_be_run_alone(written: Written) -> None:
    fierce = written(READS, doing("'batch.py' in open('/proc/self/cmdline').read() and os.kill(os.getppid(), 9)"), name="fierce")  # fmt: skip
    rows = run_all([written(READS, name="calm"), fierce], "cpu", jobs=1)
    assert [row.holds for row in rows] == [True, True]


def test_a_batch_runs_inside_the_sandbox_as_a_single_proof_does(written: Written) -> None:
    if sandbox.unavailable():
        pytest.skip(f"no sandbox here: {sandbox.unavailable()}")
    home = written(READS, doing(f"assert not os.path.exists({str(Path(__file__))!r})"), name="a")
    user = written(READS, doing(f"assert os.getuid() != {os.getuid()} or {os.getuid()} != 0"), name="b")
    assert [told(found) for found in execute_batch([home, user], "cpu", 20.0, sandbox.execute)] == ["holds", "holds"]
