"""Fact: attention by itself does not see the order of the tokens; position encodings bring it in.
Myth: self-attention knows the order, as a recurrent network does.
"""

import json
import sys

import torch
from transformers import BertConfig, BertModel

FAMILY = "positions"
FACT = {"change_by_reordering": 0.0}  # share of the tokens whose output differs after the others changed places
MYTH = {"change_by_reordering": 1.0}
TOLERANCE = 0.01  # an output differs or it does not, by more than float32's rounding


def read(device: str, with_positions: bool) -> dict[str, float]:
    """BERT's code: shuffle the tokens, and look whether each has the output that it had before."""
    torch.manual_seed(0)
    sizes = {"hidden_size": 32, "num_attention_heads": 4, "num_hidden_layers": 2, "intermediate_size": 64}
    model = (
        BertModel(BertConfig(vocab_size=64, initializer_range=0.2, **sizes), add_pooling_layer=False).to(device).eval()
    )
    if not with_positions:
        torch.nn.init.zeros_(model.embeddings.position_embeddings.weight)
    text, order = torch.arange(10, 20, device=device), torch.tensor([3, 0, 1, 2, 5, 6, 7, 8, 9, 4], device=device)
    with torch.no_grad():
        before, after = model(text[None]).last_hidden_state[0], model(text[order][None]).last_hidden_state[0]
    return {"change_by_reordering": ((after - before[order]).abs().amax(-1) > 1e-4).double().mean().item()}


def measure(device: str) -> dict[str, float]:
    return read(device, with_positions=False)


def control(device: str) -> dict[str, float]:
    """The same instrument with position embeddings: a network that does see the order."""
    return read(device, with_positions=True)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
