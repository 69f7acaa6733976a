"""Fact: RoPE turns queries and keys inside every attention; embeddings and values know nothing of the position.
Myth: RoPE is added to the input embeddings, as learned position embeddings are.
"""

import json
import sys

import torch
from transformers import GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM

FAMILY = "positions"
REQUIRES = "transformers>=4.56"
PLACES, ROUNDING = 8, 1e-5
FACT = {"inputs_moving": 0.0, "values_moving": 0.0, "keys_moving": 7.0, "key_lengths_moving": 0.0}  # of 8 positions
MYTH = {"inputs_moving": 7.0, "values_moving": 7.0, "keys_moving": 7.0, "key_lengths_moving": 7.0}
TOLERANCE = 0.01  # a vector moves or it does not, by more than float32's rounding


def moving(vectors: torch.Tensor) -> float:
    """Positions whose vector differs from the first one's, though every position holds the same token."""
    return float(((vectors - vectors[0]).abs().amax(1) > ROUNDING).sum())


def read(model: torch.nn.Module, first_block: torch.nn.Module, device: str) -> dict[str, float]:
    """One token, eight times in a row: what differs between the places comes from their position alone."""
    inputs = []
    first_block.register_forward_pre_hook(lambda _, args: inputs.append(args[0]))
    with torch.no_grad():
        out = model.to(device).eval()(torch.full((1, PLACES), 3, device=device), use_cache=True)
    layer = out.past_key_values.layers[0]
    keys, values = (t[0].transpose(0, 1) for t in (layer.keys, layer.values))  # (position, head, feature)
    return {
        "inputs_moving": moving(inputs[0][0]),
        "values_moving": moving(values.flatten(1)),
        "keys_moving": moving(keys.flatten(1)),
        "key_lengths_moving": moving(keys.norm(dim=2)),
    }


def measure(device: str) -> dict[str, float]:
    torch.manual_seed(0)
    sizes = {"hidden_size": 32, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    llama = LlamaForCausalLM(LlamaConfig(vocab_size=16, **sizes))
    return read(llama, llama.model.layers[0], device)


def control(device: str) -> dict[str, float]:
    """The same instrument on GPT-2, which does add position embeddings to its input."""
    torch.manual_seed(0)
    gpt2 = GPT2LMHeadModel(GPT2Config(vocab_size=16, n_embd=32, n_head=2, n_layer=1, bos_token_id=0, eos_token_id=0))
    return read(gpt2, gpt2.transformer.h[0], device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
