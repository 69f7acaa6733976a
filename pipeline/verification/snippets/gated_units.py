"""Fact: SwiGLU gates one projection by the Swish of another, GeGLU by its GELU, GLU by its sigmoid; SwiGLU has 3 matrices.
Myth: SwiGLU has a sigmoid for its gate and two matrices, GeGLU a Swish, GLU a GELU.
"""

import json
import sys

import torch
from transformers import GemmaConfig, LlamaConfig
from transformers.models.gemma.modeling_gemma import GemmaMLP
from transformers.models.llama.modeling_llama import LlamaMLP

FAMILY = "feed-forward layers"
# What a gate that is fed with -1 lets through of 1, in layers one number wide; matrices of LLaMA's layer.
FACT = {"swiglu": -0.2689, "geglu": -0.1588, "glu": 0.2689, "matrices": 3.0}  # Swish, GELU, sigmoid of -1
MYTH = {"swiglu": 0.2689, "geglu": -0.2689, "glu": -0.1588, "matrices": 2.0}
TOLERANCE = 0.001  # float32 rounds at 1e-7
SIZES = {"hidden_size": 1, "intermediate_size": 1, "num_attention_heads": 1, "num_key_value_heads": 1}


def glu() -> torch.nn.Module:
    """PyTorch's own: the first half of its input times the sigmoid of the second."""
    return torch.nn.Sequential(torch.nn.Linear(1, 2, bias=False), torch.nn.GLU())


def let_through(layer: torch.nn.Module, device: str) -> float:
    """All weights 1, but for what makes -1 of an input of 1 on its way to the gate; what comes out."""
    layer = layer.to(device)
    with torch.no_grad():
        for p in layer.parameters():
            p.fill_(1.0)
        (layer.gate_proj.weight if hasattr(layer, "gate_proj") else layer[0].weight[1:]).neg_()
        return layer(torch.ones(1, 1, device=device)).item()


def read(device: str, counted: torch.nn.Module, *layers: torch.nn.Module) -> dict[str, float]:
    matrices = sum(p.dim() == 2 for p in counted.parameters())
    return dict(zip(FACT, (*(let_through(layer, device) for layer in layers), float(matrices)), strict=True))


def measure(device: str) -> dict[str, float]:
    """The real code of LLaMA and Gemma."""
    llama, gemma = LlamaMLP(LlamaConfig(**SIZES)), GemmaMLP(GemmaConfig(**SIZES))
    return read(device, llama, llama, gemma, glu())


def control(device: str) -> dict[str, float]:
    """The same instrument with the three exchanged, and on a feed-forward layer without a gate."""
    plain = torch.nn.Sequential(torch.nn.Linear(1, 1), torch.nn.ReLU(), torch.nn.Linear(1, 1))
    return read(device, plain, glu(), LlamaMLP(LlamaConfig(**SIZES)), GemmaMLP(GemmaConfig(**SIZES)))


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
