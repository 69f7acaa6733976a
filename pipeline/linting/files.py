"""Which files are read where a folder is named.

Apart from the settings, because walking a folder is a matter of the disk: hidden folders, patterns of .gitignore's kind,
names that no reader claims. A file that is named is always read, unless exclusion is forced, as a hook asks.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from pipeline.linting.patterns import Patterns
from pipeline.linting.settings import Settings

_NEVER = frozenset(("node_modules", "__pycache__", "site-packages", "__pypackages__", "venv"))


def files_in(folder: Path, settings_of: Callable[[Path], Settings]) -> Iterator[Path]:
    """The files of a folder that are to be read, sorted; hidden ones and those that the settings exclude are not.

    A folder that cannot be looked into comes as itself, so that who reads what comes can tell of it.
    """
    ignored: dict[Path, Patterns] = {}
    top = folder.absolute()
    # Who names a folder that git ignores wants it read; what is ignored within it stays out.
    floor = top if any(rule.fit(top, is_folder=True) for rule in _ignores(top.parent, ignored)) else None
    closed: list[Path] = []
    for at, names, files in os.walk(folder, onerror=lambda fault: closed.append(Path(fault.filename))):
        yield from closed
        closed.clear()
        here = Path(at)
        settings = settings_of(here)
        rules = _ignores(here, ignored, floor) if settings.respect_gitignore else ()
        names[:] = sorted(
            name
            for name in names
            if not name.startswith(".")
            and name not in _NEVER
            and not excluded(here / name, settings, is_folder=True)
            and not _ignored(here / name, rules, is_folder=True)
        )
        for name in sorted(files):
            path = here / name
            if (
                not name.startswith(".")
                and _included(path, settings)
                and not excluded(path, settings)
                and not _ignored(path, rules)
            ):
                yield path
    yield from closed


def excluded(path: Path, settings: Settings, *, is_folder: bool = False) -> bool:
    """Whether the settings exclude a file, or a folder above it."""
    if not settings.exclude or settings.folder is None:
        return False
    return Patterns(settings.folder, settings.exclude).fit(path, is_folder=is_folder)


def _ignored(path: Path, rules: Iterable[Patterns], *, is_folder: bool = False) -> bool:
    """Whether git ignores a path: the first file of patterns that speaks of it decides."""
    decided = (rule.decide(path, is_folder=is_folder) for rule in rules)
    return next((each for each in decided if each is not None), False)


def _ignores(folder: Path, kept: dict[Path, Patterns], floor: Path | None = None) -> tuple[Patterns, ...]:
    """The files of patterns by which git ignores what stands in a folder, the nearest first: its own .gitignore, those above
    up to the folder that holds the repository, and last what the repository excludes for this checkout alone.

    None above `floor` counts, where there is one.
    """
    found = []
    folder = folder.absolute()
    for here in (folder, *folder.parents):
        if here not in kept:
            kept[here] = Patterns(here, _lines(here / ".gitignore"))
        found.append(kept[here])
        repository = here / ".git"
        is_top = os.path.exists(repository)  # noqa: PTH110 - not there, too, where nobody may look
        if is_top:
            if repository not in kept:
                kept[repository] = Patterns(here, _lines(_shared(repository) / "info" / "exclude"))
            found.append(kept[repository])
        if here == floor or is_top:
            return tuple(found)
    return ()


def _shared(repository: Path) -> Path:
    """Where a repository keeps what all its checkouts share; a `.git` that is a file says where its own folder lies."""
    if repository.is_file():
        repository = repository.parent / repository.read_text("utf-8", "replace").removeprefix("gitdir:").strip()
    common = repository / "commondir"
    return repository / common.read_text("utf-8", "replace").strip() if common.is_file() else repository


def _lines(path: Path) -> list[str]:
    """The lines of a file of patterns, where it exists; they end as git ends them, not at each separator of Unicode."""
    if not os.path.isfile(path):  # noqa: PTH113 - no file, too, where nobody may look
        return []
    return [line.removesuffix("\r") for line in path.read_text("utf-8-sig", errors="replace").split("\n")]


def _included(path: Path, settings: Settings) -> bool:
    name = path.name.lower()
    relative = settings.relative(path)
    return any(fnmatchcase(name, glob.lower()) or fnmatchcase(relative, glob) for glob in settings.include)
