"""The library of proofs: by the protocol, readable, and true on this machine."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.models import Evidence
from pipeline.verification import (
    Snippet,
    check,
    cores,
    execute,
    list_snippets,
    load_evidence,
    needed,
    run,
    run_all,
    sandbox,
    state_of,
)
from pipeline.verification.execution import reaches
from pipeline.verification.ruling import decide
from pipeline.verification.snippets import LEAST, Wording, wording

Written = Callable[..., Snippet]

LIBRARY = list_snippets()
EVERY = pytest.mark.parametrize("snippet", LIBRARY.snippets, ids=lambda snippet: snippet.name)
RECORDED = Path(__file__).parents[2] / "data" / "graph" / "evidence"
ANYWHERE = pytest.mark.parametrize(
    "snippet", [s for s in LIBRARY.snippets if not s.needs], ids=lambda snippet: snippet.name
)
FAMILIES = {
    "alignment", "attention arithmetic", "feed-forward layers", "inference", "memory of training", "normalisation and residuals", "objectives",
    "optimisation", "parallelism", "parameter-efficient tuning", "positions", "precision", "tokenisers and data", "evaluation", "retrieval",
    "sizes of models",
}  # fmt: skip


@cache
def _recorded() -> dict[str, Evidence]:
    """The evidence of the project's own record, read once: a hundred and fifty proofs ask for it."""
    return {row.snippet: row for row in load_evidence(RECORDED).evidence if row.device == "cpu"}


@cache
def _readings() -> dict[str, list[dict[str, Any]]]:
    """What each proof of a real library said in each combination of versions that was tried."""
    record = json.loads((RECORDED / "versions" / "matrix.json").read_text("utf-8"))
    return {name: row["readings"] for name, row in record.items()}


@cache
def _words() -> Mapping[str, Wording]:
    return wording()


@cache
def _ran() -> dict[str, Evidence]:
    """Every snippet once in this session, as many at a time as there are cores, in the sandbox where there is one."""
    by = execute if sandbox.unavailable() else sandbox.execute
    needs = needed(load_evidence(RECORDED).evidence, "cpu")
    return {row.snippet: row for row in run_all(LIBRARY.snippets, "cpu", jobs=min(cores(), 4), needs=needs, by=by)}


@pytest.mark.snippets
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason='needs PyTorch: pip install "kanwu[verify]"')
@ANYWHERE
def test_every_snippet_of_the_library_holds_on_the_cpu(snippet: Snippet) -> None:
    evidence = _ran()[snippet.name]
    assert evidence.holds is not None, evidence.reason
    assert evidence.holds, evidence.reason
    assert evidence.run.peak_mb < 3072


@pytest.mark.snippets
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason='needs PyTorch: pip install "kanwu[verify]"')
def test_what_is_measured_now_agrees_with_the_record_within_tolerance() -> None:
    """A number on a page is what whoever runs it will see too."""
    recorded = _recorded()
    for name, now in _ran().items():
        if now.holds is None or now.digest != recorded[name].digest:
            continue
        for kind in ("measured", "control"):
            then, read = getattr(recorded[name], kind), getattr(now, kind)
            assert then.keys() == read.keys()
            assert all(abs(then[key] - read[key]) <= now.tolerance + 1e-4 for key in then), name


def test_no_proof_took_twenty_seconds_of_one_core_or_three_gigabytes_when_it_was_recorded() -> None:
    """A laptop is enough, and nobody waits."""
    recorded = [row.run for row in _recorded().values()]
    assert max(ran.cpu_seconds for ran in recorded) < 20
    assert max(ran.peak_mb for ran in recorded) < 3072


@pytest.mark.snippets
@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason='needs PyTorch: pip install "kanwu[verify]"')
def test_two_runs_on_one_machine_read_the_same() -> None:
    """Seeds are set: the tolerance is for other machines."""
    by_name = {snippet.name: snippet for snippet in LIBRARY.snippets}
    chosen = [by_name[name] for name in ("loss_scaling", "speculative_decoding", "pipeline_bubble")]
    first, second = (run_all(chosen, "cpu", jobs=2) for _ in range(2))
    assert [(row.measured, row.control) for row in first] == [(row.measured, row.control) for row in second]


def test_no_snippet_is_against_the_protocol() -> None:
    assert LIBRARY.problems == []


def test_the_library_holds_enough_proofs_of_every_family() -> None:
    families = Counter(snippet.family for snippet in LIBRARY.snippets)
    assert families.keys() == FAMILIES
    assert sum(families.values()) >= 76
    assert min(families.values()) >= 4


@ANYWHERE
def test_every_snippet_has_its_evidence_on_the_cpu(snippet: Snippet) -> None:
    """What a page shows as proven was run with the file as it stands."""
    assert state_of(snippet, list(_recorded().values()), "cpu") == "holds"


@EVERY
def test_fact_and_myth_lie_further_apart_than_the_tolerance_reaches(snippet: Snippet) -> None:
    sides = {"fact": snippet.fact, "myth": snippet.myth, "tolerance": snippet.tolerance}
    assert decide({**sides, "measured": snippet.fact, "control": snippet.myth}).holds
    assert not decide({**sides, "measured": snippet.myth, "control": snippet.fact}).holds


@EVERY
def test_a_tolerance_gives_its_reason_beside_it(snippet: Snippet) -> None:
    [line] = [line for line in snippet.code.splitlines() if line.startswith("TOLERANCE = ")]
    assert len(line.partition("  # ")[2]) > 10


@EVERY
def test_a_snippet_that_draws_random_numbers_is_seeded(snippet: Snippet) -> None:
    draws = any(word in snippet.code for word in ("torch.rand", "torch.multinomial", "init.normal_", "import random"))
    assert not draws or "manual_seed(" in snippet.code or re.search(r"Random\(\d+\)", snippet.code)


@EVERY
def test_the_control_says_what_system_it_looks_at(snippet: Snippet) -> None:
    [control] = [node for node in ast.parse(snippet.code).body if getattr(node, "name", "") == "control"]
    assert ast.get_docstring(control)  # type: ignore[arg-type]


@EVERY
def test_a_snippet_neither_downloads_nor_judges_itself(snippet: Snippet) -> None:
    for word in ("from_pretrained", "urlopen", "requests", "hf_hub", "load_dataset", '"holds"'):
        assert word not in snippet.code


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (('"""Fact: doubling', '"""Doubling'), "a docstring that does not say `Fact: … Myth: …`"),
        (('MYTH = {"factor": 3.0}', "MYTH = dict(factor=3.0)"), "no MYTH that can be read without running it"),
        (("TOLERANCE = 0.1", "TOLERANCE = float('0.1')"), "no TOLERANCE that can be read without running it"),
        (('FAMILY = "arithmetic"', ""), "no FAMILY that can be read without running it"),
        (("def control(device: str)", "def check(device: str)"), "no function control(device)"),
        (("def measure(device: str)", "def measure()"), "no function measure(device)"),
        (("import json", "import json\nfrom pipeline import models"), "an import of pipeline"),
        (('FACT = {"factor": 4.0}', 'FACT = {"factor": "4"}'), "a prediction that is not a number"),
        (('FACT = {"factor": 4.0}', "FACT = {}"), "a prediction that is not a number"),
        (
            ("import json", 'import json\nREQUIRES = "transformers>=5"'),
            "REQUIRES that names transformers, which it does not",
        ),
        (("import json", 'import json\nREQUIRES = "json 5"'), "REQUIRES that is not like"),
        (("import json", "import json" + "\n" * 60), "lines where 60 are the most"),
        (("import json", "import json import"), "invalid syntax"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_a_file_against_the_protocol_is_named_with_its_fault_and_left_out(
    written: Written, tmp_path: Path, change: tuple[str, str], found: str
) -> None:
    good = written()
    code = good.code
    assert change[0] in code
    (tmp_path / "snippets" / "broken.py").write_text(code.replace(*change), "utf-8")
    library = list_snippets(tmp_path / "snippets")
    assert [snippet.name for snippet in library.snippets] == ["doubling"]
    [problem] = library.problems
    assert problem.path == "broken.py"
    assert found in problem.found


def test_predictions_may_be_computed_from_what_stands_above_them(written: Written) -> None:
    snippet = written(
        ('FACT = {"factor": 4.0}', 'BASE, TIMES = 2, 2\nFACT = {"factor": BASE**TIMES, "rest": -1 / BASE}'),
        ('MYTH = {"factor": 3.0}', 'MYTH = FACT | {"factor": BASE + 1.0}'),
    )
    assert (snippet.fact, snippet.myth) == ({"factor": 4.0, "rest": -0.5}, {"factor": 3.0, "rest": -0.5})


def test_the_digest_of_a_file_does_not_depend_on_its_line_ends(written: Written) -> None:
    """A checkout with Windows line ends must not make all evidence stale."""
    snippet = written()
    snippet.path.write_bytes(snippet.code.replace("\n", "\r\n").encode())
    [again] = list_snippets(snippet.path.parent).snippets
    assert again.digest == snippet.digest


@EVERY
def test_readers_have_words_for_a_proof_and_for_all_its_numbers(snippet: Snippet) -> None:
    """A page that says `z2_gradients` is for whoever wrote the program."""
    words = _words()
    said, axes = words[snippet.name], words["*"].names
    assert re.search(r"[\u4e00-\u9fff].*[\u4e00-\u9fff]", said.title) and not said.title.endswith("。")
    assert bool(said.stands_for) == bool(snippet.stands_for)
    drawn = [e.series for e in _recorded().values() if e.snippet == snippet.name and e.series]
    lines = {name for series in drawn for name in series if name not in ("x", "x_label", "unit")}
    assert {*snippet.fact, *lines} - said.names.keys() == set()
    assert {series[name] for series in drawn for name in ("x_label", "unit")} - axes.keys() == set()


def test_no_words_are_kept_for_what_no_snippet_says() -> None:
    words = _words()
    assert words.keys() == {snippet.name for snippet in LIBRARY.snippets} | {"*"}
    assert words["*"].names.keys() >= {"layers", "tokens"}


def test_a_snippet_says_itself_which_version_of_a_library_it_needs(written: Written) -> None:
    """Where it says nothing, what every proof needs holds: the oldest versions that any of them was run with."""
    imports = ("import json\n", "import json\n\nimport peft\nimport torch\n\n{}")
    plain = written((imports[0], imports[1].format("")))
    assert plain.least == {"torch": LEAST["torch"], "peft": LEAST["peft"]}
    says = written((imports[0], imports[1].format('REQUIRES = "peft>=0.18, torch >= 2.5.1"\n')))
    assert says.least == {"torch": "2.5.1", "peft": "0.18"}


@pytest.mark.parametrize("name", sorted(_readings()))
def test_the_version_that_a_snippet_needs_is_the_one_that_the_record_of_versions_shows(name: str) -> None:
    """Too low, and a bundle fails where it should skip; too high, and it skips what would have held."""
    [snippet] = [snippet for snippet in LIBRARY.snippets if snippet.name == name]
    for reading in _readings()[name]:
        short = [
            library
            for library, found in reading["versions"].items()
            if library in snippet.least and not reaches(found, snippet.least[library])
        ]
        misfit = reading.get("reason", "").startswith("needs another version of a library")  # of one beside it
        assert misfit or (reading["state"] == "holds") is not bool(short), reading


GPU_ONLY = ('FAMILY = "arithmetic"', 'FAMILY = "arithmetic"\nNEEDS = "cuda"')


def test_what_only_a_gpu_can_show_is_skipped_elsewhere_and_never_passes(written: Written) -> None:
    """Its numbers would come out on a CPU too; they would just mean nothing."""
    evidence = run(written(GPU_ONLY), "cpu")
    assert (evidence.holds, evidence.reason) == (None, "only a GPU can show it")
    assert evidence.measured == {}


def test_the_check_of_the_cpu_does_not_ask_for_what_a_cpu_cannot_show(written: Written) -> None:
    snippet = written(GPU_ONLY)
    assert check([snippet], [snippet], [], "cpu", {}) == []
    [problem] = check([snippet], [snippet], [], "cuda", {})
    assert problem.path == "evidence/doubling@cuda.json"


def test_every_proof_has_a_title_and_words_for_its_numbers_beside_the_library(written: Written) -> None:
    """A better word must not make evidence stale, so none stands in the snippet itself."""
    snippet = written()
    folder = snippet.path.parent
    (folder / "wording.zh.toml").write_text('[doubling]\ntitle = "两次加倍是几倍？"\nfactor = "倍数"\n', "utf-8")
    assert wording(folder) == {"doubling": ("两次加倍是几倍？", {"factor": "倍数"}, "")}
    assert [s.digest for s in list_snippets(folder).snippets] == [snippet.digest]
