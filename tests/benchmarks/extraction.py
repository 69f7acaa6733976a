"""How fast documents are read and questions found, and whether the cost grows with the length alone.

    python -m tests.benchmarks.extraction [--plot FILE.svg] [--sizes 2 20]

A plain text in UTF-8, made of the shipped documents' layouts, goes through `read_document` and `extract` on one core.
In the same run markdown-it-py parses the same text (at the smallest size: it is the slower one), so that the figures can be
compared between machines by their ratio.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

from pipeline.extraction import extract
from pipeline.sources import read_document

RAW = Path(__file__).parents[2] / "data" / "raw"


class Timing(NamedTuple):
    """Seconds that one size took."""

    megabytes: float
    read: float
    extract: float

    @property
    def rate(self) -> float:
        """Megabytes a second through both."""
        return self.megabytes / (self.read + self.extract)


def text_of(megabytes: int) -> bytes:
    """A text of that size: the shipped plain texts in UTF-8, again and again."""
    pieces = [read_document(path.read_bytes(), path.name).document for path in sorted(RAW.glob("*.txt"))]
    once = "\n\n".join(piece.source for piece in pieces if piece is not None).encode()
    return once * (megabytes * 2**20 // len(once) + 1)


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one call."""
    gc.collect()
    began = time.process_time()
    work()
    return time.process_time() - began


def measure(megabytes: int) -> Timing:
    """Read and extract one text of that size."""
    data = text_of(megabytes)
    reading = seconds(lambda: read_document(data, "long.txt"))
    document = read_document(data, "long.txt").document
    assert document is not None
    return Timing(len(data) / 2**20, reading, seconds(lambda: extract(document)))


def draw(timings: list[Timing], target: Path) -> None:
    """Seconds over megabytes, with the straight line through the smallest size."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6, 4))
    sizes = [each.megabytes for each in timings]
    axes.plot(sizes, [each.read + each.extract for each in timings], "o-", label="read and extract")
    axes.plot(sizes, [each.extract for each in timings], "s-", label="extract alone")
    first = timings[0]
    axes.plot(sizes, [size * (first.read + first.extract) / first.megabytes for size in sizes], "k:", label="linear")
    axes.set(xlabel="MB of plain text (UTF-8)", ylabel="seconds on one core", xlim=(0, None), ylim=(0, None))
    axes.legend()
    figure.tight_layout()
    figure.savefig(target)


def main() -> None:
    """Print the figures; draw them where a path is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[2, 20])
    arguments = parser.parse_args()
    measure(0)  # the tables of characters are made once a process, whatever is read
    timings = [measure(size) for size in sorted(arguments.sizes)]
    for each in timings:
        print(
            f"{each.megabytes:6.1f} MB  read {each.megabytes / each.read:5.2f} MB/s  "
            f"extract {each.megabytes / each.extract:5.2f} MB/s  both {each.rate:5.2f} MB/s"
        )
    first, last = timings[0], timings[-1]
    growth = (last.read + last.extract) / (first.read + first.extract) / (last.megabytes / first.megabytes)
    print(f"cost a megabyte at {last.megabytes:.0f} MB over that at {first.megabytes:.0f} MB: {growth:.2f}")
    source = text_of(int(first.megabytes)).decode()
    peer = first.megabytes / seconds(lambda: MarkdownIt("commonmark").parse(source))
    print(f"markdown-it-py parses the same text at {peer:.2f} MB/s; ratio {first.rate / peer:.2f}")
    if arguments.plot:
        draw(timings, arguments.plot)


if __name__ == "__main__":
    main()
