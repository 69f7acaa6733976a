"""The state that the ledger folds into: what is decided now of each target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from pipeline.models import Correction, Decision

Standing = Literal[
    "proposed", "approved", "rejected", "not-sure", "looked-at", "merged", "split", "disputed", "contested"
]

_STANDING: Mapping[str, Standing] = {
    "propose": "proposed",
    "approve": "approved",
    "reject": "rejected",
    "not-sure": "not-sure",
    "looked-at": "looked-at",
    "merge": "merged",
    "split": "split",
    "fact-disputed": "disputed",
}


class TargetState(NamedTuple):
    """What is decided of one target."""

    standing: Standing
    heads: tuple[str, ...]
    """Ids of the decisions that no later one has seen: what a new decision takes as parents."""
    history: tuple[Decision, ...]
    """Every decision on it in causal order, undone ones included."""
    live: tuple[Decision, ...]
    """Those that were not undone."""


class State(NamedTuple):
    """What is decided now."""

    targets: Mapping[str, TargetState]
    corrections: Mapping[str, Correction]
    """By claim group; only what was approved and is not contested."""

    def heads(self, target: str) -> tuple[str, ...]:
        """Parents for a new decision on `target`; () where nothing was decided of it."""
        known = self.targets.get(target)
        return known.heads if known else ()

    def pairs(self, standing: Literal["merged", "split"]) -> list[tuple[str, ...]]:
        """The pair ids that editors joined or split, sorted."""
        found = [
            tuple(sorted(target.removeprefix("pairs:").split("+")))
            for target, state in self.targets.items()
            if target.startswith("pairs:") and state.standing == standing
        ]
        return sorted(found)

    @property
    def disputed_facts(self) -> frozenset[str]:
        """Facts that someone disputed and nobody settled."""
        return frozenset(
            target.removeprefix("fact:")
            for target, state in self.targets.items()
            if target.startswith("fact:") and state.standing in ("disputed", "contested")
        )


def fold(events: Iterable[Decision]) -> State:
    """Fold events, in causal order, into what holds now.

    An undo takes back the event that it names. Of several heads the latest wins where they agree; where
    they do not, the target is contested and nothing is published of it until a decision has seen both.
    """
    ordered = list(events)
    by_id = {event.id: event for event in ordered}
    undone: set[str] = set()
    for event in reversed(ordered):
        if event.kind == "undo" and event.id not in undone and event.target in by_id:
            undone.add(event.target)
    grouped: dict[str, list[Decision]] = {}
    for event in ordered:
        target = event.target
        while event.kind == "undo" and target in by_id:
            target = by_id[target].target
        grouped.setdefault(target, []).append(event)

    targets: dict[str, TargetState] = {}
    corrections: dict[str, Correction] = {}
    for target, history in sorted(grouped.items()):
        seen = {parent for event in history for parent in event.parents}
        heads = tuple(sorted(event.id for event in history if event.id not in seen))
        live = tuple(event for event in history if event.kind != "undo" and event.id not in undone)
        targets[target] = TargetState(_standing(live, history), heads, tuple(history), live)
        if targets[target].standing == "approved":
            correction = _correction(target, live)
            if correction is not None:
                corrections[target] = correction
    return State(targets, corrections)


def _standing(live: tuple[Decision, ...], history: list[Decision]) -> Standing:
    verdicts = [event for event in live if event.kind != "propose"]
    if not verdicts:
        return "proposed" if live else "looked-at"
    seen = {parent for event in history for parent in event.parents}
    tips = [event for event in verdicts if event.id not in seen] or verdicts[-1:]
    if len({event.kind for event in tips}) > 1:
        return "contested"
    return _STANDING[tips[-1].kind]


def _correction(target: str, live: tuple[Decision, ...]) -> Correction | None:
    """The correction that the approvals speak of: their statement, or the proposal's that they follow."""
    approvals = [event for event in live if event.kind == "approve"]
    worded = [event for event in live if event.kind in ("propose", "approve") and event.statement is not None]
    if not approvals or not worded:
        return None
    wording = worded[-1]
    assert wording.statement is not None
    replacements = {r.quote_sha256: r for event in worded for r in event.replacements}
    return Correction(
        group=target,
        fact=next((event.fact for event in reversed(worded) if event.fact), None),
        statement=wording.statement,
        replacements=tuple(replacements[key] for key in sorted(replacements)),
        decisions=tuple(event.id for event in live if event.kind in ("propose", "approve")),
        agents=tuple(dict.fromkeys(event.agent for event in approvals)),
        reviewed=any(event.agent.kind == "person" for event in approvals),
        reason=approvals[-1].reason,
        at=approvals[-1].at,
        evidence=tuple(sorted({name for event in live for name in event.evidence})),
    )
