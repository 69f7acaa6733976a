"""Fact: at inference BatchNorm uses averages kept from training; LayerNorm computes its statistics afresh from each input.
Myth: at inference BatchNorm uses the current batch, LayerNorm averages kept from training.
"""

import json
import sys

import torch

FAMILY = "normalisation and residuals"
FEATURES, STEPS, BATCH, SHIFT = 8, 20, 16, 3.0
# Does the output for one sample move with the others of its batch? How far does it move with the data seen in training?
FACT = {"batch_norm_batch": 0.0, "batch_norm_history": 2.64, "layer_norm_batch": 0.0, "layer_norm_history": 0.0}
MYTH = {"batch_norm_batch": 1.0, "batch_norm_history": 0.0, "layer_norm_batch": 0.0, "layer_norm_history": 2.64}
TOLERANCE = 0.2  # averages over 20 batches of 16; they take in 1 - 0.9 ** 20 of a shift by 3


def after_training(make, shift: float, device: str) -> torch.nn.Module:
    """A norm that has seen some batches around `shift`, switched to inference."""
    norm, seed = make(FEATURES).to(device), torch.manual_seed(0)
    for _ in range(STEPS):
        norm(torch.randn(BATCH, FEATURES, generator=seed).to(device) + shift)
    return norm.eval()


def moves(make, device: str) -> tuple[float, float]:
    sample, others = torch.randn(2, BATCH, FEATURES, generator=torch.manual_seed(1)).to(device)
    norm, elsewhere = after_training(make, 0.0, device), after_training(make, SHIFT, device)
    alone, in_company = norm(sample)[0], norm(torch.cat([sample, others]))[0]
    return float(not torch.allclose(alone, in_company)), (norm(sample) - elsewhere(sample)).mean().item()


def read(device: str, batch_norm, layer_norm) -> dict[str, float]:
    return dict(zip(FACT, (*moves(batch_norm, device), *moves(layer_norm, device)), strict=True))


def measure(device: str) -> dict[str, float]:
    return read(device, torch.nn.BatchNorm1d, torch.nn.LayerNorm)


def control(device: str) -> dict[str, float]:
    """The same instrument on a BatchNorm told to keep no averages, and on one that does in LayerNorm's place."""
    return read(device, lambda n: torch.nn.BatchNorm1d(n, track_running_stats=False), torch.nn.BatchNorm1d)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
