"""Where everything is found: the addresses of pages.md, which can't change later.

Apart from the pages, because each of them links to the others. Ids are ASCII and stand in an address as they are,
the `@` of a fact's qualifier too (RFC 3986 allows it in a path). A document's address is its path below the raw
folder; where that holds what an address can't, the rest is replaced and six digits of its digest keep it apart.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote

_UNFIT = re.compile(r"[^\w.@+-]")


def topic(name: str) -> str:
    """Of a topic."""
    return f"topics/{name}/"


def question(identifier: str) -> str:
    """Of a question with a minted id."""
    return f"q/{identifier}/"


def concept(identifier: str) -> str:
    """Of a concept."""
    return f"concepts/{identifier}/"


def fact(identifier: str) -> str:
    """Of a fact; the qualifier keeps its @."""
    return f"facts/{identifier}/"


def proof(snippet: str) -> str:
    """Of a proof."""
    return f"proofs/{snippet}/"


def document(path: str) -> str:
    """Of a document, as a path on disk; `url` makes a link of it."""
    segments = [_UNFIT.sub("_", part).lstrip(".") or "_" for part in path.split("/")]
    shortened = [part.encode()[:120].decode("utf-8", "ignore") for part in segments]
    fitting = "/".join(shortened)
    # Beside the page of all sources stands its own index.html.
    if fitting != path or shortened[0].lower() == "index.html":
        fitting += "~" + hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"sources/{fitting}/"


def url(address: str, fragment: str = "") -> str:
    """A link from the root to an address."""
    return "/" + quote(address, safe="/@+~") + (f"#{fragment}" if fragment else "")


def correction_anchor(group: str) -> str:
    """Fragment of a correction on the page of all corrections."""
    return "c-" + hashlib.sha256(group.encode()).hexdigest()[:12]


def decision_anchor(identifier: str) -> str:
    """Fragment of a decision there."""
    return "d-" + identifier[:12]


def pair_anchor(identifier: str) -> str:
    """Fragment of a pair on its document's page."""
    return "p-" + identifier


def finding_anchor(identifier: str) -> str:
    """Fragment of a finding on its document's page."""
    return "f-" + identifier


def provisional_anchor(identifier: str) -> str:
    """Fragment, on its topic's page, of a question that has no permanent address."""
    return "u-" + identifier
