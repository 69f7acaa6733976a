"""Fact: LoRA scales its update by alpha / r, so doubling r at the same alpha halves the factor.
Myth: it scales by alpha alone.
"""

import json
import sys

import torch
from peft import LoraConfig, get_peft_model

FAMILY = "parameter-efficient tuning"
ALPHA = 16
FACT = {"rank_4": 4.0, "rank_8": 2.0, "rank_16": 1.0}  # alpha = 16
MYTH = {"rank_4": 16.0, "rank_8": 16.0, "rank_16": 16.0}
TOLERANCE = 0.01  # float32 rounds at 1e-7


def factor(rank: int, alpha: float, device: str) -> float:
    """What peft's layer really adds, over the product of its two factors."""
    torch.manual_seed(0)
    network = torch.nn.Sequential(torch.nn.Linear(32, 32, bias=False))
    config = LoraConfig(r=rank, lora_alpha=alpha, target_modules=["0"], init_lora_weights=False)
    tuned = get_peft_model(network, config).to(device).eval()
    layer, x = tuned.base_model.model[0], torch.randn(8, 32).to(device)
    with torch.no_grad():
        added = tuned(x) - layer.base_layer(x)
        product = x @ layer.lora_A["default"].weight.T @ layer.lora_B["default"].weight.T
    return (added.norm() / product.norm()).item()


def measure(device: str) -> dict[str, float]:
    return {f"rank_{rank}": factor(rank, ALPHA, device) for rank in (4, 8, 16)}


def control(device: str) -> dict[str, float]:
    """The same instrument where alpha grows with the rank, so that the factor is 16 at any rank."""
    return {f"rank_{rank}": factor(rank, 16 * rank, device) for rank in (4, 8, 16)}


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
