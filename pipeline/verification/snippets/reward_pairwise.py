"""Fact: a reward model is trained on pairs; its loss sees the difference of two rewards only, so their level is free.
Myth: it is fitted to absolute scores.
"""

import json
import sys

import torch

FAMILY = "alignment"
# Change of the loss by adding 5 to both rewards; its slopes by the reward of the better and of the worse answer.
FACT = {"change_with_level": 0.0, "better": -0.3543, "worse": 0.3543}  # sigmoid(0.2 - 0.8)
MYTH = {"change_with_level": 23.0, "better": -0.4, "worse": 0.0}  # (5 + 0.8 - 1) ** 2 - (0.8 - 1) ** 2; 2 * (0.8 - 1)
TOLERANCE = 0.01  # float64 rounds at 1e-16


def pairwise(better: torch.Tensor, worse: torch.Tensor) -> torch.Tensor:
    """Bradley-Terry: the probability that the better answer is preferred is the sigmoid of the difference."""
    return -torch.nn.functional.logsigmoid(better - worse)


def absolute(better: torch.Tensor, worse: torch.Tensor) -> torch.Tensor:
    """The squared error of the better answer to a score of 1."""
    return (better - 1.0).square() + 0 * worse


def measure(device: str, loss=pairwise) -> dict[str, float]:
    rewards = [torch.tensor(r, dtype=torch.float64, device=device, requires_grad=True) for r in (0.8, 0.2)]
    here, lifted = loss(*rewards), loss(*(reward + 5.0 for reward in rewards))
    better, worse = torch.autograd.grad(here, rewards)
    return {"change_with_level": (lifted - here).item(), "better": better.item(), "worse": worse.item()}


def control(device: str) -> dict[str, float]:
    """The same instrument on regression to absolute scores."""
    return measure(device, absolute)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
