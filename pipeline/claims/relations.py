"""Which relations a sentence may state of a subject, and by whom each is read.

Apart from the reader, which goes from sentence to sentence: here one sentence is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.claims.abbreviations import read_expansions
from pipeline.claims.choices import read_sets
from pipeline.claims.counts import numbers_settled, ratio_in, read_numbers
from pipeline.claims.kinds import read_kinds
from pipeline.claims.settling import called_wrong, settled
from pipeline.claims.sight import Draft, Looking, Sight
from pipeline.claims.values import read_owners, read_trends, read_values
from pipeline.claims.vocabulary import Said, Wording


def claimed_in(look: Looking, sight: Sight, subjects: Sequence[str], notes: list[str]) -> list[Draft]:
    """What a sentence claims of the subjects that it may speak of; `notes` are the reasons where nothing is claimed."""
    drafts: list[Draft] = []
    for subject in subjects:
        for relation, wording, requires, _ in _possible(look, sight, subject):
            if wording.trend is not None and any(look.applies(sight, needed, subject, relation) for needed in requires):
                moving = read_trends(look, sight, subject, relation, wording.trend, notes)
                if moving:
                    # Both quantities were read with their directions: no pattern sees more.
                    drafts += moving
                    continue
            if wording.relation.owner and (owned := read_owners(look, sight, subject, relation, wording)):
                drafts += owned
                continue
            if not _within(look, sight, subject, wording, relation):
                continue
            # Without a fact the concept's own labels spell the abbreviation out.
            if requires and not any(look.applies(sight, needed, subject, relation) for needed in requires):
                continue
            if wording.kind == "expansion":
                found = read_expansions(look, sight, subject, relation, notes)
            elif wording.kind == "number":
                found = read_numbers(look, sight, subject, relation, wording, notes)
            elif wording.kind == "kind-of":
                found = read_kinds(look, sight, subject, relation, wording, notes)
            elif wording.kind == "closed-set":
                found = read_sets(look, sight, subject, relation, wording, notes)
            else:
                found = read_values(look, sight, subject, relation, wording, notes)
            drafts += found
    if not drafts:
        return []
    drafts = numbers_settled(look, sight, settled(look, list(dict.fromkeys(drafts)), notes), notes)
    drafts = called_wrong(look, drafts, notes)
    for draft in drafts:
        sign = "not " if draft.denied else ""
        notes.append(
            f"claim: {draft.subject} {draft.relation} {sign}{' + '.join(draft.objects)} "
            f"(subject from {draft.where}; {', '.join(draft.reading)})"
        )
    return drafts


def open_up(look: Looking, sight: Sight) -> None:
    """Find out what the words in sight let be said at all."""
    openings = look.vocabulary.openings
    sight.opened = openings.by(sight.present)
    for context in look.answered(sight):
        sight.opened |= openings.cued(look.opened_by(context.text))
    if sight.following and sight.unit.low[sight.sentence.end - 1].isalnum():
        # A number at the end of a line may have its unit on the next one.
        opened = openings.by(look.vocabulary.within(sight.following))
        sight.opened |= opened ^ openings.cued(opened)
    sight.ready = openings.both(sight.opened)


def _possible(look: Looking, sight: Sight, subject: str) -> Iterable[Said]:
    """What the words in sight let be said of a subject at all: cheap, and little of what is known in any sentence."""
    said = look.vocabulary.said_of(subject)
    itself = _opens_item(sight, subject)
    if look.explain or itself:
        found = [each for each in said if _opened(look, sight, each, itself)]
    else:
        found = [each for each in said if each.bit & sight.ready]
    for each in found:
        kind = each.wording.kind
        if kind == "expansion" and subject not in sight.named and not look.spells_out(sight):
            continue
        if kind == "number" and each.wording.ratio is None and not look.numbers_of(sight):
            continue
        yield each


def _opens_item(sight: Sight, subject: str) -> bool:
    """Whether a sentence begins with its subject: an item may name itself and be what its heading asks for."""
    return sight.sentence.start <= 2 and any(m.start <= 3 and m.concept == subject for m in sight.mentions)


def _opened(look: Looking, sight: Sight, each: Said, itself: bool) -> bool:
    """Whether something speaks of a wording and a value of it may stand there; a kind needs none where its member is the item.

    Where reasons are asked for, a cue is enough: that it speaks of no value known is one.
    """
    if each.bit & sight.ready:
        return True
    if not each.bit & sight.opened:
        return False
    if each.wording.kind == "kind-of":
        return itself
    return look.explain and each.wording.cues is not None


def _within(look: Looking, sight: Sight, subject: str, wording: Wording, relation: str) -> bool:
    """Whether the sentence has any of the words that a relation needs; asked once for all subjects."""
    if wording.kind == "expansion":
        return True
    if wording.kind != "number" and not look.explain and not look.hits(sight, wording, relation):
        # A value is rarer than what speaks of the relation; without one only an item under a list says something.
        return wording.kind == "kind-of" and _opens_item(sight, subject)
    if wording.kind == "kind-of":
        return True
    if wording.cues is None:
        return wording.kind == "number" or bool(look.hits(sight, wording, relation))
    if wording.ratio is not None and ratio_in(sight, wording) is not None:
        return True
    return wording.kind == "closed-set" or bool(look.cues(sight, wording, relation)) or look.cue_around(sight, wording)
