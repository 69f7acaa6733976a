"""Fact: PPO's clip stops only what would carry an already large change further; a step back always has its gradient.
Myth: outside 1 - eps to 1 + eps the ratio is cut off, and with it every gradient.
"""

import json
import sys

import torch

FAMILY = "alignment"
EPS = 0.2
# Gradient of the objective by the ratio: is it above or below the range, and is the advantage good (2) or bad (-3)?
FACT = {"inside": 2.0, "above_good": 0.0, "above_bad": -3.0, "below_good": 2.0, "below_bad": 0.0}
MYTH = {"inside": 2.0, "above_good": 0.0, "above_bad": 0.0, "below_good": 0.0, "below_bad": 0.0}
TOLERANCE = 0.01  # a gradient is there or it is not
GOOD, BAD, INSIDE, ABOVE, BELOW = 2, -3, 1.1, 1.25, 0.75


def ppo(ratio: torch.Tensor, advantage: float) -> torch.Tensor:
    """The paper's objective: the smaller of the plain and the clipped one."""
    return torch.minimum(ratio * advantage, ratio.clamp(1 - EPS, 1 + EPS) * advantage)


def cut_off(ratio: torch.Tensor, advantage: float) -> torch.Tensor:
    return ratio.clamp(1 - EPS, 1 + EPS) * advantage


def slopes(objective, device: str) -> dict[str, float]:
    found = []
    for value, advantage in ((INSIDE, GOOD), (ABOVE, GOOD), (ABOVE, BAD), (BELOW, GOOD), (BELOW, BAD)):
        ratio = torch.tensor(value, device=device, requires_grad=True)
        found.append(torch.autograd.grad(objective(ratio, advantage), ratio)[0].item())
    return dict(zip(FACT, found, strict=True))


def measure(device: str) -> dict[str, float]:
    return slopes(ppo, device)


def control(device: str) -> dict[str, float]:
    """The same instrument on an objective that does cut the ratio off."""
    return slopes(cut_off, device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
