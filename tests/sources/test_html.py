"""What must hold for saved pages: clean words, and their places in the file."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.models import Document
from pipeline.sources import read_document

PAGE = (
    '<html lang="zh"><head><title>显存 &amp; 并行</title><script>alert("问题？")</script><style>p{}</style></head><body>'
    '<nav><a href="/">首页</a></nav><article><h2>1. A&nbsp;&lt;b&gt; 与 <em>C</em> 有何<b>不同</b>？</h2>'
    "<p>第一，快。<br>第二，<code>x &lt; y</code>。</p><ul><li>甲</li><li>乙</li></ul>"
    '<div class="ad-box">扫码领取资料</div><pre><code class="language-python"># 1. 不是标题\nif a &lt; b:\n    pass\n</code></pre>'
    "</article><footer>© 2024</footer></body></html>"
)


def read(page: str) -> Document:
    document = read_document(page.encode(), "page.html").document
    assert document is not None
    return document


def test_words_of_a_minified_page_lead_back_to_their_bytes() -> None:
    """An editor is shown the words in the file, entities and inline tags notwithstanding."""
    document = read(PAGE)
    heading = next(block for block in document.blocks if block.kind == "heading")
    assert heading.text == "1. A <b> 与 C 有何不同？"
    for word in ("A", "与", "C", "有何", "不同"):
        origin = heading.source_offset(heading.text.index(word))
        assert document.source.startswith(word, origin)
    assert document.source.startswith("&lt;", heading.source_offset(heading.text.index("<")))


def test_what_frames_the_article_is_noise_with_its_reason() -> None:
    reasons = {block.text: block.noise for block in read(PAGE).blocks if block.noise}
    assert reasons == {
        "显存 & 并行": "title",
        "首页": "navigation",
        "扫码领取资料": "advertisement",
        "© 2024": "licence",
    }


def test_scripts_and_styles_are_never_words() -> None:
    assert not any("alert" in block.text or "p{" in block.text for block in read(PAGE).blocks)


def test_code_is_kept_byte_for_byte() -> None:
    [code] = [block for block in read(PAGE).blocks if block.kind == "code"]
    assert (code.text, code.language) == ("# 1. 不是标题\nif a < b:\n    pass", "python")


def test_a_row_of_a_table_is_one_block_and_a_layout_table_is_none() -> None:
    """Old pages hold their article in a table; its headings must not vanish into a row."""
    document = read("<table><tr><td>方法</td><td>显存</td></tr><tr><td>LoRA</td><td>少</td></tr></table>")
    assert [(block.kind, block.text) for block in document.blocks] == [("table", "方法 | 显存"), ("table", "LoRA | 少")]
    layout = read("<table><tr><td>左</td><td><h2>什么是 LoRA？</h2><p>低秩。</p></td></tr></table>")
    assert [block.kind for block in layout.blocks if "LoRA" in block.text] == ["heading"]


@given(st.text(alphabet="<>/!-ab p\"'=&;#x\n中", max_size=200))
def test_no_page_can_break_the_reader(page: str) -> None:
    """Blocks lie in order and never overlap, whatever the tags do."""
    document = read_document(("<p>甲</p>" + page).encode(), "page.html").document
    assert document is not None
    end = 0
    for block in document.blocks:
        assert end <= block.start <= block.end <= len(document.source)
        assert block.end >= block.source_offset(len(block.text)) >= block.start
        end = block.end


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece", ["<", "<a ", '<a "', "<!--", "<div>", "<li>", "<td><table>", "&#x", "<p><b>", "</div>", "<pre>", "<svg>"]
)
def test_a_hostile_page_costs_no_more_than_its_length(piece: str) -> None:
    """A page of nothing but opened tags is read in about the time that its size allows."""
    page = piece * (200_000 // len(piece))
    began = time.perf_counter()
    read_document(page.encode(), "page.html")
    assert time.perf_counter() - began < 10
