"""Who may touch the raw layer when: readers of reports side by side, a build alone.

Belongs here: which locks there are. Does not: taking one (`sources.locks`), the lock of intake (`sources.intake.lock`), the pool of the build file
(Dagster's).

A build reads the raw tables one after the other for as long as it takes. A report that came in between would be in one of them and not in the other.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sources.locks import held
from sources.settings import Settings

FOLDER = ".locks"


@contextmanager
def writing(settings: Settings) -> Iterator[None]:
    """Hold while what belongs together is written into several raw tables; others may write other reports meanwhile, nobody builds."""
    with _behind_the_door(settings, shared=True):
        yield


@contextmanager
def frozen(settings: Settings) -> Iterator[None]:
    """Hold while several raw tables are read as one. Waits for the reports being written; those that come later wait in turn."""
    with _behind_the_door(settings, shared=False):
        yield


@contextmanager
def one_reader_of(settings: Settings, report_id: str) -> Iterator[None]:
    """Hold while a report is read: a second process that was told to read it too waits, and then finds it done."""
    with held(_lock_file(settings, f"report-{report_id[:2]}")):
        yield


@contextmanager
def _behind_the_door(settings: Settings, *, shared: bool) -> Iterator[None]:
    # Whoever waits stands in the door. Without it many short readers, one always inside, would keep a build out for ever.
    with ExitStack() as inside:
        with held(_lock_file(settings, "raw-door")):
            inside.enter_context(held(_lock_file(settings, "raw"), shared=shared))
        yield


def _lock_file(settings: Settings, name: str) -> Path:
    return settings.data / FOLDER / name
