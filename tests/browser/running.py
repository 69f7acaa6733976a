"""A browser and a server for built sites; without a browser these tests say so and are skipped."""

from __future__ import annotations

import atexit
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pipeline.faces.site_server import site_server

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The folder below an address of this machine, by the server of `kanwu serve`."""
    server = site_server(folder, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


_running: list[Any] = []


@contextmanager
def launched() -> Iterator[Any]:
    """Chromium, the system's or else Playwright's own: one for all tests, because Playwright runs once a process."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra [dev])")
    if not _running:
        api = playwright.sync_playwright().start()
        found = shutil.which("chromium") or shutil.which("chromium-browser") or api.chromium.executable_path
        if not Path(found).exists():
            api.stop()
            pytest.skip("no Chromium: neither the system's nor Playwright's own (playwright install chromium)")
        browser = api.chromium.launch(executable_path=found, args=ARGUMENTS)
        _running.append(browser)
        atexit.register(api.stop)
        atexit.register(browser.close)
    yield _running[0]
