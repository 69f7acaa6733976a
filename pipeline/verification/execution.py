"""Runs one snippet's file in a process group of its own, with a clean environment, a time limit and no leftovers.

Apart from the runner, because it knows nothing of facts, and because the bundle carries this file's text to machines
that have no `kanwu`: the standard library of Python 3.10 is enough. It keeps honest programs from disturbing one
another; it is no sandbox and does not hold a hostile one (`sandbox` does, and is run by the same `supervise`).
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import re
import signal
import site
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

LIMIT_SECONDS = 120.0
"""Wall clock of one snippet; the slowest of the library takes a sixth of it."""

LIMIT_OUTPUT = 1 << 20
"""Bytes of output that are read, from the end; a proof prints one line."""

LIMIT_FILE = 64 << 20
"""Bytes of any file that a snippet may write, its output included (where the system can limit that)."""

LOOK = 0.05
"""Seconds between two looks at what the processes use; what lives shorter than that is not seen."""

INTERRUPTED = threading.Event()
"""Set by whoever has been asked to stop: every run that is supervised here then ends, with all that it started."""

KEPT = ("LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "CUDA_HOME", "VIRTUAL_ENV", "PYTHONPATH", "SYSTEMROOT")
"""What a snippet sees of the caller's environment: where libraries and devices are, nothing else."""


_ABSENT = ("ImportError: ", "ModuleNotFoundError: ", "AttributeError: module ")
"""How complaints begin that a library, as it is installed here, lacks what a program asks of it."""

_UNFIT = re.compile(r'^  File "[^"/\\\\]+", line \d+, in <module>\n +(from \S+ )?import ', re.MULTILINE)
"""A traceback whose way leads through an import of the snippet's own: the library does not get on with its neighbours."""


class Usage(NamedTuple):
    """What the processes of one run took of the machine; 0 where this system does not tell."""

    seconds: float = 0.0
    """Wall time."""
    cpu_seconds: float = 0.0
    """Processor time of all processes, imports included."""
    peak: int = 0
    """Bytes: the largest resident memory of any one process, libraries that it maps included."""
    together: int = 0
    """Bytes: the most that all processes held at one time, without what they share with a file (libraries)."""


class Outcome(NamedTuple):
    """What came of one execution."""

    result: dict[str, Any]
    """The JSON of its last line of output; empty where there was none."""
    reason: str
    """Why there is no result; empty where there is one."""
    usage: Usage = Usage()
    lacks: bool = False
    """Whether that is because a library is of a version which has not what the program imports."""
    aborted: bool = False
    """Whether that is because the process called an end to itself, as C++ does where an error finds no handler."""


class Ended(NamedTuple):
    """How a command ended."""

    status: int | None
    """Its exit status, negative for a signal; None where it was stopped."""
    stopped: str
    """Why it was stopped; empty where it ended by itself."""
    out: str
    """The end of what it wrote to stdout."""
    err: str
    usage: Usage


def execute(path: Path, device: str, limit: float = LIMIT_SECONDS, *, python: Path | None = None) -> Outcome:
    """Run a file with the name of a device as its argument and read the JSON on its last line of output.

    `python` is another interpreter than ours.
    """
    with tempfile.TemporaryDirectory(prefix="kanwu-", ignore_cleanup_errors=True) as folder:
        work = Path(folder, "work")
        work.mkdir()
        command = [str(python or sys.executable), str(path.resolve()), device]
        ended = supervise(command, Path(folder), work, environment(str(work)), limit)
        return outcome(ended, {str(work): ".", str(path.resolve()): path.name})


def settled(attempt: Callable[[], Outcome], device: str) -> Outcome:
    """What an attempt gives; on a GPU one that aborted is made once more.

    With CUDA a process of PyTorch now and then aborts while it ends, its numbers printed: of 319 runs on an H200
    (PyTorch 2.11, CUDA 13) three did, each of another proof, "terminate called without an active exception".
    """
    found = attempt()
    return attempt() if found.aborted and device == "cuda" else found


def supervise(
    command: list[str],
    folder: Path,
    work: Path,
    environ: dict[str, str],
    limit: float,
    memory: int | None = None,
    processes: int | None = None,
) -> Ended:
    """Run a command as a group of its own, watch what it takes, and leave nothing of it running.

    `limit` is wall clock in seconds, `memory` bytes that all its processes may hold together, `processes` how many
    they may be; whoever passes one is ended with all that it started.
    """
    started = perf_counter()
    # Files, not pipes: a child that outlives its parent would hold a pipe open, and we should wait for it.
    out_path, err_path = folder / "out", folder / "err"
    usage = Usage()
    stopped, cpu = "", 0.0
    with out_path.open("wb") as out, err_path.open("wb") as err:
        process = subprocess.Popen(
            command, cwd=work, env=environ, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True
        )
        try:
            _limit_files(process.pid)
            pause = 0.001
            ended, cpu = _poll(process)
            while not ended:
                here = _look(process.pid)
                usage = Usage(
                    0.0,
                    max(usage.cpu_seconds, here.cpu_seconds),
                    max(usage.peak, here.peak),
                    max(usage.together, here.together),
                )
                if INTERRUPTED.is_set():
                    stopped = "was interrupted"
                elif perf_counter() - started > limit:
                    stopped = f"took more than {limit:g} s"
                elif memory is not None and here.together > memory:
                    stopped = f"took more than {memory >> 20} MB of memory"
                elif processes is not None and here.processes > processes:
                    stopped = f"started more than {processes} processes"
                elif _flooded(out_path, err_path):
                    stopped = f"wrote more than {LIMIT_FILE >> 20} MB"
                if stopped:
                    break
                time.sleep(pause)
                pause = min(pause * 2, LOOK)
                ended, cpu = _poll(process)
        finally:
            _kill_group(process.pid)
            while process.returncode is None:
                time.sleep(0.001)
                _, cpu = _poll(process)
    # A limit set from outside reaches no child that was started before, and without root no sandbox at all.
    stopped = stopped or (f"wrote more than {LIMIT_FILE >> 20} MB" if _flooded(out_path, err_path) else "")
    usage = usage._replace(seconds=perf_counter() - started, cpu_seconds=max(cpu, usage.cpu_seconds))
    return Ended(None if stopped else process.returncode, stopped, _tail(out_path), _tail(err_path), usage)


def outcome(ended: Ended, shown: dict[str, str]) -> Outcome:
    """What an ended run says; in its complaint, paths are `shown` by other words, for they would name the machine."""
    if ended.stopped:
        return Outcome({}, ended.stopped, ended.usage)
    if ended.status != 0:
        complaint = ended.err
        for path, word in shown.items():
            complaint = complaint.replace(path, word)
        said = _exception(complaint)
        if _UNFIT.search(complaint) or said.startswith(_ABSENT):
            # Where the library lies is nobody's business.
            said = re.sub(r" \((/|[A-Z]:).*\)$", "", said.partition(": ")[2] or said)
            return Outcome({}, f"needs another version of a library: {said[:200]}", ended.usage, lacks=True)
        aborted = ended.status in (-signal.SIGABRT, 128 + signal.SIGABRT)  # told by the system, or by a shell between
        return Outcome({}, f"exit status {ended.status}: {said[:200]}", ended.usage, aborted=aborted)
    try:
        result = json.loads(ended.out.strip().splitlines()[-1])
    except (ValueError, IndexError, RecursionError):
        return Outcome({}, "its last line of output is not the JSON of a proof", ended.usage)
    if not isinstance(result, dict):
        return Outcome({}, "its last line of output is not a JSON object", ended.usage)
    return Outcome(result, "", ended.usage)


def _exception(complaint: str) -> str:
    """The line of a traceback that names the exception; what follows in its message says less. Else the last line."""
    lines = complaint.strip().splitlines() or ["no message"]
    starts = [at for at, line in enumerate(lines) if line.startswith("Traceback (most recent call last)")]
    after = lines[starts[-1] + 1 :] if starts else []
    at = next((at for at, line in enumerate(after) if line and not line.startswith(" ")), None)
    if at is None:
        return lines[-1].strip()
    # A message that begins on the next line: `ImportError:`, and then what is wanted.
    told = [line.strip() for line in after[at:] if line.strip()]
    return " ".join(told[:2] if told[0].endswith(":") else told[:1])


def environment(home: str) -> dict[str, str]:
    """The clean environment of a snippet: seeded, offline, one thread, nothing of the caller's but paths to libraries."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    if site.ENABLE_USER_SITE:
        kept["PYTHONUSERBASE"] = site.getuserbase()
    return {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": home,
        "TMPDIR": home,
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "GLOO_SOCKET_IFNAME": "lo0" if sys.platform == "darwin" else "lo",
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_VERBOSITY": "error",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "CUBLAS_WORKSPACE_CONFIG": ":4096:8",
        **kept,
    }


def lacking(packages: tuple[str, ...], least: Mapping[str, str] | None = None) -> list[str]:
    """Which of these packages this Python has not, or not in the `least` version that will do, and what it has instead."""
    lacks = []
    for name in packages:
        wanted, found = (least or {}).get(name, ""), versions((name,)).get(name, "")
        if importlib.util.find_spec(name) is None:
            lacks.append(name)
        elif wanted and found and not reaches(found, wanted):
            lacks.append(f"{name} {wanted} or newer, found {found}")
    return lacks


def reaches(found: str, wanted: str) -> bool:
    """Whether a version is another one or later, by the order of PEP 440; a build's own label, as in 2.4.1+cpu, says nothing."""
    return _order(found) >= _order(wanted)


def _order(named: str) -> tuple[tuple[int, ...], bool]:
    """Numbers of a release without the zeros at their end; what comes before a release sorts below it."""
    public = named.strip().lower().partition("+")[0].lstrip("v")
    numbers = re.match(r"[0-9.]*", public).group()  # type: ignore[union-attr]
    early = re.match(r"[-_]?(a|b|c|rc|pre|dev)", public[len(numbers) :]) is not None
    parts = [int(part) for part in numbers.split(".") if part]
    while parts and not parts[-1]:
        parts.pop()
    return tuple(parts), not early


@lru_cache(maxsize=1)
def gpu() -> str:
    """What the maker calls the GPU that PyTorch sees; empty where there is none.

    Asked in another process, so that nothing of PyTorch stays in ours; once, because that takes seconds.
    """
    if lacking(("torch",)):
        return ""
    code = "import torch; print(torch.cuda.get_device_name() if torch.cuda.is_available() else '')"
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return asked.stdout.strip() if asked.returncode == 0 else ""


def hardware(device: str) -> str:
    """What ran it: the GPU's name, or the processor's architecture; never the name of a machine."""
    return gpu() if device == "cuda" else platform.machine() or "cpu"


def versions(packages: tuple[str, ...]) -> dict[str, str]:
    """Versions of Python and of the packages that are there."""
    found = {"python": platform.python_version()}
    for name in packages:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


class _Seen(NamedTuple):
    processes: int
    cpu_seconds: float
    peak: int
    together: int


def _look(root: int) -> _Seen:
    """What a process and all that descend from it hold now, as Linux tells it; nothing elsewhere."""
    count = peak = together = ticks = 0
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        try:
            status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
            # Behind the name, which may hold anything: times of the process, and of children that it waited for.
            ticks += sum(
                map(int, Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[11:15])
            )
            for task in Path(f"/proc/{pid}/task").iterdir():
                waiting += map(int, (task / "children").read_text("ascii").split())
        except (OSError, ValueError):
            continue  # it has ended meanwhile, or this system keeps no such list
        count += 1
        held = {name: _kilobytes(status, name) for name in ("VmHWM", "RssAnon", "RssShmem")}
        peak = max(peak, held["VmHWM"] << 10)
        together += (held["RssAnon"] + held["RssShmem"]) << 10
    return _Seen(count, ticks / os.sysconf("SC_CLK_TCK") if count else 0.0, peak, together)


def _kilobytes(status: str, name: str) -> int:
    _, found, rest = status.partition(f"\n{name}:")
    return int(rest.split(None, 1)[0]) if found else 0


def _poll(process: subprocess.Popen[bytes]) -> tuple[bool, float]:
    """Whether it has ended, and the processor seconds that it took."""
    if not hasattr(os, "wait4"):
        return process.poll() is not None, 0.0
    pid, status, usage = os.wait4(process.pid, os.WNOHANG)
    if not pid:
        return False, 0.0
    process.returncode = os.waitstatus_to_exitcode(status)
    return True, usage.ru_utime + usage.ru_stime


def _limit_files(pid: int) -> None:
    try:
        import resource

        resource.prlimit(pid, resource.RLIMIT_FSIZE, (LIMIT_FILE, LIMIT_FILE))
    except (ImportError, AttributeError, OSError, ValueError):
        return  # not on this system: the time limit still holds


def _flooded(*paths: Path) -> bool:
    return any(path.stat().st_size >= LIMIT_FILE for path in paths)


def _tail(path: Path) -> str:
    with path.open("rb") as handle:
        handle.seek(max(0, path.stat().st_size - LIMIT_OUTPUT))
        return handle.read().decode("utf-8", "replace")


def _kill_group(pid: int) -> None:
    """End whatever the snippet started and left behind."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
    except AttributeError:  # no process groups on this system
        os.kill(pid, signal.SIGTERM)
