"""YAML with its lines: every scalar a string, every part with the line on which it stands.

Apart from the loader, so that a build that finds its cache never imports YAML.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from pipeline.knowledge.loading import Entry, Place
from pipeline.models import Answer, Problem, Record

Lines = dict[tuple[str | int, ...], int]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_list(path: Path, name: str, schema: type[Record], problems: list[Problem]) -> Iterator[Entry]:
    """The entries of a file that is a list of records; what is none is refused by its line."""
    node = _compose(path, name, problems)
    if node is None:
        return
    if not isinstance(node, yaml.SequenceNode):
        problems.append(_fault(name, node, "a list of entries", _kind(node), "Begin each entry with `- id:`."))
        return
    for item in node.value:
        lines: Lines = {}
        value = _plain(item, lines, (), name, problems)
        if not isinstance(value, dict):
            problems.append(_fault(name, item, "an entry of keys and values", _kind(item), "Begin it with `- id:`."))
            continue
        if (entry := _typed(value, lines, name, _line(item), schema, problems)) is not None:
            yield entry


def read_words(path: Path, name: str, problems: list[Problem]) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """The named sets of synonyms of words.yaml: name, patterns, line."""
    node = _compose(path, name, problems)
    if node is None:
        return
    if not isinstance(node, yaml.MappingNode):
        problems.append(_fault(name, node, "names with their synonyms", _kind(node), "Write `name: [word, word]`."))
        return
    for key, item in node.value:
        value = _plain(item, {}, (), name, problems)
        patterns = [value] if isinstance(value, str) else value
        if not isinstance(patterns, list) or not all(isinstance(each, str) and each for each in patterns):
            problems.append(_fault(name, item, "a list of words", _kind(item), "Write `name: [word, word]`."))
            continue
        yield str(key.value), tuple(patterns), _line(key)


def read_answer(path: Path, name: str, problems: list[Problem]) -> Entry | None:
    """A canonical answer: front matter between two lines `---`, then Markdown."""
    try:
        text = path.read_text("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(_unreadable(name, error))
        return None
    head, body = "", ""
    if text.startswith("---\n"):
        head, found, body = text[4:].partition("\n---\n")
        if not found:
            head = ""
    if not head:
        problems.append(
            Problem(
                path=name,
                line=1,
                expected="front matter between two lines `---`",
                found=repr(text[:30]),
                remedy="Start from `kanwu answer new QUESTION`.",
            )
        )
        return None
    node = _composed(head, name, problems, 1)
    if not isinstance(node, yaml.MappingNode):
        if node is not None:
            problems.append(_fault(name, node, "keys and values", _kind(node), "Write the front matter as YAML."))
        return None
    lines: Lines = {}
    value = _plain(node, lines, (), name, problems)
    lines = {key: line + 1 for key, line in lines.items()}
    value.update({"body": body.strip("\n") + "\n", "path": name})
    return _typed(value, lines, name, 2, Answer, problems)


def _typed(
    value: dict[str, Any], lines: Lines, name: str, line: int, schema: type[Record], problems: list[Problem]
) -> Entry | None:
    try:
        return Entry(schema.model_validate(value), Place(name, line), lines)
    except ValidationError as error:
        for fault in error.errors():
            at = fault["loc"]
            where = next((lines[at[:n]] for n in range(len(at), -1, -1) if at[:n] in lines), line)
            key = ".".join(str(part) for part in at)
            found = "nothing" if fault["type"] == "missing" else repr(fault.get("input"))[:80]
            problems.append(
                Problem(
                    path=name,
                    line=where,
                    expected=f"`{key}`: {fault['msg'][0].lower()}{fault['msg'][1:]}",
                    found=f"{found} in {value.get('id') or value.get('question') or 'an entry without id'}",
                    remedy="Correct it as data/graph/README.md shows; until then the entry counts as absent.",
                )
            )
        return None


def _compose(path: Path, name: str, problems: list[Problem]) -> yaml.Node | None:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(_unreadable(name, error))
        return None
    return _composed(text, name, problems, 0)


def _composed(text: str, name: str, problems: list[Problem], offset: int) -> yaml.Node | None:
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problems.append(
            Problem(
                path=name,
                line=mark.line + 1 + offset if mark else None,
                expected="YAML",
                found=str(getattr(error, "problem", None) or error).split("\n")[0],
                remedy="Put values with `: ` or a leading `{`, `[`, `*`, `%`, `@` into quotes; until then nothing of this file counts.",
            )
        )
        return None
    return node


def _plain(node: yaml.Node, lines: Lines, path: tuple[str | int, ...], name: str, problems: list[Problem]) -> Any:
    lines[path] = _line(node)
    if isinstance(node, yaml.ScalarNode):
        # A plain `null` or nothing at all is an absent value; quoted, it is text.
        return None if node.style is None and node.value in ("", "~", "null") else str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each, lines, (*path, i), name, problems) for i, each in enumerate(node.value)]
    value: dict[str, Any] = {}
    for key, item in node.value:
        if key.value in value:
            problems.append(
                _fault(name, key, "each key once", f"`{key.value}` again", "Delete one; the last one counts.")
            )
        read = _plain(item, lines, (*path, str(key.value)), name, problems)
        lines[(*path, str(key.value))] = _line(key)
        if read is not None:
            value[str(key.value)] = read
    return value


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _kind(node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return repr(str(node.value)[:40])
    return "a list" if isinstance(node, yaml.SequenceNode) else "keys and values"


def _fault(name: str, node: yaml.Node, expected: str, found: str, remedy: str) -> Problem:
    return Problem(path=name, line=_line(node), expected=expected, found=found, remedy=remedy)


def _unreadable(name: str, error: Exception) -> Problem:
    return Problem(
        path=name,
        line=None,
        expected="a readable UTF-8 file",
        found=str(error).lower(),
        remedy="Save it as UTF-8; until then nothing of this file counts.",
    )
