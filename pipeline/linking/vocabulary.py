"""Spellings to senses: the tables of `terms` and `phrases`, and the knowledge's labels, made ready to be found.

Apart from `reading`, because a vocabulary is compiled once and read thousands of times. A spelling that two tables
claim belongs to the first of them; what a knowledge calls a concept is found under the term that the tables know it
by, so that a label added by an editor joins the spellings that are here already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, Protocol

from pipeline import regex as re
from pipeline.linking import phrases, terms
from pipeline.linking.homophones import sounds
from pipeline.models import Concept, QuestionEntry
from pipeline.text import normalise

Kind = Literal["context", "term", "asked", "notion", "light"]


class Known(Protocol):
    """What linking needs of the knowledge."""

    @property
    def concepts(self) -> Mapping[str, Concept]:
        """By id."""

    @property
    def questions(self) -> Mapping[str, QuestionEntry]:
        """By id."""


class Sense(NamedTuple):
    """What a spelling stands for."""

    kind: Kind
    id: str


class Vocabulary(NamedTuple):
    """Everything that can be recognised in a question."""

    senses: Mapping[str, Sense]
    """Spelling, as `squeezed` leaves it, to its sense."""
    lengths: Mapping[str, tuple[int, ...]]
    """First two characters of a spelling (one where it has one) to the lengths to try, longest first."""
    implies: Mapping[str, frozenset[str]]
    """Sense id to the ids that it implies, transitively."""
    troubles: frozenset[str]
    """Terms that name something unwanted: to reduce it is to solve it."""
    concepts: Mapping[str, tuple[str, ...]]
    """Sense id to the ids of the concepts that it stands for."""
    words: Mapping[tuple[str, int], tuple[str, ...]]
    """(First letter, length) to the Latin words of terms: what a misspelling may have meant."""
    stems: Mapping[str, tuple[str, ...]]
    """First three characters to the long Chinese spellings of terms that begin so, for the same purpose."""
    sounds: Mapping[tuple[int, ...], str]
    """How a Chinese spelling of a term of three characters or more sounds, to it; only where one alone sounds so."""
    latin: Mapping[tuple[str, int], frozenset[str]]
    """(First letter, length) to the Latin words that occur in any spelling, in their singular and plural."""


def squeezed(text: str) -> tuple[str, list[bool], list[int]]:
    """The letters and digits of a text, where a word may begin among them, and where each stood.

    A word may begin at every Chinese character, after anything that is no letter, and where letters and digits meet.
    The list of beginnings has one more entry, for the end. Punctuation that separates clauses becomes "|".
    """
    folded, offsets = normalise(text)
    letters: list[str] = []
    begins: list[bool] = []
    places: list[int] = []
    before = ""
    for at, letter in enumerate(folded):
        place = at if offsets is None else offsets[at]
        if letter == "√":
            spelt = "根号"
        elif letter == "+" and before and not folded[at + 1 : at + 2].isalnum():
            spelt = "plus"
        elif letter == "." and before.isdigit() and folded[at + 1 : at + 2].isdigit():
            spelt = "."
        elif letter.isalnum() or letter == "%":
            spelt = letter
        else:
            spelt = "|" if letter in ',;、()[]{}:"“”《》【】「」。!?<>' else ""
        for each in spelt:
            begins.append(_script(each) != _script(before) or not before or _script(each) == "zh")
            letters.append(each)
            places.append(place)
            before = each
        if not spelt:
            before = ""
    begins.append(True)
    return "".join(letters), begins, places


def key_of(spelling: str) -> str:
    """A spelling as `squeezed` writes it, without the marks between clauses."""
    return squeezed(spelling)[0].replace("|", "")


def compile_vocabulary(concepts: Mapping[str, Concept]) -> Vocabulary:
    """The vocabulary of a knowledge; the same object for equal labels."""
    return _compile(tuple((c.id, _labels(c), c.broader) for _, c in sorted(concepts.items())))[0]


def compile_names(concepts: Mapping[str, Concept]) -> Vocabulary:
    """The same with every label whole, which tells what concepts a question names rather than what it asks."""
    return _compile(tuple((c.id, _labels(c), c.broader) for _, c in sorted(concepts.items())))[1]


def _labels(concept: Concept) -> tuple[str, ...]:
    kinds = (concept.alt_label, concept.hidden_label)
    return (
        concept.pref_label.zh,
        concept.pref_label.en,
        *(label for kind in kinds for label in (*kind.zh, *kind.en)),
    )


@lru_cache(maxsize=4)
def _compile(concepts: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]) -> tuple[Vocabulary, Vocabulary]:
    senses: dict[str, Sense] = {}
    direct: dict[str, set[str]] = {}
    troubles: set[str] = set()
    forms: list[tuple[str, Sense]] = []
    latin: set[str] = set()
    for kind, table in _TABLES:
        for name, contexts, spellings in _rows(table):
            if name.endswith("!"):
                name = name[:-1]
                troubles.add(name)
            direct.setdefault(name, set()).update(contexts)
            for spelling in spellings:
                latin.update(form for word in _LATIN.findall(spelling.lower()) for form in _forms(word, verb=True))
                for each in _forms(key_of(spelling), verb=kind in ("notion", "asked")):
                    forms.append((each, Sense(kind, name)))
                senses.setdefault(key_of(spelling), Sense(kind, name))
    for each, sense in forms:
        senses.setdefault(each, sense)
    stands_for, broader, put_together = _join(concepts, senses)
    for name, wider in broader.items():
        direct.setdefault(name, set()).update(wider)
    lengths: dict[str, set[int]] = {}
    for spelling in senses:
        lengths.setdefault(spelling[:2], set()).add(len(spelling))
    words: dict[tuple[str, int], list[str]] = {}
    for spelling, sense in sorted(senses.items()):
        if sense.kind in ("term", "context") and len(spelling) >= 6 and spelling.isascii() and spelling.isalpha():
            words.setdefault((spelling[0], len(spelling)), []).append(spelling)
    stems: dict[str, list[str]] = {}
    for spelling, sense in sorted(senses.items()):
        if sense.kind == "term" and len(spelling) >= 5 and all(_script(letter) == "zh" for letter in spelling):
            stems.setdefault(spelling[:3], []).append(spelling)
    heard: dict[tuple[int, ...], set[str]] = {}
    for spelling, sense in senses.items():
        if sense.kind == "term" and len(spelling) >= 3 and all(_script(letter) == "zh" for letter in spelling):
            heard.setdefault(sounds(spelling), set()).add(spelling)
    latin.update(word for _, labels, _ in concepts for label in labels for word in _LATIN.findall(label.lower()))
    by_length: dict[tuple[str, int], set[str]] = {}
    for word in latin:
        by_length.setdefault((word[0], len(word)), set()).add(word)
    asking = Vocabulary(
        senses=senses,
        lengths={first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()},
        implies={name: _closure(name, direct) for name in direct},
        troubles=frozenset(troubles),
        concepts=stands_for,
        words={place: tuple(found) for place, found in words.items()},
        stems={first: tuple(found) for first, found in stems.items()},
        sounds={heard_as: next(iter(found)) for heard_as, found in heard.items() if len(found) == 1},
        latin={place: frozenset(found) for place, found in by_length.items()},
    )
    for spelling in put_together:
        lengths.setdefault(spelling[:2], set()).add(len(spelling))
    naming = asking._replace(
        senses=put_together | senses,
        lengths={first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()},
    )
    return asking, naming


def _join(
    concepts: Iterable[tuple[str, tuple[str, ...], tuple[str, ...]]], senses: dict[str, Sense]
) -> tuple[dict[str, tuple[str, ...]], dict[str, set[str]], dict[str, Sense]]:
    """Add the knowledge's labels; returns what each sense stands for, what it is narrower than, and what was left out.

    A concept joins the term that its preferred labels name; its other labels join that term unless the tables know
    them as something else, which then stays apart: precision is worth more here than a synonym.
    """
    stands_for: dict[str, list[str]] = {}
    of_concept: dict[str, str] = {}
    wider: dict[str, tuple[str, ...]] = {}
    apart: dict[str, Sense] = {}
    tables = frozenset(senses)
    longest = max(map(len, tables), default=0)
    for name, labels, broader in concepts:
        met = [senses[k] for k in map(key_of, labels) if k in senses and senses[k].kind in ("term", "context")]
        asked = [senses[k] for k in map(key_of, labels[:2]) if k in senses and senses[k].kind == "notion"]
        sense = met[0] if met else asked[0] if asked else Sense("term", name)
        of_concept[name] = sense.id
        wider[name] = broader
        spellings = {key_of(label) for label in labels}
        put_together = {
            spelling
            for label in labels
            if (spelling := key_of(label)) not in tables and _composed(label, sense, senses, tables, longest)
        }
        # Where one preferred label is a name of its own, the other one names the same thing, whatever it is made of.
        named = any(key_of(label) not in put_together for label in labels[:2])
        for label in labels:
            spelling = key_of(label)
            if any(_version_of(spelling, other) for other in spellings):
                continue
            # One or two letters say too little: "Pos" is no stage of ZeRO in a question about part-of-speech tags.
            if len(spelling) < 2 or (spelling.isascii() and len(spelling) < 4 and not label.isupper()):
                continue
            left = apart if spelling in put_together and not (label in labels[:2] and named) else senses
            for each in _forms(spelling):
                found = senses[each] if each in senses else left.setdefault(each, sense)
                if found.kind in ("term", "context") and name not in stands_for.get(found.id, ()):
                    stands_for.setdefault(found.id, []).append(name)
    for name, sense_id in of_concept.items():
        # The concept whose preferred label names the sense comes first.
        owners = stands_for.setdefault(sense_id, [])
        if name in owners:
            owners.remove(name)
        owners.insert(0, name)
    broader_senses = {
        of_concept[name]: {of_concept[w] for w in broader if w in of_concept} - {of_concept[name]}
        for name, broader in wider.items()
    }
    return {sense: tuple(found) for sense, found in stands_for.items()}, broader_senses, apart


def _composed(label: str, own: Sense, senses: Mapping[str, Sense], tables: frozenset[str], longest: int) -> bool:
    """Whether a label is nothing but words of the tables, as "larger chunks" is: then it is read word by word.

    A knowledge lists such wordings so that claims about a concept are found; as one name they would hide the word
    that decides between two questions ("larger" against "smaller"), and the words from whoever puts them otherwise.
    One Latin word is a name ("BERT-base"), and so is a name beside a word for its kind ("BPE 算法").
    """
    if _ONE_WORD.fullmatch(label):
        return False
    letters, begins, _ = squeezed(label)
    # What the beginning of the label up to a place can be read as: whether that is all name and kind.
    reached: dict[int, bool] = {0: True}
    for at, letter in enumerate(letters):
        if at not in reached:
            continue
        if letter == "|":
            reached[at + 1] = reached[at]
        for end in range(at + 1, min(len(letters), at + longest) + 1):
            word = letters[at:end]
            if begins[at] and begins[end] and word in tables:
                named = reached[at] and (senses[word].id == own.id or word in _KINDS)
                reached[end] = reached.get(end, False) or named
    return len(letters) in reached and not reached[len(letters)]


def _version_of(spelling: str, other: str) -> bool:
    """Whether a label is another label of the same concept with a version or a size behind it.

    A concept may hold all its versions together; two questions about two of them are still two questions.
    """
    if not spelling.startswith(other) or spelling == other:
        return False
    behind = spelling[len(other) :].lstrip("v")
    return behind.rstrip("bmk").replace(".", "").isdigit() or behind in _SIZES


_LATIN = re.compile(r"[a-z]{3,}")
_SIZES = frozenset({"base", "large", "small", "tiny", "xl", "mini", "medium", "chat", "instruct"})


def _rows(table: str) -> Iterator[tuple[str, tuple[str, ...], list[str]]]:
    for line in table.strip().splitlines():
        head, _, spellings = line.partition(":")
        name, _, contexts = head.partition("<")
        yield (
            name.replace(" ", ""),
            tuple(contexts.split()),
            [s.strip() for s in spellings.split(" | ") if s.strip()],
        )


def _forms(spelling: str, verb: bool = False) -> list[str]:
    """A spelling and, of a Latin word, its plural and the forms that a verb of that spelling takes."""
    if not spelling:
        return []
    forms = [spelling]
    if spelling.isascii() and spelling.isalpha() and len(spelling) > 2:
        forms.append(spelling + "s")
        if spelling[-1] in "sxz" or spelling[-2:] in ("ch", "sh"):
            forms.append(spelling + "es")
        elif spelling[-1] == "y":
            forms.append(spelling[:-1] + "ies")
    if verb and len(forms) > 1 and len(spelling) > 3:
        stem = spelling[:-1] if spelling[-1] == "e" else spelling
        forms += [stem + "ed", stem + "ing"] if spelling[-1] != "y" else [stem[:-1] + "ied", stem + "ing"]
    return forms


def _closure(name: str, direct: Mapping[str, set[str]]) -> frozenset[str]:
    seen: set[str] = set()
    todo: Sequence[str] = list(direct.get(name, ()))
    while todo:
        seen.update(todo)
        todo = [wider for each in todo for wider in direct.get(each, ()) if wider not in seen]
    return frozenset(seen - {name})


def _script(letter: str) -> str:
    if not letter or letter == "|":
        return letter
    if letter.isdigit() or letter in ".%":
        return "digit"
    return "latin" if letter.isascii() or letter < "\u2e80" else "zh"


_ONE_WORD = re.compile(r"[A-Za-z0-9.]+(?:[-_][A-Za-z0-9.]+)*")
_KINDS = frozenset(
    map(
        key_of,
        (
            "算法",
            "方法",
            "技术",
            "模型",
            "框架",
            "库",
            "基准",
            "评测集",
            "数据集",
            "优化器",
            "激活函数",
            "归一化",
            "阶段",
            "策略",
            "algorithm",
            "method",
            "model",
            "models",
            "framework",
            "library",
            "benchmark",
            "dataset",
            "optimizer",
            "stage",
            "strategy",
        ),
    )
)
"""What stands behind a name to say of what kind it is."""

_TABLES: tuple[tuple[Kind, str], ...] = (
    ("context", terms.CONTEXTS),
    ("term", terms.TERMS),
    ("asked", phrases.ASKED),
    ("notion", phrases.NOTIONS),
    ("light", phrases.LIGHT),
)
