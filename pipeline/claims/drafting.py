"""A value and its cue into a draft of a claim, or the reason why nothing is claimed there; which cue belongs to which value.

Apart from the modules that find values, because all of them ask alike whose a value is and whether it is asserted.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from pipeline import regex as re
from pipeline.claims.asides import of_another_size
from pipeline.claims.assertion import Governed
from pipeline.claims.denial import denial
from pipeline.claims.mentions import Mention
from pipeline.claims.roles import COORDINATED, opens
from pipeline.claims.sentences import Span
from pipeline.claims.sight import Draft, Looking, Sight, take_note
from pipeline.claims.vocabulary import Hit, Wording

_ON_THIS_SIDE = re.compile(
    r"\W*(?:而|但)?(?:在|从)?[\u4e00-\u9fff]{2,6}(?:上|方面|层面|角度|维度)(?!下|一|的|面|层|限|传|述|升)"
)
_EACH = re.compile(r"分别|依次|各自对应|\brespectively\b")
_BEFORE_OLD = re.compile(
    r"(?:从|由|把|将|\bfrom|\bof)\s*(?:the\s+|原(?:来|本|先)的?|传统的?|标准的?|常规的?|普通的?|(?:第?[一二三四]|上一?|前一?|初|老)(?:代|版)的?|[a-z0-9\-]+\s+)?\s*$"
)
_EXCHANGES = re.compile(
    r"\b(?:replac\w+|swap(?:s|ped|ping)?|trad(?:es|ed|ing)|exchang\w+)\s+(?:the\s+|[a-z0-9\-]+'s\s+)?$"
)
_TURNS = re.compile(
    r"改(?:为|成|用|到|造成)|换(?:成|为|作|到|回)|改回|退回(?:到|了)?|恢复(?:为|成|到)|替换(?:为|成)|变(?:为|成|到|作|回)|升(?:到|级到|级为|至)|扩(?:到|展到|大到|充到)|拉到|翻倍到|提(?:到|升到|高到|升至|高至)|移到|挪到|增(?:加)?到|增至|降(?:到|至|低到)|缩(?:到|小到|短到)|减(?:到|少到)|→|->|=>"
    r"|\breplaced\s+(?:by|with)\b|\bswapped\s+for\b|\bto\b|\binto\b|\bwith\b|\bgives?\s+way\s+to\b|\bbecomes?\b|到|成|为|至"
)
_TURNS_LATER = re.compile(
    r"^[^,。;]{0,10}?(?:改(?:为|成|用|到)|换(?:成|为)|变(?:为|成|到)|升(?:到|至|级)|扩(?:到|展|大)|拉到|提(?:到|升|高)|移到|挪到|增(?:加)?到|增至|降(?:到|至|低到|为)|缩(?:到|小|短)|减(?:到|少|至|为)|→|->|\bto\b|\binto\b)"
)
_TURNS_ALONE = re.compile(
    r"^\s*(?:的)?\s*(?:被)?\s*(?:改(?:为|成|用)|换(?:成|为)|替换(?:为|成)|变(?:为|成)|升(?:到|级到|至)|→|->|=>|(?:was|were|is|are)\s+replaced\s+(?:by|with)|(?:was|were|is|are)\s+changed\s+to)\s*(?:了)?\s*$"
)
_DISPLACES = re.compile(
    r"^[^,。;]{0,12}?(?:替换掉?|取代|代替|替代|取缔|换掉|\breplac\w+|\bsupersed\w+|\bin\s+place\s+of|\binstead\s+of|\brather\s+than|\bover\b|而不是|而非|不是)(?:了|掉)?\s*(?:原(?:来|本|先)的?|传统的?|标准的?|常规的?|普通的?|the\s+|standard\s+|usual\s+|plain\s+|ordinary\s+)?$"
)
_REMOVES = re.compile(
    r"去掉|去除|移除|删|舍|砍掉|取消|剔除|省|跳过|摒弃|抛弃|放弃|弃用|免去|不再|不用|不需要?|无需|没有|remov|eliminat|abandon|drop|discard|omit|skip|without|gets? rid|no longer|avoid"
)
_INSTEAD = re.compile(r"改用|换用|转而|另用|还会?用|\binstead\b|\bswitch(?:es|ed)?\s+to\b")
_CANNOT = re.compile(r"能|无法|可以|不可|不会|can|never|neither|impossible|unable|no |没法|没有办法|并非")
_PREDICATE = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:、|:|是|则|会|按|跨|做|让|给|在|对|把|将|用|需要?|可以?|能|通常|一般|的|也|通过|为|\bis\b|\bare\b|\bwas\b|\bdoes\b|\bhas\b|\bcan\b|\buses?\b|\bneeds?\b|\b[a-z]+s\b\s+(?:the|a|an|each|every|over|across)\b)"
)
_IS_SAID = re.compile(r"\s+(?:is|are|was|were|has|had)\b")
_DOES = re.compile(
    r"\s*(?:则|却)?(?:可以(?!用)|能够?|会|把|将|让|使得?|需要|通过|负责|在|对|从|按|用(?![得于在上来,。])|即使|只|不|没|有|分词器|是(?!它|其|标配|默认|首选|主流)|的[^,。;]{2})|\s+(?:stands?|means|needs|uses|learns|works|splits|keeps|makes|[a-z]{2,}[^s\W]s\s+(?:the|an?|its|from|to|each|every|all|only|key|less|more|no|in|on|by|for))\b"
)
"""`MQA 可以把 …`, `GQA reduces the …`: what the clause is about."""
_THIS_KIND = re.compile(r"[^,。;]{0,3}?(?:[这那]一?[类种]|之类|等)[^,。;]*[^,。;\s]")
"""`稀疏注意力这类方法做不到`."""
_USES = re.compile(r"(?:使用|采用|利用|选用|用了?|通过|借助)\s*$|\b(?:using|uses|use|with)\s+(?:the\s+)?$")
_NO_MORE = re.compile(r"\s*[\u4e00-\u9fff]{0,6}(?:[,。;!]|$)|\s*(?:[a-z]+(?:\s+[a-z]+){0,2}\s*)?(?:[,.;!]|$)")
_SAID_OF = re.compile(r"\s*[\u4e00-\u9fff]{2,}")
_CONCEDES = re.compile(
    r"\s*(?:哪怕|即使|即便|尽管|虽然?|但|不过|然而|而(?!且|是)|却|even\s+(?:if|though)|although|though|but|while|whereas|yet|however)"
)
_DEFINED = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:用|按|则|[与和比][^,。;]{0,12}比|比|相比|是指|指的是|的意思|就是指|即指|\bmeans\b|\brefers?\s+to\b|\bis\s+(?:when|where|a|an)\b)"
)
_ONLY_RIGHT_BEFORE = re.compile(r"\bonly\s+(?:really\s+|directly\s+|fairly\s+)?$")
_LIMIT = re.compile(r"\b(?:between|among|within|across)\b")
"""`only comparable between models that share a tokenizer`."""
_TAKES = re.compile(
    r"\s*(?:一般|通常|往往|大多|多半|多|则|就|更|常|主要|最好|应该?)*(?:用|采用|使用|选用|改用|换用|靠)(?!于)"
)
"""`开放式写作多用采样`: what opens the clause is what something is used for, and its means follow."""


def known_values(
    look: Looking,
    sight: Sight,
    subject: str,
    relation: str,
    wording: Wording,
    cues: Sequence[Span],
    notes: list[str],
) -> Sequence[Hit]:
    """The values that stand in a sentence; where it speaks of the relation and none does, that is noted."""
    hits = look.hits(sight, wording, relation)
    if not hits and cues:
        words = sight.unit.low[cues[0].start : cues[0].end].strip()
        take_note(notes, f"{subject}.{relation}: {words} speaks of it, but of no value known")
    return hits


def drafted(
    look: Looking,
    sight: Sight,
    subject: str,
    relation: str,
    wording: Wording,
    hit: Hit,
    cue: Span | None,
    governed: Governed,
    notes: list[str],
) -> list[Draft]:
    """The claims, one for each subject, that a value with its cue makes; none, with a note why, where it is not asserted or nobody is spoken of."""
    text = sight.unit.low
    if subject not in governed.concepts:
        if governed.why:
            take_note(notes, f"{subject}.{relation}: {words_of(text, hit)}: {governed.why}")
        return []
    if (
        governed.where in ("question", "heading", "previous")
        and any(_is_topic(look, sight, each) for each in look.hits(sight, wording, relation) if each.start <= hit.start)
    ) or (governed.where == "sentence" and hit.start > sight.sentence.start and acts(look, sight, hit)):
        take_note(notes, f"{subject}.{relation}: the clause is about {words_of(text, hit)} itself")
        return []
    if governed.where not in ("clause", "sentence") and _takes(look, sight, hit):
        take_note(notes, f"{subject}.{relation}: the clause tells what {words_of(text, hit)} is done with")
        return []
    if of_another_size(text, sight.parts[look.part(sight, hit.start)], hit.span, subject):
        take_note(notes, f"{subject}.{relation}: {words_of(text, hit)} is said of another size")
        return []
    flip, why = look.frame(sight, hit.span)
    if flip and cue is not None and look.beyond_frame(sight, hit.span, cue):
        why = "what is called wrong does not reach to what speaks of it"
    if why:
        take_note(notes, f"{subject}.{relation}: {words_of(text, hit)}: {why}")
        return []
    denied, words, start, unsettled = denial(look, sight, wording, hit.span, cue, hit)
    if unsettled:
        take_note(notes, f"{subject}.{relation}: {words_of(text, hit)}: {unsettled}")
        return []
    if _ONLY_RIGHT_BEFORE.search(text, max(sight.sentence.start, hit.start - 24), hit.start) and _LIMIT.search(
        text, max(hit.start, hit.end - 9), min(hit.end + 12, sight.sentence.end)
    ):
        take_note(notes, f"{subject}.{relation}: {words_of(text, hit)} is said to hold only within limits")
        return []
    if hit.value.startswith("="):
        # "cannot take more than 512 tokens": the bound and its denial together state the number.
        hit, denied, words, start = hit._replace(value=hit.value[1:]), False, "", None
    if words and of_another_agent(look, sight, subject, hit, start):
        take_note(notes, f"{subject}.{relation}: what {words} denies is not said of {subject}")
        return []
    if denied and relation.endswith("able") and not _CANNOT.search(words):
        take_note(notes, f"{subject}.{relation}: {words} {words_of(text, hit)} tells what is done, not what can be")
        return []
    lent = governed.where in ("question", "heading", "previous")
    far = cue is not None and look.part(sight, cue.start) != look.part(sight, hit.start)
    if denied and far and wording.kind == "number":
        take_note(
            notes, f"{subject}.{relation}: {words} {words_of(text, hit)} stands too far from what would be measured"
        )
        return []
    if denied and _of_a_special_case(look, sight, subject):
        take_note(notes, f"{subject}.{relation}: {words} may hold of what the text is about, if not of {subject}")
        return []
    part = sight.parts[look.part(sight, hit.start)]
    if governed.where in ("previous", "sentence") and _INSTEAD.search(text, part.start, hit.start):
        take_note(notes, f"{subject}.{relation}: {words_of(text, hit)} is what is used in its stead")
        return []
    if (
        words
        and lent
        and not (start is not None and -1 <= min(hit.start, cue.start if cue else hit.start) - start <= 6)
    ):
        take_note(notes, f"{subject}.{relation}: what {words} denies beside {words_of(text, hit)} cannot be told")
        return []
    reading = [f"value={words_of(text, hit)}"]
    if cue is not None:
        reading.append(f"cue={text[cue.start : cue.end].strip()}")
    if words:
        reading.append(f"not={words}")
    if flip:
        reading.append("frame=denied")
    span = hit.span
    if (
        cue is not None
        and look.part(sight, cue.start) == look.part(sight, hit.start)
        and (max(hit.end, cue.end) - min(hit.start, cue.start)) <= 60
    ):
        span = Span(min(hit.start, cue.start), max(hit.end, cue.end))
    if denied and start is not None and 0 <= span.start - start <= 24:
        span = Span(start, span.end)
    return [
        Draft(
            subject, relation, (hit.value,), denied != flip, span, governed.where, tuple(reading), look.part(sight, hit.start)
        )
    ]  # fmt: skip


def of_another_agent(look: Looking, sight: Sight, subject: str, hit: Hit, start: int | None) -> bool:
    """`LLaMA 去掉了 LayerNorm 的减均值`: whether somebody else does without what is the subject's."""
    if start is None or _REMOVES.match(sight.unit.low, start) is None:
        return False
    part = sight.parts[look.part(sight, hit.start)]
    names = [m for m in sight.mentions if part.start <= m.start < hit.start]
    behind = any(m.concept == subject and m.start >= start for m in names)
    return behind and any(m.concept != subject and m.role == "plain" and m.end <= start for m in names)


def _of_a_special_case(look: Looking, sight: Sight, subject: str) -> bool:
    """Under "T5", `注意力不除以 √d` is said of T5's attention: whether the text is about one other concept."""
    for context in sight.unit.under:
        names = {m.concept for m in look.context(context.text)}
        if names:
            kin = {subject, *look.knowledge.ancestors.get(subject, frozenset())}
            return (
                len(names) == 1
                and not names & kin
                and subject not in look.knowledge.ancestors.get(next(iter(names)), frozenset())
            )
    return False


def _is_topic(look: Looking, sight: Sight, hit: Hit) -> bool:
    """Whether a value that names a concept opens its clause and something is said of it."""
    text = sight.unit.low
    names = any(m.span.overlaps(hit.span) for m in sight.mentions)
    part = sight.parts[look.part(sight, hit.start)]
    rest = text[hit.end : sight.sentence.end]
    said = _PREDICATE.match(rest) or _SAID_OF.match(rest) if names else _DEFINED.match(rest)
    if said is None or not opens(text, part, hit.start):
        return False
    # 使用 A 位置编码: what is used is no subject where nothing more is said of it.
    return not (_USES.search(text, part.start, hit.start) and _NO_MORE.match(rest))


def _takes(look: Looking, sight: Sight, hit: Hit) -> bool:
    """Whether a value opens its clause as that for which means are named: `开放式写作多用采样`."""
    text, part = sight.unit.low, sight.parts[look.part(sight, hit.start)]
    return opens(text, part, hit.start) and _TAKES.match(text, hit.end, part.end) is not None


def acts(look: Looking, sight: Sight, hit: Hit) -> bool:
    """Whether a value that is somebody's name is the subject of a clause of its own."""
    text = sight.unit.low
    ends = {m.end for m in sight.mentions if m.start <= hit.start and hit.end <= m.end}
    # "SwiGLU 前馈层有 …": the compound that it begins.
    ends |= {m.end for m in sight.mentions if m.start >= hit.end and not text[hit.end : m.start].strip()}
    return (
        any(m.start <= hit.start and hit.end <= m.end for m in sight.mentions)
        and opens(text, sight.parts[look.part(sight, hit.start)], hit.start)
        and any(each.match(text, end) for each in (_IS_SAID, _THIS_KIND, _DOES) for end in {*ends, hit.end})
    )


def nearest_cue(look: Looking, sight: Sight, span: Span, cues: Sequence[Span], hits: Sequence[Hit]) -> Span | None:
    """The cue that a value belongs to: the nearest of its clause, else the nearest of a clause beside it."""
    here = look.part(sight, span.start)
    best: tuple[int, int, Span] | None = None
    for cue in cues:
        apart = 0 if cue.overlaps(span) else abs(look.part(sight, cue.start) - here)
        gap = max(0, cue.start - span.end, span.start - cue.end)
        if gap <= 120 and (best is None or (apart, gap) < best[:2]):
            best = (apart, gap, cue)
    if best is None or (best[0] and (best[0] > 2 or best[1] > (80 if sight.unit.low[span.start].isascii() else 40))):
        return None
    own = sight.parts[here]
    late = max(here, look.part(sight, best[2].start))
    if best[0] and _CONCEDES.match(sight.unit.low, sight.parts[late].start):
        # 全部专家都在显存里，哪怕每次只激活几个: the two clauses speak of different things.
        return None
    if best[0] and (side := _ON_THIS_SIDE.match(sight.unit.low, own.start)) and side.end() <= span.start:
        # 范围上 A 更大，精度上它不如 B: the clause says itself what it compares.
        return None
    named = best[2].end <= span.start and any(
        own.start <= m.start < span.start and m.role == "plain" for m in sight.mentions
    )
    if (
        best[0]
        and not named
        and any(h.span != span and look.part(sight, h.start) == look.part(sight, best[2].start) for h in hits)
    ):
        # Its own clause gives it a value: it is not looking for another one elsewhere.
        return None
    return None if best[0] and _of_another_clause(look, sight, span, best[2]) else best[2]


def _of_another_clause(look: Looking, sight: Sight, value: Span, cue: Span) -> bool:
    """Whether a cue of another clause speaks of that one's own subject: `A was trained on 2T tokens, B stands for … Context …`."""
    text = sight.unit.low
    theirs, own = (sight.parts[look.part(sight, each.start)] for each in (cue, value))

    def opening(clause: Span, end: int) -> Mention | None:
        return next(
            (
                m
                for m in sight.mentions
                if m.role == "plain" and clause.start <= m.start < end and opens(text, clause, m.start)
            ),
            None,
        )

    other, mine = opening(theirs, theirs.end), opening(own, value.start)
    if other is None or other.span == cue or (mine is not None and mine.concept == other.concept):
        return False
    if cue.start > value.start:
        return True
    if mine is None:
        return False
    # `A 的词表是 15 万，B 只有 3 万`: where its own clause has a value as well, the next one leaves the cue out.
    return not any(theirs.start <= q.start < theirs.end for q in look.numbers_of(sight)) and not any(
        theirs.start <= h.start < theirs.end and h.span.overlaps(cue) is False
        for found in sight.hits.values()
        for h in found
        if any(value.overlaps(each.span) for each in found)
    )


def shared_respectively(
    look: Looking, sight: Sight, relation: str, hits: Sequence[Hit]
) -> dict[Hit, str | None] | None:
    """`A、B、C 分别 x、y、z`: each value to its subject, None to those of a clause before; others do not pair up."""
    text = sight.unit.low
    match = _EACH.search(text, sight.sentence.start, sight.sentence.end)
    if match is None or len(hits) < 2:
        return None
    typed = look.typed(relation)
    names = [
        m
        for m in sight.mentions
        if m.concept in typed and m.role != "compared" and not any(m.span.overlaps(h.span) for h in hits)
    ]
    groups: list[list[Mention]] = []
    for m in names:
        if groups and COORDINATED.match(text[groups[-1][-1].end : m.start]):
            groups[-1].append(m)
        else:
            groups.append([m])
    several = [group for group in groups if len(group) > 1]
    if not several:
        return None
    ahead = [group for group in several if group[-1].end <= match.start()]
    group = (ahead or several)[-1 if ahead else 0]
    # What a clause before the list says is no part of it: `A 是 3 倍，B 和 C 分别是 1 倍和 2 倍`.
    own = sight.parts[look.part(sight, group[0].start)].start
    ordered = sorted(h for h in hits if h.start > group[0].end)
    earlier = {h: None for h in hits if h.end <= own}
    if len(group) != len(ordered):
        return {**earlier}
    return {**earlier, **{hit: m.concept for hit, m in zip(ordered, group, strict=True)}}


def shared_out(mapped: Mapping[Hit, str | None] | None, hit: Hit) -> Governed | None:
    """Whose a value is where a list is paired with another one; None where that does not concern it."""
    if mapped is None:
        return None
    if hit not in mapped:
        return Governed((), "clause", "分别/respectively does not pair up")
    owner = mapped[hit]
    return None if owner is None else Governed((owner,), "clause")


def words_of(text: str, hit: Hit) -> str:
    """A value as it is written."""
    return text[hit.start : hit.end].strip()


def displaced(text: str, sentence: Span, hits: Sequence[Hit]) -> set[Hit]:
    """The values that a sentence says were there before: `from A to B`, `replaces A with B`, `A 换成 B`."""
    old: set[Hit] = set()
    ordered = sorted(hits)
    for hit in ordered:
        before, behind = text[sentence.start : hit.start], text[hit.end : sentence.end]
        if re.search(r"(?:从|由|\bfrom)\s*[$`\"“]?\s*(?:o\()?$", before) and _TURNS_LATER.match(behind):
            old.add(hit)
    for a, b in itertools.pairwise(ordered):
        if a.value == b.value:
            continue
        before, gap = text[sentence.start : a.start], text[a.end : b.start]
        if len(gap) > 40:
            continue
        if (
            (_BEFORE_OLD.search(before) and _TURNS.search(gap))
            or _TURNS_ALONE.match(gap)
            or (_EXCHANGES.search(before) and re.match(r"^\s*(?:\w+\s+)?(?:with|by|for)\b", gap))
        ):
            old.add(a)
        elif _DISPLACES.match(gap) and not re.search(r"而不是|而非|不是|instead|rather", gap):
            old.add(b)
    return old
