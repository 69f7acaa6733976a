"""Whether two spellings of what an abbreviation stands for are the same words.

Apart from the claim reader, because the check asks it too: `Low-Rank Adaption` is LoRA misspelt, not another thing.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline import regex as re

_WORD = re.compile(r"[a-z0-9]+")
_SMALL = frozenset(["a", "an", "the", "of", "for", "from", "in", "on", "to", "with", "and", "by", "as", "via", "over"])
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")


def words_of(text: str) -> list[str]:
    """The words that count, lower case: no articles, no prepositions."""
    return [word for word in _WORD.findall(_JOINT.sub(" ", text).lower()) if word not in _SMALL]


def initials(text: str) -> str:
    """First letters of the words that count."""
    return "".join(word[0] for word in words_of(text))


def same_word(a: str, b: str) -> bool:
    """Whether two words are one word, inflected or misspelt: adaption and adaptation, not encoding and embedding."""
    if a == b:
        return True
    stem = min(len(a), len(b))
    if stem >= 5 and a[:5] == b[:5]:
        return True
    if stem < 5 or a[0] != b[0]:
        return False
    from rapidfuzz.fuzz import ratio

    return ratio(a, b) >= 85


def same_expansion(claimed: str, held: str) -> bool:
    """Whether a claim says the held words in the same order; it may go on after them."""
    a, b = words_of(claimed), words_of(held)
    if "".join(a) == "".join(b):
        return True
    # "Low-Rank Adaptation of Large Language Models" says it, and goes on.
    return len(a) >= len(b) and all(same_word(x, y) for x, y in zip(a, b, strict=False))


def fits(words: str, letters: str) -> bool:
    """Whether words could be what the letters abbreviate: they begin alike and most of the letters open a word."""
    wanted = letters.lower()
    found = initials(words)
    if not found or found[0] != wanted[0]:
        return False
    every = "".join(re.findall(r"[a-z]", words.lower()))
    at = 0
    for letter in wanted:
        at = every.find(letter, at) + 1
        if not at:
            return False
    hits = sum(1 for letter in found if letter in wanted)
    return hits >= max(1, (len(found) + 1) // 2) and len(found) >= 2


def shares_a_word(claimed: str, held: str) -> bool:
    """Whether two expansions have a word in common that tells something: `of` and `in` tell nothing."""
    return any(
        len(a) > 2 and a not in _TELL_NOTHING and same_word(a, b) for a in words_of(claimed) for b in words_of(held)
    )


_TELL_NOTHING = frozenset(["the", "and", "for", "with", "from"])


def says_otherwise(claimed: str, held: Iterable[str]) -> bool:
    """Whether a claim exchanges a word of every held expansion of its length: `nets` for `networks` exchanges none."""
    words = words_of(claimed)
    every = [words_of(each) for each in held]
    if words and every and all(words[0][0] == right[0][0] and words[0][:3] != right[0][:3] for right in every):
        return True
    rivals = [right for right in every if len(right) == len(words)]
    return bool(rivals) and all(
        any(a[:3] != b[:3] and not same_word(a, b) for a, b in zip(words, right, strict=True)) for right in rivals
    )
