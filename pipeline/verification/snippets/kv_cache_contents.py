"""Fact: a KV cache keeps the keys and values of earlier tokens, so it grows in proportion to the text.
Myth: it keeps the queries or the attention matrix as well, which grows with the square.
"""

import json
import math
import sys

import torch
from transformers import GPT2Config, GPT2LMHeadModel

FAMILY = "inference"
REQUIRES = "transformers>=4.56"
LENGTHS, VOCABULARY = (8, 64), 64
SIZES = {"n_embd": 32, "n_head": 8, "n_layer": 2, "bos_token_id": 2, "eos_token_id": 2, "attn_implementation": "eager"}
FACT = {"keys": 1.0, "values": 1.0, "queries": 0.0, "weights": 0.0, "growth": 1.0}  # kept or not; size ~ length ** e
MYTH = {"keys": 1.0, "values": 1.0, "queries": 1.0, "weights": 1.0, "growth": 1.642}  # of 96 * L + 8 * L ** 2 numbers
TOLERANCE = 0.01  # tensors are compared and counted


def one_pass(length: int, device: str) -> tuple[dict[str, torch.Tensor], list[torch.Tensor]]:
    """What GPT-2's real attention computes on the way, and what its cache holds afterwards."""
    torch.manual_seed(0)
    model, seen = GPT2LMHeadModel(GPT2Config(vocab_size=VOCABULARY, **SIZES)).to(device).eval(), []
    attention = model.transformer.h[0].attn
    attention.c_attn.register_forward_hook(lambda _, args, out: seen.extend(out[0].chunk(3, dim=1)))
    attention.register_forward_hook(lambda _, args, out: seen.append(out[1]))
    with torch.no_grad():
        cache = model(torch.randint(VOCABULARY, (1, length)).to(device), use_cache=True).past_key_values
    kept = [t for layer in cache.layers for t in (layer.keys, layer.values)]  # (batch, head, place, feature)
    return dict(zip(("queries", "keys", "values", "weights"), seen, strict=True)), kept


def read(device: str, everything: bool) -> dict[str, float]:
    sizes, found = [], {}
    for length in LENGTHS:
        computed, kept = one_pass(length, device)
        kept = list(computed.values()) if everything else [t[0].transpose(0, 1).flatten(1) for t in kept]
        sizes.append(sum(t.numel() for t in kept))
        for name, tensor in computed.items():
            found[name] = float(any(t.shape == tensor.shape and torch.equal(t, tensor) for t in kept))
    return found | {"growth": math.log(sizes[1] / sizes[0]) / math.log(LENGTHS[1] / LENGTHS[0])}


def measure(device: str) -> dict[str, float]:
    return read(device, everything=False)


def control(device: str) -> dict[str, float]:
    """The same instrument on a cache that does keep all four."""
    return read(device, everything=True)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
