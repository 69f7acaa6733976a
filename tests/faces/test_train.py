"""`kanwu train` as an editor calls it: statements and right texts in, a table out, and lint that uses it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.faces.command import ROOT
from tests.faces.command import kanwu_here as kanwu

SMALL = ROOT / "tests" / "knowledge" / "small"
WRONG = "Under ZeRO-2 no card holds the whole network any longer"
RIGHT = "Under ZeRO-2 every card can run the whole network by itself"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small knowledge, and two dozen statements beside it."""
    shutil.copytree(SMALL, tmp_path / "graph")
    shutil.copytree(SMALL, tmp_path / "trained")
    rows = [
        {"text": text + end, "label": label, **({"fact": "zero-2.partitions"} if label == "wrong" else {})}
        for text, label in ((WRONG, "wrong"), (RIGHT, "right"))
        for end in ("", ", they say", " in practice", ", as the course has it", " on eight cards", ", so plan for it")
        for _ in range(3)
    ]
    (tmp_path / "s.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return tmp_path


def train(folder: Path, *args: str) -> tuple[int, str]:
    ran = kanwu("train", *args, "--knowledge", str(folder / "graph"), cwd=folder)
    return ran.returncode, ran.stderr


def test_a_table_is_trained_and_lint_doubts_by_it(folder: Path) -> None:
    note = folder / "note.md"
    note.write_text(f"{WRONG}, so buy more.\n", "utf-8")
    lint = ("lint", str(note), "--format", "json", "--lang", "en", "--knowledge")
    assert kanwu(*lint, str(SMALL)).stdout == ""
    (folder / "right.md").write_text("ZeRO-2 is a way to train. Its stages differ in what they spread out.\n", "utf-8")
    code, said = train(folder, "s.jsonl", "--right", "right.md", "--output", "trained/likeness.bin")
    assert code == 0
    assert "18 wrong and 21 right texts" in said
    (row,) = [json.loads(line) for line in kanwu(*lint, str(folder / "trained")).stdout.splitlines()]
    assert (row["verdict"], row["severity"], row["claim"]) == ("doubtful", "warning", None)
    assert row["fact"] == "zero-2.partitions" and row["detectors"] == ["likeness"]
    assert kanwu(*lint, str(folder / "trained"), "--ignore", "doubtful").stdout == ""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("not json", "s.jsonl:1: expected"),
        ('{"text": "a", "label": "maybe"}', "s.jsonl:1: expected"),
        ('{"label": "wrong"}', "s.jsonl:1: expected"),
        ('{"text": 3, "label": "wrong"}', "s.jsonl:1: expected"),
        ('{"text": "a", "label": "wrong", "fact": ["x"]}', "s.jsonl:1: expected"),
        ('\n{"text": "a", "label": "right"}', "found not both"),
        ('{"text": "a", "label": "right"}\n{"text": "b", "label": "wrong"}', "found none of a known fact"),
    ],
)
def test_a_line_that_is_no_statement_is_refused_by_file_and_line(folder: Path, line: str, expected: str) -> None:
    (folder / "s.jsonl").write_text(line + "\n", "utf-8")
    code, said = train(folder, "s.jsonl", "--output", "x.bin")
    assert code != 0 and expected in said
    assert not (folder / "x.bin").exists()


def test_what_is_missing_is_named(folder: Path) -> None:
    for args in (("none.jsonl",), ("s.jsonl", "--right", "none.md"), ("s.jsonl", "--output", "none.d/x.bin")):
        code, said = train(folder, *(args if "--output" in args else (*args, "--output", "x.bin")))
        assert code != 0 and "none." in said and "expected" in said


def test_statements_of_facts_that_do_not_exist_are_told(folder: Path) -> None:
    rows = (folder / "s.jsonl").read_text("utf-8")
    (folder / "s.jsonl").write_text(rows + '{"text": "a b", "label": "wrong", "fact": "no.such"}\n', "utf-8")
    code, said = train(folder, "s.jsonl", "--output", "x.bin")
    assert code == 0 and "no.such" in said
