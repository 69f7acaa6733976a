"""An author's settings: pyproject.toml `[tool.kanwu]` or kanwu.toml, with that heading or without, the nearest one above each file.

Apart from the command line, because the language server and the hook read the same ones. A key that nobody knows is
refused with its line: a setting that is silently without effect is worse than none.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any, Literal, NamedTuple, cast

from pipeline.linting.patterns import fits_nothing
from pipeline.linting.selection import ALL
from pipeline.models import KanwuError

INCLUDED = (
    "*.md", "*.markdown", "*.mdx", "*.mkd", "*.txt", "*.text", "*.tsv", "*.tab", "*.html", "*.htm", "*.xhtml", "*.ipynb",
    "*.rst", "*.adoc", "*.org", "*.tex", "*.qmd", "*.rmd",
)  # fmt: skip
"""What is read in a folder; a file that is named is read whatever it is called."""

FILES = ("kanwu.toml", ".kanwu.toml", "pyproject.toml")
"""Names of files that may hold settings; the first one of a folder counts."""


class Settings(NamedTuple):
    """What a settings file says; its paths and globs are relative to its folder."""

    folder: Path | None = None
    """Where the file lies; None where there is none."""
    file: Path | None = None
    """For messages: the file itself."""
    select: tuple[str, ...] = (ALL,)
    ignore: tuple[str, ...] = ()
    include: tuple[str, ...] = INCLUDED
    exclude: tuple[str, ...] = ()
    """Patterns of .gitignore's kind."""
    baseline: Path | None = None
    lang: Literal["zh", "en"] | None = None
    per_file: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Glob of files and the selectors to leave out there."""
    respect_gitignore: bool = True

    def ignored_in(self, path: Path) -> tuple[str, ...]:
        """The selectors that `per-file-ignores` leaves out in a file."""
        name = self.relative(path)
        return tuple(
            selector
            for glob, selectors in self.per_file
            if fnmatchcase(name, glob) or fnmatchcase(PurePosixPath(name).name, glob)
            for selector in selectors
        )

    def relative(self, path: Path) -> str:
        """A file's name as patterns see it: POSIX, below the settings' folder where it lies there."""
        path = path.absolute()
        if self.folder is not None and path.is_relative_to(self.folder):
            return path.relative_to(self.folder).as_posix()
        return path.as_posix().lstrip("/")


_KEYS = {
    "select": "a list of selectors", "ignore": "a list of selectors", "include": "a list of globs",
    "exclude": "a list of patterns", "baseline": "the name of a file", "lang": '"zh" or "en"',
    "per-file-ignores": "a table of globs and lists of selectors", "respect-gitignore": "true or false",
}  # fmt: skip


def settings_for(folder: Path, kept: dict[Path, Settings] | None = None) -> Settings:
    """The settings of the nearest folder at or above `folder` that has some; `kept` remembers what was found."""
    kept = {} if kept is None else kept
    folder = folder.absolute()
    passed = []
    found = Settings()
    for here in (folder, *folder.parents):
        if here in kept:
            found = kept[here]
            break
        passed.append(here)
        own = _own(here)
        if own is not None:
            found = own
            break
    for each in passed:
        kept[each] = found
    return found


def _own(folder: Path) -> Settings | None:
    for name in FILES:
        path = folder / name
        if os.path.isfile(path):  # noqa: PTH113 - no file, too, where nobody may look
            read = read_settings(path)
            if read is not None:
                return read
    return None


def read_settings(path: Path) -> Settings | None:
    """Read one settings file; None where it is a pyproject.toml that says nothing of kanwu.

    Raises KanwuError where it is wrong.
    """
    text = path.read_text("utf-8-sig", errors="replace")
    try:
        table: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        if path.name == "pyproject.toml" and "kanwu" not in text:
            return None
        raise KanwuError(f"{path}: expected TOML, found {str(fault).lower()}. Correct the line.") from fault
    if path.name == "pyproject.toml":
        tool = table.get("tool")
        if not isinstance(tool, dict) or "kanwu" not in tool:
            return None
        table = tool["kanwu"]
    elif list(table) == ["tool"] and isinstance(table["tool"], dict) and list(table["tool"]) == ["kanwu"]:
        # Copied from a pyproject.toml, or from a manual that shows both.
        table = table["tool"]["kanwu"]
    if not isinstance(table, dict):
        raise KanwuError(f"{path}: expected a table [tool.kanwu], found {table!r}. Write it as a table.")
    for key, value in table.items():
        _check(key, value, path, text)
    folder = path.parent.absolute()
    return Settings(
        folder=folder,
        file=path,
        select=tuple(table.get("select", (ALL,))),
        ignore=tuple(table.get("ignore", ())),
        include=tuple(table.get("include", INCLUDED)),
        exclude=tuple(table.get("exclude", ())),
        baseline=folder / table["baseline"] if "baseline" in table else None,
        lang=cast('Literal["zh", "en"] | None', table.get("lang")),
        per_file=tuple((glob, tuple(selectors)) for glob, selectors in table.get("per-file-ignores", {}).items()),
        respect_gitignore=table.get("respect-gitignore", True),
    )


def place_of(key: str, path: Path, text: str | None = None) -> str:
    """Where a settings file speaks of a key, as messages name it: the file and its line."""
    lines = (path.read_text("utf-8-sig", errors="replace") if text is None else text).split("\n")
    # In a pyproject.toml other tools may have a key of that name.
    own = next((n for n, each in enumerate(lines, 1) if each.lstrip().startswith("[tool.kanwu")), 1)
    numbered = [*enumerate(lines, 1)][own - 1 :]
    line = next((n for n, each in numbered if re.match(rf'\s*["\']?{re.escape(key)}\b', each)), 0)
    line = line or next((n for n, each in numbered if key in each), own)
    return f"{path}:{line}"


def _check(key: str, value: object, path: Path, text: str) -> None:
    where = place_of(key, path, text)
    if key not in _KEYS:
        near = get_close_matches(key, _KEYS, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(_KEYS)}."
        if key == "tool":
            hint = "Write all settings below [tool.kanwu], or all of them without a heading."
        raise KanwuError(f"{where}: expected a setting of kanwu, found {key!r}. {hint}")
    right = {
        "baseline": isinstance(value, str),
        "lang": value in ("zh", "en"),
        "respect-gitignore": isinstance(value, bool),
        "per-file-ignores": isinstance(value, Mapping) and all(_is_list(each) for each in value.values()),
    }.get(key, _is_list(value))
    if not right:
        raise KanwuError(f"{where}: expected {key} to be {_KEYS[key]}, found {value!r}. Write it so.")
    for pattern in cast(list[str], value) if key == "exclude" else ():
        if fits_nothing(pattern):
            raise KanwuError(
                f"{where}: expected {key} to hold patterns as in .gitignore, found {pattern!r}, which can fit no name. "
                "Correct or remove it."
            )


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
