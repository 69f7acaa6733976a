"""From and until which version of a library a fact holds, as the record of versions tells it.

Apart from `matrix`, which makes that record, because every page and check reads it and runs nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

FOLDER, FILE = "versions", "matrix.json"
"""Where the record is, within the folder of the evidence."""

State = Literal["holds", "differs", "cannot run"]
"""`differs` where it measured and the reading is not the fact's; what cannot run there says nothing of the fact."""

Versions = Mapping[str, str]
"""Library to version, of one environment."""


class Reading(NamedTuple):
    """What one proof said in one environment."""

    versions: Versions
    state: State
    reason: str


class Scope(NamedTuple):
    """From and until which version of a library a fact holds; empty where no version that was tried speaks against it."""

    since: str
    until: str


def scope_of(readings: Sequence[Reading]) -> Scope:
    """From and until which version the fact holds, where the versions that differ lie on one side of one library's."""
    for library in sorted({name for reading in readings for name in reading.versions}):
        states: dict[tuple[int, ...], set[State]] = {}
        names: dict[tuple[int, ...], str] = {}
        for reading in readings:
            if library in reading.versions and reading.state != "cannot run":
                key = tuple(int(part) for part in re.findall(r"\d+", reading.versions[library])[:3])
                states.setdefault(key, set()).add(reading.state)
                names[key] = reading.versions[library]
        differ, hold = ({key for key, found in states.items() if found == {state}} for state in ("differs", "holds"))
        if not differ or not hold or differ | hold != set(states):
            continue
        if max(differ) < min(hold):
            return Scope(f"{library} {names[min(hold)]}", "")
        if min(differ) > max(hold):
            return Scope("", f"{library} {names[max(hold)]}")
    return Scope("", "")


def load_scopes(evidence: Path) -> dict[str, tuple[str, Scope]]:
    """By snippet: the digest of the file that was run over the versions, and from and until which its fact holds.

    Raises ValueError where the record is not what `write_matrix` writes.
    """
    path = evidence / FOLDER / FILE
    if not path.is_file():
        return {}
    try:
        record = json.loads(path.read_text("utf-8"))
        return {name: (item["digest"], Scope(str(item["since"]), str(item["until"]))) for name, item in record.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no record of versions ({type(error).__name__})") from None


def unread(evidence: Path, digests: Mapping[str, str]) -> list[str]:
    """Which of these snippets (name to digest) were not run over the versions since their file changed."""
    try:
        known = load_scopes(evidence)
    except ValueError:
        return []  # told as a problem of the record
    return sorted(name for name, digest in digests.items() if known.get(name, ("",))[0] != digest)
