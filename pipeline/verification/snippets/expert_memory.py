"""Fact: a token runs two experts of eight, but a text soon calls for all of them, so all have to be kept in memory.
Myth: memory for the experts that are active is enough.
"""

import json
import sys

import torch
from transformers import MixtralConfig, MixtralForCausalLM

FAMILY = "objectives"
REQUIRES = "transformers>=5.0"
EXPERTS, TOP, WIDTH, TEXT, LENGTHS = 8, 2, 32, 64, [2, 4, 8, 16, 32, 64]
SIZES = {"vocab_size": 16, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
FACT = {"called_by_a_token": 2.0, "called_by_a_text": 8.0}  # experts with a gradient; a text of 64 tokens
MYTH = {"called_by_a_token": 2.0, "called_by_a_text": 2.0}
TOLERANCE = 0.01  # experts are counted


def called(length: int, alike: bool, device: str) -> float:
    """How many experts of Mixtral's real block take part in the output for a text of so many tokens."""
    torch.manual_seed(0)
    config = MixtralConfig(hidden_size=WIDTH, num_local_experts=EXPERTS, num_experts_per_tok=TOP,
                           num_key_value_heads=2, experts_implementation="eager", **SIZES)  # fmt: skip
    block = MixtralForCausalLM(config).to(device).model.layers[0].mlp
    text = torch.randn(1, length, WIDTH, generator=torch.manual_seed(1)).to(device)
    out = block(text[:, :1].expand_as(text) if alike else text)
    out.square().sum().backward()
    slopes = block.experts.down_proj.grad  # (expert, out, in)
    return float((slopes.abs().amax(dim=(1, 2)) > 0).sum())


def measure(device: str, alike: bool = False) -> dict[str, float]:
    return {
        "called_by_a_token": called(1, alike, device),
        "called_by_a_text": called(TEXT, alike, device),
    }


def control(device: str) -> dict[str, float]:
    """The same instrument on a text that says the same token all over: that one does with two experts."""
    return measure(device, alike=True)


def series(device: str) -> dict[str, object]:
    found = [called(length, False, device) for length in LENGTHS]
    return {"x": LENGTHS, "x_label": "tokens", "unit": "experts called", "mixtral": found}


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device), "series": series(device)}))
