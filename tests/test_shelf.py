"""What is kept for later processes is what was put there, or nothing: a cache never fails and never lies.

Who would be hurt: whoever lints on a full disk, in a home on the network, or beside another run; an author, if a damaged
row were believed.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.shelf import Shelf

ROWS = {bytes([number]) * 16: f"row {number}".encode() for number in range(200)}


def numbered(count: int) -> dict[bytes, bytes]:
    return {number.to_bytes(16, "big"): str(number).encode() for number in range(count)}


def filled(path: Path, rows: Mapping[bytes, bytes] = ROWS) -> Shelf:
    shelf = Shelf(path, 1 << 20)
    for key, body in rows.items():
        shelf.put(key, body)
    shelf.keep()
    return Shelf(path, 1 << 20)


def test_what_was_put_is_found_at_once_and_by_others(tmp_path: Path) -> None:
    first = Shelf(tmp_path / "a.sqlite", 1 << 20)
    first.put(b"k", b"kept")
    assert first.get(b"k") == b"kept" and first.get_all([b"k", b"other"]) == {b"k": b"kept"}
    assert first.get(b"other") is None and not (tmp_path / "a.sqlite").exists()
    first.keep()
    second = Shelf(tmp_path / "a.sqlite", 1 << 20)
    assert second.get(b"k") == b"kept" and second.get(b"other") is None


def test_many_are_found_together(tmp_path: Path) -> None:
    """More than one question to the file takes."""
    rows = numbered(1700)
    assert filled(tmp_path / "many.sqlite", rows).get_all([*rows, b"unknown", *rows]) == rows


@pytest.mark.parametrize("whole", [0, 1 << 20])
def test_a_small_file_is_held_once_many_rows_were_asked_for(tmp_path: Path, whole: int) -> None:
    """One by one they take longer than all of them at once; what came later is asked for as ever."""
    path = tmp_path / "a.sqlite"
    rows = numbered(1000)
    filled(path, rows)
    shelf = Shelf(path, 1 << 30, whole)
    keys = [*rows]
    assert [shelf.get(key) for key in keys[:500]] == [*rows.values()][:500]
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM rows")
    connection.close()
    later = Shelf(path, 1 << 30)
    later.put(b"later", b"kept")
    later.keep()
    expected = [*rows.values()][500:] if whole else [None] * 500
    assert [shelf.get(key) for key in keys[500:]] == expected and shelf.get(b"later") == b"kept"


@pytest.mark.parametrize("damage", ["a bit", "another's", "text", "number", "short"])
def test_a_damaged_row_is_none(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "a.sqlite"
    filled(path)
    one, other, *rest = ROWS
    connection = sqlite3.connect(path)
    kept = dict(connection.execute("SELECT key, kept FROM rows").fetchall())
    changed: object = {
        "a bit": kept[one][:-1] + bytes([kept[one][-1] ^ 1]),
        "another's": kept[other],
        "text": "text",
        "number": 7,
        "short": b"ab",
    }[damage]
    with connection:
        connection.execute("UPDATE rows SET kept = ? WHERE key = ?", (changed, one))
    connection.close()
    shelf = Shelf(path, 1 << 20)
    assert shelf.get(one) is None
    assert shelf.get_all(ROWS) == {key: ROWS[key] for key in (other, *rest)}


def test_a_file_that_is_none_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    path.write_bytes(b"not a database" * 1000)
    shelf = Shelf(path, 1 << 20)
    assert shelf.get(b"k") is None
    shelf.put(b"k", b"kept")
    shelf.keep()
    assert Shelf(path, 1 << 20).get(b"k") == b"kept"


@pytest.mark.parametrize("table", ["others (x)", "rows (a, b, c)"])
def test_another_table_is_no_error(tmp_path: Path, table: str) -> None:
    path = tmp_path / "a.sqlite"
    connection = sqlite3.connect(path)
    connection.execute(f"CREATE TABLE {table}")
    connection.close()
    shelf = Shelf(path, 1 << 20)
    assert shelf.get(b"k") is None
    shelf.put(b"k", b"kept")
    shelf.keep()
    assert Shelf(path, 1 << 20).get(b"k") == b"kept", "it was mended"


def test_much_is_written_at_once(tmp_path: Path) -> None:
    """A process that is killed has lost little, and one that runs for long holds little."""
    path = tmp_path / "a.sqlite"
    shelf = Shelf(path, 1 << 30)
    assert shelf.get(b"unknown") is None
    for number in range(10_000):
        shelf.put(number.to_bytes(16, "big"), b"kept")
    assert len(shelf.new) < 5000 and Shelf(path, 1 << 30).get((7).to_bytes(16, "big")) == b"kept"
    assert shelf.get((7).to_bytes(16, "big")) == b"kept", "what was written is found by who wrote it"


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    filled(tmp_path / "a.sqlite")
    assert (tmp_path / "a.sqlite").stat().st_mode & 0o077 == 0


def test_too_large_a_file_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    filled(path)
    shelf = Shelf(path, path.stat().st_size - 1)
    shelf.put(b"new", b"kept")
    shelf.keep()
    again = Shelf(path, 1 << 20)
    assert again.get(b"new") == b"kept" and not again.get_all(ROWS)


def test_without_sqlite_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    shelf = Shelf(tmp_path / "a.sqlite", 1 << 20)
    shelf.put(b"k", b"kept")
    shelf.keep()
    assert Shelf(tmp_path / "a.sqlite", 1 << 20).get(b"k") is None
    assert list(tmp_path.iterdir()) == []


def test_threads_share_it(tmp_path: Path) -> None:
    """A language server asks from several."""
    shelf = filled(tmp_path / "a.sqlite")
    wrong: list[object] = []

    def ask() -> None:
        for key, body in list(ROWS.items())[:40]:
            shelf.put(key + b"!", body)
            if shelf.get(key) != body or shelf.get_all([key, key + b"!"]) != {key: body, key + b"!": body}:
                wrong.append(key)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert not wrong


def test_what_an_editor_leaves_beside_the_program_is_no_part_of_it(tmp_path: Path) -> None:
    """A lock that is a dangling link, a pipe, a swap file."""
    copy = tmp_path / "pipeline"
    copy.mkdir()
    (copy / "program.py").write_bytes((Path(__file__).parents[1] / "pipeline" / "program.py").read_bytes())
    line = [sys.executable, "-c", "import runpy; print(runpy.run_path('pipeline/program.py')['program']())"]
    digests = [subprocess.check_output(line, cwd=tmp_path, timeout=20)]
    (copy / ".#shelf.py").symlink_to("nobody@nowhere")
    (copy / ".shelf.py.swp").write_text("swap")
    if hasattr(os, "mkfifo"):
        os.mkfifo(copy / "pipe.py")
    digests.append(subprocess.check_output(line, cwd=tmp_path, timeout=20))
    (copy / "more.py").write_text("pass")
    digests.append(subprocess.check_output(line, cwd=tmp_path, timeout=20))
    assert digests[0] == digests[1] != digests[2]
