"""Fact: the first Transformer and GPT-1 normalise the sum after the residual addition; T5 normalises what goes in.
Myth: the first Transformer and GPT-1 normalise what goes in; T5 normalises the sum.
"""

import json
import sys

import torch
from transformers import OpenAIGPTConfig, T5Config
from transformers.models.openai.modeling_openai import Block
from transformers.models.t5.modeling_t5 import T5LayerSelfAttention

FAMILY = "normalisation and residuals"
REQUIRES = "transformers>=5.4"
STANDS_FOR = (
    "The first Transformer, whose code was TensorFlow: PyTorch's layer after the paper, as it comes by default."
)
WIDTH, HEADS, PLACES, SIZE = 64, 4, 8, 3
# Root mean square of what attention reads (in) and of what is handed on (out), for a residual stream of size 3.
FACT = {"first_in": 3.0, "first_out": 1.0, "gpt1_in": 3.0, "gpt1_out": 1.0, "t5_in": 1.0, "t5_out": 3.0}
MYTH = {"first_in": 1.0, "first_out": 3.0, "gpt1_in": 1.0, "gpt1_out": 3.0, "t5_in": 3.0, "t5_out": 1.0}
TOLERANCE = 0.3  # fresh weights let a layer add a little to the stream; the two predictions are 2 apart


def layer_of(model: str) -> tuple[torch.nn.Module, torch.nn.Module]:
    """One layer of a model's code with fresh weights, and its attention."""
    torch.manual_seed(0)
    first = torch.nn.TransformerEncoderLayer(WIDTH, HEADS, batch_first=True)
    gpt1 = Block(PLACES, OpenAIGPTConfig(n_embd=WIDTH, n_head=HEADS), scale=True)
    t5 = T5LayerSelfAttention(T5Config(d_model=WIDTH, d_kv=16, num_heads=HEADS))
    return {"first": (first, first.self_attn), "gpt1": (gpt1, gpt1.attn), "t5": (t5, t5.SelfAttention)}[model]


def measure(device: str, played_by: str = "first gpt1 t5") -> dict[str, float]:
    found = {}
    for name, model in zip(("first", "gpt1", "t5"), played_by.split(), strict=True):
        (layer, attention), read = layer_of(model), []
        attention.register_forward_pre_hook(
            lambda _, a, named, r=read: r.extend([*a, *named.values()]), with_kwargs=True
        )
        stream = torch.nn.functional.rms_norm(torch.randn(1, PLACES, WIDTH), (WIDTH,)).to(device) * SIZE
        given = layer.to(device).eval()(stream)
        found[f"{name}_in"] = read[0].square().mean().sqrt().item()
        found[f"{name}_out"] = (given if torch.is_tensor(given) else given[0]).square().mean().sqrt().item()
    return found


def control(device: str) -> dict[str, float]:
    """The same instrument where the myth is true: T5's layer in the place of the other two, GPT-1's in that of T5's."""
    return measure(device, "t5 t5 gpt1")


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
