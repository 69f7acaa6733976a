"""Fact: mixed-precision training with Adam keeps 16 bytes a parameter: 2 weight, 2 gradient, 12 optimizer states.
Myth: half precision halves everything, so 8 bytes are enough: 2 weight, 2 gradient, 4 optimizer states.
"""

import json
import sys

import torch

FAMILY = "memory of training"
FACT = {"weights": 2.0, "gradients": 2.0, "optimizer": 12.0}  # bytes a parameter
MYTH = {"weights": 2.0, "gradients": 2.0, "optimizer": 4.0}
TOLERANCE = 0.1  # bytes are counted; Adam's step counters add some thousandths


def step(device: str, master_copy: bool) -> dict[str, float]:
    """One real step of torch's Adam on a half-precision layer; then count what is kept for the next one."""
    torch.manual_seed(0)
    layer = torch.nn.Linear(128, 128, bias=False).to(device).half()
    weight = layer.weight
    updated = weight.detach().float().requires_grad_() if master_copy else weight
    optimizer = torch.optim.Adam([updated], eps=1e-4)
    layer(torch.randn(8, 128).half().to(device)).square().mean().backward()
    gradient = weight.grad
    updated.grad = gradient.to(updated.dtype)  # an fp32 gradient lives for the update alone
    optimizer.step()
    weight.data.copy_(updated.detach())
    moments = [t for t in optimizer.state[updated].values() if torch.is_tensor(t)]
    kept = {"weights": [weight], "gradients": [gradient], "optimizer": moments + [updated] * master_copy}
    return {kind: sum(t.nbytes for t in tensors) / weight.numel() for kind, tensors in kept.items()}


def measure(device: str) -> dict[str, float]:
    return step(device, master_copy=True)


def control(device: str) -> dict[str, float]:
    """The same instrument where all is kept in half precision: 8 bytes, and updates that get lost."""
    return step(device, master_copy=False)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
