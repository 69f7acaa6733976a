"""A folder takes another's place in one step: whoever reads the site, or kills the build, finds the old or the new one whole.

Apart from rendering, because this is the one place that must hold at any moment. Linux exchanges two folders by one
call; elsewhere two renames do, and a build that died between them is recovered by the next.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_SYSTEM_CALL = {"x86_64": 316, "aarch64": 276, "arm64": 276, "riscv64": 276, "ppc64le": 357, "s390x": 347}


def recover(public: Path, previous: Path) -> None:
    """Put the old site back where a build died between its two renames; clear what one left behind."""
    if previous.exists():
        if public.exists():
            shutil.rmtree(previous, ignore_errors=True)
        else:
            previous.rename(public)


def swap(fresh: Path, public: Path, previous: Path) -> None:
    """Let `fresh` take the place of `public`; what stood there is deleted. All three lie on one file system."""
    public.parent.mkdir(parents=True, exist_ok=True)
    if not public.exists():
        fresh.rename(public)
        return
    shutil.rmtree(previous, ignore_errors=True)
    if exchange(fresh, public):
        # The old site now stands where the new one was made.
        fresh.rename(previous)
    else:
        public.rename(previous)
        fresh.rename(public)
    shutil.rmtree(previous, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where the system or the file system can't."""
    if not sys.platform.startswith("linux"):
        return False
    library = ctypes.CDLL(None, use_errno=True)
    arguments = (_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    try:
        failed = library.renameat2(*arguments)
    except AttributeError:  # a C library older than the call, or musl
        number = _SYSTEM_CALL.get(os.uname().machine)
        if number is None:
            return False
        failed = library.syscall(ctypes.c_long(number), *arguments)
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.EPERM, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(other))
