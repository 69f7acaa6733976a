"""Drawings in SVG: they take their colours from the page, so that dark mode and print are theirs too.

Apart from the pages, because a figure is arithmetic. All are drawn for a width of 340 units, the width of a phone, so
that their letters keep their size there. No figure says what the text beside it does not say as well.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.publishing.markup import Html, element, escape, join

WIDTH = 340
_MOST = 7
"""Neighbours of one kind that are drawn; the rest is counted."""


def number(value: float) -> str:
    """A measured number in at most five significant digits."""
    if not math.isfinite(value):
        return "–"
    if value == int(value) and abs(value) < 1e7:
        return f"{int(value):,}".replace(",", "\u202f")
    return f"{value:.4g}"


def width_of(text: str, size: float = 13.0) -> float:
    """About how wide a text is set, in units of a drawing."""
    return sum(
        size if unicodedata.east_asian_width(letter) in "WF" else size * (0.62 if letter.isupper() else 0.54)
        for letter in text
    )


def clipped(text: str, width: float, size: float = 13.0) -> str:
    """The text, cut where it would be wider."""
    if width_of(text, size) <= width:
        return text
    while text and width_of(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def _at(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _text(content: str, x: float, y: float, class_: str = "", anchor: str = "") -> Html:
    return element("text", content, x=_at(x), y=_at(y), class_=class_ or None, text_anchor=anchor or None)


class Measure(NamedTuple):
    """One number of a proof: what fact and myth predict, and what was read."""

    name: str
    fact: float
    myth: float
    measured: float | None
    control: float | None


def axis(measures: Sequence[Measure], described: str) -> Html:
    """What fact and myth predict as two ticks on one line, the measured number between them as a dot."""
    rows: list[Html] = []
    for index, measure in enumerate(measures):
        top = index * 78
        line = top + 44
        low, high = sorted((measure.fact, measure.myth))
        span = (high - low) or 1.0

        def place(value: float, low: float = low, span: float = span) -> float:
            return min(WIDTH - 8.0, max(8.0, 60 + 220 * (value - low) / span))

        fact, myth = place(measure.fact), place(measure.myth)
        rows.append(_text(measure.name, 0, top + 12, "mono quiet"))
        rows.append(element("line", x1=0, x2=WIDTH, y1=line, y2=line, class_="axis"))
        for x, class_, word, value in (
            (fact, "fact", "事实", measure.fact),
            (myth, "myth", "误传", measure.myth),
        ):
            rows.append(element("line", x1=_at(x), x2=_at(x), y1=line - 7, y2=line + 7, class_=f"tick {class_}"))
            rows.append(_text(f"{word} {number(value)}", x, line + 21, class_, "middle"))
        if measure.control is not None:
            x = place(measure.control)
            rows.append(element("circle", cx=_at(x), cy=line, r=5.5, class_="control"))
        if measure.measured is not None:
            x = place(measure.measured)
            anchor = "start" if x < 60 else "end" if x > WIDTH - 60 else "middle"
            rows.append(element("circle", cx=_at(x), cy=line, r=5.5, class_="measured"))
            rows.append(_text(f"实测 {number(measure.measured)}", x, line - 12, "strong", anchor))
    return _figure(join(*rows), 78 * len(measures), described, "axis-figure")


def bar(parts: Sequence[tuple[str, int]], described: str) -> Html:
    """Shares of a whole as one bar; `parts`: class and amount, in order."""
    total = sum(amount for _, amount in parts) or 1
    rects: list[Html] = []
    at = 0
    for class_, amount in parts:
        if not amount:
            continue
        start, end = 1000 * at / total, 1000 * (at + amount) / total
        rects.append(element("rect", x=_at(start), width=_at(max(end - start, 0.5)), y=0, height=10, class_=class_))
        at += amount
    return element(
        "svg",
        element("title", described),
        join(*rects),
        viewBox="0 0 1000 10",
        preserveAspectRatio="none",
        role="img",
        class_="bar",
    )


class Neighbour(NamedTuple):
    """A concept beside another."""

    name: str
    href: str


def neighbourhood(centre: str, groups: Mapping[str, Sequence[Neighbour]], described: str) -> Html:
    """A concept at the top of a spine; broader and confused with to its left, narrower and related to its right."""
    words = {"broader": "上位", "confused": "易混", "narrower": "下位", "related": "相关"}
    lines: list[Html] = []
    texts: list[Html] = []
    bottoms = []
    middle = WIDTH / 2
    for left, kinds in ((True, ("broader", "confused")), (False, ("narrower", "related"))):
        x, anchor = (0.0, "start") if left else (float(WIDTH), "end")
        y = 46.0
        for kind in kinds:
            members = groups.get(kind, ())
            if not members:
                continue
            texts.append(_text(words[kind], x, y, "quiet", anchor))
            y += 21
            for neighbour in members[:_MOST]:
                name = clipped(neighbour.name, 142)
                width = width_of(name) + 6
                edge = width if left else WIDTH - width
                bend = middle - 10 if left else middle + 10
                path = f"M{_at(middle)} {_at(y - 16)}Q{_at(middle)} {_at(y - 5)} {_at(bend)} {_at(y - 5)}H{_at(edge)}"
                lines.append(element("path", d=path, class_=f"edge {kind}"))
                title = element("title", neighbour.name) if name != neighbour.name else None
                texts.append(element("a", title, _text(name, x, y, "", anchor), href=neighbour.href))
                y += 24
            if len(members) > _MOST:
                texts.append(_text(f"另有 {len(members) - _MOST} 个", x, y - 4, "quiet", anchor))
                y += 20
            y += 12
        bottoms.append(y - 36)
    height = max(bottoms)
    label = clipped(centre, 220, 14)
    half = width_of(label, 14) / 2 + 14
    # The spine ends where its last branch leaves it.
    lines.append(element("path", d=f"M{_at(middle)} 30V{_at(height - 16)}", class_="edge spine"))
    box = element("rect", x=_at(middle - half), y=0, width=_at(2 * half), height=30, rx=15, class_="centre")
    name_of_it = _text(label, middle, 20, "centre-text", "middle")
    return _figure(join(*lines, *texts, box, name_of_it), height + 6, described, "neighbourhood")


def _figure(content: Html, height: float, described: str, class_: str) -> Html:
    return element(
        "svg",
        element("title", described),
        content,
        viewBox=f"-2 -2 {WIDTH + 4} {_at(height + 4)}",
        role="img",
        class_=f"figure {class_}",
    )


def document(content: Html, width: float, height: float) -> str:
    """A drawing as a file of its own."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_at(width)} {_at(height)}" '
        f'font-family="sans-serif" font-size="13">{content}</svg>\n'
    )


def title(text: str) -> Html:
    """What a reader of the screen is told of a shape."""
    return element("title", escape(text))
