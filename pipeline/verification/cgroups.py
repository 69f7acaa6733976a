"""Control groups of Linux, both versions: what ours leave free, and new ones that hold a run within limits.

Apart from the sandbox, because the kernel keeps two layouts of the same thing, and nobody else should know.
"""

from __future__ import annotations

import itertools
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

MOUNT = Path("/sys/fs/cgroup")
CONTROLLERS = ("memory", "pids")

_COUNT = itertools.count()


class Group(NamedTuple):
    """A control group of one run: one folder in version 2, one a controller in version 1."""

    folders: tuple[Path, ...]

    @property
    def doors(self) -> tuple[Path, ...]:
        """Files into which a process writes its id to enter, and everything that it starts with it."""
        return tuple(folder / "cgroup.procs" for folder in self.folders)

    def overran(self) -> str:
        """What it wanted more of than it may have: `memory`, `processes`, or nothing."""
        for folder in self.folders:
            for name, key, what in (
                ("memory.events", "oom_kill", "memory"),
                ("memory.oom_control", "oom_kill", "memory"),
                ("pids.events", "max", "processes"),
            ):
                counts = dict(line.split() for line in _read(folder / name).splitlines() if len(line.split()) == 2)
                if int(counts.get(key, "0")) > 0:
                    return what
        return ""


def free_memory() -> int:
    """Bytes that processes may still take here without swapping; a guess of 4 GB where the system does not tell."""
    lines = _read(Path("/proc/meminfo")).splitlines()
    free = next((int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:")), 4 << 30)
    for folder in _ours("memory"):
        for most, used in (("memory.max", "memory.current"), ("memory.limit_in_bytes", "memory.usage_in_bytes")):
            limit, taken = _read(folder / most).strip(), _read(folder / used).strip()
            if limit.isdigit() and taken.isdigit():
                # What is only cached of files counts as used, and is given back when somebody wants it.
                cached = dict(line.split() for line in _read(folder / "memory.stat").splitlines())
                reusable = int(cached.get("inactive_file", cached.get("total_inactive_file", "0")))
                free = min(free, max(0, int(limit) - int(taken) + reusable))
    return free


@contextmanager
def limited(memory: int, processes: int) -> Iterator[Group | None]:
    """A new group that may hold `memory` bytes and so many processes; None where this user may make none."""
    group = _made(memory, processes)
    try:
        yield group
    finally:
        if group is not None:
            _removed(group)


def _made(memory: int, processes: int) -> Group | None:
    name = f"kanwu-{os.getpid()}-{next(_COUNT)}"
    made: list[Path] = []
    try:
        shared = next(
            (f for f in _ours("") if set(CONTROLLERS) <= set(_read(f / "cgroup.subtree_control").split())), None
        )
        if shared is not None:
            made.append(shared / name)
            made[0].mkdir()
            _write(made[0] / "memory.max", memory)
            _write(made[0] / "pids.max", processes)
            if (made[0] / "memory.swap.max").exists():
                _write(made[0] / "memory.swap.max", 0)
            return Group(tuple(made))
        for controller in CONTROLLERS:
            folder = next(iter(_ours(controller)), None)
            if folder is None or not (folder / "cgroup.procs").exists():
                raise OSError(controller)
            made.append(folder / name)
            made[-1].mkdir()
            if controller == "pids":
                _write(made[-1] / "pids.max", processes)
                continue
            _write(made[-1] / "memory.limit_in_bytes", memory)
            if (made[-1] / "memory.memsw.limit_in_bytes").exists():  # with swap: else it would grow there
                _write(made[-1] / "memory.memsw.limit_in_bytes", memory)
        return Group(tuple(made))
    except OSError:
        _removed(Group(tuple(made)))
        return None


def _removed(group: Group) -> None:
    """End whatever is still inside, and delete the group.

    Nobody may be born there first: killing one by one would race with whatever forks.
    """
    for folder in group.folders:
        for name, value in (("pids.max", 0), ("cgroup.kill", 1)):
            if (folder / name).exists():
                try:
                    _write(folder / name, value)
                except OSError:
                    continue
    for folder in reversed(group.folders):
        for _ in range(200):
            for pid in _read(folder / "cgroup.procs").split():
                try:
                    os.kill(int(pid), signal.SIGKILL)
                except OSError:
                    continue
            try:
                folder.rmdir()
            except FileNotFoundError:
                break
            except OSError:
                time.sleep(0.01)
                continue
            break


def _ours(controller: str) -> list[Path]:
    """Folders of the group that this process is in, and of those around it, innermost first; "" asks for version 2."""
    for line in _read(Path("/proc/self/cgroup")).splitlines():
        _, controllers, path = line.split(":", 2)
        if controller not in controllers.split(",") or (not controller and controllers):
            continue
        for mount in (MOUNT / controller, MOUNT / "unified") if controller else (MOUNT / "unified", MOUNT):
            own = mount / path.strip("/")
            if (own / "cgroup.procs").exists():
                return [own, *[parent for parent in own.parents if parent.is_relative_to(mount)]]
    return []


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace")
    except OSError:
        return ""


def _write(path: Path, value: int) -> None:
    path.write_text(str(value), "ascii")
