"""Expressions that are compiled when they are first used: what `re` finds, they find."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from pipeline import regex


def test_a_late_expression_finds_what_an_early_one_finds() -> None:
    text = "ZeRO-1 shards states, ZeRO-2 gradients too"
    late, early = regex.compile(r"zero-(\d)", regex.I), re.compile(r"zero-(\d)", re.I)
    assert [m.span(1) for m in late.finditer(text)] == [m.span(1) for m in early.finditer(text)]
    assert late.sub("stage", text) == early.sub("stage", text)
    assert (late.pattern, late.groups, late.flags) == (early.pattern, early.groups, early.flags)


def test_a_malformed_expression_raises_where_it_is_used() -> None:
    late = regex.compile("(")
    with pytest.raises(re.error):
        late.search("")


def test_nothing_is_compiled_for_importing_the_linter() -> None:
    """Whoever lints one sentence waits for its own expressions, not for hundreds."""
    program = (
        "import gc, pipeline.linting, pipeline.regex as regex\n"
        "late = [each for each in gc.get_objects() if isinstance(each, regex._Late)]\n"
        "print(len(late), sum(hasattr(type(each), 'search') or 'search' in vars(each) for each in late))"
    )
    named, compiled = map(int, subprocess.check_output([sys.executable, "-c", program], text=True).split())
    assert named > 200
    assert compiled < 10
