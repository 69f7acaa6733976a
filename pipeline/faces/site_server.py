"""The built site, shown as a host on the web shows it: its own page where there is none, no lists of files, compressed.

Apart from the command, because the tests of the site look at it through the same server. It listens to this machine alone.
"""

from __future__ import annotations

import gzip
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

_SHRINKS = frozenset({".html", ".css", ".js", ".json", ".jsonl", ".svg", ".xml"})
"""What compression makes smaller: text. The index of search comes to a fifth."""


class SiteHandler(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """No line for each request: the terminal belongs to whoever started this."""

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Answer compressed where the browser takes it; all else as the standard library does."""
        found = Path(self.translate_path(self.path))
        if self.path.partition("?")[0].endswith("/"):
            found /= "index.html"
        wants = "gzip" in self.headers.get("Accept-Encoding", "")
        # A browser that holds a copy asks whether it still stands: that answer has no body.
        if not wants or found.suffix not in _SHRINKS or self.headers.get("If-Modified-Since") or not found.is_file():
            return super().send_head()
        body = gzip.compress(found.read_bytes(), compresslevel=6, mtime=0)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(found)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", self.date_time_string(found.stat().st_mtime))
        self.end_headers()
        return BytesIO(body)

    def list_directory(self, path: object) -> None:
        """A folder without a page of its own is no page."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What is not there is answered by the site's own 404.html, with its status."""
        own = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not own.is_file():
            super().send_error(code, message, explain)
            return
        body = own.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def site_server(public: Path, port: int) -> ThreadingHTTPServer:
    """A server of a built site, not yet running; port 0 takes a free one."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(SiteHandler, directory=str(public)))
