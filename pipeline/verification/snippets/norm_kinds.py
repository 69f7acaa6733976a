"""Fact: the first Transformer uses LayerNorm, T5 and Qwen RMSNorm: statistics of one token, with or without its mean.
Myth: the Transformer and T5 use BatchNorm, Qwen LayerNorm.
"""

import json
import sys

import torch
from transformers.models.qwen2.modeling_qwen2 import Qwen2RMSNorm
from transformers.models.t5.modeling_t5 import T5LayerNorm

FAMILY = "normalisation and residuals"
STANDS_FOR = (
    "The first Transformer: PyTorch's layer after the paper, as it comes by default. The first Qwen, whose code is not "
    "in transformers: its technical report names RMSNorm, and the norm that runs here is that of Qwen2."
)
TOKENS, WIDTH, MEAN, ROUNDING = 8, 64, 2, 1e-6
# Share of the other tokens that an output depends on; whether the mean is taken away from it.
FACT = {"first_others": 0.0, "first_centred": 1.0, "t5_others": 0.0, "t5_centred": 0.0, "qwen_centred": 0.0}
MYTH = {"first_others": 1.0, "first_centred": 0.0, "t5_others": 1.0, "t5_centred": 0.0, "qwen_centred": 1.0}
TOLERANCE = 0.01  # a derivative is zero or it is not


def read(norm: torch.nn.Module, device: str) -> tuple[float, float]:
    """By the Jacobian of a norm: do other tokens count? And is the mean over one token's features gone?"""
    x = (torch.randn(TOKENS, WIDTH, generator=torch.manual_seed(0), dtype=torch.float64) + MEAN).to(device)
    norm = norm.to(device).double()
    moves = torch.autograd.functional.jacobian(norm, x).abs().amax(dim=(1, 3)) > ROUNDING  # (output token, input token)
    others = ~torch.eye(TOKENS, dtype=torch.bool, device=device)
    return moves[others].double().mean().item(), float((norm(x).mean(dim=1).abs() < ROUNDING).all())


def measure(device: str) -> dict[str, float]:
    first = read(torch.nn.TransformerEncoderLayer(WIDTH, 1).norm1, device)
    t5, (_, qwen) = read(T5LayerNorm(WIDTH), device), read(Qwen2RMSNorm(WIDTH), device)
    return dict(zip(FACT, (*first, *t5, qwen), strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument on BatchNorm in the place of the first two, LayerNorm in that of Qwen's."""
    batch, (_, layer) = read(torch.nn.BatchNorm1d(WIDTH), device), read(torch.nn.LayerNorm(WIDTH), device)
    return dict(zip(FACT, (*batch, *batch, layer), strict=True))


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
