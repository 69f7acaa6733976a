"""The page of a question: the point first, whether it can be relied on, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from pipeline.models import (
    Answer,
    Citation,
    Correction,
    Evidence,
    Fact,
    Finding,
    Question,
    Verdict,
)
from pipeline.publishing import addresses, figures, shown, words
from pipeline.publishing.addresses import url
from pipeline.publishing.book import Book, citation_link
from pipeline.publishing.markdown import Linker, excerpt, inline, render, text_of
from pipeline.publishing.markup import Content, Html, Page, element, join, link, unbroken

_ROWS = 10


class Mistake(NamedTuple):
    """One wrong claim in circulation, as a row."""

    said: Html
    true: str
    why: str
    fact: str | None
    snippet: str | None
    state: str
    places: tuple[Finding, ...]


def page(book: Book, question: Question) -> Page:
    """Everything about one question, in the order of pages.md."""
    answer = book.results.answers.get(question.id)
    linker = book.linker()
    body, told = without_mistakes(answer.body) if answer else ("", "")
    found = book.findings_for(question)
    facts = facts_behind(book, question, answer, found)
    mistakes = mistakes_of(book, facts, found)
    proofs = [e for s in snippets_of(book, facts) for e in book.evidence_of.get(s, [])[:1]]
    sections: list[tuple[str, str, Html | None]] = [
        ("answer", "回答", _answer(book, question, answer, body, linker)),
        ("mistakes", "常见错误", _mistakes(book, mistakes, told, linker)),
        ("evidence", "证据", _evidence(book, proofs, facts)),
        ("next", "追问", _next(book, question, answer)),
        ("sources", "出处", _sources(book, question, answer, facts, found)),
        ("derivation", "由来", _derivation(book, question, answer, found)),
    ]
    before, after = book.neighbours.get(question.id, (None, None))
    point = text_of(answer.point) if answer else _lead(book, question)
    blocks = [_top(book, question, answer, proofs)]
    present = [(anchor, name, body) for anchor, name, body in sections if body]
    if len(present) > 2:
        blocks.append(
            element(
                "nav",
                [link(name, f"#{anchor}") for anchor, name, _ in present],
                class_="contents",
                aria_label="本页内容",
            )
        )
    for anchor, name, body in present:
        blocks.append(element("section", element("h2", name, id=anchor), body, class_=f"part part--{anchor}"))
    blocks.append(_foot(book, question, before, after))
    return Page(
        address=addresses.question(question.id),
        title=question.wording,
        description=shown.shorten(point, 150),
        kind="question",
        body=tuple(blocks),
        previous=addresses.question(before.id) if before else "",
        next=addresses.question(after.id) if after else "",
        identifier=question.id,
    )


def _lead(book: Book, question: Question) -> str:
    best = book.best(question)
    flagged = best is not None and any(f.flagged for f in book.findings_of(best.id))
    if best is None or best.answer is None or flagged or book.publish(best.document) == "none":
        return words.STATUS_MEANS[book.status(question)]
    return f"{words.STATUS[book.status(question)]}。{excerpt(best.answer, 100)}"


# ---------------------------------------------------------------------------------------------- the top


def status_word(book: Book, question: Question) -> Html:
    """The status of a question, in words; its colour only repeats it."""
    status = book.status(question)
    return element("span", words.STATUS[status], class_=f"status status--{status}", title=words.STATUS_MEANS[status])


def standing(book: Book, question: Question, answer: Answer | None) -> str:
    """What the status means here, and whose words the answer is."""
    status = book.status(question)
    means = words.STATUS_MEANS[status]
    if status == "corrected":
        found = [c for f in book.findings_for(question) if (c := book.correction(f))]
        means = f"依据{shown.basis(not found or any(shown.proven(book, c) for c in found))}更正，尚无人工确认。"
    if answer is not None:
        return f"{means}下面的回答由本站撰写。"
    return f"{means}请勿直接采用。" if status == "disputed" else means


def _top(book: Book, question: Question, answer: Answer | None, proofs: Sequence[Evidence]) -> Html:
    meta: list[Content] = [
        status_word(book, question),
        link(words.topic(question.topic), url(addresses.topic(question.topic))),
        words.DIFFICULTY[question.difficulty],
    ]
    changed = last_change(book, question)
    if changed:
        meta.append(join("更新于 ", element("time", changed, datetime=changed)))
    badge = _badge(book, question, proofs)
    if badge:
        meta.insert(1, badge)
    stale = book.results.stale.get(question.id, ())
    return element(
        "header",
        element("h1", unbroken(question.wording), lang=None if question.lang == "zh" else "en"),
        element("p", [element("span", item) for item in meta], class_="meta"),
        element("p", inline(answer.point), class_="point") if answer else None,
        element("p", standing(book, question, answer), class_="standing"),
        element(
            "p",
            "写成之后，它所依据的事实有改动，待复核：",
            _list_inline(_fact_links(book, stale)),
            class_="standing standing--stale",
        )
        if stale
        else None,
        class_="top",
    )


def _badge(book: Book, question: Question, proofs: Sequence[Evidence]) -> Html | None:
    """What an answer rests on: programs that anyone can run, or else, where it was corrected, the literature alone."""
    held = [proof for proof in proofs if proof.holds]
    if held:
        bounds = [holds(proof) for proof in held if proof.since or proof.until]
        told = (
            "；".join(dict.fromkeys(bounds))
            or "在 "
            + "、".join(sorted({DEVICE[e.device] for p in held for e in alike(book, p) if e.holds}))
            + " 上成立"
        )
        return link(f"▸ {len(held)} 个证明", "#evidence", "badge", f"{len(held)} 个可运行的证明，{told}")
    if book.status(question) in ("corrected", "reviewed"):
        return element("span", "依据文献", class_="badge badge--cited", title="没有能算出来的证明，依据所列文献")
    return None


def last_change(book: Book, question: Question) -> str:
    """Day of the last decision that touches a question; empty where none did."""
    days = [
        correction.at[:10]
        for finding in book.findings_for(question)
        if (correction := book.correction(finding)) is not None
    ]
    days += [d.at[:10] for d in book.results.decisions if d.target == f"question:{question.id}"]
    return max(days, default="")


# ------------------------------------------------------------------------------------------- the answer


def _answer(book: Book, question: Question, answer: Answer | None, body: str, linker: Linker) -> Html | None:
    if answer is not None:
        points = element("ul", [element("li", inline(p)) for p in answer.key_points], class_="key-points")
        return join(
            element("div", render(body, ours=True, linker=linker), class_="prose"),
            element("div", element("p", "要点", class_="label"), points, class_="key") if answer.key_points else None,
        )
    best = book.best(question)
    if best is None:
        return element("p", "收录的文档提出了这个问题，都没有回答。本站不替来源编造答案。", class_="quiet")
    shown_answer = shown.answer(book, best, linker)
    where = book.document_link(best.document, addresses.pair_anchor(best.id))
    told = (
        "本站还没有写这个问题的答案。下面" if shown_answer.whole else "本站还没有写这个问题的答案。按来源的授权，下面只"
    )
    lead = element(
        "p",
        f"{told}引自来源 ",
        where,
        "，错误之处已标出。" if shown_answer.notes or "<del" in (shown_answer.body or "") else "。",
        class_="quiet",
    )
    if shown_answer.body is None and book.publish(best.document) == "none":
        lead = element("p", "来源 ", where, " 有答案，但不允许转载。", class_="quiet")
    elif shown_answer.body is None:
        lead = element("p", "来源 ", where, " 有答案，不能全文转载；下面是其中有问题的地方。", class_="quiet")
    return join(
        lead,
        element("div", shown_answer.body, class_="prose prose--source", lang="en" if best.lang == "en" else None)
        if shown_answer.body
        else None,
        shown_answer.notes,
    )


# ----------------------------------------------------------------------------------------- the mistakes


def facts_behind(book: Book, question: Question, answer: Answer | None, found: Sequence[Finding]) -> list[Fact]:
    """The facts that an answer rests on, then those that decided about its sources."""
    ids = list(answer.facts) if answer else []
    ids += [f.fact for f in found if f.fact and f.flagged]
    ids += [f.fact for f in found if f.fact and f.verdict is Verdict.supported]
    return [book.results.facts[i] for i in dict.fromkeys(ids) if i in book.results.facts]


def snippets_of(book: Book, facts: Iterable[Fact]) -> list[str]:
    """The proofs behind some facts, each once."""
    return list(dict.fromkeys(f.snippet for f in facts if f.snippet and f.snippet in book.snippets))


def mistakes_of(book: Book, facts: Sequence[Fact], found: Sequence[Finding]) -> list[Mistake]:
    """Wrong claims in circulation: those met in the sources first, then the known myths about the same facts."""
    rows: dict[tuple[str, tuple[str, ...]], Mistake] = {}
    for finding in found:
        if not finding.flagged or finding.claim is None:
            continue
        at = (finding.fact or finding.claim.group, tuple(sorted(finding.claim.objects)))
        if at in rows:
            rows[at] = rows[at]._replace(places=(*rows[at].places, finding))
            continue
        correction = book.correction(finding)
        fact = book.results.facts.get(finding.fact or "")
        myth = _myth(fact, finding.claim.objects)
        said = shown.quoted(finding, book) or (myth and element("del", myth, class_="wrong"))
        rows[at] = Mistake(
            said=said or element("span", "（来源不允许引用原话）", class_="quiet"),
            true=correction.statement.zh if correction else finding.message.zh,
            why=_why(correction, fact, finding),
            fact=finding.fact,
            snippet=fact.snippet if fact else None,
            state=shown.decided(book, correction) if correction else f"{words.VERDICT[finding.verdict]}，未裁定",
            places=(finding,),
        )
    for fact in facts:
        for known in fact.myths:
            at = (fact.id, tuple(sorted(known.objects)))
            if at in rows or any(row.true == fact.statement.zh and row.fact == fact.id for row in rows.values()):
                continue
            rows[at] = Mistake(
                said=element("del", known.says.zh, class_="wrong"),
                true=fact.statement.zh,
                why=known.why.zh if known.why else fact.explanation.zh if fact.explanation else "",
                fact=fact.id,
                snippet=fact.snippet,
                state="",
                places=(),
            )
    return list(rows.values())[:_ROWS]


def _myth(fact: Fact | None, objects: Sequence[str]) -> str | None:
    if fact is None:
        return None
    return next((m.says.zh for m in fact.myths if set(m.objects) & set(objects)), None)


def _why(correction: Correction | None, fact: Fact | None, finding: Finding) -> str:
    if fact is not None:
        objects = set(finding.claim.objects) if finding.claim else set()
        known = next((m for m in fact.myths if set(m.objects) & objects), None)
        if known and known.why:
            return known.why.zh
        if fact.explanation:
            return fact.explanation.zh
    return words.reason(correction.reason) if correction else ""


def without_mistakes(body: str) -> tuple[str, str]:
    """An answer's body without its own passage on common mistakes, and that passage, which has its place below."""
    heading = re.search(r"^(#{2,4})[ \t]*(?:常见(?:的)?(?:错误|误区|误解)|Common mistakes)[^\n]*\n", body, re.MULTILINE)
    if heading is None:
        return body, ""
    rest = body[heading.end() :]
    after = re.search(rf"^#{{1,{len(heading[1])}}}[ \t]", rest, re.MULTILINE)
    end = after.start() if after else len(rest)
    return body[: heading.start()] + rest[end:], rest[:end].strip()


def _mistakes(book: Book, mistakes: Sequence[Mistake], told: str, linker: Linker) -> Html | None:
    if not mistakes and not told:
        return None
    return join(
        element("div", render(told, ours=True, linker=linker), class_="prose") if told else None,
        element("ul", [_mistake(book, row) for row in mistakes], class_="mistakes") if mistakes else None,
    )


def _mistake(book: Book, row: Mistake) -> Html:
    links: list[Content] = [
        book.proof_link(row.snippet, "▸ 证明"),
        link("▸ 事实", url(addresses.fact(row.fact))) if row.fact in book.results.facts and row.fact else None,
    ]
    if row.places:
        first = row.places[0]
        many = f"▸ 原文{'' if len(row.places) == 1 else f'（{len(row.places)} 处）'}"
        links.append(book.document_link(first.passage.document, addresses.finding_anchor(first.id), many))
    return element(
        "li",
        element("p", row.said, class_="said"),
        element("p", element("ins", row.true, class_="right"), class_="true"),
        element("p", row.why, class_="why", lang=words.lang(row.why)) if row.why and row.why != row.true else None,
        element(
            "p", [item for item in links if item], element("span", row.state) if row.state else None, class_="links"
        ),
    )


# ----------------------------------------------------------------------------------------- the evidence


def measures(
    evidence: Evidence, most: int = 4, names: Mapping[str, str] = MappingProxyType({})
) -> list[figures.Measure]:
    """The numbers on which fact and myth differ, in the snippet's order, by what readers call them."""
    return [
        figures.Measure(
            names.get(name, name), value, evidence.myth[name], evidence.measured.get(name), evidence.control.get(name)
        )
        for name, value in evidence.fact.items()
        if name in evidence.myth and evidence.myth[name] != value
    ][:most]


def by_proof(book: Book) -> dict[str, list[Question]]:
    """The questions that each proof helps to settle: their answer, or a decision on what their sources say, rests on it."""
    found: dict[str, list[Question]] = {}
    for question in book.standing:
        if not book.showable(question):
            continue
        facts = facts_behind(book, question, book.results.answers.get(question.id), book.findings_for(question))
        for snippet in snippets_of(book, facts):
            found.setdefault(snippet, []).append(question)
    return found


def alike(book: Book, evidence: Evidence) -> list[Evidence]:
    """The runs of a proof that measured what this one did, on other devices too; CPU first."""

    def shown(run: Evidence) -> list[str]:
        return [figures.number(m.measured) if m.measured is not None else "" for m in measures(run)]

    return [run for run in book.evidence_of.get(evidence.snippet, [evidence]) if shown(run) == shown(evidence)]


def ran_on(book: Book, evidence: Evidence) -> str:
    """Where and when a proof measured this, and with what outcome."""
    return "；".join(f"{DEVICE[run.device]}，{run.run.at[:10]}，{holds(run)}" for run in alike(book, evidence))


def holds(evidence: Evidence) -> str:
    """Whether a proof bore the fact out, in words."""
    if evidence.holds is None:
        return f"未运行：{evidence.reason}" if evidence.reason else "未运行"
    if not evidence.holds:
        return "不成立"
    return (
        f"自 {evidence.since} 起成立"
        if evidence.since
        else f"到 {evidence.until} 为止成立"
        if evidence.until
        else "成立"
    )


DEVICE = {"cpu": "CPU", "cuda": "GPU"}


def _evidence(book: Book, proofs: Sequence[Evidence], facts: Sequence[Fact]) -> Html | None:
    if not proofs:
        return None
    items = []
    for evidence in proofs[:3]:
        proof = book.proof(evidence.snippet)
        rows = measures(evidence, 3, proof.names)
        numbers = "；".join(
            f"{m.name}：事实 {figures.number(m.fact)}，误传 {figures.number(m.myth)}"
            + (f"，实测 {figures.number(m.measured)}" if m.measured is not None else "")
            for m in rows
        )
        settled = [fact.statement.zh for fact in facts if fact.snippet == evidence.snippet][:2]
        items.append(
            element(
                "div",
                [element("p", statement, class_="proved") for statement in settled],
                figures.axis(rows, numbers) if rows else None,
                element(
                    "p",
                    f"{ran_on(book, evidence)}。运行一次：",
                    element("code", f"kanwu verify {evidence.snippet}"),
                    " ",
                    book.proof_link(evidence.snippet, f"▸ {proof.title}"),
                    class_="quiet",
                ),
                class_="proof-card",
            )
        )
    rest = [book.proof_link(proof.snippet, f"▸ {book.proof(proof.snippet).title}") for proof in proofs[3:]]
    if rest:
        items += [element("p", "其余的证明", class_="label"), element("ul", [element("li", item) for item in rest])]
    return join(*items)


# --------------------------------------------------------------------------------- next, sources, derivation


def _next(book: Book, question: Question, answer: Answer | None) -> Html | None:
    ids = [*(answer.next if answer else ()), *question.next]
    follow = [q for i in dict.fromkeys(ids) if (q := book.questions.get(i)) and q.id != question.id]
    parts = [book.questions[i] for i in question.part_of if i in book.questions]
    contained = [q for q in book.standing if question.id in q.part_of]
    near = [q for i in question.related if (q := book.questions.get(i)) and q not in follow and book.showable(q)]
    related = sorted(near, key=lambda q: q.provisional)[:6]
    groups = [("", follow), ("相关", related), ("属于", parts), ("包含", contained)]
    lists = [
        join(element("p", name, class_="label") if name else None, question_list(book, questions))
        for name, questions in groups
        if questions
    ]
    return join(*lists) if lists else None


def question_list(book: Book, questions: Sequence[Question]) -> Html:
    """Questions as links, each with its status in words."""
    return element(
        "ul",
        [element("li", link(q.wording, book.question_link(q)), " ", status_word(book, q)) for q in questions],
        class_="question-list",
    )


def _sources(
    book: Book, question: Question, answer: Answer | None, facts: Sequence[Fact], found: Sequence[Finding]
) -> Html | None:
    rows = []
    for pair in book.asked(question):
        weak = book.weak(pair)
        mine = [f for f in book.findings_of(pair.id) if f.flagged]
        if pair.answer is None:
            said = "没有回答"
        elif mine:
            kinds = dict.fromkeys(words.VERDICT[f.verdict] for f in mine)
            said = f"{len(mine)} 处{'、'.join(kinds)}"
        elif weak is not None:
            said = words.VERDICT[weak]
        else:
            said = "未发现错误"
        asked = "" if book.publish(pair.document) == "none" else pair.question
        rows.append(
            element(
                "li",
                book.document_link(pair.document, addresses.pair_anchor(pair.id)),
                element("span", f" 第 {pair.question_at.line} 行", class_="quiet"),
                f"：{said}",
                element("span", f"　原题：{shown.shorten(asked, 60)}", class_="quiet")
                if asked and asked != question.wording
                else None,
            )
        )
    agreement = _agreement(book, found)
    cited = citations(answer, facts)
    return join(
        element("ul", rows, class_="source-list") if rows else None,
        element("p", agreement, class_="quiet") if agreement else None,
        element("p", "文献", class_="label") if cited else None,
        citation_list(cited),
    ) if rows or cited else None  # fmt: skip


def _agreement(book: Book, found: Sequence[Finding]) -> str:
    """Where several sources speak of one fact: how many say it rightly, how many wrongly."""
    told = []
    for fact in dict.fromkeys(f.fact for f in found if f.fact):
        right = {f.passage.document for f in found if f.fact == fact and f.verdict is Verdict.supported}
        wrong = {f.passage.document for f in found if f.fact == fact and f.flagged}
        if len(right | wrong) > 1 and wrong and fact in book.results.facts:
            subject = book.name(book.results.facts[fact].subject)
            relation = book.results.relations.get(book.results.facts[fact].relation)
            about = f"{subject}的{relation.label.zh}" if relation else subject
            told.append(f"{about}：{len(right)} 份来源说对，{len(wrong)} 份说错")
    return "；".join(told) + ("。" if told else "")


def citations(answer: Answer | None, facts: Sequence[Fact]) -> list[Citation]:
    """Works that an answer and its facts cite, each place once; one cited from memory gives way to one looked at."""
    found: dict[tuple[str, str, str], Citation] = {}
    for citation in [*(answer.sources if answer else ()), *(c for fact in facts for c in fact.citations)]:
        found.setdefault((_work(citation), citation.where, citation.quote), citation)
    looked_at = {_work(c) for c in found.values() if c.how != "memory"}
    return [c for c in found.values() if c.how != "memory" or _work(c) not in looked_at]


def _work(citation: Citation) -> str:
    return citation.arxiv or citation.url or citation.title


def citation_list(cited: Sequence[Citation]) -> Html | None:
    """Works with the places in them, their words, and how each was checked."""
    works: dict[str, list[Citation]] = {}
    for citation in cited:
        works.setdefault(_work(citation), []).append(citation)
    if not works:
        return None
    return element(
        "ul",
        [element("li", citation_link(places[0]), [_place(c) for c in places]) for places in works.values()],
        class_="citations",
    )


def _place(citation: Citation) -> Html:
    return element(
        "p",
        citation.where,
        element("q", citation.quote, lang="en") if citation.quote else None,
        element("span", f"（{words.HOW[citation.how]}{'，' + citation.on if citation.on else ''}）"),
        class_="quiet",
    )


def _derivation(book: Book, question: Question, answer: Answer | None, found: Sequence[Finding]) -> Html | None:
    lines = []
    told: set[str] = set()
    decisive = [f for f in found if f.claim and (f.flagged or f.verdict is Verdict.supported)]
    for finding in sorted(decisive, key=lambda f: not f.flagged):
        key = f"{finding.verdict}{finding.claim.group if finding.claim else ''}"
        if key in told:
            continue
        told.add(key)
        lines.append(derivation(book, finding))
    if not lines:
        for pair in book.asked(question)[:3]:
            steps: list[Content] = [
                book.document_link(
                    pair.document,
                    addresses.pair_anchor(pair.id),
                    f"{book.title(pair.document)} 第 {pair.question_at.line} 行",
                ),
                "没有读出可核对的断言",
            ]
            if answer:
                steps.append(link("本站答案", "#answer"))
            lines.append(_steps(steps))
    if not lines:
        return None
    rest = lines[4:]
    return join(
        element("ul", lines[:4], class_="derivations"),
        element("details", element("summary", f"其余 {len(rest)} 条"), element("ul", rest, class_="derivations"))
        if rest
        else None,
    )


def derivation(book: Book, finding: Finding) -> Html:
    """Source span → claim → fact → proof → decision, each a link."""
    passage = finding.passage
    anchor = addresses.finding_anchor(finding.id)
    steps: list[Content] = [
        book.document_link(passage.document, anchor, f"{book.title(passage.document)} 第 {passage.line} 行")
    ]
    if finding.claim:
        claim = finding.claim
        steps.append(book.document_link(passage.document, anchor, f"断言 {claim.group}"))
    if finding.fact and finding.fact in book.results.facts:
        steps.append(link(f"事实 {finding.fact}", url(addresses.fact(finding.fact))))
        snippet = book.results.facts[finding.fact].snippet
        steps.append(book.proof_link(snippet, f"证明 {snippet}") or "没有可运行的证明")
    correction = book.correction(finding)
    if correction:
        steps.append(
            link(
                f"裁定 {correction.at[:10]}",
                url("corrections/", addresses.correction_anchor(correction.group)),
            )
        )
    else:
        steps.append("与事实一致，无需裁定" if finding.verdict is Verdict.supported else "未裁定")
    return _steps(steps)


def _steps(steps: Sequence[Content]) -> Html:
    arrow = element("span", " → ", class_="arrow", aria_hidden="true")
    parts: list[Content] = []
    for number, step in enumerate(steps):
        parts += [arrow, step] if number else [step]
    return element("li", parts)


def _fact_links(book: Book, facts: Iterable[str]) -> list[Html]:
    return [link(f, url(addresses.fact(f))) if f in book.results.facts else element("code", f) for f in sorted(facts)]


def _list_inline(items: Sequence[Html]) -> Html:
    parts: list[Content] = []
    for number, item in enumerate(items):
        parts += ["、", item] if number else [item]
    return join(*parts)


def _foot(book: Book, question: Question, before: Question | None, after: Question | None) -> Html:
    return element(
        "footer",
        element(
            "nav",
            link(join(element("small", "上一题"), before.wording), book.question_link(before), "before")
            if before
            else element("span"),
            link(join(element("small", "下一题"), after.wording), book.question_link(after), "after")
            if after
            else element("span"),
            class_="steps",
            aria_label="本主题的前后问题",
        ),
        element(
            "p",
            link("报告错误", f"/editors/?question={question.id}#report", "report"),
            "，请附上编号 ",
            element("code", question.id),
            class_="quiet",
        ),
        class_="foot",
    )
