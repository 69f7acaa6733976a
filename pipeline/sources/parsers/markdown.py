"""Markdown: the same lines, with inline marks taken off and blocks of HTML read as HTML."""

from __future__ import annotations

from pipeline.models import Document
from pipeline.sources.decoding import Decoded
from pipeline.sources.lines import scan
from pipeline.sources.noise import language, mark, title_of
from pipeline.sources.parsers.html import fragment
from pipeline.sources.registry import parser


@parser(".md", ".markdown", ".mdx", ".mkd")
def parse_markdown(decoded: Decoded, path: str) -> Document:
    """Read Markdown; front matter becomes noise, with that as the reason."""
    blocks, starts = scan(decoded.text, markdown=True, embedded=fragment)
    return Document(
        path=path,
        sha256=decoded.sha256,
        format="markdown",
        encoding=decoded.encoding,
        source=decoded.text,
        title=title_of(blocks),
        lang=language(decoded.text),
        blocks=tuple(mark(blocks, decoded.text)),
        line_starts=starts,
    )
