"""Fact: a Transformer decoder trains on all positions at once and generates token by token; an RNN takes steps in both.
Myth: the Transformer trains token by token, or generates all tokens at once; the RNN trains on all in parallel.
"""

import json
import sys

import torch
from transformers import GPT2Config, GPT2LMHeadModel

FAMILY = "inference"
VOCABULARY, STEPS, WIDTH = 64, 12, 32
SIZES = {"n_embd": WIDTH, "n_head": 4, "n_layer": 2, "bos_token_id": 2, "eos_token_id": None}
FACT = {"training": 1.0, "generation": 12.0, "recurrent_training": 12.0, "loss_gap": 0.0}  # passes for 12 tokens
MYTH = {"training": 12.0, "generation": 1.0, "recurrent_training": 1.0, "loss_gap": 0.0}
TOLERANCE = 0.01  # passes are counted; float32 rounds at 1e-7


class Recurrent(torch.nn.Module):
    """A recurrent language model: every state needs the one before it."""

    def __init__(self) -> None:
        super().__init__()
        self.embed, self.cell = torch.nn.Embedding(VOCABULARY, WIDTH), torch.nn.GRUCell(WIDTH, WIDTH)

    def forward(self, text: torch.Tensor, state: torch.Tensor | None = None) -> None:
        for embedded in self.embed(text.T):
            state = self.cell(embedded, state)


def passes(part: torch.nn.Module, work) -> tuple[float, object]:
    """How often a part of a model runs for a piece of work, and what comes of it."""
    calls = []
    hook = part.register_forward_hook(lambda *_: calls.append(part))
    result = work()
    return hook.remove() or float(len(calls)), result


def measure(device: str, exchanged: bool = False) -> dict[str, float]:
    torch.manual_seed(0)
    model = GPT2LMHeadModel(GPT2Config(vocab_size=VOCABULARY, **SIZES)).to(device).eval()
    network, block = Recurrent().to(device), model.transformer.h[0]
    text = torch.randint(VOCABULARY, (1, STEPS)).to(device)
    step, all_logits = passes(block, lambda: model(text).logits[0])  # as good as all of the next ones
    steps, logits = passes(block, lambda: [model(text[:, : n + 1]).logits[0, -1] for n in range(STEPS)])
    tokens, _ = passes(block, lambda: model.generate(text, max_new_tokens=STEPS))
    states, _ = passes(network.cell, lambda: network(text))
    gap = (torch.stack(logits) - all_logits).abs().max().item()
    return dict(zip(FACT, (steps, step, step, gap) if exchanged else (step, tokens, states, gap), strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument on training step by step, on guessing all places at once, and on a Transformer for the RNN."""
    return measure(device, exchanged=True)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
