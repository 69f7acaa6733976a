"""Fact: a token costs about 2 operations a parameter forwards and 4 backwards, so training takes 6ND; checkpointing makes 8.
Myth: training takes 2ND, as a forward pass does.
"""

import json
import sys

import torch
from torch.utils.checkpoint import checkpoint, set_checkpoint_early_stop
from torch.utils.flop_counter import FlopCounterMode

FAMILY = "memory of training"
WIDTH, LAYERS, TOKENS = 64, 4, 32
FACT = {"forward": 2.0, "training": 6.0, "checkpointed": 8.0}  # operations for each token and parameter
MYTH = {"forward": 2.0, "training": 2.0, "checkpointed": 2.0}
TOLERANCE = 0.01  # multiplications and additions of the matrices are counted; attention's own are left out


class Layer(torch.nn.Sequential):
    """A feed-forward layer: what holds most parameters of a Transformer."""

    def __init__(self) -> None:
        up, down = torch.nn.Linear(WIDTH, 4 * WIDTH, bias=False), torch.nn.Linear(4 * WIDTH, WIDTH, bias=False)
        super().__init__(up, torch.nn.GELU(), down)


def operations(device: str, train: bool, again: bool) -> float:
    """One step on a batch of tokens, counted by PyTorch."""
    layers = torch.nn.ModuleList(Layer() for _ in range(LAYERS)).to(device)
    x = torch.zeros(TOKENS, WIDTH, device=device, requires_grad=True)
    with FlopCounterMode(display=False) as counter, set_checkpoint_early_stop(False):  # the whole pass again
        for layer in layers:
            x = checkpoint(layer, x, use_reentrant=False) if again else layer(x)
        if train:
            x.sum().backward()
    return counter.get_total_flops() / TOKENS / sum(p.numel() for p in layers.parameters())


def measure(device: str, train: bool = True) -> dict[str, float]:
    costs = (operations(device, *how) for how in ((False, False), (train, False), (train, True)))
    return dict(zip(FACT, costs, strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument on inference, where nothing goes backwards."""
    return measure(device, train=False)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
