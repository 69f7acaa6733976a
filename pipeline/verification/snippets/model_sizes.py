"""Fact: with the shapes of their papers BERT-base has 110 million parameters, BERT-large 335, GPT-3 175 billion, BLOOM 176.
Myth: BERT-base has 340 million, BERT-large 110, GPT-3 1.5 billion, BLOOM 130.
"""

import json
import sys

import torch
from transformers import BertConfig, BertModel, BloomConfig, BloomModel, GPT2Config, GPT2Model

FAMILY = "sizes of models"
STANDS_FOR = "The trained models: parameters are counted in the real code, built from the shapes that the papers give."
FACT = {"bert_base": 109.5, "bert_large": 335.1, "gpt_2": 1557.6, "gpt_3": 174604.3, "bloom": 176247.3}  # millions
MYTH = {"bert_base": 335.1, "bert_large": 109.5, "gpt_2": 174604.3, "gpt_3": 1557.6, "bloom": 128696.7}
TOLERANCE = 0.1  # parameters are counted; predictions are given to 100 000


def bert(width: int, layers: int, heads: int) -> torch.nn.Module:
    sizes = {"hidden_size": width, "num_hidden_layers": layers, "num_attention_heads": heads}
    return BertModel(BertConfig(vocab_size=30522, intermediate_size=4 * width, **sizes))


# The head that predicts words shares its weights with the embedding: a model without it has all that there are.
def gpt(width: int, layers: int, heads: int, places: int) -> torch.nn.Module:
    return GPT2Model(GPT2Config(n_embd=width, n_layer=layers, n_head=heads, n_positions=places))


def bloom(width: int, layers: int, heads: int, vocabulary: int) -> torch.nn.Module:
    return BloomModel(BloomConfig(vocab_size=vocabulary, hidden_size=width, n_layer=layers, n_head=heads))


SHAPES = {
    "bert_base": (bert, 768, 12, 12),
    "bert_large": (bert, 1024, 24, 16),
    "gpt_2": (gpt, 1600, 48, 25, 1024),
    "gpt_3": (gpt, 12288, 96, 96, 2048),
    "bloom": (bloom, 14336, 70, 112, 250880),
    "glm": (bloom, 12288, 70, 96, 150528),  # GLM-130B's shape, in BLOOM's code
}


def measure(device: str, played_by: str = "bert_base bert_large gpt_2 gpt_3 bloom") -> dict[str, float]:
    """Built without memory, on no device at all: a shape is enough to count."""
    with torch.device("meta"):
        models = {
            name: SHAPES[other][0](*SHAPES[other][1:]) for name, other in zip(FACT, played_by.split(), strict=True)
        }
    return {name: sum(p.numel() for p in model.parameters()) / 1e6 for name, model in models.items()}


def control(device: str) -> dict[str, float]:
    """The same instrument with the shapes exchanged, and with that of a model of 130 billion in BLOOM's place."""
    return measure(device, "bert_large bert_base gpt_3 gpt_2 glm")


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
