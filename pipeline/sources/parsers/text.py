"""Plain text, as pages are scraped to it: one block a line, and such marks of Markdown as survived."""

from __future__ import annotations

from pipeline.models import Document
from pipeline.sources.decoding import Decoded
from pipeline.sources.lines import scan
from pipeline.sources.noise import language, mark, title_of
from pipeline.sources.registry import parser


@parser(".txt", ".text", ".log", ".tsv", ".tab")
def parse_text(decoded: Decoded, path: str) -> Document:
    """Read plain text; its first line is its title where it stands alone."""
    blocks, starts = scan(decoded.text, markdown=False)
    return Document(
        path=path,
        sha256=decoded.sha256,
        format="text",
        encoding=decoded.encoding,
        source=decoded.text,
        title=title_of(blocks),
        lang=language(decoded.text),
        blocks=tuple(mark(blocks, decoded.text)),
        line_starts=starts,
    )
