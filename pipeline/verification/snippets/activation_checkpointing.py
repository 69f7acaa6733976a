"""Fact: activation checkpointing keeps the layers' inputs alone and pays with a second forward pass; gradients are equal.
Myth: it saves memory without more computation.
"""

import json
import sys

import torch
from torch.utils.checkpoint import checkpoint

FAMILY = "memory of training"
LAYERS, ROWS, WIDTH = 8, 32, 64
FACT = {"forward_passes": 2.0, "kept": 1.0, "gradient_error": 0.0}  # of a layer; for the backward pass, in its inputs
MYTH = {"forward_passes": 1.0, "kept": 9.0, "gradient_error": 0.0}  # the input, and before and after GELU 4 each
TOLERANCE = 0.01  # passes and bytes are counted


def step(device: str, again: bool, depth: int = LAYERS) -> tuple[int, torch.Tensor, int]:
    """One training step: passes a layer, the gradient of the input, bytes kept for the backward pass."""
    torch.manual_seed(0)
    up, down = (lambda: torch.nn.Linear(WIDTH, 4 * WIDTH)), (lambda: torch.nn.Linear(4 * WIDTH, WIDTH))
    layers, passes, kept = [torch.nn.Sequential(up(), torch.nn.GELU(), down()).to(device) for _ in range(depth)], [], {}
    layers[-1].register_forward_pre_hook(lambda *_: passes.append(1))
    start = x = torch.randn(ROWS, WIDTH).to(device).requires_grad_()
    own = {p.data_ptr() for layer in layers for p in layer.parameters()}  # weights are there anyway
    with torch.autograd.graph.saved_tensors_hooks(lambda t: kept.update({t.data_ptr(): t.nbytes}) or t, lambda t: t):
        for layer in layers:
            x = x + (checkpoint(layer, x, use_reentrant=False) if again else layer(x))
    x.square().sum().backward()
    return sum(passes), start.grad, sum(nbytes for place, nbytes in kept.items() if place not in own)


def measure(device: str, again: bool = True) -> dict[str, float]:
    (passes, gradient, kept), (_, plain, _) = step(device, again), step(device, again=False)
    units, error = kept / (LAYERS * ROWS * WIDTH * 4), (gradient - plain).abs().max().item()
    return dict(zip(FACT, (float(passes), units, error), strict=True))


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
