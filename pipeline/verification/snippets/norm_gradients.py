"""Fact: with pre-LN the gradient of the last layer shrinks as 1 / sqrt(depth); with post-LN it stays large at any depth.
Myth: the other way round: post-LN is the one that calms deep models down and does without warm-up.
"""

import json
import math
import sys

import torch

FAMILY = "normalisation and residuals"
DEPTHS, WIDTH = [6, 12, 24, 48], 64
FACT = {"pre_ln": -0.5, "post_ln": 0.0}  # exponent e in: gradient norm of the last layer ~ depth ** e, at the start
MYTH = {"pre_ln": 0.0, "post_ln": -0.5}
TOLERANCE = 0.15  # the theorem holds in expectation at large width; this is one draw of width 64


def last_gradient(pre: bool, depth: int, device: str) -> float:
    """Norm of the gradient of the last feed-forward matrix in a fresh stack of PyTorch's own layers."""
    torch.manual_seed(0)
    sizes = {"d_model": WIDTH, "nhead": 4, "dim_feedforward": 4 * WIDTH, "dropout": 0.0, "batch_first": True}
    layers = [torch.nn.TransformerEncoderLayer(**sizes, norm_first=pre) for _ in range(depth)]
    x, target = torch.randn(2, 4, 16, WIDTH).to(device)  # each (batch, position, feature)
    for layer in layers:
        for p in layer.parameters():
            if p.dim() > 1:
                torch.nn.init.xavier_uniform_(p)
        x = layer.to(device)(x)
    out = torch.nn.functional.layer_norm(x, (WIDTH,)) if pre else x  # pre-LN stacks end with one norm
    return torch.autograd.grad((out - target).square().mean(), layers[-1].linear1.weight)[0].norm().item()


def exponent(pre: bool, device: str) -> float:
    ends = [last_gradient(pre, depth, device) for depth in (DEPTHS[0], DEPTHS[-1])]
    return math.log(ends[1] / ends[0]) / math.log(DEPTHS[-1] / DEPTHS[0])


def measure(device: str) -> dict[str, float]:
    return {"pre_ln": exponent(True, device), "post_ln": exponent(False, device)}


def control(device: str) -> dict[str, float]:
    """The same instrument with the two exchanged: the stack in pre-LN's place is a post-LN one."""
    return {"pre_ln": exponent(False, device), "post_ln": exponent(True, device)}


def series(device: str) -> dict[str, object]:
    found = {"x": DEPTHS, "x_label": "layers", "unit": "gradient norm of the last layer"}
    return found | {n: [last_gradient(p, d, device) for d in DEPTHS] for n, p in (("pre_ln", True), ("post_ln", False))}


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device), "series": series(device)}))
