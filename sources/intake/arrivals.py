"""Which files of the inbox have arrived: new or changed since intake dealt with them, and at rest.

Belongs here: looking at the inbox without opening a file, and telling what is still being written. Does not: taking in, asking for runs.
"""

from collections.abc import Collection
from dataclasses import dataclass

from pydantic import BaseModel

from sources.batches import Waiting
from sources.intake.memory import dealt_with
from sources.intake.walk import FoundFile, RefusedFile, walk
from sources.readers import SOURCES
from sources.settings import Settings

# So many new files are watched at a time, the first by name; the rest has its turn when these are taken in.
MOST_WATCHED = 5_000


class Seen(BaseModel):
    """A new file as it was seen first: its stamp, and when (seconds since the epoch)."""

    stamp: str
    since: float


@dataclass
class Look:
    """`arrived` is at rest and can be taken in; `watched` is to be handed to the next look; `restless` files are still changing."""

    arrived: list[Waiting]
    watched: dict[str, Seen]
    restless: int
    never_taken: int  # by their kind or name: hidden, temporary, outside the folders of sources


def look(settings: Settings, watched: dict[str, Seen], now: float, sources: Collection[str] = SOURCES) -> Look:
    """Look at the inbox. A file has arrived when it was the same in all looks for `settle_seconds`, by the clock of this machine.

    The times that the file itself carries are not compared with the clock: on a share they come from another one.
    """
    known = dealt_with(settings)
    seen: dict[str, Seen] = {}
    never_taken = 0
    for found in walk(settings.inbox_dir, sources):
        if isinstance(found, RefusedFile):
            never_taken += 1
        elif known.get(found.file_name) != found.stamp and len(seen) < MOST_WATCHED:
            before = watched.get(found.file_name)
            same = before is not None and before.stamp == found.stamp
            seen[found.file_name] = before if before is not None and same else _first(found, now)
    arrived = [Waiting(name, file.stamp) for name, file in seen.items() if now - file.since >= settings.settle_seconds]
    return Look(arrived, seen, len(seen) - len(arrived), never_taken)


def _first(found: FoundFile, now: float) -> Seen:
    return Seen(stamp=found.stamp, since=now)
