"""Relations whose values are numbers: amounts with their units, ratios, and which number is said of whom.

Apart from `values`, because a number is found by its unit and held against a quantity.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from pipeline import regex as re
from pipeline.claims.assertion import TIMES_OF, Governed
from pipeline.claims.drafting import displaced, drafted, nearest_cue, shared_out, shared_respectively, words_of
from pipeline.claims.negation import negators
from pipeline.claims.sentences import Span
from pipeline.claims.sight import Draft, Looking, Sight, take_note
from pipeline.claims.vocabulary import Hit, Wording
from pipeline.knowledge import same_quantity
from pipeline.knowledge.numbers import Quantity, chinese, parse, plain, quantities
from pipeline.models import Fact

_BOUND_HIGH = re.compile(
    r"(?:不到|少于|小于|低于|不足|至多|最多|不超过|以内|以下|below|under|less\s+than|fewer\s+than|at\s+most|up\s+to|no\s+more\s+than)\s*$"
)
_BOUND_LOW = re.compile(
    r"(?<!不)(?:超过|多于|大于|高于|至少|不少于|以上|逾|长于|longer\s+than|more\s+than|over|above|at\s+least|exceed(?:s|ing)?|beyond|greater\s+than)\s*(?:的\s*)?$"
)
_ABOUT = re.compile(
    r"(?:约|大约|大概|近|接近|将近|左右|差不多|about|around|roughly|approximately|nearly|almost|some|~|≈|circa)\s*(?:为|是|有|a\s+)?\s*$"
)
_AND_SOME = re.compile(r"\s*[多余]")
_ABOUT_AFTER = re.compile(r"\s*(?:个|%|亿|万)?\s*(?:多|余|左右|上下|以?上|or\s+so)")
_FACTOR = re.compile(r"\s*(?:[×x*]\s*\d[\d.]*\s*(?:[bmk]\s*)?)*[=≈]\s*\d")
_OPERAND = re.compile(r"(?:\s*[×*^]\s*|·)[\d(\u03b1-\u03c9]|(?<=[x×])\s*\d")
_OPERATED = re.compile(r"(?<=[\dhwdn])\s?[×x]\s?$|[×]\s?$")
"""`1 × 128`, `1.75 × 2^15`: what is but a part of a formula."""
_NO_COUNT = re.compile(
    r"(?:[上下前后每同这那某任另第逐末首头]|最后|版本?\s*|version\s+|\b(?:first|last|lower|upper|top|bottom|leading|trailing)\s+)$"
)
_BY_HOW_MUCH = re.compile(
    r"(?:省下?|节省|节约|减少|少|增加|新增|多|多出|下降|降低|缩小|\bsav(?:es?|ing)|\badds?|\badding|\bby)\s*(?:了|约|大约|近|将近|大概|about\s|around\s|nearly\s|roughly\s|some\s|another\s)*\s*$"
)
_MONTH = re.compile(
    r"\b(?:in|of|from|since|january|february|march|april|may|june|july|august|september|october|november|december)\s+$"
)
_COUNTED = {
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
    "亿": 1e8,
    "十亿": 1e9,
    "百亿": 1e10,
    "千亿": 1e11,
    "m": 1e6,
    "million": 1e6,
}
_COUNT = re.compile(
    r"(?<![\d.a-z])(\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)\s*(bn|b|m|billion|million|千亿|百亿|十亿|亿)(?![a-z0-9])"
)
_EDITION = re.compile(r"\s*版")
_YEAR = re.compile(r"\s*年")
_NUMBERS = re.compile(r"[.)、]\s")
_OF_MANY = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|some|few|many|each|any|top)\s+(?:out\s+)?of\s+(?:its|the|all|their|these)?\s*$"
)
_PART_OF = re.compile(r"\s*(?:out\s+)?of\s+(?:its|the|all|their|these)?\s*$")
_AMONG = re.compile(r"\s*(?:之)?(?:中|里|当中|里面|选|取|挑|择)")
_OWNER = re.compile(
    r"[^,.;。]{0,40}?(?:\b(?:belongs?|belonged|applies|refers?)\s+to|\bare\s+those\s+of|\bis\s+that\s+of|属于|来自|说的是|指的是|其实是|那是|才是|是)\s*(?:the\s+)?$"
)
_RATE = re.compile(r"\s*[a-z]{1,12}\s*(?:/|per\s|每)\s*(?:s|sec|seconds?|min|minutes?|h|hours?|秒|分钟?|小时)(?![a-z])")
"""`140 token/s`: a speed, where no unit is asked for."""
_MEASURES = "步层个张倍年次卡头位维种条篇字词段块轮组份台"
_OF_OTHER = re.compile(r"\s*(?:的|'s)\s*(?:约|大约|大概|about\s+)?\s*")
_THAN_LEFT = re.compile(r"(?:比|相比于?|较|低于|高于|\bthan)\s*(?:第一代|初代|上一代|the\s+)?\s*$")
_BLANK = re.compile(r"\s*")
_JOINED = re.compile(r"\s*(?:个|的|多|余|左右|来|-)?\s*")
_WHOLE = re.compile(r"\s*(?:了|全部|所有|整整|约|大约|多达|all|about|around|its|the)*\s*(?:的)?\s*")
_MEASURED_AS = re.compile(
    r"\s*(?:量|数|数量|规模)?\s*(?:一共|总共|只|仅|大约|约|高)?(?:是|为|有|达到?|:|is|are|of)?\s*(?:大约|约|about|around)?\s*"
)


def read_numbers(
    look: Looking, sight: Sight, subject: str, relation: str, wording: Wording, notes: list[str]
) -> list[Draft]:
    """What a sentence claims of a subject by a relation whose values are numbers."""
    text = sight.unit.low
    stated = ratio_in(sight, wording)
    if stated is not None:
        governed = look.govern(sight, relation, stated.span, [stated.span], [stated])
        return drafted(look, sight, subject, relation, wording, stated, None, governed, notes)
    cues = look.cues(sight, wording, relation)
    if wording.cues is not None and not cues and not look.cue_around(sight, wording):
        return []
    found = _quantities(look, sight, wording, look.facts_for(subject, relation))
    if not found:
        return []
    spans = [Span(q.start, end) for q, end, _ in found]
    old = displaced(text, sight.sentence, [Hit(s.start, s.end, str(i)) for i, s in enumerate(spans)])
    hits = [Hit(s.start, s.end, literal) for s, (_, _, literal) in zip(spans, found, strict=True)]
    gone = {(hit.start, hit.end) for hit in old}
    mapped = shared_respectively(look, sight, relation, hits)
    drafts: list[Draft] = []
    for hit in hits:
        if (hit.start, hit.end) in gone:
            take_note(notes, f"{subject}.{relation}: {words_of(text, hit)} is what was before")
            continue
        cue = nearest_cue(look, sight, hit.span, cues, ())
        if wording.cues is not None and cues:
            if cue is None:
                continue
            gap = max(0, cue.start - hit.end, hit.start - cue.end)
            rivals = [h for h in hits if h != hit and look.part(sight, h.start) == look.part(sight, cue.start)]
            if any(max(0, cue.start - h.end, h.start - cue.end) < gap for h in rivals if (h.start, h.end) not in gone):
                take_note(notes, f"{subject}.{relation}: {words_of(text, hit)}: another number is nearer to its cue")
                continue
            if cue.start >= hit.end and re.search(r"\d", text[hit.end : cue.start]):
                # "8 bits of exponent, 23 of mantissa": a number without the unit is nearer.
                take_note(notes, f"{subject}.{relation}: {words_of(text, hit)}: another number is nearer to its cue")
                continue
            apart = look.part(sight, cue.start) != look.part(sight, hit.start)
            between = Span(min(cue.end, hit.end), max(cue.start, hit.start))
            if (
                apart
                and any(between.start < s.start < between.end for s in spans if s != hit.span)
                and not any(
                    hit.start > m.start >= sight.parts[look.part(sight, hit.start)].start
                    for m in sight.mentions
                    if m.concept in look.typed(relation)
                )
            ):
                take_note(
                    notes,
                    f"{subject}.{relation}: {words_of(text, hit)}: another number is nearer to what it would measure",
                )
                continue
        anchor = (
            hit.span
            if cue is None or look.part(sight, cue.start) != look.part(sight, hit.start)
            else Span(min(hit.start, cue.start), max(hit.end, cue.end))
        )
        shared = shared_out(mapped, hit)
        if shared is not None:
            governed = shared
        else:
            governed = _owner(look, sight, relation, hit) or look.govern(sight, relation, anchor, [*spans, *cues], hits)
        drafts += drafted(look, sight, subject, relation, wording, hit, cue, governed, notes)
    return drafts


def _owner(look: Looking, sight: Sight, relation: str, hit: Hit) -> Governed | None:
    """`the 24 layers one sees quoted belong to X`: whom the sentence itself says that a number belongs to."""
    text = sight.unit.low
    than = next((m for m in sight.mentions if m.end <= hit.start and _OF_OTHER.fullmatch(text, m.end, hit.start)), None)
    if than is not None and _THAN_LEFT.search(text, sight.sentence.start, than.start):
        # `比 A 的 13 万小`: the number is that of A.
        return Governed((than.concept,) if than.concept in look.typed(relation) else (), "clause")
    after = next((m for m in sight.mentions if m.start >= hit.end), None)
    if after is None or _OWNER.fullmatch(text, hit.end, after.start) is None or TIMES_OF.match(text, after.end):
        return None
    return Governed((after.concept,) if after.concept in look.typed(relation) else (), "clause")


def ratio_in(sight: Sight, wording: Wording) -> Hit | None:
    """The number that an amount and a count state together, give or take an eighth: GB and GiB are one to writers."""
    if wording.ratio is None:
        return None
    text, (start, end) = sight.unit.low, sight.sentence
    whole, other, cues, unless = wording.ratio
    assert whole is not None
    if (cues and not cues.search(text, start, end)) or (unless and unless.search(text, start, end)):
        return None
    amounts: list[tuple[Span, float]] = []
    counts: list[float] = []
    for q in quantities(text[start:end]):
        behind = text[start + q.end : end]
        # Cut off, so that a word boundary holds between digit and unit: `13g`.
        if (unit := whole.match(behind.lstrip())) is not None:
            scale = {"k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12}.get(unit.group()[0], 1.0)
            ends = start + q.end + len(behind) - len(behind.lstrip()) + unit.end()
            amounts.append((Span(start + q.start, ends), q.value * scale))
    for m in _COUNT.finditer(text, start, end):
        if not any(m.start() < span.end and span.start < m.end() for span, _ in amounts) and not (
            other and other.match(text[m.end() : end].lstrip())
        ):
            value = chinese(m.group(1))
            counts.append((value or 0.0) * _COUNTED[m.group(2)])
    if len(amounts) != 1 or len(set(counts)) != 1 or not counts[0]:
        return None
    [(span, amount)], count = amounts, counts[0]
    each = amount / count
    return Hit(span.start, span.end, f"{plain(each * 0.875)}~{plain(each * 1.125)}")


def _quantities(
    look: Looking, sight: Sight, wording: Wording, facts: Sequence[Fact]
) -> list[tuple[Quantity, int, str]]:
    """The numbers that carry the relation's unit: number, end with its unit, literal."""
    text = sight.unit.low
    raw = look.numbers_of(sight)
    found: list[tuple[Quantity, int, str]] = []
    cues = look.cues(sight, wording, wording.relation.id)
    skip = False
    for i, q in enumerate(raw):
        if skip:
            skip = False
            continue
        following = raw[i + 1] if i + 1 < len(raw) else None
        high = (
            following
            if following is not None and re.fullmatch(r"\s*(?:-|~|–|—|到|至|to)\s*", text[q.end : following.start])
            else None
        )
        last = high or q
        if _FACTOR.match(text, last.end) or _OPERAND.match(text, last.end):
            # 8 × 7 = 56: what is multiplied is not the result.
            continue
        if _NO_COUNT.search(text, max(sight.sentence.start, q.start - 12), q.start) or _EDITION.match(text, last.end):
            continue
        if _OPERATED.search(text, max(sight.sentence.start, q.start - 3), q.start):
            continue
        saved = _BY_HOW_MUCH.search(text, max(sight.sentence.start, q.start - 12), q.start)
        if not last.unit and saved and not any(Span(*saved.span()).overlaps(cue) for cue in cues):
            # 省下约 3860 万参数: by how much something changed, not how much there is of it, unless that is asked.
            continue
        if text[max(0, q.start - 1) : q.start] in ("第", "v", "#", ".") or (
            _NUMBERS.match(text, q.end) and q.start <= sight.sentence.start + 1
        ):
            continue
        end = _with_unit(text, last, wording)
        if end is None and following is not None and _PART_OF.match(text[last.end : following.start]):
            # Two of its eight experts: what the second counts, the first counts too.
            end = last.end if _with_unit(text, following, wording) is not None else None
        if end is None:
            continue
        if q.unit != "%" and (_OF_MANY.search(text, max(0, q.start - 40), q.start) or _AMONG.match(text, end)):
            # Two of its eight experts, 8 个里选 2 个: this is how many there are to choose from.
            continue
        if not wording.relation.unit and text[q.end - 1] in "bmt" and not _large(facts):
            # 8B, 70B name sizes of models; where no unit is asked for, they are no such number.
            continue
        if text[q.start] in "一两二俩" and q.value <= 2 and _least(facts) >= 100:
            # 换成词表里随便一个词: an article, where what is counted goes into hundreds.
            continue
        number = _literal(text, q)
        literal = number
        if high is not None:
            literal = f"{number.removesuffix(' %')}~{_literal(text, high)}"
            skip = True
        else:
            before = text[max(sight.sentence.start, q.start - 14) : q.start]
            if _BOUND_LOW.search(before):
                part = sight.parts[look.part(sight, q.start)]
                denied = len(negators(text, max(part.start, q.start - 60), q.start)) % 2
                literal = f"={number}" if denied else f">{number}"
            elif _BOUND_HIGH.search(before):
                literal = f"<{number}"
            elif not q.unit and q.value >= 10 and _AND_SOME.match(text, last.end):
                # 一万多, 300 多: more than that, and less than one of its first digit more.
                literal = f"{number}~{plain(q.value + 10 ** math.floor(math.log10(q.value)))}"
            elif _ABOUT.search(before) or _ABOUT_AFTER.match(text, last.end):
                literal = f"~{number}"
        found.append((q, end, literal))
    return found


def _with_unit(text: str, q: Quantity, wording: Wording) -> int | None:
    """Where a number ends with its unit; None where it carries another unit or none."""
    if 1950 <= q.value <= 2035 and (_MONTH.search(text, max(0, q.start - 12), q.start) or _YEAR.match(text, q.end)):
        return None
    if not wording.relation.unit:
        spelt = not text[q.start].isdigit()
        if spelt and ((text[q.start].isascii() and q.value < 10) or q.end - q.start < 2):
            return None
        measured = text[q.end : q.end + 20].lstrip()[:1]
        if (measured and measured in _MEASURES) or _RATE.match(text, q.end):
            return None
        following = text[q.end : q.end + 1]
        return q.end if not following.isalpha() or not following.isascii() else None
    assert wording.unit is not None
    for at in (q.end, q.end - 1 if text[q.end - 1] in "%x×" else q.end):
        joined = _JOINED.match(text, at)
        for offset in dict.fromkeys((at, _BLANK.match(text, at).end(), joined.end() if joined else at)):  # type: ignore[union-attr]
            if (match := wording.unit.match(text, offset)) is not None:
                return max(match.end(), q.end)
            # 24GB: cut off behind the digit, which is a word boundary there.
            if (
                text[offset : offset + 1].isascii()
                and (glued := wording.unit.match(text[offset : offset + 40])) is not None
            ):
                return max(offset + glued.end(), q.end)
    if (q.unit == "%" or q.share) and wording.unit.match("%" + text[q.end : q.end + 40]) is not None:
        # 百分之十五, 两成, one half: the sign is in the words.
        return q.end
    return None


def numbers_settled(look: Looking, sight: Sight, drafts: list[Draft], notes: list[str]) -> list[Draft]:
    """A number that one fact of the subject confirms contradicts no other one in the same clause."""
    numbers = [d for d in drafts if look.knowledge.relations[d.relation].kind == "number" and not d.denied]
    right = [d for d in numbers if confirmed(look, d)]
    # 激活参数量是 47B: the narrower words beside the number say which of the two it is.
    narrow = [
        (d, r)
        for r in right
        for d in numbers
        if d not in right
        and (d.subject, d.clause, _value_key(d)) == (r.subject, r.clause, _value_key(r))
        and _narrows(sight, d, r)
    ]
    right = [r for r in right if all(r != wider for _, wider in narrow)]
    drafts = [d for d in drafts if all(d != wider for _, wider in narrow)]
    kept = []
    for d in drafts:
        if d in numbers and d not in right and all(d != own for own, _ in narrow):
            if any((r.subject, r.clause, _value_key(r)) == (d.subject, d.clause, _value_key(d)) for r in right):
                take_note(notes, f"{d.subject}.{d.relation}: {d.objects[0]} belongs to another fact")
                continue
            if _of_another(look, d):
                take_note(
                    notes,
                    f"{d.subject}.{d.relation}: {d.objects[0]} is the number of another fact about {d.subject}",
                )
                continue
            if any((r.subject, r.relation) == (d.subject, d.relation) for r in right):
                take_note(notes, f"{d.subject}.{d.relation}: {d.objects[0]} stands beside the number that fits")
                continue
        kept.append(d)
    return kept


def _of_another(look: Looking, draft: Draft) -> bool:
    """Whether a number (a share aside) is what another fact states of the same subject."""
    return "%" not in draft.objects[0] and any(
        same_quantity(draft.objects[0], held)
        for fact in look.knowledge.facts_of(draft.subject)
        if fact.relation != draft.relation and _counts_alike(look, draft.relation, fact.relation)
        for held in fact.objects
    )


def _counts_alike(look: Looking, one: str, other: str) -> bool:
    """Whether two relations read numbers that their units do not tell apart."""
    a, b = look.knowledge.relations[one], look.knowledge.relations[other]
    return b.kind == "number" and (not a.unit or not b.unit or bool(set(a.unit) & set(b.unit)))


def confirmed(look: Looking, draft: Draft) -> bool:
    """Whether a fact has the number of a draft."""
    return any(
        same_quantity(draft.objects[0], held, fact.tolerance)
        for fact in look.facts_for(draft.subject, draft.relation)
        for held in fact.objects
    )


def _narrows(sight: Sight, draft: Draft, wider: Draft) -> bool:
    """Whether a number stands right beside the cue of one relation and that of a wider one together: `激活` `参数`."""
    own, other = (
        next((each.removeprefix("cue=") for each in d.reading if each.startswith("cue=")), "") for d in (draft, wider)
    )
    if not own or not other or own == other:
        return False
    text = sight.unit.low
    head = text[draft.span.start : draft.span.end]
    value = next(each.removeprefix("value=") for each in draft.reading if each.startswith("value="))
    both = head.find(own)
    if both < 0 or value not in head:
        return False
    # 激活全部 671B 参数: the narrower verb stands right before the number, the wider noun right behind it.
    if _WHOLE.fullmatch(head[both + len(own) :].partition(value)[0]) and text[
        wider.span.start : wider.span.end
    ].endswith(other):
        return head.startswith(own) and head.endswith(value)
    rest = text[draft.span.start + both + len(own) : draft.span.end]
    return (
        rest.lstrip().startswith(other)
        and _MEASURED_AS.fullmatch(rest.lstrip()[len(other) :].partition(value)[0]) is not None
    )


def _value_key(draft: Draft) -> int:
    """A key for the number of a draft: its value, so that two relations that read the same number meet."""
    found = parse(draft.objects[0].lstrip("<>~").partition("~")[0])
    return int(found.value * 1000) if found else 0


def _large(facts: Sequence[Fact]) -> bool:
    """Whether facts speak of millions and more."""
    return any((found := parse(each)) is not None and found.value >= 1e6 for fact in facts for each in fact.objects)


def _least(facts: Sequence[Fact]) -> float:
    """The smallest number that facts state; 0 where one states none."""
    found = [parse(each) for fact in facts for each in fact.objects]
    return min((each.value if each is not None else 0.0 for each in found), default=0.0)


def _literal(text: str, q: Quantity) -> str:
    """The number as a claim's object; a `2K` stays one, because it may be 2000 or 2048."""
    words = text[q.start : q.end]
    if match := re.match(r"(\d+(?:\.\d+)?)\s*k$", words):
        return f"{match.group(1)}k"
    return f"{plain(q.value)} {q.unit}".strip()
