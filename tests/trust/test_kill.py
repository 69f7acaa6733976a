"""A build that dies leaves what was there: the ledger whole, no half-written file, the old site in place."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline import ledger

ROOT = Path(__file__).parents[2]

NOTES = {
    "a.txt": "1. 什么是 KV 缓存？\n把历史 token 的键和值存下来，不再重算。\n2. ZeRO 的三个阶段？\nZeRO-1 切分优化器状态。\nZeRO-2 再切分模型参数。\n",
    "b.md": "## What is LoRA?\n\nA low-rank update of frozen weights.\n\n## What is ALiBi?\n\nA bias on the scores.\n",
}


def command(raw: Path, out: Path, knowledge: Path) -> list[str]:
    return [
        sys.executable, "-m", "pipeline.faces.cli", "build", "--raw", str(raw), "--out", str(out),
        "--knowledge", str(knowledge),
    ]  # fmt: skip


def run(args: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        args, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, timeout=240
    )


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


@pytest.fixture
def small_knowledge(tmp_path: Path) -> Path:
    """A dozen facts: the site is small, and a build takes seconds."""
    folder = tmp_path / "graph"
    shutil.copytree(ROOT / "tests" / "knowledge" / "small", folder)
    return folder


@pytest.fixture
def shipped_facts(tmp_path: Path) -> Path:
    """Every fourth file of the shipped facts, without answers: enough pages for several workers."""
    folder = tmp_path / "graph"
    shutil.copytree(
        ROOT / "data" / "graph", folder, ignore=shutil.ignore_patterns("graph.json", "answers", "questions")
    )
    for number, path in enumerate(sorted((folder / "facts").glob("*.yaml"))):
        if number % 4:
            path.unlink()
    return folder


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_build_killed_at_random_points_leaves_the_old_site_and_the_next_one_completes(
    tmp_path: Path, small_knowledge: Path
) -> None:
    """An editor's laptop goes to sleep in the middle of a build."""
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    for name, text in NOTES.items():
        (raw / name).write_text(text, "utf-8")
    args = command(raw, out, small_knowledge)
    began = time.perf_counter()
    first = run(args)
    whole = time.perf_counter() - began
    assert first.returncode == 0, first.stderr
    old = tree(out)
    events = ledger.load(small_knowledge / "ledger").events

    (raw / "a.txt").write_text(NOTES["a.txt"] + "3. 什么是 RoPE？\n旋转位置编码作用在查询和键上。\n", "utf-8")
    chance = random.Random(20261124)
    for _ in range(8):
        process = subprocess.Popen(
            args,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            start_new_session=True,
        )
        time.sleep(chance.uniform(0.05, whole * 1.05))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        finished = process.wait() == 0
        assert (out / "public" / "index.html").is_file(), "the site was gone"
        now = tree(out)
        if finished:
            break
        site = {name: data for name, data in now.items() if name.startswith("public/")}
        before = {name: data for name, data in old.items() if name.startswith("public/")}
        if site != before:
            # Killed after the swap: then the new site is there, and whole.
            assert b"RoPE" in b"".join(site.values())
            assert site.keys() >= {"public/index.html", "public/data/qa.json", "public/data/qa.schema.json"}
        assert not [name for name in now if name.endswith((".draft", ".tmp"))]

    last = run(args)
    assert last.returncode == 0, last.stderr
    fresh = run(command(raw, tmp_path / "fresh", small_knowledge))
    assert tree(out) == tree(tmp_path / "fresh")
    assert last.stdout == fresh.stdout
    assert ledger.load(small_knowledge / "ledger") == (events, [])


@pytest.mark.slow
def test_one_changed_document_is_read_again_alone_and_only_its_pages_are_rewritten(
    tmp_path: Path, small_knowledge: Path
) -> None:
    """A reader's bookmarked pages keep their bytes, an editor waits for one document only."""
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    for name, text in NOTES.items():
        (raw / name).write_text(text, "utf-8")
    args = command(raw, out, small_knowledge)
    assert run(args).returncode == 0
    kept = {path.name: path.stat().st_mtime_ns for path in (out / ".kanwu" / "documents").iterdir()}
    pages = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in (out / "public").rglob("*.html")}
    time.sleep(0.05)
    (raw / "b.md").write_text(NOTES["b.md"].replace("A bias on the scores.", "A linear bias on the scores."), "utf-8")
    assert run(args).returncode == 0
    after = {path.name: path.stat().st_mtime_ns for path in (out / ".kanwu" / "documents").iterdir()}
    assert len(set(after) - set(kept)) == 1
    assert all(after[name] == kept[name] for name in set(after) & set(kept))
    touched = [p for p, (stamp, _) in pages.items() if p.is_file() and p.stat().st_mtime_ns != stamp]
    changed = [p for p, (_, data) in pages.items() if p.is_file() and p.read_bytes() != data]
    assert sorted(touched) == sorted(changed)
    assert 0 < len(changed) < len(pages) / 2


@pytest.mark.slow
def test_two_builds_give_the_same_bytes_with_any_number_of_workers(tmp_path: Path, shipped_facts: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name, text in NOTES.items():
        (raw / name).write_text(text, "utf-8")
    # Large enough that several workers are really used.
    (raw / "large.txt").write_text(
        "".join(f"{n}. 第 {n} 个问题是什么？\n答案 {n}。\n" * 1 for n in range(1, 31)) + "附录 " * 400_000, "utf-8"
    )
    with ThreadPoolExecutor() as both:
        one, two = both.map(
            run,
            (
                [*command(raw, tmp_path / name, shipped_facts), "--jobs", jobs]
                for name, jobs in (("one", "1"), ("two", "2"))
            ),
        )
    assert one.returncode == two.returncode == 0, one.stderr + two.stderr
    assert one.stdout == two.stdout
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
