"""Fact: byte-level BPE encodes any text, even in scripts that it never saw, without an unknown token and without loss.
Myth: characters outside its training text become the unknown token.
"""

import json
import sys

from tokenizers import Tokenizer, decoders, pre_tokenizers
from tokenizers.models import BPE
from tokenizers.trainers import BpeTrainer

FAMILY = "tokenisers and data"
SEEN, UNSEEN = ["the cat sat on the mat", "a cat and a hat"], "大模型 😀 œuvre"
FACT = {"unknown_tokens": 0.0, "text_survives": 1.0}
MYTH = {"unknown_tokens": 8.0, "text_survives": 0.0}  # eight characters there that the training text does not have
TOLERANCE = 0.01  # tokens are counted


def read(by_bytes: bool) -> dict[str, float]:
    """Train on English, encode what it never saw, decode it again."""
    tokenizer = Tokenizer(BPE(unk_token="[UNK]"))
    splitter = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.pre_tokenizer = splitter if by_bytes else pre_tokenizers.Whitespace()
    tokenizer.decoder = decoders.ByteLevel() if by_bytes else decoders.BPEDecoder()
    alphabet = pre_tokenizers.ByteLevel.alphabet() if by_bytes else []
    trainer = BpeTrainer(vocab_size=300, special_tokens=["[UNK]"], initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator(SEEN, trainer)
    encoded = tokenizer.encode(UNSEEN)
    return {
        "unknown_tokens": float(encoded.tokens.count("[UNK]")),
        "text_survives": float(tokenizer.decode(encoded.ids) == UNSEEN),
    }


def measure(device: str) -> dict[str, float]:
    return read(by_bytes=True)


def control(device: str) -> dict[str, float]:
    """The same instrument on BPE over characters."""
    return read(by_bytes=False)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
