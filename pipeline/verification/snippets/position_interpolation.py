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
FACT = {"looks_like": 125.0, "beyond_training": 0.0}  # what place 500 is turned like; share of angles never seen before
MYTH = {"looks_like": 500.0, "beyond_training": 0.75}  # 384 of 512 places
TOLERANCE = 0.01  # places are counted


def angles(factor: float, device: str) -> torch.Tensor:
    """How LLaMA's code turns the slowest pair of features, which never comes round: by place, in radians."""
    scaling = {"rope_type": "linear", "factor": factor, "rope_theta": 10000.0}
    rotary = LlamaRotaryEmbedding(LlamaConfig(hidden_size=WIDTH, num_attention_heads=1, rope_parameters=scaling)).to(
        device
    )
    cos, sin = rotary(torch.zeros(1, device=device), torch.arange(LONGER, device=device)[None])
    return torch.atan2(sin[0, :, -1].double(), cos[0, :, -1].double())


def measure(device: str, factor: float = LONGER / TRAINED) -> dict[str, float]:
    seen, now = angles(1.0, device), angles(factor, device)
    nearest = (seen - now[PLACE]).abs().argmin().item()
    return {
        "looks_like": float(nearest),
        "beyond_training": (now >= seen[TRAINED]).double().mean().item(),
    }


def control(device: str) -> dict[str, float]:
    """The same instrument on positions that run on as they are."""
    return measure(device, factor=1.0)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
