"""Fact: RMSNorm divides by the root mean square, without subtracting the mean and without a bias; LayerNorm does both.
Myth: RMSNorm centres its input as LayerNorm does.
"""

import json
import sys

import torch
from transformers.models.llama.modeling_llama import LlamaRMSNorm

FAMILY = "normalisation and residuals"
WIDTH = 4096
FACT = {"mean": 0.8944, "rms": 1.0, "biases": 0.0}  # mean 2 and variance 1 go in: 2 / sqrt(2 ** 2 + 1) comes out
MYTH = {"mean": 0.0, "rms": 1.0, "biases": 1.0}
TOLERANCE = 0.02  # the mean of 4096 numbers is off by about 1 / 64 of their spread, before the division


def read(norm: torch.nn.Module, device: str) -> dict[str, float]:
    """Feed numbers of mean 2 and variance 1, and look at what comes out."""
    x = torch.randn(16, WIDTH, generator=torch.manual_seed(0)) + 2.0  # (token, feature)
    out = norm.to(device)(x.to(device))
    return {
        "mean": out.mean().item(),
        "rms": out.square().mean().sqrt().item(),
        "biases": float(sum(name == "bias" for name, _ in norm.named_parameters())),
    }


def measure(device: str) -> dict[str, float]:
    return read(LlamaRMSNorm(WIDTH), device)


def control(device: str) -> dict[str, float]:
    """The same instrument on a norm that does centre: LayerNorm."""
    return read(torch.nn.LayerNorm(WIDTH), device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
