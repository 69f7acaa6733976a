"""Fact: BERT and GPT-2 learn one vector for every place; LLaMA's rotary positions have nothing to learn.
Myth: rotary positions are learned, and those of BERT and GPT-2 are fixed sinusoids.
"""

import json
import sys

import torch
from transformers import BertConfig, BertModel, GPT2Config, GPT2Model, LlamaConfig, LlamaModel

FAMILY = "positions"
WIDTH = 32
FACT = {"bert": 1.0, "gpt2": 1.0, "llama": 0.0}  # trainable vectors for each further place
MYTH = {"bert": 0.0, "gpt2": 0.0, "llama": 1.0}
TOLERANCE = 0.01  # parameters are counted


def model(name: str, places: int) -> torch.nn.Module:
    """The real code for texts of at most so many tokens."""
    sizes = {"vocab_size": 16, "hidden_size": WIDTH, "num_attention_heads": 2, "num_hidden_layers": 1}
    if name == "gpt2":
        return GPT2Model(GPT2Config(vocab_size=16, n_embd=WIDTH, n_head=2, n_layer=1, n_positions=places))
    if name == "bert":
        return BertModel(BertConfig(**sizes, intermediate_size=32, max_position_embeddings=places))
    return LlamaModel(LlamaConfig(**sizes, intermediate_size=32, max_position_embeddings=places))


def vectors_a_place(name: str, device: str) -> float:
    """How many more numbers are trained when there may be 64 more places, in vectors of the model's width."""
    short, long = (sum(p.numel() for p in model(name, n).to(device).parameters() if p.requires_grad) for n in (64, 128))
    return (long - short) / 64 / WIDTH


def measure(device: str) -> dict[str, float]:
    return {name: vectors_a_place(name, device) for name in FACT}


def control(device: str) -> dict[str, float]:
    """The same instrument with the roles exchanged: learned vectors in LLaMA's place, none in that of the others."""
    played_by = {"bert": "llama", "gpt2": "llama", "llama": "gpt2"}
    return {name: vectors_a_place(other, device) for name, other in played_by.items()}


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
