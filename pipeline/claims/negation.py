"""What denies, and how far: the words of negation, those that only look like it, and where the reach of each one ends.

Apart from `sentences`, because a frame turns round all that stands in it, and a negation only what it governs.
All texts here are normalised.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pipeline import regex as re
from pipeline.claims.sentences import Span

# What looks like a negation and is none.
_NO_NEGATION = re.compile(
    r"([\u4e00-\u9fff])不\1|有没有|[分搞弄说看记讲理区]不清|不停|不住地|不(?:算|计入?|考虑|含|包括)[^,。;]{1,12}?(?:的话|时|的情况下)|(?<![^,。;:(])不(?:算|计入?|考虑|含|包括)[^,。;]{1,12}?,|别忘|不假|不致|不至于|不好|离不开|少不了|免不了|缺不了|不可或缺|必不可少|不可缺少|缺一不可|不外乎|不由得|不失|不谋而合|不约而同|不仅|不只(?!用|是)|不但|不光|不止|不单(?![独一调纯])|不论|不管|不过|不断|不少|不得不|不可避免|不变|不妨|不\s*同|不一样|不等(?![价于同])|不错|不如说|不言而喻|不难|不久|不可不|差不多|了不起"
    r"|无上限|无止境|无节制|无休止|没毛病|没(?:有)?[见学看遇碰听]到?过的|未[见学]过?的|(?<=、)(?:删除|去除|取消|省略|移除)(?=、)"
    r"|无论|无非|无监督|无损|无害(?!化)|无偏|无条件|最不(?=[\u4e00-\u9fff])|无关紧要|无需多言|不(?:重要|常用|相关|敏感|活跃|显著|起眼)的|(?<![并绝决])非(?:线性|结构化|自回归|参数|对称|零|负)|非常|非凡|除非|并非没有|是非|而非常|未来|未知|尚未知|没问题|没错|毫无疑问|无疑|毫不夸张"
    r"|别(?:名|称|的|人|是|处|具)|特别|分别|级别|类别|区别|识别|个别|差别|性别|鉴别|辨别|判别"
    r"|not\s+(?:only|just|merely|simply|least|surprisingly)|no\s+(?:doubt|wonder|matter|more\s+than|less\s+than|fewer\s+than)|non-?\s?linear|nothing\s+(?:but|more\s+than)|no\s+later"
    r"|cannot\s+but|not\s+until|except\s+that|not\s+(?:true|the\s+case|correct|right)\s+(?:that|to\s+say)"
    r"|(?:不要|切勿|不能|不可|不应)(?:再)?(?:说|认为|以为|理解[为成])|(?:并不是|并非)说|不如说|不太?一样|不可思议|无上限|无止境|无节制|无休止|无底洞|不胜|不得已|不等式|不动点|不确定性|不知不觉|无穷|无限|无向|无序|无关|无状态"
    # What leads up to a statement and takes it for granted: 不要忘记 X …, `nobody disputes that X …`.
    r"|(?<![\u4e00-\u9fffa-z])(?:但|可|也|更|还|千万|当然|同时|另外|最后|面试时?|请){0,2}(?:不要|不能|不可|不该|不应该?|切勿|切莫)(?:忘|忽略|忽视|忽略掉|小看|低估|漏掉|遗漏|放过)"
    r"|不(?:可|能|容|该|应)(?:被)?(?:忽略|忽视|小觑|小看|低估|否认|置疑)的|(?:可否认|不容(?:否认|置疑|忽视))|(?:很少|极少|鲜少|少|鲜|没什么|没几个)有?人(?:会|能|真正)?(?:注意|知道|提|留意|意识|想|料)到?"
    r"|(?:没人|没有人|无人|谁[都也]不|谁[都也]没)(?:会|能|敢|法)?(?:够)?(?:否认|怀疑|质疑|反对|否定|反驳|想到|料到)|(?<=谁)[也都]不(?:会|能|敢)(?:否认|怀疑|质疑)|无可(?:否认|争议|争辩|置疑|非议)|没有?(?:什么)?(?:疑问|悬念|争议|例外)"
    r"|\b(?:not|n't|never|cannot)\s+(?:to\s+)?(?:be\s+)?(?:forget|forgotten|overlook|overlooked|ignore|ignored|den(?:y|ied)|disputed?|doubt(?:ed)?|surprised|surprising|widely\s+known|well\s+known|generally\s+known|commonly\s+known|obvious|a\s+(?:secret|surprise|coincidence))(?:\s+the\s+fact)?\s*(?:that\b|:)"
    r"|(?<![a-z0-9])(?<![a-z0-9][ ,])(?:(?:but|and|also|please|so|just)\s+)?(?:don't|do\s+not|never)\s+(?:forget|overlook|underestimate|be\s+fooled)\b"
    r"|\b(?:no\s+one|nobody|hardly\s+any(?:one|body)|few\s+people|not\s+everyone)\s+(?:would\s+|will\s+|can\s+|could\s+|seriously\s+|really\s+|ever\s+)?(?:disput\w+|den(?:y|ies)|doubts?|questions?|notic\w+|knows?|mentions?|remembers?|reali[sz]es?)\b"
    r"|\byou\s+(?:may|might|probably\s+do|perhaps\s+do)(?:\s+not|n't)\s+(?:know|have\s+(?:heard|noticed|seen)|be\s+aware)\b"
    r"|\bno\s+(?:secret|surprise|accident|coincidence|exaggeration|question|denying|mistake|dispute)\b|\b(?:omit(?:s|ted)?|neglect(?:s|ed)?|forget(?:s)?|fail(?:s|ed)?\s+to\s+(?:mention|notice|say|see|reali[sz]e|note|add))(?:\s+the\s+fact)?\s+that\b"
    # What somebody does not know is so: 很多人不知道 X …, `beginners often do not realise that X …`.
    r"|(?<=[人者生家学])(?:都|也|可能|或许|往往|常|经常|总|还|并|根本|其实)*(?:不|没|没有)(?:知道|了解|清楚|注意到?|意识到|发现|想到|听说过?|明白|料到|搞懂)"
    r"|\b(?:may|might|do|does|did|often|usually|still)(?:\s+not|n't)\s+(?:yet\s+|even\s+|always\s+|really\s+)?(?:know|notice|reali[sz]e|see|expect|mention|remember|appreciate)\s+that\b"
    # "with 8 heads instead of 64 cuts the cache": a verb begins what is said.
    r"|\b(?:instead\s+of|rather\s+than)\s+\d[\d.,]*\s?[a-z%]?\s+(?=(?:cuts|reduces|shrinks|saves|makes|gives|lowers|raises|increases|means|keeps|takes|needs|doubles|halves)\b)"
    r"|\b(?:can't|cannot|can\s+not)\s+go\s+wrong\b|\bwithout\s+(?:a\s+|any\s+)?(?:doubt|question|exception|going\s+into|loss\s+of\s+generality|further\s+ado|exaggeration)\b"
)
_NEGATION = re.compile(
    r"不再|不会|不能|不是|不用|不需要?|不必|不对(?![称齐等])|不做|不把|不将|不在|不含|不包[含括]|不属于|不采用|不使用|不要|不参与|不更新|不曾|从不|绝不|决不|毫不|并不|都不|也不|还不|不"
    r"|没有|没|并非|而非|绝非|并未|尚未|从未|未曾|未|无需|无须|无法|毋需|毋须|无(?=[^\x00-\x7f])|非(?=[^\x00-\x7f])|别(?=[^\x00-\x7f])|勿|避免|免去|省掉|省去|去掉|去除|移除|删除|删掉|删去|舍弃|舍去|砍掉|绕开|摆脱|取消|剔除|省略|跳过|摒弃|抛弃|放弃|弃用|谈不上|算不上|称不上|说不上|懒得|很难(?:说|算)|难说|而不是"
    r"|没人|无人|谁也不|\bnobody\b|\bno\s+one\b|\bnot\b|n't\b|\bnever\b|\bno\b|\bnone\b|\bneither\b|\bnor\b|\bwithout\b|\bcannot\b|\brather\s+than\b|\binstead\s+of\b|\bno\s+longer\b|\bhardly\b|\brarely\b|\bseldom\b|\bscarcely\b|很少(?!数)|极少(?!数)|鲜少|难以|\bdispens\w+\s+with\b|\bdo(?:es)?\s+away\b"
    r"|\bavoids?\b|\bremov(?:es|ed|ing)\b|\beliminat(?:es|ed|ing)\b|\babandon(?:s|ed)\b|\bgets?\s+rid\s+of\b|\bdiscard(?:s|ed)\b|\bdrop(?:s|ped)\b|\bomit(?:s|ted|ting)?\b|\bskip(?:s|ped|ping)?\b(?!-)|\bforgo(?:es|ne|ing)?\b|\bforwent\b|\bbypass(?:es|ed|ing)?\b|\bexcept\b|\bother\s+than\b|\bexclud\w+\b|\blacks?\b|\bnothing\b|\bnowhere\b|\banything\s+but\b|\bfail(?:s|ed)?\s+to\b|\brefrain\w*\s+from\b|\bfar\s+from\s+(?=an?\b|being\b)"
)


CONTENT = frozenset(
    [
        "避免",
        "免去",
        "省掉",
        "省去",
        "去掉",
        "跳过",
        "摒弃",
        "抛弃",
        "放弃",
        "弃用",
        "去除",
        "移除",
        "删除",
        "删掉",
        "删去",
        "舍弃",
        "舍去",
        "砍掉",
        "绕开",
        "摆脱",
        "取消",
        "剔除",
        "省略",
        "removes",
        "removed",
        "removing",
        "eliminates",
        "eliminated",
        "eliminating",
        "abandons",
        "abandoned",
        "discards",
        "discarded",
        "gets rid of",
        "get rid of",
        "avoid",
        "avoids",
        "drops",
        "dropped",
        "omit",
        "omits",
        "omitted",
        "omitting",
        "skipped",
        "skipping",
        "forgo",
        "forgoes",
        "forwent",
        "bypasses",
        "bypassed",
        "skip",
        "skips",
        "except",
        "excluded",
        "excludes",
        "lack",
        "lacks",
        "nothing",
    ]
)
"""Negations that are as often a part of what is said: within a value they deny nothing."""
_VERBS = CONTENT - {"nothing"}
"""Those of them that tell what is done; `nothing can be cached` has its verb behind it."""


class Negator(NamedTuple):
    """A word that denies what follows it, or what it closes."""

    start: int
    end: int
    words: str


def negators(text: str, start: int, end: int) -> list[Negator]:
    """The negations in a stretch; `not only`, `不仅` and the like are none."""
    if _NEGATION.search(text, start, end) is None:
        return []
    blind = [Span(*m.span()) for m in _NO_NEGATION.finditer(text, start, min(len(text), end + 12))]
    found: list[Negator] = []
    for match in _NEGATION.finditer(text, start, end):
        span = Span(*match.span())
        # `neither A nor B` denies each of them once.
        again = match.group() == "nor" and any(each.words in ("neither", "not", "n't", "no") for each in found)
        if not again and not any(b.overlaps(span) for b in blind):
            found.append(Negator(match.start(), match.end(), match.group()))
    return found


class Denial(NamedTuple):
    """Whether an assertion is negated, by which words, and where they begin."""

    denied: bool = False
    words: str = ""
    start: int | None = None
    unsettled: str = ""
    """Why it can be told neither way; empty where it can."""


_SCOPE_ENDS = re.compile(
    r"时(?!间|刻)|就|则|、(?:直接|只|而|并|也|还|再)|之?后(?!的)|的情况|的?(?:前提|条件)之?下|的(?:同时|基础上)|(?<![土目产])地(?![方位址图点区板理道球基带])|\bwhen\b|\bso\b|\band\s+(?:so|then|thus|therefore|hence|consequently|thereby|instead|only|simply|it|they)\b"
    r"|\band\s+(?:is|are|was|were|has|have|uses?|takes?|keeps?|trains?|relies|works?|updates?|adds?|learns?|replaces?|computes?|performs?|samples?|lets?|makes?|gets?|puts?|employs?|adopts?|needs?|requires?|does|can|will|leaves?|freezes?|applies|stores?|serves?|\w+(?:ises|izes|ifies))\b"
)
_AND_THEN = re.compile(r"\band\s+(?:then\s+|instead\s+)?$")
_THIRD_PERSON = re.compile(
    r"[a-z]+[^s\W]s\s+(?:the|a|an|its|it|them|their|all|each|every|what|only)\b|(?:relies|depends|builds|works|moves|switches|turns|falls|goes|runs|trains)\s"
)
_AND_DID = re.compile(
    r"\band\s+(?:then\s+|instead\s+)?(?:[a-z]+ed|went|goes|kept|keeps|took|takes|ran|runs|built|chose|made|makes)\b"
)
_AND_VERB = re.compile(r"\band\s+(?:then\s+|instead\s+)?" + _THIRD_PERSON.pattern)
"""`never writes A and recomputes the B`: the second verb is not denied."""
_VERB = re.compile(r"\b(?:is|are|was|were|stays?|remains?|becomes?|gets?|does|has|can|will)\b")
_NOR_CLOSED = re.compile(r"\bnor\b[^,]*?\s(?:in|under|with|by|because|since|while|so|as|to)\s")
"""`changes neither A nor B in exact arithmetic`: behind the second noun a phrase of its own begins."""
_RELATIVE = re.compile(r"\b(?:that|which|who|whose|with)\s[^,]*$")
_MODIFIES = re.compile(r"的\s*$")
_BY_DOING = re.compile(r"\bby\s+(?:directly\s+|simply\s+)?(?:[a-z]+ing\b|$)")
_BY = re.compile(r"(?:by|through|via)\s")
_DONE_THERE = re.compile(
    r"(?:空间|层|端|侧|处|里|上|中|阶段|时)\s*(?:来?(?:进行|执行|完成|开展|工作|运行)|(?:来|去)?做)"
)
_LIST_GOES_ON = re.compile(r"[^,。;的]{1,4}、")
"""`不准确、无关或虚构`: a 不 within the first item of a list denies that item."""


def stops_before(text: str, part: int, word: Negator, at: int, names: Iterable[Span]) -> bool:
    """Whether the reach of a negation ends between it and what stands at `at`; `part` is where their clause begins.

    `names` are the places of the concepts named: a clause may begin with what its subject is not (`不带 critic 的 GRPO 用 …`).
    """
    if word.end > at:
        return False
    between = text[word.end : at]
    if _SCOPE_ENDS.search(between) or _AND_VERB.search(between):
        return True
    if _AND_THEN.search(between) and _THIRD_PERSON.match(text, at):
        return True
    # "skipped A and went straight to B", "dropped A and trained longer": what is removed ends where the next verb begins.
    if word.words in _VERBS and _AND_DID.search(text[word.end : at]):
        return True
    # "skips the last two by training on preferences": by what it is done is so.
    if word.words in _VERBS and word.words.isascii() and _BY_DOING.search(between):
        return True
    if word.words in _VERBS and word.words.isascii() and _BY.match(text, at):
        return True
    # 非矩阵乘运算、在序列维度上并行: a prefix of its noun.
    if word.words == "非" and re.search(r"[、,的和与及]", between):
        return True
    # 在潜空间而不是像素空间进行扩散: of two places one is denied, and what is done there is so.
    if word.words in ("而不是", "而非") and _DONE_THERE.search(between):
        return True
    if word.words == "不" and _LIST_GOES_ON.match(between):
        return True
    # "without sampling it is …": the phrase ends where the sentence gets its verb; so does "a model that has no …".
    if word.words in ("neither", "nor") and _NOR_CLOSED.search(between):
        return True
    if _VERB.search(between) and (
        word.words in ("without", "instead of", "rather than")
        or (word.words.endswith("ing") and word.words != "nothing")
        or _RELATIVE.search(text[part : word.start])
    ):
        return True
    ahead = sorted(names)
    return not any(part <= name.start < word.start for name in ahead) and any(
        word.end < name.start and name.end <= at and _MODIFIES.search(text[word.end : name.start]) for name in ahead
    )


_AGAIN = re.compile(r"(?:、|,|和|与|及|并|且|也|又|或|\band\s|\bor\s|\bbut\s)\s*$")


def last_of(text: str, words: list[Negator]) -> list[Negator]:
    """The negations that count together: `既不 A 也不 B`, `no A and no B` deny each of two things once."""
    for i in range(len(words) - 1, 0, -1):
        if words[i].words[0] in "也又更" or _AGAIN.search(text, words[i - 1].end, words[i].start):
            return words[i:]
    return words


EXCEPTS = re.compile(
    r"除(?:了|去|开|掉)?[^,。;不没无都]{0,14}$|\b(?:except|other\s+than|apart\s+from|aside\s+from)(?:\s+for)?(?:\s+(?:the|its|an?))?\s*$"
)
"""What leads up to what is excepted."""
_ADDED = re.compile(r"还|也(?!不|没)|另外|又|\balso\b|\btoo\b")
_NOTHING = re.compile(r"不|没|无|\b(?:nothing|none|no|not|never)\b|n't\b")
_THE_REST = re.compile(r"都|全|所有|其余|其他|其它|\b(?:everything|all|every|rest|others?)\b")


def excepted(text: str, sentence: Span, value: Span) -> Denial | None:
    """What an exception says of what it excepts: `除了 A 都不` asserts A, `除了 A 都` denies it; None where there is none."""
    found = EXCEPTS.search(text, max(sentence.start, value.start - 40), value.start)
    if found is None:
        return None
    rest = text[value.end : sentence.end]
    if not text[found.start()].isascii():
        if _ADDED.search(f"{found.group()} {rest}"):
            return None
    else:
        rest = f"{text[sentence.start : found.start()]} {rest}"
    if _NOTHING.search(rest):
        return Denial()
    return Denial(True, found.group().split()[0][:6], found.start()) if _THE_REST.search(rest) else None


_CHANGES = re.compile(
    r"\s*(?:能|会|是|to\s+)?\s*(?:减少|减小|缩小|缩短|降低|削减|增加|增大|提高|改变|影响|消除|\b(?:shrinks?|reduces?|cuts?|lowers?|raises?|increases?|chang(?:e|es|ing)|affects?|alters?|touch(?:es)?|enlarges?)\b)"
)
_NOT_ONLY = re.compile(
    r"\s*(?:是|会|能|要|需要?|把|将|对)?\s*(?:只|仅|单单|单(?!独|向|调|个|层|头|纯|一)|光|限于|局限|(?:only|just|solely|merely|exclusively)\b)"
)
_NOT_ALL = re.compile(
    r"\s*(?:等于说?|代表|意味着?|表示|是说|是|会|要|需要?|把|将|mean\s+(?:that\s+)?)?\s*(?:每|所有|全|都|必然|总是?(?!数|量|参|共)|凡|(?:always|necessarily|every(?:thing|body|one)?|all|each)\b)"
)
_LIMITED = re.compile(
    r"只|仅|单单|一定|必然|必须|总是|永远|所有|每|全都|\b(?:only|just|merely|solely|always|necessarily|must|every|all|each)\b"
)


def of_only(text: str, word: Negator, value: Span) -> bool:
    """Whether a negation denies but the "only" behind it."""
    found = _NOT_ONLY.match(text, word.end)
    return found is not None and found.end() <= value.start


def of_all(text: str, word: Negator, value: Span) -> bool:
    """Whether a negation denies but the "all" behind it: of some it may be so."""
    found = _NOT_ALL.match(text, word.end)
    return found is not None and found.end() <= value.start


_ASPECT = re.compile(
    r"[^,。;:]{0,4}?的(?:比例|占比|份额|数量|个数|概率|原因|理由|目的|位置|大小|时间|过程|步骤|条件|前提|关键|瓶颈)"
)
_IS_NOT = frozenset(["不是", "并非", "绝非", "而不是", "而非"])


def of_aspect(text: str, word: Negator, value: Span) -> bool:
    """Whether a negation denies but what something is of the value: `15% 不是换成 X 的比例`."""
    return word.words in _IS_NOT and _ASPECT.match(text, value.end) is not None


_GONE_BY = re.compile(r"\s*(?:按照?|以|看|拿|依照?)[^,。;]{0,10}的\s*")


def of_measure(text: str, word: Negator, value: Span) -> bool:
    """Whether a negation denies but what is gone by: `而不是按激活的 13B` leaves 13B as it is."""
    return word.words in _IS_NOT and _GONE_BY.fullmatch(text, word.end, value.start) is not None


_LIGHT = re.compile(r"\s*(?:在|用|把|将|是|对|给|由|去|会|能|有|做)?\s*")
_MORE = re.compile(r"[\u4e00-\u9fff](?<![的这那和与及或了等吗呢])[^,。;:]|的[\u4e00-\u9fff]{2}")


def of_another_verb(text: str, word: Negator, value: Span) -> bool:
    """Whether a 而不是 denies what is done with the value, not the value: `而不是比对代码的相似度`."""
    return (
        word.words in _IS_NOT
        and word.end < value.start <= word.end + 6
        and _LIGHT.fullmatch(text, word.end, value.start) is None
        and _MORE.match(text, value.end) is not None
    )


def of_change(text: str, word: Negator, value: Span, cue: Span | None) -> bool:
    """Whether a negation denies that something changes, and the change is no part of what is read: there it may still be."""
    found = _CHANGES.match(text, word.end)
    if found is None or found.end() > value.start:
        return False
    return cue is None or not cue.overlaps(Span(*found.span()))


def limited(text: str, start: int, end: int) -> bool:
    """Whether a stretch says only, all or always: who calls that wrong may well hold that it is so of some."""
    return _LIMITED.search(text, start, end) is not None
