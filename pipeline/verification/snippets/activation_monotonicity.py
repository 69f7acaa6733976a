"""Fact: GELU and Swish are not monotone: below zero they first fall, then rise again to zero.
Myth: like ReLU they never fall.
"""

import json
import sys

import torch
from transformers.activations import ACT2FN

FAMILY = "feed-forward layers"
FACT = {
    "gelu_falls": 1.0,
    "swish_falls": 1.0,
    "gelu_least": -0.17,
    "swish_least": -0.278,
}  # does it ever; its lowest value
MYTH = {"gelu_falls": 0.0, "swish_falls": 0.0, "gelu_least": 0.0, "swish_least": 0.0}
TOLERANCE = 0.01  # of a curve read at 2000 places


def read(functions: dict, device: str) -> dict[str, float]:
    """Walk along the curve from -10 to 10 and look for a step down."""
    x, found = torch.linspace(-10, 10, 2001, dtype=torch.float64, device=device), {}
    for name, function in functions.items():
        y = function(x)
        found |= {f"{name}_falls": float((y.diff() < -1e-9).any()), f"{name}_least": y.min().item()}
    return found


def measure(device: str) -> dict[str, float]:
    """By the functions that BERT's and LLaMA's code takes."""
    return read({"gelu": ACT2FN["gelu"], "swish": ACT2FN["silu"]}, device)


def control(device: str) -> dict[str, float]:
    """The same instrument on a function that never falls."""
    return read({"gelu": torch.relu, "swish": torch.relu}, device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
