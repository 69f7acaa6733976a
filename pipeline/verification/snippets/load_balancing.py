"""Fact: the load balancing loss is least when tokens are spread evenly over the experts, and so it spreads them.
Myth: it steers the tokens to the best expert.
"""

import json
import sys

import torch
from transformers.models.mixtral.modeling_mixtral import load_balancing_loss_func

FAMILY = "objectives"
EXPERTS, TOKENS, STEPS, LEAN, SURE, RATE = 4, 512, 300, 2, 50, 0.3
FACT = {
    "loss_even": 1.0,
    "loss_one_expert": 4.0,
    "busiest": 0.25,
}  # share of the tokens of the busiest expert at the end
MYTH = {"loss_even": -1.0, "loss_one_expert": -4.0, "busiest": 1.0}
TOLERANCE = 0.1  # 512 tokens, and a router that has stopped improving


def real(logits: torch.Tensor) -> torch.Tensor:
    """Mixtral's own, with one expert a token as in Switch Transformer."""
    return load_balancing_loss_func((logits,), EXPERTS, 1)


def turned(logits: torch.Tensor) -> torch.Tensor:
    return -real(logits)


def measure(device: str, loss=real) -> dict[str, float]:
    """The loss at its two extremes; and what gradient steps on it make of a router that leans to one expert."""
    torch.manual_seed(0)
    even = torch.eye(EXPERTS, device=device).repeat(TOKENS, 1).mul(SURE)
    one = torch.eye(EXPERTS, device=device)[:1].repeat(TOKENS, 1).mul(SURE)
    tokens = torch.randn(TOKENS, 16).to(device)
    router = torch.nn.Linear(16, EXPERTS).to(device)
    router.bias.data[0] += LEAN
    for _ in range(STEPS):
        slopes = torch.autograd.grad(loss(router(tokens)), list(router.parameters()))
        for p, slope in zip(router.parameters(), slopes, strict=True):
            p.data -= RATE * slope
    busiest = torch.bincount(router(tokens).argmax(1), minlength=EXPERTS).max().item() / TOKENS
    return {"loss_even": loss(even).item(), "loss_one_expert": loss(one).item(), "busiest": busiest}


def control(device: str) -> dict[str, float]:
    """The same instrument on the loss with its sign turned, which does gather the tokens."""
    return measure(device, turned)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
