"""While records are made the collector rests, and what was made is not walked behind its back.

Who would be hurt: whoever lints, by a tenth of the time; whoever keeps a server running, if rubbish were never found again.
"""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from pipeline.memory import uncollected


class Node:
    """Rubbish that only the collector finds: it holds itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """Each test begins with nothing young and nothing frozen, as a command does."""
    gc.unfreeze()
    gc.collect()
    yield
    gc.unfreeze()


def generation_of(made: object) -> int | None:
    return next((number for number in range(3) if any(each is made for each in gc.get_objects(number))), None)


def test_what_was_made_is_not_walked_when_the_collector_is_back() -> None:
    collections: list[int] = []

    def watch(phase: str, info: dict[str, int]) -> None:
        collections.append(info["collected"] + info["uncollectable"])

    gc.callbacks.append(watch)
    try:
        with uncollected():
            made = [[number] for number in range(5 * gc.get_threshold()[0])]
        assert gc.isenabled() and not collections
    finally:
        gc.callbacks.remove(watch)
    assert generation_of(made[-1]) == 2


def test_rubbish_among_it_is_still_found() -> None:
    with uncollected():
        rubbish = weakref.ref(Node())
        made = [[number] for number in range(5 * gc.get_threshold()[0])]
    assert rubbish() is not None and made
    gc.collect()
    assert rubbish() is None


def test_what_somebody_froze_stays_frozen() -> None:
    frozen = [0]
    gc.freeze()
    with uncollected():
        made = [[number] for number in range(5 * gc.get_threshold()[0])]
    assert made and gc.get_freeze_count() and generation_of(frozen) is None


def test_little_stays_young() -> None:
    """What a sentence takes is rubbish soon: it is not to wait for a full collection."""
    gc.collect(0)
    with uncollected():
        made = [0]
    assert generation_of(made) == 0
    with uncollected(lasting=True):
        knowledge = [0]
    assert generation_of(knowledge) == 2


@pytest.mark.parametrize("collecting", [True, False])
def test_it_is_left_as_it_was(collecting: bool) -> None:
    before = gc.isenabled()
    (gc.enable if collecting else gc.disable)()
    try:
        with pytest.raises(ValueError), uncollected():
            assert not gc.isenabled()
            raise ValueError
        assert gc.isenabled() is collecting
    finally:
        (gc.enable if before else gc.disable)()
