"""Fact: the KL penalty of RLHF holds the policy to the reference model: the more it weighs, the nearer the policy stays.
Myth: the penalty drives the policy away from the model that it started from.
"""

import json
import sys

import torch

FAMILY = "alignment"
REWARDS, STEPS, RATE = [1.0, 0.0], 400, 2  # of two answers; the reference model has the first one at a quarter
SHOWN = [0.25, 0.5, 1.0, 2.0, 4.0]
FACT = {"apart_at_half": 0.4612, "apart_at_two": 0.1047}  # at weights w of 0.5 and 2: sigmoid(1 / w - log 3) - 1 / 4
MYTH = {"apart_at_half": 0.1047, "apart_at_two": 0.4612}
TOLERANCE = 0.001  # gradient steps until nothing moves


def apart(weight: float, device: str) -> float:
    """Maximise reward - weight * KL(policy, reference) by gradient steps; how far the policy then is from the reference."""
    rewards = torch.tensor(REWARDS, dtype=torch.float64, device=device)
    reference = torch.tensor([0.25, 0.75], dtype=torch.float64, device=device).log()
    logits = reference.clone().requires_grad_()
    for _ in range(STEPS):
        policy = logits.log_softmax(0)
        objective = (policy.exp() * (rewards - weight * (policy - reference))).sum()
        [slope] = torch.autograd.grad(objective, logits)
        logits = (logits + RATE * slope).detach().requires_grad_()
    return (logits.softmax(0) - reference.exp()).abs().max().item()


def measure(device: str) -> dict[str, float]:
    return {"apart_at_half": apart(0.5, device), "apart_at_two": apart(2.0, device)}


def control(device: str) -> dict[str, float]:
    """The same instrument on a penalty that weighs the less the larger its number is: 1 / w."""
    return {"apart_at_half": apart(1 / 0.5, device), "apart_at_two": apart(1 / 2.0, device)}


def series(device: str) -> dict[str, object]:
    found = {"x": SHOWN, "x_label": "weight of the penalty", "unit": "distance to the reference model"}
    return found | {"policy": [apart(weight, device) for weight in SHOWN]}


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device), "series": series(device)}))
