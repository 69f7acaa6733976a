"""What a wheel carries beside its sources: the knowledge compiled, so that whoever installs it does not wait for that at the first run.

Found by hatchling under this name. It runs where the wheel is built, with what `build-system.requires` names.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledKnowledge(BuildHookInterface[Any]):
    """Compiles data/graph into a file of the wheel; a checkout that is installed in place compiles it when it first needs it."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and name the file and its place. `version` is `standard` or `editable`."""
        if version != "standard":
            return
        sys.path.insert(0, self.root)
        try:
            from pipeline import knowledge
        finally:
            sys.path.remove(self.root)
        self._folder = tempfile.mkdtemp()
        graph = Path(self.root, "data", "graph")
        loaded = knowledge.load(graph, Path(self._folder))
        for problem in loaded.problems:
            self.app.display_warning(f"{graph / problem.path}:{problem.line or ''} {problem.found}")
        build_data["force_include"][f"{self._folder}/{knowledge.COMPILED}"] = f"pipeline/_data/{knowledge.COMPILED}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was compiled, now that the wheel holds it."""
        if version == "standard":
            shutil.rmtree(self._folder, ignore_errors=True)
