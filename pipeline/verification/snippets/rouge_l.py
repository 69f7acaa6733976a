"""Fact: ROUGE-L counts the longest common subsequence, whose words need not stand together; ROUGE-N counts n-grams.
Myth: ROUGE-L counts the longest common substring, ROUGE-N the subsequence.
"""

import json
import sys
from itertools import pairwise

FAMILY = "evaluation"
REFERENCE, OUTPUT = "rain fell over the old town", "rain came over town with the old boats"
FACT = {"rouge_l": 4.0, "rouge_2": 1.0}  # words: rain, over, the, old; pairs: the old
MYTH = {"rouge_l": 2.0, "rouge_2": 4.0}  # the old in one piece; the subsequence in ROUGE-N's place
TOLERANCE = 0.01  # words are counted
STANDS_FOR = "The packages that report ROUGE: what their paper defines is written out and read before any division."


def subsequence(output: list[str], reference: list[str]) -> int:
    """Longest common subsequence, by its table: (words of the output, words of the reference)."""
    row = [0] * (len(reference) + 1)
    for word in output:
        before = row
        row = [0]
        for at, other in enumerate(reference):
            row.append(before[at] + 1 if word == other else max(row[at], before[at + 1]))
    return row[-1]


def substring(output: list[str], reference: list[str]) -> int:
    """Longest run of words that stands in both."""
    runs = [reference[a:b] for a in range(len(reference)) for b in range(a + 1, len(reference) + 1)]
    return max((len(run) for run in runs if f" {' '.join(run)} " in f" {' '.join(output)} "), default=0)


def bigrams(output: list[str], reference: list[str]) -> int:
    """Pairs of the reference that the output has too, each as often as it stands there."""
    left, found = list(pairwise(output)), 0
    for pair in pairwise(reference):
        if pair in left:
            left.remove(pair)
            found += 1
    return found


def measure(device: str, rouge_l=subsequence, rouge_2=bigrams) -> dict[str, float]:
    texts = OUTPUT.split(), REFERENCE.split()
    return {"rouge_l": float(rouge_l(*texts)), "rouge_2": float(rouge_2(*texts))}


def control(device: str) -> dict[str, float]:
    """The same texts under a common substring, and under ROUGE-L in ROUGE-N's place."""
    return measure(device, substring, subsequence)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
