"""Rules for a clause whose subject is nobody known here, or nobody whom its sentence names as one: strangers, and what is left beyond the sentence.

Apart from the other `named_…` modules, because here no name decides: it is asked whether a subject that was found elsewhere may be taken.
"""

from __future__ import annotations

from pipeline import regex as re
from pipeline.claims.assertion import Assertion, Governed
from pipeline.claims.roles import opens
from pipeline.claims.sentences import Span

# ------------------------------------------------------------------------------------- the clause is about a stranger

_OTHERS = re.compile(
    r"\W*(?:而|但)?(?:它|其|之)?(?:的)?前(?:面的?)?[一两二三几](?:个)?(?:阶段|级别?|代|步|版本?|种)|\W*(?:and\s+|while\s+|whereas\s+)?the\s+(?:first\s+(?:two|three|few)|earlier|previous|lower|other)\s+(?:two\s+)?(?:stages|levels|generations|versions|steps)\b"
    r"|\W*(?:only|just)\s+the\s+(?:first|last|former|latter|other)\b|\W*(?:只有|仅|仅有)(?:前|后)(?:者|面)?(?:[一两二三几]\s*(?:个|种|者)?)?(?=能|可|会|支持|需|要|有|是)"
)


def other_parts(said: Assertion) -> Governed | None:
    """`…，前两个阶段 …`, `the first two stages …`: what the clause is about is not who was named."""
    others = _OTHERS.match(said.text, said.clause.start, said.anchor.start)
    if others is None:
        return None
    return Governed((), "clause", f"the clause is about {others.group().strip(' ,')!r}")


_NAME = re.compile(
    r"^\W*(?:而|则|但|and\s|but\s|while\s|whereas\s)?\s*(?:the\s+)?(?!(?:GPU|CPU|TPU)s?\b)([A-Z][a-z+\-]*[A-Z0-9][A-Za-z0-9+\-]*)(?![A-Za-z0-9])"
)
_UNKNOWN = re.compile(
    r"^\W*(?:而|则|但|and\s|but\s|while\s|whereas\s)?\s*(?:the\s+)?(?!(?:Quer(?:y|ies)|Keys?|Values?|Tokens?|Encoder|Decoder|Softmax|Attention|Batch|Loss|Prompts?|Prefix|Embeddings?|Adapters?|Layers?|Norm|Inputs?|Outputs?|Heads?|It|Its|They|This|These|Each|All|In|At|For|With|By|On|No|Not)\b)([A-Z][a-z][A-Za-z0-9+\-]*)"
    r"(?=\s*(?:则|的|是|用|从|把|会|只|按|靠|改|就|也|都|却|才|有|没|不|在)|\s+(?:(?:algorithm|method|model|tokeni[sz]er|library|framework|paper|team)\b|[a-z]+s\s))"
)
"""A name in the midst of a sentence that opens a clause, and is no concept here."""


def unknown_name(said: Assertion) -> Governed | None:
    """`A 是精确的，Reformer 靠近似来加速`: a name that opens the clause, and is no concept here."""
    start = said.clause.start
    ahead = said.unit.original(start, said.anchor.end)
    name = _NAME.match(ahead) or (_UNKNOWN.match(ahead) if start > said.sentence.start else None)
    if name is None or any(m.start - start <= name.end() and m.end - start >= name.start(1) for m in said.mentions):
        return None
    own = Span(start + name.start(1), start + name.end(1))
    if own.end > said.anchor.start or any(own.overlaps(span) for span in said.taken):
        return None
    return Governed((), "clause", f"the clause is about {name.group(1)}, which is no concept here")


_LETTER = re.compile(
    r"\W*(?:而|但)?\s*(?P<who>[qkv](?:\s*[和与、]\s*[qkv])?)(?=\s*(?:不|没|并|则|保持|仍|也|只(?!取)|都))"
)


def letter(said: Assertion) -> Governed | None:
    """`RoPE 旋转 Q 和 K，V 不参与`: a part that has no name but a letter."""
    if said.clause.start <= said.sentence.start:
        return None
    found = _LETTER.match(said.text, said.clause.start, said.anchor.start)
    if found is None or any(Span(*found.span("who")).overlaps(span) for span in said.taken):
        return None
    return Governed((), "sentence", f"the clause is about {found.group('who')!r}")


_ATTRIBUTE_OF = re.compile(r"\s*的\s*(?P<who>[A-Z][A-Za-z]+)")


def unknown_kind(said: Assertion) -> Governed | None:
    """`LoRA 的旁路可以并进底座权重，串联的 Adapter 就不行`: an attribute of a name that is no concept here."""
    if said.clause.start <= said.sentence.start:
        return None
    end = said.anchor.end
    foreign = _ATTRIBUTE_OF.match(said.unit.original(end, said.clause.end))
    if foreign is None or not opens(said.text, said.clause, said.anchor.start):
        return None
    there = Span(end + foreign.start("who"), end + foreign.end("who"))
    if any(there.overlaps(m.span) for m in said.mentions):
        return None
    return Governed((), "clause", f"it only says which {foreign.group('who')} is meant")


_SUBJECTLESS = re.compile(
    r"^(?:\W|\d)*(?:然而|但是?|不过|虽然|尽管|事实上|理论上|实践中|工程上|实际中|如果|假如|它们?|其|该|此|这(?!时)|那么?|前者|后者|两者|二者|通过|使用|采用|利用|借助|基于|将|把|在|对|对于|只|仅|会|可以?|能|需要?|不|没有?|无需|同时|并且?|而且|且|还|也|都|又|再|就|才|因此|所以|从而|于是|因为|由于|主要|核心|关键|特点|优点|缺点|优势|好处|原理|目的|作用|思想|思路|做法|方法|具体|首先|其次|然后|最后|另外|此外|总之|简单|本质|实际|一般|通常|往往|直接|先|最终|为了?|以|用|从|当|随着|根据|按照?|相比|与|和|跟|除了?|每|各|所有|全部|整个|模型|算法|论文|作者|我们|(?:训练|推理|微调|计算)(?=时|阶段|中|过程|的?时候|期间)|冻结|固定|更新|引入|加入|添加|插入|放|置|位于|是|属于|有|被|由|让|使得?|令|做|干|搞|应(?:当|该)|必须|必需|允许|禁止|依次|先后|照样|照旧|依旧|仍|完全|彻底|逐(?:步|层|个|行|列|块|词|字|次|级|渐)|反复|主动|自动|随机|手动|人工|重新|额外|单独|一起|分别|统一|事先|提前|预先|保留|保持|去掉|省去|替换|改|归一化|答|解|注意|例如|比如|如|即|也就是|换|包括|包含|分|优化|减少|增加|提高|降低|一种|一个|一类|支持|提供|实现|结合|生成|输入|输出|负责|适合|适用|擅长|依靠|依赖|主打|面向|针对|围绕|首创|最(?!近|新|终)|越|共有|总共|一共|约|大约|默认|的(?=[^,。;:]{1,8}[是由用在有])|全称|简称|训练[^,。;:]{0,3}(?:了|时)|预训练(?:用|任务)|发布(?:于|时)|诞生|出自|源自|来自|属于|起源)"
    r"|^(?:\W|\d)*(?:it|its|they|them|this|that|these|those|the|in|by|with|for|on|at|during|each|every|all|only|both|instead|also|then|here|there|so|thus|hence|as|to|from|when|while|once|first|second|finally|no|not|never|using|because|since|unlike|like|compared|and|but|which|who|where|what|we|you|one|training|inference|fine-tuning|[a-z]+(?:s|ed|ly)|[a-z]+ing(?!\s+(?:is|are|was|were|has|does|can|will|remains|stays|becomes|takes|needs|uses)\b))\b"
)
_WHAT_IT_DOES = re.compile(r"\W*(?:[^,。;:的a-z]{1,6}的(?:其实|主要|就|只)?是|[夹放位处藏卡]在|框架|系统|引擎|工具)")
"""`约束的是 …`, `放在中部的 …`: a clause that opens with what is done names no other subject."""


def stranger(said: Assertion, clause: Span) -> str | None:
    """What a clause seems to be about, if that is nothing that the reader knows; None where it names no subject."""
    before = said.text[clause.start : said.anchor.start]
    label, colon, rest = before.partition(":")
    if colon and (len(label.strip()) <= 1 or (not label.isascii() and len(label) <= 12)):
        # `逐步学习:…`: an item's label that is no name is a side of the subject.
        before = rest
    bare = before.strip(" ,:-—\"'“”()*·•")
    if len(bare) <= (2 if bare.isascii() else 1) or _SUBJECTLESS.match(before) or _WHAT_IT_DOES.match(before):
        return None
    return before.strip()[:16]


# ------------------------------------------------------------------------------------- two whose difference is told

_LIES_IN = re.compile(
    r"\s*(?:之间)?的?(?:主要|最大|根本|关键|核心|唯一)?的?(?:区别|差别|差异|不同(?:点|之处)?)(?:主要|就)?(?:在于|是)[,:]?\s*它(?!们)"
    r"|\s+is\s+that\s+it\b"
)


def difference(said: Assertion) -> Governed | None:
    """`A 和 B 的区别在于它 …`: it is A, the one named first."""
    topical = [m for m in said.mentions if m.role == "topic" and m.end <= said.anchor.start]
    if len(topical) != 2 or not said.typed(topical[0].concept):
        return None
    if not _LIES_IN.match(said.text, topical[1].end, said.anchor.start):
        return None
    return Governed((topical[0].concept,), "sentence")


def either_of_two(said: Assertion) -> Governed | None:
    """`GELU 与 ReLU 不同，负半轴不为零`: of which of them, it does not say."""
    named = {m.concept for m in said.mentions if m.role == "topic" and said.typed(m.concept)}
    return Governed((), "sentence", "it could be said of " + " or ".join(sorted(named))) if len(named) > 1 else None


# ------------------------------------------------------------------------------------- whether who was found beyond may be taken

_PREPOSITION = re.compile(
    r"(?:在|对于?|把|将|给|往|向|从|用|以|\bin|\bat|\bto|\bon|\binto|\bof|\bwithin|\bfor|\bwith)\s*(?:the\s+|each\s+|every\s+|每个?|各个?)?$"
)


def another_topic(said: Assertion) -> Governed | None:
    """`Dropout is the one against overfitting` behind a sentence about A: it is about who opens it, though of them it cannot be said."""
    if not said.beyond.concepts or said.beyond.where == "list-head":
        return None
    first = next((m for m in said.free if m.start < said.anchor.start and said.leads(m)), None)
    if first is None or said.typed(first.concept) or _PREPOSITION.search(said.text[said.sentence.start : first.start]):
        return None
    return Governed((), said.beyond.where, f"the sentence is about {first.concept}")


_THE_MODEL = re.compile(
    r"\W*(?:它|其(?!他|它|余)|(?:该|这个?|此)?(?:模型|方法|算法|框架))|\W*(?:the|this)\s+(?:model|method)\b"
)
"""What stands for the one subject that a question or heading names."""


def seeming_subject(said: Assertion) -> Governed | None:
    """`Memory access is unchanged` behind a sentence about A: the clause, or its sentence, seems to be about something that is no concept here."""
    if not said.beyond.concepts or said.beyond.where == "list-head":
        return None
    start, end = said.clause
    seems = stranger(said, said.clause)
    if seems is None and not _THE_MODEL.match(said.text, start, said.anchor.start):
        seems = stranger(said, Span(said.sentence.start, end))
    return Governed((), said.beyond.where, f"the clause seems to be about {seems!r}") if seems is not None else None


# ------------------------------------------------------------------------------------- whoever is named at all


def within_value(said: Assertion) -> Governed | None:
    """`larger beta in DPO lets the policy move further`: who stands within the words of a value, as its subject."""
    if said.beyond.concepts:
        return None
    anchor = said.anchor
    value = next((v for v in said.values if anchor.start <= v.start and v.end <= anchor.end), None)
    if value is None:
        return None
    held = {
        m.concept
        for m in said.mentions
        if m.role == "plain" and value.start <= m.start and m.end + 4 <= value.end and said.speaks(m.concept)
    }
    return Governed(tuple(held), "clause") if len(held) == 1 else None


_AFTER_LEFT = re.compile(
    r"\W*(?:after|once\s+(?:you|we)\s+(?:do|apply|run)|following|做完|做了|经过|完成|用完|上完)\s*(?:the\s+)?"
)


def aftermath(said: Assertion) -> Governed | None:
    """`After instruction tuning, …`: the only one named, whose effect the rest tells."""
    if said.beyond.concepts or len({m.concept for m in said.mentions}) != 1:
        return None
    text, m = said.text, said.mentions[0]
    if (
        m.end <= said.anchor.start
        and _AFTER_LEFT.fullmatch(text, said.sentence.start, m.start)
        and re.match(r"\s*(?:之?后)?\s*,", text[m.end : said.anchor.start + 1])
        and said.speaks(m.concept)
    ):
        return Governed((m.concept,), "sentence")
    return None


def sole_name(said: Assertion) -> Governed | None:
    """`合并之后 LoRA 不会带来额外延迟`: where nobody else is in sight, whoever the clause names, in whatever place, is who it is about."""
    if said.beyond.concepts or said.beyond.where != "previous":
        return None
    here = [m for m in said.mentions if m.role == "plain" and said.clause.start <= m.start < said.clause.end]
    seen = {m.concept for m in here if said.speaks(m.concept)}
    if len(seen) != 1 or any(
        said.opened_by(m) for m in said.free if m.concept not in seen and m.start < said.anchor.start
    ):
        return None
    return Governed(tuple(seen), "sentence")
