"""What was found in a text by an earlier process is what this one would find.

Who would be hurt: an author, if a file were reported as it was yesterday; whoever runs the hook over a hundred files of
which one was changed.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from pipeline import ledger, linting, sources
from pipeline.claims.vocabulary import vocabulary_of
from pipeline.faces.reading import load_grounds
from pipeline.linting import Grounds, Linted, Remembered, remembered
from pipeline.linting.remembered import FILE
from pipeline.models import Agent, Document
from tests.faces.command import kanwu
from tests.linting.conftest import grounds

WRONG = "ZeRO-2 shards the parameters."
FILLER = "Nothing is said of anything here, and at some length, so that it is worth looking up.\n\n" * 30
TEXT = f"# ZeRO\n\n{WRONG}\n\nBERT-base has 24 layers.\n\nLoRA 冻结原始权重。\n\nZeRO-1 shards the gradients. <!-- kanwu: ignore[zero-1.partitions] for the test -->\n\n{FILLER}"
KEYED = grounds()._replace(key="known")


def document(text: str = TEXT, name: str = "notes.md") -> Document:
    found = sources.read_document(text.encode(), name).document
    assert found is not None
    return found


def process(folder: Path, judged: Grounds = KEYED) -> Remembered:
    return Remembered(folder, judged)


def said(linted: Linted) -> list[tuple[str, str, str]]:
    every = linting.diagnose(linted, KEYED, linting.Selection())
    return [(each.rule, each.state, each.passage.quote) for each in every]


@pytest.fixture(name="read")
def _read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were read, not looked up."""
    texts: list[str] = []
    lint = linting.lint

    def counted(document: Document, judged: Grounds) -> Linted:
        texts.append(document.path)
        return lint(document, judged)

    monkeypatch.setattr(remembered, "lint", counted)
    return texts


@pytest.mark.parametrize("name", ["notes.md", "notes.txt", "notes.html"])
def test_a_text_that_is_what_it_was_is_not_read(tmp_path: Path, read: list[str], name: str) -> None:
    expected = linting.lint(document(name=name), KEYED)
    for _ in range(2):
        one = process(tmp_path)
        found = one.lint(document(name=name))
        assert found == expected and said(found) == said(expected)
        one.shelf.keep()
    assert read == [name]
    assert (
        any(state == "suppressed" for _, state, _ in said(expected)) == (name != "notes.html") or name == "notes.html"
    )


def test_a_notebook_has_its_cells(tmp_path: Path, read: list[str]) -> None:
    cell = {"cell_type": "markdown", "metadata": {}, "source": [f"{WRONG}\n", FILLER]}
    text = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    expected = linting.lint(document(text, "a.ipynb"), KEYED)
    for _ in range(2):
        one = process(tmp_path)
        assert one.lint(document(text, "a.ipynb")) == expected
        one.shelf.keep()
    assert len(read) == 1
    assert [each.cell for each in linting.diagnose(expected, KEYED, linting.Selection()) if each.flagged] == [1]


@pytest.mark.parametrize("changed", ["text", "name", "knowledge", "decisions", "program"])
def test_whatever_is_changed_the_text_is_read_anew(
    tmp_path: Path, read: list[str], changed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = process(tmp_path)
    before = one.lint(document())
    one.shelf.keep()
    text, name, judged = TEXT, "notes.md", KEYED
    if changed == "text":
        text = TEXT.replace("ZeRO-2 shards the parameters", "ZeRO-2 shards the gradients")
    elif changed == "name":
        name = "others.md"
    elif changed == "knowledge":
        judged = KEYED._replace(key="changed")
    elif changed == "decisions":
        event = ledger.decide("fact-disputed", "fact:zero-2.partitions", agent=Agent(name="test", kind="person"), reason="looked at", at="2026-01-01T00:00:00Z")  # fmt: skip
        judged = KEYED._replace(decided=ledger.fold([event]))
    else:
        monkeypatch.setattr(remembered, "program", lambda: "another")
    found = process(tmp_path, judged).lint(document(text, name))
    assert len(read) == 2
    assert found == linting.lint(document(text, name), judged)
    flagged = [sum(each.flagged for each in linted.findings) for linted in (before, found)]
    assert (flagged[0] != flagged[1]) == (changed in ("text", "decisions"))


@pytest.mark.parametrize(("texts", "kept"), [(1, False), (9, False), (10, True)])
def test_short_texts_are_kept_where_many_are_read(tmp_path: Path, read: list[str], texts: int, kept: bool) -> None:
    """Who lints thousands of short notes waits once; who lints one does not wait for a file to be opened."""
    short = document(f"{WRONG}\n")
    expected = linting.lint(short, KEYED)
    for _ in range(2):
        one = process(tmp_path)
        one.expect(texts)
        assert one.lint(short) == expected
        one.shelf.keep()
    assert len(read) == (1 if kept else 2)
    assert (tmp_path / FILE).exists() == kept


def test_a_folder_of_short_notes_is_not_read_again(tmp_path: Path) -> None:
    cache, notes = tmp_path / "cache", tmp_path / "notes"
    notes.mkdir()
    for number in range(12):
        (notes / f"{number}.md").write_text(f"Note {number}.\n\n{WRONG}\n", "utf-8")
    runs = [kanwu("lint", cwd=notes, KANWU_CACHE=str(cache)) for _ in range(2)]
    assert runs[0].stdout == runs[1].stdout and runs[0].stdout.count("error[") == 12
    with sqlite3.connect(cache / FILE) as connection:
        assert connection.execute("SELECT count(*) FROM rows").fetchone() == (12,)
    connection.close()


@pytest.mark.parametrize("row", [b"", b"x", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_a_row_that_says_nothing_is_read_anew(tmp_path: Path, row: bytes) -> None:
    one = process(tmp_path)
    expected = one.lint(document())
    for key in list(one.shelf.new):
        one.shelf.put(key, row)
    one.shelf.keep()
    assert process(tmp_path).lint(document()) == expected


def test_the_command_says_the_same_each_time(tmp_path: Path) -> None:
    cache, notes = tmp_path / "cache", tmp_path / "notes"
    notes.mkdir()
    (notes / "a.md").write_text(TEXT, "utf-8")
    for options in ([], ["--format", "sarif", "--all"], ["--diff"]):
        runs = [kanwu("lint", *options, "a.md", cwd=notes, KANWU_CACHE=str(cache)) for _ in range(2)]
        anew = kanwu("lint", *options, "--no-cache", "a.md", cwd=notes, KANWU_CACHE=str(tmp_path / "none"))
        assert runs[0].stdout == runs[1].stdout == anew.stdout
        assert anew.stdout
        assert {each.returncode for each in (*runs, anew)} == {runs[0].returncode}
        assert {each.stderr for each in (*runs, anew)} == {runs[0].stderr} and "Traceback" not in runs[0].stderr
    assert (cache / FILE).is_file()
    assert not any("units" in each.name or "texts" in each.name for each in (tmp_path / "none").iterdir())
    assert [each.name for each in notes.iterdir()] == ["a.md"], "nothing is kept where one writes"


def test_only_who_asks_for_it_keeps_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server's texts are not written yet, and its program may be replaced while it runs."""
    monkeypatch.setenv("KANWU_CACHE", str(tmp_path))
    small = Path(__file__).parents[1] / "knowledge" / "small"
    for keep in (False, True):
        judged, _ = load_grounds(small, keep=keep)
        assert bool(judged.key) == (vocabulary_of(judged.knowledge).kept is not None) == keep
    assert not load_grounds(small)[0].key
