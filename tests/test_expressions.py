"""Compiled expressions that later processes find: they are what `re` makes, and nothing that happens to their file is an error.

Who would be hurt: whoever lints one page and waits for hundreds of expressions each time; an author, if a damaged file
made a pattern find something else.
"""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import zlib
from pathlib import Path
from time import perf_counter

import pytest

from pipeline import expressions, shelf
from pipeline.expressions import FILE, Expressions
from pipeline.knowledge.patterns import union
from tests.shipped import shipped_knowledge

ROOT = Path(__file__).parents[1]
SOURCES = [
    (r"(?P<stage>zero)[\s-]?(?P<number>\d)(?!\d)", re.I),
    (r"(?<![a-z])(?:不|没)(?P<what>[\u4e00-\u9fff]{1,3}?)\b", 0),
    (r"^\s*(\w+)\s+\1$", re.M | re.S),
]
LINT = """
import re._compiler, sys
from pathlib import Path

compiled = []
generate = re._compiler._code
def counted(parsed, flags):
    compiled.append(parsed)
    return generate(parsed, flags)
re._compiler._code = counted

from pipeline import knowledge, ledger, linting, regex, sources
regex.keep_in(Path(sys.argv[1]))
known = knowledge.load(Path(sys.argv[2])).knowledge
compiled.clear()
document = sources.read_document(sys.argv[3].encode(), "a.md").document
linted = linting.lint(document, linting.Grounds(known, ledger.fold(())))
print(len(compiled), len(linted.findings))
"""


def lint(folder: Path, text: str = "ZeRO-2 shards the parameters.") -> tuple[int, int]:
    """How many expressions a new process compiles for a text, and what it finds."""
    line = [sys.executable, "-c", LINT, str(folder), str(ROOT / "tests" / "knowledge" / "small"), text]
    found = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True)
    assert not found.stderr
    compiled, findings = map(int, found.stdout.split())
    return compiled, findings


def test_what_was_kept_is_what_re_compiles(tmp_path: Path) -> None:
    """Patterns are equal where their flags, code, groups and source are: `re` compares them so."""
    known = shipped_knowledge()
    patterns = sorted(dict.fromkeys(known.patterns()))[::40]
    sources = SOURCES + [(union((each,), known.words), 0) for each in patterns]
    assert len(sources) > 200
    first = Expressions(tmp_path)
    made = [first.compiled(*each) for each in sources]
    first.keep()
    second = Expressions(tmp_path)
    again = [second.compiled(*each) for each in sources]
    assert second.shelf.new == {}, "all are found"
    for source, one, two in zip(sources, made, again, strict=True):
        expected = re.compile(*source)
        assert one == two == expected
        assert two.groupindex == expected.groupindex and two.groups == expected.groups
    assert again[0].match("ZeRO 3").groupdict() == {"stage": "ZeRO", "number": "3"}  # type: ignore[union-attr]


def test_the_second_process_compiles_next_to_nothing(tmp_path: Path) -> None:
    """A few words of bytes, and what other libraries compile, are not kept."""
    compiled, findings = lint(tmp_path)
    assert compiled > 80 and findings
    again, same = lint(tmp_path)
    assert again < 10 and same == findings


def test_another_version_of_python_finds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its compiler may write other code."""
    first = Expressions(tmp_path)
    first.compiled("a+")
    first.keep()
    monkeypatch.setattr(sys, "version", "4.0.0")
    second = Expressions(tmp_path)
    second.compiled("a+")
    assert len(second.shelf.new) == 1


def test_a_malformed_expression_raises_what_re_raises(tmp_path: Path) -> None:
    for _ in range(2):
        kept = Expressions(tmp_path)
        with pytest.raises(re.error, match="unterminated"):
            kept.compiled("(")
        kept.keep()


@pytest.mark.parametrize("damage", ["text", "half", "empty", "squeezed", "turned", "another's", "code", "names"])
def test_a_damaged_file_costs_only_time(tmp_path: Path, damage: str) -> None:
    source, flags = SOURCES[0]
    first = Expressions(tmp_path)
    first.compiled(source, flags)
    first.keep()
    path = tmp_path / FILE
    whole = path.read_bytes()
    if damage in ("text", "half", "empty"):
        path.write_bytes({"text": b"not a database" * 100, "half": whole[: len(whole) // 2], "empty": b""}[damage])
    else:
        connection = sqlite3.connect(path)
        ((key, kept),) = connection.execute("SELECT key, kept FROM rows").fetchall()
        row = zlib.decompress(kept[4:])
        change = {
            "squeezed": shelf._sealed(key, b"\x00\x01"),
            "turned": kept[:-1] + bytes([kept[-1] ^ 1]),
            "another's": shelf._sealed(b"another's key...", kept[4:]),
            "code": shelf._sealed(key, zlib.compress(row[:-36] + b"\xff\xff\xff\x7f" * 9)),
            "names": shelf._sealed(key, zlib.compress(row.replace(b"stage=1", b"stage=7"))),
        }
        with connection:
            connection.execute("UPDATE rows SET kept = ?", (change[damage],))
        connection.close()
    second = Expressions(tmp_path)
    assert second.compiled(source, flags) == re.compile(source, flags)
    second.keep()
    third = Expressions(tmp_path)
    assert third.compiled(source, flags) == re.compile(source, flags) and third.shelf.new == {}, "it was mended"


def test_a_locked_file_is_not_waited_for(tmp_path: Path) -> None:
    """Of a process that was stopped while it wrote, or a home on the network."""
    first = Expressions(tmp_path)
    for number in range(40):
        first.compiled(f"a{{{number}}}")
    first.keep()
    holder = sqlite3.connect(tmp_path / FILE)
    holder.execute("BEGIN EXCLUSIVE")
    began = perf_counter()
    second = Expressions(tmp_path)
    assert all(second.compiled(f"a{{{number}}}").match("a" * number) for number in range(40))
    assert perf_counter() - began < 0.5
    holder.close()


def test_a_forked_process_leaves_its_parents_connection_alone(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from pipeline.expressions import Expressions\n"
        "kept = Expressions(Path(sys.argv[1])); kept.compiled('a+'); kept.keep()\n"
        "kept = Expressions(Path(sys.argv[1])); kept.compiled('a+'); mine = kept.shelf.reading\n"
        "child = os.fork()\n"
        "if not child: os._exit(0 if kept.shelf.reading is None and kept.compiled('a+').match('a') and kept.shelf.reading is not mine else 1)\n"
        "print(os.waitpid(child, 0)[1], kept.compiled('a+').pattern)"
    )
    if not hasattr(os, "fork"):
        pytest.skip("this system does not fork")
    assert subprocess.check_output([sys.executable, "-c", program, str(tmp_path)], text=True).split() == ["0", "a+"]


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    kept = Expressions(blocked)
    assert kept.compiled("a+").match("aa")
    kept.keep()
    assert blocked.read_text() == ""


def test_a_compiler_that_is_not_known_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("re._compiler._code", lambda parsed, flags: [1])
    kept = Expressions(tmp_path)
    assert kept.compiled("a+").match("aa")
    kept.keep()
    assert list(tmp_path.iterdir()) == []


def test_without_sqlite_everything_is_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some interpreters are built without it."""
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    kept = Expressions(tmp_path)
    assert kept.compiled("a+").match("aa")
    kept.keep()
    assert list(tmp_path.iterdir()) == []


def test_several_processes_keep_theirs(tmp_path: Path) -> None:
    texts = ["ZeRO-2 shards the parameters.", "LoRA 冻结原始权重。", "BERT uses 24 layers.", "RAG means retrieval."]
    line = [sys.executable, "-c", LINT, str(tmp_path), str(ROOT / "tests" / "knowledge" / "small")]
    running = [
        subprocess.Popen([*line, text], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for text in texts
    ]
    for each in running:
        _, errors = each.communicate()
        assert each.returncode == 0 and not errors
    compiled = [lint(tmp_path, text)[0] for text in texts]
    assert sum(each < 10 for each in compiled) >= len(texts) - 1, compiled  # who waits a second too long writes nothing


def test_a_file_that_grew_too_large_is_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Expressions(tmp_path)
    for number in range(300):
        first.compiled(f"a{{{number}}}[b-d]*")
    first.keep()
    size = (tmp_path / FILE).stat().st_size
    monkeypatch.setattr(expressions, "_LARGEST", size - 1)
    second = Expressions(tmp_path)
    second.compiled("new")
    second.keep()
    assert (tmp_path / FILE).stat().st_size < size


def test_the_command_keeps_them_with_the_user_and_not_in_a_project(tmp_path: Path) -> None:
    """What stands in a project may come from anybody."""
    cache, notes = tmp_path / "cache", tmp_path / "notes"
    notes.mkdir()
    environment = {**os.environ, "KANWU_CACHE": str(cache), "PYTHONPATH": str(ROOT)}
    line = [sys.executable, "-m", "pipeline.faces.cli", "lint", "-", "--knowledge", str(ROOT / "tests/knowledge/small")]
    subprocess.run(line, cwd=notes, env=environment, input=b"LoRA freezes the weights.", capture_output=True)
    assert (cache / FILE).is_file()
    assert list(notes.iterdir()) == []
