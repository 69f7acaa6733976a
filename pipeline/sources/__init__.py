"""Bytes in, documents out: the room that knows how files are written.

Apart from `extraction`, because a question is asked alike in every format: what is particular to an
encoding, to HTML or to Markdown ends here. Every position that leaves this room is one of the file on disk.
"""

from __future__ import annotations

from pipeline.sources.files import DEFAULT_LIMIT, documents_below, load
from pipeline.sources.reading import Read, read_document, renewed, reread
from pipeline.sources.registry import parser, suffixes
from pipeline.sources.sheets import Cell, Sheet, is_notebook, sheet_of

__all__ = [
    "DEFAULT_LIMIT",
    "Cell",
    "Read",
    "Sheet",
    "documents_below",
    "is_notebook",
    "load",
    "parser",
    "read_document",
    "renewed",
    "reread",
    "sheet_of",
    "suffixes",
]
