"""The reader: sentence by sentence, for each concept in sight, each relation that facts know of it.

Apart from its neighbours, which know layout (`units`), language (`sentences`), reference (`subjects`) and patterns
(`vocabulary`): here they meet. The cost of a sentence grows with the concepts in it, not with the number of facts.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pipeline import regex as re
from pipeline.claims.asides import (
    alternative_to,
    attributive,
    compared_with,
    fetched_from,
    makes_another,
    names_a_group,
    of_another_size,
    works_on,
)
from pipeline.claims.doubts import BESIDE_RIGHT, LEAST_WORDS, LENT, TRUST, Leaning, Trace, suspect
from pipeline.claims.expansions import ASKS_FOR, STRONG, expanded
from pipeline.claims.negation import (
    CONTENT,
    EXCEPTS,
    Denial,
    excepted,
    last_of,
    limited,
    negators,
    of_all,
    of_another_verb,
    of_aspect,
    of_change,
    of_measure,
    of_only,
    stops_before,
)
from pipeline.claims.prefilter import Patterns
from pipeline.claims.recall import Recall
from pipeline.claims.sentences import (
    Frame,
    Span,
    answer_to,
    clauses,
    frames,
    is_question,
    of_mistakes,
    says_it_right,
    sentences,
)
from pipeline.claims.subjects import (
    COORDINATED,
    TIMES_OF,
    Governed,
    Mention,
    SubjectFrom,
    alike,
    closed_by,
    context_mentions,
    govern,
    labelled,
    mentions_of,
    opens,
    topics,
    with_roles,
)
from pipeline.claims.trends import trends
from pipeline.claims.units import Context, Unit, units
from pipeline.claims.vocabulary import Hit, Moving, Said, Wording, vocabulary_of
from pipeline.knowledge import Knowledge, same_quantity
from pipeline.knowledge.likeness import Likeness, tokens
from pipeline.knowledge.numbers import Quantity, chinese, parse, plain, quantities
from pipeline.models import CALM, Claim, Document, Doubt, Fact, QAPair, SentenceReading, digest


class Reading(NamedTuple):
    """The claims of a document, in the order of the text, and how they were come by."""

    claims: list[Claim]
    sentences: list[SentenceReading]
    doubts: list[Doubt]
    """Sentences that read like wrong ones; nothing was read in them."""


def read(document: Document, pairs: Sequence[QAPair], knowledge: Knowledge, *, explain: bool = True) -> Reading:
    """Read what a document asserts of the concepts that facts are known of.

    `pairs` are the document's own: their questions are what an answer is about where it does not say so itself.
    Without `explain` the claims are the same, and no reason is looked for where nothing is claimed: `sentences` stays empty.
    """
    reader = _Reader(knowledge, explain)
    result = Reading([], [], [])
    every = units(document, [pair for pair in pairs if pair.document == document.path])
    for unit, upcoming in itertools.pairwise((*every, None)):
        assert unit is not None
        reader.read_unit(unit, result, upcoming)
    reader.settle_likeness(result)
    result.claims.sort(key=lambda claim: (claim.passage.start, claim.passage.end, claim.id))
    return result


def traces(document: Document, knowledge: Knowledge) -> list[tuple[str, list[Trace]]]:
    """Each sentence that names a concept, levelled, with what stands in it of the wording of that concept's facts."""
    found: list[tuple[str, list[Trace]]] = []
    reader = _Reader(knowledge, explain=False)
    reader.watch = lambda sentence, traced: found.append((sentence, traced))
    result = Reading([], [], [])
    for unit, upcoming in itertools.pairwise((*units(document, ()), None)):
        assert unit is not None
        reader.read_unit(unit, result, upcoming)
    return found


class Draft(NamedTuple):
    """A claim before it has its passage."""

    subject: str
    relation: str
    objects: tuple[str, ...]
    denied: bool
    span: Span
    where: SubjectFrom
    reading: tuple[str, ...]
    clause: int
    """Number of the clause in which the value stands."""
    exclusive: bool = False
    """Read from an "only": what it leaves out is denied."""


@dataclass(slots=True)
class Sight:
    """A sentence with what is known of it before any relation is tried; what few relations ask for is found when it is asked for."""

    unit: Unit
    sentence: Span
    following: str
    """The next sentence of the unit."""
    mentions: list[Mention]
    first: bool
    """Whether it is the first of its unit, and the unit the first below its question or heading."""
    label: Mention | None
    """What an earlier sentence of the unit was labelled with."""
    clauses: list[Span] | None = None
    named: set[str] = field(default_factory=set)
    """The concepts mentioned."""
    present: set[str] = field(default_factory=set)
    """The literals of the vocabulary's patterns that stand in it."""
    opened: int = 0
    """The wordings of which it, or what it stands directly under and answers, speaks, and those of which it may hold a value; bits of `Openings`."""
    before: Span | None = None
    """The sentence of the unit before this one."""
    spells: bool | None = None
    """Whether it tells what an abbreviation stands for; None until that is asked."""
    asked: Context | None = None
    """That one, where it is a question, which this one then answers."""
    closed_by: str | None = None
    """Whom the next sentence says this one to be about: `…。这就是 X。`"""
    present_before: set[str] | None = None
    """The literals that stand in that one."""
    frames: list[Frame] | None = None
    numbers: list[Quantity] | None = None
    """The numbers in it that are part of no name and no formula."""
    hits: dict[tuple[int, str], list[Hit]] = field(default_factory=dict)
    """Values found in it, by wording and relation: several subjects ask for the same ones."""
    cues: dict[tuple[int, str], list[Span]] = field(default_factory=dict)

    @property
    def parts(self) -> list[Span]:
        """Its clauses."""
        if self.clauses is None:
            self.clauses = clauses(self.unit.low, self.sentence)
        return self.clauses


class Heard(NamedTuple):
    """A sentence that may speak of something known, and what is read in it."""

    number: int
    """Of the sentence in its unit."""
    sight: Sight
    drafts: list[Draft]
    qualifiers: list[str]
    """Of what each of them is said."""
    weighed: bool
    """Whether its words are weighed."""
    trust: list[float]
    """How far each claim is to be trusted, where its words weigh against it."""
    right: float
    """What is deducted for what is read to be right in it: infinitely much where that leaves no clause out."""


class Understood(NamedTuple):
    """What was read of a unit, wherever that stands."""

    heard: list[Heard]
    topics: tuple[tuple[str, ...], ...]
    """What its sentences are about, those that are about something."""
    leaning: Leaning | None
    """What its sentences weigh; None where nothing weighs them."""


class Weighed(NamedTuple):
    """A sentence with what its words weigh."""

    unit: Unit
    """Where it stands."""
    heard: Heard
    leaning: Leaning
    told: tuple[tuple[str, float], ...]
    """The ids of its claims, each with how far it is to be trusted."""

    def leans(self, calm: float, doubt: float) -> bool:
        """Whether its own words alone leave it open that a claim is not believed or the sentence doubted."""
        own = self.leaning.of(self.heard.number)
        return own > doubt - LENT or any(own + trust < calm for _, trust in self.told)

    def unbelieved(self, limit: float) -> list[str]:
        """The ids of the claims that are not believed: the sentence leans to the right side, whatever stands beside it."""
        least = min((trust for _, trust in self.told), default=0.0)
        lean = self.leaning.calm(self.heard.number, limit - least)
        return [] if lean is None else [claim for claim, trust in self.told if lean + trust < limit]


_NOWHERE = Document(path="", sha256="", format="text", encoding="utf-8", source="")
"""In whose place what is understood is kept."""
_CHAIN = re.compile(
    r"^[\s\"'”“]*(?:的)?(?:这|那)?(?:两|三|几|一)?(?:者|个|项|部分|种)?\s*"
    r"(?:、|,|和|与|及|以及|还有|并且?|且|跟|或者?|/|&|\+|再加上?|外加|加上|连同|甚至|乃至|同时|另外|也|都|还|又|更|连"
    r"|而且|不仅|不但|不只|不光|除了?|之外|以外|外|\band\b|\bor\b|\bas\s+well\s+as\b|\bplus\b|\balong\s+with\b|\btogether\s+with\b|\balso\b|\beven\b|\bbut\b|\balike\b|\bboth\b|\bthen\b"
    r"|对|将|把|包括|模型|全部|所有|整个|完整|各自|自己|这些|它们|他们|会|要|了|\bthe\b|\bits\b|\ball\b|\bmodel\b|\bof\b|\btheir\b|\btoo\b|\bof\s+its\b|\(|\)|\s"
    r"|(?P<deny>(?:而)?(?:不能|不可以?|不会|不支持|无法|没法)(?:再)?(?:使?用到?|卸载到?|放到?|到)?|而不是|而非|不是|不包括|不含|没有|不|除了?|\bbut\s+not\b|\bnot\s+(?!only|just)|\brather\s+than\b|\binstead\s+of\b|\bexcept\b|\bnor\b))*$"
)
_ONLY = re.compile(
    r"(?<![不并])(?<!\bnot\s)(?:仅仅|只是|只有|只会|只对|只能|只把|只将|只|仅|单单|\bonly|\bjust|\bsolely|\bmerely|\bexclusively|\bnothing\s+but)\s*(?:the\s+|会|对|把|将|是|在)?\s*(?:模型)?(?:的)?$"
)
_ADDS = re.compile(
    r"基础上|进一步|额外|另外|还|又|也|新增|多(?:了|切)|additional|\balso\b|\bfurther\b|\bmore\b|\bextra\b|\badds?\b|\bon\s+top\b|\bbeyond\b|\btoo\b|\beven\b|\bup\s+to\b|就"
)
_NEW = re.compile(
    r"新(?:增|加|添)(?:了|加)?的|额外的?|多(?:出|切|加|了)[^,。;]{0,4}的|又?增加的|\b(?:adds|added|new|extra|additional(?:ly)?)\b"
)
_ON_THIS_SIDE = re.compile(
    r"\W*(?:而|但)?(?:在|从)?[\u4e00-\u9fff]{2,6}(?:上|方面|层面|角度|维度)(?!下|一|的|面|层|限|传|述|升)"
)
_EACH = re.compile(r"分别|依次|各自对应|\brespectively\b")
_BEFORE_OLD = re.compile(
    r"(?:从|由|把|将|\bfrom|\bof)\s*(?:the\s+|原(?:来|本|先)的?|传统的?|标准的?|常规的?|普通的?|(?:第?[一二三四]|上一?|前一?|初|老)(?:代|版)的?|[a-z0-9\-]+\s+)?\s*$"
)
_TURNS = re.compile(
    r"改(?:为|成|用|到|造成)|换(?:成|为|作|到|回)|改回|退回(?:到|了)?|恢复(?:为|成|到)|替换(?:为|成)|变(?:为|成|到|作|回)|升(?:到|级到|级为|至)|扩(?:到|展到|大到|充到)|拉到|翻倍到|提(?:到|升到|高到|升至|高至)|移到|挪到|增(?:加)?到|增至|降(?:到|至|低到)|缩(?:到|小到|短到)|减(?:到|少到)|→|->|=>"
    r"|\breplaced\s+(?:by|with)\b|\bswapped\s+for\b|\bto\b|\binto\b|\bwith\b|\bgives?\s+way\s+to\b|\bbecomes?\b|到|成|为|至"
)
_TURNS_LATER = re.compile(
    r"^[^,。;]{0,10}?(?:改(?:为|成|用|到)|换(?:成|为)|变(?:为|成|到)|升(?:到|至|级)|扩(?:到|展|大)|拉到|提(?:到|升|高)|移到|挪到|增(?:加)?到|增至|降(?:到|至|低到|为)|缩(?:到|小|短)|减(?:到|少|至|为)|→|->|\bto\b|\binto\b)"
)
_TURNS_ALONE = re.compile(
    r"^\s*(?:的)?\s*(?:被)?\s*(?:改(?:为|成|用)|换(?:成|为)|替换(?:为|成)|变(?:为|成)|升(?:到|级到|至)|→|->|=>|(?:was|were|is|are)\s+replaced\s+(?:by|with)|(?:was|were|is|are)\s+changed\s+to)\s*(?:了)?\s*$"
)
_DISPLACES = re.compile(
    r"^[^,。;]{0,12}?(?:替换掉?|取代|代替|替代|取缔|换掉|\breplac\w+|\bsupersed\w+|\bin\s+place\s+of|\binstead\s+of|\brather\s+than|\bover\b|而不是|而非|不是)(?:了|掉)?\s*(?:原(?:来|本|先)的?|传统的?|标准的?|常规的?|普通的?|the\s+|standard\s+|usual\s+|plain\s+|ordinary\s+)?$"
)
_COPULA_OPENS = re.compile(
    r"\W*(?:也|都|同样|仍然?|还|就|其实|无非|而)*(?:是|为)\s*|\W*(?:namely|that\s+is)\s+(?:the\s+)?"
)
_COPULA = re.compile(
    r"(?:是|属于|作为|算|叫做|称为|归(?:为|入)|定位为|一[种个款类]|也|\bis\b|\bare\b|\bwas\b|\bas\b|\bbecame\b|'s\b|\bnamed\b|\bcalled\b|:)"
)
_ITS_FULL = re.compile(
    r"(?:[,;:.]|—+|-|\band|\bbecause|\bsince|\bthat|\bas|因为|是|由于|而|且)\s*(?P<it>it|它)(?=\s*(?:的|是|全|其|完|英|缩|\s(?:is|stands|expands|abbreviates|means|spells|actually|really|simply)))"
)
_IT_OPENS = re.compile(r"\W*(?:答|答案|a|answer)?\s*[:：]?\s*(?:因为|because\s+)?(?:it|它|其|this|that)(?![a-z])")
_IT_IS = re.compile(r"(?:\bit|它|\bsomething\s+that|\bwhich)\s*$")
_AND_IS = re.compile(r"(?:\b(?:and|but)|且|并)\s*(?:also\s+|actually\s+|itself\s+)?$")
"""`A is used in B and is a C`: the second of two predicates."""
_VERBS = re.compile(
    r"\bthan\b|用于|用来|用在|使用|采用|支持|基于|依赖|调用|训练|包含|结合|构建|针对|面向|对接|连接|集成|搭配|适合|服务|加速|改进|里的|中的|上的|\bfor\b|\bof\b|\bin\b|\bby\b|\bon\b|\bthat\b|\bwhich\b|\bto\b|\bwith\b|\busing\b|\buses?\b|\bsupports?\b|\bfrom\b|\binto\b|\binvented\b|\bdesigned\b"
)
_HEAD_ZH = re.compile(
    r"\s*(?:类|型|式|系)?(?:的|类)?(?:检索|训练|推理|优化|压缩|微调|采样|解码)?(?:方法|技术|算法|方案|手段|策略|方式|机制)?\s*(?:$|[,。;:!?、()\[\]\"'”]|之一|的(?:[一两二三四几][种类个]|代表|典型|分支|子类)|一样|而已|吗|和|与|或|及|,|但|而|来(?:的)?[,。]|了|\|)"
)
_HEAD_EN = re.compile(
    r"\s*(?:techniques?|methods?|types?|formats?|data\s+types?|approach(?:es)?|algorithms?|schemes?|schedules?|variants?|strateg(?:y|ies)|mechanisms?)?\s*(?:$|[,.;:!?()\[\]\"']|(?:for|that|which|with|of|to|and|or|built|designed|developed|used|invented|from|by|in|on|but|rather|not|like|such|created|released|written|where|whose|aimed|made|running|based|similar|because|since|so|although|though|while|whereas|unless|if|when|as|at|under|with|without|too|instead|itself)\b|-)"
)
_SORT_OF = re.compile(
    r"\b(?:methods?|techniques?|kinds?|types?|forms?|sorts?|ways?|class|family|examples?|variants?|one|member|pieces?)\s+of\b"
)
_AND_OTHERS = re.compile(r"^[^,。;]{0,24}?(?:等等?|这类|之类的?|这样的|\band\s+other)[^,。;]{0,10}$(?<![比像较])")
_LISTS = re.compile(
    r"^\s*,?\s*\(?(?:如|例如|比如|诸如|such\s+as)\s*(?:[^,。;:、()]{1,10}、){1,3}$|^\s*,\s*(?:如|例如|比如|诸如|such\s+as)\s*$|^[^,。;:]{0,10}?(?:有|包括|如|例如|比如|诸如|像|主要有|分别是|such\s+as|like|includ\w+|are|e\.g\.|:|(?<!的)是)\s*:?\s*(?:the\s+)?$"
)
_ASKED_LIST = re.compile(
    r"有[哪那]些|有什么|哪些|哪几[种个款]|常见的|常用的|主流的|列举|推荐|盘点|\bwhat\b.*\b(?:are|exist)\b|\bwhich\b|\bcommon\b|\bpopular\b|\bexamples?\s+of\b|\blist\b|\bname\b",
    re.S,
)
_ITSELF = re.compile(r"一[个种款]|是|\b(?:an?|is)\b")
"""An item that says what it is itself does not take its class from the heading."""
_HEADS_LIST = re.compile(r"(?:主要|通常|一般)?(?:有|包括|如下)?\s*:?\s*|\s*(?:include|are|such\s+as)\s*:?\s*")
"""What may stand behind a class that is the whole head of a list: `上下文压缩方法：`, `Vector stores include`."""
_BOUND_HIGH = re.compile(
    r"(?:不到|少于|小于|低于|不足|至多|最多|不超过|以内|以下|below|under|less\s+than|fewer\s+than|at\s+most|up\s+to|no\s+more\s+than)\s*$"
)
_BOUND_LOW = re.compile(
    r"(?<!不)(?:超过|多于|大于|高于|至少|不少于|以上|逾|长于|longer\s+than|more\s+than|over|above|at\s+least|exceed(?:s|ing)?|beyond|greater\s+than)\s*(?:的\s*)?$"
)
_ABOUT = re.compile(
    r"(?:约|大约|大概|近|接近|将近|左右|差不多|about|around|roughly|approximately|nearly|almost|some|~|≈|circa)\s*(?:为|是|有|a\s+)?\s*$"
)
_ABOUT_AFTER = re.compile(r"\s*(?:个|%|亿|万)?\s*(?:多|余|左右|上下|以?上|or\s+so)")
_FORMULA = re.compile(r"\$(?!\s*[\d.,]+\s*(?:\\?%)?\s*\$)[^$\n]{1,200}\$|\\[a-z]+(?:\{[^{}]*\})+")
_FACTOR = re.compile(r"\s*(?:[×x*]\s*\d[\d.]*\s*[bmk]?\s*)*[=≈]\s*\d")
_OPERAND = re.compile(r"(?:\s*[×*^]\s*|·)[\d(\u03b1-\u03c9]|(?<=[x×])\s*\d")
"""`1 × 128`, `1.75 × 2^15`: what is but a part of a formula."""
_NO_COUNT = re.compile(r"(?:[上下前后每同这那某任另第逐末首头]|最后|版本?\s*|version\s+)$")
_BY_HOW_MUCH = re.compile(
    r"(?:省下?|节省|节约|减少|少|增加|新增|多|多出|下降|降低|缩小|\bsav(?:es?|ing)|\badds?|\badding|\bby)\s*(?:了|约|大约|近|将近|大概|about\s|around\s|nearly\s|roughly\s|some\s|another\s)*\s*$"
)
_MONTH = re.compile(
    r"\b(?:in|of|from|since|january|february|march|april|may|june|july|august|september|october|november|december)\s+$"
)
_COUNTED = {
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
    "亿": 1e8,
    "十亿": 1e9,
    "百亿": 1e10,
    "千亿": 1e11,
    "m": 1e6,
    "million": 1e6,
}
_COUNT = re.compile(
    r"(?<![\d.a-z])(\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)\s*(bn|b|m|billion|million|千亿|百亿|十亿|亿)(?![a-z0-9])"
)
_RELATIVE = re.compile(r"\b(?:that|which|whom)\b")
_EDITION = re.compile(r"\s*版")
_YEAR = re.compile(r"\s*年")
_NUMBERS = re.compile(r"[.)、]\s")
_OF_MANY = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|some|few|many|each|any|top)\s+(?:out\s+)?of\s+(?:its|the|all|their|these)?\s*$"
)
_PART_OF = re.compile(r"\s*(?:out\s+)?of\s+(?:its|the|all|their|these)?\s*$")
_AMONG = re.compile(r"\s*(?:之)?(?:中|里|当中|里面|选|取|挑|择)")
_REMOVES = re.compile(
    r"去掉|去除|移除|删|舍|砍掉|取消|剔除|省|跳过|摒弃|抛弃|放弃|弃用|免去|不再|不用|不需要?|无需|没有|remov|eliminat|abandon|drop|discard|omit|skip|without|gets? rid|no longer|avoid"
)
_IS_BEFORE = re.compile(r"(?:是|为|即|用|采用|换成|改成|改用|使用)\s*$")
_GONE_IS = re.compile(
    r"(?:去掉|去除|移除|删除|删掉|删去|舍弃|舍去|砍掉|取消|剔除|省略|省掉|省去|跳过|摒弃|抛弃|放弃|弃用|丢掉|扔掉|拿掉)了?的(?:其实|只|就|正|恰恰)?是"
    r"|\b(?:removes?|drops?|discards?|eliminates?|omits?|skips?|abandons?|leaves\s+out|gets\s+rid\s+of)\b"
)
"""`砍掉的是 A，而不是 B`: B is what stays."""
_OWNER = re.compile(
    r"[^,.;。]{0,40}?(?:\b(?:belongs?|belonged|applies|refers?)\s+to|\bare\s+those\s+of|\bis\s+that\s+of|属于|来自|说的是|指的是|其实是|那是|才是|是)\s*(?:the\s+)?$"
)
_NEXT_VERB = re.compile(r"[,、和与且并而但]|\b(?:and|but|or|that|which|to)\b|\S.{12}")
_INSTEAD = re.compile(r"改用|换用|转而|另用|还会?用|\binstead\b|\bswitch(?:es|ed)?\s+to\b")
_CANNOT = re.compile(r"能|无法|可以|不可|不会|can|never|neither|impossible|unable|no |没法|没有办法|并非")
_LIST_HEAD = re.compile(
    r"\s*(?:例如|比如|诸如|如|包括|即|分别是|也就是|such\s+as|like|e\.?g\.?,?|i\.?e\.?,?|namely|including)\s*:?\s*"
)
_AT_LEFT = re.compile(r"\b(?:at|in|during|for|under|within)\s+(?:the\s+|an?\s+|both\s+)?$")
_DOING_WITHOUT = re.compile(
    r"离不开|少不了|缺不了|不用|用不着|用不到|省去了?|省掉了?|去掉了?|免去了?|抛弃了?|摆脱了?|舍弃了?|砍掉了?|取消了?|\bwithout\b|\bdrops\b|\bremoves\b|\beliminates\b|\bdiscards\b|\bdo(?:es)?\s+away\b|\bgets?\s+rid\s+of\b|\bdispenses?\s+with\b|\bskips\b|\bavoids\b"
)
_AND = re.compile(r"\b[a-z]+s\b.*\b(?:and|while|whereas)\s+(?:the\s+)?$")
_IN_PART = "only a part of it is called wrong"
"""Why a value that is said to be the only one, or all, is not read from a denial."""
_MEASURES = "步层个张倍年次卡头位维种条篇字词段块轮组份台"
_PREDICATE = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:、|:|是|则|会|按|跨|做|让|给|在|对|把|将|用|需要?|可以?|能|通常|一般|的|也|通过|为|\bis\b|\bare\b|\bwas\b|\bdoes\b|\bhas\b|\bcan\b|\buses?\b|\bneeds?\b|\b[a-z]+s\b\s+(?:the|a|an|each|every|over|across)\b)"
)
_IS_SAID = re.compile(r"\s+(?:is|are|was|were|has|had)\b")
_DOES = re.compile(
    r"\s*(?:则|却)?(?:可以(?!用)|能够?|会|把|将|让|使得?|需要|通过|负责|在|对|从|按|用(?![得于在上来,。])|即使|只|不|没|有|分词器|是(?!它|其|标配|默认|首选|主流)|的[^,。;]{2})|\s+(?:stands?|means|needs|uses|learns|works|splits|keeps|makes|[a-z]{2,}[^s\W]s\s+(?:the|an?|its|from|to|each|every|all|only|key|less|more|no|in|on|by|for))\b"
)
"""`MQA 可以把 …`, `GQA reduces the …`: what the clause is about."""
_THIS_KIND = re.compile(r"[^,。;]{0,3}?(?:[这那]一?[类种]|之类|等)[^,。;]*[^,。;\s]")
"""`稀疏注意力这类方法做不到`."""
_USES = re.compile(r"(?:使用|采用|利用|选用|用了?|通过|借助)\s*$|\b(?:using|uses|use|with)\s+(?:the\s+)?$")
_NO_MORE = re.compile(r"\s*[\u4e00-\u9fff]{0,6}(?:[,。;!]|$)|\s*(?:[a-z]+\s*){0,3}(?:[,.;!]|$)")
_SAID_OF = re.compile(r"\s*[\u4e00-\u9fff]{2,}")
_CONCEDES = re.compile(
    r"\s*(?:哪怕|即使|即便|尽管|虽然?|但|不过|然而|而(?!且|是)|却|even\s+(?:if|though)|although|though|but|while|whereas|yet|however)"
)
_DEFINED = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:用|按|则|[与和比][^,。;]{0,12}比|比|相比|是指|指的是|的意思|就是指|即指|\bmeans\b|\brefers?\s+to\b|\bis\s+(?:when|where|a|an)\b)"
)
_PASSIVE = re.compile(
    r"^[\s\-]*$|\b(?:is|are|was|were|be|been|being|gets?|that|which|it|'s)\b(?!.*\band\b)|\b(?:is|are|was|were|be|gets?)\b(?=[^,]*$)(?!.*\band\s+(?!(?:is|are|was|were|then|also|evenly)\b))"
)
_POSTPOSED = re.compile(
    r"^[^,。;]{0,6}?是(?:根本|几乎)?(?:(?:做|达|办)不到|不可能|行不通|实现不了)的(?=[,。;!.]|$)|^\s*(?:的)?(?:做法|方式|结构|方案)?\s*(?:(?:is|are|was|were|do|does|did|也|都|则|并|就|still|仍)\s*)*(?:不|没|未(?!来)|并?非|\bnot\b|n't|\bnever\b)(?!仅|只|但|过|\s*同|变|断|少|错|假|一样|等(?![价于同])|足|(?:能|会|是|可以|可能)?(?:彻底|完全|总是?|一定|只|仅|单|光|必然)|有?(?:意义|必要|效果|帮助|区别|道理|问题|影响|什么))"
)
_IS_NO = re.compile(
    r"\s*(?:并不是|并非|绝非|不是|(?:is|are|was|were)\s+not)\s*(?!必[需须]|必要|一定|这样|如此|真的?|可[有学训]|[^,。;]{0,16}(?:的|所[做有])(?=[,。;!]|$))[^,。;!\s]"
)
"""`soft prompt 不是追加在句尾`: what is denied stands behind."""
_PLACED_ELSEWHERE = re.compile(r"\s*(?:并|都|也|则|其实)?不(?:在|属于)")
_OF_OTHER = re.compile(r"\s*(?:的|'s)\s*(?:约|大约|大概|about\s+)?\s*")
_THAN_LEFT = re.compile(r"(?:比|相比于?|较|低于|高于|\bthan)\s*(?:第一代|初代|上一代|the\s+)?\s*$")
_CONJOINED = re.compile(r"\b(?:and|but)\s+(?:[a-z]+\s+)?$")
_GOES_ON = re.compile(r"的?[\u4e00-\u9fff](?<![的这那和与及或了等])[^,。;]")
_WHEN = re.compile(r"(?:early|late|at|in|during|before|after)\b")
_BOTH_NOT = re.compile(r"既|\bneither\b")
"""`既不减均值，也没有偏置`: the second half denies something of its own."""
_NOT_EVEN = re.compile(r"连[^,。;]{0,6}$")
"""`连 A 都不需要`."""
_SAYS_WHAT_IT_IS = re.compile(r"[是属非算叫称为归]")
_BLANK = re.compile(r"\s*")
_JOINED = re.compile(r"\s*(?:个|的|多|余|左右|来|-)?\s*")


class _Reader:
    """What is kept between sentences: wordings, and whom the text has been about."""

    def __init__(self, knowledge: Knowledge, explain: bool) -> None:
        self.knowledge = knowledge
        self.explain = explain
        self.vocabulary = vocabulary_of(knowledge)
        self.relations_of = self.vocabulary.relations_of
        self.facts_for = self.vocabulary.facts_for
        self.typed = self.vocabulary.typed
        self._contexts: dict[str, list[Mention]] = {}
        self._over: dict[tuple[int, str], bool] = {}
        """Whether a pattern stands in a heading or question: every sentence below it asks again."""
        self._standing: dict[str, set[str]] = {}
        self._seen: list[tuple[str, ...]] = []
        """Topics of the sentences of earlier units since the last heading or question."""
        self.weighed = 0
        """How many sentences were weighed."""
        self._leaning: list[Weighed] = []
        """The sentences of which the words may tell, once it is known how many were weighed."""
        self.watch: Callable[[str, list[Trace]], None] | None = None
        """Told of every sentence that names a concept, and what stands in it of facts' wordings."""
        self._history = 0
        """Their number, by which `Recall` tells histories apart."""
        self._in_unit: list[tuple[str, ...]] = []
        self._told_apart: tuple[str, ...] = ()
        """The two whose difference the last sentence of the open unit that names two announced."""

    def context(self, text: str) -> list[Mention]:
        """The concepts that a heading or a question names."""
        if text not in self._contexts:
            self._contexts[text] = context_mentions(text, self.knowledge)
        return self._contexts[text]

    # ------------------------------------------------------------------------------- units, sentences

    def read_unit(self, unit: Unit, result: Reading, upcoming: Unit | None = None) -> None:
        """Add the claims of a unit, and how each of its sentences was understood; `upcoming` is the unit behind it."""
        spans = sentences(unit.low)
        if unit.fresh:
            if spans and unit.answered_at is None:
                self._read_answered(unit, spans[0], result)
            self._seen = []
            self._history = 0
        after = ""
        if upcoming is not None and spans and is_question(unit.low[spans[-1].start : spans[-1].end]):
            # A question that has a line of its own, and its answer the next one.
            after = next((upcoming.low[s.start : s.end] for s in sentences(upcoming.low)), "")
        understood = self._understood(unit, spans, after, result)
        if understood.topics:
            self._seen.extend(understood.topics)
            self._history = self.vocabulary.recall.history(self._history, understood.topics)
        self._assert(unit, understood, result)

    def _understood(self, unit: Unit, spans: Sequence[Span], after: str, result: Reading) -> Understood:
        """What is understood of a unit, recalled where the same was read before; `after` is the sentence behind it, where that may answer."""
        if self.explain:
            return self._understand(unit, spans, after, result)
        recall: Recall[Understood] = self.vocabulary.recall
        asked = unit.answered_at is not None
        key = (unit.raw, unit.kind, unit.depth, unit.under, unit.fresh, asked, after, self._history)
        found = recall.get(key)
        if found is None:
            # Without its document, which would be kept as long.
            found = self._understand(replace(unit, document=_NOWHERE, pieces=(), pair=None), spans, after, result)
            recall.put(key, found)
        return found

    def _understand(self, unit: Unit, spans: Sequence[Span], after: str, result: Reading) -> Understood:
        """Read a unit sentence by sentence."""
        likeness, asked = self.knowledge.likeness, unit.answered_at is not None
        self._in_unit = []
        self._told_apart = ()
        found = mentions_of(unit, self.knowledge)
        said_of = self.vocabulary.said_of
        over = [m.concept for context in unit.under for m in self.context(context.text) if said_of(m.concept)]
        label: Mention | None = None
        heard: list[Heard] = []
        weighs = likeness is not None and not asked
        for i, sentence in enumerate(spans):
            following = unit.low[spans[i + 1].start : spans[i + 1].end] if i + 1 < len(spans) else after
            mentions = with_roles(unit.low, sentence, found, lambda: self._two_before(unit))
            apart = tuple(dict.fromkeys(m.concept for m in mentions if m.role == "topic"))
            spelt = {m.concept for m in found if sentence.start <= m.start < sentence.end}
            if len(apart) == 2 or len(spelt) >= 2:
                # Whom a later sentence names itself is nearer than the two that were announced.
                self._told_apart = apart if len(apart) == 2 else ()
            own = labelled(unit.low, sentence, mentions)
            label = own or label
            before = spans[i - 1] if i else None
            sight = Sight(
                unit, sentence, following, mentions, unit.fresh and i == 0, label if label is not own else None,
                before=before,
                asked=_asked(unit.low, before) if before is not None else None,
                closed_by=closed_by(unit.low, spans[i + 1], found) if i + 1 < len(spans) else None,
            )  # fmt: skip
            drafts: list[Draft] = []
            notes: list[str] = []
            subjects = [each for each in self._candidates(sight, over) if said_of(each)]
            if subjects:
                sight.named = {m.concept for m in mentions}
                sight.present = self.vocabulary.within(unit.low[sentence.start : sentence.end])
                self._open(sight)
                drafts = self._drafts(sight, subjects, notes)
                heard.append(
                    Heard(
                        i, sight, drafts, [self._qualifier(sight, draft) for draft in drafts],
                        weighs and self._weighs(sight), self._trust(drafts), self._deducted(sight, drafts),
                    )
                )  # fmt: skip
            about = topics(unit.low, sight.parts, mentions) if mentions else ()
            if about:
                self._in_unit.append(about)
            if self.explain and (mentions or notes):
                result.sentences.append(
                    SentenceReading(
                        unit.at(sentence.start),
                        unit.at(sentence.end - 1) + 1,
                        unit.original(sentence.start, sentence.end),
                        tuple(dict.fromkeys(m.concept for m in mentions)),
                        tuple(dict.fromkeys(notes)),
                    )
                )
        leaning = Leaning(likeness, unit.low, spans) if likeness is not None else None
        return Understood(heard, tuple(self._in_unit), leaning)

    def _assert(self, unit: Unit, understood: Understood, result: Reading) -> None:
        """Add what the sentences of a unit claim, and what in them is doubtful beside that."""
        likeness = self.knowledge.likeness
        for each in understood.heard:
            sight = each.sight
            if self.watch is not None:
                self.watch(unit.low[sight.sentence.start : sight.sentence.end], self.traces(sight))
            told = [self._claim(unit, *draft) for draft in zip(each.drafts, each.qualifiers, strict=True)]
            result.claims.extend(told)
            if each.weighed and likeness is not None and understood.leaning is not None:
                self.weighed += 1
                trusted = tuple((claim.id, trust) for claim, trust in zip(told, each.trust, strict=True))
                weighed = Weighed(unit, each, understood.leaning, trusted)
                if weighed.leans(likeness.calm, likeness.doubt):
                    self._leaning.append(weighed)

    def _trust(self, drafts: Sequence[Draft]) -> list[float]:
        """How far each claim of a sentence is to be trusted, where its words weigh against it."""
        wrong = {(d.subject, d.relation, d.objects) for d in drafts if self._is_fact(d) == d.denied}
        right = any(self._is_fact(d) != d.denied for d in drafts)
        return [
            TRUST.of(d.where, d.reading, self.knowledge.relations[d.relation].kind, len(wrong), right) for d in drafts
        ]

    def _deducted(self, sight: Sight, drafts: Sequence[Draft]) -> float:
        """What speaks against a doubt where something is read to be right; a clause of a word or two says nothing else."""
        right = {d.clause for d in drafts if self._is_fact(d) != d.denied}
        if not right:
            return 0.0
        low = sight.unit.low
        rest = [part for i, part in enumerate(sight.parts) if i not in right]
        return BESIDE_RIGHT if any(len(tokens(low[p.start : p.end])) >= LEAST_WORDS for p in rest) else math.inf

    def _weighs(self, sight: Sight) -> bool:
        """Whether a sentence has words to weigh: it names a concept, says something beside that, and is no question."""
        low, (start, end) = sight.unit.low, sight.sentence
        if not sight.mentions or is_question(low[start:end]):
            return False
        rest: list[str] = []
        for m in sorted(sight.mentions):
            rest.append(low[start : m.start])
            start = max(start, m.end)
        return len(tokens(" ".join([*rest, low[start:end]]))) >= LEAST_WORDS

    def _framed(self, sight: Sight) -> float:
        """How much of a sentence is called wrong, supposed, quoted or only said by others: a share."""
        at, covered = sight.sentence.start, 0
        for frame in sorted(self._frames(sight), key=lambda f: (f.start, f.end)):
            if not frame.why.startswith(_STILL_ASSERTS):
                start, end = max(at, frame.start), min(frame.end, sight.sentence.end)
                covered += max(0, end - start)
                at = max(at, end)
        return covered / max(1, sight.sentence.end - sight.sentence.start)

    def settle_likeness(self, result: Reading) -> None:
        """Tell which claims stand in calm sentences, and add the doubts: how many sentences were weighed is known now."""
        likeness = self.knowledge.likeness
        if likeness is None:
            return
        calm, doubt = likeness.limits(self.weighed)
        unbelieved: set[str] = set()
        for each in self._leaning:
            if not each.leans(calm, doubt):
                continue
            framed = self._framed(each.heard.sight)
            if not framed:
                unbelieved.update(each.unbelieved(calm))
            if framed < _MOSTLY:
                result.doubts.extend(self._doubts(each, doubt, likeness))
        if unbelieved:
            result.claims[:] = [
                each.model_copy(update={"reading": (*each.reading, CALM)}) if each.id in unbelieved else each
                for each in result.claims
            ]

    def _doubts(self, weighed: Weighed, limit: float, likeness: Likeness) -> Iterable[Doubt]:
        """The doubt about a sentence, where it leans far enough and a fact is found that it may be about."""
        sight, right, unit = weighed.heard.sight, weighed.heard.right, weighed.unit
        score = weighed.leaning.blamed(weighed.heard.number, limit + right)
        if score is None:
            return
        score -= right
        low, (start, end) = unit.low, sight.sentence
        found = suspect(low[start:end], self.traces(sight), likeness)
        if found is not None:
            yield Doubt(
                passage=unit.passage(start, end),
                pair=unit.pair.id if unit.pair else None,
                fact=found.fact.id,
                myth=found.myth,
                likely=round(1 / (1 + math.exp(-score)), 4),
                about=round(found.probability, 4),
            )

    def traces(self, sight: Sight) -> list[Trace]:
        """What stands in a sentence of the wording of each fact about the concepts that it names."""
        found: dict[str, Trace] = {}
        for concept in dict.fromkeys(m.concept for m in sight.mentions):
            for relation, wording, facts, requires, *_ in self.vocabulary.said_of(concept):
                if not any(fact.myths for fact in facts):
                    continue
                cue = wording.cues is None or bool(self._cues(sight, wording, relation))
                hits = [] if wording.kind in ("number", "expansion") else self._hits(sight, wording, relation)
                for fact, needed in zip(facts, requires, strict=True):
                    trace = Trace(
                        fact,
                        cue,
                        tuple(dict.fromkeys(hit.value for hit in hits)),
                        self._applies(sight, needed, concept, relation),
                        fact.subject == concept,
                    )
                    if fact.id not in found or trace.own:
                        found[fact.id] = trace
        return list(found.values())

    def _read_answered(self, unit: Unit, first: Span, result: Reading) -> None:
        """Read the question that a unit stands under, where all that the unit begins with is its yes or no."""
        for context in unit.under[:1]:
            answer = answer_to(context.text, unit.low, first) if is_question(context.text) else None
            if answer is not None:
                asked = replace(
                    unit, raw=context.text, low=context.text, map=None, under=unit.under[1:], answered_at=unit.passage(*answer)
                )  # fmt: skip
                said = Reading([], [], [])
                self.read_unit(asked, said, unit)
                result.claims.extend(said.claims)

    def _two_before(self, unit: Unit) -> list[str]:
        """Whom 前者 and 后者 stand for where their own sentence names nobody."""
        if self._told_apart:
            return list(self._told_apart)
        recent = list(dict.fromkeys(c for topic in (*self._seen[-2:], *self._in_unit[-2:]) for c in topic))
        if len(recent) >= 2:
            return recent
        for context in unit.under:
            named = list(dict.fromkeys(m.concept for m in self.context(context.text)))
            if len(named) >= 2:
                return named
        return recent

    def _candidates(self, sight: Sight, over: Sequence[str]) -> list[str]:
        """Concepts that the sentence may speak of: its own, those of the sentence before, those that it stands under."""
        found = [m.concept for m in sight.mentions]
        if sight.label is not None:
            found.append(sight.label.concept)
        if sight.closed_by is not None:
            found.append(sight.closed_by)
        for topic in reversed(self._in_unit[-3:]):
            found += topic
        return list(dict.fromkeys((*found, *over)))

    def _outside(self, sight: Sight, relation: str) -> Governed:
        """The subject of a sentence that names none: the label, the sentence before, the list's head, the heading."""
        typed = self.typed(relation)
        if sight.closed_by is not None and sight.closed_by in typed:
            return Governed((sight.closed_by,), "sentence")
        if sight.label is not None and sight.label.concept in typed:
            return Governed((sight.label.concept,), "list-head")
        for topic in reversed(self._in_unit):
            fitting = [each for each in topic if each in typed]
            if len(fitting) == 1:
                return Governed((fitting[0],), "previous")
            if fitting:
                return Governed((), "previous", "the sentence before is about several: " + ", ".join(fitting))
        for context in sight.unit.under:
            names = list(dict.fromkeys(m.concept for m in self.context(context.text) if m.concept in typed))
            if not names:
                if sight.unit.kind == "table" and context.kind == "list-head" and self.context(context.text):
                    named = self.context(context.text)[0].concept
                    return Governed((), "list-head", f"the cell is about {named}")
                continue
            where: SubjectFrom = (
                "list-head" if context.kind == "list-head" else "question" if context.kind == "question" else "heading"
            )
            if len(names) > 1:
                return Governed((), where, f"the {where} names several: " + ", ".join(names))
            if where != "list-head":
                others = {each for topic in self._seen for each in topic if each in typed} - set(names)
                if others:
                    return Governed((), where, "the text has turned to " + ", ".join(sorted(others)))
            return Governed((names[0],), where)
        return Governed((), "previous", "no subject in sight")

    # ----------------------------------------------------------------------------------- the relations

    def _drafts(self, sight: Sight, subjects: Sequence[str], notes: list[str]) -> list[Draft]:
        drafts: list[Draft] = []
        for subject in subjects:
            for relation, wording, facts, requires, *_ in self._possible(sight, subject):
                if wording.trend is not None and any(
                    self._applies(sight, needed, subject, relation) for needed in requires
                ):
                    moving = self._trends(sight, subject, relation, wording.trend, notes)
                    if moving:
                        # Both quantities were read with their directions: no pattern sees more.
                        drafts += moving
                        continue
                if wording.relation.owner and (owned := self._owners(sight, subject, relation, wording)):
                    drafts += owned
                    continue
                if not self._within(sight, wording, relation):
                    continue
                # Without a fact the concept's own labels spell the abbreviation out.
                if facts and not any(self._applies(sight, needed, subject, relation) for needed in requires):
                    continue
                if wording.kind == "expansion":
                    found = self._expansions(sight, subject, relation, notes)
                elif wording.kind == "number":
                    found = self._numbers(sight, subject, relation, wording, notes)
                elif wording.kind == "kind-of":
                    found = self._kinds(sight, subject, relation, wording, notes)
                elif wording.kind == "closed-set":
                    found = self._sets(sight, subject, relation, wording, notes)
                else:
                    found = self._values(sight, subject, relation, wording, notes)
                drafts += found
        if not drafts:
            return []
        drafts = self._numbers_settled(sight, self._settled(list(dict.fromkeys(drafts)), notes), notes)
        drafts = self._called_wrong(drafts, notes)
        for draft in drafts:
            sign = "not " if draft.denied else ""
            notes.append(
                f"claim: {draft.subject} {draft.relation} {sign}{' + '.join(draft.objects)} "
                f"(subject from {draft.where}; {', '.join(draft.reading)})"
            )
        return drafts

    def _open(self, sight: Sight) -> None:
        """Find out what the words in sight let be said at all."""
        openings = self.vocabulary.openings
        sight.opened = openings.by(sight.present)
        for context in self._answered(sight):
            sight.opened |= openings.cued(openings.by(self._literals(context.text)))
        if sight.following and sight.unit.low[sight.sentence.end - 1].isalnum():
            # A number at the end of a line may have its unit on the next one.
            opened = openings.by(self.vocabulary.within(sight.following))
            sight.opened |= opened ^ openings.cued(opened)

    def _possible(self, sight: Sight, subject: str) -> Iterable[Said]:
        """What the words in sight let be said of a subject at all: cheap, and little of what is known in any sentence.

        Where reasons are asked for, a cue is enough: that it speaks of no value known is one.
        """
        for each in self.vocabulary.said_of(subject):
            if not each.bit & sight.opened:
                continue
            kind = each.wording.kind
            if kind == "expansion":
                if subject not in sight.named and not self._spells_out(sight):
                    continue
            elif not each.claim & sight.opened:
                if kind == "kind-of":
                    # An item may name itself and be what its heading asks for.
                    if sight.sentence.start > 2 or not any(
                        m.start <= 3 and m.concept == subject for m in sight.mentions
                    ):
                        continue
                elif not self.explain or each.wording.cues is None:
                    continue
            if kind == "number" and each.wording.ratio is None and not self._numbers_of(sight):
                continue
            yield each

    def _spells_out(self, sight: Sight) -> bool:
        """Whether a sentence tells what something stands for, or was asked to."""
        if sight.spells is None:
            told = any(each.search(sight.unit.low, *sight.sentence) for each in (STRONG, ASKS_FOR))
            sight.spells = told or any(ASKS_FOR.search(context.text) for context in self._answered(sight))
        return sight.spells

    def _literals(self, context: str) -> set[str]:
        """The literals that stand in a heading or a question."""
        if context not in self._standing:
            self._standing[context] = self.vocabulary.within(context)
        return self._standing[context]

    def _within(self, sight: Sight, wording: Wording, relation: str) -> bool:
        """Whether the sentence has any of the words that a relation needs; asked once for all subjects."""
        if wording.kind in ("expansion", "kind-of"):
            return True
        if wording.cues is None:
            return wording.kind == "number" or bool(self._hits(sight, wording, relation))
        if wording.ratio is not None and self._ratio(sight, wording) is not None:
            return True
        return (
            wording.kind == "closed-set"
            or bool(self._cues(sight, wording, relation))
            or self._cue_around(sight, wording)
        )

    def _applies(self, sight: Sight, needed: Patterns | None, subject: str, relation: str) -> bool:
        """Whether what a fact requires is in sight; in the sentence before, where this one names nobody of whom the same can be said."""
        return (
            needed is None
            or needed.search(sight.unit.low, sight.sentence.start, sight.sentence.end, sight.present) is not None
            or any(self._stands_in(needed, context.text) for context in sight.unit.under)
            or (
                sight.before is not None
                and not any(relation in self.relations_of(each) for each in sight.named)
                and needed.search(sight.unit.low, *sight.before, self._literals_of(sight)) is not None
            )
        )

    def _literals_of(self, sight: Sight) -> set[str]:
        """The literals of the sentence before."""
        assert sight.before is not None
        if sight.present_before is None:
            sight.present_before = self.vocabulary.within(sight.unit.low[sight.before.start : sight.before.end])
        return sight.present_before

    def _stands_in(self, patterns: Patterns, context: str) -> bool:
        key = (id(patterns), context)
        if key not in self._over:
            self._over[key] = patterns.search(context, 0, len(context), self._literals(context)) is not None
        return self._over[key]

    def _hits(self, sight: Sight, wording: Wording, relation: str) -> list[Hit]:
        key = (id(wording), relation)
        if key not in sight.hits:
            found = wording.values(sight.unit.low, sight.sentence.start, sight.sentence.end, sight.present)
            sight.hits[key] = [
                hit
                for hit in found
                if not self._inside_name(sight, hit.span, relation)
                and not self._among_names(sight, hit, found)
                and not _EITHER_WAY.match(sight.unit.low, max(0, hit.start - 1), hit.end)
                and not _NOT_ONLY.match(sight.unit.low, max(0, hit.start - 1))
                and not _NOT_ONLY.match(sight.unit.low, hit.start)
            ]
        return list(sight.hits[key])

    def _among_names(self, sight: Sight, hit: Hit, hits: Sequence[Hit]) -> bool:
        """Whether a value that is somebody's name stands in a list of names that are no values: `Qwen、DeepSeek`."""
        text = sight.unit.low
        if not any(m.start <= hit.start and hit.end <= m.end for m in sight.mentions):
            return False
        for m in sight.mentions:
            if any(m.span.overlaps(h.span) for h in hits):
                continue
            gap = text[m.end : hit.start] if m.end <= hit.start else text[hit.end : m.start]
            if gap.strip() in ("、", "/") and (m.end <= hit.start or m.start >= hit.end):
                return True
        return False

    def _cues(self, sight: Sight, wording: Wording, relation: str) -> list[Span]:
        if wording.cues is None:
            return []
        key = (id(wording), relation)
        if key not in sight.cues:
            found = [
                Span(*m.span())
                for m in wording.cues.matches(sight.unit.low, sight.sentence.start, sight.sentence.end, sight.present)
            ]
            sight.cues[key] = [cue for cue in found if not self._inside_name(sight, cue, relation)]
        return list(sight.cues[key])

    def _inside_name(self, sight: Sight, span: Span, relation: str) -> bool:
        """Whether words are but a part of the name of somebody of whom the relation can be said."""
        for m in sight.mentions:
            inside = m.start <= span.start and span.end <= m.end and m.end - m.start > span.end - span.start
            if inside and (m.role == "compared" or m.concept in self.typed(relation)):
                return True
        return False

    def _cue_around(self, sight: Sight, wording: Wording) -> bool:
        """Whether what the sentence stands under speaks of the relation, and the sentence is its direct answer."""
        if wording.cues is None:
            return True
        return any(self._stands_in(wording.cues, context.text) for context in self._answered(sight))

    def _answered(self, sight: Sight) -> Iterable[Context]:
        """What a sentence is the direct answer to: a question just before it, and what it stands under."""
        if sight.asked is not None:
            yield sight.asked
        for context in sight.unit.under[:2]:
            if context.kind == "list-head" or sight.first:
                yield context

    def _govern(
        self, sight: Sight, relation: str, anchor: Span, taken: Sequence[Span], values: Sequence[Hit]
    ) -> Governed:
        typed = self.typed(relation)
        ancestors = self.knowledge.ancestors
        governed = govern(
            sight.unit, sight.sentence, sight.parts, sight.mentions, anchor, taken, [hit.span for hit in values],
            typed.__contains__, lambda c: relation in self.relations_of(c), lambda: self._outside(sight, relation), lambda c: ancestors.get(c, frozenset()),
        )  # fmt: skip
        if governed.concepts and any(m.role == "compared" for m in sight.mentions):
            same = alike(sight.unit.low, sight.sentence, sight.parts, sight.mentions, anchor)
            if same:
                concepts = dict.fromkeys((*governed.concepts, *(each for each in same if each in typed)))
                return governed._replace(concepts=tuple(concepts))
        return governed

    def _part(self, sight: Sight, at: int) -> int:
        for i, (start, end) in enumerate(sight.parts):
            if start <= at < end:
                return i
        return len(sight.parts) - 1

    def _frame(self, sight: Sight, span: Span, counter: bool = False) -> tuple[bool, str]:
        """Whether what stands there is turned around by its frame, and why nothing is asserted there, if so.

        Where a relation's own `counter` is what denies, having nothing to do with it is what is said.
        """
        flip = False
        for frame in self._frames(sight):
            within = span.start < frame.start < span.end and "," not in sight.unit.low[span.start : frame.start]
            if within and frame.why.startswith("supposed"):
                # `A 和 B 如果都置零`: the condition stands behind its subject, within the value.
                return False, frame.why
            if frame.start <= span.start < frame.end:
                if frame.mode == "silent":
                    if frame.whole and (counter or span.end > frame.end):
                        continue
                    if frame.why == "what it is compared with" and span.end > frame.end:
                        # "Compared with A, B needs more": the value goes on beyond what is compared with.
                        continue
                    if frame.start == span.start and frame.why.startswith(("left open", "supposed")):
                        # "teaches how to answer", "not unless a head was trained": the value holds these words itself.
                        continue
                    if frame.why.startswith("supposed") and "," in sight.unit.low[span.start : span.end]:
                        # 如果不除以 √d,softmax 会 …: the value is itself what follows from the condition.
                        continue
                    return False, frame.why
                flip = True
                own = sight.parts[self._part(sight, span.start)].start
                if limited(sight.unit.low, max(frame.by.end if frame.by.end <= span.start else 0, own), span.start):
                    return False, _IN_PART
        return flip, ""

    def _beyond_frame(self, sight: Sight, value: Span, cue: Span) -> bool:
        """Whether a value stands in what is called wrong, and its cue behind the end of that."""
        return any(f.mode == "denied" and f.start <= value.start < f.end <= cue.start for f in self._frames(sight))

    def _frames(self, sight: Sight) -> list[Frame]:
        """Where in a sentence nothing is asserted, or its opposite."""
        if sight.frames is None:
            names = [m.span for m in sight.mentions if m.role == "plain"]
            sight.frames = frames(sight.unit.low, sight.sentence, sight.parts, sight.following, names)
            around = [c.text for c in sight.unit.under[:2] if of_mistakes(c.text)]
            start, end = sight.sentence
            if around and not says_it_right(sight.unit.low[start:end]):
                sight.frames.append(Frame(start, end, "silent", f"it stands under {around[0]!r}"))
        return sight.frames

    # ------------------------------------------------------------ single values, polarity, mechanism, definition

    def _values(self, sight: Sight, subject: str, relation: str, wording: Wording, notes: list[str]) -> list[Draft]:
        text = sight.unit.low
        cues = self._cues(sight, wording, relation)
        if wording.cues is not None and not cues and not self._cue_around(sight, wording):
            return []
        hits = self._hits(sight, wording, relation)
        if not hits:
            if cues:
                words = text[cues[0].start : cues[0].end].strip()
                _note(notes, f"{subject}.{relation}: {words} speaks of it, but of no value known")
            return []
        if wording.relation.owner:
            own = [m for m in sight.mentions if m.concept == subject and _USED_WITH.match(text, m.end)]
            hits = [h for h in hits if not any(_OWNS.fullmatch(text, h.end, m.start) for m in own)]
        old = _displaced(text, sight.sentence, hits)
        taken = [*(hit.span for hit in hits), *cues]
        pairs: list[tuple[Hit, Span | None]] = []
        for hit in hits:
            cue = self._nearest(sight, hit.span, cues, hits)
            if wording.cues is not None and cues and cue is None:
                _note(notes, f"{subject}.{relation}: {_words(text, hit)} stands too far from what speaks of {relation}")
                continue
            pairs.append((hit, cue))
        mapped = self._respectively(sight, relation, [hit for hit, _ in pairs])
        drafts: list[Draft] = []
        for hit, cue in pairs:
            if hit in old:
                _note(notes, f"{subject}.{relation}: {_words(text, hit)} is what was before")
                continue
            if aside := self._aside(sight, subject, wording, hit):
                _note(notes, f"{subject}.{relation}: {_words(text, hit)} is {aside}")
                continue
            anchor = hit.span if cue is None else Span(min(hit.start, cue.start), max(hit.end, cue.end))
            shared = _shared_out(mapped, hit)
            if shared is not None:
                governed = shared
            else:
                governed = self._govern(
                    sight,
                    relation,
                    hit.span if cue is None or self._part(sight, cue.start) != self._part(sight, hit.start) else anchor,
                    taken,
                    hits,
                )
            drafts += self._draft(sight, subject, relation, wording, hit, cue, governed, notes)
        return drafts

    def _aside(self, sight: Sight, subject: str, wording: Wording, hit: Hit) -> str:
        """What a value is in its clause where it is not said of the subject, for all that it may stand beside it."""
        text = sight.unit.low
        part = sight.parts[self._part(sight, hit.start)]
        name = next((m for m in sight.mentions if m.start <= hit.start and hit.end <= m.end), None)
        if name is not None and name.concept != subject:
            if compared_with(text, part.start, name.span):
                return "what it is measured against"
            if any(m.concept == subject and alternative_to(text, name.span, m.span) for m in sight.mentions):
                return "named as its like"
        if wording.relation.owner:
            own = [m.span for m in sight.mentions if m.concept == subject and part.start <= m.start < part.end]
            if any(
                m.concept != subject
                and wording.relation.id in self.relations_of(m.concept)
                and (_owned(text, hit.span, m.span) or makes_another(text, hit.span, m.span))
                and not names_a_group(text, m.span)
                and not any(m.end <= s.start and COORDINATED.match(text[m.end : s.start]) for s in own)
                for m in sight.mentions
            ):
                return "said to be whose something else is"
            if own and all(works_on(text, hit.span, span) for span in own):
                return "said to have worked on it"
            if fetched_from(text, part, hit.span):
                return "where it is got from"
        return ""

    def _owners(self, sight: Sight, subject: str, relation: str, wording: Wording) -> list[Draft]:
        """Values that own the subject by name: `阿里的通义千问、腾讯的豆包`, "models such as Meta's Mistral"."""
        text = sight.unit.low
        drafts: list[Draft] = []
        for m in sight.mentions:
            if m.concept != subject or _USED_WITH.match(text, m.end):
                continue
            hit = next((h for h in self._hits(sight, wording, relation) if _owned(text, h.span, m.span)), None)
            if hit is None or negators(text, max(sight.sentence.start, hit.start - 6), hit.start):
                continue
            flip, why = self._frame(sight, hit.span)
            if not why:
                reading = (
                    f"value={_words(text, hit)}",
                    f"owner of={text[m.start : m.end]}",
                    *(("frame=denied",) if flip else ()),
                )
                drafts.append(
                    Draft(subject, relation, (hit.value,), flip, Span(min(hit.start, m.start), max(hit.end, m.end)), "clause", reading, self._part(sight, hit.start))
                )  # fmt: skip
        return drafts

    def _trends(self, sight: Sight, subject: str, relation: str, moving: Moving, notes: list[str]) -> list[Draft]:
        """What the sentence says of how something goes when the subject's quantity is turned up or down."""
        text = sight.unit.low
        own = [m.span for m in sight.mentions if m.concept == subject]
        turned = moving.turned(text, sight.sentence, sight.present, own)
        if not turned:
            return []
        where: SubjectFrom = "clause"
        if subject not in sight.named:
            # A quantity without its owner's name belongs to what the text is about.
            governed = self._outside(sight, relation)
            if governed.concepts != (subject,) or any(each in self.typed(relation) for each in sight.named):
                return []
            where = governed.where
        drafts: list[Draft] = []
        following = moving.following(text, sight.sentence, sight.present, own)
        typed = self.typed(relation)
        others = [m.span for m in sight.mentions if m.concept != subject and m.concept in typed]
        for trend in trends(text, sight.sentence, turned, following, others):
            value = moving.value(trend.sign)
            flip, why = self._frame(sight, trend.effect)
            if why and not why.startswith("supposed"):
                # What would follow if it were turned is just what is asserted of the two.
                _note(notes, f"{subject}.{relation}: {text[trend.effect.start : trend.effect.end].strip()}: {why}")
                continue
            if not value:
                continue
            reading = [
                f"value={text[trend.effect.start : trend.effect.end].strip()}",
                f"turned={text[trend.quantity.start : trend.quantity.end].strip()}",
            ]
            if trend.denied:
                reading.append("not=its direction")
            if flip:
                reading.append("frame=denied")
            drafts.append(
                Draft(
                    subject, relation, (value,), trend.denied != flip, Span(trend.start, trend.end), where, tuple(reading),
                    self._part(sight, trend.effect.start),
                )
            )  # fmt: skip
        return drafts

    def _draft(
        self,
        sight: Sight,
        subject: str,
        relation: str,
        wording: Wording,
        hit: Hit,
        cue: Span | None,
        governed: Governed,
        notes: list[str],
    ) -> list[Draft]:
        text = sight.unit.low
        if subject not in governed.concepts:
            if governed.why:
                _note(notes, f"{subject}.{relation}: {_words(text, hit)}: {governed.why}")
            return []
        if (
            governed.where in ("question", "heading", "previous")
            and any(
                self._is_topic(sight, each) for each in self._hits(sight, wording, relation) if each.start <= hit.start
            )
        ) or (governed.where == "sentence" and hit.start > sight.sentence.start and self._acts(sight, hit)):
            _note(notes, f"{subject}.{relation}: the clause is about {_words(text, hit)} itself")
            return []
        if governed.where not in ("clause", "sentence") and self._takes(sight, hit):
            _note(notes, f"{subject}.{relation}: the clause tells what {_words(text, hit)} is done with")
            return []
        if of_another_size(text, sight.parts[self._part(sight, hit.start)], hit.span, subject):
            _note(notes, f"{subject}.{relation}: {_words(text, hit)} is said of another size")
            return []
        flip, why = self._frame(sight, hit.span)
        if flip and cue is not None and self._beyond_frame(sight, hit.span, cue):
            why = "what is called wrong does not reach to what speaks of it"
        if why:
            _note(notes, f"{subject}.{relation}: {_words(text, hit)}: {why}")
            return []
        denied, words, start, unsettled = self._denied(sight, wording, hit.span, cue, hit)
        if unsettled:
            _note(notes, f"{subject}.{relation}: {_words(text, hit)}: {unsettled}")
            return []
        if _ONLY_RIGHT_BEFORE.search(text, max(sight.sentence.start, hit.start - 24), hit.start) and _LIMIT.search(
            text, max(hit.start, hit.end - 9), min(hit.end + 12, sight.sentence.end)
        ):
            _note(notes, f"{subject}.{relation}: {_words(text, hit)} is said to hold only within limits")
            return []
        if hit.value.startswith("="):
            # "cannot take more than 512 tokens": the bound and its denial together state the number.
            hit, denied, words, start = hit._replace(value=hit.value[1:]), False, "", None
        if words and self._of_another_agent(sight, subject, hit, start):
            _note(notes, f"{subject}.{relation}: what {words} denies is not said of {subject}")
            return []
        if denied and relation.endswith("able") and not _CANNOT.search(words):
            _note(notes, f"{subject}.{relation}: {words} {_words(text, hit)} tells what is done, not what can be")
            return []
        lent = governed.where in ("question", "heading", "previous")
        far = cue is not None and self._part(sight, cue.start) != self._part(sight, hit.start)
        if denied and far and wording.kind == "number":
            _note(
                notes, f"{subject}.{relation}: {words} {_words(text, hit)} stands too far from what would be measured"
            )
            return []
        if denied and self._of_a_special_case(sight, subject):
            _note(notes, f"{subject}.{relation}: {words} may hold of what the text is about, if not of {subject}")
            return []
        part = sight.parts[self._part(sight, hit.start)]
        if governed.where in ("previous", "sentence") and _INSTEAD.search(text, part.start, hit.start):
            _note(notes, f"{subject}.{relation}: {_words(text, hit)} is what is used in its stead")
            return []
        if (
            words
            and lent
            and not (start is not None and -1 <= min(hit.start, cue.start if cue else hit.start) - start <= 6)
        ):
            _note(notes, f"{subject}.{relation}: what {words} denies beside {_words(text, hit)} cannot be told")
            return []
        reading = [f"value={_words(text, hit)}"]
        if cue is not None:
            reading.append(f"cue={text[cue.start : cue.end].strip()}")
        if words:
            reading.append(f"not={words}")
        if flip:
            reading.append("frame=denied")
        span = hit.span
        if (
            cue is not None
            and self._part(sight, cue.start) == self._part(sight, hit.start)
            and (max(hit.end, cue.end) - min(hit.start, cue.start)) <= 60
        ):
            span = Span(min(hit.start, cue.start), max(hit.end, cue.end))
        if denied and start is not None and 0 <= span.start - start <= 24:
            span = Span(start, span.end)
        return [
            Draft(
                subject, relation, (hit.value,), denied != flip, span, governed.where, tuple(reading), self._part(sight, hit.start)
            )
        ]  # fmt: skip

    def _of_another_agent(self, sight: Sight, subject: str, hit: Hit, start: int | None) -> bool:
        """`LLaMA 去掉了 LayerNorm 的减均值`: whether somebody else does without what is the subject's."""
        if start is None or _REMOVES.match(sight.unit.low, start) is None:
            return False
        part = sight.parts[self._part(sight, hit.start)]
        names = [m for m in sight.mentions if part.start <= m.start < hit.start]
        behind = any(m.concept == subject and m.start >= start for m in names)
        return behind and any(m.concept != subject and m.role == "plain" and m.end <= start for m in names)

    def _of_a_special_case(self, sight: Sight, subject: str) -> bool:
        """Under "T5", `注意力不除以 √d` is said of T5's attention: whether the text is about one other concept."""
        for context in sight.unit.under:
            names = {m.concept for m in self.context(context.text)}
            if names:
                kin = {subject, *self.knowledge.ancestors.get(subject, frozenset())}
                return (
                    len(names) == 1
                    and not names & kin
                    and subject not in self.knowledge.ancestors.get(next(iter(names)), frozenset())
                )
        return False

    def _is_topic(self, sight: Sight, hit: Hit) -> bool:
        """Whether a value that names a concept opens its clause and something is said of it."""
        text = sight.unit.low
        names = any(m.span.overlaps(hit.span) for m in sight.mentions)
        part = sight.parts[self._part(sight, hit.start)]
        rest = text[hit.end : sight.sentence.end]
        said = _PREDICATE.match(rest) or _SAID_OF.match(rest) if names else _DEFINED.match(rest)
        if said is None or not opens(text, part, hit.start):
            return False
        # 使用 A 位置编码: what is used is no subject where nothing more is said of it.
        return not (_USES.search(text, part.start, hit.start) and _NO_MORE.match(rest))

    def _takes(self, sight: Sight, hit: Hit) -> bool:
        """Whether a value opens its clause as that for which means are named: `开放式写作多用采样`."""
        text, part = sight.unit.low, sight.parts[self._part(sight, hit.start)]
        return opens(text, part, hit.start) and _TAKES.match(text, hit.end, part.end) is not None

    def _acts(self, sight: Sight, hit: Hit) -> bool:
        """Whether a value that is somebody's name is the subject of a clause of its own."""
        text = sight.unit.low
        ends = {m.end for m in sight.mentions if m.start <= hit.start and hit.end <= m.end}
        # "SwiGLU 前馈层有 …": the compound that it begins.
        ends |= {m.end for m in sight.mentions if m.start >= hit.end and not text[hit.end : m.start].strip()}
        return (
            any(m.start <= hit.start and hit.end <= m.end for m in sight.mentions)
            and opens(text, sight.parts[self._part(sight, hit.start)], hit.start)
            and any(each.match(text, end) for each in (_IS_SAID, _THIS_KIND, _DOES) for end in {*ends, hit.end})
        )

    def _nearest(self, sight: Sight, span: Span, cues: Sequence[Span], hits: Sequence[Hit]) -> Span | None:
        """The cue that a value belongs to: the nearest of its clause, else the nearest of a clause beside it."""
        here = self._part(sight, span.start)
        best: tuple[int, int, Span] | None = None
        for cue in cues:
            apart = 0 if cue.overlaps(span) else abs(self._part(sight, cue.start) - here)
            gap = max(0, cue.start - span.end, span.start - cue.end)
            if gap <= 120 and (best is None or (apart, gap) < best[:2]):
                best = (apart, gap, cue)
        if best is None or (
            best[0] and (best[0] > 2 or best[1] > (80 if sight.unit.low[span.start].isascii() else 40))
        ):
            return None
        own = sight.parts[here]
        late = max(here, self._part(sight, best[2].start))
        if best[0] and _CONCEDES.match(sight.unit.low, sight.parts[late].start):
            # 全部专家都在显存里，哪怕每次只激活几个: the two clauses speak of different things.
            return None
        if best[0] and (side := _ON_THIS_SIDE.match(sight.unit.low, own.start)) and side.end() <= span.start:
            # 范围上 A 更大，精度上它不如 B: the clause says itself what it compares.
            return None
        named = best[2].end <= span.start and any(
            own.start <= m.start < span.start and m.role == "plain" for m in sight.mentions
        )
        if (
            best[0]
            and not named
            and any(h.span != span and self._part(sight, h.start) == self._part(sight, best[2].start) for h in hits)
        ):
            # Its own clause gives it a value: it is not looking for another one elsewhere.
            return None
        return None if best[0] and self._of_another_clause(sight, span, best[2]) else best[2]

    def _of_another_clause(self, sight: Sight, value: Span, cue: Span) -> bool:
        """Whether a cue of another clause speaks of that one's own subject: `A was trained on 2T tokens, B stands for … Context …`."""
        text = sight.unit.low
        theirs, own = (sight.parts[self._part(sight, each.start)] for each in (cue, value))

        def opening(clause: Span, end: int) -> Mention | None:
            return next(
                (
                    m
                    for m in sight.mentions
                    if m.role == "plain" and clause.start <= m.start < end and opens(text, clause, m.start)
                ),
                None,
            )

        other, mine = opening(theirs, theirs.end), opening(own, value.start)
        if other is None or other.span == cue or (mine is not None and mine.concept == other.concept):
            return False
        if cue.start > value.start:
            return True
        if mine is None:
            return False
        # `A 的词表是 15 万，B 只有 3 万`: where its own clause has a value as well, the next one leaves the cue out.
        return not any(theirs.start <= q.start < theirs.end for q in self._numbers_of(sight)) and not any(
            theirs.start <= h.start < theirs.end and h.span.overlaps(cue) is False
            for found in sight.hits.values()
            for h in found
            if any(value.overlaps(each.span) for each in found)
        )

    def _denied(
        self,
        sight: Sight,
        wording: Wording,
        value: Span,
        cue: Span | None,
        hit: Hit | None = None,
        counter: bool = False,
    ) -> Denial:
        """Whether an assertion is negated, by which words, and where they begin."""
        text = sight.unit.low
        part = sight.parts[self._part(sight, value.start)]
        same = cue is not None and self._part(sight, cue.start) == self._part(sight, value.start)
        start = part.start
        end = max(value.end, cue.end) if same and cue is not None else value.end
        if same and cue is not None and value.end <= cue.start:
            # "drops the network that PPO relies on": what denies the main clause denies nothing in the relative one.
            relative = _RELATIVE.search(text, value.end, cue.start)
            start = relative.start() if relative else start
        other = (
            [Span(*m.span()) for m in wording.cues.matches(text, start, end, sight.present)]
            if wording.cues is not None and cue is not None
            else []
        )
        if wording.kind not in ("number", "kind-of", "expansion"):
            # "not a maths expert and a law expert": a cue within a value is no other verb.
            held = [h.span for h in self._hits(sight, wording, wording.relation.id)]
            other = [each for each in other if not any(h.start <= each.start and each.end <= h.end for h in held)]
        if (exception := excepted(text, sight.sentence, value)) is not None:
            return exception
        told = [frame.by for frame in self._frames(sight) if frame.mode == "denied"]
        names = [m.span for m in sight.mentions]
        found = []
        for word in negators(text, start, end):
            span = Span(word.start, word.end)
            inside = value.start <= span.start and span.end <= value.end
            # "并不负责 V" where the pattern words the 不: one denial, which the value holds already.
            inside = inside or (
                span.start < value.start < span.end
                and text[value.start] in "不没无非未"
                and hit is not None
                and wording.denying(hit, text)
            )
            if (
                inside
                and (
                    hit is None
                    or word.words in CONTENT
                    or wording.denying(hit, text)
                    # "only 1,000 examples and used no x": what a loose pattern runs into denies nothing of the value.
                    or _CONJOINED.search(text[value.start : word.start])
                )
            ):
                continue
            if (
                cue is not None
                and cue.start <= span.start
                and span.end <= cue.end
                and (counter or cue.end - cue.start > word.end - word.start + 1 or not wording.positive)
            ):
                continue
            if (
                cue is not None
                and span.overlaps(cue)
                and ((word.words == "without" and span == cue) or (wording.of_removal and word.words in CONTENT))
            ):
                # "AdaLoRA drops singular values": what tells of removing is not denied by its own verb.
                continue
            # What calls something wrong (`别以为`, `never say`) turns its frame round already.
            if any(span.overlaps(by) for by in told):
                continue
            # skip-gram: what is but a part of a name denies nothing.
            if any(
                m.start <= span.start and span.end <= m.end and m.end - m.start > span.end - span.start
                for m in sight.mentions
            ):
                continue
            # 没有约束时路由会 …: what is denied is the circumstance.
            first = min(value.start, cue.start) if same and cue is not None and not span.overlaps(cue) else value.start
            if stops_before(text, part.start, word, first, names):
                continue
            # "no card holds it all and ZeRO-2 shards …": behind the "and" stands another subject with its own verb.
            if word.words.isascii() and any(
                word.end < n.start and n.end < first and _AND.search(text, max(word.end, n.start - 80), n.start)
                for n in names
            ):
                continue
            # "取而代之的是去掉均值项的 RMSNorm": what the relative clause removes is not what it describes.
            if (
                word.words in CONTENT
                and _IS_BEFORE.search(text, max(start, word.start - 6), word.start)
                and re.search(r"[^的,]{2,}的\s*$", text[word.end : first])
            ):
                continue
            # 用的是没有标签的维基百科: what the attribute lacks is not what it describes.
            if (
                word.words in ("没有", "没", "无", "未")
                and _IS_BEFORE.search(text, max(start, word.start - 6), word.start)
                and re.match(r"[^,。;的]{1,8}的", text[word.end : value.start])
            ):
                continue
            # A relation that itself tells what is removed is not denied by its own verb.
            if (
                word.words in CONTENT
                and word.words.rstrip("sd") in f"{wording.relation.label.zh} {wording.relation.label.en}"
            ):
                continue
            # "the critic is dropped and the group mean …": a participle that closes its clause reaches no further.
            if word.words.endswith("ed") and re.match(r"\s*(?:,|and\b)", text[word.end : first]):
                continue
            # 避免训练初期不稳定: what is avoided is what stands behind the value, which only says when or where.
            if word.words in ("避免", "avoid", "avoids") and (
                _GOES_ON.match(text, value.end, part.end) or _WHEN.match(text, value.start)
            ):
                continue
            # 不重要的奇异值: the adjective is negated, not the sentence.
            if word.words == "不" and re.fullmatch(r"[^,的]{1,3}的", text[word.end : value.start]):
                continue
            # 不用训练 A 的偏好优化算法: what the class does without does not deny the class.
            if (
                wording.kind == "kind-of"
                and "是" not in word.words
                and "属" not in word.words
                and re.search(r"[^,的]{2,}的\s*$", text[word.end : value.start])
            ):
                continue
            # 并不只切分 A: what else there is goes unsaid, A is asserted.
            if of_only(text, word, value):
                continue
            # A negation that another cue stands behind belongs to that one.
            if (
                word.words not in ("neither", "nor", "都不")
                and same
                and cue is not None
                and any(
                    word.end <= o.start
                    and o.end <= cue.start
                    and o != cue
                    and _NEXT_VERB.search(text[o.end : cue.start])
                    # "need not train", "不需要训练": what is not needed is not done either.
                    and text[o.end : cue.start].strip() != "to"
                    for o in other
                )
            ):
                continue
            found.append(word)
        if wording.kind == "closed-set" and not same and cue is not None and cue.start > value.end:
            found += list(negators(text, sight.parts[self._part(sight, cue.start)].start, cue.start))
        if _THANKS_TO.fullmatch(text, part.start, value.start):
            # "Thanks to A, B never needs C": the main verb is denied, not what helps.
            found = [word for word in found if word.end <= value.start]
        found = last_of(text, found)
        after = _POSTPOSED.match(text[end : part.end])
        if after is not None and (
            _IS_NO.match(text, end, part.end)
            # `不减均值也不加偏置`: of two things that are not done each has its own denial.
            or (text[value.start] in "不没无未非" and after.group().lstrip().startswith("也"))
        ):
            after = None
        if after is not None and any(by.overlaps(Span(end + after.start(), end + after.end())) for by in told):
            after = None
        if (
            len(found) == 1
            and found[0].words in ("而不是", "而非", "不是", "rather than", "not")
            and (gone := _GONE_IS.search(text, sight.sentence.start, found[0].start)) is not None
            and gone.end() < found[0].start
            and "," in text[gone.end() : found[0].start] + ","
        ):
            # Of two things one was removed and not the other: the other stays.
            return Denial()
        if len(found) == 1 and of_all(text, found[0], value):
            return Denial(True, found[0].words, found[0].start, f"{found[0].words} denies that all do")
        if len(found) == 1 and wording.kind != "closed-set" and of_change(text, found[0], value, cue if same else None):
            return Denial(True, found[0].words, found[0].start, "what is denied is that it changes")
        if (
            len(found) == 1
            and found[0].end <= value.start
            and (
                of_aspect(text, found[0], value)
                or of_another_verb(text, found[0], value)
                or of_measure(text, found[0], value)
            )
        ):
            return Denial(True, found[0].words, found[0].start, f"{found[0].words} denies but what it is of it")
        if (
            wording.kind == "kind-of"
            and len(found) == 1
            and not found[0].words.isascii()
            and found[0].end <= value.start
            and not _SAYS_WHAT_IT_IS.search(text, found[0].start, value.start)
        ):
            return Denial(True, found[0].words, found[0].start, f"{found[0].words} denies what it does, not what it is")
        odd = len(found) % 2 == 1
        words = " ".join(w.words for w in found)
        if after and (
            _PLACED_ELSEWHERE.match(after.group() + text[end + after.end() : end + after.end() + 2])
            or (
                (cue is None or not same or _NOT_EVEN.search(text, part.start, value.start))
                and not _BOTH_NOT.search(text, part.start, value.start)
            )
        ):
            odd = not odd
            words = f"{words} {after.group().strip()}".strip()
        return Denial(odd, words, found[0].start if found else None)

    def _respectively(self, sight: Sight, relation: str, hits: Sequence[Hit]) -> dict[Hit, str | None] | None:
        """`A、B、C 分别 x、y、z`: each value to its subject, None to those of a clause before; others do not pair up."""
        text = sight.unit.low
        match = _EACH.search(text, sight.sentence.start, sight.sentence.end)
        if match is None or len(hits) < 2:
            return None
        typed = self.typed(relation)
        names = [
            m
            for m in sight.mentions
            if m.concept in typed and m.role != "compared" and not any(m.span.overlaps(h.span) for h in hits)
        ]
        groups: list[list[Mention]] = []
        for m in names:
            if groups and COORDINATED.match(text[groups[-1][-1].end : m.start]):
                groups[-1].append(m)
            else:
                groups.append([m])
        several = [group for group in groups if len(group) > 1]
        if not several:
            return None
        ahead = [group for group in several if group[-1].end <= match.start()]
        group = (ahead or several)[-1 if ahead else 0]
        # What a clause before the list says is no part of it: `A 是 3 倍，B 和 C 分别是 1 倍和 2 倍`.
        own = sight.parts[self._part(sight, group[0].start)].start
        ordered = sorted(h for h in hits if h.start > group[0].end)
        earlier = {h: None for h in hits if h.end <= own}
        if len(group) != len(ordered):
            return {**earlier}
        return {**earlier, **{hit: m.concept for hit, m in zip(ordered, group, strict=True)}}

    # ------------------------------------------------------------------------------------- closed sets

    def _sets(self, sight: Sight, subject: str, relation: str, wording: Wording, notes: list[str]) -> list[Draft]:
        text = sight.unit.low
        cues = self._cues(sight, wording, relation)
        counters = (
            [Span(*m.span()) for m in wording.counters.matches(text, *sight.sentence, sight.present)]
            if wording.counters is not None
            else []
        )
        if wording.of_need:
            cues += [
                Span(m.end(), m.end()) for m in _DOING_WITHOUT.finditer(text, sight.sentence.start, sight.sentence.end)
                if not any(c.start <= m.end() <= c.end for c in cues)
            ]  # fmt: skip
        around = wording.cues is None or (not cues and self._cue_around(sight, wording))
        if not cues and not counters and not around:
            return []
        hits = self._hits(sight, wording, relation)
        if not hits:
            if cues:
                words = text[cues[0].start : cues[0].end].strip()
                _note(notes, f"{subject}.{relation}: {words} speaks of it, but of no value known")
            return []
        taken = [*(hit.span for hit in hits), *cues, *counters]
        mapped = self._respectively(sight, relation, hits)
        drafts: list[Draft] = []
        for chain in _chains(text, hits, [*cues, *counters], sight.parts):
            cue, counter = self._bound(sight, subject, chain, hits, cues, counters)
            if cue is None and not around:
                for hit, _ in chain:
                    _note(notes, f"{subject}.{relation}: {_words(text, hit)} is not what the sentence says to be so")
                continue
            first = chain[0][0]
            anchor = first.span
            if cue is not None:
                near = min((hit for hit, _ in chain), key=lambda h: max(0, cue.start - h.end, h.start - cue.end))
                anchor = Span(min(near.start, cue.start), max(near.end, cue.end))
            governed = self._govern(sight, relation, anchor, taken, hits)
            base = Denial()
            asserted: list[Hit] = []
            for hit, turned in chain:
                governed = _shared_out(mapped, hit) or governed
                same = cue is not None and self._part(sight, cue.start) == self._part(sight, hit.start)
                if same or hit == first or cue is None:
                    denied = self._denied(sight, wording, hit.span, cue if same else None, hit, counter)
                    if not same and cue is not None and cue.start < hit.start:
                        before = negators(text, sight.parts[self._part(sight, cue.start)].start, cue.start)
                        if len(before) % 2 and not turned:
                            denied = Denial(not denied.denied, "before the cue", before[0].start)
                    base = denied if hit == first or base == Denial() else base
                else:
                    # Further down a list that runs over clauses: what governs its head, unless it turned on the way.
                    local = self._denied(sight, wording, hit.span, None, hit)
                    denied = local if turned or local.denied else base
                    if turned and not local.denied:
                        # "drops A and B, not C", 省掉的是 A，不是 C: of what was removed C is no part.
                        denied = Denial() if base.denied and base.words in CONTENT else Denial(True, "listed as not so")
                drafts_here = self._draft_set(sight, subject, relation, hit, cue, governed, denied, counter, notes)
                drafts += drafts_here
                if drafts_here and not drafts_here[0].denied:
                    asserted.append(hit)
            if asserted and not counter and subject in governed.concepts:
                drafts += self._left_out(sight, subject, relation, wording, asserted, cue or asserted[0].span, governed)
        return drafts

    def _bound(
        self,
        sight: Sight,
        subject: str,
        chain: Sequence[tuple[Hit, bool]],
        hits: Sequence[Hit],
        cues: Sequence[Span],
        counters: Sequence[Span],
    ) -> tuple[Span | None, bool]:
        """The cue of a chain, in a clause that the chain touches; and whether it is one that denies."""
        text = sight.unit.low
        touched = {self._part(sight, hit.start) for hit, _ in chain}
        first = min(touched)
        opened = text[sight.sentence.start : sight.parts[first].start].rstrip()[-1:] if first else ""
        if (
            first
            and (
                _LIST_HEAD.fullmatch(text, sight.parts[first].start, chain[0][0].start)
                # `X 的任务和 Y 一样，都是 V`: what the copula that opens the clause says is said of what came before.
                or (
                    _COPULA_OPENS.fullmatch(text, sight.parts[first].start, chain[0][0].start)
                    and not any(self._part(sight, hit.start) == first - 1 for hit in hits)
                )
                # "三部分组成：A、B", "three parts (A, B)": what a colon or a bracket opens belongs to what announced it.
                or (
                    opened in (":", "(")
                    and len(chain) > 1
                    and not any(self._part(sight, hit.start) == first - 1 for hit in hits)
                    and not text[sight.parts[first].start : chain[0][0].start].strip()
                    and not text[chain[-1][0].end : sight.parts[max(touched)].end].strip(" 等。.),;")
                )
            )
        ):
            # "… low-precision integers, such as INT8": the list goes on with the clause before it.
            touched.add(first - 1)
        head = chain[0][0].start
        exception = EXCEPTS.search(text, max(sight.sentence.start, head - 40), head) is not None
        if exception:
            # "Apart from the biases, it trains nothing": what is excepted goes with the clause behind it.
            touched.add(max(touched) + 1)
        best: tuple[int, Span, bool] | None = None
        for cue, counter in (*((c, False) for c in cues), *((c, True) for c in counters)):
            if any(cue.overlaps(hit.span) for hit, _ in chain):
                continue
            if (
                self._part(sight, cue.start) not in touched
                and self._part(sight, max(cue.start, cue.end - 1)) not in touched
            ):
                continue
            gap, near = min((max(0, cue.start - hit.end, hit.start - cue.end), hit) for hit, _ in chain)
            if near.end <= cue.start and not counter and attributive(text, cue):
                # `Q-Former 连接冻结的图像编码器`: what an adjective is said of stands behind it.
                continue
            between = text[near.end : cue.start]
            placed = any(
                m.concept == subject
                and m.start >= cue.end
                and _AT_LEFT.search(f"{text[cue.end : m.start]}{text[m.start : m.end].split()[0]} ")
                for m in sight.mentions
            )
            if (
                near.end <= cue.start
                and not counter
                and between.isascii()
                and not _PASSIVE.search(between)
                and not placed
                and not exception
            ):
                # In English what stands before an active verb is its subject: "keeps the weights and shards …".
                continue
            # "A 都切分、B 不切": of two verbs as near, the one that has no value before it.
            if best is None or (gap, not counter, -cue.start) < (best[0], not best[2], -best[1].start):
                best = (gap, cue, counter)
        if best is None or best[0] > 60:
            return None, False
        return best[1], best[2]

    def _draft_set(
        self,
        sight: Sight,
        subject: str,
        relation: str,
        hit: Hit,
        cue: Span | None,
        governed: Governed,
        denied: Denial,
        counter: bool,
        notes: list[str],
    ) -> list[Draft]:
        text = sight.unit.low
        if subject not in governed.concepts:
            if governed.why:
                _note(notes, f"{subject}.{relation}: {_words(text, hit)}: {governed.why}")
            return []
        if governed.where == "sentence" and hit.start > sight.sentence.start and self._acts(sight, hit):
            _note(notes, f"{subject}.{relation}: the clause is about {_words(text, hit)} itself")
            return []
        if denied.words and self._of_another_agent(sight, subject, hit, denied.start):
            _note(notes, f"{subject}.{relation}: what {denied.words} denies is not said of {subject}")
            return []
        flip, why = self._frame(sight, hit.span, counter)
        if denied.denied and not why and self._of_what_is_new(sight, hit, cue):
            why = "it is denied that this is new"
        if why or denied.unsettled:
            _note(notes, f"{subject}.{relation}: {_words(text, hit)}: {why or denied.unsettled}")
            return []
        reading = [f"value={_words(text, hit)}"]
        if cue is not None:
            reading.append(f"{'counter' if counter else 'cue'}={text[cue.start : cue.end].strip()}")
        if denied.words:
            reading.append(f"not={denied.words}")
        if flip:
            reading.append("frame=denied")
        span = hit.span
        if cue is not None and max(hit.end, cue.end) - min(hit.start, cue.start) <= 60:
            span = Span(min(hit.start, cue.start), max(hit.end, cue.end))
        if denied.denied and denied.start is not None and 0 <= span.start - denied.start <= 24:
            span = Span(denied.start, span.end)
        sign = denied.denied ^ flip ^ counter
        return [
            Draft(
                subject,
                relation,
                (hit.value,),
                sign,
                span,
                governed.where,
                tuple(reading),
                self._part(sight, hit.start),
            )
        ]

    def _of_what_is_new(self, sight: Sight, hit: Hit, cue: Span | None) -> bool:
        """`新增的切分对象不是 A`: A may have been there before."""
        text = sight.unit.low
        part = sight.parts[self._part(sight, hit.start)]
        new = _NEW.search(text, part.start, hit.start)
        return new is not None and (cue is None or not cue.overlaps(Span(*new.span())))

    def _left_out(
        self,
        sight: Sight,
        subject: str,
        relation: str,
        wording: Wording,
        asserted: Sequence[Hit],
        cue: Span,
        governed: Governed,
    ) -> list[Draft]:
        """What an "only" denies: every value of the range that it leaves out."""
        text = sight.unit.low
        if _ADDS.search(text, sight.sentence.start, sight.sentence.end):
            return []
        only = next(
            (
                Span(sight.sentence.start + m.start(), sight.sentence.start + m.end())
                for at in (cue.start, asserted[0].start)
                if (m := _ONLY.search(text[sight.sentence.start : at])) is not None
            ),
            None,
        )
        if only is None or only.overlaps(cue) or self._part(sight, only.start) != self._part(sight, cue.start):
            return []
        named = {hit.value for hit in self._hits(sight, wording, relation)}
        values = {*wording.relation.values, *(v for f in self.facts_for(subject, relation) for v in f.values)}
        end = max(asserted[-1].end, cue.end)
        return [
            Draft(
                subject, relation, (value,), True, Span(only.start, end), governed.where,
                (f"only={text[only.start : only.end].strip()}", f"leaves out={value}"),
                self._part(sight, cue.start), True,
            )
            for value in sorted(values - named)
        ]  # fmt: skip

    # ------------------------------------------------------------------------------------------ kinds

    def _kinds(self, sight: Sight, subject: str, relation: str, wording: Wording, notes: list[str]) -> list[Draft]:
        text = sight.unit.low
        hits = self._hits(sight, wording, relation)
        drafts: list[Draft] = []
        for hit in hits:
            if any(m.role == "topic" and m.span.overlaps(hit.span) for m in sight.mentions):
                _note(notes, f"{subject}.{relation}: {_words(text, hit)} is one of two that are told apart")
                continue
            listed = self._listed(sight, subject, hit)
            if listed is not None:
                flip, why = self._frame(sight, hit.span)
                if why:
                    _note(notes, f"{subject}.{relation}: {_words(text, hit)}: {why}")
                    continue
                odd = self._denied(sight, wording, hit.span, None, hit).denied
                drafts.append(
                    Draft(subject, relation, (hit.value,), odd != flip, Span(min(hit.start, listed.start), max(hit.end, listed.end)),
                          "clause", (f"listed under={_words(text, hit)}", *(("frame=denied",) if flip else ())), self._part(sight, hit.start))
                )  # fmt: skip
                continue
            whole = re.search(r"\b(?:for|of|that|which)\b|用于|用来", text[hit.start : hit.end])
            head = _HEAD_ZH if not text[hit.end - 1].isascii() else _HEAD_EN
            if not whole and not head.match(text[hit.end : sight.sentence.end]):
                _note(notes, f"{subject}.{relation}: {_words(text, hit)} only describes something else")
                continue
            governed = self._govern(sight, relation, hit.span, [h.span for h in hits], hits)
            if subject not in governed.concepts:
                if governed.why:
                    _note(notes, f"{subject}.{relation}: {_words(text, hit)}: {governed.why}")
                continue
            part = sight.parts[self._part(sight, hit.start)]
            last = max(
                (
                    m.end
                    for m in sight.mentions
                    if m.end <= hit.start and not m.span.overlaps(hit.span) and m.concept in governed.concepts
                ),
                default=part.start,
            )
            gap = text[max(last, part.start) : hit.start]
            copulas = list(_COPULA.finditer(gap))
            if not copulas:
                _note(notes, f"{subject}.{relation}: {_words(text, hit)} is not said to be what {subject} is")
                continue
            # "is that it is an optimizer": what the pronoun stands for is what is said to be so.
            again = next((c for c in reversed(copulas) if _IT_IS.search(gap[: c.start()])), None) or next(
                (c for c in reversed(copulas) if _AND_IS.search(gap[: c.start()])), copulas[0]
            )
            tail = gap[again.end() :]
            if _WHAT_IT_USES.search(gap[: again.start()]):
                # `它用的还是双向 LSTM`: what it uses is not what it is.
                _note(notes, f"{subject}.{relation}: {_words(text, hit)} is what {subject} uses")
                continue
            if not text[hit.end - 1].isascii():
                if len(tail) > 40:
                    continue
            elif _VERBS.search(_SORT_OF.sub(" ", tail)) or len(tail) > 60:
                _note(
                    notes, f"{subject}.{relation}: {_words(text, hit)} is not the head of what {subject} is said to be"
                )
                continue
            drafts += self._draft(sight, subject, relation, wording, hit, None, governed, notes)
        if not drafts:
            drafts += self._under_a_list(sight, subject, relation, wording, hits)
        return drafts

    def _listed(self, sight: Sight, subject: str, hit: Hit) -> Span | None:
        """`常见的向量数据库有 A、B、C`: whether the subject stands in a list that the class announces."""
        text = sight.unit.low
        before = [m for m in sight.mentions if m.end <= hit.start and m.concept == subject]
        if before:
            last = before[-1]
            for m in sight.mentions:
                if last.end <= m.start and m.end <= hit.start and COORDINATED.match(text[last.end : m.start]):
                    last = m
            between = any(last.end <= m.start and m.end <= hit.start for m in sight.mentions)
            if not between and _AND_OTHERS.match(text[last.end : hit.start]):
                return before[-1].span
        after = [m for m in sight.mentions if m.start >= hit.end and m.role != "topic"]
        if not after or not _LISTS.match(text[hit.end : after[0].start]) or TIMES_OF.match(text, after[0].end):
            return None
        last = after[0]
        for m in after:
            gap = text[last.end : m.start] if m is not last else "、"
            if m is not last and not re.match(
                r"^\s*(?:[、,/&+]|和|与|及|以及|还有|或|\band\b|\bor\b|\s|[a-z0-9.\-]{1,20}(?=\s*[、,/]))+$", gap
            ):
                break
            if m.concept == subject:
                return m.span
            last = m
        return None

    def _under_a_list(
        self, sight: Sight, subject: str, relation: str, wording: Wording, hits: Sequence[Hit]
    ) -> list[Draft]:
        """An item, named by its first words, under a heading that asks which members a class has."""
        unit = sight.unit
        if unit.kind not in ("item", "table", "heading", "paragraph") or sight.sentence.start > 2:
            return []
        first = next((m for m in sight.mentions if m.role == "plain"), None)
        if first is None or first.concept != subject or first.start > 3:
            return []
        if any(_ITSELF.search(unit.low, first.end, hit.start) for hit in hits):
            return []
        rest = unit.low[first.end : sight.sentence.end].strip()
        if rest and not re.match(r"^(?:\([^)]*\)\s*)?(?:[:：、,，—/]|--|\band\b|和)", rest):
            return []
        for context in unit.under[:2]:
            found = wording.values(context.text, 0, len(context.text), self._literals(context.text))
            if len({hit.value for hit in found}) == 1 and (
                _ASKED_LIST.search(context.text) or _HEADS_LIST.fullmatch(context.text, found[0].end)
            ):
                return [
                    Draft(subject, relation, (found[0].value,), False, first.span, "heading" if context.kind == "heading" else "question" if context.kind == "question" else "list-head",
                          (f"listed under={context.text}",), 0)
                ]  # fmt: skip
        return []

    # ----------------------------------------------------------------------------------------- numbers

    def _numbers(self, sight: Sight, subject: str, relation: str, wording: Wording, notes: list[str]) -> list[Draft]:
        text = sight.unit.low
        stated = self._ratio(sight, wording)
        if stated is not None:
            governed = self._govern(sight, relation, stated.span, [stated.span], [stated])
            return self._draft(sight, subject, relation, wording, stated, None, governed, notes)
        cues = self._cues(sight, wording, relation)
        if wording.cues is not None and not cues and not self._cue_around(sight, wording):
            return []
        found = self._quantities(sight, wording, self.facts_for(subject, relation))
        if not found:
            return []
        spans = [Span(q.start, end) for q, end, _ in found]
        old = _displaced(text, sight.sentence, [Hit(s.start, s.end, str(i)) for i, s in enumerate(spans)])
        hits = [Hit(s.start, s.end, literal) for s, (_, _, literal) in zip(spans, found, strict=True)]
        gone = {(hit.start, hit.end) for hit in old}
        mapped = self._respectively(sight, relation, hits)
        drafts: list[Draft] = []
        for hit in hits:
            if (hit.start, hit.end) in gone:
                _note(notes, f"{subject}.{relation}: {_words(text, hit)} is what was before")
                continue
            cue = self._nearest(sight, hit.span, cues, ())
            if wording.cues is not None and cues:
                if cue is None:
                    continue
                gap = max(0, cue.start - hit.end, hit.start - cue.end)
                rivals = [h for h in hits if h != hit and self._part(sight, h.start) == self._part(sight, cue.start)]
                if any(
                    max(0, cue.start - h.end, h.start - cue.end) < gap for h in rivals if (h.start, h.end) not in gone
                ):
                    _note(notes, f"{subject}.{relation}: {_words(text, hit)}: another number is nearer to its cue")
                    continue
                if cue.start >= hit.end and re.search(r"\d", text[hit.end : cue.start]):
                    # "8 bits of exponent, 23 of mantissa": a number without the unit is nearer.
                    _note(notes, f"{subject}.{relation}: {_words(text, hit)}: another number is nearer to its cue")
                    continue
                apart = self._part(sight, cue.start) != self._part(sight, hit.start)
                between = Span(min(cue.end, hit.end), max(cue.start, hit.start))
                if (
                    apart
                    and any(between.start < s.start < between.end for s in spans if s != hit.span)
                    and not any(
                        hit.start > m.start >= sight.parts[self._part(sight, hit.start)].start
                        for m in sight.mentions
                        if m.concept in self.typed(relation)
                    )
                ):
                    _note(
                        notes,
                        f"{subject}.{relation}: {_words(text, hit)}: another number is nearer to what it would measure",
                    )
                    continue
            anchor = (
                hit.span
                if cue is None or self._part(sight, cue.start) != self._part(sight, hit.start)
                else Span(min(hit.start, cue.start), max(hit.end, cue.end))
            )
            shared = _shared_out(mapped, hit)
            if shared is not None:
                governed = shared
            else:
                governed = self._owner(sight, relation, hit) or self._govern(
                    sight, relation, anchor, [*spans, *cues], hits
                )
            drafts += self._draft(sight, subject, relation, wording, hit, cue, governed, notes)
        return drafts

    def _owner(self, sight: Sight, relation: str, hit: Hit) -> Governed | None:
        """`the 24 layers one sees quoted belong to X`: whom the sentence itself says that a number belongs to."""
        text = sight.unit.low
        than = next(
            (m for m in sight.mentions if m.end <= hit.start and _OF_OTHER.fullmatch(text, m.end, hit.start)), None
        )
        if than is not None and _THAN_LEFT.search(text, sight.sentence.start, than.start):
            # `比 A 的 13 万小`: the number is that of A.
            return Governed((than.concept,) if than.concept in self.typed(relation) else (), "clause")
        after = next((m for m in sight.mentions if m.start >= hit.end), None)
        if after is None or _OWNER.fullmatch(text, hit.end, after.start) is None or TIMES_OF.match(text, after.end):
            return None
        return Governed((after.concept,) if after.concept in self.typed(relation) else (), "clause")

    def _ratio(self, sight: Sight, wording: Wording) -> Hit | None:
        """The number that an amount and a count state together, give or take an eighth: GB and GiB are one to writers."""
        if wording.ratio is None:
            return None
        text, (start, end) = sight.unit.low, sight.sentence
        whole, other, cues, unless = wording.ratio
        assert whole is not None
        if (cues and not cues.search(text, start, end)) or (unless and unless.search(text, start, end)):
            return None
        amounts: list[tuple[Span, float]] = []
        counts: list[float] = []
        for q in quantities(text[start:end]):
            behind = text[start + q.end : end]
            # Cut off, so that a word boundary holds between digit and unit: `13g`.
            if (unit := whole.match(behind.lstrip())) is not None:
                scale = {"k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12}.get(unit.group()[0], 1.0)
                ends = start + q.end + len(behind) - len(behind.lstrip()) + unit.end()
                amounts.append((Span(start + q.start, ends), q.value * scale))
        for m in _COUNT.finditer(text, start, end):
            if not any(m.start() < span.end and span.start < m.end() for span, _ in amounts) and not (
                other and other.match(text[m.end() : end].lstrip())
            ):
                value = chinese(m.group(1))
                counts.append((value or 0.0) * _COUNTED[m.group(2)])
        if len(amounts) != 1 or len(set(counts)) != 1 or not counts[0]:
            return None
        [(span, amount)], count = amounts, counts[0]
        each = amount / count
        return Hit(span.start, span.end, f"{plain(each * 0.875)}~{plain(each * 1.125)}")

    def _numbers_of(self, sight: Sight) -> list[Quantity]:
        if sight.numbers is None:
            sight.numbers = _numbers_in(sight)
        return sight.numbers

    def _quantities(self, sight: Sight, wording: Wording, facts: Sequence[Fact]) -> list[tuple[Quantity, int, str]]:
        """The numbers that carry the relation's unit: number, end with its unit, literal."""
        text = sight.unit.low
        raw = self._numbers_of(sight)
        found: list[tuple[Quantity, int, str]] = []
        cues = self._cues(sight, wording, wording.relation.id)
        skip = False
        for i, q in enumerate(raw):
            if skip:
                skip = False
                continue
            following = raw[i + 1] if i + 1 < len(raw) else None
            high = (
                following
                if following is not None and re.fullmatch(r"\s*(?:-|~|–|—|到|至|to)\s*", text[q.end : following.start])
                else None
            )
            last = high or q
            if _FACTOR.match(text, last.end) or _OPERAND.match(text, last.end):
                # 8 × 7 = 56: what is multiplied is not the result.
                continue
            if _NO_COUNT.search(text, max(sight.sentence.start, q.start - 12), q.start) or _EDITION.match(
                text, last.end
            ):
                continue
            saved = _BY_HOW_MUCH.search(text, max(sight.sentence.start, q.start - 12), q.start)
            if not last.unit and saved and not any(Span(*saved.span()).overlaps(cue) for cue in cues):
                # 省下约 3860 万参数: by how much something changed, not how much there is of it, unless that is asked.
                continue
            if text[max(0, q.start - 1) : q.start] in ("第", "v", "#", ".") or (
                _NUMBERS.match(text, q.end) and q.start <= sight.sentence.start + 1
            ):
                continue
            end = self._with_unit(text, last, wording)
            if end is None and following is not None and _PART_OF.match(text[last.end : following.start]):
                # Two of its eight experts: what the second counts, the first counts too.
                end = last.end if self._with_unit(text, following, wording) is not None else None
            if end is None:
                continue
            if q.unit != "%" and (_OF_MANY.search(text, max(0, q.start - 40), q.start) or _AMONG.match(text, end)):
                # Two of its eight experts, 8 个里选 2 个: this is how many there are to choose from.
                continue
            if not wording.relation.unit and text[q.end - 1] in "bmt" and not _large(facts):
                # 8B, 70B name sizes of models; where no unit is asked for, they are no such number.
                continue
            if text[q.start] in "一两二俩" and q.value <= 2 and _least(facts) >= 100:
                # 换成词表里随便一个词: an article, where what is counted goes into hundreds.
                continue
            number = _literal(text, q)
            literal = number
            if high is not None:
                literal = f"{number.removesuffix(' %')}~{_literal(text, high)}"
                skip = True
            else:
                before = text[max(sight.sentence.start, q.start - 14) : q.start]
                if _BOUND_LOW.search(before):
                    part = sight.parts[self._part(sight, q.start)]
                    denied = len(negators(text, max(part.start, q.start - 60), q.start)) % 2
                    literal = f"={number}" if denied else f">{number}"
                elif _BOUND_HIGH.search(before):
                    literal = f"<{number}"
                elif _ABOUT.search(before) or _ABOUT_AFTER.match(text, last.end):
                    literal = f"~{number}"
            found.append((q, end, literal))
        return found

    def _with_unit(self, text: str, q: Quantity, wording: Wording) -> int | None:
        """Where a number ends with its unit; None where it carries another unit or none."""
        if 1950 <= q.value <= 2035 and (_MONTH.search(text, max(0, q.start - 12), q.start) or _YEAR.match(text, q.end)):
            return None
        if not wording.relation.unit:
            spelt = not text[q.start].isdigit()
            if spelt and ((text[q.start].isascii() and q.value < 10) or q.end - q.start < 2):
                return None
            measured = text[q.end : q.end + 20].lstrip()[:1]
            if measured and measured in _MEASURES:
                return None
            following = text[q.end : q.end + 1]
            return q.end if not following.isalpha() or not following.isascii() else None
        assert wording.unit is not None
        for at in (q.end, q.end - 1 if text[q.end - 1] in "%x×" else q.end):
            joined = _JOINED.match(text, at)
            for offset in dict.fromkeys((at, _BLANK.match(text, at).end(), joined.end() if joined else at)):  # type: ignore[union-attr]
                if (match := wording.unit.match(text, offset)) is not None:
                    return max(match.end(), q.end)
                # 24GB: cut off behind the digit, which is a word boundary there.
                if (
                    text[offset : offset + 1].isascii()
                    and (glued := wording.unit.match(text[offset : offset + 40])) is not None
                ):
                    return max(offset + glued.end(), q.end)
        if (q.unit == "%" or q.share) and wording.unit.match("%" + text[q.end : q.end + 40]) is not None:
            # 百分之十五, 两成, one half: the sign is in the words.
            return q.end
        return None

    def _numbers_settled(self, sight: Sight, drafts: list[Draft], notes: list[str]) -> list[Draft]:
        """A number that one fact of the subject confirms contradicts no other one in the same clause."""
        numbers = [d for d in drafts if self.knowledge.relations[d.relation].kind == "number" and not d.denied]
        right = [d for d in numbers if self._confirmed(d)]
        # 激活参数量是 47B: the narrower words beside the number say which of the two it is.
        narrow = [
            (d, r)
            for r in right
            for d in numbers
            if d not in right
            and (d.subject, d.clause, parse_start(d)) == (r.subject, r.clause, parse_start(r))
            and _narrows(sight, d, r)
        ]
        right = [r for r in right if all(r != wider for _, wider in narrow)]
        drafts = [d for d in drafts if all(d != wider for _, wider in narrow)]
        kept = []
        for d in drafts:
            if d in numbers and d not in right and all(d != own for own, _ in narrow):
                if any((r.subject, r.clause, parse_start(r)) == (d.subject, d.clause, parse_start(d)) for r in right):
                    _note(notes, f"{d.subject}.{d.relation}: {d.objects[0]} belongs to another fact")
                    continue
                if self._of_another(d):
                    _note(
                        notes,
                        f"{d.subject}.{d.relation}: {d.objects[0]} is the number of another fact about {d.subject}",
                    )
                    continue
                if any((r.subject, r.relation) == (d.subject, d.relation) for r in right):
                    _note(notes, f"{d.subject}.{d.relation}: {d.objects[0]} stands beside the number that fits")
                    continue
            kept.append(d)
        return kept

    def _of_another(self, draft: Draft) -> bool:
        """Whether a number (a share aside) is what another fact states of the same subject."""
        return "%" not in draft.objects[0] and any(
            same_quantity(draft.objects[0], held)
            for fact in self.knowledge.facts_of(draft.subject)
            if fact.relation != draft.relation and self._counts_alike(draft.relation, fact.relation)
            for held in fact.objects
        )

    def _counts_alike(self, one: str, other: str) -> bool:
        """Whether two relations read numbers that their units do not tell apart."""
        a, b = self.knowledge.relations[one], self.knowledge.relations[other]
        return b.kind == "number" and (not a.unit or not b.unit or bool(set(a.unit) & set(b.unit)))

    def _confirmed(self, draft: Draft) -> bool:
        return any(
            same_quantity(draft.objects[0], held, fact.tolerance)
            for fact in self.facts_for(draft.subject, draft.relation)
            for held in fact.objects
        )

    # -------------------------------------------------------------------------------------- expansions

    def _expansions(self, sight: Sight, subject: str, relation: str, notes: list[str]) -> list[Draft]:
        unit = sight.unit
        held = [each for fact in self.facts_for(subject, relation) for each in fact.objects]
        held = held or list(self.knowledge.expansions.get(subject, ()))
        drafts: list[Draft] = []
        for at, name, where, answers in self._abbreviated(sight, subject, relation):
            for each in expanded(unit.cased, unit.low, at, sight.sentence, held, name, answers=answers):
                if _A_NUMBER.match(each.words.lower()):
                    continue
                span = Span(each.start, each.end)
                flip, why = self._frame(sight, span)
                if why and not why.startswith("quoted"):
                    _note(notes, f"{subject}.{relation}: {each.words}: {why}")
                    continue
                reading = (f"words={each.words}", f"cue={each.cue}", *(("not",) if each.denied else ()))
                drafts.append(
                    Draft(subject, relation, (" ".join(each.words.split()),), each.denied != flip, span, where, reading, self._part(sight, each.start))
                )  # fmt: skip
        return drafts

    def _abbreviated(self, sight: Sight, subject: str, relation: str) -> Iterable[tuple[Span, str, SubjectFrom, bool]]:
        """Where a subject's abbreviation stands, or a pronoun for it: place, the abbreviation where that is elsewhere, where from, whether it answers what was asked."""
        named = [m for m in sight.mentions if m.concept == subject]
        for m in named:
            if not (
                sight.unit.low.startswith(",", m.end)
                and _PREPOSED.fullmatch(sight.unit.low, sight.sentence.start, m.start)
            ):
                yield m.span, "", "clause", False
        start, end = sight.sentence
        if not self._spells_out(sight):
            return
        text = sight.unit.low
        others = {m.concept for m in sight.mentions if relation in self.relations_of(m.concept)} - {subject}
        if named and not others:
            for it in _ITS_FULL.finditer(text, named[0].end, end):
                yield Span(*it.span("it")), text[named[0].start : named[0].end], "sentence", False
            return
        if named or any(m.role == "plain" and opens(text, sight.sentence, m.start) for m in sight.mentions):
            return
        beyond = self._outside(sight, relation)
        if subject in beyond.concepts and (name := self._short_name(subject)):
            it_opens = _IT_OPENS.match(text, start, end)
            at = Span(start, it_opens.end()) if it_opens else Span(start, start)
            asked = any(ASKS_FOR.search(context.text) is not None for context in self._answered(sight))
            yield at, name, beyond.where, asked

    def _short_name(self, concept: str) -> str:
        """The shortest label of a concept that is written as an abbreviation; empty where none is."""
        known = self.knowledge.concepts.get(concept)
        if known is None:
            return ""
        labels = (known.pref_label.zh, known.pref_label.en, *known.alt_label.zh, *known.alt_label.en)
        short = [each for each in labels if sum(letter.isupper() for letter in each) >= 2 and " " not in each]
        return min(short, key=len, default="")

    # ------------------------------------------------------------------------------------------- after

    def _settled(self, drafts: list[Draft], notes: list[str]) -> list[Draft]:
        """Where one clause gives a subject two values of which only one can hold, the reader cannot tell: the right one stays."""
        kept: list[Draft] = []
        for d in drafts:
            kind = self.knowledge.relations[d.relation].kind
            if kind in ("single-value", "polarity", "mechanism", "definition") and not d.denied:
                facts = self.facts_for(d.subject, d.relation)
                right = {o for fact in facts for o in fact.objects}
                rivals = [
                    o for o in drafts
                    if (o.subject, o.relation) == (d.subject, d.relation) and not o.denied and o.objects != d.objects
                ]  # fmt: skip
                if d.objects[0] not in right and any(
                    o.objects[0] in right and (o.clause == d.clause or d.where != "clause") for o in rivals
                ):
                    _note(
                        notes,
                        f"{d.subject}.{d.relation}: {d.objects[0]} stands beside {rivals[0].objects[0]}: cannot tell which is meant",
                    )
                    continue
            kept.append(d)
        return kept

    def _called_wrong(self, drafts: list[Draft], notes: list[str]) -> list[Draft]:
        """What is called wrong need not be wrong in all its parts: where one part is, the right ones beside it stay out."""
        turned = [d for d in drafts if "frame=denied" in d.reading]
        right = [d for d in turned if d.denied == self._is_fact(d)]
        in_part = any(note.endswith(_IN_PART) for note in notes)
        if not right or (len(right) == len(turned) and not in_part):
            return drafts
        for d in right:
            _note(notes, f"{d.subject}.{d.relation}: {d.objects[0]} may be what is right in what is called wrong")
        return [d for d in drafts if d not in right]

    def _is_fact(self, draft: Draft) -> bool:
        """Whether a fact has the value of a draft, be it asserted or denied."""
        facts = self.facts_for(draft.subject, draft.relation)
        if self.knowledge.relations[draft.relation].kind == "number":
            return self._confirmed(draft)
        return any(draft.objects[0] in fact.objects for fact in facts)

    def _qualifier(self, sight: Sight, draft: Draft) -> str:
        """Of what a claim is said; "" where that is open."""
        qualifiers = {
            fact.qualifier
            for fact in self.facts_for(draft.subject, draft.relation)
            if self._applies(sight, self.vocabulary.requires(fact), draft.subject, draft.relation)
        }
        return next(iter(qualifiers)) if len(qualifiers) == 1 else ""

    def _claim(self, unit: Unit, draft: Draft, qualifier: str) -> Claim:
        start, end = draft.span
        words = unit.low[start:end]
        start += len(words) - len(words.lstrip(" \t\r\n,-_"))
        end -= len(words) - len(words.rstrip(" \t\r\n,-_"))
        passage = unit.passage(start, max(end, start))
        key = [
            passage.document, passage.start, passage.end, draft.subject, draft.relation, qualifier,
            list(draft.objects), draft.denied,
        ]  # fmt: skip
        return Claim(
            id=digest(key)[:12],
            subject=draft.subject,
            relation=draft.relation,
            qualifier=qualifier,
            objects=draft.objects,
            denied=draft.denied,
            passage=passage,
            pair=unit.pair.id if unit.pair else None,
            subject_from=draft.where,
            reading=(f"subject={draft.subject}", *draft.reading, *(("exclusive",) if draft.exclusive else ())),
        )


_MOSTLY = 0.4
"""The share of a sentence that may stand in frames where it is still weighed as a whole."""
_STILL_ASSERTS = ("what it is compared with", "what it has nothing to do with", "of former times", "more or other")
"""Frames within which something is left open, though the sentence asserts what it says."""
_NOT_ONLY = re.compile(r"不(?:只|仅|光|但)(?!有)")
"""`不只支持 A`, `不但 V`: a value that begins with its 不 or its 只 is none."""
_ONLY_RIGHT_BEFORE = re.compile(r"\bonly\s+(?:really\s+|directly\s+|fairly\s+)?$")
_LIMIT = re.compile(r"\b(?:between|among|within|across)\b")
"""`only comparable between models that share a tokenizer`."""
_PREPOSED = re.compile(
    r"\W*(?:un)?like\s+(?:the\s+)?|\W*(?:in|with|for|within|compared\s+(?:to|with)|in\s+contrast\s+to|as\s+opposed\s+to|besides|without)\s+(?:the\s+)?"
)
"""`Unlike MQA, multi-head attention …`: what stands behind the comma spells nothing out."""
_A_NUMBER = re.compile(r"(?:two|three|four|five|six|seven|eight|nine|ten|twice|half|about|roughly|around)\b")
_THANKS_TO = re.compile(r"\W*(?:thanks\s+to|due\s+to|because\s+of|owing\s+to|多亏了?|得益于|凭借)\s*(?:the\s+|its\s+)?")
_EITHER_WAY = re.compile(r"([\u4e00-\u9fff])不\1")
"""`是不是`: a value that begins with its 不 is none."""


def _asked(text: str, before: Span) -> Context | None:
    """The sentence before as a question to be answered; None where it is none."""
    words = text[before.start : before.end]
    return Context("question", words) if is_question(words) else None


_VERSION = re.compile(r"[1-9](?:\.\d)?")
_VERSIONS = re.compile(r"\s*(?:[、,/]|和|与|及|\band\b|,\s*and\b)\s*")
_COUNTS_NOTHING = re.compile(
    r"(?=$|[\s,。;:!?、()的则是用把就都也和与及还在将采有会可能不没只又再这那])(?!\s*(?:x|×|\*|-?(?:bit|layer|head|byte|expert|token|gpu|stage)s?|billion|million|trillion|[bmkg]b?|gib|个|层|头|位|步|比特|字节|倍|轮|阶段|部分|种|路|项|%)(?![a-z]))"
)
"""What may stand behind the number of a version: no unit, and nothing that is counted."""


def _numbers_in(sight: Sight) -> list[Quantity]:
    text, start = sight.unit.low, sight.sentence.start
    found = [q._replace(start=q.start + start, end=q.end + start) for q in quantities(text[start : sight.sentence.end])]
    if not found:
        return found
    taken = [m.span for m in sight.mentions]
    taken += [Span(*m.span()) for m in _FORMULA.finditer(text, start, sight.sentence.end)]
    ends = sorted(m.end for m in sight.mentions)
    kept: list[Quantity] = []
    version = 0
    for q in found:
        if any(Span(q.start, q.end).overlaps(t) for t in taken):
            version = q.end
            continue
        # "Gemma 3 uses …", `GPT-1、2、3`: part of a name, where nothing is counted by it.
        at = ends[bisect_right(ends, q.start) - 1] if ends and ends[0] <= q.start else 0
        numbered = at > 0 and text[at - 1].isdigit()
        follows = at > 0 and (
            _VERSIONS.fullmatch(text, at, q.start) is not None if numbered else text[at : q.start] in ("", " ", "-")
        )
        if (
            (follows or (version and _VERSIONS.fullmatch(text, version, q.start)))
            and _VERSION.fullmatch(text, q.start, q.end)
            and _COUNTS_NOTHING.match(text, q.end)
        ):
            version = q.end
        else:
            kept.append(q)
    return kept


def _narrows(sight: Sight, draft: Draft, wider: Draft) -> bool:
    """Whether a number stands right beside the cue of one relation and that of a wider one together: `激活` `参数`."""
    own, other = (
        next((each.removeprefix("cue=") for each in d.reading if each.startswith("cue=")), "") for d in (draft, wider)
    )
    if not own or not other or own == other:
        return False
    text = sight.unit.low
    head = text[draft.span.start : draft.span.end]
    value = next(each.removeprefix("value=") for each in draft.reading if each.startswith("value="))
    both = head.find(own)
    if both < 0 or value not in head:
        return False
    # 激活全部 671B 参数: the narrower verb stands right before the number, the wider noun right behind it.
    if _WHOLE.fullmatch(head[both + len(own) :].partition(value)[0]) and text[
        wider.span.start : wider.span.end
    ].endswith(other):
        return head.startswith(own) and head.endswith(value)
    rest = text[draft.span.start + both + len(own) : draft.span.end]
    return (
        rest.lstrip().startswith(other)
        and _MEASURED_AS.fullmatch(rest.lstrip()[len(other) :].partition(value)[0]) is not None
    )


_WHOLE = re.compile(r"\s*(?:了|全部|所有|整整|约|大约|多达|all|about|around|its|the)*\s*(?:的)?\s*")
_MEASURED_AS = re.compile(
    r"\s*(?:量|数|数量|规模)?\s*(?:一共|总共|只|仅|大约|约|高)?(?:是|为|有|达到?|:|is|are|of)?\s*(?:大约|约|about|around)?\s*"
)


def parse_start(draft: Draft) -> int:
    """A key for the number of a draft: its value, so that two relations that read the same number meet."""
    found = parse(draft.objects[0].lstrip("<>~").partition("~")[0])
    return int(found.value * 1000) if found else 0


def _large(facts: Sequence[Fact]) -> bool:
    """Whether facts speak of millions and more."""
    return any((found := parse(each)) is not None and found.value >= 1e6 for fact in facts for each in fact.objects)


def _least(facts: Sequence[Fact]) -> float:
    """The smallest number that facts state; 0 where one states none."""
    found = [parse(each) for fact in facts for each in fact.objects]
    return min((each.value if each is not None else 0.0 for each in found), default=0.0)


def _literal(text: str, q: Quantity) -> str:
    """The number as a claim's object; a `2K` stays one, because it may be 2000 or 2048."""
    words = text[q.start : q.end]
    if match := re.match(r"(\d+(?:\.\d+)?)\s*k$", words):
        return f"{match.group(1)}k"
    return f"{plain(q.value)} {q.unit}".strip()


def _shared_out(mapped: Mapping[Hit, str | None] | None, hit: Hit) -> Governed | None:
    """Whose a value is where a list is paired with another one; None where that does not concern it."""
    if mapped is None:
        return None
    if hit not in mapped:
        return Governed((), "clause", "分别/respectively does not pair up")
    owner = mapped[hit]
    return None if owner is None else Governed((owner,), "clause")


_WHAT_IT_USES = re.compile(r"(?:用|采用|使用|基于|靠|叠|堆|接|跑|训练?)的(?:还|就|都|也|其实|仍|主要|一直)*\s*$")
_APPOSED = re.compile(r"\s*[,(（]\s*(?:the |an? |来自|出自)?\s*")
_ITS_WORK = re.compile(
    r"(?:['’]s)?(?: research| ai| labs?| brain| open-?source[d]?| own| new| [a-z0-9][a-z0-9\-]*){0,3} (?:project|library|framework|model|models|tool|toolkit|system|method|engine|dataset|benchmark|algorithm|optimi[sz]er|paper|work)\b"
    r"|(?:公司|团队|研究院)?的(?:那个|那套|开源|自研|[a-z\u4e00-\u9fff]{0,8})?(?:项目|库|框架|模型|工具|系统|方法|引擎|数据集|基准|算法|优化器|论文|工作|作品)"
)
"""`Horovod, Google's ring-allreduce library, …`: what stands behind a name between commas says whose it is."""
_TAKES = re.compile(
    r"\s*(?:一般|通常|往往|大多|多半|多|则|就|更|常|主要|最好|应该?)*(?:用|采用|使用|选用|改用|换用|靠)(?!于)"
)
"""`开放式写作多用采样`: what opens the clause is what something is used for, and its means follow."""
_OWNS = re.compile(
    r"\s*(?:公司|团队|集团|研究院|研究人员|自己?)*(?:在?[^,。;]{0,8}?(?:开源|推出|提出|发布|开发|研发|出品|自研|打造|首创|发明|设计|提的|做)(?:出来?|过)?的|的|家的?|旗下的?)\s*(?:那个|那套|开源|自研|闭源|著名|大模型)*的?\s*"
    r"|['’]s\s+(?:own |open |new |latest )?|-(?:developed|built|made|designed|backed|trained) "
)
"""What stands between an owner and what it owns."""
_USED_WITH = re.compile(
    r"\s*(?:的?(?:服务|接口|部署|账号|客户|合作|用户|云|论文解读|复现|版|实现|移植|微调|插件|集成)|(?:deployment|service|api|endpoint|integration|port|implementation|fork|hosting|customers?|support|version|wrapper|team|usage|use)\b|['’]s\b)"
)
"""Of somebody's deployment or port of it nothing is said about who made it."""


def _owned(text: str, owner: Span, name: Span) -> bool:
    """Whether one name says whose the other one is: right before it, or between commas behind it."""
    if owner.end <= name.start:
        return _OWNS.fullmatch(text, owner.end, name.start) is not None
    apposed = name.end <= owner.start and _APPOSED.fullmatch(text, name.end, owner.start) is not None
    return apposed and _ITS_WORK.match(text, owner.end) is not None


def _words(text: str, hit: Hit) -> str:
    return text[hit.start : hit.end].strip()


def _note(notes: list[str], note: str) -> None:
    notes.append("silent: " + note)


def _chains(
    text: str, hits: Sequence[Hit], cues: Sequence[Span], parts: Sequence[Span]
) -> Iterable[list[tuple[Hit, bool]]]:
    """Values that one list holds together; with each, whether the list turned to what is not so on the way to it."""

    def has_cue(at: int) -> Span | None:
        part = next((p for p in parts if p.start <= at < p.end), None)
        return next((c for c in cues if part is not None and part.start <= c.start < part.end), None)

    chain: list[tuple[Hit, bool]] = []
    turned = False
    for hit in sorted(hits):
        if chain:
            gap = text[chain[-1][0].end : hit.start]
            match = _CHAIN.match(gap) if len(gap) <= 40 else None
            own, before = has_cue(hit.start), [has_cue(each.start) for each, _ in chain]
            apart = any(before) and (
                own not in before if own is not None else _own_predicate(text, hit, hits, parts, gap)
            )
            # "A 做的是 x,y 是 B 的任务": the first has its own verb, and the cue is the second one's.
            parted = (
                own is not None
                and not any(before)
                and "," in gap
                and _SAYS.search(text, max(0, chain[0][0].start - 20), chain[0][0].start)
            )
            if (
                match is None
                or apart
                or parted
                or any(c.start >= chain[-1][0].end and c.end <= hit.start for c in cues)
            ):
                yield chain
                chain, turned = [], False
            elif match.group("deny"):
                turned = True
            elif re.search(r"\bbut\b(?!\s+(?:not|also|even))|只|而是", gap):
                turned = False
        chain.append((hit, turned))
    if chain:
        yield chain


_SAYS = re.compile(r"(?:是|用|采用|使用|做|靠|有|为|\b(?:is|are|uses?|has|does|by)(?:\s+(?:the|an?))?)\s*$")
_FINITE = re.compile(
    r"\s*(?:then\s+|still\s+|also\s+|always\s+|both\s+|each\s+|all\s+)*(?:stay|remain|are|is|were|was|keep|kept|live|lives|has|have|do|does|can|will|get|gets)s?\b"
)


def _own_predicate(text: str, hit: Hit, hits: Sequence[Hit], parts: Sequence[Span], gap: str) -> bool:
    """Whether a value behind a comma begins a clause of its own: something is said of it there."""
    if "," not in gap:
        return False
    part = next((p for p in parts if p.start <= hit.start < p.end), None)
    if part is None:
        return False
    last = max(h.end for h in hits if part.start <= h.start < part.end)
    rest = text[last : part.end].strip(" ,。.;:!?()的等都了")
    if _FINITE.match(text[last : part.end]):
        return True
    if rest.isascii() and re.fullmatch(r"[a-z\- ]+", rest) and len(rest.split()) <= 2 and part.end == parts[-1].end:
        # "…, and the feed-forward activations": the noun that closes the list.
        return False
    joined = re.search(
        r"(?:和|与|及|以及|还有|并|连同|加上|甚至|\band\b|\bplus\b|\bas\s+well\b|\balong\b|\bor\b)\s*(?:\bthe\b|\bits\b|\beven\b|\s)*$",
        gap,
    )
    return len(rest) > 1 and not joined


def _displaced(text: str, sentence: Span, hits: Sequence[Hit]) -> set[Hit]:
    """The values that a sentence says were there before: `from A to B`, `replaces A with B`, `A 换成 B`."""
    old: set[Hit] = set()
    ordered = sorted(hits)
    for hit in ordered:
        before, behind = text[sentence.start : hit.start], text[hit.end : sentence.end]
        if re.search(r"(?:从|由|\bfrom)\s*[$`\"“]?\s*(?:o\()?$", before) and _TURNS_LATER.match(behind):
            old.add(hit)
    for a, b in itertools.pairwise(ordered):
        if a.value == b.value:
            continue
        before, gap = text[sentence.start : a.start], text[a.end : b.start]
        if len(gap) > 40:
            continue
        if (
            (_BEFORE_OLD.search(before) and _TURNS.search(gap))
            or _TURNS_ALONE.match(gap)
            or (re.search(r"\breplac\w+\s+(?:the\s+)?$", before) and re.match(r"^\s*(?:\w+\s+)?(?:with|by)\b", gap))
        ):
            old.add(a)
        elif _DISPLACES.match(gap) and not re.search(r"而不是|而非|不是|instead|rather", gap):
            old.add(b)
    return old
