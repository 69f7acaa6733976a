"""Fact: a long sum kept in fp16 stands still once its terms are less than half a step of it; kept in fp32 it comes out right.
Myth: if the terms are in fp16, the sum may be kept in fp16 as well.
"""

import json
import sys

import torch

FAMILY = "precision"
COUNT, TERM = 16384, 0.25
FACT = {"fp16_sum": 0.125, "fp32_sum": 1.0}  # 512, where a step is 0.5 and half of it is rounded down, of 4096
MYTH = {"fp16_sum": 1.0, "fp32_sum": 1.0}
TOLERANCE = 0.01  # powers of two are exact
SHOWN = [1 << n for n in range(7, 15)]


def total(kept_in: torch.dtype, count: int, device: str) -> float:
    """Add terms in fp16 one by one to a sum that is kept in some format."""
    term = torch.tensor(TERM, dtype=torch.float16, device=device)
    whole = torch.zeros((), dtype=kept_in, device=device)
    for _ in range(count):
        whole += term
    return whole.item()


def measure(device: str, half: torch.dtype = torch.float16) -> dict[str, float]:
    """Shares of the right sum."""
    right = COUNT * TERM
    return {"fp16_sum": total(half, COUNT, device) / right, "fp32_sum": total(torch.float32, COUNT, device) / right}


def control(device: str) -> dict[str, float]:
    """The same instrument on fp64, which does hold such a sum, in the place of fp16."""
    return measure(device, torch.float64)


def series(device: str) -> dict[str, object]:
    sums = {
        name: [total(kind, count, device) for count in SHOWN]
        for name, kind in (("fp16", torch.float16), ("fp32", torch.float32))
    }
    return {"x": SHOWN, "x_label": "terms", "unit": "sum"} | sums


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device), "series": series(device)}))
