"""The linter starts at once, wherever its knowledge lies.

Who would be hurt: whoever runs it as a hook, from a wheel, in a folder that is no project of ours.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.project import knowledge_cache
from tests.faces.command import kanwu

ROOT = Path(__file__).parents[2]
PROGRAM = (
    "import sys; from pathlib import Path; from pipeline.faces.reading import load_knowledge;"
    "known, _ = load_knowledge(Path(sys.argv[1])); print(len(known.facts), 'yaml' in sys.modules)"
)


def opened(graph: Path, cwd: Path, cache: Path) -> tuple[int, bool]:
    """How many facts a new process knows, and whether it had to read YAML for them."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "KANWU_CACHE": str(cache)}
    line = [sys.executable, "-c", PROGRAM, str(graph)]
    facts, yaml = subprocess.check_output(line, cwd=cwd, env=environment, text=True).split()
    return int(facts), yaml == "True"


def test_knowledge_outside_of_a_project_is_compiled_once(tmp_path: Path) -> None:
    """The second process opens what the first one kept; a changed file is read again; nothing is left where one lints."""
    here, cache, graph = tmp_path / "notes", tmp_path / "cache", tmp_path / "graph"
    here.mkdir()
    shutil.copytree(ROOT / "tests" / "knowledge" / "small", graph)
    known, yaml = opened(graph, here, cache)
    assert known > 0 and yaml
    assert opened(graph, here, cache) == (known, False)
    (graph / "facts" / "all.yaml").write_text("", "utf-8")
    assert opened(graph, here, cache) == (0, True)
    assert list(here.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="folders have other rights here")
def test_the_user_s_cache_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    """On a machine of many users it would tell the others what somebody writes about."""
    small = ROOT / "tests" / "knowledge" / "small"
    for knowledge in ((), ("--knowledge", str(small))):
        cache = tmp_path / f"cache{len(knowledge)}" / "kanwu"
        ran = kanwu("lint", "-", *knowledge, stdin="ZeRO-2 shards the parameters.\n", cwd=ROOT, KANWU_CACHE=str(cache))
        assert ran.returncode == 1 and cache.is_dir()
        assert stat.S_IMODE(cache.stat().st_mode) == 0o700
        assert stat.S_IMODE(cache.parent.stat().st_mode) != 0o700, "what stands above it is not ours"


def test_a_cache_that_cannot_be_made_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    cache, small = str(tmp_path / "file" / "c"), str(ROOT / "tests" / "knowledge" / "small")
    ran = kanwu("lint", "-", "--knowledge", small, stdin="ZeRO-2 shards the parameters.\n", KANWU_CACHE=cache)
    assert ran.returncode == 1 and "Traceback" not in ran.stderr


def test_a_project_keeps_its_own_cache(tmp_path: Path) -> None:
    """One folder to delete, and to cache in CI."""
    graph = tmp_path / "data" / "graph"
    (graph / "facts").mkdir(parents=True)
    assert knowledge_cache(tmp_path, graph) == tmp_path / ".kanwu"
    assert knowledge_cache(tmp_path, ROOT / "data" / "graph") != tmp_path / ".kanwu"
