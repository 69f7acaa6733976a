"""Fact: label smoothing makes a model less sure: trained to the end, it gives the right class 1 - s + s / K, not all.
Myth: it pushes the model to more certain predictions.
"""

import json
import sys

import torch

FAMILY = "objectives"
CLASSES, SMOOTHING, STEPS, RATE = 5, 0.1, 4000, 2
FACT = {"probability": 0.92, "others_each": 0.02}  # 1 - 0.1 + 0.1 / 5; 0.1 / 5
MYTH = {"probability": 1.0, "others_each": 0.0}
TOLERANCE = 0.005  # gradient steps until hardly anything moves


def measure(device: str, smoothing: float = SMOOTHING) -> dict[str, float]:
    """Train the logits of one example by PyTorch's own loss."""
    logits = torch.zeros(1, CLASSES, dtype=torch.float64, device=device, requires_grad=True)
    right = torch.tensor([0], device=device)
    for _ in range(STEPS):
        loss = torch.nn.functional.cross_entropy(logits, right, label_smoothing=smoothing)
        logits = (logits - RATE * torch.autograd.grad(loss, logits)[0]).detach().requires_grad_()
    first, *others = logits.softmax(1)[0].tolist()
    return {"probability": first, "others_each": max(others)}


def control(device: str) -> dict[str, float]:
    """The same instrument on plain cross-entropy, which does push towards certainty."""
    return measure(device, smoothing=0.0)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
