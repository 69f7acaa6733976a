"""Bytes to text: which codec a file was written in, whatever it says of itself.

Apart from the parsers, because a wrong declaration is as common in a saved page as in a text file. Only a codec
that decodes the whole file without loss is believed; among several, the one whose text looks like writing wins.
"""

from __future__ import annotations

import codecs
from functools import cache
from typing import NamedTuple

from pipeline import regex as re
from pipeline.models import Problem

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GB_BOM = b"\x84\x31\x95\x33"
_DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,200}?encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I
)
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs"}
_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF", b"\xd0\xcf\x11\xe0")
_SAMPLE = 1 << 16
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")


class Decoded(NamedTuple):
    """The text of a file, how it was read, and what was wrong with it."""

    text: str
    """Without a byte order mark; line ends as they are."""
    encoding: str
    sha256: str
    """Of the bytes, in hex."""
    problems: tuple[Problem, ...] = ()


class Undecodable(ValueError):
    """No codec takes these bytes for text; carries the Problem to report."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def decode(data: bytes, path: str, sha256: str) -> Decoded:
    """Decode without loss where any codec can: byte order mark, declared charset, UTF-8, then the arbiters."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(encoding), encoding, sha256)
            except UnicodeDecodeError:
                break
    if data.startswith(_GB_BOM):
        data = data[len(_GB_BOM) :]
    text = _strict(data, "utf-8")
    if text is not None and "\x00" not in text[:_SAMPLE] and not data.startswith(_MAGIC):
        declared = _declared(data)
        # A few bytes of GBK can pass for UTF-8; then they are not Chinese, and the declaration is right.
        if text.isascii() or declared in (None, "utf-8") or _writing(text) >= 0.5:
            return Decoded(text.removeprefix("\ufeff"), "utf-8", sha256)
    if data.startswith(_MAGIC) or _looks_binary(data):
        raise Undecodable(_not_text(path, data))
    best = _best(data, text)
    if best is not None:
        return Decoded(best[0].removeprefix("\ufeff"), best[1], sha256)
    return _repaired(data, path, sha256)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:4096])
    if found is None:
        return None
    name = found.group(1).decode("ascii").lower()
    try:
        return _CHINESE.get(name) or codecs.lookup(name).name
    except LookupError:
        return None


def _best(data: bytes, as_utf8: str | None) -> tuple[str, str] | None:
    """The codec whose text looks most like writing, among those that decode every byte."""
    names = [_declared(data), "gb18030", "big5hkscs"]
    from resiliparse.parse.encoding import detect_encoding

    guess = (detect_encoding(data[: 4 * _SAMPLE]) or "").lower()
    names.append(_CHINESE.get(guess, guess) or None)
    scored: list[tuple[float, int, str, str]] = []
    if as_utf8 is not None:
        scored.append((_writing(as_utf8), 1, as_utf8, "utf-8"))
    for rank, name in enumerate(dict.fromkeys(name for name in names if name)):
        text = _strict(data, name)
        if text is not None and not _CONTROL.search(text[:_SAMPLE]):
            scored.append((round(_writing(text), 2), -rank, text, name))
    if not scored or max(scored)[0] < 0.5:
        from charset_normalizer import from_bytes

        match = from_bytes(data[: 4 * _SAMPLE]).best()
        text = _strict(data, match.encoding) if match is not None else None
        if match is not None and text is not None and not _CONTROL.search(text[:_SAMPLE]):
            scored.append((max(0.3, round(_writing(text), 2)), -9, text, match.encoding))
    if not scored:
        return None
    worth, _, text, name = max(scored, key=lambda each: each[:2])
    return (text, name) if worth >= 0.3 else None


@cache
def _common() -> frozenset[str]:
    """Characters that writing is made of: the everyday planes of GB2312 and Big5, kana, hangul, punctuation."""
    everyday: set[str] = set()
    for lead in range(0xB0, 0xD8):
        everyday.update(bytes((lead, trail)).decode("gb2312", "ignore") for trail in range(0xA1, 0xFF))
    for lead in range(0xA4, 0xC7):
        trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
        everyday.update(bytes((lead, trail)).decode("big5", "ignore") for trail in trails)
    everyday.update(map(chr, (*range(0x3000, 0x3100), *range(0xFF01, 0xFF60), *range(0x2010, 0x2044))))
    everyday.update("\u00a0·×÷±°²³µ←↑→↓−≈≠≤≥∑∞√∈①②③④⑤⑥⑦⑧⑨⑩αβγδεθλμπρστφψωΔΣΩ■□▪●○◆★☆√✓")
    everyday.discard("")
    return frozenset(everyday)


def _writing(text: str) -> float:
    """Share, of the characters outside ASCII, that everyday writing uses; 1 where there are none."""
    sample = [letter for letter in text[:_SAMPLE] if letter > "\x7f"]
    if not sample:
        return 1.0
    common = _common()
    good = sum(letter in common or 0xAC00 <= ord(letter) < 0xD7A4 or ord(letter) >= 0x1F000 for letter in sample)
    return good / len(sample)


def _looks_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    if b"\x00" in sample:
        return True
    odd = sum(sample.count(bytes((code,))) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))
    return odd > len(sample) // 50 + 1


def _not_text(path: str, data: bytes) -> Problem:
    return Problem(
        path=path,
        expected="text in some encoding",
        found=f"binary data beginning with {data[:8].hex(' ')}",
        remedy="Save the page as HTML, Markdown or text and put that file here.",
    )


def _repaired(data: bytes, path: str, sha256: str) -> Decoded:
    """A text with a few broken bytes is kept, each of them as U+FFFD, and its first one is reported."""
    candidates = [(data.decode(name, "replace"), name) for name in ("utf-8", "gb18030")]
    text, encoding = min(candidates, key=lambda each: each[0].count("\ufffd"))
    broken = text.count("\ufffd")
    if not broken:
        return Decoded(text.removeprefix("\ufeff"), encoding, sha256)
    if broken > max(4, len(text) // 50):
        raise Undecodable(_not_text(path, data))
    line = len(re.findall("\r\n|\r|\n", text[: text.index("\ufffd")])) + 1
    problem = Problem(
        path=path,
        line=line,
        expected=f"bytes that {encoding} can decode",
        found=f"{broken} broken place{'s' if broken > 1 else ''}, the first on this line",
        remedy="Scrape the page again; until then the broken characters stand as U+FFFD.",
    )
    return Decoded(text.removeprefix("\ufeff"), encoding, sha256, (problem,))
