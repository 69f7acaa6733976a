"""Fact: logits are divided by the temperature: below 1 sharpens, above 1 flattens, and the order of tokens stays.
Myth: a high temperature makes the output more certain, a low one more random.
"""

import json
import sys

import torch
from transformers import TemperatureLogitsWarper

FAMILY = "inference"
FACT = {
    "odds_at_2": 3.0,
    "odds_at_half": 81.0,
    "order_kept": 1.0,
}  # of two tokens whose odds are 9 to 1 at temperature 1
MYTH = {"odds_at_2": 81.0, "odds_at_half": 3.0, "order_kept": 1.0}
TOLERANCE = 0.01  # float64 rounds at 1e-16


def odds(scaled, device: str) -> dict[str, float]:
    logits = torch.tensor([[0.08, 0.72, 0.2]], dtype=torch.float64, device=device).log()
    at_2, at_half = (scaled(logits, temperature).softmax(-1)[0] for temperature in (2.0, 0.5))
    order_kept = all(torch.equal(p.argsort(), logits[0].argsort()) for p in (at_2, at_half))
    return {
        "odds_at_2": (at_2[1] / at_2[0]).item(),
        "odds_at_half": (at_half[1] / at_half[0]).item(),
        "order_kept": float(order_kept),
    }


def measure(device: str) -> dict[str, float]:
    return odds(lambda logits, temperature: TemperatureLogitsWarper(temperature)(None, logits), device)


def control(device: str) -> dict[str, float]:
    """The same instrument on logits that are multiplied by the temperature."""
    return odds(lambda logits, temperature: logits * temperature, device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
