"""How fast notes are linted on one core, and whether the cost grows with the number of facts.

    python -m tests.benchmarks.claims [--plot FILE.svg] [--size 1.0] [--facts 400 4000 40000]

The notes are the shipped documents and answers, zh and en, read again and again with words exchanged for other words of
theirs, so that no sentence is met twice; they go through all stages of `kanwu lint` but its start-up and its printing.
Facts are taken away at random, or made: each made one has its own concept, its own cue and its own value, of syllables
that mean nothing, and is of a relation that the knowledge has. In the same run proselint, a linter of style for English,
reads the same text, so that the figures can be compared between machines by their ratio.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from proselint.checks import __register__ as style_checks
from proselint.registry import CheckRegistry
from proselint.tools import LintFile

import pipeline.faces  # noqa: F401  # the command's settings of the garbage collector
from pipeline import claims, knowledge, ledger, linting, regex, sources
from pipeline.claims.vocabulary import vocabulary_of
from pipeline.knowledge import Alternative, Knowledge, LabelIndex
from pipeline.models import Labels
from pipeline.project import user_cache

ROOT = Path(__file__).parents[2]
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9\-]*|[\u4e00-\u9fff]{2}|\d+(?:\.\d+)?")
_ONSETS, _NUCLEI = "bdfgklmnprstvz", ("ai", "ei", "io", "ou", "ua")
_HAN = [chr(code) for code in range(0x4E00, 0x9FA5, 7)]


class Timing(NamedTuple):
    """Processor time of linting one text by so many facts."""

    facts: int
    seconds: float
    again: float
    """Of another text, behind the first one: the patterns are compiled, as they are in an editor or a run over many files."""
    edited: float
    """Of the first text once more, with words added in the middle, as an editor asks at each pause."""
    claims: int


def notes(size: int, seed: int = 0) -> str:
    """About `size` bytes of notes: the shipped texts, first as they are (where `seed` is 0), then with one word in seven exchanged."""
    chance = random.Random(seed)
    texts = [text for text in originals() if text.strip()]
    words = [word for text in texts for word in _WORD.findall(text)]
    kinds = {False: [w for w in words if not w.isascii()], True: [w for w in words if w.isascii() and w[0].isalpha()]}

    def exchanged(match: re.Match[str]) -> str:
        word = match.group()
        if chance.random() >= 1 / 7:
            return word
        return str(chance.randrange(1, 200)) if word[0].isdigit() else chance.choice(kinds[word.isascii()])

    found: list[str] = []
    length = 0
    while True:
        chance.shuffle(texts)
        for text in texts:
            varied = _WORD.sub(exchanged, text) if seed or length > size / 2 or found.count(text) else text
            found.append(varied)
            length += len(varied.encode()) + 2
            if length >= size:
                return "\n\n".join(found)


def originals() -> Iterator[str]:
    """The text of every shipped document and answer."""
    for path in sorted((ROOT / "data" / "raw").iterdir()):
        document = sources.read_document(path.read_bytes(), path.name).document if path.suffix != ".toml" else None
        if document is not None:
            yield "\n\n".join(block.text for block in document.blocks if not block.noise)
    for path in sorted((ROOT / "data" / "graph" / "answers").glob("*.md")):
        yield path.read_text("utf-8").split("---", 2)[-1]


def with_facts(known: Knowledge, count: int, seed: int = 0) -> Knowledge:
    """The knowledge with so many facts: some taken away, or others made."""
    chance = random.Random(seed)
    if count <= len(known.facts):
        kept = set(chance.sample(sorted(known.facts), count))
        return replace(known, facts={key: fact for key, fact in known.facts.items() if key in kept})

    def word() -> str:
        syllables = (chance.choice(_ONSETS) + chance.choice(_NUCLEI) for _ in range(3))
        return "".join(syllables) + chance.choice(_ONSETS)

    def han() -> str:
        return "".join(chance.choice(_HAN) for _ in range(2))

    models = [fact for fact in known.facts.values() if fact.values or known.relations[fact.relation].values]
    some = next(iter(known.concepts.values()))
    facts, concepts, parted = dict(known.facts), dict(known.concepts), dict(known.parted)
    for number in range(count - len(facts)):
        model = chance.choice(models)
        name, words = f"made-{number}", (word(), han(), word(), han())
        concepts[name] = some.model_copy(
            update={
                "id": name,
                "pref_label": some.pref_label.model_copy(update={"zh": words[1], "en": words[0]}),
                "alt_label": Labels(),
                "hidden_label": Labels(),
                "broader": (),
                "related": (),
                "confused_with": (),
            }
        )
        facts[f"{name}.{model.relation}"] = model.model_copy(
            update={
                "id": f"{name}.{model.relation}",
                "subject": name,
                "cues": words[2:],
                "values": {model.objects[0]: (words[3], words[2])},
                "requires": (),
            }
        )
        parted |= {each: (Alternative(each, ((each,),)),) for each in words[2:]}
    labels = dict(known.labels)
    for each in list(concepts.values())[len(known.concepts) :]:
        labels |= LabelIndex.of([(each.pref_label.zh, each.id), (each.pref_label.en, each.id)])
    return replace(known, facts=facts, concepts=concepts, labels=labels, parted=parted)


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one call."""
    gc.collect()
    began = time.process_time()
    work()
    return time.process_time() - began


def measure(known: Knowledge, data: bytes, other: bytes, count: int) -> Timing:
    """Lint the notes by so many facts, and then others."""
    grounds = linting.Grounds(with_facts(known, count), ledger.fold(()))

    def lint(data: bytes) -> linting.Linted:
        document = sources.read_document(data, "notes.md").document
        assert document is not None
        return linting.lint(document, grounds)

    lint(b"LoRA freezes the weights.")  # what a process does once: tables of characters, the literals of all patterns
    first = seconds(lambda: lint(data))
    middle = data.rindex(b"\n\n", 0, len(data) * 2 // 3)
    edited = seconds(lambda: lint(data[:middle] + " 就这样".encode() + data[middle:]))
    again = seconds(lambda: lint(other)) * len(data) / len(other)
    return Timing(len(grounds.knowledge.facts), first, again, edited, len(lint(data).findings))


def later(known: Knowledge, data: bytes) -> tuple[float, float]:
    """Processor time, in a process behind another one that read the text, of the text with words added in the middle, and of it as it was."""
    middle = data.rindex(b"\n\n", 0, len(data) * 2 // 3)
    edited = data[:middle] + " 就这样".encode() + data[middle:]
    with tempfile.TemporaryDirectory() as folder:
        took: list[float] = []
        for text in (data, edited, data):
            # Knowledge of its own, so that nothing is remembered but what was kept.
            grounds = linting.Grounds(replace(known), ledger.fold(()), key="benchmark")
            claims.keep_in(Path(folder), grounds.knowledge, grounds.key)
            remembered = linting.Remembered(Path(folder), grounds)
            warm = sources.read_document(b"LoRA freezes the weights.", "notes.md").document
            assert warm is not None
            linting.lint(warm, grounds)

            def lint(text: bytes = text, remembered: linting.Remembered = remembered) -> None:
                document = sources.read_document(text, "notes.md").document
                assert document is not None
                remembered.lint(document)

            took.append(seconds(lint))
            remembered.shelf.keep()
            kept = vocabulary_of(grounds.knowledge).kept
            assert kept is not None
            kept.shelf.keep()
    return took[1], took[2]


def style(text: str) -> float:
    """Processor time that proselint takes for a text."""
    CheckRegistry().register_many(style_checks)
    return seconds(lambda: LintFile("notes.md", text).lint())


def start() -> tuple[float, float]:
    """Processor and wall time of `kanwu lint` for one sentence, the best of five.

    With byte code kept, as Python does unless it is told otherwise.
    """
    program = (
        "import resource, subprocess, sys, time; began = time.perf_counter();"
        "subprocess.run([sys.executable, '-m', 'pipeline.faces.cli', 'lint', '-'], input=b'LoRA freezes the weights.', stdout=subprocess.DEVNULL);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); print(used.ru_utime + used.ru_stime, time.perf_counter() - began)"
    )
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", program]
    runs = [
        tuple(map(float, subprocess.check_output(command, cwd=ROOT, env=environment, text=True).split()))
        for _ in range(5)
    ]
    return min(run[0] for run in runs), min(run[1] for run in runs)


def draw(timings: list[Timing], megabytes: float, target: Path) -> None:
    """Seconds a megabyte over the number of facts."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6, 4))
    counts = [each.facts for each in timings]
    axes.plot(counts, [each.seconds / megabytes for each in timings], "o-", label="first text of a process")
    axes.plot(counts, [each.again / megabytes for each in timings], "s-", label="once patterns are compiled")
    axes.set(xlabel="facts", ylabel="seconds a megabyte of notes on one core", xscale="log", ylim=(0, None))
    axes.legend()
    figure.tight_layout()
    figure.savefig(target)


def main() -> None:
    """Print the figures; draw them where a path is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--size", type=float, default=1.0, help="megabytes of notes")
    parser.add_argument("--facts", type=int, nargs="+", default=[400, 4000, 40000])
    options = parser.parse_args()
    known = knowledge.load(ROOT / "data" / "graph", ROOT / ".kanwu").knowledge
    if (kept := user_cache()) is not None:
        regex.keep_in(kept)  # as the command does: from the second run on nothing is compiled
    used, waited = start()
    print(f"kanwu lint of one sentence: {used:.2f} s of processor time, {waited:.2f} s")
    text = notes(int(options.size * 1e6))
    data, other = text.encode(), notes(int(options.size * 1e6), seed=1).encode()
    megabytes = len(data) / 1e6
    timings = [measure(known, data, other, count) for count in sorted({*options.facts, len(known.facts)})]
    for each in timings:
        print(
            f"{each.facts:6} facts{' (as shipped)' if each.facts == len(known.facts) else '':13} {each.seconds / megabytes:5.2f} s/MB first, "
            f"{each.again / megabytes:5.2f} s/MB of other text then, {each.edited / megabytes:5.2f} s/MB of the same once edited; {each.claims} claims"
        )
    made = [each for each in timings if each.facts >= len(known.facts)]
    growth = made[-1].again / made[0].again
    print(f"cost by {made[-1].facts} facts over that by {made[0].facts}: {growth:.2f}")
    changed, same = (each / megabytes for each in later(known, data))
    print(f"in a later process: {changed:.2f} s/MB of the same once edited, {same:.2f} of the same as it was")
    part = text[: len(text) // 5]
    shipped = next(each for each in timings if each.facts == len(known.facts))
    peer = style(part) / (len(part.encode()) / 1e6)
    print(f"proselint takes {peer:.2f} s/MB of the same text; ratio {peer / (shipped.again / megabytes):.2f}")
    if options.plot:
        draw(timings, megabytes, options.plot)


if __name__ == "__main__":
    main()
