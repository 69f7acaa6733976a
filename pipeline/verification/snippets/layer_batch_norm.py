"""Fact: LayerNorm takes its statistics over the features of one sample, BatchNorm over the samples of one feature.
Myth: LayerNorm normalises over the batch.
"""

import json
import sys

import torch

FAMILY = "normalisation and residuals"
SAMPLES, FEATURES = 6, 5
FACT = {"uses_other_features": 1.0, "uses_other_samples": 0.0}  # share of them that an output depends on
MYTH = {"uses_other_features": 0.0, "uses_other_samples": 1.0}
TOLERANCE = 0.01  # a derivative is zero or it is not


def dependence(norm: torch.nn.Module, device: str) -> dict[str, float]:
    """By the Jacobian: does an output move with the other features of its sample, with other samples?"""
    x = torch.randn(SAMPLES, FEATURES, generator=torch.manual_seed(0), dtype=torch.float64).to(device)
    jacobian = torch.autograd.functional.jacobian(norm.double().to(device).train(), x)
    moves = jacobian.abs() > 1e-9  # (sample, feature, sample, feature): outputs by inputs
    one = torch.eye(SAMPLES, dtype=torch.bool, device=device)[:, None, :, None]
    same = torch.eye(FEATURES, dtype=torch.bool, device=device)[None, :, None, :]
    return {
        "uses_other_features": moves[(one & ~same).expand_as(moves)].double().mean().item(),
        "uses_other_samples": moves[(~one & same).expand_as(moves)].double().mean().item(),
    }


def measure(device: str) -> dict[str, float]:
    return dependence(torch.nn.LayerNorm(FEATURES), device)


def control(device: str) -> dict[str, float]:
    """The same instrument on a norm over the batch."""
    return dependence(torch.nn.BatchNorm1d(FEATURES), device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
