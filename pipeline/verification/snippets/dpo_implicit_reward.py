"""Fact: DPO's implicit reward is beta times the log-ratio of policy and reference model; trained, it is the true reward.
Myth: its implicit reward is the log-probability that the policy gives to an answer, without a reference model.
"""

import json
import sys

import torch

FAMILY = "alignment"
BETA, STEPS, RATE = 0.5, 3000, 2
REWARDS = [1.0, 0.0, -1.0]  # of three answers, by which readers prefer one to another (Bradley-Terry)
REFERENCE = [-1.0, 0.5, 1.0]  # logits of the reference model, which likes the worst answer best
# Gaps of the implicit reward between neighbours, which are 1 in truth; and the log-odds of the policy between them.
FACT = {"gap_1": 1.0, "gap_2": 1.0, "odds_1": 0.5, "odds_2": 1.5}  # 1 / beta on top of the reference's -1.5 and -0.5
MYTH = {"gap_1": 1.0, "gap_2": 1.0, "odds_1": 2.0, "odds_2": 2.0}  # 1 / beta: nothing is left of the reference
TOLERANCE = 0.01  # gradient steps until nothing moves


def trained(device: str, with_reference: bool) -> dict[str, float]:
    """DPO on every pair, weighed by how often it is preferred; then what the policy has learned."""
    rewards, start = (torch.tensor(v, dtype=torch.float64, device=device) for v in (REWARDS, REFERENCE))
    logits, reference = start.clone().requires_grad_(), start.log_softmax(0) * with_reference
    preferred = torch.sigmoid(rewards[:, None] - rewards)  # (answer, other answer)
    for _ in range(STEPS):
        implicit = BETA * (logits.log_softmax(0) - reference)
        loss = -(preferred * torch.nn.functional.logsigmoid(implicit[:, None] - implicit)).mean()
        [slope] = torch.autograd.grad(loss, logits)
        logits = (logits - RATE * slope).detach().requires_grad_()
    odds = -logits.detach().diff()
    gaps = BETA * (odds + reference.diff())
    return dict(zip(FACT, (*gaps.tolist(), *odds.tolist()), strict=True))


def measure(device: str) -> dict[str, float]:
    return trained(device, with_reference=True)


def control(device: str) -> dict[str, float]:
    """The same instrument on a loss whose reward is the log-probability alone, as SimPO's is."""
    return trained(device, with_reference=False)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
