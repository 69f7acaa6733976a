"""Fact: on tensor cores matrices are multiplied much faster in fp16 than in fp32.
Myth: half precision saves memory alone, at the speed of fp32.
"""

import json
import statistics
import sys

import torch

FAMILY = "precision"
NEEDS = "cuda"  # tensor cores are part of a GPU
SIZE, REPEATS, THRESHOLD = 4096, 20, 1.5
FACT = {"faster": 1.0}  # by half and more, beside fp32 without tensor cores
MYTH = {"faster": 0.0}
TOLERANCE = 0.01  # yes or no; cards differ from twice to sixteen times, equal kinds by a few per cent


def time(kind: torch.dtype, device: str) -> float:
    """Median milliseconds of one product, with tensor cores for 32-bit numbers switched off."""
    torch.backends.cuda.matmul.allow_tf32 = False
    a, b = torch.randn(2, SIZE, SIZE, generator=torch.manual_seed(0)).to(device, kind)
    times = []
    for _ in range(REPEATS):
        begin, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        torch.cuda.synchronize()
        begin.record()
        a @ b
        end.record()
        torch.cuda.synchronize()
        times.append(begin.elapsed_time(end))
    return statistics.median(times)


def measure(device: str, kind: torch.dtype = torch.float16) -> dict[str, float]:
    faster = time(torch.float32, device) / time(kind, device)
    return {"faster": float(faster > THRESHOLD)}


def control(device: str) -> dict[str, float]:
    """The same instrument on fp32 against itself."""
    return measure(device, torch.float32)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cuda"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
