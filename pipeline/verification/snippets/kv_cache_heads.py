"""Fact: grouped- and multi-query attention share keys and values between query heads, which shrinks the KV cache.
Myth: they share or drop query heads, and the KV cache stays as large as with multi-head attention.
"""

import json
import sys

import torch
from transformers import LlamaConfig, LlamaForCausalLM

FAMILY = "attention arithmetic"
HEADS = 8
# Bytes of the cache against multi-head attention's; two groups of four query heads, and one group of all eight.
FACT = {"gqa_cache": 0.25, "mqa_cache": 0.125, "query_heads": 8.0}
MYTH = {"gqa_cache": 1.0, "mqa_cache": 1.0, "query_heads": 8.0}
TOLERANCE = 0.01  # bytes are counted


def model(groups: int, device: str) -> LlamaForCausalLM:
    torch.manual_seed(0)
    config = LlamaConfig(vocab_size=64, hidden_size=64, intermediate_size=64, num_hidden_layers=2,
                         num_attention_heads=HEADS, num_key_value_heads=groups)  # fmt: skip
    return LlamaForCausalLM(config).eval().to(device)


def written_out(shared: LlamaForCausalLM, device: str) -> LlamaForCausalLM:
    """The same function as multi-head attention: each group's keys and values repeated for each of its query heads."""
    whole, state = model(HEADS, device), shared.state_dict()
    for name in state:
        if "k_proj" in name or "v_proj" in name:
            groups = state[name].unflatten(0, (-1, 64 // HEADS))
            state[name] = groups.repeat_interleave(HEADS // len(groups), 0).flatten(0, 1)
    whole.load_state_dict(state)
    return whole


def cached(llama: LlamaForCausalLM) -> tuple[int, torch.Tensor]:
    with torch.no_grad():
        out = llama(torch.arange(32, device=llama.device)[None])
    return sum(t.nbytes for layer in out.past_key_values.layers for t in (layer.keys, layer.values)), out.logits


def measure(device: str, change=lambda llama, device: llama) -> dict[str, float]:
    full, found = cached(model(HEADS, device))[0], {"query_heads": float(model(1, device).config.num_attention_heads)}
    for name, groups in (("gqa_cache", 2), ("mqa_cache", 1)):
        (size, logits), same = cached(change(model(groups, device), device)), cached(model(groups, device))[1]
        assert torch.allclose(logits, same, atol=1e-5), "not the same function"
        found[name] = size / full
    return found


def control(device: str) -> dict[str, float]:
    """The same instrument on the same functions with every head's keys and values written out: nothing is shared."""
    return measure(device, written_out)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
