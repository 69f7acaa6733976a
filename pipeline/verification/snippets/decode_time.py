"""Fact: a step of decoding takes a GPU about as long for 16 texts as for one: it waits for the weights, not for arithmetic.
Myth: it is bound by arithmetic, so that 16 texts take 16 times as long.
"""

import json
import math
import statistics
import sys

import torch

FAMILY = "inference"
NEEDS = "cuda"  # what a GPU waits for shows in its time alone
WIDTH, LAYERS, REPEATS, MANY = 8192, 8, 20, 16
FACT = {"growth": 0.0}  # exponent e in: time ~ texts ** e
MYTH = {"growth": 1.0}
TOLERANCE = 0.3  # a little arithmetic is added; the weights of all layers, 1 GB, do not fit into a cache


def time(rows: int, device: str) -> float:
    """Median milliseconds of a pass through bf16 linear maps, one row for each text."""
    weights = torch.randn(LAYERS, WIDTH, WIDTH, generator=torch.manual_seed(0)).to(device, torch.bfloat16) / WIDTH**0.5
    start = torch.randn(rows, WIDTH, generator=torch.manual_seed(1)).to(device, torch.bfloat16)
    times = []
    for _ in range(REPEATS):
        x, begin, end = start, *(torch.cuda.Event(enable_timing=True) for _ in range(2))
        torch.cuda.synchronize()
        begin.record()
        for weight in weights:
            x = x @ weight
        end.record()
        torch.cuda.synchronize()
        times.append(begin.elapsed_time(end))
    return statistics.median(times)


def measure(device: str, texts: int = 1) -> dict[str, float]:
    return {"growth": math.log(time(MANY * texts, device) / time(texts, device)) / math.log(MANY)}


def control(device: str) -> dict[str, float]:
    """The same instrument on as many rows as a long prompt has: there arithmetic does bound it."""
    return measure(device, texts=2048)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cuda"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
