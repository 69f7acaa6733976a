"""What `--help` shows as an example does what it shows: whoever is lost copies it first."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from pipeline.faces.cli import app
from tests.faces.command import ROOT, environment

NOT_RUN = {
    "verify": "needs PyTorch; tests/verification runs proofs",
    "train": "takes minutes",
    "ingest": "needs the network",
    "takedown": "names a document of its reader's",
    "build": "takes minutes",
    "diff": "builds first",
    "eval": "needs documents that its reader marked",
    "serve": "runs until it is ended",
    "lsp": "is a line of an editor's settings",
    "mcp": "is a line of an agent's settings",
    "answer new": "every question that is minted has an answer; its QUESTION stands for one's own",
    "review approve": "its GROUP stands for one of `review list`",
    "review reject": "its GROUP stands for one of `review list`",
    "review undo": "names a decision of its reader's",
    "review merge": "its PAIR stands for the id of a pair",
    "review split": "its PAIR stands for the id of a pair",
}
"""Commands whose example cannot be run here, and why."""
FLAGS = {"", "lint"}
"""Commands whose example ends with status 1, which says that something is wrong with the text."""


def examples(program: typer.Typer = app, above: str = "") -> Iterator[tuple[str, str]]:
    """Every command with the example of its help."""
    if program.info.epilog:
        yield above.strip(), str(program.info.epilog)
    for command in program.registered_commands:
        yield f"{above} {command.name}".strip(), command.epilog or ""
    for group in program.registered_groups:
        if group.typer_instance is not None:
            yield from examples(group.typer_instance, f"{above} {group.name}")


@pytest.fixture(name="project", scope="module")
def _project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the notes that the examples name, and `kanwu` on the path."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data", folder / "data")
    if (ROOT / ".kanwu").is_dir():
        # What was compiled and read of it before, as in any project that is in use.
        shutil.copytree(ROOT / ".kanwu", folder / ".kanwu")
    (folder / "notes.html").write_text("<h2>What is LoRA?</h2><p>An adapter of low rank.</p>", "utf-8")
    (folder / "notes.md").write_text("# Notes\n\n" + "A line.\n" * 9 + "ZeRO-2 shards the parameters.\n", "utf-8")
    called = folder / "bin" / "kanwu"
    called.parent.mkdir()
    called.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m pipeline.faces.cli "$@"\n', "utf-8")
    called.chmod(0o755)
    return folder


def test_every_command_has_an_example() -> None:
    """And what is not run below is still a command."""
    shown = dict(examples())
    assert [name for name, example in shown.items() if not example.startswith("Example")] == []
    assert set(NOT_RUN) <= set(shown)


@pytest.mark.skipif(shutil.which("bash") is None, reason="the examples are lines of a shell")
@pytest.mark.parametrize(
    ("command", "example"),
    [pytest.param(*each, id=each[0] or "kanwu") for each in examples() if each[0] not in NOT_RUN],
)
def test_an_example_succeeds(project: Path, command: str, example: str) -> None:
    """One that names what exists already is refused, and tells its reader nothing of how the command is used."""
    ran = subprocess.run(
        ["bash", "-c", example.removeprefix("Example: ")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=project,
        env=environment(PATH=f"{project / 'bin'}:{environment()['PATH']}"),
        timeout=240,
        check=False,
    )
    assert ran.returncode == (command in FLAGS), ran.stderr
