"""Fact: AdamW takes the same share off every weight; L2 regularisation inside Adam takes less off where gradients are large.
Myth: weight decay in AdamW is the same as L2 regularisation.
"""

import json
import sys

import torch

FAMILY = "optimisation"
RATE, DECAY, STEPS, GRADIENTS = 0.001, 0.1, 200, [2, 20, 200]  # sizes of the gradients of three weights
FACT = {"gradient_2": 1.0, "gradient_20": 1.0, "gradient_200": 1.0}  # taken off by the decay, in steps of rate * decay
MYTH = {"gradient_2": 0.5, "gradient_20": 0.05, "gradient_200": 0.005}
TOLERANCE = 0.03  # the weights have shrunk by 2 % in the end, and with them what is taken off


def taken_off(make, device: str) -> list[float]:
    """Train with and without decay on gradients that change sign, so that they lead nowhere; the difference."""
    ends = []
    for decay in (0.0, DECAY):
        weight = torch.nn.Parameter(torch.ones(len(GRADIENTS), dtype=torch.float64, device=device))
        optimizer = make([weight], lr=RATE, weight_decay=decay)
        sizes = torch.tensor(GRADIENTS, dtype=torch.float64, device=device)
        for _ in range(STEPS):
            weight.grad = sizes = -sizes
            optimizer.step()
        ends.append(weight.detach())
    return ((ends[0] - ends[1]) / (RATE * DECAY * STEPS)).tolist()


def measure(device: str, make=torch.optim.AdamW) -> dict[str, float]:
    return dict(zip(FACT, taken_off(make, device), strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument on Adam, whose weight decay is L2 regularisation: added to the gradient."""
    return measure(device, torch.optim.Adam)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
