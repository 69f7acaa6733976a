"""Results in, staged pages out."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree

import pytest

from pipeline.models import Results, Source
from pipeline.publishing import addresses, pages
from tests.publishing.sample import graph, sample


@pytest.fixture(scope="module")
def results() -> Results:
    return sample()


@pytest.fixture(scope="module")
def staged(results: Results) -> dict[str, str]:
    return pages(results, graph())


def test_pages_are_the_same_bytes_whatever_the_order_of_a_run(results: Results, staged: dict[str, str]) -> None:
    """Two builds of one corpus print one tree hash."""
    assert pages(results, graph()) == staged
    assert list(staged) == sorted(staged)


def test_every_address_of_the_site_is_there(staged: dict[str, str]) -> None:
    """Addresses can't change later."""
    for path in (
        "index.md",
        "topics.md",
        "topics/distributed-training.md",
        "q/zero-2-partitions.md",
        "concepts/zero-2.md",
        "facts/zero-2.partitions.md",
        "facts/zero-3.communicates@forward.md",
        "proofs/zero_share.md",
        "proofs.md",
        "sources/blog/zero.md.md",
        "sources/notes.txt.md",
        "corrections.md",
        "corrections/feed.xml",
        "graph.md",
        "conservation.md",
    ):
        assert path in staged, path


def test_a_provisional_question_has_a_place_but_no_address(staged: dict[str, str]) -> None:
    """A link to it would break at the next build."""
    assert "q/p-accumulation.md" not in staged
    assert 'id="u-p-accumulation"' in staged["topics/training-memory.md"]
    assert 'href="../../topics/training-memory/#u-p-accumulation"' in staged["q/zero-2-partitions.md"]


def test_a_replaced_question_leaves_a_redirect(staged: dict[str, str]) -> None:
    """A shared link keeps working."""
    assert 'redirect: "../../q/zero-2-partitions/"' in staged["q/zero-2-shards.md"]


def test_the_point_comes_first_and_the_status_beside_it(staged: dict[str, str]) -> None:
    """Someone in the metro reads one sentence and knows whether to rely on it."""
    page = staged["q/zero-2-partitions.md"]
    order = [page.index(part) for part in ("<h1>", "有争议", 'class="point"', 'id="answer"', 'id="mistakes"')]
    assert order == sorted(order)


def test_sections_stand_in_the_order_of_the_page_plan(staged: dict[str, str]) -> None:
    """Point, answer, mistakes, evidence, next, sources, derivation."""
    page = staged["q/zero-2-partitions.md"]
    found = re.findall(r'<h2 id="(\w+)">', page)
    assert found == ["answer", "mistakes", "evidence", "next", "sources", "derivation"]


def test_a_corrected_claim_is_struck_with_its_truth_and_proof(staged: dict[str, str]) -> None:
    """The reader sees what is said, what is true, why, and the proof; and that no person confirmed it."""
    page = staged["q/zero-2-partitions.md"]
    row = page[page.index('id="mistakes"') : page.index('id="evidence"')]
    assert '<del class="wrong">还切分模型参数</del>' in row
    assert "不切分参数。" in row and "记反了" in row
    assert 'href="../../proofs/zero_share/"' in row
    assert "依据文献与可运行证明更正，尚无人工确认" in row


def test_a_correction_without_a_proof_does_not_claim_one(results: Results) -> None:
    """What no program has shown must not be said to be shown."""
    page = pages(results._replace(evidence=()), graph())["q/zero-2-partitions.md"]
    assert "依据文献更正，尚无人工确认" in page
    assert "依据文献与可运行证明更正" not in page


def test_a_person_who_decided_is_named(results: Results) -> None:
    """Who decided is never blurred."""
    from pipeline.models import Agent

    [(group, correction)] = results.corrections.items()
    person = correction.model_copy(update={"agents": (Agent(name="林一", kind="person"),), "reviewed": True})
    page = pages(results._replace(corrections={group: person}), graph())["corrections.md"]
    assert "已审校：林一" in page and "尚无人工确认" not in page


def test_every_page_of_a_question_ends_with_its_derivation(staged: dict[str, str]) -> None:
    """Source span → claim → fact → proof → decision, each a link."""
    page = staged["q/zero-2-partitions.md"]
    line = page[page.index('id="derivation"') :]
    hrefs = re.findall(r'href="\.\./\.\./([^"]+)"', line[: line.index("</li>")])
    assert [h.split("/")[0] for h in hrefs] == ["sources", "sources", "facts", "proofs", "corrections"]


def test_flagged_words_are_marked_wherever_a_source_is_shown(staged: dict[str, str]) -> None:
    """Nothing that is flagged looks like truth."""
    page = staged["sources/blog/zero.md.md"]
    prose = page[page.index("prose--source") :]
    assert '<del class="wrong">还切分模型参数</del><ins class="right">还切分梯度</ins>' in prose
    assert '<mark class="doubt">通信量与数据并行相同</mark>' in prose
    assert "〔来源互相矛盾，未裁定〕" in prose


def test_a_source_that_may_be_quoted_only_is_not_shown_whole(results: Results, staged: dict[str, str]) -> None:
    """sources.toml says what a build may publish; nothing said means a quote."""
    page = staged["sources/notes.txt.md"]
    assert "<blockquote>" in page and "<details>" not in page
    long = results.pairs[4].model_copy(update={"answer": "ZeRO-3 把参数也切分。" + "后面还有很多字，" * 60})
    changed = results._replace(pairs=(*results.pairs[:4], long))
    for path, text in pages(changed, graph()).items():
        assert text.count("后面还有很多字") < 20, path


def test_flagged_words_are_marked_in_a_short_quote_too(results: Results) -> None:
    """A quote of the wrong sentence, unmarked, is the wrong sentence once more."""
    sources = {path: Source(document=path, publish="quote") for path in results.sources}
    page = pages(results._replace(sources=sources, answers={}), graph())
    for path in ("q/zero-2-partitions.md", "sources/blog/zero.md.md"):
        text = page[path]
        for words, mark in (
            ("还切分模型参数", '<del class="wrong">'),
            ("通信量与数据并行相同", '<mark class="doubt">'),
        ):
            assert text.count(words) == text.count(mark + words) > 0, (path, words)


def test_a_source_that_may_not_be_published_leaves_no_words(results: Results) -> None:
    """Taken down means taken down: lines and verdicts only."""
    sources = {path: Source(document=path, publish="none") for path in results.sources}
    changed = results._replace(sources=sources, answers={})
    everything = "".join(pages(changed, graph()).values())
    for words in ("还切分模型参数", "损失缩放防止梯度下溢", "every rank keeps all parameters. ", "分布式训练笔记"):
        assert words not in everything.replace(results.facts["zero-2.partitions"].statement.en, ""), words
    assert "梯度累积有什么缺点" not in everything


def test_the_canonical_answer_keeps_its_own_words_on_mistakes_in_one_place(results: Results) -> None:
    """Two sections of one name on a page confuse."""
    answer = results.answers["zero-2-partitions"]
    body = answer.body + "\n## 常见错误\n\n有人说第二阶段切分参数，那是第三阶段。\n\n## 再说两句\n\n完。\n"
    answers = {"zero-2-partitions": answer.model_copy(update={"body": body})}
    page = pages(results._replace(answers=answers), graph())["q/zero-2-partitions.md"]
    assert page.count(">常见错误</h") == 1
    assert page.index('id="mistakes"') < page.index("那是第三阶段") < page.index('id="evidence"')
    assert page.index("再说两句") < page.index('id="mistakes"')


def test_a_stale_answer_says_which_facts_changed(results: Results) -> None:
    """An answer that outlived its facts must not look current."""
    changed = results._replace(stale={"zero-2-partitions": ("zero-2.partitions",)})
    page = pages(changed, graph())["q/zero-2-partitions.md"]
    assert "待复核" in page[: page.index('id="answer"')]


def test_every_character_of_a_document_is_accounted_for(staged: dict[str, str]) -> None:
    """Conservation, in words and in a bar."""
    assert "全部计入" in staged["sources/blog/zero.md.md"]
    assert "差" not in staged["conservation.md"].split("各文档")[1]
    assert "作者信息" in staged["conservation.md"]


def test_the_feed_is_atom_with_the_dates_of_the_ledger(staged: dict[str, str]) -> None:
    """A reader subscribes; a build's own date would make every entry new."""
    root = ElementTree.fromstring(staged["corrections/feed.xml"])
    name = "{http://www.w3.org/2005/Atom}"
    assert root.findtext(f"{name}updated") == "2026-11-22T09:30:00Z"
    [entry] = root.findall(f"{name}entry")
    assert entry.findtext(f"{name}title") == "ZeRO-2 切分优化器状态和梯度，不切分参数。"


def test_hidden_spellings_are_found_and_never_shown(staged: dict[str, str]) -> None:
    """A misspelling helps who types it, and nobody else."""
    rows = json.loads(staged["assets/search.json"])["entries"]
    [row] = [row for row in rows if row[0] == "c" and row[2] == "concepts/zero-2/"]
    assert "zero2" in row[4]
    assert "zero2" not in staged["concepts/zero-2.md"].replace("zero-2", "")


def test_the_addresses_of_documents_never_collide_or_escape() -> None:
    """Names of files are a stranger's."""
    names = ["a b.txt", "a_b.txt", "index.html", "../up.txt", ".hid/x.md", "面试 100 题?.md", "x" * 300, "a/index.html"]
    found = [addresses.document(name) for name in names]
    assert len(set(found)) == len(names)
    for address in found:
        assert address.startswith("sources/") and "/../" not in address and "/." not in address
        assert max(len(part.encode()) for part in address.split("/")) < 200
    assert addresses.document("notes/rag.md") == "sources/notes/rag.md/"


def test_the_numbers_of_the_start_page_are_those_of_the_pages_that_they_lead_to(
    results: Results, staged: dict[str, str]
) -> None:
    """A number that changes behind a link makes a reader doubt both."""
    start = staged["index.md"]
    tally = dict(re.findall(r'href="\./(\w+)/"[^>]*><b>(\d+)</b>', start[start.index('class="tally"') :]))
    for place, number in tally.items():
        page = staged[f"{place}.md"]
        meta = page[page.index('class="meta"') : page.index("</header>")]
        assert re.search(rf"<span>{number} ", meta), (place, number)
    assert tally["corrections"] == str(len(results.corrections))


def test_the_page_of_a_source_says_in_its_title_and_description_which_one_it_is(staged: dict[str, str]) -> None:
    """Twelve tabs, twelve results of a search engine: each tells what it holds."""
    front = staged["sources/blog/zero.md.md"].split("---")[1].encode().decode("unicode_escape")
    assert 'title: "分布式训练笔记（来源）"' in front and "来源“分布式训练笔记”：3 对问答" in front


def test_no_page_of_a_question_is_heavy(staged: dict[str, str]) -> None:
    """Sixty thousand bytes is the limit for a page; what is staged leaves room for the frame."""
    assert max(len(t.encode()) for p, t in staged.items() if p.startswith("q/")) < 50_000
