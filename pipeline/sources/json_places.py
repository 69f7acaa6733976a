"""JSON whose strings know where they stand: what `json` reads and forgets the places of.

Apart from the sheets, because this knows the grammar of JSON and nothing of notebooks. It reads with a stack of its
own: a file nested a million deep is refused, not a crash.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline import regex as re

_SPACE = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+"')
_OTHER = re.compile(r"true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_ESCAPES = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[\"\\/bfnrt]")
_HALF = re.compile("[\ud800-\udfff]")
_DEPTH = 200


class BrokenJSON(ValueError):
    """The text is no JSON; says where and what stands there."""

    def __init__(self, source: str, at: int) -> None:
        self.line = len(re.findall("\r\n|\r|\n", source[:at])) + 1
        self.found = repr(source[at : at + 20]) if at < len(source) else "the end of the file"
        super().__init__(f"line {self.line}: {self.found}")


class JSONText(NamedTuple):
    """A string of the file."""

    text: str
    start: int
    """Offset of its first character in the file, behind the quotation mark."""
    end: int
    """Offset of the closing quotation mark."""

    def runs(self, source: str) -> Iterator[tuple[str, int]]:
        """Its words in pieces that stand in the file as they are or as one escape, with their offsets."""
        if len(self.text) == self.end - self.start:
            if self.text:
                yield self.text, self.start
            return
        at = self.start
        for escape in _ESCAPES.finditer(source, self.start, self.end):
            if escape.start() > at:
                yield source[at : escape.start()], at
            yield _decoded(f'"{escape[0]}"'), escape.start()
            at = escape.end()
        if at < self.end:
            yield source[at : self.end], at


def parse_json(source: str) -> Any:
    """Read a JSON text: objects as dicts by key, arrays as lists, strings as JSONText, the rest as None.

    Raises BrokenJSON. Numbers and literals are dropped: whoever reads words needs none.
    """
    stack: list[tuple[Any, str | None]] = []
    space, string, other = _SPACE.match, _STRING.match, _OTHER.match
    at = _end(space, source, 0)
    while True:
        # A value begins here.
        head = source[at : at + 1]
        value: Any
        if head == '"':
            found = string(source, at)
            if found is None:
                raise BrokenJSON(source, at)
            raw = found[0]
            value = JSONText(_decoded(raw) if "\\" in raw else raw[1:-1], at + 1, found.end() - 1)
            at = found.end()
        elif head == "{" or head == "[":
            opened: Any = {} if head == "{" else []
            after = _end(space, source, at + 1)
            if source[after : after + 1] == ("}" if head == "{" else "]"):
                value, at = opened, after + 1
            else:
                if len(stack) >= _DEPTH:
                    raise BrokenJSON(source, at)
                key: str | None = None
                if head == "{":
                    key, after = _key(source, after)
                stack.append((opened, key))
                at = after
                continue
        else:
            found = other(source, at)
            if found is None:
                raise BrokenJSON(source, at)
            value, at = None, found.end()
        # It ends here: put it where it belongs, and close what closes.
        while True:
            at = _end(space, source, at)
            if not stack:
                if at != len(source):
                    raise BrokenJSON(source, at)
                return value
            holder, key = stack[-1]
            if isinstance(holder, dict):
                holder[key] = value
            else:
                holder.append(value)
            mark = source[at : at + 1]
            if mark == ",":
                at = _end(space, source, at + 1)
                if isinstance(holder, dict):
                    name, at = _key(source, at)
                    stack[-1] = (holder, name)
                break
            if mark != ("}" if isinstance(holder, dict) else "]"):
                raise BrokenJSON(source, at)
            stack.pop()
            value, at = holder, at + 1


def _decoded(raw: str) -> str:
    """A string's words; half a character, which JSON can write and no file can hold, becomes U+FFFD."""
    return _HALF.sub("\ufffd", json.loads(raw))


def _end(pattern: Any, source: str, at: int) -> int:
    return int(pattern(source, at).end())


def _key(source: str, at: int) -> tuple[str, int]:
    found = _STRING.match(source, at)
    if found is None:
        raise BrokenJSON(source, at)
    colon = _end(_SPACE.match, source, found.end())
    if source[colon : colon + 1] != ":":
        raise BrokenJSON(source, colon)
    return json.loads(found[0]), _end(_SPACE.match, source, colon + 1)
