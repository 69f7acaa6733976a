"""The library of proofs: one file, one instrument, one verdict by the runner. Found by reading, never by importing."""

from __future__ import annotations

import ast
import hashlib
import operator
import re
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.models import Fact, Problem, Proof

LINES, LINES_OF_SEVERAL = 60, 90
"""The longest that a snippet may be, and one that runs several processes: a proof is read before it is believed."""

OURS = "pipeline"

LEAST: Mapping[str, str] = {"torch": "2.4", "transformers": "4.46", "peft": "0.17", "tokenizers": "0.20"}
"""The oldest versions of libraries with which the proofs have been run; a snippet that needs a newer one says so itself."""

WORDING = "wording.zh.toml"
"""What readers of the site call each proof and its numbers; apart from the snippets, so that a better word makes no evidence stale."""


class Snippet(NamedTuple):
    """A snippet's file and what it says of itself, read without running it."""

    name: str
    path: Path
    code: str
    digest: str
    """SHA-256 of the file with `\\n` as its line end."""
    summary: str
    """Its docstring: the fact and the myth in words."""
    requires: tuple[str, ...]
    """Top-level packages that it imports beyond the standard library."""
    family: str
    """Its `FAMILY`, as in `memory of training`."""
    stands_for: str
    """Its `STANDS_FOR`; empty where the thing itself runs."""
    fact: Mapping[str, float] = {}
    """Its `FACT`: what is predicted if the fact is true, stated before anything runs."""
    myth: Mapping[str, float] = {}
    tolerance: float = 0.0
    least: Mapping[str, str] = {}
    """Package to the oldest version that will do: by its `REQUIRES`, as in `"transformers>=5.0"`, else by LEAST."""
    needs: str = ""
    """Its `NEEDS`: `cuda` where only a GPU can show it, so that every other run is skipped; empty where any device can."""


class Wording(NamedTuple):
    """What readers of the site call a proof."""

    title: str
    """What it shows, as a sentence."""
    names: Mapping[str, str]
    """Code name of a quantity or a series to its words."""
    stands_for: str = ""
    """Its `STANDS_FOR` in the site's language."""


class Library(NamedTuple):
    """Snippets by name, and what is wrong with any."""

    snippets: list[Snippet]
    problems: list[Problem]


def list_snippets(folder: Path | None = None) -> Library:
    """Every snippet in a folder (the library's own by default); one against the protocol is named and left out."""
    found: list[Snippet] = []
    problems: list[Problem] = []
    for path in sorted((folder or Path(__file__).parent).glob("*.py")):
        if path.name == "__init__.py":
            continue
        try:
            found.append(read_snippet(path))
        except (SyntaxError, ValueError) as error:
            problems.append(
                Problem(
                    path=path.name,
                    line=error.lineno if isinstance(error, SyntaxError) else None,
                    expected="a snippet by the protocol of proofs",
                    found=str(error),
                    remedy="Correct it: it proves nothing as it stands.",
                )
            )
    return Library(found, problems)


def read_snippet(path: Path) -> Snippet:
    """Read one snippet. Raises SyntaxError or ValueError, with the fault as its message, where it is none."""
    code = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
    tree = ast.parse(code, feature_version=(3, 10))
    stated = _constants(tree)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    summary = ast.get_docstring(tree) or ""
    requires = _packages(tree)
    if not summary.startswith("Fact: ") or "Myth: " not in summary:
        raise ValueError("a docstring that does not say `Fact: … Myth: …`")
    for name, kind in (("FACT", dict), ("MYTH", dict), ("TOLERANCE", int | float), ("FAMILY", str)):
        if not isinstance(stated.get(name), kind):
            raise ValueError(f"no {name} that can be read without running it")
    for name in ("measure", "control"):
        taken = functions[name].args if name in functions else None
        if taken is None or [a.arg for a in taken.args][: len(taken.args) - len(taken.defaults)] != ["device"]:
            raise ValueError(f"no function {name}(device)")
    if stated.get("NEEDS", "cuda") != "cuda":
        raise ValueError('NEEDS that is not "cuda": what any device can show needs none')
    least = _least(stated.get("REQUIRES", ""), requires)
    if OURS in requires:
        raise ValueError(f"an import of {OURS}: a reader could not paste it anywhere")
    longest = LINES_OF_SEVERAL if "multiprocessing" in code else LINES
    if code.count("\n") > longest:
        raise ValueError(f"{code.count(chr(10))} lines where {longest} are the most")
    return Snippet(
        name=path.stem,
        path=path,
        code=code,
        digest=hashlib.sha256(code.encode()).hexdigest(),
        summary=summary,
        requires=requires,
        family=str(stated["FAMILY"]),
        stands_for=str(stated.get("STANDS_FOR", "")),
        fact=_numbers(stated["FACT"]),
        myth=_numbers(stated["MYTH"]),
        tolerance=float(stated["TOLERANCE"]),
        least=least,
        needs=str(stated.get("NEEDS", "")),
    )


def wording(folder: Path | None = None) -> dict[str, Wording]:
    """What the proofs of a folder are called, by snippet; under `*` what all their axes are called."""
    path = (folder or Path(__file__).parent) / WORDING
    if not path.is_file():
        return {}
    return {
        name: Wording(words.pop("title", ""), {}, words.pop("stands_for", ""))._replace(names=words)
        for name, words in tomllib.loads(path.read_text("utf-8")).items()
    }


def proofs(library: Sequence[Snippet], words: Mapping[str, Wording]) -> dict[str, Proof]:
    """Snippets as readers meet them, by name."""
    axes = words["*"].names if "*" in words else {}
    found = {}
    for snippet in library:
        said = words.get(snippet.name, Wording("", {}))
        found[snippet.name] = Proof(
            name=snippet.name,
            title=said.title or snippet.name,
            names={**axes, **said.names},
            summary=snippet.summary,
            family=snippet.family,
            needs=snippet.needs,
            requires=tuple(
                f"{name} ≥ {snippet.least[name]}" if name in snippet.least else name for name in snippet.requires
            ),
            stands_for=said.stands_for or snippet.stands_for,
            code=snippet.code,
        )
    return found


def facts_of(snippet: str, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """Ids of the facts that name a snippet as their proof, sorted."""
    return tuple(sorted(fact.id for fact in facts.values() if fact.snippet == snippet))


_OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.BitOr: operator.or_,
}


def _constants(tree: ast.Module) -> dict[str, Any]:
    """Top-level names whose value follows from the text alone: literals, and arithmetic on such names."""
    known: dict[str, Any] = {}
    for node in tree.body:
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            continue
        target = node.targets[0]
        try:
            value = _value(node.value, known)
            if isinstance(target, ast.Name):
                known[target.id] = value
            elif isinstance(target, ast.Tuple):
                known.update(zip((name.id for name in target.elts if isinstance(name, ast.Name)), value, strict=True))
        except (ValueError, TypeError, ArithmeticError):
            continue
    return known


def _value(node: ast.expr, known: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name) if name in known:
            return known[name]
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return tuple(_value(item, known) for item in items)
        case ast.Dict(keys=keys, values=values):
            return {_value(k, known): _value(v, known) for k, v in zip(keys, values, strict=True) if k is not None}
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, known)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left, known), _value(right, known))
    raise ValueError("not stated in the text")


def _numbers(values: Mapping[str, Any]) -> dict[str, float]:
    if not values or not all(isinstance(v, int | float) and not isinstance(v, bool) for v in values.values()):
        raise ValueError("a prediction that is not a number")
    return {str(name): float(value) for name, value in values.items()}


def _least(stated: object, requires: Sequence[str]) -> dict[str, str]:
    """The oldest version of each required package that will do. Raises ValueError where `REQUIRES` does not say it."""
    least = {name: LEAST[name] for name in requires if name in LEAST}
    for part in str(stated).split(",") if stated else []:
        told = re.fullmatch(r"\s*([a-z_]+)\s*>=\s*(\d+(?:\.\d+)*)\s*", part)
        if told is None:
            raise ValueError(f'REQUIRES that is not like "transformers>=5.0, peft>=0.18": {part.strip()!r:.60}')
        if told[1] not in requires:
            raise ValueError(f"REQUIRES that names {told[1]}, which it does not import")
        least[told[1]] = told[2]
    return least


def _packages(tree: ast.Module) -> tuple[str, ...]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return tuple(sorted(names - set(sys.stdlib_module_names)))
