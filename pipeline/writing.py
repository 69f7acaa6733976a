"""Files written whole: whoever is killed in the middle, and whoever reads meanwhile, finds the old one or the new one."""

from __future__ import annotations

import os
import zlib
from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file under a hidden name, flush it to disk, and rename it; text is UTF-8 with `\\n` alone.

    The folder is made where it is missing, and the mode of a file that is replaced stays. Raises OSError, and then the
    old file stands and no draft is left.
    """
    data = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    # Hidden, so that a build leaves it out; short, for the name itself may be as long as a name can be.
    draft = path.with_name(f".{path.name[:32]}.{os.urandom(4).hex()}.draft")
    try:
        with draft.open("xb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        if path.exists():
            draft.chmod(path.stat().st_mode & 0o7777)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def sealed(name: str, body: bytes) -> bytes:
    """What a cache keeps: a line that says of what it was made, with a sum by which damage shows, and the rest below."""
    return f"{name} {zlib.crc32(body):08x}\n".encode() + body


def unsealed(data: bytes) -> tuple[str, bytes] | None:
    """The name and the body of what was sealed; None where any of it is damaged: nothing of it is to be believed."""
    head, _, body = data.partition(b"\n")
    name, _, told = head.decode("utf-8", "replace").rpartition(" ")
    return (name, body) if told == f"{zlib.crc32(body):08x}" else None
