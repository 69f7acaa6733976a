"""Small snippets to run: honest, swapped, blind and broken ones, of the standard library alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.verification import Snippet, read_snippet

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
