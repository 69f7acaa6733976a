"""Where a reader comes in: the start page, and each topic with its questions in learning order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.models import Question
from pipeline.publishing import addresses, shown, words
from pipeline.publishing.addresses import url
from pipeline.publishing.book import Book
from pipeline.publishing.corrections import newest
from pipeline.publishing.knowledge_pages import section, top
from pipeline.publishing.markdown import excerpt, inline
from pipeline.publishing.markup import Html, Page, element, join, link
from pipeline.publishing.questions import status_word


def start_page(book: Book) -> Page:
    """Figures, topics, how to read a status, what was corrected last."""
    results = book.results
    held = {e.snippet for e in results.evidence if e.holds}
    figures_shown = [
        (len(book.standing), "个问题", "/topics/"),
        (len(results.documents), "份来源", "/sources/"),
        (len(results.corrections), "条更正", "/corrections/"),
        (len(results.facts), "条事实", "/facts/"),
        (len(held), "个成立的证明", "/proofs/"),
        (len(results.concepts), "个概念", "/concepts/"),
    ]
    blocks = [
        element(
            "header",
            element("h1", "大模型面试题，勘误之后"),
            element(
                "p", "网上流传的面试答案错处不少。这里逐条核对：错的划掉，写明对的、为什么、凭什么。", class_="point"
            ),
            class_="top top--start",
        ),
        element(
            "ul",
            [
                element("li", link(join(element("b", words.count(number)), element("span", word)), href))
                for number, word, href in figures_shown
            ],
            class_="tally",
        ),
        section("主题", _topics(book), "topics"),
        section("最近的更正", _latest(book), "latest"),
        section("怎样看一页", _how_to_read(book), "reading"),
    ]
    return Page(
        "", words.SITE, tuple(b for b in blocks if b), "核对过的大模型面试题：错在哪里，凭什么这样说。", "start"
    )


def _topics(book: Book) -> Html | None:
    items = []
    for topic, questions in book.topics.items():
        if not questions:
            continue
        counted = Counter(book.status(q) for q in questions)
        corrected = counted["corrected"] + counted["reviewed"]
        told = f"{len(questions)} 题" + (f"，{corrected} 题已更正或审校" if corrected else "")
        items.append(
            element("li", link(words.topic(topic), url(addresses.topic(topic))), element("span", told, class_="quiet"))
        )
    return element("ul", items, class_="topics") if items else None


def _latest(book: Book) -> Html | None:
    rows = []
    for correction in newest(book)[:5]:
        found = book.findings_by_group.get(correction.group, [])
        said = next((q for f in found if (q := shown.quoted(f, book))), None)
        rows.append(
            element(
                "li",
                element("p", said, class_="said") if said else None,
                element("p", element("ins", correction.statement.zh, class_="right"), class_="true"),
                element(
                    "p",
                    link("▸ 这条更正", url("corrections/", addresses.correction_anchor(correction.group))),
                    element("span", f"{correction.at[:10]}，{shown.decided(book, correction)}"),
                    class_="links",
                ),
            )
        )
    return element("ul", rows, class_="mistakes") if rows else None


def _how_to_read(book: Book) -> Html:
    rows = [
        join(
            element("dt", element("span", word, class_=f"status status--{status}")),
            element("dd", words.STATUS_MEANS[status]),
        )
        for status, word in words.STATUS.items()
    ]
    return join(
        element("dl", rows, class_="statuses"),
        element("p", link("答案是怎么来的", "/about/"), "　", link("参与编辑", "/editors/")),
    )


def topics_page(book: Book) -> Page:
    """All topics, and every question with a page."""
    blocks = [top("全部问题", f"{words.count(len(book.standing))} 题")]
    for topic, questions in book.topics.items():
        if not questions:
            continue
        paged = [q for q in questions if book.permanent(q)]
        items = [element("li", link(q.wording, book.question_link(q)), " ", status_word(book, q)) for q in paged]
        rest = len(questions) - len(paged)
        more = element(
            "p", link(f"另有 {rest} 题还没有固定地址", url(addresses.topic(topic), "unminted")), class_="quiet"
        )
        blocks.append(
            element(
                "section",
                element("h2", link(words.topic(topic), url(addresses.topic(topic))), id=topic),
                element("ol", items, class_="question-list") if items else None,
                more if rest else None,
                class_="part",
            )
        )
    return Page("topics/", "全部问题", tuple(blocks), "按主题排列的全部问题", "list")


def topic_page(book: Book, topic: str) -> Page:
    """A topic: its questions in learning order, its concepts."""
    questions = book.topics[topic]
    paged = [q for q in questions if book.permanent(q)]
    rest = [q for q in questions if not book.permanent(q)]
    concepts = sorted(
        (c for c in book.results.concepts.values() if c.topic == topic), key=lambda c: (book.depth(c.id), c.id)
    )
    items = [element("li", link(c.pref_label.zh, url(addresses.concept(c.id)), "concept")) for c in concepts]
    blocks = [
        top(words.topic(topic), "主题", f"{len(questions)} 题", f"{len(concepts)} 个概念"),
        section("问题", _ordered(book, paged), "questions"),
        section("概念", element("ul", items, class_="columns") if items else None, "concepts"),
        section("还没有固定地址的问题", _unminted(book, rest), "unminted"),
    ]
    return Page(
        addresses.topic(topic),
        words.topic(topic),
        tuple(b for b in blocks if b),
        f"{words.topic(topic)}：{len(questions)} 个问题，由浅入深",
        "topic",
    )


def _ordered(book: Book, questions: Sequence[Question]) -> Html | None:
    if not questions:
        return None
    groups = []
    for level, word in words.DIFFICULTY.items():
        members = [q for q in questions if q.difficulty == level]
        if not members:
            continue
        items = []
        for question in members:
            answer = book.results.answers.get(question.id)
            items.append(
                element(
                    "li",
                    element(
                        "p", link(question.wording, book.question_link(question)), " ", status_word(book, question)
                    ),
                    element("p", inline(answer.point), class_="quiet") if answer else None,
                )
            )
        groups.append(join(element("p", word, class_="label"), element("ol", items, class_="question-list wide")))
    return join(*groups)


def _unminted(book: Book, questions: Sequence[Question]) -> Html | None:
    if not questions:
        return None
    items = []
    for question in questions:
        best = book.best(question)
        where = [book.document_link(pair.document, addresses.pair_anchor(pair.id)) for pair in book.asked(question)[:4]]
        short = None
        if (
            best is not None
            and best.answer
            and book.publish(best.document) != "none"
            and not any(f.flagged for f in book.findings_of(best.id))
        ):
            short = element("p", excerpt(best.answer, 100), class_="quiet")
        links = [part for number, one in enumerate(where) for part in (("、", one) if number else (one,))]
        items.append(
            element(
                "li",
                element("p", element("strong", question.wording), " ", status_word(book, question)),
                short,
                element("p", "见 ", links, class_="quiet"),
                id=addresses.provisional_anchor(question.id),
            )
        )
    note = element(
        "p",
        "这些问题是从文档里自动归并出来的，编者还没有给它们编号。归并可能变动，所以没有各自的页面。",
        class_="quiet",
    )
    return join(note, element("ul", items, class_="unminted"))
