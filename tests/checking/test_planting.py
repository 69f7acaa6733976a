"""A planted mistake changes one thing, so that what the linter does with it can be counted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from pipeline import knowledge
from pipeline.checking.planting import Right, measure_planted, measure_statements, plant, right_sentences
from pipeline.models import Rate

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "knowledge" / "small"


def small() -> knowledge.Knowledge:
    return knowledge.load(SMALL, None).knowledge


def planted(text: str) -> dict[str, str]:
    return {each.kind: each.text for each in plant([Right(text)], small())}


def test_each_kind_exchanges_one_thing() -> None:
    """A sentence that changes in two places would tell nothing about either."""
    assert planted("ZeRO-2 再切分梯度。") == {"stage": "ZeRO-3 再切分梯度。"}
    assert planted("LLaMA 在子层之前做归一化。") == {"place": "LLaMA 在子层之后做归一化。"}
    assert planted("序列越长，占用增大。") == {"direction": "序列越长，占用减小。"}
    assert planted("位置向量与词向量相加。") == {"combination": "位置向量与词向量相乘。"}
    assert planted("BERT 遮住 15% 的词。") == {"number": "BERT 遮住 30% 的词。"}


def test_latin_words_are_exchanged_whole() -> None:
    """`summary` holds no `sum`."""
    assert planted("The summary is short.") == {}


def test_what_facts_state_is_said_of_a_neighbour_of_which_they_state_otherwise() -> None:
    """The commonest mistake of all: the right thing of the wrong method."""
    known = small()
    wrong = [each for each in plant(right_sentences(known, ()), known) if each.kind == "subject"]
    assert wrong
    for each in wrong:
        assert each.text != each.original


def test_a_linter_that_sees_all_or_nothing_is_measured_so() -> None:
    """The instrument itself: it must read one for one and nothing for nothing."""
    known = small()
    sentences = right_sentences(known, ())
    for answer in (True, False):
        measured = measure_planted(sentences, known, lambda text, answer=answer: answer)
        assert all(rate.hits == (rate.total if answer else 0) for rate in (*measured.caught, *measured.accused))
        assert bool(measured.missed) is not answer
        assert bool(measured.wronged) is answer


def test_statements_are_counted_by_label_and_kind() -> None:
    rows = [
        {"text": "wrong", "label": "wrong", "kind": "number"},
        {"text": "right", "label": "right", "kind": "number"},
        {"text": "fine", "label": "right", "kind": "prose"},
    ]
    measured = measure_statements(rows, lambda text: text != "fine")
    assert measured.caught == (Rate(name="number", hits=1, total=1),)
    assert measured.accused == (Rate(name="number", hits=1, total=1), Rate(name="prose", hits=0, total=1))


def test_an_interval_is_wide_for_few_and_narrow_for_many() -> None:
    """Two of two is no proof of never failing."""
    assert Rate(name="few", hits=2, total=2).interval() == (0.3424, 1.0)
    low, high = Rate(name="many", hits=500, total=1000).interval()
    assert 0.46 < low < 0.5 < high < 0.54


def test_the_command_prints_rates_and_writes_the_scorecard_only_when_told(tmp_path: Path) -> None:
    """CI writes it, the site publishes it; a look at the figures changes nothing."""
    copy = tmp_path / "graph"
    for file in SMALL.rglob("*"):
        if file.is_file():
            target = copy / file.relative_to(SMALL)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    command = [sys.executable, "-m", "pipeline.faces.cli", "eval", "--planted", "--knowledge", str(copy), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert json.loads(done.stdout)["measurements"][0]["id"] == "planted"
    assert not (copy / "scorecard.json").exists()
    subprocess.run([*command, "--record"], capture_output=True, text=True, check=True, cwd=ROOT)
    assert json.loads((copy / "scorecard.json").read_text("utf-8")) == json.loads(done.stdout)


def test_a_statement_that_cannot_be_read_is_named_by_its_line(tmp_path: Path) -> None:
    broken = tmp_path / "rows.jsonl"
    broken.write_text('{"text": "a", "label": "right", "kind": "prose"}\n{"text": 1}\n', "utf-8")
    command = [sys.executable, "-m", "pipeline.faces.cli", "eval", "--planted", "--knowledge", str(SMALL), str(broken)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert f"{broken}:2: expected a statement" in done.stderr
    assert "Traceback" not in done.stderr
