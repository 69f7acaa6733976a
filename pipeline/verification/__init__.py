"""Proofs: short programs that settle a fact, the runner that decides, and the evidence that it keeps.

Apart from `checking`, because a proof speaks of the world and not of what a document says of it.
"""

from pipeline.verification import proposing, sandbox
from pipeline.verification.bundle import Imported, bundle, read_back
from pipeline.verification.changes import changed_since
from pipeline.verification.evidence import LoadedEvidence, State, check, load_evidence, state_of, write_evidence
from pipeline.verification.execution import execute
from pipeline.verification.runner import Device, cores, has_cuda, needed, perturb_all, run, run_all
from pipeline.verification.snippets import Library, Snippet, facts_of, list_snippets, proofs, read_snippet, wording
from pipeline.verification.survivors import (
    LoadedMutations,
    check_mutations,
    load_mutations,
    share_dead,
    stands,
    unexplained,
    write_mutations,
)

__all__ = [
    "Device",
    "Imported",
    "Library",
    "LoadedEvidence",
    "LoadedMutations",
    "Snippet",
    "State",
    "bundle",
    "changed_since",
    "check",
    "check_mutations",
    "cores",
    "execute",
    "facts_of",
    "has_cuda",
    "list_snippets",
    "load_evidence",
    "load_mutations",
    "needed",
    "perturb_all",
    "proofs",
    "proposing",
    "read_back",
    "read_snippet",
    "run",
    "run_all",
    "sandbox",
    "share_dead",
    "stands",
    "state_of",
    "unexplained",
    "wording",
    "write_evidence",
    "write_mutations",
]
