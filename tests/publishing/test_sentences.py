"""Where wrong words are shown, their sentence is: "快" alone accuses nobody of anything."""

from __future__ import annotations

from typing import Literal

import pytest

from pipeline.models import Document, Results
from pipeline.publishing import pages
from pipeline.publishing.sentences import around, bounds, pieces
from tests.publishing.sample import document, finding, graph, pair, sample

Kind = Literal["text", "markdown", "html"]


def shown(source: str, words: str, kind: Kind = "markdown", length: int = 110, others: tuple[str, ...] = ()) -> str:
    """The sentence around some words, theirs and those of others between brackets."""
    made = document("a.md", source).model_copy(update={"format": kind})
    spans = {w: (source.index(w), source.index(w) + len(w)) for w in (words, *others)}
    marks = [(start, end, word) for word, (start, end) in spans.items()]
    sentence = pieces(made, bounds(made, *spans[words], (0, len(source))), marks)
    return "".join(f"[{p.text}]" if p.mark else p.text for p in around(sentence, words, length))


@pytest.mark.parametrize(
    ("source", "words", "kind", "expected"),
    [
        ("召回用双塔。重排用 cross-encoder，精细又快；召回在前。", "快", "text", "重排用 cross-encoder，精细又[快]"),
        ("# 位置编码\n\n- **Baichuan-13B** 用 `RoPE`。\n- 其余不同。", "RoPE", "markdown", "Baichuan-13B 用 [RoPE]。"),
        ("<ul><li>BLOOM 用 <b>RoPE</b> &amp; 其他<li>别的</ul>", "RoPE", "html", "BLOOM 用 [RoPE] & 其他"),
        ("| 模型 | 位置 |\n|---|---|\n| BLOOM | RoPE |\n", "RoPE", "markdown", "BLOOM | [RoPE]"),
        ("It costs 3.5 GB. BLEU is recall-oriented, they\nsay. So what.", "recall", "text", "BLEU is [recall]-oriented, they say."),
        ("A: 是的，这样更快。\n\nQ: 别的？", "更快", "text", "是的，这样[更快]。"),
    ],
)  # fmt: skip
def test_the_sentence_is_that_of_the_words(source: str, words: str, kind: Kind, expected: str) -> None:
    """Its subject is in it, the next sentence, markup and the mark of a list are not."""
    assert shown(source, words, kind) == expected


def test_a_long_sentence_is_shortened_around_the_words() -> None:
    """A source that may only be quoted is quoted briefly; the words stay in sight, with what they are said of."""
    source = "很长的开头，" * 20 + "BLOOM 的位置编码是 RoPE，" + "很长的结尾，" * 20 + "完。"
    text = shown(source, "RoPE", length=60)
    assert "BLOOM 的位置编码是 [RoPE]，" in text
    assert text.startswith("…") and text.endswith("…") and len(text) < 70


def test_other_flagged_words_of_the_sentence_are_marked_too() -> None:
    """Nothing that is flagged looks like truth, beside another mistake least of all."""
    source = "SRAM 容量更大但带宽更低，所以快。"
    assert shown(source, "容量更大", others=("带宽更低",)) == "SRAM [容量更大]但[带宽更低]，所以快。"


def with_words(words: str, answer: str) -> Results:
    """The sample with an answer in which some words are decided to be wrong."""
    results = sample()
    blog: Document = document("blog/zero.md", f"1. ZeRO-2 切分了什么？\n{answer}\n", "笔记")
    asked = pair(blog, 1, "ZeRO-2 切分了什么？", answer).model_copy(update={"id": results.pairs[0].id})
    wrong = finding(blog, asked, words, ("parameters",), results.findings[0].verdict)
    return results._replace(
        documents=(blog, *results.documents[1:]),
        pairs=(asked, *results.pairs[1:]),
        findings=(wrong, *results.findings[2:]),
        spans={**results.spans, blog.path: ()},
    )


@pytest.mark.parametrize("path", ["corrections.md", "index.md", "q/zero-2-partitions.md", "facts/zero-2.partitions.md"])
def test_struck_words_stand_in_their_sentence_on_every_page(path: str) -> None:
    """A reader who was sent to a correction must see what it corrects."""
    staged = pages(with_words("参数", "梯度照旧。它在第二阶段切分的是参数，所以最省。"), graph())
    assert '它在第二阶段切分的是<del class="wrong">参数</del>，所以最省。' in staged[path]


def test_what_is_said_and_what_is_true_do_not_run_together() -> None:
    """Two sentences side by side read as one; which of them holds must be said."""
    page = pages(with_words("参数", "梯度照旧。它在第二阶段切分的是参数，所以最省。"), graph())[
        "sources/blog/zero.md.md"
    ]
    assert '所以最省。　应为：<ins class="right">ZeRO-2 切分优化器状态和梯度，不切分参数。' in page


def test_a_bare_yes_is_shown_with_its_question() -> None:
    """A sentence of one word says what its question asks."""
    staged = pages(with_words("是的", "是的。"), graph())
    assert 'ZeRO-2 切分了什么？ </span><del class="wrong">是的</del>。' in staged["corrections.md"]


def test_words_that_overlap_are_marked_to_their_ends() -> None:
    """Two findings read one sentence, one of them further: the rest of it is no less wrong."""
    results = with_words("切分的是参数", "它在第二阶段切分的是参数，所以最省。")
    blog, asked = results.documents[0], results.pairs[0]
    longer = finding(blog, asked, "在第二阶段切分的是参数，所以最省", ("all",), results.findings[0].verdict)
    staged = pages(results._replace(findings=(*results.findings, longer)), graph())["corrections.md"]
    said = staged[staged.index('class="said"') :]
    before, words, after = "在第二阶段", "切分的是参数", "，所以最省"
    assert (
        f'它<mark class="doubt">{before}</mark><del class="wrong">{words}</del><mark class="doubt">{after}</mark>'
        in said
    )
