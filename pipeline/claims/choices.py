"""Relations over closed sets: which of a few things is meant, all of them together, and what an "only" leaves out.

Apart from `values`, because of a set it is told what is in it, what is not, and what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline import regex as re
from pipeline.claims.asides import attributive
from pipeline.claims.assertion import Governed
from pipeline.claims.denial import denial
from pipeline.claims.drafting import acts, known_values, of_another_agent, shared_out, shared_respectively, words_of
from pipeline.claims.negation import CONTENT, EXCEPTS, Denial, negators
from pipeline.claims.sentences import Span
from pipeline.claims.sight import Draft, Looking, Sight, take_note
from pipeline.claims.vocabulary import Hit, Wording

_CHAIN = re.compile(
    r"^[\s\"'”“]*(?:的)?(?:这|那)?(?:两|三|几|一)?(?:者|个|项|部分|种)?\s*"
    r"(?>、|,|和|与|及|以及|还有|并且?|且|跟|或者?|/|&|\+|再加上?|外加|加上|连同|甚至|乃至|同时|另外|也|都|还|又|更|连"
    r"|而且|不仅|不但|不只|不光|除了?|之外|以外|外|\band\b|\bor\b|\bas\s+well\s+as\b|\bplus\b|\balong\s+with\b|\btogether\s+with\b|\balso\b|\beven\b|\bbut\b|\balike\b|\bboth\b|\bthen\b"
    r"|对|将|把|包括|模型|全部|所有|整个|完整|各自|自己|这些|它们|他们|会|要|了|\bthe\b|\bits\b|\ball\b|\bmodel\b|\bof\b|\btheir\b|\btoo\b|\bof\s+its\b|\(|\)|\s"
    r"|(?P<deny>(?:而)?(?:不能|不可以?|不会|不支持|无法|没法)(?:再)?(?:使?用到?|卸载到?|放到?|到)?|而不是|而非|不是|不包括|不含|没有|不|除了?|\bbut\s+not\b|\bnot\s+(?!only|just)|\brather\s+than\b|\binstead\s+of\b|\bexcept\b|\bnor\b))*$"
)
_ONLY = re.compile(
    r"(?<![不并])(?<!\bnot\s)(?:仅仅|只是|只有|只会|只对|只能|只把|只将|只|仅|单单|\bonly|\bjust|\bsolely|\bmerely|\bexclusively|\bnothing\s+but)\s*(?:the\s+|会|对|把|将|是|在)?\s*(?:模型)?(?:的)?$"
)
_MERELY = re.compile(r"\W*只是\s*")
"""`它算的仍是 …,只是分块做`: how it is, and not that it is nothing more."""
_PART_ONLY = re.compile(r"\s*an?\s+(?:small\s+|tiny\s+)?(?:fraction|part|piece|slice|share)\b")
_ADDS = re.compile(
    r"基础上|进一步|额外|另外|还|又|也|新增|多(?:了|切)|additional|\balso\b|\bfurther\b|\bmore\b|\bextra\b|\badds?\b|\bon\s+top\b|\bbeyond\b|\btoo\b|\beven\b|\bup\s+to\b|就"
)
_NEW = re.compile(
    r"新(?:增|加|添)(?:了|加)?的|额外的?|多(?:出|切|加|了)[^,。;]{0,4}的|又?增加的|\b(?:adds|added|new|extra|additional(?:ly)?)\b"
)
_COPULA_OPENS = re.compile(
    r"\W*(?:也|都|同样|仍然?|还|就|其实|无非|而)*(?:是|为)\s*|\W*(?:namely|that\s+is)\s+(?:the\s+)?"
)
_LIST_HEAD = re.compile(
    r"\s*(?:例如|比如|诸如|如|包括|即|分别是|也就是|such\s+as|like|e\.?g\.?,?|i\.?e\.?,?|namely|including)\s*:?\s*"
)
_AT_LEFT = re.compile(r"\b(?:at|in|during|for|under|within)\s+(?:the\s+|an?\s+|both\s+)?$")
_DOING_WITHOUT = re.compile(
    r"离不开|少不了|缺不了|不用|用不着|用不到|省去了?|省掉了?|去掉了?|免去了?|抛弃了?|摆脱了?|舍弃了?|砍掉了?|取消了?|\bwithout\b|\bdrops\b|\bremoves\b|\beliminates\b|\bdiscards\b|\bdo(?:es)?\s+away\b|\bgets?\s+rid\s+of\b|\bdispenses?\s+with\b|\bskips\b|\bavoids\b"
)
_PASSIVE = re.compile(
    r"^[\s\-]*$|\b(?:is|are|was|were|be|been|being|gets?|that|which|it|'s)\b(?!.*\band\b)|\b(?:is|are|was|were|be|gets?)\b(?=[^,]*$)(?!.*\band\s+(?!(?:is|are|was|were|then|also|evenly)\b))"
)
_SAYS = re.compile(r"(?:是|用|采用|使用|做|靠|有|为|\b(?:is|are|uses?|has|does|by)(?:\s+(?:the|an?))?)\s*$")
_FINITE = re.compile(
    r"\s*(?:then\s+|still\s+|also\s+|always\s+|both\s+|each\s+|all\s+)*(?:stay|remain|are|is|were|was|keep|kept|live|lives|has|have|do|does|can|will|get|gets)s?\b"
)


def read_sets(
    look: Looking, sight: Sight, subject: str, relation: str, wording: Wording, notes: list[str]
) -> list[Draft]:
    """What a sentence claims of a subject by a relation over a closed set."""
    text = sight.unit.low
    cues = look.cues(sight, wording, relation)
    counters = (
        [Span(*m.span()) for m in wording.counters.matches(text, *sight.sentence, sight.present)]
        if wording.counters is not None
        else []
    )
    if wording.of_need:
        cues = [
            *cues,
            *(Span(m.end(), m.end()) for m in _DOING_WITHOUT.finditer(text, sight.sentence.start, sight.sentence.end)
            if not any(c.start <= m.end() <= c.end for c in cues)),
        ]  # fmt: skip
    around = wording.cues is None or (not cues and look.cue_around(sight, wording))
    if not cues and not counters and not around:
        return []
    hits = known_values(look, sight, subject, relation, wording, cues, notes)
    if not hits:
        return []
    taken = [*(hit.span for hit in hits), *cues, *counters]
    mapped = shared_respectively(look, sight, relation, hits)
    drafts: list[Draft] = []
    for chain in _chains(text, hits, [*cues, *counters], sight.parts):
        cue, counter = _bound(look, sight, subject, chain, hits, cues, counters)
        if cue is None and not around:
            for hit, _ in chain:
                take_note(notes, f"{subject}.{relation}: {words_of(text, hit)} is not what the sentence says to be so")
            continue
        first = chain[0][0]
        anchor = first.span
        if cue is not None:
            near = min((hit for hit, _ in chain), key=lambda h: max(0, cue.start - h.end, h.start - cue.end))
            anchor = Span(min(near.start, cue.start), max(near.end, cue.end))
        governed = look.govern(sight, relation, anchor, taken, hits)
        base = Denial()
        asserted: list[Hit] = []
        for hit, turned in chain:
            governed = shared_out(mapped, hit) or governed
            same = cue is not None and look.part(sight, cue.start) == look.part(sight, hit.start)
            if same or hit == first or cue is None:
                denied = denial(look, sight, wording, hit.span, cue if same else None, hit, counter)
                if not same and cue is not None and cue.start < hit.start:
                    before = negators(text, sight.parts[look.part(sight, cue.start)].start, cue.start)
                    if len(before) % 2 and not turned:
                        denied = Denial(not denied.denied, "before the cue", before[0].start)
                base = denied if hit == first or base == Denial() else base
            else:
                # Further down a list that runs over clauses: what governs its head, unless it turned on the way.
                local = denial(look, sight, wording, hit.span, None, hit)
                denied = local if turned or local.denied else base
                if turned and not local.denied:
                    # "drops A and B, not C", 省掉的是 A，不是 C: of what was removed C is no part.
                    denied = Denial() if base.denied and base.words in CONTENT else Denial(True, "listed as not so")
            drafts_here = _draft_set(look, sight, subject, relation, hit, cue, governed, denied, counter, notes)
            drafts += drafts_here
            if drafts_here and not drafts_here[0].denied:
                asserted.append(hit)
        if asserted and not counter and subject in governed.concepts:
            drafts += _left_out(look, sight, subject, relation, wording, asserted, cue or asserted[0].span, governed)
    return drafts


def _bound(
    look: Looking,
    sight: Sight,
    subject: str,
    chain: Sequence[tuple[Hit, bool]],
    hits: Sequence[Hit],
    cues: Sequence[Span],
    counters: Sequence[Span],
) -> tuple[Span | None, bool]:
    """The cue of a chain, in a clause that the chain touches; and whether it is one that denies."""
    text = sight.unit.low
    touched = {look.part(sight, hit.start) for hit, _ in chain}
    first = min(touched)
    opened = text[sight.sentence.start : sight.parts[first].start].rstrip()[-1:] if first else ""
    if (
        first
        and (
            _LIST_HEAD.fullmatch(text, sight.parts[first].start, chain[0][0].start)
            # `X 的任务和 Y 一样，都是 V`: what the copula that opens the clause says is said of what came before.
            or (
                _COPULA_OPENS.fullmatch(text, sight.parts[first].start, chain[0][0].start)
                and not any(look.part(sight, hit.start) == first - 1 for hit in hits)
            )
            # "三部分组成：A、B", "three parts (A, B)": what a colon or a bracket opens belongs to what announced it.
            or (
                opened in (":", "(")
                and len(chain) > 1
                and not any(look.part(sight, hit.start) == first - 1 for hit in hits)
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
        if look.part(sight, cue.start) not in touched and look.part(sight, max(cue.start, cue.end - 1)) not in touched:
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
    look: Looking,
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
    """A draft of what a clause says to be in the set, or not to be."""
    text = sight.unit.low
    if subject not in governed.concepts:
        if governed.why:
            take_note(notes, f"{subject}.{relation}: {words_of(text, hit)}: {governed.why}")
        return []
    if governed.where == "sentence" and hit.start > sight.sentence.start and acts(look, sight, hit):
        take_note(notes, f"{subject}.{relation}: the clause is about {words_of(text, hit)} itself")
        return []
    if denied.words and of_another_agent(look, sight, subject, hit, denied.start):
        take_note(notes, f"{subject}.{relation}: what {denied.words} denies is not said of {subject}")
        return []
    flip, why = look.frame(sight, hit.span, counter)
    if denied.denied and not why and _of_what_is_new(look, sight, hit, cue):
        why = "it is denied that this is new"
    if why or denied.unsettled:
        take_note(notes, f"{subject}.{relation}: {words_of(text, hit)}: {why or denied.unsettled}")
        return []
    reading = [f"value={words_of(text, hit)}"]
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
            look.part(sight, hit.start),
        )
    ]


def _of_what_is_new(look: Looking, sight: Sight, hit: Hit, cue: Span | None) -> bool:
    """`新增的切分对象不是 A`: A may have been there before."""
    text = sight.unit.low
    part = sight.parts[look.part(sight, hit.start)]
    new = _NEW.search(text, part.start, hit.start)
    return new is not None and (cue is None or not cue.overlaps(Span(*new.span())))


def _left_out(
    look: Looking,
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
    if only is None or only.overlaps(cue) or look.part(sight, only.start) != look.part(sight, cue.start):
        return []
    opened = sight.parts[look.part(sight, only.start)].start
    if (opened > sight.sentence.start and _MERELY.fullmatch(text, opened, only.end)) or _PART_ONLY.match(
        text, only.end
    ):
        return []
    named = {hit.value for hit in look.hits(sight, wording, relation)}
    values = {*wording.relation.values, *(v for f in look.facts_for(subject, relation) for v in f.values)}
    end = max(asserted[-1].end, cue.end)
    return [
        Draft(
            subject, relation, (value,), True, Span(only.start, end), governed.where,
            (f"only={text[only.start : only.end].strip()}", f"leaves out={value}"),
            look.part(sight, cue.start), True,
        )
        for value in sorted(values - named)
    ]  # fmt: skip


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
