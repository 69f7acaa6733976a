"""Drawings in SVG: they take their colours from the page, so that dark mode and print are theirs too.

Apart from the pages, because a figure is arithmetic. All are drawn for a width of 340 units, the width of a phone, so
that their letters keep their size there. No figure says what the text beside it does not say as well.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import pairwise
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
        rows.append(_text(measure.name, 0, top + 12, "mono quiet" if measure.name.isascii() else "quiet"))
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


class Curves(NamedTuple):
    """A proof's series: one line for each name, over common places."""

    x: tuple[float, ...]
    lines: tuple[tuple[str, tuple[float, ...]], ...]
    """Name and values, in the snippet's order."""
    x_label: str
    unit: str


_LEFT, _RIGHT, _TOP, _PLOT = 52.0, 14.0, 26.0, 150.0
"""Margins of the plot, and its height."""


class _Scale:
    """A direction of the plot: logarithmic where the values span more than a decade and none is zero or below."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        low, high = min(values), max(values)
        self.log = low > 0 and high / low >= 10
        if not self.log:
            low, high = min(low, 0.0), max(high, 0.0)
            high += float(low == high)
        self.low, self.high = (math.log10(low), math.log10(high)) if self.log else (low, high)
        self.start, self.end = start, end

    def at(self, value: float) -> float:
        """Where a value lies in the drawing."""
        level = math.log10(value) if self.log else value
        return self.start + (self.end - self.start) * (level - self.low) / ((self.high - self.low) or 1.0)

    def ticks(self) -> list[float]:
        """A few round values within reach, from the lowest on."""
        if self.log:
            powers = [10.0**n for n in range(math.ceil(self.low - 1e-9), math.floor(self.high + 1e-9) + 1)]
            return powers if len(powers) > 1 else [10**self.low, 10**self.high]
        step = 10.0 ** math.floor(math.log10(self.high - self.low or 1.0))
        while (self.high - self.low) / step < 3:
            step /= 2
        return [n * step for n in range(math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9) + 1)]


def curves(drawn: Curves, described: str) -> Html:
    """A proof's series as lines with marks; stages in a row as bars whose parts add up.

    Lines differ by dashes and marks as well as by colour, and their names stand below with the same marks.
    """
    values = [v for _, line in drawn.lines for v in line if math.isfinite(v)]
    bars = all(b - a == 1 for a, b in pairwise(drawn.x)) and min(values, default=-1.0) >= 0
    if bars:
        values = [sum(line[n] for _, line in drawn.lines) for n in range(len(drawn.x))]
    bottom = _TOP + _PLOT
    y = (
        _Scale([*values, 0.0], bottom, _TOP + 12) if bars else _Scale(values, bottom, _TOP)
    )  # above a bar stands its sum
    parts: list[Html] = [_text(drawn.unit, 0, 11, "quiet")]
    for tick in y.ticks():
        parts.append(element("line", x1=_at(_LEFT), x2=WIDTH, y1=_at(y.at(tick)), y2=_at(y.at(tick)), class_="grid"))
        parts.append(_text(number(tick), _LEFT - 6, y.at(tick) + 4, "quiet", "end"))
    parts += _bars(drawn, y) if bars else _lines(drawn, y)
    parts.append(_text(drawn.x_label, (_LEFT + WIDTH) / 2, bottom + 36, "quiet", "middle"))
    for row, (name, _) in enumerate(drawn.lines):
        top = bottom + 58 + 20 * row
        if bars:
            parts.append(element("rect", x=_at(_LEFT), y=_at(top - 10), width=22, height=11, class_=f"part-{row % 4}"))
        else:
            sample = f"M{_at(_LEFT)} {_at(top - 4)}h22"
            parts.append(element("path", d=sample, class_=f"line line-{row % 4}"))
            parts.append(_mark(_LEFT + 11, top - 4, row))
        parts.append(_text(clipped(name, WIDTH - _LEFT - 32), _LEFT + 30, top))
    return _figure(join(*parts), bottom + 44 + 20 * len(drawn.lines), described, "curves")


def _lines(drawn: Curves, y: _Scale) -> list[Html]:
    x = _Scale(drawn.x, _LEFT + 8, WIDTH - _RIGHT)
    if not x.log:  # places need no zero
        x.low, x.high = min(drawn.x), max(drawn.x)
    parts = [_text(number(v), x.at(v), _TOP + _PLOT + 18, "quiet", "middle") for v in drawn.x]
    for row, (_, line) in enumerate(drawn.lines):
        points = [(x.at(a), y.at(b)) for a, b in zip(drawn.x, line, strict=True) if math.isfinite(b)]
        path = "M" + "L".join(f"{_at(a)} {_at(b)}" for a, b in points)
        parts.append(element("path", d=path, class_=f"line line-{row % 4}"))
        parts += [_mark(a, b, row) for a, b in points]
    return parts


def _bars(drawn: Curves, y: _Scale) -> list[Html]:
    step = (WIDTH - _LEFT) / len(drawn.x)
    parts: list[Html] = []
    for at, place in enumerate(drawn.x):
        middle, reached = _LEFT + step * (at + 0.5), 0.0
        for row, (_, line) in enumerate(drawn.lines):
            top, base = y.at(reached + line[at]), y.at(reached)
            parts.append(
                element(
                    "rect",
                    x=_at(middle - step * 0.3),
                    y=_at(top),
                    width=_at(step * 0.6),
                    height=_at(base - top),
                    class_=f"part-{row % 4}",
                )
            )
            reached += line[at]
        parts.append(_text(number(reached), middle, y.at(reached) - 5, "small", "middle"))
        parts.append(_text(number(place), middle, _TOP + _PLOT + 18, "quiet", "middle"))
    return parts


def _mark(x: float, y: float, row: int) -> Html:
    """Disc, square, diamond, ring: which line a point belongs to, without colour."""
    if row % 4 == 1:
        return element("rect", x=_at(x - 3.5), y=_at(y - 3.5), width=7, height=7, class_="mark mark-1")
    if row % 4 == 2:
        return element("path", d=f"M{_at(x)} {_at(y - 5)}l5 5l-5 5l-5 -5z", class_="mark mark-2")
    return element("circle", cx=_at(x), cy=_at(y), r=4, class_=f"mark mark-{row % 4}")


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
