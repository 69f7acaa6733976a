"""Fact: the sinusoidal encoding is fixed, and a shift of k places is one linear map, the same at every place.
Myth: it is a table learned in training, without any relation between places.
"""

import json
import math
import sys

import torch

FAMILY = "positions"
PLACES, WIDTH, SHIFT = 512, 64, 5
FACT = {"parameters": 0.0, "unexplained": 0.0}  # share of the encoding at i + k that no linear map of that at i gives
MYTH = {"parameters": 32768.0, "unexplained": 0.9}
TOLERANCE = 0.1  # 64 numbers explain about an eighth of the squares of 507 random places, so 0.9 and a bit is left


class Sinusoidal(torch.nn.Module):
    """The encoding of the first Transformer."""

    def forward(self, places: torch.Tensor) -> torch.Tensor:
        rates = torch.exp(
            -math.log(10000.0) * torch.arange(0, WIDTH, 2, device=places.device, dtype=torch.float64) / WIDTH
        )
        angles = places[:, None] * rates
        return torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1)


def read(encoding: torch.nn.Module, device: str) -> dict[str, float]:
    """Fit the one linear map that takes every place to the place k further on, and see what it misses."""
    with torch.no_grad():
        table = encoding.to(device)(torch.arange(PLACES, device=device)).double().cpu()
    here, there = table[:-SHIFT], table[SHIFT:]
    missed = there - here @ (torch.linalg.pinv(here) @ there)
    return {
        "parameters": float(sum(p.numel() for p in encoding.parameters())),
        "unexplained": (missed.norm() / there.norm()).item(),
    }


def measure(device: str) -> dict[str, float]:
    return read(Sinusoidal(), device)


def control(device: str) -> dict[str, float]:
    """The same instrument on a learned table, as GPT-2 has one, before training has given it any order."""
    torch.manual_seed(0)
    return read(torch.nn.Embedding(PLACES, WIDTH), device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
