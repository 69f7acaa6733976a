"""Staged pages to a site in its place: MkDocs is handed what changed, the rest stays byte for byte.

Apart from staging, because this part runs a program and writes files. A page's HTML depends on its own staged text and
on the theme alone (navigation is no part of it), so only changed pages are rendered, in as many processes as there are
cores; a whole render and a partial one give the same bytes. The new tree is made beside the old one, shares its unchanged
files by hard links, is checked, and takes its place in one step.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

import yaml

from pipeline.models import EnvironmentLacks, KanwuError
from pipeline.project import is_site
from pipeline.publishing import inspection
from pipeline.publishing.markup import escape
from pipeline.publishing.swapping import recover, swap
from pipeline.writing import write_whole

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total)."""

_MADE_BY = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "jinja2", "pygments")
_DROPPED = ("assets/javascripts/", "assets/images/", "assets/stylesheets/palette", "search/", "sitemap.xml")
"""What the theme brings along and no page of ours asks for."""
_A_PROCESS = 120
"""Pages from which one more process pays."""


class Manifest(NamedTuple):
    """What stands in the public folder, as the last render left it."""

    theme: str
    """Digest of everything but the pages that HTML depends on."""
    pages: Mapping[str, tuple[str, str]]
    """Built page to the digests of its staged text and of its HTML."""
    assets: Mapping[str, str]
    """What the theme brought, by digest."""
    contents: Mapping[str, inspection.Contents]
    """Built page to what it names and points at."""


def render(
    pages: Mapping[str, str],
    *,
    site: Path,
    mkdocs: Path,
    staging: Path,
    public: Path,
    progress: Progress = lambda stage, done, total: None,
) -> None:
    """Bring the public folder to what `pages` and the handwritten site say; nothing is touched where it says so already.

    Raises KanwuError where MkDocs fails, a link leads nowhere, a page would fetch something from elsewhere, or a
    folder cannot be written; the old site then stands as it was.
    """
    try:
        _render(pages, site, mkdocs, staging, public, progress)
    except OSError as error:
        where = error.filename2 or error.filename or public
        raise KanwuError(
            f"{where}: expected to write the site, found: {(error.strerror or str(error)).lower()}. "
            "Make room or set the rights; the old site stands."
        ) from error


def _render(
    pages: Mapping[str, str], site: Path, mkdocs: Path, staging: Path, public: Path, progress: Progress
) -> None:
    staging.mkdir(parents=True, exist_ok=True)
    workshop = _workshop(staging, public)
    recover(public, workshop / "previous")
    _is_ours(public)
    shutil.rmtree(workshop / "fresh", ignore_errors=True)
    sources = _sources(pages, site)
    _stage(sources, staging / "docs")
    texts = {path: data for path, data in sources.items() if path.endswith(".md")}
    files = {path: data for path, data in sources.items() if not path.endswith(".md")}
    address = _site_url(mkdocs)
    if address:
        files["sitemap.xml"] = _sitemap(address, texts)
    theme = _theme_digest(site, mkdocs)
    kept = _load(staging / "manifest.json")

    wanted = {_built_path(path): path for path in texts}
    digests = {built: _digest(texts[path]) for built, path in wanted.items()}
    standing = _standing(public, kept, theme)
    todo = sorted(built for built in wanted if standing.get(built) != digests[built])
    whole = kept is None or kept.theme != theme or not _assets_stand(public, kept)
    if not todo and not whole and _files_stand(public, files, wanted, kept):
        progress("render", len(wanted), len(wanted))
        return

    made: dict[str, bytes] = {}
    if todo or whole:
        progress("render", len(wanted) - len(todo), len(wanted))
        made = _run(
            {wanted[built]: texts[wanted[built]] for built in todo},
            site=site,
            mkdocs=mkdocs,
            # A build that was killed may have left its MkDocs running: that one writes elsewhere.
            work=staging / f"work-{os.getpid()}",
        )
    missing = [built for built in todo if built not in made]
    if missing:
        raise KanwuError(
            f"{wanted[missing[0]]}: expected MkDocs to make a page of it, found none ({len(missing)} in all). "
            "Report it: its name is one that MkDocs keeps for itself."
        )
    assets = {p: _digest(d) for p, d in made.items() if p not in wanted} if made else dict(kept.assets if kept else {})
    fresh = workshop / "fresh"
    tree = [*wanted, *files, *assets]
    for path in tree:
        data = files.get(path, made.get(path))
        if data is None:
            _link(public / path, fresh / path)
        else:
            _place(data, public / path, fresh / path)
    contents = dict(kept.contents) if kept else {}
    for path in tree:
        if path.endswith(".html") and (path in made or path not in contents):
            contents[path] = inspection.contents((fresh / path).read_bytes())
    contents = {path: contents[path] for path in tree if path in contents}
    _refuse(contents, tree, {**made, **files}, urlsplit(address).path or "/")
    swap(fresh, public, workshop / "previous")
    record = Manifest(
        theme,
        {
            built: (digests[built], _digest(made[built]) if built in made else _page_digest(kept, built))
            for built in wanted
        },
        assets,
        contents,
    )
    _save(staging / "manifest.json", record)
    for left in staging.glob("work-*"):
        shutil.rmtree(left, ignore_errors=True)
    progress("render", len(wanted), len(wanted))


# ------------------------------------------------------------------------------------- what is to be made


def _is_ours(public: Path) -> None:
    """Refuse a folder that holds something else: a build replaces it whole, and would take a stranger's files along."""
    if public.is_dir() and not is_site(public) and any(public.iterdir()):
        raise KanwuError(
            f"{public}: expected a site of Kanwu's or an empty folder, found other files. "
            "Move them away, or name another folder by --out."
        )
    if public.exists() and not public.is_dir():
        raise KanwuError(f"{public}: expected a folder for the site, found a file. Move it away.")


def _workshop(staging: Path, public: Path) -> Path:
    """Where the new tree is made: in staging where that lies on the public folder's file system, else beside it."""
    public.parent.mkdir(parents=True, exist_ok=True)
    if staging.stat().st_dev == public.parent.stat().st_dev and not public.is_mount():
        return staging
    beside = public.parent / f".{public.name}.kanwu"
    beside.mkdir(exist_ok=True)
    return beside


def _sources(pages: Mapping[str, str], site: Path) -> dict[str, bytes]:
    """The handwritten site and the generated pages, by path; neither may hide the other's."""
    found: dict[str, bytes] = {}
    for at, names, files in os.walk(site):
        names[:] = sorted(n for n in names if not n.startswith(".") and not (Path(at) == site and n == "overrides"))
        for name in sorted(files):
            if not name.startswith("."):
                file = Path(at) / name
                found[file.relative_to(site).as_posix()] = file.read_bytes()
    for path, text in pages.items():
        if path in found:
            raise KanwuError(
                f"{path}: expected one page at this address, found a handwritten and a generated one. "
                f"Rename the one in {site.name}/."
            )
        found[path] = text.encode("utf-8", "replace")
    return dict(sorted(found.items()))


def _stage(sources: Mapping[str, bytes], docs: Path) -> None:
    """Write what changed, delete what is gone: whoever looks here sees what MkDocs is told."""
    for name, data in sources.items():
        target = docs / name
        if not (target.is_file() and target.read_bytes() == data):
            if target.is_dir():
                shutil.rmtree(target)
            _clear_parents(target, docs)
            target.write_bytes(data)
    for at, _, files in os.walk(docs, topdown=False):
        for file in files:
            if (Path(at) / file).relative_to(docs).as_posix() not in sources:
                (Path(at) / file).unlink()
        if Path(at) != docs and not any(Path(at).iterdir()):
            Path(at).rmdir()


def _clear_parents(target: Path, root: Path) -> None:
    """Make the folders above a file; a file that stands where one belongs gives way."""
    for parent in reversed(target.relative_to(root).parents):
        if (root / parent).is_file():
            (root / parent).unlink()
    target.parent.mkdir(parents=True, exist_ok=True)


def _built_path(staged: str) -> str:
    """Where MkDocs writes a page: each has a folder of its own."""
    stem = staged.removesuffix(".md")
    if stem == "index":
        return "index.html"
    return f"{stem.removesuffix('/index')}/index.html"


def _site_url(mkdocs: Path) -> str:
    """Where the site will be found, with its slash at the end, as mkdocs.yml says; empty where it does not.

    Only what has no place of its own needs it: 404.html, which a host shows at any depth, and the map for search engines.
    """
    text = mkdocs.read_text("utf-8") if mkdocs.is_file() else ""
    found = re.search(r"^site_url:[ \t]*[\"']?(https?://[^\s\"'#]+)", text, re.MULTILINE)
    return found[1].rstrip("/") + "/" if found else ""


def _sitemap(address: str, texts: Mapping[str, bytes]) -> bytes:
    """Every page that stands, for search engines; without dates, which would be those of a build."""
    standing = (path for path, text in texts.items() if b'\nkind: "moved"\n' not in text)
    places = sorted(_built_path(path).removesuffix("index.html") for path in standing)
    rows = "".join(f"<url><loc>{escape(address + quote(place, safe='/@+~'))}</loc></url>\n" for place in places)
    start = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{start}{rows}</urlset>\n".encode()


def _theme_digest(site: Path, mkdocs: Path) -> str:
    hashed = hashlib.sha256(mkdocs.read_bytes() if mkdocs.is_file() else b"")
    for name in _MADE_BY:
        try:
            hashed.update(f"{name}={version(name)}\n".encode())
        except PackageNotFoundError:
            hashed.update(f"{name}=missing\n".encode())
    overrides = site / "overrides"
    for path in sorted(overrides.rglob("*")):
        if path.is_file():
            hashed.update(f"{path.relative_to(overrides).as_posix()}={_digest(path.read_bytes())}\n".encode())
    for name in ("rendering.py", "inspection.py"):
        hashed.update((Path(__file__).parent / name).read_bytes())
    return hashed.hexdigest()


def _standing(public: Path, kept: Manifest | None, theme: str) -> dict[str, str]:
    """Built pages that stand untouched in the public folder, to the digest of the text that they were made of."""
    if kept is None or kept.theme != theme:
        return {}
    return {built: text for built, (text, made) in kept.pages.items() if _file_digest(public / built) == made}


def _assets_stand(public: Path, kept: Manifest) -> bool:
    return all(_file_digest(public / path) == digest for path, digest in kept.assets.items())


def _files_stand(public: Path, files: Mapping[str, bytes], wanted: Mapping[str, str], kept: Manifest | None) -> bool:
    """Whether the other files are there as well, and nothing else is."""
    if any(_file_digest(public / path) != _digest(data) for path, data in files.items()):
        return False
    expected = {*files, *wanted, *(kept.assets if kept else ())}
    there = {path.relative_to(public).as_posix() for path in public.rglob("*") if not path.is_dir()}
    return there == expected


# ---------------------------------------------------------------------------------------------- MkDocs


def _run(pages: Mapping[str, bytes], *, site: Path, mkdocs: Path, work: Path) -> dict[str, bytes]:
    """HTML of some staged pages, and what the theme brings, by built path."""
    if find_spec("mkdocs") is None or find_spec("material") is None:
        raise EnvironmentLacks(
            "expected MkDocs and its theme Material, found neither or one alone. Run `pip install mkdocs-material`."
        )
    shutil.rmtree(work, ignore_errors=True)
    names = sorted(pages)
    count = max(1, min(os.cpu_count() or 1, len(names) // _A_PROCESS))
    running = [
        _start({name: pages[name] for name in names[number::count]}, site, mkdocs, work / str(number))
        for number in range(count)
    ]
    failures = []
    for number, process in enumerate(running):
        output, _ = process.communicate()
        if process.returncode != 0:
            failures.append((number, output))
    if failures:
        told = " / ".join(line.strip() for line in failures[0][1].strip().splitlines()[-4:])
        raise KanwuError(
            f"{mkdocs.name}: expected MkDocs to render the pages, found exit status {running[failures[0][0]].returncode}: "
            f"{told}. Correct what it names; the old site stands."
        )
    made: dict[str, bytes] = {}
    for number in range(count):
        out = work / str(number) / "out"
        for path in sorted(out.rglob("*")):
            name = path.relative_to(out).as_posix()
            if path.is_file() and not name.startswith(_DROPPED) and not name.endswith(".map"):
                data = path.read_bytes()
                made[name] = data.split(b"\n/*# sourceMappingURL=")[0] if name.endswith(".css") else data
    return made


def _start(pages: Mapping[str, bytes], site: Path, mkdocs: Path, work: Path) -> subprocess.Popen[str]:
    """Start MkDocs on some pages alone, with a configuration that inherits the project's."""
    docs = work / "docs"
    docs.mkdir(parents=True)
    for name, data in pages.items():
        target = docs / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    configuration: dict[str, Any] = {
        "INHERIT": str(mkdocs.resolve()),
        "docs_dir": str(docs.resolve()),
        "site_dir": str((work / "out").resolve()),
        "theme": {"name": "material", "custom_dir": str((site / "overrides").resolve())},
    }
    path = work / "mkdocs.yml"
    path.write_text(yaml.safe_dump(configuration, allow_unicode=True), "utf-8")
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "DISABLE_MKDOCS_2_WARNING": "true",
        "SOURCE_DATE_EPOCH": "0",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": os.environ.get("PYTHONDONTWRITEBYTECODE", ""),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=environment,
        cwd=work,
    )


# ---------------------------------------------------------------------------------- the tree and its checks


def _place(data: bytes, old: Path, new: Path) -> None:
    """Write a file of the new tree; where the old one has these bytes, it stays the same file."""
    if old.is_file() and not old.is_symlink() and old.stat().st_size == len(data) and old.read_bytes() == data:
        _link(old, new)
        return
    new.parent.mkdir(parents=True, exist_ok=True)
    new.write_bytes(data)


def _link(old: Path, new: Path) -> None:
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new)
    except OSError:
        shutil.copy2(old, new)


def _refuse(
    contents: Mapping[str, inspection.Contents], tree: Sequence[str], fresh: Mapping[str, bytes], base: str
) -> None:
    """Raise where a page must not be published as it is."""
    found = [str(problem) for problem in inspection.problems(contents, tree, base)]
    for path, data in sorted(fresh.items()):
        if path.endswith(".css"):
            found += [f"{path}: {fault}" for fault in inspection.style_faults(data.decode("utf-8", "replace"))]
    if found:
        more = f"\n... and {len(found) - 12} more" if len(found) > 12 else ""
        raise KanwuError("the site is not published:\n" + "\n".join(found[:12]) + more)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _file_digest(path: Path) -> str:
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError:
        return ""


def _page_digest(kept: Manifest | None, built: str) -> str:
    return kept.pages[built][1] if kept else ""


def _load(path: Path) -> Manifest | None:
    """What the last render remembered; None where it did not, or wrote something else."""
    try:
        row = json.loads(path.read_text("utf-8"))
        return Manifest(
            theme=row["theme"],
            pages={built: (text, made) for built, (text, made) in row["pages"].items()},
            assets=row["assets"],
            contents={
                built: inspection.Contents(tuple(ids), tuple(links), tuple(faults))
                for built, (ids, links, faults) in row["contents"].items()
            },
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _save(path: Path, manifest: Manifest) -> None:
    write_whole(path, json.dumps(manifest._asdict(), ensure_ascii=False))
