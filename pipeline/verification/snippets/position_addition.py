"""Fact: sinusoidal and learned positions have the width of the embeddings and are added to them below the first layer.
Myth: they are concatenated to the embeddings, which makes them wider.
"""

import json
import sys

import torch
from transformers import GPT2Config, GPT2Model, MarianConfig
from transformers.models.marian.modeling_marian import MarianEncoder

FAMILY = "positions"
STANDS_FOR = "The first Transformer, whose code was TensorFlow: Marian, a translation model of that design."
WIDTH, HEADS, PLACES, VOCABULARY = 32, 4, 10, 16
MARIAN = {"encoder_ffn_dim": 64, "encoder_attention_heads": HEADS, "encoder_layers": 2, "pad_token_id": 15}
# What the first layer gets: its width over that of an embedding, and how far it is from embedding plus position.
FACT = {"sinusoid_width": 1.0, "sinusoid_unexplained": 0.0, "learned_width": 1.0, "learned_unexplained": 0.0}
MYTH = {"sinusoid_width": 2.0, "sinusoid_unexplained": 1.0, "learned_width": 2.0, "learned_unexplained": 1.0}
TOLERANCE = 0.01  # float32 rounds at 1e-7


def sinusoids(device: str) -> torch.Tensor:
    """The formula of the paper: (place, feature), all sines first, as Marian lays them out."""
    rates = 10000 ** (-torch.arange(0, WIDTH, 2, device=device) / WIDTH)
    angles = torch.arange(PLACES, device=device)[:, None] * rates
    return torch.cat([angles.sin(), angles.cos()], dim=1)


def read(device: str, combined) -> dict[str, float]:
    torch.manual_seed(0)
    marian = MarianEncoder(MarianConfig(vocab_size=VOCABULARY, d_model=WIDTH, **MARIAN)).to(device).eval()
    gpt2 = GPT2Model(GPT2Config(vocab_size=VOCABULARY, n_embd=WIDTH, n_head=HEADS, n_layer=1)).to(device).eval()
    text, seen, found = torch.arange(PLACES, device=device), [], {}
    for name, model, layer, tokens, positions in (
        ("sinusoid", marian, marian.layers[0], marian.embed_tokens(text), sinusoids(device)),
        ("learned", gpt2, gpt2.h[0], gpt2.wte(text), gpt2.wpe.weight[:PLACES]),
    ):
        layer.register_forward_pre_hook(lambda _, args: seen.append(args[0][0]))
        model(input_ids=text[None])
        x = combined(seen.pop(), tokens, positions)
        left = x[:, :WIDTH] - tokens - positions
        found |= {f"{name}_width": x.shape[1] / WIDTH, f"{name}_unexplained": (left.norm() / positions.norm()).item()}
    return found


def measure(device: str) -> dict[str, float]:
    return read(device, lambda x, tokens, positions: x)


def control(device: str) -> dict[str, float]:
    """The same instrument on the same vectors put side by side."""
    return read(device, lambda x, tokens, positions: torch.cat([tokens, positions], dim=1))


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
