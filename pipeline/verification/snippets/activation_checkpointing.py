"""Fact: activation checkpointing keeps the layers' inputs alone and pays with a second forward pass; gradients are equal.
Myth: it saves memory without more computation.
"""

import json
import sys

import torch
from torch.utils.checkpoint import checkpoint

FAMILY = "memory of training"
LAYERS, WIDTH = 8, 64
FACT = {"forward_passes": 2.0, "gradient_error": 0.0}  # of each layer in one training step
MYTH = {"forward_passes": 1.0, "gradient_error": 0.0}
TOLERANCE = 0.01  # passes are counted


class Layer(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.up, self.down, self.passes = torch.nn.Linear(WIDTH, 4 * WIDTH), torch.nn.Linear(4 * WIDTH, WIDTH), 0

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.passes += 1
        return x + self.down(torch.nn.functional.gelu(self.up(x)))


def step(device: str, again: bool, depth: int = LAYERS) -> tuple[int, torch.Tensor, int]:
    """One training step: passes a layer, the gradient of the input, bytes kept for the backward pass."""
    torch.manual_seed(0)
    layers, kept = [Layer().to(device) for _ in range(depth)], {}
    start = x = torch.randn(32, WIDTH).to(device).requires_grad_()
    own = {p.data_ptr() for layer in layers for p in layer.parameters()}  # weights are there anyway
    with torch.autograd.graph.saved_tensors_hooks(lambda t: kept.update({t.data_ptr(): t.nbytes}) or t, lambda t: t):
        for layer in layers:
            x = checkpoint(layer, x, use_reentrant=False) if again else layer(x)
    x.square().sum().backward()
    return layers[0].passes, start.grad, sum(nbytes for place, nbytes in kept.items() if place not in own)


def measure(device: str, again: bool = True) -> dict[str, float]:
    (passes, gradient, _), (_, plain, _) = step(device, again), step(device, again=False)
    return {"forward_passes": passes, "gradient_error": ((gradient - plain).norm() / plain.norm()).item()}


def control(device: str) -> dict[str, float]:
    """The same instrument on plain backpropagation: one pass, and everything kept."""
    return measure(device, again=False)


def series(device: str) -> dict[str, object]:
    depths = [2, 4, 8, 16]
    plain, again = ([step(device, again, depth)[2] for depth in depths] for again in (False, True))
    return {"x": depths, "x_label": "layers", "unit": "bytes kept for backward", "plain": plain, "checkpointed": again}


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device), "series": series(device)}))
