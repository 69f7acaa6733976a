"""Fact: grouped-query attention with one group is multi-query attention, with a group for each head multi-head attention.
Myth: the other way round: one group is multi-head attention, as many groups as heads multi-query attention.
"""

import json
import sys

import torch
from transformers import LlamaConfig, LlamaForCausalLM

FAMILY = "attention arithmetic"
REQUIRES = "transformers>=4.54"
HEADS, WIDTH, PLACES = 8, 64, 10
# Different keys that the eight query heads see; weights that make keys and values (2 * 64 * 8 a group).
FACT = {"keys_of_one_group": 1.0, "keys_of_all_groups": 8.0, "weights_of_one_group": 1024.0, "weights_of_all": 8192.0}
MYTH = {"keys_of_one_group": 8.0, "keys_of_all_groups": 1.0, "weights_of_one_group": 8192.0, "weights_of_all": 1024.0}
TOLERANCE = 0.01  # heads and weights are counted
SIZES = {"vocab_size": 64, "intermediate_size": 64, "num_hidden_layers": 2}


def read(groups: int, device: str) -> tuple[float, float]:
    """LLaMA's real code with so many groups: how many of its keys differ, and what makes them."""
    torch.manual_seed(0)
    config = LlamaConfig(hidden_size=WIDTH, num_attention_heads=HEADS, num_key_value_heads=groups, **SIZES)
    model = LlamaForCausalLM(config).to(device).eval()
    attention = model.model.layers[0].self_attn
    with torch.no_grad():
        keys = model(torch.arange(PLACES, device=device)[None]).past_key_values.layers[0].keys[0]
    seen_by_heads = keys.repeat_interleave(attention.num_key_value_groups, dim=0)  # (query head, place, feature)
    assert len(seen_by_heads) == HEADS, "a query head without keys"
    different = torch.unique(seen_by_heads.reshape(HEADS, -1), dim=0)
    return float(len(different)), float(attention.k_proj.weight.numel() + attention.v_proj.weight.numel())


def measure(device: str, one: int = 1, all_of_them: int = HEADS) -> dict[str, float]:
    (few_keys, few_weights), (many_keys, many_weights) = read(one, device), read(all_of_them, device)
    return dict(zip(FACT, (few_keys, many_keys, few_weights, many_weights), strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument with the two exchanged."""
    return measure(device, HEADS, 1)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
