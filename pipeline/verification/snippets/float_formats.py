"""Fact: fp16 has 5 bits of exponent and 10 of mantissa, fp32 has 23; a float's steps grow with the number, an integer's not.
Myth: fp16 has 8 bits of exponent and 7 of mantissa, or is an integer format; all bits of fp32 are mantissa.
"""

import json
import math
import sys

import torch

FAMILY = "precision"
FACT = {"exponent": 5.0, "mantissa": 10.0, "fp32_mantissa": 23.0, "step_growth": 1.0}  # bits; step ~ number ** e
MYTH = {"exponent": 8.0, "mantissa": 7.0, "fp32_mantissa": 30.0, "step_growth": 0.0}
TOLERANCE = 0.01  # everything is a power of two, found by arithmetic on the device itself
POWERS, LATER = range(-24, 31), 1024


def differs(number: float, step: float, kind: torch.dtype, device: str) -> bool:
    """Whether adding a step to a number makes a difference in this format."""
    x, step = (torch.tensor(value, dtype=torch.float64, device=device).to(kind) for value in (number, step))
    return bool(x + step != x)


def mantissa(kind: torch.dtype, device: str) -> float:
    """The largest power of two to which 1 can still be added."""
    return float(max(power for power in POWERS if differs(2.0**power, 1.0, kind, device)))


def exponent(kind: torch.dtype, device: str) -> float:
    """Doublings until infinity: half of the exponents stand for numbers above 1."""
    doublings, large = 0, torch.ones((), dtype=kind, device=device)
    while large.isfinite():
        doublings, large = doublings + 1, large * 2
    return math.log2(2 * doublings)


def step_growth(kind: torch.dtype, device: str) -> float:
    """The smallest step at 1 and at 1024: how does it grow with the number?"""
    first, later = (min(p for p in POWERS if differs(number, 2.0**p, kind, device)) for number in (1.0, float(LATER)))
    return (later - first) / math.log2(LATER)


def read(half: torch.dtype, single: torch.dtype, other: torch.dtype, device: str) -> dict[str, float]:
    found = exponent(half, device), mantissa(half, device), mantissa(single, device), step_growth(other, device)
    return dict(zip(FACT, found, strict=True))


def measure(device: str) -> dict[str, float]:
    return read(torch.float16, torch.float32, torch.float16, device)


def control(device: str) -> dict[str, float]:
    """The same instrument on bf16 in the place of fp16, and on integers of 32 and of 16 bits."""
    return read(torch.bfloat16, torch.int32, torch.int16, device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
