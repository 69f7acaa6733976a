"""Fact: a trained LoRA merges into the weight: the merged model computes the same with the operations of the original.
Myth: LoRA makes inference slower, as layers of adapters do.
"""

import json
import sys

import torch
from peft import LoraConfig, get_peft_model
from torch.utils.flop_counter import FlopCounterMode

FAMILY = "parameter-efficient tuning"
WIDTH, RANK = 64, 16
FACT = {"error": 0.0, "flops": 1.0, "parameters": 1.0}  # of the deployed model, against the original
MYTH = {"error": 0.0, "flops": 1.5, "parameters": 1.5}  # rank * (in + out) more beside each in * out
TOLERANCE = 0.01  # operations are counted; float32 rounds at 1e-7


def adapted(device: str) -> torch.nn.Module:
    """Two layers with peft's LoRA on both, its factors as if after training."""
    torch.manual_seed(0)
    network = torch.nn.Sequential(*(torch.nn.Linear(WIDTH, WIDTH, bias=False) for _ in range(2)))
    tuned = get_peft_model(network, LoraConfig(r=RANK, target_modules=["0", "1"], init_lora_weights=False))
    return tuned.to(device).eval()


def cost(model: torch.nn.Module, x: torch.Tensor) -> tuple[torch.Tensor, int, int]:
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        out = model(x)
    return out, counter.get_total_flops(), sum(p.numel() for p in model.parameters())


def deployed(device: str, merge: bool) -> dict[str, float]:
    x = torch.randn(8, WIDTH, generator=torch.manual_seed(1)).to(device)
    original = torch.nn.Sequential(*(torch.nn.Linear(WIDTH, WIDTH, bias=False) for _ in range(2))).to(device)
    _, flops, parameters = cost(original, x)
    wanted = adapted(device)(x).detach()
    model = adapted(device).merge_and_unload() if merge else adapted(device)
    found, more_flops, more_parameters = cost(model, x)
    error = (found - wanted).abs().max().item()
    return {"error": error, "flops": more_flops / flops, "parameters": more_parameters / parameters}


def measure(device: str) -> dict[str, float]:
    return deployed(device, merge=True)


def control(device: str) -> dict[str, float]:
    """The same instrument on the adapter left unmerged: that one does cost more at every token."""
    return deployed(device, merge=False)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
