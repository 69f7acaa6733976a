"""Words that say the same, in either language, are one sense of the sentences that hold them.

Who would be hurt: whoever writes in the language in which a mistake was never shown to the table, if each language had to
learn every mistake by itself.
"""

from __future__ import annotations

from pathlib import Path

from pipeline import knowledge, sources
from pipeline.claims.training import Statement, train
from pipeline.knowledge import likeness, senses
from pipeline.knowledge.likeness import Likeness, Named, features
from pipeline.knowledge.senses import Senses
from pipeline.models import Document
from pipeline.text import normalise
from tests.shipped import shipped_knowledge

ROOT = Path(__file__).parents[2]
KNOWN = knowledge.load(ROOT / "tests" / "knowledge" / "small").knowledge
SAME = Senses(
    {
        "split": ("切分", "拆开", "split", "divide"),
        "whole": ("完整", "整份", "whole", "entire"),
        "keep": ("保留", "keep", "hold"),
        "weight": ("权重", "weight"),
        "unchanged": ("不变", "unchanged"),
        "change": ("变", "change"),
        "card": ("卡", "card", "device"),
    }
)


def codes(text: str) -> list[int]:
    return [each.code for each in SAME.within(normalise(text)[0])]


def document(text: str) -> Document:
    found = sources.read_document(text.encode(), "note.txt").document
    assert found is not None
    return found


def test_a_word_of_either_language_and_in_any_form_has_the_sense_of_its_group() -> None:
    assert codes("拆开权重") == codes("dividing the weights") == codes("Splits weight") != codes("weights split")
    assert codes("a word of no group") == []


def test_of_chinese_words_the_longest_at_a_place_counts() -> None:
    assert codes("不变") == codes("unchanged") != codes("变") == codes("changes")


def test_a_sense_that_its_clause_denies_is_another_one_and_a_part_of_a_word_denies_nothing() -> None:
    assert codes("不切分权重") == codes("never split weights") != codes("切分权重")
    assert codes("不变，切分") == codes("unchanged, split"), "the 不 of 不变 denies nothing behind it"
    assert codes("不, 切分") == codes("切分"), "nothing is denied beyond a comma"
    assert codes("isn't split") == codes("not split")


def test_a_number_is_its_own_sense() -> None:
    assert codes("16 卡") == codes("16 cards") != codes("32 cards")


def test_senses_their_pairs_and_whom_they_stand_beside_are_weighed_alike_in_both_languages() -> None:
    def shown(text: str, at: int = 0) -> set[int]:
        return features(normalise(text)[0], [Named(at, "zero-2")], SAME)

    zh, en = shown("zero 把权重切分到卡"), shown("zero has its weights split over cards")
    alone = len(features(normalise("zero 把权重切分到卡")[0], [Named(0, "zero-2")]))
    senses_of_zh = len(zh) - alone
    assert len(zh & en) >= senses_of_zh, "all that senses show"
    assert len(shown("zero 把卡切分到权重") & en) < len(zh & en), "their order tells"
    bare = features("zero 把权重切分到卡", [Named(0, "zero-2")]) & features(
        "zero has its weights split over cards", [Named(0, "zero-2")]
    )
    assert len(zh & en) > len(bare) + 10
    assert all(0 <= each < 1 << likeness.BITS for each in zh | en)
    assert features("切分", (), SAME) and features("", (), SAME) == set()


def test_each_sense_and_each_near_pair_of_them_is_weighed_with_each_concept_of_the_sentence() -> None:
    """Three senses: each beside the concept and on its side of it; their pairs beside it."""
    text, name = "把权重切分到卡", Named(0, "zero-2")
    of_senses = features(text, [name], SAME) - features(text, [name])
    without_concept = features(text, (), SAME) - features(text, ())
    assert len(without_concept) == 3 + 3 + 3, "alone, in pairs, in pairs in their order"
    assert len(of_senses - without_concept) == 3 + 3 + 3
    behind = features(text, [Named(len(text), "zero-2")], SAME) - features(text, [Named(len(text), "zero-2")])
    assert len(of_senses - behind) == 3, "on which side of it they stand tells, and nothing else does"


def test_what_was_shown_in_one_language_is_weighed_in_the_other() -> None:
    """The table is shown English sentences only, and asked in Chinese."""
    ends = ["", ", as the course says", ", so plan for it", " in practice", " on a cluster", " here"]
    wrong = ["with ZeRO-2 the weights are split over the cards", "under ZeRO-2 no card keeps the whole weights"]
    right = ["with ZeRO-2 each card holds the whole weights", "under ZeRO-2 every device keeps entire weights"]
    taught = [
        Statement(text + end, is_wrong, "zero-2.partitions" if is_wrong else None)
        for texts, is_wrong in ((wrong, True), (right, False))
        for text in texts
        for end in ends
    ]

    def score(table: Likeness, text: str) -> float:
        low = normalise(text)[0]
        return table.score(low, [Named(m.start, m.concept) for m in KNOWN.mentions(low)])

    told, untold = "ZeRO-2 把权重拆开放到各卡上", "ZeRO-2 的每张卡都保留整份权重"
    knowing, unknowing = train(taught, KNOWN, document, senses=SAME), train(taught, KNOWN, document)
    assert score(knowing, told) > score(knowing, untold) + 0.5
    assert abs(score(unknowing, told) - score(unknowing, untold)) < 0.2, "without senses the words are unheard of"


def test_a_table_keeps_the_senses_that_it_was_trained_with(tmp_path: Path) -> None:
    taught = [
        Statement("ZeRO-2 splits the weights", True, "zero-2.partitions"),
        Statement("ZeRO-2 splits the weights always", True, "zero-2.partitions"),
        Statement("ZeRO-2 keeps the whole weights", False),
        Statement("ZeRO-2 keeps the whole weights always", False),
    ]
    table = train(taught, KNOWN, document, senses=SAME)
    (tmp_path / likeness.FILE).write_bytes(table.dump())
    found, problems = likeness.load(tmp_path)
    assert found is not None and problems == []
    assert found.senses.words == SAME.words
    assert found.score("zero-2 把权重切分") == table.score("zero-2 把权重切分")


def test_a_wrong_entry_is_refused_by_its_line_and_the_others_count(tmp_path: Path) -> None:
    (tmp_path / senses.FILE).write_text(
        "# words\nsplit: [切分, split]\nkeep: [保留, splits]\nodd: ['two words', '…']\nmany: {a: b}\ncard: 卡\n",
        "utf-8",
    )
    found, problems = senses.load(tmp_path)
    assert found.words == {"split": ("切分", "split"), "keep": ("保留",), "card": ("卡",)}
    assert [(each.path, each.line) for each in problems] == [
        (senses.FILE, 3),
        (senses.FILE, 4),
        (senses.FILE, 4),
        (senses.FILE, 5),
    ]
    assert "'splits'" in problems[0].found and "'split'" in problems[0].found
    assert all(each.expected and each.remedy for each in problems)


def test_without_a_file_there_are_none_and_what_is_no_yaml_is_refused(tmp_path: Path) -> None:
    found, problems = senses.load(tmp_path)
    assert found.words == {} and problems == [] and found.within("切分") == []
    (tmp_path / senses.FILE).write_text("a: [b\n", "utf-8")
    found, (problem,) = senses.load(tmp_path)
    assert found.words == {} and problem.path == senses.FILE and problem.line is not None
    (tmp_path / senses.FILE).write_bytes(b"\xff\xfe")
    assert senses.load(tmp_path)[1]


def test_the_shipped_senses_are_sound_and_the_shipped_table_was_trained_with_them() -> None:
    found, problems = senses.load(ROOT / "data" / "graph")
    assert problems == []
    both = [
        words for words in found.words.values() if any(map(str.isascii, words)) and not all(map(str.isascii, words))
    ]
    assert len(found.words) > 600 and len(both) > 500
    table = shipped_knowledge().likeness
    assert table is not None and table.senses.words == found.words, "Run: make likeness"
