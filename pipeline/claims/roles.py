"""What part each name plays in its sentence: spoken of, compared with, announced; and what a sentence is about.

Apart from `subjects`, which asks whose one value is: here no value is known yet.
All texts here are normalised.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline import regex as re
from pipeline.claims.mentions import Mention, Role
from pipeline.claims.prefilter import Gate
from pipeline.claims.sentences import Span

_BESIDE = 64
"""How many characters around a mention decide whether it is compared with."""
_ARTICLE = r"(?:the\s+|an?\s+|its\s+|原始的?|原版的?|传统的?|普通的?|标准的?|经典的?|早期的?|朴素的?|上一代的?|前作|original\s+|standard\s+|vanilla\s+|plain\s+|ordinary\s+|traditional\s+|classic\s+|early\s+|earlier\s+)?"
_COMPARED_LEFT = re.compile(
    r"(?:不同于|区别于|有别于|不像|不比|相比于?|相较于?|比起|对比|(?<!对)(?<![类无相])比|较之|好于|优于|低于|高于|大于|小于|多于|少于|超过|胜过|而不是|而非|并非|不是像"
    r"|\bunlike|\bthan|\bcompared\s+(?:to|with)|\bin\s+contrast\s+(?:to|with)|\bcontrary\s+to|\bas\s+opposed\s+to|\bversus|\bvs\.?|\brather\s+than|\binstead\s+of|\bdiffers?\s+from|\bdifferent\s+from|\bagainst"
    r"|(?<!people )(?<!people don't )(?<!\bwe )(?<!\bthey )(?<!\bi )(?<!\byou )(?<!\bmany )(?<!would )\blike|\bthat\s+of|\bjust\s+as|像|如同|好比"
    r"|看作(?:是|为)?|看成(?:是)?|视为|视作|理解[为成]|当[作成]|类似于|等价于|等同于|相当于|退化[为成到]|\b(?:viewed|seen|regarded|thought\s+of)\s+as|\bequivalent\s+to|\bsimilar\s+to|\breduces\s+to|\bdegenerates?\s+(?:in)?to|\b(?:special\s+case|generali[sz]ation|simplification|counterpart|predecessor)\s+of|\balternative\s+to"
    r"|(?:基于|源自|改自|借鉴|继承|沿用|照搬|取代|替代|代替|替换掉?|脱胎于|灵感(?:来自|源自|源于|来源于)|启发[自于]|建立在|延续|不用|省去|改进(?=了)|改良(?=了)|超越(?=了))了?|"
    r"\bbased\s+on|\bbuil(?:t|ds?|ding)\s+(?:up)?on(?:\s+top\s+of)?|\bon\s+top\s+of|\bextend(?:s|ed|ing)?|\bimprov\w+\s+(?:up)?on|\breplac\w+|\binherit\w*(?:\s+from)?|\bderived\s+from|\bborrow\w*\s+from|\binspired\s+by|\bin\s+addition\s+to|\bbesides|\bbeyond|\bfollow-?up\s+(?:to|of)|\bsuccessor\s+(?:to|of)|\b(?:version|variant|extension)\s+of|\brelative\s+to|\bretrain\w*|相对于?|,\s*which|\bapart\s+from|\bexcept(?:\s+for)?|除了?|从)\s*"
    + _ARTICLE
    + r"$"
)
_WITH_LEFT = re.compile(r"(?:与|和|跟|同|把|将|\bas|\bwith|\bto)\s*[“\"「『]?\s*" + _ARTICLE + r"$")
_WITH_RIGHT = re.compile(
    r"^[^,。;:]{0,8}?(?:相比|比(?=[,较])|不同|不一样|一样|相同|同样|类似|相似|相反|有别|比起来|对比|结合|混淆|弄混|搞混|混为一谈|名字(?:很|有点)?像|不是一回事|是两回事|是两码事|无关|没有关系|一致|相当|\bdoes|\bdo\b|\bdid)"
)
_UNLIKE_LEFT = re.compile(
    r"\b(?:unlike|than|as\s+opposed\s+to|compared\s+(?:to|with)|in\s+contrast\s+(?:to|with))\s+(?:the\s+|an?\s+)?(?:[a-z][a-z\-]*\s+){1,3}$"
    r"|(?:不同于|不像|区别于|有别于|相比于?|相较于?)[^,。;:]{1,16}的\s*$"
)
_NOT_LEFT = re.compile(r"(?:[,:(]\s*(?:and\s+)?|^\s*)(?:而|并)?(?:不是|not)\s*" + _ARTICLE + r"$")
"""`BERT, not GPT, sees both sides`: of whom it is not said."""
_WITH_FAR = re.compile(r"(?:与|和|跟|同)[^,。;:、]{1,16}的\s*$")
_OPPOSITE = re.compile(r"\s*(?:相反|不同|不一样|相比)")
"""`跟算力吃紧的 prefill 相反`: what is compared with carries a word of its own."""
_SUCH_LEFT = re.compile(r"(?:^|[,。;:!?])\s*(?:而|但|其实|所以|因此)?(?:像|如)\s*$")
_OF_SUCH = re.compile(
    r"\s*(?:[、和与及]\s*[^\s,。;、和与及][^,。;、和与及]{0,15}){0,6}(?:这样|这种|这类|一类|之类|这些)"
)
_KIND_LIKE = re.compile(
    r"(?:^|[,.;:]\s*)(?:the\s+|an?\s+|some\s+|modern\s+|all\s+|most\s+)?(?:[a-z\-]+\s+){0,2}(?:methods?|models?|techniques?|approach(?:es)?|librar(?:y|ies)|frameworks?|algorithms?|schemes?|tools?|systems?|architectures?|optimi[sz]ers?|encodings?|variants?)\s+(?:like|such\s+as)\s+$"
)
_THAN = re.compile(r"\s*(?:相比(?:于|起|较)?|相较(?:于)?|相对(?:于)?|较之?|比起?|之于)\s*(?:the\s+)?$")
"""`A 相比 B`: A is what is spoken of, B what it is compared with."""
_SET_TO = re.compile(r"\s*(?:参数|系数)?\s*(?:设|调|改|提|降|拉|升|开)(?:成|为|到|至|大|小|高|低|得)")
"""`把 A 设成 0 相当于 …` speaks of A."""
_THAN_WHAT = re.compile(r"\s*(?:相比|相较)(?:于|起|较)?\s*(?![,。;:]|来看|来说|而言|之下|起来)\S")
_PART_OF = re.compile(r"\s*(?:里|中|里面)的\s*")
_TIMED = re.compile(
    r"\s*(?:(?:出现|问世|提出|诞生|发布)?(?:之前|以前(?!叫|名为|名叫|称))|之后(?=再|才能?|接|还要|继续|又|有人|人们|出现|出了))(?!的)"
)
_TIMED_LEFT = re.compile(r"(?:放|置|移|挪|加|接|插|位|摆|用)[在到于]?\s*$")
_TIMED_EN = re.compile(r"\b(?:before|prior\s+to|until|after)\s+(?:the\s+)?$")
"""`FlashAttention 之前，…`: a time, and nothing is said of its own."""
_PLACE = re.compile(r"(?:每一?个?|各个?|\b(?:each|every|per|in\s+each|in\s+every))\s*$")
_PLACED = re.compile(r"\s*(?:层|块|头|layers?\b|blocks?\b|heads?\b)")
"""`Mixtral 每个 MoE 层有 8 个专家`: MoE only says which layer."""
_SOURCE_LEFT = re.compile(
    r"(?:(?:出自|来自|由)[^,。;]{1,8}的|在|见于|参见|读|\b(?:in|from|see|by))\s*(?:the\s+)?(?:原始|original\s+)?$"
)
_SOURCE = re.compile(
    r"\s*(?:中|里|上)(?:首次|最早|率先|首先|被)?(?:提出|引入|发布|公布|发表|亮相|原创|首创|发明)|\s*(?:的?基础)?(?:之)?上(?:继续|再|进一步)?(?:微调|训练|预训练|蒸馏)|\s*(?:的)?(?:原)?(?:论文|报告|文章|代码库?|博客|团队|papers?\b|reports?\b|team\b|authors?\b|code(?:base)?\b)"
)
"""`由 A 在 LLaMA 论文中提出`: where it stands, not what it is about."""
_TITLE = re.compile(r"《[^《》]*》")
_COMPARED_RIGHT = re.compile(
    r"^\s*(?:[^,。;:]{0,4}的)?(?:基础上|基础之上|之上|相比|的?(?:改进|简化|升级|增强|加强|精简|轻量|优化|进阶|量化|并行)(?:版本?)?(?![a-z\u4e00-\u9fff]{0,2}[层])(?=[,。;的)]|$)|的?改进(?!了|(?:之一|点|之处)?\s*(?:[:：]|是|在于|有|包括|主要))|的?变体|的?变种|的?特例|的?一种|的?推广|的?折中|的?升级|的?后续|的?扩展|的?前身(?!(?:叫|是|名|为))|的?替代|那样|那种)|^\s*(?:'s)?\s*(?:successor|predecessor|variant)|^-?(?:like|style|esque)\b|^\s*(?:式的?(?=[\u4e00-\u9fff])|风格|那类|这类|一类)的"
)
_ON_TO = re.compile(r"\s*(?:再|进化|演进|演化|发展|升级|过渡)?(?:到|→|->)\s*")
_BY_LEFT = re.compile(r"(?:(?<![a-z])by|\baccording\s+to|\bunder|按照?|依照?|依据|参照|照着?|根据)\s*(?:the\s+)?$")
_ITS_MEASURE = re.compile(
    r"\s*(?:的|'s\s)\s*(?:标准|比例|法则|定律|估计|公式|配方|经验|口径|算法|结论|measure|standard|rule|ratio|recipe|estimate|law|criterion|finding)"
)
"""`按 A 的比例，B …`, `By A's measure B …`: by whose measure it is said, and of whom it is not."""
_DIFFERENCE = re.compile(
    r"^\s*(?:两者|二者|两种\S{0,4}|这两\S{0,4})?\s*(?:之间)?的?\s*(?:区别|差别|差异|不同(?:点|之处)?|对比|关系|联系|异同|共同点|比较)"
)
_DIFFERENCE_LEFT = re.compile(
    r"\b(?:difference|differences|comparison|relation|contrast)\s+between\s*(?:the\s+)?$|\bconfus\w+\s*$|别把\s*$|不要把\s*$"
)
COORDINATED = re.compile(
    r"^\s*(?:、|/|&|\+|,\s*(?:and\s+|or\s+)?|和|与|及|以及|还有|跟|或者?|\band\s+(?:also\s+)?|\bor\s+)\s*(?:the\s+)?$"
)
LISTED = re.compile(r"^\s*(?:、|/|&|\+|,\s*(?:and|or)\b|跟|和|与|及|以及|还有|或者?|\band\b|\bor\b)\s*(?:the\s+)?$")
_FORMER = re.compile(r"前者|\bthe\s+former\b|(?P<last>后者|\bthe\s+latter\b)|(?P<both>两者|二者|\bboth\s+of\s+them\b)")
_OPENING = re.compile(
    r"^(?:\W|\d|(?:而|则|其中|另外|此外|首先|其次|然后|最后|不过|但是?|所以|因此|因为|由于|既然|虽然|尽管|即使|哪怕|不仅|不但|而且|同时|并且|例如|比如|在|对于?|关于|使用|采用|利用|用了|有了|加了|开启了?|启用了?|引入了?|换上了?|经典的?|原始的?|原版的?|早期的?|标准的?|普通的?|所谓|当|到了?|至于|通过|我们|其实|the|an?|in|with|for|under|using|by|original|standard|vanilla|plain|and|but|while|whereas|however|although|though|also|moreover|both|only|yes|no|during|since|because|what|as|so|therefore|thus|hence|then|if|once))*$"
)


class _Beside(NamedTuple):
    """A mention with what stands beside it: what makes it a compared one does, so no long sentence is searched from its start."""

    text: str
    sentence: Span
    m: Mention
    left: str
    right: str
    first: bool
    """Whether it is the first of its sentence."""


def _with_another(b: _Beside) -> object:
    return _WITH_RIGHT.match(b.right) and _WITH_LEFT.search(b.left) and not _SET_TO.match(b.right)


def _opposite(b: _Beside) -> object:
    return _OPPOSITE.match(b.right) and _WITH_FAR.search(b.left)


def _measured_by(b: _Beside) -> object:
    return _ITS_MEASURE.match(b.right) and _BY_LEFT.search(b.left)


def _before_its_time(b: _Beside) -> object:
    return _TIMED.match(b.right) and not _TIMED_LEFT.search(b.left)


def _before_its_time_en(b: _Beside) -> object:
    return b.right[:1] == "," and _TIMED_EN.search(b.left)


def _where_it_stands(b: _Beside) -> object:
    return not b.first and _SOURCE.match(b.right) and _SOURCE_LEFT.search(b.left)


def _a_place(b: _Beside) -> object:
    return not b.first and _PLACED.match(b.right) and _PLACE.search(b.left)


def _in_a_title(b: _Beside) -> object:
    m = b.m
    return any(
        t.start() < m.start and m.end < t.end() and t.end() - t.start() > m.end - m.start + 2
        for t in _TITLE.finditer(b.text, *b.sentence)
    )


_COMPARED: tuple[tuple[Callable[[_Beside], object], tuple[re.Pattern[str], ...]], ...] = (
    (lambda b: _COMPARED_RIGHT.match(b.right), (_COMPARED_RIGHT,)),
    (lambda b: _COMPARED_LEFT.search(b.left), (_COMPARED_LEFT,)),
    (lambda b: _UNLIKE_LEFT.search(b.left), (_UNLIKE_LEFT,)),
    (_with_another, (_WITH_RIGHT, _WITH_LEFT)),
    (lambda b: _NOT_LEFT.search(b.left), (_NOT_LEFT,)),
    (_measured_by, (_ITS_MEASURE,)),
    (_opposite, (_WITH_FAR,)),
    (_before_its_time, (_TIMED,)),
    (_before_its_time_en, (_TIMED_EN,)),
    (_where_it_stands, (_SOURCE,)),
    (_a_place, (_PLACE,)),
    (_in_a_title, (_TITLE,)),
)
"""What makes a mention one that nothing is said of here, and the expressions without which it cannot."""
_ROLES = Gate(_DIFFERENCE, _DIFFERENCE_LEFT, *(each for _, needed in _COMPARED for each in needed))


def with_roles(
    text: str, sentence: Span, mentions: Sequence[Mention], earlier: Callable[[], Sequence[str]]
) -> list[Mention]:
    """The mentions of a sentence, of all those of its text in order: what is compared with is no subject; 前者 and 后者 stand for the ones before, `earlier` ones included."""
    here = list(mentions[bisect_left(mentions, (sentence.start,)) : bisect_left(mentions, (sentence.end,))])
    can = _ROLES.within(text[sentence.start : sentence.end]) if here else frozenset()
    if not can and not _FORMER.search(text, sentence.start, sentence.end):
        return here
    comparing = [compared for compared, needed in _COMPARED if can.issuperset(needed)]
    roles: list[Mention] = []
    for i, m in enumerate(here):
        left = text[max(sentence.start, m.start - _BESIDE) : m.start]
        right = text[m.end : min(sentence.end, m.end + _BESIDE)]
        beside = _Beside(text, sentence, m, left, right, not i)
        role: Role = "plain"
        if (_DIFFERENCE in can and _DIFFERENCE.match(right)) or (
            _DIFFERENCE_LEFT in can and _DIFFERENCE_LEFT.search(left)
        ):
            role = "topic"
        elif any(compared(beside) for compared in comparing):
            role = "compared"
        before, following = here[i - 1] if i else None, here[i + 1] if i + 1 < len(here) else None
        if role == "compared" and _spoken_of_after_all(beside, before, following):
            role = "plain"
        if (
            role == "plain"
            and following is not None
            and following.concept.startswith(m.concept)
            and _ON_TO.fullmatch(text, m.end, following.start)
        ):
            # `P-tuning 到 P-tuning v2，变的是 …`: what has changed is said of the later one.
            role = "compared"
        gap = text[before.end : m.start] if before is not None else ","
        # What is coordinated with a compared one is compared as well, unless the comparison closed before it.
        if role == "plain" and "," not in gap and COORDINATED.match(gap) and roles[-1].role != "plain":
            role = roles[-1].role
        # What is a part of a compared one is compared: `替代 A 里的 B`.
        if role == "plain" and i and roles[-1].role == "compared" and _PART_OF.fullmatch(gap):
            role = "compared"
        roles.append(Mention(m.start, m.end, m.concept, role))
        if role == "topic":
            k = i
            while k and COORDINATED.match(text[here[k - 1].end : here[k].start]):
                k -= 1
                roles[k] = roles[k]._replace(role="topic")
    for match in _FORMER.finditer(text, sentence.start, sentence.end):
        roles += _referred_to(text, sentence, match, here, roles, earlier)
    return sorted(roles)


def _spoken_of_after_all(b: _Beside, before: Mention | None, following: Mention | None) -> bool:
    """Whether a mention that looks compared is what is spoken of: an instance of a kind, or what another one is compared with it."""
    text, m = b.text, b.m
    # 像 X 这样的方法, `methods like X`: the instance that is named is spoken of.
    if (_OF_SUCH.match(b.right) and _SUCH_LEFT.search(b.left)) or _KIND_LIKE.search(b.left):
        return True
    than = following is not None and _THAN.fullmatch(text, m.end, following.start)
    if (than or _THAN_WHAT.match(text, m.end, b.sentence.end)) and not (
        _WITH_LEFT.search(b.left) or _COMPARED_LEFT.search(b.left)
    ):
        return True
    # `与 A 相比 B`: the comparison closed with its 相比.
    return (
        before is not None
        and _WITH_LEFT.search(text, b.sentence.start, before.start) is not None
        and _THAN.fullmatch(text, before.end, m.start) is not None
    )


def _referred_to(
    text: str,
    sentence: Span,
    match: re.Match[str],
    here: Sequence[Mention],
    roles: Sequence[Mention],
    earlier: Callable[[], Sequence[str]],
) -> list[Mention]:
    """Whom 前者, 后者 or 两者 stands for: two named together before it, else the last two."""
    before = [m for m in roles if m.end <= match.start()]
    named = list(dict.fromkeys(m.concept for m in before))
    paired = together(text, before)
    two = paired if paired else named[-2:] if len(named) >= 2 else list(dict.fromkeys((*earlier(), *named)))[-2:]
    if (
        len(two) != 2
        or _COMPARED_RIGHT.search(text[match.end() : sentence.end])
        or _COMPARED_LEFT.search(text[sentence.start : match.start()])
    ):
        return []
    if not match.group("both"):
        return [Mention(match.start(), match.end(), two[1 if match.group("last") else 0])]
    opened = text.rfind(",", sentence.start, match.start())
    if any(opened < m.start < match.start() for m in here if m.concept in two[-1:]):
        # `A 认为 …，B 则认为两者同步`: who opens the clause is not one of the two.
        return []
    return [Mention(match.start(), match.end(), each) for each in two]


def together(text: str, mentions: Sequence[Mention]) -> list[str]:
    """The first two concepts that a text names as one of two: `A 和 B 的词表`; none where it names no such two."""
    for a, b in pairwise(mentions):
        if a.concept != b.concept and COORDINATED.match(text[a.end : b.start]):
            return [a.concept, b.concept]
    return []


def opens(text: str, clause: Span, at: int) -> bool:
    """Whether what stands at a place opens its clause: nothing but connecting words comes before it."""
    return clause.start <= at <= clause.end and bool(
        _OPENING.match(text[clause.start : at]) or _TOLD.search(text, clause.start, at)
    )


_TOLD = re.compile(
    r"(?:记住|记得|知道|注意|说明|表明|证明|认为|指出|发现|意味着|强调|可见|也就是说|就是说|说的是|忘了?)(?:了|到|一点)?\s*$"
    r"|\b(?:says?|said|shows?|showed|shown|notes?|noted|remember|recall|means?|know|knows|known|claims?|states?|finds?|found|proves?|proved|is|was|true|sees?|argues?|mentions?|fact|suggests?|reports?|forget|implies)\s+that\s+(?:the\s+|an?\s+)?$"
)
"""What leads up to a clause that is told: who opens that clause is its subject."""


def topics(text: str, parts: Sequence[Span], mentions: Sequence[Mention]) -> tuple[str, ...]:
    """What a sentence is about: the mentions that open it, else the only one in it."""
    plain = [m for m in mentions if m.role == "plain"]
    if not plain or not parts:
        return ()
    first = plain[0]
    if any(opens(text, part, first.start) for part in parts[:2]):
        if SUBORDINATE.match(text, parts[0].start, first.end) and first.start < parts[0].end:
            # "Once A was out, B followed", `有了 A，为什么还要 B`: the main clause is about B.
            for part in parts[1:3]:
                turned = next((m for m in plain if part.start <= m.start < part.end), None)
                if turned is not None and (
                    opens(text, part, turned.start) or _WHY_IT.search(text, part.start, turned.start)
                ):
                    first = turned
                    break
        found = [first.concept]
        last = first
        for m in plain[plain.index(first) + 1 :]:
            if not LISTED.match(text[last.end : m.start]):
                break
            found.append(m.concept)
            last = m
        return tuple(dict.fromkeys(found))
    names = tuple(dict.fromkeys(m.concept for m in plain))
    return names if len(names) == 1 else ()


_BEGINS = re.compile(r"(?:^|[.;:!?。,(])\s*(?:(?:both|the|and|while|but)\s+)*$")


def coordinated(text: str, at: Mention, mentions: Sequence[Mention]) -> list[Mention]:
    """A mention with all that are coordinated with it, in the order of the text."""
    plain = sorted(m for m in mentions if m.role == "plain")
    i = plain.index(at)
    low = high = i
    while high + 1 < len(plain) and LISTED.match(text[plain[high].end : plain[high + 1].start]):
        high += 1
    while low:
        gap = text[plain[low - 1].end : plain[low].start]
        # A bare comma joins names only within a list that an "and" closes; else it begins another clause.
        if not (LISTED.match(gap) or (low < high and COORDINATED.match(gap)) or (low < i and COORDINATED.match(gap))):
            break
        # "half of A, and B has": behind a comma an "and" joins two names only where a list or a clause begins with the first.
        if (
            gap.lstrip().startswith(",")
            and low == high
            and not _BEGINS.search(text, max(0, plain[low - 1].start - 40), plain[low - 1].start)
        ):
            earlier = text[plain[low - 2].end : plain[low - 1].start] if low > 1 else ""
            if not COORDINATED.match(earlier or "-"):
                break
        low -= 1
    # 前者/后者/两者 share one place; all of them count.
    return [m for m in plain if plain[low].start <= m.start <= plain[high].start]


CLOSED = re.compile(
    r"\s*(?:的(?:做法|设计|方案|选择|创新|贡献|思路|原理|代价|特点|核心|想法|思想|任务|预训练任务|本质|玩法|套路|逻辑|方式|机制|作用|好处|优势|职责))?(?:在做的事|干的事|做的事)?(?:了|啦|呢)?\W*$"
    r"|\s*(?:does|works|is|do|means|did|in\s+a\s+nutshell|for\s+you)?\W*$"
)
_SUMS_UP = re.compile(
    r"\W*(?:[这那此](?:一?(?:种|类|招|步|套|个)[^,。;:]{0,6})?(?:其实|正|恰恰|恰|基本上)?(?:就|便)(?:是|叫)|[这那](?:说|指|讲)的(?:就|正)?是|(?:说|指|讲)的(?:就|正)是)\s*(?:所谓的?|大家(?:常)?说的|著名的|经典的|典型的)?\s*"
    r"|\W*(?:that|this)(?:'s|\s+is|\s+was)\s+(?:exactly\s+|basically\s+|simply\s+|just\s+)?(?:what\s+|how\s+|the\s+(?:idea|point|trick|essence|principle)\s+(?:of|behind)\s+)?(?:the\s+)?"
)


def closed_by(text: str, sentence: Span, mentions: Sequence[Mention]) -> str | None:
    """Whom a sentence says the one before it to be about, and no more: `这就是 X。`, `That is X.`"""
    found = _SUMS_UP.match(text, sentence.start, sentence.end)
    if found is None:
        return None
    at = bisect_left(mentions, (found.end(),))
    if at == len(mentions) or mentions[at].start != found.end():
        return None
    m = mentions[at]
    return m.concept if CLOSED.match(text[m.end : sentence.end]) else None


SUBORDINATE = re.compile(
    r"\W*(?:once|when|while|after|before|since|although|though|as|where|until|自从|虽然|尽管|既然|因为|由于|有了|当|除了|比起|相比|不同于|学完|看完|读完|自)"
)
_WHY_IT = re.compile(
    r"(?:为什么|为何|干嘛|何必)(?:还|又|要|用|选|需要|有|再|提出|搞)*\s*$|\b(?:why|need|use|bother\s+with)\s*$"
)


def labelled(text: str, sentence: Span, mentions: Sequence[Mention]) -> Mention | None:
    """The mention that labels a sentence, as in `ZeRO-1：…`."""
    for m in mentions:
        if (
            m.role == "plain"
            and m.start < sentence.start + 24
            and re.match(r"\s*(?:\([^)]{0,24}\))?\s*(?:[:：]|—+|-\s)", text[m.end : sentence.end])
        ):
            return m
        break
    return None
