"""Fact: DPO's loss needs a reference model; SimPO's and ORPO's have none, SimPO's reward being a mean log-probability.
Myth: DPO does without one; SimPO and ORPO hold a frozen reference model beside the policy.
"""

import json
import sys

import torch

FAMILY = "alignment"
BETA, MARGIN = 2.0, 0.5
CHOSEN, REJECTED = [0.5] * 3, [0.25] * 6  # the policy's probability of every token; the reference model agrees with it
# The loss, and its slope by what the reference model says of a chosen token: beta / 2 for DPO where the two agree.
FACT = {"dpo": 0.6931, "dpo_slope": 1.0, "simpo": 0.3451, "simpo_slope": 0.0, "orpo": 0.9808, "orpo_slope": 0.0}
MYTH = {"dpo": 0.3451, "dpo_slope": 0.0, "simpo": 0.6931, "simpo_slope": 1.0, "orpo": 0.6931, "orpo_slope": 1.0}
TOLERANCE = 0.001  # log 2; log(1 + e ** (0.5 - 2 log 2)); log 2 + log(1 + 1 / 3); in float64


def dpo(chosen: torch.Tensor, rejected: torch.Tensor, reference: list[torch.Tensor]) -> torch.Tensor:
    """Sums over the answer, against the reference model's."""
    gap = (chosen - reference[0]).sum() - (rejected - reference[1]).sum()
    return -torch.nn.functional.logsigmoid(BETA * gap)


def simpo(chosen: torch.Tensor, rejected: torch.Tensor, reference: list[torch.Tensor]) -> torch.Tensor:
    return -torch.nn.functional.logsigmoid(BETA * (chosen.mean() - rejected.mean()) - MARGIN)


def orpo(chosen: torch.Tensor, rejected: torch.Tensor, reference: list[torch.Tensor]) -> torch.Tensor:
    """Cross-entropy of the chosen answer, and the odds of one against the other."""
    better, worse = (p.mean() - torch.log1p(-p.mean().exp()) for p in (chosen, rejected))
    return -chosen.mean() - torch.nn.functional.logsigmoid(better - worse)


def read(losses: dict, device: str) -> dict[str, float]:
    found = {}
    for name, loss in losses.items():
        policy, reference = (
            [torch.tensor(p, dtype=torch.float64, device=device).log().requires_grad_() for p in (CHOSEN, REJECTED)]
            for _ in range(2)
        )
        value = loss(*policy, reference)
        [slope] = torch.autograd.grad(value, reference[:1], allow_unused=True)
        found |= {name: value.item(), f"{name}_slope": 0.0 if slope is None else slope.mean().item()}
    return found


def measure(device: str) -> dict[str, float]:
    return read({"dpo": dpo, "simpo": simpo, "orpo": orpo}, device)


def control(device: str) -> dict[str, float]:
    """The same instrument with SimPO in DPO's place, and DPO in that of the other two."""
    return read({"dpo": simpo, "simpo": dpo, "orpo": dpo}, device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
