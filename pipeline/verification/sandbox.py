"""Runs a snippet that nobody has to trust: bubblewrap around it, limits on what it takes, nothing of it left.

Inside there is a read-only system (/usr and what hangs on it), the Python that runs it with its packages, the
snippet's own file, and an empty /tmp in memory. There is no home, no environment but the few variables of
`execution.environment`, no file of the project, no other process to be seen, and a network that has the loopback
device alone. Started by root, it runs as a user whom nobody else is, without capabilities. Memory and the number of
processes are limited by a control group where this user may make one; else by resource limits and by a watchdog that
looks every 50 ms. Wall clock is limited, and everything inside is killed together.

What it does NOT cover:

- faults of the kernel, of bubblewrap and of drivers: whoever breaks those is out. A user other than root is inside a
  user namespace without further ones; root's sandbox leaves unprivileged user namespaces to the snippet.
- the GPU, with `--device cuda`: its device nodes are the real ones. GPU memory and time are not limited, what another
  process left in GPU memory is the driver's to clear, and a kernel that never ends holds the GPU until it is killed.
- side channels: time, caches, and load of the machine, which it can both see and cause for as long as it may run.
- reading the system: /usr, the Python installation and the processor's description are visible, with their paths.
- a lie: a snippet can print any numbers it likes. Whether they were measured is for mutants, control and reviewer.

Without a control group, memory is looked at and not metered: a burst of allocation may pass the limit by what fits
into 50 ms before everything inside is killed, and memory shared through /tmp and /dev/shm is bounded by their size.
"""

from __future__ import annotations

import itertools
import os
import shutil
import site
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.verification import cgroups, execution
from pipeline.verification.execution import LIMIT_SECONDS, Outcome

SCRATCH = 256 << 20
"""Bytes that /tmp may hold inside, and again /dev/shm; both are memory."""

PROCESSES = 256
"""Processes and threads inside at a time: three ranks with their threads take a tenth of it."""

USERS = 0x40000000
"""Ids of users from here on belong to nobody; each run started by root takes one of its own."""

_SNIPPET = "/proof"
_RUNS = itertools.count()

_ENTRY = """
import ctypes, os, resource, sys
user, processes, data, seconds, size = map(int, sys.argv[1:6])
for what, most in (("NPROC", processes), ("DATA", data), ("CPU", seconds), ("FSIZE", size), ("CORE", 0)):
    if most >= 0:
        resource.setrlimit(getattr(resource, "RLIMIT_" + what), (most, most))
if user:
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    # What root could hand on is given up as well: capset(version 3 of the call, this process; nothing, nothing, nothing)
    if ctypes.CDLL(None).capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()):
        sys.exit("cannot give up capabilities")
os.execv(sys.argv[6], sys.argv[6:])
"""
"""First program inside: takes its limits upon itself, gives up root, and becomes the snippet's Python."""


class Limits(NamedTuple):
    """What a run may take."""

    memory: int
    """Bytes of all its processes together."""
    processes: int = PROCESSES


LIMITS = {"cpu": Limits(6 << 30), "cuda": Limits(16 << 30)}
"""A process may take 3 GB by the rules of the library, and there may be two; CUDA keeps more beside it in main memory."""


@lru_cache(maxsize=1)
def unavailable() -> str:
    """Why there can be no sandbox here, tried once; empty where there can."""
    if sys.platform != "linux":
        return "bubblewrap runs on Linux alone"
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed (Debian, Ubuntu: apt-get install bubblewrap)"
    with tempfile.TemporaryDirectory(prefix="kanwu-") as folder:
        proof = Path(folder, "proof.py")
        proof.write_text('print("{}")\n', "ascii")
        outcome = execute(proof, "cpu", 20.0)
    if outcome.reason:
        return f"bubblewrap is installed but cannot run here ({outcome.reason})"
    return ""


def execute(
    path: Path,
    device: str,
    limit: float = LIMIT_SECONDS,
    *,
    python: Path | None = None,
    shown: Sequence[Path] = (),
    limits: Limits | None = None,
    grouped: bool = True,
) -> Outcome:
    """Run a file inside, with the name of a device as its argument, and read the JSON on its last line of output.

    `python` is another interpreter than ours, `shown` are folders that it needs; `grouped=False` does without control
    groups even where there could be one.
    """
    most = limits or LIMITS[device]
    with tempfile.TemporaryDirectory(prefix="kanwu-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        user = USERS + os.getpid() % 1_000_000 * 64 + next(_RUNS) % 64 if os.geteuid() == 0 else 0
        command = command_for(path, device, limit, most, folder, user, python or Path(sys.executable), shown)
        with cgroups.limited(most.memory, most.processes) if grouped else nullcontext() as group:
            if group is not None:
                command = [*_entering(group.doors), *command]
            try:
                path_alone = {"PATH": os.environ.get("PATH", os.defpath)}
                # A group meters what its processes share once; the watchdog alone has to count it for each of them.
                ended = execution.supervise(
                    command, folder, folder, path_alone, limit, None if group else most.memory, most.processes
                )
            finally:
                if user:
                    _sweep(user)
            overran = group.overran() if group is not None else ""
    outcome = execution.outcome(ended, {f"{_SNIPPET}/{path.name}": path.name})
    if outcome.reason and overran == "memory":
        return outcome._replace(reason=f"took more than {most.memory >> 20} MB of memory")
    if outcome.reason and overran == "processes":
        return outcome._replace(reason=f"started more than {most.processes} processes")
    return outcome


def command_for(
    path: Path,
    device: str,
    limit: float,
    most: Limits,
    folder: Path,
    user: int,
    python: Path,
    shown: Sequence[Path],
) -> list[str]:
    """The whole command; `folder` is where the names of users inside may be written, `user` 0 keeps the caller's."""
    inside = user or os.getuid()
    (folder / "passwd").write_text(f"proof:x:{inside}:{inside}::/tmp:/bin/false\n", "ascii")
    (folder / "group").write_text(f"proof:x:{inside}:\n", "ascii")
    copy = folder / path.name  # its own file may be for its owner's eyes only
    shutil.copyfile(path, copy)
    for name in ("passwd", "group", path.name):
        (folder / name).chmod(0o644)
    words = ["bwrap", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try",
             "--hostname", "proof", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"]  # fmt: skip
    if user:
        words += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        words += ["--unshare-user", "--disable-userns"]
    for name, value in _environment(device).items():
        words += ["--setenv", name, value]
    for root in ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64"):
        if Path(root).is_symlink():
            words += ["--symlink", str(Path(root).readlink()), root]
        elif Path(root).is_dir():
            words += ["--ro-bind", root, root]
    folders = _python_folders(python, shown, device)
    # Made beforehand, or bubblewrap would make them for root's eyes only.
    described = ("/sys/devices", "/sys/bus/pci", "/sys/module", "/sys/class") if device == "cuda" else ()
    parents = sorted({*_parents("/etc/x", "/sys/devices/system/x", f"{_SNIPPET}/x", *described, *map(str, folders))})
    for parent in parents:
        words += ["--perms", "0755", "--dir", str(parent)]
    for name in ("ld.so.cache", "alternatives", "localtime"):
        words += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    for name in ("passwd", "group"):
        words += ["--ro-bind", str(folder / name), f"/etc/{name}"]
    words += ["--proc", "/proc", "--dev", "/dev", "--ro-bind-try", *2 * ["/sys/devices/system/cpu"]]
    for place in ("/tmp", "/dev/shm"):
        words += ["--perms", "1777", "--size", str(SCRATCH), "--tmpfs", place]
        for parent in parents:  # an environment in a throw-away folder: what was made for it there is hidden by now
            if parent.is_relative_to(place) and parent != Path(place):
                words += ["--perms", "0755", "--dir", str(parent)]
    for needed in folders:
        words += ["--ro-bind-try", *2 * [str(needed)]]
    if device == "cuda":
        for node in gpu_nodes():
            words += ["--dev-bind-try", *2 * [str(node)]]
        for place in described:
            words += ["--ro-bind-try", *2 * [place]]
    words += [
        "--ro-bind",
        str(copy),
        f"{_SNIPPET}/{path.name}",
        "--remount-ro",
        "/",
        "--remount-ro",
        "/dev",
        "--chdir",
        "/tmp",
    ]
    # RLIMIT_AS would stop CUDA, which reserves far more addresses than memory; RLIMIT_DATA stops a single huge claim.
    data = most.memory if device == "cpu" else -1
    # Root's sandbox has a user of its own to count. Others are counted apart inside, but not by older kernels.
    apart = user or tuple(map(int, os.uname().release.split(".")[:2])) >= (5, 14)
    processes = most.processes if apart else most.processes + _tasks_of(os.getuid())
    entry = [user, processes, data, int(limit) + 1, -1]
    return [
        *words,
        str(python),
        "-I",
        "-S",
        "-c",
        _ENTRY,
        *map(str, entry),
        str(python),
        f"{_SNIPPET}/{path.name}",
        device,
    ]


def gpu_nodes(dev: Path = Path("/dev")) -> list[Path]:
    """The device files of GPUs that PyTorch calls `cuda`: NVIDIA's, and AMD's through ROCm."""
    return sorted([*dev.glob("nvidia*"), *dev.glob("kfd"), *dev.glob("dri/renderD*")])


def _environment(device: str) -> dict[str, str]:
    """As outside, without a word of the caller's but where the GPU and its libraries are."""
    kept = ("LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "CUDA_HOME") if device == "cuda" else ()
    clean = {name: value for name, value in execution.environment("/tmp").items() if name not in execution.KEPT}
    clean |= {name: os.environ[name] for name in kept if name in os.environ}
    alone = {} if site.ENABLE_USER_SITE else {"PYTHONNOUSERSITE": "1"}
    return clean | alone | {"PATH": "/usr/bin:/bin", "USER": "proof"}


def _python_folders(python: Path, shown: Sequence[Path], device: str) -> list[Path]:
    """What the interpreter reads: its installation, its environment and their packages; never a project's code."""
    here = [Path(sys.base_prefix), Path(sys.prefix), *shown]
    if python != Path(sys.executable):
        here.append(python.parent.parent)
    here += [Path(entry) for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages")]
    if device == "cuda":
        here += [Path(entry) for entry in os.environ.get("LD_LIBRARY_PATH", "").split(":") if entry]
    folders: list[Path] = []
    for folder in here:
        if folder.is_relative_to("/usr") or folder == Path("/") or any(folder.is_relative_to(f) for f in folders):
            continue
        folders.append(folder)
    return folders


def _sweep(user: int) -> None:
    """End everything that runs as a sandbox's own user: by one call of the kernel, which no fork can outrun.

    Nothing should be left where the first process inside was killed. This is for the day on which something is.
    """
    if _tasks_of(user):
        kill = f"import os; os.setgroups([]); os.setresgid(*3 * [{user}]); os.setresuid(*3 * [{user}]); os.kill(-1, 9)"
        subprocess.run([sys.executable, "-I", "-S", "-c", kill], check=False, capture_output=True)


def _tasks_of(user: int) -> int:
    """How many threads a user runs; by their status, for a process can hide behind an owner of its files."""
    count = 0
    for path in Path("/proc").glob("[0-9]*/status"):
        try:
            told = dict(line.split(":", 1) for line in path.read_text("ascii", "replace").splitlines() if ":" in line)
            count += int(told["Threads"]) if int(told["Uid"].split()[0]) == user else 0
        except (OSError, KeyError, ValueError):
            continue  # it has ended meanwhile
    return count


def _parents(*paths: str) -> list[Path]:
    """Every folder above these but the root, which is there already, and those of the system, which hang on it."""
    above = [parent for path in paths for parent in Path(path).parents]
    return [parent for parent in above if parent != Path("/") and not parent.is_relative_to("/usr")]


def _entering(doors: Sequence[Path]) -> list[str]:
    """A shell that enters control groups before it becomes what follows."""
    script = 'while [ "$1" != -- ]; do echo $$ > "$1" || exit 97; shift; done; shift; exec "$@"'
    return ["/bin/sh", "-c", script, "sh", *map(str, doors), "--"]
