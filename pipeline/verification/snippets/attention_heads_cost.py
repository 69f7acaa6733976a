"""Fact: splitting attention into heads of width d/h changes neither its parameters nor its multiplications.
Myth: eight heads cost eight times one head.
"""

import json
import sys

import torch
from torch.utils.flop_counter import FlopCounterMode

FAMILY = "attention arithmetic"
WIDTH, HEADS, LENGTH = 64, 8, 32
FACT = {"parameters": 1.0, "flops": 1.0}  # of eight heads, as a multiple of one head
MYTH = {"parameters": 8.0, "flops": 8.0}
TOLERANCE = 0.01  # both are counted, not timed


class Attention(torch.nn.Module):
    """Self-attention of the textbook: project, attend head by head, concatenate, project."""

    def __init__(self, heads: int, head_width: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (torch.nn.Linear(WIDTH, heads * head_width, bias=False) for _ in range(3))
        self.out = torch.nn.Linear(heads * head_width, WIDTH, bias=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        q, k, v = (p(x).unflatten(1, (self.heads, -1)).transpose(0, 1) for p in (self.query, self.key, self.value))
        weights = (q @ k.mT).softmax(2)  # (head, query, key); the scaling multiplies no matrices
        return self.out((weights @ v).transpose(0, 1).flatten(1))


def cost(device: str, heads: int, head_width: int) -> tuple[int, int]:
    attention = Attention(heads, head_width).to(device)
    with FlopCounterMode(display=False) as counter:
        attention(torch.zeros(LENGTH, WIDTH, device=device))
    return sum(p.numel() for p in attention.parameters()), counter.get_total_flops()


def ratio(device: str, head_width: int) -> dict[str, float]:
    many, one = cost(device, HEADS, head_width), cost(device, 1, WIDTH)
    return {"parameters": many[0] / one[0], "flops": many[1] / one[1]}


def measure(device: str) -> dict[str, float]:
    return ratio(device, WIDTH // HEADS)


def control(device: str) -> dict[str, float]:
    """The same instrument on heads that each keep the full width: eight of them do cost eight times as much."""
    return ratio(device, WIDTH)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
