"""The text that a person reads in a document, apart from the file that carries it.

For a notebook that is the words of its cells, one below another, while the file on disk is JSON; for every other
format it is the file itself. Apart from the parsers, because the linter masks, reads and rewrites this text, and each
position found in it must lead back to a character of the file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

from pipeline import regex as re
from pipeline.models import Document, Problem
from pipeline.sources.comments import comments
from pipeline.sources.decoding import Decoded, Undecodable
from pipeline.sources.json_places import BrokenJSON, JSONText, parse_json

NOTEBOOK = ".ipynb"
_CELL_LIMIT = 1_000_000
"""Characters of one output that are read; a log longer than that is data, not notes."""

CellKind = Literal["markdown", "comment", "output"]


class Cell(NamedTuple):
    """A stretch of a sheet that one cell of a notebook holds."""

    number: int
    """Among all cells of the notebook, from 1."""
    kind: CellKind
    start: int
    """In the sheet's text."""
    end: int


class Sheet(NamedTuple):
    """The text that is read, and where each character of it stands in the file."""

    text: str
    runs: tuple[tuple[int, int], ...] = ()
    """(offset in `text`, offset in the source), ascending; () where the two are one."""
    cells: tuple[Cell, ...] = ()
    """Of a notebook, in order; () elsewhere."""

    def span(self, start: int, end: int, source: str) -> tuple[int, int]:
        """The span of `text` as a span of the source; an escape is never cut in two."""
        if not self.runs:
            return start, end
        first, last = self._at(start), self._at(max(start, end - 1))
        if end <= start:
            return first, first
        escape = _ESCAPE.match(source, last)
        return first, max(first, escape.end() if escape else last + 1)

    def _at(self, offset: int) -> int:
        at, origin = self.runs[max(0, bisect_right(self.runs, (offset, 1 << 62)) - 1)]
        return origin + offset - at

    def cell(self, offset: int) -> Cell | None:
        """The cell that holds a character of `text`."""
        i = bisect_right(self.cells, offset, key=lambda cell: cell.start) - 1
        return self.cells[i] if i >= 0 and offset < max(self.cells[i].end, self.cells[i].start + 1) else None

    def line_in_cell(self, offset: int) -> int | None:
        """Line, from 1, of a character within its cell; None outside of any."""
        cell = self.cell(offset)
        return None if cell is None else self.text.count("\n", cell.start, offset) + 1


def is_notebook(path: str) -> bool:
    """Whether a file is a notebook, by its name."""
    return path.lower().endswith(NOTEBOOK)


def sheet_of(document: Document) -> Sheet:
    """The sheet of a document that was read."""
    if not is_notebook(document.path) or not document.source.strip():
        return Sheet(document.source)
    return written(document.source, notebook_parts(document.source, document.path))


class Part(NamedTuple):
    """What one cell of a notebook holds of one kind."""

    number: int
    """Of the cell, from 1."""
    kind: Literal["markdown", "comment", "output", "code"]
    texts: list[JSONText]
    language: str = ""


def written(source: str, parts: Iterable[Part]) -> Sheet:
    """The sheet of some parts of a notebook, one below another; code is none of it."""
    writer = _Writer(source)
    for part in parts:
        if part.kind != "code":
            writer.add(part.number, part.kind, part.texts)
    return Sheet("".join(writer.pieces), tuple(writer.runs), tuple(writer.cells))


def notebook_parts(source: str, path: str) -> list[Part]:
    """The Markdown of a notebook's cells, their code, its comments and their plain outputs, in the order of the page.

    Raises Undecodable where the file is no notebook.
    """
    decoded = Decoded(source, "utf-8", "")
    try:
        root = parse_json(source)
    except BrokenJSON as fault:
        raise Undecodable(_problem(decoded, path, fault.line, "JSON, as a notebook is written", fault.found)) from fault
    cells = root.get("cells") if isinstance(root, dict) else None
    if not isinstance(cells, list):
        worksheets = root.get("worksheets") if isinstance(root, dict) else None
        old = isinstance(worksheets, list)
        raise Undecodable(
            _problem(
                decoded,
                path,
                1,
                "a notebook of format 4, with a list of cells",
                "one of format 3" if old else "JSON without one",
            )
        )
    language = _language(root)
    return [
        part
        for number, cell in enumerate(cells, start=1)
        if isinstance(cell, dict)
        for part in _parts(number, cell, source, language)
    ]


def _problem(decoded: Decoded, path: str, line: int, expected: str, found: str) -> Problem:
    return Problem(
        path=path,
        line=line,
        expected=expected,
        found=found,
        remedy="Open and save it in Jupyter, or convert it with: jupyter nbconvert --to notebook.",
    )


def _language(root: dict[str, Any]) -> str:
    """The language of the code cells, in lower case; Python where the notebook does not say."""
    metadata = root.get("metadata")
    for name, field in (("language_info", "name"), ("kernelspec", "language")):
        part = metadata.get(name) if isinstance(metadata, dict) else None
        value = part.get(field) if isinstance(part, dict) else None
        if isinstance(value, JSONText):
            return value.text.lower()
    return "python"


def _parts(number: int, cell: dict[str, Any], source: str, language: str) -> Iterator[Part]:
    kind = cell.get("cell_type")
    name = kind.text if isinstance(kind, JSONText) else ""
    text = _texts(cell.get("source"))
    if name in ("markdown", "raw", "heading"):
        yield Part(number, "markdown", text)
        return
    if name != "code":
        return
    yield Part(number, "code", text, language)
    yield from (Part(number, "comment", each) for each in comments(text, source, language))
    outputs = cell.get("outputs")
    for output in outputs if isinstance(outputs, list) else ():
        if not isinstance(output, dict):
            continue
        stream = output.get("name")
        if isinstance(stream, JSONText) and stream.text == "stdout":
            yield Part(number, "output", _texts(output.get("text")))
        data = output.get("data")
        if isinstance(data, dict):
            # The richest form is what the page shows; both would say everything twice.
            yield Part(number, "output", _texts(data.get("text/markdown", data.get("text/plain"))))


def _texts(value: object) -> list[JSONText]:
    """The strings of a multi-line field, which is one string or a list of them."""
    if isinstance(value, JSONText):
        return [value]
    return [each for each in value if isinstance(each, JSONText)] if isinstance(value, list) else []


_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.S)


class _Writer:
    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.runs: list[tuple[int, int]] = []
        self.cells: list[Cell] = []
        self.length = 0
        self.last = 0

    def add(self, number: int, kind: CellKind, texts: list[JSONText]) -> None:
        """Write one cell's words below what stands there, a blank line between."""
        if sum(len(text.text) for text in texts) > _CELL_LIMIT or not any(text.text.strip() for text in texts):
            return
        if self.pieces:
            self.glue("\n" if self.pieces[-1].endswith("\n") else "\n\n")
        start = self.length
        for text in texts:
            for words, origin in text.runs(self.source):
                self.runs.append((self.length, origin))
                self.pieces.append(words)
                self.length += len(words)
                self.last = origin + 1
        self.cells.append(Cell(number, kind, start, self.length))

    def glue(self, words: str) -> None:
        """Words of ours between two cells: they stand, for what it is worth, behind the first."""
        self.runs.append((self.length, self.last))
        self.pieces.append(words)
        self.length += len(words)
