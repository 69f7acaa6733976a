"""Which files are read where a folder is named.

Apart from the settings, because walking a folder is a matter of the disk: hidden folders, patterns of .gitignore's kind,
names that no reader claims. A file that is named is always read, unless exclusion is forced, as a hook asks.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from pipeline.linting.settings import Settings

_NEVER = frozenset(("node_modules", "__pycache__", "site-packages", "__pypackages__", "venv"))


def files_in(folder: Path, settings_of: Callable[[Path], Settings]) -> Iterator[Path]:
    """The files of a folder that are to be read, sorted; hidden ones and those that the settings exclude are not."""
    ignored: dict[Path, Patterns] = {}
    top = folder.absolute()
    # Who names a folder that git ignores wants it read; what is ignored within it stays out.
    floor = top if any(rule.fits(top, is_folder=True) for rule in _gitignores(top.parent, ignored)) else None
    for at, names, files in os.walk(folder):
        here = Path(at)
        settings = settings_of(here)
        rules = _gitignores(here, ignored, floor) if settings.respect_gitignore else ()
        names[:] = sorted(
            name
            for name in names
            if not name.startswith(".")
            and name not in _NEVER
            and not excluded(here / name, settings, is_folder=True)
            and not any(rule.fits(here / name, is_folder=True) for rule in rules)
        )
        for name in sorted(files):
            path = here / name
            if (
                not name.startswith(".")
                and _included(path, settings)
                and not excluded(path, settings)
                and not any(rule.fits(path) for rule in rules)
            ):
                yield path


def excluded(path: Path, settings: Settings, *, is_folder: bool = False) -> bool:
    """Whether the settings exclude a file, or a folder above it."""
    if not settings.exclude or settings.folder is None:
        return False
    return Patterns(settings.folder, settings.exclude).fits(path, is_folder=is_folder)


class Patterns:
    """Patterns of .gitignore's kind, relative to a folder."""

    def __init__(self, folder: Path, lines: Sequence[str]) -> None:
        from pathspec import GitIgnoreSpec

        self.folder = folder.absolute()
        self.spec = GitIgnoreSpec.from_lines(lines)

    def fits(self, path: Path, *, is_folder: bool = False) -> bool:
        """Whether a path, or a folder above it, fits."""
        path = path.absolute()
        if not path.is_relative_to(self.folder):
            return False
        name = path.relative_to(self.folder).as_posix()
        return self.spec.match_file(name + "/" if is_folder else name)


def _gitignores(folder: Path, kept: dict[Path, Patterns], floor: Path | None = None) -> tuple[Patterns, ...]:
    """The .gitignore files that speak of a folder: its own and those above, up to the one that holds the repository.

    None above `floor` counts, where there is one.
    """
    found = []
    folder = folder.absolute()
    for here in (folder, *folder.parents):
        if here not in kept:
            path = here / ".gitignore"
            lines = path.read_text("utf-8", errors="replace").splitlines() if path.is_file() else []
            kept[here] = Patterns(here, lines)
        found.append(kept[here])
        if here == floor or (here / ".git").exists():
            return tuple(found)
    return ()


def _included(path: Path, settings: Settings) -> bool:
    name = path.name.lower()
    relative = settings.relative(path)
    return any(fnmatchcase(name, glob.lower()) or fnmatchcase(relative, glob) for glob in settings.include)
