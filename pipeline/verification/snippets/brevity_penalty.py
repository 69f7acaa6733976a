"""Fact: BLEU's brevity penalty lowers the score of outputs that are shorter than the reference; longer ones keep theirs.
Myth: it lowers the score of outputs that are too long.
"""

import json
import math
import sys

FAMILY = "evaluation"
STANDS_FOR = "The packages that report BLEU: the penalty of its paper is written out, and BLEU at n = 1 with it."
REFERENCE = "the cat sat on the mat near the door of the house"  # twelve words
# Score of the first six words, and of all twelve and six more; what the penalty leaves of each.
FACT = {"short": 0.3679, "long": 1.0}  # e ** (1 - 12 / 6)
MYTH = {"short": 1.0, "long": 0.6065}  # e ** (1 - 18 / 12)
TOLERANCE = 0.001  # words are counted; predictions are rounded to four digits


def penalty(output: int, reference: int) -> float:
    """Of the BLEU paper, section 2.2.2, by the numbers of words."""
    return 1.0 if output > reference else math.exp(1 - reference / output)


def turned(output: int, reference: int) -> float:
    return penalty(reference, output)


def measure(device: str, of=penalty) -> dict[str, float]:
    words = REFERENCE.split()
    short, long = words[: len(words) // 2], words + words[: len(words) // 2]
    return {"short": of(len(short), len(words)), "long": of(len(long), len(words))}


def control(device: str) -> dict[str, float]:
    """The same instrument on a penalty that compares the other way round: it does punish length."""
    return measure(device, turned)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
