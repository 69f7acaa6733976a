"""An author who keeps a sentence says so beside it, with the reason; nothing else is silenced, and nothing silently."""

from __future__ import annotations

import itertools
from time import perf_counter, process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import sources
from pipeline.linting import diagnostics, suppressions
from pipeline.linting.suppressions import Suppression, masked
from tests.linting.conftest import rules, said

WRONG = "ZeRO-2 shards the parameters."
MARK = "kanwu: ignore[zero-2.partitions] a myth, quoted to be refuted below"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (f"{WRONG} <!-- {MARK} -->\n", "notes.md"),
        (f"<!-- {MARK} -->\n{WRONG}\n", "notes.md"),
        (f"<!-- {MARK} -->\n\n{WRONG}\n", "notes.md"),
        (f"- {WRONG} <!-- {MARK} -->\n", "notes.md"),
        (f"[//]: # ({MARK})\n{WRONG}\n", "notes.md"),
        (f"{{/* {MARK} */}}\n{WRONG}\n", "notes.mdx"),
        (f"{WRONG} ({MARK})\n", "notes.txt"),
        (f"{WRONG}（{MARK}）\n", "notes.txt"),
        (f"【{MARK}】\n{WRONG}\n", "notes.txt"),
        (f"# {MARK}\n{WRONG}\n", "notes.txt"),
        (f"% {MARK}\n{WRONG}\n", "notes.tex"),
        (f"{WRONG}  {MARK}\n", "notes.txt"),
        (f"kanwu：ignore[zero-2.partitions] 引用一种误解，下文反驳。\n{WRONG}\n", "notes.txt"),
        (f"Intro.\n<!--\n {MARK}\n-->\n{WRONG}\n", "notes.md"),
        (f"<!-- kanwu: ignore-next-line[zero-2.partitions] a myth -->\n{WRONG}\n", "notes.md"),
        (f"<p>{WRONG} <!-- {MARK} --></p>", "page.html"),
        (f"<p>{WRONG}</p> <!-- {MARK} -->\n<p>Next.</p>", "page.html"),
        (f"<p>Before.</p><!-- {MARK} --><p>{WRONG}</p><p>After.</p>", "page.html"),
        (f"{WRONG}\n\nMore.\n\n<!-- kanwu: ignore-file[zero-2] kept as they were scraped -->\n", "notes.md"),
        (f"{WRONG} <!-- kanwu: ignore[zero-2] the concept -->\n", "notes.md"),
        (f"{WRONG} <!-- kanwu: ignore[zero] a broader concept -->\n", "notes.md"),
        (f"{WRONG} <!-- kanwu: ignore[contradicted] a verdict -->\n", "notes.md"),
        (f"{WRONG}\r\n\r\n<!-- {MARK} -->\r\n{WRONG}\r\n".split("\r\n\r\n")[1], "notes.md"),
    ],
)
def test_a_suppression_with_a_reason_silences_the_words_beside_it(text: str, path: str) -> None:
    """Comments of Markdown and HTML, brackets and bare words in text: each where its format lets an author write."""
    assert rules(text, path) == []
    [kept] = said(text, path)
    assert kept.state == "suppressed" and kept.reason


@pytest.mark.parametrize(
    ("page", "left"),
    [
        ("<p>{w} {m}</p><p>Here, {w}</p>", [2]),
        ("<p>{w} {m}</p><p>Hello there</p>", []),
        ("<p>{w}</p><p>Here, {w} {m}</p><p>There, {w}</p>", [1, 3]),
        ("<p>{w}</p><p>{m} Here, {w}</p><p>There, {w}</p>", [1, 3]),
        ("<ul><li>{w} {m}</li><li>Hello there</li><li>Here, {w}</li></ul>", [2]),
        ("<ul><li>{w} {m}<li>Here, {w}</ul>", [2]),
        ("<ul><li>{w}</li>{m}</ul><p>Here, {w}</p>", [2]),
        ("<div><p>{w}</p></div><div>{m}<p>Here, {w}</p></div>", [1]),
        ("<p>ZeRO-2 <b>shards</b> the\nparameters {m}</p><p>Here, {w}</p>", [2]),
        ("<p>{w} {m}<br>Here, {w}</p>", [2]),
        ("<p>{w}<br>{m} Here, {w}</p>", [1]),
        (
            "<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>{w} {m}</td></tr><tr><td>2</td><td>Here, {w}</td></tr></table>",
            [2],
        ),
        (
            "<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>{w}</td><td>{m}</td></tr><tr><td>2</td><td>Here, {w}</td></tr></table>",
            [2],
        ),
        ("<p>{w}</p>\n{m}\n<p>Here, {w}</p>", [1]),
        ("<div>{w}\n{m}\n<p>Here, {w}</p></div>", [1]),
    ],
)
def test_in_a_page_it_silences_the_element_around_it_and_no_other(page: str, left: list[int]) -> None:
    """A page may stand on one line: its next paragraph, which nobody suppressed, must not fall silent instead."""
    found = said(page.format(w=WRONG, m=f"<!-- {MARK} -->"), "page.html")
    assert [number for number, each in enumerate(found, 1) if each.state == "open"] == left


def test_it_silences_its_line_and_no_other() -> None:
    text = f"{WRONG}\n\n{WRONG} <!-- {MARK} -->\n\n{WRONG}\n"
    assert [each.passage.line for each in said(text) if each.flagged] == [1, 5]


def test_it_silences_its_rule_and_no_other() -> None:
    text = "ZeRO-2 shards the parameters, and BERT masks 20% of the tokens. <!-- kanwu: ignore[bert] old --> \n"
    assert rules(text) == ["zero-2.partitions"]


def test_several_suppressions_may_stand_one_below_another() -> None:
    both = "ZeRO-2 shards the parameters, and BERT masks 20% of the tokens."
    assert rules(f"<!-- kanwu: ignore[bert] one -->\n<!-- kanwu: ignore[zero-2] two -->\n{both}\n") == []
    assert rules(f"{both} <!-- kanwu: ignore[bert, zero-2] both -->\n") == []


def test_without_a_reason_it_silences_nothing_and_is_reported() -> None:
    """Whoever reads it next must learn why the words stay."""
    text = f"{WRONG} <!-- kanwu: ignore[zero-2.partitions] -->\n"
    assert rules(text) == ["zero-2.partitions", "suppression-without-reason"]
    [fault] = [each for each in said(text) if each.finding is None]
    assert fault.severity == "error" and fault.passage.quote == "<!-- kanwu: ignore[zero-2.partitions] -->"


def test_one_that_silences_nothing_is_reported() -> None:
    """Else it would hide the next mistake on its line."""
    assert rules(f"All is well here. <!-- {MARK} -->\n") == ["unused-suppression"]
    text = f"{WRONG} <!-- kanwu: ignore[zero-2.partitions, bert] half of it is needed -->\n"
    [fault] = [each for each in said(text) if each.flagged]
    assert fault.rule == "unused-suppression" and "bert" in fault.message.en and "zero-2" not in fault.message.en


def test_one_that_names_no_known_rule_is_reported_with_what_was_meant() -> None:
    [fault] = [each for each in said("Fine. <!-- kanwu: ignore[zero-2.partition] typo -->\n") if each.flagged]
    assert fault.rule == "unknown-rule" and "zero-2.partitions" in fault.message.en
    assert rules("Fine. <!-- kanwu: ignore all of it -->\n") == ["unknown-rule"]


def test_a_reason_is_not_linted() -> None:
    """A reason that quotes the myth is not one more wrong claim."""
    text = "A right line. <!-- kanwu: ignore[bert] ZeRO-2 shards the parameters, some say -->\n"
    assert rules(text) == ["unused-suppression"]
    assert rules("Some right line. (kanwu: ignore[bert] ZeRO-2 shards the parameters)\n", "a.txt") == [
        "unused-suppression"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "```markdown\nText <!-- kanwu: ignore[zero-2.partitions] why -->\n```\n",
        "Write `<!-- kanwu: ignore[zero-2.partitions] why -->` behind the words.\n",
        "With kanwu: ignore is a word like any other.\n",
    ],
)
def test_documentation_of_a_marker_is_none(text: str) -> None:
    assert rules(text) == []


def test_a_marker_on_its_own_line_parts_no_paragraph() -> None:
    """What is read must be the text as it stood before the author wrote the marker."""
    plain = (
        "ZeRO has three stages,\nof which the second one also\nshards the gradients. BERT masks 20% of the tokens.\n"
    )
    marked = plain.replace("\nof which", "\n(kanwu: ignore[gpt-3] nothing)\nof which")
    before = [each.passage.quote for each in said(plain, "a.txt")]
    after = [each.passage.quote for each in said(marked, "a.txt") if each.finding]
    assert before == after == ["masks 20% of the tokens"]
    assert [each.passage.line for each in said(marked, "a.txt") if each.finding] == [4]


def test_a_bracket_within_a_reason_does_not_end_it() -> None:
    [kept] = said(f"{WRONG} (kanwu: ignore[zero-2] quoted (see below) on purpose)\n", "a.txt")
    assert kept.reason == "quoted (see below) on purpose"


def test_a_percent_sign_is_no_comment() -> None:
    """`%` opens a comment of TeX only where it stands by itself."""
    [fault] = said("BERT masks 15% kanwu: ignore[gpt-3] nothing\n", "a.txt")
    assert fault.passage.quote == "kanwu: ignore[gpt-3] nothing"


PIECES = (
    "<!-- ", "-->", "kanwu: ignore", "[zero-2]", "[bert, x", "]", "kanwu：ignore-file[ALL] ", "(", ")", "\n", "\r\n", "\n\n",
    "ZeRO-2 shards the parameters. ", "# ", "| a | b |", "```\n", "`", "/* ", " reason ", "中文，", "😀", "<p>", "</p>", "% ",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.sampled_from(["a.md", "a.txt", "a.html"]))
@settings(max_examples=150)
def test_whatever_is_written_around_a_marker_positions_hold(text: str, path: str) -> None:
    """Masked text has the length of the text, and every finding's words stand where it says."""
    document = sources.read_document(text.encode(), path).document
    if document is None:
        return
    sheet = sources.sheet_of(document)
    marks = suppressions(document, sheet)
    assert len(masked(document, sheet, marks)) == len(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(marks))
    for each in said(text, path):
        assert text[each.passage.start : each.passage.end] == each.passage.quote


@pytest.mark.parametrize(
    "text",
    [
        "kanwu" + " " * 300_000,
        "(" * 300_000 + "kanwu: ignore[zero-2] x",
        "kanwu: ignore[" * 20_000,
        "<!-- kanwu: ignore[zero-2] x -->\n" * 10_000,
        "#" * 300_000 + " kanwu: ignore[zero-2] x",
        "x<div><!-- kanwu: ignore[zero-2] x -->" * 5_000,
        "x<p>" + "<br><!-- kanwu: ignore[zero-2] x -->" * 5_000,
    ],
)
@pytest.mark.parametrize("path", ["a.md", "a.html"])
def test_a_hostile_text_costs_no_more_than_its_length(text: str, path: str) -> None:
    document = sources.read_document(text.encode(), path).document
    assert document is not None
    started = perf_counter()
    suppressions(document, sources.sheet_of(document))
    assert perf_counter() - started < 5


SPANS = st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda at: (at[0], at[0] + at[1]))


@given(st.lists(st.lists(SPANS, max_size=3), max_size=8), SPANS)
def test_those_that_speak_of_a_place_are_found_whatever_lies_around(
    targets: list[list[tuple[int, int]]], place: tuple[int, int]
) -> None:
    """Targets may lie within one another, touch, or hold nothing."""
    marks = [Suppression(0, 0, ("zero",), "why", "here", tuple(each)) for each in targets]
    start, end = place
    asked = [(i, m) for i, m in enumerate(marks) if any(start < last and end > first for first, last in m.targets)]
    assert list(diagnostics._Marks(marks).over(start, end)) == asked


def test_thousands_of_kept_sentences_cost_in_proportion_to_their_number() -> None:
    """Each was held against each: a page of 5,000 took half a minute."""

    def took(count: int) -> float:
        page = f"<p>{WRONG} <!-- {MARK} --></p>" * count
        began = process_time()
        assert rules(page, "page.html") == []
        return process_time() - began

    took(10)
    assert took(3000) < 5 * took(1000)
