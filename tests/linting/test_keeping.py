"""What an editor's quick fix writes to keep a sentence keeps that sentence, in every format, and no other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import linting
from tests.linting.conftest import linted, said

WRONG = "ZeRO-2 shards the parameters."


def kept(text: str, path: str, number: int = 0) -> str:
    """The text with one of its diagnostics answered, as the quick fix does it."""
    put = linting.keep([each for each in said(text, path) if each.flagged][number], linted(text, path), "a myth", path)
    return text[: put.offset] + put.words + text[put.offset :]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (f"{WRONG}\n\nHere, {WRONG}\n", "notes.md"),
        (f"| x | y |\n|---|---|\n| a | {WRONG} |\n| b | Here, {WRONG} |\n", "notes.md"),
        (f"{WRONG}\n\nHere, {WRONG}\n", "notes.mdx"),
        (f"| x | y |\n|---|---|\n| a | {WRONG} |\n| b | Here, {WRONG} |\n", "notes.mdx"),
        (f"{WRONG}\n\nHere, {WRONG}\n", "notes.txt"),
        (f"{WRONG}\n\nHere, {WRONG}\n", "notes.tex"),
        (f"<p>{WRONG}</p><p>Here, {WRONG}</p>", "page.html"),
        (f"<p>If n < 3, {WRONG}</p><p>Here, {WRONG}</p>", "page.html"),
        (f"<p>😀 ZeRO-2 <b>shards</b> the\n parameters</p><p>Here, {WRONG}</p>", "page.html"),
    ],
)
def test_a_sentence_is_kept_and_its_neighbour_is_not(text: str, path: str) -> None:
    """An author who keeps one sentence has said nothing of the next."""
    for number, other in ((0, 1), (1, 0)):
        states = [each.state for each in said(kept(text, path, number), path)]
        assert (states[number], states[other], len(states)) == ("suppressed", "open", 2)


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("notes.md", f"{WRONG} <!-- kanwu: ignore[zero-2.partitions] a myth -->\n"),
        ("notes.mdx", f"{WRONG} {{/* kanwu: ignore[zero-2.partitions] a myth */}}\n"),
        ("NOTES.MDX", f"{WRONG} {{/* kanwu: ignore[zero-2.partitions] a myth */}}\n"),
        ("notes.tex", f"{WRONG} % kanwu: ignore[zero-2.partitions] a myth\n"),
        ("notes.txt", f"{WRONG} (kanwu: ignore[zero-2.partitions] a myth)\n"),
    ],
)
def test_a_marker_is_a_comment_that_its_format_knows(path: str, written: str) -> None:
    """A site of MDX does not compile with a comment of HTML in it."""
    assert kept(f"{WRONG}\n", path) == written


PIECES = (
    "<p>", "</p>", "<ul>", "<li>", "</li>", "</ul>", "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<div>", "</div>",
    "<br>", "<b>", "</b>", "<h2>", "</h2>", "\n", " ", "Hello there. ", "If n < 3, BERT masks 20% of the tokens ",
    "ZeRO-2 <b>shards</b> the\n parameters ", "GPT-3 uses <code>post-LN</code>. ", f"{WRONG} ",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=60, deadline=None)
def test_however_a_page_is_nested_what_is_kept_is_kept(page: str) -> None:
    """Tags that nobody closes included: a scraped page has them."""
    if not page.strip():
        return
    for number, each in enumerate(each for each in said(page, "page.html") if each.flagged):
        after = said(kept(page, "page.html", number), "page.html")
        assert [e.state for e in after if e.passage.start == each.passage.start] == ["suppressed"]
        assert "unused-suppression" not in [e.rule for e in after]
