"""Fact: GRPO's baseline is the mean reward of several answers to one question, so no value network has to be trained.
Myth: its baseline comes from a value network.
"""

import json
import sys

import torch

FAMILY = "alignment"
LEVELS, ANSWERS, STEPS, RATE = [5.0, 1.0, -3.0], 8, 200, 0.1  # three questions, the first of which is easy
# What is left of the questions' levels in the advantages (root mean square): at the start, and after 200 updates.
FACT = {"left_at_start": 0.0, "left_at_end": 0.0, "values_learned": 0.0}
MYTH = {"left_at_start": 3.416, "left_at_end": 0.0, "values_learned": 3.0}  # sqrt((25 + 1 + 9) / 3)
TOLERANCE = 0.01  # rewards without noise, but for what the answers themselves differ by


def by_group(rewards: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
    return rewards.mean(dim=1)


def by_critic(rewards: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
    return values


def measure(device: str, baseline=by_group) -> dict[str, float]:
    """Rewards of eight answers to each question, once and again: what do the advantages still say of the question?"""
    quality = torch.linspace(-1, 1, ANSWERS, dtype=torch.float64, device=device)
    rewards = torch.tensor(LEVELS, dtype=torch.float64, device=device)[:, None] + quality  # (question, answer)
    values, left = torch.zeros(len(LEVELS), dtype=torch.float64, device=device, requires_grad=True), []
    for _ in range(STEPS):
        advantages = rewards - baseline(rewards, values)[:, None]
        left.append(advantages.mean(dim=1).square().mean().sqrt().item())
        if advantages.requires_grad:
            values = (values - RATE * torch.autograd.grad(advantages.square().mean(1).sum(), values)[0]).detach()
            values.requires_grad_()
    learned = values.detach().count_nonzero().item()
    return {"left_at_start": left[0], "left_at_end": left[-1], "values_learned": float(learned)}


def control(device: str) -> dict[str, float]:
    """The same instrument on a value for each question that is fitted to the rewards seen so far, as PPO does it."""
    return measure(device, by_critic)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
