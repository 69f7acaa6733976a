"""Fact: inference keeps the weights alone; gradients and optimizer states exist only in training.
Myth: a model needs the same memory for inference as for training.
"""

import json
import sys

import torch
from transformers import GPT2Config, GPT2LMHeadModel

FAMILY = "memory of training"
FACT = {"weights": 4.0, "gradients": 0.0, "optimizer": 0.0, "kept_for_backward": 0.0}  # bytes a parameter; tensors
MYTH = {"weights": 4.0, "gradients": 4.0, "optimizer": 8.0, "kept_for_backward": 1.0}
TOLERANCE = 0.1  # bytes are counted; Adam's step counters add some thousandths


def after_one_pass(device: str, training: bool) -> dict[str, float]:
    """One pass of GPT-2's code in fp32: what is kept, and whether tensors were saved for a backward pass."""
    torch.manual_seed(0)
    config = GPT2Config(vocab_size=64, n_embd=64, n_head=4, n_layer=2, n_positions=32, bos_token_id=0, eos_token_id=0)
    model, saved = GPT2LMHeadModel(config).to(device), []
    optimizer = torch.optim.Adam(model.parameters())
    tokens = torch.arange(16, device=device)[None]
    noted = torch.autograd.graph.saved_tensors_hooks(lambda t: saved.append(1) or t, lambda t: t)
    with noted, torch.set_grad_enabled(training):
        loss = model(tokens, labels=tokens, use_cache=False).loss
    if training:
        loss.backward()
        optimizer.step()
    states = [t for state in optimizer.state.values() for t in state.values()]
    count = sum(p.numel() for p in model.parameters())
    return {
        "weights": sum(p.nbytes for p in model.parameters()) / count,
        "gradients": sum(p.grad.nbytes for p in model.parameters() if p.grad is not None) / count,
        "optimizer": sum(t.nbytes for t in states) / count,
        "kept_for_backward": float(bool(saved)),
    }


def measure(device: str) -> dict[str, float]:
    return after_one_pass(device, training=False)


def control(device: str) -> dict[str, float]:
    """The same instrument on a training step."""
    return after_one_pass(device, training=True)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
