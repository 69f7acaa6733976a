"""Proofs: short programs that settle a fact, the runner that decides, and the evidence that it keeps.

Apart from `checking`, because a proof speaks of the world and not of what a document says of it.
"""

from pipeline.verification import sandbox
from pipeline.verification.bundle import Imported, bundle, read_back
from pipeline.verification.evidence import LoadedEvidence, State, check, load_evidence, state_of, write_evidence
from pipeline.verification.execution import execute
from pipeline.verification.runner import Device, cores, has_cuda, needed, run, run_all
from pipeline.verification.snippets import Library, Snippet, facts_of, list_snippets, read_snippet

__all__ = [
    "Device",
    "Imported",
    "Library",
    "LoadedEvidence",
    "Snippet",
    "State",
    "bundle",
    "check",
    "cores",
    "execute",
    "facts_of",
    "has_cuda",
    "list_snippets",
    "load_evidence",
    "needed",
    "read_back",
    "read_snippet",
    "run",
    "run_all",
    "sandbox",
    "state_of",
    "write_evidence",
]
