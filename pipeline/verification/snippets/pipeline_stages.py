"""Fact: pipeline parallelism gives each rank some consecutive layers, whole ones; activations pass from rank to rank.
Myth: it cuts the matrices inside the layers, or gives every rank the whole model and other data.
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
RANKS, LAYERS, WIDTH, ROWS = 2, 4, 32, 8
# On rank 0: layers of which it holds anything, share of the weights, numbers sent in a forward pass over the batch's.
FACT = {"layers": 2.0, "weights": 0.5, "sent": 1.0, "error": 0.0}
MYTH = {"layers": 4.0, "weights": 0.5, "sent": 4.0, "error": 0.0}  # half of each of 4 layers, an exchange after each
TOLERANCE = 0.01  # numbers are counted; float64 rounds at 1e-16


def work(rank: int, folder: str, inside: bool, device: str) -> None:
    """Two real processes, forward pass; through the CPU, because gloo alone runs everywhere."""
    dist.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=RANKS)
    torch.manual_seed(0)
    weights, x = torch.randn(LAYERS, WIDTH, WIDTH, dtype=torch.float64), torch.randn(ROWS, WIDTH, dtype=torch.float64)
    wanted, sent = x, 0
    for weight in weights:
        wanted = (wanted @ weight / WIDTH**0.5).tanh()
    if inside:
        own = [weight.chunk(RANKS, dim=1)[rank].to(device) for weight in weights]
        for part in own:  # each rank has its columns of every matrix, and needs those of the others for the next one
            parts = [torch.zeros(ROWS, WIDTH // RANKS, dtype=x.dtype) for _ in range(RANKS)]
            dist.all_gather(parts, (x.to(device) @ part / WIDTH**0.5).tanh().cpu())
            x, sent = torch.cat(parts, dim=1), sent + parts[rank].numel() * RANKS
    else:
        own = [weight.to(device) for weight in weights.chunk(RANKS)[rank]]
        if rank > 0:
            dist.recv(x, rank - 1)
        for weight in own:
            x = (x.to(device) @ weight / WIDTH**0.5).tanh()
        if rank < RANKS - 1:
            dist.send(x.cpu(), rank + 1)
            sent += x.numel()
    if rank == 0:
        torch.save(
            [float(len(own)), sum(w.numel() for w in own) / weights.numel(), sent / (ROWS * WIDTH)],
            Path(folder, "held"),
        )
    if rank == RANKS - 1:
        torch.save((x.cpu() - wanted).abs().max().item(), Path(folder, "error"))
    dist.barrier()  # taking the group down hangs under an old gloo where the other rank has gone


def measure(device: str, inside: bool = False) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        mp.start_processes(work, (folder, inside, device), nprocs=RANKS, start_method="forkserver")
        held, error = (torch.load(Path(folder, name)) for name in ("held", "error"))
    return dict(zip(FACT, (*held, error), strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument on tensor parallelism, which does cut inside every layer."""
    return measure(device, inside=True)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
