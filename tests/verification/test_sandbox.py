"""The sandbox, attacked: what a stranger's program tries, and what it gets.

Every attack is bounded in itself, so that a sandbox that broke would cost a red test and not the machine: a bomb makes
256 processes at most, each with an alarm that ends it; loops end; what is left of a sandbox's users is killed at last.
Each attack is a real program, run inside by the same call as a proposed snippet. Whoever has no bubblewrap skips these
and is told why; nothing that a model or a stranger proposed runs on such a machine.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.verification import Snippet, run, sandbox
from pipeline.verification.execution import LIMIT_FILE, Outcome
from pipeline.verification.sandbox import Limits

pytestmark = pytest.mark.skipif(bool(sandbox.unavailable()), reason=f"no sandbox here: {sandbox.unavailable()}")

Attack = Callable[..., Outcome]
OWN = {sandbox.USERS + os.getpid() % 1_000_000 * 64 + n for n in range(64)}
"""Users of this process's sandboxes, where root starts them."""

PCI = Path("/sys/bus/pci/devices")

FEW = Limits(memory=1 << 30, processes=40)
HELD = pytest.mark.parametrize("grouped", [True, False], ids=["control group", "watchdog alone"])


@pytest.fixture
def attack(tmp_path: Path) -> Iterator[Attack]:
    """Run a program inside; what it leaves in `got` comes back as JSON."""

    def attempt(code: str, *, limit: float = 20.0, device: str = "cpu", **how: Any) -> Outcome:
        path = tmp_path / "attack.py"
        path.write_text(f"import json, os, sys\ngot = {{}}\n{code}\nprint(json.dumps(got))\n", "utf-8")
        return sandbox.execute(path, device, limit, **how)

    yield attempt
    for user in users() & OWN if os.getuid() == 0 else ():
        sandbox._sweep(user)


def tried(body: str) -> str:
    """Code that keeps what an attempt gives, or the name of the error that it meets."""
    return f"try:\n    got['x'] = {body}\nexcept Exception as error:\n    got['x'] = type(error).__name__"


def test_an_honest_snippet_holds_inside_as_outside(written: Callable[..., Snippet]) -> None:
    inside, outside = run(written(), "cpu", by=sandbox.execute), run(written(), "cpu")
    assert inside.holds is True
    assert inside == outside.model_copy(update={"run": inside.run})


def test_what_a_proof_needs_may_lie_in_a_private_throw_away_folder(attack: Attack) -> None:
    """`git clone . $(mktemp -d)/kanwu`: its environment lies below /tmp, in a folder that is its owner's alone."""
    with tempfile.TemporaryDirectory(dir="/tmp") as private:
        needed = Path(private, "clone", "environment")
        needed.mkdir(parents=True)
        (needed / "word").write_text("here", "ascii")
        got = attack(f"got['word'] = open({str(needed / 'word')!r}).read()", shown=(needed,))
    assert (got.result, got.reason) == ({"word": "here"}, "")


# ------------------------------------------------------------------------------------------------------ network


def test_nobody_outside_can_be_reached(attack: Attack) -> None:
    """A stolen secret would leave this way. The listener is on this machine: no firewall stands in between."""
    with socket.create_server(("0.0.0.0", 0)) as listener:
        listener.settimeout(0.5)
        port = listener.getsockname()[1]
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outward:
            try:
                outward.connect(("192.0.2.1", 53))  # sends nothing; tells which address this machine speaks from
                own = outward.getsockname()[0]
            except OSError:
                own = "127.0.0.1"
        for address in {"127.0.0.1", own}:
            got = attack(f"import socket\n{tried(f'str(socket.create_connection(({address!r}, {port}), 3))')}")
            assert got.result["x"] in ("ConnectionRefusedError", "OSError", "TimeoutError"), got
        with pytest.raises(TimeoutError):
            listener.accept()


def test_no_name_is_resolved_and_no_address_routed(attack: Attack) -> None:
    got = attack(f"import socket\n{tried('socket.getaddrinfo(str.join(chr(46), [chr(97), chr(98)]), 80)')}")
    assert got.result["x"] == "gaierror"
    send = tried("socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))")
    got = attack(f"import socket\n{send}")
    assert got.result["x"] == "OSError"


def test_the_loopback_device_is_the_only_one_and_works(attack: Attack) -> None:
    """Proofs with several processes talk over it."""
    got = attack(
        "import socket\ngot['names'] = [name for _, name in socket.if_nameindex()]\n"
        "with socket.create_server(('127.0.0.1', 0)) as s:\n"
        "    socket.create_connection(s.getsockname(), 3).sendall(b'x')\n    got['heard'] = s.accept()[0].recv(1).decode()"
    )
    assert got.result == {"names": ["lo"], "heard": "x"}


# -------------------------------------------------------------------------------------- home, environment, files


def test_there_is_no_home_to_read(attack: Attack, tmp_path: Path) -> None:
    """Keys lie at home. Of it there is at most the way to the Python that runs inside."""
    secret = tmp_path / "secret"
    secret.write_text("x", "ascii")
    home, project = Path.home(), Path(__file__).parents[2]
    hidden = [
        str(secret),
        str(project / "README.md"),
        "/etc/shadow",
        "/etc/hostname",
        "/var",
        "/home/x",
        "/run",
        "/opt",
    ]
    ways = [Path(sys.base_prefix), Path(sys.prefix), *(Path(p) for p in sys.path)]
    hidden = [path for path in hidden if not any(way.is_relative_to(path) for way in ways)]
    got = attack(
        f"got['seen'] = [p for p in {hidden!r} if os.path.lexists(p)]\ngot['home'] = os.path.expanduser('~')\n"
        f"got['listed'] = [os.path.join({str(home)!r}, n) for n in os.listdir({str(home)!r})] if os.path.exists({str(home)!r}) else []"
    )
    assert (got.result["seen"], got.result["home"]) == ([], "/tmp")
    assert all(any(way.is_relative_to(listed) for way in ways) for listed in got.result["listed"])


def test_nothing_of_the_environment_is_seen(attack: Attack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    got = attack(
        "got['names'] = sorted(os.environ)\n"
        "got['leaks'] = any(b'secret' in open(f'/proc/{p}/environ', 'rb').read() for p in os.listdir('/proc') if p.isdigit() and os.access(f'/proc/{p}/environ', os.R_OK))"
    )
    assert got.result["leaks"] is False
    assert not {"OPENAI_API_KEY", "PYTHONPATH", "VIRTUAL_ENV"} & set(got.result["names"])


def test_no_process_outside_is_seen_or_can_be_signalled(attack: Attack) -> None:
    got = attack(
        f"got['seen'] = len([p for p in os.listdir('/proc') if p.isdigit()])\n{tried(f'os.kill({os.getpid()}, 0)')}"
    )
    assert got.result["seen"] < 10
    assert got.result["x"] == "ProcessLookupError"


def test_nothing_outside_can_be_written(attack: Attack, tmp_path: Path) -> None:
    places = ["/", "/usr", "/usr/lib", "/etc", "/proof", "/dev", sys.prefix, str(Path(sys.executable).parent), "/proc/sys/kernel", str(tmp_path)]  # fmt: skip
    got = attack(
        f"got['wrote'] = []\nfor place in {places!r}:\n    try:\n        open(place + '/kanwu-was-here', 'w').write('x')\n"
        "        got['wrote'].append(place)\n    except OSError:\n        pass\n"
        "for own in (__file__, sys.executable):\n    try:\n        open(own, 'a')\n        got['wrote'].append(own)\n    except OSError:\n        pass"
    )
    assert got.result == {"wrote": []}, got


def test_what_it_writes_to_tmp_is_gone_and_bounded(attack: Attack) -> None:
    marker = "kanwu-was-here"
    got = attack(f"open('/tmp/{marker}', 'w').write('x')\ngot['listed'] = os.listdir('/tmp')")
    # Where the environment itself lies in a throw-away folder, the way to it is there, and nothing else of that folder.
    way = {path.parts[2] for path in (Path(sys.prefix), Path(sys.base_prefix)) if path.is_relative_to("/tmp")}
    assert set(got.result["listed"]) == {marker} | way
    assert not Path("/tmp", marker).exists()
    for place in ("/tmp", "/dev/shm"):
        got = attack(
            "got['stopped'] = 0\ntry:\n    for n in range(24):\n"
            f"        with open(f'{place}/{{n}}', 'wb') as f: f.write(bytes(16 << 20))\n"
            "except OSError as error:\n    got['stopped'] = error.errno\n"
            f"got['kept'] = sum(each.stat().st_size for each in os.scandir('{place}') if each.is_file())"
        )
        assert got.result["stopped"] == 28, got  # no space left
        assert got.result["kept"] <= sandbox.SCRATCH


def test_it_has_no_privilege_and_can_get_none(attack: Attack) -> None:
    got = attack(
        "lines = dict(l.split(':', 1) for l in open('/proc/self/status').read().splitlines())\n"
        "got['caps'] = [int(lines[c], 16) for c in ('CapInh', 'CapPrm', 'CapEff', 'CapAmb')]\n"
        "got['locked'] = int(lines['NoNewPrivs'])\ngot['user'] = os.getuid()\n"
        "import subprocess\n"
        "got['mounted'] = subprocess.run(['mount', '-t', 'tmpfs', 'x', '/tmp'], capture_output=True).returncode == 0\n"
        f"{tried('os.setuid(0)')}"
    )
    assert (got.result["caps"], got.result["locked"], got.result["mounted"]) == ([0, 0, 0, 0], 1, False)
    assert got.result["user"] != 0 or os.getuid() == 0 or got.result["x"] is None
    if os.getuid() == 0:
        assert got.result["user"] >= sandbox.USERS
        assert got.result["x"] == "PermissionError"


# ------------------------------------------------------------------------------------------------ what it may take


@HELD
def test_a_fork_bomb_is_stopped_and_leaves_nobody(attack: Attack, grouped: bool) -> None:
    started = time.monotonic()
    got = attack(
        "import signal, time\nsignal.alarm(15)\nheard, told = os.pipe()\n"
        "for _ in range(8):\n    try:\n        if os.fork() == 0: signal.alarm(15)\n"
        "    except OSError:\n        os.write(told, b'x')\n"
        "os.write(told, b'p')\ntime.sleep(1.5)\nif os.getpid() != 2: time.sleep(15)\nheard = os.read(heard, 65536)\n"
        "got |= {'made': heard.count(b'p'), 'refused': heard.count(b'x')}",
        limits=FEW, grouped=grouped,
    )  # fmt: skip
    assert time.monotonic() - started < 12
    assert nobody_inside()
    if got.result:
        assert got.result["made"] <= FEW.processes
        assert got.result["refused"] > 0
    else:
        assert got.reason == "started more than 40 processes"


@HELD
def test_whoever_forks_until_he_is_killed_does_not_outrun_the_kill(attack: Attack, grouped: bool) -> None:
    """Each is gone and born again before a list of processes can be read to its end."""
    got = attack(
        "import signal, time\nsignal.alarm(15)\nfor _ in range(3):\n    if os.fork() == 0: signal.alarm(15)\n"
        "for _ in range(300):\n    time.sleep(0.01)\n    try:\n        if os.fork() == 0: signal.alarm(15)\n"
        "        elif os.getpid() != 2: os._exit(0)\n    except OSError:\n        pass\ntime.sleep(10)",
        limit=1.0, limits=FEW, grouped=grouped,
    )  # fmt: skip
    assert got.reason in ("took more than 1 s", "started more than 40 processes")
    assert nobody_inside()


@HELD
def test_threads_without_end_are_stopped(attack: Attack, grouped: bool) -> None:
    got = attack(
        "import threading, time\ngot['threads'] = 0\ntry:\n    for _ in range(300):\n"
        "        threading.Thread(target=time.sleep, args=(20,), daemon=True).start()\n        got['threads'] += 1\n"
        "except RuntimeError:\n    pass\nprint(json.dumps(got), flush=True)\nos._exit(0)",
        limits=FEW, grouped=grouped,
    )  # fmt: skip
    assert 0 < got.result["threads"] <= FEW.processes


@HELD
def test_64_gigabytes_are_not_had_in_one_piece(attack: Attack, grouped: bool) -> None:
    """Asked for and never written to: where nothing refused it, it would still cost nothing."""
    got = attack(f"{tried('len(bytearray(64 << 30))')}", grouped=grouped)
    assert got.result == {"x": "MemoryError"}


@HELD
def test_memory_is_not_had_in_pieces_and_by_many(attack: Attack, grouped: bool) -> None:
    """Each process stays below what one may have; together they pass it."""
    most = Limits(memory=300 << 20, processes=64)
    code = (
        "import signal, time\nfor _ in range(2): os.fork()\nsignal.alarm(15)\nkept = []\n"
        "for _ in range(150):\n    kept.append(b'x' * (1 << 20))\n    time.sleep(0.002)\ntime.sleep(15)"
    )
    got = attack(code, limit=12.0, limits=most, grouped=grouped)
    assert got.result == {}
    assert got.reason == "took more than 300 MB of memory", got
    assert nobody_inside()


def test_an_endless_loop_ends_with_the_clock(attack: Attack) -> None:
    started = time.monotonic()
    got = attack("import signal\nsignal.alarm(15)\nwhile True: pass", limit=1.0)
    assert (got.result, got.reason) == ({}, "took more than 1 s")
    assert time.monotonic() - started < 5


def test_huge_output_is_cut_and_never_fills_the_disk(attack: Attack) -> None:
    got = attack("for _ in range(100): sys.stdout.write('x' * (1 << 20))", limit=20.0)
    assert got.result == {}
    assert got.reason == f"wrote more than {LIMIT_FILE >> 20} MB"
    assert LIMIT_FILE <= 64 << 20


@pytest.mark.parametrize("how", ["os.setsid()", "os.setpgid(0, 0)", "os.setsid(); os.fork() and os._exit(0)"])
def test_a_child_that_outlives_its_parent_is_killed_with_the_rest(attack: Attack, how: str) -> None:
    """Also one that has left its session: outside of a sandbox that would be enough to live on."""
    mark = f"kanwu-orphan-{os.getpid()}-{time.monotonic_ns()}"
    child = f"import os, time\n{how}\nos.write(1, b'')\ntime.sleep(20)  # {mark}"
    got = attack(
        f"import subprocess, time\nsubprocess.Popen([sys.executable, '-S', '-c', {child!r}], start_new_session=False)\ntime.sleep(0.5)\ngot['x'] = 1"
    )
    assert got.result == {"x": 1}, got
    time.sleep(0.3)
    assert not [line for line in commands() if mark in line]


def test_a_child_that_ignores_signals_dies_with_the_clock(attack: Attack) -> None:
    mark = f"kanwu-deaf-{os.getpid()}-{time.monotonic_ns()}"
    got = attack(
        f"import signal\nmark = {mark!r}\nfor s in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT): signal.signal(s, signal.SIG_IGN)\n"
        f"import subprocess\nsubprocess.run([sys.executable, '-S', '-c', 'import time; time.sleep(20) # {mark}'], start_new_session=True)",
        limit=1.0,
    )
    assert got.reason == "took more than 1 s"
    time.sleep(0.3)
    assert not [line for line in commands() if mark in line]


# ------------------------------------------------------------------------------------------------- how it is built


def test_the_gpu_is_there_for_cuda_alone(tmp_path: Path) -> None:
    for name in ("nvidia0", "nvidiactl", "nvidia-uvm", "null", "sda"):
        (tmp_path / name).touch()
    assert [node.name for node in sandbox.gpu_nodes(tmp_path)] == ["nvidia-uvm", "nvidia0", "nvidiactl"]


@pytest.mark.skipif(not PCI.is_dir(), reason="this machine has no PCI bus")
def test_what_is_shown_of_the_gpus_can_be_read(attack: Attack) -> None:
    """Process groups list the PCI devices before they meet; a folder above that is shut would stop them."""
    got = attack("got['devices'] = len(os.listdir('/sys/bus/pci/devices'))", device="cuda")
    assert got.result == {"devices": len(list(PCI.iterdir()))}


def test_a_fault_is_told_without_a_path_of_the_machine(attack: Attack, tmp_path: Path) -> None:
    assert attack("raise OSError(__file__)").reason == "exit status 1: OSError: attack.py"


def commands() -> list[str]:
    """What every process of this machine was started with."""
    return subprocess.run(["ps", "-eo", "args", "ww"], capture_output=True, text=True, check=False).stdout.splitlines()


def users() -> set[int]:
    """Who runs something on this machine."""
    told = subprocess.run(["ps", "-eo", "uid="], capture_output=True, text=True, check=False).stdout
    return {int(user) for user in told.split()}


def nobody_inside() -> bool:
    """Whether no process of a sandbox's own user is left; one that was killed may take a moment to be gone."""
    for _ in range(20):
        if not users() & OWN:
            return True
        time.sleep(0.1)
    return False


def test_what_it_prints_is_read_as_json_and_nothing_else(attack: Attack) -> None:
    assert attack("print('x' * 100); got['x'] = [1]").result == {"x": [1]}
    assert json.dumps(attack("sys.exit(3)").reason) == '"exit status 3: no message"'
