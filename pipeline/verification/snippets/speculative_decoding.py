"""Fact: speculative decoding draws from the large model's distribution exactly; a draft is kept with probability 1 - TV.
Myth: its output is a compromise with the small draft model.
"""

import json
import sys

import torch

FAMILY = "inference"
DRAWS = 400_000
TARGET = [0.5, 0.3, 0.15, 0.05]
DRAFT = [0.1, 0.2, 0.3, 0.4]
FACT = {"distance_to_target": 0.0, "accepted": 0.5}  # total variation; that of the two models is 0.4 + 0.1 = 0.5
MYTH = {"distance_to_target": 0.5, "accepted": 1.0}
TOLERANCE = 0.01  # the share of 400000 draws is off by less than 0.001


def draw(device: str, corrected: bool) -> dict[str, float]:
    """Draft a token; keep it with probability min(1, p / q), else draw anew from what p has more than q."""
    seed = torch.manual_seed(0)
    p, q = torch.tensor(TARGET, dtype=torch.float64), torch.tensor(DRAFT, dtype=torch.float64)
    drafted = torch.multinomial(q, DRAWS, replacement=True, generator=seed)
    kept = torch.rand(DRAWS, generator=seed, dtype=torch.float64) < (p / q)[drafted]
    more = (p - q).clamp(min=0)
    anew = torch.multinomial(more / more.sum(), DRAWS, replacement=True, generator=seed)
    drafted, kept, anew = drafted.to(device), kept.to(device), anew.to(device)
    kept = kept if corrected else torch.ones_like(kept)
    tokens = torch.where(kept, drafted, anew)
    shares = torch.bincount(tokens, minlength=4).cpu() / DRAWS
    return {"distance_to_target": (shares - p).abs().sum().item() / 2, "accepted": kept.double().mean().item()}


def measure(device: str) -> dict[str, float]:
    return draw(device, corrected=True)


def control(device: str) -> dict[str, float]:
    """The same instrument on drafts that are taken as they come: the small model's distribution."""
    return draw(device, corrected=False)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
