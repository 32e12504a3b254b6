"""When a problem is told: once, again at growing distance, and when it is over. What was told stands in a file of the data home.

Belongs here: the rules of telling, for one channel, and their memory. Does not: sending. The memory is written after a message has gone out: a kill in between tells
something twice (with the same id), never not at all.
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from serving.alerts.problem import Problem
from sources.atomic import write_atomically

NEW, STILL, RECOVERED = "new", "still", "recovered"
# After the first time told: an hour later, four hours after that, …; then every week.
DISTANCES = (timedelta(hours=1), timedelta(hours=4), timedelta(days=1), timedelta(days=3), timedelta(days=7))
FORGOTTEN_AFTER = timedelta(days=7)


@dataclass(frozen=True)
class Message:
    """One line of an alert. `id` is the same if it is sent twice; `since` is when the problem was first seen."""

    id: str
    state: str
    problem: Problem
    since: datetime


@dataclass
class Entry:
    """What one channel knows of a problem. `times` counts the tellings; `open_told` is whether people believe that it lasts."""

    kind: str
    title: str
    since: str
    count: int = 0
    times: int = 0
    not_before: str = ""
    open_told: bool = False
    over_since: str = ""


class Ledger:
    """The memory of one channel."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries: dict[str, Entry] = {}
        self.failures = 0
        self._resting_until = ""
        try:
            kept = json.loads(path.read_bytes())
            self._entries = {key: _sound(Entry(**entry)) for key, entry in kept["problems"].items()}
            self.failures, self._resting_until = int(kept["failures"]), _moment(kept["resting_until"])
        except FileNotFoundError:
            pass
        except (ValueError, KeyError, TypeError, AttributeError):
            # Nobody repairs it by hand: everything that lasts is told once more.
            self._entries, self.failures, self._resting_until = {}, 0, ""

    def due(self, problems: Collection[Problem], now: datetime) -> list[Message]:
        """What is to be told now, of the problems that last; those that people believe to last and do not are told as recovered."""
        messages = [message for problem in problems if (message := self._due(problem, now))]
        lasting = {problem.key for problem in problems}
        for key, entry in self._entries.items():
            if key not in lasting and entry.open_told:
                over = Problem(key, entry.kind, entry.title, "nothing is to be done", entry.count)
                messages.append(self._message(RECOVERED, over, entry))
        return messages

    def note(self, problems: Collection[Problem], sent: Collection[Message], now: datetime) -> None:
        """Remember what lasts and what was sent. Does not write: see `save`."""
        for problem in problems:
            entry = self._entries.setdefault(problem.key, Entry(problem.kind, problem.title, now.isoformat()))
            entry.title, entry.count, entry.over_since = problem.title, problem.count, ""
        for message in sent:
            entry = self._entries[message.problem.key]
            if message.state == RECOVERED:
                entry.open_told = False
            else:
                entry.open_told = True
                entry.not_before = (now + DISTANCES[min(entry.times, len(DISTANCES) - 1)]).isoformat()
                entry.times += 1
        lasting = {problem.key for problem in problems}
        for key, entry in list(self._entries.items()):
            if key in lasting or entry.open_told:
                continue
            entry.over_since = entry.over_since or now.isoformat()
            # Kept for a while: a problem that comes and goes every minute is the same problem.
            if now - datetime.fromisoformat(entry.over_since) >= FORGOTTEN_AFTER:
                del self._entries[key]

    def rests(self, now: datetime) -> bool:
        """Whether the receiver could not be reached lately, so that it is too early to try again."""
        return bool(self._resting_until) and now < datetime.fromisoformat(self._resting_until)

    def rest(self, now: datetime, longest: timedelta = timedelta(hours=1)) -> None:
        """The receiver could not be reached: wait a minute, then two, four, … an hour at most."""
        self._resting_until = (now + min(timedelta(minutes=2**self.failures), longest)).isoformat()
        self.failures = min(self.failures + 1, 10)

    def reached(self) -> None:
        """The receiver took a message."""
        self.failures, self._resting_until = 0, ""

    def save(self) -> None:
        """Write it down, whole or not at all."""
        kept = {
            "problems": {key: asdict(entry) for key, entry in sorted(self._entries.items())},
            "failures": self.failures,
            "resting_until": self._resting_until,
        }
        content = (json.dumps(kept, indent=1) + "\n").encode()
        if self._path.exists() and self._path.read_bytes() == content:
            return

        def write(file: BinaryIO) -> None:
            file.write(content)

        write_atomically(self._path, write, mode=0o640)

    def _due(self, problem: Problem, now: datetime) -> Message | None:
        entry = self._entries.get(problem.key)
        if entry is None:
            return self._message(NEW, problem, Entry(problem.kind, problem.title, now.isoformat()))
        if entry.not_before and now < datetime.fromisoformat(entry.not_before):
            return None
        return self._message(STILL if entry.open_told else NEW, problem, entry)

    @staticmethod
    def _message(state: str, problem: Problem, entry: Entry) -> Message:
        parts = (problem.key, state, entry.since, str(entry.times))
        identity = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
        return Message(identity, state, problem, datetime.fromisoformat(entry.since))


def _sound(entry: Entry) -> Entry:
    for moment in (entry.not_before, entry.over_since):
        _moment(moment)
    datetime.fromisoformat(entry.since)
    return entry


def _moment(text: str) -> str:
    if text:
        datetime.fromisoformat(text)
    return text


def as_json(message: Message) -> dict[str, Any]:
    """A message as it goes to a webhook."""
    problem = message.problem
    return {
        "id": message.id,
        "state": message.state,
        "kind": problem.kind,
        "key": problem.key,
        "title": problem.title,
        "remedy": problem.remedy,
        "count": problem.count,
        "since": message.since.isoformat(timespec="seconds"),
        "facts": dict(problem.facts),
    }
