"""Fact: multi-head latent attention caches one latent vector a token, from which the keys and values of all heads follow.
Myth: it caches the full keys and values, or compressed queries.
"""

import json
import math
import sys

import torch

FAMILY = "attention arithmetic"
STANDS_FOR = (
    "DeepSeek's kernel: the equations of its paper run here in plain PyTorch. The one rotary key that it caches beside "
    "the latent vector (64 numbers a token) is left out."
)
WIDTH, HEADS, HEAD, LATENT, LENGTH = 64, 8, 16, 32, 12
FACT = {"numbers_a_token": 32.0, "error": 0.0}  # the latent vector
MYTH = {"numbers_a_token": 256.0, "error": 0.0}  # 8 heads * (16 of a key + 16 of a value)
TOLERANCE = 0.01  # numbers are counted; float64 rounds at 1e-16


def attend(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    """One query of each head over all keys: (head, feature)."""
    scores = torch.einsum("hf,thf->ht", q, k) / math.sqrt(HEAD)
    return torch.einsum("ht,thf->hf", scores.softmax(1), v)


def generate(device: str, latent: bool) -> dict[str, float]:
    """Token by token with a cache, against all tokens at once by PyTorch's own attention."""
    seed, kind = torch.manual_seed(0), torch.float64
    shapes = ((LENGTH, WIDTH), (WIDTH, HEADS * HEAD), (WIDTH, LATENT), (LATENT, HEADS * HEAD), (LATENT, HEADS * HEAD))
    x, ask, down, up_k, up_v = (torch.randn(shape, generator=seed, dtype=kind).to(device) for shape in shapes)
    cache, outputs = [], []
    for token in x:
        squeezed = token @ down
        cache.append([squeezed] if latent else [squeezed @ up_k, squeezed @ up_v])
        kept = [torch.stack(row) for row in zip(*cache, strict=True)]
        keys, values = (kept[0] @ up_k, kept[0] @ up_v) if latent else kept
        outputs.append(attend((token @ ask).view(HEADS, HEAD), *(t.view(-1, HEADS, HEAD) for t in (keys, values))))
    whole = [(x @ m).view(LENGTH, HEADS, HEAD).transpose(0, 1) for m in (ask, down @ up_k, down @ up_v)]
    wanted = torch.nn.functional.scaled_dot_product_attention(*whole, is_causal=True).transpose(0, 1)
    error = (torch.stack(outputs) - wanted).abs().max().item()
    return {"numbers_a_token": sum(t.numel() for t in kept) / LENGTH, "error": error}


def measure(device: str) -> dict[str, float]:
    return generate(device, latent=True)


def control(device: str) -> dict[str, float]:
    """The same instrument on a cache that does keep the full keys and values: the same result, eight times as large."""
    return generate(device, latent=False)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
