"""A unit's text into sentences and clauses; which sentences are questions, and what answers them.

Apart from the reader, which goes from sentence to sentence, and from `framing`, which asks what a sentence does with what it says.
All texts here are normalised: lower case, half width, simplified.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline import regex as re


class Span(NamedTuple):
    """A stretch of text."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


_STOP = re.compile(r"[。!?;…]+[\"'”’)\]】]*|(?<![\d\s])\.(?=\s|$)[\"')\]]*|(?<=\d)\.(?=\s+[^\d\s]|\s*$)|\n+")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|vs|etc|fig|eq|sec|al|cf|no|approx|resp)|^\s*\d{1,2}|\b[a-z])\.$")


_LONGEST_SENTENCE = 400
"""Characters: half as long again as the longest sentence of the documents that the project has seen."""
_PAUSE = re.compile(r"[,、:)\]]|\s")


def sentences(text: str) -> list[Span]:
    """The sentences of a text, without the white space around them.

    Reading costs more than the square of a sentence's length, and a page without a full stop is no sentence: what is
    longer than any sentence ends at its last pause.
    """
    found: list[Span] = []
    start = 0
    for stop in _STOP.finditer(text):
        if stop.group().startswith(".") and _ABBREVIATION.search(text[max(start, stop.start() - 8) : stop.start() + 1]):
            continue
        for piece in _pieces(text, start, stop.end()):
            _add(found, text, *piece)
        start = stop.end()
    for piece in _pieces(text, start, len(text)):
        _add(found, text, *piece)
    return found


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > _LONGEST_SENTENCE:
        longest = start + _LONGEST_SENTENCE
        cut = max((pause.end() for pause in _PAUSE.finditer(text, start, longest)), default=longest)
        yield Span(start, cut)
        start = cut
    yield Span(start, end)


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append(Span(start, end))


_SAME_VERB = re.compile(r"[a-z][a-z0-9\-. ]{0,20}?\s*(偏|是|用|靠|看|为|采用|属于|基于|按|负责|对应)")
"""`A 偏 x、B 偏 y`: a clause of its own for each name, where both have the verb."""
_CLAUSE = re.compile(
    r",(?!\d{3})|:|—+|--+|[()\[\]]|、(?=直接|而|并(?!行)|每|[^、,。;]{1,10}(?:来自|取自|出自|来源于)|[a-z][a-z0-9\-. ]{0,20}?\s*(?:偏|是|用|靠|看|为|采用|属于|基于|按|负责|对应))"
    r"|(?<![a-z])(?:(?<!nothing )(?<!anything )but|while|whereas|although|though|yet|however|then|so|because|since)(?![a-z])(?!\s+(?:also|not\s+only))"
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
        if (
            mark.group() == "、"
            and (verb := _SAME_VERB.match(text, mark.end())) is not None
            and verb.group(1) not in text[start:cut]
        ):
            # "Qwen、Llama 用 …": names in a list, no clause of its own each.
            continue
        if mark.group() == "则" and text[start:cut].rstrip().endswith("的"):
            # "GPT 的则是 …": what is left out stands for what the clause before names; this one is GPT's.
            continue
        if cut > start:
            found.append(Span(start, cut))
            start = cut
    if start < sentence.end:
        found.append(Span(start, sentence.end))
    return found


_ANSWER = re.compile(
    r"\W*(?:(?:回?答案?(?:是|为)?|我|a|answer|ans)\s*[:：]\s*)?\W*(?:(?P<no>(?:其实|当然|显然|肯定|完全|绝对|根本|实际上|一般|通常|事实上|恰好|都|也|并|恐怕)*(?:(?:不|没)(?:会|能|可以?|行|是|对|需要?|用|必|要|有|该|属于|成立|正确|这样)?的?|绝不|决不|错误?的?|并非(?:如此)?|非也|否|恰恰相反|正好相反|相反|答案是否定的|假|×|✗|✘|❌)了?"
    r"|no|nope|not\s+at\s+all|false|wrong|incorrect|never|on\s+the\s+contrary|(?:of\s+course|certainly|absolutely|definitely)\s+not|by\s+no\s+means|(?:it|they|that|this)\s+(?:(?:does|is|do|are|can|will|has|was)\s+not|(?:doesn|isn|don|aren|won|hasn|wasn)'t|can't|cannot))"
    r"|(?:其实|当然|显然|肯定|完全|绝对|确实|的确|一般|通常|都)*(?:会|能|可以?|行|是|对|没错|需要?|要|有|正确|嗯|没问题|成立|真|√|✓|✔|✅|当然|肯定|确实)(?:的|啊|呀|了|如此|这样)*"
    r"|yes|yep|yeah|sure|correct|right|true|indeed|absolutely|exactly|certainly|of\s+course|definitely|(?:it|they|that|this)\s+(?:does|is|do|are|can|will|has|was)(?:\s+(?:indeed|so|right|correct|true))?)\s*(?:[,。.;!:)\]\n]|\s[—–-]|$)"
)
"""A sentence that begins with a yes or a no, and is one where the sentence before asked."""
_OPENLY = re.compile(r"什么|为何|怎|如何|哪|多少|几(?!乎)|谁|何时|何处|还是|抑或|究竟|呢\?|\bor\b(?!\s+not\b)")
_ASKS_WHAT = re.compile(r"\b(?:what|why|how|which|who|whom|whose|where|when)\b")
_ASKS_YES = re.compile(
    r"^(?:\W|\d)*(?:(?:q|question|问|问题)\s*\d*\s*[:：.]\s*)?(?:(?:so|but|and|ok|okay|then|well|wait)\b,?\s*)?(?:does|do|did|is|are|was|were|can|could|will|would|has|have|should|must)(?P<not>n't)?\b"
    r"|(?P<tag>[^?]*?(?<![,、也而是])(?:不是|不就是|难道)[^?]*?(?:吗|么)\?)"
)
TRUE_OR_FALSE = re.compile(r"^\W*(?:判断(?:题|正误|对错)?|true\s+or\s+false)\s*\d*\s*[:：?.]")
_NAYS = re.compile(
    r"不(?!同|断|仅|只|但|光|再|过|少|错|管|论)|没(?!问题)|无法|无需|并非|未(?!来)|\b(?:not|never|no|without)\b|n't\b"
)
_UNDER_WHICH = re.compile(
    r"之后|以后|时(?!间|刻)|的时候|情况下|条件下|前提下|阶段|训练(?=会|更|也|就|能)|\b(?:during|when|while|after|before|once|at|under|with)\b"
)
_EITHER_WAY = re.compile(r"([\u4e00-\u9fff])不\1|有没有|是否|能否|可否|会否")


def is_question(words: str) -> bool:
    """Whether words end with the mark of a question."""
    return words.rstrip("\"'”’)] ").endswith("?")


def answer_to(question: str, text: str, sentence: Span) -> Span | None:
    """The yes or no with which a sentence answers a question; None where it gives none."""
    if answered(question, text[sentence.start : sentence.end]) is None:
        return None
    found = _ANSWER.match(text, sentence.start, sentence.end)
    return Span(sentence.start, sentence.start + len(found.group().rstrip(" ,。.;:!\n"))) if found is not None else None


def answered(words: str, following: str) -> bool | None:
    """What the next sentence answers to a question that asks for yes or no: so or not; None where it does not or it cannot be told.

    `X 会 V 吗？不会。` denies of X what it asks, `Does X V? Yes.` asserts it, and so does `Isn't X V? Yes.` by its denied "not".
    """
    answer = _ANSWER.match(following)
    words = TRUE_OR_FALSE.sub("", words)
    if answer is None or _OPENLY.search(words) or CONDITION.search(words):
        return None
    asks = _ASKS_YES.match(words)
    if asks is None and _ASKS_WHAT.search(words):
        return None
    yes = answer.group("no") is None
    if not yes and _UNDER_WHICH.search(words):
        # 开了 X 之后训练会更快吗？不会: under another circumstance it may be so.
        return None
    if asks is not None and (asks.group("not") or asks.group("tag")):
        if asks.group("tag") and (not yes or len(_NAYS.findall(words)) > 1):
            return None
        return not yes
    return None if _NAYS.search(_EITHER_WAY.sub("", words)) else yes


CONDITION = re.compile(
    r"除非|想象一下|设想(?:一下)?|\bimagine\b|如果|假如|(?<!性)假设(?!检验)|假使|倘若|(?<![主需重想只须摘概纲首紧])要是|若(?!干)|万一|(?<!\beven )\bif\b(?!\s+not\s)|\bunless\b|\bsuppose\b|(?<!\bi )(?<!\bwe )\bwould\b|\b(?:i|we)\s+would\b(?!\s+(?:just\s+|simply\s+|then\s+|also\s+)?(?:say|answer|argue|add|note|mention|stress|point\s+out|put\s+it|claim)\b)|\bcould\s+have\b|\bhad\s+(?:we|it|they)\b|否则|不然的?话|(?<!用户)(?<!助手)(?<!他)(?<!她)(?<!写)(?<!说)(?<!说过)(?<!讲)(?<!讲过)的话|\botherwise\b"
)
