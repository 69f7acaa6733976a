"""Fact: ZeRO-Offload keeps gradients, optimizer states and the update in CPU memory; the parameters stay on the GPU.
Myth: it moves the parameters to CPU memory as well.
"""

import json
import sys
import tempfile
from pathlib import Path

import torch
import torch.distributed as dist
import torch.multiprocessing as mp

mp.set_forkserver_preload(["torch._dynamo"])  # what optimizers load is loaded once
FAMILY = "memory of training"
STANDS_FOR = "A GPU and its host: two real processes; what lies where and what is sent is counted, not timed."
GPU, HOST, SIDE, ROWS, STEPS = 0, 1, 64, 8, 3  # two ranks; a weight of 64 x 64
# Bytes a parameter: kept by each of the two between the steps, and sent between them in one step.
FACT = {"on_gpu": 2.0, "on_host": 14.0, "sent": 4.0, "error": 0.0}  # 12 of Adam and a gradient; 2 there, 2 back
MYTH = {"on_gpu": 0.0, "on_host": 16.0, "sent": 6.0, "error": 0.0}  # weights fetched for the forward and backward pass
TOLERANCE = 0.01  # bytes are counted; Adam's step counters are left out


class Adam:
    """What a host keeps: an fp32 copy and two moments; it takes a gradient and gives the weights in fp16."""

    def __init__(self, start: torch.Tensor) -> None:
        self.copy = start.clone().requires_grad_()
        self.optimizer, self.gradient = torch.optim.Adam([self.copy], lr=0.01, eps=1e-4), None

    def update(self, gradient: torch.Tensor) -> torch.Tensor:
        self.gradient, self.copy.grad = gradient, gradient.float()  # the fp32 gradient lives for the update alone
        self.optimizer.step()
        self.copy.grad = None
        return self.copy.detach().half()

    def kept(self) -> list[torch.Tensor]:
        return [self.copy, self.gradient, *(t for t in self.optimizer.state[self.copy].values() if t.dim())]


def gradient_of(weight: torch.Tensor, data: torch.Tensor) -> torch.Tensor:
    weight = weight.detach().requires_grad_()
    return torch.autograd.grad((data @ weight).float().relu().sub(1).square().mean(), weight)[0]


def work(rank: int, folder: str, parameters_too: bool, device: str) -> None:
    dist.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=2)
    torch.manual_seed(0)
    start, data, sent = torch.randn(SIDE, SIDE) * 0.1, torch.randn(ROWS, SIDE).half().to(device), []

    def passed(tensor: torch.Tensor, sender: int) -> torch.Tensor:
        """Over the wire; the receiver's own tensor only says how large it is."""
        dist.broadcast(copy := tensor.to("cpu", copy=True), sender)
        sent.append(copy.nbytes)
        return copy.to(device) if rank == GPU else copy

    adam, weight = Adam(start), start.half().to(device if rank == GPU else "cpu")
    for _ in range(STEPS):
        for _ in ("forward", "backward") if parameters_too else ():
            weight = passed(weight, HOST)
        gradient = passed(gradient_of(weight, data) if rank == GPU else weight, GPU)
        weight = adam.update(gradient) if rank == HOST else weight
        weight = weight if parameters_too else passed(weight, HOST)
    kept = (adam.kept() if rank == HOST else []) + [weight] * (rank == (HOST if parameters_too else GPU))
    torch.save((sum(t.nbytes for t in kept), sum(sent) / STEPS, weight.cpu()), Path(folder, str(rank)))
    dist.barrier()  # taking the group down hangs under an old gloo where the other rank has gone


def measure(device: str, parameters_too: bool = False) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        mp.start_processes(work, (folder, parameters_too, device), nprocs=2, start_method="forkserver")
        (on_gpu, sent, _), (on_host, _, weight) = (torch.load(Path(folder, str(rank))) for rank in (GPU, HOST))
    torch.manual_seed(0)
    start, data = torch.randn(SIDE, SIDE) * 0.1, torch.randn(ROWS, SIDE).half().to(device)
    adam, alone = Adam(start), start.half()
    for _ in range(STEPS):
        alone = adam.update(gradient_of(alone.to(device), data).cpu())
    error = (alone - weight).abs().max().item()
    return dict(zip(FACT, (on_gpu / SIDE**2, on_host / SIDE**2, sent / SIDE**2, error), strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument with the parameters offloaded too, as ZeRO-Infinity can: it learns the same, and sends more."""
    return measure(device, parameters_too=True)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
