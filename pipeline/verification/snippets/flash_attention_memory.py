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
FACT = {"memory_growth": 1.0}  # exponent e in: largest tensor ever made ~ length ** e
MYTH = {"memory_growth": 2.0}
TOLERANCE = 0.05  # numbers are counted


class Largest(TorchDispatchMode):
    numbers = 0  # in the largest tensor that any operation has made

    def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
        made = operation(*args, **(kwargs or {}))
        self.numbers = max(self.numbers, getattr(made, "numel", int)())  # splits make no tensor of their own
        return made


def textbook(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    return (q @ k.T / math.sqrt(WIDTH)).softmax(-1) @ v


def tiled(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    """One tile of keys after the other, with sums rescaled to the running maximum."""
    largest, total, out = torch.full((len(q), 1), -math.inf, device=q.device), 0.0, torch.zeros_like(v)
    for keys, values in zip(k.split(TILE), v.split(TILE), strict=True):
        scores = q @ keys.T / math.sqrt(WIDTH)
        rise = torch.maximum(largest, scores.amax(-1, keepdim=True))
        weights, shrink, largest = (scores - rise).exp(), (largest - rise).exp(), rise
        total, out = total * shrink + weights.sum(-1, keepdim=True), out * shrink + weights @ values
    return out / total


def measure(device: str, attention=tiled) -> dict[str, float]:
    seen = [Largest(), Largest()]
    for mode, length in zip(seen, LENGTHS, strict=True):
        with mode:
            attention(*[torch.zeros(length, WIDTH, device=device)] * 3)
    return {"memory_growth": math.log(seen[1].numbers / seen[0].numbers) / math.log(LENGTHS[1] / LENGTHS[0])}


def control(device: str) -> dict[str, float]:
    """The same instrument on attention that makes the whole matrix."""
    return measure(device, textbook)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
