"""Fact: the averaged gradients of k micro-batches make the one update of the k times larger batch.
Myth: every micro-batch makes an update of its own, so the result is that of the small batch.
"""

import json
import sys

import torch

FAMILY = "memory of training"
MICRO = 4
FACT = {"updates": 1.0, "distance": 0.0}  # to where one step with the whole batch leads, in lengths of that step
MYTH = {"updates": 4.0, "distance": 3.0}  # four steps of that length instead of one end three lengths too far
TOLERANCE = 0.05  # a small step, so that the gradient hardly turns on the way


def network() -> torch.nn.Module:
    torch.manual_seed(0)
    return torch.nn.Sequential(torch.nn.Linear(8, 16), torch.nn.Tanh(), torch.nn.Linear(16, 1)).double()


def train(device: str, parts: int, update_each: bool) -> tuple[torch.Tensor, int]:
    """One batch in so many parts: the weights it ends with, and how often they were updated."""
    model = network().to(device)
    x, y = torch.randn(2, 64, 8, dtype=torch.float64, generator=torch.manual_seed(1)).to(device)
    optimizer, updates = torch.optim.SGD(model.parameters(), lr=1e-4), 0
    for number, rows in enumerate(torch.arange(64, device=device).chunk(parts), start=1):
        loss = (model(x[rows]) - y[rows, :1]).square().mean()
        (loss if update_each else loss / parts).backward()
        if update_each or number == parts:
            optimizer.step()
            optimizer.zero_grad()
            updates += 1
    return torch.nn.utils.parameters_to_vector(model.parameters()).detach(), updates


def read(device: str, update_each: bool) -> dict[str, float]:
    start = torch.nn.utils.parameters_to_vector(network().parameters()).detach().to(device)
    (whole, _), (parts, updates) = train(device, 1, False), train(device, MICRO, update_each)
    return {"updates": float(updates), "distance": ((parts - whole).norm() / (whole - start).norm()).item()}


def measure(device: str) -> dict[str, float]:
    return read(device, update_each=False)


def control(device: str) -> dict[str, float]:
    """The same instrument on training that does update after each micro-batch."""
    return read(device, update_each=True)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
