"""Fact: a feed-forward network handles each position alone, with the same weights everywhere; attention passes between them.
Myth: the feed-forward network mixes positions, with weights for each; attention handles each position alone.
"""

import json
import sys

import torch
from transformers import BertConfig
from transformers.models.bert.modeling_bert import BertLayer

FAMILY = "feed-forward layers"
PLACES, WIDTH, HEADS, ROUNDING = 6, 16, 2, 1e-5
# Pairs of a place and another one that it depends on; places where one token gives something else than at the first.
FACT = {"feed_forward_pairs": 0.0, "attention_pairs": 30.0, "feed_forward_unlike": 0.0}  # 6 * 5: all others
MYTH = {"feed_forward_pairs": 30.0, "attention_pairs": 0.0, "feed_forward_unlike": 5.0}
TOLERANCE = 0.01  # a derivative is zero or it is not


class Mixing(torch.nn.Linear):
    """What the myth describes: a map over all positions at once, as in MLP-Mixer, with weights for each of them."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(x.mT).mT


def pairs(part, x: torch.Tensor) -> float:
    """By the Jacobian: how many places does each one depend on beside itself?"""
    moves = torch.autograd.functional.jacobian(part, x)[0, :, :, 0].abs().amax(dim=(1, 3)) > 0  # (output, input)
    return float((moves & ~torch.eye(PLACES, dtype=torch.bool, device=x.device)).sum())


def measure(device: str, exchanged: bool = False) -> dict[str, float]:
    """BERT's real code, which has no causal mask."""
    torch.manual_seed(0)
    sizes = {"hidden_size": WIDTH, "num_attention_heads": HEADS, "intermediate_size": 4 * WIDTH}
    layer = BertLayer(BertConfig(**sizes, attn_implementation="eager")).to(device).eval()
    network = Mixing(PLACES, PLACES).to(device) if exchanged else layer.feed_forward_chunk
    attention = layer.feed_forward_chunk if exchanged else lambda x: layer.attention(x)[0]
    x = torch.randn(1, PLACES, WIDTH).to(device)
    same = network(x[:, :1].repeat(1, PLACES, 1))[0]
    unlike = ((same - same[0]).abs().amax(1) > ROUNDING).sum()
    return dict(zip(FACT, (pairs(network, x), pairs(attention, x), float(unlike)), strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument on a network that does mix positions, and on the feed-forward one in attention's place."""
    return measure(device, exchanged=True)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
