"""Fact: a parameter takes 4 bytes in fp32, 2 in fp16 and bf16, 1 in int8.
Myth: each format takes twice as much as it does.
"""

import json
import sys

import torch

FAMILY = "precision"
COUNT = 4096
FACT = {"fp32": 4.0, "fp16": 2.0, "bf16": 2.0, "int8": 1.0}  # bytes a number
MYTH = {"fp32": 8.0, "fp16": 4.0, "bf16": 4.0, "int8": 2.0}
TOLERANCE = 0.01  # bytes are counted; one scale for all numbers adds a thousandth to int8


def read(device: str, formats: dict[str, torch.dtype]) -> dict[str, float]:
    """Keep the same weights in every format; integers go by absmax, with their scale beside them."""
    weights, found = torch.randn(COUNT, generator=torch.manual_seed(0)).to(device), {}
    for name, kind in formats.items():
        scale = None if kind.is_floating_point else weights.abs().max() / torch.iinfo(kind).max
        kept = [weights.to(kind)] if scale is None else [(weights / scale).round().to(kind), scale]
        back = kept[0].double() * (1.0 if scale is None else scale)
        assert (back - weights).abs().max() < 0.02, "these are not the weights any more"
        found[name] = sum(t.nbytes for t in kept) / COUNT
    return found


def measure(device: str) -> dict[str, float]:
    return read(device, {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16, "int8": torch.int8})


def control(device: str) -> dict[str, float]:
    """The same instrument on formats that are twice as wide."""
    return read(device, {"fp32": torch.float64, "fp16": torch.float32, "bf16": torch.float32, "int8": torch.int16})


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
