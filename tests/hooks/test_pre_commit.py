"""The hook, as the real pre-commit tool installs and runs it from a clone of this repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WRONG = "ZeRO-2 shards the parameters.\n\nGPT-3 uses post-LN.\n"


def git(*args: str, cwd: Path) -> str:
    ran = subprocess.run(["git", *args], cwd=cwd, capture_output=True, text=True, check=True)
    return ran.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Somebody's notes under version control."""
    folder = tmp_path / "notes"
    (folder / "drafts").mkdir(parents=True)
    git("init", "-q", cwd=folder)
    git("config", "user.email", "test@example.org", cwd=folder)
    git("config", "user.name", "test", cwd=folder)
    (folder / "wrong.md").write_text(WRONG, "utf-8")
    (folder / "right.md").write_text("GPT-3 uses pre-LN.\n", "utf-8")
    (folder / "code.py").write_text(f"# {WRONG}", "utf-8")
    (folder / "drafts" / "wrong.md").write_text(WRONG, "utf-8")
    (folder / "kanwu.toml").write_text('exclude = ["drafts/"]\n', "utf-8")
    return folder


def pre_commit(folder: Path, home: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *args],
        cwd=folder,
        env={
            **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            "PRE_COMMIT_HOME": str(home),
            "PIP_CONSTRAINT": str(ROOT / "constraints.txt"),
            "PRE_COMMIT_COLOR": "never",
        },
        capture_output=True,
        text=True,
        timeout=540,
        check=False,
    )


def test_the_hooks_file_is_what_the_tool_expects() -> None:
    """Read by the tool's own validator: no network, no installation."""
    from pre_commit.clientlib import load_manifest

    hooks = {hook["id"]: hook for hook in load_manifest(ROOT / ".pre-commit-hooks.yaml")}
    assert set(hooks) == {"kanwu", "kanwu-fix"}
    assert all(hook["language"] == "python" and "--force-exclude" in hook["entry"] for hook in hooks.values())


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_hook_flags_fixes_and_passes_from_a_clone(repository: Path, tmp_path: Path) -> None:
    """`repo: …` and `id: kanwu` are all that a stranger writes."""
    pytest.importorskip("pre_commit")
    clone = tmp_path / "kanwu"
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(ROOT), str(clone)], check=True, timeout=120)
    revision = git("rev-parse", "HEAD", cwd=clone)
    config = {"repos": [{"repo": str(clone), "rev": revision, "hooks": [{"id": "kanwu"}]}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    git("add", "-A", cwd=repository)

    ran = pre_commit(repository, tmp_path / "home", "run", "--all-files")
    if "No matching distribution" in ran.stdout + ran.stderr:
        pytest.skip("no package index can be reached from here")
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "wrong.md:1:8: error[zero-2.partitions]" in ran.stdout
    assert "wrong.md:3:12: error[gpt-3.norm-position]" in ran.stdout
    assert ran.stdout.count("error[") == 2 and "drafts" not in ran.stdout and "code.py" not in ran.stdout

    config["repos"][0]["hooks"] = [{"id": "kanwu-fix"}]  # type: ignore[index]
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    fixed = pre_commit(repository, tmp_path / "home", "run", "--all-files")
    assert fixed.returncode == 1 and "+GPT-3 uses pre-LN." in fixed.stdout
    assert (repository / "wrong.md").read_text("utf-8") == WRONG.replace("post", "pre")

    (repository / "wrong.md").write_text("ZeRO-2 shards the gradients too.\n", "utf-8")
    git("add", "-A", cwd=repository)
    passed = pre_commit(repository, tmp_path / "home", "run", "--all-files")
    assert passed.returncode == 0, passed.stdout + passed.stderr
