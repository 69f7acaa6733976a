"""Lines to blocks: the scanner that plain text and Markdown share.

Scraped text is Markdown that lost some of its marks, so both are scanned alike; Markdown adds what plain text never
means (emphasis, indented code, HTML). One line is one block, save for code, formulas and orphan bullets: whether two
lines are one sentence is a question of layout, which `extraction` answers. Every step moves forward: the cost is linear.
"""

from __future__ import annotations

import html
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

from pipeline import regex as re
from pipeline.models import Block, BlockKind

_BREAK = re.compile(r"\r\n|\r|\n")
_HEADING = re.compile(r"(#{1,6})(?:[ \t　]+(?=\S)|(?=\*\*|[^\x00-\x7f#]|[0-9]+[.、)]))")
_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*([^`]*)$")
_BULLET = re.compile(r"[-*+•·●○▪■◆➢►▶‣–—](?:[ \t　]+|$)|[•●○▪■◆➢►▶‣](?=\S)")
_ORDERED = re.compile(r"\d{1,9}[.)][ \t]+(?=\S)")
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_RULE = re.compile(r"(?:[-*_=~—─━＿＝－…·.+]\s*){3,}$")
_UNDERLINE = re.compile(r"(=+|-+|~{3,}|\^{3,})$")
_SEPARATOR = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
_ADMONITION = re.compile(r"""(?:!!!|\?\?\?\+?)\s+(\w[\w -]*?)(?:\s+"([^"]*)")?\s*$|:::\s*(\w*)\s*(.*)$""")
_OWNER = re.compile(r"""\[\^[^\[\]\n]{1,40}\]:|[!?]{3}\+?[ \t]+\w|={3}[!+]?[ \t]+["']""")
"""What begins a footnote, an admonition or a tab, whose further paragraphs are indented."""
_CALLOUT = re.compile(r"\[!([^\[\]\n]{1,24})\]([+-]?)[ \t]*(.*)$")
_ASKING_CALLOUT = re.compile(
    r"(?:question|faq|help|quiz|flash-?card|q&?a|problem|问题?|题目?|面试题|提问|疑问)\b", re.I
)
_ANSWERS = re.compile(
    r"\W*(?:参考|标准|示例|我的)?(?:答案|解答|解析|回答)(?:与解析)?\W*$|\W*(?:(?:sample|model|show|view|suggested|short|the) )*(?:answers?|solutions?)\W*$",
    re.I,
)
"""The title of a box that only says that the answer stands in it."""
_HEADING_ID = re.compile(r"[ \t]*\{#[\w.:-]+[^{}]*\}$")
_FIGURE = re.compile(
    r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])(?:\s*!\[[^\]]*\]\([^)]*\))*$"
    r"|在这里插入图片描述$|图片$|[\[【(（<]\s*(?:外链图片|图片|图像|插图|image|figure|此处为图|图\s*\d*)[^\]】>]{0,60}[\]】)）>]$",
    re.I,
)
_INLINE = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`++)(?P<inner>[^`\n]+)(?P=ticks)(?!`))"
    r"|(?P<math>\$\$[^$\n]+\$\$|\$(?=\S)[^$\n]{1,400}(?<=\S)\$(?!\d)|\\\((?:[^\\\n]|\\(?![()])){1,400}?\\\))"
    r"|(?P<image>!\[(?P<alt>[^\[\]\n]{0,300})\]\((?:[^()\n]|\([^()\n]{0,200}\)){0,2000}\))"
    r"|(?P<link>\[(?P<words>[^\[\]\n]{1,400})\](?:\((?:[^()\n]|\([^()\n]{0,200}\)){0,2000}\)|\[[^\[\]\n]{0,200}\]))"
    r"|(?P<auto><(?P<url>https?://[^>\s]{1,2000})>)"
    r"|(?P<tag></?[A-Za-z][^<>\n]{0,2000}>|<!--[^<\n]{0,2000}?-->)"
    r"|(?P<strong>\*\*|(?<!\w)__(?=\S)|(?<=\S)__(?!\w)|~~|==(?=\S[^=\n]{0,200}==)|(?<=\S)==(?!\S))"
    r"|(?P<em>(?<![*\w\\])\*(?=[^\s*][^*\n]{0,300}(?<=\S)\*(?![*\w]))|(?<=[^\s*])\*(?![*\w])"
    r"|(?<!\w)_(?=[^\s_][^_\n]{0,300}_(?!\w))|(?<=[^\s_])_(?!\w))"
    r"|(?P<escape>\\(?P<escaped>[!-/:-@\[-`{-~]))"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)"
)
_MARKUP_CHARS = re.compile(r"[`*_\[<\\&~$]|==")
_CODE_LINE = re.compile(
    r"#\s|//|(?:def|for|while|import|from|return|class|if|else|elif|try|with|print|assert|let|const|var|public|void|int|SELECT|select|curl|pip|python|git|docker)\b"
    r"|[\w.\[\], ]{1,60}\s*[-+*/]?=\s|[\w.]{1,40}\(|[{}<$>∂∑]"
)
_FAST = frozenset("#-*+>|`~<$!=_:?•·●○▪■◆➢►▶‣–—[\\【(（在图0123456789{─━＿＝－…·.")
_BLOCK_TAG = re.compile(
    r"</?(?:address|article|aside|blockquote|body|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer"
    r"|form|h[1-6]|header|hr|html|iframe|img|li|link|main|meta|nav|ol|p|picture|pre|script|section|source|style|summary"
    r"|svg|table|tbody|td|tfoot|th|thead|tr|ul|a|br|b|strong|sub|sup|kbd|span|font)\b|<!--|<!DOCTYPE|<\?",
    re.I,
)

Runs = tuple[tuple[int, int], ...]
Embedded = Callable[[str, int, int], Iterable[Block]]
"""Reads HTML between two offsets of a source: what Markdown does with a block of tags."""


def line_starts(source: str) -> tuple[int, ...]:
    """Offsets at which physical lines begin; they break at \\n, \\r\\n and \\r only."""
    if "\r" in source:
        return (0, *(found.end() for found in _BREAK.finditer(source)))
    starts = [0, *accumulate(len(line) + 1 for line in source.split("\n"))]
    starts.pop()
    return tuple(starts)


def inline(text: str, start: int) -> tuple[str, Runs]:
    """Inline Markdown without its markup, and the runs that lead back to the source."""
    pieces: list[str] = []
    runs: list[tuple[int, int]] = []
    length = at = 0

    def keep(words: str, origin: int) -> None:
        nonlocal length
        if words:
            runs.append((length, start + origin))
            pieces.append(words)
            length += len(words)

    for found in _INLINE.finditer(text):
        keep(text[at : found.start()], at)
        at = found.end()
        group = found.lastgroup or ""
        match found:
            case _ if found["code"]:
                keep(found["inner"], found.start("inner"))
            case _ if found["math"]:
                keep(found["math"], found.start())
            case _ if found["link"]:
                words, inner = inline(found["words"], found.start("words"))
                for (offset, origin), following in zip(inner, [*(o for o, _ in inner[1:]), len(words)], strict=True):
                    keep(words[offset:following], origin)
            case _ if found["auto"]:
                keep(found["url"], found.start("url"))
            case _ if found["escape"]:
                keep(found["escaped"], found.start("escaped"))
            case _ if found["entity"]:
                keep(html.unescape(found["entity"]), found.start())
            case _ if found["image"]:
                pass
            case _ if found["tag"] and found["tag"][:4].lower() in ("<br>", "<br/", "<br "):
                keep(" ", found.start())
            case _:
                assert group is not None
    keep(text[at:], at)
    return "".join(pieces), tuple(runs)


def scan(source: str, *, markdown: bool, embedded: Embedded | None = None) -> tuple[list[Block], tuple[int, ...]]:
    """The blocks of a text in reading order, and the offsets of its lines."""
    starts = line_starts(source)
    return _Scanner(source, starts, markdown, embedded).blocks(), starts


_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_FIELDS = {
    part: re.compile(rf'(?:(?<={re.escape(part)})|^)(?:"(?:[^"]|"")*"(?={re.escape(part)}|$)|[^{re.escape(part)}]*)')
    for part in _SEPARATORS.values()
}
_SEPARATES = re.compile(r"#separator:\s*(\w+)\s*$", re.I | re.M)
_ENDS_LINE = re.compile(r"<br\s*/?>|</(?:div|p|li|tr|h[1-6])>", re.I)
_ANY_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,400}>")


def _record(fields: Sequence[str], start: int) -> Block:
    """A record whose fields tabs part, as the row of a table."""
    texts: list[str] = []
    shown: list[str] = []
    runs: list[tuple[int, int]] = []
    length, at = 0, start
    for field in fields:
        words = field.strip()
        origin = at + len(field) - len(field.lstrip())
        at += len(field) + 1
        if len(words) >= 2 and words[0] == words[-1] == '"':
            words, origin = words[1:-1], origin + 1
        if texts:
            runs.append((length, max(start, origin - 1)))
            length += 3
        cell, inner = inline(words, origin) if "<" in words or "&" in words else (words, ((0, origin),))
        runs.extend((length + offset, place) for offset, place in inner or ((0, origin),))
        texts.append(cell.replace("\r", " ").replace("\n", " ").replace(" | ", " ∣ "))
        plain = words.replace('""', '"')
        if cell is not words:
            plain = html.unescape(_ANY_TAG.sub("", _ENDS_LINE.sub("\n", plain))).strip()
        shown.append(plain.replace("|", "\\|").replace("\r\n", "<br>").replace("\n", "<br>"))
        length += len(cell)
    end = start + sum(map(len, fields)) + len(fields) - 1
    return Block("table", " | ".join(texts), start, end, offsets=tuple(runs), markdown="| " + " | ".join(shown) + " |")


class _Scanner:
    def __init__(self, source: str, starts: tuple[int, ...], markdown: bool, embedded: Embedded | None) -> None:
        self.source = source
        self.starts = starts
        self.markdown = markdown
        self.embedded = embedded
        self.out: list[Block] = []
        self.no_close: dict[str, int] = {}
        """Line from which on no closing mark of this kind follows: keeps unclosed fences linear."""
        self.searched: dict[str, int] = {}
        """Line up to which no closing mark was found from some line before."""
        named = _SEPARATES.search(source, 0, 400) if source.startswith("#") and not markdown else None
        self.separator = _SEPARATORS.get(named[1].lower(), "\t") if named else "\t"
        self.titles: set[int] = set()
        """Where the words begin of quoted lines that are the question of a callout without a title."""
        self.untabbed = 0
        """Line up to which tabs are known to part no records."""

    def line(self, number: int) -> tuple[int, str]:
        """Offset and text of a line, without its break and trailing space."""
        start = self.starts[number]
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.source)
        return start, self.source[start:end].rstrip()

    def blocks(self) -> list[Block]:
        source, starts, out, markdown = self.source, self.starts, self.out, self.markdown
        number, count = 0, len(starts)
        fast, separator = _FAST, self.separator
        if markdown:
            number = self.front_matter()
        limits = [*starts[1:], len(source)]
        while number < count:
            start = starts[number]
            raw = source[start : limits[number]]
            words = raw.strip()
            if not words:
                number += 1
                continue
            indent = len(raw) - len(raw.lstrip())
            if (
                indent >= 4
                and not markdown
                and words[-1] not in "?."
                and _CODE_LINE.match(words)
                and self.code_runs_on(number)
            ):
                number = self.indented_code(number)
                continue
            if separator in words and not markdown and (last := self.tabbed(number)) > number:
                number = last
                continue
            if words[0] in fast or ("|" in words and number + 1 < count and self.separates(number + 1)):
                number = self.marked(number, start + indent, words, indent)
                continue
            if markdown and (indent >= 4 or "\t" in raw[:indent]) and self.indented_code_may_start(number):
                number = self.indented_code(number)
                continue
            out.append(self.paragraph(words, start + indent, indent))
            number += 1
        return out

    # ------------------------------------------------------------------------------------------ pieces

    def block(
        self, kind: BlockKind, words: str, start: int, first: int | None = None, level: int = 0, marker: str = ""
    ) -> Block:
        """A block whose text stands at `start`; `first` where its markup begins earlier."""
        text, own, strong = words, "", False
        runs: Runs = ()
        end = start + len(words)
        markup = self.markdown and _MARKUP_CHARS.search(words) is not None
        if markup or "**" in words:
            if words.startswith(("**", "__", "<b>", "<strong>")):
                strong = _is_strong(words)
            text, found = inline(words, start) if markup else _bold(words, start)
            if text != words:
                stripped = text.strip()
                if stripped != text:
                    lead = len(text) - len(text.lstrip())
                    found = _cut(found, lead)
                    text = stripped
                runs, own = found, words
            if not text:
                text, runs, own = words, (), ""
        if first is not None and first != start and not runs:
            runs = ((0, start),)
        return Block(kind, text, start if first is None else first, end, level, marker, runs, own, "", strong)

    def paragraph(self, words: str, start: int, indent: int = 0) -> Block:
        if not (self.markdown or "**" in words):
            return Block("paragraph", words, start, start + len(words), min(indent // 2, 9))
        # A tab is as wide as four spaces: below an item it indents a paragraph as well as they do.
        width = indent + 3 * self.source.count("\t", start - indent, start) if self.markdown else indent
        return self.block("paragraph", words, start, level=min(width // 2, 9))

    def front_matter(self) -> int:
        """Metadata between two `---` lines at the top is noise, with that as its reason."""
        if not re.match(r"---[ \t]*(?:\r\n|\r|\n)", self.source):
            return 0
        for number in range(1, min(len(self.starts), 200)):
            start, line = self.line(number)
            if line in ("---", "..."):
                end = start + len(line)
                self.out.append(Block("paragraph", self.source[:end], 0, end, noise="front matter"))
                return number + 1
        return 0

    def close(self, number: int, mark: str, closes: Callable[[str], bool], within: int = 0) -> int | None:
        """Line that closes what opens at `number`, at most `within` lines later; None where nothing does."""
        if self.no_close.get(mark, len(self.starts)) <= number:
            return None
        last = min(len(self.starts), number + 1 + within) if within else len(self.starts)
        for later in range(max(number + 1, self.searched.get(mark, 0)), last):
            if closes(self.line(later)[1].strip()):
                return later
        if within:
            self.searched[mark] = last
        else:
            self.no_close[mark] = number
        return None

    # ------------------------------------------------------------------------------------------ marked

    def marked(self, number: int, start: int, words: str, indent: int) -> int:
        """A line that begins with a character that may be a mark; returns the line to go on with."""
        head = words[0]
        if head in "`~" and (fence := _FENCE.match(words)):
            mark = fence[1]
            last = self.close(number, mark[:8], lambda line: line.startswith(mark) and not line.strip(mark[0]))
            if last is not None:
                self.code(number, last, indent, fence[2].strip())
                return last + 1
            if self.markdown:
                self.code(number, len(self.starts), indent, fence[2].strip())
                return len(self.starts)
        if (
            head == "#"
            and (self.markdown or indent < 4)
            and (heading := _HEADING.match(words))
            and (heading[1] != "#" or words[1] in " \t　")
        ):
            body = words[heading.end() :]
            closed = body.rstrip("#")
            if closed != body and closed[-1:] in (" ", "\t", ""):
                body = closed.rstrip()
            at = start + heading.end()
            if self.markdown and body[-1:] == "}":
                body = _HEADING_ID.sub("", body)
            if body:
                made = self.block("heading", body, at, start, level=len(heading[1]))
                self.out.append(made._replace(end=start + len(words)))
                return number + 1
        if (head == "$" and words.startswith("$$")) or words.startswith("\\["):
            return self.formula(number, start, words)
        if head == "|" or (number + 1 < len(self.starts) and "|" in words and self.separates(number + 1)):
            return self.table(number)
        if head in "=-~^" and _UNDERLINE.match(words) and self.underlines(words, start, number):
            return number + 1
        if _RULE.match(words):
            self.out.append(Block("rule", words, start, start + len(words)))
            return number + 1
        if head in ">":
            body = words.lstrip("> \t")
            at = start + len(words) - len(body)
            note = _CALLOUT.match(body) if body.startswith("[!") else None
            if note:
                self.callout(number, note, start, at, words)
            elif body and at in self.titles:
                self.out.append(self.block("summary", body, at, start))
            elif body:
                self.out.append(self.block("quote", body, at, start))
            return number + 1
        if head in "!?:" and self.markdown and (note := _ADMONITION.match(words)):
            title = note[2] or note[4] or ""
            if title and _ANSWERS.match(title):
                self.out.append(Block("rule", words, start, start + len(words)))
            elif title:
                at = start + words.rindex(title)
                asks = (note[1] or note[3] or "").lower() in ("question", "faq", "help", "details")
                self.out.append(self.block("summary" if asks or words[0] == "?" else "quote", title, at, start))
            else:
                self.out.append(Block("rule", words, start, start + len(words)))
            return number + 1
        if head == ":" and self.markdown and words[1:2] in (" ", "\t") and self.out:
            before = self.out[-1]
            if before.kind == "paragraph":
                self.out[-1] = before._replace(kind="term")
            body = words[1:].lstrip()
            if body:
                self.out.append(self.block("definition", body, start + len(words) - len(body), start, marker=":"))
            return number + 1
        if head == "<" and self.markdown and self.embedded is not None and _BLOCK_TAG.match(words):
            return self.tags(number, start)
        if _FIGURE.match(words):
            self.out.append(Block("figure", words, start, start + len(words)))
            return number + 1
        if self.markdown and indent >= 4 and self.indented_code_may_start(number):
            return self.indented_code(number)
        if bullet := (_BULLET.match(words) or _ORDERED.match(words)):
            return self.item(number, start, words, indent, bullet.end())
        self.out.append(self.paragraph(words, start, indent))
        return number + 1

    def callout(self, number: int, note: re.Match[str], start: int, at: int, words: str) -> None:
        """The first line of a callout: `> [!question]- Title` folds its answer away, `> [!note] Title` is part of one.

        A callout that asks and has no title asks by its first line.
        """
        title = "" if _ANSWERS.match(note[3]) else note[3].strip()
        asks = _ASKING_CALLOUT.match(note[1]) is not None or (bool(note[2]) and title[-1:] in ("?", "？"))
        if title:
            self.out.append(self.block("summary" if asks else "quote", title, at + note.start(3), start))
            return
        self.out.append(Block("rule", words, start, start + len(words)))
        if asks and number + 1 < len(self.starts):
            origin, line = self.line(number + 1)
            below = line.strip()
            if below.startswith(">") and below.lstrip("> \t"):
                self.titles.add(origin + len(line) - len(below.lstrip("> \t")))

    def item(self, number: int, start: int, words: str, indent: int, skip: int) -> int:
        marker = words[:skip].strip()
        body = words[skip:]
        at = start + skip
        following = number + 1
        if not body:
            # An orphan bullet: its words were scraped onto the next line.
            while following < len(self.starts) and not self.line(following)[1].strip() and following < number + 3:
                following += 1
            if following >= len(self.starts):
                self.out.append(Block("rule", words, start, start + len(words)))
                return number + 1
            origin, line = self.line(following)
            body = line.strip()
            if (
                not body
                or _BULLET.match(body)
                or _HEADING.match(body)
                or _RULE.match(body)
                or body[:3] in ("```", "~~~")
            ):
                self.out.append(Block("rule", words, start, start + len(words)))
                return number + 1
            at = origin + len(line) - len(line.lstrip())
            following += 1
        if task := _TASK.match(body):
            body, at = body[task.end() :], at + task.end()
        inner = _HEADING.match(body) if body[:1] == "#" else None
        if inner and body[inner.end() :]:
            made = self.block("heading", body[inner.end() :].strip(), at + inner.end(), start, len(inner[1]), marker)
            self.out.append(made)
        elif _FIGURE.match(body):
            self.out.append(Block("figure", body, start, at + len(body)))
        else:
            self.out.append(self.block("item", body, at, start, marker=marker, level=min(indent // 2, 9)))
        return following

    def code(self, number: int, last: int, indent: int, language: str) -> None:
        first = self.starts[number]
        end_line = min(last, len(self.starts) - 1)
        end = self.line(end_line)[0] + len(self.line(end_line)[1])
        body_from = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.source)
        body_to = self.starts[last] if last < len(self.starts) else len(self.source)
        text = self.source[body_from:body_to]
        runs: Runs = ((0, body_from),)
        if indent:
            pieces, found, length = [], [], 0
            for inner in range(number + 1, last):
                start = self.starts[inner]
                raw = self.source[start : self.starts[inner + 1] if inner + 1 < len(self.starts) else len(self.source)]
                drop = min(indent, len(raw) - len(raw.lstrip(" \t")))
                found.append((length, start + drop))
                pieces.append(raw[drop:])
                length += len(raw) - drop
            text, runs = "".join(pieces), tuple(found)
        language = language.split()[0].strip("{}.") if language.split() else ""
        text = text.removesuffix("\n").removesuffix("\r")
        self.out.append(Block("code", text, first + indent, max(end, first + indent), offsets=runs, language=language))

    def formula(self, number: int, start: int, words: str) -> int:
        mark, closing = ("$$", "$$") if words.startswith("$$") else ("\\[", "\\]")
        if closing in words[2:]:
            if words.endswith(closing):
                self.out.append(Block("formula", words, start, start + len(words)))
            else:
                self.out.append(self.paragraph(words, start))
            return number + 1
        last = self.close(number, mark, lambda line: line.endswith(closing) or line.startswith(closing), 60)
        if last is None:
            self.out.append(self.paragraph(words, start))
            return number + 1
        origin, line = self.line(last)
        end = origin + len(line)
        self.out.append(Block("formula", self.source[start:end], start, end))
        return last + 1

    def separates(self, number: int) -> bool:
        line = self.line(number)[1].strip()
        return "-" in line and "|" in line and _SEPARATOR.match(line) is not None

    def table(self, number: int) -> int:
        """Rows as one block each, until a line without a bar; the separator row is markup."""
        first = number
        while number < len(self.starts):
            origin, line = self.line(number)
            words = line.strip()
            if "|" not in words:
                break
            start = origin + len(line) - len(line.lstrip())
            if _SEPARATOR.match(words):
                number += 1
                continue
            cells: list[str] = []
            runs: list[tuple[int, int]] = []
            length = 0
            for cell in re.finditer(r"(?:\\\||`[^`|]*(?:\|[^`|]*)?`|[^|])+", words):
                stripped = cell[0].strip()
                at = start + cell.start() + len(cell[0]) - len(cell[0].lstrip())
                if not stripped and not cells and cell.start() == 0:
                    continue
                text, inner = inline(stripped, at) if self.markdown else (stripped, ((0, at),))
                if cells:
                    runs.append((length, at - 1))
                    length += 3
                runs.extend((length + offset, origin_) for offset, origin_ in inner)
                cells.append(text)
                length += len(text)
            if (
                number == first
                and len(cells) < 2
                and not self.separates(number + 1 if number + 1 < len(self.starts) else number)
            ):
                self.out.append(self.paragraph(words, start))
                return number + 1
            if cells and any(cells):
                self.out.append(
                    Block("table", " | ".join(cells), start, start + len(words), offsets=tuple(runs), markdown=words)
                )
            else:
                self.out.append(Block("rule", words, start, start + len(words)))
            number += 1
        return max(number, first + 1)

    def tabbed(self, number: int) -> int:
        """Records of an export (cards, a spreadsheet): three or more with as many fields each; else the same line.

        Tabs part the fields, or what the export's first lines name. A field in quotation marks may run over line ends.
        """
        if self.untabbed > number:
            return number
        part, first = self.separator, number
        made: list[Block] = []
        width = 0
        while number < len(self.starts):
            words = self.raw(number)
            start = self.starts[number]
            if part not in words or words[0] in (part, "#"):
                break
            last = number
            while (
                words.count('"') % 2
                and last + 1 < len(self.starts)
                and last < number + 60
                and f'{part}"' in part + words
            ):
                last += 1
                words = self.source[start : self.starts[last]] + self.raw(last)
            fields = [found[0] for found in _FIELDS[part].finditer(words)]
            if width and abs(len(fields) - width) > 1:
                break
            width = width or len(fields)
            made.append(_record(fields, start))
            number = last + 1
        if len(made) < 3:
            self.untabbed = number + 1
            return first
        self.out.extend(made)
        return number

    def raw(self, number: int) -> str:
        """A line with its trailing tabs: an empty field is a field."""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.source)
        return self.source[self.starts[number] : end].rstrip("\r\n ")

    def underlines(self, words: str, start: int, number: int) -> bool:
        """Whether this line of `===` or `---` makes a heading of the line above."""
        if not self.out or number == 0:
            return False
        above = self.out[-1]
        if above.kind != "paragraph" or self.source[above.end : start].strip(" \t　").count("\n") > 1:
            return False
        if bisect_right(self.starts, above.end) != number:
            return False
        if above.text.startswith(("http://", "https://")) or self.frames(words):
            return False
        enough = len(words) >= 3 if not self.markdown else len(words) >= 1 + (words[0] == "-")
        if not enough or (words[0] in "~^" and len(words) < len(above.text) // 2):
            return False
        if not self.markdown and len(words) < min(len(above.text), 40) // 2:
            return False
        level = {"=": 1, "-": 2}.get(words[0], 3)
        self.out[-1] = above._replace(
            kind="heading",
            level=level,
            end=start + len(words),
            offsets=above.offsets or ((0, above.start),),
        )
        return True

    def frames(self, words: str) -> bool:
        """Whether a long line closes the frame that one like it opened a few lines above."""
        if len(words) < 20:
            return False
        for between, block in enumerate(reversed(self.out[-8:])):
            if block.kind == "rule" and block.text == words:
                return between >= 2
        return False

    def code_runs_on(self, number: int) -> bool:
        """Whether an indented line of plain text begins code: the next is indented too, the one before was not."""
        if number + 1 >= len(self.starts) or (number and self.line(number - 1)[1].startswith("    ")):
            return False
        return any(
            self.line(later)[1].startswith("    ") for later in range(number + 1, min(number + 3, len(self.starts)))
        )

    def indented_code_may_start(self, number: int) -> bool:
        """Four spaces mean code only behind a blank line, and not below what owns indented paragraphs: a list item, a
        definition, a footnote, an admonition, a tab."""
        if number and self.line(number - 1)[1].strip() and not (self.out and self.out[-1].kind == "code"):
            return False
        for place in range(len(self.out) - 1, max(-1, len(self.out) - 7), -1):
            if self.owns(self.out[place]):
                return False
            block = self.out[place]
            if block.kind == "heading":
                return True
            if block.kind == "paragraph" and not block.level:
                return not self.owns(self.out[self.first_line(place)])
        return not self.out

    def owns(self, block: Block) -> bool:
        """Whether paragraphs below a block belong to it where they are indented."""
        return (
            block.kind in ("item", "summary", "definition")
            or bool(block.marker)
            or _OWNER.match(self.source, block.start) is not None
        )

    def first_line(self, place: int) -> int:
        """Where the paragraph of a line begins among the blocks: it may be wrapped, below an item's first line too."""
        for first in range(place, max(0, place - 40), -1):
            above, block = self.out[first - 1], self.out[first]
            if block.kind != "paragraph" or bisect_right(self.starts, above.end) + 1 < bisect_right(
                self.starts, block.start
            ):
                return first
        return max(0, place - 40)

    def indented_code(self, number: int) -> int:
        first, last = number, number
        while number < len(self.starts):
            line = self.line(number)[1]
            if line.strip():
                if not line.startswith(("    ", "\t")):
                    break
                last = number
            number += 1
        pieces: list[str] = []
        runs: list[tuple[int, int]] = []
        length = 0
        for inner in range(first, last + 1):
            start = self.starts[inner]
            raw = self.source[start : self.starts[inner + 1] if inner + 1 < len(self.starts) else len(self.source)]
            drop = 1 if raw.startswith("\t") else min(4, len(raw) - len(raw.lstrip(" ")))
            runs.append((length, start + drop))
            pieces.append(raw[drop:])
            length += len(raw) - drop
        start, line = self.line(last)
        text = "".join(pieces).rstrip("\r\n")
        begin = self.starts[first]
        begin += len(self.line(first)[1]) - len(self.line(first)[1].lstrip())
        self.out.append(Block("code", text, begin, start + len(line), offsets=tuple(runs)))
        return last + 1

    def tags(self, number: int, start: int) -> int:
        """A block of HTML inside Markdown, up to the next blank line."""
        assert self.embedded is not None
        last = number
        limit = len(self.starts)
        comment = self.source.startswith("<!--", start)
        pre = re.match(r"<(pre|script|style|textarea)\b", self.source[start : start + 12], re.I)
        stop = "-->" if comment else (f"</{pre[1].lower()}>" if pre else "")
        if stop:
            # Searched forward from the line, and only once where it is nowhere.
            until = self.close(number - 1, stop, lambda line: stop in line.lower())
            last = until if until is not None else number
        while last + 1 < limit and self.line(last + 1)[1].strip():
            if stop:
                break
            following = self.line(last + 1)[1].strip()
            if following.startswith(("```", "#", "|", "> ", "- ", "* ", "!")) or _ORDERED.match(following):
                break
            last += 1
        origin, line = self.line(last)
        self.out.extend(self.embedded(self.source, start, origin + len(line)))
        return last + 1


def _cut(runs: Runs, lead: int) -> Runs:
    """Runs of a text from which `lead` characters were taken at the front."""
    if not lead:
        return runs
    kept = [(offset - lead, origin) for offset, origin in runs if offset >= lead]
    if not kept or kept[0][0] > 0:
        offset, origin = max(run for run in runs if run[0] <= lead)
        kept.insert(0, (0, origin + lead - offset))
    return tuple(kept)


def _bold(words: str, start: int) -> tuple[str, Runs]:
    """Plain text keeps its characters, but the stars of bold words are marks there too."""
    pieces = words.split("**")
    if len(pieces) % 2 == 0:
        return words, ((0, start),)
    runs: list[tuple[int, int]] = []
    length, at = 0, start
    for piece in pieces:
        if piece:
            runs.append((length, at))
        length += len(piece)
        at += len(piece) + 2
    return "".join(pieces), tuple(runs)


_STRONG = re.compile(
    r"(\*\*|__)(?=\S)(?P<inner>(?:(?!\1).)+?)\1\s*[:：?？。.]?\s*$|<(b|strong)>[^<]*</\3>\s*[:：?？]?$", re.I
)


def _is_strong(words: str) -> bool:
    return _STRONG.match(words) is not None
