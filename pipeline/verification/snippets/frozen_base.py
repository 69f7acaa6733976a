"""Fact: prompt tuning, P-tuning, prefix tuning and LoRA leave every weight of the model as it was.
Myth: they fine-tune the model's own weights as well.
"""

import json
import sys

import torch
from peft import LoraConfig, PrefixTuningConfig, PromptEncoderConfig, PromptTuningConfig, get_peft_model
from transformers import GPT2Config, GPT2LMHeadModel

FAMILY = "parameter-efficient tuning"
# Share of the model's weights changed.
FACT = {"prompt_tuning": 0.0, "p_tuning": 0.0, "prefix_tuning": 0.0, "lora": 0.0}
MYTH = {"prompt_tuning": 1.0, "p_tuning": 1.0, "prefix_tuning": 1.0, "lora": 1.0}
TOLERANCE = 0.05  # a tensor changes or it does not
VIRTUAL = {"task_type": "CAUSAL_LM", "num_virtual_tokens": 4}


def changed(config, device: str, everything: bool) -> float:
    """Five Adam steps by peft; then which of the model's own tensors differ from before?"""
    torch.manual_seed(0)
    sizes = {"vocab_size": 32, "n_embd": 32, "n_head": 4, "n_layer": 2, "n_positions": 32}
    gpt2 = GPT2Config(**sizes, bos_token_id=0, eos_token_id=0, attn_implementation="eager")
    base = GPT2LMHeadModel(gpt2).to(device)
    own, text = list(base.parameters()), torch.randint(32, (2, 12)).to(device)
    before = [p.detach().clone() for p in own]
    tuned = get_peft_model(base, config).to(device).train()
    for p in own:
        p.requires_grad_(everything)
    optimizer = torch.optim.Adam([p for p in tuned.parameters() if p.requires_grad], lr=0.01)
    for _ in range(5):
        optimizer.zero_grad()
        tuned(text, labels=text).loss.backward()
        optimizer.step()
    return sum(not torch.equal(p, old) for p, old in zip(own, before, strict=True)) / len(own)


def measure(device: str, everything: bool = False) -> dict[str, float]:
    configs = {
        "prompt_tuning": PromptTuningConfig(**VIRTUAL),
        "p_tuning": PromptEncoderConfig(**VIRTUAL, encoder_hidden_size=32),
        "prefix_tuning": PrefixTuningConfig(**VIRTUAL),
        "lora": LoraConfig(r=4, task_type="CAUSAL_LM", target_modules=["c_attn"], fan_in_fan_out=True),
    }
    return {name: changed(config, device, everything) for name, config in configs.items()}


def control(device: str) -> dict[str, float]:
    """The same instrument with the model's weights set free: fine-tuning beside each method."""
    return measure(device, everything=True)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
