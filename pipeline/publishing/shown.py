"""What of an answer may be shown, and how: nothing that is flagged ever looks like truth.

Apart from the pages, because a question's page and a document's page show the same answers by the same rules: words
that a decision corrects are struck, with what is true behind them; words that are merely doubted are marked and say so;
and a document is quoted only as far as sources.toml lets a build publish it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.ledger.applied import apply
from pipeline.models import Agent, Correction, Document, Finding, QAPair, Words
from pipeline.publishing import addresses, sentences, words
from pipeline.publishing.book import Book
from pipeline.publishing.markdown import Linker, Mark, excerpt, render
from pipeline.publishing.markup import Content, Html, element, join, link

QUOTE = 110
"""Characters of an answer that a page quotes where it may not show all of it."""

_ALONE = 5
"""Characters beside the words below which a sentence says nothing that they do not say."""


class Shown(NamedTuple):
    """An answer of a source as a page shows it."""

    body: Html | None
    """None where the document gives no answer or must not be quoted."""
    whole: bool
    """Whether all of it is shown."""
    notes: tuple[Html, ...]
    """What is wrong with it and could not be marked at its words."""


def answer(book: Book, pair: QAPair, linker: Linker | None = None, *, anchors: bool = False) -> Shown:
    """A pair's answer with its corrections and doubts. `anchors`: marks can be linked to, on the document's own page."""
    flagged = [f for f in book.findings_of(pair.id) if f.flagged]
    publish = book.publish(pair.document)
    if pair.answer is None:
        return Shown(None, False, ())
    if publish == "none":
        return Shown(None, False, tuple(finding_note(book, f, quote=False) for f in flagged))
    marks, unmarked = _marks(book, pair, flagged, anchors)
    if publish == "full":
        body = render(pair.answer, marks=marks, linker=linker)
        return Shown(body, True, tuple(finding_note(book, f) for f in unmarked))
    return Shown(_short(book, pair, flagged), False, tuple(finding_note(book, f) for f in flagged))


def _short(book: Book, pair: QAPair, flagged: Sequence[Finding]) -> Html | None:
    """The beginning of an answer, its flagged words marked; None where a flagged one might stand there unmarked."""
    text = excerpt(pair.answer or "", QUOTE)
    places: list[tuple[int, int, Finding]] = []
    for finding in flagged:
        words_said = words_of(finding)
        at = text.find(words_said)
        begins = pair.answer_at[0].start if pair.answer_at else pair.question_at.end
        if at >= 0 and words_said:
            places.append((at, at + len(words_said), finding))
        elif finding.passage.start - begins < 2 * QUOTE:
            return None
    parts: list[Content] = []
    at = 0
    for start, end, finding in sorted(places, key=lambda place: place[:2]):
        if start < at:
            continue
        wrong = book.correction(finding) is not None
        marked = element("del" if wrong else "mark", text[start:end], class_="wrong" if wrong else "doubt")
        parts += [text[at:start], marked]
        at = end
    return element("blockquote", element("p", parts, text[at:]))


def _marks(book: Book, pair: QAPair, flagged: Sequence[Finding], anchors: bool) -> tuple[list[Mark], list[Finding]]:
    """Marks at the words of findings, and the findings whose words are not found in the Markdown."""
    decided = book.results.corrections
    # Placed by the same rule as corrections, so that a doubt stands at exactly its words.
    doubted = {
        f.claim.group: Correction(
            group=f.claim.group, fact=f.fact, statement=f.message, decisions=(), reviewed=False, reason=f.message.zh,
            agents=(Agent(name="kanwu", kind="software"),), at="",
        )
        for f in flagged
        if f.claim and f.claim.group not in decided
    }  # fmt: skip
    applied = apply(pair, flagged, {**decided, **doubted}, pair.lang)
    marks: list[Mark] = []
    first: dict[str, Finding] = {}
    for finding in flagged:
        if finding.claim:
            first.setdefault(finding.claim.group, finding)
    for edit in applied.edits:
        finding = first[edit.group]
        anchor = addresses.url(addresses.document(pair.document), addresses.finding_anchor(finding.id))
        if edit.group in doubted:
            word = words.VERDICT[finding.verdict]
            after = link(f"〔{word}，未裁定〕", anchor, "doubt-note")
            marks.append(Mark(edit.start, edit.end, "doubt", after))
            continue
        corrected = edit.new if edit.new is not None else f"（更正：{edit.statement}）"
        marks.append(Mark(edit.start, edit.end, "wrong", element("ins", corrected, class_="right")))
    missing = set(applied.unplaced)
    unmarked = [f for f in flagged if f.claim is None or f.claim.group in missing]
    return marks, unmarked


def finding_note(book: Book, finding: Finding, *, quote: bool = True) -> Html:
    """A finding in one line: its verdict, the words, what is true, and whether that is decided."""
    correction = book.correction(finding)
    verdict = words.VERDICT[finding.verdict]
    said = quoted(finding, book) if quote else None
    true = correction.statement.zh if correction else finding.message.zh
    state = decided(book, correction)
    return element(
        "p",
        element("span", verdict, class_="verdict"),
        join("：", said, "　应为：" if correction else "　") if said else "：",
        element("ins", true, class_="right") if correction else true,
        element("span", f"（{state}）", class_="quiet"),
        class_="finding",
    )


def quoted(finding: Finding, book: Book) -> Html | None:
    """The sentence of a finding, its words struck where they are decided to be wrong; None where it must not be quoted.

    Other words of the sentence that are flagged are marked as well, and a sentence that is nothing but the words ("是的")
    has its question before it.
    """
    document = book.documents.get(finding.passage.document)
    if book.publish(finding.passage.document) == "none":
        return None
    words_said = words_of(finding)
    if not words_said:
        return None
    if document is None or finding.passage.end <= finding.passage.start:
        return _struck(book, finding, shorten(words_said, QUOTE))
    pair = book.pairs.get(finding.pair or "")
    span = sentences.bounds(
        document, finding.passage.start, finding.passage.end, _answer_around(finding, pair, document)
    )
    near = [f for f in book.findings_in.get(document.path, []) if f.flagged and f.id != finding.id]
    start, end = finding.passage.start, finding.passage.end
    # Of words that overlap with these, what stands before and behind them is marked.
    marks = [(f.passage.start, min(f.passage.end, start), f.id) for f in near if f.passage.start < start]
    marks += [(max(f.passage.start, end), f.passage.end, f.id) for f in near if f.passage.end > end]
    marks.append((start, end, finding.id))
    sentence = sentences.pieces(document, span, marks)
    by_id = {f.id: f for f in (finding, *near)}
    parts: list[Content] = [
        _struck(book, by_id[piece.mark], piece.text) if piece.mark else piece.text
        for piece in sentences.around(sentence, finding.id, QUOTE)
    ]
    if not parts:
        return _struck(book, finding, shorten(words_said, QUOTE))
    alone = sum(len(piece.text) for piece in sentence if piece.mark != finding.id) < _ALONE
    if alone and pair is not None and len(words_said) < _ALONE * 3:
        parts.insert(0, element("span", f"{shorten(pair.question, 60)} ", class_="quiet"))
    return join(*parts)


def _answer_around(finding: Finding, pair: QAPair | None, document: Document) -> tuple[int, int]:
    """The part of a pair's answer that holds a finding: its sentence does not reach into the question above it."""
    for part in (pair.answer_at or ()) if pair is not None else ():
        if part.start <= finding.passage.start and finding.passage.end <= part.end:
            return part.start, part.end
    return 0, len(document.source)


def _struck(book: Book, finding: Finding, text: str) -> Html:
    """Words of a finding: struck where they are decided to be wrong, marked where they are doubted."""
    wrong = book.correction(finding) is not None
    return element("del" if wrong else "mark", text, class_="wrong" if wrong else "doubt")


def words_of(finding: Finding) -> str:
    """The words of a finding as a reader sees them."""
    from pipeline.ledger.applied import words_of as plain_words

    return " ".join(plain_words(finding).split())


def shorten(text: str, length: int) -> str:
    """The text, cut behind `length` characters."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def proven(book: Book, correction: Correction) -> bool:
    """Whether a correction rests on a program that ran and held, and not on citations alone."""
    fact = book.results.facts.get(correction.fact or "")
    snippet = fact.snippet if fact else None
    return any(e.holds for e in book.evidence_of.get(snippet or "", []))


def decided(book: Book, correction: Correction | None) -> str:
    """Who decided, in words that never blur it."""
    if correction is None:
        return "未裁定"
    if correction.reviewed:
        names = "、".join(agent.name for agent in correction.agents if agent.kind == "person")
        return f"已审校：{names}" if names else "已审校"
    return f"依据{basis(proven(book, correction))}更正，尚无人工确认"


def basis(has_proof: bool) -> str:
    """What software decided by."""
    return "文献与可运行证明" if has_proof else "文献"


def statement(texts: Words) -> str:
    """A text of ours in the language of the site."""
    return texts.zh
