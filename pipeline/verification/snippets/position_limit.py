"""Fact: learned position embeddings end where their table does: a longer text cannot be encoded at all.
Myth: they extrapolate to texts of any length.
"""

import json
import sys

import torch
from transformers import BertConfig, BertModel, GPT2Config, GPT2Model, LlamaConfig, LlamaModel

FAMILY = "positions"
TABLE, LENGTHS, VOCABULARY = 32, [8, 16, 32, 64, 128], 16  # places in the configuration; texts that are tried
SIZES = {"vocab_size": VOCABULARY, "hidden_size": 32, "num_attention_heads": 4, "num_hidden_layers": 2}
INNER = SIZES | {"intermediate_size": 64}
FACT = {"gpt2": 32.0, "bert": 32.0}  # the longest text that runs
MYTH = {"gpt2": 128.0, "bert": 128.0}
TOLERANCE = 0.5  # tokens are counted


def longest(model: torch.nn.Module) -> float:
    """Try longer and longer texts; on the CPU everywhere, because a place outside the table stops a GPU for good."""
    fits = []
    for length in LENGTHS:
        try:
            model.eval()(torch.zeros(1, length, dtype=torch.long))
        except (IndexError, RuntimeError):
            break
        fits.append(length)
    return float(max(fits))


def measure(device: str) -> dict[str, float]:
    gpt2 = GPT2Model(GPT2Config(n_positions=TABLE, **SIZES))
    return {"gpt2": longest(gpt2), "bert": longest(BertModel(BertConfig(max_position_embeddings=TABLE, **INNER)))}


def control(device: str) -> dict[str, float]:
    """The same instrument on LLaMA configured for as many places: its rotary positions are computed, not looked up."""
    runs = longest(LlamaModel(LlamaConfig(max_position_embeddings=TABLE, **INNER)))
    return {"gpt2": runs, "bert": runs}


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
