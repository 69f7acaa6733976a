"""Fact: the slopes of ALiBi are fixed, not learned, and differ from head to head: each is half of the one before.
Myth: they are learned, or shared by all heads.
"""

import json
import sys

import torch
from transformers import BloomConfig, BloomForCausalLM
from transformers.models.bloom.modeling_bloom import build_alibi_tensor

FAMILY = "positions"
HEADS, PLACES = 8, 16
SIZES = {"vocab_size": 16, "hidden_size": 32, "n_head": HEADS, "n_layer": 2}
FACT = {"first_slope": 0.5, "next_over_this": 0.5, "slopes_learned": 0.0}
MYTH = {"first_slope": 0.5, "next_over_this": 1.0, "slopes_learned": 8.0}
TOLERANCE = 0.001  # powers of two are exact


class LearnedSlopes(torch.nn.Module):
    """What the myths describe: the same slope for every head to begin with, and a gradient for each."""

    def __init__(self) -> None:
        super().__init__()
        self.slopes = torch.nn.Parameter(torch.full((HEADS,), 0.5))

    def bias(self, places: torch.Tensor) -> torch.Tensor:
        return self.slopes[:, None] * places


class Bloom(BloomForCausalLM):
    """BLOOM's real code, with a name for what it adds to the scores."""

    def bias(self, places: torch.Tensor) -> torch.Tensor:
        return build_alibi_tensor(torch.ones_like(places)[None], HEADS, torch.float32)[:, 0]


def read(model: torch.nn.Module, device: str) -> dict[str, float]:
    """How the bias of each head falls with the distance, and how many of the model's parameters it depends on."""
    bias = model.to(device).bias(torch.arange(PLACES, device=device))  # (head, place)
    slopes, grads = bias.diff(dim=1).mean(dim=1).tolist(), []
    if bias.requires_grad:
        grads = torch.autograd.grad(bias.sum(), list(model.parameters()))
    learned = sum(grad.count_nonzero().item() for grad in grads)
    return {"first_slope": slopes[0], "next_over_this": slopes[1] / slopes[0], "slopes_learned": float(learned)}


def measure(device: str) -> dict[str, float]:
    return read(Bloom(BloomConfig(**SIZES)), device)


def control(device: str) -> dict[str, float]:
    """The same instrument on slopes that are shared and learned."""
    return read(LearnedSlopes(), device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
