"""Fact: attention in tiles never holds the matrix of all scores, and the memory it works in grows with the length.
Myth: its memory grows with the square of the length, as that of the textbook's attention.
"""

import json
import math
import sys

import torch
from torch.utils._python_dispatch import TorchDispatchMode

FAMILY = "attention arithmetic"
STANDS_FOR = "FlashAttention's kernel, whose tiles live in on-chip memory: its algorithm runs here in plain PyTorch."
WIDTH, TILE, LENGTHS = 16, 16, (64, 512)
FACT = {"memory_growth": 1.0, "error": 0.0}  # exponent e in: largest tensor ever made ~ length ** e
MYTH = {"memory_growth": 2.0, "error": 0.0}
TOLERANCE = 0.05  # numbers are counted; float64 rounds at 1e-16


class Largest(TorchDispatchMode):
    numbers = 0  # in the largest tensor that any operation has made

    def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
        made = operation(*args, **(kwargs or {}))
        self.numbers = max(self.numbers, getattr(made, "numel", int)())  # splits make no tensor of their own
        return made


def tiled(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    """One tile of keys after the other, with sums rescaled to the running maximum."""
    largest, total, out = torch.tensor(-math.inf, device=q.device), 0.0, torch.zeros_like(v)
    for keys, values in zip(k.split(TILE), v.split(TILE), strict=True):
        scores = q @ keys.T / math.sqrt(WIDTH)
        rise = scores.amax(1)[:, None].maximum(largest)
        weights, shrink, largest = (scores - rise).exp(), (largest - rise).exp(), rise
        total, out = total * shrink + weights.sum(1)[:, None], out * shrink + weights @ values
    return out / total


def measure(device: str, attention=tiled) -> dict[str, float]:
    sizes = []
    for length in LENGTHS:
        q, k, v = torch.randn(3, length, WIDTH, dtype=torch.float64, generator=torch.manual_seed(0)).to(device)
        with Largest() as seen:
            found = attention(q, k, v)
        sizes.append(seen.numbers)
    error = (found - torch.nn.functional.scaled_dot_product_attention(q, k, v)).abs().max().item()
    return {"memory_growth": math.log(sizes[1] / sizes[0]) / math.log(LENGTHS[1] / LENGTHS[0]), "error": error}


def control(device: str) -> dict[str, float]:
    """The same instrument on attention that makes the whole matrix."""
    return measure(device, lambda q, k, v: (q @ k.T / math.sqrt(WIDTH)).softmax(1) @ v)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
