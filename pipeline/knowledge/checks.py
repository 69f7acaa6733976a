"""What entries must be to one another: the cross checks of the knowledge, each refused with its remedy.

Apart from reading, because these rules are about the whole: one label names one concept, a fact speaks of a concept
and a relation that exist, SKOS's `broader` has no circle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipeline import regex as re
from pipeline.knowledge.container import Knowledge, Loaded
from pipeline.knowledge.labels import LabelIndex, squeeze
from pipeline.knowledge.literals import Alternative
from pipeline.knowledge.numbers import parse
from pipeline.knowledge.patterns import PatternError, parted
from pipeline.models import Answer, Concept, Fact, Problem, QuestionEntry, Record, Relation, TrendWording

if TYPE_CHECKING:
    from pipeline.knowledge.loading import Entries, Entry

R = TypeVar("R", bound=Record)

_CJK = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’.\-]*")


Parted = Mapping[str, tuple[Alternative, ...]]
"""Patterns to their alternatives."""


def check_all(
    entries: Entries, snippets: Path | None, earlier: Callable[[Mapping[str, tuple[str, ...]]], Parted]
) -> Loaded:
    """Hold the entries against one another; those that are right, and a problem for each that is not.

    `earlier` gives the patterns that were found right before, with these words.
    """
    problems = entries.problems
    words = _words(entries)
    concepts = _concepts(entries)
    right = _Patterns(words, problems, earlier(words))
    relations = _relations(entries, right)
    facts = _facts(entries, concepts, relations, right, snippets)
    questions = _questions(entries, concepts)
    answers = _answers(entries, questions, facts)
    labels = LabelIndex.of((label, concept.id) for concept in concepts.values() for label in labels_of(concept))
    knowledge = Knowledge(
        concepts=concepts, relations=relations, words=words, facts=facts, questions=questions, answers=answers, labels=labels,
        parted=right.parted,
    )  # fmt: skip
    return Loaded(knowledge, sorted(problems, key=lambda p: (p.path, p.line or 0, p.expected, p.found)))


def labels_of(concept: Concept) -> list[str]:
    """Every spelling of a concept, the preferred ones first."""
    return [
        concept.pref_label.zh, concept.pref_label.en, *concept.alt_label.zh, *concept.alt_label.en,
        *concept.hidden_label.zh, *concept.hidden_label.en,
    ]  # fmt: skip


class _Patterns:
    """Which patterns are right; to tell, each is taken apart, and what comes of that is kept."""

    def __init__(self, words: Mapping[str, tuple[str, ...]], problems: list[Problem], earlier: Parted) -> None:
        self._words = words
        self._problems = problems
        self._earlier = earlier
        self.parted: dict[str, tuple[Alternative, ...]] = {}

    def accepts(self, pattern: str, path: str, line: int | None) -> bool:
        """Whether a pattern compiles and matches no empty text; a problem where it does not."""
        if pattern in self.parted:
            return True
        try:
            self.parted[pattern] = self._earlier.get(pattern) or parted(pattern, self._words)
        except PatternError as error:
            self._problems.append(
                Problem(
                    path=path,
                    line=line,
                    expected="a pattern as data/graph/README.md describes it",
                    found=f"{pattern!r}: {error}",
                    remedy="Correct the pattern; until then it counts as absent.",
                )
            )
            return False
        return True


def _words(entries: Entries) -> dict[str, tuple[str, ...]]:
    right = _Patterns(entries.words, entries.problems, {})
    good: dict[str, tuple[str, ...]] = {}
    for name, patterns in sorted(entries.words.items()):
        place = entries.word_places[name]
        good[name] = tuple(each for each in patterns if right.accepts(each, place.path, place.line))
    return {name: patterns for name, patterns in good.items() if patterns}


def _concepts(entries: Entries) -> dict[str, Concept]:
    problems = entries.problems
    found: dict[str, Concept] = {}
    owner: dict[str, str] = {}
    for entry in entries.concepts.values():
        concept: Concept = entry.record
        written: dict[str, str] = {}
        for kind, alias in (("pref_label", "prefLabel"), ("alt_label", "altLabel"), ("hidden_label", "hiddenLabel")):
            value = getattr(concept, kind)
            spellings = [value.zh, value.en] if kind == "pref_label" else [*value.zh, *value.en]
            for label in spellings:
                first = owner.setdefault(squeeze(label), concept.id)
                if first != concept.id:
                    problems.append(
                        _fault(
                            entry,
                            (alias,),
                            "a spelling that belongs to one concept",
                            f"{label!r} of {concept.id}, which {first} has",
                            "Keep it where it belongs; until then it counts for the first one.",
                        )
                    )
                elif written.setdefault(label, alias) != alias:
                    problems.append(
                        _fault(
                            entry,
                            (alias,),
                            "a spelling that stands in one of the three label kinds",
                            f"{label!r} of {concept.id}, already a {written[label]}",
                            "Keep one of the two.",
                        )
                    )
        found[concept.id] = concept
    for entry in entries.concepts.values():
        concept = entry.record
        known = {name: _existing(entry, name, getattr(concept, field), found, problems) for name, field in _LINKS}
        found[concept.id] = concept.model_copy(
            update={"broader": known["broader"], "related": known["related"], "confused_with": known["confusedWith"]}
        )
    _without_circles(entries, found)
    _related(entries, found)
    return found


_LINKS = (("broader", "broader"), ("related", "related"), ("confusedWith", "confused_with"))


def _existing(
    entry: Entry, name: str, ids: Sequence[str], concepts: Mapping[str, Concept], problems: list[Problem]
) -> tuple[str, ...]:
    kept = []
    for i, each in enumerate(ids):
        if each in concepts and each != entry.record.id:
            kept.append(each)
        else:
            problems.append(
                _fault(
                    entry, (name, i), "the id of another concept", f"{each!r} in {entry.record.id}",
                    "Write that concept, or take it out; until then the link counts as absent.",
                )
            )  # fmt: skip
    return tuple(dict.fromkeys(kept))


def _above(concept: str, concepts: Mapping[str, Concept]) -> set[str]:
    above: set[str] = set()
    todo = [concept]
    while todo:
        for broader in concepts[todo.pop()].broader:
            if broader not in above:
                above.add(broader)
                todo.append(broader)
    return above


def _without_circles(entries: Entries, found: dict[str, Concept]) -> None:
    for name, concept in list(found.items()):
        for broader in concept.broader:
            if broader == name or name in _above(broader, found):
                kept = tuple(each for each in found[name].broader if each != broader)
                found[name] = found[name].model_copy(update={"broader": kept})
                entries.problems.append(
                    _fault(
                        entries.concepts[name], ("broader",), "broader concepts without a circle",
                        f"{name} below {broader} and {broader} below {name}",
                        "Take one of the links out; until then this one counts as absent.",
                    )
                )  # fmt: skip


def _related(entries: Entries, found: dict[str, Concept]) -> None:
    """`related` is symmetric by definition: who names one end has named both. It excludes `broader` (SKOS S27)."""
    ends: dict[str, set[str]] = {name: set() for name in found}
    for name, concept in found.items():
        for other in concept.related:
            if other in _above(name, found) or name in _above(other, found):
                entries.problems.append(
                    _fault(
                        entries.concepts[name], ("related",), "related concepts that are not broader or narrower ones",
                        f"{other!r} in {name}", "Take it out of related; until then it counts as absent there.",
                    )
                )  # fmt: skip
                continue
            ends[name].add(other)
            ends[other].add(name)
    for name, others in ends.items():
        found[name] = found[name].model_copy(update={"related": tuple(sorted(others))})


def _relations(entries: Entries, right: _Patterns) -> dict[str, Relation]:
    found: dict[str, Relation] = {}
    for entry in entries.relations.values():
        relation: Relation = entry.record
        if relation.kind in ("number", "expansion") and relation.values:
            entries.problems.append(
                _fault(
                    entry, ("values",), f"no values in a relation of kind {relation.kind}", f"values in {relation.id}",
                    "Take them out: the literals themselves are the range.",
                )
            )  # fmt: skip
        update = {
            "cues": _good_patterns(entry, ("cues",), relation.cues, right),
            "unit": _good_patterns(entry, ("unit",), relation.unit, right),
            "counters": _good_patterns(entry, ("counters",), relation.counters, right),
            "values": _good_values(entry, relation.values, right),
            "ratio": _good_record(entry, "ratio", relation.ratio, right),
            "trend": _good_trend(entry, relation, right, entries.problems),
        }
        found[relation.id] = relation.model_copy(update=update)
    return found


def _good_patterns(
    entry: Entry,
    at: tuple[str | int, ...],
    patterns: Sequence[str],
    right: _Patterns,
) -> tuple[str, ...]:
    return tuple(each for i, each in enumerate(patterns) if right.accepts(each, entry.at.path, entry.line(*at, i)))


def _good_values(
    entry: Entry,
    values: Mapping[str, tuple[str, ...]],
    right: _Patterns,
) -> dict[str, tuple[str, ...]]:
    return {
        value: _good_patterns(entry, ("values", value), patterns, right) for value, patterns in sorted(values.items())
    }


def _good_record(entry: Entry, at: str, record: R | None, right: _Patterns) -> R | None:
    """A record of patterns without those that do not compile."""
    if record is None:
        return None
    named = ((name, getattr(record, name)) for name in type(record).model_fields)
    good = {
        name: _good_patterns(entry, (at, name), patterns, right)
        for name, patterns in named
        if isinstance(patterns, tuple)
    }
    return record.model_copy(update=good)


def _good_trend(entry: Entry, relation: Relation, right: _Patterns, problems: list[Problem]) -> TrendWording | None:
    """The trend of a relation; None where it gives values that the relation does not have."""
    trend = _good_record(entry, "trend", relation.trend, right)
    if trend is None:
        return None
    for name in ("same", "inverse", "unchanged"):
        value = getattr(trend, name)
        if value and value not in relation.values:
            problems.append(
                _fault(
                    entry, ("trend", name), f"a value of {relation.id}: {', '.join(sorted(relation.values))}", repr(value),
                    "Name one of them, or add it to values (a list of patterns, [] where the trend alone says it); "
                    "until then the trend counts as absent.",
                )
            )  # fmt: skip
            return None
    return trend


def _facts(
    entries: Entries,
    concepts: Mapping[str, Concept],
    relations: Mapping[str, Relation],
    right: _Patterns,
    snippets: Path | None,
) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    for entry in entries.facts.values():
        fact: Fact = entry.record
        faults = list(_faults_of(entry, fact, concepts, relations))
        entries.problems.extend(faults)
        if faults:
            continue
        qualifier = fact.id.partition("@")[2]
        update = {
            "qualifier": fact.qualifier or qualifier,
            "cues": _good_patterns(entry, ("cues",), fact.cues, right),
            "requires": _good_patterns(entry, ("requires",), fact.requires, right),
            "values": _good_values(entry, fact.values, right),
        }
        found[fact.id] = fact.model_copy(update=update)
        for i, citation in enumerate(fact.citations):
            if (count := word_count(citation.quote)) > 20:
                entries.problems.append(
                    _fault(
                        entry, ("citations", i, "quote"), "at most twenty words", f"{count} words in {fact.id}",
                        "Keep the words that decide.",
                    )
                )  # fmt: skip
            if citation.how != "memory" and not citation.on:
                entries.problems.append(
                    _fault(
                        entry, ("citations", i), "the day of the check in `on`", f"none in {fact.id}",
                        "Write the day, or `how: memory`; until then the citation counts as unchecked.",
                    )
                )  # fmt: skip
        if snippets is not None and fact.snippet and not (snippets / f"{fact.snippet}.py").is_file():
            entries.problems.append(
                _fault(
                    entry, ("snippet",), "the name of a snippet", f"{fact.snippet!r} in {fact.id}",
                    "Write that snippet, or take the line out.",
                )
            )  # fmt: skip
    _one_title_a_paper(entries, found)
    return found


def _one_title_a_paper(entries: Entries, facts: Mapping[str, Fact]) -> None:
    """An arXiv id carries the title of its paper and no other.

    A citation shows its id and links there. With the title of a note or a README it would send the reader
    to a paper in which the quoted words do not stand.
    """
    titles: dict[str, Counter[str]] = {}
    for fact in facts.values():
        for citation in fact.citations:
            if citation.arxiv:
                titles.setdefault(citation.arxiv, Counter())[_letters(citation.title)] += 1
    usual = {arxiv: min(found, key=lambda t: (-found[t], t)) for arxiv, found in titles.items() if len(found) > 1}
    for fact in facts.values():
        for i, citation in enumerate(fact.citations):
            if citation.arxiv in usual and _letters(citation.title) != usual[citation.arxiv]:
                entries.problems.append(
                    _fault(
                        entries.facts[fact.id], ("citations", i, "title"),
                        f"the title that other citations of arXiv:{citation.arxiv} carry", f"{citation.title!r} in {fact.id}",
                        "Write the paper's title; a page that is not the paper gets its `url` and no `arxiv`.",
                    )
                )  # fmt: skip


def _letters(title: str) -> str:
    return "".join(c for c in title.casefold() if c.isalnum())


def _faults_of(
    entry: Entry, fact: Fact, concepts: Mapping[str, Concept], relations: Mapping[str, Relation]
) -> Iterable[Problem]:
    """What makes a fact one that cannot be used."""
    subject, _, rest = fact.id.partition(".")
    name = rest.partition("@")[0]
    if (subject, name) != (fact.subject, fact.relation):
        yield _fault(
            entry, ("id",), f"the id {fact.subject}.{fact.relation}", fact.id,
            "An id is subject.relation[@qualifier]; make the three agree.",
        )  # fmt: skip
    if fact.subject not in concepts:
        yield _fault(entry, ("subject",), "the id of a concept", repr(fact.subject), "Write that concept.")
    relation = relations.get(fact.relation)
    if relation is None:
        yield _fault(entry, ("relation",), "the id of a relation", repr(fact.relation), "Write that relation.")
        return
    if not fact.objects:
        yield _fault(entry, ("objects",), "at least one object", f"none in {fact.id}", "Say what holds.")
    for key, objects in [("objects", fact.objects), *((f"myths.{i}", m.objects) for i, m in enumerate(fact.myths))]:
        at: tuple[str | int, ...] = ("objects",) if key == "objects" else ("myths", int(key.partition(".")[2]))
        for each in objects:
            if relation.kind == "number":
                right, wanted = parse(each) is not None, "a number, as in `15 %` or `4096`"
            elif relation.kind == "expansion":
                right, wanted = bool(each.strip()), "the words of the expansion"
            else:
                known = {*relation.values, *fact.values}
                right, wanted = each in known, f"a value of {relation.id} ({', '.join(sorted(known))})"
            if not right:
                yield _fault(entry, at, wanted, f"{each!r} in {fact.id}", "Add it to the values, or correct it.")
    for i, myth in enumerate(fact.myths):
        if set(myth.objects) <= set(fact.objects):
            yield _fault(
                entry, ("myths", i), "a myth that says something wrong", f"{list(myth.objects)} in {fact.id}",
                "Name the wrong objects alone.",
            )  # fmt: skip


def _questions(entries: Entries, concepts: Mapping[str, Concept]) -> dict[str, QuestionEntry]:
    found: dict[str, QuestionEntry] = {}
    for key, entry in entries.questions.items():
        question: QuestionEntry = entry.record
        for field, ids, table in (
            ("concepts", question.concepts, concepts),
            ("next", question.next, entries.questions),
            ("replacedBy", (question.replaced_by,) if question.replaced_by else (), entries.questions),
        ):
            for each in ids:
                if each not in table:
                    entries.problems.append(
                        _fault(
                            entry, (field,), "an id that exists", f"{each!r} in {key}",
                            "Write that entry, or take it out; until then the link counts as absent.",
                        )
                    )  # fmt: skip
        found[key] = question.model_copy(
            update={
                "concepts": tuple(each for each in question.concepts if each in concepts),
                "next": tuple(each for each in question.next if each in entries.questions),
                "replaced_by": question.replaced_by if question.replaced_by in entries.questions else None,
            }
        )
    return found


def _answers(entries: Entries, questions: Mapping[str, QuestionEntry], facts: Mapping[str, Fact]) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for key, entry in entries.answers.items():
        answer: Answer = entry.record
        for field, ids, table in (
            ("question", (answer.question,), questions),
            ("facts", answer.facts, facts),
            ("next", answer.next, questions),
        ):
            for each in ids:
                if each not in table:
                    entries.problems.append(
                        _fault(entry, (field,), "an id that exists", repr(each), "Write that entry, or correct the id.")
                    )
        if answer.question in questions:
            found[key] = answer.model_copy(update={"next": tuple(each for each in answer.next if each in questions)})
    return found


def word_count(quote: str) -> int:
    """Words of a quote; two Chinese characters count as one."""
    return len(_LATIN.findall(quote)) + -(-len(_CJK.findall(quote)) // 2)


def _fault(entry: Entry, at: tuple[str | int, ...], expected: str, found: str, remedy: str) -> Problem:
    return Problem(path=entry.at.path, line=entry.line(*at), expected=expected, found=found, remedy=remedy)
