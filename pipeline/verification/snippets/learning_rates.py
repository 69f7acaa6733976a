"""Fact: warm-up raises the learning rate, a cosine then lowers it; the first Transformer's rises for 4000 steps, then falls.
Myth: warm-up lowers it, a cosine raises it, and the first Transformer's falls from the first step on.
"""

import json
import sys

import torch
from torch.optim.lr_scheduler import ExponentialLR, LambdaLR, LinearLR
from transformers import get_cosine_schedule_with_warmup

FAMILY = "optimisation"
WARM_UP, STEPS, PAPER, WIDTH = 100, 1000, 4000, 512
# Steps of warm-up that raise the rate, of the cosine that lower it; the step with the paper's highest rate; its fall after.
FACT = {"rises": 100.0, "falls": 900.0, "peak_at": 4000.0, "peak": 0.6988, "fall": 0.5}  # in thousandths; 1 / sqrt(4)
MYTH = {"rises": 0.0, "falls": 0.0, "peak_at": 1.0, "peak": 44.19, "fall": 0.5}
TOLERANCE = 0.005  # steps are counted; 1000 / sqrt(512 * 4000)


def rates(make, steps: int) -> torch.Tensor:
    """The learning rate before each step of a real optimizer."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    schedule, found = make(optimizer), []
    for _ in range(steps + 1):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return torch.tensor(found, dtype=torch.float64)


def paper(optimizer, warm_up: int = PAPER) -> LambdaLR:
    """Of "Attention is all you need", section 5.3: the smaller of a line and of 1 / sqrt(step)."""
    return LambdaLR(optimizer, lambda n: WIDTH**-0.5 * min((n + 1) ** -0.5, (n + 1) * warm_up**-1.5))


def cosine(optimizer) -> LambdaLR:
    return get_cosine_schedule_with_warmup(optimizer, WARM_UP, STEPS)


def read(first, second, third) -> dict[str, float]:
    up, down, noam = rates(first, STEPS).diff(), rates(second, STEPS).diff(), rates(third, 4 * PAPER)
    rises, falls = (up[:WARM_UP] > 0).sum(), (down[WARM_UP:] < 0).sum()
    numbers = rises, falls, noam.argmax() + 1, 1000 * noam.max(), noam[4 * PAPER - 1] / noam[PAPER - 1]
    return dict(zip(FACT, map(float, numbers), strict=True))


def measure(device: str) -> dict[str, float]:
    return read(cosine, cosine, paper)


def control(device: str) -> dict[str, float]:
    """The same instrument on a rate that decays from the start, on one that rises, and on the paper's without warm-up."""
    decays, grows = (lambda o: ExponentialLR(o, 0.99)), (lambda o: LinearLR(o, 0.1, 1.0, STEPS))
    return read(decays, grows, lambda optimizer: paper(optimizer, 1))


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
