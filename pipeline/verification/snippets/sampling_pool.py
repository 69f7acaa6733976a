"""Fact: the larger k or p, the more tokens top-k and top-p leave to choose from.
Myth: raising k or p shrinks the pool, so that the text becomes more certain.
"""

import json
import sys

import torch
from transformers import MinPLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

FAMILY = "inference"
VOCABULARY, HALVED_BY = 200, 5  # of five tokens in a row the last is half as likely as the first
FACT = {"top_k": 2.0, "top_p": 2.0}  # tokens left after raising k from 5 to 10 or p from 0.45 to 0.74, over before
MYTH = {"top_k": 0.5, "top_p": 0.5}
TOLERANCE = 0.01  # tokens are counted


def left(keep, device: str) -> int:
    """Tokens that a filter of transformers leaves to choose from."""
    places = torch.arange(VOCABULARY, dtype=torch.float64, device=device)
    logits = (0.5 ** (places / HALVED_BY)).log()[None]
    return int(keep(None, logits).isfinite().sum())


def growth(before, after, device: str) -> float:
    return left(after, device) / left(before, device)


def measure(device: str) -> dict[str, float]:
    return {
        "top_k": growth(TopKLogitsWarper(5), TopKLogitsWarper(10), device),
        "top_p": growth(TopPLogitsWarper(0.45), TopPLogitsWarper(0.74), device),
    }


def control(device: str) -> dict[str, float]:
    """The same instrument on min-p, a filter that does leave fewer tokens the higher its number is."""
    halved = growth(MinPLogitsWarper(0.26), MinPLogitsWarper(0.52), device)
    return {"top_k": halved, "top_p": halved}


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
