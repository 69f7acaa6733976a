"""Rows that ask become questions: over line ends, several on one line, with an answer on the same line."""

from __future__ import annotations

import itertools

from pipeline import regex as re
from pipeline.extraction.numbering import mark_of
from pipeline.extraction.outline import Outline, columns, first_width
from pipeline.extraction.rows import (
    ANSWER_LABEL,
    BODY,
    META,
    NOISE,
    QUESTION,
    SECTION,
    Row,
    colon,
    question_end,
    term_end,
)
from pipeline.extraction.wording import ASKS, SOUNDS, STATES, TITLE, asking, interrogates, is_placeholder


class Asked:
    """One question on its way to a pair."""

    __slots__ = (
        "answer",
        "cell",
        "end",
        "inline",
        "label_at",
        "row",
        "rule",
        "section",
        "siblings",
        "start",
        "value",
        "words",
    )

    def __init__(self, row: Row, words: str, start: int, end: int, rule: str) -> None:
        self.row = row
        self.words = words
        self.start = start
        self.end = end
        self.rule = rule
        self.section: tuple[str, ...] = ()
        self.inline: tuple[Row, int] | None = None
        """Row and offset in its text from which the answer runs on the same line."""
        self.answer: list[tuple[Row, int]] = []
        """Rows of the answer, each with the offset in its text at which the answer's words begin."""
        self.cell: tuple[int, int] | None = None
        """Of a table row: where the answer stands in its text."""
        self.siblings: list[Asked] = []
        """Further questions of the same line: they share one answer."""
        self.value = row.mark.value


_ANOTHER = re.compile(r"(?<=[?？。;；\s)）])\s*(?:[Qq]?(\d{1,3})[.、)）．]\s*)(?=[^\d\s])")


_LETTERED = re.compile(r"(?<=[?？。;；\s)）])\s*([a-zA-Z])[.)、）]\s*(?=\S)")


_TIGHT = re.compile(r"(\d{1,3})[.、](?=[^\d\s])")


_ANSWER_INSIDE = re.compile(
    r"(?:\s|[?？。])(?:A(?:nswer|ns)?\s*\d*\s*[:：]|答(?:案)?\s*[:：]|【答(?:案)?】|\[答(?:案)?\]|A\d+[.:]\s)\s*"
)
_ARROW = re.compile(r"\s*(?:—>|->|=>|→|⇒)\s+")


_DASH = re.compile(r"(?<=[?？])\s*(?:[-–—:：]+|→|=>|->)\s*")


_SEPARATOR = re.compile(r"[\s—–=>→⟶:：|*-]+$")


META_LINE = re.compile(
    r"^\W*(?:难度|难易|标签|分值|频率|考点|来源|类型|出现频率|重要程度|热度|考察点|考察|difficulty|tags?|level|frequency|topics?|asked (?:at|by|in)|companies|category|source|points)\s*[:：].{0,80}$|^[【\[〔](?:难度|难易|标签|分值|频率|考点|来源|题型|类型|出现频率|重要程度|热度|考察点|考察|知识点|difficulty|tags?|level|topics?|category)[】\]〕].{0,80}$",
    re.I,
)


_TRAILING = "⭐★☆✩🔥✨🌟️*#_|` 　\t▾▼▲▴▸▶►▿⌄⌃⏷⏵"


def collect_questions(outline: Outline) -> list[Asked]:
    rows = outline.rows
    found: list[Asked] = []
    skip = -1
    for row in rows:
        if row.role != QUESTION or row.at <= skip:
            continue
        if row.cells is not None:
            found.append(_of_cells(row, row.cells))
            continue
        joined = _joined(outline, row)
        made, last = _of_row(outline, row, joined)
        skip = last
        found.extend(made)
    return found


def _of_cells(row: Row, cells: tuple[tuple[int, int], tuple[int, int] | None]) -> Asked:
    """The question of a table row; its answer is a cell of the same row."""
    (first, last), answer = cells
    block = row.block
    made = Asked(
        row,
        row.text[first:last].strip(),
        block.source_offset(first),
        block.source_offset(max(first, last - 1)) + 1,
        row.rule,
    )
    if answer is not None and not is_placeholder(row.text[answer[0] : answer[1]]):
        made.cell = answer
    return made


def _joined(outline: Outline, row: Row) -> list[Row]:
    """The rows of a question that runs over line ends."""
    head = row.head.rstrip()
    if not head or row.block.kind in ("summary", "term") or outline.document.format == "html":
        return [row]
    if head[-1:] in ".。" and (asks_below := _asks_below(outline, row)) is not None:
        return [row, asks_below]
    if head[-1:] in "?？。.!！:：":
        return [row]
    over = row.over
    # A statement behind the question mark is the answer, however its line ends.
    goes_on = over >= len(row.head) or asking(row.head[over:].strip()) >= SOUNDS
    if goes_on and outline.filled and row.mark.style and row.block.kind == "paragraph":
        return _filled(outline, row)
    if over < len(row.head):
        # The last of several questions on the line may run over; the line's own end says so.
        rest = row.head[over:].strip()
        then = outline.following.get(row.at)
        asks_on = (
            asking(rest) == SOUNDS
            and len(rest) <= 30
            and then is not None
            and not then.gap
            and not then.mark.style
            and len(then.text) <= 40
            and then.text[-1:] in "?？"
        )
        ordered = asks_on or (len(row.text) >= 58 and asking(rest) == SOUNDS)
        if not ordered and not (mark_of(rest).value == row.mark.value + 1 > 1):
            return [row]
    taken = [row]
    if (wrapped_to := _wraps(outline, row)) is not None:
        return [row, wrapped_to]
    wrapped = len(row.text) >= 58
    for at in range(row.at + 1, min(row.at + 5, len(outline.rows))):
        then = outline.rows[at]
        if (
            then.gap
            or then.role != BODY
            or then.mark.style
            or then.block.kind not in ("paragraph", "heading", row.block.kind if row.block.kind == "quote" else "")
            or (then.block.kind == "heading" and row.block.kind != "heading")
        ):
            break
        if then.role == NOISE or (then.block.markdown.startswith("**") and not row.block.markdown.startswith("**")):
            break
        text = then.text
        end = question_end(text)
        asks = end < len(text) or text.rstrip(_TRAILING)[-1:] in ("?", "？")
        opened = row.block.markdown.startswith("**") and row.block.markdown.count("**") == 1
        if opened and "**" in then.block.markdown:
            return [*taken, then]
        if asks and (row.ask < SOUNDS or _unfinished(head) or wrapped or text[:1].islower()):
            first = text[: min(end, len(text))]
            if ("。" in first or ". " in first[:-1]) and not (wrapped and row.mark.style and not row.ask):
                break
            return [*taken, then]
        after = outline.following.get(then.at)
        if (
            _unfinished(head)
            and after is not None
            and after.role == ANSWER_LABEL
            and len(text) <= 80
            and not META_LINE.match(text)
        ):
            # The answer's label comes below: what stands above it is still the question.
            return [*taken, then]
        if (
            not opened
            and not wrapped
            and not text[:1].islower()
            and not (len(taken) == 1 and _in_list(outline, row, then))
        ):
            break
        taken.append(then)
        if text.rstrip()[-1:] in ".。" and (wrapped and row.ask >= SOUNDS):
            following = outline.following.get(then.at)
            indented = following is not None and following.block.level > row.block.level
            return (
                taken
                if following is not None and (following.role == ANSWER_LABEL or following.gap or indented)
                else [row]
            )
    if len(taken) >= 2 and _in_list(outline, row, taken[1]):
        return taken[:2]
    return [row]


def _filled(outline: Outline, row: Row) -> list[Row]:
    """The rows of a question in a text whose lines are filled: a line that had place for the next word ends it."""
    taken = [row]
    for then in outline.rows[row.at + 1 : row.at + 5]:
        last = taken[-1].text
        goes_on = then.text[:1].islower() or then.text[:1] > "\u2e80" or then.text.rstrip()[-1:] == "?"
        if (
            then.gap
            or then.role != BODY
            or then.style != "p:"
            or last[-1:] in "?.!:？。！："
            or not (
                # A word or two alone below a title are its end, though larger letters filled that line sooner.
                (columns(then.text) <= 8 and then.text[-1:] not in "?.!:？。！：；;")
                or (columns(last) + first_width(then.text) > outline.filled and (goes_on or _UNFINISHED.search(last)))
            )
        ):
            break
        taken.append(then)
    return taken


def _asks_below(outline: Outline, row: Row) -> Row | None:
    """The line right below a labelled statement that asks about it, set off from the answer as the statement is not."""
    then = outline.following.get(row.at)
    if (
        row.mark.style not in ("Q", "Qn")
        or then is None
        or then.gap
        or then.at != row.at + 1
        or then.role != BODY
        or then.style != "p:"
        or then.ask != ASKS
        or row.ask >= SOUNDS
    ):
        return None
    after = outline.following.get(then.at)
    return then if after is not None and (after.gap or after.role == ANSWER_LABEL) else None


def _wraps(outline: Outline, row: Row) -> Row | None:
    """The rest of a question whose line is as long as the document's lines are, where an answer begins below the rest."""
    if not row.mark.style:
        return None
    then, size = outline.following.get(row.at), columns(row.text)
    if then is None or size < _NARROWEST or not outline.wrap or size < 0.86 * outline.wrap:
        return None
    after = outline.following.get(then.at)
    rest = then.text
    return (
        then
        if then.at == row.at + 1
        and not then.gap
        and then.role == BODY
        and then.style == "p:"
        and after is not None
        and columns(rest) <= 0.75 * outline.wrap
        and not re.search(r"[。！!；;]", rest)
        else None
    )


_NARROWEST = 50


def _in_list(outline: Outline, row: Row, then: Row) -> bool:
    """Whether a row that runs over stands in a list of questions without answers."""
    after, before = outline.following.get(then.at), outline.rows[row.at - 1] if row.at else None
    return (
        after is not None
        and after.role == QUESTION
        and after.style == row.style
        and before is not None
        and before.role == QUESTION
        and len(then.text) <= 40
        and then.text[-1:] not in "。.！；"
        and not _answered_beside(outline, row)
    )


def _answered_beside(outline: Outline, row: Row) -> bool:
    """Whether some questions near this one have a line of their own below them, which is an answer then."""
    near = [
        each
        for each in outline.rows[max(0, row.at - 20) : row.at + 20]
        if each.role == QUESTION and each.style == row.style and each is not row
    ]
    below = [outline.following.get(each.at) for each in near]
    answered = sum(then is not None and then.role == BODY and not then.gap and not then.mark.style for then in below)
    return answered >= 2 and answered >= 0.15 * len(near)


_UNFINISHED = re.compile(
    r"(?:[,，、—(（]|\b(?:the|a|an|of|to|and|or|in|on|for|with|is|are|as|by|from|between|than)|的|是|和|与|及|或|在|需|要|能|会|对|把|被|让|从|向|该|应)$"
)


def _unfinished(text: str) -> bool:
    return _UNFINISHED.search(text) is not None or (len(text) > 24 and text[-1:] not in "?？。.")


def _of_row(outline: Outline, row: Row, joined: list[Row]) -> tuple[list[Asked], int]:
    """The questions that a row (with the rows it runs over) asks, and the last row used."""
    last = joined[-1]
    begin = row.mark.end
    text = row.text
    if len(joined) > 1:
        tail = last.text
        end = question_end(tail)
        if end >= len(tail) and last.block.markdown.startswith("**") is False and "**" in last.block.markdown:
            end = len(tail)
        words = row.head
        for piece in (*(each.text for each in joined[1:-1]), tail[:end].rstrip()):
            words = _run_on(words, piece, outline.document.source)
        pieces = _split(outline, row, row.head, begin)
        over = row.over
        if len(pieces) == 1 and 0 < over < len(row.head) and len(row.head) - over <= 30 and words[-1:] in "?？":
            # The line ends within its second question, which is one of its own then.
            lead = len(row.head[over:]) - len(row.head[over:].lstrip())
            pieces = [(row.head[:over].rstrip(), begin), (row.head[over + lead :], begin + over + lead)]
        made = []
        for number, (piece, at) in enumerate(pieces):
            final = number == len(pieces) - 1
            stop = (
                last.block.source_offset(len(tail[:end].rstrip()) - 1) + 1
                if final
                else row.block.source_offset(at + len(piece) - 1) + 1
            )
            full = words[at - begin :] if final else piece
            made.append(Asked(row, _clean(full), row.block.source_offset(at), stop, row.rule))
        made[0].siblings = made[1:]
        if tail[end:].strip(_TRAILING):
            made[0].inline = (last, end)
        return made, last.at
    inline = _inline_at(outline, row)
    asks = text[begin:inline].rstrip() if inline else text[begin:]
    if inline:
        inside = _answer_inside(text, begin)
        asks = text[begin : inside.start() + 1].rstrip() if inside and inside.end() == inline else asks
        asks = _SEPARATOR.sub("", asks)
    pieces = _split(outline, row, asks, begin)
    made = []
    for piece, at in pieces:
        stripped = piece.rstrip(_TRAILING + "】〗」" if row.style == "boxed:" else _TRAILING)
        stripped = stripped or piece
        made.append(
            Asked(
                row,
                _clean(stripped),
                row.block.source_offset(at),
                row.block.source_offset(at + len(stripped) - 1) + 1,
                row.rule,
            )
        )
    if not made:
        return [], row.at
    for number, each in enumerate(made):
        each.value = row.mark.value + number if row.mark.value else 0
    made[0].siblings = made[1:]
    if inline and inline < len(text):
        made[0].inline = (row, inline)
        made[0].rule = f"{row.rule.partition(', ')[0]}, answer on the line"
    return made, row.at


_CUT = re.compile(r"[^\W\d_]{2,}-$")
_REST = re.compile(r"[a-z]{2,}")


def _run_on(words: str, rest: str, source: str) -> str:
    """Words and what the next line goes on with; a word that the line's end hyphenated is whole again.

    `self-` + `attention` keeps its hyphen where the text writes it elsewhere, or does not know the word without.
    """
    cut, tail = _CUT.search(words), _REST.match(rest)
    if cut and tail:
        known = source.count(cut[0][:-1] + tail[0])
        return (
            words[:-1] if known > source.count(cut[0] + tail[0]) or not _STAND_FREE.fullmatch(cut[0][:-1]) else words
        ) + rest
    return words + ("" if not (words[-1:].isascii() and rest[:1].isascii()) else " ") + rest


_STAND_FREE = re.compile(
    r"(?:self|cross|pre|post|multi|non|low|high|long|short|fine|one|two|three|four|few|zero|single|full|top|first|last"
    r"|open|closed|end|state|time|memory|compute|token|word|sub|inter|intra|well|hard|soft|large|small|base|model|data"
    r"|task|layer|head|query|key|mixed|weight|feed|decoder|encoder|cache)",
    re.I,
)
"""What a hyphen joins to the next word for good."""


def _clean(words: str) -> str:
    return _WORTH.sub("", words.strip().strip("*").strip()) or words


_WORTH = re.compile(r"\s{2,}[\[(（【]\s*\d{1,3}\s*(?:marks?|points?|pts?\.?|分)\s*[\])）】]$", re.I)
"""What a question of an exam is worth, set apart at the end of its line."""


_DIGITS = tuple(re.compile(f"[{digit}{chr(0xFF10 + digit)}]") for digit in range(10))
"""Each digit, half and full width: the next number's last one must stand on the line."""


_SEMICOLON = re.compile(r"\s*[；;]\s*")


def _listed(words: str) -> list[tuple[int, int]]:
    """Where the questions stand that semicolons part; () where some part asks nothing."""
    cuts = [(0, 0), *((found.start(), found.end()) for found in _SEMICOLON.finditer(words)), (len(words), len(words))]
    parts = [(before[1], then[0]) for before, then in itertools.pairwise(cuts) if words[before[1] : then[0]].strip()]
    asks = [asking(words[first:last]) for first, last in parts]
    enough = sum(each >= SOUNDS for each in asks) * 2 >= len(asks)
    return parts if len(parts) > 1 and enough and min(asks) >= TITLE and all(b - a >= 4 for a, b in parts) else []


def _unanswered(outline: Outline, row: Row) -> bool:
    """Whether nothing answers a row: questions in one line that share an answer are one."""
    then = outline.following.get(row.at)
    return then is None or then.role in (QUESTION, SECTION, NOISE, META) or then.block.kind in ("heading", "rule")


def _split(outline: Outline, row: Row, words: str, begin: int) -> list[tuple[str, int]]:
    """Several numbered questions on one line, each with its offset in the row's text."""
    pieces: list[tuple[str, int]] = []
    expect = row.mark.value + 1
    at = cut = 0
    if row.mark.style in ("a.", "(a)"):
        for each in _LETTERED.finditer(words):
            if ord(each[1].lower()) - 96 == expect and words[cut : each.start()].strip():
                pieces.append((words[cut : each.start()].rstrip(), begin + cut))
                cut = each.end()
                expect += 1
    elif row.mark.value and len(words) > 4 and _DIGITS[expect % 10].search(words, 1):
        while True:
            found = _ANOTHER.search(words, at) or None
            tight = None
            for each in _TIGHT.finditer(words, max(at, 1)):
                if (
                    int(each[1]) == expect
                    and not words[each.start() - 1].isdigit()
                    and words[each.start() - 1] not in ".~-"
                    and (words[each.start() - 1] in "?？。 )）" or (row.ask != STATES and len(words) <= 40))
                ):
                    tight = each
                    break
            if found is not None and int(found[1]) != expect:
                nested = mark_of(words[found.start() :].lstrip())
                if nested.value == expect and nested.style == row.mark.style:
                    pass
                else:
                    found = None
            if tight is not None and (found is None or tight.start() < found.start()):
                found = tight
            if found is None:
                break
            if words[cut : found.start()].strip():
                pieces.append((words[cut : found.start()].rstrip(), begin + cut))
            cut = at = found.end()
            expect += 1
    elif (
        len(words) <= 200
        and ("；" in words or "; " in words)
        and (parts := _listed(words))
        and _unanswered(outline, row)
    ):
        return [(words[first:last], begin + first) for first, last in parts]
    elif (
        not row.mark.value
        and row.rule.startswith("unmarked")
        and words.count("?") + words.count("？") >= 4
        and len(words) > 80
    ):
        for place in re.finditer(r"[?？]\s*", words):
            if words[cut : place.start()].strip():
                pieces.append((words[cut : place.end()].rstrip(), begin + cut))
            cut = place.end()
    if words[cut:].strip():
        lead = len(words[cut:]) - len(words[cut:].lstrip())
        pieces.append((words[cut + lead :].rstrip(), begin + cut + lead))
    return pieces


def _answer_inside(text: str, begin: int) -> re.Match[str] | None:
    """Where a label or an arrow on the line opens the answer; an arrow between two parts of a question opens none."""
    inside = _ANSWER_INSIDE.search(text, begin)
    if "→" in text or ">" in text or "⇒" in text:
        arrow = _ARROW.search(text, begin)
        if arrow is not None and (inside is None or arrow.start() < inside.start()):
            asks = asking(text[begin : arrow.start()]) >= SOUNDS or asking(text[arrow.end() :]) < SOUNDS
            inside = arrow if asks else inside
    return inside if inside is not None and inside.start() > begin else None


def _inline_at(outline: Outline, row: Row) -> int:
    """Offset in the row's text at which its answer begins on the same line; 0 where it does not."""
    text, begin = row.text, row.mark.end
    inside = _answer_inside(text, begin)
    if inside is not None:
        return inside.end()
    if row.rule.startswith("card, "):
        return _skip(text, begin + row.head.find("::"))
    if row.rule.endswith(" term") and (cut := term_end(row.head)):
        return begin + cut
    if row.lead > begin:
        words = text[begin : row.lead]
        rest = text[row.lead :].strip(_TRAILING + ":：-–—")
        if (
            rest
            and not (mark_of(rest).style == row.mark.style and row.mark.style and asking(rest) >= SOUNDS)
            and (asking(words) >= SOUNDS or len(rest) > 12)
            and asking(rest) != ASKS
        ):
            return _skip(text, row.lead)
        if rest and asking(rest) == ASKS:
            return 0
    if row.block.kind == "heading" and row.ask != STATES and row.over >= len(row.head):
        return 0
    end = row.over
    if row.rule in ("label", "dialogue") and outline.labelled:
        then = outline.following.get(row.at)
        if then is not None and then.role == ANSWER_LABEL:
            return 0
    if end < len(row.head):
        rest = row.head[end:].strip()
        another = mark_of(rest)
        if another.style == row.mark.style and another.value == row.mark.value + 1:
            return 0
        if len(rest.strip(_TRAILING)) >= 2 and not _note(rest) and not re.match(r"A[.、)]\s?.{1,40}B[.、)]", rest):
            return _skip(text, begin + end)
        return 0
    if row.ask >= SOUNDS:
        return 0
    cut = colon(row.head)
    if cut and cut <= 40 and row.ask == STATES and row.mark.value and row.block.kind != "heading":
        rest = row.head[cut + 1 :].strip()
        if interrogates(row.head[:cut]) and len(rest) >= 12 and rest[-1:] in "。.":
            return _skip(text, begin + cut)
    if cut and cut <= 40 and "title" in row.rule and row.block.kind != "heading":
        rest = row.head[cut + 1 :].strip()
        if row.rule == "title" and not row.mark.style and len(rest) >= 3:
            return _skip(text, begin + cut)
        if (
            row.mark.style
            and len(rest) >= (4 if rest[-1:] in "。." else 10)
            and asking(rest) < SOUNDS
            and (row.ask == STATES or len(rest) > 2 * cut)
        ):
            return _skip(text, begin + cut)
    return 0


def _note(rest: str) -> bool:
    return len(rest) <= 40 and rest[:1] in "(（[【「<" and rest.rstrip(_TRAILING)[-1:] in ")）]】」>"


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t　*_:：-–—→>|`":
        if text[at] == "-" and text[at + 1 : at + 2].isdigit():
            break
        at += 1
    return at
