"""Fact: P-tuning computes its prompts by a small network with weights of its own; prompt tuning trains them directly.
Myth: both train the prompt embeddings directly.
"""

import json
import sys

import torch
from peft import PromptEncoderConfig, PromptTuningConfig, get_peft_model
from transformers import GPT2Config, GPT2LMHeadModel

FAMILY = "parameter-efficient tuning"
TOKENS, WIDTH = 6, 32
# Has the method trained weights beside the embeddings? Do two prompts move when the embedding of one token changes?
FACT = {"p_tuning_network": 1.0, "prompt_tuning_network": 0.0, "base_trained": 0.0}
MYTH = {"p_tuning_network": 0.0, "prompt_tuning_network": 0.0, "base_trained": 0.0}
TOLERANCE = 0.01  # it has or it has not


def tuned(config, device: str) -> torch.nn.Module:
    torch.manual_seed(0)
    gpt2 = GPT2Config(vocab_size=32, n_embd=WIDTH, n_head=4, n_layer=2, bos_token_id=0, eos_token_id=0)
    return get_peft_model(GPT2LMHeadModel(gpt2), config).to(device)


def read(v1, plain, device: str) -> dict[str, float]:
    """After one backward pass: which weights beside the prompt embeddings have received a gradient?"""
    found, base = {}, 0
    for name, config in (("p_tuning", v1), ("prompt_tuning", plain)):
        model, text = tuned(config, device), torch.arange(8, device=device)[None]
        model(text, labels=text).loss.backward()
        moved = [n for n, p in model.named_parameters() if p.grad is not None and p.grad.any()]
        found[f"{name}_network"] = float(any("prompt_encoder" in n and "embedding" not in n for n in moved))
        base += sum("prompt_encoder" not in n for n in moved)
    return found | {"base_trained": float(base)}


TASK = {"task_type": "CAUSAL_LM", "num_virtual_tokens": TOKENS}


def measure(device: str) -> dict[str, float]:
    return read(PromptEncoderConfig(**TASK, encoder_hidden_size=WIDTH), PromptTuningConfig(**TASK), device)


def control(device: str) -> dict[str, float]:
    """The same instrument with prompt tuning in P-tuning's place."""
    return read(PromptTuningConfig(**TASK), PromptTuningConfig(**TASK), device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
