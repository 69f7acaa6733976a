"""Mutation testing for facts: a snippet is perturbed in one place, and the proof has to notice.

Apart from the runner, because it asks another question: not whether the fact holds, but whether this program would
have said so of anything. A mutant dies where it no longer makes a proof of the predictions that the snippet's file
states, by a reading, an error or the clock. One that still holds has changed what the proof does not look at: whoever
reviews it says why that is right, or makes the snippet stricter.

What is perturbed is the measurement: `measure`, and every function and constant of the file that it reaches. Operators
and comparisons are turned round, truth values too, and a number goes up by one. Not perturbed are the predictions and
the tolerance, words, and settings. Those say how large the experiment is, how the system is built that it looks at (the
constants given to a constructor) and which random draw it takes: a fact must hold at another setting, so that a mutant
which still holds would be no fault.
"""

from __future__ import annotations

import ast
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.verification.execution import Outcome, Usage
from pipeline.verification.ruling import decide
from pipeline.verification.snippets import Snippet

RULES = 1
"""Goes up whenever other mutants are made of the same file, so that no record of the old ones stands."""

STATED = frozenset({"FACT", "MYTH", "TOLERANCE", "FAMILY", "STANDS_FOR", "REQUIRES", "NEEDS"})

SEEDS = frozenset({"manual_seed", "seed", "Random", "Generator", "default_rng", "set_seed"})
"""Functions whose numbers choose the random draw; like those of constructors, none of them is perturbed."""

DRAWN = frozenset({
    "empty", "eye", "full", "multinomial", "normal", "ones", "rand", "randint", "randn", "randperm", "zeros",
})  # fmt: skip
"""Functions whose whole numbers say how much there is of something."""

COUNTED = frozenset({"arange", "linspace", "range"})
"""Functions whose whole numbers from 2 say how far they go; 0 and 1 say where they begin, and that may matter."""

UNREAD = frozenset({"seed", "strict", "allow_unused", "retain_graph"})
"""Arguments that no reading can depend on: the seed, and flags that only say what is an error."""

PAUSE = 5.0
"""Seconds that any mutant may take, beside eight times what the snippet itself takes."""


class Mutant(NamedTuple):
    """A snippet's file with one place perturbed."""

    line: int
    """Line of the place in the snippet's file, from 1."""
    where: str
    """The function or constant that it is in."""
    before: str
    after: str
    code: str

    @property
    def name(self) -> str:
        """How the reviewed list calls it: without its line, so that a comment above it changes nothing."""
        return f"{self.where}: {self.before} -> {self.after}"


class Fate(NamedTuple):
    """What became of a mutant."""

    mutant: Mutant
    died: str
    """Of what: a reading, an error, the clock; empty where it still holds."""


class Perturbed(NamedTuple):
    """All mutants of one snippet, run on one device."""

    fates: tuple[Fate, ...]
    failed: str
    """Why there are none: the snippet itself does not hold, or nothing could run."""
    usage: Usage = Usage()

    @property
    def survivors(self) -> list[Mutant]:
        """Those that still hold, in the order of the file."""
        return [fate.mutant for fate in self.fates if not fate.died]


_BINARY: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.Pow: ast.Mult, ast.MatMult: ast.Mult, ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr, ast.BitXor: ast.BitAnd,
}  # fmt: skip
_COMPARED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip


def mutants(code: str) -> list[Mutant]:
    """Every mutant of a snippet's measurement, in the order of its file."""
    tree = ast.parse(code)
    made: list[Mutant] = []
    for where, shown, change, undo in _places(tree):
        before = ast.unparse(shown)
        change()
        after = ast.unparse(shown)
        made.append(Mutant(shown.lineno, where, *_short(before, after), ast.unparse(tree) + "\n"))
        undo()
    return made


def perturb(
    snippet: Snippet, device: str, by: Callable[[Path, str, float], Outcome], limit: float = 120.0
) -> Perturbed:
    """Run every mutant of a snippet, all in one process that has loaded the libraries, and say which still hold."""
    found = mutants(snippet.code)
    alone = "multiprocessing" in snippet.code  # its processes load the file again: each mutant has to be one
    payload = [snippet.code, [mutant.code for mutant in found], PAUSE, alone]
    payload += [dict(snippet.fact), snippet.tolerance]
    with tempfile.TemporaryDirectory(prefix="kanwu-") as folder:
        path = Path(folder, f"{snippet.name}.py")
        path.write_text(_DRIVER.replace("PAYLOAD", repr(json.dumps(payload))), "utf-8")
        outcome = by(path, device, limit * (1 + len(found)))
    if outcome.reason:
        return Perturbed((), outcome.reason, outcome.usage)
    readings: list[Any] = outcome.result.get("readings", [])
    if len(readings) != len(found) + 1:
        return Perturbed((), "it did not say what became of its mutants")
    wrong = _death(snippet, readings[0])
    if wrong:
        return Perturbed((), f"unperturbed, it does not hold: {wrong}")
    fates = [Fate(mutant, _death(snippet, read)) for mutant, read in zip(found, readings[1:], strict=True)]
    return Perturbed(tuple(fates), "", outcome.usage)


def _death(snippet: Snippet, reading: Any) -> str:
    """Why what was read is no proof of what the snippet's own file predicts; empty where it is one."""
    if not isinstance(reading, dict) or reading.get("error"):
        return str(reading.get("error", "no reading") if isinstance(reading, dict) else "no reading")[:200]
    stated = {"fact": snippet.fact, "myth": snippet.myth, "tolerance": snippet.tolerance}
    try:
        # The control is not asked where the measurement has failed already: any would do then, the best there is too.
        ruling = decide({"control": snippet.myth, **reading, **stated})
        if ruling.holds and "control" not in reading:
            return "no control"
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return f"not the numbers of a proof ({error})"[:200]
    return ruling.reason


Place = tuple[str, Any, Callable[[], None], Callable[[], None]]
"""Where, the expression that shows what changes, and how to change it and back."""


def _places(tree: ast.Module) -> Iterator[Place]:
    settings = list(_handed_on(tree))
    for where, top in _reached(tree):
        above = {id(child): node for node in ast.walk(top) for child in ast.iter_child_nodes(node)}
        kept = [*settings, *(inner for node in ast.walk(top) for inner in _kept(node))]
        skipped = {id(inner) for node in kept for inner in ast.walk(node)}
        places: list[tuple[int, int, Place]] = []
        for node in ast.walk(top):
            change = None if id(node) in skipped else _changed(node)
            if change is None:
                continue
            shown = node
            while isinstance(shown, ast.Constant | ast.UnaryOp | ast.keyword) and isinstance(
                above.get(id(shown)), ast.expr | ast.keyword
            ):
                shown = above[id(shown)]  # a number alone would say nothing to whoever reviews it
            places.append((node.lineno, node.col_offset, (where, shown, *change)))  # type: ignore[attr-defined]
        for _, _, place in sorted(places, key=lambda found: found[:2]):
            yield place


def _changed(node: ast.AST) -> tuple[Callable[[], None], Callable[[], None]] | None:
    """How to perturb a node, and how to take that back; None where there is nothing to perturb."""
    match node:
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in _BINARY:
            return _set(node, "op", _BINARY[type(op)]())
        case ast.Compare(ops=[op]) if type(op) in _COMPARED:
            return _set(node, "ops", [_COMPARED[type(op)]()])
        case ast.BoolOp(op=op):
            return _set(node, "op", ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.USub(), operand=operand) if not isinstance(operand, ast.Constant):
            return _set(node, "op", ast.UAdd())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _set(node, "operand", ast.UnaryOp(ast.Not(), operand))
        case ast.Constant(value=bool() as value):
            return _set(node, "value", not value)
        case ast.Constant(value=int() | float() as value):
            return _set(node, "value", value + 1)
    return None


def _reached(tree: ast.Module) -> list[tuple[str, ast.stmt]]:
    """The functions, classes and constants of a file that `measure` comes by, with their names, as in the file."""
    defined: dict[str, ast.stmt] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            defined[node.name] = node
        elif isinstance(node, ast.Assign):
            for name in (n.id for target in node.targets for n in ast.walk(target) if isinstance(n, ast.Name)):
                if name not in STATED:
                    defined[name] = node
    waiting, met = ["measure"], set[str]()
    while waiting:
        name = waiting.pop()
        if name in met or name not in defined:
            continue
        met.add(name)
        waiting += [inner.id for inner in ast.walk(defined[name]) if isinstance(inner, ast.Name)]
    names: dict[int, str] = {}
    for name in sorted(met):
        names[id(defined[name])] = ", ".join(filter(None, (names.get(id(defined[name])), name)))
    return [(names[id(node)], node) for node in tree.body if id(node) in names]


def _kept(node: ast.AST) -> Iterator[ast.AST]:
    """What below a node stays as it is: annotations, what only makes words, and settings."""
    match node:
        case ast.FunctionDef(args=args, returns=returns):
            yield from (a.annotation for a in ast.walk(args) if isinstance(a, ast.arg) and a.annotation)
            yield from (returns,) if returns else ()
        case ast.AnnAssign(annotation=annotation):
            yield annotation
        case ast.JoinedStr() | ast.Assert():
            yield node
        case ast.Assign(targets=[target], value=value) if all(
            name.id.isupper() for name in ast.walk(target) if isinstance(name, ast.Name)
        ) and not isinstance(target, ast.Attribute | ast.Subscript):
            yield from (inner for inner in ast.walk(value) if _counts(inner, 1))
        case ast.Call(func=called, args=args, keywords=keywords):
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            given = [inner for value in (*args, *(word.value for word in keywords)) for inner in _constants(value)]
            if name in SEEDS or name[:1].isupper():
                yield from given
            elif name in DRAWN:
                yield from (constant for constant in given if _counts(constant, 0))
            elif name in COUNTED:
                yield from (constant for constant in given if _counts(constant, 2))
            yield from (word.value for word in keywords if word.arg in UNREAD)


def _handed_on(tree: ast.Module) -> Iterator[ast.AST]:
    """Constants in dictionaries that become keyword arguments, as `Config(**sizes)`: how a system is built."""
    names = {
        word.value.id
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        for word in call.keywords
        if word.arg is None and isinstance(word.value, ast.Name)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict(values=values)) if name in names:
                yield from (constant for value in values for constant in _constants(value))


def _constants(value: ast.expr) -> list[ast.expr]:
    """The constants that stand in an argument as they are, in a tuple or list too, and not as part of a calculation."""
    match value:
        case ast.Constant():
            return [value]
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return [constant for item in items for constant in _constants(item)]
        case ast.UnaryOp(operand=ast.Constant()):
            return [value]
    return []


def _counts(node: ast.AST, least: int) -> bool:
    """Whether a node is a whole number that is, its sign aside, no smaller than this."""
    number = node.operand if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) else node
    if not isinstance(number, ast.Constant) or isinstance(number.value, bool) or not isinstance(number.value, int):
        return False
    return number.value >= least


def _set(node: Any, field: str, value: Any) -> tuple[Callable[[], None], Callable[[], None]]:
    old = getattr(node, field)
    return lambda: setattr(node, field, value), lambda: setattr(node, field, old)


def _short(before: str, after: str) -> tuple[str, str]:
    """Two expressions where they differ, with a few characters around."""
    before, after = " ".join(before.split()), " ".join(after.split())
    if max(len(before), len(after)) <= 70:
        return before, after
    start = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    first = max(0, start - 30)

    def cut(text: str) -> str:
        return f"{'…' if first else ''}{text[first : start + 35]}{'…' if start + 35 < len(text) else ''}"

    return cut(before), cut(after)


_DRIVER = '''
import json, os, signal, sys, tempfile, time

CODE, MUTANTS, PAUSE, ALONE, FACT, TOLERANCE = json.loads(PAYLOAD)
DEVICE = sys.argv[1]


def child(code, path):
    """Become the mutant: its numbers go to a file."""
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
        os.dup2(nowhere.fileno(), 1)
    if ALONE:
        with open(path + ".py", "w") as handle:
            handle.write(code)
        out = os.open(path, os.O_WRONLY | os.O_TRUNC)
        os.dup2(out, 1)
        os.execv(sys.executable, [sys.executable, path + ".py", DEVICE])
    space = {"__name__": "mutant"}
    try:
        exec(compile(code, "mutant.py", "exec"), space)
        read = {"measured": space["measure"](DEVICE)}
        if all(abs(read["measured"][name] - FACT[name]) <= TOLERANCE + 1e-9 for name in FACT):  # else it is dead already
            read["control"] = space["control"](DEVICE)
        told = json.dumps(read)
    except BaseException as error:
        told = json.dumps({"error": type(error).__name__ + ": " + str(error)[:150]})
    with open(path, "w") as handle:
        handle.write(told)
    os._exit(0)


def read(code, seconds):
    """One mutant's numbers, or why it has none; nothing of it is left."""
    handle, path = tempfile.mkstemp()
    os.close(handle)
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        child(code, path)
    end, gone = time.monotonic() + seconds, 0
    while not gone and time.monotonic() < end:
        gone, status = os.waitpid(pid, os.WNOHANG)
        time.sleep(0.002)
    try:
        os.killpg(pid, signal.SIGKILL)
    except OSError:
        pass
    if not gone:
        os.waitpid(pid, 0)
        return {"error": "the clock"}
    with open(path) as handle:
        lines = handle.read().strip().splitlines()
    for left in (path, path + ".py"):
        if os.path.exists(left):
            os.remove(left)
    try:
        told = json.loads(lines[-1])
    except (ValueError, IndexError):
        return {"error": "ended with status %s" % status}
    return {name: told[name] for name in ("measured", "control", "error") if name in told}


if not ALONE:
    # What it imports, and what that imports when it is first used, is loaded once for all: that is most of the time.
    space = {"__name__": "snippet"}
    exec(compile(CODE, "snippet.py", "exec"), space)
    if DEVICE == "cpu":  # a GPU that is in use cannot be handed on to a child
        try:
            space["measure"](DEVICE)
            space["control"](DEVICE)
        except Exception:
            pass  # told by the first reading below
started = time.monotonic()
readings = [read(CODE, 100.0)]
most = PAUSE + (3 if ALONE else 8) * (time.monotonic() - started)  # whoever waits for another process waits forever
for mutant in MUTANTS:
    readings.append(read(mutant, most))
print(json.dumps({"readings": readings}))
'''
