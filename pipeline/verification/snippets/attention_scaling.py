"""Fact: the variance of a query-key product grows with the width d_k, and dividing by sqrt(d_k) makes it independent of it.
Myth: the logits keep their spread at any width, so the division only shrinks them.
"""

import json
import math
import sys

import torch

FAMILY = "attention arithmetic"
WIDTHS = [16, 64, 256, 1024]
FACT = {"growth": 1.0, "growth_after_scaling": 0.0}  # exponent p in: variance of the logits ~ d_k ** p
MYTH = {"growth": 0.0, "growth_after_scaling": -1.0}
TOLERANCE = 0.1  # 65536 products a width estimate a variance to about 1 %


def logits(width: int, device: str, unit_keys: bool) -> torch.Tensor:
    """Products of queries and keys whose components have mean 0 and variance 1."""
    torch.manual_seed(width)
    queries, keys = torch.randn(256, width).to(device), torch.randn(256, width).to(device)
    return queries @ (torch.nn.functional.normalize(keys, dim=-1) if unit_keys else keys).T


def growth(device: str, unit_keys: bool) -> dict[str, float]:
    raw, scaled = ([], [])
    for width in WIDTHS:
        products = logits(width, device, unit_keys)
        raw.append(products.var().item())
        scaled.append((products / math.sqrt(width)).var().item())
    octaves = math.log(WIDTHS[-1] / WIDTHS[0])
    return {
        "growth": math.log(raw[-1] / raw[0]) / octaves,
        "growth_after_scaling": math.log(scaled[-1] / scaled[0]) / octaves,
    }


def measure(device: str) -> dict[str, float]:
    return growth(device, unit_keys=False)


def control(device: str) -> dict[str, float]:
    """The same instrument on keys of length 1: their logits do keep their spread at any width."""
    return growth(device, unit_keys=True)


def series(device: str) -> dict[str, object]:
    """Saturation: the largest of 256 attention weights, on average over the queries."""
    found = {"x": WIDTHS, "x_label": "d_k", "unit": "largest attention weight"}
    raw = [logits(width, device, False) for width in WIDTHS]
    found["unscaled"] = [r.softmax(-1).amax(-1).mean().item() for r in raw]
    found["scaled"] = [(r / math.sqrt(w)).softmax(-1).amax(-1).mean().item() for r, w in zip(raw, WIDTHS, strict=True)]
    return found


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device), "series": series(device)}))
