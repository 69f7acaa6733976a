"""Fact: a mask puts minus infinity before the softmax in place of scores: hidden keys get no weight, the others sum to 1.
Myth: it puts zero there, or takes the weights away after the softmax.
"""

import json
import sys

import torch

FAMILY = "attention arithmetic"
SCORES, HIDDEN = [1.0, 2.0, 3.0, 4.0], [False, False, True, True]  # of four keys for one query
FACT = {"weight_of_hidden": 0.0, "weight_of_visible": 1.0}
MYTH = {"weight_of_hidden": 0.1651, "weight_of_visible": 0.1192}  # 2 / (e + e ** 2 + 2); (e + e ** 2) / 84.79
TOLERANCE = 0.001  # float64 rounds at 1e-16


def library(scores: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
    """PyTorch's own attention told which keys may be seen; values of 1 in their own place make the weights readable."""
    query, keys = torch.ones(1, 1, dtype=scores.dtype, device=scores.device), scores[:, None]
    values = torch.eye(len(scores), dtype=scores.dtype, device=scores.device)
    return torch.nn.functional.scaled_dot_product_attention(query, keys, values, attn_mask=~hidden[None])[0]


def zeroed(scores: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
    return scores.masked_fill(hidden, 0.0).softmax(0)


def afterwards(scores: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
    return scores.softmax(0).masked_fill(hidden, 0.0)


def read(device: str, first, second) -> dict[str, float]:
    scores, hidden = torch.tensor(SCORES, dtype=torch.float64, device=device), torch.tensor(HIDDEN, device=device)
    weights, others = first(scores, hidden), second(scores, hidden)
    return {"weight_of_hidden": weights[hidden].sum().item(), "weight_of_visible": others[~hidden].sum().item()}


def measure(device: str) -> dict[str, float]:
    return read(device, library, library)


def control(device: str) -> dict[str, float]:
    """The same instrument on scores set to zero, and on weights taken away after the softmax."""
    return read(device, zeroed, afterwards)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
