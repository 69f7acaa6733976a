"""What must hold when a file is read, whatever it is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from pipeline.sources import documents_below, load, parser, read_document
from pipeline.sources.registry import Parser

CHINESE = "# 显存账\n\n混合精度训练为什么还要保留一份单精度的权重？\n\n更新量太小，半精度加不上去。\n"
TRADITIONAL = "優化器狀態為什麼要切分？\n因為每張卡各存一份太浪費顯示記憶體。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_text_is_the_same_in_whatever_encoding_it_was_saved(encoding: str) -> None:
    """A scraper saves what it got; its readers must not see the difference."""
    read = read_document(CHINESE.encode(encoding), "notes.md")
    assert read.problems == []
    assert read.document is not None
    assert read.document.source == CHINESE


def test_big5_is_not_taken_for_gb18030() -> None:
    """Both decode each other's bytes without an error; only one of the results is writing."""
    document = read_document(TRADITIONAL.encode("big5"), "notes.txt").document
    assert document is not None
    assert (document.source, document.encoding) == (TRADITIONAL, "big5hkscs")


@pytest.mark.parametrize(("declared", "written"), [("gb2312", "utf-8"), ("utf-8", "gb18030"), ("big5", "gb18030")])
def test_a_wrong_declaration_is_not_believed(declared: str, written: str) -> None:
    """Saved pages keep the declaration of their server and the bytes of the browser."""
    page = f'<html><head><meta charset="{declared}"></head><body><h2>梯度裁剪解决什么问题？</h2><p>防止一步走得太远，损失突然升高。</p></body></html>'
    document = read_document(page.encode(written), "page.html").document
    assert document is not None
    assert document.source == page


def test_lines_break_at_returns_and_newlines_only() -> None:
    """A form feed or a Unicode separator inside a sentence must not shift every line number behind it."""
    document = read_document("a\r\nb\rc\nd\x0ce\u2028f\x85g".encode(), "x.txt").document
    assert document is not None
    assert [document.line_of(document.source.index(letter)) for letter in "abcdefg"] == [1, 2, 3, 4, 4, 4, 4]


def test_a_broken_byte_costs_one_character_not_the_document() -> None:
    """The rest of the page is still worth reading, and the reader is told where it broke."""
    read = read_document("第一行没有问题。\n第二行坏了".encode() + b"\xff" + "一个字。\n".encode() * 20, "x.txt")
    assert read.document is not None
    assert "第一行没有问题。" in read.document.source
    assert [problem.line for problem in read.problems] == [2]


@pytest.mark.parametrize(
    "data", [b"", b" \n\t\n", b"\x89PNG\r\n\x1a\n" + bytes(200), b"%PDF-1.7 ...", bytes(range(256)) * 40]
)
def test_what_is_no_text_gives_a_problem_and_no_document(data: bytes) -> None:
    """One stray picture in the raw folder must not stop a build."""
    read = read_document(data, "stray.txt")
    assert read.document is None
    assert len(read.problems) == 1


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html", "a.ipynb", "a.json", "a"])
def test_white_space_is_a_document_only_for_who_asks_for_it(name: str) -> None:
    """A scraper that saved nothing has failed; an author who has written nothing yet has not."""
    assert read_document(b" \n", name).document is None
    read = read_document(b" \n", name, blank=True)
    assert read.document is not None and read.problems == []
    assert (read.document.source, read.document.path) == (" \n", name)


def test_a_file_beyond_the_limit_is_reported_with_its_size() -> None:
    read = read_document(b"x" * 101, "big.txt", max_bytes=100)
    assert read.document is None
    assert "101 bytes" in str(read.problems[0])


@pytest.mark.timeout(20)
def test_nothing_that_lies_in_a_folder_can_stop_a_build(tmp_path: Path) -> None:
    """A pipe would block for ever, a dangling link would raise, a folder is no file."""
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    for name in ("pipe.txt", "dangling.txt", "folder.txt", "loop.txt", "nobody.txt"):
        read = load(tmp_path / name, tmp_path)
        assert read.document is None
        assert [problem.path for problem in read.problems] == [name]


def test_a_folder_that_nobody_may_look_into_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that leaves out half of the documents must not look like a whole one."""
    for name in ("a.md", "closed/b.md", "open/c.md", "open/.hidden/d.md", "sources.toml", ".e.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(CHINESE, "utf-8")
    look = os.scandir

    def closed(path: str) -> Any:  # whoever runs the tests may be allowed everything
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", path)
        return look(path)

    monkeypatch.setattr(os, "scandir", closed)
    found = documents_below(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a.md", "closed", "open/c.md"]
    read = load(tmp_path / "closed", tmp_path)
    assert read.document is None and [problem.path for problem in read.problems] == ["closed"]


def test_what_a_build_wrote_is_no_document(tmp_path: Path) -> None:
    """A site is known by its style sheet: whatever else is called `public` or graph.json is somebody's own."""
    own = {"a.md", "deep/b.md", "other/public/c.md", "other/graph.json", "deep/data/graph/facts.md"}
    written = {"graph.json", "data/graph/graph.json", "deep/graph.json"}
    for folder in ("public", "deep/public"):
        written |= {f"{folder}/index.html", f"{folder}/assets/kanwu.css"}
    for name in own | written:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(CHINESE, "utf-8")
    assert {path.relative_to(tmp_path).as_posix() for path in documents_below(tmp_path)} == own


def test_a_document_is_named_by_its_place_below_the_raw_folder(tmp_path: Path) -> None:
    (tmp_path / "blogs").mkdir()
    (tmp_path / "blogs" / "a.md").write_text(CHINESE, encoding="utf-8")
    document = load(tmp_path / "blogs" / "a.md", tmp_path).document
    assert document is not None
    assert document.path == "blogs/a.md"


def test_a_suffix_claimed_twice_names_both_claimants() -> None:
    """Two parsers for one suffix would make a build depend on the order of imports."""

    def parse_other(decoded: object, path: str) -> None: ...

    with pytest.raises(ImportError, match=r"\.md .*parse_markdown.*parse_other"):
        parser(".md")(parse_other)  # type: ignore[type-var]
    assert Parser is not None


def test_thanks_to_a_cause_is_no_courtesy() -> None:
    text = "Thanks to its extra mantissa bits, it is more precise.\n\nThanks to everyone who helped!\n"
    document = read_document(text.encode(), "notes.txt").document
    assert document is not None
    assert [bool(block.noise) for block in document.blocks] == [False, True]
