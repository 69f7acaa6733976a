"""Rules for a subject that is named behind what is asserted: who does it, whose it is, what it is called, whom the next clause names for it.

Apart from `named_within` and `named_before`, because behind an assertion a name is its subject only where the words between say so.
"""

from __future__ import annotations

from pipeline import regex as re
from pipeline.claims.assertion import Assertion, Governed
from pipeline.claims.mentions import Mention
from pipeline.claims.named_nowhere import stranger
from pipeline.claims.named_within import PREDICATED
from pipeline.claims.roles import CLOSED, COORDINATED, opens
from pipeline.claims.sentences import Span

# ------------------------------------------------------------------------------------- who does it, whose it is

_MADE = re.compile(r"\s*(?:了|过)?\s*(?:the\s+|its\s+)?")
_CLAUSE_OPENS = re.compile(r"^\W*(?:而|后来|随后|and\s+|while\s+|whereas\s+|but\s+|then\s+)?\W*$|(?:\band|、|和)\s*$")


def thing_made(said: Assertion) -> Governed | None:
    """`Meta 开源了 A，智谱开源了 B`: what is done is done to what follows."""
    who = said.behind
    if (
        who is not None
        and said.typed(who.concept)
        and _MADE.fullmatch(said.text, said.anchor.end, who.start)
        and any(v.start == said.anchor.start for v in said.values)
        and _CLAUSE_OPENS.search(said.text[said.clause.start : said.anchor.start])
    ):
        return Governed(said.named(who), "clause")
    return None


_DONE_BY_WHOM = re.compile(
    r"(?:阶段|环节|步骤|那一步|这一步)\s*(?:再|则|就|才)?(?:换成|改用|换用|交给)(?P<who>\s*[^,。;的了]{2,12})"
)


def unknown_agent(said: Assertion) -> Governed | None:
    """`精排阶段换成重打分模型`: what does a stage is what it is about, though it is no concept here."""
    done = _DONE_BY_WHOM.match(said.text, said.stage, said.clause.end) if said.behind is None else None
    if done is None:
        return None
    return Governed((), "clause", f"the clause is about {done.group('who').strip()!r}")


_NOT_OF = re.compile(r"^[^,。;:!?]{0,4}?(?:的)?(?:并|都|也)?不(?:是|在|属于)\s*(?:the\s+)?(?:原始|原版)?$")
_BUT_OF = re.compile(r"\s*(?:里|中|的)?\s*,?\s*(?:而)?(?:只|才|正)?(?:是|在|属于)\s*$")


def not_this_but_that(said: Assertion) -> Governed | None:
    """`切分参数的不是 A 而是 B`: B; nobody, where no B follows."""
    who = said.behind
    if who is None or not _NOT_OF.match(said.text[said.anchor.end : who.start]):
        return None
    other = next((m for m in said.free if m.start >= who.end), None)
    if other is not None and _BUT_OF.fullmatch(said.text, who.end, other.start):
        return Governed(said.named(other), "clause")
    return Governed((), "clause", f"it says that it is not {who.concept}")


_OWNS = re.compile(r"\s*(?:'s\s*(?:[.,;]|$|\w+\s*(?:[.,;]|$))|的\s*(?:[。,;!]|$|任务|目标|事|做法|特点))")


def owner(said: Assertion) -> Governed | None:
    """`SOP is ALBERT's`, `SOP 是 ALBERT 的任务`, `SOP 属于 ALBERT`: whom the value itself is said to belong to."""
    who, agent = said.behind, said.agent
    if who is None or agent is None or not agent.group("weak") or not said.typed(who.concept):
        return None
    owns = _OWNS.match(said.text, who.end) or "belong" in agent.group() or "属于" in agent.group()
    return Governed(said.named(who), "clause") if owns else None


def agent(said: Assertion) -> Governed | None:
    """`看似然提升的是 WordPiece`, `切分梯度时采用 A`, `is what A does`: who does it."""
    who, by = said.behind, said.agent
    if who is None or by is None or not by.group("strong"):
        return None
    if said.typed(who.concept):
        return Governed(said.named(who), "clause")
    if by.group("strong") in ("由", "by") and any(said.precedes(m) for m in said.fitting):
        # "X is learned by gradient descent" names the means of what X undergoes.
        return None
    return Governed((), "clause", f"the clause is about {who.concept}")


def holder(said: Assertion) -> Governed | None:
    """`V 出现在 A 里`, `V 是 A 的标准流程`, `V in A …`: who has it, where nobody else opens the clause."""
    who = said.behind
    if who is None or said.agent is None or any(said.precedes(m) and said.opened_by(m) for m in said.free):
        return None
    named = said.named(who)
    return Governed(named, "clause", "" if named else f"the clause is about {who.concept}")


_DURING = re.compile(r"\s*(?:linearly\s+|slowly\s+)?(?:during|in|under|throughout)\s+(?:the\s+)?")


def during(said: Assertion) -> Governed | None:
    """`The learning rate decays during X`: of the learning rate nothing of the kind can be said."""
    who = said.behind
    if who is None or (blocker := said.blocker) is None or said.typed(blocker.concept):
        return None
    if said.speaks(who.concept) and _DURING.fullmatch(said.text, said.anchor.end, who.start):
        return Governed((who.concept,), "clause")
    return None


# ------------------------------------------------------------------------------------- what it is called

_NOT_CALLED = re.compile(
    r"[^,。;:]{0,24}?[不没](?:能|可以?|应该?|该|会|被|再)?(?:叫做?|称(?:之)?为|称作|名为)\s*[“\"「]?\s*"
)


def not_called(said: Assertion) -> Governed | None:
    """`修改权重不叫越狱`: it only says what that is not."""
    who = said.behind
    if who is None or not _NOT_CALLED.fullmatch(said.text, said.anchor.end, who.start):
        return None
    return Governed((), "clause", f"it says that it is not {who.concept}")


_CLOSES = re.compile(
    r"\s*(?:(?:而|也)?[这那此](?:一?(?:种|类|招|步|套|个)[^,。;:]{0,6})?(?:其实|正|恰恰|恰|基本上)?(?:就|便)?(?:是|叫|(?:说|指|讲)的(?:就|正)?是)|(?:说|指|讲)的(?:就|正)是|就是)\s*(?:所谓的?|大家(?:常)?说的|著名的|经典的|典型的)?\s*"
    r"|\s*(?:and\s+)?(?:that|this|it)(?:'s|\s+is|\s+was)\s+(?:exactly\s+|basically\s+|simply\s+|just\s+)?(?:what\s+|how\s+|the\s+(?:idea|point|trick|essence|job|purpose|principle)\s+(?:of|behind)\s+)?(?:the\s+)?"
)


def closing_name(said: Assertion) -> Governed | None:
    """`大模型猜、小模型审，这就是 S`: the name with which a sentence ends that described it first."""
    closing = _closing(said)
    if closing is None or not said.typed(closing.concept):
        return None
    text = said.text
    leads = [m for m in said.free if m.start < said.anchor.start and said.leads(m)]
    # `T5 的归一化不减均值，就是 X` tells what T5's is; only `这就是` sums up what is said of something else.
    lead = text[max(said.sentence.start, closing.start - 8) : closing.start]
    bare = lead.rstrip(" “\"'「").endswith("就是") and "这" not in lead
    if leads if bare else any(said.typed(m.concept) for m in leads):
        return None
    return Governed(said.named(closing), "sentence")


def _closing(said: Assertion) -> Mention | None:
    text, sentence, parts = said.text, said.sentence, said.parts
    if not said.free or len(parts) < 2:
        return None
    last = said.free[-1]
    if last.start < said.anchor.end:
        return None
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


_CALLED = re.compile(
    r"[^,。;:]{0,24}?(?:,\s*)?(?:[这那]一?(?:招|种|类|个|套|步|项)?[^,。;:]{0,8})?(?:通常|一般|就|便|也|才|常|统)?(?:被)?(?:叫做?|称(?:之)?为|称作|唤作|命名为|名为|名叫|就是所谓的?|就是(?=\s*[a-z]))\s*(?:the\s+)?[“\"'「]?\s*"
    r"|[^,.;:]{0,24}?(?:,\s*)?(?:(?:that|which|this)\s+)?(?:(?:(?:is|are|was)\s+)?(?:commonly\s+|usually\s+|often\s+|also\s+)?(?:called|known\s+as|named|termed|referred\s+to\s+as|dubbed))\s+[“\"']?(?:the\s+)?"
)


def definition(said: Assertion) -> Governed | None:
    """`矛盾的幻觉叫 S`, `a problem known as S`: the definition stands before the name, in the clause or the one before."""
    called = _called(said)
    if called is None or not said.typed(called.concept):
        return None
    return Governed(said.named(called), "clause" if called.start < said.clause.end else "sentence")


def _called(said: Assertion) -> Mention | None:
    """None where a subject leads it."""
    end = said.anchor.end
    if any(m.end <= said.anchor.start and said.opened_by(m) for m in said.free):
        return None
    beyond = next((p.end for p in said.parts if p.start >= said.clause.end), said.clause.end)
    for m in said.free:
        if end <= m.start < beyond and _CALLED.fullmatch(said.text, end, m.start):
            return m
    return None


# ------------------------------------------------------------------------------------- lists and kinds

_ANNOUNCES = re.compile(r"[^,。;:的]{0,8}:\s*|[^,.;:]{0,16}:\s*")
_THESE = re.compile(r"\W*(?:下面|下列|以下|如下|这|那|都|全|\b(?:these|those|the\s+following|all)\b)")
_HEADS_LIST = re.compile(
    r"\s*(?:架构|结构|类型?|型|式|系)?\s*的?\s*(?:大|语言|开源|主流|常见的?|典型的?|知名的?|著名的?|代表性的?)*\s*(?:模型|家族|系列|方法|算法|技术|方案|工具|框架|成员)"
    r"[^,。;:、是不]{0,10}?(?:代表|例子)?(?:主要|常见的?)?(?:\s*(?:有|包括|如|例如|比如)\s*:?|\s*:)\s*"
    r"|\s*(?:架构|结构)?的?(?:典型|主要)?(?:代表|例子)(?:模型|作|方法)?\s*(?:有|包括|是)?\s*:?\s*"
    r"|[\s-]*(?:language |open |well-known |popular |typical )*(?:families|models|methods|architectures|ones|examples|members|techniques|frameworks|optimi[sz]ers)\b[a-z ']{0,48}(?::|\b(?:are|include|such as))\s*(?:the\s+)?"
)


def announced_list(said: Assertion) -> Governed | None:
    """`下面三个都是 V：A、B、C`, `V 的模型有 A、B、C`: the names of the list that a clause without a subject announces."""
    concepts = tuple(dict.fromkeys(m.concept for m in _announced(said) if said.typed(m.concept)))
    return Governed(concepts, "sentence") if concepts else None


def _announced(said: Assertion) -> list[Mention]:
    text, clause, sentence, end = said.text, said.clause, said.sentence, said.anchor.end
    at = clause.end
    if not (_ANNOUNCES.fullmatch(text, end, clause.end) and _THESE.match(text, clause.start)):
        heads = _HEADS_LIST.match(text, end, sentence.end)
        if heads is None or any(clause.start <= m.start < heads.end() for m in said.free):
            return []
        at = heads.end()
    behind = [m for m in said.free if m.start >= at]
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


_CLASS_EN = re.compile(
    r"\b(?:models?|methods?|frameworks?|librar(?:y|ies)|techniques?|variants?|optimi[sz]ers?|systems?|tools?)\b"
)
_SUCH_AS_EN = re.compile(r"\s*,?\s*\(?(?:such\s+as|like|e\.g\.,?)\s+(?:the\s+)?")
_SUCH_AS = re.compile(
    r"[^,。;:的]{0,8}的[^,。;:的是]{1,14}?,?\s*\(?(?:如|例如|比如|诸如)\s*|[^,.;:]{0,30}?"
    + _CLASS_EN.pattern
    + _SUCH_AS_EN.pattern
)


def instances(said: Assertion) -> Governed | None:
    """`由谷歌开发的模型，如 A、B`: what is said of the class is said of those named after it, as far as they are listed."""
    found = _instances(said) if not any(said.precedes(m) for m in said.fitting) else []
    if not found:
        return None
    named = tuple(dict.fromkeys(m.concept for m in found if said.typed(m.concept)))
    return Governed(named, "clause", "" if named else f"the clause is about {found[0].concept}")


def _instances(said: Assertion) -> list[Mention]:
    text, sentence, anchor = said.text, said.sentence, said.anchor
    lead = _SUCH_AS.match(text, anchor.end, sentence.end)
    if lead is None and _CLASS_EN.search(text, sentence.start, anchor.start):
        lead = _SUCH_AS_EN.match(text, anchor.end, sentence.end)
    if lead is None:
        return []
    found: list[Mention] = []
    at = lead.end()
    for m in said.free:
        if m.start >= at and (m.start == at or (found and COORDINATED.match(text[at : m.start]))):
            found.append(m)
            at = m.end
    return found


_IS_ONE = re.compile(r"\s*(?:也|就|都)?(?:是|属于|为)")
_ACTS_ON = re.compile(
    r"\s*(?:模型|算法|方法)?\s*(?:会|可以|能|也|还|则|就)*(?:(?:用|在)(?!的|了)|把[^,。;]{1,24}?(?:插|放|加|写|变|换|改|分|缩)|在[^,。;]{1,16}?(?:加|插|放|注入|叠)|是(?:靠|用|通过))"
)
"""`X 把提示插在最底层的几层 Transformer`: what X does, and not which Transformer is meant."""


def kind_meant(said: Assertion) -> Governed | None:
    """`旋转查询和键的 RoPE`: that tells one kind from others; it asserts nothing of the rest."""
    who, anchor = said.behind, said.anchor
    if who is None or not re.fullmatch(r"[^,。;:是]{0,6}的[^,。;:的是]{0,6}", said.text[anchor.end : who.start]):
        return None
    # `A 是 B 推出的 C 库` tells of A, by way of the class.
    if any(
        _IS_ONE.match(said.text, m.end, anchor.start)
        or (said.opened_by(m) and _ACTS_ON.match(said.text, m.end, anchor.end))
        for m in said.fitting
        if said.precedes(m)
    ):
        return None
    return Governed((), "clause", f"it only says which {who.concept} is meant")


_BY_MEANS = re.compile(r"(?:用|靠|通过|借助|由|\b(?:by|with|using))\s*(?:the\s+)?$")
_RELIEVES = re.compile(r"\s*(?:来)?(?:缓解|解决|降低|减少|避免|处理|克服|突破|规避)")


def trouble_relieved(said: Assertion) -> Governed | None:
    """`平方复杂度可以用 A 缓解`: the trouble is not A's."""
    text, anchor = said.text, said.anchor
    for m in said.free:
        if (
            said.tail <= m.start < said.clause.end
            and _RELIEVES.match(text, m.end)
            and _BY_MEANS.search(text, anchor.start, m.start)
        ):
            return Governed((), "clause", f"it is what {m.concept} relieves")
    return None


# ------------------------------------------------------------------------------------- whom a later clause names

_FRONTED = re.compile(
    r"^(?:\W|\d)*(?:rather\s+than|instead\s+of|without|besides|in\s+addition\s+to|apart\s+from|by\s+\w+ing|while\s+\w+ing|除了?|与其|不仅|不但|不只|不光|在不)"
)


def fronted(said: Assertion) -> Governed | None:
    """`Instead of rotating anything, RoPE adds a bias`, `除了语言模型，LoRA …`: what is put first is said of who is named behind it."""
    if said.later and _FRONTED.match(said.text[said.sentence.start : said.clause.end]):
        return Governed(said.named(said.later[0]), "sentence")
    return None


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
_BECOMES = re.compile(
    r"\W*(?:[这那]一?[类种]?(?:[^,。;:]{0,4})?)?(?:就|便|才|正|都|恰恰|恰)?(?:成了?|变成了?|属于|正是|便是|就是|算是|算作|归为|叫做?|称为)\s*(?:[^,。;:a-z]{0,6}的)?\s*$"
)
_DONE_CLOSED = re.compile(
    r"\s*(?:(?:采用|使用|用|选|选用|采取)?的(?:方案|做法|设计|办法|方式|结构|选择|思路|机制|配方|路线))?(?:了|的)?\s*[。.!;]?$"
)


def told_first(said: Assertion) -> Governed | None:
    """`2020 年，某某推出 X`, `想 V，就用 X`: who is named only behind the clause that tells something of it."""
    who = _told_first(said)
    return Governed((who.concept,), "sentence") if who is not None else None


def _told_first(said: Assertion) -> Mention | None:
    """Who that is, where the way the two clauses are joined says so.

    A date put first (`2020 年，某某推出 X`), what is wanted and what is taken for it (`想 V，就用 X`, "to V, use X"), what is done and
    what comes of it (`把 V，X 就会 …`), what that becomes (`V，就成了 X`).
    """
    found = _ahead(said)
    if found is None:
        return None
    text, region, later, parts = said.text, said.clause, said.later, said.parts
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


_SO_LATER = re.compile(
    r"\W*(?:所以|因此|故|于是|这样|从而|hence\b|so\b|therefore\b|thus\b|and\s+so\b|which\s+is\s+why\b|that\s+is\s+(?:why|how)\b)"
)
_THEREFORE = re.compile(r"[^,。;的]{0,2}(?:因此|所以|也就|自然|于是|才)(?!只)")
_BECAUSE = re.compile(r"\W*(?:因为|由于|正因为|because|since|as)\s*(?:the\s+|its\s+)?")


def consequence(said: Assertion) -> Governed | None:
    """`切分了参数，X 因此很省`, `because only two experts run, X …`: whom the consequence names of what a clause without a subject tells."""
    who = _follows_for(said) if not said.beyond.concepts else None
    return Governed((who.concept,), "sentence") if who is not None else None


def _follows_for(said: Assertion) -> Mention | None:
    found = _ahead(said)
    if found is None or len({m.concept for m in said.later}) > 1 or stranger(said, said.clause) is not None:
        return None
    text, region = said.text, said.clause
    first, clause = found
    if not opens(text, clause, first.start):
        return None
    because = clause.start == region.end and _BECAUSE.fullmatch(text, region.start, said.anchor.start)
    so = _SO_LATER.match(text, clause.start, first.start) or _THEREFORE.match(text, first.end, said.parts[-1].end)
    return first if because or so else None


_NAYS = re.compile(r"不|没|无|别|非|\b(?:not|no|never|without)\b|n't\b")


def _ahead(said: Assertion) -> tuple[Mention, Span] | None:
    """Who is named first behind a clause that names nobody of its own, with the clause that does; None where that is several."""
    text, region, later = said.text, said.clause, said.later
    if not later or any(m.start < region.start for m in said.mentions):
        return None
    first = later[0]
    clause = next((p for p in said.parts if p.start <= first.start < p.end), None)
    if clause is None or any(m.concept != first.concept for m in later if m.start < clause.end):
        return None
    if any(said.opened_by(m) and PREDICATED.match(text, m.end, region.end) for m in said.mentions):
        return None
    alone = not any(m.role == "plain" and clause.start <= m.start < first.start for m in said.mentions)
    return (first, clause) if alone and not _NAYS.search(text, clause.start, first.start) else None
