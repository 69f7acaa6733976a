"""What is prose and what is code where a line of Markdown is indented: code is not read for what it claims."""

from __future__ import annotations

import pytest

from pipeline import extraction
from pipeline.models import Document
from pipeline.sources import read_document


def read(text: str) -> Document:
    document = read_document(text.encode(), "notes.md").document
    assert document is not None
    return document


def kind_of(words: str, text: str) -> str:
    """The kind of the block that holds some words."""
    [block] = [block for block in read(text).blocks if words in block.text]
    return block.kind


@pytest.mark.parametrize(
    "above",
    [
        "- An item.",
        "- An item\nwrapped without indent.",
        "- An item.\n\n    Its second paragraph.",
        "1. An item.",
        "Term\n:   Its definition.",
        "[^1]: A note.",
        "[^a long name]: A note\nwrapped without indent.",
        "[^1]: A note.\n\n    Its second paragraph.",
        "[^1]: A note.\n\n\tIts second paragraph.",
        "!!! note",
        '!!! note "With a title"',
        "??? question",
        '=== "PyTorch"',
        "===! 'JAX'",
    ],
)
@pytest.mark.parametrize("indent", ["    ", "\t"])
def test_an_indented_paragraph_is_prose_below_what_owns_it(above: str, indent: str) -> None:
    """A claim in the second paragraph of a footnote is one more claim of the text."""
    text = f"Intro.\n\n{above}\n\n{indent}GPT-2 reads from the left.\n\n{indent}**So** does GPT-3.\n"
    assert kind_of("GPT-2", text) == kind_of("GPT-3", text) == "paragraph"


@pytest.mark.parametrize(
    "above",
    ["Intro.", "Intro,\nwrapped.", "# Title", "- An item.\n\nIntro.", "[^1]: A note.\n\nIntro.", "> Quoted.\n\nIntro."],
)
def test_an_indented_paragraph_is_code_below_any_other(above: str) -> None:
    """Code that is taken for prose is accused of what its variables are called."""
    assert kind_of("x = 1", f"{above}\n\n    x = 1\n\n    y = 2\n") == "code"


def test_a_footnote_is_no_part_of_an_answer_its_further_paragraphs_included() -> None:
    """Who reads the answer on its page does not meet half a note there."""
    note = "[^1]: Radford et al.\n\n    They call it a report.\n\n    - and a blog post\n"
    text = f"# What is GPT-2?\n\nA model of language.[^1]\n\n{note}\n# What is BERT?\n\nAn encoder.\n"
    answers = [pair.answer for pair in extraction.extract(read(text)).pairs]
    assert answers == ["A model of language.[^1]", "An encoder."]
