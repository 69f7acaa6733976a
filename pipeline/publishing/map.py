"""The map: all concepts, drawn by topic; it works without JavaScript and becomes interactive with it.

The layout is worked out here, in plain arithmetic with a fixed beginning, so that two builds draw the same map: each
topic is laid out by forces for itself, then topics are set in rows like words in a paragraph.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.publishing import addresses, figures, words
from pipeline.publishing.addresses import url
from pipeline.publishing.book import Book
from pipeline.publishing.knowledge_pages import top
from pipeline.publishing.markup import Html, Page, element, join, link

KINDS: Mapping[str, str] = {"broader": "上下位", "related": "相关", "confused": "易混"}
"""What joins two concepts, and what the legend calls it."""
_WIDTH = 1200.0
_STEPS = 160
_GAP = 26.0


class Edge(NamedTuple):
    """Two concepts and what joins them."""

    a: str
    b: str
    kind: str


class Drawn(NamedTuple):
    """Where everything stands."""

    places: Mapping[str, tuple[float, float]]
    topics: Mapping[str, tuple[float, float, float, float]]
    """Left, top, width, height of each topic's field."""
    height: float


def edges(book: Book) -> list[Edge]:
    """Every relation between two concepts once, sorted."""
    known = book.results.concepts
    found: set[Edge] = set()
    for identifier, concept in known.items():
        found |= {Edge(identifier, other, "broader") for other in concept.broader if other in known}
        found |= {Edge(min(identifier, o), max(identifier, o), "related") for o in concept.related if o in known}
        found |= {Edge(min(identifier, o), max(identifier, o), "confused") for o in concept.confused_with if o in known}
    return sorted(found)


def layout(book: Book, joined: Sequence[Edge]) -> Drawn:
    """A place for every concept: forces within its topic, topics in rows."""
    members: dict[str, list[str]] = {}
    for identifier, concept in sorted(book.results.concepts.items()):
        members.setdefault(concept.topic, []).append(identifier)
    fields = []
    for topic in sorted(members, key=words.topic_order):
        inside = [e for e in joined if e.a in members[topic] and e.b in members[topic]]
        fields.append((topic, *_field(members[topic], inside)))
    places: dict[str, tuple[float, float]] = {}
    topics: dict[str, tuple[float, float, float, float]] = {}
    # Tall fields first, each into the first row that has room for it.
    rows: list[tuple[float, float, float]] = []  # top, height, width taken
    for topic, inner, width, height in sorted(fields, key=lambda f: (-f[3], words.topic_order(f[0]))):
        at = next((k for k, (_, tall, taken) in enumerate(rows) if taken + width <= _WIDTH and height <= tall), None)
        if at is None:
            at = len(rows)
            rows.append((rows[-1][0] + rows[-1][1] + _GAP if rows else 0.0, height, 0.0))
        y, tall, x = rows[at]
        rows[at] = (y, tall, x + width + _GAP)
        topics[topic] = (round(x, 1), round(y, 1), round(width, 1), round(height, 1))
        for identifier, (px, py) in inner.items():
            places[identifier] = (round(x + px, 1), round(y + py, 1))
    bottom = rows[-1][0] + rows[-1][1] if rows else 0.0
    return Drawn(places, topics, round(bottom, 1))


def _field(names: Sequence[str], joined: Sequence[Edge]) -> tuple[dict[str, tuple[float, float]], float, float]:
    """Places in one topic's field, and the field's size; labels stand below their dots and never overlap."""
    count = len(names)
    columns = max(1, round(math.sqrt(count * 0.55)))
    cell_w, cell_h = 150.0, 62.0
    # Forces on a circle first ...
    at = {
        name: [math.cos(2 * math.pi * k / count) * 100.0, math.sin(2 * math.pi * k / count) * 100.0]
        for k, name in enumerate(names)
    }
    ideal = 100.0 * math.sqrt(math.pi / max(count, 1))
    for step in range(_STEPS if count > 2 else 0):
        heat = 30.0 * (1 - step / _STEPS)
        push = {name: [0.0, 0.0] for name in names}
        for i, a in enumerate(names):
            for b in names[i + 1 :]:
                dx, dy = at[a][0] - at[b][0], at[a][1] - at[b][1]
                square = dx * dx + dy * dy or 0.01
                force = ideal * ideal / square
                push[a][0] += dx * force
                push[a][1] += dy * force
                push[b][0] -= dx * force
                push[b][1] -= dy * force
        for edge in joined:
            dx, dy = at[edge.a][0] - at[edge.b][0], at[edge.a][1] - at[edge.b][1]
            force = math.sqrt(dx * dx + dy * dy) / ideal
            push[edge.a][0] -= dx * force
            push[edge.a][1] -= dy * force
            push[edge.b][0] += dx * force
            push[edge.b][1] += dy * force
        for name in names:
            length = math.sqrt(push[name][0] ** 2 + push[name][1] ** 2) or 1.0
            at[name][0] += push[name][0] / length * min(length, heat)
            at[name][1] += push[name][1] / length * min(length, heat)
    # ... then each to a cell of its own: rows by height, columns by breadth, every second row set in.
    by_height = sorted(names, key=lambda n: (round(at[n][1], 3), n))
    places: dict[str, tuple[float, float]] = {}
    rows = [by_height[k : k + columns] for k in range(0, count, columns)]
    for number, row in enumerate(rows):
        inset = cell_w / 2 if number % 2 and columns > 1 else 0.0
        for column, name in enumerate(sorted(row, key=lambda n: (round(at[n][0], 3), n))):
            places[name] = (inset + column * cell_w + cell_w / 2, 58 + number * cell_h)
    width = columns * cell_w + (cell_w / 2 if len(rows) > 1 and columns > 1 else 0.0)
    return places, max(width, 170.0), 58 + len(rows) * cell_h


def drawing(book: Book, joined: Sequence[Edge], drawn: Drawn) -> Html:
    """The map as SVG: fields, lines, then concepts as links."""
    fields = [
        join(
            element("rect", x=x, y=y, width=w, height=h, rx=14, class_="field"),
            element("text", words.topic(topic), x=x + 14, y=y + 24, class_="field-name"),
        )
        for topic, (x, y, w, h) in drawn.topics.items()
    ]
    lines = [_line(edge, drawn) for edge in joined]
    nodes = []
    for identifier, (x, y) in sorted(drawn.places.items()):
        asked = len(book.questions_on.get(identifier, []))
        radius = round(4 + min(6.0, 1.6 * math.sqrt(asked)), 1)
        name = book.name(identifier)
        label = figures.clipped(name, 130)
        nodes.append(
            element(
                "a",
                element("title", name) if label != name else None,
                element("circle", cx=x, cy=y, r=radius),
                element("text", label, x=x, y=round(y + 22, 1), text_anchor="middle"),
                href=url(addresses.concept(identifier)),
                data_id=identifier,
                data_topic=book.results.concepts[identifier].topic,
                class_="node",
            )
        )
    return element(
        "svg",
        element("title", "概念图谱"),
        element("g", fields, lines, nodes, class_="world"),
        viewBox=f"-10 -10 {_WIDTH + 20:.0f} {drawn.height + 20:.0f}",
        class_="map",
        id="map",
        role="group",
        aria_label="概念图谱",
    )


def _line(edge: Edge, drawn: Drawn) -> Html:
    (x1, y1), (x2, y2) = drawn.places[edge.a], drawn.places[edge.b]
    dx, dy = x2 - x1, y2 - y1
    bend = 0.12 if abs(dx) + abs(dy) > 200 else 0.0
    cx, cy = (x1 + x2) / 2 - dy * bend, (y1 + y2) / 2 + dx * bend
    path = f"M{x1:g} {y1:g}Q{cx:.1f} {cy:.1f} {x2:g} {y2:g}" if bend else f"M{x1:g} {y1:g}L{x2:g} {y2:g}"
    return element("path", d=path, class_=f"edge {edge.kind}", data_a=edge.a, data_b=edge.b)


def _swatch(kind: str) -> Html:
    """A line as the map draws it, for its legend."""
    line = element("path", d="M1 5H27", class_=f"edge {kind}")
    return element("svg", line, viewBox="0 0 28 10", class_="map-swatch", aria_hidden="true")


def map_page(book: Book, joined: Sequence[Edge], drawn: Drawn, counted: tuple[int, int]) -> Page:
    """The map with its filters; the list below says the same to whoever cannot see it."""
    topics = [element("option", words.topic(topic), value=topic) for topic in drawn.topics]
    controls = element(
        "form",
        element("label", "主题 ", element("select", element("option", "全部", value=""), topics, name="topic")),
        element("label", "找 ", element("input", type="search", name="find", placeholder="概念名", autocomplete="off")),
        element("button", "复位", type="reset"),
        element("output", name="count", class_="quiet"),
        class_="map-controls",
        id="map-controls",
    )
    key = element(
        "p",
        [element("span", _swatch(kind), word) for kind, word in KINDS.items()],
        element("span", "键盘：在图中用方向键走到相邻的概念，回车选中，再按打开", class_="map-keys"),
        class_="map-key quiet",
    )
    blocks = (
        top("图谱", f"{words.count(len(drawn.places))} 个概念", f"{words.count(len(joined))} 条关系"),
        element(
            "p",
            f"整张知识图共有 {words.count(counted[0])} 个节点、{words.count(counted[1])} 条边，连同文档、断言和裁定；"
            "这里画的是概念。点越大，问它的问题越多。",
            link("数据", "/data/qa.json"),
            class_="quiet",
        ),
        controls,
        element(
            "div",
            drawing(book, joined, drawn),
            class_="map-frame",
            id="map-frame",
            tabindex="0",
            role="region",
            aria_label="图谱画面：方向键移动，加号和减号缩放",
        ),
        key,
        element("div", id="map-detail", class_="map-detail", aria_live="polite"),
    )
    return Page("graph/", "图谱", blocks, "概念之间的关系", "map")


def data(book: Book, joined: Sequence[Edge]) -> str:
    """What the map's script shows of a concept: its definition, its neighbours, its questions."""
    known = {
        identifier: {
            "name": book.name(identifier),
            "en": concept.pref_label.en,
            "definition": concept.definition.zh,
            "topic": concept.topic,
            "url": url(addresses.concept(identifier))[1:],
            "questions": [[q.wording, book.question_link(q)[1:]] for q in book.questions_on.get(identifier, [])[:6]],
        }
        for identifier, concept in sorted(book.results.concepts.items())
    }
    return (
        json.dumps(
            {"concepts": known, "edges": [list(edge) for edge in joined]}, ensure_ascii=False, separators=(",", ":")
        )
        + "\n"
    )
