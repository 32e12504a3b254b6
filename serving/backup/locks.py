"""Holding a data home still for a moment: no command, no intake, no publisher works while the block runs.

Belongs here: taking the three locks in one order. Does not: the locks themselves. The run's own is taken by who calls, for it belongs to the orchestration.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from serving.release.store import publishing_lock
from sources.intake.lock import intake_lock
from sources.settings import Settings

LONGEST_WAIT_SECONDS = 3600.0


@contextmanager
def still(settings: Settings) -> Iterator[None]:
    """Hold the locks of intake and of publishing."""
    with intake_lock(settings), publishing_lock(settings, LONGEST_WAIT_SECONDS):
        yield
