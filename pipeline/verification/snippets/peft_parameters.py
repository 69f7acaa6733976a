"""Fact: a prefix holds 2 * layers * width numbers a virtual token, a soft prompt only width; IA3 three vectors a layer.
Myth: prefix tuning and prompt tuning train the same number of parameters, and IA3 trains matrices as LoRA does.
"""

import json
import sys

import torch
from peft import IA3Config, LoraConfig, PrefixTuningConfig, PromptTuningConfig, get_peft_model
from transformers import LlamaConfig, LlamaForCausalLM

FAMILY = "parameter-efficient tuning"
WIDTH, LAYERS, TOKENS, INNER = 32, 4, 10, 64
FACT = {"prompt": 320.0, "prefix": 2560.0, "ia3": 512.0}  # 10*32; 10*2*4*32; 4 layers of 32 + 32 + 64
MYTH = {"prompt": 320.0, "prefix": 320.0, "ia3": 1792.0}  # LoRA of rank 2 there: 4 layers of 2*(64 + 64 + 96)
TOLERANCE = 0.5  # parameters are counted


def trained(config, device: str) -> float:
    """Trainable numbers that peft adds to a LLaMA of four layers."""
    torch.manual_seed(0)
    sizes = {"hidden_size": WIDTH, "intermediate_size": INNER, "num_hidden_layers": LAYERS, "num_attention_heads": 4}
    tuned = get_peft_model(LlamaForCausalLM(LlamaConfig(vocab_size=32, **sizes)), config).to(device)
    return float(sum(p.numel() for p in tuned.parameters() if p.requires_grad))


VIRTUAL = {"task_type": "CAUSAL_LM", "num_virtual_tokens": TOKENS}
PLACES = ["k_proj", "v_proj", "up_proj"]


def measure(device: str) -> dict[str, float]:
    scales = IA3Config(task_type="CAUSAL_LM", target_modules=PLACES, feedforward_modules=[])
    return {
        "prompt": trained(PromptTuningConfig(**VIRTUAL), device),
        "prefix": trained(PrefixTuningConfig(**VIRTUAL), device),
        "ia3": trained(scales, device),
    }


def control(device: str) -> dict[str, float]:
    """The same instrument where the myth is true: a prompt for the prefix, LoRA for IA3."""
    prompt = trained(PromptTuningConfig(**VIRTUAL), device)
    factors = trained(LoraConfig(task_type="CAUSAL_LM", r=2, target_modules=PLACES), device)
    return {"prompt": prompt, "prefix": prompt, "ia3": factors}


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
