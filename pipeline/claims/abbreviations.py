"""What an abbreviation is said to stand for.

Apart from `expansions`, which knows the grammar of spelling out: here it is asked of whom, and whether it is asserted.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline import regex as re
from pipeline.claims.assertion import SubjectFrom
from pipeline.claims.expansions import ASKS_FOR, expanded
from pipeline.claims.roles import opens
from pipeline.claims.sentences import Span
from pipeline.claims.sight import Draft, Looking, Sight, take_note

_ITS_FULL = re.compile(
    r"(?:[,;:.]|—+|-|\band|\bbecause|\bsince|\bthat|\bas|因为|是|由于|而|且)\s*(?P<it>it|它)(?=\s*(?:的|是|全|其|完|英|缩|\s(?:is|stands|expands|abbreviates|means|spells|actually|really|simply)))"
)
_IT_OPENS = re.compile(r"\W*(?:答|答案|a|answer)?\s*[:：]?\s*(?:因为|because\s+)?(?:it|它|其|this|that)(?![a-z])")
_PREPOSED = re.compile(
    r"\W*(?:un)?like\s+(?:the\s+)?|\W*(?:in|with|for|within|compared\s+(?:to|with)|in\s+contrast\s+to|as\s+opposed\s+to|besides|without)\s+(?:the\s+)?"
)
"""`Unlike MQA, multi-head attention …`: what stands behind the comma spells nothing out."""
_LETTER_OF = re.compile(
    r"\b(?:first|second|third|fourth|last|middle|letters?|the)\s+['\"]?[a-z]{1,2}['\"]?\s+(?:of|in)\s+$"
)
_ITS_LETTER = re.compile(r"\s*(?:里|中)(?:面)?的\s*(?:第?[一二三首末]个)?(?:字母)?\s*[a-z]{1,3}(?![a-z])")
"""`the second M of MMLU stands for …`, `MMLU 里的 M 指 …`: a part of it is spelt out."""
_A_NUMBER = re.compile(r"(?:two|three|four|five|six|seven|eight|nine|ten|twice|half|about|roughly|around)\b")


def read_expansions(look: Looking, sight: Sight, subject: str, relation: str, notes: list[str]) -> list[Draft]:
    """What a sentence says that an abbreviation stands for."""
    unit = sight.unit
    held = [each for fact in look.facts_for(subject, relation) for each in fact.objects]
    held = held or list(look.knowledge.expansions.get(subject, ()))
    drafts: list[Draft] = []
    for at, name, where, answers in _abbreviated(look, sight, subject, relation):
        for each in expanded(unit.cased, unit.low, at, sight.sentence, held, name, answers=answers):
            if _A_NUMBER.match(each.words.lower()):
                continue
            span = Span(each.start, each.end)
            flip, why = look.frame(sight, span)
            if why and not why.startswith("quoted"):
                take_note(notes, f"{subject}.{relation}: {each.words}: {why}")
                continue
            reading = (f"words={each.words}", f"cue={each.cue}", *(("not",) if each.denied else ()))
            drafts.append(
                Draft(subject, relation, (" ".join(each.words.split()),), each.denied != flip, span, where, reading, look.part(sight, each.start))
            )  # fmt: skip
    return drafts


def _abbreviated(
    look: Looking, sight: Sight, subject: str, relation: str
) -> Iterable[tuple[Span, str, SubjectFrom, bool]]:
    """Where a subject's abbreviation stands, or a pronoun for it: place, the abbreviation where that is elsewhere, where from, whether it answers what was asked."""
    named = [m for m in sight.mentions if m.concept == subject]
    for m in named:
        if _LETTER_OF.search(sight.unit.low, sight.sentence.start, m.start) or _ITS_LETTER.match(sight.unit.low, m.end):
            continue
        if not (
            sight.unit.low.startswith(",", m.end) and _PREPOSED.fullmatch(sight.unit.low, sight.sentence.start, m.start)
        ):
            yield m.span, "", "clause", False
    start, end = sight.sentence
    if not look.spells_out(sight):
        return
    text = sight.unit.low
    others = {m.concept for m in sight.mentions if relation in look.relations_of(m.concept)} - {subject}
    if named and not others:
        for it in _ITS_FULL.finditer(text, named[0].end, end):
            yield Span(*it.span("it")), text[named[0].start : named[0].end], "sentence", False
        return
    if named or any(m.role == "plain" and opens(text, sight.sentence, m.start) for m in sight.mentions):
        return
    beyond = look.outside(sight, relation)
    if subject in beyond.concepts and (name := _short_name(look, subject)):
        it_opens = _IT_OPENS.match(text, start, end)
        at = Span(start, it_opens.end()) if it_opens else Span(start, start)
        asked = any(ASKS_FOR.search(context.text) is not None for context in look.answered(sight))
        yield at, name, beyond.where, asked


def _short_name(look: Looking, concept: str) -> str:
    """The shortest label of a concept that is written as an abbreviation; empty where none is."""
    known = look.knowledge.concepts.get(concept)
    if known is None:
        return ""
    labels = (known.pref_label.zh, known.pref_label.en, *known.alt_label.zh, *known.alt_label.en)
    short = [each for each in labels if sum(letter.isupper() for letter in each) >= 2 and " " not in each]
    return min(short, key=len, default="")
