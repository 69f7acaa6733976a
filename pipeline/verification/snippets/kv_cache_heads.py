"""Fact: grouped- and multi-query attention share keys and values between query heads, which shrinks the KV cache.
Myth: they share or drop query heads, and the KV cache stays as large as with multi-head attention.
"""

import json
import sys

import torch
from transformers import LlamaConfig, LlamaForCausalLM

FAMILY = "attention arithmetic"
REQUIRES = "transformers>=4.54"
HEADS, SIZES = 8, {"vocab_size": 64, "hidden_size": 64, "intermediate_size": 64, "num_hidden_layers": 2}
# Cache, and weights for keys and values, against multi-head attention's: two groups of four query heads; one of eight.
FACT = {"query_heads": 8.0, "gqa_cache": 0.25, "gqa_weights": 0.25, "mqa_cache": 0.125, "mqa_weights": 0.125}
MYTH = {"query_heads": 8.0, "gqa_cache": 1.0, "gqa_weights": 1.0, "mqa_cache": 1.0, "mqa_weights": 1.0}
TOLERANCE = 0.01  # bytes and weights are counted


def model(groups: int, device: str) -> LlamaForCausalLM:
    torch.manual_seed(0)
    return LlamaForCausalLM(LlamaConfig(**SIZES, num_attention_heads=HEADS, num_key_value_heads=groups)).to(device)


def written_out(shared: LlamaForCausalLM, device: str) -> LlamaForCausalLM:
    """The same function as multi-head attention: each group's keys and values repeated for each of its query heads."""
    whole, state = model(HEADS, device), shared.state_dict()
    for name in state:
        if "k_proj" in name or "v_proj" in name:
            groups = state[name].unflatten(0, (-1, 64 // HEADS))
            state[name] = groups.repeat_interleave(HEADS // len(groups), 0).flatten(0, 1)
    whole.load_state_dict(state)
    return whole


def sizes(llama: LlamaForCausalLM) -> tuple[torch.Tensor, torch.Tensor]:
    out = llama(torch.arange(32, device=llama.device)[None])
    cache = sum(t.nbytes for layer in out.past_key_values.layers for t in (layer.keys, layer.values))
    weights = sum(p.numel() for name, p in llama.named_parameters() if "k_proj" in name or "v_proj" in name)
    return torch.tensor([cache, weights]), out.logits


def measure(device: str, change=lambda llama, device: llama) -> dict[str, float]:
    full, found = sizes(model(HEADS, device))[0], [float(model(1, device).config.num_attention_heads)]
    for groups in (2, 1):
        (size, logits), same = sizes(change(model(groups, device), device)), sizes(model(groups, device))[1]
        found += (size / full).tolist()
        assert torch.allclose(logits, same, atol=1e-5), "not the same function"
    return dict(zip(FACT, found, strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument on the same functions with every head's keys and values written out: nothing is shared."""
    return measure(device, written_out)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
