"""One intake at a time in one data home. The lock is the kernel's: a killed process holds nothing."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from sources.settings import Settings


@contextmanager
def intake_lock(settings: Settings) -> Iterator[None]:
    """Wait until no other intake works in this data home, then hold the lock."""
    settings.data.mkdir(parents=True, exist_ok=True)
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(settings.data / ".intake.lock", flags, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
