"""The architecture, held: imports run down only, and no room is a drawer for odds and ends."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "pipeline"

STAGES = {"sources", "extraction", "linking", "claims", "checking", "verification", "graph", "publishing", "exports"}
LEVEL = (
    {"faces": 4, "flow": 3, "linting": 3}
    | dict.fromkeys(STAGES, 2)
    | {
        "ledger": 1,
        "knowledge": 1,
        "project": 1,
        "text": 1,
        "writing": 1,
        "models": 0,
        "memory": 0,
        "program": 0,
        "expressions": -1,
        "shelf": -2,
        "regex": 0,
    }
)


def room(path: Path) -> str:
    first = path.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "pipeline":
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("pipeline.")}
    return found & set(LEVEL)


MODULES = sorted(
    p for p in ROOT.rglob("*.py") if p.parent != ROOT / "verification" / "snippets" and room(p) != "__init__"
)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_imports_run_down_only(path: Path) -> None:
    """faces → flow → stages → ledger, knowledge → models; no stage imports another."""
    own = room(path)
    for other in imports(path) - {own}:
        assert LEVEL[other] < LEVEL[own] or (LEVEL[other] == LEVEL[own] == 1), f"{own} imports {other}"


def test_every_room_is_known() -> None:
    """A new room is placed in the order above before it is built."""
    rooms = {room(path) for path in MODULES}
    assert rooms <= set(LEVEL), rooms - set(LEVEL)


def test_nothing_is_called_utils_or_helpers() -> None:
    names = {part for path in MODULES for part in path.relative_to(ROOT).with_suffix("").parts}
    assert not names & {"utils", "util", "helpers", "helper", "common", "misc"}


def test_a_snippet_imports_nothing_of_ours() -> None:
    """A reader can paste it anywhere."""
    for path in (ROOT / "verification" / "snippets").glob("*.py"):
        if path.name != "__init__.py":
            assert "pipeline" not in path.read_text("utf-8").split("import"), path.name
            assert not imports(path), path.name
