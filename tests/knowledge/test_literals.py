"""What a pattern cannot do without: the literals that decide whether it is run at all.

Who would be hurt: an editor, whose pattern would silently never run because the wrong literal was asked for.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from pipeline.knowledge import literals
from pipeline.knowledge.literals import Literals, needed_by, seamless
from pipeline.knowledge.patterns import alternatives, expand
from tests.shipped import shipped_knowledge


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("切分", {"切分"}),
        ("shards?", {"shard"}),
        ("切分|shard", {"切分", "shard"}),
        ("(?:模型)?(?:参数|权重)", {"参数", "权重"}),
        ("第[一二]步", {"第一步", "第二步"}),
        ("partitions?", {"partit"}),
        ("x|partition", {"x", "partit"}),
        ("(?<!不)切分(?=了)", {"切分"}),
        ("a|优化器", {"a", "优化器"}),
        (r"\bin\s+full\b", {"infull"}),
        (r"pre[\s\-_]{0,3}norm", {"prenor"}),
        ("top_?k", {"topk"}),
        ("(?:增大){2,}", {"增大"}),
        ("更新|更新参数", {"更新"}),
    ],
)
def test_every_match_holds_one_of_the_literals(pattern: str, needed: set[str]) -> None:
    assert set(needed_by(pattern)[0]) == needed


@pytest.mark.parametrize(
    "pattern", [r"\d+", "(?:参数)?", "参数|.*", r"(?<=倍)", "(?i)lora", r"(a)?\1", "[^ab]", "(", "[一-龥]"]
)
def test_a_pattern_that_needs_nothing_in_particular_is_always_run(pattern: str) -> None:
    assert needed_by(pattern) == ()


def test_a_pattern_with_seams_is_found_however_its_words_are_joined() -> None:
    """Spaces, hyphens and underscores are looked for neither in the pattern nor in the text."""
    [(literal,)] = needed_by(r"pre[\s\-_]{0,3}norm")
    assert all(literal in seamless(text) for text in ("pre-norm", "prenorm", "pre norm", "pre_ norm", "pre\nnorm"))


def test_a_pattern_of_two_words_needs_them_both() -> None:
    """The rarer one decides first."""
    assert needed_by("(?:更新|改变)[^,]{0,8}(?:嵌入层|词表)") == (("嵌入层", "词表"), ("改变", "更新"))
    assert needed_by("优化器[^,]*的") == (("优化器",), ("的",))


@pytest.mark.parametrize(
    ("pattern", "parted"),
    [
        ("切分|partition", ("切分", "partition")),
        ("(切|分)片|[|]条|a\\|b", ("(切|分)片", "[|]条", "a\\|b")),
        ("切分 |partition", ("切分 |partition",)),
        (r"(a)\1|b", (r"(a)\1|b",)),
        ("切分", ("切分",)),
    ],
)
def test_a_pattern_is_parted_into_alternatives_that_find_what_it_finds(pattern: str, parted: tuple[str, ...]) -> None:
    assert alternatives(pattern) == parted


def test_all_literals_of_a_text_are_found_in_one_walk() -> None:
    found = Literals(["切分", "分", "梯度", "grad", "gradients"])
    assert found.within("切分gradients") == {"切分", "分", "grad", "gradients"}
    assert list(found.places("切分gradients")) == [(0, ["切分"]), (1, ["分"]), (2, ["grad", "gradients"])]
    assert Literals([]).within("切分") == set()


def test_a_few_words_are_searched_without_the_automaton_and_give_the_same() -> None:
    """Whoever lints one sentence does not wait for the automaton of forty thousand literals."""
    literals, text = ["切分", "分", "梯度", "grad", "gradients", "gradient checkpointing"], "ZeRO-2 切分 gradients。"
    short, long = Literals(literals), Literals(literals)
    assert long.within(text * 400) == long.within(text) == short.within(text) == {"切分", "分", "grad", "gradients"}
    assert "_automaton" in vars(long)
    assert "_automaton" not in vars(short)


def test_no_cue_or_value_must_be_searched_for_in_every_sentence() -> None:
    """A pattern without a literal costs every sentence a search, however many patterns are known."""
    known = shipped_knowledge()
    units = {unit for relation in known.relations.values() for unit in relation.unit}  # those are tried behind a number
    worded = {each for pattern in known.patterns() if pattern not in units for each in known.alternatives_of(pattern)}
    assert [each for each in worded if not each.needed and seamless(each.pattern)] == []


def test_what_a_pattern_needs_is_the_same_in_every_process() -> None:
    """The order of a set is not, nor a sum of fractions in another order: of two sets as rare the same one is taken."""
    pattern = "(similar|comparable|same|equal) (total )?(computational )?(cost|compute|complexity|flops)"
    program = f"from pipeline.knowledge.literals import needed_by; print(needed_by({expand(pattern, {})!r}))"
    found = {
        subprocess.check_output([sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": str(seed)})
        for seed in range(8)
    }
    assert len(found) == 1


def test_a_long_line_is_searched_in_pieces_and_nothing_is_cut_in_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of megabytes on one line has millions of places: a piece is held at a time."""
    found = Literals(["切分", "分", "grad", "gradients", "s切"])
    found.within("x" * 5000)  # so that the automaton is asked
    text = "x切分gradients切分梯度s切分" * 40
    whole = list(found.places(text))
    assert len(whole) > 200 and whole == sorted(whole)
    for size in (1, 2, 7, 64, len(text)):
        monkeypatch.setattr(literals, "_WINDOW", size)
        assert list(found.places(text)) == whole
