"""Fact: absmax int8 fits even weights well, and one outlier costs all others of its block their precision.
Myth: an outlier has no effect on the error of the others.
"""

import json
import sys

import torch

FAMILY = "precision"
COUNT, OUTLIER, THRESHOLD = 65536, 40, 6
# Error of the ordinary weights against their error alone: over the outlier's size, and with the outlier kept apart.
FACT = {"rise_over_size": 1.0, "rise_apart": 1.0}
MYTH = {"rise_over_size": 0.025, "rise_apart": 1.0}  # 1 / 40
TOLERANCE = 0.03  # the step of the grid is the largest magnitude / 127, and rounding errs in proportion to it


def quantised(weights: torch.Tensor) -> torch.Tensor:
    """Round to 255 even steps between minus and plus the largest magnitude, and back."""
    scale = weights.abs().max() / 127
    return (weights / scale).round().to(torch.int8).to(weights.dtype) * scale


def error(weights: torch.Tensor, found: torch.Tensor) -> float:
    """Root mean square over the ordinary weights alone."""
    ordinary = weights.abs() < THRESHOLD
    return (found - weights)[ordinary].square().mean().sqrt().item()


def read(device: str, outlier: float) -> dict[str, float]:
    plain = (torch.rand(COUNT, generator=torch.manual_seed(0), dtype=torch.float64) * 2 - 1).to(device)
    with_outlier = plain.clone()
    with_outlier[0] = outlier
    apart = torch.where(with_outlier.abs() > THRESHOLD, 0, with_outlier)  # what LLM.int8 does: such values stay in fp16
    base = error(plain, quantised(plain))
    return {
        "rise_over_size": error(with_outlier, quantised(with_outlier)) / base / OUTLIER,
        "rise_apart": error(with_outlier, quantised(apart) + with_outlier - apart) / base,
    }


def measure(device: str) -> dict[str, float]:
    return read(device, float(OUTLIER))


def control(device: str) -> dict[str, float]:
    """The same instrument without an outlier: a weight of ordinary size in its place."""
    return read(device, 0.5)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
