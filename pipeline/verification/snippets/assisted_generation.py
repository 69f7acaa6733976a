"""Fact: in speculative decoding the small model drafts token by token, and the large one checks a whole draft in one pass.
Myth: the large model drafts and the small one checks.
"""

import json
import statistics
import sys

import torch
from transformers import GPT2Config, GPT2LMHeadModel

FAMILY = "inference"
VOCABULARY, LAYERS, DRAFT, NEW = 64, (6, 2), 5, 18  # tokens of a draft; of the whole text
SIZES = {"n_embd": 32, "n_head": 4, "bos_token_id": 2, "eos_token_id": None}
EVERY_DRAFT = {"num_assistant_tokens_schedule": "constant", "assistant_confidence_threshold": 0.0}
FACT = {"large_tokens_a_pass": 6.0, "small_tokens_a_pass": 1.0, "same_text": 1.0}  # a draft and the token after it
MYTH = {"large_tokens_a_pass": 1.0, "small_tokens_a_pass": 6.0, "same_text": 1.0}
TOLERANCE = 0.01  # tokens are counted


def models(device: str) -> list[GPT2LMHeadModel]:
    """A large model and a small one that draft alike: the further layers of the large one add nothing yet."""
    found = []
    for layers in LAYERS:
        torch.manual_seed(0)
        found.append(GPT2LMHeadModel(GPT2Config(vocab_size=VOCABULARY, n_layer=layers, **SIZES)).to(device).eval())
        for name, weight in found[-1].named_parameters():
            if name.endswith("c_proj.weight"):
                torch.nn.init.zeros_(weight)
    return found


def measure(device: str, exchanged: bool = False) -> dict[str, float]:
    """transformers' own assisted generation: how many tokens does each model take in a pass, most of the time?"""
    large, small = models(device)
    checks, drafts = (small, large) if exchanged else (large, small)
    passes = {large: [], small: []}
    for model, seen in passes.items():
        model.transformer.wte.register_forward_pre_hook(lambda _, args, seen=seen: seen.append(args[0].shape[1]))
    drafts.generation_config.update(num_assistant_tokens=DRAFT, **EVERY_DRAFT)
    start, how = torch.zeros(1, 1, dtype=torch.long, device=device), {"max_new_tokens": NEW}
    found = checks.generate(start, assistant_model=drafts, do_sample=False, **how)
    tokens = [float(statistics.mode(seen)) for seen in passes.values()]
    same = torch.equal(found, checks.generate(start, do_sample=False, **how))
    return dict(zip(FACT, (*tokens, float(same)), strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument with the two models exchanged."""
    return measure(device, exchanged=True)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
