"""Fact: linear attention, Linformer and sliding windows cost work in proportion to the length, and give another result.
Myth: they cost as the square of the length, or give exactly what softmax attention gives.
"""

import json
import math
import sys

import torch
from torch.utils.flop_counter import FlopCounterMode

FAMILY = "attention arithmetic"
STANDS_FOR = "The papers' models: their ways to attend run here in plain PyTorch; a window is a block of 16 places."
LENGTHS, WIDTH, SQUEEZED, WINDOW = (64, 256), 16, 16, 16
FACT = {"linear": 1.0, "linformer": 1.0, "window": 1.0, "differ": 3.0}  # e in: multiplications ~ length ** e; results
MYTH = {"linear": 2.0, "linformer": 2.0, "window": 2.0, "differ": 0.0}
TOLERANCE = 0.01  # multiplications are counted; float64 rounds at 1e-16


def softmax(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    return (q @ k.T / math.sqrt(WIDTH)).softmax(1) @ v


def linear(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    """Positive features in the softmax's place: keys and values can be summed up before any query comes."""
    return q.exp() @ (k.exp().T @ v) / (q.exp() @ k.exp().sum(0)[:, None])


def linformer(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    squeeze = torch.randn(SQUEEZED, len(k), dtype=k.dtype, generator=torch.manual_seed(1)).to(k.device)
    return softmax(q, squeeze @ k, squeeze @ v)


def window(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    return torch.cat([softmax(*block) for block in zip(*(t.split(WINDOW) for t in (q, k, v)), strict=True)])


def measure(device: str, ways=(linear, linformer, window)) -> dict[str, float]:
    found, differ = {}, 0
    for name, way in zip(FACT, ways, strict=False):
        work = []
        for length in LENGTHS:
            q, k, v = torch.randn(3, length, WIDTH, dtype=torch.float64, generator=torch.manual_seed(0)).to(device)
            with FlopCounterMode(display=False) as counter:
                result = way(q, k, v)
            work.append(counter.get_total_flops())
        found[name] = math.log(work[1] / work[0]) / math.log(LENGTHS[1] / LENGTHS[0])
        differ += not torch.allclose(result, torch.nn.functional.scaled_dot_product_attention(q, k, v))
    return found | {"differ": float(differ)}


def control(device: str) -> dict[str, float]:
    """The same instrument on softmax attention itself in their places."""
    return measure(device, (softmax, softmax, softmax))


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
