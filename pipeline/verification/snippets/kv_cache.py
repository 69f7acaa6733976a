"""Fact: the KV cache is exact, lets each step run one token only, and grows with the length of the text.
Myth: the cache saves memory, and every step still runs the whole text.
"""

import json
import sys

import torch
from transformers import LlamaConfig, LlamaForCausalLM

FAMILY = "inference"
REQUIRES = "transformers>=4.54"
STEPS, HEADS, SHOWN = 16, 4, [4, 8, 16, 32]
FACT = {"tokens_a_step": 1.0, "bytes_a_token": 512.0, "logit_error": 0.0}  # 2 layers * (key + value) * 32 * 4 bytes
MYTH = {"tokens_a_step": 8.5, "bytes_a_token": 0.0, "logit_error": 0.0}  # (1 + 2 + ... + 16) / 16
TOLERANCE = 0.01  # tokens and bytes are counted; float32 rounds at 1e-7


def generate(device: str, cached: bool, steps: int = STEPS, groups: int = HEADS) -> dict[str, float]:
    """Feed a text token by token through LLaMA's code; compare with all at once."""
    torch.manual_seed(0)
    sizes = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": HEADS}
    model, run = LlamaForCausalLM(LlamaConfig(vocab_size=64, num_key_value_heads=groups, **sizes)).to(device).eval(), []
    text, cache, logits = torch.randint(64, (1, steps), generator=torch.manual_seed(1)).to(device), None, []
    with torch.no_grad():
        wanted = model(text, use_cache=False).logits
        model.model.layers[0].mlp.register_forward_hook(lambda _, args, out: run.append(args[0].shape[1]))
        for step in range(steps):
            seen = text[:, step : step + 1] if cached else text[:, : step + 1]
            out = model(seen, past_key_values=cache, use_cache=cached)
            cache = out.past_key_values
            logits.append(out.logits[:, -1])
    size = sum(t.nbytes for layer in cache.layers for t in (layer.keys, layer.values)) if cached else 0
    error = (torch.stack(logits, 1) - wanted).abs().max()
    return {"tokens_a_step": sum(run) / steps, "bytes_a_token": size / steps, "logit_error": error.item()}


def measure(device: str) -> dict[str, float]:
    return generate(device, cached=True)


def control(device: str) -> dict[str, float]:
    """The same instrument without a cache: no memory, and the whole text at every step."""
    return generate(device, cached=False)


def series(device: str) -> dict[str, object]:
    """The cache over the length of the text, with keys and values for each head, for groups of two, and for all."""
    ways = (("multi_head", HEADS), ("grouped", HEADS // 2), ("multi_query", 1))
    sizes = {name: [generate(device, True, n, groups)["bytes_a_token"] * n for n in SHOWN] for name, groups in ways}
    return {"x": SHOWN, "x_label": "tokens", "unit": "bytes"} | sizes


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device), "series": series(device)}))
