"""The cyclic garbage collector, left aside while records are made that all stay.

Apart from the stages, because reading and extraction need it alike: both make objects by the hundred thousand, none of
which is garbage before the end. To walk them again and again would cost a third of the time, and more than linearly.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Collect nothing meanwhile; results do not depend on it."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
