"""Saved pages: a small tolerant reader of tags that never loses its place in the file.

A tree builder repairs a page and forgets where its words stood; the positions are the point here. So the tags are read
in one pass over the source, every run of words keeps its offset, entities included, and nothing of a page is executed:
scripts and styles are markup.
"""

from __future__ import annotations

import html
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from pipeline import regex as re
from pipeline.models import Block, BlockKind, Document
from pipeline.sources.decoding import Decoded
from pipeline.sources.lines import line_starts
from pipeline.sources.noise import ARROWS, asks, furniture, language, mark
from pipeline.sources.registry import parser

_TAG = re.compile(r"<(?:(/?)([A-Za-z][^\s/>]*)|(!--)|(!\[CDATA\[)|([!?/]))")
_ATTRIBUTES = re.compile(r"""(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")
_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_ENTITY = re.compile(
    r"&(?:#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,30};|(?:amp|lt|gt|quot|nbsp)(?![A-Za-z0-9=]))"
)
_SPACE = re.compile(r"[ \t\n\r\f\v\u00a0]+")
_LANGUAGE = re.compile(r"(?:^|\s)(?:language-|lang-|highlight-source-|brush:\s*|hljs\s+)([A-Za-z0-9+#-]+)")

_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "object",
        "embed",
        "math",
        "head",
        "audio",
        "video",
        "canvas",
        "map",
    ]
)
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "li",
        "legend",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "search",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
        "button",
        "textarea",
        "label",
    ]
)
_CLOSES: dict[str, frozenset[str]] = {
    "li": frozenset(("li",)),
    "dt": frozenset(("dt", "dd")),
    "dd": frozenset(("dt", "dd")),
    "tr": frozenset(("tr", "td", "th")),
    "td": frozenset(("td", "th")),
    "th": frozenset(("td", "th")),
    "option": frozenset(("option",)),
}
_SCOPES: dict[str, frozenset[str]] = {
    "li": frozenset(("ul", "ol", "menu", "dir")),
    "dt": frozenset(("dl",)),
    "dd": frozenset(("dl",)),
    "tr": frozenset(("table",)),
    "td": frozenset(("tr", "table")),
    "th": frozenset(("tr", "table")),
    "option": frozenset(("select",)),
}
_ENDS_PARAGRAPH = _BLOCKS - {"button", "label", "option", "td", "th", "tr", "select"}
_KINDS: dict[str, BlockKind] = {
    "li": "item",
    "blockquote": "quote",
    "dt": "term",
    "dd": "definition",
    "summary": "summary",
    "figcaption": "figure",
    "td": "table",
    "th": "table",
}
_STRONG = frozenset(("b", "strong"))
_MARKS = {
    "b": "**",
    "strong": "**",
    "em": "*",
    "i": "*",
    "code": "`",
    "tt": "`",
    "del": "~~",
    "s": "~~",
    "sub": "_",
    "sup": "^",
}


class _Open(NamedTuple):
    """An element that is open."""

    name: str
    noise: str
    strong: bool
    number: int
    """Of an ordered list: nothing yet; of an item: its number, 0 in an unordered list."""
    toggle: str = ""
    """Of what a click unfolds something with: its tag, role and classes, which its fellows share."""
    place: int = -1
    """Where it stands among the elements that set words apart; -1 where it is none of them."""


class Element(NamedTuple):
    """An element that sets its words apart from others: a paragraph, an item, a cell, a picture."""

    start: int
    """Of its start tag."""
    end: int
    """Of its words: where its end tag begins, or what closes it without one."""
    above: int
    """Place of the element around it; -1 where there is none."""


class Layout(NamedTuple):
    """How a page sets words apart, which its blocks no longer tell: they end with their last word."""

    elements: tuple[Element, ...]
    """By where they start."""
    breaks: tuple[int, ...]
    """Offsets of `<br>`, which part lines within one element."""


class _Toggle(NamedTuple):
    """A button or the like, which may be the head of a folded answer as well as the page's furniture."""

    kind: str
    first: int
    last: int
    """The blocks that it made, `first` up to `last`."""


class _Words(NamedTuple):
    """A run of words between two tags."""

    text: str
    start: int
    end: int
    strong: bool
    mark: str
    """Markdown that stands for a tag (no text then)."""


@parser(".html", ".htm", ".xhtml", ".mhtml", ".shtml")
def parse_html(decoded: Decoded, path: str) -> Document:
    """Read a saved page; what frames its article is noise, with the reason."""
    page = _Page(decoded.text)
    blocks = page.read(0, len(decoded.text))
    return Document(
        path=path,
        sha256=decoded.sha256,
        format="html",
        encoding=decoded.encoding,
        source=decoded.text,
        title=page.title,
        lang=language("".join(block.text for block in blocks if not block.noise)),
        blocks=tuple(mark(blocks, decoded.text)),
        line_starts=line_starts(decoded.text),
    )


def _in_cell(block: Block) -> str:
    """A block as one line of Markdown, for a cell of a table; code keeps its fence, with `<br>` for line ends."""
    if block.kind != "code":
        return block.markdown or block.text
    return f"```{block.language}<br>" + block.text.replace("\n", "<br>") + "<br>```"


def layout_of(source: str) -> Layout:
    """The elements of a page as its reader takes them, those that are never closed included."""
    page = _Page(source)
    page.read(0, len(source))
    return Layout(tuple(page.elements), tuple(page.breaks))


def fragment(source: str, start: int, end: int) -> Iterable[Block]:
    """The blocks of HTML that stands between two offsets of another document."""
    return _Page(source).read(start, end)


class _Page:
    def __init__(self, source: str) -> None:
        self.source = source
        self.title = ""
        self.out: list[Block] = []
        self.stack: list[_Open] = []
        self.words: list[_Words] = []
        self.row: list[tuple[int, int]] | None = None
        """Of the open table row: for each cell, the range of blocks that it made."""
        self.row_at = 0
        self.counters: list[int] = []
        self.begun: list[bool] = []
        """Of each open item: whether its first block was read."""
        self.roots: list[tuple[int, int, str]] = []
        self.opened: list[tuple[int, int, str]] = []
        self.articles: list[tuple[int, int]] = []
        self.article_opened: list[tuple[int, int]] = []
        self.toggles: list[_Toggle] = []
        self.toggled_at = 0
        self.elements: list[Element] = []
        self.breaks: list[int] = []

    # --------------------------------------------------------------------------------------------- tags

    def read(self, start: int, end: int) -> list[Block]:
        """Go through the tags once, from `start` to `end`."""
        source = self.source
        at = start
        while True:
            found = _TAG.search(source, at, end)
            if found is None:
                self.text(at, end)
                break
            if found.start() > at:
                self.text(at, found.start())
            slash, name, comment, cdata, other = found.groups()
            if comment:
                close = source.find("-->", found.end() - 2, end)
                at = close + 3 if close >= 0 else end
                continue
            if cdata:
                close = source.find("]]>", found.end(), end)
                self.text(found.end(), close if close >= 0 else end)
                at = close + 3 if close >= 0 else end
                continue
            closed = _ATTRIBUTES.match(source, found.end(), end) if name else None
            tag_end = closed.end() if closed else source.find(">", found.end(), end) + 1
            if tag_end <= 0:
                self.text(found.start(), end)
                break
            at = tag_end
            if other or not name:
                continue
            name = name.lower()
            if slash:
                self.close(name, found.start())
                continue
            attributes = source[found.end() : tag_end - 1]
            if name in _DROPPED and not attributes.endswith("/"):
                if name == "head":
                    continue
                at = self.skip(name, at, end)
                continue
            if name == "pre":
                self.flush()
                at = self.pre(found.start(), at, end, attributes)
                continue
            self.open(name, attributes, found.start(), tag_end)
        self.flush()
        while self.stack:
            self.pop(end)
        return self.finished()

    def skip(self, name: str, at: int, end: int) -> int:
        """Behind the end tag of an element whose content is markup; `head` ends early, scripts never do."""
        close = re.compile(rf"</{name}\b[^>]{{0,200}}>?", re.I).search(self.source, at, end)
        if close is None:
            return at if name in ("svg", "map", "object", "canvas", "math") else end
        return close.end()

    def open(self, name: str, attributes: str, start: int, end: int) -> None:
        if name == "br":
            self.breaks.append(start)
            self.flush(line=True)
            return
        if name == "img":
            self.image(attributes, start, end)
            return
        if name in _ENDS_PARAGRAPH:
            self.flush()
            if self.stack and any(each.name == "p" for each in self.stack[-4:]):
                self.close("p", start)
        elif name in _BLOCKS:
            self.flush()
        if name in _CLOSES:
            self.imply(name, start)
        if name in _VOID:
            if name == "hr":
                self.out.append(Block("rule", "", start, end))
            return
        above = self.stack[-1] if self.stack else _Open("", "", False, 0)
        noise, toggle = above.noise, ""
        if name not in ("html", "body") and (attributes or name in _FURNITURE):
            named = _attributes(attributes)
            reason, article = furniture(name, named)
            if article:
                self.article_opened.append((len(self.stack), len(self.out)))
            if reason and not noise:
                noise = reason
                self.opened.append((len(self.stack), len(self.out), reason))
            elif reason and noise == "hidden":
                # What is folded away may be content after all; a button within it is none then either.
                noise = reason
            if above.noise in ("", "hidden") and not above.toggle:
                toggle = self.toggle(name, named)
        count = 0
        if name in ("ol", "ul"):
            begin = re.search(r"\bstart\s*=\s*[\"']?(\d{1,6})", attributes)
            self.counters.append((int(begin[1]) if begin else 1) if name == "ol" else 0)
        if name == "li" and self.counters and self.counters[-1]:
            count = self.counters[-1]
            self.counters[-1] += 1
        if name == "li":
            self.begun.append(False)
        if name == "tr":
            self.row, self.row_at = [], start
        elif name in ("td", "th") and self.row is not None:
            self.row.append((len(self.out), -1))
        strong = above.strong or name in _STRONG
        if name in _MARKS and name not in _BLOCKS:
            self.words.append(_Words("", start, start, strong, _MARKS[name]))
        place = self.element(start, end) if name in _BLOCKS else -1
        self.stack.append(_Open(name, noise, strong, count, toggle, place))

    def element(self, start: int, end: int) -> int:
        """Note an element that sets words apart; where it ends is known when it is closed."""
        above = next((each.place for each in reversed(self.stack[-60:]) if each.place >= 0), -1)
        self.elements.append(Element(start, end, above))
        return len(self.elements) - 1

    def toggle(self, name: str, attributes: dict[str, str]) -> str:
        """What kind of toggle an element is; empty for all others and for links amid a sentence."""
        if not (
            name in ("button", "label") or attributes.get("role") == "button" or not _UNFOLDS.isdisjoint(attributes)
        ):
            return ""
        if name not in _BLOCKS:
            if any(each.text.strip() for each in self.words):
                return ""
            self.flush()
        classes = sorted(set(attributes.get("class", "").split()) - _STATES)
        self.toggled_at = len(self.out)
        unfolds = sorted(_UNFOLDS.intersection(attributes))
        return " ".join((name, attributes.get("role", ""), *unfolds, *classes))

    def imply(self, name: str, start: int) -> None:
        """Close what the start of an item, a cell or a row closes, within its own list or table."""
        closes, scope = _CLOSES[name], _SCOPES[name]
        for depth in range(len(self.stack) - 1, max(-1, len(self.stack) - 40), -1):
            if self.stack[depth].name in scope:
                return
            if self.stack[depth].name in closes:
                while len(self.stack) > depth:
                    self.pop(start)
                if name != "tr":
                    return

    def close(self, name: str, start: int) -> None:
        if name in _BLOCKS:
            self.flush()
        for depth in range(len(self.stack) - 1, max(-1, len(self.stack) - 200), -1):
            if self.stack[depth].name == name:
                while len(self.stack) > depth:
                    self.pop(start)
                return
            if name not in _BLOCKS and self.stack[depth].name in _BLOCKS:
                return

    def pop(self, end: int) -> None:
        last = self.stack.pop()
        name = last.name
        if last.place >= 0:
            self.elements[last.place] = self.elements[last.place]._replace(end=end)
        if name in _BLOCKS or last.toggle:
            self.flush(closing=last)
        elif name in _MARKS:
            self.words.append(_Words("", end, end, False, _MARKS[name]))
        if last.toggle and len(self.out) > self.toggled_at:
            self.toggles.append(_Toggle(last.toggle, self.toggled_at, len(self.out)))
        while self.opened and self.opened[-1][0] >= len(self.stack):
            _, first, reason = self.opened.pop()
            self.roots.append((first, len(self.out), reason))
        while self.article_opened and self.article_opened[-1][0] >= len(self.stack):
            self.articles.append((self.article_opened.pop()[1], len(self.out)))
        if name == "li" and self.begun:
            self.begun.pop()
        if name in ("ol", "ul") and self.counters:
            self.counters.pop()
        elif name in ("td", "th") and self.row:
            self.row[-1] = (self.row[-1][0], len(self.out))
        elif name == "tr" and self.row is not None:
            self.close_row(end)

    # -------------------------------------------------------------------------------------------- words

    def text(self, start: int, end: int) -> None:
        if start >= end:
            return
        words = self.source[start:end]
        if not self.words and words.isspace():
            return
        strong = self.stack[-1].strong if self.stack else False
        if "&" not in words:
            self.words.append(_Words(words, start, end, strong, ""))
            return
        at = 0
        for entity in _ENTITY.finditer(words):
            if entity.start() > at:
                self.words.append(_Words(words[at : entity.start()], start + at, start + entity.start(), strong, ""))
            letter = html.unescape(entity[0])
            self.words.append(_Words(letter, start + entity.start(), start + entity.end(), strong, ""))
            at = entity.end()
        if at < len(words):
            self.words.append(_Words(words[at:], start + at, end, strong, ""))

    def flush(self, *, line: bool = False, closing: _Open | None = None) -> None:
        """What was read since the last block becomes one, with white space collapsed."""
        words, self.words = self.words, []
        if line:
            # Marks that are open across a line break hold behind it, too.
            open_marks: list[_Words] = []
            for each in words:
                if each.mark and each.mark in ("**", "`", "*", "~~"):
                    if open_marks and open_marks[-1].mark == each.mark:
                        open_marks.pop()
                    else:
                        open_marks.append(each)
            words.extend(each for each in reversed(open_marks))
            self.words.extend(open_marks)
        pieces: list[str] = []
        shown: list[str] = []
        runs: list[tuple[int, int]] = []
        length, space, first, last = 0, False, -1, -1
        bold = plain = 0
        for each in words:
            if each.mark:
                if space and shown:
                    shown.append(" ")
                    pieces.append(" ")
                    runs.append((length, max(0, each.start - 1)))
                    length += 1
                    space = False
                shown.append(each.mark)
                continue
            at = 0
            for gap in (*_SPACE.finditer(each.text), None):
                piece = each.text[at : gap.start()] if gap else each.text[at:]
                if piece:
                    origin = each.start + at if each.end - each.start == len(each.text) else each.start
                    if space and pieces:
                        pieces.append(" ")
                        shown.append(" ")
                        runs.append((length, max(0, origin - 1)))
                        length += 1
                    space = False
                    if first < 0:
                        first = origin
                    runs.append((length, origin))
                    pieces.append(piece)
                    shown.append(piece)
                    length += len(piece)
                    last = each.end if gap is None else min(each.end, origin + len(piece))
                    if each.strong:
                        bold += len(piece)
                    else:
                        plain += len(piece.strip("：:。.?？、 "))
                if gap is None:
                    break
                space = space or bool(pieces)
                at = gap.end()
        text = "".join(pieces)
        if not text.strip():
            return
        inner = closing or (self.stack[-1] if self.stack else _Open("", "", False, 0))
        self.emit(text, tuple(_merged(runs)), _tidy("".join(shown)), first, last, bold > 0 and plain == 0, inner)

    def emit(
        self,
        text: str,
        runs: tuple[tuple[int, int], ...],
        shown: str,
        first: int,
        last: int,
        strong: bool,
        inner: _Open,
    ) -> None:
        kind: BlockKind = "paragraph"
        level, marker = 0, ""
        noise = inner.noise
        chain = [*self.stack, inner]
        for each in reversed(chain[-60:]):
            name = each.name
            if name == "title":
                if not self.title:
                    self.title = text
                noise, kind = "title", "paragraph"
                break
            if len(name) == 2 and name[0] == "h" and name[1] in "123456":
                kind, level = "heading", int(name[1])
                break
            if name in _KINDS:
                kind = _KINDS[name]
                if kind == "item" and self.begun:
                    if self.begun[-1]:
                        kind = "paragraph"
                        break
                    self.begun[-1] = True
                if kind == "item":
                    level = max(0, len(self.counters) - 1)
                    marker = f"{each.number}." if each.number else "-"
                break
            if name in ("article", "section", "body", "main", "table"):
                break
        if runs == ((0, first),) and last - first == len(text):
            runs = ()
        if not runs and text != self.source[first:last]:
            runs = ((0, first),)
        self.out.append(
            Block(kind, text, first, last, level, marker, runs, "" if shown == text else shown, noise, strong)
        )

    def image(self, attributes: str, start: int, end: int) -> None:
        if any(each.text.strip() for each in self.words):
            return
        self.flush()
        self.element(start, end)
        alt = _attributes(attributes).get("alt", "").strip()
        noise = self.stack[-1].noise if self.stack else ""
        self.out.append(Block("figure", alt, start, end, offsets=((0, start),), noise=noise))

    def pre(self, start: int, at: int, end: int, attributes: str) -> int:
        """Preformatted text, byte for byte, without the tags that colour it."""
        source = self.source
        close = re.compile(r"</pre\s*>", re.I).search(source, at, end)
        stop, behind = (close.start(), close.end()) if close else (end, end)
        pieces: list[str] = []
        runs: list[tuple[int, int]] = []
        length = 0
        gutter = 0
        language_found = _LANGUAGE.search(_attributes(attributes).get("class", ""))
        if source.startswith("\n", at):
            at += 1
        elif source.startswith("\r\n", at):
            at += 2
        while at < stop:
            tag = _TAG.search(source, at, stop)
            until = tag.start() if tag else stop
            if not gutter and until > at:
                cursor = at
                for entity in _ENTITY.finditer(source, at, until):
                    for piece, origin in (
                        (source[cursor : entity.start()], cursor),
                        (html.unescape(entity[0]), entity.start()),
                    ):
                        if piece:
                            runs.append((length, origin))
                            pieces.append(piece)
                            length += len(piece)
                    cursor = entity.end()
                if until > cursor:
                    runs.append((length, cursor))
                    pieces.append(source[cursor:until])
                    length += until - cursor
            if tag is None:
                break
            closed = _ATTRIBUTES.match(source, tag.end(), stop)
            tag_end = closed.end() if closed else source.find(">", tag.end(), stop) + 1
            if tag_end <= 0:
                break
            name = (tag[2] or "").lower()
            if tag[1] and gutter:
                gutter -= 1
            elif name and not tag[1] and name not in _VOID:
                classes = _attributes(source[tag.end() : tag_end - 1]).get("class", "")
                language_found = language_found or _LANGUAGE.search(classes)
                if gutter or re.search(r"(?:^|\s|-)(?:lineno|linenos|line-numbers?-rows|gutter|hljs-ln-n)", classes):
                    gutter += 1
            elif name == "br":
                runs.append((length, tag.start()))
                pieces.append("\n")
                length += 1
            at = tag_end
        text = "".join(pieces)
        stripped = text.rstrip()
        if stripped:
            self.element(start, behind)
            noise = self.stack[-1].noise if self.stack else ""
            self.out.append(
                Block("code", stripped, start, behind, offsets=tuple(_merged(runs)), noise=noise,
                      language=language_found[1] if language_found else "")
            )  # fmt: skip
        return behind

    def close_row(self, end: int) -> None:
        """A row of simple cells becomes one block; a row that holds a page's layout is left as it is."""
        row, self.row = self.row, None
        if not row:
            return
        cells = [self.out[first : (last if last >= 0 else len(self.out))] for first, last in row]
        made = [block for cell in cells for block in cell]
        if not made:
            return
        plain = ("table", "paragraph", "item", "figure")
        # A cell of words may be beside one with code or small headings; a table that sets code (with its line
        # numbers) or a whole page has neither.
        heads = [cell for cell in cells if cell][:1]
        simple = all(block.kind in plain for block in made) or (
            len(heads[0]) <= 2
            and all(block.kind in (*plain, "heading") for block in heads[0])
            and sum(len(block.text) for block in heads[0]) <= 200
            and all(
                block.kind in (*plain, "code", "quote", "formula")
                for cell in cells
                for block in cell
                if cell is not heads[0]
            )
            and not (len(cells) == 2 and heads[0][0].text.strip(" .").isdigit())
        )
        if not simple or len(cells) < 2 or any(len(cell) > 8 for cell in cells):
            kinds: dict[str, BlockKind] = {"table": "paragraph"}
            first = row[0][0]
            self.out[first:] = [block._replace(kind=kinds.get(block.kind, block.kind)) for block in self.out[first:]]
            return
        texts: list[str] = []
        shown: list[str] = []
        runs: list[tuple[int, int]] = []
        length = 0
        for number, cell in enumerate(cells):
            if number:
                runs.append((length, max(self.row_at, cell[0].start - 1 if cell else self.row_at)))
                texts.append(" | ")
                length += 3
            for place, block in enumerate(cell):
                if place:
                    runs.append((length, max(0, block.start - 1)))
                    texts.append(" ")
                    length += 1
                runs.extend((length + offset, origin) for offset, origin in (block.offsets or ((0, block.start),)))
                texts.append(block.text.replace(" | ", " ∣ ") if block.kind == "code" else block.text)
                length += len(block.text)
            shown.append("<br>".join(_in_cell(block) for block in cell).replace("|", "\\|"))
        first = row[0][0]
        ordered = sorted(runs)
        block = Block(
            "table", "".join(texts), made[0].start, made[-1].end, offsets=tuple(ordered),
            markdown="| " + " | ".join(shown) + " |", noise=made[0].noise, strong=all(each.strong for each in made),
        )  # fmt: skip
        self.out[first:] = [block]

    # ----------------------------------------------------------------------------------------- finishing

    def drop_jumps(self) -> None:
        """Take three items or more in a row that only lead down the page for its table of contents."""
        out, source = self.out, self.source
        run: list[tuple[int, str]] = []
        for number, block in enumerate((*out, None)):
            target = ""
            if block is not None and block.kind == "item" and not block.noise:
                opened = _JUMPS.search(source[max(0, block.start - 240) : block.start])
                if opened and _JUMPED.match(source, block.end):
                    target = opened[1]
            if target:
                run.append((number, target))
                continue
            if len(run) >= 3 and re.search(rf"\b(?:id|name)\s*=\s*[\"']?{re.escape(run[0][1])}\b", source, re.I):
                for at, _ in run:
                    out[at] = out[at]._replace(noise="table of contents")
            run = []

    def tells(self, first: int, ends: list[int]) -> bool:
        """Whether something is said from a block on, before the next toggle or heading."""
        place = bisect_left(ends, first)
        return any(map(_says, self.out[first : ends[place] if place < len(ends) else len(self.out)][:12]))

    def unfold(self) -> None:
        """Take toggles that ask for questions, and what they hide for content.

        A button is furniture as a rule. Those of one kind (tag, role, classes) of which at least two, and at least
        half, ask or stand right above something hidden are the heads of an accordion; so all of their kind are, and the
        panel behind each is its answer, whether or not the page was saved with it unfolded. So is a panel hidden right behind a line that asks.
        """
        out = self.out
        kinds: dict[str, list[_Toggle]] = {}
        for each in self.toggles:
            kinds.setdefault(each.kind, []).append(each)
        heads: list[_Toggle] = []
        hidden = [(first, last) for first, last, reason in self.roots if reason == "hidden"]
        folded = {first for first, last in hidden if any(map(_says, out[first:last]))}
        ends = sorted({each.first for each in self.toggles} | {at for at, b in enumerate(out) if b.kind == "heading"})
        for some in kinds.values():
            asking = sum(asks(out[each.last - 1].text) or asks(out[each.first].text) for each in some)
            folding = sum(each.last in folded for each in some)
            if max(asking, folding) >= 2 and 2 * max(asking, folding) >= len(some):
                heads.extend(each for each in some if asks(out[each.first].text) or self.tells(each.last, ends))
        behind = {each.last for each in heads}
        asked = [at for at, _ in hidden if at and not out[at - 1].noise and asks(out[at - 1].text)]
        if len(asked) >= 2:
            known = set(behind)
            heads.extend(_Toggle("", at - 1, at) for at in asked if at not in known)
            behind.update(asked)
        placed = sorted(each.first for each in heads)
        for first, last in hidden:
            inside = bisect_left(placed, last) - bisect_left(placed, first)
            if first in behind or inside >= 2:
                out[first:last] = [b._replace(noise="") if b.noise == "hidden" else b for b in out[first:last]]
        stops = {each.first for each in heads}
        for each in heads:
            top = out[each.first]
            if top.kind == "item":
                # Each panel of the list is one item of it: its own paragraphs are none.
                for number in range(each.last, len(out)):
                    block = out[number]
                    if number in stops or block.kind == "heading" or (block.kind == "item" and block.level < top.level):
                        break
                    if block.kind == "item" and block.level == top.level:
                        out[number] = block._replace(kind="paragraph", level=0, marker="")
            for number in range(each.first, each.last):
                block = out[number]
                kind: BlockKind = "summary" if block.kind in ("paragraph", "item") else block.kind
                marker = "" if kind == "summary" else block.marker
                icon = _ICON.search(block.text)
                if icon and icon.start():
                    block = block._replace(text=block.text[: icon.start()], markdown=_ICON.sub("", block.markdown))
                level = 0 if kind == "summary" else block.level
                out[number] = block._replace(noise="", kind=kind, marker=marker, level=level)

    def uncover(self, lengths: list[int], total: int) -> None:
        """Of a page whose text is all in tabs, labels or hidden parts, take these for text: it has nothing else to say."""
        out = self.out
        lines = [number for number, b in enumerate(out[:-1]) if b.noise == "navigation" and b.text[-1:] in ("?", "？")]
        visible = sum(len(block.text) for block in out if not block.noise)
        if len(lines) >= _LEAST and visible < 0.3 * total:
            placed = set(lines)
            for number in range(lines[0], lines[-1] + 2):
                if out[number].noise in ("navigation", "hidden"):
                    kind: BlockKind = "summary" if number in placed else out[number].kind
                    out[number] = out[number]._replace(noise="", kind=kind)
        hidden = [(first, last) for first, last, reason in self.roots if reason == "hidden" and last > first]
        size = sum(lengths[last] - lengths[first] for first, last in hidden)
        if len(hidden) >= _LEAST and size > 0.25 * total:
            for first, last in hidden:
                out[first:last] = [b._replace(noise="") if b.noise == "hidden" else b for b in out[first:last]]

    def finished(self) -> list[Block]:
        """Furniture that holds most of the page is the page; what stands around an article is its frame."""
        out = self.out
        self.unfold()
        self.drop_jumps()
        total = sum(len(block.text) for block in out if block.noise != "title") or 1
        lengths = [0]
        for block in out:
            lengths.append(lengths[-1] + len(block.text))
        visible = sum(len(block.text) for block in out if not block.noise)
        for first, last, reason in self.roots:
            # Some pages hide their article until a script has run; beside one that is read, what is hidden is none.
            whole = lengths[last] - lengths[first] > 0.6 * total and (reason != "hidden" or visible < 0.25 * total)
            if whole:
                out[first:last] = [b._replace(noise="") if b.noise == reason else b for b in out[first:last]]
        self.uncover(lengths, total)
        articles = [(first, last) for first, last in self.articles if lengths[last] - lengths[first] > 0.2 * total]
        if not articles and self.articles and lengths[-1]:
            inside = sum(lengths[last] - lengths[first] for first, last in self.articles)
            articles = self.articles if inside > 0.4 * total else []
        if articles:
            inner: set[int] = set()
            for first, last in articles:
                inner.update(range(first, last))
            for number, block in enumerate(out):
                if number not in inner and not block.noise:
                    out[number] = block._replace(noise="page frame")
        return out


_UNFOLDS = frozenset(("aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle"))
_JUMPS = re.compile(r"<a\b[^<>]*\bhref\s*=\s*[\"']?#([\w.%:-]{1,80})[^<>]*>(?:\s*<(?!/?a\b)[^<>]*>)*\s*$", re.I)
_JUMPED = re.compile(r"\s*(?:</(?!a\b)[a-z]+>\s*)*</a\b", re.I)
"""A link down the page opens right before an item's words, and closes right behind them."""
_ICON = re.compile(rf"\s*(?:[{ARROWS[2:-2]}]|(?<=[\s?？。.])[+＋×−–-])\s*$")
_STOPS = frozenset(".。!！;；")
_STATES = frozenset(
    ("collapsed", "active", "open", "opened", "expanded", "show", "is-open", "is-active", "first", "last")
)
"""Classes that say whether a panel is open, not what its toggle is."""
_LEAST = 3
"""So many questions of one kind make a page of them."""
_FURNITURE = frozenset(
    ("nav", "aside", "footer", "header", "form", "button", "select", "textarea", "article", "main", "label", "dialog")
)


def _says(block: Block) -> bool:
    """Whether a block of a panel answers; those of a menu only name pages."""
    return block.text.rstrip()[-1:] in _STOPS or len(block.text) >= 24 or block.kind in ("code", "table", "formula")


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in _ATTRIBUTE.finditer(text):
        name, double, single, bare = each.groups()
        found.setdefault(name.lower(), html.unescape(double or single or bare or ""))
    return found


def _merged(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs without those that only continue the one before."""
    kept: list[tuple[int, int]] = []
    for offset, origin in runs:
        if kept and origin - kept[-1][1] == offset - kept[-1][0]:
            continue
        kept.append((offset, origin))
    return kept


_HOLLOW = re.compile(r"(\*\*|~~|`|\*)(\s*)\1")
_OUTER = re.compile(r"(\*\*|\*)(\s+)")


def _tidy(shown: str) -> str:
    """Markdown of a paragraph without hollow marks (`****`); sub and sup as they are read."""
    for _ in range(2):
        if "**" not in shown and "``" not in shown and "~~" not in shown:
            break
        shown = (
            _HOLLOW.sub(r"\2", shown)
            if _HOLLOW.search(shown) and ("****" in shown or "``" in shown or "~~~~" in shown)
            else shown
        )
    return shown.strip()
