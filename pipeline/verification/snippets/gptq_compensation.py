"""Fact: GPTQ makes up for each rounding error in the weights still to come, by the second derivative of the layer's error.
Myth: it simply rounds each weight to the nearest level.
"""

import json
import sys

import torch

FAMILY = "precision"
STANDS_FOR = "The GPTQ library: the update of its paper runs here in plain PyTorch, column by column."
ROWS, WIDTH, SAMPLES, LEVELS, DAMPING, APART = 256, 64, 2048, 7, 1e-4, 0.01
# Error of the layer's output over that of rounding to the nearest level, for features that are alike or independent.
FACT = {"alike": 0.125, "independent": 1.0}  # of 64 equal features only the last error is left: 1 / sqrt(64)
MYTH = {"alike": 1.0, "independent": 1.0}
TOLERANCE = 0.05  # rounding errors of 256 rows; features that differ by a hundredth


def on_grid(values: torch.Tensor, scale: torch.Tensor) -> torch.Tensor:
    return (values / scale).round().clamp(-LEVELS, LEVELS) * scale


def gptq(weight: torch.Tensor, hessian: torch.Tensor, scale: torch.Tensor) -> torch.Tensor:
    """Column by column: round, and spread the error over the columns to come as the inverse Hessian says."""
    eye = torch.eye(WIDTH, dtype=weight.dtype, device=weight.device)
    inverse = torch.linalg.inv(hessian + DAMPING * hessian.diagonal().mean() * eye)
    upper = torch.linalg.cholesky(inverse, upper=True)
    weight, rounded = weight.clone(), torch.zeros_like(weight)
    for column in range(WIDTH):
        rounded[:, column] = on_grid(weight[:, column], scale[:, 0])
        error = (weight[:, column] - rounded[:, column]) / upper[column, column]
        weight[:, column:] -= error[:, None] * upper[column, column:]
    return rounded


def nearest(weight: torch.Tensor, hessian: torch.Tensor, scale: torch.Tensor) -> torch.Tensor:
    return on_grid(weight, scale)


def measure(device: str, quantise=gptq) -> dict[str, float]:
    seed, found = torch.manual_seed(0), {}
    own = torch.randn(SAMPLES, WIDTH, generator=seed, dtype=torch.float64).to(device)
    weight = torch.randn(ROWS, WIDTH, generator=seed, dtype=torch.float64).to(device)
    scale = weight.abs().amax(1, keepdim=True) / LEVELS
    for name, x in (("alike", own[:, :1] + APART * own), ("independent", own)):
        errors = [(q - weight) @ x.T for q in (quantise(weight, x.T @ x, scale), on_grid(weight, scale))]
        found[name] = (errors[0].norm() / errors[1].norm()).item()
    return found


def control(device: str) -> dict[str, float]:
    """The same instrument on rounding to nearest."""
    return measure(device, nearest)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
