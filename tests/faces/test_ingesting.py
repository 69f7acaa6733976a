"""`kanwu ingest` and `kanwu takedown`: what comes into a project, and what goes."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from tests.faces.command import kanwu_here

PAGE = "<!doctype html><title>FAQ</title><h2>What is LoRA?</h2><p>Low-rank updates beside frozen weights.</p>\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return tmp_path / "project" / "raw"


def ingest(raw: Path, *args: str | Path) -> Any:
    return kanwu_here("ingest", *map(str, args), "--raw", str(raw), "--retrieved", "2026-01-02")


def documents(raw: Path) -> dict[str, bytes]:
    return {p.relative_to(raw).as_posix(): p.read_bytes() for p in raw.rglob("*") if p.name != "sources.toml"}


def entries(raw: Path) -> list[dict[str, str]]:
    return tomllib.loads((raw / "sources.toml").read_text("utf-8"))["source"]  # type: ignore[no-any-return]


def test_bytes_arrive_unchanged_with_their_terms(raw: Path, tmp_path: Path) -> None:
    """Positions, digests and later decodings all rest on the bytes as they came."""
    note = tmp_path / "笔记 1.md"
    note.write_bytes("## 什么是 LoRA？\r\n冻结原权重。\r\n".encode("gb18030"))
    ran = ingest(raw, note, "--licence", 'CC "BY"', "--publish", "quote")
    assert ran.returncode == 0, ran.stderr
    [(name, data)] = documents(raw).items()
    assert data == note.read_bytes()
    assert name.startswith("笔记-1-") and name.endswith(".md")
    assert entries(raw) == [
        {"document": name, "origin": "笔记 1.md", "licence": 'CC "BY"', "retrieved": "2026-01-02", "publish": "quote"}
    ]
    assert str(tmp_path) not in (raw / "sources.toml").read_text("utf-8")


def test_what_is_there_is_kept(raw: Path, tmp_path: Path) -> None:
    """A folder ingested twice is no second witness for what it says."""
    for name in ("a/notes.md", "b/notes.md", "c/copy.md"):
        (tmp_path / "in" / name).parent.mkdir(parents=True)
        (tmp_path / "in" / name).write_text(f"## What is LoRA?\n{'same' if name[0] != 'b' else 'other'} words here.\n")
    first = ingest(raw, tmp_path / "in")
    assert "2 added, 1 there already" in first.stderr
    before, toml = documents(raw), (raw / "sources.toml").read_bytes()
    again = ingest(raw, tmp_path / "in")
    assert again.returncode == 0 and "0 added, 3 there already" in again.stderr
    assert (documents(raw), (raw / "sources.toml").read_bytes()) == (before, toml)


def test_one_bad_source_stops_no_other(raw: Path, tmp_path: Path) -> None:
    """Whoever ingests a folder of a thousand files has some that are none."""
    (tmp_path / "good.md").write_text("## What is LoRA?\nSmall matrices.\n")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    (tmp_path / "huge.txt").write_text("x" * 3000)
    os.mkfifo(tmp_path / "pipe")
    ran = ingest(raw, tmp_path / "picture.png", tmp_path / "huge.txt", tmp_path / "pipe", tmp_path / "none.md",
                 "ftp://127.0.0.1/a", tmp_path / "good.md", "--max-bytes", "2000")  # fmt: skip
    assert ran.returncode == 0
    assert len(documents(raw)) == len(entries(raw)) == 1
    assert "5 problems." in ran.stderr
    assert ingest(raw, tmp_path / "picture.png").returncode == 2


def test_a_page_arrives_as_its_server_sent_it(raw: Path, httpserver: HTTPServer) -> None:
    """The charset is in the bytes; a script in the page is text."""
    sent = PAGE.replace("<title>", '<meta charset="gbk"><script>document.write("x")</script><title>问题 ').encode("gbk")
    httpserver.expect_request("/faq/lora").respond_with_data(sent, content_type="text/html; charset=gbk")
    httpserver.expect_request("/old").respond_with_response(Response(status=301, headers={"Location": "/faq/lora"}))
    ran = ingest(raw, httpserver.url_for("/old"))
    assert ran.returncode == 0, ran.stderr
    [(name, data)] = documents(raw).items()
    assert data == sent
    assert "faq-lora-" in name and name.endswith(".html")
    assert entries(raw)[0]["origin"] == httpserver.url_for("/faq/lora")


def _endless() -> Iterator[bytes]:
    for _ in range(400):
        yield b"words " * 1000


def test_a_bad_server_holds_nothing_up(raw: Path, httpserver: HTTPServer) -> None:
    """Loops, endless answers, other schemes and errors each end as a problem that says so."""
    httpserver.expect_request("/loop").respond_with_response(Response(status=302, headers={"Location": "/loop"}))
    httpserver.expect_request("/file").respond_with_response(
        Response(status=302, headers={"Location": "file:///etc/hostname"})
    )
    httpserver.expect_request("/endless").respond_with_handler(lambda _: Response(_endless(), mimetype="text/plain"))
    httpserver.expect_request("/gone").respond_with_data("no", status=404)
    httpserver.expect_request("/ok").respond_with_data(PAGE, content_type="text/html")
    urls = [httpserver.url_for(f"/{name}") for name in ("loop", "file", "endless", "gone", "ok")]
    ran = ingest(raw, *urls, "--max-bytes", "100000", "--timeout", "5")
    assert ran.returncode == 0, ran.stderr
    assert len(documents(raw)) == 1
    for said in ("infinite loop", "is not allowed", "100000 bytes", "status 404", "4 problems."):
        assert said in ran.stderr


def test_a_slow_server_is_left(raw: Path, httpserver: HTTPServer) -> None:
    def drip(_: object) -> Response:
        import time

        def body() -> Iterator[bytes]:
            for _ in range(12):
                yield b"word "
                time.sleep(0.1)

        return Response(body(), mimetype="text/plain")

    httpserver.expect_request("/slow").respond_with_handler(drip)
    ran = ingest(raw, httpserver.url_for("/slow"), "--timeout", "0.4")
    assert ran.returncode == 2 and "still sending after 0.4 seconds" in ran.stderr


def test_a_saved_page_says_where_it_is_from(raw: Path, tmp_path: Path) -> None:
    page = tmp_path / "saved.html"
    page.write_text("<!-- saved from url=(0027)https://example.org/lora/faq -->\n" + PAGE)
    assert ingest(raw, page).returncode == 0
    assert entries(raw)[0]["origin"] == "https://example.org/lora/faq"


def test_a_name_never_leaves_the_folder(raw: Path, httpserver: HTTPServer) -> None:
    """An address is somebody else's text."""
    httpserver.expect_request("/" + "长" * 200).respond_with_data(PAGE + "x", content_type="text/html")
    ran = ingest(raw, httpserver.url_for("/") + "长" * 200)
    assert ran.returncode == 0, ran.stderr
    from pipeline.sources import ingesting

    terms = ingesting.Terms("2026-01-02")
    taken = ingesting.take(ingesting.Arrival("s", "../../.x/..\\b\x00\n.md", PAGE.encode()), raw, terms, {})
    assert taken.document is not None
    for name in documents(raw):
        assert "/" not in name and not name.startswith(".") and len(name.encode()) < 200


def test_a_crash_leaves_no_half_written_document(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry is first, and asking again completes it without a second entry."""
    note = tmp_path / "note.md"
    note.write_text("## What is LoRA?\nSmall matrices.\n")
    whole = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if Path(target).suffix == ".md":
            raise OSError(28, "no space left on device")
        return whole(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        ingest(raw, note)
    assert documents(raw) == {}
    monkeypatch.undo()
    assert ingest(raw, note).returncode == 0
    assert len(documents(raw)) == len(entries(raw)) == 1


def test_sources_that_cannot_be_read_are_not_written_over(raw: Path, tmp_path: Path) -> None:
    raw.mkdir(parents=True)
    (raw / "sources.toml").write_text("[[source]\n")
    (tmp_path / "note.md").write_text("## What is LoRA?\nSmall matrices.\n")
    ran = ingest(raw, tmp_path / "note.md")
    assert ran.returncode == 2 and "expected TOML" in ran.stderr
    assert documents(raw) == {} and (raw / "sources.toml").read_text() == "[[source]\n"


def test_what_was_taken_down_stays_down(raw: Path, tmp_path: Path) -> None:
    """Whoever asked for it does not have to ask again, under whatever name it comes back."""
    note = tmp_path / "note.md"
    note.write_text("## What is LoRA?\nSmall matrices.\n")
    ingest(raw, note)
    [name] = documents(raw)
    ran = kanwu_here("takedown", name, "--reason", "its author asked", "--raw", str(raw))
    assert ran.returncode == 0, ran.stderr
    assert documents(raw) == {}
    kept = tomllib.loads((raw / "sources.toml").read_text("utf-8"))["takedown"]
    assert [(row["document"], row["reason"]) for row in kept] == [(name, "its author asked")]
    back = ingest(raw, note.rename(tmp_path / "other.md"))
    assert back.returncode == 2 and "its author asked" in back.stderr
    outside = kanwu_here("takedown", "../../other.md", "--reason", "x", "--raw", str(raw))
    assert outside.returncode == 2 and (tmp_path / "other.md").exists()
