"""Nothing of a document is lost, nothing is invented, and every position is one of the file."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction import Extracted, extract
from pipeline.models import Document
from pipeline.sources import read_document

PIECES = st.sampled_from(
    [
        "1、什么是 LoRA？", "2. KV Cache", "(3) 为什么要缩放?", "Q: What is RoPE?", "A: A rotation.", "答：低秩。", "一、基础", "## 训练", "**量化**",
        "-", "- 点", "* point", "> 引用", "```", "$$", "\\[", "| a | b |", "|---|---|", "| 问题 | 答案 |", "扫码领取资料", "相关文章", "以下是答案", "---",
        "<details><summary>什么是 PPO？</summary>", "</details>", "<p>", "</p>", "<li>", "<pre>", "&lt;", "待补充", "    x = 1", "在这里插入图片描述", "第3题 证明", "面试官：好",
        "候选人：是", "Term", ": definition", "!!! note", "a. 什么？ b. 怎么？", "甲乙丙丁。", "how", "\r", "\r\n", "\n", "\n\n", " ", "?", "？", "\ufeff", "\x0c",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.just("\n"), st.just("\n"), st.text(max_size=8)), max_size=40).map("".join)


def whole(data: bytes, path: str) -> tuple[Document, Extracted] | None:
    document = read_document(data, path).document
    return None if document is None else (document, extract(document))


@pytest.mark.parametrize("path", ["x.txt", "x.md", "x.html"])
@settings(max_examples=150)
@given(text=TEXTS)
def test_spans_partition_the_file_and_passages_are_its_own_words(path: str, text: str) -> None:
    """`kanwu conserve` accounts for every character once; an editor is shown what stands in the file."""
    found = whole(text.encode("utf-8", "surrogatepass"), path)
    if found is None:
        return
    document, (pairs, spans) = found
    assert "".join(document.source[span.start : span.end] for span in spans) == document.source
    assert [span.start for span in spans[1:]] == [span.end for span in spans[:-1]]
    assert all(bool(span.reason) == (span.label == "noise") for span in spans)
    for pair in pairs:
        assert (pair.answer is None) == (pair.answer_at is None)
        for passage in (pair.question_at, *(pair.answer_at or ())):
            assert passage.quote == document.source[passage.start : passage.end] != ""
            assert 1 <= passage.line <= passage.end_line <= len(document.line_starts)
    assert len({pair.id for pair in pairs}) == len(pairs)


@given(st.binary(max_size=300))
def test_any_bytes_give_a_document_or_a_problem(data: bytes) -> None:
    read = read_document(data, "x.md")
    assert (read.document is None) <= bool(read.problems)
    if read.document is not None:
        extract(read.document)


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "line",
    [
        "1. 什么是 LoRA？\n",
        "- ",
        "| ",
        "`",
        "*",
        "**a",
        "[a](",
        "\\(",
        "$a ",
        "\\[\n",
        "?",
        "a. b? ",
        "#",
        "> ",
        "```\n",
        "x" * 50 + "\n\n",
        "1、a\n2、b\n\n广告\n\n",
    ],
)
def test_the_cost_grows_with_the_length_alone(line: str) -> None:
    """One line of a megabyte, or a hundred thousand alike: four times the text may not cost sixteen times the time."""

    def cost(size: int) -> float:
        data = (line * (size // len(line))).encode()
        began = time.process_time()
        for path in ("x.txt", "x.md"):
            whole(data, path)
        return time.process_time() - began

    small, large = cost(60_000), cost(240_000)
    assert large < 9 * max(small, 0.05)
