"""The comments of a code cell: the only part of code that is prose.

Apart from the sheets, because what a comment is depends on the programming language and on nothing else of a notebook.
"""

from __future__ import annotations

from bisect import bisect_right
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
    pieces = _Pieces(texts, source)
    joined = "".join(text.text for text in texts)
    for leader in _LEADERS.get(language, _HASH):
        gathered: list[JSONText] = []
        after = -1
        for found in _tokens(leader).finditer(joined):
            group = "line" if found["line"] is not None else "block" if "block" in found.groupdict() else None
            if group is None or found[group] is None:
                continue
            alone = not joined[joined.rfind("\n", 0, found.start()) + 1 : found.start()].strip()
            if gathered and not (alone and group == "line" and not joined[after : found.start()].strip(" \t")):
                yield gathered
                gathered = []
            gathered += pieces.between(*found.span(group))
            after = found.end() if alone and group == "line" else len(joined)
        if gathered:
            yield gathered


class _Pieces:
    """The words of a cell in runs that stand in the file as they are, or as one escape."""

    def __init__(self, texts: Sequence[JSONText], source: str) -> None:
        self.starts: list[int] = []
        self.runs: list[tuple[str, int, int]] = []
        """Words, and where they begin and end in the file."""
        at = 0
        for text in texts:
            runs = list(text.runs(source))
            for i, (words, origin) in enumerate(runs):
                end = runs[i + 1][1] if i + 1 < len(runs) else text.end
                self.starts.append(at)
                self.runs.append((words, origin, end))
                at += len(words)

    def between(self, start: int, end: int) -> Iterator[JSONText]:
        """The words between two offsets, with their places."""
        for i in range(max(0, bisect_right(self.starts, start) - 1), len(self.runs)):
            if self.starts[i] >= end:
                return
            words, origin, last = self.runs[i]
            first, stop = max(0, start - self.starts[i]), min(len(words), end - self.starts[i])
            if first < stop:
                whole = len(words) == last - origin
                yield JSONText(words[first:stop], origin + first if whole else origin, origin + stop if whole else last)
