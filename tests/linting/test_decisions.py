"""What editors decided in the ledger counts where an author writes."""

from __future__ import annotations

from pipeline import ledger, linting, sources
from pipeline.models import Agent
from tests.linting.conftest import grounds, linted


def test_what_editors_decided_counts_where_one_writes() -> None:
    """A reading that an editor rejected is not flagged again, and a fact in dispute decides nothing."""
    known = grounds()
    editor = Agent(name="test", kind="person")
    text = "ZeRO-2 shards the parameters.\n"
    for kind, target in (("reject", "zero-2.partitions=parameters"), ("fact-disputed", "fact:zero-2.partitions")):
        event = ledger.decide(kind, target, agent=editor, reason="looked at", at="2026-01-01T00:00:00Z")  # type: ignore[arg-type]
        by = known._replace(decided=ledger.fold([event]))
        document = sources.read_document(text.encode(), "notes.md").document
        assert document is not None
        said = linting.diagnose(linting.lint(document, by), by, linting.Selection())
        assert [each.rule for each in said if each.flagged] == []
    assert [each.rule for each in linting.diagnose(linted(text), known, linting.Selection()) if each.flagged]
