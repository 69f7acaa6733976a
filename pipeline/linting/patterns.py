"""Patterns of .gitignore's kind, as git understands them.

Apart from the walk through folders, because the settings refuse here what git passes over: in a .gitignore a line that can
fit nothing belongs to somebody else, in our own settings it is a mistake that its author wants to hear of. Not pathspec's,
which takes `!*/` for all that stands in a folder, `sub/**` for the folder itself and knows no `[[:alpha:]]`: whoever keeps
a list of what is *not* ignored would have other files read than git keeps. The tests ask git.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple


class _Rule(NamedTuple):
    """One line that can fit something."""

    expression: re.Pattern[str]
    """Of whole names below the folder."""
    leaves_out: bool
    """False where the line begins with `!`."""
    folders_only: bool


class Patterns:
    """Patterns relative to a folder; what can fit nothing is passed over, as git does."""

    def __init__(self, folder: Path, lines: Iterable[str]) -> None:
        self.folder = folder.absolute()
        self._rules = [rule for rule in reversed([_rule(line) for line in lines]) if rule is not None]

    def decide(self, path: Path, *, is_folder: bool = False) -> bool | None:
        """Whether a path is to be left out (True) or kept (False) by the last pattern that fits it; None where none does.

        Who walks has left out the folders above it that are to be left out: no `!` brings back what stands in one.
        """
        path = path.absolute()
        if not self._rules or not path.is_relative_to(self.folder):
            return None
        return self._decide(path.relative_to(self.folder).as_posix(), is_folder)

    def fit(self, path: Path, *, is_folder: bool = False) -> bool:
        """Whether a path, or a folder above it, is to be left out."""
        path = path.absolute()
        if not self._rules or not path.is_relative_to(self.folder):
            return False
        below = path.relative_to(self.folder)
        above = [each.as_posix() for each in below.parents if each.name]
        return self._decide(below.as_posix(), is_folder) is True or any(self._decide(each, True) for each in above)

    def _decide(self, name: str, is_folder: bool) -> bool | None:
        fitting = (r for r in self._rules if (is_folder or not r.folders_only) and r.expression.fullmatch(name))
        return next((rule.leaves_out for rule in fitting), None)


def fits_nothing(line: str) -> bool:
    """Whether a line is meant as a pattern and can fit no name: `!` alone, a bracket left open, `\\` with nothing behind it."""
    return bool(line.strip()) and not line.startswith("#") and _rule(line) is None


def _rule(line: str) -> _Rule | None:
    """A line of a .gitignore; None where it is a comment or can fit nothing."""
    if line.startswith("#"):
        return None
    line = re.sub(r"(?<!\\)((?:\\\\)*) +$", r"\1", line)  # an escaped space at the end is a part of the name
    body = line.removeprefix("!")
    named = body.removesuffix("/")
    if not named or named == "/":
        return None
    expression = _expression(named.removeprefix("/"))
    if expression is None:
        return None
    anywhere = "" if "/" in named else "(?:.*/)?"
    return _Rule(re.compile(anywhere + expression, re.DOTALL), body == line, named != body)


def _expression(pattern: str) -> str | None:
    """A pattern as a regular expression; None where it ends within a bracket or an escape."""
    written, at = [], 0
    while at < len(pattern):
        found = _STARS.match(pattern, at)
        if found is not None:
            # Two of them are more than one only between slashes: any folders, or all that stands in one.
            alone = len(found["stars"]) > 1 and pattern[at - 1 : at] in ("", "/")
            if alone and found["end"] == "/":
                written.append("(?:.*/)?")
                at = found.end()
            else:
                deep = alone and found.end() == len(pattern)
                written.append(".*" if deep else "[^/]*")
                at = found.end("stars")
        elif pattern[at] == "[":
            bracket = _BRACKET.match(pattern, at)
            inside = bracket and _inside(bracket["inside"])
            if bracket is None or inside is None:
                return None
            written.append(f"(?!/)[{'^' if bracket['not'] else ''}{inside}]")
            at = bracket.end()
        elif pattern[at] == "\\":
            if at + 1 == len(pattern):
                return None
            written.append(re.escape(pattern[at + 1]))
            at += 2
        else:
            written.append("[^/]" if pattern[at] == "?" else re.escape(pattern[at]))
            at += 1
    return "".join(written)


_STARS = re.compile(r"(?P<stars>\*+)(?P<end>/?)")
_BRACKET = re.compile(
    r"\[(?P<not>[!^]?)(?P<inside>(?:\[:\w*:\]|\\.|[^\]\\])(?:\[:\w*:\]|\\.|[^\]\\])*|\](?:\[:\w*:\]|\\.|[^\]\\])*)\]",
    re.S,
)
_WITHIN = re.compile(r"\[:(?P<kind>\w*):\]|(?P<first>\\.|.)(?:-(?P<last>\\.|[^\]\\]))?", re.S)
_KINDS = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "blank": r" \t", "cntrl": r"\x00-\x1f\x7f", "digit": "0-9", "graph": "!-~",
    "lower": "a-z", "print": " -~", "punct": r"!-/:-@\[-`{-~", "space": r"\s", "upper": "A-Z", "xdigit": "0-9A-Fa-f",
}  # fmt: skip


def _inside(text: str) -> str | None:
    """What stands in a bracket, as a regular expression spells it; None where it names a kind that there is none of."""
    written = []
    for found in _WITHIN.finditer(text):
        if found["kind"] is not None:
            if found["kind"] not in _KINDS:
                return None
            written.append(_KINDS[found["kind"]])
            continue
        first, last = found["first"][-1], (found["last"] or found["first"])[-1]
        # A range that runs backwards holds nothing but, as git has it, its first character.
        written.append(re.escape(first) + (f"-{re.escape(last)}" if last > first else ""))
    return "".join(written)
