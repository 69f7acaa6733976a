"""Fact: a ring all-reduce is a reduce-scatter and an all-gather; what a rank sends stays below twice the data at any size.
Myth: each rank sends more and more as ranks are added.
"""

import json
import sys

import torch

FAMILY = "parallelism"
STANDS_FOR = "Ranks on a network: the ring is written out, and every number that a rank hands on is counted, not timed."
SIZE = 960
# After the first half: shards a rank holds complete; at the end: whole sums, and numbers sent by a rank over the data.
FACT = {"complete_at_half": 1.0, "complete_at_end": 8.0, "sent_by_8": 1.75, "sent_by_32": 1.9375}  # 2 * (n - 1) / n
MYTH = {"complete_at_half": 1.0, "complete_at_end": 8.0, "sent_by_8": 7.0, "sent_by_32": 31.0}
TOLERANCE = 0.001  # numbers are counted


def ring(ranks: int, device: str) -> tuple[int, int, float]:
    """Twice round: first every rank adds what it gets to its own shard, then it keeps what it gets."""
    data = torch.randn(ranks, SIZE, dtype=torch.float64, generator=torch.manual_seed(0)).to(device)
    shards, wanted, sent, half = [list(row.chunk(ranks)) for row in data], list(data.sum(0).chunk(ranks)), 0, 0
    for turn in range(2 * (ranks - 1)):
        reducing = turn < ranks - 1
        half = half if reducing else half or sum(map(torch.allclose, shards[0], wanted))
        moving = [(rank, (rank - turn) % ranks) for rank in range(ranks)]
        parcels = [shards[rank][shard].clone() for rank, shard in moving]
        for (rank, shard), parcel in zip(moving, parcels, strict=True):
            following = shards[(rank + 1) % ranks]
            following[shard] = following[shard] + parcel if reducing else parcel
        sent += parcels[0].numel()
    return half, sum(map(torch.allclose, shards[0], wanted)), sent / SIZE


def everyone_to_everyone(ranks: int, device: str) -> tuple[int, int, float]:
    """Each rank sends all of its data to each of the others and adds up what it gets."""
    data = torch.randn(ranks, SIZE, dtype=torch.float64, generator=torch.manual_seed(0)).to(device)
    sums, sent = data[0].clone(), 0
    for other in data[1:]:
        sums, sent = sums + other, sent + other.numel()
    return 1, sum(map(torch.allclose, sums.chunk(ranks), data.sum(0).chunk(ranks))), sent / SIZE


def measure(device: str, reduce=ring) -> dict[str, float]:
    (half, end, few), (_, _, many) = reduce(8, device), reduce(32, device)
    return dict(zip(FACT, (float(half), float(end), few, many), strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument where everyone sends to everyone."""
    return measure(device, everyone_to_everyone)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
