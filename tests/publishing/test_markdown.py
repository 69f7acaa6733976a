"""Markdown of answers: what a reader sees of it."""

from __future__ import annotations

from pipeline.publishing.formulas import formula
from pipeline.publishing.markdown import Mark, excerpt, render, text_of
from pipeline.publishing.markup import Page, element, escape, staged


def test_bold_chinese_is_bold_where_its_writer_meant_it() -> None:
    """CommonMark leaves literal asterisks beside Chinese punctuation; readers saw them."""
    for text, bold in (
        ("**“加粗”**后面", "“加粗”"),
        ("**注意:**中文", "注意:"),
        ("中文**LoRA(低秩)**是一种方法", "LoRA(低秩)"),
        ("先**甲**后**乙（丙）**再**丁**。", "乙（丙）"),
    ):
        assert f"<strong>{bold}</strong>" in render(text), text


def test_lines_of_our_own_chinese_join_without_a_space() -> None:
    """A wrapped source line is no gap in a Chinese sentence; between Latin words it is a space."""
    assert "切分优化器状态和梯度" in render("切分优化器状态\n和梯度", ours=True)
    assert "two words" in render("two\nwords", ours=True)


def test_raw_html_is_text_and_harmless_tags_keep_their_meaning() -> None:
    """Scraped Markdown is full of tags; a reader wants H₂O, and the token <mask> as it is."""
    shown = render("H<sub>2</sub>O<br>用 <mask> 预测，<div align=center>居中</div><script>alert(1)</script>")
    assert "H<sub>2</sub>O<br>" in shown
    assert "&lt;mask&gt;" in shown
    assert "<script" not in shown and "<div align" not in shown


def test_a_remote_image_is_never_fetched() -> None:
    """A reader's address must not reach whoever wrote a scraped page."""
    shown = render("![架构图](https://example.org/a.png)")
    assert "<img" not in shown and "架构图" in shown


def test_formulas_become_mathml_and_prices_do_not() -> None:
    """The text is readable without JavaScript; $5 is no formula."""
    shown = render("缩放因子 $\\frac{1}{\\sqrt{d_k}}$，费用 $5 和 $6。")
    assert "<mfrac>" in shown and "$5 和 $6" in shown
    assert "<math" in render("\\[ x^2 \\]") and "<math" in render("$$\na\n$$")


def test_a_formula_that_cannot_be_converted_is_shown_as_it_was_written() -> None:
    """The converter passes unknown commands through as text and closes no groups: refuse what it says then."""
    for latex in (r"\foo x", r"\frac{a", r"\left( x", "x^2^3"):
        assert formula(latex, False) == f'<code class="latex">{escape(latex)}</code>', latex


def test_aligned_equations_and_words_in_formulas_survive() -> None:
    """A bare & is invalid XML; softmax as seven letters cannot be selected."""
    assert "<mtable" in formula(r"\begin{aligned} a &= b \\ c &= d \end{aligned}", True)
    assert "<mi>softmax</mi>" in formula(r"\mathrm{softmax}(x)", False)


def test_wrong_words_are_struck_across_the_bounds_of_markup() -> None:
    """A mark that begins in plain text and ends within bold marks every word once."""
    text = "ZeRO-2 切分**参数和**梯度"
    start, end = text.index("切分"), text.index("和") + 1
    shown = render(text, marks=[Mark(start, end, "wrong", element("ins", "切分梯度", class_="right"))])
    assert shown.count('<del class="wrong">') == 2
    assert '<del class="wrong">切分</del><strong><del class="wrong">参数和</del>' in shown
    assert '<ins class="right">切分梯度</ins>' in shown


def test_a_mark_around_a_formula_or_in_code_breaks_neither() -> None:
    """Markers are characters; they must not reach a converter or a reader."""
    for text in ("显存是 $16\\Psi$ 字节", "调用 `stage=3` 即可", "| 阶段 | 值 |\n|---|---|\n| 2 | 参数 |"):
        for start in range(0, len(text) - 3, 2):
            shown = render(text, marks=[Mark(start, start + 3, "wrong", element("ins", "对"))])
            assert "\ue000" not in shown and "\ue001" not in shown and "\ue100" not in shown


def test_code_keeps_its_lines_and_bytes() -> None:
    """Whoever copies code gets what stood there."""
    shown = render("```python\nif a < b:\n\treturn `x`\n```")
    assert "\n\t" in shown and "&lt;" in shown


def test_the_words_of_a_text_are_read_without_marks() -> None:
    """Descriptions, search and short quotes are plain text."""
    assert text_of("**FlashAttention** 用 `tiling`，[见](https://a.b)。\n\n- 一\n- 二") == (
        "FlashAttention 用 tiling，见。一二"
    )
    assert excerpt("第一句。第二句很长，" + "啊" * 200, 6) == "第一句。"
    assert excerpt("没有句号的一段话，一直写下去", 9) == "没有句号的一段话…"


def test_a_staged_block_is_one_line_so_that_no_markdown_is_found_in_it() -> None:
    """MkDocs' Markdown reads fences, lists and attribute lists at the beginning of lines."""
    page = Page("q/a/", "标题", (element("pre", "```\n{: onclick=x }\n# a\n<!-- -->"),))
    path, text = staged(page)
    assert path == "q/a.md"
    body = text.split("---\n", 2)[2].strip()
    assert "\n" not in body and "```" not in body
