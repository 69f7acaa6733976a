"""The ledger's files: one a writing session, made whole before it gets its name, never opened for writing again."""

from __future__ import annotations

import heapq
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from pipeline.ledger.events import verify
from pipeline.models import Decision, Problem


class Loaded(NamedTuple):
    """What the ledger's files hold."""

    events: list[Decision]
    """In causal order, ties by time and id: the same whatever files they came in."""
    problems: list[Problem]


def append(folder: Path, events: Sequence[Decision]) -> Path:
    """Add the events of one writing session as one new file and return it.

    The file is written under a name that the reader skips, flushed to disk, then renamed: whoever is
    killed in the middle leaves the ledger as it was, and whoever is not has lost nothing.
    """
    if not events:
        raise ValueError("a session without events has nothing to append")
    folder.mkdir(parents=True, exist_ok=True)
    day = events[0].at[:10] or "undated"
    target = folder / f"{day}-{events[0].id[:12]}.jsonl"
    draft = folder / f".{target.name}.{secrets.token_hex(4)}.draft"
    lines = "".join(event.model_dump_json(exclude_defaults=True) + "\n" for event in events)
    with draft.open("x", encoding="utf-8", newline="\n") as handle:
        handle.write(lines)
        handle.flush()
        os.fsync(handle.fileno())
    draft.rename(target)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return target


def load(folder: Path) -> Loaded:
    """Read every event of every file; a line that is not one becomes a Problem and hides no other."""
    events: dict[str, Decision] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.jsonl")) if folder.is_dir() else []:
        for number, line in enumerate(path.read_text("utf-8", errors="replace").split("\n"), start=1):
            if not line.strip():
                continue
            try:
                event = Decision.model_validate_json(line)
            except ValidationError as error:
                fault = error.errors()[0]
                where = ".".join(str(part) for part in fault["loc"]) or "the line"
                problems.append(
                    Problem(
                        path=f"ledger/{path.name}",
                        line=number,
                        expected="a decision as JSON",
                        found=f"{where}: {fault['msg'].lower()}",
                        remedy="Restore the line from version control; the ledger is only appended to.",
                    )
                )
                continue
            if not verify(event):
                problems.append(
                    Problem(
                        path=f"ledger/{path.name}",
                        line=number,
                        expected="content whose digest is the event's id",
                        found=f"an event that was changed after it was written ({event.id[:12]})",
                        remedy="Restore the line from version control, and add a new decision for what should change.",
                    )
                )
                continue
            events[event.id] = event
    for event in events.values():
        for parent in event.parents:
            if parent not in events:
                problems.append(
                    Problem(
                        path="ledger",
                        expected=f"the parent {parent[:12]} of decision {event.id[:12]}",
                        found="no such event",
                        remedy="Add the missing file of the ledger; it was not merged.",
                    )
                )
    return Loaded(_in_causal_order(events), problems)


def _in_causal_order(events: dict[str, Decision]) -> list[Decision]:
    """Parents before children, and among those that know nothing of each other, older first."""
    ordered: list[Decision] = []
    waiting = {event.id: {p for p in event.parents if p in events} for event in events.values()}
    children: dict[str, list[str]] = {}
    for event in events.values():
        for parent in event.parents:
            children.setdefault(parent, []).append(event.id)
    ready = [(events[i].at, i) for i, parents in waiting.items() if not parents]
    heapq.heapify(ready)
    while ready:
        _, current = heapq.heappop(ready)
        ordered.append(events[current])
        for child in children.get(current, []):
            waiting[child].discard(current)
            if not waiting[child]:
                heapq.heappush(ready, (events[child].at, child))
    return ordered
