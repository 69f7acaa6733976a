"""Fact: in GPT-2 a position depends on itself and what stands before it; in BERT on every position.
Myth: both read in both directions.
"""

import json
import sys

import torch
from transformers import BertConfig, BertModel, GPT2Config, GPT2Model

FAMILY = "attention arithmetic"
FACT = {"gpt2_sees_earlier": 1.0, "gpt2_sees_later": 0.0, "bert_sees_earlier": 1.0, "bert_sees_later": 1.0}
MYTH = FACT | {"gpt2_sees_later": 1.0}
TOLERANCE = 0.01  # a derivative is zero or it is not
LENGTH = 6


def model(name: str, device: str) -> torch.nn.Module:
    torch.manual_seed(0)
    if name == "gpt2":
        config = GPT2Config(vocab_size=16, n_embd=16, n_head=2, n_layer=2, bos_token_id=0, eos_token_id=0)
        return GPT2Model(config).eval().to(device)
    sizes = {"hidden_size": 16, "num_attention_heads": 2, "num_hidden_layers": 2, "intermediate_size": 32}
    return BertModel(BertConfig(vocab_size=16, **sizes), add_pooling_layer=False).eval().to(device)


def seen(name: str, device: str) -> torch.Tensor:
    """Whether output i moves with input j, by the Jacobian of the real model: (output, input)."""
    network = model(name, device)
    inputs = torch.randn(1, LENGTH, 16, generator=torch.manual_seed(1)).to(device)
    jacobian = torch.autograd.functional.jacobian(lambda x: network(inputs_embeds=x).last_hidden_state, inputs)
    return jacobian[0, :, :, 0].abs().amax(dim=(1, 3)) > 1e-9  # of (output, feature, input, feature)


def shares(device: str, gpt2: str) -> dict[str, float]:
    found = {}
    later = torch.ones(LENGTH, LENGTH, dtype=torch.bool, device=device).triu(1)
    for role, name in (("gpt2", gpt2), ("bert", "bert")):
        depends = seen(name, device)
        found[f"{role}_sees_earlier"] = depends[later.T].double().mean().item()
        found[f"{role}_sees_later"] = depends[later].double().mean().item()
    return found


def measure(device: str) -> dict[str, float]:
    return shares(device, gpt2="gpt2")


def control(device: str) -> dict[str, float]:
    """The same instrument with BERT's code in GPT-2's place: a model that does read in both directions."""
    return shares(device, gpt2="bert")


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
