"""Fact: with byte fallback a BPE tokeniser spells a character that it does not know in bytes; nothing is lost.
Myth: what is not in the vocabulary becomes the unknown token.
"""

import json
import sys

from tokenizers import Tokenizer, decoders
from tokenizers.models import BPE

FAMILY = "tokenisers and data"
KNOWN, TEXT = "abcdefgh", "a模b😀c"  # 3 and 4 bytes that the vocabulary has no character for
FACT = {"unknown": 0.0, "byte_tokens": 7.0, "text_survives": 1.0}
MYTH = {"unknown": 2.0, "byte_tokens": 0.0, "text_survives": 0.0}
TOLERANCE = 0.01  # tokens are counted


def read(fallback: bool) -> dict[str, float]:
    """LLaMA's kind of vocabulary in small: some characters, and a token for each of the 256 bytes."""
    words = ["<unk>", *(f"<0x{byte:02X}>" for byte in range(256)), *KNOWN]
    model = BPE({word: at for at, word in enumerate(words)}, [], unk_token="<unk>", byte_fallback=fallback)
    tokenizer = Tokenizer(model)
    tokenizer.decoder = decoders.Sequence([decoders.ByteFallback(), decoders.Fuse()])
    encoded = tokenizer.encode(TEXT)
    return {
        "unknown": float(encoded.tokens.count("<unk>")),
        "byte_tokens": float(sum(token.startswith("<0x") for token in encoded.tokens)),
        "text_survives": float(tokenizer.decode(encoded.ids) == TEXT),
    }


def measure(device: str) -> dict[str, float]:
    return read(fallback=True)


def control(device: str) -> dict[str, float]:
    """The same vocabulary without the fallback."""
    return read(fallback=False)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
