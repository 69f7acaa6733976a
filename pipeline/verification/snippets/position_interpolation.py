"""Fact: position interpolation squeezes the positions of a longer text into the range that was trained.
Myth: it lets the positions run on beyond that range, and relies on extrapolation.
"""

import json
import sys

import torch
from transformers import LlamaConfig
from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding

FAMILY = "positions"
WIDTH, TRAINED, LONGER, PLACE = 64, 128, 512, 500  # places in training, and in the text that is read now; one of them
FACT = {
    "looks_like": 125.0,
    "beyond_training": 0.0,
}  # the place that 500 is turned like; share of places turned as none was
MYTH = {"looks_like": 500.0, "beyond_training": 0.75}  # 384 of 512 places
TOLERANCE = 0.01  # places are counted


def turned(factor: float, device: str) -> torch.Tensor:
    """By LLaMA's code: cosines and sines at every place of the longer text, (place, feature)."""
    scaling = {"rope_type": "linear", "factor": factor, "rope_theta": 10000}
    config = LlamaConfig(hidden_size=WIDTH, num_attention_heads=1, rope_scaling=scaling)
    places = torch.arange(LONGER, device=device)[None]
    return torch.cat(LlamaRotaryEmbedding(config=config).to(device)(torch.zeros(1, device=device), places), dim=2)[0]


def measure(device: str, factor: float = LONGER / TRAINED) -> dict[str, float]:
    """Which place without interpolation is each place most like?"""
    alike = torch.cdist(turned(factor, device), turned(1.0, device)).argmin(dim=1)
    return {"looks_like": float(alike[PLACE]), "beyond_training": (alike >= TRAINED).double().mean().item()}


def control(device: str) -> dict[str, float]:
    """The same instrument on positions that run on as they are."""
    return measure(device, factor=1.0)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
