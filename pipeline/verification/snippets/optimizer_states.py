"""Fact: Adam and AdamW keep two moments a parameter, SGD with momentum one, plain SGD none, Adafactor one a row and a column.
Myth: they all keep two, or Adam one.
"""

import json
import sys

import torch

FAMILY = "optimisation"
REQUIRES = "torch>=2.5"
SIDE = 64  # a weight of 64 x 64
FACT = {"adam": 2.0, "adamw": 2.0, "momentum": 1.0, "sgd": 0.0, "adafactor": 0.0313}  # numbers a parameter: 2 / 64
MYTH = {"adam": 1.0, "adamw": 1.0, "momentum": 2.0, "sgd": 2.0, "adafactor": 2.0}
TOLERANCE = 0.005  # numbers are counted; one step counter more
MAKERS = {
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
    "momentum": lambda weights: torch.optim.SGD(weights, momentum=0.9),
    "sgd": torch.optim.SGD,
    "adafactor": torch.optim.Adafactor,
}


def kept(make, device: str) -> float:
    """One real step of PyTorch's optimizer; what it keeps for the next one, over the parameters."""
    weight = torch.nn.Parameter(torch.ones(SIDE, SIDE, device=device))
    optimizer = make([weight])
    weight.grad = torch.ones_like(weight)
    optimizer.step()
    return sum(t.numel() for t in optimizer.state[weight].values() if torch.is_tensor(t)) / weight.numel()


def measure(device: str, played_by: str = "adam adamw momentum sgd adafactor") -> dict[str, float]:
    return {name: kept(MAKERS[maker], device) for name, maker in zip(FACT, played_by.split(), strict=True)}


def control(device: str) -> dict[str, float]:
    """The same instrument where the myth is true: SGD with momentum in the place of Adam, Adam in that of the others."""
    return measure(device, "momentum momentum adam adam adam")


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
