"""Fact: a sparse mixture runs the top k experts a token, and keeps the weights of all of them in memory.
Myth: every token runs every expert.
"""

import json
import sys

import torch
from torch.utils.flop_counter import FlopCounterMode
from transformers import MixtralConfig, MixtralForCausalLM

FAMILY = "objectives"
REQUIRES = "transformers>=5.0"
EXPERTS, TOP, WIDTH, INNER, TOKENS = 8, 2, 32, 256, 64
FACT = {"experts_run": 2.0, "experts_kept": 8.0}  # a token, by multiplications; by parameters
MYTH = {"experts_run": 8.0, "experts_kept": 8.0}
TOLERANCE = 0.01  # both are counted


def read(top: int, device: str) -> dict[str, float]:
    """Mixtral's real block: multiplications and weights, in units of one expert."""
    torch.manual_seed(0)
    config = MixtralConfig(vocab_size=16, hidden_size=WIDTH, intermediate_size=INNER, num_hidden_layers=1,
                           num_attention_heads=2, num_key_value_heads=2, num_local_experts=EXPERTS,
                           num_experts_per_tok=top, experts_implementation="eager")  # fmt: skip
    block = MixtralForCausalLM(config).to(device).eval().model.layers[0].mlp
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        block(torch.randn(1, TOKENS, WIDTH).to(device))
    one = 3 * WIDTH * INNER  # weights of one expert: gate, up, down; each is one multiplication and addition a token
    router = EXPERTS * WIDTH
    return {
        "experts_run": (counter.get_total_flops() / (2 * TOKENS) - router) / one,
        "experts_kept": (sum(p.numel() for p in block.parameters()) - router) / one,
    }


def measure(device: str) -> dict[str, float]:
    return read(TOP, device)


def control(device: str) -> dict[str, float]:
    """The same instrument on the block told to use all experts."""
    return read(EXPERTS, device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
