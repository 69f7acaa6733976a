"""Fact: bf16 has the 8 exponent bits of fp32, so its range, and 7 bits of mantissa, so less precision than fp16.
Myth: bf16 is the more precise of the two, with fp16's range.
"""

import json
import sys

import torch

FAMILY = "precision"
FACT = {"mantissa_bits": 7.0, "doublings_to_overflow": 128.0}
MYTH = {"mantissa_bits": 10.0, "doublings_to_overflow": 16.0}
TOLERANCE = 0.01  # bits are counted by arithmetic on the device itself


def probe(kind: torch.dtype, device: str) -> dict[str, float]:
    """Halve a step until 1 + step is 1; double a number until it is infinite."""
    one = torch.ones((), dtype=kind, device=device)
    bits, doublings, step, large = 0, 0, one / 2, one
    while one + step != one:
        bits, step = bits + 1, step / 2
    while not torch.isinf(large):
        doublings, large = doublings + 1, large * 2
    return {"mantissa_bits": float(bits), "doublings_to_overflow": float(doublings)}


def measure(device: str) -> dict[str, float]:
    return probe(torch.bfloat16, device)


def control(device: str) -> dict[str, float]:
    """The same instrument on fp16."""
    return probe(torch.float16, device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
