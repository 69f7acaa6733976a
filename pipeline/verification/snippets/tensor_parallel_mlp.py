"""Fact: an MLP split by columns, then by rows, computes the same with half the weights a rank and one all-reduce.
Myth: tensor parallelism has to exchange activations after every matrix.
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
RANKS, WIDTH, INNER, TOKENS = 2, 16, 64, 8
FACT = {"weights": 0.5, "exchanges": 1.0, "error": 0.0}  # share of the weights a rank, collectives in a forward pass
MYTH = {"weights": 0.5, "exchanges": 2.0, "error": 0.0}
TOLERANCE = 0.01  # both are counted; float64 rounds at 1e-16


class Exchange:
    """All-reduce between the ranks, counted; through the CPU, because gloo alone runs everywhere."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, part: torch.Tensor) -> torch.Tensor:
        self.count += 1
        whole = part.cpu()
        dist.all_reduce(whole)
        return whole.to(part.device)


def forward(rank: int, folder: str, by_rows: bool, device: str) -> None:
    """Two real processes, each with its parts of both matrices; rank 0 saves what it saw."""
    dist.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=RANKS)
    torch.manual_seed(0)
    shapes = ((TOKENS, WIDTH), (WIDTH, INNER), (INNER, WIDTH))
    x, up, down = (torch.randn(shape, dtype=torch.float64).to(device) for shape in shapes)
    wanted, add = torch.nn.functional.gelu(x @ up) @ down, Exchange()

    def placed(part: torch.Tensor, width: int) -> torch.Tensor:
        """A part of the columns in its place, zero elsewhere: what an all-gather starts from."""
        whole = torch.zeros(TOKENS, width, dtype=part.dtype, device=device)
        whole.chunk(RANKS, dim=1)[rank].copy_(part)
        return whole

    own_up = up.chunk(RANKS, dim=1)[rank]  # columns: each rank has its own hidden units, and GELU needs no others
    hidden = torch.nn.functional.gelu(x @ own_up)
    if by_rows:
        own_down = down.chunk(RANKS, dim=0)[rank]  # rows: the weights of these very units; sums are added up
        out = add(hidden @ own_down)
    else:
        own_down = down.chunk(RANKS, dim=1)[rank]  # columns again: every rank needs all hidden units
        out = add(placed(add(placed(hidden, INNER)) @ own_down, WIDTH))
    if rank == 0:
        share = (own_up.numel() + own_down.numel()) / (up.numel() + down.numel())
        error = ((out - wanted).norm() / wanted.norm()).item()
        torch.save([share, float(add.count), error], Path(folder, "seen"))
    dist.barrier()  # taking the group down hangs under an old gloo where the other rank has gone


def measure(device: str, by_rows: bool = True) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        mp.start_processes(forward, (folder, by_rows, device), nprocs=RANKS, start_method="forkserver")
        return dict(zip(FACT, torch.load(Path(folder, "seen")), strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument on matrices that are both split by columns: right as well, with an exchange after each."""
    return measure(device, by_rows=False)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
