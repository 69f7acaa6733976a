"""Fact: in BM25 k1 says how soon repeating a term stops helping, b how far a long document is marked down.
Myth: k1 is for the length, b for the repetition.
"""

import json
import sys

FAMILY = "retrieval"
STANDS_FOR = "Search engines: the formula that they compute is written out; the weight of the term is left at 1."
AVERAGE, LONG, OFTEN, K1, B = 100, 400, 10, 2, 0.75
# Without k1, without b, with both: score of ten occurrences over one, and of an average document over a long one.
FACT = {"repeats_without_k1": 1.0, "length_without_k1": 1.0, "repeats_without_b": 2.5, "length_without_b": 1.0,
        "repeats": 2.5, "length": 2.5, "once": 1.0}  # fmt: skip
MYTH = {"repeats_without_k1": 2.5, "length_without_k1": 1.0, "repeats_without_b": 1.0, "length_without_b": 1.0,
        "repeats": 2.5, "length": 2.5, "once": 1.0}  # fmt: skip
TOLERANCE = 0.001  # 10 * 3 / 12; (1 + 2 * 3.25) / 3


def score(count: int, length: int, k1: float, b: float) -> float:
    """Of one term: how often it stands in a document of so many words."""
    return count * (k1 + 1) / (count + k1 * (1 - b + b * length / AVERAGE))


def exchanged(count: int, length: int, k1: float, b: float) -> float:
    """What the myth describes: k1's work done by the parameter that is called b, and the other way round."""
    return score(count, length, K1 * b / B, B * k1 / K1)


def measure(device: str, of=score) -> dict[str, float]:
    found = []
    for k1, b in ((0, B), (K1, 0), (K1, B)):
        once = of(1, AVERAGE, k1, b)
        found += [of(OFTEN, AVERAGE, k1, b) / once, once / of(1, LONG, k1, b)]
    return dict(zip(FACT, (*found, once), strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument with the two parameters exchanged."""
    return measure(device, exchanged)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
