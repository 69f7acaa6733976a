"""Fact: ZeRO-1 and ZeRO-2 move as much as plain data parallelism; ZeRO-3 moves 1.5 times as much.
Myth: partitioning the gradients costs half as much again, partitioning the parameters costs nothing.
"""

import json
import sys

import torch

FAMILY = "memory of training"
STANDS_FOR = (
    "Ranks on a network: the ring algorithms are written out and every number that passes is counted, not timed."
)
RANKS, SIZE = 4, 4096
FACT = {"zero_2": 1.0, "zero_3": 1.5}  # numbers sent a rank and step, over those of one all-reduce of the gradients
MYTH = {"zero_2": 1.5, "zero_3": 1.0}
TOLERANCE = 0.01  # numbers are counted


def turn(shards: list[list[torch.Tensor]], first: int, add: bool) -> int:
    """Once round the ring: every rank hands on a shard each time, and the next one adds it to its own, or keeps it."""
    sent = []
    for time in range(RANKS - 1):
        moving = [(rank, (rank + first - time) % RANKS) for rank in range(RANKS)]
        parcels = [shards[rank][shard].clone() for rank, shard in moving]
        for (rank, shard), parcel in zip(moving, parcels, strict=True):
            own = shards[(rank + 1) % RANKS]
            own[shard] = own[shard] + parcel if add else parcel
            sent.append(parcel.numel())
    return sum(sent)


def step(device: str, gathers: int) -> int:
    """Reduce the gradients to the ranks that own them, and gather whole tensors so often; numbers sent."""
    gradients = torch.randn(RANKS, SIZE, generator=torch.manual_seed(0), dtype=torch.float64).to(device)
    shards = [list(gradient.chunk(RANKS)) for gradient in gradients]
    sent = turn(shards, first=0, add=True)  # reduce-scatter: rank r then has the sum of shard r + 1
    sent += sum(turn(shards, first=1, add=False) for _ in range(gathers))  # all-gather
    assert all(torch.allclose(torch.cat(own), gradients.sum(0)) for own in shards), "the ring lost something"
    return sent


def measure(device: str, zero_2: int = 1, zero_3: int = 2) -> dict[str, float]:
    """Stage 2 gathers the updated parameters once; stage 3 gathers them for the forward and for the backward pass."""
    all_reduce = step(device, gathers=1)  # is made of these two: reduce-scatter and all-gather
    return {"zero_2": step(device, zero_2) / all_reduce, "zero_3": step(device, zero_3) / all_reduce}


def control(device: str) -> dict[str, float]:
    """The same instrument with the two exchanged: a stage 3 that keeps what it gathered until the backward pass."""
    return measure(device, zero_2=2, zero_3=1)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
