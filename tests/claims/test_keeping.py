"""What an earlier process understood of a unit is what this one would.

Who would be hurt: an author, if a note were reported by what stood there yesterday, or by what was known then.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import knowledge, ledger, linting, sources
from pipeline.claims import keeping, reading
from pipeline.claims.keeping import FILE, Kept
from pipeline.claims.vocabulary import vocabulary_of
from pipeline.knowledge import Knowledge
from tests.shipped import shipped_knowledge

ROOT = Path(__file__).parents[2]
FILLER = "Nothing is said of anything here, and at some length, so that it is worth looking up.\n\n" * 30


class Process:
    """A process that reads texts: what it knows is its own, so that it remembers nothing of another one."""

    def __init__(self, folder: Path | None, known: Knowledge | None = None, key: str = "known") -> None:
        self.known = replace(known or shipped_knowledge())
        if folder is not None:
            vocabulary_of(self.known).kept = Kept(folder, key)

    def found(self, text: str) -> list[str]:
        """All that is found in a text, as JSON."""
        document = sources.read_document(text.encode(), "notes.md").document
        assert document is not None
        linted = linting.lint(document, linting.Grounds(self.known, ledger.fold(())))
        return [each.model_dump_json() for each in linted.findings]

    def end(self) -> None:
        kept = vocabulary_of(self.known).kept
        assert kept is not None
        kept.shelf.keep()


@pytest.fixture(name="understood")
def _understood(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The units that were read, not looked up."""
    units: list[str] = []
    understand = reading._Reader._understand

    def counted(self: reading._Reader, unit: reading.Unit, *rest: object) -> reading.Understood:
        units.append(unit.raw)
        return understand(self, unit, *rest)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(reading._Reader, "_understand", counted)
    yield units


def texts() -> list[str]:
    """Shipped answers and documents: right ones, wrong ones, doubtful ones, and such as speak of what stood before."""
    answers = sorted((ROOT / "data" / "graph" / "answers").glob("*.md"))[::12]
    written = "\n\n".join(each.read_text("utf-8").split("---", 2)[-1] for each in answers)
    rows = [*map(json.loads, (ROOT / "tests" / "gold" / "unseen.jsonl").read_text("utf-8").splitlines()[::150])]
    said = [row["text"] for row in rows]
    # Answers that name nobody, under their questions.
    said += [f"# {row['topic']}\n\n{row['text'].partition(' ')[2]}" for row in rows[::3] if row["text"].isascii()]
    lines = ["\n\n".join([*said[at : at + 8], FILLER]) for at in range(0, len(said), 8)]
    documents = [(ROOT / "data" / "raw" / name).read_text("utf-8") for name in ("faq-english.md", "study-notes.md")]
    return [written, *lines, *documents]


def test_a_later_process_finds_the_same_and_reads_nothing(tmp_path: Path, understood: list[str]) -> None:
    every = texts()
    anew = Process(None)
    expected = [anew.found(each) for each in every]
    assert sum('"verdict":"contradicted"' in row for found in expected for row in found) > 5
    assert sum('"verdict":"doubtful"' in row for found in expected for row in found) > 5
    first = Process(tmp_path)
    assert [first.found(each) for each in every] == expected
    first.end()
    understood.clear()
    second = Process(tmp_path)
    assert [second.found(each) for each in every] == expected
    assert understood == []


def test_only_what_was_changed_is_read(tmp_path: Path, understood: list[str]) -> None:
    text = texts()[0]
    first = Process(tmp_path)
    first.found(text)
    first.end()
    edited = text.replace("\n\n", "\n\nZeRO-2 shards the parameters.\n\n", 1)
    expected = Process(None).found(edited)
    understood.clear()
    assert Process(tmp_path).found(edited) == expected
    assert 1 <= len(understood) <= 3 and "ZeRO-2 shards the parameters." in understood


def test_what_was_spoken_of_before_tells_units_apart(tmp_path: Path) -> None:
    """`It` is the heading's subject, unless the text has turned to somebody else."""
    bodies = ["This is the first.", "ZeRO-3 is the last."]
    every = [f"# ZeRO-1\n\n{body}\n\nIt shards the parameters.\n\n# End\n\n{FILLER}" for body in bodies]
    expected = [Process(None).found(each) for each in every]
    assert expected[0] != expected[1]
    for order in (every, every[::-1]):
        process = Process(tmp_path)
        assert [process.found(each) for each in order] == (expected if order is every else expected[::-1])
        process.end()


@pytest.mark.parametrize("changed", ["knowledge", "program"])
def test_what_another_knew_is_not_believed(
    tmp_path: Path, understood: list[str], monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    text = f"LoRA freezes the weights.\n\n{FILLER}"
    first = Process(tmp_path)
    first.found(text)
    first.end()
    understood.clear()
    if changed == "program":
        monkeypatch.setattr(keeping, "program", lambda: "another")
    Process(tmp_path, key="changed" if changed == "knowledge" else "known").found(text)
    assert "LoRA freezes the weights." in understood


@pytest.mark.parametrize("row", [b"", b"[", b"null", b"[[],[[0]]]", b'[[["zero"]],[[0,1.5,0,[],[[1]]]]]', b"{}"])
def test_a_row_that_says_nothing_is_read_anew(tmp_path: Path, row: bytes) -> None:
    text = f"ZeRO-2 shards the parameters.\n\n{FILLER}"
    expected = Process(None).found(text)
    first = Process(tmp_path)
    first.found(text)
    kept = vocabulary_of(first.known).kept
    assert kept is not None
    for key in list(kept.shelf.new):
        kept.shelf.put(key, row)
    first.end()
    assert Process(tmp_path).found(text) == expected


def test_no_more_of_a_text_is_kept_than_its_claims_say(tmp_path: Path) -> None:
    """Who may not show a text may not leave it in a cache either."""
    process = Process(tmp_path)
    process.found(f"Our secret launch of Falconia is on Friday.\n\nZeRO-2 shards the parameters.\n\n{FILLER}")
    kept = vocabulary_of(process.known).kept
    assert kept is not None
    rows = [row[4:].decode() for row in kept.shelf.new.values()]
    assert not any("Falconia" in row or "length" in row for row in rows)
    assert any("parameters" in row and json.loads(row) for row in rows)


def test_a_short_text_opens_no_file(tmp_path: Path) -> None:
    process = Process(tmp_path)
    process.found("ZeRO-2 shards the parameters.")
    process.end()
    assert not (tmp_path / FILE).exists()


def test_explanations_are_read_anew(tmp_path: Path) -> None:
    text = f"ZeRO-2 shards the parameters.\n\n{FILLER}"
    first = Process(tmp_path)
    first.found(text)
    first.end()
    second = Process(tmp_path)
    document = sources.read_document(text.encode(), "notes.md").document
    assert document is not None
    explained = linting.lint(document, linting.Grounds(second.known, ledger.fold(())), explain=True)
    assert explained.sentences
    assert [each.model_dump_json() for each in explained.findings] == second.found(text)


def test_the_key_of_a_knowledge_tells_all_that_was_read(tmp_path: Path) -> None:
    """Also the table of words that weigh: it is no file of text."""
    import shutil

    graph = tmp_path / "graph"
    shutil.copytree(ROOT / "tests" / "knowledge" / "small", graph)
    keys = [knowledge.load(graph).key]
    shutil.copy(ROOT / "data" / "graph" / "likeness.bin", graph)
    keys.append(knowledge.load(graph).key)
    facts = graph / "facts" / "all.yaml"
    facts.write_text(facts.read_text("utf-8") + "\n# looked at\n", "utf-8")
    keys.append(knowledge.load(graph).key)
    assert len(set(keys)) == 3 and all(keys)
    assert knowledge.load(graph).key == keys[-1]
