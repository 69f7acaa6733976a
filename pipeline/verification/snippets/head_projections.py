"""Fact: each head projects the whole input by matrices of its own, 32 x 8 here; the heads' outputs are put side by side.
Myth: all heads share one projection, each sees a slice of the input, and their outputs are added up.
"""

import json
import sys

import torch
from transformers import LlamaConfig
from transformers.models.llama.modeling_llama import LlamaAttention

FAMILY = "attention arithmetic"
WIDTH, HEADS, HEAD = 32, 4, 8
FACT = {"projections": 4.0, "features_seen": 32.0, "joined": 32.0}  # unlike ones; by one head; numbers that go to W^O
MYTH = {"projections": 1.0, "features_seen": 8.0, "joined": 8.0}
TOLERANCE = 0.01  # a derivative is zero or it is not


class Sliced(torch.nn.Module):
    """What the myths describe: one small projection that each head applies to its own slice, and a sum."""

    def __init__(self) -> None:
        super().__init__()
        self.projection, self.o_proj = torch.nn.Linear(HEAD, HEAD, bias=False), torch.nn.Linear(HEAD, WIDTH, bias=False)

    def q_proj(self, x: torch.Tensor) -> torch.Tensor:
        return self.projection(x.unflatten(-1, (HEADS, HEAD))).flatten(-2)


def read(attention: torch.nn.Module, device: str) -> dict[str, float]:
    """By the Jacobian of the projection to queries: what each head makes of the input."""
    x = torch.randn(WIDTH, generator=torch.manual_seed(1)).to(device)
    matrix = torch.autograd.functional.jacobian(attention.to(device).q_proj, x)  # (output feature, input feature)
    heads = matrix.view(HEADS, HEAD, WIDTH)
    seen = (heads[0].abs().amax(0) > 0).sum()
    own = torch.stack([head[:, head.abs().amax(0) > 0] for head in heads])  # without what a head does not see
    return dict(zip(FACT, map(float, (len(own.unique(dim=0)), seen, attention.o_proj.in_features)), strict=True))


def measure(device: str) -> dict[str, float]:
    """LLaMA's real code, where one big matrix holds those of all heads."""
    torch.manual_seed(0)
    return read(LlamaAttention(LlamaConfig(hidden_size=WIDTH, num_attention_heads=HEADS), layer_idx=0), device)


def control(device: str) -> dict[str, float]:
    """The same instrument on heads that share a projection, see slices and are summed."""
    torch.manual_seed(0)
    return read(Sliced(), device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
