"""One file's bytes to one Document: decode, choose the parser, mark what is noise."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from pipeline import regex as re
from pipeline.memory import uncollected
from pipeline.models import Document, Problem
from pipeline.sources.decoding import Decoded, Undecodable, decode
from pipeline.sources.registry import parser_of, suffixes


class Read(NamedTuple):
    """What came of a file: the document where it could be read, and everything wrong with it."""

    document: Document | None
    problems: list[Problem]


def read_document(data: bytes, path: str, *, max_bytes: int = 64 * 2**20, blank: bool = False) -> Read:
    """Read a file's bytes; `path` is its name below the raw folder and is never opened.

    Whatever is wrong comes back as a Problem. A suffix that nobody claims is read as HTML where the
    text begins like a page, as text otherwise. A file of nothing but white space is wrong where somebody
    scraped it; with `blank`, as for an author who begins one, it is a document without a block.
    """
    if len(data) > max_bytes:
        return Read(None, [too_large(path, len(data), max_bytes)])
    with uncollected():
        return _parsed(data, path, blank)


def _parsed(data: bytes, path: str, blank: bool) -> Read:
    try:
        decoded = decode(data, path, hashlib.sha256(data).hexdigest())
    except Undecodable as fault:
        return Read(None, [fault.problem])
    if not decoded.text.strip():
        parse_text = parser_of(_AS["text"])  # a notebook without anything in it would be no JSON
        assert parse_text is not None, suffixes()
        return Read(parse_text(decoded, path), []) if blank else Read(None, [empty(path)])
    parse = parser_of(path)
    if parse is None:
        parse = parser_of("page.html" if _LIKE_HTML.match(decoded.text[:1000]) else "page.txt")
    assert parse is not None, suffixes()
    try:
        return Read(parse(decoded, path), list(decoded.problems))
    except Undecodable as fault:
        return Read(None, [fault.problem])


_AS = {"html": "page.html", "markdown": "page.md", "text": "page.txt"}


def reread(document: Document, text: str) -> Document:
    """A document's sheet read again with other words in it; every position is one of `text`."""
    parse = parser_of(_AS[document.format])
    assert parse is not None, suffixes()
    return parse(Decoded(text, document.encoding, document.sha256), document.path)


def renewed(document: Document, source: str) -> Document:
    """A document whose file was rewritten; positions are those of the new source."""
    parse = parser_of(document.path) or parser_of(_AS[document.format])
    assert parse is not None, suffixes()
    return parse(Decoded(source, document.encoding, document.sha256), document.path)


_LIKE_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body)\b", re.I | re.S)


def too_large(path: str, size: int, limit: int) -> Problem:
    """The Problem for a file beyond the limit."""
    return Problem(
        path=path,
        expected=f"at most {limit} bytes",
        found=f"{size} bytes",
        remedy="Split the file, or raise the limit if it is meant to be read.",
    )


def empty(path: str) -> Problem:
    """The Problem for a file without any text."""
    return Problem(
        path=path,
        expected="a document with text",
        found="nothing but white space",
        remedy="Scrape the page again or remove the file.",
    )
