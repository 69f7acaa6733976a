"""Fact: NTK-aware scaling and YaRN leave RoPE's fastest rotation as it is and slow the slowest one down.
Myth: they slow down all rotations alike, as position interpolation does.
"""

import json
import sys

import torch
from transformers import LlamaConfig
from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding

FAMILY = "positions"
WIDTH, TRAINED, LONGER, THETA = 64, 128, 512, 10000
# How much slower the fastest and the slowest rotation are, in a text four times as long as those of training.
FACT = {"ntk_fastest": 1.0, "ntk_slowest": 13.0, "yarn_fastest": 1.0, "yarn_slowest": 4.0, "base": 10000.0}
MYTH = {"ntk_fastest": 4.0, "ntk_slowest": 4.0, "yarn_fastest": 4.0, "yarn_slowest": 4.0, "base": 1000.0}
TOLERANCE = 0.1  # float32 loses a millionth of the base
FOUR = {"factor": 4.0, "original_max_position_embeddings": TRAINED}


def rates(kind: str, device: str, theta: float = THETA) -> torch.Tensor:
    """By LLaMA's code: how fast each pair of features turns, in radians a place."""
    scaling = {"rope_type": kind, "rope_theta": theta} | ({} if kind == "default" else FOUR)
    sizes = {"hidden_size": WIDTH, "num_attention_heads": 1, "rope_theta": theta}
    sizes["max_position_embeddings"] = (
        LONGER if kind == "yarn" else TRAINED
    )  # some versions take YaRN's factor from these
    rotary = LlamaRotaryEmbedding(config=LlamaConfig(rope_scaling=scaling, **sizes)).to(device)
    rotary(torch.zeros(1, device=device), torch.arange(LONGER, device=device)[None])
    return rotary.inv_freq.double()


def measure(device: str, ntk: str = "dynamic", yarn: str = "yarn", theta: float = THETA) -> dict[str, float]:
    """transformers calls NTK-aware scaling dynamic: 13 is 4 * 512 / 128 - 3, by which it raises the base."""
    plain, found = rates("default", device), []
    for kind in (ntk, yarn):
        slower = plain / rates(kind, device)
        found += [slower[0].item(), slower[-1].item()]
    base = rates("default", device, theta)[1].item() ** (-WIDTH / 2)
    return dict(zip(FACT, (*found, base), strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument on linear interpolation, and on another base."""
    return measure(device, "linear", "linear", 1000)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
