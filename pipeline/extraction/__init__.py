"""Documents in, question-answer pairs out: the first room that knows what a question is.

Apart from `sources`, because every format asks alike; apart from `linking`, because a question asked twice is
still a question. Questions are found by layout: which kind of line asks in *this* document, and what follows it.
One that its document leaves open keeps `answer=None`; nothing is invented for it.
"""

from __future__ import annotations

from pipeline.extraction.pairs import Extracted, extract, line_of

__all__ = ["Extracted", "extract", "line_of"]
