"""An editor's lines and units as offsets: what the protocol says, and what Python's own lines would get wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.linting.positions import UNITS, Places, changed

TEXT = st.text(alphabet="a中😀\n\r\u2028\x0c\x85 ", max_size=40)


@given(TEXT, st.sampled_from(sorted(UNITS)))
def test_every_offset_outside_a_line_break_comes_back(text: str, encoding: str) -> None:
    places = Places(text, encoding)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] != "\r\n":
            assert places.offset(*places.position(offset)) == offset


@given(TEXT, TEXT, st.integers(0, 40), st.integers(0, 40))
def test_an_edit_puts_its_words_between_its_positions(text: str, new: str, a: int, b: int) -> None:
    places = Places(text)
    first, last = sorted(min(at, len(text)) for at in (a, b))
    if any(text[at - 1 : at + 1] == "\r\n" for at in (first, last)):
        return
    assert changed(text, places.position(first), places.position(last), new) == text[:first] + new + text[last:]


@pytest.mark.parametrize(
    ("line", "unit", "offset"), [(0, 3, 2), (0, 99, 3), (1, 0, 4), (1, 2, 6), (2, 0, 8), (9, 9, 9)]
)
def test_a_character_outside_the_basic_plane_is_two_units(line: int, unit: int, offset: int) -> None:
    """`😀` before the words moves them by two; a form feed ends no line; a position too far is the end of its line."""
    text = "a😀b\n\x0cxy\nz"
    assert Places(text).offset(line, unit) == offset
