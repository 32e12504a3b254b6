"""One intake at a time in one data home."""

from contextlib import AbstractContextManager

from sources.locks import held
from sources.settings import Settings


def intake_lock(settings: Settings) -> AbstractContextManager[None]:
    """Wait until no other intake works in this data home, then hold the lock."""
    return held(settings.data / ".intake.lock")
