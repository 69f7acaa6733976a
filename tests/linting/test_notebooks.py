"""Notebooks: what a reader of the page sees is linted, and every position is one of the file on disk."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline import extraction, sources
from tests.linting.conftest import linted, rules, said

WRONG = "ZeRO-2 shards the parameters."


def notebook(*cells: dict[str, Any], indent: int | None = 1, ascii_only: bool = False, language: str = "python") -> str:
    table = {
        "cells": list(cells),
        "metadata": {"language_info": {"name": language}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(table, indent=indent, ensure_ascii=ascii_only)


def markdown(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True)}


def code(text: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    source = text.splitlines(keepends=True)
    return {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": list(outputs), "source": source}


def printed(text: str) -> dict[str, Any]:
    return {"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)}


def test_a_wrong_claim_is_found_at_its_line_of_the_file_and_in_its_cell() -> None:
    """An editor opens the file by line, a reader of the notebook looks for the cell."""
    text = notebook(markdown("# ZeRO"), code("x = 1\n"), markdown("First line.\n\nThen: ZeRO-2 shards the parameters."))
    [flagged] = said(text, "a.ipynb")
    assert (flagged.cell, flagged.cell_line) == (3, 3)
    line = text.split("\n")[flagged.passage.line - 1]
    assert "Then: ZeRO-2 shards the parameters." in line
    assert text[flagged.passage.start : flagged.passage.end] == flagged.passage.quote == "shards the parameters"


def test_escapes_are_never_cut_in_two() -> None:
    """A file in ASCII writes each Chinese character as six."""
    text = notebook(markdown("标题\n\nZeRO-2 会把“模型参数”切分到各张卡上。"), ascii_only=True)
    [flagged] = said(text, "a.ipynb")
    assert json.loads(f'"{flagged.passage.quote}"') in "ZeRO-2 会把“模型参数”切分到各张卡上。"


def test_comments_and_plain_outputs_are_read_and_code_is_not() -> None:
    text = notebook(
        code(f's = "# {WRONG}"  # {WRONG}\nprint(s)\n', printed(WRONG + "\n")),
        code(f"# A comment that goes on:\n# {WRONG}\nx = '{WRONG}'\n"),
        code("1", {"output_type": "error", "ename": "E", "evalue": WRONG, "traceback": [WRONG]}),
        code("1", {"output_type": "stream", "name": "stderr", "text": [WRONG]}),
        code("1", {"output_type": "execute_result", "data": {"text/plain": [WRONG], "image/png": "aaaa"}}),
    )
    sheet = linted(text, "a.ipynb").sheet
    found = sorted((d.place[0], d.cell, cell.kind) for d in said(text, "a.ipynb") if (cell := sheet.cell(d.place[0])))
    assert [(number, kind) for _, number, kind in found] == [
        (1, "comment"),
        (1, "output"),
        (2, "comment"),
        (5, "output"),
    ]


@pytest.mark.parametrize(
    ("language", "comment"),
    [("r", "# {}"), ("javascript", "// {}"), ("c++", "/* {} */"), ("sql", "-- {}"), ("matlab", "% {}")],
)
def test_comments_are_those_of_the_notebook_s_language(language: str, comment: str) -> None:
    assert rules(notebook(code(comment.format(WRONG)), language=language), "a.ipynb") == ["zero-2.partitions"]


def test_a_notebook_in_one_line_is_read_like_any_other() -> None:
    """Some services save the whole file as one line, each cell as one string."""
    whole = {"cell_type": "markdown", "metadata": {}, "source": f"# ZeRO\n\nA line.\n\n{WRONG} More."}
    [flagged] = said(notebook(whole, indent=None), "a.ipynb")
    assert (flagged.passage.line, flagged.cell, flagged.cell_line) == (1, 1, 5)


def test_suppressions_work_in_cells_and_speak_of_outputs() -> None:
    """Nobody can write a comment into what a cell prints: the code's comment speaks of it."""
    mark = "kanwu: ignore[zero-2] the model's own words"
    assert rules(notebook(markdown(f"{WRONG} <!-- {mark} -->")), "a.ipynb") == []
    assert rules(notebook(markdown(f"<!-- {mark} -->"), markdown(WRONG)), "a.ipynb") == [
        "unused-suppression",
        "zero-2.partitions",
    ]
    assert rules(notebook(code(f"# {mark}\nprint(answer)", printed(WRONG))), "a.ipynb") == []


def test_a_printed_text_is_never_rewritten() -> None:
    """An output is a record of what ran."""
    from tests.linting.test_fixing import fixed

    text = notebook(code("print(answer)", printed("GPT-3 uses post-LN.")))
    assert fixed(text, "a.ipynb") == text
    assert fixed(notebook(code("# GPT-3 uses post-LN.")), "a.ipynb") == notebook(code("# GPT-3 uses pre-LN."))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"cells": [', "JSON, as a notebook is written"),
        ('{"cells": [{"source": ["a" "b"]}]}', "JSON, as a notebook is written"),
        ('{"worksheets": [], "nbformat": 3}', "format 4"),
        ("[1, 2]", "format 4"),
        ("[" * 5000, "JSON"),
    ],
)
def test_what_is_no_notebook_is_a_problem_with_line_and_remedy(text: str, expected: str) -> None:
    read = sources.read_document(text.encode(), "a.ipynb")
    assert read.document is None
    [problem] = read.problems
    assert expected in problem.expected and problem.line == 1 and "Jupyter" in problem.remedy


def test_every_character_of_a_notebook_is_accounted_for_and_pairs_point_into_it() -> None:
    """Notebooks are documents like others: extraction reads them too."""
    text = notebook(
        markdown("## 1. What is LoRA?\n\nA low-rank update, as in “$W + BA$”.\n"), code("import torch  # torch\n")
    )
    document = sources.read_document(text.encode(), "a.ipynb").document
    assert document is not None
    extracted = extraction.extract(document)
    assert extracted.spans[0].start == 0 and extracted.spans[-1].end == len(text)
    assert all(a.end == b.start for a, b in zip(extracted.spans, extracted.spans[1:], strict=False))
    [pair] = extracted.pairs
    assert pair.question_at.quote == "What is LoRA?" and pair.answer and "low-rank update" in pair.answer
    assert "```python\nimport torch  # torch\n```" in pair.answer
    for block in document.blocks:
        for i, letter in enumerate(block.text):
            at = block.source_offset(i)
            assert text[at] == letter or text[at] == "\\" or block.markdown


def test_half_a_character_does_not_stop_the_rest() -> None:
    text = notebook(markdown(WRONG)).replace("ZeRO-2", "\\\\ud83d ZeRO-2".replace("\\\\", "\\"))
    assert rules(text, "a.ipynb") == ["zero-2.partitions"]
