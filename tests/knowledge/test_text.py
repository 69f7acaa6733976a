"""Finding concepts, patterns and numbers in text."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import knowledge
from pipeline.knowledge.labels import LabelIndex
from pipeline.knowledge.numbers import quantities, same_quantity

KNOWN = knowledge.load(Path(__file__).parent / "small").knowledge


def named(text: str) -> list[tuple[str, str]]:
    """Words and concept of each mention."""
    return [(text[m.start : m.end], m.concept) for m in KNOWN.mentions(text)]


@pytest.mark.parametrize(
    "spelling", ["ZeRO-2", "ZeRO 2", "zero2", "ZERO_2", "ＺｅＲＯ－２", "ZeRO stage 2", "ZeRO第二階段"]
)
def test_case_width_seams_and_traditional_characters_do_not_count(spelling: str) -> None:
    assert named(f"用 {spelling} 训练") == [(spelling, "zero-2")]


def test_the_longest_label_wins() -> None:
    assert named("P-tuning v2 和 P-tuning") == [("P-tuning v2", "p-tuning-v2"), ("P-tuning", "p-tuning")]


@pytest.mark.parametrize("text", ["ZeRO++ 是另一种", "GPT-3.5 更新", "GPT-4 更新", "FloRA", "LoRAX", "explorative"])
def test_a_label_is_not_cut_out_of_a_longer_name(text: str) -> None:
    assert named(text) == []


def test_a_label_may_begin_with_a_bracket() -> None:
    index = LabelIndex(LabelIndex.of([("[PAD]", "pad-token"), ("(GA)^2", "ga2")]))
    text = "在[pad]处, (ga)^2 与 ga2"
    assert [(text[m.start : m.end], m.concept) for m in index.find(text)] == [("[pad]", "pad-token"), ("(ga)^2", "ga2")]


def test_chinese_labels_need_no_boundary_and_plurals_are_one_spelling() -> None:
    assert named("用前缀微调做") == [("前缀微调", "prefix-tuning")]
    assert named("two prefix LMs here") == [("prefix LMs", "prefix-lm")]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("optimizer states?", "the optimizer  state", True),
        ("mixed precision", "mixed-precision training", True),
        ("shards?", "the shard", True),
        ("shards?", "shardings", False),
        ("参数", "的参数量", True),
        ("放 … 前", "放在每个子层之前", True),
        ("放 … 前", "放在子层后，之前没有", False),
        ("{split}", "被切分到", True),
        ("a{2,3}b", "caaab", False),
        ("a{2,3}b", "c aaab", True),
    ],
)
def test_patterns_read_as_the_readme_says(pattern: str, text: str, found: bool) -> None:
    compiled = KNOWN.pattern((pattern,))
    assert compiled is not None
    assert bool(compiled.search(text)) is found


def test_a_pattern_that_matches_nothing_at_all_is_refused() -> None:
    with pytest.raises(knowledge.PatternError):
        KNOWN.pattern(("(a)?",))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("选择15%的词", 15, "%"),
        ("百分之十五", 15, "%"),
        ("八成", 80, "%"),
        ("12.5 percent", 12.5, "%"),
        ("约 62 亿参数", 6.2e9, ""),
        ("175b", 175e9, ""),
        ("1,024 tokens", 1024, ""),
        ("一万", 10000, ""),
        ("一百二十八", 128, ""),
        ("2^10", 1024, ""),
        ("10 倍", 10, "x"),
        ("two thirds", 2 / 3, ""),
        ("一半", 0.5, ""),
        ("twenty-four layers", 24, ""),
        ("6.7 billion", 6.7e9, ""),
        ("one in five", 0.2, ""),
        ("one hundred", 100, ""),
        ("a thousand", 1000, ""),
    ],
)
def test_numbers_are_read_as_they_are_written(text: str, value: float, unit: str) -> None:
    [found] = quantities(text)
    assert (found.value, found.unit) == (pytest.approx(value), unit)


@pytest.mark.parametrize("text", ["gpt-3", "fp16", "v2", "int8 与 bf16"])
def test_digits_of_a_name_are_no_number(text: str) -> None:
    assert list(quantities(text)) == []


@pytest.mark.parametrize(
    ("claimed", "held", "same"),
    [
        ("15 %", "15 %", True),
        ("0.15", "15 %", True),
        ("20 %", "15 %", False),
        ("10~20 %", "15 %", True),
        ("20~30 %", "15 %", False),
        ("~6000000000", "6200000000", True),
        ("7000000000", "6700000000", True),
        ("20", "15", False),
        ("2k", "2048", True),
        ("2k", "4096", False),
        (">1000", "2048", True),
        (">4096", "2048", False),
        ("<100", "12", True),
        ("15 %", "16 x", None),
        ("~0.01", "100 x", True),
        ("0.1", "100 x", False),
    ],
)
def test_quantities_agree_within_what_their_wording_promises(claimed: str, held: str, same: bool | None) -> None:
    assert same_quantity(claimed, held) is same


@pytest.mark.parametrize(
    ("claimed", "same"),
    [
        ("Low-Rank Adaptation", True),
        ("low rank adaption", True),
        ("Low-Rank Adaptation of Large Language Models", True),
        ("Local Rank Adaptation", False),
        ("Low-Rank Annotation", False),
    ],
)
def test_an_expansion_is_the_same_words_however_they_are_spelt(claimed: str, same: bool) -> None:
    assert knowledge.same_expansion(claimed, "Low-Rank Adaptation") is same
