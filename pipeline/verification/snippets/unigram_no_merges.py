"""Fact: Unigram's pieces are what pruning leaves of a large vocabulary, so most are no merge of two pieces that are there.
Myth: Unigram merges the most frequent pair again and again, as BPE does.
"""

import json
import sys

from tokenizers import Tokenizer
from tokenizers.models import BPE, Unigram
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.trainers import BpeTrainer, UnigramTrainer

FAMILY = "tokenisers and data"
CORPUS, SIZE = ["lowest low slow lower newest widest west wider newer low lowest"] * 20, 14
FACT = {
    "no_merge_made": 0.75
}  # of the pieces of several characters: `low` without `lo` or `ow`, `wide`, `newe`; not `we`
MYTH = {"no_merge_made": 0.0}
TOLERANCE = 0.01  # pieces are counted; the trainers of the library `tokenizers` draw no random numbers


def orphans(model, trainer) -> float:
    """Share of the longer pieces that are not one piece of the vocabulary followed by another."""
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.train_from_iterator(CORPUS, trainer)
    pieces = tokenizer.get_vocab()
    longer = [piece for piece in pieces if len(piece) > 1]
    alone = [p for p in longer if not any(p[:at] in pieces and p[at:] in pieces for at in range(1, len(p)))]
    return len(alone) / len(longer)


def measure(device: str) -> dict[str, float]:
    return {"no_merge_made": orphans(Unigram(), UnigramTrainer(vocab_size=SIZE, show_progress=False))}


def control(device: str) -> dict[str, float]:
    """The same instrument on BPE, whose every piece is a merge of two others."""
    return {"no_merge_made": orphans(BPE(), BpeTrainer(vocab_size=SIZE, show_progress=False))}


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
