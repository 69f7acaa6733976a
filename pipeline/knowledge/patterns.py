"""The pattern language of cues and values, as data/graph/README.md describes it, into regular expressions.

Apart from the loader, because the claim reader compiles what the loader only checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from pipeline import regex
from pipeline.knowledge.literals import Alternative, taken_apart

# A space also stands for a hyphen: `mixed precision` is written both ways, and a line may break at either.
_SPACE = r"[\s\-_]{0,3}"
_GAP = r"[^。；;!?！？,，\n]{0,16}?"
# Neither end of a match may lie inside a Latin word or a number; Chinese needs no boundary.
_OPEN = r"(?:(?<![a-z0-9])|(?![a-z0-9]))"
_SHUT = r"(?:(?![a-z0-9])|(?<![a-z0-9]))"
_SET = re.compile(r"\{([a-z][a-z0-9_-]*)\}")


_NESTED = re.compile(r"[\\\[]|\(\?<[!=]")
"""What stands in a pattern of which not every space and ellipsis means the same."""
_NUMBERED = re.compile(r"\\[1-9]|\(\?\(|\(\?P=|\[\^?\]")
"""What counts groups, or closes no class where one seems to close."""


class PatternError(ValueError):
    """A pattern that does not compile; the message says why."""


def expand(pattern: str, words: Mapping[str, tuple[str, ...]]) -> str:
    """The regular expression that a pattern stands for, without its boundaries.

    Raises PatternError for a set of synonyms that nobody defined, or one that contains itself.
    """
    return _expand(pattern, words, ())


def _expand(pattern: str, words: Mapping[str, tuple[str, ...]], inside: tuple[str, ...]) -> str:
    def synonyms(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in words:
            raise PatternError(f"the set {{{name}}} stands in no words file")
        if name in inside:
            raise PatternError(f"the set {{{name}}} contains itself")
        return "(?:" + "|".join(_expand(each, words, (*inside, name)) for each in words[name]) + ")"

    parts: list[str] = []
    last = 0
    for match in _SET.finditer(pattern):
        parts += [_plain(pattern[last : match.start()]), synonyms(match)]
        last = match.end()
    parts.append(_plain(pattern[last:]))
    return "".join(parts)


@lru_cache(maxsize=4096)
def _plain(pattern: str) -> str:
    """Spaces and ellipses of a pattern without sets; those inside of a character class stay as they are."""
    if not _NESTED.search(pattern):
        return re.sub(" +", lambda _: _SPACE, pattern).replace("…", _GAP)
    out: list[str] = []
    in_class = False
    escaped = False
    behind = 0
    for at, letter in enumerate(pattern):
        if escaped:
            escaped = False
            out.append(letter)
            continue
        if letter == "\\":
            escaped = True
        elif letter == "[":
            in_class = True
        elif letter == "]":
            in_class = False
        if not in_class and letter == "(":
            behind += bool(behind) or pattern[at : at + 4] in ("(?<!", "(?<=")
        elif not in_class and letter == ")":
            behind -= bool(behind)
        if letter == " " and behind and not in_class:
            # Looking back is of fixed width: there a space is one space.
            out.append(r"\s")
        elif letter == " " and not in_class:
            if not out or out[-1] != _SPACE:
                out.append(_SPACE)
        elif letter == "…" and not in_class:
            out.append(_GAP)
        elif letter == "(" and not in_class:
            out.append("(")
        else:
            out.append(letter)
    return "".join(out)


def alternatives(pattern: str) -> tuple[str, ...]:
    """The alternatives of a pattern, which find together what it finds; itself where it cannot be parted."""
    found: list[str] = []
    begin = depth = 0
    in_class = escaped = False
    for at, letter in enumerate(pattern):
        if escaped or letter == "\\":
            escaped = not escaped
        elif in_class:
            in_class = letter != "]"
        elif letter == "[":
            in_class = True
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "|" and not depth:
            found.append(pattern[begin:at])
            begin = at + 1
    found.append(pattern[begin:])
    # A space at an edge is part of what is found, but pattern by pattern it would be stripped; numbers of groups would shift.
    apart = all(each and each == each.strip() for each in found) and not _NUMBERED.search(pattern)
    return tuple(found) if apart else (pattern,)


def parted(pattern: str, words: Mapping[str, tuple[str, ...]]) -> tuple[Alternative, ...]:
    """The alternatives of a pattern, each with the literals that stand in all that it matches.

    Raises PatternError where the pattern is not a regular expression, could match nothing at all, or repeats what a text
    can be divided into in several ways.
    """
    found: list[Alternative] = []
    sound = True
    for each in alternatives(pattern):
        apart = taken_apart(expand(each.strip(), words))
        if apart.ambiguous:
            raise PatternError(
                "what it repeats is also several of itself in a row, so that finding no match takes hours; begin each "
                r"with what the rest of it cannot hold: `(\s+[a-z]+){0,4}`, not `( [a-z]+){0,4}`"
            )
        sound = sound and apart.sound
        found.append(Alternative(each, apart.needed))
    if not sound:
        compiled((pattern,), words)
    return tuple(found)


def union(patterns: Iterable[str], words: Mapping[str, tuple[str, ...]]) -> str:
    """One regular expression for any of the patterns, with boundaries; empty where there are none."""
    sources = [expand(each.strip(), words) for each in patterns]
    return _OPEN + "(?:" + "|".join(f"(?:{each})" for each in sources) + ")" + _SHUT if sources else ""


@lru_cache(maxsize=16384)
def _compile(source: str) -> re.Pattern[str]:
    return regex.compile_now(source)


def compiled(patterns: Iterable[str], words: Mapping[str, tuple[str, ...]]) -> re.Pattern[str] | None:
    """A compiled pattern that finds any of `patterns` in normalised text; None where there are none.

    Raises PatternError where one is not a regular expression, or could match nothing at all.
    """
    source = union(patterns, words)
    if not source:
        return None
    try:
        found = _compile(source)
    except (re.error, RecursionError, OverflowError) as error:
        raise PatternError(str(error)) from error
    if found.match(""):
        raise PatternError("it matches the empty text")
    return found
