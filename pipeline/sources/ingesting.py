"""Documents on their way into the raw folder: named, told apart by content, entered into sources.toml, written whole.

Apart from reading, because this alone writes below the raw folder. What arrives is kept as it came, byte for byte.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, MutableMapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from pipeline import regex as re
from pipeline.models import KanwuError, Problem
from pipeline.sources.reading import read_document
from pipeline.sources.registry import parser_of
from pipeline.writing import write_whole

_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(https?://[^\s>]+)\s*-->")
"""What browsers write into a page that they save."""


class Arrival(NamedTuple):
    """One document that is offered to the raw folder."""

    source: str
    """As the user named it: an address, or a path."""
    name: str
    """What its name is made from: the path below the folder that was named, or the address."""
    data: bytes
    suffix: str = ""
    """For a page whose address ends in none: by its server's content type."""


class Terms(NamedTuple):
    """What sources.toml is to say of what arrives."""

    retrieved: str
    origin: str = ""
    """Empty: the address, or that which a browser left in a saved page, or the file's name."""
    licence: str = ""
    publish: str = ""


class Taken(NamedTuple):
    """What became of one arrival."""

    document: str | None
    """Its name below the raw folder; None where it was refused."""
    added: bool
    problems: list[Problem]


def take(arrival: Arrival, raw: Path, terms: Terms, known: MutableMapping[str, str]) -> Taken:
    """Put one document into the raw folder, unless its bytes are there already.

    `known` says what is there: sha256 to the document's name; what is added is entered.
    Raises KanwuError where sources.toml cannot be read or written to.
    """
    digest = hashlib.sha256(arrival.data).hexdigest()
    if digest in known:
        return Taken(known[digest], False, [])
    gone = taken_down(raw)
    if digest in gone:
        problem = Problem(
            path=arrival.source, expected="a document that was not taken down", found=f"one that was: {gone[digest]}",
            remedy="Leave it out, or remove its [[takedown]] from sources.toml.",
        )  # fmt: skip
        return Taken(None, False, [problem])
    read = read_document(arrival.data, _name(arrival, digest))
    if read.document is None:
        return Taken(None, False, [p.model_copy(update={"path": arrival.source}) for p in read.problems])
    name = _name(arrival, digest[:12])
    if (raw / name).exists() or (raw / name).is_symlink():
        name = _name(arrival, digest)
    # The entry first: a crash in between must not leave a document whose terms nobody knows.
    _enter(raw, "source", {
        "document": name, "origin": terms.origin or _origin(arrival), "licence": terms.licence,
        "retrieved": terms.retrieved, "publish": terms.publish,
    })  # fmt: skip
    write_whole(raw / name, arrival.data)
    known[digest] = name
    return Taken(name, True, [])


def take_down(document: str, raw: Path, *, reason: str, on: str) -> None:
    """Remove a document and keep why in sources.toml, by its content too, so that it does not come back.

    Raises KanwuError where there is no such document.
    """
    path = raw / document
    inside = not PurePosixPath(document).is_absolute() and ".." not in PurePosixPath(document).parts
    if not inside or not path.is_file() or document == "sources.toml":
        raise KanwuError(f"{document}: expected a document below {raw}, found none of that name. Write its path there.")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    # The reason first: a crash in between leaves a document that the next try removes.
    _enter(raw, "takedown", {"document": document, "sha256": digest, "on": on, "reason": reason})
    path.unlink()


def taken_down(raw: Path) -> dict[str, str]:
    """sha256 of what was taken down to the reason."""
    rows = _rows(_table(raw / "sources.toml").get("takedown"))
    return {str(row.get("sha256")): str(row.get("reason", "")) for row in rows}


def _name(arrival: Arrival, digest: str) -> str:
    """Lower case, of letters and digits, with the content's digest: never a path, never the name of other content."""
    parts = urlsplit(arrival.name) if "://" in arrival.name else None
    told = unquote(f"{parts.hostname}{parts.path}") if parts else arrival.name
    suffix = PurePosixPath(told).suffix.lower() if not parts or PurePosixPath(unquote(parts.path)).suffix else ""
    # A page's suffix is its server's word, unless the address has one that we read.
    if parts and parser_of(f"page{suffix}") is None:
        suffix = arrival.suffix
    elif not re.fullmatch(r"\.[a-z0-9]{1,10}", suffix):
        suffix = ""
    if suffix and told.lower().endswith(suffix):
        told = told[: -len(suffix)]
    words = re.sub(r"[^\w]+", "-", unicodedata.normalize("NFKC", told).lower()).strip("-_")
    # File systems hold 255 bytes of a name; a digest of 64 digits and a suffix have to fit too.
    short = words.encode()[:120].decode(errors="ignore").strip("-_") or "document"
    return f"{short}-{digest}{suffix}"


def _origin(arrival: Arrival) -> str:
    if "://" in arrival.source:
        return arrival.source
    saved = _SAVED_FROM.search(arrival.data[:4096])
    # Only the name: where it lay on somebody's machine is nobody's business.
    return saved.group(1).decode(errors="replace") if saved else PurePosixPath(arrival.name).name


def _enter(raw: Path, table: str, row: Mapping[str, str]) -> None:
    path = raw / "sources.toml"
    held = _table(path)
    if any(other.get("document") == row["document"] for other in _rows(held.get(table))):
        return
    before = path.read_bytes() if path.is_file() else b""
    lines = [f"[[{table}]]", *(f"{key} = {_quoted(value)}" for key, value in row.items() if value)]
    if before:
        before = before.rstrip(b"\n") + b"\n\n"
    write_whole(path, before + ("\n".join(lines) + "\n").encode())


def _rows(value: object) -> Iterable[dict[str, object]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _quoted(text: str) -> str:
    # A JSON string is a TOML string, but for the one control character that JSON leaves bare.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _table(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise KanwuError(
            f"{path}: expected TOML, found {str(fault).lower()}. Correct the file; nothing was added."
        ) from None
