"""The cyclic garbage collector, left aside while records are made that all stay.

Apart from the stages, because parsing, extraction and the reading of claims need it alike: all make objects by the hundred thousand, none of
which is garbage before the end. To walk them again and again would cost a third of the time, and more than linearly.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected(lasting: bool = False) -> Iterator[None]:
    """Collect nothing meanwhile; results do not depend on it. What is `lasting` is not looked through soon afterwards, however little it is."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            # What was made would be walked at once: it goes straight to the oldest generation, but not what somebody froze.
            if (lasting or gc.get_count()[0] > gc.get_threshold()[0]) and not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
