"""What is installed from a wheel knows its facts anywhere: no checkout, no project, an empty folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `kanwu` as the GitHub Action's own step installs it: from a wheel that pip builds, with nothing but what it needs."""
    folder = tmp_path_factory.mktemp("wheel")
    steps = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]
    [step] = [step for step in steps if step.get("id") == "install"]
    script = folder / "step.sh"
    script.write_text(step["run"].replace("python -m venv", f'"{sys.executable}" -m venv'), "utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ran = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        env={**environment, "KANWU_SOURCE": str(ROOT), "RUNNER_TEMP": str(folder)},
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    if "No matching distribution" in ran.stderr:
        pytest.skip("no package index can be reached from here")
    assert ran.returncode == 0, ran.stderr
    return folder / "kanwu/bin/kanwu"


def run(command: Path, *args: str, cwd: Path, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")} | more
    return subprocess.run(
        [str(command), *args],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=cwd,
        env=environment,
        timeout=240,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_wheel_lints_and_builds_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    """`pip install kanwu` is all that a stranger does."""
    assert run(installed, "--version", cwd=tmp_path).stdout.startswith("kanwu ")
    linted = run(installed, "lint", "-", cwd=tmp_path, stdin="ZeRO-2 shards the parameters\n")
    assert linted.returncode == 1, linted.stderr
    assert "zero-2.partitions" in linted.stdout and "bytes a rank" in linted.stdout
    assert list(tmp_path.iterdir()) == []

    # The first run of all: what the wheel was built with is read, and compiled knowledge is not made anew.
    cache = tmp_path / "cache"
    first = run(installed, "lint", "-", cwd=tmp_path, stdin="ZeRO-2 shards the parameters\n", KANWU_CACHE=str(cache))
    assert first.stdout == linted.stdout
    assert list(cache.rglob("likeness.raw")) and not list(cache.rglob("knowledge.jsonl"))
    shutil.rmtree(cache)

    for extra in ("lsp", "mcp"):
        lacks = run(installed, extra, cwd=tmp_path)
        assert lacks.returncode == 3 and f'pip install "kanwu[{extra}]"' in lacks.stderr, lacks.stderr

    raw = tmp_path / "notes"
    raw.mkdir()
    (raw / "a.txt").write_text("1. ZeRO 的三个阶段？\nZeRO-1 切分优化器状态。\nZeRO-2 再切分模型参数。\n", "utf-8")
    built = run(installed, "build", "--raw", "notes", "--out", "site", cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "site/public/index.html").is_file()
    assert "zero-2.partitions" in (tmp_path / "site/public/data/qa.json").read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes", "site"]
