"""Fact: the KV cache is exact, lets each step run one token only, and grows with the length of the text.
Myth: the cache saves memory, and every step still runs the whole text.
"""

import json
import sys

import torch
from transformers import LlamaConfig, LlamaForCausalLM

FAMILY = "inference"
STEPS = 16
FACT = {"tokens_a_step": 1.0, "bytes_a_token": 512.0, "logit_error": 0.0}  # 2 layers * (key + value) * 32 * 4 bytes
MYTH = {"tokens_a_step": 8.5, "bytes_a_token": 0.0, "logit_error": 0.0}  # (1 + 2 + ... + 16) / 16
TOLERANCE = 0.01  # tokens and bytes are counted; float32 rounds at 1e-7


def generate(device: str, cached: bool) -> dict[str, float]:
    """Feed a text token by token through LLaMA's code; compare with all at once."""
    torch.manual_seed(0)
    sizes = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4}
    model, run = LlamaForCausalLM(LlamaConfig(vocab_size=64, **sizes)).to(device).eval(), []
    text, cache, logits = torch.randint(64, (1, STEPS), generator=torch.manual_seed(1)).to(device), None, []
    with torch.no_grad():
        wanted = model(text, use_cache=False).logits
        model.model.layers[0].mlp.register_forward_hook(lambda _, args, out: run.append(args[0].shape[1]))
        for step in range(STEPS):
            seen = text[:, step : step + 1] if cached else text[:, : step + 1]
            out = model(seen, past_key_values=cache, use_cache=cached)
            cache = out.past_key_values
            logits.append(out.logits[:, -1])
    size = sum(t.nbytes for layer in cache.layers for t in (layer.keys, layer.values)) if cached else 0
    error = (torch.stack(logits, 1) - wanted).abs().max()
    return {"tokens_a_step": sum(run) / STEPS, "bytes_a_token": size / STEPS, "logit_error": error.item()}


def measure(device: str) -> dict[str, float]:
    return generate(device, cached=True)


def control(device: str) -> dict[str, float]:
    """The same instrument without a cache: no memory, and the whole text at every step."""
    return generate(device, cached=False)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
