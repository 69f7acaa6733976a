"""Fact: BERT, GPT and BLOOM use GELU, Gemma's gate too; LLaMA's, Mistral's and Qwen's gate is Swish; T5 has ReLU.
Myth: BERT, GPT, BLOOM and Mistral use ReLU, LLaMA, Qwen, T5 and the first Transformer GELU, Gemma Swish.
"""

import json
import sys

import torch
from transformers.models.bert.modeling_bert import BertConfig, BertIntermediate
from transformers.models.bloom.modeling_bloom import BloomConfig, BloomMLP
from transformers.models.gemma.modeling_gemma import GemmaConfig, GemmaMLP
from transformers.models.gpt2.modeling_gpt2 import GPT2MLP, GPT2Config
from transformers.models.llama.modeling_llama import LlamaConfig, LlamaMLP
from transformers.models.mistral.modeling_mistral import MistralConfig, MistralMLP
from transformers.models.qwen2.modeling_qwen2 import Qwen2Config, Qwen2MLP
from transformers.models.t5.modeling_t5 import T5Config, T5DenseActDense

FAMILY = "feed-forward layers"
STANDS_FOR = (
    "The first Qwen: Qwen2's code. The first Transformer: PyTorch's layer after the paper, as it comes by default."
)
# The activation at -1: GELU gives -0.159, Swish -0.269, ReLU 0.
FACT = {"bert": -0.159, "gpt2": -0.159, "bloom": -0.159, "gemma": -0.159, "llama": -0.269, "mistral": -0.269,
        "qwen": -0.269, "t5": 0.0, "first": 0.0}  # fmt: skip
MYTH = {"bert": 0.0, "gpt2": 0.0, "bloom": 0.0, "gemma": -0.269, "llama": -0.159, "mistral": 0.0, "qwen": -0.159,
        "t5": -0.159, "first": -0.159}  # fmt: skip
TOLERANCE = 0.001  # the two forms of GELU differ by 0.0002


def activations() -> dict:
    """What the feed-forward layers of the real code apply when their configurations say nothing else."""
    with torch.device("meta"):  # weights play no part
        return {
            "bert": BertIntermediate(BertConfig()).intermediate_act_fn,
            "gpt2": GPT2MLP(64, GPT2Config()).act,
            "bloom": BloomMLP(BloomConfig()).gelu_impl,
            "gemma": GemmaMLP(GemmaConfig()).act_fn,
            "llama": LlamaMLP(LlamaConfig()).act_fn,
            "mistral": MistralMLP(MistralConfig()).act_fn,
            "qwen": Qwen2MLP(Qwen2Config()).act_fn,
            "t5": T5DenseActDense(T5Config()).act,
            "first": torch.nn.TransformerEncoderLayer(16, 2).activation,
        }


def measure(device: str, played_by: str = "bert gpt2 bloom gemma llama mistral qwen t5 first") -> dict[str, float]:
    known, minus = activations(), torch.full((1,), -1.0, device=device)
    return {name: known[other](minus).item() for name, other in zip(FACT, played_by.split(), strict=True)}


def control(device: str) -> dict[str, float]:
    """The same instrument with the roles exchanged: T5's for BERT's, LLaMA's for Gemma's, GPT's for LLaMA's, and so on."""
    return measure(device, "t5 first t5 llama gpt2 first bert bert gpt2")


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
