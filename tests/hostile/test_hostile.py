"""Scraped text is data: it is never executed, never trusted as HTML. Checked in the built site by a real browser.

The browser ignores the site's content security policy here, so that what is measured is what the pages hold.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.models import (
    Claim,
    Correction,
    Document,
    Finding,
    Passage,
    QAPair,
    Question,
    Results,
    Source,
    Span,
    Verdict,
    Words,
)
from pipeline.publishing import pages, render
from tests.browser.running import ROOT, launched, serving
from tests.hostile.inputs import INPUTS
from tests.publishing.sample import SOFTWARE, decision, graph, sample

pytestmark = pytest.mark.browser

INSPECT = """
() => {
  const article = document.querySelector('article');
  const bad = [];
  for (const node of document.querySelectorAll('*')) {
    for (const attribute of node.attributes) {
      if (/^on/i.test(attribute.name)) bad.push(node.outerHTML.slice(0, 200));
      if (attribute.name === 'style' && article.contains(node)) bad.push(node.outerHTML.slice(0, 200));
      if (/^(?:href|src|action|data|xlink:href|srcset|background|poster)$/i.test(attribute.name)) {
        const value = attribute.value.replace(/[\\s\\u0000-\\u0020]/g, '').toLowerCase();
        if (/^(?:javascript|data|vbscript):/.test(value)) bad.push(node.outerHTML.slice(0, 200));
        if (attribute.name !== 'href' && /attacker/.test(value)) bad.push(node.outerHTML.slice(0, 200));
      }
    }
  }
  const banned = 'script,iframe,object,embed,style,link,meta,base,form,input,button,img,image,video,audio,source,' +
    'picture,template,noscript,marquee,use,animate,set,frame,textarea,select';
  const own = '.copy, #map-controls, #map-controls *';
  for (const node of article.querySelectorAll(banned)) if (!node.matches(own)) bad.push(node.outerHTML.slice(0, 200));
  for (const script of document.scripts) if (!script.src.startsWith(location.origin)) bad.push(script.outerHTML);
  for (const id of ['main', 'search', 'search-results', 'report-id']) {
    if (document.querySelectorAll('#' + id).length > 1) bad.push('a second #' + id);
  }
  for (const node of article.querySelectorAll('.prose--source [class]')) {
    const fine = /^(?:wrong|right|doubt|doubt-note|concept|highlight|scroll|formula.*|latex|copy)$/;
    if (![...node.classList].every((name) => fine.test(name)) && !node.closest('.highlight')) bad.push(node.outerHTML);
  }
  return bad;
}
"""


def hostile(text: str, number: int, document: Document, start: int) -> tuple[QAPair, Question, Finding]:
    """A pair, its question and a finding, all of them saying the hostile text."""
    at = Passage(document=document.path, start=start, end=start + len(text), line=1, end_line=1, quote=text)
    pair = QAPair(
        id=f"{number:012x}", document=document.path, sha256=document.sha256, lang="zh",
        question=text[:400], question_at=at, answer=text, answer_at=(at,), rule="test", section=(text[:80],),
    )  # fmt: skip
    question = Question(
        id=f"hostile-{number}", provisional=number % 4 == 3, wording=text[:400], lang="zh", aliases=(text[:100],),
        pairs=(pair.id,), topic="distributed-training", concepts=("zero-2",),
    )  # fmt: skip
    claim = Claim(
        id=f"c{number}", subject="zero-2", relation="partitions", objects=(text[:100],), passage=at, pair=pair.id
    )
    finding = Finding(
        id=f"{number:012x}", verdict=Verdict.contradicted, passage=at, pair=pair.id, claim=claim,
        fact="zero-2.partitions", message=Words(zh=f"这里说：{text[:100]}", en=text[:100]), confidence=1.0,
        reasons=(text[:100],),
    )  # fmt: skip
    return pair, question, finding


def results() -> Results:
    """The sample, and one document for all hostile texts, named and titled by one of them."""
    base = sample()
    source = "\n".join(INPUTS)
    document = Document(
        path='x"><script>pwned()</script>.md', sha256="0" * 64, format="markdown", encoding="utf-8", source=source,
        title="</title><script>pwned()</script>",
    )  # fmt: skip
    made = []
    at = 0
    for number, text in enumerate(INPUTS):
        made.append(hostile(text, number, document, at))
        at += len(text) + 1
    # The last few are about size and depth, and say nothing that a finding could be about.
    findings = [finding for pair, _, finding in made if len(pair.answer or "") < 500]
    corrected = {
        f.claim.group: Correction(
            group=f.claim.group, fact="zero-2.partitions", statement=Words(zh=f.passage.quote[:200], en="x"),
            decisions=("d",), agents=(SOFTWARE,), reviewed=False, reason=f.passage.quote[:200], at="2026-11-22",
        )
        for f in findings[::2]
        if f.claim
    }  # fmt: skip
    return base._replace(
        documents=(*base.documents, document),
        spans={**base.spans, document.path: (Span(0, len(source), "noise", "<img src=x onerror=pwned()>"),)},
        sources={
            **base.sources,
            document.path: Source(
                document=document.path, origin="javascript:pwned()", licence="<b onclick=pwned()>", publish="full"
            ),
        },
        pairs=(*base.pairs, *(pair for pair, _, _ in made)),
        questions=(*base.questions, *(question for _, question, _ in made)),
        findings=(*base.findings, *findings),
        corrections={**base.corrections, **corrected},
        decisions=(*base.decisions, decision("propose", "<script>pwned()</script>", INPUTS[16], "2026-11-23")),
        status={**base.status, **{question.id: "unreviewed" for _, question, _ in made}},
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    """The hostile site, served; and the paths of its pages."""
    folder = tmp_path_factory.mktemp("hostile")
    public = folder / "public"
    staged = {**pages(results(), graph()), "data/qa.json": "{}\n"}
    render(staged, site=ROOT / "site", mkdocs=ROOT / "mkdocs.yml", staging=folder / "cache", public=public)
    found = sorted(p.parent.relative_to(public).as_posix() for p in public.rglob("index.html"))
    with serving(public) as address:
        yield address, found


def test_there_are_enough_hostile_inputs() -> None:
    """At least sixty, each different."""
    assert len(set(INPUTS)) == len(INPUTS) >= 60


def test_no_hostile_text_runs_fetches_or_pretends(site: tuple[str, list[str]]) -> None:
    """Every page of the hostile site, opened without the protection of its policy."""
    address, found = site
    with launched() as browser:
        context = browser.new_context(bypass_csp=True)
        context.add_init_script("window.pwned = () => { window.wasPwned = true; }")
        outside: list[str] = []
        context.on("request", lambda r: None if r.url.startswith((address, "data:image/")) else outside.append(r.url))
        page = context.new_page()
        page.on("dialog", lambda dialog: outside.append("a dialog"))
        asked = [
            p
            for p in found
            if p.startswith(("q/hostile", "sources", "corrections", "topics", "facts", "graph", "conservation"))
        ]
        assert len(asked) > 60
        for path in asked:
            page.goto(f"{address}{path}/".replace("#", "%23"))
            assert page.evaluate("window.wasPwned") is None, path
            assert page.evaluate(INSPECT) == [], path
            assert page.url.startswith(address), path
        assert outside == []
        context.close()


def test_hostile_words_stay_readable(site: tuple[str, list[str]]) -> None:
    """Sanitising shows what was written; it does not swallow the sentence around it."""
    address, _ = site
    with launched() as browser:
        page = browser.new_page()
        page.goto(f"{address}q/hostile-0/")
        assert page.locator("h1").inner_text() == "<script>pwned()</script>"
        assert "pwned() · 勘误" not in page.title().replace("<script>pwned()</script> · 勘误", "")
        page.goto(f"{address}q/hostile-8/")
        assert "<script>pwned()</script>" in page.locator(".prose--source code").first.inner_text()


def test_hostile_search_results_are_text(site: tuple[str, list[str]]) -> None:
    """Search shows titles of scraped questions."""
    address, _ = site
    with launched() as browser:
        context = browser.new_context(bypass_csp=True)
        context.add_init_script("window.pwned = () => { window.wasPwned = true; }")
        page = context.new_page()
        page.goto(address)
        for query in ("script", "pwned", "onerror", "attacker"):
            page.fill("#search", query)
            page.wait_for_selector("#search-results a")
            assert page.locator("#search-results script, #search-results img").count() == 0
            assert page.evaluate("window.wasPwned") is None
        context.close()
