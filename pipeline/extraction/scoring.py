"""How well pairs agree with a document that was marked by hand: the figures behind `kanwu eval`.

A question counts once, where its words match (nine tenths of them, layout and numbering aside) within a line of
where it was marked. A pair counts where its answer's lines also cover the marked ones (intersection over union
0.8 or better), or where both have no answer. Noise is the share of marked noise lines that leaked into answers.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from rapidfuzz.distance import Indel

from pipeline import regex as re
from pipeline.models import QAPair

_NUMBERING = re.compile(r"^\W*(?:q\s*\d*\s*[:.]|\(?\d+(?:\.\d+)*\)?\s*[.、:)]?)\s*")


class Score(NamedTuple):
    """Counts over one document, or pooled over several."""

    document: str
    gold: int
    """Marked questions."""
    found: int
    """Extracted pairs."""
    questions: int
    """Marked questions that were found."""
    pairs: int
    """Of those, with the right answer."""
    noise_lines: int
    leaked: int
    """Noise lines that stand in an answer."""

    @property
    def question_f1(self) -> float:
        """Harmonic mean of precision and recall over questions; 1.0 where there is nothing to find."""
        return round(2 * self.questions / (self.gold + self.found), 4) if self.gold + self.found else 1.0

    @property
    def pair_f1(self) -> float:
        """The same over whole pairs."""
        return round(2 * self.pairs / (self.gold + self.found), 4) if self.gold + self.found else 1.0

    @property
    def noise(self) -> float:
        """Share of the noise lines that leaked."""
        return round(self.leaked / self.noise_lines, 4) if self.noise_lines else 0.0


def score(marked: Mapping[str, Any], pairs: Sequence[QAPair]) -> Score:
    """Hold the pairs of one document against its marks (`document`, `items`, `noise_lines`)."""
    free = list(pairs)
    questions = whole = 0
    for item in marked["items"]:
        match = next(
            (pair for pair in free if _near(pair, int(item["q_line"])) and _same(pair.question, item["q"])), None
        )
        if match is None:
            continue
        free.remove(match)
        questions += 1
        want = _lines(item.get("a_lines"))
        got = {line for at in match.answer_at or () for line in range(at.line, at.end_line + 1)}
        if not want:
            whole += not (match.answer or "").strip()
        elif got and len(want & got) / len(want | got) >= 0.8:
            whole += 1
    noise = _lines(marked.get("noise_lines"))
    answered = {line for pair in pairs for at in pair.answer_at or () for line in range(at.line, at.end_line + 1)}
    return Score(
        str(marked["document"]), len(marked["items"]), len(pairs), questions, whole, len(noise), len(noise & answered)
    )


def pool(scores: Iterable[Score]) -> Score:
    """The sums over several documents."""
    rows = list(scores)
    return Score("all", *(sum(column) for column in zip(*(row[1:] for row in rows), strict=True)))


def _near(pair: QAPair, line: int) -> bool:
    return pair.question_at.line - 1 <= line <= pair.question_at.end_line + 1


def _same(a: str, b: str) -> bool:
    left, right = _plain(a), _plain(b)
    return bool(left and right) and (left == right or Indel.normalized_similarity(left, right) >= 0.9)


def _plain(text: str) -> str:
    text = _NUMBERING.sub("", unicodedata.normalize("NFKC", text or "").lower())
    return "".join(c for c in text if c.isalnum())


def _lines(ranges: Any) -> set[int]:
    """Lines of one range [first, last] or of a list of them."""
    if not ranges:
        return set()
    if isinstance(ranges[0], int):
        ranges = [ranges]
    return {line for first, last in ranges for line in range(first, last + 1)}
