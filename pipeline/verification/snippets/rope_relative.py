"""Fact: with RoPE a score depends on the distance between query and key alone, and rotation keeps their length.
Myth: RoPE is an absolute encoding: the score changes when both move on together.
"""

import json
import sys

import torch
from transformers import LlamaConfig
from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding, apply_rotary_pos_emb

FAMILY = "positions"
WIDTH, PLACES = 64, 256
FACT = {"spread_at_one_distance": 0.0, "length": 1.0}
MYTH = {"spread_at_one_distance": 1.0, "length": 1.4142}  # as far apart as at any distances; two unit vectors added
TOLERANCE = 0.15  # a ratio of two spreads over some hundred random places


def turned(x: torch.Tensor, device: str) -> torch.Tensor:
    """One vector at every place, by LLaMA's own code: (place, feature)."""
    config = LlamaConfig(hidden_size=WIDTH, num_attention_heads=1)
    cos, sin = LlamaRotaryEmbedding(config=config).to(device)(x, torch.arange(PLACES, device=device)[None])
    repeated = x.expand(1, 1, PLACES, WIDTH)
    return apply_rotary_pos_emb(repeated, repeated, cos, sin)[0][0, 0]


def added(x: torch.Tensor, device: str) -> torch.Tensor:
    """One vector at every place with a position embedding of the same length added, as learned ones begin."""
    places = torch.randn(PLACES, WIDTH, generator=torch.manual_seed(1)).to(device)
    return x + torch.nn.functional.normalize(places, dim=-1)


def read(encode, device: str) -> dict[str, float]:
    q, k = torch.nn.functional.normalize(torch.randn(2, WIDTH, generator=torch.manual_seed(0)), dim=-1).to(device)
    queries, keys = encode(q, device), encode(k, device)
    scores = queries @ keys.T  # (place of the query, place of the key)
    return {
        "spread_at_one_distance": (scores.diagonal(offset=7).std() / scores.std()).item(),
        "length": queries.norm(dim=-1).mean().item(),
    }


def measure(device: str) -> dict[str, float]:
    return read(turned, device)


def control(device: str) -> dict[str, float]:
    """The same instrument on an absolute encoding, added to the vectors."""
    return read(added, device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
