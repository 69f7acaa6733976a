"""The ledger keeps every decision, shows disagreement, and cannot be changed unseen."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import ledger
from pipeline.ledger.applied import passage_target, settle
from pipeline.models import (
    Agent,
    Claim,
    Decision,
    Finding,
    KanwuError,
    Passage,
    Replacement,
    Verdict,
    Words,
    digest_of_words,
)

EDITOR = Agent(name="an editor", kind="person")
OTHER = Agent(name="another editor", kind="person")
GROUP = "zero-2.partitions=parameters"
TRUE = Words(zh="ZeRO-2 切分优化器状态和梯度。", en="ZeRO-2 partitions optimizer states and gradients.")


def decision(kind: str, target: str = GROUP, *, at: str = "2026-01-01T00:00:00Z", **more: object) -> Decision:
    agent = more.pop("agent", EDITOR)
    reason = more.pop("reason", "section 5 of the paper")
    return ledger.decide(kind, target, agent=agent, reason=reason, at=at, **more)  # type: ignore[arg-type]


def test_what_was_appended_is_read_back(tmp_path: Path) -> None:
    """An editor who decided yesterday finds it decided today."""
    proposal = decision("propose", statement=TRUE, fact="zero-2.partitions")
    approval = decision("approve", parents=[proposal.id], at="2026-01-02T00:00:00Z")
    ledger.append(tmp_path, [proposal])
    ledger.append(tmp_path, [approval])
    loaded = ledger.load(tmp_path)
    assert loaded.events == [proposal, approval]
    assert loaded.problems == []


def test_a_decision_without_a_reason_or_a_name_is_refused() -> None:
    with pytest.raises(KanwuError, match="reason"):
        decision("approve", reason="  …  ")
    with pytest.raises(KanwuError, match="name"):
        decision("approve", agent=Agent(name="?", kind="person"))


def test_an_event_that_was_changed_later_is_refused_by_file_and_line(tmp_path: Path) -> None:
    """Whoever edits a line of the ledger by hand is told so; the other decisions stand."""
    first, second = decision("propose", statement=TRUE), decision("looked-at", "question:lora")
    path = ledger.append(tmp_path, [first, second])
    path.write_text(path.read_text("utf-8").replace("section 5", "section 6", 1), "utf-8")
    loaded = ledger.load(tmp_path)
    assert loaded.events == [second]
    assert [(p.path, p.line) for p in loaded.problems] == [(f"ledger/{path.name}", 1)]


def test_a_torn_line_hides_no_other_decision(tmp_path: Path) -> None:
    first, second = decision("propose", statement=TRUE), decision("looked-at", "question:lora")
    path = ledger.append(tmp_path, [first, second])
    lines = path.read_text("utf-8").splitlines()
    path.write_text(lines[0][: len(lines[0]) // 2] + "\n" + lines[1] + "\n", "utf-8")
    loaded = ledger.load(tmp_path)
    assert loaded.events == [second]
    assert loaded.problems[0].line == 1


def test_an_approved_proposal_corrects_its_claim_group() -> None:
    replacement = Replacement(quote_sha256=digest_of_words("切分参数"), old="切分参数", new="切分梯度")
    proposal = decision("propose", statement=TRUE, fact="zero-2.partitions", replacements=[replacement])
    state = ledger.fold([proposal])
    assert state.corrections == {}
    state = ledger.fold([proposal, decision("approve", parents=[proposal.id])])
    correction = state.corrections[GROUP]
    assert (correction.statement, correction.reviewed, correction.replacements) == (TRUE, True, (replacement,))


def test_what_software_decided_is_never_called_reviewed() -> None:
    """A reader can tell a program's decision from a person's."""
    proposal = decision("propose", statement=TRUE, agent=ledger.software())
    approval = decision("approve", parents=[proposal.id], agent=ledger.software())
    assert ledger.fold([proposal, approval]).corrections[GROUP].reviewed is False


def test_undo_takes_back_and_undoing_the_undo_gives_again() -> None:
    proposal = decision("propose", statement=TRUE)
    approval = decision("approve", parents=[proposal.id])
    undo = decision("undo", approval.id, parents=[approval.id])
    assert GROUP not in ledger.fold([proposal, approval, undo]).corrections
    again = decision("undo", undo.id, parents=[undo.id])
    assert GROUP in ledger.fold([proposal, approval, undo, again]).corrections


def test_concurrent_decisions_on_one_target_are_contested_until_one_has_seen_both() -> None:
    """Two editors, two machines, one merge: neither overrules the other unseen."""
    proposal = decision("propose", statement=TRUE)
    yes = decision("approve", parents=[proposal.id])
    no = decision("reject", parents=[proposal.id], agent=OTHER)
    state = ledger.fold([proposal, yes, no])
    assert state.targets[GROUP].standing == "contested"
    assert GROUP not in state.corrections
    assert set(state.heads(GROUP)) == {yes.id, no.id}
    settled = decision("approve", parents=state.heads(GROUP), at="2026-01-03T00:00:00Z")
    assert ledger.fold([proposal, yes, no, settled]).targets[GROUP].standing == "approved"


def test_the_state_is_the_same_whatever_files_the_events_came_in(tmp_path: Path) -> None:
    """Branches are merged in any order."""
    proposal = decision("propose", statement=TRUE)
    approval = decision("approve", parents=[proposal.id], at="2026-01-02T00:00:00Z")
    other = decision("merge", "pairs:a+b", at="2026-01-01T12:00:00Z")
    states = []
    for number, order in enumerate(
        ([proposal, approval, other], [other, approval, proposal], [approval, other, proposal])
    ):
        folder = tmp_path / str(number)
        for event in order:
            ledger.append(folder, [event])
        states.append(ledger.fold(ledger.load(folder).events))
    assert states[0] == states[1] == states[2]


WRITER = """
import sys
from pathlib import Path
from pipeline import ledger
from pipeline.models import Agent
number = 0
while True:
    event = ledger.decide("looked-at", f"question:{number}", agent=Agent(name="an editor", kind="person"),
                          reason="read it", at="2026-01-01T00:00:00Z")
    ledger.append(Path(sys.argv[1]), [event])
    print(event.id, flush=True)
    number += 1
"""


def test_a_kill_at_any_moment_loses_no_decision_that_was_confirmed(tmp_path: Path) -> None:
    """A power cut during a review session costs at most the decision being typed."""
    chance = random.Random(7)
    confirmed: list[str] = []
    for _ in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path / "ledger")],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        assert process.stdout is not None
        confirmed.append(process.stdout.readline().strip())
        time.sleep(chance.uniform(0.0, 0.15))
        process.send_signal(signal.SIGKILL)
        confirmed += [line.strip() for line in process.stdout if len(line.strip()) == 64]
        process.wait()
        loaded = ledger.load(tmp_path / "ledger")
        assert loaded.problems == []
        assert set(confirmed) <= {event.id for event in loaded.events}


def test_an_events_id_is_the_digest_of_its_content() -> None:
    event = decision("propose", statement=TRUE)
    assert ledger.verify(event)
    changed = json.loads(event.model_dump_json()) | {"reason": "because"}
    assert not ledger.verify(Decision.model_validate(changed))


def finding(words: str) -> Finding:
    claim = Claim(
        id="c",
        subject="zero-2",
        relation="partitions",
        objects=("parameters",),
        passage=Passage(document="a.txt", start=0, end=len(words), line=1, end_line=1, quote=words),
    )
    return Finding(
        id="f",
        verdict=Verdict.contradicted,
        passage=claim.passage,
        claim=claim,
        fact="zero-2.partitions",
        message=TRUE,
        confidence=0.9,
    )


def test_a_rejected_reading_silences_these_words_and_no_others() -> None:
    """The claim is wrong wherever it is said; here it was not said."""
    misread, meant = finding("每张卡都放着全部参数"), finding("把参数切到各张卡上")
    state = ledger.fold([decision("reject", passage_target(GROUP, "每张卡都放着 全部参数"))])
    assert [f.flagged for f in settle([misread, meant], state)] == [False, True]


def test_a_rejected_group_is_silent_everywhere() -> None:
    state = ledger.fold([decision("reject")])
    assert not settle([finding("把参数切到各张卡上")], state)[0].flagged
