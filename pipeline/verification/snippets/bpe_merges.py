"""Fact: BPE grows its vocabulary from characters by merging the most frequent pair; WordPiece weighs it by its parts.
Myth: BPE merges the pair with the highest likelihood gain, as WordPiece does.
"""

import json
import sys
from collections import Counter
from itertools import pairwise

from tokenizers import Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.trainers import BpeTrainer

FAMILY = "tokenisers and data"
WORDS = {"aab": 6, "aac": 5, "ade": 4, "qz": 3}  # aa is the most frequent pair, qz the one that hardly stands apart
FACT = {"count_of_first_merge": 11.0, "gain_of_first_merge": 0.0, "vocabulary_growth": 1.0}
MYTH = {"count_of_first_merge": 3.0, "gain_of_first_merge": 1.0, "vocabulary_growth": 1.0}
TOLERANCE = 0.01  # pairs are counted


def pairs() -> tuple[Counter, Counter]:
    """How often each pair and each character stands in the corpus."""
    together, alone = Counter(), Counter()
    for word, count in WORDS.items():
        together.update({pair: n * count for pair, n in Counter(pairwise(word)).items()})
        alone.update({character: n * count for character, n in Counter(word).items()})
    return together, alone


def read(first: tuple[str, str], growth: float) -> dict[str, float]:
    """How often the first pair merged occurs, and whether its gain, count / (count * count), is the greatest."""
    together, alone = pairs()
    gains = {pair: count / (alone[pair[0]] * alone[pair[1]]) for pair, count in together.items()}
    best = float(gains[first] == max(gains.values()))
    return {"count_of_first_merge": float(together[first]), "gain_of_first_merge": best, "vocabulary_growth": growth}


def measure(device: str) -> dict[str, float]:
    """The real trainer of the library `tokenizers`, allowed one merge."""
    characters, tokenizer = len(set("".join(WORDS))), Tokenizer(BPE())
    tokenizer.pre_tokenizer = Whitespace()
    corpus, trainer = [" ".join([word] * n) for word, n in WORDS.items()], BpeTrainer(vocab_size=characters + 1)
    tokenizer.train_from_iterator(corpus, trainer)
    [merge], vocabulary = json.loads(tokenizer.to_str())["model"]["merges"], tokenizer.get_vocab_size()
    return read(tuple(merge), float(vocabulary - characters))


def control(device: str) -> dict[str, float]:
    """The same instrument on WordPiece's rule: the pair that occurs most often for how often its parts do."""
    together, alone = pairs()
    return read(max(together, key=lambda pair: together[pair] / (alone[pair[0]] * alone[pair[1]])), 1.0)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
