"""What is left of the drafts of a sentence: one of two that cannot both hold, and no right half of what is called wrong.

Apart from those who draft, because it is decided over all relations together.
"""

from __future__ import annotations

from pipeline.claims.counts import confirmed
from pipeline.claims.sight import IN_PART, Draft, Looking, take_note


def settled(look: Looking, drafts: list[Draft], notes: list[str]) -> list[Draft]:
    """Where one clause gives a subject two values of which only one can hold, the reader cannot tell: the right one stays."""
    kept: list[Draft] = []
    for d in drafts:
        kind = look.knowledge.relations[d.relation].kind
        if kind in ("single-value", "polarity", "mechanism", "definition") and not d.denied:
            facts = look.facts_for(d.subject, d.relation)
            right = {o for fact in facts for o in fact.objects}
            rivals = [
                o for o in drafts
                if (o.subject, o.relation) == (d.subject, d.relation) and not o.denied and o.objects != d.objects
            ]  # fmt: skip
            if d.objects[0] not in right and any(
                o.objects[0] in right and (o.clause == d.clause or d.where != "clause") for o in rivals
            ):
                take_note(
                    notes,
                    f"{d.subject}.{d.relation}: {d.objects[0]} stands beside {rivals[0].objects[0]}: cannot tell which is meant",
                )
                continue
        kept.append(d)
    return kept


def called_wrong(look: Looking, drafts: list[Draft], notes: list[str]) -> list[Draft]:
    """What is called wrong need not be wrong in all its parts: where one part is, the right ones beside it stay out."""
    turned = [d for d in drafts if "frame=denied" in d.reading]
    right = [d for d in turned if d.denied == is_fact(look, d)]
    in_part = any(note.endswith(IN_PART) for note in notes)
    if not right or (len(right) == len(turned) and not in_part):
        return drafts
    for d in right:
        take_note(notes, f"{d.subject}.{d.relation}: {d.objects[0]} may be what is right in what is called wrong")
    return [d for d in drafts if d not in right]


def is_fact(look: Looking, draft: Draft) -> bool:
    """Whether a fact has the value of a draft, be it asserted or denied."""
    facts = look.facts_for(draft.subject, draft.relation)
    if look.knowledge.relations[draft.relation].kind == "number":
        return confirmed(look, draft)
    return any(draft.objects[0] in fact.objects for fact in facts)
