"""Staged pages to a site in its place, by the real MkDocs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from pipeline.models import KanwuError
from pipeline.publishing import inspection, pages, render
from pipeline.publishing.swapping import exchange, recover, swap
from tests.publishing.sample import graph, sample

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def staged() -> dict[str, str]:
    return {**pages(sample(), graph()), "data/qa.json": "{}\n"}


def build(staged: dict[str, str], folder: Path, site: Path = ROOT / "site") -> Path:
    render(staged, site=site, mkdocs=ROOT / "mkdocs.yml", staging=folder / "cache" / "site", public=folder / "public")
    return folder / "public"


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def built(staged: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a built site; tests that change it take a copy."""
    folder = tmp_path_factory.mktemp("built")
    build(staged, folder)
    return folder


def copy_of(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "copy")
    return tmp_path / "copy"


def test_two_builds_give_the_same_bytes(built: Path, staged: dict[str, str], tmp_path: Path) -> None:
    """No date, no order of a run, no path of a machine reaches a page."""
    assert tree(build(staged, tmp_path)) == tree(built / "public")


def test_no_page_names_a_folder_of_the_machine(built: Path) -> None:
    """A site is published; where it was built is nobody's business."""
    for name, data in tree(built / "public").items():
        assert str(built).encode() not in data and str(ROOT).encode() not in data, name


def test_nothing_changed_means_that_mkdocs_is_not_started(
    built: Path, staged: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rebuild is immediate."""
    folder = copy_of(built, tmp_path)
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: pytest.fail("MkDocs was started"))
    before = {p: p.stat().st_ino for p in (folder / "public").rglob("*")}
    build(staged, folder)
    assert {p: p.stat().st_ino for p in (folder / "public").rglob("*")} == before


def test_one_changed_page_is_the_only_file_that_is_rewritten(
    built: Path, staged: dict[str, str], tmp_path: Path
) -> None:
    """Mirrors and caches fetch what changed, not the site."""
    folder = copy_of(built, tmp_path)
    before = {p.relative_to(folder): p.stat().st_ino for p in (folder / "public").rglob("*") if p.is_file()}
    changed = {**staged, "concepts/gradient.md": staged["concepts/gradient.md"].replace("偏导数", "偏导")}
    build(changed, folder)
    after = {p.relative_to(folder): p.stat().st_ino for p in (folder / "public").rglob("*") if p.is_file()}
    assert [str(p) for p in after if after[p] != before.get(p)] == ["public/concepts/gradient/index.html"]


def test_a_partial_render_gives_the_bytes_of_a_whole_one(built: Path, staged: dict[str, str], tmp_path: Path) -> None:
    """What was rendered when must never show."""
    folder = copy_of(built, tmp_path)
    changed = {**staged, "facts.md": staged["facts.md"].replace("事实", "事实。", 1)}
    del changed["q/zero-2-shards.md"]  # a redirect, to which nothing links
    build(changed, folder)
    assert not (folder / "public/q/zero-2-shards").exists()
    assert tree(folder / "public") == tree(build(changed, tmp_path / "whole"))


def test_a_tampered_or_missing_page_is_made_again(built: Path, staged: dict[str, str], tmp_path: Path) -> None:
    """The public folder is what the build says, whatever happened to it meanwhile."""
    folder = copy_of(built, tmp_path)
    (folder / "public/index.html").write_text("tampered")
    (folder / "public/facts/index.html").unlink()
    (folder / "public/stray.html").write_text("stray")
    build(staged, folder)
    assert tree(folder / "public") == tree(built / "public")


def test_a_link_that_leads_nowhere_stops_the_build_and_keeps_the_old_site(
    built: Path, staged: dict[str, str], tmp_path: Path
) -> None:
    """Broken links are found by the build, not by a reader."""
    folder = copy_of(built, tmp_path)
    broken = {**staged, "proofs.md": staged["proofs.md"].replace("../proofs/zero_share/", "../proofs/gone/")}
    with pytest.raises(KanwuError, match=r"proofs/index\.html: expected a link.*\.\./proofs/gone/"):
        build(broken, folder)
    assert tree(folder / "public") == tree(built / "public")
    anchor = {**staged, "index.md": staged["index.md"].replace("/corrections/#c-", "/corrections/#x-")}
    anchor["index.md"] = anchor["index.md"].replace('"./corrections/#c-', '"./corrections/#x-')
    with pytest.raises(KanwuError, match="on that page"):
        build(anchor, folder)


def test_a_page_that_would_fetch_from_elsewhere_stops_the_build(
    built: Path, staged: dict[str, str], tmp_path: Path
) -> None:
    """The site needs no network: asserted for every page, at every build."""
    folder = copy_of(built, tmp_path)
    for markup, told in (
        ('<p><img src="https://example.org/a.png"></p>', "a resource from elsewhere"),
        ("<div><script>1</script></div>", "a script within the page"),
        ('<p onclick="x()">a</p>', "an attribute onclick"),
        ('<p><a href="javascript:x()">a</a></p>', "a link to javascript:"),
    ):
        with pytest.raises(KanwuError, match=told):
            build({**staged, "proofs.md": staged["proofs.md"] + f"\n{markup}\n"}, folder)


def test_no_page_links_nowhere_and_none_fetches_from_elsewhere(built: Path) -> None:
    """Checked once more from outside, over all files of the built site."""
    public = built / "public"
    files = [p.relative_to(public).as_posix() for p in public.rglob("*") if p.is_file()]
    contents = {f: inspection.contents((public / f).read_bytes()) for f in files if f.endswith(".html")}
    assert inspection.problems(contents, files) == []


def test_a_site_below_a_path_has_a_404_page_that_finds_its_way_and_a_map(
    staged: dict[str, str], tmp_path: Path
) -> None:
    """A host shows 404.html at any depth: only site_url says where its style sheet and its search lie."""
    settings = tmp_path / "mkdocs.yml"
    named = (ROOT / "mkdocs.yml").read_text("utf-8").replace("site/overrides", str(ROOT / "site/overrides"))
    settings.write_text(named + "site_url: https://example.org/kanwu\n", "utf-8")
    render(staged, site=ROOT / "site", mkdocs=settings, staging=tmp_path / "cache", public=tmp_path / "public")
    missing = (tmp_path / "public/404.html").read_text("utf-8")
    assert 'href="/kanwu/assets/kanwu.css"' in missing and 'data-root="/kanwu/"' in missing
    listed = ElementTree.parse(tmp_path / "public/sitemap.xml").getroot()
    places = [each.text for each in listed.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert {"https://example.org/kanwu/", "https://example.org/kanwu/q/zero-2-partitions/"} < set(places)
    assert "https://example.org/kanwu/q/zero-2-shards/" not in places  # it moved


def test_without_an_address_there_is_no_map_and_404_begins_at_the_root(built: Path) -> None:
    """A map of relative addresses is none; two slashes at the beginning name another host."""
    assert not (built / "public/sitemap.xml").exists()
    missing = (built / "public/404.html").read_text("utf-8")
    assert (
        'data-root="/"' in missing and "<title>没有这一页 · 勘误</title>" in missing and 'name="description"' in missing
    )


def test_a_killed_build_leaves_the_old_site_whole(built: Path, staged: dict[str, str], tmp_path: Path) -> None:
    """SIGKILL at any moment: the old tree or the new one, and the next build is complete."""
    folder = copy_of(built, tmp_path)
    old = tree(folder / "public")
    changed = {p: t.replace("ZeRO-2 切分了什么", "ZeRO-2 究竟切分什么") for p, t in staged.items()}
    new = tree(build(changed, tmp_path / "new"))
    script = (
        "import json,sys;from pathlib import Path;from pipeline.publishing import render;"
        "a=json.load(open(sys.argv[1]));f=Path(sys.argv[2]);r=Path(sys.argv[3]);"
        "render(a,site=r/'site',mkdocs=r/'mkdocs.yml',staging=f/'cache'/'site',public=f/'public')"
    )
    import json

    (tmp_path / "pages.json").write_text(json.dumps(changed), "utf-8")
    seen = set()
    for delay in (0.15, 0.4, 0.7, 0.9, 1.1, 1.3, 1.6):
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path / "pages.json"), str(folder), str(ROOT)],
            cwd=ROOT,
            start_new_session=True,
        )
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        now = tree(folder / "public")
        assert now in (old, new), f"killed after {delay} s"
        seen.add(now == new)
    assert tree(build(changed, folder)) == new


@pytest.mark.parametrize("whole", [True, False])
def test_a_build_that_died_between_two_renames_is_recovered(tmp_path: Path, whole: bool) -> None:
    """Where folders can't be exchanged in one step, the next build puts the old site back."""
    public, previous = tmp_path / "public", tmp_path / "previous"
    previous.mkdir()
    (previous / "a").write_text("old")
    if whole:
        public.mkdir()
        (public / "a").write_text("new")
    recover(public, previous)
    assert (public / "a").read_text() == ("new" if whole else "old")
    assert not previous.exists()


@pytest.mark.parametrize("exchanging", [True, False])
def test_a_folder_takes_another_ones_place(tmp_path: Path, exchanging: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """By one call on Linux, by two renames elsewhere: the outcome is the same."""
    from pipeline.publishing import swapping

    if not exchanging:
        monkeypatch.setattr(swapping, "exchange", lambda one, other: False)
    for name in ("fresh", "public"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a").write_text(name)
    swap(tmp_path / "fresh", tmp_path / "public", tmp_path / "previous")
    assert (tmp_path / "public/a").read_text() == "fresh"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["public"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="renameat2 is Linux's")
def test_two_folders_are_exchanged_in_one_step(tmp_path: Path) -> None:
    """No moment without a site."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a").write_text(name)
    if not exchange(tmp_path / "one", tmp_path / "other"):
        pytest.skip("this file system exchanges nothing")
    assert (tmp_path / "one/a").read_text() == "other"


def test_the_readers_frame_is_light(built: Path) -> None:
    """A page of a question stays below sixty thousand bytes, frame and all."""
    weights = {p: p.stat().st_size for p in (built / "public/q").rglob("*.html")}
    assert weights and max(weights.values()) < 60_000


def test_a_handwritten_page_is_not_hidden_by_a_generated_one(staged: dict[str, str], tmp_path: Path) -> None:
    """Two pages at one address: the build says so instead of choosing."""
    with pytest.raises(KanwuError, match=r"about\.md: expected one page"):
        build({**staged, "about.md": "x"}, tmp_path)


def test_a_strangers_folder_is_not_replaced(staged: dict[str, str], tmp_path: Path) -> None:
    """The public folder is exchanged whole; somebody's photographs in it must survive a slip of --out."""
    (tmp_path / "public").mkdir()
    (tmp_path / "public/photo.jpg").write_text("precious")
    with pytest.raises(KanwuError, match="expected a site of Kanwu's"):
        build(staged, tmp_path)
    assert (tmp_path / "public/photo.jpg").read_text() == "precious"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_named(staged: dict[str, str], tmp_path: Path) -> None:
    """A traceback is a defect."""
    (tmp_path / "cache").mkdir(mode=0o500)
    with pytest.raises(KanwuError, match="expected to write the site"):
        build(staged, tmp_path)
