"""The linter: one text through reading and checking, as an author meets it while writing.

Apart from `flow`, which builds a whole project from its documents: here one text comes in and what is to be said of it
comes out, with the author's own settings, suppressions and baseline applied, and safe fixes worked out. The command
line, the language server and the MCP server print the same diagnostics.
"""

from __future__ import annotations

from pipeline.linting.baseline import Baseline, Entry, below, known_before, read_baseline, write_baseline
from pipeline.linting.diagnostics import Diagnostic, diagnose, row_of
from pipeline.linting.files import excluded, files_in
from pipeline.linting.fixing import Edit, Fixed, edit_of, encoded, fix, unified
from pipeline.linting.keeping import Insertion, keep
from pipeline.linting.remembered import Remembered
from pipeline.linting.selection import Selection, selection_of, unknown
from pipeline.linting.settings import Settings, place_of, read_settings, settings_for
from pipeline.linting.suppressions import Suppression, suppressions
from pipeline.linting.texts import Grounds, Linted, lint

__all__ = [
    "Baseline",
    "Diagnostic",
    "Edit",
    "Entry",
    "Fixed",
    "Grounds",
    "Insertion",
    "Linted",
    "Remembered",
    "Selection",
    "Settings",
    "Suppression",
    "below",
    "diagnose",
    "edit_of",
    "encoded",
    "excluded",
    "files_in",
    "fix",
    "keep",
    "known_before",
    "lint",
    "place_of",
    "read_baseline",
    "read_settings",
    "row_of",
    "selection_of",
    "settings_for",
    "suppressions",
    "unified",
    "unknown",
    "write_baseline",
]
