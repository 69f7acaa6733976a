"""One file that carries every proof to a machine with only PyTorch, and the way back for what it printed.

Apart from the runner, because nothing that comes back is believed: our own files say what was predicted, the numbers
alone are taken, and they are decided anew.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from pipeline.models import Evidence, Problem, Run
from pipeline.verification import carrier, execution, ruling
from pipeline.verification.runner import judge
from pipeline.verification.snippets import Snippet

_AT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_NAME = re.compile(r"[\w .,()@+-]{1,80}")
"""What hardware and versions may be called: no path, no markup, nothing that a page would have to fear."""


class Imported(NamedTuple):
    """What a bundle's output holds for us."""

    evidence: list[Evidence]
    """Decided by us, in the order of the lines; skipped runs are left out."""
    skipped: list[tuple[str, str]]
    """Snippet and reason."""
    problems: list[Problem]


def bundle(snippets: Sequence[Snippet]) -> str:
    """One standard-library script (Python 3.10 or newer) that runs these snippets and prints JSON lines."""
    carried = [
        {
            "name": s.name,
            "requires": list(s.requires),
            "least": dict(s.least),
            "needs": s.needs,
            "digest": s.digest,
            "code": s.code,
        }
        for s in sorted(snippets, key=lambda s: s.name)
    ]
    parts = [Path(str(module.__file__)).read_text("utf-8") for module in (ruling, execution, carrier)]
    imports: set[str] = set()
    bodies: list[str] = []
    for text in parts:
        lines = text.splitlines()
        drop: set[int] = set()
        for node in ast.parse(text).body:
            taken = range(node.lineno - 1, node.end_lineno or node.lineno)
            if isinstance(node, ast.Import | ast.ImportFrom):
                drop.update(taken)
                if not isinstance(node, ast.ImportFrom) or (node.module or "").split(".")[0] not in (
                    "pipeline",
                    "__future__",
                ):
                    imports.add(ast.unparse(node))
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "SNIPPETS":
                drop.update(taken)
        first = ast.parse(text).body[0]
        drop.update(range(first.end_lineno or 1))  # the module's docstring speaks of rooms that are not there
        bodies.append("\n".join(line for n, line in enumerate(lines) if n not in drop).strip("\n"))
    head = (
        '"""Proofs about large language models, to run anywhere: python FILE [--device cpu|cuda] [SNIPPET]... > proofs.jsonl\n\n'
        "Made by `kanwu verify --bundle`. Needs Python 3.10 or newer and PyTorch; a proof that needs another library,\n"
        "or a newer one, than is there is skipped with that reason. `kanwu verify --import proofs.jsonl` takes the output back.\n"
        '"""\n\nfrom __future__ import annotations\n\n'
    )
    library = "SNIPPETS = [\n" + "".join(f"    {carry!r},\n" for carry in carried) + "]\n"
    return head + "\n".join(sorted(imports)) + "\n\n" + library + "\n\n" + "\n\n\n".join(bodies) + "\n"


def read_back(
    text: str, path: str, snippets: Sequence[Snippet], facts: Callable[[str], Sequence[str]] = lambda name: ()
) -> Imported:
    """Check what a bundle (or `kanwu verify --json`) printed elsewhere, and decide on its numbers ourselves."""
    known = {snippet.name: snippet for snippet in snippets}
    evidence: list[Evidence] = []
    skipped: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = _row(line)
            snippet = known.get(row["snippet"])
            if snippet is None:
                raise ValueError(f"a snippet {row['snippet']!r:.60} that is not in this library")
            if row["holds"] is None:
                skipped.append((snippet.name, str(row["reason"])[:200]))
                continue
            if row["digest"] != snippet.digest:
                raise ValueError(f"another version of {snippet.name}: make a new bundle and run that")
            failed = "" if row["measured"] or row["control"] else str(row["reason"])[:200] or "it printed no numbers"
            evidence.append(
                judge(snippet, row["device"], facts(snippet.name), row, _run(row["run"]), failed=_plain(failed))
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            found = f"no {error}" if isinstance(error, KeyError) else str(error).splitlines()[0]
            problems.append(
                Problem(
                    path=path,
                    line=number,
                    expected="a line that this library's bundle prints",
                    found=found[:200],
                    remedy="Run a bundle made by this version of kanwu and import its output unchanged.",
                )
            )
    return Imported(evidence, skipped, problems)


def _row(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("no JSON") from None
    if not isinstance(row, dict):
        raise ValueError("no JSON object")
    if row["device"] not in ("cpu", "cuda"):
        raise ValueError(f"a device {row['device']!r:.40}")
    for name in ("measured", "control", "fact", "myth"):
        if not isinstance(row[name], dict):
            raise ValueError(f"{name} without named numbers")
    return row


def _run(value: Any) -> Run:
    try:
        ran = Run.model_validate(value)
    except ValidationError as error:
        fault = error.errors()[0]
        raise ValueError(
            f"a run whose {'.'.join(str(p) for p in fault['loc'])} is off: {fault['msg'].lower()}"
        ) from None
    named = (ran.hardware, *ran.versions, *ran.versions.values())
    if not _AT.fullmatch(ran.at) or not all(_NAME.fullmatch(name) for name in named) or len(ran.versions) > 20:
        raise ValueError("a run that does not name its time, hardware and versions plainly")
    return ran


def _plain(reason: str) -> str:
    return re.sub(r"[^\w .,:;()=@+'-]", " ", reason)
