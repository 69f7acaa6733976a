"""Fact: in self-attention any place reaches any other in one layer; in a recurrent network the way grows with the distance.
Myth: in self-attention the way grows with the distance; in a recurrent network it is the same for all.
"""

import json
import sys

import torch

FAMILY = "attention arithmetic"
WIDTH, PLACES = 8, [4, 8, 16, 32]
FACT = {"attention_4": 1.0, "attention_32": 1.0, "recurrent_4": 3.0, "recurrent_32": 31.0}  # steps between the ends
MYTH = {"attention_4": 3.0, "attention_32": 31.0, "recurrent_4": 1.0, "recurrent_32": 1.0}
TOLERANCE = 0.01  # steps are counted


def attention(x: torch.Tensor) -> torch.Tensor:
    """All places at once, again and again."""
    return (x @ x.T).softmax(1) @ x


def recurrent(x: torch.Tensor) -> torch.Tensor:
    """One step for every place side by side: each takes its own state on, and that of the place before it."""
    return (x + torch.cat([torch.zeros_like(x[:1]), x[:-1]])).tanh()


def steps(move, places: int, device: str) -> float:
    """How often the step has to be taken until the last place has a derivative by the first."""
    start = x = (
        torch.randn(places, WIDTH, dtype=torch.float64, generator=torch.manual_seed(0)).to(device).requires_grad_()
    )
    count = 0
    while count < places:
        x, count = move(x), count + 1
        if torch.autograd.grad(x[-1].sum(), start, retain_graph=True)[0][0].any():
            break
    return float(count)


def measure(device: str, first=attention, second=recurrent) -> dict[str, float]:
    found = [steps(move, places, device) for move in (first, second) for places in (PLACES[0], PLACES[-1])]
    return dict(zip(FACT, found, strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument with the two exchanged."""
    return measure(device, recurrent, attention)


def series(device: str) -> dict[str, object]:
    ways = (("attention", attention), ("recurrent", recurrent))
    found = {name: [steps(move, places, device) for places in PLACES] for name, move in ways}
    return {"x": PLACES, "x_label": "tokens", "unit": "steps between the ends"} | found


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device), "series": series(device)}))
