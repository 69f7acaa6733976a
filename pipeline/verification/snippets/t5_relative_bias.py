"""Fact: T5 adds to each score a learned number that depends on the distance alone; its embeddings hold no positions.
Myth: T5 adds sinusoids to its embeddings, with nothing to learn.
"""

import json
import sys

import torch
from transformers import MarianConfig, T5Config, T5EncoderModel
from transformers.models.marian.modeling_marian import MarianEncoder

FAMILY = "positions"
PLACES, WIDTH, VOCABULARY, ROUNDING = 12, 32, 16, 1e-4
MARIAN = {"encoder_ffn_dim": 64, "encoder_attention_heads": 4, "encoder_layers": 2, "pad_token_id": 15, "init_std": 0.5}
T5 = {"d_kv": 8, "d_ff": 64, "num_heads": 4, "num_layers": 2, "relative_attention_num_buckets": 32}
EAGER = {"vocab_size": VOCABULARY, "d_model": WIDTH, "attn_implementation": "eager"}  # so that attention can be seen
FACT = {"inputs_moving": 0.0, "scores_by_distance": 1.0, "learned": 128.0}  # 32 buckets of distances, 4 heads
MYTH = {"inputs_moving": 11.0, "scores_by_distance": 0.0, "learned": 0.0}
TOLERANCE = 0.01  # a vector moves or it does not, by more than float32's rounding


def read(model: torch.nn.Module, layer: torch.nn.Module, names: str, device: str) -> dict[str, float]:
    """One token twelve times in a row: what differs between the places comes from their position alone."""
    inputs = []
    layer.register_forward_pre_hook(lambda _, args: inputs.append(args[0][0]))
    same = torch.ones(1, PLACES, dtype=torch.long, device=device)
    with torch.no_grad():
        out = model.to(device).eval()(input_ids=same, output_attentions=True)
    scores = out.attentions[0][0, 0].log()  # of the first head: (query, key), but for a constant of each query
    steps = scores.diff(dim=1)
    apart = (steps[1:, 1:] - steps[:-1, :-1]).abs().max()  # one place on for both: the same distance
    return {
        "inputs_moving": float(((inputs[0] - inputs[0][0]).abs().amax(dim=1) > ROUNDING).sum()),
        "scores_by_distance": float(steps.abs().max() > ROUNDING > apart),
        "learned": float(sum(p.numel() for n, p in model.named_parameters() if names in n and p.requires_grad)),
    }


def measure(device: str) -> dict[str, float]:
    torch.manual_seed(0)
    model = T5EncoderModel(T5Config(**EAGER, **T5))
    return read(model, model.encoder.block[0], "relative_attention_bias", device)


def control(device: str) -> dict[str, float]:
    """The same instrument on Marian, which does add sinusoids to its embeddings."""
    torch.manual_seed(0)
    model = MarianEncoder(MarianConfig(**EAGER, **MARIAN))
    return read(model, model.layers[0], "embed_positions", device)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
