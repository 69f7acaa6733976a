"""Fact: a residual connection adds, and carries the gradient straight to the lowest layer; without it the gradient fades.
Myth: residual connections make it harder for the gradient to get down.
"""

import json
import math
import sys

import torch

FAMILY = "normalisation and residuals"
DEPTHS, WIDTH, ROWS = [4, 8, 16, 32, 64], 64, 16
FACT = {"with_residual": 0.0, "without": -15.3}  # powers of ten gained by the gradient on its way down 64 layers
MYTH = {"with_residual": -15.3, "without": 0.0}
TOLERANCE = 1.5  # PyTorch's fresh layers pass on 1 / sqrt(3) of it, which 64 times over is 1e-15.3; one draw of each


def decades(residual: bool, depth: int, device: str) -> float:
    """Logarithm of the gradient that arrives at the input, over the one that starts at the output."""
    torch.manual_seed(0)
    start = x = torch.randn(ROWS, WIDTH).to(device).requires_grad_()
    for _ in range(depth):
        layer = torch.nn.Linear(WIDTH, WIDTH).to(device)
        x = x + layer(x).tanh() if residual else layer(x).tanh()
    [slope] = torch.autograd.grad(x, start, torch.ones_like(x))
    return math.log10(slope.norm().item() / math.sqrt(start.numel()))


def measure(device: str, exchanged: bool = False) -> dict[str, float]:
    depth = DEPTHS[-1]
    return {
        "with_residual": decades(not exchanged, depth, device),
        "without": decades(exchanged, depth, device),
    }


def control(device: str) -> dict[str, float]:
    """The same instrument with the two stacks exchanged."""
    return measure(device, exchanged=True)


def series(device: str) -> dict[str, object]:
    along = {
        name: [decades(residual, depth, device) for depth in DEPTHS]
        for name, residual in (("with_residual", True), ("without", False))
    }
    return {"x": DEPTHS, "x_label": "layers", "unit": "powers of ten of the gradient"} | along


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device), "series": series(device)}))
