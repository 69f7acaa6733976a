"""Fact: without biases a Transformer layer has 8 d^2 weights in its feed-forward network, two thirds, 4 d^2 in attention.
Myth: the feed-forward network has 4 d^2, a third of them.
"""

import json
import sys

import torch
from transformers import GPT2Config, LlamaConfig
from transformers.models.gpt2.modeling_gpt2 import GPT2Block
from transformers.models.llama.modeling_llama import LlamaDecoderLayer

FAMILY = "sizes of models"
WIDTH, HEADS = 96, 4
FACT = {"feed_forward": 8.0, "attention": 4.0, "share": 0.6667, "swiglu": 8.0}  # weights of matrices over d ** 2
MYTH = {"feed_forward": 4.0, "attention": 8.0, "share": 0.3333, "swiglu": 12.0}
TOLERANCE = 0.01  # weights are counted


def matrices(part: torch.nn.Module) -> float:
    return sum(p.numel() for p in part.parameters() if p.dim() == 2) / WIDTH**2


def measure(device: str, exchanged: bool = False, inner: int = 8 * WIDTH // 3) -> dict[str, float]:
    """GPT-2's block; and LLaMA's, whose third matrix is paid for by an inner width of 8/3 d instead of 4 d."""
    gpt2 = GPT2Block(GPT2Config(n_embd=WIDTH, n_head=HEADS)).to(device)
    sizes = {"hidden_size": WIDTH, "num_attention_heads": HEADS, "intermediate_size": inner}
    llama = LlamaDecoderLayer(LlamaConfig(**sizes), layer_idx=0).to(device)
    first, second = (gpt2.attn, gpt2.mlp) if exchanged else (gpt2.mlp, gpt2.attn)
    numbers = matrices(first), matrices(second), matrices(first) / matrices(gpt2), matrices(llama.mlp)
    return dict(zip(FACT, numbers, strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument with the two parts exchanged, and on a SwiGLU layer that keeps an inner width of 4 d."""
    return measure(device, exchanged=True, inner=4 * WIDTH)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
