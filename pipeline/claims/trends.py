"""Where one quantity goes when another is turned up or down: `温度越高越随机`, "raising X lowers Y", "Y grows with X".

Apart from the reader, because direction is grammar that all such relations share: a relation names the two quantities, and
the words that turn something up or down, before or behind what they turn, are the same for every one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline import regex as re
from pipeline.claims.negation import negators
from pipeline.claims.sentences import Span

_HAN_UP = (
    r"(?:越来越|越|更加?|过|太|很|较|变|调|设|开|取|拉|加|放|增|提|升|推|抬|扩|往)(?:得|到)?(?:越来越|越|更|很|太|过)?(?:上调|高|大(?!模|家|量|语)|多(?![样头个])|长(?!度)|强|远|快|深(?!度)|宽(?!度))"
    r"|增加|增多|增长|增强|提高|提升|升高|上升|上涨|上调|扩大|放大|加大|加深|加长|加宽|加强|翻倍|翻番|翻一番|涨|膨胀|飙升"
    r"|[高大多长远](?=一?[些点]|了|时|的时候|的话|,|就|会|则|意味|说明|表示|代表|表明|反映)|(?:大于|超过|高于)\s*1(?![\d.])"
)
_HAN_DOWN = (
    r"(?:越来越|越|更加?|过|太|很|较|变|调|设|开|取|拉|缩|压|减|降|往)(?:得|到)?(?:越来越|越|更|很|太|过)?(?:下调|低|小|少|短|弱|近|慢|浅|窄)"
    r"|减少|减小|降低|下降|下调|下滑|缩小|缩短|缩减|减弱|削弱|削减|减半|节省|节约|省|降|跌|压缩|收缩"
    r"|[低小少短近](?=一?[些点]|了|时|的时候|的话|,|就|会|则|意味|说明|表示|代表|表明|反映)|(?:小于|低于)\s*1(?![\d.])"
)
_HAN_SAME = r"保持不变|不变|恒定|不受影响|(?:没|没有|无|毫无)(?:什么|任何)?(?:变化|影响|关系)|无关|持平"
_HAN_SPARES = r"(?:不|不会|并不|并不会|毫不|丝毫不)(?:改变|影响)"
_UP = (
    r"increas(?:es?|ed|ing)|rais(?:es?|ed|ing)|ris(?:es?|ing)|rose|grow(?:s|ing|n)?|grew|higher|larger|bigger|greater|more|longer|wider"
    r"|deeper|stronger|faster|boost(?:s|ed|ing)?|go(?:es)? up|went up|turn(?:s|ed|ing)? up|crank(?:s|ed|ing)? up|climb(?:s|ed|ing)?|expand(?:s|ed|ing)?"
    r"|enlarg(?:es?|ed|ing)|doubl(?:es?|ed|ing)|inflat(?:es?|ed|ing)|scal(?:es?|ed|ing) up|high|large|big|long|many|(?:above|over) 1(?![\d.])"
)
_DOWN = (
    r"reduc(?:es?|ed|ing)|lower(?:s|ed|ing)?|decreas(?:es?|ed|ing)|shrink(?:s|ing)?|shrank|smaller|fewer|less|shorter|narrower|weaker|slower"
    r"|fall(?:s|ing)?|fell|drop(?:s|ped|ping)?|cut(?:s|ting)?|go(?:es)? down|went down|turn(?:s|ed|ing)? down|declin(?:es?|ed|ing)|halv(?:es?|ed|ing)"
    r"|sav(?:es?|ed|ing)|diminish(?:es|ed|ing)?|low|small|short|few|little|below 1(?![\d.])"
)
_SAME = (
    r"unchanged|unaffected|(?:stays?|stayed|remains?|remained) (?:exactly )?(?:the same|constant|fixed|flat)"
    r"|(?:is |are )?(?:independent of|unrelated to)|regardless of|nothing to do with"
)
_SPARES = r"(?:has|have|had) (?:no|little) (?:effect|impact|influence|bearing)(?: on)?|(?:does|do|did|will|would)(?:n't| not) (?:affect|change|influence|alter)"
_MOVES = re.compile(
    rf"(?P<spares>{_HAN_SPARES}|(?<![a-z])(?:{_SPARES})(?![a-z]))"
    rf"|(?P<same>{_HAN_SAME}|(?<![a-z])(?:{_SAME})(?![a-z]))"
    rf"|(?P<up>{_HAN_UP}|(?<![a-z])(?:{_UP})(?![a-z]))"
    rf"|(?P<down>{_HAN_DOWN}|(?<![a-z])(?:{_DOWN})(?![a-z]))"
)
_SIZED = re.compile(r"(?<![最增加放扩变调越更过太很较设开取拉提升减降缩压])([高大长多低小短少])的? ?$")
"""`大 batch`, `高温`: an adjective right before its noun."""
_BEGINS = re.compile(r"\s*(?:and |while )?(?:the |a )?|[而若当再]|如果|一旦|反过来")
_BARE = re.compile(r"[高大多长低小短少](?![小量度模家约概部数阶维级样种个次])(?=[^的])")
"""`词表大压缩率高`: an adjective right behind its noun."""
_UNDER = re.compile(r" ?(?:下|时|的时候|的情况|的话|训练|推理|会|能|可以|往往|通常|,? ?(?:更|越|反而))")
_USED = re.compile(r"(?:在|用|采用|当|靠|选)(?:更|较|很|了)?$")
_PHRASAL = re.compile(
    r"(?<![a-z])(?:turn|crank|dial|push|bring|scal|driv|mov)(?:e?s|ed|ing|e)? (?:the |your |its )?[a-z][a-z\- ]{1,28}? (?P<way>up|down)(?![a-z])"
)
_OF = re.compile(r"\s*(?:of|in|for|on)(?: the| an?| each| its)?(?: [a-z\-]+){1,3}(?= )")
"""`the entropy of the output distribution falls`: what belongs to a noun stands between it and its verb."""
_PROPORTIONAL = re.compile(r"成正比|正比于|正相关|(?<!inversely )(?<!inverse )proportional to")
_INVERSE = re.compile(r"成反比|反比于|负相关|inversely (?:proportional|related)|in inverse proportion")
_STOP = re.compile(r"[。;；!?！？]")
_PAUSE = re.compile(r"[,:]")
_ALONG = re.compile(r"(?:随着?|伴随着?|(?<![a-z])(?:with|as|by))\s*(?:the |an? |each |every )?$")
"""What goes before a quantity beside which another moves: `随 X 增长`, "grows with X"."""
_REVERSED = re.compile(r"反之|反过来|相反|(?<![a-z])(?:conversely|vice versa|the opposite)")
_TURNS_TO = re.compile(r"(?<![a-z])(?:but|yet|while|whereas|and then)(?![a-z])|但|却|而|并且|、")
_AGAINST = re.compile(
    r"(?<![a-z])(?:but|yet|although|though|despite|whereas|without)(?![a-z])|但是?|却|不过|然而|尽管|虽然"
)
"""Between the two quantities: they are held against each other, and neither follows from the other."""
_LEADS_TO = re.compile(
    r"(?:[\s,:]|就|会|则|也|都|反而|便|能|可以?|将|还|使得?|让|从而|因此|所以|而|既|不仅|一般|往往|通常|大大|显著|明显|进一步|相应地?|随之|需要|占用|消耗|带来|导致|意味着|说明|表示|越|更|其|它|并?不"
    r"|\b(?:which|and|so|it|this|that|will|would|can|also|then|thus|the|in turn|therefore|helps?|tends? to|means?|you|we|they|makes?|gives?|leads? to|does|not|to|get|need|needs|takes|take|usually|often)\b)*"
)
"""What may stand between a pause and the verb that tells what follows: with another subject there, something else would be told."""
_COMPARED = re.compile(
    r"(?:higher|larger|bigger|greater|more|longer|wider|deeper|stronger|high|large|big|long|many|smaller|fewer|less|shorter|narrower"
    r"|weaker|low|small|short|few|little|lower)(?![a-z])"
)
_ATTACHED = re.compile(r"(?<![a-z])(?:on|with|for|of|having) (?:an? |the )?$")
_IS = re.compile(r"(?<![a-z])(?:is|are|was|were|be|gets?|becomes?|grows?|turns?|makes?|the)(?![a-z])|is$")
_OPEN = re.compile(
    r"未必|不一定|不见得|不总是|并非总|是否|会不会|吗|not (?:necessarily|always)|need not|whether|how much|多少|怎样|如何|取决于"
)
_INTENSE = re.compile(r"(?:越来越|越发|愈发|愈|越|更加|更|变得|变)(?:为|得|加)?\s*$")
_LESS = re.compile(r"(?:越|更|变得|变|就)(?:来越)?(?:不|没)\s*$")
_GAP = 11
"""How far a word of direction may stand from what it turns, in Chinese characters."""
_APART = 46
"""How far the two quantities may stand from each other, in Chinese characters."""
_NARROW = 2.5
"""How many Latin letters take the room of one Chinese character."""


_SIGNS = {"spares": 0, "same": 0, "up": 1, "down": -1}


class Move(NamedTuple):
    """A word that turns something up (1) or down (-1), or says that it stays (0)."""

    start: int
    end: int
    sign: int
    spares: bool = False
    """Whether it says of what stands behind it that it stays: `不影响`."""


class Quantity(NamedTuple):
    """A place where a quantity is named, or where a word tells by itself where it goes."""

    start: int
    end: int
    sign: int
    """1, or -1 for the opposite of the quantity."""
    alone: bool = False
    """Whether the word needs no word of direction: `sharpens`."""


class Trend(NamedTuple):
    """One reading: where the effect goes when the quantity grows."""

    start: int
    end: int
    sign: int
    """1: with it, -1: against it, 0: it stays."""
    denied: bool
    quantity: Span
    effect: Span


def trends(
    text: str, sentence: Span, turned: Iterable[Span], effects: Iterable[Quantity], others: Sequence[Span] = ()
) -> list[Trend]:
    """What a sentence says of how effects follow the quantities that are turned; at most one reading for each effect.

    `others` are the places of those of whom the same can be said: behind one of them the sentence is about it.
    """
    sources = sorted(turned)
    sources = [
        each for each in sources if not any(o != each and o.start <= each.start and each.end <= o.end for o in sources)
    ]
    goals = _longest(effects)
    # `每个头的维度` is no head, and `批量大小` no size: of two names at one place the longer one counts.
    sources = [each for each in sources if not any(_longer(Span(*o[:2]), each) for o in goals)]
    goals = [each for each in goals if not any(Span(*each[:2]).overlaps(q) for q in sources)]
    if not sources or not goals or _OPEN.search(text, *sentence):
        return []
    names = [*sources, *(Span(*each[:2]) for each in goals)]
    moves = [
        move
        for m in _MOVES.finditer(text, *sentence)
        for move in [Move(m.start(), m.end(), _SIGNS[str(m.lastgroup)], m.lastgroup == "spares")]
        if not any(name.start <= move.start and move.end <= name.end for name in names)
    ]
    moves += [Move(*m.span("way"), 1 if m["way"] == "up" else -1) for m in _PHRASAL.finditer(text, *sentence)]
    found: list[Trend] = []
    for goal in goals:
        near = [
            each
            for each in sources
            if _together(text, each, Span(goal.start, goal.end))
            and not any(each.end <= o.start < goal.start or goal.end <= o.start < each.start for o in others)
        ]
        for source in sorted(near, key=lambda each: (each.start > goal.start, abs(each.start - goal.start))):
            reading = _reading(text, source, goal, moves, names)
            if reading is not None:
                found.append(reading)
                break
    return found


def _longest(effects: Iterable[Quantity]) -> list[Quantity]:
    """One name for each place: the longest; of two alike that which needs no word of direction, as `softer` beside `soft`."""
    kept: list[Quantity] = []
    for each in sorted(effects, key=lambda e: (e.start - e.end, not e.alone, e)):
        if not any(each.start < o.end and o.start < each.end for o in kept):
            kept.append(each)
    return sorted(kept)


def _longer(a: Span, b: Span) -> bool:
    return a.overlaps(b) and a.end - a.start > b.end - b.start


def _reading(text: str, source: Span, goal: Quantity, moves: Sequence[Move], names: Sequence[Span]) -> Trend | None:
    aim = Span(goal.start, goal.end)
    first, last = sorted((source, aim))
    for pattern, sign in ((_PROPORTIONAL, 1), (_INVERSE, -1)):
        ratio = pattern.search(text, first.start, min(len(text), last.end + 12))
        # `减去一个与距离成正比的值`: it is said of the value, not of what it is taken from.
        if ratio is not None and (not text.startswith("的", ratio.end()) or 0 <= aim.start - ratio.end() <= 3):
            return _told(text, source, aim, [], sign * goal.sign)
    if _REVERSED.search(text, first.end, last.start) or _AGAINST.search(text, first.end, last.start):
        return None
    near_source = _elided(text, source, goal, moves, names) or _beside(text, source, moves, names)
    near_goal = [] if goal.alone else _beside(text, aim, moves, names)
    intense = None if goal.alone else _intense(text, aim)
    if (
        not goal.alone
        and _ALONG.search(text, max(0, source.start - 12), source.start) is not None
        and source.start > aim.start
    ):
        near_goal += _behind(text, near_source, moves)
    options: list[tuple[float, int, list[Move]]] = []
    for cost, move in near_source:
        if move.sign == 0:
            continue
        if goal.alone:
            options.append((cost, move.sign * goal.sign, [move]))
            continue
        if intense is not None and not (move.start < intense.end and intense.start < move.end):
            options.append((cost, move.sign * intense.sign * goal.sign, [move, intense]))
        for more, other in near_goal:
            if other != move:
                options.append((cost + more, move.sign * other.sign * goal.sign, [move, other]))
    if not options and not goal.alone:
        along = _ALONG.search(text, max(0, source.start - 12), source.start) is not None
        for more, other in near_goal:
            if along or other.sign == 0:
                options.append((more, other.sign * goal.sign, [other]))
    options = [each for each in options if not _of_another(text, source, aim, each[2][-1])]
    if not options:
        return None
    _, sign, used = min(options, key=lambda each: each[0])
    return _told(text, source, aim, used, sign)


def _told(text: str, source: Span, aim: Span, used: Sequence[Move], sign: int) -> Trend | None:
    start = min(source.start, aim.start, *(each.start for each in used))
    end = max(source.end, aim.end, *(each.end for each in used))
    own = [source, aim, *(Span(each.start, each.end) for each in used)]
    words = [
        word
        for word in negators(text, start, end)
        if not any(each.start <= word.start and word.end <= each.end for each in own)
    ]
    if len(words) > 1:
        return None
    if words:
        # What is denied must be that the effect moves, not that the quantity is turned.
        goal = [each for each in used if abs(each.start - aim.start) <= abs(each.start - source.start)] or [
            Move(*aim, 1)
        ]
        at = min(goal[0].start, aim.start)
        if not (words[0].end <= at and at - words[0].end <= 8) or sign == 0:
            return None
        return Trend(start, end, sign, True, source, aim)
    return Trend(start, end, sign, False, source, aim)


def _beside(text: str, name: Span, moves: Sequence[Move], names: Sequence[Span]) -> list[tuple[float, Move]]:
    """The words of direction that may turn what is named, with how far they stand from it."""
    first = min(each.start for each in names)
    if (bare := _BARE.match(text, name.end)) is not None:
        return [(0.0, Move(bare.start(), bare.end(), 1 if bare.group() in "高大多长" else -1))]
    size = _SIZED.search(text, max(0, name.start - 3), name.start)
    if size is not None and (
        _UNDER.match(text, name.end) or _USED.search(text, max(0, size.start() - 4), size.start())
    ):
        return [(0.0, Move(size.start(1), size.end(1), 1 if size.group(1) in "高大长多" else -1))]
    found: list[tuple[float, Move]] = []
    for move in moves:
        before = move.end <= name.start
        gap = Span(move.end, name.start) if before else Span(name.end, move.start)
        if gap.end < gap.start:
            continue
        owner = None if before else _OF.match(text, gap.start, gap.end)
        width = _width(text[owner.end() if owner else gap.start : gap.end])
        limit = _GAP if before or not text[name.end - 1].isascii() else _GAP * 0.9
        if width > limit or _STOP.search(text, *gap) or _PAUSE.search(text, *gap) or _TURNS_TO.search(text, *gap):
            continue
        if move.sign == 0 and move.spares != before:
            continue
        if not before and (
            text.startswith("的", move.end)
            or (_COMPARED.match(text, move.start) and not _IS.search(text, *gap))
        ):  # fmt: skip
            # "diverse but less coherent", `显存更小的卡`: it describes what comes behind it.
            continue
        if before and _ATTACHED.search(text, max(0, move.start - 12), move.start) and name.start > first:
            # "a larger batch on a card with more memory": it tells which card.
            continue
        if any(gap.start <= each.start and each.end <= gap.end for each in (*names, *(Span(*m[:2]) for m in moves))):
            continue
        # An adjective or a verb goes before its noun; behind it stands a verb, or `越大`.
        found.append((width + (0.5 if before else 0.0), move))
    return found


def _of_another(text: str, source: Span, aim: Span, move: Move) -> bool:
    """`词表占比高,共享可以省下参数`: whether what moves the effect is neither the quantity nor the effect itself."""
    if not source.end <= move.start < move.end <= aim.start or _INTENSE.search(text, move.start, aim.start):
        return False
    pauses = [m.end() for m in _PAUSE.finditer(text, source.end, move.start)]
    return bool(pauses) and _LEADS_TO.fullmatch(text, pauses[-1], move.start) is None


def _elided(
    text: str, source: Span, aim: Quantity, moves: Sequence[Move], names: Sequence[Span]
) -> list[tuple[float, Move]]:
    """`温度越低越确定,越高越随机`: what opens the effect's own clause and turns nothing there turns the quantity again."""
    pauses = [m.end() for m in _PAUSE.finditer(text, source.end, aim.start)] if source.end < aim.start else []
    if not pauses or any(pauses[-1] <= each.start < aim.start for each in names):
        return []
    opening = [
        each
        for each in moves
        if pauses[-1] <= each.start and each.end <= aim.start and _BEGINS.fullmatch(text, pauses[-1], each.start)
    ]
    again = [each for each in moves if opening and opening[0].end <= each.start <= aim.end + 4]
    moved = aim.alone or again or _intense(text, aim) is not None
    return [(0.0, opening[0])] if opening and moved else []


def _behind(text: str, turned: Sequence[tuple[float, Move]], moves: Sequence[Move]) -> list[tuple[float, Move]]:
    """`显存随长度增大而下降`: the word of direction behind that of the quantity is the effect's."""
    return [
        (_width(text[first.end : move.start]), move)
        for _, first in turned
        for move in moves
        if first.end <= move.start <= first.end + 6 and not _PAUSE.search(text, first.end, move.start)
    ]


def _intense(text: str, aim: Span | Quantity) -> Move | None:
    """`越随机`, `更不确定`: an adverb right before an adjective."""
    less = _LESS.search(text, max(0, aim.start - 6), aim.start)
    if less is not None:
        return Move(less.start(), less.end(), -1)
    more = _INTENSE.search(text, max(0, aim.start - 6), aim.start)
    return Move(more.start(), more.end(), 1) if more is not None else None


def _together(text: str, source: Span, aim: Span) -> bool:
    """Whether two quantities stand in one breath: not far apart, and with two pauses at most between them."""
    first, last = sorted((source, aim))
    if last.start - first.end > _APART * _NARROW:
        return False
    between = text[first.end : last.start]
    return _width(between) <= _APART and not _STOP.search(between) and len(_PAUSE.findall(between)) <= 2


def _width(gap: str) -> float:
    """Its length in Chinese characters: so many Latin letters take the room of one."""
    latin = len(gap.encode("ascii", "ignore"))
    return len(gap) - latin + latin / _NARROW
