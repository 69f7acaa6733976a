"""Fact: LoRA starts with a random A and a zero B, so the model is unchanged at first and only B receives a gradient.
Myth: A is zero and B is random.
"""

import json
import sys

import torch
from peft import LoraConfig, get_peft_model

FAMILY = "parameter-efficient tuning"
FACT = {"change_at_start": 0.0, "a_is_zero": 0.0, "b_is_zero": 1.0, "a_has_gradient": 0.0, "b_has_gradient": 1.0}
MYTH = {"change_at_start": 0.0, "a_is_zero": 1.0, "b_is_zero": 0.0, "a_has_gradient": 1.0, "b_has_gradient": 0.0}
TOLERANCE = 0.01  # a factor is zero or it is not


def adapted(device: str) -> tuple[torch.nn.Module, torch.nn.Module, torch.nn.Module]:
    """A small network with peft's LoRA on one layer, and that layer's two factors."""
    torch.manual_seed(0)
    network = torch.nn.Sequential(torch.nn.Linear(16, 16), torch.nn.Tanh(), torch.nn.Linear(16, 4))
    tuned = get_peft_model(network, LoraConfig(r=4, target_modules=["0"])).to(device)
    layer = tuned.base_model.model[0]
    return tuned, layer.lora_A["default"], layer.lora_B["default"]


def read(tuned: torch.nn.Module, a: torch.nn.Module, b: torch.nn.Module, device: str) -> dict[str, float]:
    x = torch.randn(8, 16, generator=torch.manual_seed(1)).to(device)
    with tuned.disable_adapter():
        before = tuned(x).detach()
    after = tuned(x)
    after.square().sum().backward()
    return {
        "change_at_start": (after - before).abs().max().item(),
        "a_is_zero": float(not a.weight.any()),
        "b_is_zero": float(not b.weight.any()),
        "a_has_gradient": float(a.weight.grad.any()),
        "b_has_gradient": float(b.weight.grad.any()),
    }


def measure(device: str) -> dict[str, float]:
    return read(*adapted(device), device)


def control(device: str) -> dict[str, float]:
    """The same instrument on an adapter that does start the other way round."""
    tuned, a, b = adapted(device)
    torch.nn.init.zeros_(a.weight)
    torch.nn.init.normal_(b.weight)
    return read(tuned, a, b, device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
