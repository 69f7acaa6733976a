"""Fact: small updates get lost in fp16 weights; an fp32 master copy collects them.
Myth: half-precision weights learn the same without a master copy.
"""

import json
import sys

import torch

FAMILY = "precision"
STEPS, UPDATE = 1000, 1e-4
FACT = {"half_alone": 0.0, "with_master_copy": 1.0}  # share of 1000 updates of 0.0001 that has arrived in a weight of 1
MYTH = {"half_alone": 1.0, "with_master_copy": 1.0}
TOLERANCE = 0.02  # the weight that is read is in half precision: its steps near 1 are a thousandth, 1 % of the way


def learned(kept_in: torch.dtype, read_in: torch.dtype, device: str) -> float:
    """Real SGD steps on a weight kept in one format and read in another."""
    weight = torch.ones(16, dtype=kept_in, device=device, requires_grad=True)
    optimizer = torch.optim.SGD([weight], lr=UPDATE)
    for _ in range(STEPS):
        weight.grad = -torch.ones_like(weight)
        optimizer.step()
    return (weight.detach().to(read_in).double().mean().item() - 1.0) / (STEPS * UPDATE)


def measure(device: str) -> dict[str, float]:
    return {
        "half_alone": learned(torch.float16, torch.float16, device),
        "with_master_copy": learned(torch.float32, torch.float16, device),
    }


def control(device: str) -> dict[str, float]:
    """The same instrument on weights that do hold such updates by themselves: fp32, without a copy."""
    return {
        "half_alone": learned(torch.float32, torch.float32, device),
        "with_master_copy": learned(torch.float32, torch.float16, device),
    }


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
