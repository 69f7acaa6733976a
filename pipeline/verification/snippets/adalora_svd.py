"""Fact: AdaLoRA writes the update as P * diag * Q and prunes single directions, so that layers end with unlike ranks.
Myth: like LoRA, it gives every layer the same rank.
"""

import json
import sys

import torch
from peft import AdaLoraConfig, LoraConfig, get_peft_model

FAMILY = "parameter-efficient tuning"
WIDTH, STEPS = 16, 60
FACT = {"factors": 3.0, "rank_of_first": 4.0, "rank_of_second": 0.0, "change_at_start": 0.0}  # 2 a layer on average
MYTH = {"factors": 2.0, "rank_of_first": 2.0, "rank_of_second": 2.0, "change_at_start": 0.0}
TOLERANCE = 0.01  # factors and directions are counted


def train(config, device: str) -> dict[str, float]:
    """Towards a target that the first layer misses by far and the second narrowly; the ranks of the updates then."""
    torch.manual_seed(0)
    base = torch.nn.ModuleDict({name: torch.nn.Linear(WIDTH, WIDTH) for name in ("first", "second")}).to(device)
    base.forward = lambda x: torch.stack([base["first"](x), base["second"](x)])  # two layers side by side
    x, other = torch.randn(64, WIDTH).to(device), torch.nn.Linear(WIDTH, WIDTH).to(device)
    before, far = base(x).detach(), other(x).detach()
    wanted = torch.stack([far, torch.lerp(before[1], far, 0.02)])
    tuned = get_peft_model(base, config)
    start = (tuned(x) - before).abs().max().item()
    optimizer = torch.optim.Adam([p for p in tuned.parameters() if p.requires_grad], lr=0.02)
    for step in range(STEPS):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(tuned(x), wanted).backward()
        optimizer.step()
        getattr(tuned.base_model, "update_and_allocate", int)(step)  # LoRA has nothing to allocate
    updates = torch.stack([layer.get_delta_weight("default").cpu() for layer in base.values()])
    ranks = torch.linalg.matrix_rank(updates, rtol=1e-4).tolist()
    factors = {name.split("lora_")[1][0] for name, _ in tuned.named_parameters() if "lora_" in name}
    return dict(zip(FACT, (float(len(factors)), *map(float, ranks), start), strict=True))


def measure(device: str) -> dict[str, float]:
    budget = {"init_r": 4, "target_r": 2, "tinit": 5, "tfinal": 5, "total_step": STEPS}
    return train(AdaLoraConfig(**budget, target_modules=["first", "second"]), device)


def control(device: str) -> dict[str, float]:
    """The same instrument on LoRA of rank 2: two factors, and the same rank everywhere."""
    return train(LoraConfig(r=2, target_modules=["first", "second"]), device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
