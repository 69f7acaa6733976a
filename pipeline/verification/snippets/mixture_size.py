"""Fact: Mixtral 8x7B has 47 billion parameters, 13 of them active for a token, since its experts share all but the MLPs.
Myth: it has 8 times 7, 56 billion, and all or 7 of them are active.
"""

import json
import sys

import torch
from transformers import MistralConfig, MistralForCausalLM, MixtralConfig, MixtralForCausalLM

FAMILY = "sizes of models"
REQUIRES = "transformers>=5.0"
STANDS_FOR = (
    "The trained model: parameters are counted in its real code, in the shape that is its configuration's default."
)
FACT = {"total": 46.7, "active": 12.9, "experts": 8.0, "kv_heads": 8.0}  # billions; experts a layer; heads of its keys
MYTH = {"total": 57.9, "active": 57.9, "experts": 1.0, "kv_heads": 8.0}
TOLERANCE = 0.05  # parameters are counted; predictions are given to 100 million


def count(model: torch.nn.Module, named: str = "") -> float:
    return sum(p.numel() for name, p in model.named_parameters() if named in name) / 10**9


def measure(device: str) -> dict[str, float]:
    """Built without memory, on no device at all: a shape is enough to count."""
    config = MixtralConfig()
    with torch.device("meta"):
        model = MixtralForCausalLM(config)
    experts = count(model, ".experts.")
    chosen = config.num_experts_per_tok / config.num_local_experts
    return {
        "total": count(model),
        "active": count(model) - experts * (1 - chosen),
        "experts": float(len(model.model.layers[0].mlp.experts.down_proj)),
        "kv_heads": model.model.layers[0].self_attn.k_proj.out_features
        / (config.hidden_size / config.num_attention_heads),
    }


def control(device: str) -> dict[str, float]:
    """The same instrument on eight whole models of the size of Mistral 7B, which share nothing."""
    config = MistralConfig()
    with torch.device("meta"):
        model = MistralForCausalLM(config)
    heads = model.model.layers[0].self_attn.k_proj.out_features / (config.hidden_size / config.num_attention_heads)
    return {"total": 8 * count(model), "active": 8 * count(model), "experts": 1.0, "kv_heads": heads}


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
