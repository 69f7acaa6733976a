"""A baseline: what stood in a text before, so that only what is new is flagged.

Apart from suppressions, because nobody answered for these findings: they wait. An entry is known by rule and words, not
by its line, so that it holds while text moves around it; when a file is renamed its entries go with the words.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.linting.diagnostics import Diagnostic
from pipeline.models import KanwuError

_FORMAT = 1


class Entry(NamedTuple):
    """Findings of one rule with the same words in one file."""

    path: str
    """POSIX, relative to the folder of the baseline."""
    rule: str
    quote: str
    """For whoever reads the file; the key decides."""
    key: str
    times: int


class Baseline(NamedTuple):
    """The entries of a baseline file."""

    entries: tuple[Entry, ...] = ()

    def of(self, path: str) -> Counter[str]:
        """How often each key is known of in a file."""
        found: Counter[str] = Counter()
        for entry in self.entries:
            if entry.path == path:
                found[entry.key] += entry.times
        return found

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that it speaks of, sorted."""
        return tuple(sorted({entry.path for entry in self.entries}))


def known_before(
    said: Sequence[Diagnostic], known: Counter[str], moved: Counter[str] | None = None
) -> list[Diagnostic]:
    """Mark what a baseline knows: as often as it knows it, from the top; each use is taken from the counters.

    `moved` are entries of files that are gone: their words may stand here now.
    """
    marked = []
    for each in said:
        if each.flagged:
            for counter in (known, moved):
                if counter and counter[each.key] > 0:
                    counter[each.key] -= 1
                    each = each._replace(state="baseline")
                    break
        marked.append(each)
    return marked


def read_baseline(text: str, name: str) -> Baseline:
    """Read a baseline file.

    Raises KanwuError where it is none, with what to do.
    """
    advice = "Delete it and write it again: kanwu lint --write-baseline …"
    try:
        table = json.loads(text)
    except json.JSONDecodeError as fault:
        raise KanwuError(f"{name}:{fault.lineno}: expected JSON, found {fault.msg.lower()}. {advice}") from fault
    if not isinstance(table, dict) or table.get("kanwu-baseline") != _FORMAT:
        raise KanwuError(f'{name}:1: expected a baseline ("kanwu-baseline": {_FORMAT}), found none. {advice}')
    entries = []
    for row in table.get("findings", ()):
        try:
            entry = Entry(
                str(row["path"]), str(row["rule"]), str(row["quote"]), str(row["key"]), int(row.get("times", 1))
            )
        except (KeyError, TypeError, ValueError) as fault:
            found = json.dumps(row, ensure_ascii=False)[:80]
            raise KanwuError(f"{name}: expected path, rule, quote and key, found {found}. {advice}") from fault
        entries.append(entry)
    return Baseline(tuple(entries))


def write_baseline(said: Mapping[str, Iterable[Diagnostic]], others: Iterable[Entry] = ()) -> str:
    """The text of a baseline of what is flagged, file by file; one line an entry, so that two branches merge.

    `others` are entries of files that nothing is said of now.
    """
    entries = {(entry.path, entry.key): entry for entry in others}
    for path, each_of in said.items():
        for each in each_of:
            if each.severity not in ("error", "warning") or each.state == "suppressed":
                continue
            before = entries.get((path, each.key))
            times = before.times + 1 if before else 1
            quote = before.quote if before else " ".join(each.passage.quote.split())
            entries[path, each.key] = Entry(path, each.rule, quote, each.key, times)
    rows = [
        "  " + json.dumps(entry._asdict(), ensure_ascii=False)
        for entry in sorted(entries.values(), key=lambda e: (e.path, e.rule, e.quote, e.key))
    ]
    return f'{{"kanwu-baseline": {_FORMAT}, "findings": [\n' + ",\n".join(rows) + ("\n" if rows else "") + "]}\n"


def below(baseline: Path, path: Path) -> str:
    """A file's name in a baseline: POSIX, relative to the baseline's folder."""
    return Path(os.path.relpath(path.absolute(), baseline.absolute().parent)).as_posix()
