"""The pages of proofs: a doubt finds everything on one page, and nothing is called proven that did not run."""

from __future__ import annotations

import re

import pytest

from pipeline.models import Results, Run
from pipeline.publishing import figures, words
from pipeline.publishing.staging import pages
from pipeline.verification import list_snippets
from tests.publishing.sample import graph, sample


@pytest.fixture(scope="module")
def results() -> Results:
    return sample()


def page(results: Results, address: str = "proofs/zero_share.md") -> str:
    return pages(results, graph())[address]


def test_a_proof_is_called_by_what_it_shows_and_its_numbers_by_words(results: Results) -> None:
    """A file name is for whoever runs it; a reader wants the sentence."""
    text = page(results)
    assert '<h1><span class="whole">ZeRO-2</span> 切梯度，不切参数</h1>' in text  # a name is not broken at its hyphen
    assert 'ZeRO-2 的梯度 <code class="quiet">z2_gradients</code>' in text
    assert "<code>z2_parameters</code>" in text  # nobody wrote its word: its name stays


def test_a_proof_shows_fact_and_myth_code_numbers_and_one_line_to_run_it(results: Results) -> None:
    text = page(results)
    for part in ("sides", "numbers", "figure", "runs", "run", "code", "questions"):
        assert f'id="{part}"' in text, part
    assert "ZeRO-2 切分优化器状态和梯度" in text and '<del class="wrong">' in text
    assert "kanwu verify zero_share" in text
    assert "最后一行输出就是这里的数" in text


def test_what_never_ran_on_a_device_says_so(results: Results) -> None:
    """Silence would read as a pass."""
    for address in ("proofs/zero_share.md", "proofs.md"):
        text = page(results, address)
        assert 'class="state state--holds">成立<' in text
        assert 'class="state state--none">尚未运行<' in text


def test_what_only_a_gpu_can_show_is_not_missed_on_the_cpu(results: Results) -> None:
    proof = results.proofs["zero_share"].model_copy(update={"needs": "cuda"})
    text = page(results._replace(proofs={"zero_share": proof}, evidence=()))
    assert "只有 GPU 能证明" in text
    assert "kanwu verify zero_share --device cuda" in text
    assert 'id="numbers"' not in text


def test_a_stand_in_is_never_called_a_measurement_of_the_thing_itself(results: Results) -> None:
    text = page(results)
    assert "以替身和文献证明" in text and "没有测量所说的那个系统本身" in text
    proof = results.proofs["zero_share"].model_copy(update={"stands_for": ""})
    assert "替身" not in page(results._replace(proofs={"zero_share": proof}))


def test_a_proof_links_back_to_every_question_that_it_settles(results: Results) -> None:
    text = page(results)
    back = text[text.index('id="questions"') :]
    assert 'href="../../q/zero-2-partitions/"' in back
    assert "proofs/zero_share/" in page(results, "q/zero-2-partitions.md")


def test_a_corrected_answer_wears_a_badge_of_what_it_rests_on(results: Results) -> None:
    """Proven by a program and taken from the literature are two things."""
    corrected = results._replace(status={**results.status, "zero-2-partitions": "corrected"})
    text = page(corrected, "q/zero-2-partitions.md")
    assert re.search(r'class="badge"[^>]*title="1 个可运行的证明，在 CPU 上成立">▸ 1 个证明<', text)
    text = page(corrected._replace(evidence=()), "q/zero-2-partitions.md")
    assert 'class="badge badge--cited"' in text and "个证明<" not in text


def test_a_badge_says_from_which_version_on_a_fact_holds(results: Results) -> None:
    [run] = results.evidence
    bounded = run.model_copy(update={"since": "transformers 4.40"})
    text = page(results._replace(evidence=(bounded,)), "q/zero-2-partitions.md")
    assert "自 transformers 4.40 起成立" in text


def test_a_gpu_run_stands_beside_the_one_on_the_cpu_with_its_hardware(results: Results) -> None:
    [run] = results.evidence
    on_gpu = Run(at="2026-11-23T10:00:00Z", seconds=2.0, hardware="NVIDIA H200", versions={"torch": "2.13.0"})
    text = page(results._replace(evidence=(run, run.model_copy(update={"device": "cuda", "run": on_gpu}))))
    assert "NVIDIA H200" in text and "2026-11-23" in text and "尚未运行" not in text


def test_a_figure_says_nothing_that_does_not_stand_beside_it_in_numbers(results: Results) -> None:
    """Whoever cannot see it, or prints it without colour, loses nothing."""
    text = page(results)
    drawn = text[text.index('id="figure"') : text.index('id="stands-for"')]
    assert "<title>字节，随ZeRO 阶段：梯度 8、8、4、4</title>" in drawn
    assert "<details>" in drawn and drawn.count("<td>") == 8


def test_a_question_links_to_every_proof_behind_it_however_many(results: Results) -> None:
    [run] = results.evidence
    fact = results.facts["zero-2.partitions"]
    names = [f"proof_{n}" for n in range(5)]
    facts = {
        f"zero-2.partitions@{n}": fact.model_copy(update={"id": f"zero-2.partitions@{n}", "snippet": n}) for n in names
    }
    answer = results.answers["zero-2-partitions"].model_copy(update={"facts": tuple(facts)})
    changed = results._replace(
        facts={**results.facts, **facts},
        answers={"zero-2-partitions": answer},
        evidence=tuple(run.model_copy(update={"snippet": n}) for n in names),
    )
    text = page(changed, "q/zero-2-partitions.md")
    assert all(f'href="../../proofs/{n}/"' in text[text.index('id="evidence"') :] for n in names)


def test_every_family_of_the_library_has_its_word() -> None:
    assert {snippet.family for snippet in list_snippets().snippets} <= words.FAMILY.keys()


def test_lines_are_told_apart_without_their_colours() -> None:
    """Dashes and marks differ too; a quarter of the men in a room may not see the colours."""
    drawn = figures.curves(
        figures.Curves((2, 8, 32), (("one", (1, 10, 100)), ("two", (2, 3, 4))), "x", "y"), "two lines"
    )
    assert {"line line-0", "line line-1"} <= set(re.findall(r'class="(line line-\d)"', drawn))
    assert 'class="mark mark-0"' in drawn and 'class="mark mark-1"' in drawn
    assert 'viewBox="-2 -2 344' in drawn


@pytest.mark.parametrize(
    ("x", "line"),
    [((1.0, 2.0, 4.0), (0.0, 0.0, 0.0)), ((1.0, 2.0), (-1.0, 1e9)), ((5.0, 7.0), (float("nan"), 3.0)), ((2, 3, 4), (1, 2, 3))],
)  # fmt: skip
def test_a_figure_of_any_numbers_stays_within_its_frame(x: tuple[float, ...], line: tuple[float, ...]) -> None:
    drawn = figures.curves(figures.Curves(x, (("line", line),), "x", "y"), "a line")
    assert "nan" not in drawn and "inf" not in drawn
    for place in re.findall(r' (?:cy|y1|y2)="(-?[\d.]+)"', drawn):
        assert -1 <= float(place) <= 260


def test_a_proof_that_measured_the_same_on_two_devices_is_shown_once_with_both(results: Results) -> None:
    """A GPU that measured something else is not hidden behind the CPU."""
    [run] = results.evidence
    same = run.model_copy(update={"device": "cuda"})
    other = same.model_copy(update={"measured": {"z2_gradients": 0.9, "z2_parameters": 1.0}})
    address = "facts/zero-2.partitions.md"
    both = page(results._replace(evidence=(run, same)), address)
    assert both.count('class="proof-card"') == 1
    assert "CPU，2026-11-22，成立；GPU，2026-11-22，成立" in both
    assert page(results._replace(evidence=(run, other)), address).count('class="proof-card"') == 2
