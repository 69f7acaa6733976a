"""Trains what weighs sentences: from statements with a label, and from the facts and myths themselves.

Apart from `doubts`, which uses it: training takes minutes and scikit-learn, weighing takes neither. The same statements
and facts give the same bytes.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.claims.doubts import named_in, weights_of
from pipeline.claims.mentions import mentions_of
from pipeline.claims.reading import traces
from pipeline.claims.sentences import is_question, sentences
from pipeline.claims.units import units
from pipeline.knowledge import Knowledge
from pipeline.knowledge.likeness import BITS, NO_SENSES, NOTHING, Attribution, Likeness, Thresholds, features
from pipeline.knowledge.senses import Senses
from pipeline.models import Document, KanwuError

THRESHOLDS = Thresholds(doubt=0.5, calm=-1.0, doubt_more=0.1, calm_more=0.3)
"""Chosen by statements of authors that were left out of the training, and by documents whose wrong and right lines were marked."""
_STRENGTH = 50.0
"""Inverse of the regularisation of the table; chosen, as the weights below, by statements of authors that were left out."""
_TOLD = 0.5
"""What a statement counts whose author was given the fact, beside one of an author who saw none."""
_OF_FACTS = 0.25
"""What a fact's own sentence counts."""
_OF_TEXTS = 0.25
"""What a sentence counts that nobody labelled, of a text that is taken for right."""
_SHORT = 8
"""A sentence of no more characters shows nothing."""
_MET = 2
"""In how many texts a feature must be met to weigh anything: what only one has says nothing of others, and fills a third of the table."""
_RAREST = 3.45
"""What a feature of one text counts; others by how rare they are beside that, to the power of `_STEEP`, so that the regularisation fits."""
_STEEP = 3.5


class Statement(NamedTuple):
    """A labelled statement."""

    text: str
    wrong: bool
    fact: str | None = None
    """The fact that it is about, where its author was given one."""
    labelled: bool = True
    """False for a sentence of a text that is taken for right as a whole."""

    @property
    def weight(self) -> float:
        """What it counts in training."""
        return _OF_TEXTS if not self.labelled else _TOLD if self.fact is not None else 1.0


def read_statements(paths: Iterable[Path]) -> list[Statement]:
    """The statements of JSON lines with `text`, `label` (`wrong` or `right`) and perhaps `fact`.

    Raises KanwuError where a line is something else.
    """
    found: list[Statement] = []
    for path in paths:
        try:
            lines = path.read_text("utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise KanwuError(f"{path}: expected statements in UTF-8, found {error}. Name another file.") from error
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                text, label, fact = row["text"], row["label"], row.get("fact")
                if label not in ("wrong", "right") or not isinstance(text, str) or not isinstance(fact, str | None):
                    raise ValueError(line[:60])
                found.append(Statement(text, label == "wrong", fact))
            except (ValueError, KeyError, TypeError) as error:
                raise KanwuError(
                    f'{path}:{number}: expected {{"text": …, "label": "wrong|right"}}, found {error}. Mend or drop the line.'
                ) from error
    return found


def segments(document: Document, wrong: Sequence[tuple[int, int]]) -> list[str]:
    """What a text that is right as a whole shows: its sentences, alone and with the next one, as they are weighed.

    Left out are questions, and sentences that touch a span of `wrong` (in the source).
    """
    found: list[str] = []
    for unit in units(document, ()):
        kept: list[str | None] = []
        for span in sentences(unit.low):
            start, end = unit.at(span.start), unit.at(span.end - 1) + 1
            clean = not any(low < end and start < high for low, high in wrong)
            # As it is written: some names are words where they are written small.
            kept.append(unit.original(*span).strip() if clean else None)
            if clean and span.end - span.start > _SHORT and not is_question(unit.low[slice(*span)]):
                found.append(unit.original(*span).strip())
        found += [f"{one} {two}" for one, two in itertools.pairwise(kept) if one and two]
    return list(dict.fromkeys(found))


def train(
    statements: Sequence[Statement],
    knowledge: Knowledge,
    read: Callable[[str], Document | None],
    *,
    thresholds: Thresholds = THRESHOLDS,
    senses: Senses = NO_SENSES,
) -> Likeness:
    """A table of likeness, and what speaks for a fact, from statements and from what the knowledge says itself.

    `read` makes a document of a statement. Raises KanwuError where scikit-learn is not installed.
    """
    if len({each.wrong for each in statements}) < 2:
        raise KanwuError("expected wrong statements and right ones to train on, found not both. Name files with both.")
    if not any(each.wrong and each.fact in knowledge.facts for each in statements):
        raise KanwuError(
            'expected wrong statements that name the fact they are about ("fact": its id), found none of a known fact. '
            "Without them nobody can tell which fact a doubtful sentence is about."
        )
    # The regression's last digits depend on the order: that of the files is nobody's decision.
    statements = sorted(statements, key=lambda each: (each.text, each.wrong, each.fact or "", each.labelled))
    weights, scale, bias = _table(statements, knowledge, read, senses)
    return Likeness(weights, scale, bias, thresholds, _attribution(statements, knowledge, read), "", senses)


def _sentences(knowledge: Knowledge) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    for fact_id in sorted(knowledge.facts):
        fact = knowledge.facts[fact_id]
        found += [(fact.statement.zh, False), (fact.statement.en, False)]
        if fact.explanation is not None:
            found += [(fact.explanation.zh, False), (fact.explanation.en, False)]
        for myth in fact.myths:
            found += [(myth.says.zh, True), (myth.says.en, True)]
    for concept in sorted(knowledge.concepts):
        known = knowledge.concepts[concept]
        found += [(known.definition.zh, False), (known.definition.en, False)]
        # A name alone says nothing wrong.
        found += [(known.pref_label.zh, False), (known.pref_label.en, False)]
    return found


def _features(
    text: str, knowledge: Knowledge, read: Callable[[str], Document | None], senses: Senses = NO_SENSES
) -> set[int]:
    """What a text shows, weighed as the reader weighs it: with the concepts that it names."""
    document = read(text)
    found: set[int] = set()
    for unit in units(document, ()) if document is not None else ():
        found |= features(unit.low, named_in(mentions_of(unit, knowledge), 0, len(unit.low)), senses)
    return found


def _table(
    statements: Sequence[Statement], knowledge: Knowledge, read: Callable[[str], Document | None], senses: Senses
) -> tuple[bytes, float, float]:
    try:
        import numpy as np
        from scipy import sparse
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise KanwuError(
            f"Training needs scikit-learn, which is not installed ({error}). Run: pip install 'kanwu[train]'"
        ) from error
    rows = [(each.text, each.wrong, each.weight) for each in statements]
    rows += [(text, wrong, _OF_FACTS) for text, wrong in _sentences(knowledge)]
    places = [np.array(sorted(_features(text, knowledge, read, senses)), dtype=np.int64) for text, _, _ in rows]
    counts = np.zeros(1 << BITS)
    for each in places:
        counts[each] += 1
    rarity = np.log(len(rows) / np.maximum(counts, 1)) / math.log(max(2, len(rows)))
    rare = np.where(counts >= _MET, _RAREST * rarity**_STEEP, 0.0)
    places = [each[counts[each] >= _MET] for each in places]
    starts = np.concatenate(([0], np.cumsum([len(each) for each in places])))
    values = np.concatenate([rare[each] / math.sqrt(max(1, len(each))) for each in places])
    matrix = sparse.csr_matrix((values, np.concatenate(places), starts), shape=(len(rows), 1 << BITS))
    model = LogisticRegression(C=_STRENGTH, solver="liblinear", random_state=0)
    model.fit(matrix, [wrong for _, wrong, _ in rows], [weight for _, _, weight in rows])
    exact = model.coef_[0] * rare
    step = float(np.quantile(np.abs(exact[exact != 0]), 0.999)) / 127
    stored = np.clip(np.rint(exact / step), -127, 127)
    # A place that somebody's words fall into counts as met, however little it weighs.
    stored = np.where((exact != 0) & (stored == 0), np.sign(exact), stored)
    return (stored + NOTHING).astype(np.uint8).tobytes(), round(step, 9), round(float(model.intercept_[0]), 6)


def _attribution(
    statements: Sequence[Statement], knowledge: Knowledge, read: Callable[[str], Document | None]
) -> Attribution:
    from sklearn.linear_model import LogisticRegression

    rows: list[tuple[float, ...]] = []
    meant: list[bool] = []
    for each in statements:
        if not each.wrong or each.fact not in knowledge.facts:
            continue
        document = read(each.text)
        if document is None:
            continue
        for sentence, traced in traces(document, knowledge):
            for trace, _, parts in weights_of(sentence, traced):
                rows.append(parts)
                meant.append(trace.fact.id == each.fact)
    if len(set(meant)) < 2:
        # Wherever one was meant it was the only candidate: whichever is found is meant.
        return Attribution(*([0.0] * len(Attribution._fields)))
    model = LogisticRegression(C=10, max_iter=3000, random_state=0).fit(rows, meant)
    return Attribution(round(float(model.intercept_[0]), 4), *(round(float(each), 4) for each in model.coef_[0]))
