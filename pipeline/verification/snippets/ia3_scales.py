"""Fact: IA3 scales keys, values and the inside of the feed-forward layer, not queries; merged, it leaves nothing to compute.
Myth: it scales queries, keys and values, and adds latency at inference.
"""

import json
import sys

import torch
from peft import IA3Config, get_peft_model
from transformers import LlamaConfig, LlamaForCausalLM

FAMILY = "parameter-efficient tuning"
WIDTH, INNER, TOKENS = 32, 64, 6
SIZES = {"vocab_size": 32, "num_hidden_layers": 1, "num_attention_heads": 4}
PLACES = {"queries": "q_proj", "keys": "k_proj", "values": "v_proj", "inner": "down_proj"}
FACT = {"queries": 1.0, "keys": 2.0, "values": 2.0, "inner": 2.0, "numbers_added": 0.0, "error": 0.0}  # when doubled
MYTH = {"queries": 2.0, "keys": 2.0, "values": 2.0, "inner": 1.0, "numbers_added": 96.0, "error": 0.0}  # 3 * 32
TOLERANCE = 0.01  # float32 rounds at 1e-7


def read(device: str, merge: bool, targets: list[str], feedforward: list[str]) -> dict[str, float]:
    """Double every vector that peft trains, and see what each linear map then gives for the same input."""
    torch.manual_seed(0)
    base = LlamaForCausalLM(LlamaConfig(hidden_size=WIDTH, intermediate_size=INNER, **SIZES)).to(device)
    text, own = torch.arange(TOKENS, device=device)[None], sum(p.numel() for p in base.parameters())
    config = IA3Config(task_type="CAUSAL_LM", target_modules=targets, feedforward_modules=feedforward)
    tuned, found = get_peft_model(base, config).to(device).eval(), {}
    with torch.no_grad():
        for vector in (p for p in tuned.parameters() if p.requires_grad):
            vector.mul_(2.0)
        layer = tuned.base_model.model.model.layers[0]
        for name, place in PLACES.items():
            module = getattr(layer.mlp if name == "inner" else layer.self_attn, place)
            x = torch.randn(TOKENS, module.in_features).to(device)
            found[name] = (module(x).norm() / getattr(module, "base_layer", module)(x).norm()).item()
        wanted = tuned(text).logits
        deployed = tuned.merge_and_unload() if merge else tuned
        error = (deployed(text).logits - wanted).abs().max().item()
    return found | {"numbers_added": float(sum(p.numel() for p in deployed.parameters()) - own), "error": error}


def measure(device: str) -> dict[str, float]:
    return read(device, True, ["k_proj", "v_proj", "down_proj"], ["down_proj"])


def control(device: str) -> dict[str, float]:
    """The same instrument on vectors for queries, keys and values, left unmerged."""
    return read(device, False, ["q_proj", "k_proj", "v_proj"], [])


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
