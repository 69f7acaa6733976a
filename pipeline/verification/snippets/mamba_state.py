"""Fact: Mamba generates from a state of fixed size, while a Transformer's KV cache grows with the text.
Myth: Mamba too needs a cache that grows with the text.
"""

import json
import math
import sys

import torch
from transformers import GPT2Config, GPT2LMHeadModel, MambaConfig, MambaForCausalLM

FAMILY = "inference"
REQUIRES = "transformers>=5.5"
VOCABULARY, WIDTH, ROUNDING, LENGTHS = 32, 16, 1e-5, [8, 16, 32, 64, 128]
FACT = {"growth": 0.0, "same_logits": 1.0}  # exponent e in: numbers kept ~ length ** e; does what is kept suffice?
MYTH = {"growth": 1.0, "same_logits": 1.0}
TOLERANCE = 0.01  # numbers are counted; float32 rounds at 1e-7


def model(name: str, device: str) -> torch.nn.Module:
    torch.manual_seed(0)
    if name == "mamba":
        sizes = {"hidden_size": WIDTH, "state_size": 8, "num_hidden_layers": 2}
        return MambaForCausalLM(MambaConfig(vocab_size=VOCABULARY, **sizes)).to(device).eval()
    config = GPT2Config(vocab_size=VOCABULARY, n_embd=WIDTH, n_head=2, n_layer=2, bos_token_id=2, eos_token_id=2)
    return GPT2LMHeadModel(config).to(device).eval()


def read(name: str, length: int, device: str) -> tuple[int, bool]:
    """Read a text, keep what the model keeps, go on by one token: as good as reading it all again?"""
    network, text = model(name, device), torch.arange(length + 1, device=device)[None] % VOCABULARY
    cache = {"mamba": "cache_params", "gpt2": "past_key_values"}[name]
    with torch.no_grad():
        kept = getattr(network(text[:, :-1], use_cache=True), cache)
        parts = [part for layer in kept.layers for part in vars(layer).values()]
        kinds = [t for part in parts for t in (part.values() if isinstance(part, dict) else [part])]
        more, wanted = network(text[:, -1:], **{cache: kept}).logits[0, -1], network(text).logits[0, -1]
    return sum(t.numel() for t in kinds if torch.is_tensor(t)), torch.allclose(more, wanted, atol=ROUNDING)


def measure(device: str, name: str = "mamba") -> dict[str, float]:
    (short, _), (long, same) = read(name, LENGTHS[0], device), read(name, LENGTHS[-1], device)
    return {"growth": math.log(long / short) / math.log(LENGTHS[-1] / LENGTHS[0]), "same_logits": float(same)}


def control(device: str) -> dict[str, float]:
    """The same instrument on GPT-2."""
    return measure(device, "gpt2")


def series(device: str) -> dict[str, object]:
    kept = {name: [read(name, length, device)[0] for length in LENGTHS] for name in ("mamba", "gpt2")}
    return {"x": LENGTHS, "x_label": "tokens", "unit": "numbers kept"} | kept


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device), "series": series(device)}))
