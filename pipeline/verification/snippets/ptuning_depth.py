"""Fact: P-tuning v2 feeds trainable vectors to the attention of every layer; P-tuning and prompt tuning to the input only.
Myth: the other way round, or both at the input: v2 is P-tuning with a better prompt encoder.
"""

import json
import sys

import torch
from peft import PrefixTuningConfig, PromptEncoderConfig, PromptTuningConfig, get_peft_model
from transformers import GPT2Config, GPT2LMHeadModel

FAMILY = "parameter-efficient tuning"
STANDS_FOR = (
    "P-tuning v2: its authors' code builds key and value prefixes for every layer, as prefix tuning does and as "
    "peft's PREFIX_TUNING, which runs here, does for both."
)
LAYERS = 4
FACT = {"p_tuning_v2_layers": 4.0, "p_tuning_layers": 1.0, "prompt_tuning_layers": 1.0}
MYTH = {"p_tuning_v2_layers": 1.0, "p_tuning_layers": 4.0, "prompt_tuning_layers": 1.0}
TOLERANCE = 0.01  # layers are counted
TASK = {"task_type": "CAUSAL_LM", "num_virtual_tokens": 5}


def layers_reached(config, device: str) -> float:
    """How many layers the trainable vectors enter themselves, not by way of the layer below."""
    torch.manual_seed(0)
    gpt2 = GPT2Config(vocab_size=32, n_embd=32, n_head=4, n_layer=LAYERS, bos_token_id=0, eos_token_id=0)
    tuned = get_peft_model(GPT2LMHeadModel(gpt2), config).to(device)
    trainable, outputs = [p for p in tuned.parameters() if p.requires_grad], []
    for number, block in enumerate(tuned.base_model.transformer.h):
        if number:  # cut the way from below: what is left comes in at this layer
            block.register_forward_pre_hook(lambda _, args: (args[0].detach(), *args[1:]))
        block.register_forward_hook(lambda _, args, out: outputs.append(out[0]))  # a tuple's, or the text's
    tuned(torch.arange(8, device=device)[None])
    reached = 0
    for out in outputs:
        if out.requires_grad:
            slopes = torch.autograd.grad(out.square().sum(), trainable, retain_graph=True, allow_unused=True)
            reached += any(slope is not None and bool(slope.any()) for slope in slopes)
    return float(reached)


def measure(device: str, exchanged: bool = False) -> dict[str, float]:
    every_layer, encoder = PrefixTuningConfig(**TASK), PromptEncoderConfig(**TASK, encoder_hidden_size=32)
    v2, v1 = (encoder, every_layer) if exchanged else (every_layer, encoder)
    configs = {"p_tuning_v2": v2, "p_tuning": v1, "prompt_tuning": PromptTuningConfig(**TASK)}
    return {f"{name}_layers": layers_reached(config, device) for name, config in configs.items()}


def control(device: str) -> dict[str, float]:
    """The same instrument with the two exchanged: the method in v2's place has vectors at the input only."""
    return measure(device, exchanged=True)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
