"""Fact: perplexity is exp of the mean negative log-likelihood a token: the geometric mean of 1 / p, in [1, infinity).
Myth: it is the arithmetic mean of 1 / p.
"""

import json
import sys

import torch
from transformers import GPT2Config, GPT2LMHeadModel

FAMILY = "evaluation"
FACT = {"two_tokens": 4.0, "guessing": 50.0}  # p = 1/2 and 1/8: sqrt(2 * 8); a model that spreads over 50 tokens
MYTH = {"two_tokens": 5.0, "guessing": 50.0}  # (2 + 8) / 2
TOLERANCE = 0.01  # float32 rounds at 1e-7


def of_loss(probabilities: torch.Tensor) -> float:
    """What training reports: cross-entropy, averaged over the tokens, then exp."""
    rest = (1 - probabilities)[:, None] / 2
    logits = torch.cat([probabilities[:, None], rest, rest], dim=1).log()
    targets = torch.zeros(len(probabilities), dtype=torch.long, device=probabilities.device)
    return torch.nn.functional.cross_entropy(logits, targets).exp().item()


def of_mean(probabilities: torch.Tensor) -> float:
    return (1 / probabilities).mean().item()


def guessing(device: str, perplexity) -> float:
    """GPT-2's code with its weights at zero gives every one of 50 tokens the same probability."""
    config = GPT2Config(vocab_size=50, n_embd=8, n_head=1, n_layer=1, bos_token_id=0, eos_token_id=0)
    model, text = GPT2LMHeadModel(config).to(device).eval(), torch.arange(10, device=device)[None]
    with torch.no_grad():
        for p in model.parameters():
            p.zero_()
        chances = model(text).logits[0, :-1].softmax(-1).gather(-1, text[0, 1:, None])[:, 0]
    return perplexity(chances)


def read(perplexity, device: str) -> dict[str, float]:
    return {
        "two_tokens": perplexity(torch.tensor([0.5, 0.125], device=device)),
        "guessing": guessing(device, perplexity),
    }


def measure(device: str) -> dict[str, float]:
    return read(of_loss, device)


def control(device: str) -> dict[str, float]:
    """The same instrument on the arithmetic mean."""
    return read(of_mean, device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
