"""Fact: FlashAttention reads and writes less of the slow memory (HBM) than attention that stores its matrix of scores.
Myth: it computes less and pays with more accesses to HBM.
"""

import json
import math
import sys

import torch

FAMILY = "attention arithmetic"
STANDS_FOR = "A GPU's two memories: every number loaded from the slow one or stored there is counted, not timed."
LENGTH, WIDTH, TILE = 256, 16, 64
FACT = {"traffic": 0.147, "error": 0.0}  # against whole matrices: (2 + 2 * 256 / 64) * 16 / (4 * (256 + 16))
MYTH = {"traffic": 1.0, "error": 0.0}
TOLERANCE = 0.01  # numbers are counted; float64 rounds at 1e-16
counts = []  # numbers that passed between slow and fast memory; both ways cost the same


def moved(tensor: torch.Tensor) -> torch.Tensor:
    return counts.append(tensor.numel()) or tensor


def by_matrices(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    """Three kernels: the scores go to slow memory, come back for the softmax, and again for the sum."""
    scores = moved(moved(q) @ moved(k).T / math.sqrt(WIDTH))
    return moved(moved(moved(moved(scores).softmax(1))) @ moved(v))


def tiled(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    """A tile of queries stays in fast memory while the keys and values pass by; the scores never leave it."""
    outputs = []
    for queries in q.split(TILE):
        queries, largest, total, out = moved(queries), torch.tensor(-math.inf, device=q.device), 0.0, 0.0
        for keys, values in zip(k.split(TILE), v.split(TILE), strict=True):
            scores = queries @ moved(keys).T / math.sqrt(WIDTH)
            rise = scores.amax(1)[:, None].maximum(largest)
            weights, shrink, largest = (scores - rise).exp(), (largest - rise).exp(), rise
            total, out = total * shrink + weights.sum(1)[:, None], out * shrink + weights @ moved(values)
        outputs.append(moved(out / total))
    return torch.cat(outputs)


def measure(device: str, attention=tiled) -> dict[str, float]:
    q, k, v = torch.randn(3, LENGTH, WIDTH, dtype=torch.float64, generator=torch.manual_seed(0)).to(device)
    counts.clear()
    error = attention(q, k, v) - torch.nn.functional.scaled_dot_product_attention(q, k, v)
    by_whole_matrices = 4 * LENGTH * (LENGTH + WIDTH)  # q, k, v and the result; scores and weights, out and in again
    return {"traffic": sum(counts) / by_whole_matrices, "error": error.abs().max().item()}


def control(device: str) -> dict[str, float]:
    """The same instrument on attention by whole matrices."""
    return measure(device, by_matrices)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
