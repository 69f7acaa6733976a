"""Fact: LoRA freezes the weight and learns an update of rank at most r, with r * (d_in + d_out) trained parameters.
Myth: it trains the d_in * d_out weight itself, or an update of full rank.
"""

import json
import sys

import torch
from peft import LoraConfig, get_peft_model

FAMILY = "parameter-efficient tuning"
WIDTH, RANK = 32, 4
FACT = {"rank_of_update": 4.0, "trained": 256.0, "weight_frozen": 1.0}  # 4 * (32 + 32)
MYTH = {"rank_of_update": 32.0, "trained": 1024.0, "weight_frozen": 0.0}
TOLERANCE = 0.01  # ranks and parameters are counted


def after_training(model: torch.nn.Module, weight, device: str) -> dict[str, float]:
    """Twenty Adam steps towards a random target; how the weight in use differs from the one before."""
    model, before = model.to(device), weight(model).detach().clone()
    x, target = torch.randn(2, 128, WIDTH, generator=torch.manual_seed(1)).to(device)
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.Adam(trained, lr=0.01)
    for _ in range(20):
        optimizer.zero_grad()
        (model(x) - target).square().mean().backward()
        optimizer.step()
    update = (weight(model).detach() - before).double().cpu()
    return {
        "rank_of_update": float(torch.linalg.matrix_rank(update, rtol=1e-4)),
        "trained": float(sum(p.numel() for p in trained)),
        "weight_frozen": float(len(trained) == 2),
    }


def network() -> torch.nn.Module:
    torch.manual_seed(0)
    return torch.nn.Sequential(torch.nn.Linear(WIDTH, WIDTH, bias=False))


def in_use(tuned: torch.nn.Module) -> torch.Tensor:
    """The weight as it works: what the layer gives for the unit vectors."""
    return tuned(torch.eye(WIDTH, device=next(tuned.parameters()).device)).T


def measure(device: str) -> dict[str, float]:
    return after_training(get_peft_model(network(), LoraConfig(r=RANK, target_modules=["0"])), in_use, device)


def control(device: str) -> dict[str, float]:
    """The same instrument on full fine-tuning."""
    return after_training(network(), in_use, device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
