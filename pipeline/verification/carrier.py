"""The part of a bundle that runs: every snippet that it carries, one JSON object a line.

Apart from the runner, because this file's text travels, behind that of `ruling` and `execution`, to machines that have
no `kanwu`. In the bundle the imports from `pipeline` are gone and SNIPPETS holds the library.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline.verification.execution import Usage, execute, gpu, hardware, lacking, settled, versions
from pipeline.verification.ruling import decide

SNIPPETS: list[dict[str, Any]] = []
"""Name, code, digest and required packages of each snippet, with their least versions; filled in by the bundle."""


def main() -> int:
    """Run what the bundle carries; exit status 1 where a proof failed, 3 where none could run."""
    parser = argparse.ArgumentParser(description="Runs proofs about large language models; prints JSON lines.")
    parser.add_argument("names", nargs="*", metavar="SNIPPET", help="which ones (default: all)")
    parser.add_argument("--device", choices=["auto", "cpu", "cuda"], default="auto")
    parser.add_argument(
        "--jobs", type=int, default=min(4, os.cpu_count() or 1), help="how many at a time (default: %(default)s)"
    )
    asked = parser.parse_args()
    unknown = sorted(set(asked.names) - {snippet["name"] for snippet in SNIPPETS})
    if unknown:
        parser.error("no snippet is called " + ", ".join(unknown))
    device = asked.device if asked.device != "auto" else "cuda" if gpu() else "cpu"
    chosen = [snippet for snippet in SNIPPETS if not asked.names or snippet["name"] in asked.names]
    timed = [
        snippet for snippet in chosen if device == "cuda" and snippet["needs"]
    ]  # what takes time has a GPU to itself
    states = []
    with ThreadPoolExecutor(max(1, asked.jobs)) as pool:
        together = pool.map(lambda snippet: proof_of(snippet, device), [s for s in chosen if s not in timed])
        for line in chain(together, (proof_of(snippet, device) for snippet in timed)):
            states.append(line["holds"])
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()
            word = {True: "holds", False: "FAILED", None: "skipped"}[line["holds"]]
            sys.stderr.write(f"{word:8}{line['snippet']}  {line['reason']}\n")
    return 1 if False in states else 0 if True in states else 3


def proof_of(snippet: dict[str, Any], device: str) -> dict[str, Any]:
    """One snippet's line; `holds` is this machine's own opinion, and `--import` decides anew."""
    lacks = lacking(tuple(snippet["requires"]), snippet["least"])
    reason = "needs " + ", ".join(lacks) if lacks else ""
    if device == "cuda" and not lacks and not gpu():
        reason = "needs a GPU that PyTorch can use"
    if device != "cuda" and not lacks and snippet["needs"] == "cuda":
        reason = "only a GPU can show it"
    holds: bool | None = None
    result: dict[str, Any] = {}
    usage = Usage()
    if not reason:
        with tempfile.TemporaryDirectory(prefix="kanwu-") as folder:
            path = Path(folder, snippet["name"] + ".py")
            path.write_text(snippet["code"], "utf-8")
            result, reason, usage, too_old, _ = settled(lambda: execute(path, device), device)
        holds = None if too_old else False
        if not reason:
            try:
                holds, reason = decide(result)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                reason = f"its last line of output is not the JSON of a proof ({error})"
    kept = {name: result.get(name, {}) for name in ("measured", "fact", "myth", "control", "series")}
    return {
        "snippet": snippet["name"],
        "device": device,
        "holds": holds,
        "reason": reason,
        **kept,
        "tolerance": result.get("tolerance", 0.0),
        "digest": snippet["digest"],
        "run": {
            "at": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),  # noqa: UP017 (Python 3.10 runs this)
            "seconds": round(usage.seconds, 2),
            "cpu_seconds": round(usage.cpu_seconds, 2),
            "peak_mb": usage.peak >> 20,
            "together_mb": usage.together >> 20,
            "hardware": hardware(device) or "none",
            "versions": versions(tuple(snippet["requires"])),
        },
    }


if __name__ == "__main__":
    sys.exit(main())
