"""Fact: an encoder layer attends and feeds forward; a decoder layer attends to itself, to the encoder, and feeds forward.
Myth: the encoder layer has three sublayers, the decoder layer two, or the decoder attends to the encoder first.
"""

import json
import sys

import torch

FAMILY = "attention arithmetic"
PLACES, SIZES = 5, {"d_model": 16, "nhead": 2, "dim_feedforward": 32}
FACT = {"encoder_sublayers": 2.0, "decoder_sublayers": 3.0, "self_attention_at": 1.0, "cross_attention_at": 2.0}
MYTH = {"encoder_sublayers": 3.0, "decoder_sublayers": 2.0, "self_attention_at": 2.0, "cross_attention_at": 1.0}
TOLERANCE = 0.01  # calls are counted
PARTS = {"self_attn": "self_attention", "multihead_attn": "cross_attention", "linear1": "feed_forward"}


class CrossFirst(torch.nn.TransformerDecoderLayer):
    """A decoder layer with its two attentions exchanged."""

    def forward(self, x: torch.Tensor, memory: torch.Tensor) -> torch.Tensor:
        x, _ = self.multihead_attn(x, memory, memory)
        x, _ = self.self_attn(x, x, x)
        return self.linear1(x)


def sublayers(layer: torch.nn.Module, device: str) -> list[str]:
    """Which parts run, in the order in which they do."""
    order, x = [], torch.zeros(PLACES, SIZES["d_model"], device=device)
    for name, part in layer.to(device).named_children():
        if name in PARTS:
            part.register_forward_hook(lambda _, args, out, name=name: order.append(PARTS[name]))
    layer(x, x) if hasattr(layer, "multihead_attn") else layer(x)
    return order


def read(encoder, decoder, ordered, device: str) -> dict[str, float]:
    found = {name: float(len(sublayers(make(**SIZES), device)))
             for name, make in (("encoder_sublayers", encoder), ("decoder_sublayers", decoder))}  # fmt: skip
    order = sublayers(ordered(**SIZES), device)
    return found | {f"{part}_at": 1.0 + order.index(part) for part in ("self_attention", "cross_attention")}


def measure(device: str) -> dict[str, float]:
    """PyTorch's own layers, after the paper."""
    decoder = torch.nn.TransformerDecoderLayer
    return read(torch.nn.TransformerEncoderLayer, decoder, decoder, device)


def control(device: str) -> dict[str, float]:
    """The same instrument with encoder and decoder layer exchanged, and on a layer that does ask the encoder first."""
    return read(torch.nn.TransformerDecoderLayer, torch.nn.TransformerEncoderLayer, CrossFirst, device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
