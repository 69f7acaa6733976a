"""Fact: dropout acts in training alone, where it scales what it keeps by 1 / (1 - p); at inference it changes nothing.
Myth: it stays active at inference, or scales what it keeps by 1 - p.
"""

import json
import sys

import torch

FAMILY = "optimisation"
SHARE, COUNT = 0.25, 200_000
FACT = {"dropped_in_training": 0.25, "kept_becomes": 1.3333, "mean": 1.0, "dropped_at_inference": 0.0}  # of ones
MYTH = {"dropped_in_training": 0.25, "kept_becomes": 0.75, "mean": 0.5625, "dropped_at_inference": 0.25}
TOLERANCE = 0.01  # 200000 draws estimate a share of a quarter to 0.001


class Downscaling(torch.nn.Module):
    """What the myths describe: always on, and what is kept becomes smaller."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        keep = torch.rand(len(x), generator=torch.manual_seed(0)).to(x.device) >= SHARE
        return x * keep * (1 - SHARE)


def measure(device: str, dropout: torch.nn.Module | None = None) -> dict[str, float]:
    """PyTorch's own dropout on ones."""
    torch.manual_seed(0)
    dropout, ones = dropout or torch.nn.Dropout(SHARE), torch.ones(COUNT, device=device)
    training, inference = dropout.train()(ones), dropout.eval()(ones)
    numbers = (training == 0).float().mean(), training.max(), training.mean(), (inference == 0).float().mean()
    return dict(zip(FACT, (number.item() for number in numbers), strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument on a layer that does both."""
    return measure(device, Downscaling())


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
