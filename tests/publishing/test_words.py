"""A page in Chinese says it in Chinese: keys of files and reasons of software are no words for a reader."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline.models import Decision, Scorecard
from pipeline.publishing import pages, words
from pipeline.publishing.scorecard import KINDS
from tests.publishing.sample import graph, sample

ROOT = Path(__file__).resolve().parents[2]
CHINESE = re.compile(r"[\u3400-\u9fff]")


def test_every_topic_of_the_shipped_concepts_has_a_chinese_name() -> None:
    """`vision language` among Chinese topics looks forgotten."""
    text = "\n".join(file.read_text("utf-8") for file in (ROOT / "data/graph/concepts").glob("*.yaml"))
    topics = {words.SPELLINGS.get(name, name) for name in re.findall(r"\btopic: ?[\"']?([a-z-]+)", text)}
    assert len(topics) > 30
    assert [name for name in sorted(topics) if not CHINESE.search(words.topic(name))] == []


def test_every_row_of_the_shipped_scorecard_has_a_chinese_name() -> None:
    """Who checks how far the linter can be relied on must know what was measured."""
    card = Scorecard.model_validate_json((ROOT / "data/graph/scorecard.json").read_text("utf-8"))
    named = {rate.name for each in card.measurements for rate in (*each.caught, *each.accused)}
    assert sorted(named - set(KINDS)) == []


@pytest.mark.parametrize("reason", ["metadata", "hidden", "front matter", "page frame", "author line"])
def test_every_reason_of_noise_has_a_chinese_name(reason: str) -> None:
    """What a character was taken for is told in words."""
    assert CHINESE.search(words.noise(reason))


def test_what_software_always_gives_as_its_reason_is_told_in_chinese() -> None:
    """The ledger keeps the words; of eighty corrections that give them, a reader understands none in English."""
    reasons = [
        json.loads(line)["reason"]
        for file in sorted((ROOT / "data/graph/ledger").glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]
    often = {reason for reason in reasons if reasons.count(reason) > 2}
    assert often
    assert [reason for reason in sorted(often) if not CHINESE.search(words.reason(reason))] == []


def test_a_reason_in_english_says_so_to_what_reads_it_aloud() -> None:
    """A Chinese voice that spells English letters is no help."""
    results = sample()
    [(group, correction)] = results.corrections.items()
    told = "The paper spells it out."
    [proposal, approval] = results.decisions
    changed = results._replace(
        corrections={group: correction.model_copy(update={"reason": told})},
        decisions=(proposal, Decision.model_validate({**approval.model_dump(), "reason": told})),
    )
    page = pages(changed, graph())["corrections.md"]
    assert f'<p class="why" lang="en">{told}</p>' in page and f'<span lang="en">{told}</span>' in page
    always = correction.model_copy(update={"reason": "contradicts a fact with a checked citation"})
    page = pages(results._replace(corrections={group: always}), graph())["corrections.md"]
    assert '<p class="why">与核对过出处的事实矛盾。</p>' in page
