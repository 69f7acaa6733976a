"""Relations whose values words state: single values, mechanisms, polarity, definitions; owners in passing, and trends.

Apart from `choices`, `kinds`, `counts` and `abbreviations`, which read what is stated otherwise.
"""

from __future__ import annotations

from pipeline import regex as re
from pipeline.claims.asides import alternative_to, compared_with, fetched_from, makes_another, names_a_group, works_on
from pipeline.claims.assertion import SubjectFrom
from pipeline.claims.drafting import (
    displaced,
    drafted,
    known_values,
    nearest_cue,
    shared_out,
    shared_respectively,
    words_of,
)
from pipeline.claims.negation import negators
from pipeline.claims.roles import COORDINATED
from pipeline.claims.sentences import Span
from pipeline.claims.sight import Draft, Looking, Sight, take_note
from pipeline.claims.trends import trends
from pipeline.claims.vocabulary import Hit, Moving, Wording

_APPOSED = re.compile(r"\s*[,(（]\s*(?:the |an? |来自|出自)?\s*")
_ITS_WORK = re.compile(
    r"(?:['’]s)?(?: [a-z0-9][a-z0-9\-]*){0,3} (?:project|library|framework|model|models|tool|toolkit|system|method|engine|dataset|benchmark|algorithm|optimi[sz]er|paper|work)\b"
    r"|(?:公司|团队|研究院)?的(?:那个|那套|开源|自研|[a-z\u4e00-\u9fff]{0,8})?(?:项目|库|框架|模型|工具|系统|方法|引擎|数据集|基准|算法|优化器|论文|工作|作品)"
)
"""`Horovod, Google's ring-allreduce library, …`: what stands behind a name between commas says whose it is."""
_OWNS = re.compile(
    r"\s*(?:公司|团队|集团|研究院|研究人员|自己?)*(?:在?[^,。;]{0,8}?(?:开源|推出|提出|发布|开发|研发|出品|自研|打造|首创|发明|设计|提的|做)(?:出来?|过)?的|的|家的?|旗下的?)\s*(?:那个|那套|开源|自研|闭源|著名|大模型)*的?\s*"
    r"|['’]s\s+(?:own |open |new |latest )?|-(?:developed|built|made|designed|backed|trained) "
)
"""What stands between an owner and what it owns."""
_USED_WITH = re.compile(
    r"\s*(?:的?(?:服务|接口|部署|账号|客户|合作|用户|云|论文解读|复现|版|实现|移植|微调|插件|集成)|(?:deployment|service|api|endpoint|integration|port|implementation|fork|hosting|customers?|support|version|wrapper|team|usage|use)\b|['’]s\b)"
)
"""Of somebody's deployment or port of it nothing is said about who made it."""


def read_values(
    look: Looking, sight: Sight, subject: str, relation: str, wording: Wording, notes: list[str]
) -> list[Draft]:
    """What a sentence claims of a subject by a relation whose values words state."""
    text = sight.unit.low
    cues = look.cues(sight, wording, relation)
    if wording.cues is not None and not cues and not look.cue_around(sight, wording):
        return []
    hits = known_values(look, sight, subject, relation, wording, cues, notes)
    if not hits:
        return []
    if wording.relation.owner:
        own = [m for m in sight.mentions if m.concept == subject and _USED_WITH.match(text, m.end)]
        hits = [h for h in hits if not any(_OWNS.fullmatch(text, h.end, m.start) for m in own)]
    old = displaced(text, sight.sentence, hits)
    taken = [*(hit.span for hit in hits), *cues]
    pairs: list[tuple[Hit, Span | None]] = []
    for hit in hits:
        # What is called wrong speaks of nothing that stands outside of it.
        heard = [each for each in cues if not look.called_wrong_without(sight, each, hit.span)]
        cue = nearest_cue(look, sight, hit.span, heard, hits)
        if wording.cues is not None and cues and cue is None:
            take_note(
                notes, f"{subject}.{relation}: {words_of(text, hit)} stands too far from what speaks of {relation}"
            )
            continue
        pairs.append((hit, cue))
    mapped = shared_respectively(look, sight, relation, [hit for hit, _ in pairs])
    drafts: list[Draft] = []
    for hit, cue in pairs:
        if hit in old:
            take_note(notes, f"{subject}.{relation}: {words_of(text, hit)} is what was before")
            continue
        if aside := _aside(look, sight, subject, wording, hit):
            take_note(notes, f"{subject}.{relation}: {words_of(text, hit)} is {aside}")
            continue
        anchor = hit.span if cue is None else Span(min(hit.start, cue.start), max(hit.end, cue.end))
        shared = shared_out(mapped, hit)
        if shared is not None:
            governed = shared
        else:
            governed = look.govern(
                sight,
                relation,
                hit.span if cue is None or look.part(sight, cue.start) != look.part(sight, hit.start) else anchor,
                taken,
                hits,
            )
        drafts += drafted(look, sight, subject, relation, wording, hit, cue, governed, notes)
    return drafts


def _aside(look: Looking, sight: Sight, subject: str, wording: Wording, hit: Hit) -> str:
    """What a value is in its clause where it is not said of the subject, for all that it may stand beside it."""
    text = sight.unit.low
    part = sight.parts[look.part(sight, hit.start)]
    cut = next((m for m in sight.mentions if m.concept == subject and m.start < hit.start < m.end < hit.end), None)
    if cut is not None and negators(text, part.start, cut.start):
        # `不加位置编码也能学到位置`: what is denied is the name, of which the value begins with a part.
        return "begun within a name that is denied"
    name = next((m for m in sight.mentions if m.start <= hit.start and hit.end <= m.end), None)
    if name is not None and name.concept != subject:
        if compared_with(text, part.start, name.span):
            return "what it is measured against"
        if any(m.concept == subject and alternative_to(text, name.span, m.span) for m in sight.mentions):
            return "named as its like"
    if wording.relation.owner:
        own = [m.span for m in sight.mentions if m.concept == subject and part.start <= m.start < part.end]
        if any(
            m.concept != subject
            and wording.relation.id in look.relations_of(m.concept)
            and (_owned(text, hit.span, m.span) or makes_another(text, hit.span, m.span))
            and not names_a_group(text, m.span)
            and not any(m.end <= s.start and COORDINATED.match(text[m.end : s.start]) for s in own)
            for m in sight.mentions
        ):
            return "said to be whose something else is"
        if own and all(works_on(text, hit.span, span) for span in own):
            return "said to have worked on it"
        if fetched_from(text, part, hit.span):
            return "where it is got from"
    return ""


def read_owners(look: Looking, sight: Sight, subject: str, relation: str, wording: Wording) -> list[Draft]:
    """Values that own the subject by name: `阿里的通义千问、腾讯的豆包`, "models such as Meta's Mistral"."""
    text = sight.unit.low
    drafts: list[Draft] = []
    for m in sight.mentions:
        if m.concept != subject or _USED_WITH.match(text, m.end):
            continue
        hit = next((h for h in look.hits(sight, wording, relation) if _owned(text, h.span, m.span)), None)
        if hit is None or negators(text, max(sight.sentence.start, hit.start - 6), hit.start):
            continue
        flip, why = look.frame(sight, hit.span)
        if not why:
            reading = (
                f"value={words_of(text, hit)}",
                f"owner of={text[m.start : m.end]}",
                *(("frame=denied",) if flip else ()),
            )
            drafts.append(
                Draft(subject, relation, (hit.value,), flip, Span(min(hit.start, m.start), max(hit.end, m.end)), "clause", reading, look.part(sight, hit.start))
            )  # fmt: skip
    return drafts


def read_trends(
    look: Looking, sight: Sight, subject: str, relation: str, moving: Moving, notes: list[str]
) -> list[Draft]:
    """What the sentence says of how something goes when the subject's quantity is turned up or down."""
    text = sight.unit.low
    own = [m.span for m in sight.mentions if m.concept == subject]
    turned = moving.turned(text, sight.sentence, sight.present, own)
    if not turned:
        return []
    where: SubjectFrom = "clause"
    if subject not in sight.named:
        # A quantity without its owner's name belongs to what the text is about.
        governed = look.outside(sight, relation)
        if governed.concepts != (subject,) or any(each in look.typed(relation) for each in sight.named):
            return []
        where = governed.where
    drafts: list[Draft] = []
    following = moving.following(text, sight.sentence, sight.present, own)
    typed = look.typed(relation)
    others = [m.span for m in sight.mentions if m.concept != subject and m.concept in typed]
    for trend in trends(text, sight.sentence, turned, following, others):
        value = moving.value(trend.sign)
        flip, why = look.frame(sight, trend.effect)
        if why and not why.startswith("supposed"):
            # What would follow if it were turned is just what is asserted of the two.
            take_note(notes, f"{subject}.{relation}: {text[trend.effect.start : trend.effect.end].strip()}: {why}")
            continue
        if not value:
            continue
        reading = [
            f"value={text[trend.effect.start : trend.effect.end].strip()}",
            f"turned={text[trend.quantity.start : trend.quantity.end].strip()}",
        ]
        if trend.denied:
            reading.append("not=its direction")
        if flip:
            reading.append("frame=denied")
        drafts.append(
            Draft(
                subject, relation, (value,), trend.denied != flip, Span(trend.start, trend.end), where, tuple(reading),
                look.part(sight, trend.effect.start),
            )
        )  # fmt: skip
    return drafts


def _owned(text: str, owner: Span, name: Span) -> bool:
    """Whether one name says whose the other one is: right before it, or between commas behind it."""
    if owner.end <= name.start:
        return _OWNS.fullmatch(text, owner.end, name.start) is not None
    apposed = name.end <= owner.start and _APPOSED.fullmatch(text, name.end, owner.start) is not None
    return apposed and _ITS_WORK.match(text, owner.end) is not None
