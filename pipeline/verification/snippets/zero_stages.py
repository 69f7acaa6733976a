"""Fact: ZeRO-1 partitions the optimizer states, ZeRO-2 the gradients as well, ZeRO-3 the parameters as well.
Myth: the second stage partitions the parameters, and only the third the gradients.
"""

import functools
import json
import sys
import tempfile
from pathlib import Path

import torch
import torch.distributed as dist
import torch.multiprocessing as mp

FAMILY = "memory of training"
RANKS, SIDE = 2, 64  # two real processes; a weight of 64 x 64
FACT = {"z1_optimizer": 0.5, "z1_gradients": 1.0, "z1_parameters": 1.0, "z2_optimizer": 0.5, "z2_gradients": 0.5,
        "z2_parameters": 1.0, "z3_optimizer": 0.5, "z3_gradients": 0.5, "z3_parameters": 0.5}  # fmt: skip
MYTH = FACT | {"z2_gradients": 1.0, "z2_parameters": 0.5}
TOLERANCE = 0.01  # shares of bytes are exact: a shard is half a tensor or it is not
ZERO = ("", "o", "og", "ogp")  # what stages 0 to 3 of the paper partition: optimizer, gradients, parameters
AS_SAID = ("", "o", "op", "opg")


def summed(tensor: torch.Tensor) -> torch.Tensor:
    """All-reduce over the ranks; through the CPU, because gloo alone runs everywhere."""
    copy = tensor.detach().cpu()
    dist.all_reduce(copy)
    return copy.to(tensor.device)


def train(rank: int, split: str, device: str) -> tuple[dict[str, int], torch.Tensor]:
    """Three Adam steps in mixed precision: the bytes that this rank keeps of each kind, and the weights learned."""
    torch.manual_seed(0)
    whole, data = torch.randn(SIDE * SIDE).to(device) * 0.1, torch.randn(RANKS, 8, SIDE)[rank].to(device)
    everything = torch.arange(whole.numel(), device=device)
    own = everything.chunk(RANKS)[rank]
    updates, keeps = own if "o" in split else everything, own if "p" in split else everything
    kept, master = whole[keeps].half(), whole[updates]  # parameters in fp16; the optimizer's fp32 copy
    momentum, variance = torch.zeros_like(master), torch.zeros_like(master)
    for step in range(1, 4):
        full = torch.zeros_like(whole).scatter(0, keeps, kept.float())
        full = (summed(full) if "p" in split else full).requires_grad_()  # stage 3 gathers, for this step alone
        loss = (data @ full.view(SIDE, SIDE)).relu().sub(1).square().mean() / RANKS
        gradient = summed(torch.autograd.grad(loss, full)[0])[own if "g" in split else everything].half()
        local = (gradient if gradient.numel() == master.numel() else gradient[updates]).float()
        momentum.mul_(0.9).add_(local, alpha=0.1)
        variance.mul_(0.99).addcmul_(local, local, value=0.01)
        master.sub_(0.01 * (momentum / (1 - 0.9**step)) / ((variance / (1 - 0.99**step)).sqrt() + 1e-6))
        updated = torch.zeros_like(whole).scatter(0, updates, master.half().float())
        updated = summed(updated) if "o" in split else updated  # each rank has updated its part: gather them
        kept = updated[keeps].half()
    held = {"optimizer": [master, momentum, variance], "gradients": [gradient], "parameters": [kept]}
    return {kind: sum(tensor.nbytes for tensor in tensors) for kind, tensors in held.items()}, updated.cpu()


def work(rank: int, folder: str, stages: tuple[str, ...], device: str) -> None:
    dist.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=RANKS)
    seen = [train(rank, split, device) for split in stages]
    assert all(torch.equal(weights, seen[0][1]) for _, weights in seen), "a stage changed what was learned"
    if rank == 0:
        torch.save([kept for kept, _ in seen], Path(folder, "kept"))
    dist.destroy_process_group()


@functools.cache
def memory(stages: tuple[str, ...], device: str) -> dict[str, list[int]]:
    """Bytes a rank by kind of state, over the stages."""
    with tempfile.TemporaryDirectory() as folder:
        mp.spawn(work, (folder, stages, device), nprocs=RANKS)
        kept = torch.load(Path(folder, "kept"))
    return {kind: [stage[kind] for stage in kept] for kind in kept[0]}


def measure(device: str, stages: tuple[str, ...] = ZERO) -> dict[str, float]:
    """Share of what plain data parallelism keeps on a rank."""
    kept = memory(stages, device)
    return {f"z{stage}_{kind}": kept[kind][stage] / kept[kind][0] for stage in (1, 2, 3) for kind in kept}


def control(device: str) -> dict[str, float]:
    """The same instrument on stages that partition as the myth says; they learn the same weights."""
    return measure(device, AS_SAID)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    series = {"x": [0, 1, 2, 3], "x_label": "stage", "unit": "bytes a rank"} | memory(ZERO, device)
    print(json.dumps(proof | {"measured": measure(device), "control": control(device), "series": series}))
