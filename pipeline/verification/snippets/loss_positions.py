"""Fact: BERT's loss counts the chosen tokens alone; ELECTRA's discriminator learns from every token.
Myth: BERT's loss counts all tokens, ELECTRA's only those that were masked.
"""

import json
import sys

import torch
from transformers import BertConfig, BertForMaskedLM, ElectraConfig, ElectraForPreTraining

FAMILY = "objectives"
LENGTH, CHOSEN, IGNORED = 20, [2, 7, 11], -100  # tokens of a text, which of them were chosen, how the others are marked
SIZES = {"vocab_size": 32, "hidden_size": 32, "num_attention_heads": 4, "num_hidden_layers": 2, "intermediate_size": 64}
FACT = {"bert": 0.15, "electra": 1.0}  # share of the places that the loss counts: 3 of 20, or all
MYTH = {"bert": 1.0, "electra": 0.15}
TOLERANCE = 0.01  # a prediction has a gradient or it has none


def bert(text: torch.Tensor, chosen: torch.Tensor) -> tuple[torch.nn.Module, torch.Tensor]:
    """To be restored: the token that stood at each chosen place."""
    return BertForMaskedLM(BertConfig(**SIZES)), text.where(chosen, IGNORED)


def electra(text: torch.Tensor, chosen: torch.Tensor) -> tuple[torch.nn.Module, torch.Tensor]:
    """To be told of each place: has its token been replaced?"""
    return ElectraForPreTraining(ElectraConfig(embedding_size=32, **SIZES)), chosen.long()


def counted(task, device: str) -> float:
    """Share of the places whose prediction the loss has a gradient for, by the real code."""
    torch.manual_seed(0)
    text = torch.arange(LENGTH, device=device)
    model, labels = task(text, torch.isin(text, torch.tensor(CHOSEN, device=device)))
    out = model.to(device).eval()(text[None], labels=labels[None])
    [slope] = torch.autograd.grad(out.loss, out.logits)
    return (slope.view(LENGTH, -1).abs().amax(1) > 0).double().mean().item()


def measure(device: str) -> dict[str, float]:
    return {"bert": counted(bert, device), "electra": counted(electra, device)}


def control(device: str) -> dict[str, float]:
    """The same instrument with the two exchanged."""
    return {"bert": counted(electra, device), "electra": counted(bert, device)}


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
