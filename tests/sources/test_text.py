"""Spelling is levelled before two texts are compared, and every position can be carried back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import key, normalise, simplified


def test_width_case_and_traditional_characters_make_no_difference() -> None:
    """A search for the simplified word finds the page from Taiwan."""
    assert key("ＺｅＲＯ－２ 優化器狀態？") == key("zero 2 优化器状态")
    assert key("P‑Tuning\u200b v2") == "ptuningv2"


def test_simplified_text_keeps_every_place() -> None:
    text = "顯示記憶體與參數量，ZeRO 的切分"
    assert (simplified(text), len(simplified(text))) == ("显示记忆体与参数量，ZeRO 的切分", len(text))


@given(st.text(max_size=60))
def test_the_map_leads_back_to_the_character_that_it_came_from(text: str) -> None:
    """A pattern that matches the levelled text marks the words of the file."""
    plain, offsets = normalise(text)
    if offsets is None:
        assert len(plain) == len(text)
        offsets = list(range(len(text) + 1))
    assert len(offsets) == len(plain) + 1
    assert offsets == sorted(offsets)
    for at, letter in enumerate(plain):
        assert letter in normalise(text[offsets[at]])[0]
