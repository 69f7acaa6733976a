"""Fact: prefill does so much work for each byte it reads that arithmetic bounds it; decoding waits for the weights' bytes.
Myth: prefill is bound by memory bandwidth, decoding by arithmetic.
"""

import json
import sys

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import FlopCounterMode

FAMILY = "inference"
STANDS_FOR = (
    "Time on a GPU: an A100 does 312e12 operations and reads 2.04e12 bytes a second, so below 153 operations a byte "
    "it waits for memory. Operations and bytes are counted here for a layer's linear maps; attention is left out."
)
WIDTH, PROMPT, RIDGE = 1024, 1024, 153
FACT = {"prefill_bound_by_arithmetic": 1.0, "decode_bound_by_arithmetic": 0.0, "decode_operations_a_byte": 1.0}
MYTH = {"prefill_bound_by_arithmetic": 0.0, "decode_bound_by_arithmetic": 1.0, "decode_operations_a_byte": 341.33}
TOLERANCE = 0.01  # 2 * W * W operations for 2 * (W * W + 2 * W) bytes; with 1024 rows a third of 1024


class Bytes(TorchDispatchMode):
    """Counts what every operation reads and writes."""

    count = 0

    def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
        made = operation(*args, **(kwargs or {}))
        if not operation.is_view:
            self.count += sum(t.nbytes for t in (*args, made) if torch.is_tensor(t))
        return made


def intensity(tokens: int, device: str) -> float:
    """Operations for each byte, of bf16 linear maps for so many tokens at once."""
    weight = torch.zeros(WIDTH, WIDTH, dtype=torch.bfloat16, device=device)
    x, traffic = torch.zeros(tokens, WIDTH, dtype=torch.bfloat16, device=device), Bytes()
    with FlopCounterMode(display=False) as work, traffic:
        x @ weight
    return work.get_total_flops() / traffic.count


def measure(device: str, prompt: int = PROMPT, texts: int = 1) -> dict[str, float]:
    """Prefill reads the whole prompt in one pass; a step of decoding makes one token for each text."""
    prefill, decode = intensity(prompt, device), intensity(texts, device)
    return dict(zip(FACT, (float(prefill > RIDGE), float(decode > RIDGE), decode), strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument where it is the other way round: a prompt of one token, and 1024 texts decoded together."""
    return measure(device, 1, PROMPT)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
