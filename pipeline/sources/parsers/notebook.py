"""Notebooks: the Markdown of their cells, read as Markdown, and their code; every position is one of the JSON on disk."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from pipeline.models import Block, Document
from pipeline.sources.decoding import Decoded
from pipeline.sources.lines import line_starts, scan
from pipeline.sources.noise import language, mark, title_of
from pipeline.sources.parsers.html import fragment
from pipeline.sources.registry import parser
from pipeline.sources.sheets import NOTEBOOK, Part, Sheet, notebook_parts, written


@parser(NOTEBOOK)
def parse_notebook(decoded: Decoded, path: str) -> Document:
    """Read a Jupyter notebook of format 4.

    Raises Undecodable where the file is none.
    """
    parts = notebook_parts(decoded.text, path)
    sheet = written(decoded.text, (part for part in parts if part.kind == "markdown"))
    blocks, _ = scan(sheet.text, markdown=True, embedded=fragment)
    read = mark(blocks, sheet.text)
    return Document(
        path=path,
        sha256=decoded.sha256,
        format="markdown",
        encoding=decoded.encoding,
        source=decoded.text,
        title=title_of(blocks),
        lang=language(sheet.text),
        blocks=tuple(
            sorted(
                (*_code(parts, decoded.text), *(_moved(block, sheet, decoded.text) for block in read)),
                key=lambda block: block.start,
            )
        ),
        line_starts=line_starts(decoded.text),
    )


def _code(parts: Sequence[Part], source: str) -> Iterator[Block]:
    """The code cells; what they print is no author's text, and comes before them in the file."""
    for part in parts:
        text = "".join(each.text for each in part.texts)
        if part.kind == "code" and text.strip():
            runs = []
            at = 0
            for each in part.texts:
                for words, origin in each.runs(source):
                    runs.append((at, origin))
                    at += len(words)
            start, end = part.texts[0].start, part.texts[-1].end
            yield Block("code", text.rstrip("\n"), start, end, offsets=tuple(runs), language=part.language)


def _moved(block: Block, sheet: Sheet, source: str) -> Block:
    """A block of the sheet as a block of the file."""
    start, end = sheet.span(block.start, block.end, source)
    return block._replace(start=start, end=end, offsets=tuple(_runs(block, sheet)))


def _runs(block: Block, sheet: Sheet) -> Iterator[tuple[int, int]]:
    runs = block.offsets or ((0, block.start),)
    for i, (at, origin) in enumerate(runs):
        length = (runs[i + 1][0] if i + 1 < len(runs) else len(block.text)) - at
        j = max(0, bisect_right(sheet.runs, (origin, 1 << 62)) - 1)
        yield at, sheet.runs[j][1] + origin - sheet.runs[j][0]
        for begin, place in sheet.runs[j + 1 :]:
            if begin >= origin + length:
                break
            yield at + begin - origin, place
