"""Fact: BERT selects 15 % of the tokens; of these 80 % become [MASK], 10 % a random token, 10 % stay as they are.
Myth: all of the 15 % become [MASK].
"""

import json
import sys

import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from transformers import DataCollatorForLanguageModeling, PreTrainedTokenizerFast

FAMILY = "tokenisers and data"
REQUIRES = "transformers>=4.50"
FACT = {"selected": 0.15, "masked": 0.8, "random": 0.1, "unchanged": 0.1}
MYTH = {"selected": 0.15, "masked": 1.0, "random": 0.0, "unchanged": 0.0}
TOLERANCE = 0.01  # 38000 selected tokens: a share is off by 0.002; a random token is the old one once in 1000


def shares(device: str, **replace: float) -> dict[str, float]:
    """What transformers' own collator does to 256000 tokens of a made-up vocabulary."""
    words = ["[PAD]", "[MASK]", "[UNK]", *(f"w{number}" for number in range(1000))]
    model = WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]")
    special = {"pad_token": "[PAD]", "mask_token": "[MASK]", "unk_token": "[UNK]"}
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=Tokenizer(model), **special)
    collator = DataCollatorForLanguageModeling(tokenizer, mlm_probability=0.15, seed=0, **replace)
    before = torch.randint(3, len(words), (500, 512), generator=torch.manual_seed(0))
    batch = collator([{"input_ids": row} for row in before.tolist()])
    after, before = batch["input_ids"].to(device), before.to(device)
    chosen = batch["labels"].to(device) != -100
    masked, same = (after == tokenizer.mask_token_id)[chosen], (after == before)[chosen]
    return {
        "selected": chosen.double().mean().item(),
        "masked": masked.double().mean().item(),
        "random": (~masked & ~same).double().mean().item(),
        "unchanged": same.double().mean().item(),
    }


def measure(device: str) -> dict[str, float]:
    return shares(device)


def control(device: str) -> dict[str, float]:
    """The same instrument on the collator told to mask all that it selects."""
    return shares(device, mask_replace_prob=1.0, random_replace_prob=0.0)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
