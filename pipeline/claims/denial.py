"""Whether a value is denied where it stands: negations before and behind it, and what they reach.

Apart from `negation`, which finds the words that deny: here it is decided what they deny.
"""

from __future__ import annotations

from pipeline import regex as re
from pipeline.claims.negation import (
    CONTENT,
    Denial,
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
    text = sight.unit.low
    part = sight.parts[look.part(sight, value.start)]
    same = cue is not None and look.part(sight, cue.start) == look.part(sight, value.start)
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
        held = [h.span for h in look.hits(sight, wording, wording.relation.id)]
        other = [each for each in other if not any(h.start <= each.start and each.end <= h.end for h in held)]
    if (exception := excepted(text, sight.sentence, value)) is not None:
        return exception
    told = [frame.by for frame in look.frames(sight) if frame.mode == "denied"]
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
        found += list(negators(text, sight.parts[look.part(sight, cue.start)].start, cue.start))
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
    if len(found) == 1 and found[0].start < value.start:
        if _STILL_CAN.match(text, value.end, sight.sentence.end) and _LETS.search(text, part.start, found[0].start):
            return Denial(True, found[0].words, found[0].start, "what is denied is that it must")
        if _UNDER_SETTING.search(text, sight.sentence.start, value.start):
            return Denial(True, found[0].words, found[0].start, "it is denied under one setting")
    if (
        not found
        and cue is not None
        and _LEAVES.search(text, part.start, value.start)
        and _ALONE.match(text, value.end)
    ):
        return Denial(True, "leaves alone", value.start)
    if len(found) == 1 and found[0].words == "without" and _RAISING.match(text, found[0].end, value.start):
        return Denial(True, "without", found[0].start, "what is denied is that it grows")
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
