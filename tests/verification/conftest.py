"""Small snippets to run: honest, swapped, blind and broken ones, of the standard library alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.verification import Snippet, read_snippet

CHEAP = "pipeline_bubble"
"""A proof of the library that needs the standard library alone: it runs everywhere, in no time."""

HONEST = '''"""Fact: doubling a number twice multiplies it by four. Myth: it multiplies it by three."""

import json

FAMILY = "arithmetic"
FACT = {"factor": 4.0}
MYTH = {"factor": 3.0}
TOLERANCE = 0.1


def measure(device: str) -> dict[str, float]:
    return {"factor": 2.0 * 2.0}


def control(device: str) -> dict[str, float]:
    return {"factor": 2.0 + 1.0}


if __name__ == "__main__":
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure("cpu"), "control": control("cpu")}))
'''


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Snippet]:
    """Write the honest snippet with some of its words replaced, and read it as the library would."""

    def write(*changes: tuple[str, str], name: str = "doubling", folder: str = "snippets") -> Snippet:
        code = HONEST
        for old, new in changes:
            assert old in code, old
            code = code.replace(old, new)
        path = tmp_path / folder / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(code, "utf-8")
        return read_snippet(path)

    return write


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with two facts, of which a cheap snippet settles one."""
    graph = tmp_path / "project" / "data" / "graph"
    for folder in ("concepts", "relations", "facts"):
        (graph / folder).mkdir(parents=True)
    words = "{zh: 词, en: word}"
    (graph / "concepts" / "c.yaml").write_text(
        f"- {{id: pipeline-bubble, prefLabel: {{zh: 流水线气泡, en: pipeline bubble}}, definition: {words}}}\n", "utf-8"
    )
    (graph / "relations" / "r.yaml").write_text(
        f"- {{id: shrinks-with, kind: single-value, label: {words}, cues: [shrink], values: {{more: [more], fewer: [fewer]}}}}\n"
        f"- {{id: grows-with, kind: single-value, label: {words}, cues: [grow], values: {{more: [more], fewer: [fewer]}}}}\n",
        "utf-8",
    )
    (graph / "facts" / "f.yaml").write_text(
        "".join(
            f"- {{id: pipeline-bubble.{relation}, subject: pipeline-bubble, relation: {relation}, objects: [more], statement: {words}{extra}}}\n"
            for relation, extra in (("shrinks-with", f", snippet: {CHEAP}"), ("grows-with", ""))
        ),
        "utf-8",
    )
    return tmp_path / "project"
