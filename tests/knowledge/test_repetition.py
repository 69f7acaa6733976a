"""No expression may take hours to find nothing: what it repeats divides a text in one way only."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import knowledge
from pipeline.knowledge.patterns import PatternError, alternatives, expand, parted
from pipeline.knowledge.repetition import is_ambiguous

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "expression",
    [
        r"(\s?[a-z]+)*x",
        r"(?:[\s\-_]{0,3}[a-z]+){0,8}x",
        r"(a|ab|b)*x",
        r"(a+)+x",
        r"(量|数量|数)*大",
        r"(?:\w+,?)*!",
        r"(?:b(?:a+)+)?x",
        r"(?:a+){2}x",
        r"(?=(?:a+|a)*x)",
        r"(?P<m>[ab])(?:c?(?P=m)?)*x",
        r"(?:the |[a-z]+ )*x",
        r"(?:\d+\s*[bmk]?\s*,)*x",
    ],
)
def test_what_is_several_of_itself_is_found(expression: str) -> None:
    assert is_ambiguous(expression)


@pytest.mark.parametrize(
    "expression",
    [
        r"[a-z]*x",
        r"(\s+[a-z]+)*x",
        r"(?:, ?[a-z]+){0,8}x",
        r"(a|b|cd)*x",
        r"(?>a|ab|b)*x",
        r"(?:a+)?(?:a+)?x",
        r"(?:a+)++x",
        r"(?P<m>[=~])(?:\s?(?P=m)){2,}x",
        r"(?:的|了|[a-z]\b)*x",
    ],
)
def test_what_divides_in_one_way_is_left_alone(expression: str) -> None:
    assert not is_ambiguous(expression)


def test_what_is_called_ambiguous_does_take_long_and_its_remedy_does_not() -> None:
    words = " ".join(["word"] * 6)

    def seconds(expression: str) -> float:
        began = time.process_time()
        assert re.search(expression, f"begin {words}") is None
        return time.process_time() - began

    assert seconds(r"begin(?:\s*[a-z]+)* end") > 50 * seconds(r"begin(?:\s+[a-z]+)* end")


def test_a_pattern_of_an_editor_that_would_take_hours_is_refused_with_its_remedy() -> None:
    with pytest.raises(PatternError, match=r"\\s\+\[a-z\]\+"):
        parted("shrinks( [a-z]+)* as", {})
    assert parted(r"shrinks(\s+[a-z]+)* as", {})


def test_no_pattern_of_the_knowledge_is_ambiguous() -> None:
    """A cache may hold patterns that were taken apart by an earlier version: here all are looked at."""
    loaded = knowledge.load(ROOT / "data" / "graph", ROOT / ".kanwu")
    assert loaded.problems == []
    known = loaded.knowledge
    patterns = {pattern for fact in known.facts.values() for pattern in (*fact.cues, *fact.requires)}
    patterns |= {each for fact in known.facts.values() for value in fact.values.values() for each in value}
    patterns |= {each for relation in known.relations.values() for value in relation.values.values() for each in value}
    patterns |= {each for relation in known.relations.values() for each in relation.cues}
    assert len(patterns) > 10_000
    ambiguous = [
        pattern
        for pattern in sorted(patterns)
        if any(is_ambiguous(expand(each.strip(), known.words)) for each in alternatives(pattern))
    ]
    assert ambiguous == []


def test_no_expression_of_the_program_is_ambiguous() -> None:
    program = """
import importlib, json, pkgutil, re, sys
from pipeline import regex
found = {}
def told(compile):
    def inner(pattern, *rest, **named):
        frame = sys._getframe(1)
        found.setdefault(str(getattr(pattern, "pattern", pattern)), f"{frame.f_code.co_filename}:{frame.f_lineno}")
        return compile(pattern, *rest, **named)
    return inner
re.compile, regex.compile, regex.compile_now = told(re.compile), told(regex.compile), told(regex.compile_now)
import pipeline
for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
    if ".snippets" not in module.name and not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print(json.dumps({each: where for each, where in found.items() if "/pipeline/" in where}))
"""
    told: dict[str, str] = json.loads(subprocess.check_output([sys.executable, "-c", program], text=True, cwd=ROOT))
    assert len(told) > 600
    assert [where for expression, where in told.items() if is_ambiguous(expression)] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The KV cache size decreases by letting several query heads share one growing length.",
        "GQA shrinks the KV cache by letting several query heads share one key/value head while the length grows.",
        "The usual approach against hallucination that careful teams nowadays seem fond of lowers temperature " * 8,
        "除了" * 60 + "LoRA 冻结的权重",
        "LoRA 常常" + "常" * 60 + "不知道冻结权重",
        "【】" * 60 + "LoRA 冻结什么？x",
        "在 LoRA 阶段" + "需要" * 40 + "冻结权重",
        "LoRA 有" + "一" * 2_000 + "字",
    ],
    ids=["ordinary", "ordinary-too", "remedies", "除了", "常常", "brackets", "stages", "digits"],
)
def test_no_sentence_keeps_the_linter_busy(sentence: str, tmp_path: Path) -> None:
    """The first two are ordinary ones: an earlier version never came back from them."""
    page = tmp_path / "page.md"
    page.write_text(sentence + "\n", "utf-8")
    command = [sys.executable, "-m", "pipeline.faces.cli", "lint", str(page)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert done.returncode in (0, 1), done.stderr
