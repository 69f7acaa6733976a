"""Fact: attention computed tile by tile with a running softmax (FlashAttention) is exact and does all multiplications.
Myth: it approximates attention and computes less of it.
"""

import json
import math
import sys

import torch
from torch.utils.flop_counter import FlopCounterMode

FAMILY = "attention arithmetic"
LENGTH, WIDTH, TILE = 64, 16, 16
FACT = {"error": 0.0, "flops": 1.0}  # relative error of the output; multiplications against the textbook's
MYTH = {"error": 0.95, "flops": 0.5}  # what leaving out every second tile does to these inputs
TOLERANCE = 0.1  # float64 rounds at 1e-16; the predictions lie far apart


def textbook(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    """The whole matrix of scores at once."""
    return (q @ k.T / math.sqrt(WIDTH)).softmax(-1) @ v


def tiled(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, step: int = 1) -> torch.Tensor:
    """One tile of keys after the other; of the scores only a tile exists, and sums are rescaled to the running maximum."""
    largest = torch.full((LENGTH, 1), -math.inf, dtype=q.dtype, device=q.device)
    total, out = torch.zeros_like(largest), torch.zeros_like(v)
    for start in range(0, LENGTH, TILE * step):
        scores = q @ k[start : start + TILE].T / math.sqrt(WIDTH)  # (query, key of this tile)
        rise = torch.maximum(largest, scores.amax(-1, keepdim=True))
        weights, shrink = (scores - rise).exp(), (largest - rise).exp()
        total, out = total * shrink + weights.sum(-1, keepdim=True), out * shrink + weights @ v[start : start + TILE]
        largest = rise
    return out / total


def compare(device: str, step: int) -> dict[str, float]:
    q, k, v = torch.randn(3, LENGTH, WIDTH, dtype=torch.float64, generator=torch.manual_seed(0)).to(device)
    with FlopCounterMode(display=False) as whole:
        exact = textbook(q, k, v)
    with FlopCounterMode(display=False) as parts:
        found = tiled(q, k, v, step)
    error, flops = (found - exact).norm() / exact.norm(), parts.get_total_flops() / whole.get_total_flops()
    return {"error": error.item(), "flops": flops}


def measure(device: str) -> dict[str, float]:
    return compare(device, step=1)


def control(device: str) -> dict[str, float]:
    """The same instrument on attention that does leave out tiles."""
    return compare(device, step=2)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
