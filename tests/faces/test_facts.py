"""`kanwu fact`: what an editor is told of facts."""

from __future__ import annotations

import json
from pathlib import Path

from tests.faces.command import kanwu_here

SMALL = str(Path(__file__).parents[1] / "knowledge" / "small")


def rows(out: str) -> dict[str, dict[str, object]]:
    return {row["fact"]: row for row in map(json.loads, out.splitlines())}


def test_facts_are_listed_by_what_they_lack() -> None:
    """Each row says which of the asked is missing; the counts stand apart from the data."""
    ran = kanwu_here("fact", "list", "--without", "myth", "--without", "citation", "--json", "--knowledge", SMALL)
    assert ran.returncode == 0
    found = rows(ran.stdout)
    assert found["zero-1.partitions"]["without"] == ["citation", "myth"]
    assert found["zero-2.partitions"]["without"] == ["citation"]
    assert "without citation" in ran.stderr and "without proof" not in ran.stderr
    table = kanwu_here("fact", "list", "--without", "myth", "--knowledge", SMALL)
    assert "zero-2.partitions" not in table.stdout
    assert "no myth" in table.stdout


def test_a_fact_that_no_text_needs_is_listed(tmp_path: Path) -> None:
    """Statements are read one by one: a line never lends its subject to the next."""
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "notes.txt").write_text("FlashAttention approximates attention.\n", "utf-8")
    said = tmp_path / "said.jsonl"
    said.write_text('{"text": "ZeRO-2 切分梯度。"}\nnot json\n{"text": "切分参数。"}\n', "utf-8")
    ran = kanwu_here("fact", "list", "--never-triggered", str(said), "--raw", str(raw), "--json", "--knowledge", SMALL)
    assert ran.returncode == 0
    found = rows(ran.stdout)
    assert not {"flash-attention.exactness", "zero-2.partitions"} & set(found)
    assert found["gpt-3.norm-position"]["never_triggered"] is True
    assert "said.jsonl:2: expected a JSON object" in ran.stderr


def test_wrong_use_says_what_was_expected() -> None:
    assert kanwu_here("fact", "list", "--without", "love", "--knowledge", SMALL).returncode == 2
    ran = kanwu_here("fact", "list", "a.txt", "--knowledge", SMALL)
    assert ran.returncode == 2 and "expected --never-triggered" in ran.stderr


def test_facts_that_agree_are_not_called_contradicted() -> None:
    ran = kanwu_here("fact", "list", "--contradicted", "--knowledge", SMALL)
    assert ran.returncode == 0
    assert ran.stderr.rstrip().endswith("contradicted.")


def test_a_new_fact_of_a_version_begins_with_its_qualifier() -> None:
    """Otherwise the printed entry would be refused for an id that exists."""
    ran = kanwu_here("fact", "new", "gpt-3.norm-position@large", "--knowledge", SMALL)
    assert "- id: gpt-3.norm-position@large\n" in ran.stdout
    assert "  qualifier: large\n" in ran.stdout and "  requires: [TODO]" in ran.stdout
