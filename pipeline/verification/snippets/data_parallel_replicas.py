"""Fact: data parallelism keeps the whole model on every rank and averages gradients; the update is that of the joint batch.
Myth: it splits the model over the ranks, so each holds a part.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch.nn.parallel import DistributedDataParallel

mp.set_forkserver_preload(["torch._dynamo"])  # what optimizers load is loaded once
FAMILY = "parallelism"
RANKS, WIDTH, BATCH = 2, 32, 16
FACT = {"parameters": 1.0, "optimizer": 1.0, "samples": 0.5, "update_error": 0.0}  # of one process alone, on each rank
MYTH = {"parameters": 0.5, "optimizer": 0.5, "samples": 1.0, "update_error": 0.0}
TOLERANCE = 0.01  # sizes are counted; float64 rounds at 1e-16


class Halves(torch.nn.Module):
    """A linear layer of which each rank holds half the columns; the parts of the output are added up."""

    def __init__(self, weight: torch.Tensor, rank: int) -> None:
        super().__init__()
        self.own = slice(rank * WIDTH // RANKS, (rank + 1) * WIDTH // RANKS)
        self.weight = torch.nn.Parameter(weight[:, self.own].clone())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        part = x[:, self.own] @ self.weight.T
        others = part.detach().clone()
        dist.all_reduce(others)
        return part + (others - part.detach())


def train(rank: int, folder: str, split_model: bool, device: str) -> None:
    """One Adam step of two real processes; rank 0 saves what it holds, and how far it is from one process alone."""
    dist.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=RANKS)
    torch.manual_seed(0)
    alone = torch.nn.Linear(WIDTH, WIDTH, bias=False, dtype=torch.float64).to(device)
    batch = torch.randn(BATCH, WIDTH, dtype=torch.float64).to(device)
    if split_model:
        model, mine = Halves(alone.weight.detach(), rank).to(device), batch
    else:
        replica = torch.nn.Linear(WIDTH, WIDTH, bias=False, dtype=torch.float64).to(device)
        replica.load_state_dict(alone.state_dict())
        model, mine = DistributedDataParallel(replica), batch.chunk(RANKS)[rank]
    sizes = []
    for network, inputs in ((alone, batch), (model, mine)):
        optimizer = torch.optim.Adam(network.parameters(), lr=0.1)
        network(inputs).square().mean().backward()
        optimizer.step()
        moments = [t for state in optimizer.state.values() for t in state.values() if t.numel() > 1]
        sizes.append((sum(p.numel() for p in network.parameters()), sum(t.numel() for t in moments), len(inputs)))
    wanted, weight = alone.weight.detach(), next(model.parameters()).detach()
    wanted = wanted[:, model.own] if split_model else wanted
    shares = [part / whole for part, whole in zip(sizes[1], sizes[0], strict=True)] + [
        (weight - wanted).abs().max().item()
    ]
    if rank == 0:
        torch.save(shares, Path(folder, "shares"))
    os._exit(0)  # without teardown: in one run of five DistributedDataParallel hangs in it under gloo


def measure(device: str, split_model: bool = False) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        mp.start_processes(train, (folder, split_model, device), nprocs=RANKS, start_method="forkserver")
        return dict(zip(FACT, torch.load(Path(folder, "shares")), strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument on a model that is split: tensor parallelism."""
    return measure(device, split_model=True)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
