"""Fact: in an encoder-decoder the causal mask stands in the decoder's self-attention; the encoder reads both ways.
Myth: it stands in the encoder's self-attention.
"""

import json
import sys

import torch
from transformers import T5Config, T5Model

FAMILY = "attention arithmetic"
LENGTH, WIDTH = 6, 16
SIZES = {"vocab_size": 16, "d_kv": 8, "d_ff": 32, "num_heads": 2, "num_layers": 2}
FACT = {
    "encoder_sees_later": 15.0,
    "decoder_sees_later": 0.0,
}  # pairs of an output and a later input that it depends on
MYTH = {"encoder_sees_later": 0.0, "decoder_sees_later": 15.0}
TOLERANCE = 0.01  # a derivative is zero or it is not


def sees_later(stack, device: str) -> float:
    """By the Jacobian of the real code: how many pairs there are of an output and a later input that it moves with."""
    x = torch.randn(1, LENGTH, WIDTH, generator=torch.manual_seed(1)).to(device)
    jacobian = torch.autograd.functional.jacobian(stack, x)[0, :, :, 0]  # (output, feature, input, feature)
    later = torch.ones(LENGTH, LENGTH, dtype=torch.bool, device=device).triu(1)
    return (jacobian.abs().amax(dim=(1, 3)) > 0)[later].sum().item()


def stacks(device: str) -> tuple:
    """T5's two stacks, each as a function of its own embedded input; the decoder's other input stays the same."""
    torch.manual_seed(0)
    model = T5Model(T5Config(d_model=WIDTH, **SIZES)).to(device).eval()
    memory = torch.randn(1, LENGTH, WIDTH).to(device)

    def decoder(x: torch.Tensor) -> torch.Tensor:
        return model.decoder(inputs_embeds=x, encoder_hidden_states=memory).last_hidden_state

    return (lambda x: model.encoder(inputs_embeds=x).last_hidden_state), decoder


def measure(device: str) -> dict[str, float]:
    encoder, decoder = stacks(device)
    return {"encoder_sees_later": sees_later(encoder, device), "decoder_sees_later": sees_later(decoder, device)}


def control(device: str) -> dict[str, float]:
    """The same instrument with the two stacks exchanged: the one in the encoder's place is masked, the other not."""
    encoder, decoder = stacks(device)
    return {"encoder_sees_later": sees_later(decoder, device), "decoder_sees_later": sees_later(encoder, device)}


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
