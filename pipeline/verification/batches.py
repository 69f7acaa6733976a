"""Runs several snippets in one go: each in a process of its own, forked from one that has loaded their libraries.

Apart from the runner, because it decides nothing. Loading PyTorch and transformers takes ten times as long as most
measurements; a proof that runs alone pays that for itself, a library of them need pay it once for a dozen. Only
project snippets run so, for those of one batch share a sandbox: what a stranger wrote runs alone.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline.verification import execution
from pipeline.verification.execution import Ended, Outcome, Usage
from pipeline.verification.snippets import Snippet

MOST = 16
"""Snippets of a batch: enough that loading is a small part of it, and few enough to see them come in."""

LAST = 1 << 14
"""Characters of a snippet's output that are handed on, from its end; its last line is all that is read."""


def batches(snippets: Iterable[Snippet], device: str) -> list[tuple[Snippet, ...]]:
    """Which snippets run in one go: those that load the same libraries.

    Alone runs whatever has nothing to share, starts processes that load its file again, or uses a GPU, which cannot be
    handed on to a child. Those come first, for they take longest.
    """
    alone: list[tuple[Snippet, ...]] = []
    shared: list[Snippet] = []
    for snippet in snippets:
        if snippet.requires and device == "cpu" and sys.platform == "linux" and "multiprocessing" not in snippet.code:
            shared.append(snippet)
        else:
            alone.append((snippet,))
    for _, group in groupby(sorted(shared, key=lambda s: (s.requires, s.name)), key=lambda s: s.requires):
        alike = tuple(group)
        alone += [alike[start : start + MOST] for start in range(0, len(alike), MOST)]
    return alone


def execute_batch(
    snippets: Sequence[Snippet], device: str, limit: float, by: Callable[[Path, str, float], Outcome]
) -> list[Outcome | None]:
    """What came of each, in their order; None where nothing can be said of it and it has to run alone.

    `limit` is the wall clock of each. What loading the libraries took is shared out among them.
    """
    payload = [[[s.name, s.code] for s in snippets], Path(execution.__file__).read_text("utf-8"), limit, LAST]
    with tempfile.TemporaryDirectory(prefix="kanwu-") as folder:
        path = Path(folder, "batch.py")
        path.write_text(_DRIVER.replace("PAYLOAD", repr(json.dumps(payload))), "utf-8")
        ran = by(path, device, limit * (1 + len(snippets)))
    told: list[Any] = ran.result.get("ended", [])
    if ran.reason or len(told) != len(snippets):
        return [None] * len(snippets)
    loading = max(0.0, ran.usage.cpu_seconds - sum(row["usage"][1] for row in told)) / len(told)
    outcomes: list[Outcome | None] = []
    for snippet, row in zip(snippets, told, strict=True):
        usage = Usage(*row.pop("usage"))
        usage = usage._replace(cpu_seconds=usage.cpu_seconds + loading)
        shown = {row["folder"] + "/work": ".", f"{row['folder']}/{snippet.name}.py": f"{snippet.name}.py"}
        ended = Ended(row["status"], row["stopped"], row["out"], row["err"], usage)
        outcomes.append(execution.outcome(ended, shown))
    return outcomes


_DRIVER = '''
import ast, ctypes, json, os, runpy, signal, sys, tempfile, time, traceback

SNIPPETS, EXECUTION, LIMIT, LAST = json.loads(PAYLOAD)
DEVICE = sys.argv[1]
tools = {"__name__": "execution"}
exec(compile(EXECUTION, "execution.py", "exec"), tools)


def child(path, folder):
    """Become the snippet, as if it had been started by itself."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # it ends with us, should we be ended
    os.chdir(os.path.join(folder, "work"))
    os.environ["HOME"] = os.environ["TMPDIR"] = os.getcwd()
    tempfile.tempdir = None
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(os.path.join(folder, name), os.O_WRONLY | os.O_CREAT, 0o600), number)
    sys.argv = [path, DEVICE]
    sys.path[0] = folder
    status = 0
    try:
        runpy.run_path(path, run_name="__main__")
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def run(name, code):
    """How it ended, what it said and what it took; nothing of it is left."""
    with tempfile.TemporaryDirectory(prefix="proof-") as folder:
        os.mkdir(os.path.join(folder, "work"))
        path = os.path.join(folder, name + ".py")
        with open(path, "w") as handle:
            handle.write(code)
        started, stopped, gone, peak, together, pause = time.perf_counter(), "", 0, 0, 0, 0.001
        pid = os.fork()
        if pid == 0:
            os.setpgid(0, 0)
            child(path, folder)
        tools["_limit_files"](pid)
        while not gone and not stopped:
            seen = tools["_look"](pid)
            peak, together = max(peak, seen.peak), max(together, seen.together)
            if time.perf_counter() - started > LIMIT:
                stopped = "took more than %g s" % LIMIT
                break
            time.sleep(pause)
            pause = min(pause * 2, tools["LOOK"])
            gone, status, used = os.wait4(pid, os.WNOHANG)
        try:
            os.killpg(pid, signal.SIGKILL)
        except OSError:
            pass
        if not gone:
            _, status, used = os.wait4(pid, 0)
        seconds = time.perf_counter() - started
        said = {}
        for kind in ("out", "err"):
            with open(os.path.join(folder, kind), "ab+") as handle:
                handle.seek(max(0, handle.tell() - LAST))
                said[kind] = handle.read().decode("utf-8", "replace")
        usage = [seconds, used.ru_utime + used.ru_stime, max(peak, used.ru_maxrss << 10), together]
        ended = None if stopped else os.waitstatus_to_exitcode(status)
        return {"folder": folder, "status": ended, "stopped": stopped, "usage": usage, **said}


for _, code in SNIPPETS:
    for node in ast.parse(code).body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            try:
                exec(compile(ast.Module([node], []), "imports.py", "exec"), {})
            except Exception:
                pass  # told by the snippet that needs it
print(json.dumps({"ended": [run(name, code) for name, code in SNIPPETS]}))
'''
