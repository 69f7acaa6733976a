"""Fact: a Transformer encoder gives one vector for every position, and the decoder reads all of them.
Myth: it squeezes the input into one vector of fixed length.
"""

import json
import sys

import torch

FAMILY = "attention arithmetic"
WIDTH, HEADS, SHORT, LONG = 16, 2, 5, 9  # two inputs, in tokens
SIZES = {"nhead": HEADS, "dim_feedforward": 32, "dropout": 0.0}
FACT = {"vectors_of_short": 5.0, "vectors_of_long": 9.0, "vectors_read": 9.0}  # by the decoder, of the long input
MYTH = {"vectors_of_short": 1.0, "vectors_of_long": 1.0, "vectors_read": 1.0}
TOLERANCE = 0.01  # vectors are counted


class Recurrent(torch.nn.Module):
    """The encoder of the years before: the last state of a recurrent network stands for all that was read."""

    def __init__(self) -> None:
        super().__init__()
        self.network = torch.nn.GRU(WIDTH, WIDTH)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.network(x)[1]  # the states of every step stay behind; this is the last one


def read(encoder: torch.nn.Module, device: str) -> dict[str, float]:
    """How many vectors come out, and on how many the decoder's output depends."""
    torch.manual_seed(0)
    text = torch.randn(LONG, WIDTH).to(device)
    short, long = encoder.to(device)(text[:SHORT]), encoder(text)
    decoder = torch.nn.TransformerDecoderLayer(WIDTH, **SIZES).to(device)
    memory = long.detach().requires_grad_()
    # Of one number of each output: all together are normalised, and the sum of their squares tells nothing.
    [slope] = torch.autograd.grad(decoder(text, memory)[:, 0].sum(), memory)
    depends = slope.any(dim=1)
    return dict(zip(FACT, (float(len(short)), float(len(long)), float(depends.sum())), strict=True))


def measure(device: str) -> dict[str, float]:
    torch.manual_seed(0)
    return read(torch.nn.TransformerEncoderLayer(WIDTH, **SIZES), device)


def control(device: str) -> dict[str, float]:
    """The same instrument on an encoder that does end in one vector."""
    torch.manual_seed(0)
    return read(Recurrent(), device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
