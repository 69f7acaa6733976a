"""The cyclic garbage collector, left aside while records are made that all stay.

Apart from the stages, because parsing, extraction and the reading of claims need it alike: all make objects by the hundred thousand, none of
which is garbage before the end. To walk them again and again would cost a third of the time, and more than linearly.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 100_000
"""So many new objects are worth a look at what is frozen, which counts it."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Collect nothing meanwhile; results do not depend on it."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if gc.get_count()[0] > _MANY and not gc.get_freeze_count():
                # Straight to the oldest generation: what was made would be walked at once otherwise.
                gc.freeze()
                gc.unfreeze()
            gc.enable()
