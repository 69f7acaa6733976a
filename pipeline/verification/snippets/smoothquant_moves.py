"""Fact: SmoothQuant divides loud activations down and their weights up: difficulty moves from activations to weights.
Myth: it moves difficulty from the weights to the activations.
"""

import json
import sys

import torch

FAMILY = "precision"
STANDS_FOR = "SmoothQuant's code: the scaling of its paper, with alpha a half, runs here in plain PyTorch."
ROWS, WIDTH, OUT, LOUD, SIZE = 512, 256, 256, 4, 64
# Doublings by which four channels are louder than the others after smoothing, in activations and in weights.
FACT = {"activations": 3.0, "weights": 3.0, "error": 0.0}  # of 6 and 0 before: half of them have moved
MYTH = {"activations": 9.0, "weights": -3.0, "error": 0.0}
TOLERANCE = 0.2  # the largest of some hundred numbers is not the same in all channels


def louder(largest: torch.Tensor) -> float:
    return (largest[:LOUD].mean() / largest[LOUD:].mean()).log2().item()


def measure(device: str, turned: bool = False) -> dict[str, float]:
    """A linear map with four loud input channels, smoothed; the product stays what it was."""
    seed = torch.manual_seed(0)
    x, weight = (torch.randn(s, generator=seed, dtype=torch.float64).to(device) for s in ((ROWS, WIDTH), (WIDTH, OUT)))
    x[:, :LOUD] *= SIZE
    scale = (x.abs().amax(0) / weight.abs().amax(1)).sqrt()  # of each channel
    scale = 1 / scale if turned else scale
    smooth, heavy = x / scale, weight * scale[:, None]
    numbers = (
        louder(smooth.abs().amax(0)),
        louder(heavy.abs().amax(1)),
        (smooth @ heavy - x @ weight).abs().max().item(),
    )
    return dict(zip(FACT, numbers, strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument with the scaling turned round."""
    return measure(device, turned=True)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
