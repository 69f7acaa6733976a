"""Fact: fitted by forward KL a model covers all modes of its target; by reverse KL it settles on one of them.
Myth: forward KL seeks a mode, reverse KL covers them all.
"""

import json
import sys

import torch

FAMILY = "alignment"
MODE, WIDTH, REACH, PLACES, START, STEPS, RATE = 2, 0.5, 8, 81, 3, 150, 0.1
# One bell fitted to two, 0.5 wide, at -2 and 2: where does its middle end, and how wide is it?
FACT = {"forward_middle": 0.0, "forward_width": 2.06, "reverse_middle": 2.0, "reverse_width": 0.5}  # sqrt(4 + 0.25)
MYTH = {"forward_middle": 2.0, "forward_width": 0.5, "reverse_middle": 0.0, "reverse_width": 2.06}
TOLERANCE = 0.05  # 150 gradient steps, on a grid with a step of 0.2


def bell(middle, width, grid: torch.Tensor) -> torch.Tensor:
    """Log-probabilities of the places of a grid."""
    return (-((grid - middle) / width).square() / 2).log_softmax(0)


def fitted(forward: bool, device: str) -> tuple[float, float]:
    """Fit one bell, wide and to the right of both at first, by gradient steps; its middle and its width."""
    grid = torch.linspace(-REACH, REACH, PLACES, dtype=torch.float64, device=device)
    target = torch.logaddexp(bell(-MODE, WIDTH, grid), bell(MODE, WIDTH, grid)).log_softmax(0)
    shape = torch.tensor([START, MODE], dtype=torch.float64, device=device, requires_grad=True)
    optimizer = torch.optim.Adam([shape], lr=RATE)
    for _ in range(STEPS):
        model = bell(*shape, grid)
        p, q = (target, model) if forward else (model, target)
        optimizer.zero_grad()
        (p.exp() * (p - q)).sum().backward()
        optimizer.step()
    return tuple(shape.tolist())


def measure(device: str, forward: bool = True) -> dict[str, float]:
    return dict(zip(FACT, (*fitted(forward, device), *fitted(not forward, device)), strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument with the two directions exchanged."""
    return measure(device, forward=False)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
