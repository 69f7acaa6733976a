"""Fact: ALiBi leaves embeddings, queries and keys alone and lowers each score in proportion to the distance.
Myth: ALiBi adds position vectors to the embeddings.
"""

import json
import sys

import torch
from transformers import BloomConfig, BloomForCausalLM, GPT2Config, GPT2LMHeadModel

FAMILY = "positions"
REQUIRES = "transformers>=4.56"
PLACES, WIDTH, HEADS, VOCABULARY, ROUNDING = 12, 32, 8, 16, 1e-4
FACT = {"inputs_moving": 0.0, "keys_moving": 0.0, "score_falls": 1.0, "even_steps": 1.0}  # places; shares of heads
MYTH = {"inputs_moving": 11.0, "keys_moving": 11.0, "score_falls": 0.0, "even_steps": 0.0}
TOLERANCE = 0.01  # a vector moves or it does not, by more than float32's rounding
KEPT = {"attn_implementation": "eager", "bos_token_id": 2, "eos_token_id": 2}


def moving(vectors: torch.Tensor) -> float:
    """Places whose vector differs from the first one's, though every place holds the same token."""
    return float(((vectors - vectors[0]).abs().amax(1) > ROUNDING).sum())


def read(model: torch.nn.Module, first_block: torch.nn.Module, device: str) -> dict[str, float]:
    """One token twelve times in a row: what differs between the places comes from their position alone."""
    inputs = []
    first_block.register_forward_pre_hook(lambda _, args: inputs.append(args[0][0]))
    with torch.no_grad():
        out = model.to(device).eval()(torch.ones(1, PLACES, dtype=torch.long, device=device), output_attentions=True)
    scores = out.attentions[0][0, :, -1].log().double()  # of the last token: (head, key), up to a constant
    steps = scores.diff(dim=1)  # from each key to the next one, which is nearer by 1
    return {
        "inputs_moving": moving(inputs[0]),
        "keys_moving": moving(out.past_key_values.layers[0].keys[0].transpose(0, 1).flatten(1)),
        "score_falls": (steps > ROUNDING).all(dim=1).double().mean().item(),
        "even_steps": ((steps - steps.mean(1, keepdim=True)).abs() < ROUNDING).all(dim=1).double().mean().item(),
    }


def measure(device: str) -> dict[str, float]:
    """BLOOM's real code."""
    torch.manual_seed(0)
    sizes = {"hidden_size": WIDTH, "n_head": HEADS, "n_layer": 1}
    bloom = BloomForCausalLM(BloomConfig(vocab_size=VOCABULARY, **sizes, **KEPT))
    return read(bloom, bloom.transformer.h[0], device)


def control(device: str) -> dict[str, float]:
    """The same instrument on GPT-2, which does add position vectors to its embeddings."""
    torch.manual_seed(0)
    sizes = {"n_embd": WIDTH, "n_head": HEADS, "n_layer": 1, "initializer_range": 1.0}
    gpt2 = GPT2LMHeadModel(GPT2Config(vocab_size=VOCABULARY, **sizes, **KEPT))
    return read(gpt2, gpt2.transformer.h[0], device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
