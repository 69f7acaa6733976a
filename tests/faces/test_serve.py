"""`kanwu serve` shows a site as a host will: its own 404 page, no lists of files, compressed where that helps."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from pipeline.faces.site_server import site_server


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small site, served."""
    public = tmp_path_factory.mktemp("public")
    (public / "data").mkdir()
    (public / "topics").mkdir()
    (public / "index.html").write_text("<h1>勘误</h1>", "utf-8")
    (public / "topics" / "index.html").write_text("<h1>全部问题</h1>", "utf-8")
    (public / "404.html").write_text("<h1>没有这一页</h1>", "utf-8")
    (public / "data" / "qa.json").write_text('{"questions": []}' + " " * 2000, "utf-8")
    server = site_server(public, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("place", ["nowhere", "q/zero-9/", "data/", "data/qa.xml", "../../etc/passwd"])
def test_what_is_not_there_is_answered_by_the_sites_own_page(address: str, place: str) -> None:
    """Who follows an old link finds the search, not a server's English sentence or a list of files."""
    with pytest.raises(HTTPError) as caught:
        urlopen(address + place)
    assert caught.value.code == 404
    assert caught.value.read().decode() == "<h1>没有这一页</h1>"
    assert caught.value.headers["Content-Type"] == "text/html; charset=utf-8"


def test_pages_and_data_are_served(address: str) -> None:
    """A folder with a page is that page, with and without its slash."""
    for place in ("topics/", "topics"):
        assert "全部问题" in urlopen(address + place).read().decode()
    assert urlopen(address + "data/qa.json").headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("place", ["data/qa.json", "topics/", "topics/?q=zero"])
def test_text_is_compressed_for_whoever_takes_it(address: str, place: str) -> None:
    """The index of search is a megabyte and a half, and somebody looks at the site over a slow line."""
    plain = urlopen(address + place).read()
    packed = urlopen(Request(address + place, headers={"Accept-Encoding": "gzip, br"}))
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.read()) == plain


def test_a_browser_that_holds_a_copy_is_told_that_it_stands(address: str) -> None:
    """Nothing is sent twice."""
    day = urlopen(address + "data/qa.json").headers["Last-Modified"]
    with pytest.raises(HTTPError) as caught:
        urlopen(Request(address + "data/qa.json", headers={"Accept-Encoding": "gzip", "If-Modified-Since": day}))
    assert caught.value.code == 304
