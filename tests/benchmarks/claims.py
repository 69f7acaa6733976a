"""How fast claims are read: megabytes a second of processor time on one core, against the number of facts.

Run as a script: `python tests/benchmarks/claims.py [--size 1.0]`. The text is made of the project's own sentences, so
that facts, cues and values occur as densely as they do in answers; the number of facts is cut to see whether it matters.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from time import perf_counter, process_time

from pipeline import checking, claims, knowledge, sources

ROOT = Path(__file__).resolve().parents[2]


def text_of(known: knowledge.Knowledge, size: int) -> str:
    """About `size` bytes of statements and plain prose, a paragraph each."""
    prose = (
        "面试时先说结论，再讲理由，最后给出一个自己做过的例子，这样听的人容易跟上。",
        "The interviewer will usually ask for the reason, so it pays to know one number by heart.",
        "显存不够时，先看批大小和序列长度，再考虑换优化器或者把一部分状态放到内存里。",
    )
    lines: list[str] = []
    total = 0
    facts = cycle(known.facts.values())
    for number in cycle(range(8)):
        line = next(facts).statement.get("zh" if number < 4 else "en") if number % 4 == 3 else prose[number % 3]
        lines.append(line)
        total += len(line.encode()) + 2
        if total >= size:
            return "\n\n".join(lines) + "\n"
    raise AssertionError


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=float, default=1.0, help="megabytes")
    options = parser.parse_args()
    started = perf_counter()
    known = knowledge.load(ROOT / "data" / "graph", ROOT / ".kanwu").knowledge
    print(f"knowledge opened in {perf_counter() - started:.3f} s ({len(known.facts)} facts)")
    text = text_of(known, int(options.size * 1e6))
    document = sources.read_document(text.encode(), "benchmark.txt").document
    assert document is not None
    for share in (0.1, 0.5, 1.0):
        kept = dict(list(known.facts.items())[:: max(1, round(1 / share))])
        some = replace(known, facts=kept)
        size = len(text.encode()) / 1e6
        seconds: list[float] = []
        for _ in range(2):
            started_cpu = process_time()
            read = claims.read(document, (), some)
            seconds.append(process_time() - started_cpu)
        started_cpu = process_time()
        checked = checking.check(read.claims, (), some)
        check_seconds = process_time() - started_cpu
        print(
            f"{len(kept):4} facts: {size / seconds[0]:5.2f} MB/s first, {size / seconds[1]:5.2f} MB/s once its patterns "
            f"are compiled, check {check_seconds:.2f} s; {len(read.claims)} claims, "
            f"{sum(f.flagged for f in checked.findings)} flagged"
        )


if __name__ == "__main__":
    main()
