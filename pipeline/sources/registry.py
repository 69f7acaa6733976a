"""Which parser reads which suffix. Adding a parser is adding one file to `parsers/`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache
from typing import Protocol, TypeVar

from pipeline.models import Document
from pipeline.sources.decoding import Decoded


class Parser(Protocol):
    """Turns a decoded file into a document; `path` names it and is never opened."""

    __name__: str
    __module__: str

    def __call__(self, decoded: Decoded, path: str) -> Document: ...


P = TypeVar("P", bound=Callable[..., Document])

_claims: dict[str, Parser] = {}


def parser(*suffixes: str) -> Callable[[P], P]:
    """Claim suffixes (lower case, with the dot) for the decorated function, which is returned as it was."""

    def claim(function: P) -> P:
        for suffix in suffixes:
            other = _claims.get(suffix)
            if other is not None and (other.__module__, other.__name__) != (function.__module__, function.__name__):
                raise ImportError(
                    f"the suffix {suffix} is claimed twice: by {other.__module__}.{other.__name__} "
                    f"and by {function.__module__}.{function.__name__}"
                )
            _claims[suffix] = function
        return function

    return claim


@cache
def _discovered() -> bool:
    package = importlib.import_module("pipeline.sources.parsers")
    for module in sorted(found.name for found in pkgutil.iter_modules(package.__path__)):
        importlib.import_module(f"{package.__name__}.{module}")
    return True


def suffixes() -> tuple[str, ...]:
    """Every suffix that some parser claims, sorted."""
    _discovered()
    return tuple(sorted(_claims))


def parser_of(path: str) -> Parser | None:
    """The parser that claims the suffix of `path`; None where nobody does."""
    _discovered()
    name = path.rsplit("/", 1)[-1].lower()
    dot = name.rfind(".")
    return _claims.get(name[dot:]) if dot > 0 else None
