"""The pages of what was scraped: each document, what is weak in it, and what every character was taken for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.models import Document, Finding, QAPair, Verdict
from pipeline.publishing import addresses, figures, shown, words
from pipeline.publishing.addresses import url
from pipeline.publishing.book import Book
from pipeline.publishing.knowledge_pages import section, table, top
from pipeline.publishing.markup import Content, Html, Page, element, join, link
from pipeline.publishing.questions import status_word

LABELS = ("question", "answer", "section", "code", "figure", "markup", "noise")
_WHOLE = 60_000
"""Bytes of a document's answers beyond which its page folds them behind their questions."""


def document_page(book: Book, document: Document) -> Page:
    """What was found in a document, what is weak in it, what was noise."""
    path = document.path
    pairs = book.pairs_in.get(path, [])
    source = book.results.sources.get(path)
    publish = book.publish(path)
    allowed = {"full": "可全文发布", "quote": "只发布短引文", "none": "不发布原文"}[publish]
    meta: list[Content] = [
        "来源",
        f"{words.count(len(document.source))} 个字符",
        words.LANGUAGE[document.lang],
        allowed,
        f"许可 {source.licence}" if source and source.licence else "许可未知",
        f"取得于 {source.retrieved}" if source and source.retrieved else None,
    ]
    origin = source.origin if source else ""
    blocks = [
        top(book.title(path), *meta),
        element(
            "p",
            element("code", path),
            join("，出自 ", link(origin, origin) if origin.startswith(("https://", "http://")) else origin)
            if origin
            else None,
            class_="quiet",
        ),
        section("答案的质量", _quality(book, pairs), "quality"),
        section("每个字符的去向", conservation(book, path), "conservation"),
        section(f"问答 {len(pairs)} 对", _pairs(book, pairs), "pairs"),
        section("不在任何答案里的发现", _elsewhere(book, path), "elsewhere"),
        section("读取时的问题", _problems(book, path), "problems"),
    ]
    return Page(
        address=addresses.document(path),
        title=f"{book.title(path)}（来源）",
        description=f"来源“{book.title(path)}”：{len(pairs)} 对问答，其中 {weak_count(book, pairs)} 个答案有错误或存疑。",
        kind="source",
        body=tuple(b for b in blocks if b),
    )


def weak_count(book: Book, pairs: Sequence[QAPair]) -> int:
    """How many answers hold an error or a warning."""
    return sum(any(f.flagged for f in book.findings_of(pair.id)) for pair in pairs)


def grades(book: Book, pairs: Sequence[QAPair]) -> list[tuple[str, str, int]]:
    """Class, word and number of pairs by the gravest thing found: wrong, open, thin, none, clean."""
    counted: Counter[str] = Counter()
    for pair in pairs:
        flagged = [f for f in book.findings_of(pair.id) if f.flagged]
        if pair.answer is None:
            counted["none"] += 1
        elif flagged and all(book.correction(f) for f in flagged):
            counted["wrong"] += 1
        elif flagged:
            counted["open"] += 1
        elif book.weak(pair) is not None:
            counted["thin"] += 1
        else:
            counted["clean"] += 1
    told = (
        ("wrong", "有错，已更正"),
        ("open", "有错或存疑，未裁定"),
        ("thin", "笼统或缺少依据"),
        ("none", "没有回答"),
        ("clean", "未发现问题"),
    )
    return [(name, word, counted[name]) for name, word in told]


def _quality(book: Book, pairs: Sequence[QAPair]) -> Html | None:
    if not pairs:
        return element("p", "没有找到问答。")
    rows = grades(book, pairs)
    weak = sum(n for name, _, n in rows if name != "clean")
    described = "，".join(f"{word} {n}" for _, word, n in rows if n)
    return join(
        element("p", f"{len(pairs)} 对问答中，弱的占 {words.share(weak, len(pairs))}。"),
        figures.bar([(f"grade-{name}", n) for name, _, n in rows], described),
        legend([(f"grade-{name}", word, f"{n}") for name, word, n in rows if n]),
    )


def legend(items: Sequence[tuple[str, str, str]]) -> Html:
    """What the parts of a bar stand for: class, word, number."""
    return element(
        "ul",
        [
            element(
                "li",
                element(
                    "svg", element("rect", width=10, height=10, class_=class_), viewBox="0 0 10 10", aria_hidden="true"
                ),
                f"{word} {amount}",
            )
            for class_, word, amount in items
        ],
        class_="legend",
    )


def characters(book: Book, path: str) -> tuple[Counter[str], Counter[str]]:
    """Characters of a document by label, and those of its noise by reason."""
    by_label: Counter[str] = Counter()
    by_reason: Counter[str] = Counter()
    for span in book.results.spans.get(path, ()):
        by_label[span.label] += span.end - span.start
        if span.label == "noise":
            by_reason[span.reason] += span.end - span.start
    return by_label, by_reason


def conservation(book: Book, path: str) -> Html | None:
    """Every character of a document by what it was taken for."""
    by_label, by_reason = characters(book, path)
    total = sum(by_label.values())
    if not total:
        return None
    length = len(book.documents[path].source) if path in book.documents else total
    ordered = [(label, by_label[label]) for label in LABELS if by_label[label]]
    told = "全部计入" if total == length else f"有 {abs(length - total)} 个未计入，这是缺陷"
    described = "，".join(f"{words.LABEL[label]} {words.share(n, total)}" for label, n in ordered)
    reasons = "，".join(
        f"{words.noise(reason)} {words.count(n)}"
        for reason, n in sorted(by_reason.items(), key=lambda item: (-item[1], item[0]))
    )
    return join(
        figures.bar([(f"label-{label}", n) for label, n in ordered], described),
        legend([(f"label-{label}", words.LABEL[label], words.share(n, total)) for label, n in ordered]),
        element(
            "p", f"共 {words.count(length)} 个字符，{told}。", f"噪声：{reasons}。" if reasons else "", class_="quiet"
        ),
    )


def _pairs(book: Book, pairs: Sequence[QAPair]) -> Html | None:
    if not pairs:
        return None
    return element("ol", [_pair(book, pair) for pair in pairs], class_="pairs")


def _pair(book: Book, pair: QAPair) -> Html:
    question = book.question_of.get(pair.id)
    publish = book.publish(pair.document)
    wording = pair.question if publish != "none" else f"第 {pair.question_at.line} 行的问题"
    permanent = question is not None and book.permanent(question)
    head = link(wording, book.question_link(question)) if question and permanent else wording
    found = [f for f in book.findings_of(pair.id) if f.flagged]
    thin = book.weak(pair)
    shown_answer = shown.answer(book, pair, anchors=True)
    body: Content = None
    if pair.answer is None:
        body = element("p", "没有回答。", class_="quiet")
    elif shown_answer.body is None:
        body = element("p", f"答案在第 {_lines(pair)} 行，这里不引原文。", class_="quiet")
    elif shown_answer.whole:
        body = element(
            "details",
            element("summary", f"答案（第 {_lines(pair)} 行）"),
            element("div", shown_answer.body, class_="prose prose--source", lang="en" if pair.lang == "en" else None),
        )
    else:
        body = shown_answer.body
    return element(
        "li",
        element(
            "p",
            element("strong", head),
            " ",
            status_word(book, question) if question else None,
            element(
                "span",
                f" 第 {pair.question_at.line} 行，{words.VERDICT[thin]}"
                if thin and not found
                else f" 第 {pair.question_at.line} 行",
                class_="quiet",
            ),
        ),
        [_finding(book, finding) for finding in found],
        body,
        # Claims that agree with a fact can be linked to as well: a derivation begins at its source.
        [
            element("span", id=addresses.finding_anchor(f.id))
            for f in book.findings_of(pair.id)
            if not f.flagged and f.verdict is Verdict.supported
        ],
        id=addresses.pair_anchor(pair.id),
    )


def _finding(book: Book, finding: Finding) -> Html:
    note = shown.finding_note(book, finding, quote=book.publish(finding.passage.document) != "none")
    links: list[Content] = []
    if finding.fact and finding.fact in book.results.facts:
        links.append(link("▸ 事实", url(addresses.fact(finding.fact))))
        links.append(book.proof_link(book.results.facts[finding.fact].snippet, "▸ 证明"))
    correction = book.correction(finding)
    if correction:
        links.append(link("▸ 裁定", url("corrections/", addresses.correction_anchor(correction.group))))
    return element(
        "div",
        note,
        element("p", [item for item in links if item], class_="links") if links else None,
        id=addresses.finding_anchor(finding.id),
        class_="finding-card",
    )


def _lines(pair: QAPair) -> str:
    if not pair.answer_at:
        return str(pair.question_at.line)
    first, last = pair.answer_at[0].line, pair.answer_at[-1].end_line
    return str(first) if first == last else f"{first}–{last}"


def _elsewhere(book: Book, path: str) -> Html | None:
    known = {pair.id for pair in book.pairs_in.get(path, [])}
    found = [f for f in book.findings_in.get(path, []) if f.pair not in known]
    flagged = [f for f in found if f.flagged]
    anchors = [
        element("span", id=addresses.finding_anchor(f.id))
        for f in found
        if not f.flagged and f.verdict is Verdict.supported
    ]
    if not flagged:
        return None
    return join([_finding(book, f) for f in flagged], anchors)


def _problems(book: Book, path: str) -> Html | None:
    found = [p for p in book.results.problems if p.path == path]
    if not found:
        return None
    return element("ul", [element("li", str(problem)) for problem in found], lang="en")


def sources_page(book: Book) -> Page:
    """All documents with their share of weak answers."""
    rows: list[list[Content]] = []
    for path in sorted(book.documents):
        pairs = book.pairs_in.get(path, [])
        counted = grades(book, pairs)
        weak = sum(n for name, _, n in counted if name != "clean")
        rows.append(
            [
                book.document_link(path),
                words.LANGUAGE[book.documents[path].lang],
                words.count(len(pairs)),
                words.count(weak_count(book, pairs)),
                words.share(weak, len(pairs)),
                join(
                    figures.bar(
                        [(f"grade-{name}", n) for name, _, n in counted], f"弱的占 {words.share(weak, len(pairs))}"
                    )
                )
                if pairs
                else "–",
            ]
        )
    blocks = (
        top(
            "来源",
            f"{words.count(len(rows))} 份文档",
            f"{words.count(len(book.results.pairs))} 对问答",
            f"{words.count(sum(f.flagged for f in book.results.findings))} 处错误或存疑",
        ),
        element("p", "每份文档里找到了什么、哪里薄弱、哪些是噪声。", link("字符去向总表", "/conservation/")),
        table(["文档", "语言", "问答", "有错或存疑", "弱的占比", ""], rows, "sources") if rows else None,
        _unread(book),
    )
    told = f"收录的 {len(rows)} 份文档：每份里找到了什么，哪里薄弱，哪些是噪声。"
    return Page("sources/", "来源", tuple(b for b in blocks if b), told, "list")


def _unread(book: Book) -> Html | None:
    found = [p for p in book.results.problems if p.path not in book.documents]
    if not found:
        return None
    return section(
        "没有读成的文件与数据中的问题", element("ul", [element("li", str(p)) for p in found], lang="en"), "problems"
    )


def conservation_page(book: Book) -> Page:
    """What every character of every document was taken for."""
    totals: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    rows: list[list[Content]] = []
    whole = 0
    for path in sorted(book.documents):
        by_label, by_reason = characters(book, path)
        totals += by_label
        reasons += by_reason
        length = len(book.documents[path].source)
        whole += length
        counted = sum(by_label.values())
        rows.append(
            [
                book.document_link(path, "conservation" if counted else ""),
                *(words.share(by_label[label], counted) for label in LABELS),
                words.count(length),
                "全部" if counted == length else f"差 {length - counted}",
            ]
        )
    counted = sum(totals.values())
    ordered = [(label, totals[label]) for label in LABELS if totals[label]]
    described = "，".join(f"{words.LABEL[label]} {words.share(n, counted)}" for label, n in ordered)
    noise = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    blocks = (
        top("字符去向", f"{words.count(whole)} 个字符", "全部计入" if counted == whole else f"差 {whole - counted} 个"),
        element("p", "来源的每个字符都有一个标签：或是问题、答案，或是噪声，并注明原因。没有字符被悄悄丢掉。"),
        figures.bar([(f"label-{label}", n) for label, n in ordered], described) if counted else None,
        legend([(f"label-{label}", words.LABEL[label], words.share(n, counted)) for label, n in ordered]),
        section(
            "噪声的原因",
            table(
                ["原因", "字符", "占噪声"],
                [[words.noise(r), words.count(n), words.share(n, totals["noise"])] for r, n in noise],
            )
            if noise
            else None,
            "noise",
        ),
        section(
            "各文档",
            table(["文档", *(words.LABEL[label] for label in LABELS), "字符", "计入"], rows, "numbers")
            if rows
            else None,
            "documents",
        ),
    )
    return Page("conservation/", "字符去向", tuple(b for b in blocks if b), "每个字符被当作什么", "list")
