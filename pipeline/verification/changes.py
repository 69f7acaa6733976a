"""Which proofs a change touches, as git tells it: their files, the facts that they settle, and what decides on them."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.models import Fact, KanwuError
from pipeline.verification.snippets import Snippet

ROOM = Path(__file__).parent

DECIDING = frozenset({"ruling.py", "runner.py", "execution.py", "batches.py"})
"""Files of this room that say what holds: whoever changes one of them has every proof to run."""


def changed_since(
    revision: str, snippets: Sequence[Snippet], facts: Mapping[str, Fact], knowledge: Path, rooms: Path = ROOM
) -> list[Snippet]:
    """The snippets whose file, or whose fact, is not what it was at a revision of git.

    Raises KanwuError where there is no such revision, or no repository.
    """
    if any(path.parent == rooms and path.name in DECIDING for path in _touched(revision, rooms)):
        return list(snippets)
    folders = {snippet.path.parent for snippet in snippets}
    files = {path for folder in folders for path in _touched(revision, folder)}
    other: set[str] = set()
    for path in _touched(revision, knowledge / "facts"):
        before, after = _entries(_at(revision, path)), _entries(path.read_text("utf-8") if path.is_file() else "")
        other |= {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    proofs = {facts[name].snippet for name in other if name in facts}
    return [snippet for snippet in snippets if snippet.path in files or snippet.name in proofs]


def _touched(revision: str, folder: Path) -> list[Path]:
    """Files in a folder that differ from a revision, new ones included."""
    if not folder.is_dir():
        return []
    top = Path(_git(folder, "rev-parse", "--show-toplevel").strip())
    if revision.startswith("-"):
        raise KanwuError(f"--since {revision}: expected a revision of git, found an option. Name a branch or a commit.")
    told = _git(folder, "diff", "--name-only", "-z", revision, "--", ".")
    told += _git(folder, "ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", ".")
    return [top / name for name in told.split("\0") if name]


def _at(revision: str, path: Path) -> str:
    """What a file held at a revision; empty where it was not there."""
    asked = ["git", "-C", str(path.parent), "show", f"{revision}:./{path.name}"]
    shown = subprocess.run(asked, capture_output=True, check=False)
    return shown.stdout.decode("utf-8", "replace") if shown.returncode == 0 else ""


def _entries(text: str) -> dict[str, Any]:
    import yaml

    try:
        # The loader of words alone: nothing is made of them but a comparison.
        read = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.YAMLError:
        return {}
    items = read if isinstance(read, list) else []
    return {str(item.get("id")): item for item in items if isinstance(item, dict)}


def _git(folder: Path, *words: str) -> str:
    try:
        asked = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise KanwuError("expected git, which knows what has changed, found none. Name the proofs instead.") from None
    if asked.returncode:
        said = (asked.stderr.strip().splitlines() or ["git said nothing"])[0]
        raise KanwuError(
            f"expected a git repository with that revision, found: {said}. Give another by --since, or name the proofs."
        )
    return asked.stdout
