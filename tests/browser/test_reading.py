"""The site as a reader has it: on a phone and at a desk, by day and by night, by keyboard, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

PLACES = (
    "",
    "topics/",
    "topics/distributed-training/",
    "q/zero-2-partitions/",
    "q/zero-3-vs-zero-2/",
    "concepts/",
    "concepts/zero-2/",
    "facts/",
    "facts/zero-2.partitions/",
    "facts/zero-3.communicates@forward/",
    "proofs/",
    "proofs/zero_share/",
    "sources/",
    "sources/blog/zero.md/",
    "conservation/",
    "corrections/",
    "graph/",
    "about/",
    "editors/",
    "404.html",
)
QUESTION = "q/zero-2-partitions/"


@pytest.fixture(params=[(1280, 900), (360, 740)], ids=["desk", "phone"])
def screen(request: pytest.FixtureRequest, browser: Any) -> Iterator[Any]:
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height})
    yield context
    context.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_no_page_scrolls_sideways_or_asks_for_anything_from_outside(screen: Any, sample_site: str) -> None:
    """Tables, code and formulas scroll in themselves; nothing needs a network; no script complains."""
    outside: list[str] = []
    faults: list[str] = []
    screen.on("request", lambda r: None if r.url.startswith((sample_site, "data:")) else outside.append(r.url))
    page = screen.new_page()
    page.on("console", lambda m: faults.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    for place in PLACES:
        page.goto(sample_site + place)
        page.wait_for_load_state("networkidle")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, place
    assert outside == []
    assert faults == []


def test_no_page_of_the_corpus_scrolls_sideways_on_a_phone(browser: Any, corpus: Path, corpus_site: str) -> None:
    """Long words, formulas and code of real answers, at 360 pixels."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    places = sorted(p.parent.relative_to(corpus).as_posix() for p in corpus.rglob("index.html"))
    questions = [p for p in places if p.startswith("q/")]
    others = [p for p in places if not p.startswith("q/")]
    wide = []
    for place in [*questions[::4], *others[::16]]:
        page.goto(f"{corpus_site}{place}/")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(place)
    context.close()
    assert wide == []


def test_pages_of_questions_of_the_corpus_are_light(corpus: Path) -> None:
    """At most sixty thousand bytes of HTML."""
    weights = {p.parent.name: p.stat().st_size for p in (corpus / "q").rglob("index.html")}
    assert weights
    assert {name: weight for name, weight in weights.items() if weight > 60_000} == {}


def test_the_point_is_above_the_fold_on_a_phone(browser: Any, sample_site: str) -> None:
    """One sentence, without scrolling."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(sample_site + QUESTION)
    box = page.locator(".point").bounding_box()
    status = page.locator(".status").first.bounding_box()
    context.close()
    assert box["y"] + box["height"] < 640 and status["y"] < box["y"]


def test_a_line_holds_thirty_six_to_forty_characters(page: Any, sample_site: str) -> None:
    """Longer lines lose the eye, shorter ones tire it."""
    page.goto(sample_site + QUESTION)
    characters, leading = page.evaluate(
        """() => {
          const paragraph = document.querySelector('.prose p');
          const style = getComputedStyle(paragraph);
          const size = parseFloat(style.fontSize);
          return [paragraph.clientWidth / size, parseFloat(style.lineHeight) / size];
        }"""
    )
    assert 36 <= characters <= 40.5
    assert leading == pytest.approx(1.75, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(browser: Any, sample_site: str, scheme: str) -> None:
    """Contrast by WCAG: 4.5 for text, in both schemes, with or without JavaScript."""
    for scripts in (True, False):
        context = browser.new_context(color_scheme=scheme, java_script_enabled=scripts)
        page = context.new_page()
        page.goto(sample_site + QUESTION)
        for selector in (
            "h1",
            ".prose p",
            ".standing",
            ".status",
            ".said del",
            ".why",
            ".links a",
            ".links span",
            ".steps small",
            "h2",
        ):
            colour, ground = page.locator(selector).first.evaluate(
                "n => [getComputedStyle(n).color, getComputedStyle(document.body).backgroundColor]"
            )
            assert contrast(colour, ground) >= 4.5, (selector, scheme, colour, ground)
            pale = page.locator(selector).first.evaluate("n => getComputedStyle(n).opacity")
            assert pale == "1", selector  # a colour that is paled is not the one that was measured
        light = luminance(page.locator("body").evaluate("n => getComputedStyle(n).backgroundColor"))
        assert (light > 0.5) == (scheme == "light")
        context.close()


@pytest.mark.parametrize("chosen", ["dark", "light", ""])
def test_paper_is_white_whatever_the_screen_was(browser: Any, sample_site: str, chosen: str) -> None:
    """Light grey ink on white paper, or a page of black: neither can be read."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(sample_site + QUESTION)
    page.evaluate("(chosen) => { if (chosen) document.documentElement.dataset.scheme = chosen; }", chosen)
    page.emulate_media(media="print")
    for selector in ("h1", ".prose p", ".said del", ".true ins", ".why", ".prose pre code"):
        colour, ground = page.locator(selector).first.evaluate(
            "n => [getComputedStyle(n).color, getComputedStyle(document.body).backgroundColor]"
        )
        assert luminance(ground) > 0.9, selector
        assert contrast(colour, ground) >= 4.5, (selector, colour, ground)
    raised = page.locator(".prose pre").first.evaluate("n => getComputedStyle(n).backgroundColor")
    context.close()
    assert luminance(raised) > 0.8


def test_what_is_folded_is_printed(browser: Any, sample_site: str) -> None:
    """The page of a source is printed for its answers, and they are folded."""
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto(sample_site + "sources/blog/zero.md/")
        answer = page.locator("details .prose--source").first
        assert not answer.is_visible()
        page.emulate_media(media="print")
        box = answer.bounding_box()
        assert answer.is_visible() and box and box["height"] > 20, scripts
        context.close()


def test_printing_opens_what_is_folded_and_closes_it_again(page: Any, sample_site: str) -> None:
    """Where the style sheet cannot, the script does; the reader finds the page as it was."""
    page.goto(sample_site + "sources/blog/zero.md/")
    opened = "document.querySelectorAll('article details[open]').length"
    before = page.evaluate(opened)
    page.evaluate("() => { dispatchEvent(new Event('beforeprint')); }")
    assert page.evaluate(opened) == page.locator("article details").count() > before
    page.evaluate("() => { dispatchEvent(new Event('afterprint')); }")
    assert page.evaluate(opened) == before


def test_the_scheme_that_a_reader_chose_is_kept_and_does_not_flash(page: Any, sample_site: str) -> None:
    """The choice is applied before anything is painted."""
    page.goto(sample_site)
    page.click("button.scheme")
    assert page.evaluate("document.documentElement.dataset.scheme") == "dark"
    page.goto(sample_site + QUESTION)
    assert luminance(page.evaluate("getComputedStyle(document.body).backgroundColor")) < 0.1


def test_a_page_can_be_read_without_javascript(browser: Any, sample_site: str) -> None:
    """Answer, formula, figure, map: all of it is in the page."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(sample_site + QUESTION)
    assert page.locator("math").count() >= 3
    assert page.locator("svg.axis-figure circle").count() >= 2
    assert page.locator(".mistakes li").count() >= 1
    page.goto(sample_site + "graph/")
    assert page.locator("#map a.node").count() == 6
    page.locator('#map a.node[data-id="zero-2"]').click()
    assert page.url.endswith("/concepts/zero-2/")
    context.close()


def test_slash_searches_and_j_and_k_turn_pages(page: Any, sample_site: str) -> None:
    """A topic is worked through without touching the mouse."""
    page.goto(sample_site + QUESTION)
    page.keyboard.press("j")
    page.wait_for_url("**/q/zero-3-vs-zero-2/")
    page.keyboard.press("k")
    page.wait_for_url("**/q/zero-2-partitions/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("混合精度")
    page.wait_for_selector("#search-results a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/mixed-precision/")


def test_typing_j_into_the_search_box_turns_no_page(page: Any, sample_site: str) -> None:
    """Keys belong to whoever has the focus."""
    page.goto(sample_site + QUESTION)
    page.click("#search")
    page.keyboard.type("jk")
    page.wait_for_timeout(100)
    assert page.url.endswith(QUESTION)


def test_search_results_lie_within_the_screen(screen: Any, sample_site: str) -> None:
    """A list that hangs over the edge of a phone cannot be read."""
    page = screen.new_page()
    page.goto(sample_site + QUESTION)
    page.fill("#search", "切分")
    page.wait_for_selector("#search-results a")
    box = page.locator("#search-results").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= page.viewport_size["width"]


def test_a_concept_shows_its_definition_on_hover(page: Any, sample_site: str) -> None:
    """Without leaving the sentence."""
    page.goto(sample_site + QUESTION)
    page.locator(".prose a.concept").first.hover()
    page.wait_for_selector(".preview")
    assert "ZeRO 的第二阶段" in page.inner_text(".preview")


def test_the_map_shows_neighbours_first_and_opens_second(page: Any, sample_site: str) -> None:
    """Pan, zoom, filter, highlight."""
    from playwright.sync_api import expect

    page.goto(sample_site + "graph/")
    page.wait_for_load_state("networkidle")
    node = page.locator('#map a.node[data-id="zero-2"]')
    node.locator("circle").click()
    page.wait_for_selector("#map-detail h2")
    expect(page.locator("#map .node:not(.faded)")).to_have_count(4)
    assert "易混" in page.inner_text("#map-detail")
    before = page.get_attribute("#map", "viewBox")
    page.mouse.move(640, 500)
    page.mouse.wheel(0, -240)
    page.wait_for_timeout(50)
    assert page.get_attribute("#map", "viewBox") != before
    page.click("#map-controls button")
    page.select_option("#map-controls select", "training-memory")
    expect(page.locator("#map .node:not(.faded)")).to_have_count(2)
    node.locator("circle").click()
    node.locator("circle").click()
    page.wait_for_url("**/concepts/zero-2/")


IN_SIGHT = """(id) => {
  const node = document.querySelector(`#map a.node[data-id="${id}"]`).getBoundingClientRect();
  const frame = document.getElementById("map-frame").getBoundingClientRect();
  return node.left >= frame.left && node.right <= frame.right && node.top >= frame.top && node.bottom <= frame.bottom;
}"""


def test_what_is_sought_on_the_map_comes_into_sight(screen: Any, corpus_site: str) -> None:
    """Almost a thousand concepts: what matches lies nearly always elsewhere, and a faded map looks broken."""
    page = screen.new_page()
    page.goto(corpus_site + "graph/")
    page.wait_for_load_state("networkidle")
    assert not page.evaluate(IN_SIGHT, "zero-2")
    page.fill("#map-controls input", "zero2")
    assert page.evaluate(IN_SIGHT, "zero-2")
    assert page.inner_text("#map-controls output") == "1 个概念"
    page.fill("#map-controls input", "")
    page.select_option("#map-controls select", "quantization")
    bright = page.locator("#map .node:not(.faded)").evaluate_all("nodes => nodes.map((n) => n.dataset.id)")
    assert sum(page.evaluate(IN_SIGHT, one) for one in bright) >= min(6, len(bright))
    assert page.locator("#map-detail a").count() == min(24, len(bright))
    page.fill("#map-controls input", "没有这样的名字")
    assert page.inner_text("#map-controls output") == "没有这样的概念"


def test_the_map_is_one_stop_of_the_tab_key_and_arrows_walk_it(page: Any, corpus_site: str) -> None:
    """Who has no mouse would pass a thousand links before the end of the page, most of them out of sight."""
    page.goto(corpus_site + "graph/")
    page.wait_for_load_state("networkidle")
    assert page.locator('#map .node[tabindex="0"]').count() == 1
    page.focus("#map-frame")
    page.keyboard.press("Tab")
    met = []
    for key in ["ArrowRight"] * 3 + ["ArrowDown"] * 14:
        page.keyboard.press(key)
        met.append(page.evaluate("document.activeElement.dataset.id"))
        assert page.evaluate(IN_SIGHT, met[-1]), met
    assert len(set(met)) >= 12
    page.keyboard.press("Enter")
    page.wait_for_selector("#map-detail h2")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/concepts/{met[-1]}/")


def test_the_legend_of_the_map_shows_the_lines_as_they_are_drawn(page: Any, sample_site: str) -> None:
    """Three kinds of relations that look the same are one."""
    page.goto(sample_site + "graph/")
    looks = "line => { const s = getComputedStyle(line); return s.stroke + ' ' + s.strokeDasharray; }"
    kinds = ("broader", "related", "confused")
    legend = [page.locator(f".map-key .edge.{kind}").evaluate(looks) for kind in kinds]
    assert len(set(legend)) == 3
    assert [page.locator(f"#map .edge.{kind}").first.evaluate(looks) for kind in kinds] == legend


def test_whoever_follows_a_dead_link_can_search_at_any_depth(page: Any, sample_site: str) -> None:
    """The page says that the search helps; it must."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" and "404" not in m.text else None)
    assert page.goto(sample_site + "q/gone/for/good/").status == 404
    page.fill("#search", "混合精度")
    page.wait_for_selector("#search-results a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/mixed-precision/")
    assert faults == []


def test_a_link_to_a_finding_opens_what_hides_it(page: Any, sample_site: str) -> None:
    """A derivation ends at the words themselves."""
    page.goto(sample_site + QUESTION)
    page.locator("#derivation ~ ul a").first.click()
    page.wait_for_url("**/sources/blog/zero.md/#f-*")
    card = page.locator(".finding-card:target")
    assert card.is_visible() and "还切分模型参数" in card.inner_text()


def test_reporting_an_error_carries_the_id(page: Any, sample_site: str) -> None:
    """An editor must know which question is meant."""
    page.goto(sample_site + QUESTION)
    page.click("a.report")
    page.wait_for_url("**/editors/?question=zero-2-partitions#report")
    assert page.inner_text("#report-id") == "zero-2-partitions"


def test_a_moved_question_takes_its_reader_along(page: Any, sample_site: str) -> None:
    """Old links keep working."""
    page.goto(sample_site + "q/zero-2-shards/")
    page.wait_for_url("**/q/zero-2-partitions/")


def test_nothing_moves_while_a_page_loads(page: Any, sample_site: str) -> None:
    """The line being read stays where it is."""
    for place in (QUESTION, "", "graph/"):
        page.goto(sample_site + place)
        shift = page.evaluate(
            """() => new Promise((done) => {
              let sum = 0;
              new PerformanceObserver((list) => { for (const e of list.getEntries()) sum += e.value; })
                .observe({ type: 'layout-shift', buffered: true });
              setTimeout(() => done(sum), 300);
            })"""
        )
        assert shift < 0.01, place


def test_everything_can_be_reached_by_keyboard(page: Any, sample_site: str) -> None:
    """Boxes that scroll take the focus too, and it is visible."""
    page.goto(sample_site + QUESTION)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    scrollable = page.locator("article pre, article .scroll")
    assert all(scrollable.nth(k).get_attribute("tabindex") == "0" for k in range(scrollable.count()))
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(sample_site + "editors/")
    blocks = page.locator("article pre").evaluate_all(
        "all => all.filter((b) => b.scrollWidth > b.clientWidth).map((b) => b.tabIndex)"
    )
    assert len(blocks) > 3 and set(blocks) == {0}


def test_the_facts_can_be_looked_over_on_a_phone(browser: Any, corpus_site: str) -> None:
    """Four thousand lines are two hundred screens; a topic that is opened, or linked to, unfolds."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(corpus_site + "facts/")
    assert page.evaluate("document.documentElement.scrollHeight") < 740 * 6
    page.locator("details.fold#quantization summary").click()
    assert page.locator("details.fold#quantization li").first.is_visible()
    page.goto(corpus_site + "facts/#attention")
    page.wait_for_function("document.querySelector('details.fold#attention').open")
    context.close()


def luminance(colour: str) -> float:
    """Relative luminance of a computed colour."""
    channels = [float(c) / 255 for c in colour[colour.index("(") + 1 : -1].replace(",", " ").split()[:3]]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two computed colours."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_state_of_a_proof_on_every_device_is_seen_on_a_phone(browser: Any, sample_site: str) -> None:
    """`Not yet run` beyond the edge of the screen would read as run."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(sample_site + "proofs/")
    boxes = [state.bounding_box() for state in page.locator(".proofs .state").all()]
    context.close()
    assert len(boxes) >= 2
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 360 for box in boxes)


def test_the_name_of_a_document_can_be_read_where_its_characters_are_counted(browser: Any, sample_site: str) -> None:
    """A column that is one character wide makes a page of a name."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(sample_site + "conservation/")
    cell = page.locator(".part--documents td").first
    cell.locator("a").evaluate("a => { a.textContent = '大模型面试问答：二〇二四年整理版（上）'; }")
    box = cell.bounding_box()
    context.close()
    assert box["width"] >= 120 and box["height"] <= 120


def test_prediction_measurement_and_control_of_a_proof_fit_on_a_phone_together(browser: Any, sample_site: str) -> None:
    """The control beyond the edge of the screen is a control that nobody looks at."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(sample_site + "proofs/zero_share/")
    long = "学到的权重与单进程训练之差"  # as the library has them; those of the sample are short
    page.locator("section.part--numbers td").first.evaluate("(cell, name) => { cell.textContent = name; }", long)
    boxes = [cell.bounding_box() for cell in page.locator("section.part--numbers :is(th, td)").all()]
    context.close()
    assert len(boxes) >= 10
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 360 for box in boxes)


def test_the_code_of_a_proof_is_copied_whole(browser: Any, sample_site: str) -> None:
    """Whoever pastes it must be able to run it."""
    from playwright.sync_api import expect

    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(sample_site + "proofs/zero_share/")
    block = page.locator("section.part--code .highlight")
    assert float(block.locator(".copy").evaluate("b => getComputedStyle(b).opacity")) == 1  # seen without a pointer
    block.locator(".copy").click()
    expect(block.locator(".copy")).to_have_text("已复制")  # a string to evaluate is what the page's policy forbids
    copied = page.evaluate("navigator.clipboard.readText()")
    shown = block.locator("code").text_content()
    context.close()
    assert (
        copied == shown
        and copied.startswith('"""Fact: ')
        and copied.endswith('print(json.dumps({"fact": FACT, "myth": MYTH}))')
    )
