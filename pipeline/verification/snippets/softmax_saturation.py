"""Fact: without scaling, wide keys drive the softmax into saturation, where little gradient passes; scaled they do not.
Myth: the gradient through the softmax is the same with or without scaling.
"""

import json
import math
import sys

import torch

FAMILY = "attention arithmetic"
WIDTHS, ROWS = [64, 256, 1024, 4096], 256
FACT = {"unscaled": -0.5, "scaled": 0.0}  # exponent e in: gradient ~ width ** e, as two scores seldom lie close by
MYTH = {"unscaled": 0.0, "scaled": 0.0}
TOLERANCE = 0.1  # one draw of 256 queries and as many keys


def logits(width: int, unit_keys: bool, device: str) -> torch.Tensor:
    """Products of queries and keys whose components have mean 0 and variance 1."""
    queries, keys = torch.randn(2, ROWS, width, generator=torch.manual_seed(width)).to(device)
    return queries @ (torch.nn.functional.normalize(keys, dim=1) if unit_keys else keys).T


def gradient(scores: torch.Tensor) -> float:
    """Mean norm of what backpropagation carries from the attention weights to the scores, for a random loss."""
    scores = scores.detach().requires_grad_()
    loss = torch.randn(scores.shape, generator=torch.manual_seed(0)).to(scores.device)
    [slope] = torch.autograd.grad(scores.softmax(1), scores, loss)
    return slope.norm(dim=1).mean().item()


def gradients(unit_keys: bool, device: str) -> dict[str, list[float]]:
    found = {"unscaled": [], "scaled": []}
    for width in WIDTHS:
        scores = logits(width, unit_keys, device)
        found["unscaled"].append(gradient(scores))
        found["scaled"].append(gradient(scores / math.sqrt(width)))
    return found


def measure(device: str, unit_keys: bool = False) -> dict[str, float]:
    octaves = math.log(WIDTHS[-1] / WIDTHS[0])
    return {name: math.log(g[-1] / g[0]) / octaves for name, g in gradients(unit_keys, device).items()}


def control(device: str) -> dict[str, float]:
    """The same instrument on keys of length 1, whose products keep their spread at any width."""
    return measure(device, unit_keys=True)


def series(device: str) -> dict[str, object]:
    return {"x": WIDTHS, "x_label": "d_k", "unit": "gradient through the softmax"} | gradients(False, device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device), "series": series(device)}))
