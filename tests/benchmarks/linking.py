"""What linking costs as the corpus grows: seconds for thousands of questions, and how they grow.

    python -m tests.benchmarks.linking [--plot linking.png]

The questions are made of the vocabulary itself, so that blocks are as full as in a real corpus of one field: every
term is asked about in several ways, in both languages.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
from pathlib import Path
from time import perf_counter

from pipeline.linking import link, terms
from pipeline.linking.vocabulary import _rows
from pipeline.models import Concept, Passage, QAPair, QuestionEntry, digest

SIZES = (500, 1000, 2000, 4000, 8000)
ASKED = (
    "什么是{}？", "{}", "{}的原理是什么", "{}有哪些优点", "{}的缺点", "How does {} work?", "What is {}?", "为什么需要{}",
    "{}怎么评估", "{}和{}的区别", "What is the difference between {} and {}?", "{}在训练时怎么用", "{}在推理时怎么用",
    "{}有哪些应用场景", "drawbacks of {}", "如何优化{}",
)  # fmt: skip


class Nothing:
    """A knowledge without a concept."""

    concepts: dict[str, Concept] = {}  # noqa: RUF012
    questions: dict[str, QuestionEntry] = {}  # noqa: RUF012


def corpus(size: int) -> list[QAPair]:
    """`size` pairs over a hundred documents."""
    chance = random.Random(0)
    spellings = [s for _, _, found in _rows(terms.TERMS) for s in found if len(s) > 2]
    pairs = []
    for number, asked in zip(range(size), itertools.cycle(ASKED), strict=False):
        words = asked.format(*chance.sample(spellings, 2))
        document = f"{number % 100:03}.md"
        at = Passage(
            document=document, start=number, end=number + len(words), line=number + 1, end_line=number + 1, quote=words
        )
        pairs.append(
            QAPair(
                id=digest([number, words])[:12], document=document, sha256="0" * 64, lang="zh", question=words,
                question_at=at, answer=None, answer_at=None, rule="benchmark",
            )
        )  # fmt: skip
    return pairs


def main() -> None:
    """Measure, print, and draw where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--plot", type=Path)
    plot = options.parse_args().plot
    link(corpus(10), Nothing())  # the vocabulary is compiled once
    seconds = []
    for size in SIZES:
        pairs = corpus(size)
        began = perf_counter()
        linked = link(pairs, Nothing())
        seconds.append(perf_counter() - began)
        rate = size / seconds[-1]
        sys.stdout.write(
            f"{size:>6} questions  {seconds[-1]:7.2f} s  {rate:7.0f}/s  {len(linked.questions)} clusters\n"
        )
    if plot is not None:
        import matplotlib.pyplot as plt

        figure, axes = plt.subplots()
        axes.plot(SIZES, seconds, marker="o")
        axes.set(xlabel="questions", ylabel="seconds", title="Linking")
        figure.savefig(plot)


if __name__ == "__main__":
    main()
