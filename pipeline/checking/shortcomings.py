"""What a fact still lacks: a proof, a checked citation, a myth, a text that it ever decided, or agreement with others.

Apart from the check, because here the facts themselves are held up, by the same table by which they judge texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from pipeline.checking.check import check, facts_for
from pipeline.checking.table import hold, hold_values
from pipeline.knowledge import Knowledge
from pipeline.models import Claim, Evidence, Fact, Verdict

Need = Literal["proof", "citation", "myth"]
NEEDS: tuple[Need, ...] = ("proof", "citation", "myth")


class Dissent(NamedTuple):
    """One fact spoken against by another."""

    fact: str
    by: str
    """Id of the other fact; the fact's own id where its sentence is read against itself."""
    because: str
    """What excludes what, for the editor who has to decide which of them is wrong."""


def lacking(fact: Fact, evidence: Iterable[Evidence]) -> tuple[Need, ...]:
    """What a fact lacks of itself; a snippet of which no recorded run holds is no proof."""
    proven = fact.snippet is not None and any(e.snippet == fact.snippet and e.holds is True for e in evidence)
    absent = {"proof": not proven, "citation": not fact.checked, "myth": not fact.myths}
    return tuple(need for need in NEEDS if absent[need])


def deciding(claims: Iterable[Claim], knowledge: Knowledge) -> set[str]:
    """Ids of the facts that catch or clear one of the claims; one that cannot tell has decided nothing."""
    claims = list(claims)
    checked = check(claims, (), knowledge)
    outcome_of = {
        Verdict.supported: "supported",
        Verdict.contradicted: "contradicted",
        Verdict.outdated: "contradicted",
    }
    found: set[str] = set()
    for finding in (*checked.findings, *checked.cleared):
        wanted = outcome_of.get(finding.verdict)
        if wanted is None or finding.claim is None or finding.fact is None:
            continue
        relation = knowledge.relations[finding.claim.relation]
        # Several facts may decide one claim alike; each of them would be missed if it went.
        found |= {f.id for f in facts_for(finding.claim, knowledge) if hold(finding.claim, f, relation) == wanted}
    return found


def dissents(knowledge: Knowledge, statements: Mapping[str, Iterable[Claim]]) -> list[Dissent]:
    """Facts that exclude one another, and facts whose own sentences another fact flags; by id.

    `statements` are the claims read in each fact's own sentences, by fact id.
    """
    found: set[Dissent] = set()
    together: dict[tuple[str, str], list[Fact]] = {}
    for fact in knowledge.facts.values():
        together.setdefault((fact.subject, fact.relation), []).append(fact)
    for group in together.values():
        for fact in group:
            for other in group:
                if fact is other or parted(fact, other):
                    continue
                relation = knowledge.relations[fact.relation]
                if hold_values(fact.objects, other, relation) == "contradicted":
                    found.add(Dissent(fact.id, other.id, f"{_listed(fact)} against {_listed(other)}"))
    for id_, claims in statements.items():
        for finding in check(claims, (), knowledge).findings:
            if finding.flagged and finding.fact is not None:
                found.add(Dissent(id_, finding.fact, f"flags its sentence: {finding.passage.quote}"))
    return sorted(found)


def parted(a: Fact, b: Fact) -> bool:
    """Whether two facts about one subject and relation speak of different things: parts, versions or times."""
    # What has no qualifier holds of every part, so only two that are named apart are apart, or two whose words are:
    # a qualified fact that asks for words of its own (`requires`) is only read where they stand.
    if a.qualifier != b.qualifier and all(f.qualifier or f.requires for f in (a, b)):
        return True
    if any(f.requires for f in (a, b)) and a.requires != b.requires:
        return True
    # Where one ends and the other begins, they held one after the other.
    return bool((a.until and not b.until) or (b.until and not a.until) or (a.since and b.since and a.since != b.since))


def _listed(fact: Fact) -> str:
    return "{" + ", ".join(fact.objects) + "}"
