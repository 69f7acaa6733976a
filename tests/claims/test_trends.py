"""Where one quantity goes when another is turned: one grammar of direction for all relations that have a trend.

Who would be hurt by a failure: whoever notes that a higher temperature makes a model more certain, and is told nothing.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import knowledge
from pipeline.claims.sentences import Span
from pipeline.claims.trends import Quantity, trends
from pipeline.text import normalise
from tests.claims.sentences import flagged

TURNED = ("批量", "batch size")
EFFECTS = {"显存": (1, False), "memory": (1, False), "空闲": (-1, False), "accelerates": (1, True)}


def signs(text: str) -> list[str]:
    """The readings of a sentence about batch size and memory: 1, -1 or 0, with ! where it is denied."""
    low = normalise(text)[0]

    def places(word: str) -> list[Span]:
        found, at = [], low.find(word)
        while at >= 0:
            found.append(Span(at, at + len(word)))
            at = low.find(word, at + 1)
        return found

    turned = [span for word in TURNED for span in places(word)]
    effects = [Quantity(*span, *kind) for word, kind in EFFECTS.items() for span in places(word)]
    return [("!" if each.denied else "") + str(each.sign) for each in trends(low, Span(0, len(low)), turned, effects)]


@pytest.mark.parametrize(
    "text",
    [
        "批量越大，显存占用越高。",
        "增大批量会增加显存。",
        "减小批量可以降低显存。",
        "批量加大之后显存也跟着涨。",
        "显存随批量增大而上升。",
        "显存与批量成正比。",
        "如果把批量调小，显存会下降。",
        "批量越小，空闲越多。",
        "Memory grows with the batch size.",
        "A larger batch size needs more memory.",
        "The smaller the batch size, the lower the memory.",
        "Turning the batch size down saves memory.",
        "The memory of one card falls as the batch size shrinks.",
        "Raising the batch size accelerates training.",
    ],
)
def test_both_directions_are_read_wherever_their_words_stand(text: str) -> None:
    assert signs(text) == ["1"]


@pytest.mark.parametrize(
    "text",
    [
        "批量越大，显存占用越低。",
        "增大批量会减少显存。",
        "显存随批量增大而下降。",
        "显存与批量成反比。",
        "批量越大，空闲越多。",
        "Memory falls as the batch size grows.",
        "A larger batch size takes less memory.",
        "Lowering the batch size accelerates training.",
    ],
)
def test_against_each_other_is_the_other_value(text: str) -> None:
    assert signs(text) == ["-1"]


@pytest.mark.parametrize(
    "text", ["增大批量不影响显存。", "批量变大，显存不变。", "The batch size does not affect memory."]
)
def test_what_stays_is_a_value_of_its_own(text: str) -> None:
    assert signs(text) == ["0"]


def test_what_stands_between_belongs_to_another() -> None:
    low = "批量越大越好,长度越小显存越低"
    turned, effect = [Span(0, 2)], Quantity(low.index("显存"), low.index("显存") + 2, 1)
    assert trends(low, Span(0, len(low)), turned, [effect], [Span(7, 9)]) == []


@pytest.mark.parametrize("text", ["增大批量并不会减少显存。", "A larger batch size does not reduce memory."])
def test_a_denied_direction_is_denied(text: str) -> None:
    assert signs(text) == ["!-1"]


def test_an_elided_quantity_is_turned_again() -> None:
    assert signs("批量越大显存越高，越小显存越低。") == ["1", "1"]
    assert signs("批量越大显存越高，越小显存越高。") == ["1", "-1"]


@pytest.mark.parametrize(
    "text",
    [
        "批量和显存都要写进报告。",
        "增大批量不一定增加显存。",
        "批量会不会影响显存？",
        "增大批量，换一张显存更大的卡。",
        "批量越大越好。显存越小越糟。",
        "A large batch size on a card with less memory left.",
        "批量大了，反之显存越低。",
        "批量占比高，共享可以省下显存。",
        "批量升高，显存却更低。",
        "通信量不变而显存更小，批量照旧。",
    ],
)
def test_where_no_direction_is_stated_nothing_is_read(text: str) -> None:
    assert signs(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "温度升高后，输出的分布会变得更尖锐。",
        "输出的随机性随温度升高而下降。",
        "Turning the temperature down gives you more diverse answers.",
        "Raising the temperature above 1 sharpens the distribution.",
    ],
)
def test_the_linter_finds_a_reversed_trend(text: str) -> None:
    assert {finding.fact for finding in flagged(text)} == {"temperature.raising"}


@pytest.mark.parametrize(
    "text",
    [
        "温度越低，输出越确定，越高越随机。",
        "Lowering the temperature makes outputs less diverse and more predictable.",
        "有人说温度越高越确定，这是错的。",
        "需要创意时把温度调高，需要稳定时把温度调低。",
        "Sampling with a high temperature gives diverse but less coherent text.",
        "Higher temperature does not make the output more deterministic.",
    ],
)
def test_the_linter_accuses_no_right_trend(text: str) -> None:
    assert not flagged(text)


def test_a_trend_names_values_of_its_relation(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    for kind in ("concepts", "relations", "facts", "questions", "answers"):
        (folder / kind).mkdir(parents=True)
    (folder / "relations" / "all.yaml").write_text(
        "- id: turned\n  kind: polarity\n  label: {zh: 一, en: a}\n  values: {more: [], less: []}\n"
        "  trend: {quantity: [x], effect: [y], same: more, inverse: fewer}\n",
        "utf-8",
    )
    [problem] = knowledge.load(folder).problems
    assert problem.line == 5
    assert "fewer" in problem.found
    assert "more" in problem.expected
