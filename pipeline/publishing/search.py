"""What search looks through: one small file, spelled as keys are, so that 顯存, ZeRO 2 and ptuning find what they mean.

Apart from the pages, because it is read by a script, not by a person: `assets/search.js` folds a query by the same rules.
"""

from __future__ import annotations

import json
import re

from pipeline.models import Question
from pipeline.publishing import addresses, words
from pipeline.publishing.addresses import url
from pipeline.publishing.book import Book
from pipeline.publishing.knowledge_pages import spellings
from pipeline.publishing.markdown import text_of
from pipeline.text import normalise, simplified

_BODY = 420
"""Characters of an answer that are searched; what a page is about stands at its beginning."""


def fold(text: str) -> str:
    """Lower case, half width, simplified; hyphens inside a word vanish, other marks become one space."""
    folded, _ = normalise(text)
    folded = re.sub(r"(?<=[0-9a-z])[-_](?=[0-9a-z])", "", folded)
    return " ".join(re.sub(r"[^\w]+|_+", " ", folded).split())


def index(book: Book) -> str:
    """The index as JSON: `entries` are rows of kind, title, address, remark, names, words; `chars` folds a query."""
    rows: list[list[str]] = []
    for questions in book.topics.values():
        for question in questions:
            rows.append(_question(book, question))
    for concept in sorted(book.results.concepts.values(), key=lambda c: c.id):
        names = " / ".join(dict.fromkeys(fold(s) for s in [*spellings(concept), concept.id]))
        label = concept.pref_label
        title = label.zh if label.zh == label.en else f"{label.zh} {label.en}"
        body = fold(f"{concept.definition.zh} {concept.definition.en}")
        rows.append(["c", title, url(addresses.concept(concept.id))[1:], concept.definition.zh, names, body])
    for fact in sorted(book.results.facts.values(), key=lambda f: f.id):
        names = fold(f"{book.name(fact.subject)} {fact.id}")
        body = fold(f"{fact.statement.en} {fact.explanation.zh if fact.explanation else ''}")[:_BODY]
        remark = "事实" + ("，有可运行的证明" if fact.snippet in book.snippets else "")
        rows.append(["f", fact.statement.zh, url(addresses.fact(fact.id))[1:], remark, names, body])
    used = {letter for row in rows for field in row for letter in field}
    old, new = _traditional(used)
    return json.dumps({"chars": [old, new], "entries": rows}, ensure_ascii=False, separators=(",", ":")) + "\n"


def _question(book: Book, question: Question) -> list[str]:
    answer = book.results.answers.get(question.id)
    # A traditional wording is folded here; any other is folded by the script, from the title.
    names = [] if simplified(question.wording) == question.wording else [question.wording]
    names += question.aliases
    for number, concept in enumerate(question.concepts):
        known = book.results.concepts.get(concept)
        if known:
            names += spellings(known) if number < 2 else [known.pref_label.zh, known.pref_label.en]
    if answer:
        body = " ".join([text_of(answer.point), *(text_of(p) for p in answer.key_points), text_of(answer.body)])
        remark = text_of(answer.point)
    else:
        best = book.best(question)
        usable = best is not None and best.answer is not None and book.publish(best.document) == "full"
        body = text_of(best.answer) if usable and best is not None and best.answer else ""
        remark = words.topic(question.topic)
    return [
        "q",
        question.wording,
        book.question_link(question)[1:],
        f"{words.STATUS[book.status(question)]}　{remark[:80]}",
        " / ".join(dict.fromkeys(fold(n) for n in names if n)),
        fold(body)[:_BODY],
    ]


def _traditional(used: set[str]) -> tuple[str, str]:
    """Traditional characters and the simplified ones that they stand for, as far as the index holds the latter."""
    letters = [chr(code) for first, last in ((0x3400, 0x4DC0), (0x4E00, 0xA000)) for code in range(first, last)]
    plain = simplified("".join(letters))
    pairs = [(old, new) for old, new in zip(letters, plain, strict=True) if old != new and new in used]
    return "".join(old for old, _ in pairs), "".join(new for _, new in pairs)
