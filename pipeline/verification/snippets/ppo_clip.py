"""Fact: PPO's clip stops only what would carry an already large change further; a step back always has its gradient.
Myth: outside 1 - eps to 1 + eps the ratio is cut off, and with it every gradient.
"""

import json
import sys

import torch

FAMILY = "alignment"
EPS = 0.2
# Gradient of the objective by the ratio, over the advantage: is the ratio above or below the range, what is the advantage?
FACT = {"inside": 1.0, "above_good": 0.0, "above_bad": 1.0, "below_good": 1.0, "below_bad": 0.0}
MYTH = {"inside": 1.0, "above_good": 0.0, "above_bad": 0.0, "below_good": 0.0, "below_bad": 0.0}
TOLERANCE = 0.01  # a gradient is there or it is not
CASES = {
    "inside": (1.1, 1.0),
    "above_good": (1.5, 1.0),
    "above_bad": (1.5, -1.0),
    "below_good": (0.5, 1.0),
    "below_bad": (0.5, -1.0),
}


def ppo(ratio: torch.Tensor, advantage: float) -> torch.Tensor:
    """The paper's objective: the smaller of the plain and the clipped one."""
    return torch.minimum(ratio * advantage, ratio.clamp(1 - EPS, 1 + EPS) * advantage)


def cut_off(ratio: torch.Tensor, advantage: float) -> torch.Tensor:
    return ratio.clamp(1 - EPS, 1 + EPS) * advantage


def slopes(objective, device: str) -> dict[str, float]:
    found = {}
    for name, (value, advantage) in CASES.items():
        ratio = torch.tensor(value, device=device, requires_grad=True)
        found[name] = torch.autograd.grad(objective(ratio, advantage), ratio)[0].item() / advantage
    return found


def measure(device: str) -> dict[str, float]:
    return slopes(ppo, device)


def control(device: str) -> dict[str, float]:
    """The same instrument on an objective that does cut the ratio off."""
    return slopes(cut_off, device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
