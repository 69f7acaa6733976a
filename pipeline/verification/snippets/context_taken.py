"""Fact: prefix and prompt tuning take up places of the context, as many as they have virtual tokens; LoRA takes none.
Myth: a prefix leaves the context as long as it was, LoRA shortens it.
"""

import json
import sys

import torch
from peft import LoraConfig, PrefixTuningConfig, PromptTuningConfig, get_peft_model
from transformers import GPT2Config, GPT2LMHeadModel

FAMILY = "parameter-efficient tuning"
REQUIRES = "transformers>=4.56"
SIZES = {"vocab_size": 32, "n_embd": 32, "n_head": 4, "n_layer": 2, "bos_token_id": 2, "eos_token_id": 2}
TEXT, VIRTUAL = 12, 5
FACT = {"prefix": 5.0, "prompt": 5.0, "lora": 0.0}  # places in the cache beyond those of the text
MYTH = {"prefix": 0.0, "prompt": 0.0, "lora": 5.0}
TOLERANCE = 0.01  # places are counted


def taken(config, device: str) -> float:
    """Places that the keys of the first layer fill for a text of twelve tokens, by peft on GPT-2's code."""
    torch.manual_seed(0)
    model = get_peft_model(GPT2LMHeadModel(GPT2Config(**SIZES)), config).to(device).eval()
    with torch.no_grad():
        cache = model(torch.arange(TEXT, device=device)[None], use_cache=True).past_key_values
    return float(cache.layers[0].keys.shape[2] - TEXT)


def measure(device: str, exchanged: bool = False) -> dict[str, float]:
    more = {"num_virtual_tokens": VIRTUAL, "task_type": "CAUSAL_LM"}
    lora = LoraConfig(r=4, target_modules=["c_attn"], fan_in_fan_out=True, task_type="CAUSAL_LM")
    prefix, prompt = PrefixTuningConfig(**more), PromptTuningConfig(**more)
    configs = (lora, lora, prefix) if exchanged else (prefix, prompt, lora)
    return {name: taken(config, device) for name, config in zip(FACT, configs, strict=True)}


def control(device: str) -> dict[str, float]:
    """The same instrument with the methods exchanged."""
    return measure(device, exchanged=True)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
