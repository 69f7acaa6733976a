"""The command line is a contract: others script against its formats, its streams and its exit statuses."""

from __future__ import annotations

import copy
import itertools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from pipeline.faces.cli import app, leave_out_others
from tests.faces.command import ROOT, kanwu

SMALL = ROOT / "tests" / "knowledge" / "small"
WRONG = "ZeRO-2 shards the parameters\n"
RIGHT = "ZeRO-2 shards the optimizer states and the gradients, but not the parameters.\n"
NOTES = """1. 什么是 KV 缓存？
把历史 token 的键和值存下来。
2. ZeRO 的三个阶段？
ZeRO-1 切分优化器状态。
ZeRO-2 再切分模型参数。
3. 什么是 ALiBi？
"""


def test_the_first_line_of_the_readme_does_what_it_shows() -> None:
    """A newcomer pipes one wrong sentence and sees the words, the citation and the measured bytes."""
    ran = kanwu("lint", "-", stdin=WRONG)
    assert ran.returncode == 1
    assert "zero-2.partitions" in ran.stdout
    assert "^^^" in ran.stdout
    assert "1910.02054" in ran.stdout
    assert "bytes a rank" in ran.stdout and "8,192 → 8,192 → 8,192 → 4,096" in ran.stdout


def test_a_right_statement_is_silent() -> None:
    ran = kanwu("lint", "-", stdin=RIGHT)
    assert (ran.returncode, ran.stdout) == (0, "")


def test_lint_json_has_the_keys_of_the_contract() -> None:
    [row] = [json.loads(line) for line in kanwu("lint", "-", "--format", "json", stdin=WRONG).stdout.splitlines()]
    assert set(row) == {
        "rule", "verdict", "severity", "path", "line", "end_line", "start", "end", "quote", "message", "claim", "fact",
        "cites", "evidence", "detectors", "confidence", "suggestion",
    }  # fmt: skip
    assert (row["verdict"], row["severity"], row["line"], row["path"]) == ("contradicted", "error", 1, "-")
    assert row["claim"] == {"subject": "zero-2", "relation": "partitions", "objects": ["parameters"]}
    assert WRONG[row["start"] : row["end"]] == row["quote"]
    assert row["evidence"] == ["zero_stages@cpu", "zero_stages@cuda"]


def test_lint_speaks_the_language_that_is_asked_for() -> None:
    chinese = kanwu("lint", "-", "--format", "json", "--lang", "zh", stdin=WRONG).stdout
    english = kanwu("lint", "-", "--format", "json", "--lang", "en", stdin=WRONG).stdout
    assert "优化器状态" in json.loads(chinese)["message"]
    assert "optimizer states" in json.loads(english)["message"]


@pytest.mark.parametrize("output", ["sarif", "github"])
def test_lint_has_formats_for_code_hosts(output: str) -> None:
    printed = kanwu("lint", "-", "--format", output, stdin=WRONG).stdout
    if output == "sarif":
        run = json.loads(printed)["runs"][0]
        assert run["results"][0]["ruleId"] == "zero-2.partitions"
        assert run["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 1
    else:
        assert printed.startswith("::error file=-,line=1,")


def test_extract_prints_one_pair_a_line_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text(NOTES, "utf-8")
    ran = kanwu("extract", str(file))
    rows = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.returncode == 0
    assert [row["question"] for row in rows] == ["什么是 KV 缓存？", "ZeRO 的三个阶段？", "什么是 ALiBi？"]
    assert set(rows[0]) == {
        "id", "document", "sha256", "lang", "section", "question", "question_at", "answer", "answer_at", "rule",
    }  # fmt: skip
    assert rows[1]["answer_at"][0]["line"] == 4
    assert rows[1]["answer_at"][-1]["end_line"] == 5
    assert (rows[2]["answer"], rows[2]["answer_at"]) == (None, None)


def test_a_bad_document_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text(NOTES, "utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 50)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    ran = kanwu("extract", str(tmp_path))
    assert ran.returncode == 0
    assert len(ran.stdout.splitlines()) == 3
    assert "4 problems." in ran.stderr
    for name in ("empty.txt", "binary.txt", "gone.txt", "pipe.txt"):
        assert name in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    "args",
    [
        ("extract", "no-such-file.txt"),
        ("lint", "no-such-file.txt"),
        ("why", "README.md"),
        ("why", "README.md:100000"),
        ("build", "--raw", "no-such-folder"),
        ("build", "--knowledge", "no-such-folder"),
        ("review", "show", "no-such-group=x"),
        ("review", "reject", "g", "--agent", "Ada", "--reason", "x"),
        ("answer", "new", "no-such-question"),
        ("graph", "show", "no-such-concept"),
        ("no-such-command",),
    ],
)
def test_wrong_use_is_one_paragraph_and_status_2(args: tuple[str, ...]) -> None:
    """A traceback shown to a user is a defect."""
    ran = kanwu(*args)
    assert ran.returncode == 2, ran.stderr
    assert "Traceback" not in ran.stderr
    assert ran.stderr.strip()


@pytest.mark.parametrize("command", [("lint", "-"), ("build", "--raw", "."), ("relate", "-"), ("fact", "list")])
def test_a_folder_that_holds_no_facts_is_no_knowledge(tmp_path: Path, command: tuple[str, ...]) -> None:
    """By the wrong folder every text would be right: a typing error must not turn a check green."""
    (tmp_path / "graph" / "facts").mkdir(parents=True)
    for folder in (".", "graph", "graph/facts"):
        ran = kanwu(*command, "--knowledge", folder, stdin=WRONG, cwd=tmp_path)
        assert ran.returncode == 2
        assert "expected a knowledge folder (as data/graph), found a folder without facts/*.yaml" in ran.stderr


def test_judge_without_key_or_server_is_status_3() -> None:
    ran = kanwu("judge", "--limit", "1", OPENAI_API_KEY="", OPENAI_BASE_URL="")
    assert ran.returncode == 3, ran.stderr
    assert "Traceback" not in ran.stderr


def test_conserve_accounts_for_every_character(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text(NOTES, "utf-8")
    rows = [json.loads(line) for line in kanwu("conserve", "--json", str(file)).stdout.splitlines()]
    assert rows[0]["start"] == 0
    assert all(a["end"] == b["start"] for a, b in itertools.pairwise(rows))
    assert rows[-1]["end"] == len(NOTES)


def test_relate_says_same_or_different_and_why() -> None:
    rows = [
        json.loads(line)
        for line in kanwu(
            "relate", "-", stdin="什么是 LoRA？\tWhat is LoRA?\nLoRA 的优点\tLoRA 的缺点\n"
        ).stdout.splitlines()
    ]
    assert next(row["relation"] for row in rows) == "same"
    assert rows[1]["relation"] != "same"
    assert all(set(row) == {"a", "b", "relation", "score", "why"} for row in rows)


def test_why_explains_a_silence(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text(NOTES, "utf-8")
    said = kanwu("why", f"{file}:2").stdout
    assert "belongs to: 什么是 KV 缓存？" in said
    assert "silent" in said or "supported" in said
    assert "contradicted" in kanwu("why", f"{file}:5").stdout


def test_why_tells_of_a_suppression_and_reads_notebooks(tmp_path: Path) -> None:
    """What silences a line is a reason for its silence; a line of a notebook is one of its file."""
    file = tmp_path / "notes.md"
    file.write_text(WRONG.strip() + " <!-- kanwu: ignore[zero-2] a myth -->\n", "utf-8")
    said = kanwu("why", f"{file}:1").stdout
    assert "contradicted" in said and "  suppressed: a myth" in said
    book = tmp_path / "notes.ipynb"
    cells = [{"cell_type": "markdown", "source": ["Intro.\n", "\n", WRONG]}]
    book.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}, indent=1), "utf-8")
    said = kanwu("why", f"{book}:8").stdout
    assert "contradicted" in said and "sentence: ZeRO-2 shards the parameters" in said


def test_build_writes_nothing_outside_the_folder_it_is_given(tmp_path: Path) -> None:
    """Anyone can build any folder from anywhere."""
    raw, out, elsewhere, graph = (tmp_path / name for name in ("raw", "out", "cwd", "graph"))
    raw.mkdir()
    elsewhere.mkdir()
    shutil.copytree(SMALL, graph)
    (raw / "notes.txt").write_text(NOTES, "utf-8")
    before = set(tmp_path.rglob("*"))
    ran = kanwu("build", "--raw", str(raw), "--knowledge", str(graph), "--out", str(out), cwd=elsewhere)
    assert ran.returncode == 0, ran.stderr
    written = set(tmp_path.rglob("*")) - before
    assert all(path == out or out in path.parents for path in written)
    assert (out / "graph.json").is_file() and (out / "public" / "index.html").is_file()
    data = json.loads((out / "public" / "data" / "qa.json").read_text("utf-8"))
    schema = json.loads((out / "public" / "data" / "qa.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(data)
    lines = (out / "public" / "data" / "qa.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == data["questions"]
    zero = next(
        q
        for q in data["questions"]
        if any(s["document"] == "notes.txt" and "ZeRO" in s["question"] for s in q["sources"])
    )
    assert [f["rule"] for s in zero["sources"] for f in s["findings"] if s["document"] == "notes.txt"] == [
        "zero-2.partitions"
    ]
    again = kanwu("build", "--raw", str(raw), "--knowledge", str(graph), "--out", str(out), cwd=elsewhere)
    assert again.stdout == ran.stdout
    assert "Nothing changed" in again.stderr


@pytest.mark.parametrize("out", ["notes", "link/site"])
def test_a_build_reads_nothing_that_a_build_wrote(tmp_path: Path, out: str) -> None:
    """Whose notes lie at the top of their folder, or who names another folder each time, gets the notes' questions alone."""
    notes = tmp_path / "notes"
    notes.mkdir()
    (tmp_path / "link").symlink_to(notes)
    (notes / "notes.txt").write_text(NOTES, "utf-8")
    args = ("build", "--raw", "notes", "--knowledge", str(SMALL), "--out", out)
    first, again = (kanwu(*args, cwd=tmp_path) for _ in range(2))
    assert first.returncode == 0, first.stderr
    assert again.stdout == first.stdout and "Nothing changed" in again.stderr
    exported = kanwu("export", "jsonl", "--raw", "notes", "--knowledge", str(SMALL), cwd=tmp_path)
    documents = {s["document"] for line in exported.stdout.splitlines() for s in json.loads(line)["sources"]}
    assert documents == {"notes.txt"}
    assert ("lies in the folder of documents" in first.stderr) == (out == "notes")


def test_doctor_says_what_is_there() -> None:
    rows = json.loads(kanwu("doctor", "--json").stdout)
    assert {"python", "networkx", "knowledge"} <= {row["part"] for row in rows}


@pytest.mark.parametrize(
    "command",
    ["build", "extract", "conserve", "relate", "lint", "why", "graph", "verify", "judge", "review", "answer", "diff",
     "export", "eval", "serve", "doctor", "lsp", "mcp"],
)  # fmt: skip
def test_every_command_has_help(command: str) -> None:
    ran = kanwu(command, "--help")
    assert ran.returncode == 0
    assert "Usage" in ran.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_output_that_could_not_be_written_is_no_success() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "pipeline.faces.cli", "lint", "-", "--format", "json"],
            input=WRONG, stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    assert ran.returncode == 2
    assert "No space left" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_reader_that_stops_reading_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text((WRONG + "\n\n") * 400, "utf-8")
    words = [sys.executable, "-m", "pipeline.faces.cli", "lint", "notes.md"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        words, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout and running.stderr
        assert "zero-2.partitions" in running.stdout.readline()
        running.stdout.close()
        assert "Traceback" not in running.stderr.read()


def test_a_proof_that_measured_the_same_on_two_devices_is_told_once() -> None:
    printed = kanwu("lint", "-", "--lang", "en", stdin=WRONG).stdout
    proofs = [line.strip() for line in printed.splitlines() if line.strip().startswith("proof: ")]
    assert len(proofs) == 1
    assert proofs[0].startswith("proof: zero_stages (cpu, cuda) measured")


@pytest.mark.parametrize(("asked", "alone"), [("lint", True), ("fact", True), ("lnt", False), ("--help", False)])
def test_a_command_is_prepared_alone(asked: str, alone: bool) -> None:
    """Whoever lints on every save does not wait for twenty others; who mistypes a name is offered all of them."""
    program = copy.copy(app)
    leave_out_others(program, asked)
    left = [*program.registered_commands, *program.registered_groups]
    assert ([each.name for each in left] == [asked]) is alone
    assert alone or len(left) == len(app.registered_commands) + len(app.registered_groups) > 20
