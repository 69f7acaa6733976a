"""Built pages, checked before anyone sees them: no link leads nowhere, nothing is fetched from elsewhere, no script slipped in.

Apart from rendering, because what is checked here is the promise of the site and not how it is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from pipeline.models import Problem

_RESOURCES = {
    "img": ("src", "srcset"),
    "script": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "input": ("src",),
    "image": ("href",),
    "use": ("href",),
}
_FORBIDDEN = frozenset({"iframe", "object", "embed", "base", "frame", "frameset", "applet", "style"})


class Contents(NamedTuple):
    """What a built page names and what it points at."""

    ids: tuple[str, ...]
    links: tuple[str, ...]
    """Links and resources that stay within the site, as written."""
    faults: tuple[str, ...]
    """What must not stand in a page at all."""


def contents(page: bytes) -> Contents:
    """Read one built page."""
    root = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    ids: list[str] = []
    links: list[str] = []
    faults: list[str] = []
    for node in root.iter(etree.Element):
        name = str(node.tag).lower()
        if name in _FORBIDDEN:
            faults.append(f"an element <{name}>")
        if name == "script" and not node.get("src"):
            faults.append("a script within the page")
        for key, value in node.attrib.items():
            attribute, text = str(key).lower(), str(value)
            if attribute.startswith("on"):
                faults.append(f"an attribute {attribute}")
            elif attribute == "style":
                faults.append("an attribute style")
            elif attribute in ("id", "name") and (attribute == "id" or name == "a"):
                ids.append(text)
        for attribute in _RESOURCES.get(name, ()):
            if node.get(attribute):
                _resource(str(node.get(attribute)), links, faults)
        if name == "link" and node.get("href"):
            _resource(str(node.get("href")), links, faults)
        if name in ("a", "area") and node.get("href") is not None:
            href = str(node.get("href"))
            scheme = urlsplit(href).scheme.lower() if ":" in href else ""
            if scheme in ("http", "https", "mailto"):
                continue
            if scheme:
                faults.append(f"a link to {scheme}:")
            else:
                links.append(href)
        if name == "meta" and str(node.get("http-equiv", "")).lower() == "refresh":
            target = str(node.get("content", "")).partition("url=")[2]
            _resource(target, links, faults)
    return Contents(tuple(dict.fromkeys(ids)), tuple(dict.fromkeys(links)), tuple(dict.fromkeys(faults)))


def _resource(address: str, links: list[str], faults: list[str]) -> None:
    if address.startswith("data:image/"):
        return
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", address):
        faults.append(f"a resource from elsewhere, {address[:80]}")
    else:
        links.append(address)


def style_faults(text: str) -> list[str]:
    """Addresses outside of the site that a style sheet would fetch."""
    found = re.findall(r"url\(\s*['\"]?\s*((?:https?:)?//[^)'\"]{1,80})", text)
    found += re.findall(r"@import\s+['\"]?((?:https?:)?//[^;'\"]{1,80})", text)
    return [f"a resource from elsewhere, {address}" for address in found]


def problems(built: Mapping[str, Contents], files: Iterable[str], base: str = "/") -> list[Problem]:
    """Links of built pages (path to contents) that lead nowhere, and what must not stand in a page.

    `base`: the path below which a host shows the site; links from the root begin with it.
    """
    known = set(files)
    ids = {path: frozenset(page.ids) for path, page in built.items()}
    found: list[Problem] = []
    for path in sorted(built):
        found += [
            Problem(
                path=path,
                expected="a page of text, with scripts and resources of the site alone",
                found=fault,
                remedy="Report it: a scraped text or a template brought it in.",
            )
            for fault in built[path].faults
        ]
        for link in built[path].links:
            target, fragment = resolve(path, link, base)
            if target is None or (target not in known):
                found.append(_broken(path, link, "no such page"))
            elif fragment and target in ids and fragment not in ids[target]:
                found.append(_broken(path, link, f"no {fragment} on that page"))
    return found


def _broken(path: str, link: str, why: str) -> Problem:
    return Problem(
        path=path,
        expected="a link that leads somewhere",
        found=f"{link} ({why})",
        remedy="Correct the link, or keep the page that it names.",
    )


def resolve(path: str, link: str, base: str = "/") -> tuple[str | None, str]:
    """The file that a link on a page means, and its fragment; None where it climbs out of the site."""
    parts = urlsplit(link)
    target = unquote(parts.path)
    if target.startswith("/"):
        if not target.startswith(base):
            return None, ""
        target = target[len(base) - 1 :]
    if not target:
        return path, unquote(parts.fragment)
    segments = [] if target.startswith("/") else path.split("/")[:-1]
    for segment in target.strip("/").split("/"):
        if segment == "..":
            if not segments:
                return None, ""
            segments.pop()
        elif segment not in (".", ""):
            segments.append(segment)
    file = "/".join(segments)
    # The map's fragments name concepts, which its script selects.
    fragment = "" if file == "graph" else unquote(parts.fragment)
    if target.endswith("/") or target.rsplit("/", 1)[-1] in (".", ".."):
        file = f"{file}/index.html" if file else "index.html"
    return file, fragment
