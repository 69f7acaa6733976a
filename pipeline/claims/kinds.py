"""Relations that say what kind of thing something is: `X is a V`, and names listed under a kind.

Apart from `values`, because here the value is a concept that may itself be the subject.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import regex as re
from pipeline.claims.assertion import TIMES_OF
from pipeline.claims.denial import denial
from pipeline.claims.drafting import drafted, words_of
from pipeline.claims.roles import COORDINATED
from pipeline.claims.sentences import Span
from pipeline.claims.sight import Draft, Looking, Sight, take_note
from pipeline.claims.vocabulary import Hit, Wording

_COPULA = re.compile(
    r"(?:是|属于|作为|算|叫做|称为|归(?:为|入)|定位为|一[种个款类]|也|\bis\b|\bare\b|\bwas\b|\bas\b|\bbecame\b|'s\b|\bnamed\b|\bcalled\b|:)"
)
_IT_IS = re.compile(r"(?:\bit|它|\bsomething\s+that|\bwhich)\s*$")
_AND_IS = re.compile(r"(?:\b(?:and|but)|且|并)\s*(?:also\s+|actually\s+|itself\s+)?$")
"""`A is used in B and is a C`: the second of two predicates."""
_VERBS = re.compile(
    r"\bthan\b|用于|用来|用在|使用|采用|支持|基于|依赖|调用|训练|包含|结合|构建|针对|面向|对接|连接|集成|搭配|适合|服务|加速|改进|里的|中的|上的|\bfor\b|\bof\b|\bin\b|\bby\b|\bon\b|\bthat\b|\bwhich\b|\bto\b|\bwith\b|\busing\b|\buses?\b|\bsupports?\b|\bfrom\b|\binto\b|\binvented\b|\bdesigned\b"
)
_HEAD_ZH = re.compile(
    r"\s*(?:类|型|式|系)?(?:的|类)?(?:检索|训练|推理|优化|压缩|微调|采样|解码)?(?:方法|技术|算法|方案|手段|策略|方式|机制)?\s*(?:$|[,。;:!?、()\[\]\"'”]|之一|的(?:[一两二三四几][种类个]|代表|典型|分支|子类)|一样|而已|吗|和|与|或|及|,|但|而|来(?:的)?[,。]|了|\|)"
)
_HEAD_EN = re.compile(
    r"\s*(?:techniques?|methods?|types?|formats?|data\s+types?|approach(?:es)?|algorithms?|schemes?|schedules?|variants?|strateg(?:y|ies)|mechanisms?)?\s*(?:$|[,.;:!?()\[\]\"']|(?:for|that|which|with|of|to|and|or|built|designed|developed|used|invented|from|by|in|on|but|rather|not|like|such|created|released|written|where|whose|aimed|made|running|based|similar|because|since|so|although|though|while|whereas|unless|if|when|as|at|under|with|without|too|instead|itself)\b|-)"
)
_SORT_OF = re.compile(
    r"\b(?:methods?|techniques?|kinds?|types?|forms?|sorts?|ways?|class|family|examples?|variants?|one|member|pieces?)\s+of\b"
)
_AND_OTHERS = re.compile(r"^[^,。;]{0,24}?(?:等等?|这类|之类的?|这样的|\band\s+other)[^,。;]{0,10}$(?<![比像较])")
_LISTS = re.compile(
    r"^\s*,?\s*\(?(?:如|例如|比如|诸如|such\s+as)\s*(?:[^,。;:、()]{1,10}、){1,3}$|^\s*,\s*(?:如|例如|比如|诸如|such\s+as)\s*$|^[^,。;:]{0,10}?(?:有|包括|如|例如|比如|诸如|像|主要有|分别是|such\s+as|like|includ\w+|are|e\.g\.|:|(?<!的)是)\s*:?\s*(?:the\s+)?$"
)
_ASKED_LIST = re.compile(
    r"有[哪那]些|有什么|哪些|哪几[种个款]|常见的|常用的|主流的|列举|推荐|盘点|\bwhat\b.*\b(?:are|exist)\b|\bwhich\b|\bcommon\b|\bpopular\b|\bexamples?\s+of\b|\blist\b|\bname\b",
    re.S,
)
_ITSELF = re.compile(r"一[个种款]|是|\b(?:an?|is)\b")
"""An item that says what it is itself does not take its class from the heading."""
_HEADS_LIST = re.compile(r"(?:主要|通常|一般)?(?:有|包括|如下)?\s*:?\s*|\s*(?:include|are|such\s+as)\s*:?\s*")
"""What may stand behind a class that is the whole head of a list: `上下文压缩方法：`, `Vector stores include`."""
_WHAT_IT_USES = re.compile(r"(?:用|采用|使用|基于|靠|叠|堆|接|跑|训练?)的(?:还|就|都|也|其实|仍|主要|一直)*\s*$")


def read_kinds(
    look: Looking, sight: Sight, subject: str, relation: str, wording: Wording, notes: list[str]
) -> list[Draft]:
    """What kind of thing a sentence says that a subject is."""
    text = sight.unit.low
    hits = look.hits(sight, wording, relation)
    drafts: list[Draft] = []
    for hit in hits:
        if any(m.role == "topic" and m.span.overlaps(hit.span) for m in sight.mentions):
            take_note(notes, f"{subject}.{relation}: {words_of(text, hit)} is one of two that are told apart")
            continue
        listed = _listed(sight, subject, hit)
        if listed is not None:
            flip, why = look.frame(sight, hit.span)
            if why:
                take_note(notes, f"{subject}.{relation}: {words_of(text, hit)}: {why}")
                continue
            odd = denial(look, sight, wording, hit.span, None, hit).denied
            drafts.append(
                Draft(subject, relation, (hit.value,), odd != flip, Span(min(hit.start, listed.start), max(hit.end, listed.end)),
                      "clause", (f"listed under={words_of(text, hit)}", *(("frame=denied",) if flip else ())), look.part(sight, hit.start))
            )  # fmt: skip
            continue
        whole = re.search(r"\b(?:for|of|that|which)\b|用于|用来", text[hit.start : hit.end])
        head = _HEAD_ZH if not text[hit.end - 1].isascii() else _HEAD_EN
        if not whole and not head.match(text[hit.end : sight.sentence.end]):
            take_note(notes, f"{subject}.{relation}: {words_of(text, hit)} only describes something else")
            continue
        governed = look.govern(sight, relation, hit.span, [h.span for h in hits], hits)
        if subject not in governed.concepts:
            if governed.why:
                take_note(notes, f"{subject}.{relation}: {words_of(text, hit)}: {governed.why}")
            continue
        part = sight.parts[look.part(sight, hit.start)]
        last = max(
            (
                m.end
                for m in sight.mentions
                if m.end <= hit.start and not m.span.overlaps(hit.span) and m.concept in governed.concepts
            ),
            default=part.start,
        )
        gap = text[max(last, part.start) : hit.start]
        copulas = list(_COPULA.finditer(gap))
        if not copulas:
            take_note(notes, f"{subject}.{relation}: {words_of(text, hit)} is not said to be what {subject} is")
            continue
        # "is that it is an optimizer": what the pronoun stands for is what is said to be so.
        again = next((c for c in reversed(copulas) if _IT_IS.search(gap[: c.start()])), None) or next(
            (c for c in reversed(copulas) if _AND_IS.search(gap[: c.start()])), copulas[0]
        )
        tail = gap[again.end() :]
        if _WHAT_IT_USES.search(gap[: again.start()]):
            # `它用的还是双向 LSTM`: what it uses is not what it is.
            take_note(notes, f"{subject}.{relation}: {words_of(text, hit)} is what {subject} uses")
            continue
        if not text[hit.end - 1].isascii():
            if len(tail) > 40:
                continue
        elif _VERBS.search(_SORT_OF.sub(" ", tail)) or len(tail) > 60:
            take_note(
                notes, f"{subject}.{relation}: {words_of(text, hit)} is not the head of what {subject} is said to be"
            )
            continue
        drafts += drafted(look, sight, subject, relation, wording, hit, None, governed, notes)
    if not drafts:
        drafts += _under_a_list(look, sight, subject, relation, wording, hits)
    return drafts


def _listed(sight: Sight, subject: str, hit: Hit) -> Span | None:
    """`常见的向量数据库有 A、B、C`: whether the subject stands in a list that the class announces."""
    text = sight.unit.low
    before = [m for m in sight.mentions if m.end <= hit.start and m.concept == subject]
    if before:
        last = before[-1]
        for m in sight.mentions:
            if last.end <= m.start and m.end <= hit.start and COORDINATED.match(text[last.end : m.start]):
                last = m
        between = any(last.end <= m.start and m.end <= hit.start for m in sight.mentions)
        if not between and _AND_OTHERS.match(text[last.end : hit.start]):
            return before[-1].span
    after = [m for m in sight.mentions if m.start >= hit.end and m.role != "topic"]
    if not after or not _LISTS.match(text[hit.end : after[0].start]) or TIMES_OF.match(text, after[0].end):
        return None
    last = after[0]
    for m in after:
        gap = text[last.end : m.start] if m is not last else "、"
        if m is not last and not re.match(
            r"^\s*(?:[、,/&+]|和|与|及|以及|还有|或|\band\b|\bor\b|\s|[a-z0-9.\-]{1,20}(?=\s*[、,/]))+$", gap
        ):
            break
        if m.concept == subject:
            return m.span
        last = m
    return None


def _under_a_list(
    look: Looking, sight: Sight, subject: str, relation: str, wording: Wording, hits: Sequence[Hit]
) -> list[Draft]:
    """An item, named by its first words, under a heading that asks which members a class has."""
    unit = sight.unit
    if unit.kind not in ("item", "table", "heading", "paragraph") or sight.sentence.start > 2:
        return []
    first = next((m for m in sight.mentions if m.role == "plain"), None)
    if first is None or first.concept != subject or first.start > 3:
        return []
    if any(_ITSELF.search(unit.low, first.end, hit.start) for hit in hits):
        return []
    rest = unit.low[first.end : sight.sentence.end].strip()
    if rest and not re.match(r"^(?:\([^)]*\)\s*)?(?:[:：、,，—/]|--|\band\b|和)", rest):
        return []
    for context in unit.under[:2]:
        found = wording.values(context.text, 0, len(context.text), look.literals(context.text))
        if len({hit.value for hit in found}) == 1 and (
            _ASKED_LIST.search(context.text) or _HEADS_LIST.fullmatch(context.text, found[0].end)
        ):
            return [
                Draft(subject, relation, (found[0].value,), False, first.span, "heading" if context.kind == "heading" else "question" if context.kind == "question" else "list-head",
                      (f"listed under={context.text}",), 0)
            ]  # fmt: skip
    return []
