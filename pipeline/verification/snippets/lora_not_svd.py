"""Fact: LoRA's factors start at random and zero and are learned; the weight is not decomposed.
Myth: they come out of a singular value decomposition of the weight.
"""

import json
import sys

import torch
from peft import LoraConfig, get_peft_model

FAMILY = "parameter-efficient tuning"
WIDTH, RANK = 256, 16
FACT = {"overlap": 0.0625, "weight_changed": 0.0, "update_at_start": 0.0}  # by chance: 16 of 256 directions
MYTH = {"overlap": 1.0, "weight_changed": 1.0, "update_at_start": 1.0}
TOLERANCE = 0.03  # the overlap of 16 random directions with 16 others is 0.0625 to within 0.01


def read(device: str, start) -> dict[str, float]:
    """Does A look along the strongest directions of the weight, and has the weight given something away to it?"""
    torch.manual_seed(0)
    network = torch.nn.Sequential(torch.nn.Linear(WIDTH, WIDTH, bias=False))
    before = network[0].weight.detach().clone()
    tuned = get_peft_model(network, LoraConfig(r=RANK, target_modules=["0"], init_lora_weights=start))
    layer = tuned.to(device).base_model.model[0]
    strongest = torch.linalg.svd(before.double()).Vh[:RANK]  # (direction, input feature)
    a = torch.linalg.qr(layer.lora_A["default"].weight.detach().cpu().double().T).Q  # (input feature, direction)
    return {
        "overlap": ((strongest @ a).square().sum() / RANK).item(),
        "weight_changed": float(not torch.equal(layer.base_layer.weight.detach().cpu(), before)),
        "update_at_start": float(layer.get_delta_weight("default").abs().max() > 0),
    }


def measure(device: str) -> dict[str, float]:
    return read(device, start=True)


def control(device: str) -> dict[str, float]:
    """The same instrument on PiSSA, which does take the factors from a decomposition of the weight."""
    return read(device, start="pissa")


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
