"""Fact: RMSNorm divides by the root of the mean of the squares, and keeps one learned gain for each feature.
Myth: it divides by the mean alone, without squares, and has no gain.
"""

import json
import sys

import torch
from transformers.models.llama.modeling_llama import LlamaRMSNorm

FAMILY = "normalisation and residuals"
SCALE, NUMBERS = (
    10,
    [3.0, -1.0, 3.0, -1.0],
)  # their mean is 1, the mean of their magnitudes 2, the root of their mean square 2.236
FACT = {"divisor": 2.236, "gains": 4.0, "change_by_scale": 0.0}  # of numbers ten times as large: what comes out then?
MYTH = {"divisor": 1.0, "gains": 0.0, "change_by_scale": 0.0}
TOLERANCE = 0.001  # float64, but for the 1e-6 that the code adds below the root


class MeanNorm(torch.nn.Module):
    """What the myth describes."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x / x.mean()


def read(norm: torch.nn.Module, device: str) -> dict[str, float]:
    """Recover what the norm divided by, count what it learns, and try it at another scale."""
    x, norm = torch.tensor(NUMBERS, dtype=torch.float64, device=device), norm.to(device).double()
    out, of_larger = norm(x), norm(SCALE * x)
    return {
        "divisor": (x / out).mean().item(),
        "gains": float(sum(p.numel() for p in norm.parameters())),
        "change_by_scale": (of_larger - out).abs().max().item(),
    }


def measure(device: str) -> dict[str, float]:
    """LLaMA's real code."""
    return read(LlamaRMSNorm(len(NUMBERS)), device)


def control(device: str) -> dict[str, float]:
    """The same instrument on a norm by the mean, without a gain."""
    return read(MeanNorm(), device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
