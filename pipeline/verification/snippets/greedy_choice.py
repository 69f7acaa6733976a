"""Fact: greedy search takes the likeliest token at every step and always gives the same text; so does beam search.
Myth: like sampling, they give another text every time.
"""

import json
import sys

import torch
from transformers import GPT2Config, GPT2LMHeadModel

FAMILY = "inference"
RUNS, BEAMS, TOKENS, VOCABULARY = 6, 3, 12, 64
SIZES = {"n_embd": 32, "n_head": 4, "n_layer": 2, "bos_token_id": 2, "eos_token_id": None}
FACT = {"greedy_texts": 1.0, "beam_texts": 1.0, "likeliest_chosen": 1.0}  # different texts of six; share of the tokens
MYTH = {"greedy_texts": 6.0, "beam_texts": 6.0, "likeliest_chosen": 0.016}  # sampling hits one of 64 by chance
TOLERANCE = 0.1  # texts are counted; 72 tokens that sampling chose estimate a share of 0.016 to 0.015


def texts(device: str, **how) -> tuple[float, float]:
    """Generate six times with six seeds: how many texts differ, and which share of tokens was the likeliest one."""
    torch.manual_seed(0)
    model = GPT2LMHeadModel(GPT2Config(vocab_size=VOCABULARY, **SIZES)).to(device).eval()
    start, made = torch.zeros(1, 1, dtype=torch.long, device=device), []
    for run in range(RUNS):
        torch.manual_seed(run)
        made.append(model.generate(start, max_new_tokens=TOKENS, **how)[0])
    made = torch.stack(made)
    with torch.no_grad():
        likeliest = model(made).logits.argmax(2)
    return float(len(torch.unique(made, dim=0))), (likeliest[:, :-1] == made[:, 1:]).double().mean().item()


def measure(device: str, sample: bool = False) -> dict[str, float]:
    """By transformers' own generation."""
    (greedy, share), (beam, _) = texts(device, do_sample=sample), texts(device, do_sample=sample, num_beams=BEAMS)
    return {"greedy_texts": greedy, "beam_texts": beam, "likeliest_chosen": share}


def control(device: str) -> dict[str, float]:
    """The same instrument on sampling, and on beams that are sampled."""
    return measure(device, sample=True)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
