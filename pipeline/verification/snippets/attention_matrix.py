"""Fact: attention weights sum to 1 over the keys of each query, and the matrix is not symmetric: i attends to j in its own way.
Myth: they sum to 1 over the queries, or the matrix is symmetric.
"""

import json
import sys

import torch
from transformers import BertConfig, BertModel

FAMILY = "attention arithmetic"
PLACES, ROUNDING = 8, 1e-4
SIZES = {"vocab_size": 64, "hidden_size": 32, "num_attention_heads": 4, "num_hidden_layers": 2, "intermediate_size": 64}
# In 4 heads: rows (queries) and columns (keys) that sum to 1; pairs of places whose two weights differ, 8 * 7 each.
FACT = {"rows": 32.0, "columns": 0.0, "unlike": 224.0, "outside_0_to_1": 0.0}
MYTH = {"rows": 0.0, "columns": 32.0, "unlike": 0.0, "outside_0_to_1": 0.0}
TOLERANCE = 0.01  # a sum is 1 or it is not, by more than float32's rounding


def read(weights: torch.Tensor, others: torch.Tensor) -> dict[str, float]:
    """Of weights, (head, query, key): what sums to 1, what differs from its mirror image, what lies outside 0 to 1."""
    rows, columns = (((weights.sum(dim) - 1).abs() < ROUNDING).sum() for dim in (2, 1))
    unlike = ((others - others.mT).abs() > ROUNDING).sum()
    outside = ((weights < 0) | (weights > 1)).sum()
    return dict(zip(FACT, map(float, (rows, columns, unlike, outside)), strict=True))


def attention(device: str) -> torch.Tensor:
    """The first layer's weights in BERT's real code."""
    torch.manual_seed(0)
    config = BertConfig(attn_implementation="eager", initializer_range=0.2, **SIZES)
    model = BertModel(config, add_pooling_layer=False).to(device).eval()
    with torch.no_grad():
        return model(torch.arange(PLACES, device=device)[None], output_attentions=True).attentions[0][0]


def measure(device: str) -> dict[str, float]:
    weights = attention(device)
    return read(weights, weights)


def control(device: str) -> dict[str, float]:
    """The same instrument on the matrix turned over, and on one in which query and key are the same projection."""
    x = torch.randn(4, PLACES, PLACES, generator=torch.manual_seed(0)).to(device)
    return read(attention(device).mT, x @ x.mT)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
