"""Fact: GPT-2 and LLaMA normalise what goes into a sublayer and leave the residual stream alone; BERT normalises the sum.
Myth: GPT-2 (and with it GPT-3) and LLaMA normalise after the residual addition, as the first Transformer and BERT do.
"""

import json
import sys

import torch
from transformers import BertConfig, GPT2Config, LlamaConfig
from transformers.models.bert.modeling_bert import BertLayer
from transformers.models.gpt2.modeling_gpt2 import GPT2Block
from transformers.models.llama.modeling_llama import LlamaDecoderLayer, LlamaRotaryEmbedding

FAMILY = "normalisation and residuals"
STANDS_FOR = (
    "GPT-3: its weights are not public; section 2.1 of its paper says that it uses GPT-2's architecture, "
    "pre-normalisation by name, and the block that runs here is GPT-2's own code."
)
# Root mean square of what attention reads (in) and of what the block hands on (out), for a residual stream of size 3.
FACT = {"gpt2_in": 1.0, "gpt2_out": 3.0, "llama_in": 1.0, "llama_out": 3.0, "bert_in": 3.0, "bert_out": 1.0}
MYTH = {"gpt2_in": 3.0, "gpt2_out": 1.0, "llama_in": 3.0, "llama_out": 1.0, "bert_in": 1.0, "bert_out": 3.0}
TOLERANCE = 0.2  # fresh weights let a block add a little to the stream; the two predictions are 2 apart


def block_of(model: str, device: str) -> tuple[torch.nn.Module, torch.nn.Module, dict]:
    """One block of a model's real code with fresh weights, its attention, and what its forward asks for besides."""
    torch.manual_seed(0)
    sizes = {"hidden_size": 64, "num_attention_heads": 4, "intermediate_size": 128, "attn_implementation": "eager"}
    if model == "gpt2":
        block = GPT2Block(GPT2Config(**sizes), layer_idx=0)
        return block, block.attn, {}
    if model == "bert":
        block = BertLayer(BertConfig(**sizes))
        return block, block.attention, {}
    block, places = LlamaDecoderLayer(LlamaConfig(**sizes), layer_idx=0), torch.arange(8, device=device)[None]
    rotary = LlamaRotaryEmbedding(config=LlamaConfig(**sizes)).to(device)(torch.zeros(1, device=device), places)
    return block, block.self_attn, {"position_embeddings": rotary}


def measure(device: str, played_by: str = "gpt2 llama bert") -> dict[str, float]:
    found = {}
    for name, model in zip(("gpt2", "llama", "bert"), played_by.split(), strict=True):
        (block, attention, extra), read = block_of(model, device), []
        attention.register_forward_pre_hook(lambda _, a, named, r=read: r.extend([*a, *named.values()]), with_kwargs=1)
        stream = torch.nn.functional.rms_norm(torch.randn(1, 8, 64), (64,)).to(device) * 3  # (batch, position, feature)
        given = block.to(device).eval()(stream, **extra)
        found[f"{name}_in"] = read.pop(0).square().mean().sqrt().item()
        found[f"{name}_out"] = given[0].square().mean().sqrt().item()  # of the only text, or of a tuple
    return found


def control(device: str) -> dict[str, float]:
    """The same instrument where the myth is true: BERT's block in the place of the others, GPT-2's in that of BERT's."""
    return measure(device, "bert bert gpt2")


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
