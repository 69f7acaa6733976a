"""Formulas as MathML, so that they can be read without JavaScript; what can't be converted stays as LaTeX, as code.

Apart from the renderer of Markdown, because the converter lies at times: it passes unknown commands and unclosed
groups through as text, and writes a bare & (invalid XML) for aligned equations. Such output is refused.
"""

from __future__ import annotations

import re
from functools import lru_cache

from latex2mathml.converter import convert
from lxml import etree

from pipeline.publishing.markup import Html, element

TAGS = frozenset(
    {
        "math",
        "mrow",
        "mi",
        "mo",
        "mn",
        "msup",
        "msub",
        "msubsup",
        "mfrac",
        "msqrt",
        "mroot",
        "mtext",
        "mspace",
        "mstyle",
    }
    | {"mtable", "mtr", "mtd", "mover", "munder", "munderover", "mpadded", "mphantom", "menclose", "mmultiscripts"}
    | {"mprescripts", "none", "mlabeledtr"}
)
"""Elements of MathML that a formula may consist of."""
ATTRIBUTES = frozenset(
    {"display", "mathvariant", "stretchy", "fence", "separator", "form", "lspace", "rspace", "width", "columnalign"}
    | {"rowspacing", "columnspacing", "accent", "accentunder", "linethickness", "displaystyle", "scriptlevel"}
    | {"notation", "movablelimits", "minsize", "maxsize", "symmetric"}
)
"""Attributes that they keep; none of them is an address."""
_NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
_LONGEST = 4000
_LINE = 28
"""Characters of a formula that fit into a line of a phone beside some words."""
_LAYOUT = (
    (re.compile(r"\\(?:nonumber|notag)(?![A-Za-z])|\\label\{[^}]*\}|\\tag\*?\{[^}]*\}"), ""),
    (re.compile(r"\\(begin|end)\{(?:aligned|gathered)\}"), r"\\\1{split}"),
    (re.compile(r"\\(begin|end)\{(?:align|gather)\}"), r"\\\1{align*}"),
    (re.compile(r"\\(?:begin|end)\{equation\*?\}"), ""),
)
"""What says layout alone, in the form that the converter knows; it numbers no equations."""


@lru_cache(maxsize=4096)
def formula(latex: str, display: bool) -> Html:
    """One formula as MathML in a box that scrolls by itself; as code where it can't be converted."""
    mathml = _mathml(latex, display)
    if mathml is None:
        return element("code", latex.strip(), class_="latex")
    if display:
        return element("span", Html(mathml), class_="formula formula--block", tabindex="0")
    # A short one stands on the line like a word; only a long one needs a box to scroll in.
    long = len(re.sub(r"<[^<>]*>", "", mathml)) > _LINE
    return element("span", Html(mathml), class_="formula formula--long" if long else "formula")


def _mathml(latex: str, display: bool) -> str | None:
    source = latex.strip()
    if not source or len(source) > _LONGEST:
        return None
    for old, new in _LAYOUT:
        source = old.sub(new, source)
    try:
        text = convert(source, display="block" if display else "inline")
        root = etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))
    except Exception:
        # latex2mathml raises errors of a dozen kinds, plain IndexError among them; all mean "not converted".
        return None
    if source.count("{") != source.count("}"):
        return None
    for node in root.iter():
        if not isinstance(node.tag, str) or node.tag.removeprefix(_NAMESPACE) not in TAGS:
            return None
        if "\\" in (node.text or "") or "\\" in (node.tail or ""):
            return None
        for name in list(node.attrib):
            if name not in ATTRIBUTES:
                del node.attrib[name]
    _words(root)
    etree.cleanup_namespaces(root)
    written = etree.tostring(root, encoding="unicode", method="xml")
    written = written.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "").replace("`", "&#96;")
    return re.sub(r"<(\w+)([^<>]*)/>", r"<\1\2></\1>", written)


def _words(root: etree._Element) -> None:
    """Upright letters in a row are one word: `softmax` is read, selected and spaced as such."""
    for row in root.iter(f"{_NAMESPACE}mrow"):
        word: etree._Element | None = None
        for node in list(row):
            text = node.text or ""
            if node.tag != f"{_NAMESPACE}mi" or not _upright(node):
                word = None
            elif word is None:
                word = node
            else:
                word.text = (word.text or "") + text
                row.remove(node)
        for node in row:
            # Several letters in one identifier are upright anyway; one alone needs the attribute.
            if node.tag == f"{_NAMESPACE}mi" and len(node.text or "") > 1:
                node.attrib.pop("mathvariant", "")
    for node in root.iter(f"{_NAMESPACE}mi"):
        text = node.text or ""
        if node.get("mathvariant") == "bold-italic" and len(text) == 1 and text.isascii() and text.isalpha():
            first = 0x1D468 if text.isupper() else 0x1D482
            node.text = chr(first + ord(text.lower()) - ord("a"))
            del node.attrib["mathvariant"]


def _upright(node: etree._Element) -> bool:
    return node.get("mathvariant") == "normal" and len(node.text or "") == 1 and (node.text or "").isalpha()


def linear(mathml: str) -> str:
    """A formula in one line of plain text, as one would type it: √d_k, a/b, x^2."""
    try:
        return _linear(etree.fromstring(mathml)).strip()
    except etree.XMLSyntaxError:
        return re.sub(r"<[^<>]*>", "", mathml)


def _linear(node: etree._Element) -> str:
    parts = [_linear(child) for child in node]
    name = str(node.tag).removeprefix(_NAMESPACE)
    if name == "mfrac":
        return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
    if name == "msqrt":
        return f"√{_grouped(''.join(parts))}"
    if name in ("msub", "munder"):
        return f"{parts[0]}_{_grouped(parts[1])}"
    if name in ("msup", "mover"):
        return f"{parts[0]}^{_grouped(parts[1])}"
    if name in ("msubsup", "munderover"):
        return f"{parts[0]}_{_grouped(parts[1])}^{_grouped(parts[2])}"
    if name == "mtr":
        return "".join(parts) + "；"
    return (node.text or "") + "".join(parts)


def _grouped(text: str) -> str:
    plain = re.fullmatch(r"\w*|√\w+|.", text) or re.fullmatch(r"\w+_\w+", text)
    return text if plain else f"({text})"
