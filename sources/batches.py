"""What is to be asked for next, in batches, each thing once: the arithmetic behind the sensors.

Belongs here: grouping, keys, what is on its way, trying again after a run that did not end well. Does not: where things come from (files of the inbox,
reports without an account), Dagster.

A thing is done when it is no longer told as waiting. Until then it is asked for again, but only after the run that had it has ended; and each time
among fewer others, so that one that kills its run is soon alone in it and stops nobody else.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from pydantic import BaseModel

from sources.identity import row_id

# The first retry comes after a minute, then after 4, 16, …, at last once a day.
FIRST_PAUSE_SECONDS = 60
LONGEST_PAUSE_SECONDS = 86_400
# A run that was asked for and never seen: Dagster was ended between asking and starting.
LOST_AFTER_SECONDS = 600


class State(Enum):
    """What became of a run."""

    UNKNOWN = "unknown"
    UNFINISHED = "unfinished"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True)
class Waiting:
    """One thing that waits. `stamp` changes when it becomes another thing; things of one `group` may share a run."""

    name: str
    stamp: str
    group: str = ""


@dataclass(frozen=True)
class Batch:
    """Things for one run. The key is the same for the same things, and another one for another attempt."""

    key: str
    group: str
    things: tuple[Waiting, ...]
    attempt: int = 1


class OnItsWay(BaseModel):
    """A batch that was asked for."""

    asked_at: float
    stamps: dict[str, str]


class Tried(BaseModel):
    """A thing whose run did not bring it through."""

    stamp: str
    times: int
    not_before: float


class Asked(BaseModel):
    """What has to be remembered from one look to the next; it goes through JSON (a sensor's cursor). Times are seconds since the epoch."""

    on_their_way: dict[str, OnItsWay] = {}
    tried: dict[str, Tried] = {}


@dataclass
class Plan:
    """The batches to ask for now, what to remember, and what has failed more than once (by name, with the number of attempts)."""

    batches: list[Batch]
    asked: Asked
    troubled: dict[str, int] = field(default_factory=dict)


def plan(
    waiting: Iterable[Waiting],
    asked: Asked,
    now: float,
    state_of: Callable[[str], State],
    *,
    most_things: int,
    most_runs: int,
) -> Plan:
    """The next batches: at most `most_things` in one, at most `most_runs` on their way. `state_of` tells what became of the run of a key."""
    present = {thing.name: thing for thing in waiting}
    on_their_way, tried = _looked_after(asked, present, now, state_of)
    busy = {name for batch in on_their_way.values() for name in batch.stamps}
    ready: dict[tuple[int, str], list[Waiting]] = {}
    for name in sorted(present):
        thing, before = present[name], tried.get(name)
        if name not in busy and (before is None or before.not_before <= now):
            ready.setdefault((before.times if before else 0, thing.group), []).append(thing)
    batches = []
    for (times, group), things in sorted(ready.items()):
        size = max(1, most_things >> (2 * times))
        for start in range(0, len(things), size):
            if len(on_their_way) >= most_runs:
                break
            part = tuple(things[start : start + size])
            key = row_id(group, times, *(text for thing in part for text in (thing.name, thing.stamp)))
            batches.append(Batch(key, group, part, times + 1))
            on_their_way[key] = OnItsWay(asked_at=now, stamps={thing.name: thing.stamp for thing in part})
    troubled = {name: before.times for name, before in tried.items() if before.times > 1}
    return Plan(batches, Asked(on_their_way=on_their_way, tried=tried), troubled)


def _looked_after(
    asked: Asked, present: Mapping[str, Waiting], now: float, state_of: Callable[[str], State]
) -> tuple[dict[str, OnItsWay], dict[str, Tried]]:
    """What is still on its way, and what has to be tried again."""
    on_their_way: dict[str, OnItsWay] = {}
    tried = {
        name: before for name, before in asked.tried.items() if name in present and present[name].stamp == before.stamp
    }
    for key, batch in asked.on_their_way.items():
        state = state_of(key)
        if state is State.UNFINISHED or (state is State.UNKNOWN and now - batch.asked_at < LOST_AFTER_SECONDS):
            on_their_way[key] = batch
        elif state is not State.UNKNOWN:
            # Also of a run that ended well: what still waits as it was would else be asked for without end.
            for name, stamp in batch.stamps.items():
                if name in present and present[name].stamp == stamp:
                    times = tried[name].times + 1 if name in tried else 1
                    pause = min(FIRST_PAUSE_SECONDS * 4 ** (times - 1), LONGEST_PAUSE_SECONDS)
                    tried[name] = Tried(stamp=stamp, times=times, not_before=now + pause)
    return on_their_way, tried
