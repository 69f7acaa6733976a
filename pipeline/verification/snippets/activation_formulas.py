"""Fact: ReLU is max(0, x), GELU x times the Gaussian distribution function, Swish x times the sigmoid, which goes from 0 to 1.
Myth: GELU and Swish are exactly zero below zero and ReLU is not; tanh goes from 0 to 1 and the sigmoid from -1.
"""

import json
import math
import sys

import torch
from torch.nn.functional import gelu, relu, silu

FAMILY = "feed-forward layers"
FAR = 40
# Values at -1: 0, -(1 - erf(1 / sqrt 2)) / 2, -1 / (1 + e). Limits for very negative numbers. Distance to the formulas.
FACT = {"relu": 0.0, "gelu": -0.1587, "swish": -0.2689, "sigmoid_limit": 0.0, "tanh_limit": -1.0, "off": 0.0}
MYTH = {"relu": -0.2689, "gelu": 0.0, "swish": 0.0, "sigmoid_limit": -1.0, "tanh_limit": 0.0, "off": 0.2785}
TOLERANCE = 0.001  # float64; the last number is the deepest that Swish goes below zero


def read(functions: tuple, device: str) -> dict[str, float]:
    """PyTorch's functions at some places, and beside their formulas everywhere."""
    x = torch.linspace(-10, 10, 20001, dtype=torch.float64, device=device)
    formulas = (x.clamp(min=0), x * (1 + torch.erf(x / math.sqrt(2))) / 2, x / (1 + torch.exp(-x)))
    minus, far = (torch.tensor(value, dtype=torch.float64, device=device) for value in (-1.0, -float(FAR)))
    values = [function(minus).item() for function in functions[:3]] + [
        function(far).item() for function in functions[3:]
    ]
    off = max(
        (function(x) - formula).abs().max().item() for function, formula in zip(functions[:3], formulas, strict=True)
    )
    return dict(zip(FACT, (*values, off), strict=True))


def measure(device: str) -> dict[str, float]:
    return read((relu, gelu, silu, torch.sigmoid, torch.tanh), device)


def control(device: str) -> dict[str, float]:
    """The same instrument with the functions exchanged: Swish for ReLU, ReLU for the others, tanh and sigmoid for each other."""
    return read((silu, relu, relu, torch.tanh, torch.sigmoid), device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
