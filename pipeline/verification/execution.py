"""Runs one snippet's file in a process group of its own, with a clean environment, a time limit and no leftovers.

Apart from the runner, because it knows nothing of facts, and because the bundle carries this file's text to machines
that have no `kanwu`: the standard library of Python 3.10 is enough. It keeps honest programs from disturbing one
another; it is no sandbox and does not hold a hostile one.
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import signal
import site
import subprocess
import sys
import tempfile
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

LIMIT_SECONDS = 120.0
"""Wall clock of one snippet; the slowest of the library takes a sixth of it."""

LIMIT_OUTPUT = 1 << 20
"""Bytes of output that are read, from the end; a proof prints one line."""

LIMIT_FILE = 256 << 20
"""Bytes of any file that a snippet may write, its output included (where the system can limit that)."""

KEPT = ("LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "CUDA_HOME", "VIRTUAL_ENV", "PYTHONPATH")
"""What a snippet sees of the caller's environment: where libraries and devices are, nothing else."""


class Outcome(NamedTuple):
    """What came of one execution."""

    result: dict[str, Any]
    """The JSON of its last line of output; empty where there was none."""
    reason: str
    """Why there is no result; empty where there is one."""
    seconds: float
    """Wall time of the process."""


def execute(path: Path, device: str, limit: float = LIMIT_SECONDS) -> Outcome:
    """Run a file with the name of a device as its argument and read the JSON on its last line of output."""
    started = perf_counter()
    with tempfile.TemporaryDirectory(prefix="kanwu-", ignore_cleanup_errors=True) as folder:
        # Files, not pipes: a child that outlives its parent would hold a pipe open, and we should wait for it.
        out_path, err_path = Path(folder, "out"), Path(folder, "err")
        work = Path(folder, "work")
        work.mkdir()
        with out_path.open("wb") as out, err_path.open("wb") as err:
            process = subprocess.Popen(
                [sys.executable, str(path.resolve()), device],
                cwd=work,
                env=environment(str(work)),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
            try:
                _limit_files(process.pid)
                status = process.wait(limit)
            except subprocess.TimeoutExpired:
                status = None
            finally:
                _kill_group(process.pid)
                process.wait()
        seconds = perf_counter() - started
        said, complained = (
            _tail(out_path),
            _tail(err_path).replace(str(work), ".").replace(str(path.resolve()), path.name),
        )
    if status is None:
        return Outcome({}, f"took more than {limit:g} s", seconds)
    if status != 0:
        last = complained.strip().splitlines()[-1:] or ["no message"]
        return Outcome({}, f"exit status {status}: {last[0][:200]}", seconds)
    try:
        result = json.loads(said.strip().splitlines()[-1])
    except (ValueError, IndexError, RecursionError):
        return Outcome({}, "its last line of output is not the JSON of a proof", seconds)
    if not isinstance(result, dict):
        return Outcome({}, "its last line of output is not a JSON object", seconds)
    return Outcome(result, "", seconds)


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
        "GLOO_SOCKET_IFNAME": "lo",
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_VERBOSITY": "error",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "CUBLAS_WORKSPACE_CONFIG": ":4096:8",
        **kept,
    }


def lacking(packages: tuple[str, ...]) -> list[str]:
    """Which of these packages this Python does not have."""
    return [name for name in packages if importlib.util.find_spec(name) is None]


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


def _limit_files(pid: int) -> None:
    try:
        import resource

        resource.prlimit(pid, resource.RLIMIT_FSIZE, (LIMIT_FILE, LIMIT_FILE))
    except (ImportError, AttributeError, OSError, ValueError):
        return  # not on this system: the time limit still holds


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
