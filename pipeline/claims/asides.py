"""Values that a sentence names without saying them of its subject: rivals, alternatives, other sizes, where it was fetched from.

Apart from `negation`, which knows what is denied: here nothing is denied, and of the subject nothing is asserted.
"""

from __future__ import annotations

from pipeline import regex as re
from pipeline.claims.sentences import Span

_THAN = re.compile(
    r"(?:(?<![对相可好])比(?![如例喻方])|相较于?|不同于|区别于|有别于|胜过|优于|不如|快过|好过|\bthan|\bcompared\s+(?:to|with)|\bunlike|\bversus|\bvs\.?)"
    r"\s*(?:with\s+|for\s+|in\s+|of\s+)?(?:(?:full|plain|ordinary|standard|the|an?|its|普通|标准|传统|原始|同规模|同尺寸|一般|纯)的?\s*)*$"
)
_SHARE_OF = re.compile(
    r"\s*(?:版本?|模型|方案|结构|时|那样|情况下)?的\s*(?:(?:约|大约|大概|不到|近)\s*)?(?:[一二三四五六七八九十百\d]+\s*分之|[\d.]+\s*%|一半|\d+/\d+|[\d.两二三四五六七八九十几]+\s*倍|[一二三四五六七八九]成)"
)
_BESIDE = re.compile(r"\s*(?:或者?|、|/|\bor\b|\bvs\.?|\bversus\b)\s*")
_GROUP = re.compile(
    r"\s*(?:[a-z0-9\-]+\s+)?(?:team|group|paper|lab|authors?|researchers?|project)\b|\s*(?:的)?(?:论文|作者|团队|小组|项目)"
)
_SIZE = r"(?:base|large|small|medium|tiny|mini|xl|xxl|\d+(?:\.\d+)?\s?b)(?![a-z0-9])"
_OF_SIZE = re.compile(r"(?:^|-)(base|large|small|medium|tiny|mini|xl|xxl|\d+(?:-\d+)?b)(?:-|$)")
_SIZE_OPENS = re.compile(
    rf"\W*(?:(?:while|whereas|and|but|the|而|但|至于|到)\s*)*(?P<size>{_SIZE})\s*(?:models?|one|version|版本?|模型|型号|的)?"
    r"\s*(?:则|却|就|才|是|为|有|用|翻倍|只|也|\b(?:has|have|had|uses?|is|was|kept|keeps|with|gets|got|doubles|goes|comes)\b|:)"
)
_SIZE_OWNS = re.compile(
    rf"[^,。;]{{0,4}}?(?:的(?:才|则|就)?是|\s(?:is|are|belongs?\s+to)\s+(?:that\s+of\s+|those\s+of\s+)?(?:the\s+)?)[^,。;]{{0,6}}?(?P<size>{_SIZE})"
)
_FETCHED_EN = re.compile(
    r"\b(?:pull|download|fetch|grab|load|get|clone)(?:s|ed|ing)?\b[^,.;]{1,40}?\b(?:from|off|at|on|via)\s+(?:the\s+)?$|\bavailable\s+(?:on|from|at|via)\s+(?:the\s+)?$"
)
_FETCHED_ZH = re.compile(r"(?:从|在|到|去)\s*(?:[^,。;]{1,12}或\s*)?$")
_THEN_FETCHED = re.compile(r"[^,。;]{0,16}?(?:上|里)?[^,。;]{0,8}?(?:拉取?|下载|下到|获取|加载)")
_NOUN_ZH = re.compile(r"\s*的(?!是|[,。;!?]|$)\s*[\u4e00-\u9fffa-z]")
_NOUN_EN = re.compile(
    r"\s+(?!(?:by|and|or|in|while|during|as|at|with|for|to|throughout|when|until|from|after|before|because|since|if|so|but|on|here|too)\b)[a-z]"
)
_SAID_TO_BE = re.compile(
    r"(?:是|为|属于|保持|都|均|被|完全|\b(?:is|are|was|were|be|been|being|stays?|remains?|kept|keeps?|keep|left|leaves?|both|all|fully|entirely|completely|held)(?:\s+(?:\w+ly|always|still|also|just|then))*)\s*$"
)


def attributive(text: str, cue: Span) -> bool:
    """Whether a cue is an adjective of the noun behind it, and says nothing of what stands before: `冻结的图像编码器`, "a frozen encoder"."""
    words = text[cue.start : cue.end].rstrip()
    noun = _NOUN_EN if words.endswith(("en", "ed")) else _NOUN_ZH
    return (
        noun.match(text, cue.start + len(words)) is not None
        and _SAID_TO_BE.search(text, max(0, cue.start - 32), cue.start) is None
    )


def compared_with(text: str, start: int, value: Span) -> bool:
    """Whether a name is what something is measured against: `比 PPO 省`, "than with full multi-head attention", `MHA 的四分之一`."""
    return (
        _THAN.search(text, max(start, value.start - 28), value.start) is not None
        or _SHARE_OF.match(text, value.end) is not None
    )


def alternative_to(text: str, value: Span, name: Span) -> bool:
    """Whether a name stands beside another one as its like: `PPO 或 DPO`, "DPO vs PPO"."""
    gap = (value.end, name.start) if value.end <= name.start else (name.end, value.start)
    return gap[0] <= gap[1] and _BESIDE.fullmatch(text, *gap) is not None


def of_another_size(text: str, clause: Span, value: Span, concept: str) -> bool:
    """Whether what stands there is said of another size than the one that a concept is: `BERT-base 12 层；large 则是 24 层`.

    `concept` is the id of one; where it names no size, or the text one of another kind (`large`, `0.34B`), this cannot be told.
    """
    own = _OF_SIZE.search(concept)
    if own is None:
        return False
    counted = own.group(1)[0].isdigit()
    told = (_SIZE_OPENS.match(text, clause.start, value.start), _SIZE_OWNS.match(text, value.end))
    named = [each.group("size").replace(" ", "") for each in told if each is not None]
    # By the whole id: `llama-2-7b` is 7B, whatever the 2 before it.
    return any(each[0].isdigit() == counted and f"-{each.replace('.', '-')}-" not in f"-{concept}-" for each in named)


_MADE = re.compile(
    r"\s*(?:做|开发|推出|开源|发布|提出|训练|built|made|makes|developed|released|created|published|wrote)(?:了|出)?(?:的是)?\s*(?:the\s+)?"
    r"|(?:['’]s|的)\s*(?:own\s+)?(?:model|library|framework|tool|paper|counterpart|work|模型|库|框架|工具|论文|作品)[^,.;。]{0,30}?(?:\b(?:was|is)\b|是|叫)\s*(?:called\s+)?"
)
_MEANWHILE = re.compile(r"\s*(?:\d+\s*)?(?:时|期间|的同时|之后|之前|那年)")
_WORKS_ON = re.compile(
    r"(?:微调|精调|蒸馏|复现)(?:了|过)?\s*$|\b(?:fine-?tun\w*|distil\w*|reproduc\w*|quanti[sz]\w*)\s+(?:the\s+)?$"
)
_GOES_ON = re.compile(r"\s*(?:开发|推出|发布|开源|提出)")


def makes_another(text: str, maker: Span, other: Span) -> bool:
    """Whether the words between say that a maker made something else: `智谱做 GLM`, "Stanford's model of that spring was Alpaca"."""
    return (
        maker.end <= other.start
        and _MADE.fullmatch(text, maker.end, other.start) is not None
        and _MEANWHILE.match(text, other.end) is None
    )


def works_on(text: str, maker: Span, name: Span) -> bool:
    """Whether somebody only worked on what is named: `斯坦福用指令数据微调 LLaMA`."""
    return (
        maker.end <= name.start
        and _WORKS_ON.search(text, maker.end, name.start) is not None
        and not _GOES_ON.match(text, name.end)
    )


def names_a_group(text: str, name: Span) -> bool:
    """Whether a name only tells which people are meant: "Meta's LLaMA team" is Meta."""
    return _GROUP.match(text, name.end) is not None


def fetched_from(text: str, clause: Span, value: Span) -> bool:
    """Whether somebody is only where a thing is got from: "pull M3E from Hugging Face", `从 Hugging Face 下载`."""
    start = max(clause.start, value.start - 60)
    return _FETCHED_EN.search(text, start, value.start) is not None or (
        _FETCHED_ZH.search(text, start, value.start) is not None
        and _THEN_FETCHED.match(text, value.end, min(clause.end, value.end + 40)) is not None
    )
