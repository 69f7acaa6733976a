"""How like a sentence is to sentences that were found wrong: a linear model over words, their neighbours, their pairs, and whom
they stand beside.

Apart from the patterns, because it knows no meaning: it was shown tens of thousands of statements with a label, and says
which side new words lean to. It never says *what* is wrong; `claims.doubts` looks for the fact. It is a table of one
byte a feature, so that reading it takes some 10 ms, and a sentence costs one look a feature.

Features are hashed into the table (Weinberger et al., Feature Hashing for Large Scale Multitask Learning,
arXiv:0902.2206); their weights are those of a logistic regression, times a power of how rare a feature is.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import struct
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from itertools import combinations
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from pipeline.knowledge.senses import DENIES, STOPS, Codes, Senses, codes_of, stem
from pipeline.models import Problem
from pipeline.writing import sealed, unsealed, write_whole

FILE = "likeness.bin"
"""Its name in the knowledge folder."""
_UNPACKED = "likeness.raw"
"""Its name in a cache, unpacked."""
BITS = 24
"""The table has 2**BITS bytes."""
NOTHING = 128
"""The byte of a feature that weighs nothing."""
WINDOW = 8
"""How far apart two words may stand to be a pair."""
NO_SENSES = Senses()
NAMED = 6
"""So many concepts are weighed, the first that a text names."""
_FORMAT = "kanwu likeness 6"
_TOKEN = re.compile(
    r"[a-z][a-z0-9\-]*|\d+(?:\.\d+)?|不[同仅但只过断少]|非常|未来|无论|[分区类识特级差个性]别|[\u4e00-\u9fff√%×²]"
)
_WORD_OR_STOP = re.compile(rf"['’]t(?![a-z0-9])|{_TOKEN.pattern}|[{STOPS}]")
_WORD = 0xFFFFFFFF
_FEW = 1024
"""Up to so many lanes are kept at hand: few sentences have more, and those of a page on one line fill the memory."""
_BESIDE = 3
"""How far apart two senses may stand to be weighed with a concept."""
_LANE = 64


class Attribution(NamedTuple):
    """Weights of what speaks for a fact being the one that a doubtful sentence is about; a logistic regression's."""

    bias: float
    right: float
    """Times the likeness to the fact's own statement."""
    wrong: float
    """Times the likeness to the nearest of its myths."""
    shared: float
    """Times the rarity of the words that it shares with the fact and few other candidates do."""
    cue: float
    value_right: float
    value_wrong: float
    value_other: float
    required: float
    own: float
    """Where the fact is the concept's own and not inherited."""
    rivals: float
    """Times the logarithm of the number of candidates."""


class Thresholds(NamedTuple):
    """Between which scores a sentence is neither doubted nor calm."""

    doubt: float
    """From this score on a sentence that stands alone is doubtful."""
    calm: float
    """Below this score, with how far it is to be trusted, what the patterns read wrongly in a lone sentence is not believed."""
    doubt_more: float
    """How much higher `doubt` lies with each e-fold of sentences: a long text may not be accused by chance."""
    calm_more: float
    """How much lower `calm` lies with each e-fold: among many sentences a wrong one, too, reads calmly by chance."""


class Likeness:
    """The trained table. Scores are log odds: above zero, the words lean to the wrong side."""

    def __init__(
        self, weights: bytes, scale: float, bias: float, thresholds: Thresholds, attribution: Attribution, digest: str,
        senses: Senses = NO_SENSES,
    ) -> None:  # fmt: skip
        self.weights = weights
        """A byte a feature; `NOTHING` weighs nothing, less speaks for right, more for wrong."""
        self.scale = scale
        self.bias = bias
        self.thresholds = thresholds
        self.attribution = attribution
        self.digest = digest
        self.senses = senses
        """Those that it was trained with."""

    def score(self, text: str, names: Iterable[Named] = ()) -> float:
        """Log odds that a text, levelled as the reader levels it, states something wrong; `names` are the concepts named in it."""
        places = features(text, names, self.senses)
        # Of one place `itemgetter` returns no tuple.
        found = itemgetter(*places)(self.weights) if len(places) > 1 else tuple(self.weights[at] for at in places)
        weight = sum(found) - NOTHING * len(found)
        known = len(found) - found.count(NOTHING)
        return self.bias + self.scale * weight / math.sqrt(max(1, known))

    def limits(self, sentences: int) -> tuple[float, float]:
        """Below which score a sentence is calm and above which doubtful, in a text of so many sentences that are weighed.

        The more are weighed, the more must one of them lean to either side, so that what is said of a text depends less
        on chance the longer it is: after Bonferroni's correction, on log odds.
        """
        doubt, calm, doubt_more, calm_more = self.thresholds
        folds = math.log(max(1, sentences))
        return calm - calm_more * folds, doubt + doubt_more * folds

    def dump(self) -> bytes:
        """The file: a line that says how to read it, and the compressed table."""
        head = {
            "format": _FORMAT, "scale": self.scale, "bias": self.bias, "thresholds": self.thresholds._asdict(),
            "attribution": self.attribution._asdict(), "senses": self.senses.words,
        }  # fmt: skip
        return json.dumps(head, sort_keys=True, ensure_ascii=False).encode() + b"\n" + zlib.compress(self.weights, 9)


def load(folder: Path, cache: Path | None = None) -> tuple[Likeness | None, list[Problem]]:
    """The table of a knowledge folder; none where it has none, and a problem where it cannot be read.

    What was unpacked is kept in `cache`: it takes three times as long to unpack as to read.
    """
    path = folder / FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None, []
    except OSError as error:
        return None, [_refused(str(error))]
    try:
        first, _, body = data.partition(b"\n")
        head = json.loads(first)
        if not isinstance(head, dict) or head.get("format") != _FORMAT:
            raise ValueError("a first line of another format")
        scale, bias = float(head["scale"]), float(head["bias"])
        thresholds = Thresholds(*(float(head["thresholds"][name]) for name in Thresholds._fields))
        weighed = Attribution(*(float(head["attribution"][name]) for name in Attribution._fields))
        senses = Senses({str(sense): [str(each) for each in words if each] for sense, words in head["senses"].items()})
        finite = all(map(math.isfinite, (scale, bias, *thresholds, *weighed)))
        if not finite or thresholds.doubt_more < 0 or thresholds.calm_more < 0:
            raise ValueError("numbers out of range")
        digest = hashlib.sha256(data).hexdigest()
        weights = _unpacked(body, digest, cache)
    except (KeyError, TypeError, AttributeError) as error:
        return None, [_refused(f"a first line in which {error} is missing or of another kind")]
    except (ValueError, OverflowError, RecursionError, zlib.error) as error:
        return None, [_refused(str(error))]
    return Likeness(weights, scale, bias, thresholds, weighed, digest, senses), []


def _unpacked(body: bytes, digest: str, cache: Path | None) -> bytes:
    """The weights; from the cache, where that holds them whole."""
    kept = cache / _UNPACKED if cache is not None else None
    if kept is not None:
        with suppress(OSError):
            found = unsealed(kept.read_bytes())
            if found is not None and found[0] == digest and len(found[1]) == 1 << BITS:
                return found[1]
    unpacking = zlib.decompressobj()
    table = unpacking.decompress(body, (1 << BITS) + 1)
    if len(table) != 1 << BITS or not unpacking.eof or unpacking.unused_data:
        raise ValueError("another number of weights")
    if kept is not None:
        with suppress(OSError):  # a cache that cannot be kept is made again
            write_whole(kept, sealed(digest, table))
    return table


def _refused(found: str) -> Problem:
    return Problem(
        path=FILE,
        expected=f"a table of likeness, {1 << BITS} weights behind a line of JSON",
        found=found,
        remedy="Train it anew by `kanwu train`, or delete it: without it only patterns are read.",
    )


def tokens(text: str) -> list[str]:
    """Words, numbers and single Chinese characters of a levelled text."""
    return _TOKEN.findall(text)


class _Word(NamedTuple):
    """A word as it is hashed."""

    codes: Codes
    denies: bool


@lru_cache(maxsize=1 << 16)
def _hashed(token: str) -> _Word | None:
    """A word; None for a mark at which a clause ends."""
    if token not in DENIES and not _TOKEN.match(token):
        return None
    return _Word(codes_of(stem(token)), token in DENIES)


class Named(NamedTuple):
    """A concept, and where a text names it first."""

    start: int
    concept: str


def features(text: str, names: Iterable[Named] = (), senses: Senses = NO_SENSES) -> set[int]:
    """Places in the table: of words, of two and three in a row, of pairs within `WINDOW` words in their order; of concepts, pairs
    of them, and of each with every word and every two in a row before its name and behind it, however far; of the senses of words
    likewise, in their order and in any, and of concepts with two of them.

    A word is taken without its ending, and apart where it is denied. A concept is the same however it is named, and in
    either language; so is a sense.
    """
    codes: list[int] = []
    starts: list[int] = []
    turned_round = False
    for match in _WORD_OR_STOP.finditer(text):
        word = _hashed(match[0])
        if word is None:
            turned_round = False
            continue
        codes.append(word.codes.denied if turned_round else word.codes.plain)
        starts.append(match.start())
        turned_round ^= word.denies
    first: dict[str, int] = {}
    for start, concept in sorted(names):
        if len(first) < NAMED:
            first.setdefault(concept, start)
    found = set(_places(codes, [(_concept(concept), bisect_left(starts, start)) for concept, start in first.items()]))
    for one, other in combinations(first, 2):
        found.add(_concept(f"{one} {other}").alone)
    found.update(_concept(concept).alone for concept in first)
    if said := senses.within(text):
        at = [each.start for each in said]
        named = [(_concept(concept), bisect_left(at, start)) for concept, start in first.items()]
        found.update(_sense_places([each.code for each in said], named))
    return found


class _Concept(NamedTuple):
    """A concept as it is hashed."""

    alone: int
    """Its place."""
    before: int
    """What a word is mixed with that stands before its name."""
    behind: int
    beside: int
    """What a sense is mixed with, wherever it stands."""


@lru_cache(maxsize=1 << 14)
def _concept(name: str) -> _Concept:
    alone, before, behind, beside = (zlib.crc32(f"{sign}{name}".encode()) for sign in "=<>~")
    return _Concept(alone >> 32 - BITS, before, behind, beside)


def _places(codes: Sequence[int], named: Iterable[tuple[_Concept, int]]) -> Iterable[int]:
    """The places of the features of words in a row, some more than once; `named` are concepts with the number of words before each.

    All words are worked on at once, as lanes of one long number (Fisher and Dietz, Compiling for SIMD Within a
    Register, LCPC 1998): a lane has 64 bits, and nothing in it grows beyond them.
    """
    count = len(codes)
    if not count:
        return ()
    words = int.from_bytes(struct.pack(f"<{count}Q", *codes), "little")
    turned = words * 0x9E3779B1 & _lanes(count, _WORD)
    two = turned + (words >> _LANE) & _lanes(count, _WORD)
    three = two * 0x85EBCA6B + (words >> 2 * _LANE)
    mixed, later = turned ^ _lanes(count, 0x5BD1E995), words * 3
    rows = [(words, count), (two, count - 1), (three, count - 2)]
    rows += [(mixed + (later >> apart * _LANE), count - apart) for apart in range(2, min(WINDOW, count))]
    again = two * 0x9E3779B1 & _lanes(count, _WORD)
    for concept, at in named:
        beside = _lanes(at, concept.before) | _lanes(count - at, concept.behind) << at * _LANE
        rows += [(turned ^ beside, count), (again ^ beside, count - 1)]
    return _ends_of(rows)


def _sense_places(codes: Sequence[int], named: Sequence[tuple[_Concept, int]]) -> Iterable[int]:
    """The places of the features of senses in a row, as `_places` finds those of words."""
    count = len(codes)
    mask = _lanes(count, _WORD)
    senses = int.from_bytes(struct.pack(f"<{count}Q", *codes), "little")
    turned = senses * 0x9E3779B1 & mask
    rows = [(senses * 0x85EBCA6B, count)]
    for concept, at in named:
        beside = _lanes(at, concept.before) | _lanes(count - at, concept.behind) << at * _LANE
        rows += [
            ((turned ^ _lanes(count, concept.beside)) * 0xC2B2AE35, count),
            ((turned ^ beside) * 0x27D4EB2F, count),
        ]
    for apart in range(1, min(WINDOW, count)):
        ahead = turned >> apart * _LANE
        two = turned + ahead & mask
        rows += [(two * 0x165667B1, count - apart), ((turned + (ahead ^ mask) & mask) * 0xD3A2646D, count - apart)]
        if apart <= _BESIDE:
            rows += [((two ^ _lanes(count, concept.beside)) * 0xFD7046C5, count - apart) for concept, _ in named]
    return _ends_of(rows)


def _ends_of(rows: Iterable[tuple[int, int]]) -> Iterable[int]:
    """The places that rows of lanes stand for, each of so many lanes: its last ones have no word so far behind them."""
    found = b"".join((row & (1 << _LANE * size) - 1).to_bytes(size * 8, "little") for row, size in rows if size > 0)
    size = len(found) // 8
    places = int.from_bytes(found, "little") >> 32 - BITS & _lanes(size, (1 << BITS) - 1)
    return struct.unpack(f"<{size}Q", places.to_bytes(size * 8, "little"))


def _lanes(count: int, value: int) -> int:
    """A value in each of so many lanes."""
    return (_few_ones(count) if count <= _FEW else _ones(count)) * value


def _ones(count: int) -> int:
    return int.from_bytes((1).to_bytes(8, "little") * count, "little")


@cache
def _few_ones(count: int) -> int:
    return _ones(count)


def rarity(texts: Iterable[Iterable[str]]) -> dict[str, float]:
    """How rare each word of some texts is among them: the logarithm of how many of them there are for each that has it."""
    count = 0
    having: dict[str, int] = {}
    for text in texts:
        count += 1
        for word in set(text):
            having[word] = having.get(word, 0) + 1
    return {word: math.log((1 + count) / n) for word, n in having.items()}
