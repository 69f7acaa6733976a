"""Fact: clipping by norm shrinks a large gradient and keeps its direction; by value it cuts each element; none grows.
Myth: clipping by norm caps each element, by value keeps the direction, and lifts a vanishing gradient.
"""

import json
import sys

import torch
from torch.nn.utils import clip_grad_norm_, clip_grad_value_

FAMILY = "optimisation"
LARGE, SMALL, LIMIT = [30.0, 40.0], [0.0003, 0.0004], 5  # of length 50 and 0.0005
# Angle between the gradient before and after, as a cosine: (5, 5) against (30, 40). Length of the small one after, over before.
FACT = {"by_norm": 1.0, "by_value": 0.9899, "length_by_norm": 5.0, "small_grows": 1.0}
MYTH = {"by_norm": 0.9899, "by_value": 1.0, "length_by_norm": 7.0711, "small_grows": 10000.0}
TOLERANCE = 0.001  # float32 rounds at 1e-7


def clipped(clip, values: list[float], device: str) -> tuple[torch.Tensor, torch.Tensor]:
    """A gradient before and after."""
    weight = torch.nn.Parameter(torch.zeros(len(values), device=device))
    before = torch.tensor(values, device=device)
    weight.grad = before.clone()
    clip([weight], LIMIT)
    return before, weight.grad


def normalised(weights: list[torch.Tensor], limit: float) -> None:
    """What would lift a vanishing gradient: scaling every gradient to the limit, small ones too."""
    for weight in weights:
        weight.grad.mul_(limit / weight.grad.norm())


def read(by_norm, by_value, of_small, device: str) -> dict[str, float]:
    pairs = [clipped(clip, LARGE, device) for clip in (by_norm, by_value)]
    cosines = [torch.nn.functional.cosine_similarity(*pair, dim=0).item() for pair in pairs]
    small, after = clipped(of_small, SMALL, device)
    lengths = pairs[0][1].norm().item(), (after.norm() / small.norm()).item()
    return dict(zip(FACT, (*cosines, *lengths), strict=True))


def measure(device: str) -> dict[str, float]:
    return read(clip_grad_norm_, clip_grad_value_, clip_grad_norm_, device)


def control(device: str) -> dict[str, float]:
    """The same instrument with the two exchanged, and on scaling that does lift what is small."""
    return read(clip_grad_value_, clip_grad_norm_, normalised, device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
