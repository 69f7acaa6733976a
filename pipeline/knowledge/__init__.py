"""What the editors hold true: concepts, relations, facts, questions, answers; and finding them in a text.

Apart from `ledger`, because decisions are only ever added while knowledge is rewritten as it is understood better.
Apart from the stages, because linking, claims, checking and the pages all ask it. A wrong entry is refused here, with
its file, its line and what to do, so that no stage has to doubt what it is handed.
"""

from __future__ import annotations

from pipeline.knowledge.container import Knowledge, Loaded, fact_digest, stale_facts
from pipeline.knowledge.expansions import same_expansion, says_otherwise, shares_a_word
from pipeline.knowledge.labels import LabelIndex, Labelled, squeeze
from pipeline.knowledge.lines import Outline
from pipeline.knowledge.literals import Alternative, Literals, seamless
from pipeline.knowledge.loading import COMPILED, load
from pipeline.knowledge.numbers import Quantity, same_quantity
from pipeline.knowledge.patterns import PatternError, compiled, expand
from pipeline.knowledge.templates import template_answer, template_fact

__all__ = [
    "COMPILED",
    "Alternative",
    "Knowledge",
    "LabelIndex",
    "Labelled",
    "Literals",
    "Loaded",
    "Outline",
    "PatternError",
    "Quantity",
    "compiled",
    "expand",
    "fact_digest",
    "load",
    "same_expansion",
    "same_quantity",
    "says_otherwise",
    "seamless",
    "shares_a_word",
    "squeeze",
    "stale_facts",
    "template_answer",
    "template_fact",
]
