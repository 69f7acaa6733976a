"""Fact: doubling the text doubles the work of the projections and quadruples that of attention's scores and sums.
Myth: attention costs work in proportion to the length.
"""

import json
import math
import sys

import torch
from torch.utils.flop_counter import FlopCounterMode

FAMILY = "attention arithmetic"
LENGTHS, WIDTH = [64, 128, 256, 512], 32
FACT = {"attention": 2.0, "projections": 1.0}  # exponent e in: multiplications ~ length ** e
MYTH = {"attention": 1.0, "projections": 1.0}
TOLERANCE = 0.01  # multiplications are counted


def softmax_attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    return (q @ k.T).softmax(1) @ v  # the scaling multiplies no matrices


def linear_attention(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    """Without a softmax over pairs the keys and values can be summed up first."""
    return q.exp() @ (k.exp().T @ v)


def multiplications(work) -> int:
    with FlopCounterMode(display=False) as counter:
        work()
    return counter.get_total_flops()


def costs(attention, device: str) -> dict[str, list[int]]:
    found = {"attention": [], "projections": []}
    for length in LENGTHS:
        x, weight = torch.zeros(length, WIDTH, device=device), torch.zeros(WIDTH, WIDTH, device=device)
        found["attention"].append(multiplications(lambda x=x: attention(x, x, x)))
        found["projections"].append(multiplications(lambda x=x, weight=weight: [x @ weight for _ in range(4)]))
    return found


def measure(device: str, attention=softmax_attention) -> dict[str, float]:
    octaves = math.log(LENGTHS[-1] / LENGTHS[0])
    return {name: math.log(work[-1] / work[0]) / octaves for name, work in costs(attention, device).items()}


def control(device: str) -> dict[str, float]:
    """The same instrument on linear attention, whose work is in proportion to the length."""
    return measure(device, linear_attention)


def series(device: str) -> dict[str, object]:
    return {"x": LENGTHS, "x_label": "tokens", "unit": "multiplications"} | costs(softmax_attention, device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device), "series": series(device)}))
