"""The five real documents: what the issue of the day asks of them, held at every later day.

They lie beside the project, not in it; where they are absent, these tests say so.
"""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from pipeline import checking, claims, extraction, sources
from pipeline.extraction import scoring
from pipeline.models import Finding
from tests.shipped import shipped_knowledge

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
RAW = SHARED / "raw"

pytestmark = pytest.mark.skipif(not RAW.is_dir(), reason="../shared (the real documents and their marks) is absent")


@cache
def extracted(path: Path) -> tuple[object, tuple[object, ...]]:
    document = sources.load(path, RAW).document
    assert document is not None
    return document, tuple(extraction.extract(document).pairs)


@cache
def findings() -> tuple[Finding, ...]:
    known = shipped_knowledge()
    found: list[Finding] = []
    for path in sorted(RAW.glob("*.txt")):
        document, pairs = extracted(path)
        read = claims.read(document, pairs, known)  # type: ignore[arg-type]
        checked = checking.check(read.claims, pairs, known, doubts=read.doubts)
        found += [f for f in checked.findings if f.flagged]
    return tuple(found)


def at(prefix: str, line: int) -> set[str]:
    """Facts that decided against what stands on a line."""
    return {
        f.fact or ""
        for f in findings()
        if f.passage.document.startswith(prefix) and f.passage.line <= line <= f.passage.end_line
    }


def test_questions_and_answers_are_found_where_they_were_marked() -> None:
    rows = []
    for gold in sorted((SHARED / "gold" / "extraction").glob("*.json")):
        marked = json.loads(gold.read_text("utf-8"))
        rows.append(scoring.score(marked, extracted(RAW / marked["document"])[1]))  # type: ignore[arg-type]
    total = scoring.pool(rows)
    assert total.question_f1 >= 0.98
    assert total.pair_f1 >= 0.96
    assert total.noise <= 0.005


def test_the_stages_of_zero_are_found_wrong() -> None:
    """The document says that stage 2 partitions the parameters, and that stage 3 adds the gradients."""
    assert "zero-2.partitions" in at("001", 622)
    assert at("001", 623) & {"zero-3.adds", "zero-3.partitions"}


def test_p_tuning_v2_is_not_a_longer_prefix() -> None:
    assert {fact.split(".")[0] for fact in at("001", 272) | at("001", 277)} >= {"p-tuning-v2"}


def test_gpt3_is_not_post_ln_and_llama_beside_it_is_silent() -> None:
    assert "gpt-3.norm-position" in at("001", 56)
    assert not at("001", 57) & {"llama.norm-position"}


def test_wrong_claims_against_many_other_facts_of_many_kinds_are_found() -> None:
    """These documents are full of them."""
    known = shipped_knowledge()
    facts = {f.fact for f in findings() if f.fact} - {"zero-2.partitions", "zero-3.adds", "gpt-3.norm-position"}
    kinds = {known.relations[known.facts[fact].relation].kind for fact in facts if fact}
    assert len(facts) >= 25
    assert len(kinds) >= 6, kinds


def test_what_an_expert_called_right_is_not_flagged() -> None:
    """An alarm on a right answer costs an editor's trust."""
    rows = [json.loads(line) for line in (SHARED / "gold/checking/000.jsonl").read_text("utf-8").splitlines() if line]
    verdicts: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        verdicts[int(row["line"])].add(row["verdict"])
    right = {line for line, said in verdicts.items() if said == {"right"}}
    accused = sorted(line for line in right if at("000", line))
    assert len(accused) <= 0.04 * len(right) + 1, accused
