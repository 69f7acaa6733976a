"""The file boundary: the only place in this room that touches the disk, and where nothing it meets can raise."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from pipeline.models import Problem
from pipeline.project import written_in
from pipeline.sources.reading import Read, read_document, too_large

DEFAULT_LIMIT = 64 * 2**20
"""Bytes that a file may have; more is reported, not read."""

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a character device"),
    (stat.S_ISBLK, "a block device"),
)


def load(path: Path, root: Path, *, max_bytes: int = DEFAULT_LIMIT, blank: bool = False) -> Read:
    """Read the file at `path`, named by where it lies below `root` (its bare name where it lies elsewhere).

    A dangling link, a pipe, a folder or a file that may not be read gives a Problem and never blocks; `blank` is as
    `read_document` has it.
    """
    name = _name(path, root)
    data = read_bytes(path, name, max_bytes=max_bytes)
    if isinstance(data, Problem):
        return Read(None, [data])
    return read_document(data, name, max_bytes=max_bytes, blank=blank)


def read_bytes(path: Path, name: str, *, max_bytes: int = DEFAULT_LIMIT) -> bytes | Problem:
    """The bytes of a file, or why there are none; `name` is what the Problem calls it."""
    try:
        # O_NONBLOCK: a pipe without a writer would otherwise hold the whole build.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return _unreadable(name, f"a link to {path.readlink()}, which is not there" if path.is_symlink() else "no file")
    except (OSError, ValueError) as fault:
        return _unreadable(name, _said(fault))
    try:
        status = os.fstat(handle)
        for is_kind, words in _KINDS:
            if is_kind(status.st_mode):
                return _unreadable(name, words)
        if status.st_size > max_bytes:
            return too_large(name, status.st_size, max_bytes)
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(max_bytes + 1)
    except OSError as fault:
        return _unreadable(name, _said(fault))
    finally:
        os.close(handle)


def documents_below(folder: Path) -> list[Path]:
    """Every file below a folder but sources.toml, hidden ones and what a build wrote there.

    Broken links, pipes and closed folders too, to be told of.
    """
    found: list[Path] = []
    written: set[Path] = set()

    def closed(fault: OSError) -> None:
        found.append(Path(fault.filename))

    for at, names, files in os.walk(folder, onerror=closed):
        here = Path(at)
        written.update(written_in(here))
        names[:] = [name for name in names if not name.startswith(".") and here / name not in written]
        shown = [here / name for name in files if not name.startswith(".") and name != "sources.toml"]
        found += [path for path in shown if path not in written]
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def _name(path: Path, root: Path) -> str:
    # Lexical on purpose: a link inside the raw folder keeps its own name.
    here, base = Path(os.path.abspath(path)), Path(os.path.abspath(root))  # noqa: PTH100
    return here.relative_to(base).as_posix() if here.is_relative_to(base) else here.name


def _said(fault: Exception) -> str:
    return (getattr(fault, "strerror", None) or str(fault)).lower()


def _unreadable(name: str, found: str) -> Problem:
    return Problem(
        path=name,
        expected="a file that can be read",
        found=found,
        remedy="Put the scraped file itself here, readable, or remove the entry.",
    )
