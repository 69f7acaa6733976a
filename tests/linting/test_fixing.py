"""What may be rewritten without asking, and that nothing else is: an author's text is the author's."""

from __future__ import annotations

import json
from time import perf_counter

import pytest

from pipeline import linting, sources
from pipeline.linting import Grounds, fix
from pipeline.models import Agent, Correction, Replacement, Words, digest_of_words
from tests.linting.conftest import grounds, linted, rules, said


def fixed(text: str, path: str = "notes.md", by: Grounds | None = None) -> str:
    """The text with its safe edits."""
    by = by or grounds()
    read = linted(text, path)
    return fix(read, linting.diagnose(read, by, linting.Selection()), by).source


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("BERT masks 20% of the tokens.", "BERT masks 15% of the tokens."),
        ("GPT-3 uses post-LN.", "GPT-3 uses pre-LN."),
        ("DPO stands for Direct Policy Optimization.", "DPO stands for Direct Preference Optimization."),
    ],
)
def test_one_value_takes_the_place_of_another(wrong: str, right: str) -> None:
    assert fixed(wrong) == right
    assert [f for f in linted(right).findings if f.flagged] == []


@pytest.mark.parametrize(
    "text",
    [
        "ZeRO-2 shards the parameters.",  # a set: what else the sentence says is not known
        "GPT-3 does not use pre-LN.",  # a denial: another word does not undo it
        "The model is GPT-3. It uses post-LN.",  # the subject stands elsewhere: it may have been read wrongly
        "BERT masks between 20% and 30% of the tokens.",
        "ZeRO-2 切分参数。",
        "A right sentence about BERT, which masks 15% of the tokens.",
        "BERT masks twenty percent of the tokens.",
    ],
)
def test_in_doubt_nothing_is_changed(text: str) -> None:
    assert fixed(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "FP16 has 8 exponent bits and BF16 has only 5.",  # the names are exchanged, not the numbers
        "DistilBERT 把 BERT-base 的层数减到了 3 层。",  # another model's number
        "和 GPT-1 不一样,GPT-2 把 LayerNorm 放到了每个子层的输出之后,也就是 post-norm。",  # the rest would contradict it
        "FlashAttention 的提速主要来自大幅减少浮点运算次数。",  # neither fewer nor more is the reason
        "GPT-2 is an encoder-only model trained to predict the next token.",  # an decoder
    ],
)
def test_a_swap_that_would_leave_the_sentence_wrong_is_not_offered(text: str) -> None:
    """Each of these came out wrong once, from statements that others wrote."""
    assert fixed(text) == text


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("BERT is a decoder-only model.", "notes.md"),
        ("BERT is a **decoder-only** model.", "notes.md"),
        ("BERT is **a** *decoder-only* model.", "notes.md"),
        ("GPT-2 is an *encoder-only* model.", "notes.md"),
        ("GPT-2 is an _encoder-only_ model.", "notes.md"),
        ("GPT-2 is an `encoder-only` model.", "notes.md"),
        ("GPT-2 is an [encoder-only](a.md) model.", "notes.md"),
        (r"GPT-2 is an \emph{encoder-only} model.", "notes.tex"),
        (r"GPT-2 is an~\textbf{\emph{encoder-only}} model.", "notes.tex"),
        ("<p>GPT-2 is an <b class='x'>encoder-only</b> model.</p>", "page.html"),
        ("<p>GPT-2 is an&nbsp;<i>encoder-only</i> model.</p>", "page.html"),
        ("BERT-base is an 8-layer model.", "notes.md"),
        ("BERT-base is an **18-layer** model.", "notes.md"),
    ],
)
def test_no_word_is_put_behind_the_wrong_article(text: str, path: str) -> None:
    """Whoever takes all safe replacements does not read each of them for "an decoder-only"."""
    assert rules(text, path)
    assert fixed(text, path) == text


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("BERT-base is a 24-layer model.", "BERT-base is a 12-layer model."),
        ("GPT-3 uses a *post-LN*.", "GPT-3 uses a *pre-LN*."),
    ],
)
def test_an_article_that_stays_right_is_no_obstacle(wrong: str, right: str) -> None:
    assert fixed(wrong) == right


def test_words_that_an_editor_approved_for_exactly_these_words_are_put_in() -> None:
    """And no other words of the same claim."""
    old, new = "shards the parameters", "shards the gradients as well as the optimizer states"
    group = "zero-2.partitions=parameters"
    correction = Correction(
        group=group,
        fact="zero-2.partitions",
        statement=Words(zh="", en=""),
        replacements=(Replacement(quote_sha256=digest_of_words(old), old=old, new=new),),
        decisions=("x",),
        agents=(Agent(name="test", kind="software"),),
        reviewed=False,
        reason="test",
        at="2026-01-01T00:00:00Z",
    )
    known = grounds()
    by = known._replace(decided=known.decided._replace(corrections={group: correction}))
    assert fixed("ZeRO-2 shards the parameters.\n", by=by) == f"ZeRO-2 {new}.\n"
    assert fixed("ZeRO-2 partitions the parameters.\n", by=by) == "ZeRO-2 partitions the parameters.\n"


def test_an_edit_that_does_not_come_out_right_is_taken_back_alone() -> None:
    """The new words are linted: an approved replacement that is itself wrong is not written, its neighbour is."""
    old = "shards the parameters"
    group = "zero-2.partitions=parameters"
    bad = Correction(
        group=group,
        fact=None,
        statement=Words(zh="", en=""),
        replacements=(Replacement(quote_sha256=digest_of_words(old), old=old, new="also shards the parameters"),),
        decisions=("x",),
        agents=(Agent(name="test", kind="software"),),
        reviewed=False,
        reason="test",
        at="2026-01-01T00:00:00Z",
    )
    known = grounds()
    by = known._replace(decided=known.decided._replace(corrections={group: bad}))
    text = "ZeRO-2 shards the parameters.\n\nGPT-3 uses post-LN.\n"
    read = linted(text)
    made = fix(read, linting.diagnose(read, by, linting.Selection()), by)
    assert made.source == text.replace("post", "pre")
    assert [edit.rule for edit in made.refused] == ["zero-2.partitions"]


def test_what_is_suppressed_is_left_as_it_is() -> None:
    text = "GPT-3 uses post-LN. <!-- kanwu: ignore[gpt-3] a quotation -->\n"
    assert fixed(text) == text


def test_the_rest_of_the_file_keeps_every_byte() -> None:
    """Line ends, byte order mark, encoding, trailing space: all of it is the author's."""
    for encoding, mark in (("utf-8", b"\xef\xbb\xbf"), ("utf-8", b""), ("gb18030", b""), ("utf-16-le", b"\xff\xfe")):
        text = "前言 \r\n\r\nGPT-3 uses post-LN.\t\r\n最后一行，说的是大语言模型的归一化层放在什么位置"
        data = mark + text.encode(encoding)
        document = sources.read_document(data, "notes.md").document
        assert document is not None
        read = linting.lint(document, grounds())
        made = fix(read, linting.diagnose(read, grounds(), linting.Selection()), grounds())
        assert linting.encoded(document, made.source, data) == mark + text.replace("post", "pre").encode(encoding)


def test_bytes_that_would_not_survive_are_never_written() -> None:
    """A file with a broken byte is read all the same; written, it would lose what stood there."""
    data = "归一化层放在残差之前还是之后，各家模型并不相同。\n".encode() * 20 + b"\xe5\xbd \xff GPT-3 uses post-LN.\n"
    document = sources.read_document(data, "notes.md").document
    assert document is not None and "\ufffd" in document.source
    assert linting.encoded(document, document.source, data) is None


def test_the_diff_shows_the_lines_that_change() -> None:
    read = linted("First.\nGPT-3 uses post-LN.\nLast.")
    made = fix(read, linting.diagnose(read, grounds(), linting.Selection()), grounds())
    shown = linting.unified(read.document, made.source, "notes.md").splitlines()
    assert shown[:2] == ["--- notes.md", "+++ notes.md"]
    assert "-GPT-3 uses post-LN." in shown and "+GPT-3 uses pre-LN." in shown
    assert shown[-2:] == [" Last.", "\\ No newline at end of file"]


def test_a_cell_of_a_notebook_is_rewritten_within_its_json() -> None:
    cells = [{"cell_type": "markdown", "source": ['A "quoted" title\n', "\n", "GPT-3 uses post-LN.\n"]}]
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)
    after = fixed(text, "notes.ipynb")
    assert after == text.replace("post-LN", "pre-LN")
    assert json.loads(after)["cells"][0]["source"][2] == "GPT-3 uses pre-LN.\n"


def test_a_line_full_of_mistakes_costs_in_proportion_to_its_length() -> None:
    """Without a full stop every finding looked through the whole line for whom else it names."""

    def seconds(times: int) -> float:
        text = "BERT has 24 layers, GPT-3 uses post-LN, " * times
        found, flagged = linted(text), said(text)
        assert len(flagged) >= times
        began = perf_counter()
        assert all(linting.edit_of(each, found, grounds()) is None for each in flagged)
        return perf_counter() - began

    assert seconds(400) < 1 + 8 * seconds(100)
