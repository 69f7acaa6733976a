"""All corrections, newest first, and their feed: what changed in what is held to be said rightly, and who decided it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.models import Agent, Correction, Decision
from pipeline.publishing import addresses, shown, words
from pipeline.publishing.addresses import url
from pipeline.publishing.book import Book
from pipeline.publishing.knowledge_pages import place, section, table, top
from pipeline.publishing.markup import Content, Html, Page, element, escape, join, link


def newest(book: Book) -> list[Correction]:
    """Corrections by the time of their last decision, newest first."""
    ordered = sorted(book.results.corrections.values(), key=lambda c: c.group)
    return sorted(ordered, key=lambda c: c.at, reverse=True)


def agent_name(agent: Agent) -> str:
    """Who decided, and whether it is a person."""
    kind = "人" if agent.kind == "person" else "程序"
    return f"{agent.name}{' ' + agent.version if agent.version else ''}（{kind}）"


def corrections_page(book: Book) -> Page:
    """Every correction with old words, new words, reason, decision."""
    corrections = newest(book)
    reviewed = sum(c.reviewed for c in corrections)
    places = sum(len(book.findings_by_group.get(c.group, [])) for c in corrections)
    blocks = [
        top(
            "更正",
            f"{words.count(len(corrections))} 条",
            f"改正来源里的 {words.count(places)} 处",
            f"{reviewed} 条由人确认",
        ),
        element(
            "p",
            "更正绑定在断言上，不绑定在文件上：任何文档再说同样的错话，都会遇到同一条更正。",
            link("订阅", "/corrections/feed.xml"),
        ),
        element("ul", [_correction(book, c) for c in corrections], class_="corrections")
        if corrections
        else element("p", "还没有更正。", class_="quiet"),
        section("其余裁定", _others(book, corrections), "others"),
    ]
    return Page("corrections/", "更正", tuple(b for b in blocks if b), "全部更正，按时间倒序", "corrections")


def _correction(book: Book, correction: Correction) -> Html:
    found = book.findings_by_group.get(correction.group, [])
    said = next((q for f in found if (q := shown.quoted(f, book))), None)
    fact = book.results.facts.get(correction.fact or "")
    if said is None and fact is not None and fact.myths:
        said = element("del", fact.myths[0].says.zh, class_="wrong")
    links: list[Content] = [
        link("▸ 事实", url(addresses.fact(fact.id))) if fact else None,
        book.proof_link(fact.snippet, "▸ 证明") if fact else None,
    ]
    events = [book.decisions[i] for i in dict.fromkeys(correction.decisions) if i in book.decisions]
    places = element("ul", [place(book, f) for f in found[:20]], class_="places")
    return element(
        "li",
        element("p", said, class_="said") if said else None,
        element("p", element("ins", correction.statement.zh, class_="right"), class_="true"),
        _reason("p", correction.reason, "why"),
        element(
            "p",
            [item for item in links if item],
            element("span", f"{correction.at[:10]}，{shown.decided(book, correction)}"),
            class_="links",
        ),
        element("details", element("summary", f"出现在 {len(found)} 处"), places) if found else None,
        element("details", element("summary", f"裁定 {len(events)} 次"), element("ul", [_decision(e) for e in events]))
        if events
        else None,
        id=addresses.correction_anchor(correction.group),
    )


def _reason(name: str, reason: str, class_: str | None = None) -> Html:
    """Why something was decided; a reason in English says so to whatever reads it aloud."""
    told = words.reason(reason)
    return element(name, told, class_=class_, lang=words.lang(told))


def _decision(decision: Decision) -> Html:
    return element(
        "li",
        f"{decision.at[:16].replace('T', ' ')} {words.DECISION[decision.kind]}，{agent_name(decision.agent)}：",
        _reason("span", decision.reason),
        " ",
        element("code", decision.id[:12], class_="quiet"),
        id=addresses.decision_anchor(decision.id),
    )


def _others(book: Book, corrections: Sequence[Correction]) -> Html | None:
    told = {i for c in corrections for i in c.decisions}
    rest = [d for d in book.results.decisions if d.id not in told][::-1]
    if not rest:
        return None
    rows: list[list[Content]] = [
        [d.at[:10], words.DECISION[d.kind], element("code", d.target), agent_name(d.agent), _reason("span", d.reason)]
        for d in rest[:200]
    ]
    return table(["日期", "裁定", "对象", "谁", "理由"], rows)


def feed(book: Book) -> str:
    """The corrections as an Atom feed; its dates are those of the ledger."""
    corrections = newest(book)[:100]
    updated = _instant(corrections[0].at) if corrections else "1970-01-01T00:00:00Z"
    entries = [_entry(book, c) for c in corrections]
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">\n'
        f"<title>{words.SITE}：更正</title>\n<id>urn:kanwu:corrections</id>\n<updated>{updated}</updated>\n"
        f'<link rel="self" href="feed.xml"/>\n<link href="./"/>\n<author><name>Kanwu</name></author>\n'
        + "".join(entries)
        + "</feed>\n"
    )


def _entry(book: Book, correction: Correction) -> str:
    anchor = addresses.correction_anchor(correction.group)
    summary = join(words.reason(correction.reason), " ", shown.decided(book, correction))
    return (
        f"<entry><title>{escape(correction.statement.zh)}</title><id>urn:kanwu:correction:{anchor[2:]}</id>"
        f'<updated>{_instant(correction.at)}</updated><link href="./#{anchor}"/>'
        f"<summary>{summary}</summary><author><name>{escape(agent_name(correction.agents[-1]) if correction.agents else 'Kanwu')}</name></author></entry>\n"
    )


def _instant(at: str) -> str:
    """A time as Atom wants it: a day alone means its beginning."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", at):
        return f"{at}T00:00:00Z"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}T[\d:.]+", at):
        return f"{at}Z"
    return str(escape(at))
