"""Fact: on a GPU FlashAttention is several times faster than attention by whole matrices, though it computes as much.
Myth: recomputing and rescaling make it slower.
"""

import json
import statistics
import sys

import torch
from torch.nn.attention import SDPBackend, sdpa_kernel

FAMILY = "attention arithmetic"
NEEDS = "cuda"  # kernel time and the memory of a GPU can be read there alone
BATCH, HEADS, LENGTH, WIDTH, REPEATS = 4, 16, 4096, 64, 20
FACT = {"faster": 1.0, "lighter": 1.0}  # by more than a half: time of whole matrices over its own, and memory at most
MYTH = {"faster": 0.0, "lighter": 0.0}
TOLERANCE = 0.01  # medians of 20 runs, beside a threshold of 1.5
THRESHOLD = 1.5


def cost(backend: SDPBackend, device: str) -> tuple[float, int]:
    """Median time in milliseconds of forward and backward pass, and the most bytes that they added to the inputs."""
    shape = (3, BATCH, HEADS, LENGTH, WIDTH)
    q, k, v = torch.randn(shape, generator=torch.manual_seed(0)).to(device, torch.bfloat16).requires_grad_().unbind()
    times = []
    with sdpa_kernel(backend):
        for _ in range(REPEATS):
            torch.cuda.synchronize()
            torch.cuda.reset_peak_memory_stats()
            before, start, end = (
                torch.cuda.memory_allocated(),
                *(torch.cuda.Event(enable_timing=True) for _ in range(2)),
            )
            start.record()
            torch.nn.functional.scaled_dot_product_attention(q, k, v).sum().backward(retain_graph=True)
            end.record()
            torch.cuda.synchronize()
            times.append(start.elapsed_time(end))
    return statistics.median(times), torch.cuda.max_memory_allocated() - before


def measure(device: str, backend: SDPBackend = SDPBackend.FLASH_ATTENTION) -> dict[str, float]:
    (slow, heavy), (fast, light) = cost(SDPBackend.MATH, device), cost(backend, device)
    return {"faster": float(slow / fast > THRESHOLD), "lighter": float(heavy / light > THRESHOLD)}


def control(device: str) -> dict[str, float]:
    """The same instrument on whole matrices against themselves."""
    return measure(device, SDPBackend.MATH)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cuda"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
