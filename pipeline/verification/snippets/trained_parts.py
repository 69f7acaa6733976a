"""Fact: LoRA trains two factors a matrix, VeRA two scaling vectors, prompt and prefix tuning vectors; the model stays frozen.
Myth: they update all parameters of the model.
"""

import json
import sys

import torch
from peft import LoraConfig, PrefixTuningConfig, PromptTuningConfig, VeraConfig, get_peft_model
from transformers import GPT2Config, GPT2LMHeadModel

FAMILY = "parameter-efficient tuning"
SIZES = {"vocab_size": 32, "n_embd": 32, "n_head": 4, "n_layer": 2, "n_positions": 64}
# Numbers trained: 2 layers * 4 * (32 + 96); 2 * (96 + 4); 5 tokens * 32; 5 tokens * 2 layers * 2 * 32.
FACT = {"lora": 1024.0, "vera": 200.0, "prompt": 160.0, "prefix": 640.0}
MYTH = {"lora": 28544.0, "vera": 28544.0, "prompt": 28544.0, "prefix": 28544.0}
TOLERANCE = 0.5  # numbers are counted
PLACES = {"r": 4, "target_modules": ["c_attn"], "fan_in_fan_out": True, "task_type": "CAUSAL_LM"}
VIRTUAL = {"num_virtual_tokens": 5, "task_type": "CAUSAL_LM"}


def moved(config, device: str) -> float:
    """After one backward pass by peft: how many numbers have a gradient, those of the model itself included?"""
    torch.manual_seed(0)
    base = GPT2LMHeadModel(GPT2Config(bos_token_id=2, eos_token_id=2, **SIZES))
    model = (base if config is None else get_peft_model(base, config)).to(device)
    text = torch.arange(16, device=device)[None]
    model(text, labels=text).loss.backward()
    return float(sum(p.numel() for p in model.parameters() if p.grad is not None))


def measure(device: str) -> dict[str, float]:
    methods = LoraConfig(**PLACES), VeraConfig(**PLACES), PromptTuningConfig(**VIRTUAL), PrefixTuningConfig(**VIRTUAL)
    return {name: moved(config, device) for name, config in zip(FACT, methods, strict=True)}


def control(device: str) -> dict[str, float]:
    """The same instrument on full fine-tuning."""
    return {name: moved(None, device) for name in FACT}


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
