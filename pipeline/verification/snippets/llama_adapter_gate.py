"""Fact: LLaMA-Adapter adds its prompts to the top layers only, through a gate that starts at zero: no change at first.
Myth: the prompts enter every layer, and change the model from the start.
"""

import json
import sys

import torch
from peft import AdaptionPromptConfig, get_peft_model
from transformers import LlamaConfig, LlamaForCausalLM

FAMILY = "parameter-efficient tuning"
LAYERS, TOP = 4, 2
FACT = {"changed_at_start": 0.0, "changed_with_open_gate": 1.0, "layers_adapted": 2.0, "first_layer_adapted": 0.0}
MYTH = {"changed_at_start": 1.0, "changed_with_open_gate": 1.0, "layers_adapted": 4.0, "first_layer_adapted": 1.0}
TOLERANCE = 0.01  # an output changes or it does not; layers are counted


def read(layers: int, gate: float, device: str) -> dict[str, float]:
    """peft's LLaMA-Adapter on a small LLaMA: where it sits, and whether it changes the logits."""
    torch.manual_seed(0)
    sizes = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": LAYERS, "num_attention_heads": 4}
    base = LlamaForCausalLM(LlamaConfig(vocab_size=32, **sizes)).to(device).eval()
    tokens = torch.arange(8, device=device)[None]
    with torch.no_grad():
        plain = base(tokens).logits
        config = AdaptionPromptConfig(task_type="CAUSAL_LM", adapter_len=4, adapter_layers=layers)
        tuned = get_peft_model(base, config).to(device).eval()
        attentions = [layer.self_attn for layer in tuned.get_base_model().model.layers]
        adapted = [hasattr(attention, "adaption_gate") for attention in attentions]

        def changed(opened: float) -> float:
            for attention in attentions:
                if hasattr(attention, "adaption_gate"):
                    attention.adaption_gate.add_(opened)
            return float((tuned(tokens).logits - plain).abs().max() > 1e-6)

        start = changed(gate)
        return {"changed_at_start": start, "changed_with_open_gate": changed(1.0),
                "layers_adapted": float(sum(adapted)), "first_layer_adapted": float(adapted[0])}  # fmt: skip


def measure(device: str) -> dict[str, float]:
    return read(TOP, 0.0, device)


def control(device: str) -> dict[str, float]:
    """The same instrument on prompts in every layer whose gate starts open."""
    return read(LAYERS, 1.0, device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
