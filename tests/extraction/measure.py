"""Measure the extractor against hand-marked documents: the figures of the project's own scorer, without its tool.

    python -m tests.extraction.measure RAW_DIR GOLD_DIR [--show]

Every `NAME.json`, `NAME.gold.json` or `NAME.extraction.json` in GOLD_DIR is held against the document that it names.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.extraction import extract, line_of
from pipeline.sources import load


class Score(NamedTuple):
    """Counts for one document; the figures are made of them."""

    gold: int
    found: int
    hits: int
    whole: int
    noise: int
    leaked: int

    @property
    def question_f1(self) -> float:
        return 2 * self.hits / (self.gold + self.found) if self.gold + self.found else 0.0

    @property
    def pair_f1(self) -> float:
        return 2 * self.whole / (self.gold + self.found) if self.gold + self.found else 0.0

    @property
    def leak(self) -> float:
        return self.leaked / self.noise if self.noise else 0.0


def plain(text: str | None) -> str:
    """Letters and digits without a question's number."""
    words = unicodedata.normalize("NFKC", text or "").lower()
    words = re.sub(r"^\W*(q\s*\d*\s*[:.]|\(?\d+(\.\d+)*\)?\s*[.、:)]?)\s*", "", words)
    return "".join(letter for letter in words if letter.isalnum())


def same(a: str | None, b: str | None) -> bool:
    """Whether two wordings are the same question, a typing slip aside."""
    one, two = plain(a), plain(b)
    if not one or not two:
        return False
    return one == two or difflib.SequenceMatcher(None, one, two, autojunk=False).ratio() >= 0.9


def lines(ranges: Any) -> set[int]:
    """Line numbers of one or several ranges, in either notation."""
    if not ranges:
        return set()
    if isinstance(ranges, dict) or isinstance(ranges[0], int):
        ranges = [ranges]
    pairs = [(each["line"], each["end_line"]) if isinstance(each, dict) else tuple(each) for each in ranges]
    return {line for first, last in pairs for line in range(first, last + 1)}


def score(gold: Mapping[str, Any], pairs: Sequence[Mapping[str, Any]], show: bool = False) -> Score:
    """Hold extracted pairs against the marked ones, as the contract's scorer does."""
    free = list(range(len(pairs)))
    hits = whole = 0
    for item in gold["items"]:
        best = next(
            (
                number
                for number in free
                if pairs[number]["question_at"]["line"] - 1
                <= item["q_line"]
                <= pairs[number]["question_at"]["end_line"] + 1
                and same(pairs[number]["question"], item["q"])
            ),
            None,
        )
        if best is None:
            if show:
                print(f"   missed {item['q_line']}: {item['q'][:70]}")
            continue
        free.remove(best)
        hits += 1
        want, got = lines(item["a_lines"]), lines(pairs[best].get("answer_at"))
        right = (
            (not (pairs[best].get("answer") or "").strip())
            if not want
            else bool(got) and len(want & got) / len(want | got) >= 0.8
        )
        whole += right
        if show and not right:
            print(f"   answer {item['q_line']}: {item['q'][:40]} want {_ranges(want)} got {_ranges(got)}")
    noise = lines(gold.get("noise_lines"))
    leaked: set[int] = set()
    for pair in pairs:
        leaked |= lines(pair.get("answer_at")) & noise
    if show:
        for number in free:
            print(
                f"   extra  {pairs[number]['question_at']['line']}: {pairs[number]['question'][:60]} [{pairs[number]['rule']}]"
            )
        if leaked:
            print(f"   leaked {sorted(leaked)[:30]}")
    return Score(len(gold["items"]), len(pairs), hits, whole, len(noise), len(leaked))


def _ranges(numbers: set[int]) -> str:
    return f"{min(numbers)}-{max(numbers)} ({len(numbers)})" if numbers else "none"


def measure(raw: Path, gold: Path, show: bool = False) -> dict[str, Score]:
    """The score of every marked document of a folder, by document."""
    found: dict[str, Score] = {}
    for path in sorted(gold.glob("*.json")):
        marked = json.loads(path.read_text(encoding="utf-8"))
        if "items" not in marked:
            continue
        name = marked.get("document") or marked["path"]
        document = load(raw / Path(name).name, raw).document
        if document is None:
            continue
        if show:
            print(name)
        result = score(marked, [line_of(pair) for pair in extract(document).pairs], show)
        found[name] = result
        if show:
            print(f"   = {result.question_f1:.3f} {result.pair_f1:.3f} {result.leak:.3f}")
    return found


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--show"]
    results = measure(Path(arguments[0]), Path(arguments[1]), "--show" in sys.argv)
    for name, each in results.items():
        print(
            f"{name[-34:]:34} gold {each.gold:3} found {each.found:3} question F1 {each.question_f1:.3f} pair F1 {each.pair_f1:.3f} noise {each.leak:.3f}"
        )
    total = Score(*(sum(column) for column in zip(*results.values(), strict=True)))
    mean = sum(each.pair_f1 for each in results.values()) / len(results)
    print(
        f"{'all':34} gold {total.gold:3} found {total.found:3} question F1 {total.question_f1:.3f} pair F1 {total.pair_f1:.3f} noise {total.leak:.3f} mean pair F1 {mean:.3f}"
    )
