"""One page from the web, as its bytes came: no script is run, nothing is rewritten, nothing is followed but redirects.

Apart from the files, because a server may be slow, endless or somewhere else than it says; each of these is bounded.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from http.client import HTTPException, HTTPMessage
from time import monotonic
from typing import IO, NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

import pipeline
from pipeline.models import Problem
from pipeline.sources.files import DEFAULT_LIMIT
from pipeline.sources.reading import too_large

_SUFFIXES = {"text/html": ".html", "application/xhtml+xml": ".html", "text/markdown": ".md", "text/plain": ".txt"}


class Fetched(NamedTuple):
    """A page as its server sent it."""

    data: bytes
    url: str
    """Where it was in the end, redirects followed."""
    suffix: str
    """What the server's content type is called in a file's name; "" where it is none that we know."""


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = 5
    max_repeats = 2

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        if urlsplit(newurl).scheme not in ("http", "https"):
            raise urllib.error.URLError(f"a redirect to {newurl.partition(':')[0]}:")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def is_url(source: str) -> bool:
    """Whether a source is named by an address rather than by a path."""
    return "://" in source


def fetch(url: str, *, max_bytes: int = DEFAULT_LIMIT, seconds: float = 30.0) -> Fetched | Problem:
    """Get a page over http or https within `seconds` in all and `max_bytes`, or say why not."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as fault:
        return _unfetched(url, str(fault))
    if parts.scheme not in ("http", "https") or not host:
        return _unfetched(url, f"an address of {parts.scheme or 'no scheme'}")
    if parts.username is not None:
        return _unfetched(url.replace(parts.netloc, host), "one with a user's name in it")
    address = urlunsplit(
        (parts.scheme, parts.netloc, quote(parts.path, "/%:@!$&'()*+,;=~"), quote(parts.query, "/%:@!$&'()*+,;=~?"), "")
    )
    opener = urllib.request.OpenerDirector()
    # No handler for ftp:, file: or data:, whatever a page redirects to.
    for handler in (
        urllib.request.ProxyHandler, urllib.request.HTTPHandler, urllib.request.HTTPSHandler, _Redirects,
        urllib.request.HTTPDefaultErrorHandler, urllib.request.HTTPErrorProcessor,
    ):  # fmt: skip
        opener.add_handler(handler())
    request = urllib.request.Request(
        address, headers={"User-Agent": f"kanwu/{pipeline.__version__}", "Accept-Encoding": "identity"}
    )
    until = monotonic() + seconds
    try:
        with opener.open(request, timeout=seconds) as answer:
            chunks: list[bytes] = []
            size = 0
            while chunk := answer.read1(65536):
                size += len(chunk)
                if size > max_bytes:
                    return too_large(url, size, max_bytes)
                if monotonic() > until:
                    return _unfetched(url, f"one still sending after {seconds:g} seconds")
                chunks.append(chunk)
            announced = answer.headers.get("Content-Length")
            if announced and announced.isdigit() and size < int(announced):
                return _unfetched(url, f"{size} of {announced} bytes")
            return Fetched(b"".join(chunks), answer.geturl(), _SUFFIXES.get(answer.headers.get_content_type(), ""))
    except urllib.error.HTTPError as fault:
        with fault:
            return _unfetched(url, f"status {fault.code}, {str(fault.reason).splitlines()[0].strip().lower()}")
    except urllib.error.URLError as fault:
        return _unfetched(url, str(fault.reason).lower())
    except (OSError, HTTPException, ValueError) as fault:
        return _unfetched(url, str(fault).lower() or type(fault).__name__)


def _unfetched(url: str, found: str) -> Problem:
    return Problem(
        path=url, expected="a page that an http or https server sends", found=found,
        remedy="Open the address in a browser, save the page, and ingest the file.",
    )  # fmt: skip
