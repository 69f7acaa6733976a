"""Who repeats whom: the same wrong statement in several documents, and how much of the text around it they share.

Apart from `check`, because a copied mistake is one mistake: it asks for one decision, and two copies that agree are no
two witnesses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from pipeline.models import Claim, Finding, Lineage, QAPair, Source
from pipeline.text import key

_SHORTEST = 12
"""Letters that two passages must share in one piece to be copies: shorter runs arise by themselves."""
_LONGEST = 4000
"""Letters of an answer that are compared; a copied mistake stands among copied words well before that."""


def lineages(
    findings: Iterable[Finding], pairs: Iterable[QAPair], sources: Mapping[str, Source]
) -> tuple[Lineage, ...]:
    """The claim groups whose flagged passages stand in copied text, each document with the earliest that it repeats.

    Earliest by the day of retrieval in sources.toml, then by name: which page was first on the web nobody here knows.
    """
    by_id = {pair.id: pair for pair in pairs}
    grouped: dict[str, dict[str, Finding]] = defaultdict(dict)
    for finding in findings:
        if finding.flagged and finding.claim is not None:
            grouped[finding.claim.group].setdefault(finding.passage.document, finding)
    found: list[Lineage] = []
    for group, members in sorted(grouped.items()):
        order = sorted(members, key=lambda path: (_day(sources, path) or "9999", path))
        for at, path in enumerate(order):
            best: tuple[int, str] | None = None
            for earlier in order[:at]:
                shared = shared_letters(_around(members[earlier], by_id), _around(members[path], by_id))
                if shared and (best is None or shared > best[0]):
                    best = (shared, earlier)
            if best is not None:
                found.append(
                    Lineage(
                        group=group,
                        earlier=members[best[1]].passage,
                        later=members[path].passage,
                        shared=best[0],
                    )
                )
    return tuple(found)


def shared_letters(one: str, other: str) -> int:
    """Letters that two texts share in pieces of at least twelve; 0 where neither copied the other."""
    a, b = key(one)[:_LONGEST], key(other)[:_LONGEST]
    if not a or not b:
        return 0
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= _SHORTEST)


def copied(a: Claim, b: Claim, pairs: Mapping[str, QAPair]) -> bool:
    """Whether two claims stand in text that one document took from the other, so that they are one source."""
    left, right = pairs.get(a.pair or ""), pairs.get(b.pair or "")
    return bool(left and right and left.answer and right.answer and shared_letters(left.answer, right.answer))


def _around(finding: Finding, pairs: Mapping[str, QAPair]) -> str:
    pair = pairs.get(finding.pair or "")
    return pair.answer if pair is not None and pair.answer else finding.passage.quote


def _day(sources: Mapping[str, Source], path: str) -> str:
    source = sources.get(path)
    return source.retrieved if source else ""
