"""Fact: AWQ finds the weights that matter by the size of the activations that they multiply.
Myth: it finds them by their own size.
"""

import json
import sys

import torch

FAMILY = "precision"
STANDS_FOR = "AWQ's code: its finding that sparing one per cent of the input channels is enough, in plain PyTorch."
ROWS, WIDTH, OUT, SPARED, SIZE, LEVELS = 512, 400, 256, 4, 20, 3
# Error of rounding all but 4 of 400 channels, over that of rounding all; and the latter, over the layer's outputs.
FACT = {"error": 0.4454, "rounding": 0.29}  # sqrt(396 / (396 + 4 * 20 ** 2))
MYTH = {"error": 0.995, "rounding": 0.29}  # sqrt((392 + 4 * 20 ** 2) / (396 + 4 * 20 ** 2)) when others are spared
TOLERANCE = 0.03  # rounding errors of 100000 weights


def rounded(weight: torch.Tensor) -> torch.Tensor:
    """To even levels up to the largest magnitude of each output."""
    step = weight.abs().amax(0, keepdim=True) / LEVELS
    return (weight / step).round() * step


def by_activations(x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    return x.abs().mean(0)


def by_weights(x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    return weight.abs().mean(1)


def measure(device: str, salience=by_activations) -> dict[str, float]:
    """A linear map whose first four input channels are loud; spare those that a rule finds salient."""
    seed = torch.manual_seed(0)
    x, weight = (torch.randn(shape, generator=seed).to(device) for shape in ((ROWS, WIDTH), (WIDTH, OUT)))
    x[:, :SPARED] *= SIZE
    spared, off = salience(x, weight).topk(SPARED).indices, rounded(weight) - weight
    whole = (x @ off).norm()
    off[spared] = 0
    return {"error": ((x @ off).norm() / whole).item(), "rounding": (whole / (x @ weight).norm()).item()}


def control(device: str) -> dict[str, float]:
    """The same instrument on sparing the channels with the largest weights."""
    return measure(device, by_weights)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
