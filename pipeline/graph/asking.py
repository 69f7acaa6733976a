"""Questions to the graph: what surrounds a concept, how two things hang together, what there is.

Apart from `building`, because these read a graph that may come from a file and know nothing but its nodes and edges.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import networkx as nx
from rapidfuzz import fuzz, process

from pipeline.models import KanwuError
from pipeline.text import key


class Neighbour(NamedTuple):
    """One edge at a node, seen from it."""

    type: str
    """Type of the edge."""
    out: bool
    """Whether the edge leads from the node asked about to the other."""
    node: str
    method: str
    confidence: float
    passage: str | None
    """`document:line/start-end`; None where the edge rests on no place in a document."""


class Shown(NamedTuple):
    """A node and what surrounds it."""

    node: str
    attributes: Mapping[str, Any]
    neighbours: tuple[Neighbour, ...]
    """Sorted by type, direction and node."""


class Step(NamedTuple):
    """One edge of a path; `out` is False where the path goes against the edge."""

    source: str
    target: str
    type: str
    out: bool
    method: str
    confidence: float
    passage: str | None


class Stats(NamedTuple):
    """What there is in a graph."""

    nodes: Mapping[str, int]
    """Type to how many; sorted by type."""
    edges: Mapping[str, int]
    components: int
    """How many parts hang together, direction aside."""
    alone: Mapping[str, int]
    """Type to how many nodes no edge touches."""
    hubs: tuple[tuple[str, int], ...]
    """The ten concepts that most edges touch."""


_LENGTH = {
    "broader": 1.0, "related": 1.0, "confused-with": 1.0, "about": 1.0, "part-of": 1.0, "next": 1.2, "asks": 1.2,
    "rests-on": 1.2, "supports": 1.2, "contradicts": 1.2, "proves": 1.2, "corrects": 1.2, "same-as": 1.2,
    "asserts": 1.5, "concerns": 1.5, "contains": 4.0,
}  # fmt: skip
"""How far apart an edge sets its ends: that two things stand in one document says little."""


def find(graph: nx.MultiDiGraph[str], name: str) -> str:
    """The node that is meant by an id, by an id without its type, or by a concept's label in zh or en.

    Raises KanwuError where there is none, naming what comes near.
    """
    if name in graph:
        return name
    for kind in ("concept", "fact", "question", "document", "pair", "claim", "finding", "decision", "evidence"):
        if f"{kind}:{name}" in graph:
            return f"{kind}:{name}"
    labels = _labels(graph)
    if key(name) and key(name) in labels:
        return labels[key(name)][0]
    spelt = {label: words for label, (_, words) in labels.items()}
    ids = {key(node.partition(":")[2]): node for node in sorted(graph) if not node.startswith("claim:")}
    near = process.extract(key(name), list(spelt | ids), scorer=fuzz.ratio, limit=4, score_cutoff=50)
    offered = list(dict.fromkeys(spelt.get(match, ids.get(match, match)) for match, *_ in near))[:3]
    hint = f"Did you mean {', '.join(offered)}?" if offered else "`kanwu graph stats` says what there is."
    raise KanwuError(f"{name}: expected an id or a label of the graph, found none like it. {hint}")


def show(graph: nx.MultiDiGraph[str], concept: str) -> Shown:
    """A concept (or any other node) and all that surrounds it. Raises KanwuError for an unknown name."""
    node = find(graph, concept)
    return Shown(node, dict(graph.nodes[node]), tuple(sorted(_neighbours(graph, node), key=_order)))


def path(graph: nx.MultiDiGraph[str], a: str, b: str) -> list[Step]:
    """The shortest way from a to b, edges taken either way; empty where nothing connects them or both are one.

    Raises KanwuError for an unknown name.
    """
    start, goal = find(graph, a), find(graph, b)
    reached: dict[str, tuple[float, Step | None]] = {start: (0.0, None)}
    todo = [(0.0, start)]
    done = set()
    while todo:
        length, node = heapq.heappop(todo)
        if node in done:
            continue
        done.add(node)
        if node == goal:
            break
        for edge in sorted(_neighbours(graph, node), key=_order):
            further = round(length + _LENGTH.get(edge.type, 2.0), 4)
            if edge.node not in done and (edge.node not in reached or further < reached[edge.node][0]):
                step = Step(node, edge.node, edge.type, edge.out, edge.method, edge.confidence, edge.passage)
                reached[edge.node] = (further, step)
                heapq.heappush(todo, (further, edge.node))
    steps: list[Step] = []
    at = goal
    while at in reached and (way := reached[at][1]) is not None:
        steps.append(way)
        at = way.source
    return steps[::-1]


def stats(graph: nx.MultiDiGraph[str]) -> Stats:
    """How many nodes and edges of each type there are, and what stands alone."""
    kinds: dict[str, str] = {node: str(data.get("type", "")) for node, data in graph.nodes(data=True)}
    types = [data.get("type", "") for *_, data in graph.edges(data=True)]
    degree = Counter({node: degree for node, degree in graph.degree() if kinds[node] == "concept"})
    return Stats(
        nodes=_counted(Counter(kinds.values())),
        edges=_counted(Counter(str(kind) for kind in types)),
        components=nx.number_weakly_connected_components(graph) if graph else 0,
        alone=_counted(Counter(kinds[node] for node in nx.isolates(graph))),
        hubs=tuple(sorted(degree.items(), key=lambda item: (-item[1], item[0]))[:10]),
    )


def _labels(graph: nx.MultiDiGraph[str]) -> dict[str, tuple[str, str]]:
    """Each concept's labels, levelled, to its node and the label as written; preferred labels first."""
    found: dict[str, tuple[str, str]] = {}
    concepts = sorted((n, d) for n, d in graph.nodes(data=True) if d.get("type") == "concept")
    for rank in (slice(0, 1), slice(1, None)):
        for node, data in concepts:
            for label in (*data.get("zh", ())[rank], *data.get("en", ())[rank]):
                found.setdefault(key(label), (node, label))
    return found


def _neighbours(graph: nx.MultiDiGraph[str], node: str) -> Iterator[Neighbour]:
    for out, edges in ((True, graph.out_edges(node, data=True)), (False, graph.in_edges(node, data=True))):
        for source, target, data in edges:
            other = target if out else source
            yield Neighbour(
                data.get("type", ""), out, other, data.get("method", ""), data.get("confidence", 1.0),
                data.get("passage"),
            )  # fmt: skip


def _order(edge: Neighbour) -> tuple[str, bool, str, str]:
    return edge.type, not edge.out, edge.node, edge.passage or ""


def _counted(counts: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for name in sorted(counts):
        found[name] = counts[name]
    return dict(found)
