"""Fact: neither greedy nor beam search finds the likeliest text for certain; more beams are nearer, all are exact.
Myth: beam search always finds the likeliest text.
"""

import json
import sys

FAMILY = "inference"
STEPS, BEAMS, ALL = 2, 2, 12  # there are no more than 12 texts
# Probability of each next token after each text: one model in which a search goes wrong is enough against "always".
NEXT = {
    "": {"a": 0.4, "b": 0.35, "c": 0.25},
    "a": {"a": 0.25, "b": 0.25, "c": 0.25, "d": 0.25},  # the likeliest beginning, and then anything may follow
    "b": {"a": 0.5, "b": 0.5},
    "c": {"a": 1.0},  # the unlikeliest beginning, and then it is sure what follows
}
# Probability of the text that is found: 0.4 / 4, 0.35 / 2, and 0.25, which is that of the likeliest.
FACT = {"greedy": 0.1, "beam": 0.175, "likeliest": 0.25}
MYTH = {"greedy": 0.1, "beam": 0.25, "likeliest": 0.25}
TOLERANCE = 0.001  # products of two numbers


def search(beams: int) -> float:
    """Keep the likeliest `beams` texts at every step; the probability of the best one found."""
    kept = [(1.0, "")]
    for _ in range(STEPS):
        kept = sorted(((p * q, text + token) for p, text in kept for token, q in NEXT[text].items()), reverse=True)
        kept = kept[:beams]
    return kept[0][0]


def likeliest(text: str = "") -> float:
    """Probability of the best continuation, by trying every one."""
    if len(text) == STEPS:
        return 1.0
    return max(q * likeliest(text + token) for token, q in NEXT[text].items())


def measure(device: str, beams: int = BEAMS) -> dict[str, float]:
    return {"greedy": search(1), "beam": search(beams), "likeliest": likeliest()}


def control(device: str) -> dict[str, float]:
    """The same instrument with as many beams as there are texts: that search does find the likeliest."""
    return measure(device, ALL)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
