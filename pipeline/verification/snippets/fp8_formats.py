"""Fact: E4M3 has 4 bits of exponent, 3 of mantissa and ends at 448; E5M2 has 5 and 2 and ends at 57344, fp16 at 65504.
Myth: E4M3 is the one with the larger range, E5M2 the more precise one.
"""

import json
import math
import sys

import torch

FAMILY = "precision"
MOST = 70000  # whole numbers up to here are tried
FACT = {"e4m3_exponent": 4.0, "e4m3_mantissa": 3.0, "e4m3_largest": 448.0, "e5m2_exponent": 5.0, "e5m2_mantissa": 2.0,
        "e5m2_largest": 57344.0, "fp16_largest": 65504.0, "bytes": 1.0}  # fmt: skip
MYTH = {"e4m3_exponent": 5.0, "e4m3_mantissa": 2.0, "e4m3_largest": 57344.0, "e5m2_exponent": 4.0, "e5m2_mantissa": 3.0,
        "e5m2_largest": 448.0, "fp16_largest": 32767.0, "bytes": 2.0}  # fmt: skip
TOLERANCE = 0.01  # numbers come back from a format as they went in, or they do not
E4M3, E5M2 = torch.float8_e4m3fn, torch.float8_e5m2


def survives(values: torch.Tensor, kind: torch.dtype) -> torch.Tensor:
    """Which of these numbers a format can hold."""
    return values.to(kind).double() == values


def largest(kind: torch.dtype, device: str) -> float:
    whole = torch.arange(MOST, dtype=torch.float64, device=device)
    return whole[survives(whole, kind)].max().item()


def describe(kind: torch.dtype, device: str) -> tuple[float, float, float]:
    """Bits of exponent and of mantissa, and the largest number."""
    powers = 2.0 ** torch.arange(-30, 17, dtype=torch.float64, device=device)
    mantissa = int(survives(1 + powers, kind)[powers < 1].sum())  # halvings of 1 that still count beside it
    spans = int(survives(powers, kind).sum()) - mantissa + 1  # without the smallest, which have fewer bits
    return math.ceil(math.log2(spans)), mantissa, largest(kind, device)


def read(device: str, first: torch.dtype, second: torch.dtype, third: torch.dtype) -> dict[str, float]:
    size = float(torch.zeros((), dtype=third if third == torch.int16 else first).element_size())
    numbers = (*describe(first, device), *describe(second, device), largest(third, device), size)
    return dict(zip(FACT, map(float, numbers), strict=True))


def measure(device: str) -> dict[str, float]:
    return read(device, E4M3, E5M2, torch.float16)


def control(device: str) -> dict[str, float]:
    """The same instrument with the two exchanged, and on a 16-bit integer in the place of fp16."""
    return read(device, E5M2, E4M3, torch.int16)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
