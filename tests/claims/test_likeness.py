"""Sentences that no pattern reads, weighed by how like they are to statements with a label.

Trained here on a few dozen statements about the small knowledge of tests/knowledge. Who would be hurt: a reader, if a wrong
sentence worded as never before went by; an editor, if a doubt were handled like a claim that was read.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from time import perf_counter

import pytest

from pipeline import checking, claims, knowledge, sources
from pipeline.checking import lint_line
from pipeline.claims import training
from pipeline.claims.doubts import BESIDE_RIGHT, TRUST, UNSURE
from pipeline.claims.training import Statement, read_statements, segments, train
from pipeline.knowledge import likeness
from pipeline.knowledge.likeness import Attribution, Likeness, Named, Thresholds, features
from pipeline.models import CALM, MEANT, Document, Doubt, Finding, KanwuError
from pipeline.text import normalise
from tests.shipped import shipped_knowledge

TESTS = Path(__file__).parents[1]
SMALL = TESTS / "knowledge" / "small"
KNOWN = knowledge.load(SMALL).knowledge

WRONG = [
    "{0} hands every card a slice of what the network has learned",
    "with {0} the weights themselves live in pieces",
    "no card under {0} holds the whole network any longer",
    "under {0} you gather the layers before each forward pass",
]
RIGHT = [
    "{0} leaves every card its own full copy of the network",
    "what {0} spreads out is bookkeeping for the update",
    "with {0} the forward pass gathers nothing at all",
    "every card under {0} can run the network by itself",
]
THRESHOLDS = Thresholds(doubt=0.3, calm=-0.3, doubt_more=0.35, calm_more=0.35)
ENDS = ["", ", as the course says", ", so plan for it", " in practice", ", whatever the batch", " on eight cards"]


def document(text: str) -> Document:
    found = sources.read_document(text.encode(), "note.txt").document
    assert found is not None
    return found


def shown() -> list[Statement]:
    """Two dozen sentences of either kind."""
    return [
        Statement(template.format("ZeRO-2") + end, wrong, "zero-2.partitions" if wrong else None)
        for templates, wrong in ((WRONG, True), (RIGHT, False))
        for template in templates
        for end in ENDS
    ]


@cache
def weighed() -> Likeness:
    """A table trained on them."""
    return train(shown(), KNOWN, document, thresholds=THRESHOLDS)


@cache
def known() -> knowledge.Knowledge:
    """The small knowledge with that table."""
    return replace(KNOWN, likeness=weighed())


def lint(text: str, by: knowledge.Knowledge | None = None) -> list[Finding]:
    read = claims.read(document(text), (), by or known())
    checked = checking.check(read.claims, (), by or known(), doubts=read.doubts)
    return [each for each in checked.findings if each.flagged]


NEW = "Under ZeRO-2 no card holds the whole network any longer, so plan on eight cards."


def test_a_wrong_sentence_that_no_pattern_reads_is_doubted_with_the_fact_to_hold_it_against() -> None:
    assert lint(NEW, KNOWN) == []
    (found,) = lint(NEW)
    assert found.verdict.value == "doubtful"
    assert found.severity == "warning"
    assert found.fact == "zero-2.partitions"
    assert found.detectors == ("likeness",)
    assert 0.5 < found.confidence < 1
    assert found.suggestion is None
    assert KNOWN.facts["zero-2.partitions"].statement.en in found.message.en


def test_a_right_sentence_in_new_words_is_not() -> None:
    assert lint("In practice every card under ZeRO-2 can run its own full copy of the network by itself.") == []


def test_a_doubt_claims_nothing_and_no_correction_can_touch_it() -> None:
    (found,) = lint(NEW)
    assert found.claim is None
    assert lint_line(found, "note.txt", KNOWN, "en")["claim"] is None
    assert claims.read(document(NEW), (), known()).claims == []


def test_a_bare_name_leans_nowhere() -> None:
    for text in ("ZeRO-2", "- ZeRO-2", "# ZeRO-2", "ZeRO-2:", "1. ZeRO-2\n2. BERT", "See ZeRO-2.", "见 ZeRO-2。"):
        assert claims.read(document(text), (), known()).doubts == []
    every = [label for c in shipped_knowledge().concepts.values() for label in (c.pref_label.zh, c.pref_label.en)]
    for shell in ("- {}", "{}：", "See {}."):
        text = "\n\n".join(shell.format(label) for label in every[::3])
        assert claims.read(document(text), (), shipped_knowledge()).doubts == []


def test_where_something_was_read_wrongly_no_doubt_is_added() -> None:
    found = lint("Under ZeRO-2 no card holds the whole network any longer: ZeRO-2 shards the parameters.")
    assert "contradicted" in {each.verdict.value for each in found}
    assert "doubtful" not in {each.verdict.value for each in found}


def test_a_question_and_a_sentence_that_names_no_concept_are_not_weighed() -> None:
    assert lint("Under ZeRO-2, does no card hold the whole network any longer, so plan on eight cards?") == []
    assert lint("Under it no card holds the whole network any longer, so plan on eight cards.") == []


def test_a_word_is_weighed_without_its_ending_and_apart_where_its_clause_denies_it() -> None:
    """`shards` and `sharding` are one; "does not shard" is another, up to the next comma, and twice denied is none."""
    assert features("shards") == features("sharding") == features("sharded")
    plain, denied = features("zero shards the weights"), features("zero never shards the weights")
    assert features("weights") <= plain and not features("weights") <= denied
    assert features("weights") <= features("never mind, weights")
    assert features("重") <= features("不能没有重") and not features("重") <= features("没有重")


def test_what_is_right_in_all_its_clauses_is_never_doubted_and_what_is_half_right_must_lean_further() -> None:
    """What a pattern confirms is known; what stands beside it may be wrong."""
    right = "ZeRO-2 shards the gradients"
    assert lint(f"In practice {right} on each of eight cards.", replace(KNOWN, likeness=leaning(9.0))) == []
    half = f"{right}, but under ZeRO-2 no card holds the whole network any longer."
    assert [each.verdict.value for each in lint(half, replace(KNOWN, likeness=leaning(9.0)))] == ["doubtful"]
    assert lint(half, replace(KNOWN, likeness=leaning(0.3 + BESIDE_RIGHT / 2))) == []
    alone = "under ZeRO-2 no card holds the whole network any longer."
    assert lint(alone, replace(KNOWN, likeness=leaning(0.3 + BESIDE_RIGHT / 2))) != []


def leaning(score: float) -> Likeness:
    """A table by which every text leans as far."""
    table = weighed()
    return Likeness(
        bytes([likeness.NOTHING]) * len(table.weights), table.scale, score, table.thresholds, table.attribution, ""
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "believed"),
    [
        ("ZeRO-2 shards the parameters.", True),
        ("ZeRO-2 partitions the parameters and FlashAttention is approximate.", True),
        ("ZeRO-2 does not shard the gradients.", False),
        ("FlashAttention is approximate, and ZeRO-2 shards the gradients.", False),
    ],
)
def test_how_far_the_words_must_speak_against_a_reading_depends_on_how_it_was_read(text: str, believed: bool) -> None:
    """A subject of its own clause and a second mistake speak for it; a negation and something right beside it, against."""
    assert lint(text, KNOWN) != []
    at = TRUST.clause - 0.3
    assert bool(lint(text, replace(KNOWN, likeness=leaning(-0.3 - at)))) is believed


@pytest.mark.parametrize(
    "text",
    [
        "# ZeRO-2\n\nHands every card a slice of what the network has learned, so plan for it.",
        "# Memory\n\n## What about ZeRO-2?\n\nHands every card a slice of what the network has learned, so plan for it.",
        "ZeRO-2: a stage of ZeRO. Hands every card a slice of what the network has learned, so plan for it.",
    ],
)
def test_who_names_nobody_is_weighed_by_whom_he_speaks_of(text: str) -> None:
    """Answers are half sentences: whom they are about stands in the question."""
    read = sources.read_document(text.encode(), "note.md").document
    assert read is not None
    reading = claims.read(read, (), known())
    (doubt,) = reading.doubts
    assert doubt.fact == "zero-2.partitions" and doubt.passage.quote.startswith("Hands")
    of_nobody = text.replace("ZeRO-2", "the thing").replace("ZeRO", "it")
    read = sources.read_document(of_nobody.encode(), "note.md").document
    assert read is not None and claims.read(read, (), known()).doubts == []


def test_a_long_text_is_not_accused_by_what_a_single_sentence_is_doubted_for() -> None:
    table = weighed()
    assert table.limits(1) == (table.thresholds.calm, table.thresholds.doubt)
    calm, doubt = table.limits(1000)
    assert calm < table.thresholds.calm and doubt > table.thresholds.doubt
    beside = "\n\n".join(f"ZeRO-2 comes up on page {number}." for number in range(3000))
    assert lint(f"{NEW}\n\n{beside}") == []


def test_where_no_fact_is_surely_meant_the_nearest_is_named_as_such_and_a_long_text_is_not_accused_for_it() -> None:
    """What reads like wrong ones mostly is wrong, whether or not a fact is known that tells; but not every sentence of a page is."""

    def by(bias: float, score: float) -> knowledge.Knowledge:
        table = leaning(score)
        whichever = Attribution(bias, *[0.0] * (len(Attribution._fields) - 1))
        limits = THRESHOLDS._replace(doubt_more=0.0)
        return replace(KNOWN, likeness=Likeness(table.weights, table.scale, score, limits, whichever, ""))

    likely, unlikely, none = 0.0, -3.4, -9.0
    assert 0.01 < 1 / (1 + math.exp(-unlikely)) < MEANT
    (sure,), (unsure,) = lint(NEW, by(likely, 0.5)), lint(NEW, by(unlikely, 0.5))
    fact = KNOWN.facts["zero-2.partitions"]
    assert (
        fact.myths[0].says.en.rstrip(".") in sure.message.en
        and fact.myths[0].says.en.rstrip(".") not in unsure.message.en
    )
    assert "look it up" in unsure.message.en and "查证" in unsure.message.zh
    assert fact.statement.en in unsure.message.en
    assert lint(NEW, by(none, 0.5)) == []
    page = "\n\n".join(NEW.replace("eight", f"{number}") for number in range(2, 60))
    assert len(lint(page, by(likely, 0.5))) > 50
    assert lint(page, by(unlikely, 0.5)) == []
    assert len(lint(page, by(unlikely, 0.5 + UNSURE * math.log(60)))) > 50


def test_what_is_read_wrongly_in_a_sentence_that_reads_like_right_ones_is_no_accusation() -> None:
    text = "every card under ZeRO-2 can run the network by itself, leaves its own full copy, and shards the parameters."
    assert [each.verdict.value for each in lint(text, KNOWN)] == ["contradicted"]
    checked = checking.check(claims.read(document(text), (), known()).claims, (), known())
    assert not any(each.flagged for each in checked.findings)
    (told,) = [each for each in checked.cleared if CALM in each.reasons]
    assert told.verdict.value == "cannot-tell"
    assert "the sentence as a whole reads like right ones" in told.reasons
    assert "In fact" not in told.message.en
    group = told.claim.group if told.claim else ""
    decided = checking.check(claims.read(document(text), (), known()).claims, (), known(), corrected={group})
    assert [each.verdict.value for each in decided.findings if each.flagged] == ["contradicted"]


def test_disputed_facts_cast_no_doubt() -> None:
    doubts = claims.read(document(NEW), (), known()).doubts
    assert doubts
    assert not checking.check((), (), known(), doubts=doubts, disputed=["zero-2.partitions"]).findings


def test_words_neighbours_and_ordered_pairs_are_what_is_weighed() -> None:
    one, other = features("the card holds the weights"), features("the weights holds the card")
    assert one & other and one != other
    assert features("") == set()
    assert all(0 <= each < 1 << likeness.BITS for each in one)


@cache
def of_neighbours() -> Likeness:
    """A table that was shown the same sentences as wrong ones of ZeRO-2 and as right ones of ZeRO-3."""
    told = ["{0} cuts up the weights on all the cards", "with {0} no card keeps a full copy of the weights", *WRONG]
    taught = [
        Statement(template.format(name) + end, wrong, fact)
        for name, wrong, fact in (("ZeRO-2", True, "zero-2.partitions"), ("ZeRO-3", False, None))
        for template in told
        for end in ENDS
    ]
    return train(taught, KNOWN, document, thresholds=THRESHOLDS)


def test_half_a_sentence_is_weighed_with_whom_its_question_names() -> None:
    """What is right of the one is wrong of its neighbour, and the answer names neither."""
    table = of_neighbours()
    whichever = Attribution(5.0, *[0.0] * (len(Attribution._fields) - 1))
    table = Likeness(table.weights, table.scale, table.bias, THRESHOLDS, whichever, "")
    by = replace(KNOWN, likeness=table)
    for name, doubted in (("ZeRO-2", 1), ("ZeRO-3", 0)):
        read = sources.read_document(
            f"## {name}\n\nLets no card keep a full copy of the weights in practice.".encode(), "a.md"
        ).document
        assert read is not None
        assert len(claims.read(read, (), by).doubts) == doubted, name


def test_whom_words_stand_beside_is_weighed_however_it_is_named_and_however_far() -> None:
    """The same words are wrong of one concept and right of its neighbour; a name that nobody used before is no excuse."""
    words = "{0}, as everybody on the team was told last week, lets no card keep one full copy of the weights"
    table = of_neighbours()

    def leaning(name: str) -> float:
        text = normalise(words.format(name))[0]
        return table.score(text, [Named(m.start, m.concept) for m in KNOWN.mentions(text)])

    for two, three in (("ZeRO-2", "ZeRO-3"), ("ZeRO Stage 2", "ZeRO Stage 3")):
        assert leaning(three) < -2 < 0 < leaning(two)
    alike = normalise(words)[0]
    assert table.score(alike.format("zero stage 2")) == table.score(alike.format("zero stage 3")), (
        "words alone cannot tell"
    )


def test_a_concept_is_weighed_with_words_before_its_name_apart_from_those_behind() -> None:
    text = "it beats the other by far"
    first, last = features(text, [Named(0, "a")]), features(text, [Named(len(text), "a")])
    assert first & last > features(text), "the words themselves, and the concept"
    assert first - last and last - first
    both = features(text, [Named(len(text), "b"), Named(0, "a")])
    assert both == features(text, [Named(0, "a"), Named(len(text), "b")]) > first, "the order of the list tells nothing"
    again = features(text, [Named(0, "a"), Named(9, "a")])
    assert again == first, "where it is named first counts"
    crowd = [Named(at, f"c{at}") for at in range(likeness.NAMED)]
    assert features(text, crowd) == features(text, [*crowd, Named(20, "one more")])
    assert all(0 <= each < 1 << likeness.BITS for each in both)
    assert features("", [Named(0, "a")]) == features(" ", [Named(1, "a")])


def test_the_same_statements_give_the_same_bytes_and_the_file_gives_the_same_table(tmp_path: Path) -> None:
    once = train(shown(), KNOWN, document, thresholds=THRESHOLDS)
    assert once.dump() == weighed().dump()
    (tmp_path / likeness.FILE).write_bytes(weighed().dump())
    found, problems = likeness.load(tmp_path)
    assert problems == [] and found is not None
    assert found.score(NEW.lower()) == weighed().score(NEW.lower())
    assert found.limits(7) == weighed().limits(7) and found.attribution == weighed().attribution


def test_in_which_order_files_are_named_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The regression's last digits depend on the order of what it is shown."""
    seen: list[list[Statement]] = []

    def table(statements: list[Statement], *_: object) -> tuple[bytes, float, float]:
        seen.append(list(statements))
        return b"", 1.0, 0.0

    monkeypatch.setattr(training, "_table", table)
    for given in (shown(), shown()[::-1]):
        train(given, KNOWN, document, thresholds=THRESHOLDS)
    assert seen[0] == seen[1]


def test_what_only_one_text_holds_weighs_nothing() -> None:
    """It tells nothing of other texts, and others would fall into its place."""
    named = "zero-2.partitions"
    taught = [*shown(), *(Statement(f"ZeRO-2 is a wombat{end}", True, named) for end in ("", " by far"))]
    taught.append(Statement("ZeRO-2 is a quokka", True, named))
    table = train(taught, KNOWN, document, thresholds=THRESHOLDS)
    (once,), (twice,) = features("quokka"), features("wombat")
    assert table.weights[once] == likeness.NOTHING < table.weights[twice]


def with_head(**changed: object) -> bytes:
    """The table behind a first line of which something is changed."""
    first, _, body = weighed().dump().partition(b"\n")
    return json.dumps({**json.loads(first), **changed}).encode() + b"\n" + body


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}\n",
        b"[]\nx",
        b'{"format": "other"}\nx',
        b"\xff\xfe\n\x00",
        b"[" * 100_000,
        with_head(senses=["a"]),
        with_head(senses={"a": 5}),
        with_head(senses=None),
        weighed().dump()[:-40],
        weighed().dump() + b"x",
        with_head(attribution=None),
        with_head(attribution={}),
        with_head(scale=10**400),
        with_head(thresholds=THRESHOLDS._replace(doubt=float("nan"))._asdict()),
        with_head(thresholds=THRESHOLDS._replace(calm=float("-inf"))._asdict()),
        with_head(thresholds=THRESHOLDS._replace(doubt_more=-1)._asdict()),
        with_head(thresholds={}),
    ],
    ids=range(18),
)
def test_a_table_that_cannot_be_read_is_refused_by_name_and_the_rest_still_loads(tmp_path: Path, data: bytes) -> None:
    folder = tmp_path / "graph"
    shutil.copytree(SMALL, folder)
    (folder / likeness.FILE).write_bytes(data)
    loaded = knowledge.load(folder)
    (problem,) = loaded.problems
    assert problem.path == likeness.FILE and "kanwu train" in problem.remedy
    assert loaded.knowledge.likeness is None
    assert lint("ZeRO-2 shards the parameters.", loaded.knowledge)


def test_a_table_is_unpacked_once_and_never_taken_for_another(tmp_path: Path) -> None:
    """Else a table that was trained anew, or a file that was cut, would weigh by other weights."""
    folder, cache = tmp_path / "graph", tmp_path / "cache"
    folder.mkdir()
    (folder / likeness.FILE).write_bytes(weighed().dump())
    text = "with zero the weights themselves live in pieces"
    first, second = (likeness.load(folder, cache)[0] for _ in range(2))
    assert first is not None and second is not None
    assert first.score(text) == second.score(text) == weighed().score(text) != 0
    (kept,) = cache.iterdir()
    whole = kept.read_bytes()
    table = bytearray(weighed().weights)
    for at in features(text):
        table[at] = 77
    for damaged in (whole[:-1], whole + b"x", b"", b"\n", whole[: -len(table)] + table):
        kept.write_bytes(damaged)
        found = likeness.load(folder, cache)[0]
        assert found is not None and found.score(text) == first.score(text)
        assert kept.read_bytes() == whole
    other = weighed()
    other.weights = bytes(table)
    (folder / likeness.FILE).write_bytes(other.dump())
    found = likeness.load(folder, cache)[0]
    assert found is not None and found.score(text) != first.score(text)


def test_readings_depend_on_the_table() -> None:
    """Else a build would keep what an older table said."""
    (digest,) = {replace(KNOWN, likeness=None).digest, KNOWN.digest}
    table = weighed()
    stored = Likeness(
        table.weights, table.scale, table.bias, table.thresholds._replace(doubt=0.1), table.attribution, "x"
    )
    assert replace(KNOWN, likeness=stored).digest != digest


def test_a_line_that_is_no_statement_is_refused_by_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    path.write_text(json.dumps({"text": "a", "label": "wrong"}) + '\n{"text": "b", "label": "maybe"}\n', "utf-8")
    with pytest.raises(KanwuError, match=r"s\.jsonl:2: expected .*wrong\|right"):
        read_statements([path])


def test_a_right_text_shows_its_sentences_alone_and_in_pairs_but_no_question_and_nothing_flagged() -> None:
    text = "What does it do? The first says enough. The second says more. The third is wrong."
    at = text.index("The third")
    shown = segments(document(text), [(at, at + 5)])
    assert "The first says enough." in shown, "as it is written: zero is a word, ZeRO a name"
    assert "The first says enough. The second says more." in shown
    assert not any("third" in each for each in shown)
    assert "What does it do?" not in shown
    assert not segments(document("它到底做了什么事情？"), [])


def test_few_right_sentences_with_a_trap_are_accused_by_patterns_and_table_together() -> None:
    """Of traps.tsv and paraphrases.tsv, on which nothing was trained: each names a mistake, or what is near one."""
    right = [
        line.partition("\t")[2]
        for name in ("traps.tsv", "paraphrases.tsv")
        for line in (Path(__file__).parent / name).read_text("utf-8").splitlines()
        if line.startswith("right\t")
    ]
    accused = [text for text in right if lint(text, shipped_knowledge())]
    assert len(right) >= 240
    assert len(accused) <= len(right) * 0.05, accused


def test_wrong_statements_that_nobody_tuned_on_are_found_and_few_right_ones_accused() -> None:
    """Aggregates only: the statements stay closed."""
    rows = [
        json.loads(line)
        for path in sorted((TESTS / "gold" / "statements").glob("heldback-*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    found = {
        label: [bool(lint(r["text"], shipped_knowledge())) for r in rows if r["label"] == label]
        for label in ("wrong", "right")
    }
    assert len(rows) >= 600
    assert sum(found["wrong"]) / len(found["wrong"]) >= 0.79
    assert sum(found["right"]) / len(found["right"]) <= 0.05


def test_the_fact_named_does_not_depend_on_the_order_of_a_set() -> None:
    """Sums over sets of words come in another order in every process."""
    program = (
        "from tests.claims.test_likeness import NEW, claims, document, shipped_knowledge\n"
        "texts = [m.says.zh for f in list(shipped_knowledge().facts.values())[::40] for m in f.myths]\n"
        "print([claims.read(document(t), (), shipped_knowledge(), explain=False).doubts for t in texts])"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            cwd=TESTS.parent,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(TESTS.parent)},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1 and "Doubt(" in told.pop()


def test_many_doubts_beside_many_claims_cost_in_proportion() -> None:
    passage = document("x " * 9000).passage
    doubts = [
        Doubt(passage=passage(at, at + 1), fact="zero-2.partitions", myth=0, likely=0.9, about=0.9)
        for at in range(0, 16000, 2)
    ]
    (read,) = claims.read(document("ZeRO-2 shards the parameters."), (), KNOWN).claims
    told = [read.model_copy(update={"id": f"{at}", "passage": passage(at, at + 1)}) for at in range(1, 16000, 2)]
    started = perf_counter()
    checked = checking.check(told, (), KNOWN, doubts=doubts)
    assert perf_counter() - started < 8
    assert sum(each.verdict.value == "doubtful" for each in checked.findings) == len(doubts)


def test_what_measures_the_table_is_not_what_it_was_taught() -> None:
    """A set of which a sentence was learned by heart measures memory."""
    gold = TESTS / "gold"
    closed = sorted((gold / "statements").glob("heldback-*.jsonl"))
    taught = [*(gold / "statements").glob("*.jsonl"), *(gold / "training").glob("*.jsonl")]
    known = {normalise(each.text)[0] for each in read_statements(sorted(set(taught) - set(closed)))}
    unseen, measured = read_statements(sorted(gold.glob("unseen*.jsonl"))), read_statements(closed)
    assert len(unseen) > 18_000 and len(measured) > 1_500
    assert not any(normalise(each.text)[0] in known for each in unseen)
    assert sum(normalise(each.text)[0] in known for each in measured) <= 1, "one short sentence came to two authors"
