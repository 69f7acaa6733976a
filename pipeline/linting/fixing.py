"""Safe rewriting of an author's own text, and the proof that it was safe.

Apart from the findings' suggestions, because a suggestion is read by a person before it is taken, and this is not.
Three things may be put in without asking: new words that an editor approved for exactly these words; the number or the
expansion that the fact states, in place of the one that stands there; one of two words that oppose one another (before,
after) in place of the other, in a sentence that says nothing else. Only in a claim that denies nothing, has one object,
and whose subject stands in its own clause, with no second concept of its kind in the sentence. Whatever was put in is linted again: each changed place must now be read as *supported by the same fact*, and
nothing may be flagged that was not flagged before; else it is taken back.
"""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from pipeline import regex as re
from pipeline import sources
from pipeline.knowledge import Knowledge
from pipeline.linting.diagnostics import Diagnostic
from pipeline.linting.texts import Grounds, Linted, lint
from pipeline.models import Claim, Document, Finding, Relation, Verdict, digest_of_words
from pipeline.text import normalise

_OPPOSED = (
    ("before", "after"), ("pre", "post"), ("encoder", "decoder"), ("linear", "quadratic"), ("linearly", "quadratically"),
    ("on-policy", "off-policy"), ("larger", "smaller"), ("pre-training", "fine-tuning"), ("static", "dynamic"),
    ("之前", "之后"), ("前面", "后面"), ("前置", "后置"), ("编码器", "解码器"), ("线性", "平方"), ("同策略", "异策略"),
    ("预训练", "微调"), ("静态", "动态"),
)  # fmt: skip
"""Words of one part of speech of which the one stands where the other could: swapping them leaves grammar alone."""
_NUMBER = re.compile(r"(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?P<share>\s?%)?")
_EIGHT = r"(?:8|1[18](?!\d))"
"""What begins a number that is spoken with a vowel first: eight, eleven, eighteen, eighty."""
_ARTICLE = re.compile(rf"\b(?:a\s+(?=[aeiou]|{_EIGHT})|an\s+(?=[^aeiou\W])(?!{_EIGHT}))", re.I)
_GAP = re.compile(r"~|&(?:nbsp|#160|#xa0);", re.I)
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,200}+>|\\[A-Za-z]{1,30}+|[^\w\s.,;:!?]|_")
"""What may stand between an article and its word, and is not spoken: emphasis, tags, commands of TeX, quotation marks."""
_SENTENCE_END = re.compile(r"[。！？!?]|\.(?=\s|\Z)|\n\s*\n|\r\n\s*\r\n|\n(?=\s*(?:[-*+>|#]|\d+[.)、]))")
_NAME = re.compile(r"(?<![A-Za-z])[A-Za-z][a-z]*[A-Z0-9][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")
"""What looks like the name of a model or a method: a second capital letter, or a digit."""
_CHANGE = re.compile(
    r"[减增扩缩降升改换变]|从|由|比|\b(?:from|instead|rather|unlike|reduc|extend|increas|decreas|rais|cut|replac|chang)",
    re.I,
)
_CLAUSE_END = re.compile(r"[,，;；:：、(（]|\bbut\b|\bwhile\b|\bwhich\b|而|但|所以|因此", re.I)
_SWAPPED = frozenset(("single-value", "polarity", "mechanism"))


class Edit(NamedTuple):
    """New words for exactly one place of a sheet's text."""

    start: int
    end: int
    old: str
    new: str
    rule: str
    fact: str | None
    """The fact that must support the new words; None where an editor approved them."""


class Fixed(NamedTuple):
    """A document's source with its safe edits in place."""

    source: str
    edits: tuple[Edit, ...]
    """Those that were made, by position."""
    refused: tuple[Edit, ...]
    """Those that were taken back: linted again, they did not come out as they should."""


# ------------------------------------------------------------------------------------------- what is safe


def edit_of(diagnostic: Diagnostic, linted: Linted, grounds: Grounds) -> Edit | None:
    """The safe edit for what is flagged; None where no safe one is known."""
    finding = diagnostic.finding
    if finding is None or finding.claim is None or not diagnostic.flagged:
        return None
    start, end = diagnostic.place
    old = linted.sheet.text[start:end]
    cell = linted.sheet.cell(start)
    if cell is not None and (cell.kind == "output" or end > cell.end):
        # What a program printed is a record; it changes by running the cell again.
        return None
    approved = _approved(finding, old, grounds)
    new = approved if approved is not None else _swapped(finding, (start, end), linted, grounds)
    if new is None or new == old or (linted.document.format == "html" and set("<>&") & set(old + new)):
        return None
    if approved is None and _breaks_article(linted.sheet.text, start, end, new):
        return None
    return Edit(start, end, old, new, diagnostic.rule, None if approved is not None else finding.fact)


def _approved(finding: Finding, old: str, grounds: Grounds) -> str | None:
    """The words that an editor approved for exactly these words."""
    correction = grounds.decided.corrections.get(finding.claim.group) if finding.claim else None
    wanted = digest_of_words(old)
    return next((r.new for r in correction.replacements if r.quote_sha256 == wanted), None) if correction else None


def _swapped(finding: Finding, place: tuple[int, int], linted: Linted, grounds: Grounds) -> str | None:
    claim, old = finding.claim, linted.sheet.text[slice(*place)]
    fact = grounds.knowledge.facts.get(finding.fact or "")
    if claim is None or fact is None or finding.verdict is not Verdict.contradicted:
        return None
    if claim.denied or claim.subject_from != "clause" or len(claim.objects) != 1 or len(fact.objects) != 1:
        return None
    relation = grounds.knowledge.relations[claim.relation]
    if relation.kind == "expansion":
        return fact.objects[0] if old == claim.objects[0] else None
    sentence = _sentence(linted.sheet.text, *place)
    # So long a line names somebody else for certain, and to look for him costs its length a finding.
    if len(sentence) > _LONGEST or _rivals(claim, sentence, grounds.knowledge):
        return None
    if relation.kind == "number":
        return _number(old, claim.objects[0], fact.objects[0])
    if relation.kind in _SWAPPED and not _CLAUSE_END.search(sentence):
        return _opposite(old, fact.objects[0], claim.objects[0], relation, grounds)
    return None


_LONGEST = 2000
"""Characters of a sentence in which a replacement is still offered."""


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a span; rather too much of the text than too little."""
    first = max((found.end() for found in _SENTENCE_END.finditer(text, max(0, start - 2000), start)), default=0)
    last = _SENTENCE_END.search(text, end)
    return text[first : last.start() if last else len(text)].strip()


def _rivals(claim: Claim, sentence: str, known: Knowledge) -> bool:
    """Whether a sentence names another concept of the same kind, or a name that nobody knows, or speaks of a change.

    Then the names may be what is wrong, or another one's value is told: not the value of the subject.
    """
    above = known.ancestors.get(claim.subject, frozenset())
    family = {claim.subject, *above}
    mentions = known.mentions(sentence)
    for name in _NAME.finditer(sentence):
        if not any(mention.start < name.end() and mention.end > name.start() for mention in mentions):
            return True
    if _CHANGE.search(sentence):
        return True
    for concept in {mention.concept for mention in mentions}:
        its = known.ancestors.get(concept, frozenset())
        if concept in family or claim.subject in its:
            continue
        if its & above or known.facts_of(concept, claim.relation):
            return True
    return False


def _number(old: str, wrong: str, right: str) -> str | None:
    """The words with their one number exchanged, where it is written as the fact writes its own: digits, % or none."""
    places = list(_NUMBER.finditer(old))
    held, claimed = _NUMBER.fullmatch(right.strip()), _NUMBER.fullmatch(wrong.strip())
    if len(places) != 1 or held is None or claimed is None:
        return None
    [at] = places
    same = at["digits"].replace(",", "") == claimed["digits"] and bool(at["share"]) == bool(claimed["share"])
    if not same or bool(at["share"]) != bool(held["share"]) or old[at.end() : at.end() + 1].isalnum():
        return None
    return old[: at.start("digits")] + held["digits"] + old[at.end("digits") :]


def _opposite(old: str, right: str, wrong: str, relation: Relation, grounds: Grounds) -> str | None:
    """The words with one opposed pair swapped, where the relation then reads them as the right value alone."""
    found: set[str] = set()
    for pair in _OPPOSED:
        for one, other in (pair, pair[::-1]):
            pattern = rf"(?<![A-Za-z]){re.escape(one)}(?![A-Za-z])" if one.isascii() else re.escape(one)
            places = list(re.finditer(pattern, old, re.I))
            if len(places) == 1:
                at = places[0]
                word = other.capitalize() if at[0][:1].isupper() else other
                found.add(old[: at.start()] + word + old[at.end() :])
    fitting = [new for new in sorted(found) if _reads_as(new, right, wrong, relation, grounds)]
    return fitting[0] if len(fitting) == 1 else None


def _reads_as(words: str, right: str, wrong: str, relation: Relation, grounds: Grounds) -> bool:
    low = normalise(words)[0]

    def found(value: str) -> bool:
        pattern = grounds.knowledge.pattern(relation.values.get(value, ()))
        return pattern is not None and pattern.search(low) is not None

    return found(right) and not found(wrong)


def _breaks_article(text: str, start: int, end: int, new: str) -> bool:
    """Whether `a` would come to stand where `an` belongs, or the other way round."""
    before, after = text[max(0, start - 120) : start], text[end : end + 20]

    def wrong(words: str) -> int:
        return len(_ARTICLE.findall(_MARKUP.sub("", _GAP.sub(" ", before + words + after))))

    return wrong(new) > wrong(text[start:end])


# ------------------------------------------------------------------------------------------- putting it in


def fix(linted: Linted, said: Iterable[Diagnostic], grounds: Grounds) -> Fixed:
    """Put the safe edits in, all that stand the test together; where they do not, each by itself."""
    edits: list[Edit] = []
    for diagnostic in said:
        edit = edit_of(diagnostic, linted, grounds)
        if (
            edit is not None
            and _placed(edit, linted) is not None
            and all(edit.end <= other.start or edit.start >= other.end for other in edits)
        ):
            edits.append(edit)
    edits.sort()
    if not edits:
        return Fixed(linted.document.source, (), ())

    def stands(chosen: Sequence[Edit]) -> bool:
        return _stands(linted, chosen, grounds)

    made = tuple(edits) if stands(edits) else _each(edits, stands)
    return Fixed(_written(linted, made), made, tuple(edit for edit in edits if edit not in made))


def _each(edits: Sequence[Edit], stands: Callable[[Sequence[Edit]], bool]) -> tuple[Edit, ...]:
    made: list[Edit] = []
    for edit in edits:
        if stands([*made, edit]):
            made.append(edit)
    return tuple(made)


def _stands(linted: Linted, edits: Sequence[Edit], grounds: Grounds) -> bool:
    """Whether the text with these edits says what the facts say at each of them, and nothing new is flagged."""
    after = lint(sources.renewed(linted.document, _written(linted, edits)), grounds)
    fixed = {(edit.start, edit.end) for edit in edits}
    before = Counter(
        _key(finding) for finding, place in zip(linted.findings, linted.places, strict=True)
        if finding.flagged and place not in fixed
    )  # fmt: skip
    if Counter(_key(finding) for finding in after.findings if finding.flagged) - before:
        return False
    moved = 0
    for edit in edits:
        start = edit.start + moved
        moved += len(edit.new) - len(edit.old)
        if edit.fact is not None and not any(
            finding.verdict is Verdict.supported
            and finding.fact == edit.fact
            and place[0] < start + len(edit.new)
            and place[1] > start
            for finding, place in zip(after.findings, after.places, strict=True)
        ):
            return False
    return True


def _key(finding: Finding) -> tuple[str, str]:
    return finding.fact or finding.verdict.value, digest_of_words(finding.passage.quote)


def _placed(edit: Edit, linted: Linted) -> tuple[int, int, str] | None:
    """An edit as (start, end, new words) of the file; None where its words do not stand in the file in one piece."""
    document, sheet = linted.document, linted.sheet
    start, end = sheet.span(edit.start, edit.end, document.source)
    if not sheet.runs:
        return start, end, edit.new
    try:
        whole = json.loads(f'"{document.source[start:end]}"') == edit.old
    except json.JSONDecodeError:
        whole = False
    return (start, end, json.dumps(edit.new, ensure_ascii=False)[1:-1]) if whole else None


def _written(linted: Linted, edits: Sequence[Edit]) -> str:
    source = linted.document.source
    pieces: list[str] = []
    at = 0
    for edit in edits:
        placed = _placed(edit, linted)
        if placed is not None:
            start, end, new = placed
            pieces += (source[at:start], new)
            at = end
    return "".join((*pieces, source[at:]))


def unified(document: Document, source: str, path: str) -> str:
    """What a rewriting changes, as a unified diff; empty where it changes nothing."""
    old, new = (_lines(text) for text in (document.source, source))
    return "".join(difflib.unified_diff(old, new, path, path))


def _lines(text: str) -> list[str]:
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text)
    return [
        line.rstrip("\r\n") + "\n" if line.endswith(("\r", "\n")) else line + "\n\\ No newline at end of file\n"
        for line in lines
    ]


def encoded(document: Document, source: str, data: bytes) -> bytes | None:
    """The bytes to write in place of `data`; None where the file cannot be written without changing other bytes too."""
    codec = document.encoding
    body = document.source.encode(codec, "replace")
    mark = data[: len(data) - len(body)]
    if mark + body != data or len(mark) > 4:
        return None
    try:
        return mark + source.encode(codec)
    except UnicodeEncodeError:
        return None
