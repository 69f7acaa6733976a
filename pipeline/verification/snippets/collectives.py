"""Fact: all-reduce leaves the whole sum on every rank, reduce-scatter each rank its own shard of it, all-gather sums nothing.
Myth: all-reduce leaves the sum on one rank, reduce-scatter the whole of it on all, and all-gather a sum.
"""

import json
import sys
import tempfile
from pathlib import Path

import torch
import torch.distributed as dist
import torch.multiprocessing as mp

mp.set_forkserver_preload(["torch"])  # what each process needs is loaded once
FAMILY = "parallelism"
RANKS, SIZE = 2, 8
# On the last rank afterwards: numbers that are sums over the ranks; all numbers that it holds.
FACT = {"all_reduce_sums": 8.0, "reduce_scatter_sums": 4.0, "all_gather_sums": 0.0, "all_gather_holds": 16.0}
MYTH = {"all_reduce_sums": 0.0, "reduce_scatter_sums": 8.0, "all_gather_sums": 8.0, "all_gather_holds": 8.0}
TOLERANCE = 0.01  # numbers are counted


def work(rank: int, folder: str, exchanged: bool) -> None:
    """Two real processes and PyTorch's own collectives (on the CPU everywhere: gloo runs there alone)."""
    dist.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=RANKS)
    counted = torch.arange(SIZE, dtype=torch.float64) + 1
    mine, wanted = counted * 1000.0**rank, counted * sum(1000.0**other for other in range(RANKS))
    reduced, whole, shard = mine.clone(), mine.clone(), torch.zeros(SIZE // RANKS, dtype=torch.float64)
    gathered = [torch.zeros(SIZE, dtype=torch.float64) for _ in range(RANKS)]
    dist.all_reduce(whole)
    if exchanged:
        dist.reduce(reduced, 0)  # to one rank alone, which is not the one that is read
        held = reduced if rank == 0 else mine, whole, whole, whole
    else:
        dist.reduce_scatter_tensor(shard, mine)
        dist.all_gather(gathered, mine)
        held = whole, shard, torch.cat(gathered), torch.cat(gathered)
    if rank == RANKS - 1:
        sums = [torch.isin(numbers, wanted).sum().item() for numbers in held[:3]]
        torch.save([*map(float, sums), float(held[3].numel())], Path(folder, "seen"))
    dist.barrier()  # taking the group down hangs under an old gloo where the other rank has gone


def measure(device: str, exchanged: bool = False) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        mp.start_processes(work, (folder, exchanged), nprocs=RANKS, start_method="forkserver")
        return dict(zip(FACT, torch.load(Path(folder, "seen")), strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument on a reduction to one rank, and on all-reduce in the place of the other two."""
    return measure(device, exchanged=True)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
