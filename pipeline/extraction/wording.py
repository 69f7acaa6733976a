"""Does this line ask? What its words say, before its place in the outline is known."""

from __future__ import annotations

from pipeline import regex as re

ASKS = 3
"""Ends in a question mark."""
SOUNDS = 2
"""Words of a question or an instruction to explain, without the mark."""
TITLE = 1
"""A short phrase without a sentence's end: may name what is asked."""
STATES = 0

_DECOR = r"[\s\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u20e3★☆✩⭐*_~`|#·•→>《》「」【】\"'”’)）\]】]"
_TAIL = re.compile(
    rf"(?>[(（\[【](?:[^()（）\[\]【】?？]{{0,40}})[)）\]】]|[-—–:：]?\s*(?:难度|频率|重要|热度|出现|来源|标签)[^?？]{{0,20}}$|{_DECOR})+$"
)
_LAST = frozenset("?？")
_STOPS = frozenset("。；;！!，,、")
_ZH = re.compile(
    r"什么|为何|为啥|如何|怎么|怎样|咋|哪些|哪个|哪里|哪几|哪一|哪种|哪儿|多少|多大|多长|几种|几个|是否|能否|可否|有没有|是不是|会不会|能不能|要不要|可不可以|吗$|呢$|吗[)）]|何时|何谓|何种|有何|何区别|何不同|有啥|啥"
)
_ZH_TITLE = re.compile(
    r"(?:区别|不同|异同|差异|对比|比较|优缺点|优点|缺点|优势|劣势|原理|作用|流程|步骤|好处|意义|机制|思路|思想|方法|方式|原因|关系|含义|定义|概念|特点|类型|种类|公式|推导|过程|介绍|实现|应用|场景|局限|不足|问题|指标|影响|结构|组成|理解|看法|复杂度|瓶颈|技巧|策略|联系|改进|解决方案|解决办法|取舍|代价|坑)(?:是)?$"
)
_ZH_ORDER = re.compile(
    r"^(?:那么?|好的?|嗯|对了|换个话题|接下来|最后|然后|再|先|OK)?[,，、 ]?(?:请(?!注意|参考|关注|见|看)|试(?:述|比较|分析|说|推|举|论)|简[述要单答]|概述|说说|说一|说下|谈谈|谈一|讲讲|讲一|讲下|聊聊|聊一|介绍|描述|解释|阐述|论述|列举|举例|举出|举几|比较|对比|分析|推导|证明|写出|写一|手写|手撕|手推|设计|估算|计算|画出|给出|指出|阅读|实现一|用.{1,12}(?:解释|说明|实现|写)|你(?:如何|怎|会|了解|是|知道|用过|做过|觉得|认为|能|有|对|平时|最)|了解|大概讲|详细|引申)"
)
_KIND_OF_TASK = re.compile(
    "(?:简答|论述|问答|选择|判断|填空|计算|分析|设计|证明|推导|编程|解释|解析|综合|应用|实操|思考|概念|基础|讨论|场景|开放)题$"
)
"""The name of a part of an exam, which begins like an order to do it."""
_ZH_FIRST = frozenset(
    "那好嗯对换接最然再先O,，、 请试简概说谈讲聊介描解阐论列举比对分推证写手设估计画给指阅实用你了大详引"
)
"""With what a line must begin for `_ZH_ORDER` to be worth trying."""
_EN = re.compile(
    r"^(?:(?:and|so|but|now|then|ok(?:ay)?|well|finally|next|first|also|or),?\s+)?(?:(?:in|for|on|at|under|given|if|when|with|suppose|imagine|to|after|during)\b[^?.!]{3,120},\s+)?"
    r"(?:what(?:'s|’s)?|why|how|when|where|which|who|whose|whom|is|are|was|were|do|does|did|can|could|should|would|will|has|have|had|may|might|must)\b",
    re.I,
)
_EN_ORDER = re.compile(
    r"^(?:(?:please|briefly|now|then|can you|could you)\s+)*(?:explain|describe|compare|contrast|discuss|define|derive|list|name|give|tell|walk|implement|write|design|outline|summari[sz]e|distinguish|differentiate|state|sketch|show|prove|compute|calculate|estimate|illustrate|identify|justify|elaborate|talk|draw|argue|evaluate|mention|provide|analy[sz]e|introduce|propose|suggest|interpret|detail|pick|choose|convince|rank|state|defend)\b",
    re.I,
)
_INSIDE = re.compile(r"[。！!；;]|\.\s+[A-Z]")


def bare_end(text: str) -> int:
    """Where the words end, before stars, tags and a remark in brackets."""
    if text[-1:] in _LAST:
        return len(text)
    tail = _TAIL.search(text[-120:])
    return len(text) if tail is None else len(text) - (len(text[-120:]) - tail.start())


def asking(text: str) -> int:
    """How much the words sound like a question: ASKS, SOUNDS, TITLE or STATES."""
    length = len(text)
    last = text[-1:]
    if last in _LAST:
        return ASKS if length <= 600 and not (length <= 70 and _OF_PAGE.search(text)) else STATES
    if length > 400:
        return STATES
    if last in _STOPS:
        if length > 200:
            return STATES
        core = text
    elif last > "\u2000" or last in ")]*`\"'|":
        end = bare_end(text)
        if end < length and text[end - 1 : end] in _LAST:
            return ASKS
        core = text[:end] if end else text
    else:
        core = text
    if not core or not any(map(str.isalnum, core)):
        return STATES
    last = core[-1]
    if last in "。.！!；;" and length <= 200:
        orders = (core[0] in _ZH_FIRST and _ZH_ORDER.match(core)) or (core[0] < "\u2e80" and _EN_ORDER.match(core))
        return SOUNDS if orders and not _INSIDE.search(core[:-1]) else STATES
    if length > 200:
        return STATES
    if last == "-" and core[-2:-1].isalpha():
        # A word that the line's end cut in two.
        core = core[:-1]
    elif last in "，,、；;-—":
        return STATES
    inside = _INSIDE.search(core)
    if core[0] > "\u2e80" or not core.isascii():
        if last == "题" and length <= 12 and _KIND_OF_TASK.search(core):
            return TITLE
        if not inside and (
            (core[0] in _ZH_FIRST and _ZH_ORDER.match(core))
            or (length <= 60 and _ZH.search(core) and "," not in core[-3:])
        ):
            return STATES if last in ":：" and length > 30 else SOUNDS
        if not inside and length <= 40 and _ZH_TITLE.search(core):
            return SOUNDS if "," not in core and "，" not in core else TITLE
        wide = sum(letter > "\u2e80" for letter in core)
        size = wide * 2 + (len(core) - wide)
        if inside or size > 70:
            return STATES
        return TITLE
    if not inside and (_EN.match(core) or _EN_ORDER.match(core)):
        return SOUNDS if len(core.split()) >= 2 and last != ":" else TITLE
    words = core.count(" ") + 1
    if inside or words > 12 or length > 90:
        return STATES
    return TITLE


_OF_PAGE = re.compile(
    r"\bwhat (?:will|can|do|would) (?:you|i|we) (?:find|learn|get|see|read|cover)(?: (?:below|here|inside|next|(?:in|from) (?:this|the) (?:post|article|guide|list|book|page|repo\w*|document)))?\W*$"
    r"|\bwhat(?:['’]s| is) (?:inside|in (?:here|this (?:post|article|guide|list|book|repo\w*|document)))\W*$|\bwho (?:is|are) (?:this|these|it) (?:\w+ )?for\W*$"
    r"|\bhow (?:do|should|can) (?:you|i) (?:use|read) this (?:post|article|guide|list|book|page|repo\w*|document)\b|\bwhy (?:this|another) (?:list|post|guide|article|repo\w*|collection)\b"
    r"|(?:本文|本篇|这篇文章|这份(?:文档|清单|题库|资料|笔记)|本(?:仓库|手册|题库|系列)).{0,6}(?:包含|讲(?:了|些)?什么|覆盖|适合|面向|怎么用|如何使用|怎样使用|怎么读)",
    re.I,
)
"""Asked of the page itself: what it holds, and for whom."""


def interrogates(text: str) -> bool:
    """Whether the words ask by a question word, not only by naming a side of something (`优点`, `原理`)."""
    return text[-1:] in _LAST or (asking(text) >= SOUNDS and bool(_ZH.search(text) or _EN.match(text)))


def is_sentence(text: str) -> bool:
    """Whether the text ends like a sentence that says something."""
    return text[-1:] in "。.！!；;" or len(text) > 120


SHOWS_ANSWER = re.compile(
    r"\W*(?:(?:click|tap)\W+(?:here\W+)?(?:to\W+)?)?(?:show|view|see|reveal|hide|check|expand|open|read)\W+(?:the\W+|an\W+|my\W+)?(?:sample\W+|model\W+|short\W+|full\W+)?(?:answer|solution|explanation)s?\W*$"
    r"|\W*(?:点击|点此|点我|单击|查看|展开|显示|看)(?:查看|展开|显示|看)?(?:参考)?(?:答案|解析|解答|回答|详解)\W*$",
    re.I,
)
"""What a page writes over a folded answer: where to click."""


_EMPTY = re.compile(
    r"^\W*(?:(?:(?:todo|tbd|wip)\b.{0,30}|answers? (?:wanted|needed|welcome)\b.{0,30}|待(?:补充|补|更新|完善|整理|写|续|定|填|解答)|略|(?:此处|答案|暂时|这里)?(?:省略|留空|空着|暂缺|暂略)|todo|tbd|tba|wip|n/?a|无|暂无(?:答案|回答)?|未完待续|未答|未回答|(?:不会|忘了|没准备)?[,，]?\s?跳过(?:了)?|没答上来|没有答案|coming soon|to be (?:added|done|written|answered|continued|completed)"
    r"|no answer(?: yet)?|not answered(?: yet)?|unanswered|left (?:open|blank|as an exercise)|answer (?:pending|missing|coming)|pending|见下|占坑|挖坑|坑待填|先空着)\W*$|[-—–.…?？·_]+)$",
    re.I,
)
_HOLDS_PLACE = re.compile(
    r"^\W*(?:\(|（|\[|【)?.{0,24}(?:没答上来|(?<!有)没有答|没来得及|没想好|没整理|没写完|先空着|留空|待补|以后补|回头补|之后补|还没(?:写|整理|想好)|未(?:作答|整理|填写)|to be (?:added|written|filled)|not (?:yet )?(?:answered|written)|no answer|didn'?t (?:answer|have time)|left blank|fill (?:this )?in later).{0,24}$",
    re.I,
)


_ASIDE = re.compile(
    r"^[(（\[【].{0,16}(?:没答|不会|忘|跳过|没来得及|没想|待补|答案|空着|略|没准备|skipped|forgot|no idea|didn.t).{0,16}[)）\]】]\W*$",
    re.I,
)


_LEFT_TO = re.compile(
    r"(?:\bleave|\bleft)\b.{0,30}\b(?:to|for|as|with) (?:you|the reader|readers?|an? exercise|homework)\b|\btry (?:it|this|that)(?: out)? (?:yourself|on your own)\b|\bpost your (?:answers?|estimates?|solutions?|thoughts)\b"
    r"|\b(?:can|could|may|let['’]?s|i['’]?(?:d|ll)?) (?:we |i )?(?:rather )?(?:skip|pass on) (?:that|this|it)\b"
    r"|留给(?:大家|读者|各位|你)|(?:答案|欢迎).{0,8}(?:评论区|留言区?)|(?:评论区|留言).{0,8}(?:说说|写下|讨论|见)",
    re.I,
)


_LEFT_HINTS = (" you", "skip ", "pass on ", "try ", "reader", "exercise", "homework", "留", "评论")
"""Words of which one stands in whatever `_LEFT_TO` finds: tried first, because every short answer is looked at."""


def is_placeholder(text: str) -> bool:
    """Whether the words only hold the place of an answer that nobody wrote."""
    text = text.strip()
    if 8 <= len(text) <= 100 and any(map(text.__contains__, _LEFT_HINTS)) and _LEFT_TO.search(text):
        return True
    return len(text) <= 60 and (
        not text
        or bool(_EMPTY.match(text))
        or (len(text) <= 40 and bool(_HOLDS_PLACE.match(text) or _ASIDE.match(text)))
    )
