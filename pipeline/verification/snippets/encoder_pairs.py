"""Fact: a cross-encoder reads question and passage together; a bi-encoder reads each alone, so passages can be kept ready.
Myth: both read them together.
"""

import json
import sys

import torch
from transformers import BertConfig, BertModel

FAMILY = "retrieval"
FACT = {"cross_encoder_depends": 1.0, "bi_encoder_depends": 0.0}  # does a passage's encoding move with the question?
MYTH = {"cross_encoder_depends": 1.0, "bi_encoder_depends": 1.0}
TOLERANCE = 0.01  # a derivative is zero or it is not
QUESTION, PASSAGE = 4, 6  # tokens


def encoder(device: str) -> BertModel:
    torch.manual_seed(0)
    sizes = {"hidden_size": 32, "num_attention_heads": 4, "num_hidden_layers": 2, "intermediate_size": 64}
    return BertModel(BertConfig(vocab_size=16, **sizes), add_pooling_layer=False).to(device).eval()


def together(model: BertModel, question: torch.Tensor, passage: torch.Tensor) -> torch.Tensor:
    """One pass over both, as a reranker does."""
    return model(inputs_embeds=torch.cat([question, passage], dim=1)).last_hidden_state[:, QUESTION:]


def apart(model: BertModel, question: torch.Tensor, passage: torch.Tensor) -> torch.Tensor:
    """A pass for each, as for an index of vectors; of the two this is the passage's."""
    model(inputs_embeds=question)
    return model(inputs_embeds=passage).last_hidden_state


def depends(read, device: str) -> float:
    """Whether the encoding of the passage has a derivative by the question.

    Of one number of each vector: all together are normalised, so that their squares have the same sum whatever is read.
    """
    seed = torch.manual_seed(1)
    question, passage = (torch.randn(1, n, 32, generator=seed).to(device).requires_grad_() for n in (QUESTION, PASSAGE))
    encoding = read(encoder(device), question, passage)
    [slope] = torch.autograd.grad(encoding[..., 0].sum(), question, allow_unused=True)
    return float(slope is not None and bool((slope.abs() > 1e-9).any()))


def measure(device: str) -> dict[str, float]:
    return {"cross_encoder_depends": depends(together, device), "bi_encoder_depends": depends(apart, device)}


def control(device: str) -> dict[str, float]:
    """The same instrument with a cross-encoder in the bi-encoder's place."""
    return {"cross_encoder_depends": depends(together, device), "bi_encoder_depends": depends(together, device)}


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
