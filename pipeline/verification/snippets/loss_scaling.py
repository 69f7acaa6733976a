"""Fact: small gradients become zero in fp16 and survive when the loss is scaled up first; bf16 needs no scaling.
Myth: bf16 needs loss scaling as fp16 does.
"""

import json
import sys

import torch

FAMILY = "precision"
SMALL, SCALE = 2.0**-30, 2.0**16
# Share of the gradients that arrive, with and without scaling; the right one is 2 ** -30.
FACT = {"fp16": 0.0, "fp16_scaled": 1.0, "bf16": 1.0, "bf16_scaled": 1.0}
MYTH = {"fp16": 0.0, "fp16_scaled": 1.0, "bf16": 0.0, "bf16_scaled": 1.0}
TOLERANCE = 0.01  # powers of two are exact in every format that can hold them


def arriving(kind: torch.dtype, scale: float, device: str) -> float:
    """Backpropagate through a layer in half precision; unscale in fp32; count what is right."""
    weight = torch.ones(64, dtype=kind, device=device, requires_grad=True)
    loss = (weight * torch.ones(64, dtype=kind, device=device)).float().sum() * SMALL
    (loss * scale).backward()
    return (weight.grad.float() / scale == SMALL).double().mean().item()


def read(device: str, kinds: dict[str, torch.dtype]) -> dict[str, float]:
    found = {}
    for name, kind in kinds.items():
        found[name] = arriving(kind, 1.0, device)
        found[f"{name}_scaled"] = arriving(kind, SCALE, device)
    return found


def measure(device: str) -> dict[str, float]:
    return read(device, {"fp16": torch.float16, "bf16": torch.bfloat16})


def control(device: str) -> dict[str, float]:
    """The same instrument with fp16 in the place of bf16: a format that does need scaling."""
    return read(device, {"fp16": torch.float16, "bf16": torch.float16})


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
