"""Fact: neither greedy nor beam search finds the likeliest text for certain; more beams are nearer, all beams are exact.
Myth: beam search always finds the likeliest text.
"""

import json
import sys

import torch

FAMILY = "inference"
TOKENS, STEPS, MODELS = 4, 4, 200
# Does a search ever miss the likeliest text of four tokens, in 200 random models? Do two beams miss it less often?
FACT = {"greedy_misses": 1.0, "beam_misses": 1.0, "wider_misses_less": 1.0}
MYTH = {"greedy_misses": 1.0, "beam_misses": 0.0, "wider_misses_less": 1.0}
TOLERANCE = 0.01  # a search misses or it does not
TEXTS = TOKENS**STEPS


def models(device: str) -> list:
    """Log-probability of each token after each of the texts, which are numbered: model, step, text so far, token."""
    draws = torch.randn(MODELS, STEPS, TEXTS, TOKENS, generator=torch.manual_seed(0), dtype=torch.float64)
    return (2 * draws).to(device).log_softmax(-1).tolist()


def search(model: list, beams: int) -> float:
    """Keep the likeliest `beams` texts at every step; log-probability of the best one found."""
    kept = [(0.0, 0)]  # log-probability and number of each text so far
    for step in model:
        grown = [(p + step[text][token], text * TOKENS + token) for p, text in kept for token in range(TOKENS)]
        kept = sorted(grown, reverse=True)[:beams]
    return kept[0][0]


def likeliest(model: list, step: int = 0, text: int = 0) -> float:
    """Log-probability of the best continuation, by trying every one."""
    if step == STEPS:
        return 0.0
    return max(model[step][text][t] + likeliest(model, step + 1, text * TOKENS + t) for t in range(TOKENS))


def measure(device: str, beams: int = 2) -> dict[str, float]:
    greedy = beam = 0
    for model in models(device):
        wanted = likeliest(model) - 1e-9
        greedy, beam = greedy + (search(model, 1) < wanted), beam + (search(model, beams) < wanted)
    ever = {"greedy_misses": float(greedy > 0), "beam_misses": float(beam > 0)}
    return ever | {"wider_misses_less": float(beam < greedy)}


def control(device: str) -> dict[str, float]:
    """The same instrument with as many beams as there are texts: that search does find the likeliest."""
    return measure(device, beams=TEXTS)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
