"""Fact: paged attention computes the same from blocks scattered in memory; what it saves is memory that nobody uses.
Myth: it approximates attention, or makes the cache of a token smaller.
"""

import json
import math
import sys

import torch

FAMILY = "inference"
LENGTHS, LONGEST, BLOCK, WIDTH = [5, 40, 17, 90], 128, 16, 32
FACT = {"error": 0.0, "bytes_a_token": 256.0, "memory": 0.375}  # 12 blocks of 16 places against 4 * 128 places
MYTH = {"error": 1.0, "bytes_a_token": 128.0, "memory": 0.1875}  # keeping each key and value in half as many numbers
TOLERANCE = 0.01  # float32 rounds at 1e-7; the other two are counted


def attend(query: torch.Tensor, keys: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
    return (keys @ query / math.sqrt(WIDTH)).softmax(0) @ values


def read(device: str, kept: int) -> dict[str, float]:
    """Serve four texts from one pool of blocks, with `kept` numbers of each key and value, and compare."""
    seed = torch.manual_seed(0)
    blocks = [math.ceil(length / BLOCK) for length in LENGTHS]
    pool = torch.zeros(sum(blocks), BLOCK, 2, kept, device=device)  # (block, place, key or value, feature)
    free, worst = torch.randperm(sum(blocks), generator=seed).tolist(), 0.0
    for length, count in zip(LENGTHS, blocks, strict=True):
        query, *cache = torch.randn(1 + 2 * length, WIDTH, generator=seed).to(device)
        keys, values = torch.stack(cache[:length]), torch.stack(cache[length:])
        table = [free.pop() for _ in range(count)]  # where this text's blocks lie: anywhere
        for place in range(length):
            block = pool[table[place // BLOCK], place % BLOCK]
            block[0], block[1] = keys[place, :kept], values[place, :kept]
        found = pool[table].flatten(0, 1)[:length]  # (place, key or value, feature)
        out = torch.zeros(WIDTH, device=device)
        out[:kept] = attend(query[:kept], found[:, 0], found[:, 1])
        wanted = torch.nn.functional.scaled_dot_product_attention(query[None], keys, values)[0]
        worst = max(worst, (out - wanted).abs().max().item())
    reserved = len(LENGTHS) * LONGEST * 2 * WIDTH * pool.element_size()  # every text gets room for the longest one
    return {"error": float(worst > 1e-5), "bytes_a_token": 2.0 * kept * 4, "memory": pool.nbytes / reserved}


def measure(device: str) -> dict[str, float]:
    return read(device, kept=WIDTH)


def control(device: str) -> dict[str, float]:
    """The same instrument on a cache that is made smaller: less memory still, and another result."""
    return read(device, kept=WIDTH // 2)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
