"""Pairs of all documents to questions: which of them ask the same, under which id, and why.

Apart from `relating`, which sees two questions at a time: here no chain may form. Two clusters are joined only
where every wording of one asks the same as every wording of the other, so that a cluster's diameter is bounded;
known ids come first, and what editors joined or split stands above everything.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.linking.reading import Reading, read
from pipeline.linking.relating import Compared, compare, parted
from pipeline.linking.vocabulary import Known, Vocabulary, compile_names, compile_vocabulary
from pipeline.models import Link, Problem, QAPair, Question, QuestionEntry

RELATED_AT_MOST = 8
"""How many related questions one question names; the likest are kept."""
_BLOCK_AT_MOST = 60
"""A term that more questions share says too little to look for relatives by."""


class Linked(NamedTuple):
    """What linking made of the pairs."""

    questions: list[Question]
    """Known ones first, by id; then provisional ones by their first pair."""
    links: list[Link]
    """Why pairs were merged, and what was found related or part of another; `b` is a question's id where a known
    wording decided."""
    problems: list[Problem]


class Asking(NamedTuple):
    """One wording, with the pairs that ask it in these letters."""

    reading: Reading
    pairs: tuple[QAPair, ...]
    """In document order; empty for a wording that only the knowledge has."""
    known: str | None = None
    """Id of the question that the knowledge says it asks."""
    main: bool = False
    """Whether it is that question's own wording rather than another one listed with it."""
    words: str = ""
    listed: str | None = None
    """Id of the known question under which an editor lists this wording."""


def link(
    pairs: Sequence[QAPair],
    knowledge: Known,
    *,
    merged: Sequence[tuple[str, ...]] = (),
    split: Sequence[tuple[str, ...]] = (),
) -> Linked:
    """Group pairs into questions, by known id where one matches; the order of `pairs` does not matter.

    `merged` and `split` are pair ids that editors joined or held apart; an id that no pair has any more is passed
    over, as its document has gone.
    """
    vocabulary = compile_vocabulary(knowledge.concepts)
    ordered = sorted(pairs, key=lambda p: (p.document, p.question_at.start, p.id))
    by_id = {pair.id: pair for pair in ordered}
    joined = [tuple(i for i in group if i in by_id) for group in sorted(merged)]
    apart = {frozenset((a, b)) for group in split for a in group for b in group if a != b}
    problems: list[Problem] = []
    targets = _targets(knowledge.questions, problems)
    askings = _askings(ordered, knowledge.questions, targets, vocabulary, apart, joined, problems)
    clusters = _Clusters(askings, apart, vocabulary)
    clusters.by_editors(joined, problems)
    clusters.by_knowledge()
    clusters.by_likeness()
    questions, of_asking = _questions(clusters, knowledge, targets, vocabulary)
    links = clusters.reasons(joined)
    questions, found = _relations(questions, of_asking, clusters)
    links += found
    links.sort(key=lambda each: (each.a, each.b, each.relation))
    return Linked(questions, links, problems)


# -------------------------------------------------------------------------------------------- what is asked


def _targets(entries: Mapping[str, QuestionEntry], problems: list[Problem]) -> dict[str, str]:
    """Each known id to the id that stands for it now, redirects followed."""
    targets = {}
    for name in sorted(entries):
        seen = [name]
        while (after := entries[seen[-1]].replaced_by) and after in entries and after not in seen:
            seen.append(after)
        last = entries[seen[-1]].replaced_by
        if last is not None:
            fault = "itself again" if last in seen else f"{last}, which does not exist"
            problems.append(
                Problem(
                    path="questions",
                    expected=f"a question behind the redirect of {name}",
                    found=fault,
                    remedy="Point replacedBy at a question that stands.",
                )
            )
            seen = [name]
        targets[name] = seen[-1]
    return targets


def _askings(
    pairs: Sequence[QAPair],
    entries: Mapping[str, QuestionEntry],
    targets: Mapping[str, str],
    vocabulary: Vocabulary,
    apart: Iterable[frozenset[str]],
    joined: Iterable[tuple[str, ...]],
    problems: list[Problem],
) -> list[Asking]:
    """Every wording once: those of the knowledge first, then those of the documents that it does not have.

    Pairs that an editor decided about stay on their own, so that equal letters do not undo the decision.
    """
    decided = {i for group in (*apart, *joined) for i in group}
    known: dict[str, tuple[str, str, bool]] = {}
    of_wording: dict[str, str] = {}
    for name, entry in sorted(entries.items()):
        if targets[name] == name:
            first = of_wording.setdefault(read(entry.wording, vocabulary).key, name)
            if first != name:
                problems.append(
                    Problem(
                        path="questions",
                        expected=f"a wording that only {first} has",
                        found=f"the same words in {name}: {entry.wording}",
                        remedy="Word one of the two otherwise, or point its replacedBy at the other.",
                    )
                )
    for name, entry in sorted(entries.items()):
        # A wording belongs to the question that it is the wording of, whoever else lists it.
        if (key := read(entry.wording, vocabulary).key) in known and targets[name] != name:
            continue  # an old id that only points elsewhere
        if of_wording.get(key, name) != name and targets[name] == name:
            continue  # the first of two that have one wording keeps it
        known[key] = (targets[name], entry.wording, targets[name] == name)
    for name, entry in sorted(entries.items()):
        for words in entry.aliases:
            known.setdefault(read(words, vocabulary).key, (targets[name], words, False))
    groups: dict[str, list[QAPair]] = defaultdict(list)
    readings: dict[str, Reading] = {}
    for pair in pairs:
        reading = read(pair.question, vocabulary)
        name = f"{reading.key}\x00{pair.id}" if pair.id in decided else reading.key
        readings[name] = reading
        groups[name].append(pair)
    askings = []
    for key, (name, words, main) in sorted(known.items(), key=lambda item: (item[1][0], not item[1][2], item[0])):
        reading, asking = read(words, vocabulary), tuple(groups.pop(key, ()))
        if asking and not main:
            askings.append(Asking(reading, asking, words=asking[0].question, listed=name))
        else:
            askings.append(Asking(reading, asking, name, main, words))
    for key, group in sorted(groups.items()):
        askings.append(Asking(readings[key], tuple(group), words=group[0].question))
    return askings


class _Clusters:
    """The wordings and how they are grouped so far. Comparisons are made once."""

    def __init__(self, askings: list[Asking], apart: set[frozenset[str]], vocabulary: Vocabulary) -> None:
        self.askings = askings
        self.apart = apart
        self.vocabulary = vocabulary
        self.of = list(range(len(askings)))
        self.members: dict[int, list[int]] = {at: [at] for at in range(len(askings))}
        self.edited: dict[int, str] = {}
        self._compared: dict[tuple[int, int], Compared] = {}
        self.seeds: dict[str, int] = {}
        """Id of a known question to the place of its first wording."""
        for at, asking in enumerate(askings):
            if asking.known:
                self._join(self.seeds.setdefault(asking.known, at), at)

    def compared(self, a: int, b: int) -> Compared:
        low, high = min(a, b), max(a, b)
        if (low, high) not in self._compared:
            found = compare(self.askings[low].reading, self.askings[high].reading, self.vocabulary)
            self._compared[low, high] = found
        found = self._compared[low, high]
        if found.whole and a > b:
            return found._replace(whole="b" if found.whole == "a" else "a")
        return found

    def known(self, cluster: int) -> str | None:
        return next((k for i in self.members[cluster] if (k := self.askings[i].known)), None)

    def forbidden(self, a: int, b: int) -> bool:
        """Whether editors hold any pair of one cluster apart from one of the other, or both have an id."""
        if (one := self.known(a)) and (two := self.known(b)) and one != two:
            return True
        if not self.apart:
            return False
        return any(frozenset((p, q)) in self.apart for p in self._pairs(a) for q in self._pairs(b))

    def _pairs(self, cluster: int) -> list[str]:
        return [pair.id for i in self.members[cluster] for pair in self.askings[i].pairs]

    def _join(self, a: int, b: int) -> None:
        first, second = sorted((self.of[a], self.of[b]))
        if first != second:
            for each in self.members[second]:
                self.of[each] = first
            self.members[first] = sorted(self.members[first] + self.members.pop(second))

    def by_editors(self, joined: Iterable[tuple[str, ...]], problems: list[Problem]) -> None:
        place = {pair.id: at for at, asking in enumerate(self.askings) for pair in asking.pairs}
        for group in joined:
            for one in group[1:]:
                a, b = place[group[0]], place[one]
                if self.of[a] != self.of[b] and self.forbidden(self.of[a], self.of[b]):
                    problems.append(
                        Problem(
                            path="ledger",
                            expected=f"pairs {group[0]} and {one} to be free to join",
                            found="a decision to split them, or two minted questions",
                            remedy="Undo one of the decisions, or redirect one question to the other by replacedBy.",
                        )
                    )
                    continue
                self._join(a, b)
                self.edited[a] = self.edited[b] = group[0]

    def by_knowledge(self) -> None:
        """Give pairs to known questions: those that ask the wording, those that an editor lists, those like a listed one.

        A wording that an editor lists has the id, unless something decisive keeps it from the question's own: editors
        list parts and neighbours too. Such a one stays a question of its own, part of the known one. Of the pairs
        that nobody listed, every two that come together must ask the same; the likest to come first has the id.
        """
        index = self._index([at for at, asking in enumerate(self.askings) if asking.known])
        listed: set[int] = set()
        for at, asking in enumerate(self.askings):
            if (seed := self.seeds.get(asking.listed or "")) is None or self.known(self.of[at]):
                continue
            mine, other = self.of[at], self.of[seed]
            apart = parted(asking.reading, self.askings[seed].reading, self.vocabulary)
            if not apart and not self.forbidden(mine, other):
                self._join(at, seed)
                listed.add(at)
        found: list[tuple[int, float, int, int]] = []
        for at, asking in enumerate(self.askings):
            if asking.known is not None or self.known(self.of[at]):
                continue
            for k in self._candidates(at, index):
                if (match := self.compared(at, k)).relation == "same":
                    found.append((not self.askings[k].main, -match.score, at, k))
        for *_, at, k in sorted(found):
            mine, other = self.of[at], self.of[k]
            if mine == other or self.known(mine) or self.forbidden(mine, other):
                continue
            asked = [i for i in self.members[other] if self.askings[i].pairs and i not in listed]
            if all(self.compared(x, y).relation == "same" for x in asked for y in self.members[mine]):
                self._join(at, k)

    def by_likeness(self) -> None:
        """Join clusters of which every two wordings ask the same, the likest first."""
        index = self._index([at for at in range(len(self.askings)) if not self.known(self.of[at])])
        edges = []
        for at in sorted({i for group in index.values() for i in group}):
            for other in self._candidates(at, index):
                if other > at and (found := self.compared(at, other)).relation == "same":
                    edges.append((-found.score, self._key(at), self._key(other), at, other))
        for *_, a, b in sorted(edges):
            one, two = self.of[a], self.of[b]
            if one == two or self.forbidden(one, two):
                continue
            if all(self.compared(x, y).relation == "same" for x in self.members[one] for y in self.members[two]):
                self._join(a, b)

    def _key(self, at: int) -> str:
        return self.askings[at].reading.key

    def _index(self, places: Iterable[int]) -> dict[str, list[int]]:
        """Block key to wordings: only those with a key in common can be the same."""
        index: dict[str, list[int]] = defaultdict(list)
        for at in places:
            for block in _blocks(self.askings[at].reading):
                index[block].append(at)
        return index

    def _candidates(self, at: int, index: Mapping[str, Sequence[int]]) -> list[int]:
        found = {other for block in _blocks(self.askings[at].reading) for other in index.get(block, ())}
        return sorted(found - {at})

    def diameter(self, cluster: int) -> float:
        """The largest distance between two wordings of documents in the cluster."""
        asked = [i for i in self.members[cluster] if self.askings[i].pairs]
        if len(asked) > 40:
            asked = asked[:40]
        scores = [self.compared(x, y).score for n, x in enumerate(asked) for y in asked[n + 1 :]]
        return round(1 - min(scores), 4) if scores else 0.0

    def reasons(self, joined: Iterable[tuple[str, ...]]) -> list[Link]:
        """Why each pair stands where it stands: one link a merge, to the wording that it is likest to."""
        editors = {frozenset((group[0], other)) for group in joined for other in group[1:]}
        links = []
        for members in self.members.values():
            asked = [i for i in members if self.askings[i].pairs]
            for at in members:
                asking = self.askings[at]
                for other in asking.pairs[1:]:
                    links.append(_link(asking.pairs[0].id, other.id, 1.0, "the same words", "identical"))
                if not asking.pairs:
                    continue
                if asking.known or (asking.listed and asking.listed == self.known(self.of[at])):
                    why = "the knowledge has this wording"
                    links.append(_link(asking.pairs[0].id, asking.known or asking.listed or "", 1.0, why, "known"))
                    continue
                earlier = [i for i in members if (i in asked and i < at) or self.askings[i].known]
                if not earlier:
                    continue
                best = max(earlier, key=lambda i: (self.compared(at, i).score, -i))
                found = self.compared(at, best)
                one, two = asking.pairs[0].id, (self.askings[best].pairs or (None,))[0]
                target = two.id if two else self.askings[best].known or ""
                if found.relation != "same" or frozenset((one, target)) in editors:
                    chosen = next((i for i in earlier if i in self.edited and self.askings[i].pairs), best)
                    target = self.askings[chosen].pairs[0].id if self.askings[chosen].pairs else target
                    links.append(_link(target, one, self.compared(at, chosen).score, "an editor joined them", "editor"))
                else:
                    links.append(_link(target, one, found.score, found.why, found.method))
        return links


def _link(a: str, b: str, score: float, why: str, method: str) -> Link:
    return Link(a=a, b=b, relation="same", score=score, why=why, method=method)


def _blocks(reading: Reading) -> list[str]:
    """Keys of which two readings that ask the same have one in common, nearly always."""
    blocks = {f"={reading.key}"}
    for part in (reading.whole, *reading.parts):
        named = sorted(part.core - {"advantage", "compute"}) or sorted(part.core)
        terms = sorted(t for t in part.terms - part.optional if t[0] != "~") or sorted(part.terms)
        blocks.add("+".join(terms) if terms else "|".join(named))
    if not reading.whole.terms or any(t[0] == "~" for t in reading.whole.terms):
        letters = reading.key
        blocks |= {f"…{letters[at : at + 5]}" for at in range(max(1, len(letters) - 4))}
    return sorted(blocks)


# ----------------------------------------------------------------------------------------------- questions


def _questions(
    clusters: _Clusters, knowledge: Known, targets: Mapping[str, str], vocabulary: Vocabulary
) -> tuple[list[Question], dict[int, str]]:
    known: dict[str, Question] = {}
    provisional: list[tuple[tuple[str, int, str], Question, int]] = []
    of_cluster: dict[int, str] = {}
    taken: Counter[str] = Counter()
    ordered = sorted(clusters.members, key=lambda c: _first(clusters, c))
    for cluster in ordered:
        members = [clusters.askings[i] for i in clusters.members[cluster]]
        pairs = sorted(
            (pair for asking in members for pair in asking.pairs),
            key=lambda p: (p.document, p.question_at.start, p.id),
        )
        met = Counter(pair.question for pair in pairs)
        name = clusters.known(cluster)
        entry = knowledge.questions[name] if name else None
        wording = entry.wording if entry else _wording(members)
        if name is None:
            name = "p-" + hashlib.sha256(read(wording, vocabulary).key.encode()).hexdigest()[:12]
            taken[name] += 1
            if taken[name] > 1:
                name = f"{name}-{taken[name]}"
        aliases = dict.fromkeys((*(entry.aliases if entry else ()), *sorted(met, key=lambda w: (-met[w], w))))
        concepts = _concepts(wording, members, entry, knowledge, vocabulary)
        question = Question(
            id=name,
            provisional=entry is None,
            wording=wording,
            lang=entry.lang if entry else next(p.lang for p in pairs if p.question == wording),
            aliases=tuple(a for a in aliases if a != wording),
            pairs=tuple(pair.id for pair in pairs),
            topic=_topic(entry, concepts, knowledge),
            difficulty=entry.difficulty if entry else "basic",
            concepts=concepts,
            next=tuple(n for n in entry.next if n in knowledge.questions) if entry else (),
            diameter=clusters.diameter(cluster),
        )
        of_cluster[cluster] = name
        if entry:
            known[name] = question
        else:
            provisional.append((_first(clusters, cluster), question, cluster))
    for name, entry in knowledge.questions.items():
        if name not in known:
            known[name] = Question(
                id=name,
                provisional=False,
                wording=entry.wording,
                lang=entry.lang,
                aliases=entry.aliases,
                topic=entry.topic,
                difficulty=entry.difficulty,
                concepts=entry.concepts,
                replaced_by=targets[name] if targets[name] != name else None,
            )
    questions = [known[name] for name in sorted(known)] + [q for _, q, _ in sorted(provisional, key=lambda e: e[0])]
    return questions, of_cluster


def _first(clusters: _Clusters, cluster: int) -> tuple[str, int, str]:
    found = [
        (pair.document, pair.question_at.start, pair.id)
        for i in clusters.members[cluster]
        for pair in clusters.askings[i].pairs
    ]
    return min(found, default=("", 0, clusters.known(cluster) or ""))


def _wording(members: Sequence[Asking]) -> str:
    """The wording that speaks for the cluster: a full question rather than a title, simple rather than compound."""

    def rank(asking: Asking) -> tuple[bool, bool, int, int, str]:
        reading = asking.reading
        title = not reading.whole.asked and not reading.whole.notions
        return title, len(reading.parts) > 1, -len(asking.pairs), len(asking.words), asking.words

    return min((asking for asking in members if asking.pairs), key=rank).words


def _concepts(
    wording: str, members: Sequence[Asking], entry: QuestionEntry | None, knowledge: Known, vocabulary: Vocabulary
) -> tuple[str, ...]:
    """Concepts that the question is about: an editor's first, then by the order of the words."""
    found = dict.fromkeys(entry.concepts if entry else ())
    names = compile_names(knowledge.concepts)
    main = read(wording, names)
    readings = [
        main,
        *(
            read(asking.words, names) if _names_more(asking.reading.key, names, vocabulary) else asking.reading
            for asking in members
        ),
    ]
    for reading in readings:
        whole = reading.whole
        terms = [t for t in whole.order if t not in whole.optional] + [t for t in whole.order if t in whole.optional]
        for term in (*terms, *sorted(whole.against)):
            versioned = vocabulary.concepts.get(term.replace("#", "-")) or vocabulary.concepts.get(
                term.partition("#")[0], ()
            )
            found.update(dict.fromkeys(versioned[:1]))
    return tuple(c for c in found if c in knowledge.concepts)


def _names_more(letters: str, names: Vocabulary, vocabulary: Vocabulary) -> bool:
    """Whether a question has a label in it that was read word by word when it was held against others."""
    return any(
        (spelling := letters[at : at + length]) in names.senses and spelling not in vocabulary.senses
        for at in range(len(letters) - 1)
        for length in names.lengths.get(letters[at : at + 2], ())
    )


def _topic(entry: QuestionEntry | None, concepts: Sequence[str], knowledge: Known) -> str:
    if entry and entry.topic != "general":
        return entry.topic
    topics = [knowledge.concepts[c].topic for c in concepts]
    return next((t for t in topics if t != "general"), "general")


def _relations(
    questions: Sequence[Question], of_cluster: Mapping[int, str], clusters: _Clusters
) -> tuple[list[Question], list[Link]]:
    """Find which questions overlap, and which are part of a compound one; each with a link that says why."""
    speakers: dict[int, int] = {}
    for cluster, members in clusters.members.items():
        asked = [i for i in members if clusters.askings[i].pairs] or members
        speakers[cluster] = asked[0]
    blocks: dict[str, list[int]] = defaultdict(list)
    for cluster, at in sorted(speakers.items()):
        whole = clusters.askings[at].reading.whole
        for term in sorted((whole.terms - whole.optional) or whole.terms):
            blocks[term.partition("#")[0]].append(cluster)
    related: dict[int, list[tuple[float, int]]] = defaultdict(list)
    part_of: dict[int, set[int]] = defaultdict(set)
    links: dict[tuple[int, int], Link] = {}
    done = set()
    for group in blocks.values():
        if len(group) > _BLOCK_AT_MOST:
            continue
        for n, one in enumerate(group):
            for two in group[n + 1 :]:
                if (one, two) in done:
                    continue
                done.add((one, two))
                found = clusters.compared(speakers[one], speakers[two])
                ends = clusters.askings[speakers[one]].pairs, clusters.askings[speakers[two]].pairs
                a = ends[0][0].id if ends[0] else of_cluster[one]
                b = ends[1][0].id if ends[1] else of_cluster[two]
                if found.relation == "part-of":
                    inner, outer = (two, one) if found.whole == "a" else (one, two)
                    part_of[inner].add(outer)
                    if found.whole == "a":
                        a, b = b, a
                elif found.relation == "related":
                    related[one].append((-found.score, two))
                    related[two].append((-found.score, one))
                else:
                    continue
                links[one, two] = Link(
                    a=a, b=b, relation=found.relation, score=found.score, why=found.why, method=found.method
                )
    of_known = {of_cluster[c]: c for c in clusters.members if clusters.known(c)}
    for cluster, members in sorted(clusters.members.items()):
        for at in members:
            listed = of_known.get(clusters.askings[at].listed or "")
            if listed is None or listed == cluster or clusters.known(cluster):
                continue
            asking, score = clusters.askings[at], clusters.compared(at, speakers[listed]).score
            part_of[cluster].add(listed)
            why = "an editor lists these words under a question that asks something else or more"
            links[min(cluster, listed), max(cluster, listed)] = Link(
                a=asking.pairs[0].id, b=of_cluster[listed], relation="part-of", score=score, why=why, method="known"
            )
    kept = {
        (one, two)
        for one, found_ in related.items()
        for _, two in sorted(found_, key=lambda e: (e[0], of_cluster[e[1]]))[:RELATED_AT_MOST]
    }
    near: dict[str, list[str]] = defaultdict(list)
    for one, found_ in related.items():
        for _, two in sorted(found_, key=lambda e: (e[0], of_cluster[e[1]])):
            if (one, two) in kept:
                near[of_cluster[one]].append(of_cluster[two])
    wholes = {of_cluster[one]: sorted(of_cluster[two] for two in outer) for one, outer in part_of.items()}
    answered = [
        q.model_copy(update={"related": tuple(near.get(q.id, ())), "part_of": tuple(wholes.get(q.id, ()))})
        for q in questions
    ]
    shown = [
        each
        for (one, two), each in links.items()
        if each.relation == "part-of" or (one, two) in kept or (two, one) in kept
    ]
    return answered, shown
