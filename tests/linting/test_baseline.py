"""A baseline knows a finding by its rule and its words, so that only what is new is flagged."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.linting import known_before, read_baseline, write_baseline
from pipeline.models import KanwuError
from tests.linting.conftest import said

ZERO = "ZeRO-2 shards the parameters.\n"
BERT = "BERT masks 20% of the tokens.\n"


def new(text: str, known: Counter[str]) -> list[tuple[str, int]]:
    """What is flagged beyond a baseline: rule and line."""
    return [(d.rule, d.passage.line) for d in known_before(said(text), known) if d.flagged]


def baseline(text: str, path: str = "notes.md") -> str:
    return write_baseline({path: said(text)})


def test_it_holds_when_lines_move_and_layout_changes() -> None:
    known = read_baseline(baseline(ZERO), "b.json")
    assert new("# Title\n\nSome lines.\n\nZeRO-2 shards\nthe  parameters.\n", known.of("notes.md")) == []


def test_a_new_mistake_is_flagged_and_the_old_one_is_not() -> None:
    known = read_baseline(baseline(ZERO), "b.json")
    assert new(BERT + "\n" + ZERO, known.of("notes.md")) == [("bert.masked-share", 1)]


def test_the_same_mistake_once_more_is_new() -> None:
    """One entry answers for one occurrence."""
    known = read_baseline(baseline(ZERO), "b.json")
    assert new(f"{ZERO}\n{ZERO}", known.of("notes.md")) == [("zero-2.partitions", 3)]


def test_entries_of_a_file_that_is_gone_go_with_their_words() -> None:
    """Renaming a file is no reason to see old findings again."""
    known = read_baseline(baseline(ZERO, "old.md"), "b.json")
    moved = known.of("old.md")
    assert [d for d in known_before(said(ZERO), Counter(), moved) if d.flagged] == []


def test_it_is_written_the_same_twice_and_one_line_an_entry() -> None:
    """Two branches that add entries merge without conflict in most cases, and a diff shows what changed."""
    text = baseline(f"{ZERO}\n{BERT}\n{ZERO}")
    assert text == baseline(f"{BERT}\n{ZERO}\n{ZERO}")
    lines = text.splitlines()
    assert len(lines) == 4 and '"times": 2' in lines[2] and "shards the parameters" in lines[2]
    assert read_baseline(write_baseline({}), "b.json").entries == ()


def test_what_is_suppressed_is_not_in_it() -> None:
    text = "ZeRO-2 shards the parameters. <!-- kanwu: ignore[zero-2] a myth -->\n"
    assert read_baseline(baseline(text), "b.json").entries == ()


@pytest.mark.parametrize("text", ["{", "[]", '{"findings": []}', '{"kanwu-baseline": 1, "findings": [{"path": "a"}]}'])
def test_a_broken_baseline_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(KanwuError, match=r"b\.json.*expected.*--write-baseline"):
        read_baseline(text, "b.json")
