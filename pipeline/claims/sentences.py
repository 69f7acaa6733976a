"""A unit's text into sentences and clauses, and what they are not: assertions.

Apart from the reader, because where a sentence asks, supposes, quotes or reports, it is so for every relation.
All texts here are normalised: lower case, half width, simplified.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from pipeline import regex as re

Mode = Literal["silent", "denied"]


class Span(NamedTuple):
    """A stretch of text."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


class Frame(NamedTuple):
    """A stretch in which nothing is asserted, or the opposite of what stands there."""

    start: int
    end: int
    mode: Mode
    why: str


_STOP = re.compile(r"[。!?;…]+[\"'”’)\]】]*|(?<![\d\s])\.(?=\s|$)[\"')\]]*|(?<=\d)\.(?=\s+[^\d\s]|\s*$)|\n+")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|vs|etc|fig|eq|sec|al|cf|no|approx|resp)|^\s*\d{1,2}|\b[a-z])\.$")


def sentences(text: str) -> list[Span]:
    """The sentences of a text, without the white space around them."""
    found: list[Span] = []
    start = 0
    for stop in _STOP.finditer(text):
        if stop.group().startswith(".") and _ABBREVIATION.search(text[max(start, stop.start() - 8) : stop.start() + 1]):
            continue
        _add(found, text, start, stop.end())
        start = stop.end()
    _add(found, text, start, len(text))
    return found


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append(Span(start, end))


_CLAUSE = re.compile(
    r",(?!\d{3})|:|—+|--+|[()\[\]]|、(?=直接|而|并(?!行)|每|[^、,。;]{1,10}(?:来自|取自|出自|来源于))"
    r"|(?<![a-z])(?:but|while|whereas|although|though|yet|however|then|so|because|since)(?![a-z])(?!\s+(?:also|not\s+only))"
    r"|但是?|然而|不过|而是|而(?=由|是|对|只|不(?!是|仅|同)|没|在|则|它|[a-z])(?<!从而)(?<!因而)(?<!然而)|则(?=是|会|不|没|在|把|将|用|只|由|需)"
    r"|所以|因此|因为|于是"
)


def clauses(text: str, sentence: Span) -> list[Span]:
    """The clauses of a sentence, which they partition."""
    found: list[Span] = []
    start = sentence.start
    for mark in _CLAUSE.finditer(text, sentence.start, sentence.end):
        # The mark opens the clause that it introduces; a comma or a bracket closes the one before it.
        cut = mark.end() if text[mark.start()] in ",、:—-()[]" else mark.start()
        if cut > start:
            found.append(Span(start, cut))
            start = cut
    if start < sentence.end:
        found.append(Span(start, sentence.end))
    return found


_QUESTION_END = re.compile(r"\?[\"'”’)\]】]*$|(?:吗|呢|么)[。!]?$")
_ASKS_ALL = re.compile(
    r"^(?:\W|\d)*(?:为什么|为何|请问|如何|怎么|怎样|哪|what\s|why\s|how\s(?!ever)|which\s(?:of|one)\b)"
)
_ASKS_CLAUSE = re.compile(
    r"是否|是不是|能不能|会不会|有没有|需不需要|要不要|如何|怎么(?!也|都)|怎样|为什么|为何|哪(?:些|个|种|几)|多少(?!都)|whether\b|which\s+of\b|(?<![a-z])how\s(?!ever)|(?<![a-z])why\s"
)
_DECIDES = re.compile(
    r"(?:判断|判别|判定|预测|区分|识别|分辨|决定|辨别|\b(?:asks?|tells?|decides?|predicts?|judges?|classif(?:y|ies)|determines?|detects?|checks?))\s*[^,。;]{0,12}$"
)
"""`NSP predicts whether B follows A`: what is decided is the task, and that is asserted."""
_CONDITION = re.compile(
    r"如果|假如|(?<!性)假设(?!检验)|假使|倘若|(?<![主需重想只须])要是|若(?!干)|万一|(?<!\beven )\bif\b(?!\s+not\s)|\bunless\b|\bsuppose\b|\bwould\b|\bcould\s+have\b|\bhad\s+(?:we|it|they)\b|否则|不然的?话|的话|\botherwise\b"
)
_CHOOSES = re.compile(
    r"(?:如果|假如|倘若|要是|若)(?:是|我们|你)?(?:用|使用|采用|选择|选用|以|按|把[^,。;]{1,12}(?:设|调|换))(?!不)[^不没无未,。;]{1,24},|\bif\s+(?:you|we|one)\s+(?:use|choose|pick|store|load|set|take)\b(?![^,.;]*\b(?:not|no|never|without)\b)|\bif\s+(?:stored|loaded|kept)\s+in\b"
)
"""A condition that only says which of several things the sentence speaks of: `如果用 FP32 存储，…`."""
_LEAVES_ASIDE = re.compile(r"不(?:算|计入?|考虑|含)[^,。;]{1,12}?的话$")
"""`不算激活的话`: a circumstance, under which the rest is asserted."""
_HEDGE = re.compile(
    r"(?<!不)可能(?!性)|也许|或许|似乎|恐怕|不一定|未必|\bmight\b|\bmay\b|\bperhaps\b|\bpossibly\b|\bnot\s+necessarily\b"
)
_WRONG = re.compile(
    r"(?:误|错)以为|误认为|误(?:传|信|称|写|说|当)(?:成|为|作)?|错误(?:地|的)?(?:认为|以为|理解|说法|观点|描述|写法|答案|表述)|以为|误区|误解|误会|谣言|谬误"
    r"|(?:不要|别|切勿|不能|不可|不应)(?:再)?(?:说|讲|认为|以为|觉得|理解为|理解成|当成|当作)|并不是说|并非说"
    r"|\bmisconception|\bmisbelie|\bmyth\b|\bmistak\w+|\bwrongly\b|\berroneously\b|\bincorrectly\b|\bcontrary\s+to\b|\bmisunderst\w+"
    r"|\b(?:don't|do\s+not|never)\s+(?:think|assume|believe|say|imagine)\b|\b(?:it\s+is|it's|it\s+isn't|it\s+is\s+simply)\s+(?:not\s+true|not\s+the\s+case|not\s+correct|not\s+right|true\b(?<=isn't\strue)|false|wrong|untrue|incorrect|a\s+(?:myth|misconception|mistake))\s+(?:that|to\s+(?:say|think|believe|claim))\b|与其说"
    r"|\bfalse(?:ly)?\s+(?:claim|belief|idea|say)\w*|\bpeople\s+(?:wrongly|mistakenly)\b"
)
_NOT_SIMPLY = re.compile(
    r"\b(?:not|n't)\s+(?:just|simply|merely)\b|\w+n't\s+(?:just|simply|merely)\b|不(?:只|仅仅|单单|光)是"
)
_MORE = re.compile(r"\balso\b|\bbut\b|\btoo\b|还|也|而且|更|并且|同时")
_MISSING = re.compile(
    r"(?:^|(?<=[,;:。]))\s*(?:没有|去掉|缺少|缺了|离开|没了)[^,。;]{1,20}(?:时|的话|,)\s*[^,。;]{0,12}(?:就|会|便|将|更|很难)"
)
_MISSING_EN = re.compile(r"(?:^|(?<=[,;:.])\s)\W*without\s[^,.;]{2,60},")
_SAID = re.compile(
    r"(?:有人|有些人|很多人|许多人|不少人|大家|人们|网上|网传|坊间|面试者|候选人|初学者|有的?(?:资料|文章|博客|帖子|教程)|不少(?:资料|文章|博客|教程)|某些(?:资料|文章|博客))"
    r"[^,。;]{0,8}?(?:说|认为|觉得|担心|写|称|声称|把|将|讲|提到|误)"
    r"|(?:说|认为|觉得|宣称|声称|相信)[^,。;]{2,30}的(?:人|文章|资料|说法|面试者)|据说|传言|听说|传闻|所谓的?说法"
    r"|\b(?:some|many|a\s+few|several|most|other)\s+(?:\w+\s+)?(?:say|claim|think|believe|argue|assume|state|write|fear|worry)\b"
    r"|\b(?:people|candidates|beginners|blogs?|posts?|tutorials?|articles?|folks)\s+(?:\w+\s+)?(?:say|claim|think|believe|argue|assume|state|write|fear|worry)\b"
    r"|\bis\s+(?:often|sometimes|commonly|frequently|widely)\s+(?:said|claimed|thought|believed|assumed|described|filed|called|taken|stated|confused)\b"
    r"|\ballegedly\b|\bsupposedly\b|\brumou?r\b|\byou\s+(?:may|might|will\s+often)\s+(?:hear|read)\b|\bone\s+(?:often\s+)?hears\b"
    r"|\bthe\s+(?:claim|idea|notion|belief|statement)\s+that\b"
)
_BACK = re.compile(
    r"不如说|(?<!与其)倒不如|但是?|然而|其实|实际上|事实上|真正|正确的|应当是|应该是|应是|而是|严格(?:地|来)?[说讲]|\bbut\b|\bin\s+fact\b|\bactually\b|\bin\s+reality\b|\bhowever\b|\bwhereas\b|\bthe\s+truth\b|\brather\b|\breally\b"
)
_AFTERWARDS = re.compile(
    r"(?:这|那|该|此|上述|以上)(?:种|个|一|句|些)?(?:常见的?)?(?:说法|观点|看法|理解|话|结论|认识|表述|想法|描述|答案)?(?:其实|实际上|显然)?(?:是|就是|都是|可是|完全|并|纯属|属于)?(?:一?[个种])?(?:常见的?|典型的?)?"
    r"(?:不对|错误|错的?|不正确|不准确|不成立|说反了|反了|误区|谣言|误解|不是真的|站不住脚|有误)"
    r"|(?<=.)(?:是|只是|都是|纯属|其实是|属于)(?:一?[个种条]|一个)?(?:常见的?|典型的?|流行的?|广为流传的?|彻头彻尾的?)?(?:误解|误区|谣言|误会|误传|谬误|谬论|迷思|错觉|以讹传讹|讹传|谣传)(?=[,。;!.:]|$)"
    r"|(?<=.)(?:是|都是|是完全|显然是|其实是|并)(?:不对|错误|错|不正确|不准确|不成立|站不住脚)的?(?=[,。;!.]|$)|(?:的)(?:说法|观点|看法|理解|结论|认识|想法)(?:其实)?(?:是|都是|并|完全)?(?:不对|错误|错的?|不正确|不准确|不成立|误区|误解|有误|站不住脚)"
    r"|\b(?:that|this|which|it)(?:\s+(?:claim|statement|idea|belief|view|notion|answer))?\s*(?:is|'s|was|are)\s+(?:simply\s+|just\s+|plainly\s+|actually\s+)?(?:wrong|false|incorrect|untrue|not\s+true|not\s+correct|not\s+right|not\s+the\s+case|a\s+(?:common\s+)?(?:myth|misconception|mistake|error)|mistaken|backwards)(?!\s+(?:that|to|for|with|in|on)\b)"
    r"|\b(?:is|are)\s+(?:a\s+)?(?:common\s+|popular\s+|widespread\s+)?(?:myth|misconception|mistake)\b(?!\s+(?:that|to)\b)"
)
_SAID_WRONGLY = re.compile(
    r"(?:说成?|讲成?|认为|以为|理解[为成]|当[作成])(?P<what>[^,。;]{2,40}?),?(?:那?就|便)(?:大错特错|全错|错|不对|搞错|弄错|说反)了?(?=[,。;!.]|$)"
)
"""`说它一定更快就错了`: only what is said so is denied, not what leads up to it."""
_LABEL_WRONG = re.compile(
    r"^\W*(?:(?:常见)?误区|误解|(?:常见)?错误(?:说法|答案|观点|理解)?|错|谣言|迷思|myth|misconception|wrong|false|incorrect|common\s+mistake|mistake)\s*(?:\d+|[一二三四五六七八九十])?\s*[:：]|^\s*[✗✘❌×]"
)
_ONLY_WRONG = re.compile(
    r"^\W*(?:(?:这|那)(?:种|个|句)?(?:说法|观点|话|理解)?(?:是|其实)?|that\s+is|that's|this\s+is|it\s+is)?\s*(?:完全|就|显然|当然|a\s+|simply\s+)?(?:不对|错误的?|错了?|不正确|误区|误解|谣言|wrong|false|incorrect|not\s+true|myth|misconception)(?=[。.!,:;，]|\s*$|的)"
)
_QUOTE = re.compile(r"[“\"「『]([^“”\"「」『』]{8,})[”\"」』]")
_EXERCISE = re.compile(r"^\W*(?:判断(?:题|正误|对错)|true\s+or\s+false|请判断|下列|以下(?:说法|哪))")


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


def frames(text: str, sentence: Span, parts: list[Span], following: str) -> list[Frame]:
    """Where in a sentence nothing is asserted, or its opposite; `following` is the next sentence."""
    words = text[sentence.start : sentence.end]
    found: list[Frame] = []
    if _QUESTION_END.search(words) or _ASKS_ALL.search(words) or _EXERCISE.search(words):
        return [Frame(sentence.start, sentence.end, "silent", "a question")]
    if _LABEL_WRONG.match(words) or _ONLY_WRONG.match(following):
        until = _until_back(text, sentence.start, sentence.end)
        found.append(Frame(sentence.start, until, "denied", "called wrong"))
    if after := _AFTERWARDS.search(text, sentence.start, sentence.end):
        found.append(Frame(sentence.start, after.start(), "denied", f"called wrong: {after.group().strip()}"))
    elif told := _SAID_WRONGLY.search(text, sentence.start, sentence.end):
        found.append(Frame(told.start("what"), told.end("what"), "denied", "called wrong: 就错了"))
    for quoted in _QUOTE.finditer(text, sentence.start, sentence.end):
        found.append(Frame(quoted.start(1), quoted.end(1), "silent", "quoted"))
    for clause in parts:
        asked = _ASKS_CLAUSE.search(text, clause.start, clause.end)
        if asked and not _DECIDES.search(text, max(clause.start, asked.start() - 24), asked.start()):
            found.append(Frame(asked.start(), clause.end, "silent", f"left open: {asked.group().strip()}"))
        for compared in _COMPARED.finditer(text, clause.start, clause.end):
            found.append(Frame(compared.start(), compared.end(), "silent", "what it is compared with"))
        if formerly := _FORMERLY.search(text, clause.start, clause.end):
            found.append(Frame(clause.start, clause.end, "silent", f"of former times: {formerly.group()}"))
        if (simply := _NOT_SIMPLY.search(text, clause.start, clause.end)) and not _MORE.search(words):
            found.append(Frame(simply.start(), clause.end, "silent", f"more or other than that: {simply.group()}"))
        if hedged := _HEDGE.search(text, clause.start, clause.end):
            found.append(Frame(hedged.start(), clause.end, "silent", f"hedged: {hedged.group().strip()}"))
    if missing := _MISSING.search(text, sentence.start, sentence.end) or _MISSING_EN.search(
        text, sentence.start, sentence.end
    ):
        found.append(Frame(missing.start(), sentence.end, "silent", f"supposed: {missing.group().strip()}"))
    if (
        (supposed := _CONDITION.search(text, sentence.start, sentence.end))
        and not _CHOOSES.match(text, supposed.start())
        and not _LEAVES_ASIDE.search(text, sentence.start, supposed.end())
    ):
        late = supposed.group() in ("的话", "would")
        start = next((c.start for c in parts if c.start <= supposed.start() < c.end), sentence.start)
        found.append(
            Frame(start if late else supposed.start(), sentence.end, "silent", f"supposed: {supposed.group()}")
        )
    for wrong in _WRONG.finditer(text, sentence.start, sentence.end):
        if not _AFTERWARDS.match(text, wrong.start()) and not any(
            f.why.startswith("called wrong") and f.start <= wrong.start() < f.end + 16 for f in found
        ):
            until = _until_back(text, wrong.end(), sentence.end)
            if opened := _OPENS_TRUTH.search(text, wrong.end() + 4, until):
                until = opened.start()
            if (
                _ADMONISHES.match(wrong.group())
                and not _ADMONITION_GOES_ON.match(text, wrong.end())
                and (closed := _ADMONITION_ENDS.search(text, wrong.end() + 4, until))
            ):
                until = closed.start()
            if wrong.group().startswith("contrary"):
                until = next((p.end for p in parts if p.start <= wrong.start() < p.end), until)
            found.append(Frame(wrong.start(), until, "denied", f"called wrong: {wrong.group().strip()}"))
    for said in _SAID.finditer(text, sentence.start, sentence.end):
        if any(f.mode == "denied" and f.start <= said.end() + 3 and said.start() < f.end for f in found):
            continue
        until = _until_back(text, said.end(), sentence.end)
        found.append(Frame(said.start(), until, "silent", f"what others say: {said.group().strip()}"))
    return found


_OPENS_TRUTH = re.compile(r"(?<=[^\s:]):(?!:)\s*(?=\S)|—+|\s--?\s|;")
"""What is told as a mistake ends here: `it is a myth that X: in truth Y`."""
_ADMONISHES = re.compile(r"(?:不要|别|切勿|不能|不可|不应)|(?:don't|do\s+not|never)\b")
_ADMONITION_ENDS = re.compile(r"(?<=了),|(?<!\d),(?!\d)")
_ADMONITION_GOES_ON = re.compile(r"\s*(?:只要|如果|因为|既然|有了|用了|一旦|as\s+long\s+as|if|because|once)")
"""`别再说 X 了，它 …`: behind the comma stands what is so."""


def _until_back(text: str, start: int, end: int) -> int:
    back = _BACK.search(text, start, end)
    return back.start() if back else end


# What looks like a negation and is none.
_NO_NEGATION = re.compile(
    r"不[受损][^,。;]{1,20}?地|不(?:算|计入?|考虑|含|包括)[^,。;]{1,12}?(?:的话|时|的情况下|,)|别忘|不致|不至于|不好|离不开|少不了|免不了|缺不了|不可或缺|必不可少|不可缺少|缺一不可|不外乎|不由得|不失|不谋而合|不约而同|不仅|不只(?!用|是)|不但|不光|不止|不单|不论|不管|不过|不断|不少|不得不|不可避免|不变|不妨|不\s*同|不一样|不等|不错|不如说|不言而喻|不难|不久|不可不|差不多|了不起"
    r"|无论|无非|无监督|无损|无关紧要|无需多言|非线性|非常|非结构化|非自回归|非参数|非对称|非零|非负|非凡|除非|并非没有|是非|而非常|未来|未知|尚未知|没问题|没错|毫无疑问|无疑|毫不夸张"
    r"|别(?:名|称|的|人|是|处|具)|特别|分别|级别|类别|区别|识别|个别|差别|性别|鉴别|辨别|判别"
    r"|not\s+(?:only|just|merely|simply|least|surprisingly)|no\s+(?:doubt|wonder|matter|more\s+than|less\s+than|fewer\s+than)|non-?\s?linear|nothing\s+(?:but|more\s+than)|no\s+later"
    r"|cannot\s+but|not\s+until|except\s+that|not\s+(?:true|the\s+case|correct|right)\s+(?:that|to\s+say)"
    r"|(?:不要|切勿|不能|不可|不应)(?:再)?(?:说|认为|以为|理解[为成])|(?:并不是|并非)说|不如说|不太?一样|不可思议|不胜|不得已|不等式|不动点|不确定性|不知不觉|无穷|无限|无向|无序|无关|无状态"
)
_NEGATION = re.compile(
    r"不再|不会|不能|不是|不用|不需要?|不必|不对|不做|不把|不将|不在|不含|不包[含括]|不属于|不采用|不使用|不要|不参与|不更新|不曾|从不|绝不|决不|毫不|并不|都不|也不|还不|不"
    r"|没有|没|并非|而非|绝非|并未|尚未|从未|未曾|未|无需|无须|无法|毋需|毋须|无(?=[^\x00-\x7f])|非(?=[^\x00-\x7f])|别(?=[^\x00-\x7f])|勿|避免|免去|省掉|省去|去掉|去除|移除|删除|删掉|删去|舍弃|舍去|砍掉|取消|剔除|省略|跳过|摒弃|抛弃|放弃|弃用|谈不上|而不是"
    r"|没人|无人|谁也不|\bnobody\b|\bno\s+one\b|\bnot\b|n't\b|\bnever\b|\bno\b|\bnone\b|\bneither\b|\bnor\b|\bwithout\b|\bcannot\b|\brather\s+than\b|\binstead\s+of\b|\bno\s+longer\b|\bhardly\b|\brarely\b|\bseldom\b|\bscarcely\b|很少(?!数)|极少(?!数)|鲜少|难以|\bdispens\w+\s+with\b|\bdo(?:es)?\s+away\b"
    r"|\bavoids?\b|\bremov(?:es|ed|ing)\b|\beliminat(?:es|ed|ing)\b|\babandon(?:s|ed)\b|\bgets?\s+rid\s+of\b|\bdiscard(?:s|ed)\b|\bdrop(?:s|ped)\b|\bomits?\b|\bskips?\b(?!-)|\bexcept\b|\bother\s+than\b|\bexclud\w+\b|\blacks?\b|\bnothing\b"
)


_COMPARED = re.compile(
    r"(?:与|和|跟|同)[^,。;:、]{1,18}?(?:不\s*同|不一样|相反|有别|有所区别)(?!的)|(?:不同于|区别于|有别于|相比于?|相较于?|不像)[^,。;:]{1,24}(?=,|$)|(?:^|(?<=[,:;(.]))\s*(?:unlike|in\s+contrast\s+(?:to|with)|contrary\s+to|as\s+opposed\s+to|compared\s+(?:to|with))\b[^,.;]{1,60}"
)
_FORMERLY = re.compile(
    r"原本|以前|从前(?!\s*[\d一二两三四五六七八九十几若a-z面往向到])|(?<![经通])过去(?![了噪除掉重])|(?:^|(?<=[,:;]))\s*之前(?:是|都|会)|\bpreviously\b|\bformerly\b"
    r"|\b(?:it|they|we|people|models?|researchers|practitioners|engineers|everyone)\s+used\s+to\b|\bused\s+to\s+(?:be|have|rely|need|require)\b|\bin\s+the\s+past\b|\btraditionally\b"
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
