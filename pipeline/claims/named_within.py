"""Rules for a subject that is named in the clause itself, before what is asserted; and for who stands there and is not its subject.

Apart from `named_before` and `named_behind`, because here no other clause has a say.
"""

from __future__ import annotations

from pipeline import regex as re
from pipeline.claims.assertion import DURING_LEFT, Assertion, Governed, belongs
from pipeline.claims.mentions import Mention
from pipeline.claims.roles import COORDINATED

_IS = re.compile(
    r"\s*(?:都|也|均|全|同|就|其实|本质上|本身|仍)*(?:是|属于|算是|算)(?!否|不是)|\s+(?:is|are|was|were)\s+(?:all\s+|both\s+)?(?:an?|the|one)\b"
)


def predicate(said: Assertion) -> Governed | None:
    """`学习率预热是让学习率先高后低`: who opens a clause and is then said to be something; what is named within that predicate is not its subject."""
    who = _copular(said)
    return Governed(said.named(who), "clause") if who is not None and said.typed(who.concept) else None


def _copular(said: Assertion) -> Mention | None:
    text, start, end = said.text, said.clause.start, said.anchor.start
    inside = [m for m in said.free if start <= m.start < end]
    if len(inside) < 2 or not said.opened_by(inside[0]):
        return None
    last = inside[0]
    for m in inside[1:]:
        if not COORDINATED.match(text[last.end : m.start]):
            break
        last = m
    if last is inside[-1] or (copula := _IS.match(text, last.end, end)) is None:
        return None
    return last if copula.end() <= inside[inside.index(last) + 1].start else None


_DID_WITH = re.compile(
    r"\b(?:train|run|ran|optimi[sz]e|fine-tune|tune|build|built|pre-?train|fit|equip|implement)(?:s|ed|d)?\s+(?:the\s+)?(?:original\s+)?$"
)
"""`they trained A with a V`: with what it was done, and not which A."""
_RESTRICTS = re.compile(
    r"^\s*(?:layouts?|models?|variants?|architectures?|versions?)?\s+(?:with|whose|having)\s+(?:the\s+|an?\s+)?$"
    r"|^\s*(?:scaled|modified|restricted|extended)\s+(?:by|with|to)\s+(?:the\s+|an?\s+)?$"
)
_EQUALS = re.compile(r"\b(?:is|are|equals?|becomes?|gives?)\b")


def restriction(said: Assertion) -> Governed | None:
    """`Knowledge distillation with soft targets was popularised by …`: which one is meant, and nothing of all of them."""
    if not said.inside:
        return None
    text, last, anchor = said.text, said.inside[-1], said.anchor
    if (
        _RESTRICTS.match(text[last.end : anchor.start])
        and not _DID_WITH.search(text, said.clause.start, last.start)
        and not _EQUALS.search(text, anchor.start, anchor.end)
    ):
        return Governed((), "clause", f"it only says which {last.concept} is meant")
    return None


def own_subject(said: Assertion) -> Governed | None:
    """`LoRA 冻结权重`, `LoRA freezes the weights`: the last one named, or who does it to them."""
    if not said.inside:
        return None
    start = said.clause.start
    before = [m for m in said.fitting if m.start < start]
    if before:
        # Who has a value of their own in another clause is not who this one is about.
        settled = [p for p in said.parts if p.end <= start and any(p.start <= v.start < p.end for v in said.values)]
        before = [m for m in before if not any(p.start <= m.start < p.end for p in settled)]
    at = said.narrowest([*before, *said.inside])
    return Governed(said.named(_keeper(said, at) or _doer(said, at) or _joined(said, at) or at), "clause")


_KEEPS = re.compile(
    r"[^,。;的]*?(?:保留|继承|沿用|延续|照搬|借用|拿掉|丢掉|去掉|舍弃|抛弃|放弃|取消|替换|替代|取代|换掉|保持|沿袭|避免|避开|克服|摆脱|突破|放宽|改掉|遵循|参照|\b(?:keeps?|retains?|inherits?|drops?|removes?|reuses?|borrows?|copies|swaps?|replaces?|takes?|avoids?|escapes?|overcomes?|relaxes|lifts?|fixes|follows?|followed|(?:switch(?:es|ed)?|moves?|moved|depart(?:s|ed)?)\s+(?:away\s+)?from)\b)[^,。;]{0,6}$|[^,。;]*把\s*$"
)
"""`RoBERTa 去掉了 BERT 的 NSP`: what is somebody else's is kept or dropped by who opens the clause."""


def _keeper(said: Assertion, at: Mention) -> Mention | None:
    """Who keeps or drops what another one has; None where nobody does."""
    text, first = said.text, said.inside[0]
    if first is at or not said.opened_by(first) or not re.match(r"\s*(?:的|'s\b)", text[at.end : said.anchor.end]):
        return None
    return first if _KEEPS.match(text[first.end : at.start]) else None


_DOES_TO = re.compile(
    r"(?:\s+(?:also|then|only|simply|just|does|can|will|always|usually))*\s*|\s*(?:还|也|会|可以|能|要|就|则|都)*\s*"
)
_PUTS = re.compile(
    r"\s+(?:also\s+|only\s+|simply\s+|just\s+)?[a-z]{2,}[^s\W]s\s+(?:the\s+|an?\s+|its\s+|some\s+|learned\s+|small\s+|trainable\s+){0,2}"
)
_INTO = re.compile(
    r"\s+(?:in|into|to|at|on|onto|from|before|after|across|between|inside)\s+(?:the\s+|an?\s+|its\s+)?|\s+"
)


def _doer(said: Assertion, at: Mention) -> Mention | None:
    """Who does it to somebody: `prompt tuning inserts soft prompts into all layers` tells nothing of the soft prompts."""
    text, anchor = said.text, said.anchor
    before = [m for m in said.inside if m.end <= anchor.start]
    if len(before) > 1 and at is before[-1] and said.opened_by(before[0]):
        put = _PUTS.fullmatch(text, before[0].end, at.start) and _INTO.fullmatch(text, at.end, anchor.start)
        return before[0] if put and at.concept != before[0].concept else None
    if not before or at.start < anchor.start or at in before:
        return None
    last = before[-1]
    if re.search(r"(?:\band|\bwhile|,|和|与|而)\s*(?:the\s+)?$", text[anchor.start : at.start]):
        # "A was introduced by V and B by W": the second name has a value of its own.
        return None
    return last if _DOES_TO.fullmatch(text, last.end, anchor.start) else None


_AND_VERB = re.compile(
    r"(?:'s\s+[a-z\-]+|\s+[a-z0-9\-]+){0,3}?\s*,?\s*(?:\band|\bbut|\byet)\s+(?:also\s+|then\s+|therefore\s+|thus\s+|hence\s+|so\s+|still\s+|often\s+|usually\s+|typically\s+|only\s+|even\s+|never\s+|always\s+|mainly\s+|further\s+){0,2}"
    r"(?P<verb>(?:is|are|was|were|has|have|had|does|do|can|cannot|will|needs?|[a-z]+ed|[a-z]{2,}[^s\W]s(?!\s+(?:is|are|was|were|has|have|do|can|will)\b))\b)"
    r"|\s*(?:里|中|上|之上|之后|一起(?:使?用)?|搭配(?:使用)?|配合(?:使用)?|提出|设计|那样)?\s*(?:,\s*)?(?:并(?!行|发|联|入|非|不)且?|而且|同时|且)\s*"
)
_ITS_VERB = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:[a-z]+ly\s+)?(?:is|are|was|were|has|have|had|does|can|will|may|grew|came|began|[a-z]+(?:s|ed))\s+(?!and\b)"
    r"|\s*(?:\([^)]*\)\s*)?(?:[^,。;、和与及的]{0,4})(?:是|用|在|由|为|对|和|与|跟|把|将|比|可以|能|会|常|建立|基于|依赖|借鉴|针对|属于|来自|出自|取代|替代|支持)"
)


def _joined(said: Assertion, at: Mention) -> Mention | None:
    """Whose second verb it is: `BERT came after GPT and sees both sides`; None where none is joined.

    The verb behind "and" is said of the subject of the first one, and not of the name that stands in between.
    """
    text, anchor = said.text, said.anchor
    first = next((m for m in said.inside if said.opened_by(m)), None)
    if first is None or first is at or at.end > anchor.start or at.concept == first.concept:
        return None
    if COORDINATED.match(text[first.end : at.start]) or not _ITS_VERB.match(text, first.end, at.start):
        return None
    verb = _AND_VERB.match(text, at.end, max(anchor.end, at.end))
    return first if verb is not None and verb.end() <= anchor.start + max(1, len(verb.group("verb") or "")) else None


def another_subject(said: Assertion) -> Governed | None:
    """`QLoRA 并不是 4 比特`, where that can be said of formats only: the clause is about who opens it, and about nobody further off."""
    blocker = said.blocker
    if blocker is None or said.typed(blocker.concept) or belongs(said.text, blocker):
        return None
    return Governed((), "clause", f"the clause is about {blocker.concept}")


PREDICATED = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:[^,。;、和与及/+\-(]|\s(?!and\b|or\b)){0,3}?(?:是|让|使|把|将|会|能|可以?|在|对|用|需|有|比|由|从|按|采用|使用|通过)|\s+(?:is|are|was|were|has|have|had|can|will|[a-z]+(?:s|ed))\s"
)


def value_as_subject(said: Assertion) -> Governed | None:
    """`A is decoder-only, while B is also known as V`: B might be a value of A's, and is a subject here."""
    text, start = said.text, said.clause.start
    at_value = max(
        (v.start for v in said.values if said.anchor.start <= v.start and v.end <= said.anchor.end),
        default=said.anchor.start,
    )
    opener = next(
        (
            m
            for m in said.mentions
            if m.role == "plain"
            and start <= m.start
            and m.end <= at_value
            and (
                any(m.span.overlaps(v) for v in said.values)
                or (said.speaks(m.concept) and any(m.span.overlaps(each) for each in said.taken))
            )
            and said.opened_by(m)
            and not DURING_LEFT.match(text[start : m.start])
        ),
        None,
    )
    if opener is None or not PREDICATED.match(text, opener.end, at_value):
        return None
    if said.speaks(opener.concept):
        return Governed((opener.concept,), "clause")
    return Governed((), "sentence", f"the clause is about {opener.concept}")
