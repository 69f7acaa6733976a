"""How an event is made, and how one is seen to be whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pipeline
from pipeline.models import Agent, Decision, DecisionKind, KanwuError, Replacement, Words, digest


def software() -> Agent:
    """Kanwu itself, as the agent of what it decides from citation and proof; never passed off as a person."""
    return Agent(name="kanwu", kind="software", version=pipeline.__version__)


def decide(
    kind: DecisionKind,
    target: str,
    *,
    agent: Agent,
    reason: str,
    at: str,
    parents: Sequence[str] = (),
    statement: Words | None = None,
    replacements: Sequence[Replacement] = (),
    fact: str | None = None,
    evidence: Sequence[str] = (),
) -> Decision:
    """Make an event; its id is the digest of all the rest.

    Raises KanwuError where the reason or the agent's name says nothing.
    """
    if not re.search(r"\w", reason):
        raise KanwuError("expected a reason for the decision, found none. Say why in a few words.")
    if not re.search(r"\w", agent.name):
        raise KanwuError("expected the name of whoever decides, found none. Give it by --agent.")
    event = Decision(
        id="",
        kind=kind,
        target=target,
        agent=agent,
        reason=reason.strip(),
        at=at,
        parents=tuple(sorted(parents)),
        statement=statement,
        replacements=tuple(replacements),
        fact=fact,
        evidence=tuple(sorted(evidence)),
    )
    return event.model_copy(update={"id": content_digest(event)})


def content_digest(event: Decision) -> str:
    """SHA-256 of everything in the event but its id."""
    return digest(event.model_dump(mode="json", exclude={"id"}))


def verify(event: Decision) -> bool:
    """Whether the event is what was written: its id still is the digest of its content."""
    return event.id == content_digest(event)
