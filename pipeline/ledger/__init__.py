"""Decisions, appended and never changed; and the state that they fold into.

Apart from `knowledge`, because that is what editors hold true and may rewrite, while this is what was
decided, by whom and when. An event has the digest of its content as id and the heads that its writer
saw as parents: files of two people merge without conflict, and decisions made side by side show as contested.
"""

from pipeline.ledger.events import decide, software, verify
from pipeline.ledger.judgements import LoadedJudgements, append_judgements, load_judgements
from pipeline.ledger.state import State, TargetState, fold
from pipeline.ledger.store import Loaded, append, load

__all__ = [
    "Loaded",
    "LoadedJudgements",
    "State",
    "TargetState",
    "append",
    "append_judgements",
    "decide",
    "fold",
    "load",
    "load_judgements",
    "software",
    "verify",
]
