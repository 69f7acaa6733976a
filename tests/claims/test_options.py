"""Questions with answers to choose from, and statements that are marked true or false.

Most interview notes have them. Who would be hurt: an author, accused of each of the wrong answers that were written to be
wrong; a reader, if the key names a wrong one and nobody says so. `!` marks what is denied.
"""

from __future__ import annotations

import pytest

from tests.claims.sentences import said

OPTIONS = ("ZeRO-2 切分参数", "ZeRO-2 切分梯度")


def asked(stem: str, key: str, mark: str = "{}. {}", options: tuple[str, ...] = OPTIONS) -> str:
    """A question with its options a line each, and their key."""
    lines = [mark.format(letter, option) for letter, option in zip("ABCD", options, strict=False)]
    return "\n".join([stem, *lines, key])


@pytest.mark.parametrize("mark", ["{}. {}", "{}、{}", "{}) {}", "（{}）{}", "{}：{}", "- {}. {}"])
@pytest.mark.parametrize(
    "key", ["答案：B", "正确答案是 B", "参考答案 (B)", "选 B", "Answer: B", "The correct answer is B."]
)
def test_of_several_options_only_the_one_that_the_key_names_is_asserted(mark: str, key: str) -> None:
    assert said(asked("1. 关于 ZeRO-2，下列说法正确的是（ ）", key, mark)) == {"zero-2 gradients"}


@pytest.mark.parametrize("key", ["答案：A", "Answer: A", "答案：AB", "答案：A、B"])
def test_a_key_that_names_a_wrong_one_asserts_it(key: str) -> None:
    assert "zero-2 parameters" in said(asked("关于 ZeRO-2，下列说法正确的是：", key))


@pytest.mark.parametrize("below", ["Answer: a stage cuts up what it names.", "Answer: A stage cuts up what it names."])
def test_an_article_is_no_key(below: str) -> None:
    """A list by letters, and an answer in words below it."""
    assert said(asked("What are the points?", below)) == {"zero-2 parameters", "zero-2 gradients"}


def test_the_key_may_stand_within_the_question() -> None:
    assert said(asked("关于 ZeRO-2，下列说法正确的是（ A ）", "")) == {"zero-2 parameters"}


@pytest.mark.parametrize(
    "stem",
    [
        "下列关于 ZeRO-2 的说法错误的是",
        "以下哪项不正确？",
        "Which of these statements is false?",
        "Which one is NOT true?",
    ],
)
def test_what_is_asked_for_as_wrong_is_denied_and_the_others_are_left_open(stem: str) -> None:
    assert said(asked(stem, "答案：A")) == {"zero-2 !parameters"}
    assert said(asked(stem, "答案：B")) == {"zero-2 !gradients"}


@pytest.mark.parametrize("stem", ["下列哪项不属于 ZeRO-2 的做法？", "判断下列说法正确还是错误", "下列说法正确的是"])
def test_without_a_key_or_where_the_key_says_nothing_of_the_option_all_are_left_open(stem: str) -> None:
    assert said(asked(stem, "" if stem.endswith("正确的是") else "答案：A")) == set()


@pytest.mark.parametrize(
    "stem", ["ZeRO-2 有哪些特点？", "ZeRO-2 的要点：", "## ZeRO-2", "下列三点要记住：", "What are the points?"]
)
def test_a_list_by_letters_that_nobody_chooses_from_says_what_it_says(stem: str) -> None:
    assert said(asked(stem, "")) == {"zero-2 parameters", "zero-2 gradients"}


def test_a_question_takes_nothing_from_the_one_before_it() -> None:
    """The explanation above speaks of what is wrong; the question below asks for what is right."""
    first = asked("1. 下列说法错误的是", "答案：A\n解析：A 错误。")
    assert said(first + "\n" + asked("2. 下列说法正确的是", "答案：B")) == {"zero-2 !parameters", "zero-2 gradients"}


@pytest.mark.parametrize(
    "mark",
    ["{}。（×）", "{}。( 错 )", "{}。【错误】", "{}（×）", "{}。 ✗", "[错误] {}", "（错）{}", "【×】{}", "❌ {}"],
)
def test_what_is_marked_wrong_is_denied(mark: str) -> None:
    assert said(mark.format("ZeRO-2 切分参数")) == {"zero-2 !parameters"}


@pytest.mark.parametrize("mark", ["{} (false).", "{}. (F)", "{} [wrong]", "(F) {}.", "[false] {}."])
def test_so_in_english(mark: str) -> None:
    assert said(mark.format("ZeRO-2 shards the parameters")) == {"zero-2 !parameters"}


def test_the_sixth_item_and_the_name_of_a_thing_are_no_mark() -> None:
    """`(f)` is what comes after `(e)`, and a letter in a formula."""
    for letters in ("abcdef", "ABCDEF"):
        items = [f"({letter}) {'ZeRO-2 切分梯度' if letter in 'fF' else '别的'}" for letter in letters]
        assert said("\n".join(items)) == {"zero-2 gradients"}
    assert said("ZeRO-2 shards the gradients (f).") == {"zero-2 gradients"}


@pytest.mark.parametrize("mark", ["{}。（√）", "{}。(对)", "{} (T).", "[正确] {}", "{}（见图）。", "{}()。"])
def test_what_is_marked_right_is_asserted(mark: str) -> None:
    assert said(mark.format("ZeRO-2 切分参数")) == {"zero-2 parameters"}


@pytest.mark.parametrize("mark", ["{}。（ ）", "{}（  ）", "{}. ( )"])
def test_a_mark_that_is_to_be_filled_in_leaves_it_open(mark: str) -> None:
    assert said(mark.format("ZeRO-2 切分参数")) == set()


def test_a_setting_in_parentheses_is_no_mark() -> None:
    """`False` is a value there, and the sentence says what it says."""
    assert said("By default ZeRO-2 shards the parameters (False).") == {"zero-2 parameters"}
