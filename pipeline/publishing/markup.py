"""HTML that escapes by itself: the only place of the room where a text becomes markup.

Apart from the pages, so that none of them can forget to escape: a `str` is text, an `Html` is markup, and only
`element` and the renderer of Markdown turn one into the other. Addresses inside are written from the root
(`/q/zero-2/`) and made relative when a page is staged, so that a site works below any prefix.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
DRAWN = frozenset({"path", "rect", "circle", "line"})
"""Shapes of a drawing close themselves, as in XML."""
_DROPPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
"""Control characters, halves of pairs, and marks that reorder what stands beside them."""


class Html(str):
    """Markup that is safe to place as it is."""

    __slots__ = ()


Content: TypeAlias = "str | Html | bool | int | Iterable[Content] | None"


def plain(text: str) -> str:
    """The text without characters that a page cannot hold or that would reorder their neighbours."""
    return _DROPPED.sub("", text)


def escape(text: str) -> Html:
    """The text as markup; a backtick and a tilde too, so that no reader of Markdown finds a fence in it."""
    safe = plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return Html(safe.replace("'", "&#39;").replace("`", "&#96;"))


def join(*content: Content) -> Html:
    """Children one after the other: texts escaped, markup as it is, None and False left out."""
    parts: list[str] = []
    for child in content:
        if child is None or isinstance(child, bool):
            continue
        if isinstance(child, Html):
            parts.append(child)
        elif isinstance(child, str):
            parts.append(escape(child))
        elif isinstance(child, int):
            parts.append(str(child))
        else:
            parts.append(join(*child))
    return Html("".join(parts))


def element(name: str, /, *content: Content, **attributes: str | int | float | bool | None) -> Html:
    """An element; `class_` is class, `data_x` is data-x; None and False leave an attribute out, True leaves it bare."""
    written = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        key = key.rstrip("_").replace("_", "-")
        written.append(f" {key}" if value is True else f' {key}="{escape(str(value))}"')
    start = f"<{name}{''.join(written)}"
    if name in DRAWN:
        return Html(f"{start}/>")
    return Html(f"{start}>" if name in VOID else f"{start}>{join(*content)}</{name}>")


def link(text: Content, href: str, class_: str | None = None, title: str | None = None) -> Html:
    """A link; one that leaves the site says so to the browser."""
    outside = href.startswith(("https://", "http://"))
    return element("a", text, href=href, class_=class_, title=title, rel="noopener noreferrer" if outside else None)


_NAMES = re.compile(r"([A-Za-z0-9.]{1,12}(?:-[A-Za-z0-9.]{1,8})+)")


def unbroken(text: str) -> Html:
    """A heading whose hyphenated names stay on one line: among Chinese characters `ZeRO-2` breaks behind its hyphen."""
    parts = _NAMES.split(text)
    return join(element("span", part, class_="whole") if at % 2 else part for at, part in enumerate(parts))


class Page(NamedTuple):
    """One page before it is staged."""

    address: str
    """From the root, with its slash at the end: `q/zero-2/`; empty for the start page."""
    title: str
    body: tuple[Html, ...]
    """Blocks of markup, one a section."""
    description: str = ""
    kind: str = "page"
    """What the style sheet knows it by: `question`, `concept` ..."""
    previous: str = ""
    """Address of the page before it in its topic; empty where there is none."""
    next: str = ""
    redirect: str = ""
    """Where the page moved; empty where it stands."""
    identifier: str = ""
    """Of a question: its id, for whoever reports an error."""


def staged(page: Page) -> tuple[str, str]:
    """Path and text of a page as MkDocs reads it: front matter, then one block of markup a line."""
    up = "../" * page.address.count("/") or "./"
    front: dict[str, str] = {"title": plain(page.title), "kind": page.kind}
    for key, value in (("description", page.description), ("identifier", page.identifier)):
        if value:
            front[key] = plain(value)
    for key, value in (("before", page.previous), ("after", page.next), ("redirect", page.redirect)):
        if value:
            front[key] = up + value
    lines = ["---", *(f"{key}: {json.dumps(value, ensure_ascii=True)}" for key, value in front.items()), "---", ""]
    for block in page.body:
        # A link inside a block starts with =" and a slash; text cannot, because its quotation marks are escaped.
        line = block.replace("\r", "").replace("\n", "&#10;").replace('="/', f'="{up}')
        lines += [line, ""]
    path = f"{page.address.rstrip('/')}.md" if page.address else "index.md"
    return path, "\n".join(lines)
