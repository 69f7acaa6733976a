"""Fact: top-k keeps a fixed number of tokens; top-p keeps the fewest whose probabilities add up to p, few or many.
Myth: top-p keeps a fixed share p of the vocabulary.
"""

import json
import sys

import torch
from transformers import TopKLogitsWarper, TopPLogitsWarper

FAMILY = "inference"
VOCABULARY, LEAD = 100, 8  # a lead of 8 gives one of a hundred tokens 97 %
FACT = {"top_p_sure": 1.0, "top_p_unsure": 90.0, "top_k_sure": 5.0, "top_k_unsure": 5.0}  # tokens kept; p = 0.9, k = 5
MYTH = {"top_p_sure": 90.0, "top_p_unsure": 90.0, "top_k_sure": 5.0, "top_k_unsure": 5.0}
TOLERANCE = 0.5  # tokens are counted


def kept(filters: dict, device: str) -> dict[str, float]:
    """Tokens left of a sure distribution (one token has 97 %) and of an unsure one (all are about alike)."""
    sure, unsure = torch.linspace(0, 0.001, VOCABULARY, dtype=torch.float64).repeat(2, 1)
    sure[-1] += LEAD
    found = {}
    for name, keep in filters.items():
        for state, logits in (("sure", sure), ("unsure", unsure)):
            scores = keep(None, logits[None].to(device))
            found[f"{name}_{state}"] = scores.isfinite().sum().item()
    return found


def measure(device: str) -> dict[str, float]:
    return kept({"top_p": TopPLogitsWarper(0.9), "top_k": TopKLogitsWarper(5)}, device)


def control(device: str) -> dict[str, float]:
    """The same instrument on a filter that does keep 90 % of the vocabulary."""
    return kept({"top_p": TopKLogitsWarper(int(0.9 * VOCABULARY)), "top_k": TopKLogitsWarper(5)}, device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
