"""Fact: the padding mask makes attention ignore padded places, so that a text in a batch gives what it gives alone.
Myth: padding does no harm by itself; the mask only brings the texts to one length.
"""

import json
import sys

import torch
from torch.nn.utils.rnn import pad_sequence
from transformers import BertConfig, BertModel

FAMILY = "attention arithmetic"
TEXTS, VOCABULARY, ROUNDING = (5, 9), 64, 1e-4  # tokens; the shorter text gets four places of padding
SIZES = {"hidden_size": 32, "num_attention_heads": 4, "num_hidden_layers": 2, "intermediate_size": 64}
FACT = {"changed_by_batching": 0.0, "sees_padding": 0.0, "places": 9.0}  # shares of the short text's tokens; of its row
MYTH = {"changed_by_batching": 1.0, "sees_padding": 1.0, "places": 9.0}
TOLERANCE = 0.01  # an output differs or it does not, by more than float32's rounding


def read(device: str, masked: bool) -> dict[str, float]:
    """BERT's code on two texts of unlike length: the shorter one alone, and beside the longer one."""
    torch.manual_seed(0)
    config = BertConfig(vocab_size=VOCABULARY, initializer_range=0.2, **SIZES)
    model = BertModel(config, add_pooling_layer=False).to(device).eval()
    texts = [torch.randint(1, VOCABULARY, (length,)).to(device) for length in TEXTS]
    batch = pad_sequence(texts, batch_first=True, padding_value=0)  # this alone makes the lengths equal
    mask = (batch != 0).long() if masked else torch.ones_like(batch)
    embedded = model.embeddings.word_embeddings(batch).detach().requires_grad_()
    together = model(inputs_embeds=embedded, attention_mask=mask).last_hidden_state[0]
    alone = model(texts[0][None]).last_hidden_state[0]
    own = together[: TEXTS[0]]
    # Of one number of each output: all together are normalised, and the sum of their squares tells nothing.
    slopes = [torch.autograd.grad(out[0], embedded, retain_graph=True)[0][0, TEXTS[0] :] for out in own]
    return {
        "changed_by_batching": ((own - alone).abs().amax(1) > ROUNDING).double().mean().item(),
        "sees_padding": sum(float(slope.any()) for slope in slopes) / len(own),
        "places": float(len(together)),
    }


def measure(device: str) -> dict[str, float]:
    return read(device, masked=True)


def control(device: str) -> dict[str, float]:
    """The same instrument on the same batch without the mask: as long, and another result."""
    return read(device, masked=False)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
