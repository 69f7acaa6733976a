"""Fact: on vectors of length 1 cosine similarity and dot product are the same; on others they can rank differently.
Myth: they are always the same.
"""

import json
import sys

import torch

FAMILY = "retrieval"
VECTORS, QUERIES, WIDTH = 1000, 100, 32
# Largest difference between the two, and queries of 100 whose best match differs, on vectors of length 1 and as drawn.
FACT = {"difference_unit": 0.0, "difference_raw": 1.0, "best_differs_unit": 0.0, "best_differs_raw": 1.0}
MYTH = {"difference_unit": 0.0, "difference_raw": 0.0, "best_differs_unit": 0.0, "best_differs_raw": 0.0}
TOLERANCE = 0.01  # float64 rounds at 1e-16; whether any query's best match differs


def compare(vectors: torch.Tensor, queries: torch.Tensor) -> tuple[float, float]:
    cosine = torch.nn.functional.cosine_similarity(queries[:, None], vectors[None], dim=2)
    dot = queries @ vectors.T
    return float(not torch.allclose(cosine, dot)), float((cosine.argmax(1) != dot.argmax(1)).any())


def measure(device: str, length_of_raw=lambda t: t) -> dict[str, float]:
    vectors, queries = (
        torch.randn(n, WIDTH, dtype=torch.float64, generator=torch.manual_seed(n)).to(device)
        for n in (VECTORS, QUERIES)
    )
    unit = [torch.nn.functional.normalize(t, dim=1) for t in (vectors, queries)]
    raw = [length_of_raw(t) for t in (vectors, queries)]
    (a, c), (b, d) = compare(*unit), compare(*raw)
    return dict(zip(FACT, (a, b, c, d), strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument where all vectors are of length 1."""
    return measure(device, lambda t: torch.nn.functional.normalize(t, dim=1))


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
