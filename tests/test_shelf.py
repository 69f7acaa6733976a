"""What is kept for later processes is what was put there, or nothing: a cache never fails and never lies.

Who would be hurt: whoever lints on a full disk, in a home on the network, or beside another run; an author, if a damaged
row were believed.
"""

from __future__ import annotations

import sqlite3
import sys
import threading
from pathlib import Path

import pytest

from pipeline.shelf import Shelf

ROWS = {bytes([number]) * 16: f"row {number}".encode() for number in range(200)}


def filled(path: Path) -> Shelf:
    shelf = Shelf(path, 1 << 20)
    for key, body in ROWS.items():
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
    path = tmp_path / "many.sqlite"
    rows = {number.to_bytes(16, "big"): str(number).encode() for number in range(1700)}
    first = Shelf(path, 1 << 30)
    for key, body in rows.items():
        first.put(key, body)
    first.keep()
    asked = [*rows, b"unknown", *rows]
    assert Shelf(path, 1 << 30).get_all(asked) == rows


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


def test_another_table_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE others (x)")
    connection.close()
    assert Shelf(path, 1 << 20).get(b"k") is None


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
