"""Version-scoped truth: the proofs that read real libraries, run over several versions of these.

Apart from the runner, because it builds throw-away environments and asks the network for packages. Each shares PyTorch
and all else with the environment that runs it, and has its own transformers and peft in front of that.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import Any

from pipeline.models import EnvironmentLacks, Evidence
from pipeline.verification.execution import Outcome
from pipeline.verification.runner import Device, run_all
from pipeline.verification.scopes import FILE, FOLDER, Reading, State, Versions, scope_of
from pipeline.verification.snippets import Snippet
from pipeline.writing import write_whole

VERSIONS: Mapping[str, tuple[str, ...]] = {"transformers": ("4.46.3", "4.57.6", "5.0.0"), "peft": ("0.17.1",)}
"""What is tried beside the versions that are installed: the last of a year's, the last before the present major, and its first.

Whatever minimum a snippet states is not asked here: that the record shows it to be right is for a test.
"""


def environments() -> list[dict[str, str]]:
    """Every combination of the versions that are tried, the installed ones last."""
    tried = [[*VERSIONS[name], version(name)] for name in VERSIONS]
    return [dict(zip(VERSIONS, found, strict=True)) for found in product(*map(dict.fromkeys, tried))]


def asked_of(snippet: Snippet, every: Sequence[Versions]) -> list[Versions]:
    """The environments in which a snippet is run: those that differ in what it reads. peft reads transformers too."""
    reads = set(snippet.requires) | ({"transformers"} if "peft" in snippet.requires else set())
    found = {tuple(sorted((k, v) for k, v in versions.items() if k in reads)): versions for versions in every}
    return list(found.values())


@contextmanager
def built(versions: Versions) -> Iterator[Path]:
    """The Python of a new environment that has these versions and shares everything else; it is deleted afterwards.

    Raises EnvironmentLacks where the packages are not to be had.
    """
    with tempfile.TemporaryDirectory(prefix="kanwu-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # who runs inside the sandbox is somebody else
        venv.EnvBuilder(with_pip=False, symlinks=True).create(folder)
        python = folder / "bin" / "python"
        [packages] = folder.glob("lib/python*/site-packages")
        shared = [entry for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages")]
        (packages / "shared.pth").write_text("\n".join(shared) + "\n", "utf-8")
        kept = folder / "kept.txt"
        kept.write_text(f"torch=={version('torch')}\n", "ascii")
        wanted = [f"{name}=={wanted}" for name, wanted in versions.items() if wanted != version(name)]
        if wanted:
            pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "-c", str(kept), *wanted]
            installed = subprocess.run(
                [*pip, "--disable-pip-version-check", "--no-cache-dir"], capture_output=True, text=True, check=False
            )
            if installed.returncode:
                said = [line for line in installed.stderr.splitlines() if line.startswith("ERROR")] or ["pip failed"]
                raise EnvironmentLacks(
                    f"expected {' and '.join(wanted)} from the package index, found none: {said[-1][:200]}. "
                    "Check the network, or change the versions in pipeline/verification/matrix.py."
                )
        yield python


def try_versions(
    snippets: Sequence[Snippet],
    by: Callable[[Path], Callable[[Path, str, float], Outcome]],
    *,
    jobs: int = 2,
    done: Callable[[Versions, Evidence], None] = lambda versions, evidence: None,
    every: Sequence[Versions] = (),
) -> dict[str, list[Reading]]:
    """Run each snippet that reads a library in every environment that differs in it; `by` runs with another Python."""
    device: Device = "cpu"
    read: dict[str, list[Reading]] = {}
    tried = every or environments()
    reading = [snippet for snippet in snippets if set(snippet.requires) & set(VERSIONS) and not snippet.needs]
    for versions in tried:
        chosen = [snippet for snippet in reading if versions in asked_of(snippet, tried)]
        if not chosen:
            continue
        with built(versions) as python:
            rows = run_all(
                chosen,
                device,
                jobs=jobs,
                by=by(python),
                done=lambda evidence, of=versions: done(of, evidence),  # type: ignore[misc]
            )
        for row in rows:
            read.setdefault(row.snippet, []).append(Reading(versions, *state_of_run(row)))
    return read


def write_matrix(evidence: Path, snippets: Sequence[Snippet], read: Mapping[str, Sequence[Reading]]) -> bool:
    """Write what was read into the record; what it holds of other snippets stays. Return whether anything changed."""
    path = evidence / FOLDER / FILE
    try:
        record: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        record = {}
    before = json.dumps(record, sort_keys=True)
    digests = {snippet.name: snippet.digest for snippet in snippets}
    for name, readings in read.items():
        scope = scope_of(readings)
        record[name] = {
            "digest": digests[name],
            "since": scope.since,
            "until": scope.until,
            "readings": [
                {"versions": dict(r.versions), "state": r.state, **({"reason": r.reason} if r.reason else {})}
                for r in readings
            ],
        }
    if json.dumps(record, sort_keys=True) == before:
        return False
    write_whole(path, json.dumps(dict(sorted(record.items())), ensure_ascii=False, indent=1) + "\n")
    return True


def state_of_run(row: Evidence) -> tuple[State, str]:
    """What one run says of the fact in its environment, and why."""
    if row.holds:
        return "holds", ""
    measured = row.measured and row.control and row.holds is False
    return ("differs" if measured else "cannot run"), row.reason
