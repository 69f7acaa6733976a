"""Text as keys see it: the one place where spelling is levelled before two texts are compared.

Apart from every stage, because all of them compare: extraction titles, linking questions, the knowledge
labels. What is levelled is width, case, traditional characters, hyphens; what a text *says* is never touched.
Every function here maps one character to zero or more, so that a position can be carried back.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import opencc

_HYPHENS = "\u2010\u2011\u2012\u2013\u2212\ufe58\ufe63"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f"


class _Simplified(dict[int, str]):
    """Traditional character to simplified one, character by character, so that lengths never change."""

    def __init__(self) -> None:
        super().__init__()
        ranges = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
        letters = [chr(code) for first, last in ranges for code in range(first, last)]
        # Between line ends no dictionary of phrases applies: what comes back is a map of characters.
        plain = opencc.OpenCC("t2s").convert("\n".join(letters)).split("\n")
        for old, new in zip(letters, plain, strict=True):
            if old != new and len(new) == 1:
                self[ord(old)] = new


class _Folded(dict[int, str]):
    """Code point to its levelled form, worked out when it is first met."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()
        """Characters met so far whose levelled form is not one character."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if letter in _INVISIBLE:
            folded = ""
        elif letter in _HYPHENS:
            folded = "-"
        else:
            plain = _simplified()
            folded = unicodedata.normalize("NFKC", plain.get(code, letter)).lower()
            folded = "".join(plain.get(ord(each), each) for each in folded)
        self[code] = folded
        if len(folded) != 1:
            self.uneven.add(letter)
        return folded


@cache
def _simplified() -> _Simplified:
    return _Simplified()


_folded = _Folded()


def simplified(text: str) -> str:
    """The text in simplified characters; every character keeps its place, so offsets hold for both."""
    return text if text.isascii() else text.translate(_simplified())


def normalise(text: str) -> tuple[str, list[int] | None]:
    """Lower case, half width (NFKC), simplified characters, one hyphen, nothing invisible; with a map back.

    The map holds, for each character of the result, its offset in `text`; None where the two are the same
    character by character. One more entry, for the end, lets a span's end be looked up as well.
    """
    if text.isascii():
        return text.lower(), None
    folded = text.translate(_folded)
    if len(folded) == len(text) and _folded.uneven.isdisjoint(text):
        return folded, None
    offsets = [at for at, letter in enumerate(text) for _ in _folded[ord(letter)]]
    offsets.append(len(text))
    return folded, offsets


def key(text: str) -> str:
    """Letters and digits alone, levelled: equal for two spellings of the same words."""
    return "".join(filter(str.isalnum, normalise(text)[0]))
