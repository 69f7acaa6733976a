"""Texts longer than any that people write: a page on one line, a page without a full stop.

Who would be hurt: an editor whose folder holds one such page, and waits for hours.
"""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from pipeline import claims
from pipeline.claims.recall import Recall
from pipeline.claims.sentences import sentences
from pipeline.claims.vocabulary import vocabulary_of
from tests.claims.sentences import SMALL, document_of, said

WRONG = "ZeRO-2 切分模型参数"


def seconds_for(text: str) -> float:
    """Processor time for reading a text as for the first time, documents of other tests not counted."""
    document = document_of(text)
    vocabulary_of(SMALL).recall = Recall()
    started = time.process_time()
    assert claims.read(document, (), SMALL, explain=False).claims
    return time.process_time() - started


@pytest.mark.parametrize("pause", ["，", ", ", "、", " ", ""])
def test_a_sentence_without_end_ends_at_its_pauses_and_loses_no_letter(pause: str) -> None:
    text = pause.join([WRONG] * 500)
    found = sentences(text)
    assert max(each.end - each.start for each in found) <= 400
    assert "".join("".join(text[each.start : each.end] for each in found).split()) == "".join(text.split())
    assert all(one.end <= two.start for one, two in pairwise(found))


def test_what_stands_in_the_middle_of_such_a_sentence_is_read() -> None:
    text = "，".join(["其余内容"] * 300 + [WRONG] + ["其余内容"] * 300)
    assert said(text) == {"zero-2 parameters"}


@pytest.mark.parametrize(
    ("said", "times"),
    [
        (WRONG + "，", 80),
        (WRONG + "。", 400),
        (WRONG + "。第二阶段切分梯度。", 400),
        ("BERT has 30 layers and selects 40 of the tokens. ", 400),
    ],
)
def test_reading_a_line_costs_in_proportion_to_its_length(said: str, times: int) -> None:
    seconds_for(WRONG)
    short, long = (min(seconds_for(said * n) for _ in range(2)) for n in (times, 8 * times))
    assert long < 20 * short, "eight times the text, at most twenty times the cost"
