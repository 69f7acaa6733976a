"""Whose a value is: the mention that governs it, in its clause, its sentence or beyond.

Apart from the readers of relations, because all of them ask the same.
All texts here are normalised.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from pipeline import regex as re
from pipeline.claims.mentions import Mention, proper_name
from pipeline.claims.roles import CLOSED, COORDINATED, LISTED, SUBORDINATE, coordinated, opens
from pipeline.claims.sentences import Span
from pipeline.claims.units import Unit

SubjectFrom = Literal["clause", "sentence", "list-head", "heading", "question", "previous"]


class Governed(NamedTuple):
    """The subjects of an assertion; none, and why."""

    concepts: tuple[str, ...]
    where: SubjectFrom
    why: str = ""


_JOINT = 24
"""Characters between two items of a list, at most."""
_AGENT = re.compile(
    r"^[^,。;:!?不没非]{0,4}?(?:[这那]一?[套种类派个])?\s*(?:(?P<strong>由|\bby|的(?:才|就|则)?是|的做法是|才是|\bis\s+what|\bare\s+what)|(?P<weak>是在|是|属于|出现在|发生在|要到|(?:\bonly\s+)?\b(?:in|with|under|at|of|during)|\bbelongs?\s+to|\bis|\bare))\s*(?:the\s+)?(?:原始|原版)?$"
)
_DONE_BY = re.compile(
    r"^(?P<strong>(?:阶段|环节|步骤|那一步|这一步|时)\s*(?:再|则|就|才|一般|通常|往往|常|多|会|都|要|需)*(?:换成|改用|用|使用|采用|交给|靠)(?:[^,。;的]{1,4}的)?)(?P<weak>(?!))?\s*$"
)
"""`精排阶段用 B`: what is a stage is what B is for."""
_DONE_BY_WHOM = re.compile(
    r"(?:阶段|环节|步骤|那一步|这一步)\s*(?:再|则|就|才)?(?:换成|改用|换用|交给)(?P<who>\s*[^,。;的了]{2,12})"
)
_OF_SUBJECT = re.compile(r"\W*(?:(?:whereas|while|and|but)\s+)?(?:the|its)\s+[a-z]+\s+of\s+(?:the\s+)?")
_IS_ONE = re.compile(r"\s*(?:也|就|都)?(?:是|属于|为)")
_EQUALS = re.compile(r"\b(?:is|are|equals?|becomes?|gives?)\b")
_BY_MEANS = re.compile(r"(?:用|靠|通过|借助|由|\b(?:by|with|using))\s*(?:the\s+)?$")
_RELIEVES = re.compile(r"\s*(?:来)?(?:缓解|解决|降低|减少|避免|处理|克服|突破|规避)")
"""`平方复杂度可以用 A 缓解`: the trouble is not A's."""
_MADE = re.compile(r"\s*(?:了|过)?\s*(?:the\s+|its\s+)?")
_CLAUSE_OPENS = re.compile(r"^\W*(?:而|后来|随后|and\s+|while\s+|whereas\s+|but\s+|then\s+)?\W*$|(?:\band|、|和)\s*$")
_WHOSE = re.compile(
    r"(?P<at>\s*)(?:whose|which(?!\s+(?:is|was)\s+(?:why|how|what|because)|\s+(?:means|makes|lets|allows|helps)))\b"
)
_OTHERS = re.compile(
    r"\W*(?:而|但)?(?:它|其|之)?(?:的)?前(?:面的?)?[一两二三几](?:个)?(?:阶段|级别?|代|步|版本?|种)|\W*(?:and\s+|while\s+|whereas\s+)?the\s+(?:first\s+(?:two|three|few)|earlier|previous|lower|other)\s+(?:two\s+)?(?:stages|levels|generations|versions|steps)\b"
)
"""`…，前两个阶段 …`, `the first two stages …`: what the clause is about is not who was named."""
_CLEFT = re.compile(
    r"\bit\s+(?:is|was)\s+(?:the\s+)?(?P<who>[^,;.]{1,40}?)\s*(?:,\s*(?:and\s+)?not\s+[^,;.]{1,40})?,?\s*\b(?:that|which|who)\b"
)
"""`it was A, not B, that …`."""
_LETTER = re.compile(
    r"\W*(?:而|但)?\s*(?P<who>[qkv](?:\s*[和与、]\s*[qkv])?)(?=\s*(?:不|没|并|则|保持|仍|也|只(?!取)|都))"
)
"""`V 不参与`: a part that has no name but a letter."""
_DURING_LEFT = re.compile(r"^\W*(?:at|during|throughout)\s+(?:the\s+)?$")
"""`At inference LayerNorm uses …`: when, not what."""
_DURING = re.compile(r"\s*(?:linearly\s+|slowly\s+)?(?:during|in|under|throughout)\s+(?:the\s+)?")
_NOT_OF = re.compile(r"^[^,。;:!?]{0,4}?(?:的)?(?:并|都|也)?不(?:是|在|属于)\s*(?:the\s+)?(?:原始|原版)?$")
_BUT_OF = re.compile(r"\s*(?:里|中|的)?\s*,?\s*(?:而)?(?:只|才|正)?(?:是|在|属于)\s*$")
"""`切分参数的不是 A 而是 B`."""
_OWNS = re.compile(r"\s*(?:'s\s*(?:[.,;]|$|\w+\s*(?:[.,;]|$))|的\s*(?:[。,;!]|$|任务|目标|事|做法|特点))")
"""`SOP is ALBERT's`, `SOP 是 ALBERT 的任务`: whom the value itself is said to belong to."""
TIMES_OF = re.compile(r"\s*的\s*(?:大约|约|近|好|整整)?\s*[一二两三四五六七八九十半几数\d]")
"""`24 层是 A 的两倍`: what is only measured against A."""
_NAME = re.compile(
    r"^\W*(?:而|则|但|and\s|but\s|while\s|whereas\s)?\s*(?:the\s+)?(?!(?:GPU|CPU|TPU)s?\b)([A-Z][a-z+\-]*[A-Z0-9][A-Za-z0-9+\-]*)(?![A-Za-z0-9])"
)
_UNKNOWN = re.compile(
    r"^\W*(?:而|则|但|and\s|but\s|while\s|whereas\s)?\s*(?:the\s+)?(?!(?:Quer(?:y|ies)|Keys?|Values?|Tokens?|Encoder|Decoder|Softmax|Attention|Batch|Loss|Prompts?|Prefix|Embeddings?|Adapters?|Layers?|Norm|Inputs?|Outputs?|Heads?|It|Its|They|This|These|Each|All|In|At|For|With|By|On|No|Not)\b)([A-Z][a-z][A-Za-z0-9+\-]*)"
    r"(?=\s*(?:则|的|是|用|从|把|会|只|按|靠|改|就|也|都|却|才|有|没|不|在)|\s+(?:(?:algorithm|method|model|tokeni[sz]er|library|framework|paper|team)\b|[a-z]+s\s))"
)
"""A name in the midst of a sentence that opens a clause, and is no concept here."""
_DENIES = 12
"""Characters within which what denies a name stands before it."""
_DENIED_NAME = re.compile(
    r"(?:不是|并非|不属于|不等于|\b(?:is|are|was)\s*(?:not|n't)|\bneither)\s*(?:纯粹?的?|单纯的?|简单的?|普通的?|一[个种]|an?\s|the\s|just\s|simply\s|pure\s)*\s*$"
)
"""`既不是 X，也不是 Y：…`: what follows is said of neither."""
_FIRST_STEP = re.compile(r"(?<![优预事原领])先(?!进|验|前|后|于)|首先|\bfirst\b(?!\s*(?:order|moment|token))|第一步")
_NEXT_STEP = re.compile(
    r"\W*(?:再|然后|接着|随后|最后|之后|(?:and\s+)?(?:then|finally|next|lastly)\b)\s*(?:再|又)?\s*(?=[用训做拿以靠跑])|\W*(?:and\s+)?(?:then|finally|next|lastly)\s"
)


def govern(
    unit: Unit,
    sentence: Span,
    parts: Sequence[Span],
    mentions: Sequence[Mention],
    anchor: Span,
    taken: Sequence[Span],
    values: Sequence[Span],
    typed: Callable[[str], bool],
    speaks: Callable[[str], bool],
    outside: Callable[[], Governed],
    ancestors: Callable[[str], frozenset[str]],
) -> Governed:
    """The subjects of what is asserted at `anchor`, the stretch from cue to value.

    `taken` are the places of cues and values, which cannot be subjects, `values` those of values alone; `typed` tells whether a concept can be spoken
    of in this way, `speaks` whether facts do; `outside` finds a subject beyond the sentence.
    """
    text = unit.low
    # A value that begins within a name (`prefix tuning trains …`) leaves the name its place; one around it does not.
    free = [
        m
        for m in mentions
        if m.role == "plain"
        and not any(s.start <= m.start < s.end or m.start < s.start < m.end <= s.start for s in taken)
    ]
    heads = {p.start for p in parts if text[p.start - 1 : p.start] == "、"}
    free = [m for m in free if m.start in heads or not any(_in_list(text, m, span) for span in values)]
    fitting = [m for m in free if typed(m.concept)]
    region = Span(
        next((p.start for p in parts if p.start <= anchor.start < p.end), sentence.start),
        next((p.end for p in parts if p.start < anchor.end <= p.end), sentence.end),
    )
    if text[region.start - 1 : region.start] in ("(", "[") and region.start > sentence.start:
        # What stands in brackets belongs to the clause that they stand in.
        region = region._replace(start=next((p.start for p in parts if p.end == region.start), region.start))
    if others := _OTHERS.match(text, region.start, anchor.start):
        return Governed((), "clause", f"the clause is about {others.group().strip(' ,')!r}")
    if whose := _WHOSE.match(text, region.start, anchor.start):
        # "wider than X, whose largest value is V", "unlike X, which M maintains": the name just before.
        who = next(
            (m for m in mentions if m.end <= region.start and text[m.end : whose.end("at")].strip(" ,") == ""), None
        )
        if who is not None and (typed(who.concept) or "whose" in whose.group()):
            return Governed(
                (who.concept,) if typed(who.concept) else (), "clause", f"the clause is about {who.concept}"
            )
    if (cleft := _CLEFT.search(text, sentence.start, anchor.start)) is not None and cleft.end() >= region.start:
        who = next((m for m in mentions if cleft.start("who") <= m.start < cleft.end("who")), None)
        if who is not None and typed(who.concept):
            return Governed((who.concept,), "sentence")
        if who is not None or not unit.original(*cleft.span("who"))[:1].islower():
            return Governed((), "sentence", f"the clause is about {cleft.group('who')}")
    if (stands := _IT_DOES.match(text, region.start, anchor.end)) is not None and not any(
        region.start <= m.start < stands.end() for m in mentions
    ):
        # "it keeps the direction of X": the pronoun is the subject, and X only what it deals with.
        who = _antecedent(text, parts, region, [m for m in free if m.start < region.start])
        leading = [m for m in fitting if m.start < region.start and any(opens(text, p, m.start) for p in parts)]
        if who is None and not any(m.start < region.start for m in fitting):
            beyond = outside()
            if len(beyond.concepts) == 1 and typed(beyond.concepts[0]):
                return beyond
        elif who is None and len({m.concept for m in leading}) == 1:
            return Governed((leading[0].concept,), "sentence")
        elif who is not None and typed(who.concept):
            return Governed((who.concept,), "sentence")
    after = [m for m in free if anchor.end <= m.start < region.end]
    # The copula may itself be the cue: 聚类那一套是 IVF.
    tail = max((v.end for v in values if anchor.start <= v.start and v.end <= anchor.end), default=anchor.end)
    agent = (
        _AGENT.match(text[anchor.end : after[0].start]) or _AGENT.match(text[tail : after[0].start]) if after else None
    )
    stage = anchor.end - 2 if text[anchor.end - 2 : anchor.end] in ("阶段", "环节", "步骤") else anchor.end
    if after and agent is None and not any(region.start <= m.start < anchor.start for m in fitting):
        agent = _DONE_BY.match(text[stage : after[0].start])
    if after and agent and TIMES_OF.match(text, after[0].end):
        agent = None
    if (
        after
        and typed(after[0].concept)
        and _MADE.fullmatch(text, anchor.end, after[0].start)
        and any(v.start == anchor.start for v in values)
        and _CLAUSE_OPENS.search(text[region.start : anchor.start])
    ):
        # `Meta 开源了 A，智谱开源了 B`: what is done is done to what follows.
        return Governed(_names(text, after[0], free, typed), "clause")
    if not after and (done := _DONE_BY_WHOM.match(text, stage, region.end)) is not None:
        return Governed((), "clause", f"the clause is about {done.group('who').strip()!r}")
    if after and _NOT_OF.match(text[anchor.end : after[0].start]):
        other = next((m for m in free if m.start >= after[0].end), None)
        if other is not None and _BUT_OF.fullmatch(text, after[0].end, other.start):
            return Governed(_names(text, other, free, typed), "clause")
        return Governed((), "clause", f"it says that it is not {after[0].concept}")
    if (
        after
        and agent
        and agent.group("weak")
        and typed(after[0].concept)
        and (_OWNS.match(text, after[0].end) or "belong" in agent.group() or "属于" in agent.group())
    ):
        return Governed(_names(text, after[0], free, typed), "clause")
    if after and agent and agent.group("strong"):
        if typed(after[0].concept):
            return Governed(_names(text, after[0], free, typed), "clause")
        if not (agent.group("strong") in ("由", "by") and any(region.start <= m.start < anchor.start for m in fitting)):
            # "X is learned by gradient descent" names the means of what X undergoes.
            return Governed((), "clause", f"the clause is about {after[0].concept}")
    if after and _NOT_CALLED.fullmatch(text, anchor.end, after[0].start):
        return Governed((), "clause", f"it says that it is not {after[0].concept}")
    if (closing := _closing(text, sentence, parts, free)) is not None and anchor.end <= closing.start:
        leads = [m for m in free if m.start < anchor.start and any(opens(text, p, m.start) for p in parts)]
        # `T5 的归一化不减均值，就是 X` tells what T5's is; only `这就是` sums up what is said of something else.
        lead = text[max(sentence.start, closing.start - 8) : closing.start]
        bare = lead.rstrip(" “\"'「").endswith("就是") and "这" not in lead
        if typed(closing.concept) and not (leads if bare else any(typed(m.concept) for m in leads)):
            return Governed(_names(text, closing, free, typed), "sentence")
    if (gist := _gist(text, sentence, free, anchor, typed)) is not None:
        led = any(
            speaks(m.concept) and any(opens(text, p, m.start) for p in parts if p.start > gist.end)
            for m in fitting
            if gist.end < m.start < anchor.start
        )
        if speaks(gist.concept) and not led:
            return Governed((gist.concept,), "sentence")
    if (means := _means(text, sentence, free)) is not None and means.end <= anchor.start and speaks(means.concept):
        # "Thanks to FlashAttention, attention's memory …": the effect is said of the means, unless it is told of who has one.
        led = any(
            speaks(m.concept)
            for m in fitting
            if m is not means and region.start <= m.start < anchor.start and m.start > means.end
        )
        if not led and region.start > means.start:
            return Governed((means.concept,), "sentence")
    if (called := _called(text, sentence, parts, free, anchor, region)) is not None and typed(called.concept):
        return Governed(_names(text, called, free, typed), "clause" if called.start < region.end else "sentence")
    if (listed := _announced(text, parts, free, anchor, region, sentence)) and any(typed(m.concept) for m in listed):
        return Governed(tuple(dict.fromkeys(m.concept for m in listed if typed(m.concept))), "sentence")
    if (head := _copular(text, region, anchor, free)) is not None and typed(head.concept):
        return Governed(_names(text, head, free, typed), "clause")
    if (instances := _instances(text, anchor, sentence, free)) and not any(
        region.start <= m.start < anchor.start and typed(m.concept) for m in free
    ):
        return Governed(tuple(dict.fromkeys(m.concept for m in instances if typed(m.concept))), "clause")
    if (
        after
        and re.fullmatch(r"[^,。;:是]{0,6}的[^,。;:的是]{0,6}", text[anchor.end : after[0].start])
        # `A 是 B 推出的 C 库` tells of A, by way of the class.
        and not any(
            _IS_ONE.match(text, m.end, anchor.start)
            or (opens(text, region, m.start) and _ACTS_ON.match(text, m.end, anchor.end))
            for m in fitting
            if region.start <= m.start < anchor.start
        )
    ):
        # "旋转查询和键的 RoPE" tells one kind from others; it asserts nothing of the rest.
        return Governed((), "clause", f"it only says which {after[0].concept} is meant")
    for m in free:
        if (
            tail <= m.start < region.end
            and _RELIEVES.match(text, m.end)
            and _BY_MEANS.search(text, anchor.start, m.start)
        ):
            return Governed((), "clause", f"it is what {m.concept} relieves")
    inside = [m for m in fitting if region.start <= m.start < anchor.end]
    if (
        inside
        and _RESTRICTS.match(text[inside[-1].end : anchor.start])
        and not _DID_WITH.search(text, region.start, inside[-1].start)
        and not _EQUALS.search(text, anchor.start, anchor.end)
    ):
        return Governed((), "clause", f"it only says which {inside[-1].concept} is meant")
    if inside:
        # Who has a value of their own in another clause is not who this one is about.
        settled = [p for p in parts if p.end <= region.start and any(p.start <= v.start < p.end for v in values)]
        before = [m for m in fitting if m.start < region.start and not any(p.start <= m.start < p.end for p in settled)]
        at = _narrowest([*before, *inside], ancestors)
        if (owner := _keeper(text, region, at, inside, anchor)) is not None:
            at = owner
        elif (doer := _doer(text, region, at, inside, anchor)) is not None:
            at = doer
        elif (leader := _joined(text, region, at, inside, anchor)) is not None:
            at = leader
        return Governed(_names(text, at, free, typed), "clause")
    if (
        after
        and agent
        and not any(region.start <= m.start < anchor.start for m in free if opens(text, region, m.start))
    ):
        return Governed(_names(text, after[0], free, typed), "clause")
    if (framed := _framed(text, sentence, region, free, anchor)) is not None and typed(framed.concept):
        return Governed((framed.concept,), "sentence")
    blocker = next(
        (
            m
            for m in free
            if region.start <= m.start < anchor.start
            and not _DURING_LEFT.match(text[region.start : m.start])
            and (opens(text, region, m.start) or _OF_SUBJECT.fullmatch(text, region.start, m.start))
        ),
        None,
    )
    if (
        after
        and blocker is not None
        and not typed(blocker.concept)
        and speaks(after[0].concept)
        and _DURING.fullmatch(text, anchor.end, after[0].start)
    ):
        # "The learning rate decays during X": of the learning rate nothing of the kind can be said.
        return Governed((after[0].concept,), "clause")
    place = next((m for m in fitting if m.start < region.start and _located(text, parts, m)), None)
    if place is not None and blocker is not None and not typed(blocker.concept) and place.end <= blocker.start:
        return Governed((place.concept,), "sentence")
    if blocker is not None and not typed(blocker.concept) and not _belongs(text, blocker):
        return Governed((), "clause", f"the clause is about {blocker.concept}")
    ahead = unit.original(region.start, anchor.end)
    if (name := _NAME.match(ahead) or (_UNKNOWN.match(ahead) if region.start > sentence.start else None)) and not any(
        m.start - region.start <= name.end() and m.end - region.start >= name.start(1) for m in mentions
    ):
        taken_name = Span(region.start + name.start(1), region.start + name.end(1))
        if taken_name.end <= anchor.start and not any(taken_name.overlaps(span) for span in taken):
            return Governed((), "clause", f"the clause is about {name.group(1)}, which is no concept here")
    if region.start > sentence.start and (letter := _LETTER.match(text, region.start, anchor.start)):
        own = Span(*letter.span("who"))
        if not any(own.overlaps(span) for span in taken):
            return Governed((), "sentence", f"the clause is about {letter.group('who')!r}")
    if (
        region.start > sentence.start
        and (foreign := _ATTRIBUTE_OF.match(unit.original(anchor.end, region.end))) is not None
    ):
        named_there = Span(anchor.end + foreign.start("who"), anchor.end + foreign.end("who"))
        if opens(text, region, anchor.start) and not any(named_there.overlaps(m.span) for m in mentions):
            # `串联的 Adapter 就不行`: an attribute of a name that is no concept here.
            return Governed((), "clause", f"it only says which {foreign.group('who')} is meant")
    at_value = max((v.start for v in values if anchor.start <= v.start and v.end <= anchor.end), default=anchor.start)
    opener = next(
        (
            m
            for m in mentions
            if m.role == "plain"
            and region.start <= m.start
            and m.end <= at_value
            and (
                any(m.span.overlaps(v) for v in values)
                or (speaks(m.concept) and any(m.span.overlaps(each) for each in taken))
            )
            and opens(text, region, m.start)
            and not _DURING_LEFT.match(text[region.start : m.start])
        ),
        None,
    )
    if opener is not None and _PREDICATED.match(text, opener.end, at_value):
        # "A is decoder-only, while B is also known as V": B might be a value of A's, and is a subject here.
        if speaks(opener.concept):
            return Governed((opener.concept,), "clause")
        return Governed((), "sentence", f"the clause is about {opener.concept}")
    left = [
        m
        for m in fitting
        if m.start < region.start and not _DENIED_NAME.search(text, max(sentence.start, m.start - _DENIES), m.start)
    ]
    if left and (step := _NEXT_STEP.match(text, region.start, anchor.end)) is not None:
        # `X 先做 A，再用 V 训 B`: a step is one of whoever takes them, not of what an earlier step was about.
        began = _FIRST_STEP.search(text, sentence.start, region.start)
        if began is not None and not any(m.start < began.start() for m in left):
            return Governed((), "sentence", f"{step.group().strip()} opens a step of its own")
        left = [m for m in left if began is None or m.start < began.start()]
    if left and _OPTION.match(text[region.start : anchor.start]):
        return Governed((), "sentence", "the clause names another option")
    if left:
        # What opens a clause is what the sentence goes on about; what only stands in passing is not.
        leading = [m for m in left if any(opens(text, p, m.start) for p in parts)]
        about = next(
            (
                m
                for m in free
                if m.start < region.start
                and any(opens(text, p, m.start) and not _DURING_LEFT.match(text[p.start : m.start]) for p in parts)
            ),
            None,
        )
        if not leading and about is not None and not typed(about.concept) and not _belongs(text, about):
            return Governed((), "sentence", f"the sentence is about {about.concept}")
        if blocker is not None and not typed(blocker.concept):
            told = any(p.start <= v.start < p.end for p in parts if p.end <= region.start for v in values)
            of_it = text[blocker.end : blocker.end + 2].lstrip().startswith("的")
            turns = _CONTRASTS.search(text, blocker.end, anchor.end) is not None
            if not leading or told or turns or (proper_name(unit, blocker) and not of_it):
                return Governed((), "sentence", f"the clause is about {blocker.concept}")
        if turn := _TURNS_TO.match(text[region.start : anchor.start]):
            return Governed((), "sentence", f"the clause turns to {turn.group('who').strip()!r}")
        if (stood_for := _antecedent(text, parts, region, [m for m in free if m.start < region.start])) is not None:
            if not typed(stood_for.concept):
                return Governed((), "sentence", f"the pronoun stands for {stood_for.concept}")
            return Governed(_names(text, stood_for, [stood_for], typed), "sentence")
        at = _narrowest(leading or left, ancestors)
        # `fp32 的 Adam 动量`: B is what `A 的 B` is about.
        at = next((m for m in left if m.start > at.end and text[at.end : m.start].strip() == "的"), at)
        names = _names(text, at, free, typed)
        if _BOTH.match(text, region.start, anchor.end):
            # `A 和 B 一样 …, 而且都 …`: both of them, though B was only compared with.
            beside = [
                m
                for m in mentions
                if m.role == "compared" and m.start >= at.end and COORDINATED.match(text[at.end : m.start])
            ]
            names = tuple(dict.fromkeys((*names, *(m.concept for m in beside[:1] if typed(m.concept)))))
        if len(names) > 1 and (
            _PRONOUN.match(text[region.start : anchor.start]) or _BUT_ONE.match(text, region.start, anchor.end)
        ):
            return Governed((), "sentence", "it could be said of " + " or ".join(names))
        return Governed(names, "sentence")
    later = [m for m in fitting if m.start >= region.end]
    if later and _FRONTED.match(text[sentence.start : region.end]):
        return Governed(_names(text, later[0], free, typed), "sentence")
    topical = [m for m in mentions if m.role == "topic" and m.end <= anchor.start]
    if len(topical) == 2 and typed(topical[0].concept) and _LIES_IN.match(text, topical[1].end, anchor.start):
        return Governed((topical[0].concept,), "sentence")
    named = {m.concept for m in mentions if m.role == "topic" and typed(m.concept)}
    if len(named) > 1:
        return Governed((), "sentence", "it could be said of " + " or ".join(sorted(named)))
    if (told_first := _named_later(text, parts, region, later, mentions)) is not None:
        return Governed((told_first.concept,), "sentence")
    beyond = outside()
    if not beyond.concepts and (meant := _follows_for(text, parts, region, anchor, later, mentions)) is not None:
        return Governed((meant.concept,), "sentence")
    if beyond.concepts and beyond.where != "list-head":
        first = next((m for m in free if m.start < anchor.start and any(opens(text, p, m.start) for p in parts)), None)
        if (
            first is not None
            and not typed(first.concept)
            and not _PREPOSITION.search(text[sentence.start : first.start])
        ):
            return Governed((), beyond.where, f"the sentence is about {first.concept}")
        stranger = _stranger(text, region, anchor) or (
            None
            if _THE_MODEL.match(text, region.start, anchor.start)
            else _stranger(text, Span(sentence.start, region.end), anchor)
        )
        if stranger is not None:
            return Governed((), beyond.where, f"the clause seems to be about {stranger!r}")
    if not beyond.concepts and (held := _within_value(text, mentions, anchor, values, speaks)):
        return Governed(held, "clause")
    if (
        not beyond.concepts
        and (after_it := _after_it(text, sentence, mentions, anchor)) is not None
        and speaks(after_it.concept)
    ):
        return Governed((after_it.concept,), "sentence")
    if not beyond.concepts and beyond.where == "previous":
        # Nobody else is in sight: whoever the sentence names, in whatever place, is who it is about.
        here = [m for m in mentions if m.role == "plain" and region.start <= m.start < region.end]
        seen = {m.concept for m in here if speaks(m.concept)}
        if len(seen) == 1 and not any(
            opens(text, region, m.start) for m in free if m.concept not in seen and m.start < anchor.start
        ):
            return Governed(tuple(seen), "sentence")
    return beyond


_AFTER_LEFT = re.compile(
    r"\W*(?:after|once\s+(?:you|we)\s+(?:do|apply|run)|following|做完|做了|经过|完成|用完|上完)\s*(?:the\s+)?"
)


def _after_it(text: str, sentence: Span, mentions: Sequence[Mention], anchor: Span) -> Mention | None:
    """`After instruction tuning, …`: the only one named, whose effect the rest tells."""
    if len({m.concept for m in mentions}) != 1 or mentions[0].end > anchor.start:
        return None
    m = mentions[0]
    told = _AFTER_LEFT.fullmatch(text, sentence.start, m.start) and re.match(
        r"\s*(?:之?后)?\s*,", text[m.end : anchor.start + 1]
    )
    return m if told else None


_WHEN_FIRST = re.compile(
    r"\W*(?:早在|早于|直到|到了?|自从?|从|大约)?\s*(?:在|于)?\s*(?:公元)?\d{4}\s*年[^,。;]{0,6},\s*"
    r"|\W*(?:(?:as\s+early\s+as|back|already)\s+)?(?:in|since|around|by)\s+(?:early\s+|late\s+|mid-?)?(?:[a-z]{3,9}\s+)?\d{4},\s*"
)
_PURPOSE_FIRST = re.compile(
    r"\W*(?:想要?|为了?|要想?|若要|若想|如果想|如果要|打算|希望|需要|让|使)(?![^,。;]{0,3}(?:是|求))|\W*(?:在[^,。;]{2,16}(?:做|跑|训练?|部署)|(?:做|跑|训练?|部署)[^,。;]{2,16}(?:时|的时候))|\W*(?:in\s+order\s+)?to\s+[a-z]"
)
_MEANS_THEN = re.compile(
    r"\W*(?:[^,。;:不没别]{0,8}?)(?:首选|优先|最好|应该?|可以|就|都|才|一般|通常|多半|主要|常|大家|人们|推荐|办法|方案|后端|工具|选择|做法)*(?:首选|用|选用?|选择|靠|上|推荐|考虑|发明了?|提出了?|引入了?|设计了?|采用|(?:办法|方案|后端|工具|选择|做法|答案|首选|标配)[^,。;:]{0,3}是)\s*(?:的是)?\s*$"
    r"|\W*(?:(?:people|you|we|one|teams|engineers|most|they)\s+)?(?:should\s+|can\s+|usually\s+|often\s+|generally\s+|just\s+)*(?:use|choose|pick|take|try|prefer|reach\s+for|go\s+for|rely\s+on|invented|introduced|devised|proposed)\s+(?:the\s+)?$"
)
_DOING_FIRST = re.compile(
    r"\W*(?:只要|一旦)?(?:把|将|通过|靠|借助|给)(?![^,。;]{0,30}(?:的是|无关))|\W*(?:by\s+)?[a-z]{3,}ing\s+(?!to\b|the\s+(?:same|way))"
)
_THEN_EFFECT = re.compile(
    r"\W*(?:就|便|也就|这样)?(?:可以?|能够?|会|有助于|有利于|即可|从而)|\W*(?:(?:we|you|one|this)\s+)?(?:can\s+|will\s+|could\s+)?(?:avoid|reduce|prevent|cure|mitigate|relieve|fix|improve|raise|lower|increase|decrease)s?\b"
)
_ITS_EFFECT = re.compile(r"[^,。;]{0,12}?(?:就会?|便|反而|自然|因此|随之|也会?|会)")
_SO_LATER = re.compile(
    r"\W*(?:所以|因此|故|于是|这样|从而|hence\b|so\b|therefore\b|thus\b|and\s+so\b|which\s+is\s+why\b|that\s+is\s+(?:why|how)\b)"
)
_THEREFORE = re.compile(r"[^,。;的]{0,2}(?:因此|所以|也就|自然|于是|才)(?!只)")
_BECOMES = re.compile(
    r"\W*(?:[这那]一?[类种]?(?:[^,。;:]{0,4})?)?(?:就|便|才|正|都|恰恰|恰)?(?:成了?|变成了?|属于|正是|便是|就是|算是|算作|归为|叫做?|称为)\s*(?:[^,。;:a-z]{0,6}的)?\s*$"
)
_DONE_CLOSED = re.compile(
    r"\s*(?:(?:采用|使用|用|选|选用|采取)?的(?:方案|做法|设计|办法|方式|结构|选择|思路|机制|配方|路线))?(?:了|的)?\s*[。.!;]?$"
)


def _ahead(
    text: str, parts: Sequence[Span], region: Span, later: Sequence[Mention], mentions: Sequence[Mention]
) -> tuple[Mention, Span] | None:
    """Who is named first behind a clause that names nobody of its own, with the clause that does; None where that is several."""
    if not later or any(m.start < region.start for m in mentions):
        return None
    first = later[0]
    clause = next((p for p in parts if p.start <= first.start < p.end), None)
    if clause is None or any(m.concept != first.concept for m in later if m.start < clause.end):
        return None
    if any(opens(text, region, m.start) and _PREDICATED.match(text, m.end, region.end) for m in mentions):
        return None
    alone = not any(m.role == "plain" and clause.start <= m.start < first.start for m in mentions)
    return (first, clause) if alone and not _NAYS.search(text, clause.start, first.start) else None


def _named_later(
    text: str, parts: Sequence[Span], region: Span, later: Sequence[Mention], mentions: Sequence[Mention]
) -> Mention | None:
    """Who is named only behind the clause that tells something of it, where the way they are joined says so.

    A date put first (`2020 年，某某推出 X`), what is wanted and what is taken for it (`想 V，就用 X`, "to V, use X"), what is done and
    what comes of it (`把 V，X 就会 …`), what that becomes (`V，就成了 X`).
    """
    found = _ahead(text, parts, region, later, mentions)
    if found is None:
        return None
    first, clause = found
    lead = text[clause.start : first.start]
    if clause.start == region.end:
        if _WHEN_FIRST.fullmatch(text, region.start, region.end):
            return first
        if _PURPOSE_FIRST.match(text, region.start, region.end):
            return first if _MEANS_THEN.fullmatch(lead) else None
        if _DOING_FIRST.match(text, region.start, region.end):
            if _THEN_EFFECT.match(text, clause.start, first.start):
                return first
            return first if len(lead.strip()) <= 4 and _ITS_EFFECT.match(text, first.end, clause.end) else None
    becomes = len({m.concept for m in later}) == 1 and clause.end >= parts[-1].end - 1 and _BECOMES.fullmatch(lead)
    return first if becomes and _DONE_CLOSED.match(text, first.end) else None


def _follows_for(
    text: str, parts: Sequence[Span], region: Span, anchor: Span, later: Sequence[Mention], mentions: Sequence[Mention]
) -> Mention | None:
    """Whom the consequence names of what a clause without a subject tells: `V 了，X 因此 …`, "because V, X …"."""
    found = _ahead(text, parts, region, later, mentions)
    if found is None or len({m.concept for m in later}) > 1 or _stranger(text, region, anchor) is not None:
        return None
    first, clause = found
    if not opens(text, clause, first.start):
        return None
    because = clause.start == region.end and _BECAUSE.fullmatch(text, region.start, anchor.start)
    so = _SO_LATER.match(text, clause.start, first.start) or _THEREFORE.match(text, first.end, parts[-1].end)
    return first if because or so else None


_BECAUSE = re.compile(r"\W*(?:因为|由于|正因为|because|since|as)\s*(?:the\s+|its\s+)?")
_NAYS = re.compile(r"不|没|无|别|非|\b(?:not|no|never|without)\b|n't\b")


def _within_value(
    text: str, mentions: Sequence[Mention], anchor: Span, values: Sequence[Span], speaks: Callable[[str], bool]
) -> tuple[str, ...]:
    """Who stands within the words of a value, as its subject: `larger beta in DPO lets the policy move further`."""
    value = next((v for v in values if anchor.start <= v.start and v.end <= anchor.end), None)
    if value is None:
        return ()
    held = [
        m.concept
        for m in mentions
        if m.role == "plain" and value.start <= m.start and m.end + 4 <= value.end and speaks(m.concept)
    ]
    return tuple(dict.fromkeys(held)) if len(set(held)) == 1 else ()


_CALLED = re.compile(
    r"[^,。;:]{0,24}?(?:,\s*)?(?:[这那]一?(?:招|种|类|个|套|步|项)?[^,。;:]{0,8})?(?:通常|一般|就|便|也|才|常|统)?(?:被)?(?:叫做?|称(?:之)?为|称作|唤作|命名为|名为|名叫|就是所谓的?|就是(?=\s*[a-z]))\s*(?:the\s+)?[“\"'「]?\s*"
    r"|[^,.;:]{0,24}?(?:,\s*)?(?:(?:that|which|this)\s+)?(?:(?:(?:is|are|was)\s+)?(?:commonly\s+|usually\s+|often\s+|also\s+)?(?:called|known\s+as|named|termed|referred\s+to\s+as|dubbed))\s+[“\"']?(?:the\s+)?"
)
"""`矛盾的幻觉叫 S`, `a problem known as S`: the definition stands before the name."""
_NOT_CALLED = re.compile(
    r"[^,。;:]{0,24}?[不没](?:能|可以?|应该?|该|会|被|再)?(?:叫做?|称(?:之)?为|称作|名为)\s*[“\"「]?\s*"
)
"""`修改权重不叫越狱`."""


def _called(
    text: str, sentence: Span, parts: Sequence[Span], free: Sequence[Mention], anchor: Span, region: Span
) -> Mention | None:
    """The name that a definition leads up to, in its clause or the next one; None where a subject leads it."""
    if any(opens(text, region, m.start) and m.end <= anchor.start for m in free):
        return None
    beyond = next((p.end for p in parts if p.start >= region.end), region.end)
    for m in free:
        if anchor.end <= m.start < beyond and _CALLED.fullmatch(text, anchor.end, m.start):
            return m
    return None


_CLOSES = re.compile(
    r"\s*(?:(?:而|也)?[这那此](?:一?(?:种|类|招|步|套|个)[^,。;:]{0,6})?(?:其实|正|恰恰|恰|基本上)?(?:就|便)?(?:是|叫|(?:说|指|讲)的(?:就|正)?是)|(?:说|指|讲)的(?:就|正)是|就是)\s*(?:所谓的?|大家(?:常)?说的|著名的|经典的|典型的)?\s*"
    r"|\s*(?:and\s+)?(?:that|this|it)(?:'s|\s+is|\s+was)\s+(?:exactly\s+|basically\s+|simply\s+|just\s+)?(?:what\s+|how\s+|the\s+(?:idea|point|trick|essence|job|purpose|principle)\s+(?:of|behind)\s+)?(?:the\s+)?"
)


def _closing(text: str, sentence: Span, parts: Sequence[Span], free: Sequence[Mention]) -> Mention | None:
    """The name with which a sentence ends that described it first: `大模型猜、小模型审，这就是 S`."""
    if not free or len(parts) < 2:
        return None
    last = free[-1]
    clause = next((p for p in parts if p.start <= last.start < p.end), None)
    if clause is None or clause.start <= sentence.start or not CLOSED.match(text[last.end : sentence.end]):
        return None
    if _CLOSES.fullmatch(text, clause.start, last.start):
        return last
    # 砍掉整层的，是 X: a cleft.
    cleft = text[sentence.start : clause.start].rstrip().endswith("的,") and text[
        clause.start : last.start
    ].strip() in ("是", "正是")
    return last if cleft else None


_GIST = (
    r"(?:核心|主要|基本|关键|最大|根本|整个)?的?(?:假设|做法|关键|思路|出发点|动机|目的|目标|创新点?|卖点|特点|要点|本质|核心|秘诀|诀窍|想法|思想|原理|贡献|优势|变化|改进|升级)"
    r"(?:就|也|其实|主要|无非)?(?:在于|就?是|:)"
)
_ITS_GIST = re.compile(
    rf"\s*的{_GIST}|\s*(?:相比于?|相较于?|较之?|比起|对比|相对于?|跟|和|与)[^,。;:]{{1,24}}?(?:相比,?|比,?)?的{_GIST}"
    r"|\s*'s\s+(?:key|main|core|central|big|basic)\s+(?:idea|insight|assumption|trick|contribution|point|innovation|change|advantage|goal)\s+(?:is|was)\b"
)
_GIST_OF = re.compile(
    r"\W*(?:the\s+)?(?:(?:key|main|core|central|big|basic|whole)\s+)?(?:idea|insight|assumption|trick|contribution|point|innovation|goal|purpose|motivation)\s+(?:behind|of|in)\s+(?:the\s+)?"
)
_OF_GIST = re.compile(r"\s*(?:is|was)\b")


def _gist(
    text: str, sentence: Span, free: Sequence[Mention], anchor: Span, typed: Callable[[str], bool]
) -> Mention | None:
    """Whose idea, assumption or change the rest of the sentence tells: `LoRA 的核心假设是：…`, `the idea behind X is …`."""
    for m in free:
        if m.end > anchor.start:
            break
        if _GIST_OF.fullmatch(text, sentence.start, m.start):
            told = _OF_GIST.match(text, m.end, anchor.start)
        else:
            told = _ITS_GIST.match(text, m.end, anchor.start) if opens(text, sentence, m.start) else None
        if told is not None and typed(m.concept):
            return m
    return None


_BY = re.compile(
    r"\W*(?:有了|开了|开启|打开|启用|用了|用上|上了|加了|加上|引入|with|thanks\s+to|by\s+using|using|once\s+(?:you|we)\s+(?:use|enable|turn\s+on)|when\s+(?:you|we)\s+(?:use|enable))\s*(?:the\s+)?"
    r"|\W*(?:用|采用|使用|选用|选)\s*(?=[^,。;]{1,24}(?:之后|以后|后|的话)\s*,)"
)
_BY_IT = re.compile(r"\s*(?:之后|以后|后|的话)?\s*(?:in\s+place|enabled|turned\s+on)?\s*,")


def _means(text: str, sentence: Span, free: Sequence[Mention]) -> Mention | None:
    """By what the rest of a sentence comes about: `Thanks to X, …`, `有了 X，…`, `用 X 的话，…`."""
    if not free:
        return None
    first = free[0]
    by = _BY.fullmatch(text, sentence.start, first.start) or (
        _BY.match(text, sentence.start, first.end)
        if text[sentence.start : first.start].strip() in ("用", "采用", "使用", "选用", "选")
        else None
    )
    return first if by is not None and _BY_IT.match(text, first.end) else None


_ACTS_ON = re.compile(
    r"\s*(?:模型|算法|方法)?\s*(?:会|可以|能|也|还|则|就)*(?:(?:用|在)(?!的|了)|把[^,。;]{1,24}?(?:插|放|加|写|变|换|改|分|缩)|在[^,。;]{1,16}?(?:加|插|放|注入|叠)|是(?:靠|用|通过))"
)
"""`X 把提示插在最底层的几层 Transformer`: what X does, and not which Transformer is meant."""
_SINCE_IT = re.compile(r"\s*(?:出现|问世|诞生)?(?:之后|以后)\s*,")
_USING_IT = re.compile(
    r"\b(?:when|if|once|as\s+soon\s+as)\s+(?:you\s+|we\s+|one\s+)?(?:use|using|enable|enabling)s?\s+(?:the\s+)?$"
)


def _framed(text: str, sentence: Span, region: Span, free: Sequence[Mention], anchor: Span) -> Mention | None:
    """`X 之后，…`, `… when you use X`: whose effect a clause tells that names a part as its subject."""
    first = free[0] if free else None
    if first is not None and first.end < region.start and not text[sentence.start : first.start].strip():
        closed = _SINCE_IT.match(text, first.end, sentence.end)
        if closed is not None and closed.end() <= region.start:
            return first
    last = free[-1] if free else None
    if last is not None and last.start >= anchor.end and text[last.end : sentence.end].strip(" .") == "":
        return last if _USING_IT.search(text, max(anchor.end - 1, last.start - 24), last.start) else None
    return None


_ANNOUNCES = re.compile(r"[^,。;:的]{0,8}:\s*|[^,.;:]{0,16}:\s*")
_THESE = re.compile(r"\W*(?:下面|下列|以下|如下|这|那|都|全|\b(?:these|those|the\s+following|all)\b)")
_HEADS_LIST = re.compile(
    r"\s*(?:架构|结构|类型?|型|式|系)?\s*的?\s*(?:大|语言|开源|主流|常见的?|典型的?|知名的?|著名的?|代表性的?)*\s*(?:模型|家族|系列|方法|算法|技术|方案|工具|框架|成员)"
    r"[^,。;:、是不]{0,10}?(?:代表|例子)?(?:主要|常见的?)?(?:\s*(?:有|包括|如|例如|比如)\s*:?|\s*:)\s*"
    r"|\s*(?:架构|结构)?的?(?:典型|主要)?(?:代表|例子)(?:模型|作|方法)?\s*(?:有|包括|是)?\s*:?\s*"
    r"|[\s-]*(?:language |open |well-known |popular |typical )*(?:families|models|methods|architectures|ones|examples|members|techniques|frameworks|optimi[sz]ers)\b[a-z ']{0,48}(?::|\b(?:are|include|such as))\s*(?:the\s+)?"
)


def _announced(
    text: str, parts: Sequence[Span], free: Sequence[Mention], anchor: Span, region: Span, sentence: Span
) -> list[Mention]:
    """`下面三个都是 V：A、B、C`, `V 的模型有 A、B、C`: the names of the list that a clause without a subject announces."""
    at = region.end
    if not (_ANNOUNCES.fullmatch(text, anchor.end, region.end) and _THESE.match(text, region.start)):
        heads = _HEADS_LIST.match(text, anchor.end, sentence.end)
        if heads is None or any(region.start <= m.start < heads.end() for m in free):
            return []
        at = heads.end()
    behind = [m for m in free if m.start >= at]
    if not behind or text[at : behind[0].start].strip():
        return []
    found = [behind[0]]
    for m in behind[1:]:
        if not re.fullmatch(
            r"\s*(?:、|,|/|和|与|及|以及|还有|,?\s*and|,?\s*or)\s*(?:the\s+)?", text[found[-1].end : m.start]
        ):
            break
        found.append(m)
    return found if len(found) > 1 and not text[found[-1].end : sentence.end].strip(" 等。.") else []


_IS = re.compile(
    r"\s*(?:都|也|均|全|同|就|其实|本质上|本身|仍)*(?:是|属于|算是|算)(?!否|不是)|\s+(?:is|are|was|were)\s+(?:all\s+|both\s+)?(?:an?|the|one)\b"
)


def _copular(text: str, region: Span, anchor: Span, free: Sequence[Mention]) -> Mention | None:
    """Who opens a clause and is then said to be something: what is named within that predicate is not its subject."""
    inside = [m for m in free if region.start <= m.start < anchor.start]
    if len(inside) < 2 or not opens(text, region, inside[0].start):
        return None
    last = inside[0]
    for m in inside[1:]:
        if not COORDINATED.match(text[last.end : m.start]):
            break
        last = m
    if last is inside[-1] or (copula := _IS.match(text, last.end, anchor.start)) is None:
        return None
    return last if copula.end() <= inside[inside.index(last) + 1].start else None


_CLASS_EN = re.compile(
    r"\b(?:models?|methods?|frameworks?|librar(?:y|ies)|techniques?|variants?|optimi[sz]ers?|systems?|tools?)\b"
)
_SUCH_AS_EN = re.compile(r"\s*,?\s*\(?(?:such\s+as|like|e\.g\.,?)\s+(?:the\s+)?")
_SUCH_AS = re.compile(
    r"[^,。;:的]{0,8}的[^,。;:的是]{1,14}?,?\s*\(?(?:如|例如|比如|诸如)\s*|[^,.;:]{0,30}?"
    + _CLASS_EN.pattern
    + _SUCH_AS_EN.pattern
)
"""`由谷歌开发的模型,如 A、B`: what is said of the class is said of those named after it."""


def _instances(text: str, anchor: Span, sentence: Span, free: Sequence[Mention]) -> list[Mention]:
    """The instances of the class that what is asserted describes, as far as they are listed behind it."""
    lead = _SUCH_AS.match(text, anchor.end, sentence.end)
    if lead is None and _CLASS_EN.search(text, sentence.start, anchor.start):
        lead = _SUCH_AS_EN.match(text, anchor.end, sentence.end)
    if lead is None:
        return []
    found: list[Mention] = []
    at = lead.end()
    for m in free:
        if m.start >= at and (m.start == at or (found and COORDINATED.match(text[at : m.start]))):
            found.append(m)
            at = m.end
    return found


_ALIKE_LEFT = re.compile(r"(?:与|和|跟|同|像|如)\s*$")
_ALIKE_RIGHT = re.compile(r"\s*(?:那样|那般)?(?:一样|同样|相同|一致|一般)(?!的?[^,。;]{0,4}不)")
_LIKE_FIRST = re.compile(r"\W*(?:just\s+)?like\s+(?:the\s+)?(?:original\s+)?")
_LIKE_LAST = re.compile(
    r"[^,。;]{0,6},?\s*(?:也)?(?:类似于?|如同|就像|等同于|(?:just\s+)?like|as\s+in|similar\s+to|(?:the\s+)?same\s+as)\s*(?:the\s+)?"
)
_CIRCUMSTANCE = re.compile(r"(?:时|阶段|期间|的时候|(?<!如)下)(?:就|也|都|可以|能|会|,|则)*(?:像|和|与|跟)\s*$")


def alike(text: str, sentence: Span, parts: Sequence[Span], mentions: Sequence[Mention], anchor: Span) -> list[str]:
    """Whom a clause says to be the same in this: `和 B 一样，A …`, `A …，类似于 B`, `Like B, A …`."""
    found: list[str] = []
    here = next((i for i, p in enumerate(parts) if p.start <= anchor.start < p.end), 0)
    for m in mentions:
        if m.role != "compared":
            continue
        own = next((i for i, p in enumerate(parts) if p.start <= m.start < p.end), 0)
        if own == here and _CIRCUMSTANCE.search(text, parts[own].start, m.start):
            # `RWKV 训练时可以像 Transformer 一样并行`: under which circumstance the other one is so, it does not say.
            continue
        if m.end <= anchor.start:
            if here - own > 1 or (own != here and len(text[parts[own].start : m.start].strip(" ,")) > 4):
                continue
            if (
                _ALIKE_RIGHT.match(text, m.end) and _ALIKE_LEFT.search(text, sentence.start, m.start)
            ) or _LIKE_FIRST.fullmatch(text, sentence.start, m.start):
                found.append(m.concept)
        elif m.start >= anchor.end and 0 <= own - here <= 1 and _LIKE_LAST.fullmatch(text, anchor.end, m.start):
            found.append(m.concept)
    return found


_BOTH = re.compile(r"\W*(?:而且|并且|且|也|还|又|同样)*\s*(?:两者|二者|它们)?都|\W*(?:and\s+)?(?:they\s+)?both\b")
_PREDICATED = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:[^,。;、和与及/+\-(]|\s(?!and\b|or\b)){0,3}?(?:是|让|使|把|将|会|能|可以?|在|对|用|需|有|比|由|从|按|采用|使用|通过)|\s+(?:is|are|was|were|has|have|had|can|will|[a-z]+(?:s|ed))\s"
)
_OPTION = re.compile(r"^(?:\W)*(?:或者|或是|也可以?(?=用|使用|采用|换)|要么|\bor\s+else\b|\balternatively\b)")
_TURNS_TO = re.compile(
    r"^(?:\W|而|但)*(?P<who>(?!它|其|这|那|该|此|如|若|当|只|所|训练|推理|前者|后者)[^,。;:\s]{2,10}(?<![时后前下中里上果要])(?<!情况))\s*(?:则|[这那]一?[类种])"
)
_KEEPS = re.compile(
    r"[^,。;的]*?(?:保留|继承|沿用|延续|照搬|借用|拿掉|丢掉|去掉|舍弃|抛弃|放弃|取消|替换|替代|取代|换掉|保持|沿袭|\b(?:keeps?|retains?|inherits?|drops?|removes?|reuses?|borrows?|copies|swaps?|replaces?|takes?)\b)[^,。;]{0,6}$|[^,。;]*把\s*$"
)
"""`RoBERTa 去掉了 BERT 的 NSP`: what is somebody else's is kept or dropped by who opens the clause."""


def _keeper(text: str, region: Span, at: Mention, inside: Sequence[Mention], anchor: Span) -> Mention | None:
    """Who keeps or drops what another one has; None where nobody does."""
    first = inside[0]
    if (
        first is at
        or not opens(text, region, first.start)
        or not re.match(r"\s*(?:的|'s\b)", text[at.end : anchor.end])
    ):
        return None
    return first if _KEEPS.match(text[first.end : at.start]) else None


_LEADS_IT = r"(?:\W|但|而|所以|因此|因为|由于|其实|会发现|可以说|毕竟|and\s|but\s|because\s|since\s|as\s|that\s|so\s|note\s+that\s)*"
_IT = re.compile(_LEADS_IT + r"(?:它(?!们)|其(?![他它余中实])|it\b)")
_IT_DOES = re.compile(
    _LEADS_IT
    + r"(?:它(?![们的]|自己)|其(?![他它余中实])|it\b(?!\s+(?:is|was|seems?|turns?|takes?|follows?|becomes?)\s[^,;]{0,40}\b(?:that|to|who)\b))"
)
"""A pronoun that is the subject of its clause, and no `its` or `it is easy to`."""
_CHOSEN = re.compile(
    r"(?:选择?|选用|改用|换用|换成|换到|推荐|再看|看看|看到?|学到?|学习|问起?|问到|提到|说到|谈到|讲到|聊到|考到?|用的是|答案是|\b(?:choos\w+|chose|prefer\w*|pick\w*|use|consider|try|recommend\w*|ask\w*\s+about|look\w*\s+at|mov\w+\s+to|switch\w*\s+to|turn\w*\s+to|followed\s+by|then|came|comes))\s*(?:the\s+)?[“\"'「]?\s*$"
)
_OVER_WHICH = re.compile(
    r"\s*(?:over|instead\s+of|rather\s+than|in\s+place\s+of|in\s+favou?r\s+of|而不是|而非|,?\s*不(?:选|用))\s*(?:the\s+)?"
)


def _antecedent(text: str, parts: Sequence[Span], region: Span, names: Sequence[Mention]) -> Mention | None:
    """Whom a pronoun stands for: what the clause before chose or turned to (`选 A，因为它 …`, "choose A over B because it …").

    The clauses behind that one are still about it. None where there is no pronoun, or the clause before it has a subject
    of its own or turns to nothing.
    """
    last = next((i for i, p in enumerate(parts) if p.start == region.start), 0)
    for i in range(last, 0, -1):
        if _IT.match(text, parts[i].start, parts[i].end) is None:
            if i < last and any(opens(text, parts[i], m.start) for m in names if m.start >= parts[i].start):
                return None
            continue
        before = parts[i - 1]
        own = [m for m in names if before.start <= m.start < before.end]
        for k, m in enumerate(own):
            if _CHOSEN.search(text, before.start, m.start):
                rest = own[k + 1] if k + 1 < len(own) else None
                if rest is None and not text[m.end : before.end].strip(" ”\"'」,。;:的时"):
                    return m
                if rest is not None and _OVER_WHICH.fullmatch(text, m.end, rest.start):
                    return m
        if len(own) == 1 and opens(text, before, own[0].start) and any(m.end <= before.start for m in names):
            # "Once A was out, B followed; it …": the subject of the clause just before.
            return own[0] if not SUBORDINATE.match(text, before.start, own[0].start) else None
        return None
    return None


_AND_VERB = re.compile(
    r"(?:'s\s+[a-z\-]+|\s+[a-z0-9\-]+){0,3}?\s*,?\s*(?:\band|\bbut|\byet)\s+(?:also\s+|then\s+|therefore\s+|thus\s+|hence\s+|so\s+|still\s+|often\s+|usually\s+|typically\s+|only\s+|even\s+|never\s+|always\s+|mainly\s+|further\s+){0,2}"
    r"(?P<verb>(?:is|are|was|were|has|have|had|does|do|can|cannot|will|needs?|[a-z]+ed|[a-z]{2,}[^s\W]s(?!\s+(?:is|are|was|were|has|have|do|can|will)\b))\b)"
    r"|\s*(?:里|中|上|之上|之后|一起(?:使?用)?|搭配(?:使用)?|配合(?:使用)?|提出|设计|那样)?\s*(?:,\s*)?(?:并(?!行|发|联|入|非|不)且?|而且|同时|且)\s*"
)
_ITS_VERB = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:[a-z]+ly\s+)?(?:is|are|was|were|has|have|had|does|can|will|may|grew|came|began|[a-z]+(?:s|ed))\s+(?!and\b)"
    r"|\s*(?:\([^)]*\)\s*)?(?:[^,。;、和与及的]{0,4})(?:是|用|在|由|为|对|和|与|跟|把|将|比|可以|能|会|常|建立|基于|依赖|借鉴|针对|属于|来自|出自|取代|替代|支持)"
)
_IN_LEFT = re.compile(r"(?:^|[,:])\s*(?:而|但)?(?:在|(?:in|during|throughout)\s+(?:the\s+)?)\s*$")
_IN_RIGHT = re.compile(
    r"\s*(?:的)?(?:训练|推理|微调|解码)(?:过程)?(?:时|中|阶段|里|期间)?\s*,|\s*(?:training|inference|fine-tuning|decoding)\s*,"
)


def _located(text: str, parts: Sequence[Span], m: Mention) -> bool:
    """Whether a mention only says in the course of what something happens: `During LoRA training, …`, `在 LoRA 训练中，…`."""
    part = next((p for p in parts if p.start <= m.start < p.end), None)
    return (
        part is not None
        and _IN_LEFT.search(text, part.start, m.start) is not None
        and _IN_RIGHT.match(text, m.end) is not None
    )


_ATTRIBUTE_OF = re.compile(r"\s*的\s*(?P<who>[A-Z][A-Za-z]+)")
_CONTRASTS = re.compile(r"才|则|却|反而")
_DOES_TO = re.compile(
    r"(?:\s+(?:also|then|only|simply|just|does|can|will|always|usually))*\s*|\s*(?:还|也|会|可以|能|要|就|则|都)*\s*"
)
_PUTS = re.compile(
    r"\s+(?:also\s+|only\s+|simply\s+|just\s+)?[a-z]{2,}[^s\W]s\s+(?:the\s+|an?\s+|its\s+|some\s+|learned\s+|small\s+|trainable\s+){0,2}"
)
_INTO = re.compile(
    r"\s+(?:in|into|to|at|on|onto|from|before|after|across|between|inside)\s+(?:the\s+|an?\s+|its\s+)?|\s+"
)


def _doer(text: str, region: Span, at: Mention, inside: Sequence[Mention], anchor: Span) -> Mention | None:
    """Who does it to somebody: `prompt tuning inserts soft prompts into all layers` tells nothing of the soft prompts."""
    before = [m for m in inside if m.end <= anchor.start]
    if len(before) > 1 and at is before[-1] and opens(text, region, before[0].start):
        put = _PUTS.fullmatch(text, before[0].end, at.start) and _INTO.fullmatch(text, at.end, anchor.start)
        return before[0] if put and at.concept != before[0].concept else None
    if not before or at.start < anchor.start or at in before:
        return None
    last = before[-1]
    if re.search(r"(?:\band|\bwhile|,|和|与|而)\s*(?:the\s+)?$", text[anchor.start : at.start]):
        # "A was introduced by V and B by W": the second name has a value of its own.
        return None
    return last if _DOES_TO.fullmatch(text, last.end, anchor.start) else None


def _joined(text: str, region: Span, at: Mention, inside: Sequence[Mention], anchor: Span) -> Mention | None:
    """Whose second verb it is: `BERT came after GPT and sees both sides`; None where none is joined.

    The verb behind "and" is said of the subject of the first one, and not of the name that stands in between.
    """
    first = next((m for m in inside if opens(text, region, m.start)), None)
    if first is None or first is at or at.end > anchor.start or at.concept == first.concept:
        return None
    if COORDINATED.match(text[first.end : at.start]) or not _ITS_VERB.match(text, first.end, at.start):
        return None
    verb = _AND_VERB.match(text, at.end, max(anchor.end, at.end))
    return first if verb is not None and verb.end() <= anchor.start + max(1, len(verb.group("verb") or "")) else None


_DID_WITH = re.compile(
    r"\b(?:train|run|ran|optimi[sz]e|fine-tune|tune|build|built|pre-?train|fit|equip|implement)(?:s|ed|d)?\s+(?:the\s+)?(?:original\s+)?$"
)
"""`they trained A with a V`: with what it was done, and not which A."""
_RESTRICTS = re.compile(
    r"^\s*(?:layouts?|models?|variants?|architectures?|versions?)?\s+(?:with|whose|having)\s+(?:the\s+|an?\s+)?$"
    r"|^\s*(?:scaled|modified|restricted|extended)\s+(?:by|with|to)\s+(?:the\s+|an?\s+)?$"
)
_LIES_IN = re.compile(
    r"\s*(?:之间)?的?(?:主要|最大|根本|关键|核心|唯一)?的?(?:区别|差别|差异|不同(?:点|之处)?)(?:主要|就)?(?:在于|是)[,:]?\s*它(?!们)"
    r"|\s+is\s+that\s+it\b"
)
"""`A 和 B 的区别在于它 …`: it is A, the one named first."""
_BUT_ONE = re.compile(r"\W*(?:但是?|不过|然而|可)[^,。;都均]{0,8}(?:只剩|只有|仅有|却)")
"""`A 与 B 的指数同为 8 位，但尾数只剩 7 位`: of one of the two."""
_PRONOUN = re.compile(r"^(?:\W|但|而|所以|因此)*(?:它(?!们)|其|\bit\b)")
_THE_MODEL = re.compile(
    r"\W*(?:它|其(?!他|它|余)|(?:该|这个?|此)?(?:模型|方法|算法|框架))|\W*(?:the|this)\s+(?:model|method)\b"
)
"""What stands for the one subject that a question or heading names."""
_FRONTED = re.compile(
    r"^(?:\W|\d)*(?:rather\s+than|instead\s+of|without|besides|in\s+addition\s+to|apart\s+from|by\s+\w+ing|while\s+\w+ing|除了?|与其|不仅|不但|不只|不光|在不)"
)
_PREPOSITION = re.compile(
    r"(?:在|对于?|把|将|给|往|向|从|用|以|\bin|\bat|\bto|\bon|\binto|\bof|\bwithin|\bfor|\bwith)\s*(?:the\s+|each\s+|every\s+|每个?|各个?)?$"
)
_SUBJECTLESS = re.compile(
    r"^(?:\W|\d)*(?:然而|但是?|不过|虽然|尽管|事实上|理论上|实践中|工程上|实际中|如果|假如|它们?|其|该|此|这(?!时)|那么?|前者|后者|两者|二者|通过|使用|采用|利用|借助|基于|将|把|在|对|对于|只|仅|会|可以?|能|需要?|不|没有?|无需|同时|并且?|而且|且|还|也|都|又|再|就|才|因此|所以|从而|于是|因为|由于|主要|核心|关键|特点|优点|缺点|优势|好处|原理|目的|作用|思想|思路|做法|方法|具体|首先|其次|然后|最后|另外|此外|总之|简单|本质|实际|一般|通常|往往|直接|先|最终|为了?|以|用|从|当|随着|根据|按照?|相比|与|和|跟|除了?|每|各|所有|全部|整个|模型|算法|论文|作者|我们|(?:训练|推理|微调|计算)(?=时|阶段|中|过程|的?时候|期间)|冻结|固定|更新|引入|加入|添加|插入|放|置|位于|是|属于|有|被|由|让|使得?|令|做|干|搞|应(?:当|该)|必须|必需|允许|禁止|依次|先后|照样|照旧|依旧|仍|完全|彻底|逐(?:步|层|个|行|列|块|词|字|次|级|渐)|反复|主动|自动|随机|手动|人工|重新|额外|单独|一起|分别|统一|事先|提前|预先|保留|保持|去掉|省去|替换|改|归一化|答|解|注意|例如|比如|如|即|也就是|换|包括|包含|分|优化|减少|增加|提高|降低|一种|一个|一类|支持|提供|实现|结合|生成|输入|输出|负责|适合|适用|擅长|依靠|依赖|主打|面向|针对|围绕|首创|最(?!近|新|终)|越|共有|总共|一共|约|大约|默认|的(?=[^,。;:]{1,8}[是由用在有])|全称|简称|训练[^,。;:]{0,3}(?:了|时)|预训练(?:用|任务)|发布(?:于|时)|诞生|出自|源自|来自|属于|起源)"
    r"|^(?:\W|\d)*(?:it|its|they|them|this|that|these|those|the|in|by|with|for|on|at|during|each|every|all|only|both|instead|also|then|here|there|so|thus|hence|as|to|from|when|while|once|first|second|finally|no|not|never|using|because|since|unlike|like|compared|and|but|which|who|where|what|we|you|one|training|inference|fine-tuning|[a-z]+(?:s|ed|ly)|[a-z]+ing(?!\s+(?:is|are|was|were|has|does|can|will|remains|stays|becomes|takes|needs|uses)\b))\b"
)


def _stranger(text: str, region: Span, anchor: Span) -> str | None:
    """What a clause seems to be about, if that is nothing that the reader knows; None where it names no subject."""
    before = text[region.start : anchor.start]
    label, colon, rest = before.partition(":")
    if colon and (len(label.strip()) <= 1 or (not label.isascii() and len(label) <= 12)):
        # `逐步学习:…`: an item's label that is no name is a side of the subject.
        before = rest
    bare = before.strip(" ,:-—\"'“”()*·•")
    if len(bare) <= (2 if bare.isascii() else 1) or _SUBJECTLESS.match(before) or _WHAT_IT_DOES.match(before):
        return None
    return before.strip()[:16]


_WHAT_IT_DOES = re.compile(r"\W*(?:[^,。;:的a-z]{1,6}的(?:其实|主要|就|只)?是|[夹放位处藏卡]在|框架|系统|引擎|工具)")
"""`约束的是 …`, `放在中部的 …`: a clause that opens with what is done names no other subject."""
_NUMBERED = re.compile(r"\s*(?:则|约|有|为|是)?\s*\d")
_ACTS = re.compile(r"\s*(?:is|are|was|were|has|have|had|does|do|did|can|will|[a-z]{2,}[^s\W]s|[a-z]+ed)\b")


def _in_list(text: str, m: Mention, value: Span) -> bool:
    """Whether a mention is one item of the list that a value stands in."""
    if value.start - m.end > _JOINT or m.start - value.end > _JOINT:
        return False
    if m.end <= value.start:
        return bool(LISTED.match(text[m.end : value.start]))
    if m.start < value.end or not LISTED.match(text[value.end : m.start]):
        return False
    if _NUMBERED.match(text, m.end):
        # `A 1.1 亿、B 3.4 亿`: each has its own.
        return False
    # "A needs no x, and B needs one": what a verb stands behind begins a clause of its own.
    return "," not in text[value.end : m.start] or _ACTS.match(text, m.end) is None


def _belongs(text: str, m: Mention) -> bool:
    """Whether a mention is followed by what makes it a part of something else: `LayerNorm 的位置`, `attention in X`."""
    return bool(
        re.match(
            r"\s*(?:的(?!则|却|是)|中|里|上|层|位置|'s\b|\bof\b|\bin\b|\bis\b|\bare\b|在|放|被|是|置于|位于|都|也|按|则|\bwas\b|\bgets?\b|\bcomes?\b|\bhappens?\b|\bplaced\b)",
            text[m.end :],
        )
    )


def _names(text: str, at: Mention, mentions: Sequence[Mention], typed: Callable[[str], bool]) -> tuple[str, ...]:
    group = coordinated(text, at, mentions)
    return tuple(dict.fromkeys(m.concept for m in group if typed(m.concept)))


def _narrowest(found: Sequence[Mention], ancestors: Callable[[str], frozenset[str]]) -> Mention:
    """The last mention; where it names the family of one before it, that one."""
    last = found[-1]
    for m in reversed(found[:-1]):
        if last.concept in ancestors(m.concept):
            return m
    return last
