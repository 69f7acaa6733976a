"""Fact: prompt tuning trains free vectors before the input; they are no words of the vocabulary.
Myth: its prompt is a few words, put behind the input.
"""

import json
import sys

import torch
from peft import PromptTuningConfig, get_peft_model
from transformers import GPT2Config, GPT2LMHeadModel

FAMILY = "parameter-efficient tuning"
PROMPT, ROUNDING = 4, 1e-4
TEXT, WORDS = [3, 14, 15, 9, 26, 5], [40, 41, 42, 43]
SIZES = {"vocab_size": 64, "n_embd": 32, "n_head": 4, "n_layer": 2, "bos_token_id": 2, "eos_token_id": 2}
FACT = {"text_begins_at": 4.0, "words_in_prompt": 0.0, "trained": 128.0}  # 4 vectors of 32 numbers
MYTH = {"text_begins_at": 0.0, "words_in_prompt": 4.0, "trained": 0.0}
TOLERANCE = 0.01  # places and words are counted


def read(device: str, tune, text: list[int]) -> dict[str, float]:
    """What the transformer really gets as its input, vector by vector, and how much of it is trained."""
    torch.manual_seed(0)
    base, inputs = GPT2LMHeadModel(GPT2Config(**SIZES)), []
    tuned = tune(base).to(device)
    base.transformer.drop.register_forward_pre_hook(lambda _, args: inputs.append(args[0][0].detach()))
    tuned(torch.tensor([text], device=device))
    [seen] = inputs
    seen = seen - base.transformer.wpe.weight[: len(seen)]  # without GPT-2's positions
    nearest = torch.cdist(seen, base.transformer.wte.weight).min(dim=1)  # among the embeddings of all words
    words = [word if gap < ROUNDING else None for gap, word in zip(*(t.tolist() for t in nearest), strict=True)]
    begin = words.index(TEXT[0])
    prompt = words[:begin] + words[begin + len(TEXT) :]
    return {
        "text_begins_at": float(begin),
        "words_in_prompt": float(sum(word is not None for word in prompt)),
        "trained": float(sum(p.numel() for p in tuned.parameters() if p.requires_grad)),
    }


def measure(device: str) -> dict[str, float]:
    config = PromptTuningConfig(task_type="CAUSAL_LM", num_virtual_tokens=PROMPT)
    return read(device, lambda base: get_peft_model(base, config), TEXT)


def control(device: str) -> dict[str, float]:
    """The same instrument on four words behind the text, and nothing trained."""
    return read(device, lambda base: base.requires_grad_(False), TEXT + WORDS)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
