"""Fact: DPO trains the policy alone on pairs, raises the chosen and lowers the rejected alike, and starts at a loss of ln 2.
Myth: it is fine-tuning on the chosen answers: the rejected ones play no part.
"""

import copy
import json
import sys

import torch
from transformers import GPT2Config, GPT2LMHeadModel

FAMILY = "alignment"
BETA = 0.1
# Pull on the rejected answer's log-probability over that on the chosen one's; models trained beside the policy.
FACT = {"rejected_over_chosen": -1.0, "loss_at_start": 0.6931, "other_models_trained": 0.0}
MYTH = {"rejected_over_chosen": 0.0, "loss_at_start": 4.1589, "other_models_trained": 0.0}  # ln 64, a guess
TOLERANCE = 0.1  # fresh weights guess one of 64 tokens to within some hundredths


def log_probability(model: torch.nn.Module, text: torch.Tensor) -> torch.Tensor:
    """Of an answer of seven tokens after the first one."""
    logits = model(text[None]).logits[0, :-1].log_softmax(-1)
    return logits.gather(-1, text[1:, None]).sum()


def dpo(chosen, rejected, chosen_before, rejected_before):
    """The loss of the paper: how far the policy prefers the chosen answer more than the reference does."""
    return -torch.nn.functional.logsigmoid(BETA * ((chosen - chosen_before) - (rejected - rejected_before)))


def fine_tuning(chosen, rejected, chosen_before, rejected_before):
    return -chosen / 7 + 0 * rejected


def measure(device: str, loss=dpo) -> dict[str, float]:
    torch.manual_seed(0)
    config = GPT2Config(vocab_size=64, n_embd=32, n_head=2, n_layer=1, bos_token_id=0, eos_token_id=0)
    policy = GPT2LMHeadModel(config).to(device).eval()
    reference = copy.deepcopy(policy).requires_grad_(False)
    answers = torch.randint(64, (2, 8), generator=torch.manual_seed(1)).to(device)
    now, before = ([log_probability(model, answer) for answer in answers] for model in (policy, reference))
    value = loss(*now, *before)
    chosen, rejected = torch.autograd.grad(value, now, retain_graph=True)
    value.backward()
    others = float(any(p.grad is not None for p in reference.parameters()))
    return dict(zip(FACT, ((rejected / chosen).item(), value.item(), others), strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument on fine-tuning with the chosen answers."""
    return measure(device, fine_tuning)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
