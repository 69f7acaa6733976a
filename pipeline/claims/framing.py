"""What a sentence does with what it says, other than to assert it: it asks, supposes, quotes, reports, compares or calls it wrong.

Apart from `sentences`, which cuts a text up, and from the readers of relations, because a frame holds for every relation
alike. Each turn of phrase is a rule with its expression; a sentence is asked once which of them can match at all.
All texts here are normalised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

from pipeline import regex as re
from pipeline.claims.prefilter import Gate
from pipeline.claims.sentences import CONDITION, TRUE_OR_FALSE, Span, answered, is_question

Mode = Literal["silent", "denied"]


class Frame(NamedTuple):
    """A stretch in which nothing is asserted, or the opposite of what stands there."""

    start: int
    end: int
    mode: Mode
    why: str
    by: Span = Span(0, 0)
    """The words that make it one, where they themselves look like a denial."""
    whole: bool = False
    """Whether it holds only of what lies wholly within."""


class _Sentence(NamedTuple):
    """A sentence as the rules look at it."""

    text: str
    """That of its unit."""
    span: Span
    words: str
    """Its own."""
    parts: Sequence[Span]
    """Its clauses."""
    following: str
    """The next sentence."""
    names: Sequence[Span]
    """The places of what it may be about."""

    def part(self, at: int) -> Span:
        """The clause that a place stands in."""
        return next((p for p in self.parts if p.start <= at < p.end), self.span)


_MISTAKES = re.compile(
    r"误区|误解|(?:常见|典型)(?:的)?错误|错误(?:说法|答案|观点|认识|理解|示例)|谣言|辟谣|\bmyths?\b|\bmisconceptions?\b|\b(?:common|typical|frequent)\s+(?:mistakes?|errors?)\b|\bwrong\s+(?:answers?|claims?|statements?)\b|说错|答错"
)
_RIGHT = re.compile(
    r"^\W*(?:正解|正确(?:说法|答案|的是|理解)?|事实|真相|实际(?:上|情况)?|更正|纠正|其实|fact|truth|correct(?:ion)?|right|reality|actually|in\s+fact)\s*[:：,，]?|^\s*[✓✔✅]"
)


def of_mistakes(heading: str) -> bool:
    """Whether a heading announces mistakes: what stands below it is told in order to be corrected."""
    return bool(_MISTAKES.search(heading))


def says_it_right(sentence: str) -> bool:
    """Whether a sentence announces itself as the correction."""
    return bool(_RIGHT.match(sentence))


# ------------------------------------------------------------------------------------- the whole of it is a question

_QUESTION_END = re.compile(r"\?[\"'”’)\]】]*$|(?:吗|呢|么)[。!]?$")
_TOLD_WHAT = re.compile(r"(?:忘(?:了|记|掉)|记得|记住|知道|决定|选择|规定|控制|预测|学会)[^,。;]{0,16}什么[。!]?$")
"""`模型忘了前面说过什么`: a question within a statement."""
_ASKS_ALL = re.compile(
    r"^(?:\W|\d)*(?:为什么|为何|请问|如何|怎么|怎样|哪(?![^,。;]{1,12}就[^,。;]{1,8}哪)|what\s|why\s|how\s(?!ever)|which\s(?:of|one)\b)"
)
_PSEUDO_CLEFT = re.compile(
    r"^\W*how\s+(?:much|many|long|far|fast|well|often|large|big|deep)\s[^?]*?\s(?:is|are|was|were|depends?|follows?)\s|^\W*what\s(?!(?:is|are|was|were|does|do|did|can|will|would|about|if)\b)[^?]*?\s(?:is|are|was|were)(?:\s|:|,)"
)
"""`What ZeRO-3 adds is …`: it looks like a question and is none, where no mark asks."""
_EXERCISE = re.compile(
    r"^\W*(?:判断(?:题|正误|对错)|true\s+or\s+false|请判断|下列|以下(?:说法|哪)|(?:下面|以下|这)[^,。;:]{0,8}(?:哪[里个些句]|不对|有误|不正确|错在)|which\s+(?:of|is|one)\b|find\s+the\s+(?:error|mistake))"
)


_BLANK = re.compile(r"\W*\(\s+\)\W*$")
"""`X 是 Y。( )`: whether it is so is to be filled in."""
_ENDS_BLANK = re.compile(r"\(\s+\)\W*$")


def _whole(s: _Sentence) -> list[Frame] | None:
    """The frames of a sentence that is a question as a whole; None where it is none."""
    if s.following and (is_question(s.words) or TRUE_OR_FALSE.match(s.words)):
        so = answered(s.words, s.following)
        if so is not None:
            return [] if so else [Frame(*s.span, "denied", "answered with no")]
    asks = _ASKS_ALL.search(s.words) is not None and _PSEUDO_CLEFT.match(s.words) is None
    blank = _BLANK.match(s.following) or _ENDS_BLANK.search(s.words)
    if asks or blank or (_QUESTION_END.search(s.words) and not _TOLD_WHAT.search(s.words)) or _EXERCISE.search(s.words):
        return [Frame(*s.span, "silent", "a question")]
    return None


# ------------------------------------------------------------------------------------- called wrong by what stands beside it

_LABEL_WRONG = re.compile(
    r"^\s*[\[【(（]\s*(?:错误?|误|×|✗|✘|❌|wrong|false|incorrect)\s*[\]】)）]|^\W*(?:(?:常见)?误区|误解|(?:常见)?错误(?:说法|答案|观点|理解|示例|示范|写法|答法|回答|认知|表述)?|反例|反面(?:例子|教材|示例)|错|谣言|迷思|myth|misconception|wrong(?:\s+(?:answer|statement|claim))?|false(?:\s+(?:statement|claim))?|incorrect|bad\s+answer|common\s+mistake|mistake)\s*(?:\d+|[一二三四五六七八九十])?\s*[:：]|^\s*[✗✘❌×]"
)
_ONLY_WRONG = re.compile(
    r"^\W*?(?:[\[【(（]?\s*(?:[×✗✘❌]|错误?|false|wrong)|[\[【(（]\s*f)\s*[\]】)）]?\W*$|^\W*(?:(?:这|那)(?:种|个|句)?(?:说法|观点|话|理解)?(?:是|其实)?|that\s+is|that's|this\s+is|it\s+is)?\s*(?:完全|就|显然|当然|a\s+|simply\s+)?(?:不对|错误的?|错了?|不正确|误区|误解|谣言|wrong|false|incorrect|not\s+true|myth|misconception)(?=[。.!,:;，]|\s*$|的)"
)


def _labelled_wrong(s: _Sentence, found: Sequence[Frame]) -> Iterable[Frame]:
    if _LABEL_WRONG.match(s.words) or _ONLY_WRONG.match(s.following):
        yield Frame(s.span.start, _until_back(s.text, *s.span), "denied", "called wrong")


_MARK = re.compile(r"\s*[\[【(]\s*(?:[×✗✘❌]|错误?|不对|false|wrong|incorrect)\s*[\]】)](?=\W*$)")
_SETTING = re.compile(r"[_=]|默认|设[为成置]|开关|\b(?:defaults?|set|flag|off|disabled|argument)\b")
"""`use_cache 默认关闭 (False)`: what stands in parentheses is its value."""


def _marked_wrong(s: _Sentence, found: Sequence[Frame]) -> Iterable[Frame]:
    mark = _MARK.search(s.text, *s.span)
    if mark is not None and not ("false" in mark.group() and _SETTING.search(s.words)):
        yield Frame(s.span.start, mark.start(), "denied", f"called wrong: {mark.group().strip()}", Span(*mark.span()))


_QUOTE = re.compile(r"[“\"「『]([^“”\"「」『』]{8,})[”\"」』]")
_AFTERWARDS = re.compile(
    r"(?:这|那|该|(?<![因如在])此|上述|以上)(?:种|个|一|句|些)?(?:常见的?)?(?:说法|观点|看法|理解|话|结论|认识|表述|想法|描述|答案)?(?:其实|实际上|显然)?(?:是|就是|都是|可是|完全|并|纯属|属于)?(?:一?[个种])?(?:常见的?|典型的?)?"
    r"(?:不对(?![称齐等])|错误|错的?|不正确|不准确|不成立|说反了|反了|误区|谣言|误解|不是真的|站不住脚|有误)"
    r"|(?<=.)(?:是|只是|都是|纯属|其实是|属于)(?:一?[个种条]|一个)?(?:[^,。;]{0,6}最?常见的?|典型的?|流行的?|广为流传的?|彻头彻尾的?)?(?:错误(?:的?(?:说法|理解|观点|认识|答案|表述|结论|描述|想法|认知))?|误解|误区|谣言|误会|误传|谬误|谬论|迷思|错觉|以讹传讹|讹传|谣传)(?=[,。;!.:]|$)"
    r"|,\s*(?:这)?(?:完全)?(?:错|不对(?![称齐等])|大错特错)了?(?=[,。;!.]|$)|,\s*(?:wrong|false|not\s+so)(?=[,;.!])"
    r"|(?:会|要|得)被?扣分|\s*(?:—+|-+)\s*(?:这)?(?:完全|全)?(?:错|不对)了?(?=[,。;!.]|$)|\s(?:—+|-+)\s*(?:this\s+is\s+|that\s+is\s+|that's\s+|plainly\s+|simply\s+)?(?:wrong|false|incorrect|not\s+true|untrue)(?=[,;.!]|$)|(?<=.)(?:显然|当然|肯定|明显|绝对|根本|自然|纯粹|必然)(?:就|都)?(?:是)?(?:不对(?![称齐等])|错误?的?|不正确|不准确|不成立|站不住脚|说不通|大错特错)(?=[,。;!.]|$)|(?<=.)(?:是|都是|是完全|显然是|其实是|并)(?:不对(?![称齐等])|错误|错|不正确|不准确|不成立|站不住脚)的?(?=[,。;!.:]|$)|(?:的)(?:说法|观点|看法|理解|结论|认识|想法)(?:其实)?(?:是|都是|并|完全)?(?:不对(?![称齐等])|错误|错的?|不正确|不准确|不成立|误区|误解|有误|站不住脚)"
    r"|\b(?:that|this|which|it)(?:\s+(?:claim|statement|idea|belief|view|notion|answer))?\s*(?:is|'s|was|are)\s+(?:simply\s+|just\s+|plainly\s+|actually\s+)?(?:wrong|false|incorrect|untrue|not\s+true|not\s+correct|not\s+right|not\s+the\s+case|a\s+(?:common\s+)?(?:myth|misconception|mistake|error)|mistaken|backwards)(?!\s+(?:that|to|for|with|in|on)\b)"
    r"|(?<=.)的(?:情况|说法|事情?|现象)(?:其实|实际上)?(?:并|根本|从来)?不(?:存在|会发生|会出现)(?=[,。;!.]|$)|(?<=.)\b(?:misses\s+the\s+point|gets\s+(?:it|things)\s+(?:wrong|backwards|the\s+wrong\s+way\s+round))\b|\b(?:is|are)\s+(?:a\s+)?(?:common\s+|popular\s+|widespread\s+)?(?:myth|misconception|mistake|(?:false|wrong|incorrect|untrue)\s+(?:statement|claim|answer|belief|assertion))\b(?!\s+(?:that|to)\b)"
)
_OF_A_THING = re.compile(
    r"\W*(?:但|而|虽然|尽管)?\s*(?:其中)?[这那该](?:一)?(?:段|条|份|张|篇|批|些)(?![^,。;]{0,4}(?:话|说法|观点|看法|理解|结论|认识|表述|描述|回答|都是|就是|完全))[\u4e00-\u9fffa-z]{2,12}"
)
"""`这段答案可能是错的`: a thing that the sentence names, and no statement, is called wrong."""
_WHO_SAYS = re.compile(
    r"^\W*(?:saying|to\s+say|claiming|to\s+claim|calling|believing|assuming|thinking|stating|writing|answering|(?:an?|any|the)\s+(?:answer|post|text|statement|sentence|claim)\s+(?:that\s+)?(?:says|claims|states|saying|claiming|stating)|(?:who|any)(?:ever|one\s+who)\s+(?:says|claims|states|writes))\b"
    r".*?(?P<wrong>\b(?:is|are|would\s+be)\s+(?:simply\s+|just\s+|plainly\s+|quite\s+|therefore\s+)?(?:wrong|false|incorrect|untrue|mistaken|inaccurate|not\s+(?:true|correct|right|accurate)|a\s+(?:mistake|myth|misconception)))(?=\s*[,.;!]|\s*$)"
)
"""`Saying that X … is wrong`."""
_SAID_WRONGLY = re.compile(
    r"(?:说成?|讲成?|答成?|写成|认为|以为|理解[为成]|当[作成])(?P<what>[^,。;]{2,40}?),?(?:那?就|便)(?:大错特错|全错|错|不对(?![称齐等])|搞错|弄错|说反|挂|凉|砸|露馅|完蛋|丢分|扣分)了?(?=[,。;!.]|$)"
)
"""`说它一定更快就错了`: only what is said so is denied, not what leads up to it."""


def _called_wrong_behind(s: _Sentence, found: Sequence[Frame]) -> Iterable[Frame]:
    text, (start, end) = s.text, s.span
    after = _AFTERWARDS.search(text, start, end)
    if after and not any(
        p.start <= after.start() < p.end and _OF_A_THING.match(text, p.start, after.start()) for p in s.parts
    ):
        # What is quoted just before is what is called wrong, and nothing else.
        quotes = [q for q in _QUOTE.finditer(text, start, after.start()) if after.start() - q.end() <= 8]
        start, end = quotes[-1].span(1) if quotes else (start, after.start())
        own = s.part(after.start())
        if "扣分" in after.group() and len(text[own.start : after.start()].strip(" ,的话")) > 3:
            # `…,写反方向是要扣分的`: the clause says itself what costs points.
            start = own.start
        yield Frame(start, end, "denied", f"called wrong: {after.group().strip()}", Span(*after.span()))
    elif (said := _WHO_SAYS.match(s.words)) is not None:
        wrong = start + said.start("wrong")
        yield Frame(start, wrong, "denied", "called wrong: is wrong", Span(wrong, start + said.end()))
    elif told := _SAID_WRONGLY.search(text, start, end):
        yield Frame(*told.span("what"), "denied", "called wrong: 就错了")


_STILL_SAID = re.compile(
    r"(?:还在|仍在|还)(?:说|讲|传|写|以为|认为|坚持)(?P<what>[^,。;]{2,40}?)的(?:同学|人|朋友|各位|博主|文章|帖子|教程|资料)"
    r"|(?:认为|觉得|坚持|主张|说)(?P<that>[^,。;]{2,40}?)的(?:同学|人|朋友|文章|帖子|教程|资料|博主)(?:都|全|其实|显然|多半|明显)*(?:搞错|弄错|想错|说错|记错|理解错|错|误会|误解)"
)
"""`还在说 P 的同学，请 …`, `认为 P 的人搞错了`: P is called wrong, and nothing else."""


def _still_said(s: _Sentence, found: Sequence[Frame]) -> Iterable[Frame]:
    for still in _STILL_SAID.finditer(s.text, *s.span):
        yield Frame(*still.span("what" if still["what"] else "that"), "denied", "called wrong: by whom it is said")


def _quoted(s: _Sentence, found: Sequence[Frame]) -> Iterable[Frame]:
    for quoted in _QUOTE.finditer(s.text, *s.span):
        start, end = quoted.span(1)
        if not any(f.start <= start and end <= f.end for f in found):
            yield Frame(start, end, "silent", "quoted")


# ------------------------------------------------------------------------------------- clause by clause

_ASKS_CLAUSE = re.compile(
    r"是否|(?P<v>[\u4e00-\u9fff])(?<!动)不(?P=v)|有没有|如何|怎么(?!也|都)|怎样|为什么|为何|哪(?:些|个|种|几)|多少(?!都)|whether\b|which\s+of\b|(?<![a-z])how\s(?!ever)|(?<![a-z])why\s"
)
_NOT_OPEN = re.compile(
    r"没有(?:哪|多少|什么)|(?:吃|占|用|要|花|耗|需要?|存|取)多少[^,。;]{1,8}?(?:跟|和|与|由|取决|随|只看)|\bhow\s+(?:many|much)\s+(?!to\b)[a-z ]{1,24}\b(?:it|they|one|we|you|that)\s+(?:has|have|had|needs?|uses?|takes?|holds?|keeps?|stores?|see|sees)\b"
)
"""`没有哪种能 …`, `cuts how many weights it has`: words that ask elsewhere, and leave nothing open here."""
_IS_IT_SO = re.compile(
    r"(?P<what>[^,。;!?]{4,60}?)(?:是否|是不是|究竟|到底|能否|对不对)(?:真的?|确实)?(?:成立|属实|正确|为真|站得住脚|靠谱|如此|准确|说得通|可信|合理|这样|真的)"
)
"""`X 是否成立`: all of X is left open."""
_DECIDES = re.compile(
    r"(?<!question )(?<!issue )(?<!point )(?<!matter )\bis\s*$|(?:看的?(?:就|主要)?是?|(?:学|预测|教|建模|优化|回答|解决|考|问)的(?:其实|主要|就|只)?是|衡量|评估|评价|考察|度量|检查|检验|判断|判别|判定|预测|区分|识别|分辨|决定|辨别|\b(?:asks?|tells?|decides?|predicts?|judges?|classif(?:y|ies)|determines?|detects?|checks?|measures?|evaluates?|assess(?:es)?|scores?|verif(?:y|ies)))\s*[^,。;]{0,12}$"
)
"""`NSP predicts whether B follows A`: what is decided is the task, and that is asserted."""
_LOOKS_AT = re.compile(
    r"(?:只|的是|主要)(?:看|管|检查|判断|关心|关注|评判|打分)[^,。;]{0,12}$|(?:看|检查|判断)的是[^,。;]{0,12}$"
)
"""`只看答案是否正确`: what is looked at is told."""


def _left_open(s: _Sentence, clause: Span) -> Iterable[Frame]:
    text = s.text
    aside = [Span(*m.span()) for m in _NOT_OPEN.finditer(text, *clause)]
    asked = next(
        (
            m
            for m in _ASKS_CLAUSE.finditer(text, *clause)
            if not any(Span(*m.span()).overlaps(each) for each in aside)
            and not (m.start() - s.span.start < 3 and _PSEUDO_CLEFT.match(s.words))
        ),
        None,
    )
    if asked is None:
        return
    why = f"left open: {asked.group().strip()}"
    if (all_of_it := _IS_IT_SO.search(text, *clause)) and not _LOOKS_AT.search(text, clause.start, asked.start()):
        yield Frame(all_of_it.start("what"), clause.end, "silent", why)
    elif not _DECIDES.search(text, max(clause.start, asked.start() - 24), asked.start()):
        yield Frame(asked.start(), clause.end, "silent", why)


_EITHER = re.compile(r"[\u4e00-\u9fff]与否")
"""`对称与否会影响 …`: what stands before it is left open."""


def _either_way(s: _Sentence, clause: Span) -> Iterable[Frame]:
    if either := _EITHER.search(s.text, *clause):
        yield Frame(clause.start, either.end(), "silent", f"left open: {either.group()}")


_COMPARED = re.compile(
    r"(?:与|和|跟|(?<![相不共])同(?![一时样步类等]))[^,。;:、]{1,18}?(?:不\s*同|不一样|相反|有别|有所区别)(?!的)|(?:不同于|区别于|有别于|相比于?|相较于?|不像)(?![^,。;:]{1,16}的(?:最大|主要|关键)?(?:变化|改进|区别|不同|差别|创新|升级)(?:之处)?(?:主要|就)?(?:是|在于))[^,。;:]{1,24}(?=,|$)|(?:^|(?<=[,:;(.]))\s*(?:unlike|in\s+contrast\s+(?:to|with)|contrary\s+to|as\s+opposed\s+to|compared\s+(?:to|with))\b[^,.;]{1,60}|\bthan\s+(?:to|for|in|at)\s+[^,.;]{1,60}"
    r"|(?<=[慢快优弱强差逊早晚])于[^,。;:、]{1,24}"
    r"|(?<=量|本|销|度|存|小|模|价)(?:大约|约|差不多|几乎|就)?(?:等于|相当于|接近于?|等同于)\s*(?:一个|一款|同等?)[^,。;]{1,24}|\bthe\s+(?:cost|price|size|speed|budget|footprint|memory|compute|latency)\s+of\s+(?:an?|the\s+full)\s[^,.;]{1,40}"
)


def _compared(s: _Sentence, clause: Span) -> Iterable[Frame]:
    for compared in _COMPARED.finditer(s.text, *clause):
        yield Frame(*compared.span(), "silent", "what it is compared with")


_NEEDED_FOR = re.compile(
    r"\b(?:needs?|requires?)\s[^,.;]{3,60}?\s(?P<what>to\s+(?:train|converge|become|be|stay|remain|get|fit|work|run|match|reach)\b)|(?:需要|得|要)[^,。;]{2,24}?(?P<so>才(?:能|会|可以?)(?=稳定|收敛|训练|变|达到|放下|装下|用上))"
)
"""`Post-LN needs warm-up to train stably`: by itself it is not so."""


def _needed_for(s: _Sentence, clause: Span) -> Iterable[Frame]:
    for needed in _NEEDED_FOR.finditer(s.text, *clause):
        start = needed.start("what" if needed["what"] else "so")
        yield Frame(start, clause.end, "silent", "what it needs something for")


_FORMERLY = re.compile(
    r"原本|(?<![所步词])(?<!token)(?<!token )以前(?!叫|名为|名叫|称)|从前(?!\s*[\d一二两三四五六七八九十几若a-z面往向到])|(?<![经通挨扛放传冲熬带抛混绕跳送推搬拷滑移压盖填骗糊翻])过去(?![了噪除掉重])|(?:^|(?<=[,:;]))\s*之前(?:是|都|会)|\b(?:previously|formerly)\b(?!\s+(?:known|called|named))"
    r"|\b(?:it|they|we|i|you|people|models?|researchers|practitioners|engineers|everyone)\s+used\s+to\b|\bused\s+to\s+(?:be|have|rely|need|require)\b|\bin\s+the\s+past\b|\btraditionally\b"
)


def _formerly(s: _Sentence, clause: Span) -> Iterable[Frame]:
    if formerly := _FORMERLY.search(s.text, *clause):
        yield Frame(*clause, "silent", f"of former times: {formerly.group()}")


_NOT_SIMPLY = re.compile(
    r"\b(?:not|n't)\s+(?:just|simply|merely)\b|\w+n't\s+(?:just|simply|merely)\b|不(?:只|仅仅|单单|光)是"
)
_MORE = re.compile(r"\balso\b|\bbut\b|\btoo\b|还|也|而且|更|并且|同时")


def _not_simply(s: _Sentence, clause: Span) -> Iterable[Frame]:
    if (simply := _NOT_SIMPLY.search(s.text, *clause)) and not _MORE.search(s.words):
        yield Frame(simply.start(), clause.end, "silent", f"more or other than that: {simply.group()}")


_TRIED = re.compile(r"(?:试|考虑)过(?!的)|(?<!was )(?<!were )(?<!first )\b(?:tried|experimented\s+with)\b(?!\s+and\b)")
"""`试过 A，最后选了 B`: A was not taken."""


def _only_tried(s: _Sentence, clause: Span) -> Iterable[Frame]:
    if tried := _TRIED.search(s.text, *clause):
        yield Frame(tried.start(), clause.end, "silent", f"only tried: {tried.group().strip()}")


_HEDGE = re.compile(
    r"(?<!不)可能(?!性|的?(?:原因|成因|情况|办法|方案|解释))(?<!原因可能)(?<!成因可能)|也许|或许|似乎|恐怕|不一定|未必|直觉上|乍一?[看听]|表面上|\bmight\b(?!\s+not\s+(?:know|have\s+heard|be\s+aware))|(?<!\bin )(?<!\bof )(?<!\bsince )(?<!you )\bmay\b(?!\s+(?:only\b|\d|[a-z]+\s+any\b|not\s+(?:know|have\s+heard|be\s+aware)))|(?<=you )may\b(?!\s+(?:only|safely|freely|use|omit|skip|leave|drop|choose|set|ignore|remove|merge|reuse|apply|mix|combine|train|freeze|know|\d|[a-z]+\s+any\b|not\s+(?:know|have\s+heard|be\s+aware)))|\bperhaps\b|\bmaybe\b|\b(?:i|we)\s+(?:really\s+|very\s+much\s+)?doubt\b(?:\s+(?:that|whether|if))?|\b(?:it\s+is|it's|it\s+seems)\s+(?:very\s+|rather\s+|quite\s+|highly\s+)?(?:doubtful|unlikely|questionable|debatable|unclear|uncertain|conceivable|improbable)\b|\b(?:i'm|i\s+am|we\s+are)\s+not\s+(?:sure|certain|convinced)\b|\bpossibly\b|\bintuitively\b|\bat\s+first\s+(?:glance|sight|blush)\b|\bnot\s+necessarily\b"
)


def _hedged(s: _Sentence, clause: Span) -> Iterable[Frame]:
    if hedged := _HEDGE.search(s.text, *clause):
        end = clause.end
        if not s.text[hedged.end() : end].strip(" ,"):
            # `At first glance, …`: what only leads in is about the clause that follows.
            end = next((part.end for part in s.parts if part.start >= end), end)
        yield Frame(hedged.start(), end, "silent", f"hedged: {hedged.group().strip()}")


_UNRELATED = re.compile(
    r"(?:与|和|跟|同)(?P<what>[^,。;:、]{1,18}?)(?:无关|没有?[^,。;]{0,4}关系|不沾边|不相干|扯不上|(?:不是|并非)(?:一回事|一码事|同一))"
    r"|\b(?:nothing\s+to\s+do\s+with|unrelated\s+to|not\s+related\s+to)\s+(?P<which>[^,.;]{1,60})"
)


def _unrelated(s: _Sentence, clause: Span) -> Iterable[Frame]:
    for apart in _UNRELATED.finditer(s.text, *clause):
        span = apart.span("what" if apart["what"] else "which")
        yield Frame(*span, "silent", "what it has nothing to do with", whole=True)


# ------------------------------------------------------------------------------------- supposed

_INVERTED = re.compile(r"\W*(?:(?:were|had)\s+[^,.?]{2,60}?(?:\sto\s|,)|should\s+[^,.?]{2,60},\s)")
"""`Were A to do B, …`: a condition without an if."""


def _inverted(s: _Sentence, found: Sequence[Frame]) -> Iterable[Frame]:
    if _INVERTED.match(s.words):
        yield Frame(*s.span, "silent", "supposed: an inverted condition")


_MISSING = re.compile(
    r"(?:^|(?<=[,;:。]))\s*(?:没有|去掉|缺少|缺了|离开|没了|不开|不启用|关掉|关闭)[^,。;]{1,20}(?:时|的话|,)\s*[^,。;]{0,12}(?:就|会|便|将|更|很难|都要|都得|只能|只好|必须)"
    r"|(?<=[,;:。])\s*(?:关掉|关了|去掉|不用|停掉|拿掉|撤掉|少了|没了)(?:它(?!们自)|之)[^,。;]{0,6}?(?:只是|就|会|便|则|也|反而)"
)
_MISSING_EN = re.compile(
    r"(?:^|(?<=[,;:.])\s)\W*without\s(?!(?:a\s+|any\s+)?(?:doubt|question|exception|further|exaggerat|fail|loss\s+of|going\s+into|surprise))(?:[^,.;]{2,60},|[^,.;]{2,60}?\s(?:could|might|would)\s)"
)


def _missing(s: _Sentence, found: Sequence[Frame]) -> Iterable[Frame]:
    if missing := _MISSING.search(s.text, *s.span) or _MISSING_EN.search(s.text, *s.span):
        yield Frame(missing.start(), s.span.end, "silent", f"supposed: {missing.group().strip()}")


_CHOOSES = re.compile(
    r"(?:如果|假如|倘若|要是|若)(?:是|我们|你)?(?:用|使用|采用|选择|选用|以|按|把[^,。;]{1,12}(?:设|调|换|改成|改为))(?!不)(?:(?!可以|会|能|约为|减少|增加)[^不没无未,。;]){1,24},|\bif\s+(?:you|we|one)\s+(?:use|choose|pick|store|load|set|take)\b(?![^,.;]*\b(?:not|no|never|without)\b)|\bif\s+(?:stored|loaded|kept)\s+in\b"
)
"""A condition that only says which of several things the sentence speaks of: `如果用 FP32 存储，…`."""
_HAS_ASSUMED = re.compile(
    r"(?:^|[,:;。])(?!\s*(?:我们|你|可以|不妨|先|再|这里|此处|一般|通常|并|且|现|今|也|又|就|先来|让我们|为简单|为方便|其中|例如|比如|如)[^,。;]{0,6}$)[^,:;。]*[a-z0-9\u4e00-\u9fff](?<!我们)(?<!先)(?<!可以)(?<!不妨)(?<!一般)(?<!通常)(?<!这里)(?<!现)\s*(?:都|也|则|其实|隐含(?:地|了)?|默认|事先)?$"
)
"""`NF4 假设权重服从 …`: what a method is built on, and no supposition of who writes."""
_STATISTICS = re.compile(r"独立|同分布|均值|方差|正态|高斯|服从")
_THEN = re.compile(r"\s*(?:那么|则|有)")
_FOLLOWS = re.compile(r"就|会|那么|那(?!些|个|种|样)|\bwould\b|\bthen\b")
_IF_SO_CALLED = re.compile(
    r"if\s+(?:you|we|one|they)\s+[^,;.]{3,40},\s*(?:then\s+)?(?:that's|that\s+is|this\s+is|it's\s+called|you're\s+doing)\s"
    r"|(?:如果|要是|假如)[^,。;]{3,24},\s*(?:那|这)就(?:是|叫|属于)"
)
"""`If you shard the batch, that's X`: a definition, and nothing supposed."""
_LEAVES_ASIDE = re.compile(
    r"不(?:算|计入?|考虑|含)[^,。;]{1,12}?的话$|(?:^|[,。;:]\s*)(?:用|用了|使用|采用|选|选用|换成|换用|有|有了|开|开了|开启|打开|启用)[^,。;不没无如]{1,24}的话$"
)
"""`不算激活的话`, `用 LoRA 的话`: a circumstance or a choice, under which the rest is asserted."""
_IT_IS_BECAUSE = re.compile(
    r",\s*(?:it's|it\s+is|that's|that\s+is|this\s+is)\s+(?:usually\s+|often\s+|mostly\s+|mainly\s+|simply\s+)?because\b|,\s*(?:那|这|多半|通常|往往|一般|主要|大多)*(?:就|都)?是因为|,\s*(?:其|主要|根本)?原因(?:就|多半|通常)?(?:是|在于)"
)
"""`If the model degrades, it's because V`: what is seen is supposed, its cause is asserted."""
_PURPOSE = re.compile(
    r"if\s+(?:you|we|one|they)(?:'d|\s+do|\s+only|\s+just|\s+really)?\s+(?:want|wish|need|plan|intend|like|hope|mean|care|look\s+for|have\s+to|wonder|ask|remember|recall|like)s?\b(?!\s+(?:to\s+)?(?:remove|drop|disable|replace|skip)\b)"
    r"|if\s+(?:(?:you|we|one|they|someone|anyone|somebody|the\s+interviewer|an\s+interviewer)(?:'re|\s+are|\s+is|\s+get|\s+gets)?\s+)?(?:ever\s+)?(?:asked|asks?|pressed|in\s+doubt|in\s+a\s+hurry|unsure|curious|interested|new\s+to|stuck)\b"
    r"|(?:如果|要是|假如|假使|若|倘若|万一)(?:你|我|我们|有人|别人|对方|面试官|考官|老师|读者|大家|实在|只|真|还)*(?:被|问|追问|提问|想|要(?!是)|希望|打算|需要|只能|只想|记不住|记不清|不清楚|不知道|不确定|不记得|忘了|没时间|没听过|愿意|感兴趣|好奇|追求|在意|在乎|关心|看重|非得?要?|一定要)"
)
"""`If you want to …, note that X`, `如果被问到，就说 X`: what it is good for, or when to say it; X is asserted."""
_IF_RIGHT = re.compile(
    r"(?:if|unless)\s+(?:i\s+am|i'm|we\s+are|we're|i|memory|you)\s+(?:not\s+)?(?:mistaken|wrong|serves?|remember\s+(?:it\s+)?(?:correctly|rightly|right)|recall\s+correctly|understand\s+(?:it\s+)?correctly|think\s+about\s+it|look\s+closely|will)\b"
    r"|(?:如果|要是|假如|若|除非)(?:我|你)?(?:没有?|不曾|是|我)?(?:记错|记得没错|理解错|看错|搞错|弄错|说错|猜错|没记错|仔细(?:看|想))"
)
"""`If I'm not mistaken`: how sure the writer is, and nothing supposed."""
_IMAGINES = frozenset(
    [
        "想象一下",
        "设想",
        "设想一下",
        "imagine",
        "suppose",
        "假设",
        "would",
        "could have",
        "否则",
        "otherwise",
        "除非",
        "unless",
    ]
)
"""Words that suppose all that follows them, or speak of what is not so."""


def _supposed(s: _Sentence, found: Sequence[Frame]) -> Iterable[Frame]:
    text, (start, end) = s.text, s.span
    supposed = next(
        (
            m
            for m in CONDITION.finditer(text, start, end)
            if not (m.group() == "假设" and _HAS_ASSUMED.search(text, max(start, m.start() - 24), m.start()))
        ),
        None,
    )
    if (
        supposed is None
        or _CHOOSES.match(text, supposed.start())
        or _LEAVES_ASIDE.search(text, start, supposed.end())
        or _IF_RIGHT.match(text, supposed.start())
        or _IF_SO_CALLED.match(text, supposed.start(), end)
    ):
        return
    word, own = supposed.group(), s.part(supposed.start())
    until = end
    if word == "假设" and _STATISTICS.search(text, supposed.end(), end):
        until = next((c.end for c in s.parts if _THEN.match(text, c.end)), until)
    elif word == "假设" and not _FOLLOWS.search(text, supposed.end(), end):
        # "假设各分量独立同分布,…": what a derivation takes as given; what is derived is asserted.
        until = next((c.end for c in s.parts if c.start <= supposed.start() < c.end), until)
    if _PURPOSE.match(text, supposed.start()) or (
        word not in _IMAGINES and _leaves_main(text, supposed.start(), own, s.parts, s.names)
    ):
        until = own.end
    if (cause := _IT_IS_BECAUSE.search(text, supposed.end(), until)) is not None:
        until = cause.start()
    late = word in ("的话", "would")
    yield Frame(own.start if late else supposed.start(), until, "silent", f"supposed: {word}")


_CIRCUMSTANCE = re.compile(
    r"[大长多高少小低短深宽满紧够快慢强弱复杂稀疏密]$|(?:不够|不足|有限|失败|出错|增[长加大]|充足|允许|紧张|变[大长多高少小低短]|翻倍)(?:了)?$"
    r"|\b(?:large|long|big|huge|small|short|deep|wide|high|low|tight|scarce|limited|fails?|grows?|shrinks?|enough|many|few|slow|fast|dense|sparse|complex|longer|larger|bigger|smaller|shorter|deeper)\s*$"
)
"""What closes a condition that only tells how things stand: `如果上下文很长，X …`."""
_ALTERS = re.compile(
    r"不|没|无|未|去掉|去除|取消|换|改|关|停|删|省|除|缺|替|只|仅|当初|本来|原本|真|也|\b(?:not|no|never|without|remov\w+|drop\w*|replac\w+|disabl\w+|skip\w*|omit\w*|were|had|only|turn\w*|switch\w*|chang\w+|instead|lack\w*|also)\b|n't\b"
)
"""A condition that denies or changes something supposes what need not be."""
_LEADS_ON = re.compile(r"\W*(?:那么?|则|then|so)?\s*(?:the\s+|an?\s+)?")


def _leaves_main(text: str, at: int, own: Span, parts: Sequence[Span], names: Sequence[Span]) -> bool:
    """Whether a condition only says how things stand, so that the clause behind it, which names its subject, is asserted."""
    behind = next((p for p in parts if p.start >= own.end), None)
    if behind is None or _ALTERS.search(text, at, own.end):
        return False
    if not any(
        behind.start <= n.start < behind.end and _LEADS_ON.fullmatch(text, behind.start, n.start) for n in names
    ):
        return False
    named = any(own.start <= n.start < own.end for n in names)
    stands = _CIRCUMSTANCE.search(text[at : own.end].rstrip(" ,;:了时的话"))
    return stands is not None or not named


_CONCEDED = re.compile(
    r"(?:即使|即便|哪怕|就算|纵使|纵然|就是)(?=[^,。;]{4,},?[^,。;]{0,8}也)|\beven\s+(?:if|though\s+it\s+(?:were|was))\b"
)
"""`Even if X …, it …`: what is conceded for the sake of argument."""


def _conceded(s: _Sentence, found: Sequence[Frame]) -> Iterable[Frame]:
    for conceded in _CONCEDED.finditer(s.text, *s.span):
        yield Frame(conceded.start(), s.part(conceded.start()).end, "silent", f"supposed: {conceded.group()}")


# ------------------------------------------------------------------------------------- said by others, rightly or wrongly

_WRONG = re.compile(
    r"(?:误|错)以为|误认为|误(?:传|信|称|写|说|当)(?:成|为|作)?|误归(?:入|为|类)?|错误(?:地|的)?(?:认为|以为|理解|说法|观点|描述|写法|答案|表述)|以为|误区|误解|误会|谣言|谬误"
    r"|(?:不要|别|切勿|切忌|切莫|不能|不可|不应该?|不该|不宜)(?:再)?(?:说|讲|回答|答成|写成|认为|以为|觉得|理解为|理解成|当成|当作)|并不是说|并非说"
    r"|\bmisconception|\bmisbelie|\bmyth\b|(?<!\bnot )(?<!unless i'm )(?<!unless i am )(?<!be )\bmistak\w+|\bwrongly\b|\berroneously\b|\bincorrectly\b|\bcontrary\s+to\b|\bmisunderst\w+"
    r"|\b(?:don't|do\s+not|never)\s+(?:think|assume|believe|say|imagine|claim|write|answer|state)\b|\b(?:it\s+is|it's|it\s+isn't|it\s+is\s+simply)\s+(?:not\s+true|not\s+the\s+case|not\s+correct|not\s+right|true\b(?<=isn't\strue)|false|wrong|untrue|incorrect|a\s+(?:myth|misconception|mistake))\s+(?:that|to\s+(?:say|think|believe|claim))\b|与其说"
    r"|\b(?:slip|trap|error|pitfall|blunder|confusion)\s+is\s+(?:to\s+(?:think|believe|assume|say|claim|write|suppose)|thinking|believing|assuming|saying)\b|\bfalse(?:ly)?\s+(?:claim|belief|idea|say)\w*|\bpeople\s+(?:wrongly|mistakenly)\b"
)
_MISTAKEN = frozenset(["误区", "误解", "误会", "谣言", "谬误", "misconception", "myth"])
_TOLD_AGAIN = re.compile(
    r"(?:复述|重复|传播|散布|模仿|学到|说出|输出|生成|包含|照搬|相信|考|测|评估|衡量)[^,。;:是]{0,10}$|\b(?:repeat|imitat|mimic|reproduc|test|measur|contain|probe|spread)\w*\s+(?:[a-z]+\s+){0,3}$"
)
"""`复述常见误解`: the mistakes are what the sentence speaks of."""
_OPENS_TRUTH = re.compile(r"(?<=[^\s:]):(?!:)\s*(?=\S)|—+|\s--?\s|;")
"""What is told as a mistake ends here: `it is a myth that X: in truth Y`."""
_ADMONISHES = re.compile(r"(?:不要|别|切勿|切忌|切莫|不能|不可|不应|不该|不宜)|(?:don't|do\s+not|never)\b")
_ADMONITION_ENDS = re.compile(r"(?<=了),|(?<!\d),(?!\d)")
_ADMONITION_GOES_ON = re.compile(r"\s*(?:只要|如果|因为|既然|有了|用了|一旦|as\s+long\s+as|if|because|once)")
"""`别再说 X 了，它 …`: behind the comma stands what is so."""


def _called_wrong(s: _Sentence, found: Sequence[Frame]) -> Iterable[Frame]:
    text, (start, end) = s.text, s.span
    frames = list(found)
    for wrong in _WRONG.finditer(text, start, end):
        if wrong.group() in _MISTAKEN and _TOLD_AGAIN.search(text, max(start, wrong.start() - 24), wrong.start()):
            continue
        if _AFTERWARDS.match(text, wrong.start()) or any(
            f.why.startswith("called wrong") and "contrary" not in f.why and f.start <= wrong.start() < f.end + 16
            for f in frames
        ):
            continue
        until = _until_back(text, wrong.end(), end)
        if opened := _OPENS_TRUTH.search(text, wrong.end() + 4, until):
            until = opened.start()
        if (
            _ADMONISHES.match(wrong.group())
            and not _ADMONITION_GOES_ON.match(text, wrong.end())
            and (closed := _ADMONITION_ENDS.search(text, wrong.end() + 4, until))
        ):
            until = closed.start()
        if wrong.group().startswith("contrary"):
            until = next((p.end for p in s.parts if p.start <= wrong.start() < p.end), until)
        frame = Frame(wrong.start(), until, "denied", f"called wrong: {wrong.group().strip()}", Span(*wrong.span()))
        frames.append(frame)
        yield frame


_SAID = re.compile(
    r"(?:有人|有些人|大家|人们(?!发现|观察|注意)|网上|网传|坊间|面试者|候选人|初学者|(?:很多|许多|不少|有的?|有些|某些|好多|一些|部分|几乎所有)(?:人|资料|文章|博客|帖子|教程|回答|答案|同学|面经|笔记|清单|博主|候选人|读者|网友|作者|书))"
    r"[^,。;]{0,8}?(?:说|认为|觉得|担心|写|称|声称|(?:把|将)(?=[^,。;]{1,30}(?:当|看[作成]|说|理解|归|误|叫|称|等同|混|写成|讲|视|记|算|认))|讲|提到|误|猜|记成|记作|当成)"
    r"|(?<![\u4e00-\u9fff])(?:都|常|总|老|人人都|外界(?:都|一度)?)(?:说(?![白穿到起实明不])|猜|以为|认为|觉得|误以为)(?=[^。;]{0,60}(?:其实|但|不过|然而|实际上|事实上|却|错|误))"
    r"|(?:(?<![再直坦明])说(?![白穿到起实明不])|认为|觉得|宣称|声称|相信)[^,。;]{2,30}的(?:人|文章|资料|说法|面试者)|据说|传言|听说|传闻|所谓的?说法|(?:有一?种|一种(?:常见|流行)的?|常见的)(?:说法|观点|看法)(?:就?是|说|认为|[,:])|常(?:听到|听人)[^,。;]{0,4}?说"
    r"|\b(?:some|many|a\s+few|several|most|other)\s+(?:\w+\s+)?(?:say|claim|think|believe|argue|assume|state|write|fear|worry)\b"
    r"|\b(?:someone|somebody|a\s+(?:colleague|candidate|blog(?:ger)?|friend|post|tutorial))\s+(?:\w+\s+)?(?:says|claims|thinks|believes|argues|assumes|states|writes|said|claimed|argued|wrote)\b"
    r"|\b(?:people|candidates|beginners|blogs?|posts?|tutorials?|articles?|folks)\s+(?:\w+\s+)?(?:say|claim|think|believe|argue|assume|state|write|fear|worry|file|call|classify|label)\b"
    r"|\bis\s+(?:often|sometimes|commonly|frequently|widely)\s+(?:said|claimed|thought|believed|assumed|described|filed|called|taken|stated|confused)\b"
    r"|\b(?:i|we|he|she|they)\s+(?:\w+\s+)?thought\b(?!\s+(?:about|of|up|through)\b)|\ballegedly\b|\bsupposedly\b|\brumou?r\b|\byou\s+(?:may|might|will\s+often)\s+(?:hear|read)\b|\bone\s+(?:often\s+)?hears\b"
    r"|\bthe\s+(?:claim|idea|notion|belief|statement)\s+that\b|\b(?:it\s+is|it's|one\s+is|you\s+are|you're)\s+(?:so\s+|very\s+)?(?:tempt(?:ing|ed)|easy)\s+to\s+(?:think|say|believe|assume|conclude|claim|suppose)\b|\b(?:this|that|it|which)\s+(?:does\s+not|doesn't|need\s+not|needn't)\s+(?:mean|imply|follow|entail)\b"
)


def _said_by_others(s: _Sentence, found: Sequence[Frame]) -> Iterable[Frame]:
    for said in _SAID.finditer(s.text, *s.span):
        if any(f.mode == "denied" and f.start <= said.end() + 3 and said.start() < f.end for f in found):
            continue
        until = _until_back(s.text, said.end(), s.span.end)
        yield Frame(said.start(), until, "silent", f"what others say: {said.group().strip()}")


_BACK = re.compile(
    r"不如说|(?<!与其)倒不如|但是?|然而|其实|实际上|事实上|真正|正确的|应当是|应该是|应是|而是|严格(?:地|来)?[说讲]|\bbut\b|\bin\s+fact\b|\bactually\b|\bin\s+reality\b|\bhowever\b|\bwhereas\b|\bthe\s+truth\b|\brather\b|\breally\b"
)


def _until_back(text: str, start: int, end: int) -> int:
    back = _BACK.search(text, start, end)
    return back.start() if back else end


# ------------------------------------------------------------------------------------- all of them in their order

_Rule = Callable[[_Sentence, Sequence[Frame]], Iterable[Frame]]
"""What frames a sentence, or stretches of it, beside the frames that were found before."""
_FIRST: tuple[tuple[_Rule, tuple[re.Pattern[str], ...]], ...] = (
    (_called_wrong_behind, (_AFTERWARDS, _WHO_SAYS, _SAID_WRONGLY)),
    (_marked_wrong, (_MARK,)),
    (_still_said, (_STILL_SAID,)),
    (_quoted, (_QUOTE,)),
)
_OF_CLAUSES: tuple[tuple[Callable[[_Sentence, Span], Iterable[Frame]], re.Pattern[str]], ...] = (
    (_left_open, _ASKS_CLAUSE),
    (_either_way, _EITHER),
    (_compared, _COMPARED),
    (_needed_for, _NEEDED_FOR),
    (_formerly, _FORMERLY),
    (_not_simply, _NOT_SIMPLY),
    (_only_tried, _TRIED),
    (_hedged, _HEDGE),
    (_unrelated, _UNRELATED),
)
_LAST: tuple[tuple[_Rule, tuple[re.Pattern[str], ...]], ...] = (
    (_inverted, (_INVERTED,)),
    (_missing, (_MISSING, _MISSING_EN)),
    (_supposed, (CONDITION,)),
    (_conceded, (_CONCEDED,)),
    (_called_wrong, (_WRONG,)),
    (_said_by_others, (_SAID,)),
)
_ASKING = (_QUESTION_END, _ASKS_ALL, _EXERCISE, _ENDS_BLANK)
_GATE = Gate(
    *_ASKING, _LABEL_WRONG, *(each for _, found in (*_FIRST, *_LAST) for each in found), *(each for _, each in _OF_CLAUSES)
)  # fmt: skip
"""All that makes a frame: most sentences hold none of their words."""


def frames(text: str, sentence: Span, parts: Sequence[Span], following: str, names: Sequence[Span] = ()) -> list[Frame]:
    """Where in a sentence nothing is asserted, or its opposite; `following` is the next sentence, `names` are the places of what it may be about."""
    words = text[sentence.start : sentence.end]
    can = _GATE.within(words)
    if not can and not _ONLY_WRONG.match(following) and not _BLANK.match(following):
        return []
    s = _Sentence(text, sentence, words, parts, following, names)
    whole = _whole(s)
    if whole is not None:
        return whole
    found = list(_labelled_wrong(s, ()))
    for rule, needed in _FIRST:
        if not can.isdisjoint(needed):
            found += rule(s, found)
    of_clauses = [rule for rule, needed in _OF_CLAUSES if needed in can]
    if of_clauses:
        for clause in parts:
            for of_clause in of_clauses:
                found += of_clause(s, clause)
    for rule, needed in _LAST:
        if not can.isdisjoint(needed):
            found += rule(s, found)
    return found
