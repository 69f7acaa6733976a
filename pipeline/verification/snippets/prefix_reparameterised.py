"""Fact: the network that computes a prefix in training is dropped afterwards; the prefix that it gave is all that is kept.
Myth: the network stays and runs at inference.
"""

import json
import sys

import torch
from peft import PrefixTuningConfig, get_peft_model, get_peft_model_state_dict, set_peft_model_state_dict
from transformers import GPT2Config, GPT2LMHeadModel

FAMILY = "parameter-efficient tuning"
TOKENS, INNER, LENGTH = 5, 48, 8
SIZES = {"vocab_size": 16, "n_embd": 32, "n_head": 4, "n_layer": 2, "bos_token_id": 2, "eos_token_id": 2}
# Numbers kept: a key and a value for each token and layer, 5 * 2 * 2 * 32; or embeddings, two matrices and their biases.
FACT = {"numbers": 640.0, "networks": 0.0, "change": 0.0}
MYTH = {"numbers": 8016.0, "networks": 1.0, "change": 0.0}  # 5 * 32 + 32 * 48 + 48 + 48 * 128 + 128
TOLERANCE = 0.01  # numbers are counted; float32 rounds at 1e-7


def tuned(inference: bool, device: str) -> torch.nn.Module:
    torch.manual_seed(0)
    prefix = {"num_virtual_tokens": TOKENS, "prefix_projection": True, "encoder_hidden_size": INNER}
    config = PrefixTuningConfig(task_type="CAUSAL_LM", inference_mode=inference, **prefix)
    return get_peft_model(GPT2LMHeadModel(GPT2Config(**SIZES)), config).to(device).eval()


def read(device: str, through_a_file: bool) -> dict[str, float]:
    """peft's prefix tuning as it is trained, and as it is saved and used afterwards."""
    trained = model = tuned(False, device)
    if through_a_file:
        model = tuned(True, device)
        set_peft_model_state_dict(model, get_peft_model_state_dict(trained))
    text = torch.arange(LENGTH, device=device)[None]
    with torch.no_grad():
        change = (model(text).logits - trained(text).logits).abs().max().item()
    parts = list(model.prompt_encoder.modules())
    return {
        "numbers": float(sum(p.numel() for p in model.prompt_encoder.parameters())),
        "networks": float(any(isinstance(part, torch.nn.Linear) for part in parts)),
        "change": change,
    }


def measure(device: str) -> dict[str, float]:
    return read(device, through_a_file=True)


def control(device: str) -> dict[str, float]:
    """The same instrument on the model in training, where the network does run."""
    return read(device, through_a_file=False)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
