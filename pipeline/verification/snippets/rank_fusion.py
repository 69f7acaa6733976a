"""Fact: reciprocal rank fusion adds 1 / (60 + rank) over the retrievers; how large their raw scores are plays no part.
Myth: it adds up the raw scores.
"""

import json
import sys

FAMILY = "retrieval"
STANDS_FOR = "Search engines: the formula of the paper is written out."
# Scores of two retrievers for the same documents: words counted, and cosines.
BY_WORDS = {"a": 30, "b": 20, "c": 10, "d": 5}
BY_VECTORS = {"c": 0.9, "b": 0.8, "d": 0.7, "a": 0.1}
RAISED, CONSTANT = 1000, 60
FACT = {"score_of_b": 0.03226, "score_of_a": 0.03202, "moves_with_scores": 0.0}  # 2 / 62; 1 / 61 + 1 / 64
MYTH = {"score_of_b": 20.8, "score_of_a": 30.1, "moves_with_scores": 1.0}
TOLERANCE = 0.00005  # fractions are exact


def by_ranks(retrievers: list[dict[str, float]]) -> dict[str, float]:
    fused: dict[str, float] = {}
    for scores in retrievers:
        for rank, document in enumerate(sorted(scores, key=scores.__getitem__, reverse=True), start=1):
            fused[document] = fused.get(document, 0.0) + 1 / (CONSTANT + rank)
    return fused


def by_scores(retrievers: list[dict[str, float]]) -> dict[str, float]:
    return {document: sum(scores[document] for scores in retrievers) for document in BY_WORDS}


def measure(device: str, fuse=by_ranks) -> dict[str, float]:
    """Fuse the two, and once more with the second one's scores raised a thousandfold, which changes no rank."""
    fused = fuse([BY_WORDS, BY_VECTORS])
    raised = fuse([BY_WORDS, {document: RAISED * score for document, score in BY_VECTORS.items()}])
    return {"score_of_b": fused["b"], "score_of_a": fused["a"], "moves_with_scores": float(raised != fused)}


def control(device: str) -> dict[str, float]:
    """The same instrument on adding raw scores."""
    return measure(device, by_scores)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
