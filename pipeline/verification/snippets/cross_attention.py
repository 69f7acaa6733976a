"""Fact: in cross-attention the queries come from the decoder, keys and values from the encoder.
Myth: the queries come from the encoder, keys and values from the decoder.
"""

import json
import sys

import torch
from transformers import T5Config
from transformers.models.t5.modeling_t5 import T5LayerCrossAttention

FAMILY = "attention arithmetic"
REQUIRES = "transformers>=5.4"
FACT = {"query_from_decoder": 1.0, "key_from_decoder": 0.0, "value_from_decoder": 0.0, "places": 3.0}
MYTH = {"query_from_decoder": 0.0, "key_from_decoder": 1.0, "value_from_decoder": 1.0, "places": 5.0}
TOLERANCE = 0.01  # a gradient is there or it is not
DECODER, ENCODER = 3, 5  # tokens


def read(device: str, exchanged: bool) -> dict[str, float]:
    """T5's cross-attention between its projections: which input does each of them depend on?"""
    torch.manual_seed(0)
    config = T5Config(d_model=16, d_kv=8, num_heads=2, num_layers=1, dropout_rate=0.0)
    layer, seen = T5LayerCrossAttention(config).to(device), {}
    attention = layer.EncDecAttention
    for name, projection in (("query", attention.q), ("key", attention.k), ("value", attention.v)):
        projection.register_forward_hook(lambda _, args, out, name=name: seen.update({name: out}))
    decoder = torch.randn(1, DECODER, 16).to(device).requires_grad_()
    encoder = torch.randn(1, ENCODER, 16).to(device).requires_grad_()
    asks, gives = (encoder, decoder) if exchanged else (decoder, encoder)
    out = layer(asks, key_value_states=gives)[0]
    found = {"places": float(out.shape[1])}
    for name, projected in seen.items():
        [slope] = torch.autograd.grad(projected.square().sum(), decoder, retain_graph=True, allow_unused=True)
        found[f"{name}_from_decoder"] = float(slope is not None and bool(slope.any()))
    return found


def measure(device: str) -> dict[str, float]:
    return read(device, exchanged=False)


def control(device: str) -> dict[str, float]:
    """The same instrument with the two inputs exchanged."""
    return read(device, exchanged=True)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
