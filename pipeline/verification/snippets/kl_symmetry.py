"""Fact: KL divergence changes when its distributions change places, and is never negative; JS divergence does not change.
Myth: KL divergence stays the same, as a distance does, or can be negative; JS divergence changes.
"""

import json
import sys

import torch

FAMILY = "alignment"
P, Q, DRAWS, OUTCOMES = [0.9, 0.1], [0.5, 0.5], 10000, 4
# Change when P and Q change places: 0.5108 - 0.3681; JS of the two. Share of 10000 pairs at random whose divergence is below zero.
FACT = {"kl_change": 0.1427, "js": 0.1017, "js_change": 0.0, "kl_negative": 0.0}
MYTH = {"kl_change": 0.0, "js": 0.3681, "js_change": 0.1427, "kl_negative": 0.5}
TOLERANCE = 0.02  # 10000 pairs estimate a half to 0.005


def kl(p: torch.Tensor, q: torch.Tensor) -> torch.Tensor:
    return (p * (p / q).log()).sum(-1)


def js(p: torch.Tensor, q: torch.Tensor) -> torch.Tensor:
    middle = (p + q) / 2
    return (kl(p, middle) + kl(q, middle)) / 2


def entropy_gap(p: torch.Tensor, q: torch.Tensor) -> torch.Tensor:
    """Difference of two entropies: no divergence, and as often negative as not."""
    return (q * q.log()).sum(-1) - (p * p.log()).sum(-1)


def read(first, second, third, device: str) -> dict[str, float]:
    p, q = (torch.tensor(values, dtype=torch.float64, device=device) for values in (P, Q))
    pairs = torch.rand(2, DRAWS, OUTCOMES, dtype=torch.float64, generator=torch.manual_seed(0)).to(device)
    drawn = third(*(pairs / pairs.sum(-1, keepdim=True)))
    return {
        "kl_change": abs(first(q, p) - first(p, q)).item(),
        "js": second(p, q).item(),
        "js_change": abs(second(q, p) - second(p, q)).item(),
        "kl_negative": (drawn < 0).double().mean().item(),
    }


def measure(device: str) -> dict[str, float]:
    return read(kl, js, kl, device)


def control(device: str) -> dict[str, float]:
    """The same instrument with KL and JS exchanged, and on a difference that does fall below zero."""
    return read(js, kl, entropy_gap, device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
