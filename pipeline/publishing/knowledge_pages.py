"""The pages of what is held true: concepts, facts, and the programs that prove them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.models import Concept, Evidence, Fact, Finding
from pipeline.publishing import addresses, figures, shown, words
from pipeline.publishing.addresses import url
from pipeline.publishing.book import Book, labels
from pipeline.publishing.markdown import inline
from pipeline.publishing.markup import Content, Html, Page, element, join, link, unbroken
from pipeline.publishing.questions import DEVICE, alike, citation_list, measures, question_list, ran_on

KIND = {
    "closed-set": "封闭集合",
    "single-value": "单一取值",
    "number": "数值",
    "polarity": "正反",
    "expansion": "全称",
    "definition": "定义",
    "kind-of": "类别",
    "mechanism": "机制",
}


def section(name: str, body: Content, anchor: str) -> Html | None:
    """A part of a page under its heading; None where there is nothing to say."""
    content = join(body)
    if not content:
        return None
    return element("section", element("h2", name, id=anchor), content, class_=f"part part--{anchor}")


def top(title: str, *meta: Content, lead: Content = None) -> Html:
    """The head of a page: its name, what it is, and the point."""
    spans = [element("span", item) for item in meta if item]
    return element(
        "header",
        element("h1", unbroken(title)),
        element("p", spans, class_="meta") if spans else None,
        element("p", lead, class_="point") if lead else None,
        class_="top",
    )


def table(head: Sequence[str], rows: Sequence[Sequence[Content]], class_: str = "") -> Html:
    """A table that scrolls in itself."""
    return element(
        "div",
        element(
            "table",
            element("thead", element("tr", [element("th", cell, scope="col") for cell in head])),
            element("tbody", [element("tr", [element("td", cell) for cell in row]) for row in rows]),
            class_=class_ or None,
        ),
        class_="scroll",
        tabindex="0",
    )


# -------------------------------------------------------------------------------------------- concepts


def concept_page(book: Book, concept: Concept) -> Page:
    """Definition, names, neighbourhood, facts, questions, and what it is taken for."""
    names = [concept.pref_label.en, *concept.alt_label.zh, *concept.alt_label.en]
    names = [n for n in dict.fromkeys(names) if n != concept.pref_label.zh]
    linker = book.linker(without=[concept.id])
    facts = [book.results.facts[f] for f in book.facts_of.get(concept.id, [])]
    questions = book.questions_on.get(concept.id, [])
    title = concept.pref_label.zh
    blocks = [
        top(
            title,
            concept.pref_label.en if concept.pref_label.en != title else None,
            link(words.topic(concept.topic), url(addresses.topic(concept.topic))),
            lead=inline(concept.definition.zh, linker=linker),
        ),
        element("p", "又称：", "、".join(names[1:] if names[:1] == [concept.pref_label.en] else names), class_="quiet")
        if len(names) > 1
        else None,
        section("邻近概念", _neighbourhood(book, concept), "neighbours"),
        section("事实", _fact_table(book, facts), "facts"),
        section("容易混淆", _confusions(book, concept), "confused"),
        section("问题", question_list(book, questions) if questions else None, "questions"),
    ]
    return Page(
        address=addresses.concept(concept.id),
        title=title if title == concept.pref_label.en else f"{title} {concept.pref_label.en}",
        description=shown.shorten(concept.definition.zh, 150),
        kind="concept",
        body=tuple(b for b in blocks if b),
    )


def _neighbourhood(book: Book, concept: Concept) -> Html | None:
    groups = {
        "broader": [b for b in concept.broader if b in book.results.concepts],
        "confused": book.confused.get(concept.id, []),
        "narrower": book.narrower.get(concept.id, []),
        "related": book.related.get(concept.id, []),
    }
    if not any(groups.values()):
        return None
    told = {"broader": "上位概念", "narrower": "下位概念", "related": "相关", "confused": "易混淆"}
    described = "；".join(f"{told[k]}：{'、'.join(book.name(i) for i in ids)}" for k, ids in groups.items() if ids)
    drawn = figures.neighbourhood(
        concept.pref_label.zh,
        {
            kind: [figures.Neighbour(book.name(i), url(addresses.concept(i))) for i in ids]
            for kind, ids in groups.items()
        },
        described,
    )
    return join(drawn, element("p", link("在图谱中查看", f"/graph/#{concept.id}"), class_="quiet"))


def _fact_table(book: Book, facts: Sequence[Fact]) -> Html | None:
    if not facts:
        return None
    rows: list[list[Content]] = []
    for fact in facts:
        relation = book.results.relations.get(fact.relation)
        cited = next((c for c in fact.citations if c.how != "memory"), None) or next(iter(fact.citations), None)
        where = f"{cited.title}{'，' + cited.where if cited and cited.where else ''}" if cited else "–"
        rows.append(
            [
                relation.label.zh if relation else fact.relation,
                link(fact.statement.zh, url(addresses.fact(fact.id))),
                shown.shorten(where, 60),
                book.proof_link(fact.snippet) or "–",
            ]
        )
    return table(["关系", "取值", "出处", "证明"], rows, "facts")


def _confusions(book: Book, concept: Concept) -> Html | None:
    rows = []
    for other in book.confused.get(concept.id, []):
        known = book.results.concepts[other]
        rows.append(element("li", book.concept_link(other), "：", known.definition.zh))
    if not rows:
        return None
    return join(element("ul", [element("li", element("b", concept.pref_label.zh), "：", concept.definition.zh), rows]))


def concepts_page(book: Book) -> Page:
    """All concepts by topic."""
    grouped: dict[str, list[Concept]] = {}
    for concept in book.results.concepts.values():
        grouped.setdefault(concept.topic, []).append(concept)
    blocks = [top("概念", f"{words.count(len(book.results.concepts))} 个")]
    for topic in sorted(grouped, key=words.topic_order):
        members = sorted(grouped[topic], key=lambda c: (book.depth(c.id), c.id))
        items = [
            element(
                "li",
                link(c.pref_label.zh, url(addresses.concept(c.id))),
                element("span", f" {c.pref_label.en}", class_="quiet") if c.pref_label.en != c.pref_label.zh else None,
            )
            for c in members
        ]
        block = section(words.topic(topic), element("ul", items, class_="columns"), topic)
        if block:
            blocks.append(block)
    return Page("concepts/", "概念", tuple(blocks), "知识图谱中的全部概念", "list")


# ----------------------------------------------------------------------------------------------- facts


def fact_page(book: Book, fact: Fact) -> Page:
    """What is true, what is often said, citation, proof, where it was said wrongly."""
    relation = book.results.relations.get(fact.relation)
    flagged = book.findings_on.get(fact.id, [])
    right = book.supported_on.get(fact.id, 0)
    validity = "".join([f"自 {fact.since} 起" if fact.since else "", f"至 {fact.until}" if fact.until else ""])
    myths = [
        element(
            "li",
            element("p", element("del", m.says.zh, class_="wrong"), class_="said"),
            element("p", m.why.zh, class_="why") if m.why else None,
        )
        for m in fact.myths
    ]
    linker = book.linker()
    cited = citation_list(fact.citations)
    blocks = [
        top(
            fact.statement.zh,
            "事实",
            book.concept_link(fact.subject),
            relation.label.zh if relation else fact.relation,
            validity,
            "有出处，已核对" if fact.checked else "出处尚未核对",
            lead=None,
        ),
        element("p", inline(fact.explanation.zh, linker=linker), class_="explanation") if fact.explanation else None,
        element("p", fact.statement.en, lang="en", class_="quiet"),
        section("常见的错误说法", element("ul", myths, class_="mistakes") if myths else None, "myths"),
        section("文献", cited, "citations"),
        section("证明", _proofs_of(book, fact.snippet), "proof"),
        section("在来源中", _said(book, flagged, right), "sources"),
        section("检查规则", _rule(fact, relation.kind if relation else ""), "rule"),
    ]
    return Page(
        address=addresses.fact(fact.id),
        title=fact.statement.zh,
        description=shown.shorten(fact.statement.zh, 150),
        kind="fact",
        body=tuple(b for b in blocks if b),
    )


def _rule(fact: Fact, kind: str) -> Html:
    return element(
        "p",
        element("code", "kanwu lint"),
        " 用规则 ",
        element("code", fact.id),
        f" 检查这条事实（{KIND.get(kind, kind) or '关系未知'}；取值 {'、'.join(fact.objects)}）。",
        class_="quiet",
    )


def _proofs_of(book: Book, snippet: str | None) -> Html | None:
    if snippet is None or snippet not in book.snippets:
        return None
    runs = book.evidence_of.get(snippet, [])
    title = book.proof(snippet).title
    if not runs:
        return element("p", book.proof_link(snippet, f"▸ {title}"), "：尚未运行。")
    return join([_run_line(book, run) for run in runs if alike(book, run)[0] is run])


def _run_line(book: Book, run: Evidence) -> Html:
    proof = book.proof(run.snippet)
    rows = measures(run, 3, proof.names)
    return element(
        "div",
        figures.axis(rows, f"{proof.title}：{'、'.join(DEVICE[each.device] for each in alike(book, run))} 上的测量")
        if rows
        else None,
        element(
            "p",
            book.proof_link(run.snippet, f"▸ {proof.title}"),
            f"。{ran_on(book, run)}",
            class_="quiet",
        ),
        class_="proof-card",
    )


def _said(book: Book, flagged: Sequence[Finding], right: int) -> Html | None:
    if not flagged and not right:
        return None
    items = [place(book, finding) for finding in flagged[:40]]
    more = len(flagged) - 40
    return join(
        element("p", f"{right} 处说法与事实一致，{len(flagged)} 处不一致。", class_="quiet"),
        element("ul", items, class_="places") if items else None,
        element("p", f"另有 {more} 处。", class_="quiet") if more > 0 else None,
    )


def place(book: Book, finding: Finding) -> Html:
    """Where something was said wrongly: the document, the line, the words, and what became of it."""
    question = book.question_of.get(finding.pair or "")
    return element(
        "li",
        book.document_link(
            finding.passage.document,
            addresses.finding_anchor(finding.id),
            f"{book.title(finding.passage.document)} 第 {finding.passage.line} 行",
        ),
        "：",
        shown.quoted(finding, book) or "（来源不允许引用原话）",
        element(
            "span",
            f"　{words.VERDICT[finding.verdict]}，{shown.decided(book, book.correction(finding))}",
            class_="quiet",
        ),
        join("　", link(question.wording, book.question_link(question)))
        if question and book.showable(question)
        else None,
    )


def facts_page(book: Book) -> Page:
    """All facts by topic of their subject; each topic folds, because thousands of lines are two hundred screens of a phone."""
    grouped: dict[str, list[Fact]] = {}
    for fact in book.results.facts.values():
        subject = book.results.concepts.get(fact.subject)
        grouped.setdefault(subject.topic if subject else "general", []).append(fact)
    checked = sum(f.checked for f in book.results.facts.values())
    proven = sum(f.snippet in book.snippets for f in book.results.facts.values() if f.snippet)
    blocks = [
        top(
            "事实",
            f"{words.count(len(book.results.facts))} 条",
            f"{checked} 条核对过出处",
            f"{proven} 条有可运行的证明",
        )
    ]
    for topic in sorted(grouped, key=words.topic_order):
        items = [
            element("li", link(f.statement.zh, url(addresses.fact(f.id))), " ", book.proof_link(f.snippet, "▸ 证明"))
            for f in sorted(grouped[topic], key=lambda f: f.id)
        ]
        blocks.append(
            element(
                "details",
                element(
                    "summary", element("h2", words.topic(topic)), element("span", f" {len(items)} 条", class_="quiet")
                ),
                element("ul", items),
                class_="fold",
                id=topic,
            )
        )
    return Page("facts/", "事实", tuple(blocks), "检查所依据的全部事实", "list")


def moved(address: str, to: str, title: str) -> Page:
    """A page that says where another went; browsers follow it by themselves."""
    return Page(
        address=address,
        title=title,
        body=(top("页面已移动"), element("p", "它现在在 ", link(title, "/" + to), "。")),
        kind="moved",
        redirect=to,
    )


def spellings(concept: Concept) -> list[str]:
    """Every spelling that search finds, hidden ones too."""
    return [*labels(concept), *concept.hidden_label.zh, *concept.hidden_label.en]
