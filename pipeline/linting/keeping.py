"""Where a suppression is written so that it speaks of one diagnostic: the inverse of reading one.

Apart from the reading, because only an editor's quick fix writes any.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.linting.diagnostics import Diagnostic
from pipeline.linting.texts import Linted

_TEX = (".tex",)
_MDX = (".mdx",)
_TAG = re.compile(r"</?[A-Za-z]")


class Insertion(NamedTuple):
    """Words to put into the sheet's text at one place."""

    offset: int
    words: str


def keep(diagnostic: Diagnostic, linted: Linted, reason: str, name: str = "") -> Insertion:
    """The suppression of one diagnostic, with a reason, as its format writes it; `name` is the file's.

    With an empty reason the marker silences nothing yet and is itself reported, until the author writes one.
    """
    text = linted.sheet.text
    end = diagnostic.place[1]
    marker = f"kanwu: ignore[{diagnostic.rule}] {reason}".rstrip()
    cell = linted.sheet.cell(diagnostic.place[0])
    if cell is not None and cell.kind == "comment":
        return Insertion(end, f" ({marker})")
    if linted.document.format == "html":
        # Within the element, whatever its line holds besides; never within a tag.
        return Insertion(_outside_tag(text, end), f" <!-- {marker} -->")
    stop = min((at for at in (text.find("\n", end), text.find("\r", end)) if at >= 0), default=len(text))
    while stop > end and text[stop - 1] in " \t":
        stop -= 1
    if linted.document.format == "markdown":
        start = max(text.rfind("\n", 0, stop), text.rfind("\r", 0, stop)) + 1
        # MDX compiles no comment of HTML.
        comment = f"{{/* {marker} */}}" if name.lower().endswith(_MDX) else f"<!-- {marker} -->"
        if re.match(r"\s*\|.*\|$", text[start:stop]) and stop - 1 >= end:
            stop -= 1
            return Insertion(stop, f"{comment} ")
        return Insertion(stop, f" {comment}")
    if name.lower().endswith(_TEX):
        return Insertion(stop, f" % {marker}")
    return Insertion(stop, f" ({marker})")


def _outside_tag(text: str, offset: int) -> int:
    """Behind the tag that an offset stands in (the words of a picture do); `n < 3` opens none."""
    opened, closed = text.rfind("<", 0, offset), text.rfind(">", 0, offset)
    if opened > closed and _TAG.match(text, opened):
        end = text.find(">", offset)
        return end + 1 if end >= 0 else offset
    return offset
