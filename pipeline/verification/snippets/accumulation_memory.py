"""Fact: accumulating gradients over k micro-batches holds the activations of one of them at a time: a k-th of the memory.
Myth: accumulation takes more memory, for all micro-batches are held until the update.
"""

import json
import sys

import torch

FAMILY = "memory of training"
ROWS, WIDTH, LAYERS, CUTS = 64, 32, 4, [2, 4, 8, 16]
FACT = {"activations": 0.25, "gradient_error": 0.0}  # the most at a time with 4 micro-batches, over the whole batch's
MYTH = {"activations": 1.0, "gradient_error": 0.0}
TOLERANCE = 0.01  # bytes are counted; float64 rounds at 1e-16


def step(device: str, parts: int, at_the_end: bool) -> tuple[int, torch.Tensor]:
    """Gradient of one batch in so many parts: the most bytes that waited for the backward pass, and the gradient."""
    torch.manual_seed(0)
    layers = [part for _ in range(LAYERS) for part in (torch.nn.Linear(WIDTH, WIDTH), torch.nn.Tanh())]
    model = torch.nn.Sequential(*layers).double().to(device)
    batch = torch.randn(ROWS, WIDTH, dtype=torch.float64).to(device)
    own, waiting, most = {p.data_ptr() for p in model.parameters()}, [], []

    def size(tensor: torch.Tensor) -> int:
        return tensor.nbytes * (tensor.data_ptr() not in own)  # weights are there anyway

    kept = torch.autograd.graph.saved_tensors_hooks(
        lambda t: waiting.append(size(t)) or most.append(sum(waiting)) or t, lambda t: waiting.remove(size(t)) or t
    )
    losses = []
    with kept:
        for rows in batch.chunk(parts):
            loss = model(rows).square().mean() / parts
            losses.append(loss) if at_the_end else loss.backward()
        if at_the_end:
            sum(losses).backward()
    return max(most), torch.cat([p.grad.flatten() for p in model.parameters()])


def measure(device: str, at_the_end: bool = False) -> dict[str, float]:
    (whole, wanted), (most, found) = step(device, 1, False), step(device, 4, at_the_end)
    return {"activations": most / whole, "gradient_error": (found - wanted).abs().max().item()}


def control(device: str) -> dict[str, float]:
    """The same instrument on micro-batches whose losses are added up and propagated back together."""
    return measure(device, at_the_end=True)


def series(device: str) -> dict[str, object]:
    held = [step(device, parts, at_the_end=False)[0] for parts in CUTS]
    return {"x": CUTS, "x_label": "micro-batches", "unit": "bytes kept for backward", "accumulated": held}


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device), "series": series(device)}))
