"""Fact: FSDP shards parameters, gradients and optimizer states over the ranks.
Myth: it keeps a replica of the model on every rank, as data parallelism does.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard
from torch.nn.parallel import DistributedDataParallel

mp.set_forkserver_preload(["torch._dynamo"])  # what optimizers load is loaded once
FAMILY = "parallelism"
REQUIRES = "torch>=2.7"
RANKS, WIDTH = 2, 64
FACT = {"parameters": 0.5, "gradients": 0.5, "optimizer": 0.5}  # share of the model on each of two ranks
MYTH = {"parameters": 1.0, "gradients": 1.0, "optimizer": 1.0}
TOLERANCE = 0.01  # sizes are counted


def local(tensor: torch.Tensor) -> int:
    """Numbers of a tensor that lie on this rank."""
    return (tensor.to_local() if hasattr(tensor, "to_local") else tensor).numel()


def train(rank: int, folder: str, sharded: bool) -> None:
    """One Adam step in real processes (on the CPU everywhere: gloo shards there alone); what rank 0 holds after it."""
    dist.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=RANKS)
    torch.manual_seed(0)
    model = torch.nn.Sequential(*(torch.nn.Linear(WIDTH, WIDTH) for _ in range(3)))
    whole = sum(p.numel() for p in model.parameters())
    if sharded:
        mesh = init_device_mesh("cpu", (RANKS,))
        for layer in model:
            fully_shard(layer, mesh=mesh)
    model = fully_shard(model, mesh=mesh) if sharded else DistributedDataParallel(model)
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.randn(8, WIDTH)).square().mean().backward()
    optimizer.step()
    held = {
        "parameters": sum(local(p) for p in model.parameters()),
        "gradients": sum(local(p.grad) for p in model.parameters()),
        "optimizer": sum(local(state["exp_avg"]) for state in optimizer.state.values()),
    }
    if rank == 0:
        torch.save({kind: size / whole for kind, size in held.items()}, Path(folder, "held"))
    os._exit(0)  # without teardown: in one run of five DistributedDataParallel hangs in it under gloo


def measure(device: str, sharded: bool = True) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        mp.start_processes(train, (folder, sharded), nprocs=RANKS, start_method="forkserver")
        return torch.load(Path(folder, "held"))


def control(device: str) -> dict[str, float]:
    """The same instrument on DistributedDataParallel."""
    return measure(device, sharded=False)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
