"""Fact: attention divides the scores by the square root of a key's width, before the softmax, at any length.
Myth: it divides them by that width itself, or divides after the softmax.
"""

import json
import math
import sys

import torch

FAMILY = "attention arithmetic"
KEYS, MANY, RAW = 4, 64, 3  # keys to choose from; product of the query with the first one, all others give 0
FACT = {"divisor_64": 8.0, "divisor_256": 16.0, "divisor_longer": 8.0, "weights_sum": 1.0}
MYTH = {"divisor_64": 64.0, "divisor_256": 256.0, "divisor_longer": 64.0, "weights_sum": 0.125}
TOLERANCE = 0.0001  # float64 rounds at 1e-16


def by_width(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    return (q @ k.T / k.shape[1]).softmax(1) @ v


def after_softmax(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    return (q @ k.T).softmax(1) / math.sqrt(k.shape[1]) @ v


def weights(attention, width: int, keys: int, device: str) -> torch.Tensor:
    """What attention gives to each key, read off by values that are the rows of an identity: (key,)."""
    query = torch.full((1, width), math.sqrt(RAW / width), dtype=torch.float64, device=device)
    others = torch.zeros(keys - 1, width, dtype=torch.float64, device=device)
    identity = torch.eye(keys, dtype=torch.float64, device=device)
    return attention(query, torch.cat([query, others]), identity)[0]


def divisor(attention, width: int, keys: int, device: str) -> float:
    """The softmax makes a difference of scores the logarithm of a ratio: what is left of RAW there?"""
    first, second, *_ = weights(attention, width, keys, device).tolist()
    return RAW / math.log(first / second)


def read(before, after, device: str) -> dict[str, float]:
    found = {f"divisor_{width}": divisor(before, width, KEYS, device) for width in (64, 256)}
    found["divisor_longer"] = divisor(before, 64, MANY, device)
    return found | {"weights_sum": weights(after, 64, KEYS, device).sum().item()}


def measure(device: str) -> dict[str, float]:
    """PyTorch's own attention, which every model of today calls."""
    attention = torch.nn.functional.scaled_dot_product_attention
    return read(attention, attention, device)


def control(device: str) -> dict[str, float]:
    """The same instrument on attention that divides by the width, and on one that divides after the softmax."""
    return read(by_width, after_softmax, device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
