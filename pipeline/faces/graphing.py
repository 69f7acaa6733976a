"""The commands that ask the concept graph: graph show, path, stats."""

from __future__ import annotations

import json
import sys
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.models import KanwuError

graph_app = typer.Typer(
    help="Ask the concept graph that the last build wrote: show, path, stats.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(graph_app, name="graph")


GraphFile = Annotated[
    Path | None, typer.Option("--graph", help="The graph.json to read instead of the nearest project's.")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object instead of text.")]
_MANY = 12
"""How many neighbours by one kind of edge are shown to people; `--json` gives all."""


@graph_app.command("show", epilog="Example: kanwu graph show ZeRO-2")
def show(
    concept: Annotated[str, typer.Argument(metavar="CONCEPT", help="An id, or a label in Chinese or English.")],
    file: GraphFile = None,
    as_json: AsJson = False,
) -> None:
    """Show a concept and what surrounds it: broader and narrower ones, facts, questions, claims."""
    from pipeline import graph

    found = graph.show(load(file), concept)
    if as_json:
        edges = [edge._asdict() for edge in found.neighbours]
        _print_json({"node": found.node, "attributes": dict(found.attributes), "neighbours": edges})
        return
    print(found.node)
    for name, value in sorted(found.attributes.items()):
        shown = ", ".join(map(str, value)) if isinstance(value, list) else value
        if name != "type" and shown not in ("", None):
            print(f"  {name}: {shown}")
    for (kind, out), group in groupby(found.neighbours, key=lambda edge: (edge.type, edge.out)):
        edges_ = list(group)
        print(f"{'→' if out else '←'} {kind} ({len(edges_)})")
        for edge in edges_[:_MANY]:
            print(f"    {edge.node}{_known(edge.method, edge.confidence, edge.passage)}")
        if len(edges_) > _MANY:
            print(f"    … and {len(edges_) - _MANY} more; --json gives all")


@graph_app.command("path", epilog="Example: kanwu graph path LoRA 'catastrophic forgetting'")
def path(
    start: Annotated[str, typer.Argument(metavar="A", help="An id, or a concept's label.")],
    goal: Annotated[str, typer.Argument(metavar="B", help="An id, or a concept's label.")],
    file: GraphFile = None,
    as_json: AsJson = False,
) -> None:
    """Show the shortest way from one thing to another, with what each step rests on."""
    from pipeline import graph

    loaded = load(file)
    one, two = graph.find(loaded, start), graph.find(loaded, goal)
    steps = graph.path(loaded, one, two)
    if as_json:
        _print_json({"from": one, "to": two, "steps": [step._asdict() for step in steps]})
        return
    if not steps:
        print(f"{one} and {two} are the same." if one == two else f"Nothing connects {one} and {two}.")
        return
    print(one)
    for step in steps:
        arrow = f"─ {step.type} →" if step.out else f"← {step.type} ─"
        print(f"  {arrow} {step.target}{_known(step.method, step.confidence, step.passage)}")


@graph_app.command("stats", epilog="Example: kanwu graph stats --json")
def stats(file: GraphFile = None, as_json: AsJson = False) -> None:
    """Count what there is, by type, and name what stands alone."""
    from pipeline import graph

    found = graph.stats(load(file))
    if as_json:
        _print_json(found._asdict() | {"hubs": [{"node": node, "edges": edges} for node, edges in found.hubs]})
        return
    for title, counts in (("nodes", found.nodes), ("edges", found.edges), ("alone", found.alone)):
        print(f"{title}: {sum(counts.values())}")
        for name, count in counts.items():
            print(f"  {count:>7}  {name}")
    print(f"parts that hang together: {found.components}")
    if found.hubs:
        print("most connected concepts: " + ", ".join(f"{node} ({edges})" for node, edges in found.hubs))


def load(file: Path | None) -> Any:
    """The graph of a file, or the one that the nearest project's last build wrote.

    Raises KanwuError where there is none.
    """
    from pipeline import graph
    from pipeline.project import knowledge_folder

    place = file or knowledge_folder(Path.cwd()) / "graph.json"
    if not place.is_file():
        raise KanwuError(
            f"{place}: expected the graph that a build writes, found none. Run `kanwu build`, or name one by --graph."
        )
    try:
        text = place.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise KanwuError(f"{place}: expected UTF-8, found other bytes. Name a graph.json by --graph.") from error
    return graph.load(text, str(place))


def _known(method: str, confidence: float, passage: str | None) -> str:
    where = f"  {passage}" if passage else ""
    return f"  [{method}, {confidence:g}]{where}"


def _print_json(record: object) -> None:
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
