"""What contradicts what: the table of data/graph/README.md, one rule for each kind of relation.

Apart from the check, because this is the whole of what the project calls a contradiction, and an editor may read it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pipeline.knowledge import same_expansion, same_quantity
from pipeline.models import Claim, Fact, Relation

Outcome = Literal["contradicted", "supported", "cannot-tell"]


def hold(claim: Claim, fact: Fact, relation: Relation) -> Outcome:
    """Hold a claim against a fact about the same subject and relation."""
    return hold_values(claim.objects, fact, relation, denied=claim.denied)


def hold_values(values: Sequence[str], fact: Fact, relation: Relation, *, denied: bool = False) -> Outcome:
    """The same for values without a passage, as those of another fact."""
    outcomes = [_one(each, denied, fact, relation) for each in values]
    if "contradicted" in outcomes:
        return "contradicted"
    return "supported" if outcomes and all(each == "supported" for each in outcomes) else "cannot-tell"


def _one(value: str, denied: bool, fact: Fact, relation: Relation) -> Outcome:
    if relation.kind == "number":
        same = [same_quantity(value, held, fact.tolerance) for held in fact.objects]
        right = any(same)
        known = not all(each is None for each in same)
        listed = any(same_quantity(value, wrong, fact.tolerance) for myth in fact.myths for wrong in myth.objects)
        return _literal(right, known, denied, fact, listed)
    if relation.kind == "expansion":
        right = any(same_expansion(value, held) for held in fact.objects)
        listed = any(same_expansion(value, wrong) for myth in fact.myths for wrong in myth.objects)
        # An abbreviation is expanded in one way: other words are wrong in an open world too.
        return _literal(right, True, denied, fact, listed, closed=True)
    right = value in fact.objects
    wrong = any(value in myth.objects and value not in fact.objects for myth in fact.myths)
    compatible = any({value, held} == set(pair) for held in fact.objects for pair in relation.compatible)
    if relation.kind == "closed-set":
        if right:
            return "contradicted" if denied else "supported"
        if wrong or (fact.world == "closed" and not compatible):
            return "supported" if denied else "contradicted"
        return "cannot-tell"
    if denied:
        if right:
            # One of several right values may be denied of one case and hold of another.
            return "contradicted" if len(fact.objects) == 1 else "cannot-tell"
        if relation.kind == "polarity" and _opposed(value, fact, relation):
            return "supported"
        return "supported" if wrong or (fact.world == "closed" and not compatible) else "cannot-tell"
    if right:
        return "supported"
    if wrong:
        return "contradicted"
    if compatible or relation.kind == "definition":
        # Several signatures may describe one thing: only what is known to be another's is wrong.
        return "cannot-tell"
    return "contradicted" if fact.world == "closed" else "cannot-tell"


def _opposed(value: str, fact: Fact, relation: Relation) -> bool:
    return len(relation.values) == 2 and value not in fact.objects


def _literal(right: bool, known: bool, denied: bool, fact: Fact, listed: bool, *, closed: bool = False) -> Outcome:
    if right:
        return "contradicted" if denied and len(fact.objects) == 1 else "cannot-tell" if denied else "supported"
    if not known:
        return "cannot-tell"
    if denied:
        return "supported"
    return "contradicted" if closed or fact.world == "closed" or listed else "cannot-tell"
