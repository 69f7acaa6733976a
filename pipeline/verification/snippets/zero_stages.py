"""Fact: ZeRO-1 partitions the optimizer states, ZeRO-2 the gradients as well, ZeRO-3 the parameters as well.
Myth: the second stage partitions the parameters, and only the third the gradients.
"""

import functools
import json
import sys
import tempfile

import torch
import torch.distributed as dist
import torch.multiprocessing as mp

mp.set_forkserver_preload(["torch._dynamo"])  # what optimizers load is loaded once
FAMILY = "memory of training"
RANKS, SIDE, STEPS = 2, 64, 3  # two real processes; a weight of 64 x 64; shares of what plain data parallelism keeps
FACT = {"z1_optimizer": 0.5, "z1_gradients": 1.0, "z1_parameters": 1.0, "z2_optimizer": 0.5, "z2_gradients": 0.5,
        "z2_parameters": 1.0, "z3_optimizer": 0.5, "z3_gradients": 0.5, "z3_parameters": 0.5, "error": 0.0}  # fmt: skip
MYTH = FACT | {"z2_gradients": 1.0, "z2_parameters": 0.5}
TOLERANCE = 0.01  # a shard is half a tensor or it is not; fp16 rounds what is learned at 1e-3
ZERO, AS_SAID = ("", "o", "og", "ogp"), ("", "o", "op", "opg")  # optimizer, gradients, parameters: cut in stages 0 to 3
gradient_of = torch.func.grad(lambda weights, data: (data @ weights.view(SIDE, SIDE)).sigmoid().square().sum())


def summed(tensor: torch.Tensor) -> torch.Tensor:  # over the ranks; on the CPU, because gloo alone runs everywhere
    dist.all_reduce(copy := tensor.detach().cpu())
    return copy.to(tensor.device)


def task(device: str) -> tuple[torch.Tensor, torch.Tensor]:  # weights to begin with, and a batch for each rank
    torch.manual_seed(0)
    return torch.nn.Linear(SIDE, SIDE).weight.detach().flatten().to(device), torch.randn(RANKS, 8, SIDE).to(device)


def work(rank: int, folder: str, stages: tuple[str, ...], device: str) -> None:
    """Three Adam steps in mixed precision; saved: bytes of each kind that this rank keeps, and the weights learned."""
    dist.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=RANKS)
    (whole, data), seen = task(device), []
    everything = torch.arange(len(whole), device=device)
    for split in stages:
        own = {kind: everything.chunk(RANKS)[rank] if kind in split else everything for kind in "ogp"}
        kept, master = whole[own["p"]].half(), whole[own["o"]].requires_grad_()  # parameters in fp16; an fp32 copy
        optimizer = torch.optim.Adam([master], lr=0.01)
        for _ in range(STEPS):
            full = torch.zeros_like(whole).scatter(0, own["p"], kept.float())
            full = summed(full) if "p" in split else full  # stage 3 gathers, for this step alone
            gradient = summed(gradient_of(full, data[rank]))[own["g"]].half()
            master.grad = (gradient if len(gradient) == len(master) else gradient[own["o"]]).float()
            optimizer.step()
            updated = torch.zeros_like(whole).scatter(0, own["o"], master.detach().half().float())
            updated = summed(updated) if "o" in split else updated  # each rank has updated its part: gather them
            kept = updated[own["p"]].half()
        states = [master, *(t for t in optimizer.state[master].values() if t.dim())]  # without the count of steps
        held = {"optimizer": states, "gradients": [gradient], "parameters": [kept]}
        seen.append(({kind: sum(t.nbytes for t in tensors) for kind, tensors in held.items()}, updated.cpu()))
    torch.save(seen, f"{folder}/{rank}")
    dist.barrier()  # taking the group down hangs under an old gloo where the other rank has gone


@functools.cache
def memory(stages: tuple[str, ...], device: str) -> tuple[dict[str, list[int]], float]:
    """Bytes on the fuller rank by kind, over the stages; by how much any of them learned else than a single process."""
    with tempfile.TemporaryDirectory() as folder:
        mp.start_processes(work, (folder, stages, device), nprocs=RANKS, start_method="forkserver")
        seen = [torch.load(f"{folder}/{rank}") for rank in range(RANKS)]
    start, data = task(device)
    optimizer = torch.optim.Adam([alone := start.clone().requires_grad_()], lr=0.01)
    for _ in range(STEPS):
        alone.grad = gradient_of(alone.detach().half().float(), data.flatten(0, 1))
        optimizer.step()
    off = [(weights.to(device) - alone).norm() / (alone - start).norm() for rank in seen for _, weights in rank]
    kept = {kind: [max(rank[n][0][kind] for rank in seen) for n in range(len(stages))] for kind in seen[0][0][0]}
    return kept, max(off).item()


def measure(device: str, stages: tuple[str, ...] = ZERO) -> dict[str, float]:
    kept, error = memory(stages, device)
    return {f"z{n}_{kind}": kept[kind][n] / kept[kind][0] for n in (1, 2, 3) for kind in kept} | {"error": error}


def control(device: str) -> dict[str, float]:
    """The same instrument on stages that partition as the myth says; they learn the same weights."""
    return measure(device, AS_SAID)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    series = {"x": [0, 1, 2, 3], "x_label": "stage", "unit": "bytes a rank"} | memory(ZERO, device)[0]
    print(json.dumps(proof | {"measured": measure(device), "control": control(device), "series": series}))
