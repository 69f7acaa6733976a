"""The graph as a file that people can diff: one node or edge a line, sorted, ids and spans but no texts.

Apart from `building`, because the file outlives the build that wrote it: it is networkx's node-link form, so that
anyone can read it without Kanwu.
"""

from __future__ import annotations

import json
from typing import Any

import networkx as nx

from pipeline.models import KanwuError


def dump(graph: nx.MultiDiGraph[str]) -> str:
    """The graph as node-link JSON; equal graphs give equal text."""
    nodes = [_line({"id": name, **dict(graph.nodes[name])}) for name in sorted(graph)]
    edges = [
        _line({"source": source, "target": target, "key": key, **data})
        for source, target, key, data in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    ]
    about = _line({name: value for name, value in graph.graph.items() if isinstance(value, str | int | float)})
    return "\n".join(
        (
            "{",
            '"directed": true,',
            '"multigraph": true,',
            f'"graph": {about},',
            '"nodes": [',
            *_commas(nodes),
            "],",
            '"edges": [',
            *_commas(edges),
            "]",
            "}",
            "",
        )
    )


def load(text: str, name: str = "graph.json") -> nx.MultiDiGraph[str]:
    """Read what `dump` wrote. Raises KanwuError where the text is no such graph; `name` is what it is called there."""
    try:
        data = json.loads(text)
        graph = nx.node_link_graph(data, edges="edges")
    except (ValueError, KeyError, TypeError, AttributeError, nx.NetworkXError) as error:
        raise KanwuError(
            f"{name}: expected a graph as `kanwu build` writes it, found something else ({error}). Build it again."
        ) from error
    if not isinstance(graph, nx.MultiDiGraph):
        raise KanwuError(f"{name}: expected a directed multigraph, found another graph. Build it again.")
    return graph


def _line(record: dict[str, Any]) -> str:
    """A record with what names it first, so that lines sort and diffs read by it."""
    ordered = sorted(record, key=lambda name: (_FIRST.get(name, len(_FIRST)), name))
    return json.dumps({name: record[name] for name in ordered}, ensure_ascii=False)


_FIRST = {"id": 0, "source": 1, "target": 2, "key": 3}


def _commas(lines: list[str]) -> list[str]:
    return [line + "," for line in lines[:-1]] + lines[-1:]
