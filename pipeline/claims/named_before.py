"""Rules for a subject that is named before the clause: what pronouns stand for, whose idea or means is told, what the sentence goes on about.

Apart from `named_within` and `named_behind`, because what stands between decides whether the clause still speaks of them.
"""

from __future__ import annotations

from pipeline import regex as re
from pipeline.claims.assertion import DURING_LEFT, Assertion, Governed, belongs
from pipeline.claims.mentions import Mention, proper_name
from pipeline.claims.roles import COORDINATED, SUBORDINATE, opens

# ------------------------------------------------------------------------------------- relative clauses, clefts

_WHOSE = re.compile(
    r"(?P<at>\s*)(?:whose|which(?!\s+(?:is|was)\s+(?:why|how|what|because)|\s+(?:means|makes|lets|allows|helps)))\b"
)


def relative_clause(said: Assertion) -> Governed | None:
    """`wider than X, whose largest value is V`, `unlike X, which M maintains`: the name just before."""
    text, start = said.text, said.clause.start
    whose = _WHOSE.match(text, start, said.anchor.start)
    if whose is None:
        return None
    who = next((m for m in said.mentions if m.end <= start and text[m.end : whose.end("at")].strip(" ,") == ""), None)
    if who is None or not (said.typed(who.concept) or "whose" in whose.group()):
        return None
    return Governed((who.concept,) if said.typed(who.concept) else (), "clause", f"the clause is about {who.concept}")


_CLEFT = re.compile(
    r"\bit\s+(?:is|was)\s+(?:the\s+)?(?P<who>[^,;.]{1,40}?)\s*(?:,\s*(?:and\s+)?not\s+[^,;.]{1,40})?,?\s*\b(?:that|which|who)\b"
)


def cleft(said: Assertion) -> Governed | None:
    """`it was A, not B, that does V`: A; nobody, where A is no concept here or nothing of which this is said."""
    found = _CLEFT.search(said.text, said.sentence.start, said.anchor.start)
    if found is None or found.end() < said.clause.start:
        return None
    who = next((m for m in said.mentions if found.start("who") <= m.start < found.end("who")), None)
    if who is not None and said.typed(who.concept):
        return Governed((who.concept,), "sentence")
    if who is not None or not said.unit.original(*found.span("who"))[:1].islower():
        return Governed((), "sentence", f"the clause is about {found.group('who')}")
    return None


# ------------------------------------------------------------------------------------- pronouns

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


def acting_pronoun(said: Assertion) -> Governed | None:
    """`A is popular; it keeps the direction of X`, `A 很省，它管理的是 X`: the pronoun is the subject, and X only what it deals with."""
    start = said.clause.start
    stands = _IT_DOES.match(said.text, start, said.anchor.end)
    if stands is None or any(start <= m.start < stands.end() for m in said.mentions):
        return None
    who = _antecedent(said)
    if who is not None:
        return Governed((who.concept,), "sentence") if said.typed(who.concept) else None
    before = [m for m in said.fitting if m.start < start]
    if not before:
        beyond = said.beyond
        return beyond if len(beyond.concepts) == 1 and said.typed(beyond.concepts[0]) else None
    leading = {m.concept for m in before if said.leads(m)}
    return Governed(tuple(leading), "sentence") if len(leading) == 1 else None


def chosen(said: Assertion) -> Governed | None:
    """`选 A，因为它 V`, `choose A over B because it does V`: whom the pronoun stands for, though B is nearer."""
    who = _antecedent(said) if said.left else None
    if who is None:
        return None
    if not said.typed(who.concept):
        return Governed((), "sentence", f"the pronoun stands for {who.concept}")
    return Governed((who.concept,), "sentence")


def _antecedent(said: Assertion) -> Mention | None:
    """Whom a pronoun stands for: what the clause before chose or turned to (`选 A，因为它 …`, "choose A over B because it …").

    The clauses behind that one are still about it. None where there is no pronoun, or the clause before it has a subject
    of its own or turns to nothing.
    """
    text, parts = said.text, said.parts
    names = [m for m in said.free if m.start < said.clause.start]
    last = next((i for i, p in enumerate(parts) if p.start == said.clause.start), 0)
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


# ------------------------------------------------------------------------------------- ideas, means, circumstances

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


def gist(said: Assertion) -> Governed | None:
    """`LoRA 的核心假设是：V`, `the idea behind X is V`: whose idea, assumption or change the rest of the sentence tells."""
    whose = _whose_gist(said)
    if whose is None or not said.speaks(whose.concept):
        return None
    led = any(
        said.speaks(m.concept) and any(opens(said.text, p, m.start) for p in said.parts if p.start > whose.end)
        for m in said.fitting
        if whose.end < m.start < said.anchor.start
    )
    return None if led else Governed((whose.concept,), "sentence")


def _whose_gist(said: Assertion) -> Mention | None:
    text, sentence, anchor = said.text, said.sentence, said.anchor
    for m in said.free:
        if m.end > anchor.start:
            break
        if _GIST_OF.fullmatch(text, sentence.start, m.start):
            told = _OF_GIST.match(text, m.end, anchor.start)
        else:
            told = _ITS_GIST.match(text, m.end, anchor.start) if opens(text, sentence, m.start) else None
        if told is not None and said.typed(m.concept):
            return m
    return None


_BY = re.compile(
    r"\W*(?:有了|开了|开启|打开|启用|用了|用上|上了|加了|加上|引入|with|thanks\s+to|by\s+using|using|once\s+(?:you|we)\s+(?:use|enable|turn\s+on)|when\s+(?:you|we)\s+(?:use|enable))\s*(?:the\s+)?"
    r"|\W*(?:用|采用|使用|选用|选)\s*(?=[^,。;]{1,24}(?:之后|以后|后|的话)\s*,)"
)
_BY_IT = re.compile(r"\s*(?:之后|以后|后|的话)?\s*(?:in\s+place|enabled|turned\s+on)?\s*,")


def means(said: Assertion) -> Governed | None:
    """`Thanks to FlashAttention, attention's memory …`, `用 X 的话，…`: the effect is said of the means, unless it is told of who has one."""
    by = _means(said)
    if by is None or by.end > said.anchor.start or not said.speaks(by.concept):
        return None
    led = any(said.speaks(m.concept) for m in said.fitting if m is not by and said.precedes(m) and m.start > by.end)
    return Governed((by.concept,), "sentence") if not led and said.clause.start > by.start else None


def _means(said: Assertion) -> Mention | None:
    """By what the rest of a sentence comes about: `Thanks to X, …`, `有了 X，…`, `用 X 的话，…`."""
    if not said.free:
        return None
    text, start, first = said.text, said.sentence.start, said.free[0]
    by = _BY.fullmatch(text, start, first.start) or (
        _BY.match(text, start, first.end)
        if text[start : first.start].strip() in ("用", "采用", "使用", "选用", "选")
        else None
    )
    return first if by is not None and _BY_IT.match(text, first.end) else None


_SINCE_IT = re.compile(r"\s*(?:出现|问世|诞生)?(?:之后|以后)\s*,")
_USING_IT = re.compile(
    r"\b(?:when|if|once|as\s+soon\s+as)\s+(?:you\s+|we\s+|one\s+)?(?:use|using|enable|enabling)s?\s+(?:the\s+)?$"
)


def circumstance(said: Assertion) -> Governed | None:
    """`X 之后，…`, `… when you use X`: whose effect a clause tells that names a part as its subject."""
    framed = _framed(said)
    return Governed((framed.concept,), "sentence") if framed is not None and said.typed(framed.concept) else None


def _framed(said: Assertion) -> Mention | None:
    if not said.free:
        return None
    text, sentence = said.text, said.sentence
    first, last = said.free[0], said.free[-1]
    if first.end < said.clause.start and not text[sentence.start : first.start].strip():
        closed = _SINCE_IT.match(text, first.end, sentence.end)
        if closed is not None and closed.end() <= said.clause.start:
            return first
    if last.start >= said.anchor.end and text[last.end : sentence.end].strip(" .") == "":
        return last if _USING_IT.search(text, max(said.anchor.end - 1, last.start - 24), last.start) else None
    return None


_IN_LEFT = re.compile(r"(?:^|[,:])\s*(?:而|但)?(?:在|(?:in|during|throughout)\s+(?:the\s+)?)\s*$")
_IN_RIGHT = re.compile(
    r"\s*(?:的)?(?:训练|推理|微调|解码)(?:过程)?(?:时|中|阶段|里|期间)?\s*,|\s*(?:training|inference|fine-tuning|decoding)\s*,"
)


def in_whose_course(said: Assertion) -> Governed | None:
    """`During LoRA training, gradients …`, `在 LoRA 训练中，梯度 …`: in whose course it happens to somebody of whom it cannot be said."""
    blocker = said.blocker
    if blocker is None or said.typed(blocker.concept):
        return None
    place = next((m for m in said.fitting if m.start < said.clause.start and _located(said, m)), None)
    return Governed((place.concept,), "sentence") if place is not None and place.end <= blocker.start else None


def _located(said: Assertion, m: Mention) -> bool:
    """Whether a mention only says in the course of what something happens."""
    part = next((p for p in said.parts if p.start <= m.start < p.end), None)
    return (
        part is not None
        and _IN_LEFT.search(said.text, part.start, m.start) is not None
        and _IN_RIGHT.match(said.text, m.end) is not None
    )


# ------------------------------------------------------------------------------------- what the sentence goes on about


def step_of_its_own(said: Assertion) -> Governed | None:
    """`X 先做 A，再用 V 训 B`: a step is one of whoever takes them, not of what an earlier step was about."""
    if said.left or not said.earlier() or (step := said.further_step()) is None:
        return None
    return Governed((), "sentence", f"{step[1]} opens a step of its own")


_OPTION = re.compile(r"^(?:\W)*(?:或者|或是|也可以?(?=用|使用|采用|换)|要么|\bor\s+else\b|\balternatively\b)")


def another_option(said: Assertion) -> Governed | None:
    """`缓解复读可以用 A，或者对数据去重`: the other way to do it is not of A."""
    if said.left and _OPTION.match(said.text[said.clause.start : said.anchor.start]):
        return Governed((), "sentence", "the clause names another option")
    return None


def passing_mention(said: Assertion) -> Governed | None:
    """`微调 A 这类嵌入模型，并非只改词嵌入表`: A stands only in passing, and of what opens the sentence it cannot be said."""
    if not said.left or said.leading:
        return None
    text = said.text
    about = next(
        (
            m
            for m in said.free
            if m.start < said.clause.start
            and any(opens(text, p, m.start) and not DURING_LEFT.match(text[p.start : m.start]) for p in said.parts)
        ),
        None,
    )
    if about is None or said.typed(about.concept) or belongs(text, about):
        return None
    return Governed((), "sentence", f"the sentence is about {about.concept}")


_CONTRASTS = re.compile(r"才|则|却|反而")


def contrast(said: Assertion) -> Governed | None:
    """`LayerNorm 是 A 的标配，CNN 里更常见的是 V`: a clause of its own about somebody of whom it cannot be said, and not a part of who leads the sentence."""
    if not said.left or (blocker := said.blocker) is None or said.typed(blocker.concept):
        return None
    text = said.text
    told = any(p.start <= v.start < p.end for p in said.parts if p.end <= said.clause.start for v in said.values)
    of_it = text[blocker.end : blocker.end + 2].lstrip().startswith("的")
    turns = _CONTRASTS.search(text, blocker.end, said.anchor.end) is not None
    if not said.leading or told or turns or (proper_name(said.unit, blocker) and not of_it):
        return Governed((), "sentence", f"the clause is about {blocker.concept}")
    return None


_TURNS_TO = re.compile(
    r"^(?:\W|而|但)*(?P<who>(?!它|其|这|那|该|此|如|若|当|只|所|训练|推理|前者|后者)[^,。;:\s]{2,10}(?<![时后前下中里上果要])(?<!情况))\s*(?:则|[这那]一?[类种])"
)


def turn(said: Assertion) -> Governed | None:
    """`除以 √d_k 的是注意力打分，词嵌入则乘以 √d_model`: the clause turns to something that is no concept here."""
    found = _TURNS_TO.match(said.text[said.clause.start : said.anchor.start]) if said.left else None
    if found is None:
        return None
    return Governed((), "sentence", f"the clause turns to {found.group('who').strip()!r}")


_BOTH = re.compile(r"\W*(?:而且|并且|且|也|还|又|同样)*\s*(?:两者|二者|它们)?都|\W*(?:and\s+)?(?:they\s+)?both\b")
_BUT_ONE = re.compile(r"\W*(?:但是?|不过|然而|可)[^,。;都均]{0,8}(?:只剩|只有|仅有|却)")
"""`A 与 B 的指数同为 8 位，但尾数只剩 7 位`: of one of the two."""
_PRONOUN = re.compile(r"^(?:\W|但|而|所以|因此)*(?:它(?!们)|其|\bit\b)")


def topic(said: Assertion) -> Governed | None:
    """`A 很省，而且做 V`: what opens a clause is what the sentence goes on about; what only stands in passing is not."""
    if not said.left:
        return None
    text, start, anchor = said.text, said.clause.start, said.anchor
    at = said.narrowest(said.leading or said.left)
    # `fp32 的 Adam 动量`: B is what `A 的 B` is about.
    at = next((m for m in said.left if m.start > at.end and text[at.end : m.start].strip() == "的"), at)
    names = said.named(at)
    if _BOTH.match(text, start, anchor.end):
        # `A 和 B 一样 …, 而且都 …`: both of them, though B was only compared with.
        beside = [
            m
            for m in said.mentions
            if m.role == "compared" and m.start >= at.end and COORDINATED.match(text[at.end : m.start])
        ]
        names = tuple(dict.fromkeys((*names, *(m.concept for m in beside[:1] if said.typed(m.concept)))))
    if len(names) > 1 and (_PRONOUN.match(text[start : anchor.start]) or _BUT_ONE.match(text, start, anchor.end)):
        return Governed((), "sentence", "it could be said of " + " or ".join(names))
    return Governed(names, "sentence")
