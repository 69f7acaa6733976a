"""The first lines of a new fact or answer, so that an editor begins with the right keys.

Apart from the loader, because nothing here is read back before a person has filled it in.
"""

from __future__ import annotations

import json

from pipeline.knowledge.container import Knowledge, fact_digest
from pipeline.models import Answer, KanwuError


def template_fact(subject: str, relation: str, knowledge: Knowledge, day: str = "", qualifier: str = "") -> str:
    """The YAML of a new fact about a concept, with the values that its relation knows.

    Raises KanwuError where concept or relation is not known, naming the nearest ones.
    """
    for name, table in (("concept", knowledge.concepts), ("relation", knowledge.relations)):
        asked = subject if name == "concept" else relation
        if asked not in table:
            raise KanwuError(
                f"{asked}: expected the id of a {name}, found none like it. {_nearest(asked, tuple(table))}"
            )
    held = knowledge.relations[relation]
    if held.kind == "number":
        objects, hint = '"15 %"', "a number with its unit"
    elif held.kind == "expansion":
        objects, hint = '"Direct Preference Optimization"', "the words that it stands for"
    else:
        objects, hint = next(iter(held.values), "value"), "of " + ", ".join(held.values)
    return "\n".join(
        [
            f"- id: {subject}.{relation}{'@' if qualifier else ''}{qualifier}",
            f"  subject: {subject}",
            f"  relation: {relation}",
            *(
                [f"  qualifier: {qualifier}", "  requires: [TODO]  # words where this version or part is meant"]
                if qualifier
                else []
            ),
            f"  objects: [{objects}]  # {hint}",
            "  world: closed  # open: only what a myth lists is known to be false",
            "  statement:",
            "    zh: TODO",
            "    en: TODO",
            "  explanation: {zh: TODO, en: TODO}",
            "  citations:",
            "    - title: TODO",
            '      arxiv: "0000.00000"  # or url: https://… of official documentation or code',
            "      where: TODO",
            "      quote: TODO  # at most twenty words, verbatim",
            "      how: memory  # read or abstract, once you looked",
            f"      on: {day or 'TODO'}",
            "  myths:",
            "    - objects: [TODO]",
            "      says: {zh: TODO, en: TODO}",
            "      why: {zh: TODO, en: TODO}",
            "",
        ]
    )


def template_answer(question: str, knowledge: Knowledge) -> str:
    """The file of a new canonical answer: the facts about its concepts, with today's digests.

    Raises KanwuError where no such question was minted.
    """
    entry = knowledge.questions.get(question)
    if entry is None:
        raise KanwuError(
            f"{question}: expected the id of a question, found none like it. {_nearest(question, tuple(knowledge.questions))}"
        )
    facts = [fact for concept in entry.concepts for fact in knowledge.facts_of(concept)]
    old: Answer | None = knowledge.answers.get(question)
    lines = [
        "---",
        f"question: {question}",
        f"point: {json.dumps(old.point, ensure_ascii=False) if old else 'TODO'}",
        "key_points:",
        *(f"  - {json.dumps(point, ensure_ascii=False)}" for point in (old.key_points if old else ("TODO",))),
        f"facts: [{', '.join(fact.id for fact in facts)}]" if facts else "facts: []",
        "fact_digests:" if facts else "fact_digests: {}",
        *(f'  {fact.id}: "{fact_digest(fact)}"  # {fact.statement.zh}' for fact in facts),
        "sources: []",
        f"next: [{', '.join(entry.next)}]",
        "---",
        "",
        old.body.strip("\n") if old else f"<!-- {entry.wording} -->",
        "",
    ]
    return "\n".join(lines)


def _nearest(asked: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(asked, known, n=3, cutoff=0.4)
    return f"Did you mean {', '.join(close)}?" if close else "`kanwu graph stats` lists them."
