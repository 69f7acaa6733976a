"""Fact: byte-level BPE starts from 256 symbols, one for each byte, and with these alone it spells every text.
Myth: it starts from the 128 symbols of ASCII.
"""

import json
import sys

from tokenizers import Tokenizer, pre_tokenizers
from tokenizers.models import BPE

FAMILY = "tokenisers and data"
CHARACTERS = [chr(point) for point in range(0x20, 0x20000, 37) if not 0xD800 <= point < 0xE000]  # halves of pairs
FACT = {"symbols": 256.0, "spelled": 1.0}  # share of the characters that need no unknown token
MYTH = {"symbols": 128.0, "spelled": 0.0}
TOLERANCE = 0.01  # symbols are counted; 3 of 3487 characters of the sample are ASCII


def read(alphabet: list[str]) -> dict[str, float]:
    """A vocabulary of these symbols and no merges, on every 37th character of Unicode's first two planes."""
    model = BPE({symbol: at for at, symbol in enumerate(["<unk>", *alphabet])}, [], unk_token="<unk>")
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    spelled = [0 not in tokenizer.encode(character).ids for character in CHARACTERS]
    return {"symbols": float(len(alphabet)), "spelled": sum(spelled) / len(CHARACTERS)}


def measure(device: str) -> dict[str, float]:
    """The library's own alphabet, in which each byte has a letter that can be printed."""
    return read(sorted(pre_tokenizers.ByteLevel.alphabet()))


def control(device: str) -> dict[str, float]:
    """The same instrument on the letters of the first 128 bytes alone."""
    splitter = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    return read([splitter.pre_tokenize_str(chr(byte))[0][0] for byte in range(128)])


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
