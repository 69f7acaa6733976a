"""Fact: a prefix LM is a mask: both ways within the given prefix, causal after it, all weights trained, nothing added.
Myth: it is prefix tuning: trainable vectors before a frozen causal model.
"""

import json
import sys

import torch
from peft import PrefixTuningConfig, get_peft_model
from transformers import GPT2Config, GPT2LMHeadModel

FAMILY = "objectives"
REQUIRES = "transformers>=4.52"
LENGTH, PREFIX = 8, 4
FACT = {"prefix_sees_later": 1.0, "rest_sees_later": 0.0, "own_weights_trained": 1.0, "vectors_added": 0.0}
MYTH = {"prefix_sees_later": 0.0, "rest_sees_later": 0.0, "own_weights_trained": 0.0, "vectors_added": 1.0}
TOLERANCE = 0.01  # a derivative is zero or it is not; a weight is trained or it is not


def causal_model() -> GPT2LMHeadModel:
    torch.manual_seed(0)
    return GPT2LMHeadModel(
        GPT2Config(vocab_size=16, n_embd=16, n_head=2, n_layer=2, bos_token_id=0, eos_token_id=0)
    ).eval()


def describe(model: torch.nn.Module, device: str, **mask: torch.Tensor) -> dict[str, float]:
    """Who sees whom, by the Jacobian of the logits; what is trained; what was added."""
    inputs = torch.randn(1, LENGTH, 16, generator=torch.manual_seed(1)).to(device)
    moves = torch.autograd.functional.jacobian(lambda x: model(inputs_embeds=x, **mask).logits[:, -LENGTH:], inputs)
    sees = moves[0, :, :, 0].abs().amax(dim=(1, 3)) > 1e-9  # (output, input)
    later = torch.ones(LENGTH, LENGTH, dtype=torch.bool, device=device).triu(1)
    inside = later[:PREFIX, :PREFIX]
    trained = {name: p.requires_grad for name, p in model.named_parameters()}
    own = [on for name, on in trained.items() if "prompt_encoder" not in name]
    return {
        "prefix_sees_later": sees[:PREFIX, :PREFIX][inside].double().mean().item(),
        "rest_sees_later": sees[PREFIX:][later[PREFIX:]].double().mean().item(),
        "own_weights_trained": sum(own) / len(own),
        "vectors_added": float(len(own) < len(trained)),
    }


def measure(device: str) -> dict[str, float]:
    allowed = torch.ones(LENGTH, LENGTH, dtype=torch.bool, device=device).tril()
    allowed[:, :PREFIX] = True  # every position may look at the whole prefix
    return describe(causal_model().to(device), device, attention_mask=allowed[None, None])


def control(device: str) -> dict[str, float]:
    """The same instrument on prefix tuning itself, as peft does it."""
    tuned = get_peft_model(causal_model(), PrefixTuningConfig(task_type="CAUSAL_LM", num_virtual_tokens=PREFIX))
    return describe(tuned.eval().to(device), device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
