"""Holding a data home still for a moment: no command, no intake, no publisher works while the block runs; and one backup at a time.

Belongs here: taking the locks in one order. Does not: the locks themselves. The run's own is taken by who calls, for it belongs to the orchestration.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from serving.backup.errors import BackupError
from serving.release.store import publishing_lock
from sources.intake.lock import intake_lock
from sources.locks import held
from sources.settings import Settings

LONGEST_WAIT_SECONDS = 3600.0


@contextmanager
def still(settings: Settings) -> Iterator[None]:
    """Hold the locks of intake and of publishing."""
    with intake_lock(settings), publishing_lock(settings, LONGEST_WAIT_SECONDS):
        yield


@contextmanager
def only_one(settings: Settings) -> Iterator[None]:
    """Hold the lock of backups. Raises BackupError at once if another one is being made: it would come to the same."""
    with ExitStack() as lock:
        try:
            lock.enter_context(held(settings.data / ".backup.lock", wait=False))
        except BlockingIOError:
            raise BackupError(f"{settings.data}: another backup of it is being made; wait until it has ended") from None
        yield
