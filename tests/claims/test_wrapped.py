"""The knowledge's own sentences, put into the frames that people put sentences into: what is so there must not be flagged.

Nobody wrote these sentences with the rules in sight: each fact says what is right, each myth what is wrong, and a frame
turns one into the other. Floors, not exact lists, because editors go on changing facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from pipeline.models import Fact
from tests.claims.sentences import flagged
from tests.shipped import shipped_knowledge

FACTS = sorted(shipped_knowledge().facts.values(), key=lambda fact: fact.id)
EVERY = 9
"""Of the facts one in so many is put into a frame."""

DENYING = {
    "zh": ["有人说{}，这是不对的。", "“{}”是常见的误解。", "别以为{}。", "如果{}，结果就不同了。"],
    "en": ["It is a myth that {}.", "Some people claim that {}, which is wrong.", "If {}, the result would differ."],
}
JOINING = {"zh": ["{}，而{}。", "{}；{}。"], "en": ["{}, whereas {}.", "{}, and {}.", "While {}, {}."]}


def bare(text: str) -> str:
    """A sentence as it stands within another one; empty where it is more than one clause."""
    text = re.sub(r"[。.]\s*$", "", text)
    text = re.sub(r"^(?:The|A|An|In|It|Of|With)\b", lambda m: m.group().lower(), text)
    return "" if re.search(r"[;；,，:：]", text) else text


def statements(language: str) -> Iterator[tuple[Fact, str]]:
    """What the facts say, one clause each."""
    for fact in FACTS:
        if said := bare(getattr(fact.statement, language)):
            yield fact, said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_mistake_that_is_called_one_or_only_supposed_is_not_flagged(language: str) -> None:
    """A text that corrects a mistake is the one that an editor must not be sent to."""
    said = [bare(getattr(myth.says, language)) for fact in FACTS[::EVERY] for myth in fact.myths]
    texts = [frame.format(each) for each in said if each for frame in DENYING[language]]
    alarms = [text for text in texts if flagged(text)]
    assert len(texts) > 300
    assert len(alarms) <= len(texts) * 0.012, alarms


@pytest.mark.parametrize("language", ["zh", "en"])
def test_two_right_statements_in_one_sentence_do_not_get_mixed_up(language: str) -> None:
    """Two members of a family contrasted in one sentence are where a value goes to the wrong one."""
    of: dict[str, list[tuple[Fact, str]]] = {}
    for fact, said in statements(language):
        of.setdefault(fact.relation, []).append((fact, said))
    pairs = [
        (one, two)
        for group in of.values()
        for (first, one), (second, two) in pairwise(group)
        if first.subject != second.subject
    ]
    texts = [frame.format(*pair) for pair in pairs[:: EVERY // 2] for frame in JOINING[language]]
    alarms = [text for text in texts if flagged(text)]
    assert len(texts) > 100
    assert len(alarms) <= len(texts) * 0.02, alarms


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_fact_that_is_called_a_mistake_is_flagged(language: str) -> None:
    """Denying is no sign of being right; what says more than one thing may be wrong in what was not read."""
    frame = DENYING[language][1 if language == "zh" else 0]
    texts = [frame.format(said) for _, said in list(statements(language))[::EVERY]]
    missed = [text for text in texts if not flagged(text)]
    assert len(texts) > 60
    assert len(missed) <= len(texts) * 0.3, missed
