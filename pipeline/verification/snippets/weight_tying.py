"""Fact: weight tying makes one matrix of the embedding and the output layer; every layer keeps weights of its own.
Myth: it makes the layers share their weights.
"""

import json
import sys

import torch
from transformers import GPT2Config, GPT2LMHeadModel

FAMILY = "sizes of models"
VOCABULARY, WIDTH, LAYERS = 50, 16, 3
SIZES = {"n_head": 2, "n_positions": 32, "bos_token_id": 2, "eos_token_id": 2}
FACT = {"output_follows": 1.0, "saved": 800.0, "layers_follow": 0.0}  # when one weight is changed; 50 * 16 numbers
MYTH = {"output_follows": 0.0, "saved": 0.0, "layers_follow": 2.0}
TOLERANCE = 0.01  # numbers are counted


def gpt2(device: str, tied: bool) -> GPT2LMHeadModel:
    torch.manual_seed(0)
    config = GPT2Config(vocab_size=VOCABULARY, n_embd=WIDTH, n_layer=LAYERS, tie_word_embeddings=tied, **SIZES)
    return GPT2LMHeadModel(config).to(device)


def measure(device: str, tied: bool = True, share=lambda model: model) -> dict[str, float]:
    """GPT-2's real code: change the embedding, and one weight of the first layer; what else has changed?"""
    model = share(gpt2(device, tied))
    embedding, output = model.transformer.wte.weight, model.lm_head.weight
    first, *others = (block.mlp.c_fc.weight for block in model.transformer.h)
    before = [weight.detach().clone() for weight in (output, *others)]
    with torch.no_grad():
        embedding.neg_()
        first.neg_()
    changed = [not torch.equal(old, new) for old, new in zip(before, (output, *others), strict=True)]
    saved = sum(p.numel() for p in gpt2(device, False).parameters()) - sum(
        p.numel() for p in gpt2(device, tied).parameters()
    )
    return {"output_follows": float(changed[0]), "saved": float(saved), "layers_follow": float(sum(changed[1:]))}


def shared(model: GPT2LMHeadModel) -> GPT2LMHeadModel:
    """One layer in the place of all, as ALBERT has it."""
    model.transformer.h = torch.nn.ModuleList([model.transformer.h[0]] * LAYERS)
    return model


def control(device: str) -> dict[str, float]:
    """The same instrument on a model whose layers share their weights, and nothing else does."""
    return measure(device, tied=False, share=shared)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
