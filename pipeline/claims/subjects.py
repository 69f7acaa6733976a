"""Whose a value is: the mention that governs it, in its clause, its sentence or beyond.

Apart from the readers of relations, because all of them ask the same; apart from the rules themselves, which stand in
`named_within`, `named_before`, `named_behind` and `named_nowhere` by where the subject is named, because only here their
order is known. All texts here are normalised.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline import regex as re
from pipeline.claims import named_before, named_behind, named_nowhere, named_within
from pipeline.claims.assertion import Assertion, Governed
from pipeline.claims.mentions import Mention
from pipeline.claims.sentences import Span

Rule = Callable[[Assertion], Governed | None]
"""What recognises one turn of phrase: it answers whom that is said of, nobody included, or None where it has nothing to say."""

RULES: tuple[Rule, ...] = (
    # What outweighs every name in the clause: whose clause it is stands at its beginning.
    named_nowhere.other_parts,
    named_before.relative_clause,
    named_before.cleft,
    named_before.acting_pronoun,
    # A name behind, where the words between point at it.
    named_behind.thing_made,
    named_behind.unknown_agent,
    named_behind.not_this_but_that,
    named_behind.owner,
    named_behind.agent,
    named_behind.not_called,
    named_behind.closing_name,
    # Whose idea or effect it is, what it defines or announces: though other names stand nearer.
    named_before.gist,
    named_before.means,
    named_behind.definition,
    named_behind.announced_list,
    named_within.predicate,
    named_behind.instances,
    # What is only told apart by it, or relieved: nothing is asserted.
    named_behind.kind_meant,
    named_behind.trouble_relieved,
    named_within.restriction,
    # The plain case.
    named_within.own_subject,
    # Nobody of whom it can be said stands in the clause before it: who is behind, or frames it, or blocks it.
    named_behind.holder,
    named_before.circumstance,
    named_behind.during,
    named_before.in_whose_course,
    named_within.another_subject,
    named_nowhere.unknown_name,
    named_nowhere.letter,
    named_nowhere.unknown_kind,
    named_within.value_as_subject,
    # Who is named before the clause, unless it turns to something else.
    named_before.step_of_its_own,
    named_before.another_option,
    named_before.passing_mention,
    named_before.contrast,
    named_before.turn,
    named_before.chosen,
    named_before.topic,
    # Who is named only later, or not at all: then a subject beyond the sentence is asked for.
    named_behind.fronted,
    named_nowhere.difference,
    named_nowhere.either_of_two,
    named_behind.told_first,
    named_behind.consequence,
    named_nowhere.another_topic,
    named_nowhere.seeming_subject,
    named_nowhere.within_value,
    named_nowhere.aftermath,
    named_nowhere.sole_name,
)
"""In the order in which they are asked: the first that has something to say decides."""


def govern(said: Assertion) -> Governed:
    """The subjects of what is asserted: what the first rule says that has something to say, else who is found beyond the sentence."""
    for rule in RULES:
        governed = rule(said)
        if governed is not None:
            return governed
    return said.beyond


_ALIKE_LEFT = re.compile(r"(?:与|和|跟|同|像|如)\s*$")
_ALIKE_RIGHT = re.compile(r"\s*(?:那样|那般)?(?:一样|同样|相同|一致|一般)(?!的?[^,。;]{0,4}不)")
_LIKE_FIRST = re.compile(r"\W*(?:just\s+)?like\s+(?:the\s+)?(?:original\s+)?")
_LIKE_LAST = re.compile(
    r"[^,。;]{0,6},?\s*(?:也)?(?:类似于?|如同|就像|等同于|(?:just\s+)?like|as\s+in|similar\s+to|(?:the\s+)?same\s+as)\s*(?:the\s+)?"
)
_CIRCUMSTANCE = re.compile(r"(?:时|阶段|期间|的时候|(?<!如)下)(?:就|也|都|可以|能|会|,|则)*(?:像|和|与|跟)\s*$")


def alike(text: str, sentence: Span, parts: Sequence[Span], mentions: Sequence[Mention], anchor: Span) -> list[str]:
    """Whom a clause says to be the same in this: `和 B 一样，A …`, `A …，类似于 B`, `Like B, A …`."""
    found: list[str] = []
    here = next((i for i, p in enumerate(parts) if p.start <= anchor.start < p.end), 0)
    for m in mentions:
        if m.role != "compared":
            continue
        own = next((i for i, p in enumerate(parts) if p.start <= m.start < p.end), 0)
        if own == here and _CIRCUMSTANCE.search(text, parts[own].start, m.start):
            # `RWKV 训练时可以像 Transformer 一样并行`: under which circumstance the other one is so, it does not say.
            continue
        if m.end <= anchor.start:
            if here - own > 1 or (own != here and len(text[parts[own].start : m.start].strip(" ,")) > 4):
                continue
            if (
                _ALIKE_RIGHT.match(text, m.end) and _ALIKE_LEFT.search(text, sentence.start, m.start)
            ) or _LIKE_FIRST.fullmatch(text, sentence.start, m.start):
                found.append(m.concept)
        elif m.start >= anchor.end and 0 <= own - here <= 1 and _LIKE_LAST.fullmatch(text, anchor.end, m.start):
            found.append(m.concept)
    return found
