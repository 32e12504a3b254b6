"""Who may touch the raw layer when: readers of reports side by side, a build alone.

Belongs here: the locks, all of them the kernel's, so that a killed process holds nothing. Does not: the lock of intake (`sources.intake.lock`), the pool
of the build file (Dagster's).

A build reads the raw tables one after the other for as long as it takes. A report that came in between would be in one of them and not in the other.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sources.settings import Settings

FOLDER = ".locks"


@contextmanager
def writing(settings: Settings) -> Iterator[None]:
    """Hold while what belongs together is written into several raw tables; others may write other reports meanwhile, nobody builds."""
    with _held(settings, "raw", fcntl.LOCK_SH):
        yield


@contextmanager
def frozen(settings: Settings) -> Iterator[None]:
    """Hold while several raw tables are read as one. Waits for the reports being written; those that come later wait in turn."""
    with _held(settings, "raw", fcntl.LOCK_EX):
        yield


@contextmanager
def one_reader_of(settings: Settings, report_id: str) -> Iterator[None]:
    """Hold while a report is read: a second process that was told to read it too waits, and then finds it done."""
    with _locked(_lock_file(settings, f"report-{report_id[:2]}"), fcntl.LOCK_EX):
        yield


@contextmanager
def _held(settings: Settings, name: str, how: int) -> Iterator[None]:
    # Whoever waits stands in the door. Without it many short readers, one always inside, would keep a build out for ever.
    with ExitStack() as inside:
        with _locked(_lock_file(settings, f"{name}-door"), fcntl.LOCK_EX):
            inside.enter_context(_locked(_lock_file(settings, name), how))
        yield


def _lock_file(settings: Settings, name: str) -> Path:
    folder = settings.data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


@contextmanager
def _locked(path: Path, how: int) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)
