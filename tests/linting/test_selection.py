"""What an author hears: by fact, concept, verdict, severity or glob; the narrower selector decides."""

from __future__ import annotations

import pytest

from pipeline.linting import Grounds, unknown
from tests.linting.conftest import rules

TEXT = (
    "ZeRO-2 shards the parameters.\n\nBERT masks 20% of the tokens.\n\nGPT-3 uses post-LN.\n\n"
    "A plain line. <!-- kanwu: ignore[gpt-3] nothing to silence -->\n"
)
ZERO, BERT, GPT, UNUSED = "zero-2.partitions", "bert.masked-share", "gpt-3.norm-position", "unused-suppression"


@pytest.mark.parametrize(
    ("select", "ignore", "heard"),
    [
        ("ALL", "", [ZERO, BERT, GPT, UNUSED]),
        ("zero-2.partitions", "", [ZERO]),
        ("zero-2", "", [ZERO]),
        ("zero", "", [ZERO]),
        ("bert,gpt-3", "", [BERT, GPT]),
        ("contradicted", "", [ZERO, BERT, GPT]),
        ("error", "", [ZERO, BERT, GPT]),
        ("warning", "", [UNUSED]),
        ("*.norm-position", "", [GPT]),
        ("ALL", "zero", [BERT, GPT, UNUSED]),
        ("ALL", "contradicted,unused-suppression", []),
        ("zero-2.partitions,warning", "zero", [ZERO, UNUSED]),
        ("contradicted", "bert", [ZERO, GPT]),
        ("bert", "contradicted", [BERT]),
    ],
)
def test_selectors_choose_what_is_heard(select: str, ignore: str, heard: list[str]) -> None:
    """`ignore = ["contradicted"]` and `select = ["bert"]` together mean: of what is contradicted, only BERT."""
    assert rules(TEXT, select=select, ignore=ignore) == heard


def test_a_suppression_is_used_even_where_its_rule_is_not_heard() -> None:
    """Selecting fewer rules must not make suppressions look idle."""
    text = "ZeRO-2 shards the parameters. <!-- kanwu: ignore[zero-2] a myth -->\n"
    assert rules(text, select="bert,warning") == []


def test_a_selector_that_can_never_fit_says_what_may_have_been_meant(grounds: Grounds) -> None:
    assert unknown("zero-2.partition", grounds.knowledge) == "did you mean zero-2.partitions?"
    assert unknown("*.no-such-relation", grounds.knowledge)
    for right in ("ALL", "zero-2", "zero-2.partitions", "contradicted", "error", "unused-suppression", "*.partitions"):
        assert unknown(right, grounds.knowledge) is None


def test_no_concept_has_the_name_of_a_verdict_or_a_severity(grounds: Grounds) -> None:
    """Else a selector would mean two things."""
    from pipeline.linting.selection import ALL, FAULTS, SEVERITIES
    from pipeline.models import Verdict

    taken = {ALL.lower(), *SEVERITIES, *FAULTS, *(verdict.value for verdict in Verdict)}
    assert not taken & set(grounds.knowledge.concepts)
