"""Fact: adapter layers stand in series, narrow and with a non-linearity, so they cannot be merged and cost at every token.
Myth: like LoRA they add nothing at inference.
"""

import json
import sys

import torch
from torch.utils.flop_counter import FlopCounterMode

FAMILY = "parameter-efficient tuning"
STANDS_FOR = "The adapter of Houlsby and others: its equations run here in plain PyTorch, behind one linear map."
WIDTH, NARROW, TOKENS = 64, 16, 1024
FACT = {"flops": 1.5, "not_linear": 1.0}  # of 64 * 64 a token with 2 * 64 * 16 more; does the best matrix miss it?
MYTH = {"flops": 1.0, "not_linear": 0.0}
TOLERANCE = 0.01  # operations are counted; in float64 a fit misses a linear map by 1e-15 at most
LINEAR = 1e-6


class Adapted(torch.nn.Linear):
    """A linear map, and behind it an adapter: down, a non-linearity, up again, and the input added."""

    def __init__(self) -> None:
        super().__init__(WIDTH, WIDTH)
        self.down, self.up = torch.nn.Linear(WIDTH, NARROW), torch.nn.Linear(NARROW, WIDTH)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = super().forward(x)
        return x + self.up(torch.nn.functional.gelu(self.down(x)))


def merged() -> torch.nn.Linear:
    """A linear map to which a low-rank update, as LoRA learns it, has been added."""
    layer = torch.nn.Linear(WIDTH, WIDTH)
    layer.weight.data += torch.randn(WIDTH, NARROW) @ torch.randn(NARROW, WIDTH)
    return layer


def measure(device: str, make=Adapted) -> dict[str, float]:
    """Count its operations, and look for the one matrix and bias that would do the same."""
    torch.manual_seed(0)
    x, model = torch.randn(TOKENS, WIDTH, dtype=torch.float64).to(device), make().double().to(device)
    with FlopCounterMode(display=False) as counter:
        wanted = model(x).detach()
    given = torch.cat([x, torch.ones(TOKENS, 1, dtype=x.dtype, device=device)], dim=1)
    missed = wanted - given @ (torch.linalg.pinv(given) @ wanted)
    by_the_map = 2 * TOKENS * WIDTH * WIDTH
    return {"flops": counter.get_total_flops() / by_the_map, "not_linear": float(missed.abs().max() > LINEAR)}


def control(device: str) -> dict[str, float]:
    """The same instrument on a low-rank update that has been merged."""
    return measure(device, merged)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
