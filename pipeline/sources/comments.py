"""The comments of a code cell: the only part of code that is prose.

Apart from the sheets, because what a comment is depends on the programming language and on nothing else of a notebook.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from pipeline import regex as re
from pipeline.sources.json_places import JSONText

_HASH = ("#",)
_LEADERS = {
    "python": _HASH, "ipython": _HASH, "r": _HASH, "julia": _HASH, "bash": _HASH, "sh": _HASH, "ruby": _HASH, "perl": _HASH,
    "javascript": ("//",), "typescript": ("//",), "java": ("//",), "scala": ("//",), "c": ("//",), "c++": ("//",),
    "cpp": ("//",), "c#": ("//",), "csharp": ("//",), "go": ("//",), "rust": ("//",), "kotlin": ("//",), "swift": ("//",),
    "sql": ("--",), "haskell": ("--",), "lua": ("--",), "matlab": ("%",), "octave": ("%",),
}  # fmt: skip


@cache
def _tokens(leader: str) -> re.Pattern[str]:
    """Strings and comments of one family of languages; a string is met only to be passed over."""
    quotes = (
        r"\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*+(?:\"\"\"|\Z)|'''(?:[^'\\]|\\.|'(?!''))*+(?:'''|\Z)|"
        if leader == "#"
        else ""
    )
    block = r"/\*(?P<block>.*?)(?:\*/|\Z)|" if leader == "//" else ""
    return re.compile(
        rf"(?s:{quotes}{block}\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?)|{re.escape(leader)}+!?[ \t]?(?P<line>[^\n]*\n?)"
    )


def comments(texts: Sequence[JSONText], source: str, language: str) -> Iterator[list[JSONText]]:
    """The comments of a cell: those on lines of their own one below another as one, each other one by itself."""
    joined = "".join(text.text for text in texts)
    for leader in _LEADERS.get(language, _HASH):
        gathered: list[tuple[int, int]] = []
        after = -1
        for found in _tokens(leader).finditer(joined):
            group = "line" if found["line"] is not None else "block" if "block" in found.groupdict() else None
            if group is None or found[group] is None:
                continue
            alone = not joined[joined.rfind("\n", 0, found.start()) + 1 : found.start()].strip()
            if gathered and not (alone and group == "line" and not joined[after : found.start()].strip(" \t")):
                yield list(_sliced(texts, gathered, source))
                gathered = []
            gathered.append(found.span(group))
            after = found.end() if alone and group == "line" else len(joined)
        if gathered:
            yield list(_sliced(texts, gathered, source))


def _sliced(texts: Sequence[JSONText], spans: Sequence[tuple[int, int]], source: str) -> Iterator[JSONText]:
    for start, end in spans:
        at = 0
        for text in texts:
            first, last = max(start, at), min(end, at + len(text.text))
            if first < last:
                yield text.slice(first - at, last - at, source)
            at += len(text.text)
