"""What is installed from a wheel knows its facts anywhere: no checkout, no project, an empty folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `kanwu` in an environment of its own that holds nothing but the wheel and what it needs."""
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    [wheel] = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=True)
    pip = subprocess.run(
        [
            str(folder / "env/bin/python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "-c",
            str(ROOT / "constraints.txt"),
            str(wheel),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if pip.returncode != 0 and "No matching distribution" in pip.stderr:
        pytest.skip("no package index can be reached from here")
    assert pip.returncode == 0, pip.stderr
    return folder / "env/bin/kanwu"


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
