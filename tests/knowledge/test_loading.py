"""What an editor's files become, and how a wrong entry is refused."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest

from pipeline import knowledge
from pipeline.knowledge import loading
from pipeline.knowledge.container import fact_digest
from pipeline.models import KanwuError, Problem

SMALL = Path(__file__).parent / "small"


def folder_with(tmp_path: Path, name: str, text: str) -> Path:
    """A copy of the small knowledge with one more file."""
    folder = tmp_path / "graph"
    shutil.copytree(SMALL, folder)
    (folder / name).write_text(text, "utf-8")
    return folder


def faults(tmp_path: Path, name: str, text: str) -> list[Problem]:
    """What is refused when one more file stands in the folder."""
    return [p for p in knowledge.load(folder_with(tmp_path, name, text)).problems if p.path == name]


def test_a_right_folder_has_no_problem() -> None:
    loaded = knowledge.load(SMALL)
    assert loaded.problems == []
    assert loaded.knowledge.facts["zero-2.partitions"].objects == ("optimizer-states", "gradients")


def test_an_arxiv_id_is_text_and_not_a_number() -> None:
    """1910.02054 read as a number would lose nothing, 1910.02050 its last digit."""
    citation = knowledge.load(SMALL).knowledge.facts["zero-2.partitions"].citations[0]
    assert citation.arxiv == "1910.02054"


def test_an_unknown_subject_is_refused_at_its_line(tmp_path: Path) -> None:
    text = "- id: zero-9.partitions\n  subject: zero-9\n  relation: partitions\n  objects: [gradients]\n  statement: {zh: 一, en: a}\n"
    [problem] = faults(tmp_path, "facts/more.yaml", text)
    assert (problem.line, problem.expected) == (2, "the id of a concept")
    assert problem.remedy


def test_an_object_outside_of_the_range_is_refused_and_the_range_is_named(tmp_path: Path) -> None:
    text = "- id: zero.partitions\n  subject: zero\n  relation: partitions\n  objects:\n    - gradient\n  statement: {zh: 一, en: a}\n"
    [problem] = faults(tmp_path, "facts/more.yaml", text)
    assert problem.line == 4
    assert "gradients" in problem.expected and "'gradient'" in problem.found


def test_a_refused_fact_leaves_the_others_standing(tmp_path: Path) -> None:
    text = "- id: zero.partitions\n  subject: zero\n- id: zero.stands-for\n  subject: zero\n  relation: stands-for\n  objects: [Zero Redundancy Optimizer]\n  statement: {zh: 一, en: a}\n"
    loaded = knowledge.load(folder_with(tmp_path, "facts/more.yaml", text))
    assert "zero.stands-for" in loaded.knowledge.facts
    assert {p.line for p in loaded.problems} == {1}


def test_an_id_that_stands_twice_is_refused_with_both_places(tmp_path: Path) -> None:
    text = "- {id: zero-2.partitions, subject: zero-2, relation: partitions, objects: [parameters], statement: {zh: 一, en: a}}\n"
    [problem] = faults(tmp_path, "facts/more.yaml", text)
    assert problem.line == 1 and "facts/all.yaml:2" in problem.found


def test_yaml_that_does_not_parse_names_the_line(tmp_path: Path) -> None:
    [problem] = faults(tmp_path, "facts/more.yaml", "- id: a.b\n  objects: [one\n  x: {\n")
    assert problem.line is not None and problem.expected == "YAML"


def test_a_pattern_that_does_not_compile_is_named(tmp_path: Path) -> None:
    text = '- id: r\n  kind: closed-set\n  label: {zh: 一, en: a}\n  cues:\n    - "good"\n    - "(open"\n'
    [problem] = faults(tmp_path, "relations/more.yaml", text)
    assert problem.line == 6 and "(open" in problem.found


def test_a_set_of_words_that_nobody_defined_is_named(tmp_path: Path) -> None:
    text = '- id: r\n  kind: closed-set\n  label: {zh: 一, en: a}\n  cues: ["{nothing-such}"]\n'
    [problem] = faults(tmp_path, "relations/more.yaml", text)
    assert "nothing-such" in problem.found


def test_one_spelling_names_one_concept(tmp_path: Path) -> None:
    """`ZeRO 2` is ZeRO-2: a second owner would make every reading of it a guess."""
    text = "- {id: other, prefLabel: {zh: 其他, en: other}, altLabel: {en: [zero 2]}, definition: {zh: 一, en: a}}\n"
    loaded = knowledge.load(folder_with(tmp_path, "concepts/more.yaml", text))
    [problem] = [p for p in loaded.problems if p.path == "concepts/more.yaml"]
    assert "zero-2" in problem.found
    assert [m.concept for m in loaded.knowledge.mentions("zero 2")] == ["zero-2"]


def test_broader_runs_in_no_circle(tmp_path: Path) -> None:
    text = "- {id: x, prefLabel: {zh: 甲, en: x}, definition: {zh: 一, en: a}, broader: [y]}\n- {id: y, prefLabel: {zh: 乙, en: y}, definition: {zh: 一, en: a}, broader: [x]}\n"
    loaded = knowledge.load(folder_with(tmp_path, "concepts/more.yaml", text))
    assert [p.expected for p in loaded.problems] == ["broader concepts without a circle"]
    above = loaded.knowledge.ancestors
    assert not ("x" in above["y"] and "y" in above["x"])


def test_related_holds_both_ways_and_excludes_broader(tmp_path: Path) -> None:
    text = (
        "- {id: x, prefLabel: {zh: 甲, en: x}, definition: {zh: 一, en: a}, broader: [zero], related: [lora, zero]}\n"
    )
    loaded = knowledge.load(folder_with(tmp_path, "concepts/more.yaml", text))
    assert "x" in loaded.knowledge.concepts["lora"].related
    assert [p.expected for p in loaded.problems] == ["related concepts that are not broader or narrower ones"]


def test_a_quote_is_at_most_twenty_words(tmp_path: Path) -> None:
    quote = " ".join(["word"] * 21)
    text = f"- id: zero.stands-for\n  subject: zero\n  relation: stands-for\n  objects: [Zero Redundancy Optimizer]\n  statement: {{zh: 一, en: a}}\n  citations:\n    - title: T\n      quote: {quote}\n"
    [problem] = faults(tmp_path, "facts/more.yaml", text)
    assert problem.line == 8 and "21 words" in problem.found


def test_an_arxiv_id_carries_the_title_of_its_paper_alone(tmp_path: Path) -> None:
    def fact(relation: str, title: str) -> str:
        return (
            f"- id: zero.{relation}\n  subject: zero\n  relation: {relation}\n  objects: [Zero Redundancy Optimizer]\n"
            f"  statement: {{zh: 一, en: a}}\n  citations:\n    - title: {title}\n      arxiv: '1234.56789'\n      how: memory\n"
        )

    relations = "".join(f"- {{id: {r}, kind: expansion, label: {{zh: 称, en: named}}}}\n" for r in ("a", "b", "c"))
    folder = folder_with(tmp_path, "relations/more.yaml", relations)
    titles = {"a": "A paper of sharding", "b": "Notes on sharding", "c": "A Paper of Sharding"}
    (folder / "facts").mkdir(exist_ok=True)
    (folder / "facts" / "titles.yaml").write_text("".join(fact(r, title) for r, title in titles.items()), "utf-8")
    [problem] = knowledge.load(folder).problems
    assert "Notes on sharding" in problem.found and "`url`" in problem.remedy


def test_a_snippet_that_nobody_wrote_is_reported(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path,
        "facts/more.yaml",
        "- {id: zero.stands-for, subject: zero, relation: stands-for, objects: [a b], statement: {zh: 一, en: a}, snippet: none_such}\n",
    )
    snippets = tmp_path / "snippets"
    snippets.mkdir()
    [problem] = knowledge.load(folder, snippets=snippets).problems
    assert "none_such" in problem.found


def test_the_cache_gives_back_what_the_files_say_and_notices_every_change(tmp_path: Path) -> None:
    folder, cache = folder_with(tmp_path, "facts/more.yaml", "[]\n"), tmp_path / "cache"
    first = knowledge.load(folder, cache)
    again = knowledge.load(folder, cache)
    assert again.knowledge.digest == first.knowledge.digest
    assert dict(again.knowledge.labels) == dict(first.knowledge.labels)
    path = folder / "facts" / "all.yaml"
    path.write_text(path.read_text("utf-8").replace("切分优化器状态和梯度。", "切分两样。"), "utf-8")
    assert knowledge.load(folder, cache).knowledge.facts["zero-2.partitions"].statement.zh == "ZeRO-2 切分两样。"


def test_files_that_nobody_touched_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever lints one sentence does not wait for four hundred files; what was touched is read, however alike it looks."""
    folder, cache = folder_with(tmp_path, "facts/more.yaml", "[]\n"), tmp_path / "cache"
    path = folder / "facts" / "all.yaml"
    monkeypatch.setattr(loading, "time", lambda: path.stat().st_ctime + 3600)
    knowledge.load(folder, cache)
    read: list[Path] = []
    whole = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: read.append(self) or whole(self))
    knowledge.load(folder, cache)
    assert path not in read
    text = path.read_text("utf-8")
    edited = text.replace("切分优化器状态和梯度。", "切分优化器状态或梯度。")
    assert len(edited) == len(text) != 0 and edited != text
    path.write_text(edited, "utf-8")
    read.clear()
    assert (
        knowledge.load(folder, cache).knowledge.facts["zero-2.partitions"].statement.zh
        == "ZeRO-2 切分优化器状态或梯度。"
    )
    assert path in read


def test_what_was_touched_just_now_is_read_again(tmp_path: Path) -> None:
    """A file system may give two changes one time: until its clock has gone on, times tell nothing."""
    folder, cache = folder_with(tmp_path, "facts/more.yaml", "[]\n"), tmp_path / "cache"
    knowledge.load(folder, cache)
    assert (cache / "knowledge.jsonl").exists()
    assert not (cache / "knowledge.seen").exists()


COMPILE = (
    "import sys; from pathlib import Path; from pipeline import knowledge; from pipeline.knowledge import patterns\n"
    "taken = []; apart = patterns.taken_apart\n"
    "patterns.taken_apart = lambda given: taken.append(given) or apart(given)\n"
    "knowledge.load(Path(sys.argv[1]), Path(sys.argv[2])); print(len(taken))"
)


def compiled(folder: Path, cache: Path, seed: str = "0") -> tuple[int, bytes]:
    """How many alternatives a new process takes apart, and the cache that it leaves."""
    line = [sys.executable, "-c", COMPILE, str(folder), str(cache)]
    taken = int(subprocess.check_output(line, env={**os.environ, "PYTHONHASHSEED": seed}))
    return taken, (cache / "knowledge.jsonl").read_bytes()


def test_after_an_edit_only_new_patterns_are_taken_apart(tmp_path: Path) -> None:
    """An editor waits for the rest; what is kept is what would be made from nothing."""
    folder, cache = folder_with(tmp_path, "facts/more.yaml", "[]\n"), tmp_path / "cache"
    every, _ = compiled(folder, cache)
    assert every > 50
    path = folder / "facts" / "all.yaml"
    path.write_text(path.read_text("utf-8").replace("切分优化器状态和梯度。", "切分两样。"), "utf-8")
    words, edited = compiled(folder, cache)
    assert words * 5 < every, "only sets of words, which have no line of their own"
    assert edited == compiled(folder, tmp_path / "anew")[1]
    relations = folder / "relations" / "all.yaml"
    text = relations.read_text("utf-8")
    first = next(line for line in text.splitlines() if "cues:" in line)
    relations.write_text(text.replace(first, first.replace("[", '["整整齐齐地放", ', 1), 1), "utf-8")
    taken, edited = compiled(folder, cache)
    assert taken == words + 1
    assert edited == compiled(folder, tmp_path / "anew-2")[1]


def test_a_changed_set_of_words_is_read_by_all_patterns_that_name_it(tmp_path: Path) -> None:
    folder, cache = folder_with(tmp_path, "facts/more.yaml", "[]\n"), tmp_path / "cache"
    every, _ = compiled(folder, cache)
    words = folder / "relations" / "words.yaml"
    words.write_text(words.read_text("utf-8").replace("切分|", "切分|掰开|", 1), "utf-8")
    taken, edited = compiled(folder, cache)
    assert taken == every + 1
    assert "掰开".encode() in edited


def test_what_a_package_compiled_is_read_and_nothing_is_compiled_again(tmp_path: Path) -> None:
    """Whoever installs a wheel waits for nothing, where nothing can be kept, either; what an editor changed counts."""
    folder, cache = folder_with(tmp_path, "facts/more.yaml", "[]\n"), tmp_path / "cache"
    _, whole = compiled(folder, tmp_path)
    line = [sys.executable, "-c", COMPILE, str(folder), str(cache)]
    assert int(subprocess.check_output(line)) == 0
    assert not (cache / "knowledge.jsonl").exists()
    assert len(knowledge.load(folder).knowledge.facts) == 18
    for other in (whole[:-2] + b"x}", b""):
        (tmp_path / "knowledge.jsonl").write_bytes(other)
        assert knowledge.load(folder).knowledge.facts["zero-2.partitions"].statement.zh
    (tmp_path / "knowledge.jsonl").write_bytes(whole)
    path = folder / "facts" / "all.yaml"
    path.write_text(path.read_text("utf-8").replace("切分优化器状态和梯度。", "切分两样。"), "utf-8")
    assert "切分两样" in knowledge.load(folder, cache).knowledge.facts["zero-2.partitions"].statement.zh
    assert (cache / "knowledge.jsonl").exists()


def test_a_broken_cache_is_no_cache(tmp_path: Path) -> None:
    """Of a file that a full disk or a bad sector left nothing is believed, not even what could be read of it."""
    kept = tmp_path / "knowledge.jsonl"
    knowledge.load(SMALL, tmp_path)
    whole = kept.read_bytes()
    word = "切分".encode()
    for broken in (b"", b"{", whole[: len(whole) // 2], whole.replace(word, "保存".encode(), 1), whole[:-2] + b"x}"):
        assert broken != whole
        kept.write_bytes(broken)
        assert len(knowledge.load(SMALL, tmp_path).knowledge.facts) == 18
        assert kept.read_bytes() == whole, "it is made again"


def test_the_linter_opens_the_cache_without_yaml_and_at_once(tmp_path: Path) -> None:
    """Whoever lints on every save waits for this."""
    knowledge.load(SMALL, tmp_path)
    code = (
        "import sys; from pathlib import Path; from pipeline import knowledge; "
        f"k = knowledge.load(Path({str(SMALL)!r}), Path({str(tmp_path)!r})); "
        "assert len(k.knowledge.facts) == 18; assert 'yaml' not in sys.modules; "
        "import gc; from pipeline.models import Fact; gc.unfreeze(); "
        "made = lambda: sum(type(each) is Fact for each in gc.get_objects()); "
        "assert made() == 0, 'a fact is read when somebody asks for it'; "
        "assert k.knowledge.facts_of('zero-2', 'partitions'); assert 0 < made() < 18; "
        "from pipeline.models import Concept, Relation; k.knowledge.ancestors, k.knowledge.expansions, k.knowledge.kinds; "
        "assert not [each for each in gc.get_objects() if type(each) in (Concept, Relation)]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    started = perf_counter()
    knowledge.load(SMALL, tmp_path)
    assert perf_counter() - started < 0.1


def test_an_answer_goes_stale_when_a_fact_that_it_names_changes() -> None:
    known = knowledge.load(SMALL).knowledge
    answer = known.answers["zero-stages"]
    assert knowledge.stale_facts(answer, known) == ("zero-2.partitions",)
    today = answer.model_copy(
        update={"fact_digests": {"zero-2.partitions": fact_digest(known.facts["zero-2.partitions"])}}
    )
    assert knowledge.stale_facts(today, known) == ()


def test_a_new_answer_begins_with_the_facts_about_its_concepts() -> None:
    known = knowledge.load(SMALL).knowledge
    text = knowledge.template_answer("zero-stages", known)
    assert f'zero-3.partitions: "{fact_digest(known.facts["zero-3.partitions"])}"' in text


def test_a_new_fact_about_nothing_known_names_what_may_be_meant() -> None:
    known = knowledge.load(SMALL).knowledge
    assert "relation: partitions" in knowledge.template_fact("zero-2", "partitions", known)
    with pytest.raises(KanwuError, match="zero-2"):
        knowledge.template_fact("zero2", "partitions", known)
