"""`kanwu verify --changed`: what a change touches is run, and nothing else."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.models import Fact, KanwuError, Words
from pipeline.verification import Snippet, changed_since, list_snippets

Written = Callable[..., Snippet]
FACTS = "- {id: a.holds, statement: one}\n- {id: b.holds, statement: two}\n"


def git(folder: Path, *words: str) -> None:
    named = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(folder), *named, *words], check=True, capture_output=True)


def fact(name: str, snippet: str) -> Fact:
    words = Words(zh="词", en="word")
    return Fact(id=name, subject=name.split(".")[0], relation="holds", objects=("x",), statement=words, snippet=snippet)


@pytest.fixture
def repository(tmp_path: Path, written: Written) -> Path:
    """Three snippets and two facts, committed."""
    for name in ("first", "second", "third"):
        written(name=name)
    (tmp_path / "graph" / "facts").mkdir(parents=True)
    (tmp_path / "rooms").mkdir()
    for file in ("ruling.py", "bundle.py"):
        (tmp_path / "rooms" / file).write_text("", "utf-8")
    (tmp_path / "graph" / "facts" / "f.yaml").write_text(FACTS, "utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "as it was")
    return tmp_path


@pytest.fixture
def changed(repository: Path, written: Written) -> Callable[..., list[str]]:
    def ask(revision: str = "HEAD") -> list[str]:
        snippets = list_snippets(repository / "snippets").snippets
        facts = {"a.holds": fact("a.holds", "first"), "b.holds": fact("b.holds", "second")}
        return [
            snippet.name
            for snippet in changed_since(revision, snippets, facts, repository / "graph", repository / "rooms")
        ]

    return ask


def test_nothing_has_changed_where_nobody_changed_anything(changed: Callable[..., list[str]]) -> None:
    assert changed() == []


def test_a_snippet_that_was_edited_and_one_that_is_new_are_run(
    changed: Callable[..., list[str]], written: Written
) -> None:
    written(("TOLERANCE = 0.1", "TOLERANCE = 0.2"), name="third")
    written(name="fourth")
    assert changed() == ["fourth", "third"]


def test_a_fact_that_was_edited_has_its_proof_run_and_its_neighbour_not(
    repository: Path, changed: Callable[..., list[str]]
) -> None:
    (repository / "graph" / "facts" / "f.yaml").write_text("# a comment\n\n" + FACTS.replace("two", "another"), "utf-8")
    assert changed() == ["second"]


def test_changes_are_counted_from_the_revision_that_is_named(
    repository: Path, changed: Callable[..., list[str]], written: Written
) -> None:
    written(("TOLERANCE = 0.1", "TOLERANCE = 0.2"), name="third")
    git(repository, "commit", "-qam", "stricter")
    assert (changed(), changed("HEAD~1")) == ([], ["third"])


def test_whoever_changes_what_decides_has_every_proof_to_run(
    repository: Path, changed: Callable[..., list[str]]
) -> None:
    (repository / "rooms" / "bundle.py").write_text("x = 1\n", "utf-8")
    assert changed() == []
    (repository / "rooms" / "ruling.py").write_text("x = 1\n", "utf-8")
    assert changed() == ["first", "second", "third"]


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=x"])
def test_a_revision_that_is_none_is_told(changed: Callable[..., list[str]], revision: str) -> None:
    with pytest.raises(KanwuError, match="expected a"):
        changed(revision)


def test_without_a_repository_there_is_nothing_to_compare(written: Written, tmp_path: Path) -> None:
    with pytest.raises(KanwuError, match="expected a git repository"):
        changed_since("HEAD", [written()], {}, tmp_path, tmp_path)
