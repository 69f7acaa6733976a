"""Markdown to markup that is safe, whoever wrote it: scraped answers are data, not pages.

Apart from MkDocs' own Markdown, which runs raw HTML, attribute lists and includes as its author wishes. Here raw HTML
is text; what comes out passes an allow-list once more at the end. Words that a finding or a correction is about are
marked on the way: two private characters around them in the Markdown survive every rule and become markup last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import isWhiteSpace
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.texmath import texmath_plugin
from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
from pygments.util import ClassNotFound  # type: ignore[import-untyped]

from pipeline.publishing import formulas
from pipeline.publishing.formulas import formula, linear
from pipeline.publishing.markup import Html, escape, join, plain

_OPEN, _CLOSE = "\ue000", "\ue001"
_FIRST = 0xE100
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_MARKER = re.compile(f"([{_OPEN}{_CLOSE}])([\ue100-\uf8ff])")
_TAG = re.compile(r"(<[^<>]*>)")
_MOST_MARKS = 0xF8FF - _FIRST

_TAGS = formulas.TAGS | frozenset(
    {"p", "br", "hr", "em", "strong", "s", "del", "ins", "mark", "a", "code", "pre", "ul", "ol", "li", "blockquote"}
    | {"table", "thead", "tbody", "tr", "th", "td", "h3", "h4", "h5", "h6", "div", "span", "sub", "sup", "b", "i", "u"}
    | {"kbd"}
)
_ATTRIBUTES: Mapping[str, set[str]] = {
    **{tag: set(formulas.ATTRIBUTES) for tag in formulas.TAGS},
    "a": {"href", "class", "rel"},
    "span": {"class", "tabindex"},
    "div": {"class", "tabindex"},
    "pre": {"tabindex"},
    "code": {"class"},
    "del": {"class"},
    "ins": {"class"},
    "mark": {"class"},
    "ol": {"start"},
    "th": {"align"},
    "td": {"align"},
}
_KEPT_INLINE = frozenset({"sub", "sup", "b", "i", "em", "strong", "u", "kbd"})
_DROPPED_INLINE = frozenset(
    {
        "p",
        "div",
        "span",
        "font",
        "center",
        "a",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "figure",
        "figcaption",
    }
    | {"small", "big", "tt", "details", "summary", "table", "thead", "tbody", "tr", "td", "th", "ul", "ol", "li", "dl"}
    | {"dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "label"}
)
_INLINE_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?:\s[^<>\n]*)?/?>")
_LANGUAGES = frozenset(
    {"python", "py", "python3", "pycon", "bash", "sh", "shell", "console", "json", "yaml", "toml", "c", "cpp", "c++"}
    | {"cuda", "javascript", "js", "typescript", "ts", "java", "go", "rust", "sql", "diff", "ini", "html", "xml"}
)


class Mark(NamedTuple):
    """Words of a Markdown text that a finding or a correction is about."""

    start: int
    """Offset in the Markdown."""
    end: int
    kind: str
    """`wrong`: a decision says so; `doubt`: a finding that nobody has decided."""
    after: Html
    """What stands behind the words: the new wording, the statement, or the finding's name."""


Linker = Callable[[str], Html]
"""Text (escaped) to markup with its concepts linked."""


def render(
    text: str, *, ours: bool = False, marks: Sequence[Mark] = (), linker: Linker | None = None, inline: bool = False
) -> Html:
    """Markdown as safe markup. `ours`: written for the project, so that links into the site are kept."""
    source = _with_markers(text, marks[:_MOST_MARKS])
    engine = _engine(ours)
    produced = engine.renderInline(source) if inline else engine.render(source)
    # No line begins with a full stop: the mark behind a formula belongs to its box.
    held = re.sub(r"(</math>)(</span>)([，。；：、！？）])", r"\1\3\2", _placed(produced, marks, linker))
    return Html(_clean(held))


def inline(text: str, *, linker: Linker | None = None) -> Html:
    """One line of our own Markdown, without a paragraph around it."""
    return render(text, ours=True, linker=linker, inline=True)


def code(text: str, language: str = "") -> Html:
    """A listing that scrolls in itself, its language's words coloured."""
    return Html(_clean(_listing(plain(text), language)))


@lru_cache(maxsize=8192)
def text_of(markdown: str) -> str:
    """The words of a Markdown text in one line: for search, descriptions and short quotes."""
    produced = _engine(False).render(_PRIVATE.sub("", markdown))
    produced = re.sub(r"<math.*?</math>", lambda m: escape(linear(m[0])), produced, flags=re.DOTALL)
    words = re.sub(r"</?(?:p|br|li|ul|ol|t[rdh]|h[1-6]|pre|div|blockquote|hr)\b[^<>]*>", " ", produced)
    words = re.sub(r"<[^<>]*>", "", words)
    for old, new in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&#96;", "`"), ("&amp;", "&")):
        words = words.replace(old, new)
    words = " ".join(plain(words).split())
    return re.sub(rf"(?<=[{_CJK}]) (?=[{_CJK}])|(?<=[{_CJK}]) (?=[，。；：、？！）”])", "", words)


def _clean(markup: str) -> str:
    cleaned = nh3.clean(
        markup,
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes={"http", "https"},
        link_rel=None,
        strip_comments=True,
    )
    return cleaned.replace("`", "&#96;")


# -------------------------------------------------------------------------------------- marks and concepts


def _with_markers(text: str, marks: Sequence[Mark]) -> str:
    parts: list[str] = []
    at = 0
    for number, mark in enumerate(marks):
        start, end = max(mark.start, at), max(mark.end, at)
        name = chr(_FIRST + number)
        parts += [_PRIVATE.sub("", text[at:start]), _OPEN, name, _PRIVATE.sub("", text[start:end]), _CLOSE, name]
        at = end
    parts.append(_PRIVATE.sub("", text[at:]))
    return plain("".join(parts))


def _placed(produced: str, marks: Sequence[Mark], linker: Linker | None) -> str:
    """Markers to markup, text run by text run, so that a mark may cross the bounds of elements."""
    out: list[str] = []
    opened: list[int] = []
    inside: list[str] = []
    for piece in _TAG.split(produced):
        if piece.startswith("<"):
            _follow(piece, inside)
            out.append(_MARKER.sub("", piece))
            continue
        at = 0
        for marker in _MARKER.finditer(piece):
            out.append(_run(piece[at : marker.start()], opened, marks, inside, linker))
            at = marker.end()
            number = ord(marker[2]) - _FIRST
            if marker[1] == _OPEN:
                opened.append(number)
            elif number in opened:
                opened.remove(number)
                out.append(marks[number].after)
        out.append(_run(piece[at:], opened, marks, inside, linker))
    return "".join(out)


_UNLINKED = frozenset({"a", "code", "pre", "math", "h3", "h4", "h5", "h6", "del", "mark"})


def _follow(tag: str, inside: list[str]) -> None:
    name = re.split(r"[\s/>]", tag.lstrip("</"), maxsplit=1)[0]
    if name not in _UNLINKED:
        return
    if tag.startswith("</"):
        if name in inside:
            inside.remove(name)
    elif not tag.endswith("/>"):
        inside.append(name)


def _run(text: str, opened: Sequence[int], marks: Sequence[Mark], inside: Sequence[str], linker: Linker | None) -> str:
    if opened and text.strip():
        if "math" in inside:
            return text
        kind = marks[opened[-1]].kind
        name = "del" if kind == "wrong" else "mark"
        return f'<{name} class="{kind}">{text}</{name}>'
    if linker is not None and not inside and text.strip():
        return linker(text)
    return text


# ------------------------------------------------------------------------------------------- the renderer

_CJK = "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_IS_CJK = re.compile(f"[{_CJK}]")


@cache
def _engine(ours: bool) -> MarkdownIt:
    engine = MarkdownIt("commonmark", {"html": False, "breaks": not ours, "maxNesting": 40})
    engine.enable(["table", "strikethrough"])
    engine.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    engine.use(texmath_plugin, delimiters="brackets")
    engine.inline.ruler.at("emphasis", _emphasis)
    engine.inline.ruler.before("html_inline", "known_tags", _known_tags)
    # Neither may name an address for the rest of the text, nor be hidden behind one.
    engine.disable(["reference"])
    rules: dict[str, Callable[..., str]] = {
        "math_inline": lambda tokens, at: _math(tokens[at].content, False),
        "math_inline_double": lambda tokens, at: _math(tokens[at].content, True),
        "math_block": lambda tokens, at: f"<p>{_math(tokens[at].content, True)}</p>",
        "math_block_label": lambda tokens, at: f"<p>{_math(tokens[at].content, True)}</p>",
        "math_single": lambda tokens, at: _math(tokens[at].content, False),
        "math_block_eqno": lambda tokens, at: f"<p>{_math(tokens[at].content, True)}</p>",
        "fence": lambda tokens, at: _listing(tokens[at].content, tokens[at].info.strip().split(" ")[0]),
        "code_block": lambda tokens, at: _listing(tokens[at].content, ""),
        "image": lambda tokens, at: escape(f"〔图：{tokens[at].content.strip()}〕" if tokens[at].content else "〔图〕"),
        "table_open": lambda tokens, at: '<div class="scroll" tabindex="0"><table>',
        "table_close": lambda tokens, at: "</table></div>",
        "heading_open": lambda tokens, at: f"<h{_level(tokens[at])}>",
        "heading_close": lambda tokens, at: f"</h{_level(tokens[at])}>",
        "softbreak": _softbreak if ours else (lambda tokens, at: "<br>"),
        "known_tag": lambda tokens, at: tokens[at].content,
    }
    for name, rule in rules.items():
        engine.add_render_rule(name, _rule(rule))
    engine.add_render_rule("link_open", _rule(lambda tokens, at: _link(tokens[at], ours)))
    engine.add_render_rule("link_close", _rule(lambda tokens, at: "</a>" if _of_link(tokens, at, ours) else ""))
    for cell in ("th_open", "td_open"):
        engine.add_render_rule(cell, _rule(_cell))
    return engine


def _rule(function: Callable[..., str]) -> Callable[..., str]:
    def rule(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: MutableMapping[str, Any]) -> str:
        return function(tokens, at)

    return rule


def _level(token: Token) -> int:
    return min(6, max(3, int(token.tag[1]) + 1))


def _cell(tokens: Sequence[Token], at: int) -> str:
    align = str(tokens[at].attrs.get("style", "")).removeprefix("text-align:")
    return f'<{tokens[at].tag} align="{align}">' if align in ("left", "right", "center") else f"<{tokens[at].tag}>"


def _math(latex: str, display: bool) -> str:
    """A formula; markers inside it stand around it as a whole."""
    opening = "".join(m[0] for m in _MARKER.finditer(latex) if m[1] == _OPEN)
    closing = "".join(m[0] for m in _MARKER.finditer(latex) if m[1] == _CLOSE)
    return opening + formula(_MARKER.sub("", latex), display) + closing


def _listing(text: str, language: str) -> str:
    name = language.lower()
    body: str = escape(text.rstrip("\n"))
    if name in _LANGUAGES and len(text) <= 8000 and not _MARKER.search(text):
        try:
            lexer = get_lexer_by_name(name, stripnl=False)
            body = highlight(text.rstrip("\n"), lexer, HtmlFormatter(nowrap=True)).rstrip("\n")
        except ClassNotFound:
            pass
    return f'<div class="highlight"><pre tabindex="0"><code>{body}</code></pre></div>'


def _softbreak(tokens: Sequence[Token], at: int) -> str:
    """A line end in a text of ours: nothing between two Chinese characters, else a space."""
    before = tokens[at - 1].content[-1:] if at else ""
    after = tokens[at + 1].content[:1] if at + 1 < len(tokens) else ""
    return "" if _IS_CJK.match(before) and _IS_CJK.match(after) else " "


def _link(token: Token, ours: bool) -> str:
    href = str(token.attrs.get("href", ""))
    if not _kept_link(href, ours):
        return ""
    outside = ' rel="noopener noreferrer nofollow"' if href.startswith(("http://", "https://")) else ""
    return f'<a href="{escape(href)}"{outside}>'


def _of_link(tokens: Sequence[Token], at: int, ours: bool) -> bool:
    """Whether the link that closes here was kept when it opened."""
    depth = 0
    for token in reversed(tokens[:at]):
        if token.type == "link_close":
            depth += 1
        elif token.type == "link_open":
            if depth == 0:
                return _kept_link(str(token.attrs.get("href", "")), ours)
            depth -= 1
    return False


def _kept_link(href: str, ours: bool) -> bool:
    if _PRIVATE.search(href) or "%EE%80%8" in href:
        return False
    if re.match(r"https?://[^/\s]", href, re.IGNORECASE):
        return True
    return ours and (href.startswith("#") or (href.startswith("/") and not href.startswith("//")))


def _known_tags(state: StateInline, silent: bool) -> bool:
    """Harmless tags that scraped Markdown is full of: a few keep their meaning, the rest leave only their text."""
    if state.src[state.pos] != "<":
        return False
    match = _INLINE_TAG.match(state.src, state.pos)
    if match is None or match.end() > state.posMax:
        return False
    name = match[1].lower()
    if name == "br":
        written = "<br>"
    elif name in _KEPT_INLINE:
        written = f"</{name}>" if match[0].startswith("</") else f"<{name}>"
    elif name in _DROPPED_INLINE:
        written = ""
    else:
        return False
    if not silent:
        state.push("known_tag", "", 0).content = written
    state.pos = match.end()
    return True


def _emphasis(state: StateInline, silent: bool) -> bool:
    """CommonMark's emphasis, except that a Chinese neighbour lets `**“加粗”**后面` close where its writer meant it."""
    marker = state.src[state.pos]
    if silent or marker not in ("_", "*"):
        return False
    start = state.pos
    scanned = state.scanDelims(start, marker == "*")
    can_open, can_close = scanned.can_open, scanned.can_close
    if marker == "*":
        end = start + scanned.length
        before = state.src[start - 1] if start else " "
        after = state.src[end] if end < state.posMax else " "
        if _IS_CJK.match(before) or _IS_CJK.match(after):
            can_open = not isWhiteSpace(ord(after))
            can_close = not isWhiteSpace(ord(before))
            if can_open and can_close:
                # Nothing beside the run tells which it is: runs of this length open and close in turn.
                can_close = (
                    sum(d.marker == ord("*") and d.length == scanned.length for d in state.delimiters)
                    % (2 * scanned.length)
                    >= scanned.length
                )
                can_open = not can_close
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(Delimiter(ord(marker), scanned.length, len(state.tokens) - 1, -1, can_open, can_close))
    state.pos += scanned.length
    return True


def excerpt(markdown: str, length: int) -> str:
    """The beginning of a text's words, cut at a sentence where one ends in time."""
    words = text_of(markdown)
    if len(words) <= length:
        return words
    cut = words[:length]
    end = max(cut.rfind(mark) for mark in "。；！？;")
    return cut[: end + 1] if end >= length // 2 else cut.rstrip("，、： ") + "…"


def concept_linker(
    pattern: re.Pattern[str] | None, addresses: Mapping[str, tuple[str, str]], without: Iterable[str] = ()
) -> Linker:
    """Links each concept where it is named first; `addresses`: spelling in lower case to (id, link)."""
    met = set(without)

    def linked(text: str) -> Html:
        if pattern is None:
            return Html(text)
        lower = text.lower()
        if len(lower) != len(text):  # a letter whose small form is two: rare, and not worth a map
            return Html(text)
        parts: list[Html] = []
        at = 0
        for match in pattern.finditer(lower):
            identifier, href = addresses[match[0]]
            if identifier in met:
                continue
            met.add(identifier)
            named = text[match.start() : match.end()]
            parts += [Html(text[at : match.start()]), Html(f'<a class="concept" href="{href}">{named}</a>')]
            at = match.end()
        return join(*parts, Html(text[at:]))

    return linked
