"""The command, run as a user does."""

from __future__ import annotations

import contextlib
import functools
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).parents[2]


def environment(**more: str) -> dict[str, str]:
    """What a process needs to find this checkout's program."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def kanwu(*args: str, stdin: str = "", cwd: Path = ROOT, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "pipeline.faces.cli", *args],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment(**more),
        timeout=240,
        check=False,
    )


@functools.cache
def _knowledge(folder: Path, cache: Path | None) -> Any:
    from pipeline.knowledge.loading import load

    return load(folder, ROOT / ".kanwu" if folder == ROOT / "data" / "graph" else cache)


def kanwu_here(*args: str, stdin: str = "", cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """The same within this process, which keeps the knowledge from call to call: for tests that call it often."""
    from typer.testing import CliRunner

    from pipeline.faces.cli import app
    from pipeline.models import KanwuError

    with contextlib.chdir(cwd), patch("pipeline.knowledge.load", _knowledge):
        ran = CliRunner().invoke(app, list(args), input=stdin.encode())
    if isinstance(ran.exception, KanwuError):
        return subprocess.CompletedProcess(
            args, ran.exception.status, ran.stdout, f"{ran.stderr}kanwu: {ran.exception}\n"
        )
    if ran.exception is not None and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    return subprocess.CompletedProcess(args, ran.exit_code, ran.stdout, ran.stderr)
