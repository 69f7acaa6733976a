"""Fact: symmetric int8 quantisation takes the largest magnitude for its scale and maps it to 127.
Myth: it takes the largest value, whatever its sign, or maps it to 255.
"""

import json
import sys

import torch

FAMILY = "precision"
CODES, STEP = [-127, -64, -3, 10, 63], 2  # weights that fit the grid: the largest magnitude is a negative one's
FACT = {"largest_code": 127.0, "worst_error": 0.0, "bits": 8.0}  # of the weights, in steps; with the sign
MYTH = {"largest_code": 255.0, "worst_error": 64.0, "bits": 9.0}  # -127 ends at -63 when 63 is taken for the largest
TOLERANCE = 0.01  # what fits the grid comes back as it was


def quantised(weights: torch.Tensor, largest: torch.Tensor, top: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Codes from -top to top, and the weights that they stand for."""
    scale = largest / top
    codes = (weights / scale).round().clamp(-top, top)
    return codes, codes * scale


def read(device: str, largest, top: int) -> dict[str, float]:
    weights = torch.tensor(CODES, dtype=torch.float64, device=device) * STEP
    codes, _ = quantised(weights, weights.abs().max(), top)
    _, back = quantised(weights, largest(weights), 127)
    return {
        "largest_code": codes.abs().max().item(),
        "worst_error": (back - weights).abs().max().item() / STEP,
        "bits": 1.0 + int(codes.abs().max()).bit_length(),
    }


def measure(device: str) -> dict[str, float]:
    return read(device, lambda weights: weights.abs().max(), 127)


def control(device: str) -> dict[str, float]:
    """The same instrument on a scale by the largest value, and on codes up to 255, which 8 bits cannot hold."""
    return read(device, lambda weights: weights.max(), 255)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
