"""Fact: BLEU counts what share of the output stands in the reference (precision), ROUGE the share of the reference (recall).
Myth: BLEU measures recall, ROUGE precision.
"""

import json
import sys
from collections import Counter

FAMILY = "evaluation"
REFERENCE = "the cat sat on the mat near the old door"
SHORT = "the cat sat on the"  # all of its words stand in the reference
LONG = REFERENCE + " while rain fell over every quiet street and garden outside"  # the reference, and as much again
FACT = {"bleu_short": 1.0, "bleu_long": 0.5, "rouge_short": 0.5, "rouge_long": 1.0}
MYTH = {"bleu_short": 0.5, "bleu_long": 1.0, "rouge_short": 1.0, "rouge_long": 0.5}
TOLERANCE = 0.01  # words are counted
STANDS_FOR = "BLEU and ROUGE-N at n = 1: longer n-grams, means and the brevity penalty change neither direction."


def overlap(output: str, reference: str) -> int:
    """Words in common, none counted more often than it stands in either."""
    return sum((Counter(output.split()) & Counter(reference.split())).values())


def bleu(output: str, reference: str) -> float:
    """Its modified unigram precision."""
    return overlap(output, reference) / len(output.split())


def rouge(output: str, reference: str) -> float:
    """ROUGE-1 as its paper defines it."""
    return overlap(output, reference) / len(reference.split())


def scores(first, second) -> dict[str, float]:
    found = {}
    for name, metric in (("bleu", first), ("rouge", second)):
        found |= {f"{name}_short": metric(SHORT, REFERENCE), f"{name}_long": metric(LONG, REFERENCE)}
    return found


def measure(device: str) -> dict[str, float]:
    return scores(bleu, rouge)


def control(device: str) -> dict[str, float]:
    """The same texts under the two exchanged: a recall in BLEU's place, a precision in ROUGE's."""
    return scores(rouge, bleu)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
