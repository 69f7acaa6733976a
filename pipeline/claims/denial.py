"""Whether a value is denied where it stands: negations before and behind it, and what they reach.

Apart from `negation`, which finds the words that deny: here it is decided what they deny. Each turn of phrase in which a
negation belongs to something else is a rule of its own; so is each in which it says something else than that the value
is not so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline import regex as re
from pipeline.claims.negation import (
    CONTENT,
    Denial,
    Negator,
    excepted,
    last_of,
    negators,
    of_all,
    of_another_verb,
    of_aspect,
    of_change,
    of_measure,
    of_only,
    stops_before,
)
from pipeline.claims.sentences import Span
from pipeline.claims.sight import Looking, Sight
from pipeline.claims.vocabulary import Hit, Wording

_RELATIVE = re.compile(r"\b(?:that|which|whom)\b")
_IS_BEFORE = re.compile(r"(?:是|为|即|用|采用|换成|改成|改用|使用)\s*$")
_GONE_IS = re.compile(
    r"(?:去掉|去除|移除|删除|删掉|删去|舍弃|舍去|砍掉|取消|剔除|省略|省掉|省去|跳过|摒弃|抛弃|放弃|弃用|丢掉|扔掉|拿掉)了?的(?:其实|只|就|正|恰恰)?是"
    r"|\b(?:removes?|drops?|discards?|eliminates?|omits?|skips?|abandons?|leaves\s+out|gets\s+rid\s+of)\b"
)
"""`砍掉的是 A，而不是 B`: B is what stays."""
_NEXT_VERB = re.compile(r"[,、和与且并而但]|\b(?:and|but|or|that|which|to)\b|\S.{12}")
_AND = re.compile(r"\b[a-z]+s\b.*\b(?:and|while|whereas)\s+(?:the\s+)?$")
_POSTPOSED = re.compile(
    r"^\s+plays?\s+no\s+(?:role|part)\b|^[^,。;]{0,6}?是(?:根本|几乎)?(?:(?:做|达|办)不到|不可能|行不通|实现不了)的(?=[,。;!.]|$)|^\s*(?:的)?(?:做法|方式|结构|方案)?\s*(?:(?:is|are|was|were|do|does|did|也|都|则|并|就|still|仍)\s*)*(?:不|没|未(?!来)|并?非|\bnot\b|n't|\bnever\b)(?!仅|只|但|过|\s*同|变|断|少|错|假|一样|等(?![价于同])|足|(?:能|会|是|可以|可能)?(?:彻底|完全|总是?|一定|只|仅|单|光|必然)|有?(?:意义|必要|效果|帮助|区别|道理|问题|影响|什么))"
)
_IS_NO = re.compile(
    r"\s*(?:并不是|并非|绝非|不是|(?:is|are|was|were)\s+not)\s*(?!必[需须]|必要|一定|这样|如此|真的?|可[有学训]|[^,。;]{0,16}(?:的|所[做有])(?=[,。;!]|$))[^,。;!\s]"
)
"""`soft prompt 不是追加在句尾`: what is denied stands behind."""
_PLACED_ELSEWHERE = re.compile(r"\s*(?:并|都|也|则|其实)?不(?:在|属于)|\s+plays?\s+no\b")
"""`Batch statistics play no role in LayerNorm`: it is denied, whatever else the clause is about."""
_CONJOINED = re.compile(r"\b(?:and|but)\s+(?:[a-z]+\s+)?$")
_GOES_ON = re.compile(r"的?[\u4e00-\u9fff](?<![的这那和与及或了等])[^,。;]")
_WHEN = re.compile(r"(?:early|late|at|in|during|before|after)\b")
_BOTH_NOT = re.compile(r"既|\bneither\b")
"""`既不减均值，也没有偏置`: the second half denies something of its own."""
_NOT_EVEN = re.compile(r"连[^,。;]{0,6}$")
"""`连 A 都不需要`."""
_SAYS_WHAT_IT_IS = re.compile(r"[是属非算叫称为归]")
_RAISING = re.compile(r"\s+(?:raising|increasing|growing|enlarging)\b")
"""`without raising the memory`: of what a thing helps with, nothing is denied."""
_STILL_CAN = re.compile(
    r"[^。;:]{0,24}?(?:也|照样|照旧|依然|仍然?|同样)(?:能|可以|行|会|好)|[^.;:]{0,40}?\b(?:can|could)\s+(?:still|also)\b"
)
_LETS = re.compile(r"(?:让|使得?|令|哪怕|即使|就算|\blets?|\bmakes?|\beven)[^,。;]{0,24}$")
"""`T-Fixup 让 X 不用 V 也能 …`: what it may do without, it does with as a rule."""
_UNDER_SETTING = re.compile(
    r"(?:[a-z_αβγλτε]{1,16}\s*(?:取|设为|设成|等于|为|=)\s*[01](?:\.0)?\s*(?:时|的时候|,)|\b(?:with|when|if|at|for)\s+[a-z_αβγλτε]{1,16}\s*(?:=|set\s+to)\s*[01](?:\.0)?\b|\binside\s+[^,;.]{0,30}\bcontext\b|\bstage\s+0\b)"
)
"""`With b=0, X does no V`: so it is under one setting only."""
_LEAVES = re.compile(r"\bleav(?:es?|ing)\s+(?:the\s+|its\s+|all\s+)?$")
_ALONE = re.compile(r"\s+(?:alone|untouched|intact|as\s+(?:is|it\s+is|they\s+are))\b")
"""`rescales A and leaves B alone`."""
_THANKS_TO = re.compile(r"\W*(?:thanks\s+to|due\s+to|because\s+of|owing\s+to|多亏了?|得益于|凭借)\s*(?:the\s+|its\s+)?")


@dataclass(slots=True)
class _Value:
    """A value with its cue, of which it is asked whether it is denied."""

    look: Looking
    sight: Sight
    wording: Wording
    span: Span
    cue: Span | None
    hit: Hit | None
    counter: bool
    """Whether the cue is one that denies."""
    text: str = field(init=False)
    part: Span = field(init=False)
    """The clause that the value stands in."""
    same: bool = field(init=False)
    """Whether its cue stands there as well."""
    start: int = field(init=False)
    """Where what may deny it begins."""
    end: int = field(init=False)
    """Where value and cue end."""
    told: list[Span] = field(init=False)
    """What calls something wrong, and turns its frame round already."""
    names: list[Span] = field(init=False)
    _others: list[Span] | None = None

    def __post_init__(self) -> None:
        self.text = self.sight.unit.low
        here = self.look.part(self.sight, self.span.start)
        self.part = self.sight.parts[here]
        cue = self.cue
        self.same = cue is not None and self.look.part(self.sight, cue.start) == here
        self.start, self.end = self.part.start, self.span.end
        if self.same and cue is not None:
            self.end = max(self.end, cue.end)
            if self.span.end <= cue.start and (relative := _RELATIVE.search(self.text, self.span.end, cue.start)):
                # "drops the network that PPO relies on": what denies the main clause denies nothing in the relative one.
                self.start = relative.start()
        self.told = [frame.by for frame in self.look.frames(self.sight) if frame.mode == "denied"]
        self.names = [m.span for m in self.sight.mentions]

    @property
    def others(self) -> list[Span]:
        """Cues of the relation in the same stretch; one within a value is no other verb ("not a maths expert and a law expert")."""
        if self._others is None:
            found: list[Span] = []
            if self.wording.cues is not None and self.cue is not None:
                every = self.wording.cues.matches(self.text, self.start, self.end, self.sight.present)
                found = [Span(*m.span()) for m in every]
            if found and self.wording.kind not in ("number", "kind-of", "expansion"):
                held = self.look.hits(self.sight, self.wording, self.wording.relation.id)
                found = [each for each in found if not any(h.start <= each.start and each.end <= h.end for h in held)]
            self._others = found
        return self._others

    def first(self, word: Span) -> int:
        """Where what a word may deny begins: value or cue, whichever is first."""
        apart = self.same and self.cue is not None and not word.overlaps(self.cue)
        return min(self.span.start, self.cue.start) if apart and self.cue is not None else self.span.start

    def before(self, word: Negator) -> str:
        """What stands between a word and the value."""
        return self.text[word.end : self.span.start]


# ------------------------------------------------------------------------------------- what a negation belongs to instead


def _within_value(v: _Value, word: Negator) -> bool:
    """`并不负责 V` where the pattern words the 不: one denial, which the value holds already."""
    hit, value = v.hit, v.span
    inside = value.start <= word.start and word.end <= value.end
    inside = inside or (
        word.start < value.start < word.end
        and v.text[value.start] in "不没无非未"
        and hit is not None
        and v.wording.denying(hit, v.text)
    )
    return (
        inside
        and (
            hit is None
            or word.words in CONTENT
            or v.wording.denying(hit, v.text)
            # "only 1,000 examples and used no x": what a loose pattern runs into denies nothing of the value.
            or _CONJOINED.search(v.text[value.start : word.start]) is not None
        )
    )


def _within_cue(v: _Value, word: Negator) -> bool:
    """A cue that itself words what is left out."""
    cue = v.cue
    return (
        cue is not None
        and cue.start <= word.start
        and word.end <= cue.end
        and (v.counter or cue.end - cue.start > word.end - word.start + 1 or not v.wording.positive)
    )


def _own_verb(v: _Value, word: Negator) -> bool:
    """`AdaLoRA drops singular values`: what tells of removing is not denied by its own verb."""
    span, cue = Span(word.start, word.end), v.cue
    return (
        cue is not None
        and span.overlaps(cue)
        and ((word.words == "without" and span == cue) or (v.wording.of_removal and word.words in CONTENT))
    )


def _calls_wrong(v: _Value, word: Negator) -> bool:
    """`别以为`, `never say`: what calls something wrong turns its frame round already."""
    return any(Span(word.start, word.end).overlaps(by) for by in v.told)


def _within_name(v: _Value, word: Negator) -> bool:
    """`skip-gram`: what is but a part of a name."""
    return any(m.start <= word.start and word.end <= m.end and m.end - m.start > word.end - word.start for m in v.names)


def _reaches_no_further(v: _Value, word: Negator) -> bool:
    """`没有约束时路由会 …`: what is denied is the circumstance."""
    return stops_before(v.text, v.part.start, word, v.first(Span(word.start, word.end)), v.names)


def _of_another_subject(v: _Value, word: Negator) -> bool:
    """`no card holds it all and ZeRO-2 shards …`: behind the "and" stands another subject with its own verb."""
    first = v.first(Span(word.start, word.end))
    return word.words.isascii() and any(
        word.end < n.start and n.end < first and _AND.search(v.text, max(word.end, n.start - 80), n.start)
        for n in v.names
    )


def _in_relative_clause(v: _Value, word: Negator) -> bool:
    """`取而代之的是去掉均值项的 RMSNorm`: what the relative clause removes is not what it describes."""
    return (
        word.words in CONTENT
        and _IS_BEFORE.search(v.text, max(v.start, word.start - 6), word.start) is not None
        and re.search(r"[^的,]{2,}的\s*$", v.text[word.end : v.first(Span(word.start, word.end))]) is not None
    )


def _in_attribute(v: _Value, word: Negator) -> bool:
    """`用的是没有标签的维基百科`: what the attribute lacks is not what it describes."""
    return (
        word.words in ("没有", "没", "无", "未")
        and _IS_BEFORE.search(v.text, max(v.start, word.start - 6), word.start) is not None
        and re.match(r"[^,。;的]{1,8}的", v.before(word)) is not None
    )


def _relation_itself(v: _Value, word: Negator) -> bool:
    """A relation that itself tells what is removed is not denied by its own verb."""
    label = v.wording.relation.label
    return word.words in CONTENT and word.words.rstrip("sd") in f"{label.zh} {label.en}"


def _closes_its_clause(v: _Value, word: Negator) -> bool:
    """`the critic is dropped and the group mean …`: a participle that closes its clause reaches no further."""
    between = v.text[word.end : v.first(Span(word.start, word.end))]
    return word.words.endswith("ed") and re.match(r"\s*(?:,|and\b)", between) is not None


def _avoids_what_follows(v: _Value, word: Negator) -> bool:
    """`避免训练初期不稳定`: what is avoided is what stands behind the value, which only says when or where."""
    return word.words in ("避免", "avoid", "avoids") and bool(
        _GOES_ON.match(v.text, v.span.end, v.part.end) or _WHEN.match(v.text, v.span.start)
    )


def _of_an_adjective(v: _Value, word: Negator) -> bool:
    """`不重要的奇异值`: the adjective is negated, not the sentence."""
    return word.words == "不" and re.fullmatch(r"[^,的]{1,3}的", v.before(word)) is not None


def _of_a_class(v: _Value, word: Negator) -> bool:
    """`不用训练 A 的偏好优化算法`: what the class does without does not deny the class."""
    return (
        v.wording.kind == "kind-of"
        and "是" not in word.words
        and "属" not in word.words
        and re.search(r"[^,的]{2,}的\s*$", v.before(word)) is not None
    )


def _of_only_that(v: _Value, word: Negator) -> bool:
    """`并不只切分 A`: what else there is goes unsaid, A is asserted."""
    return of_only(v.text, word, v.span)


def _of_another_cue(v: _Value, word: Negator) -> bool:
    """A negation that another cue stands behind belongs to that one."""
    cue = v.cue
    return (
        word.words not in ("neither", "nor", "都不")
        and v.same
        and cue is not None
        and any(
            word.end <= o.start
            and o.end <= cue.start
            and o != cue
            and _NEXT_VERB.search(v.text[o.end : cue.start])
            # "need not train", "不需要训练": what is not needed is not done either.
            and v.text[o.end : cue.start].strip() != "to"
            for o in v.others
        )
    )


_ELSEWHERE: tuple[Callable[[_Value, Negator], bool], ...] = (
    _within_value,
    _within_cue,
    _own_verb,
    _calls_wrong,
    _within_name,
    _reaches_no_further,
    _of_another_subject,
    _in_relative_clause,
    _in_attribute,
    _relation_itself,
    _closes_its_clause,
    _avoids_what_follows,
    _of_an_adjective,
    _of_a_class,
    _of_only_that,
    _of_another_cue,
)
"""A negation for which one of these holds denies something else than the value."""


def _deniers(v: _Value) -> list[Negator]:
    """The negations that reach the value, or its cue."""
    found = [
        word for word in negators(v.text, v.start, v.end) if not any(elsewhere(v, word) for elsewhere in _ELSEWHERE)
    ]
    cue = v.cue
    if v.wording.kind == "closed-set" and not v.same and cue is not None and cue.start > v.span.end:
        found += negators(v.text, v.sight.parts[v.look.part(v.sight, cue.start)].start, cue.start)
    if _THANKS_TO.fullmatch(v.text, v.part.start, v.span.start):
        # "Thanks to A, B never needs C": the main verb is denied, not what helps.
        found = [word for word in found if word.end <= v.span.start]
    return last_of(v.text, found)


def _denied_behind(v: _Value) -> re.Match[str] | None:
    """What denies the value behind it; None where nothing does."""
    after = _POSTPOSED.match(v.text[v.end : v.part.end])
    if after is None or _IS_NO.match(v.text, v.end, v.part.end):
        return None
    # `不减均值也不加偏置`: of two things that are not done each has its own denial.
    if v.text[v.span.start] in "不没无非未" and after.group().lstrip().startswith("也"):
        return None
    there = Span(v.end + after.start(), v.end + after.end())
    return None if any(by.overlaps(there) for by in v.told) else after


# ------------------------------------------------------------------------------------- what a lone negation says instead


def _of_two_the_other_went(v: _Value, word: Negator) -> Denial | None:
    """`砍掉的是 A，而不是 B`: of two things one was removed and not the other, which stays."""
    if word.words not in ("而不是", "而非", "不是", "rather than", "not"):
        return None
    gone = _GONE_IS.search(v.text, v.sight.sentence.start, word.start)
    there = gone is not None and gone.end() < word.start and "," in v.text[gone.end() : word.start] + ","
    return Denial() if there else None


def _not_all(v: _Value, word: Negator) -> Denial | None:
    return _unsettled(word, f"{word.words} denies that all do") if of_all(v.text, word, v.span) else None


def _need_not(v: _Value, word: Negator) -> Denial | None:
    if word.start >= v.span.start:
        return None
    still = _STILL_CAN.match(v.text, v.span.end, v.sight.sentence.end)
    lets = still and _LETS.search(v.text, v.part.start, word.start)
    return _unsettled(word, "what is denied is that it must") if lets else None


def _under_one_setting(v: _Value, word: Negator) -> Denial | None:
    if word.start >= v.span.start or not _UNDER_SETTING.search(v.text, v.sight.sentence.start, v.span.start):
        return None
    return _unsettled(word, "it is denied under one setting")


def _without_raising(v: _Value, word: Negator) -> Denial | None:
    if word.words != "without" or not _RAISING.match(v.text, word.end, v.span.start):
        return None
    return Denial(True, "without", word.start, "what is denied is that it grows")


def _not_changed(v: _Value, word: Negator) -> Denial | None:
    if v.wording.kind == "closed-set" or not of_change(v.text, word, v.span, v.cue if v.same else None):
        return None
    return _unsettled(word, "what is denied is that it changes")


def _but_one_side(v: _Value, word: Negator) -> Denial | None:
    text, value = v.text, v.span
    if word.end > value.start or not (
        of_aspect(text, word, value) or of_another_verb(text, word, value) or of_measure(text, word, value)
    ):
        return None
    return _unsettled(word, f"{word.words} denies but what it is of it")


def _not_what_it_is(v: _Value, word: Negator) -> Denial | None:
    if (
        v.wording.kind != "kind-of"
        or word.words.isascii()
        or word.end > v.span.start
        or _SAYS_WHAT_IT_IS.search(v.text, word.start, v.span.start)
    ):
        return None
    return _unsettled(word, f"{word.words} denies what it does, not what it is")


def _unsettled(word: Negator, why: str) -> Denial:
    return Denial(True, word.words, word.start, why)


_SAYS_INSTEAD: tuple[Callable[[_Value, Negator], Denial | None], ...] = (
    _of_two_the_other_went,
    _not_all,
    _need_not,
    _under_one_setting,
    _without_raising,
    _not_changed,
    _but_one_side,
    _not_what_it_is,
)
"""In the order in which they are asked: the first that has something to say decides."""


def denial(
    look: Looking,
    sight: Sight,
    wording: Wording,
    value: Span,
    cue: Span | None,
    hit: Hit | None = None,
    counter: bool = False,
) -> Denial:
    """Whether an assertion is negated, by which words, and where they begin."""
    v = _Value(look, sight, wording, value, cue, hit, counter)
    if (exception := excepted(v.text, sight.sentence, value)) is not None:
        return exception
    found = _deniers(v)
    after = _denied_behind(v)
    if len(found) == 1:
        for says in _SAYS_INSTEAD:
            if (said := says(v, found[0])) is not None:
                return said
    if not found and cue is not None and _left_alone(v):
        return Denial(True, "leaves alone", value.start)
    odd, words = len(found) % 2 == 1, " ".join(word.words for word in found)
    if after is not None and _counts_behind(v, after):
        odd, words = not odd, f"{words} {after.group().strip()}".strip()
    return Denial(odd, words, found[0].start if found else None)


def _left_alone(v: _Value) -> bool:
    return (
        _LEAVES.search(v.text, v.part.start, v.span.start) is not None and _ALONE.match(v.text, v.span.end) is not None
    )


def _counts_behind(v: _Value, after: re.Match[str]) -> bool:
    """Whether what denies the value behind it does so, and not its cue."""
    end = v.end + after.end()
    if _PLACED_ELSEWHERE.match(after.group() + v.text[end : end + 2]):
        return True
    own = v.cue is None or not v.same or _NOT_EVEN.search(v.text, v.part.start, v.span.start) is not None
    return own and _BOTH_NOT.search(v.text, v.part.start, v.span.start) is None
