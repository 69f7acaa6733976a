"""The GitHub Action: its shape, and its lint step run here with the inputs that GitHub would hand in.

Its install step runs in tests/trust/test_wheel.py.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
WRONG = "ZeRO-2 shards the parameters.\n"


def test_it_is_a_composite_action_with_described_inputs_and_outputs() -> None:
    """What GitHub's own check of action.yml demands."""
    assert ACTION["name"] and ACTION["description"] and ACTION["runs"]["using"] == "composite"
    assert all(entry["description"] and "default" in entry for entry in ACTION["inputs"].values())
    assert all(entry["description"] and entry["value"] for entry in ACTION["outputs"].values())
    for step in STEPS:
        assert ("uses" in step) != ("run" in step)
        assert "run" not in step or step["shell"] == "bash"
        assert "uses" not in step or re.fullmatch(r"[\w-]+/[\w-]+@v\d+", step["uses"])


def test_every_input_that_is_used_exists_and_every_one_that_exists_is_used() -> None:
    text = (ROOT / "action.yml").read_text("utf-8")
    used = set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", text))
    assert used == set(ACTION["inputs"])
    for name in re.findall(r"\$\{\{ steps\.([\w-]+)\.", text):
        assert name in {step.get("id") for step in STEPS}


def test_no_input_is_pasted_into_a_script() -> None:
    """A pull request names its files: an expression in a script would let it run commands."""
    assert all("${{" not in step["run"] for step in STEPS if "run" in step)


def run(tmp_path: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    """Run the lint step as GitHub does: a script file, `bash --noprofile --norc -eo pipefail`, inputs in the environment."""
    step = next(step for step in STEPS if step.get("id") == "lint")
    command = tmp_path / "temp" / "kanwu" / "bin" / "kanwu"
    command.parent.mkdir(parents=True, exist_ok=True)
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pipeline.faces.cli "$@"\n', "utf-8")
    command.chmod(0o755)
    values = {name: entry["default"] for name, entry in ACTION["inputs"].items()} | {
        name.replace("_", "-"): value for name, value in inputs.items()
    }
    environment = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: values[found[1]], value)
        for name, value in step["env"].items()
    }
    output = tmp_path / "output"
    output.write_text("", "utf-8")
    script = tmp_path / "step.sh"
    script.write_text(step["run"], "utf-8")
    work = tmp_path / "work"
    ran = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=work,
        env={
            **os.environ,
            **environment,
            "PYTHONPATH": str(ROOT),
            "RUNNER_TEMP": str(tmp_path / "temp"),
            "GITHUB_OUTPUT": str(output),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return ran, dict(line.split("=", 1) for line in output.read_text("utf-8").splitlines())


@pytest.fixture(autouse=True)
def _work(tmp_path: Path) -> None:
    (tmp_path / "work" / "docs").mkdir(parents=True)
    (tmp_path / "work" / "docs" / "a b.md").write_text(WRONG, "utf-8")
    (tmp_path / "work" / "right.md").write_text("GPT-3 uses pre-LN.\n", "utf-8")


def test_a_wrong_claim_is_annotated_and_fails_the_step(tmp_path: Path) -> None:
    ran, outputs = run(tmp_path)
    assert ran.returncode == 1 and ran.stdout.startswith("::error file=docs/a b.md,line=1,"), ran.stdout + ran.stderr
    assert outputs == {"status": "1", "report": ""}


def test_a_report_can_be_written_without_failing(tmp_path: Path) -> None:
    """Code scanning takes the file and decides by itself."""
    ran, outputs = run(tmp_path, format="sarif", fail="false", paths="right.md\ndocs/a b.md", args="--select error")
    assert ran.returncode == 0 and outputs == {"status": "1", "report": "kanwu.sarif"}, ran.stderr
    log = json.loads((tmp_path / "work" / "kanwu.sarif").read_text("utf-8"))
    assert log["runs"][0]["results"][0]["ruleId"] == "zero-2.partitions"


def test_wrong_use_fails_whatever_was_asked(tmp_path: Path) -> None:
    """A typo in the workflow must not look like clean notes; a name that looks like an option or a command is a name."""
    ran, outputs = run(tmp_path, paths="no-such.md", fail="false")
    assert ran.returncode == 2 and outputs["status"] == "2"
    ran, _ = run(tmp_path, paths='$(touch pwned) ; --fix "`id`"', fail="false")
    assert ran.returncode == 2 and not (tmp_path / "work" / "pwned").exists()
