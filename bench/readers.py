"""Readers while releases come: eight processes ask the published file while thirty releases are made, five of which are killed.

Belongs here: starting readers, publishing beside them, judging what they saw. Does not: a reader (reader_process.py), publishing (serving.release).

ROWS is how many seconds it lasts; the bar is ten minutes: ROWS=600. Half of the readers are DuckDB 1.2.2, the oldest that must read releases, out of
.venv-readers; two come through SQLAlchemy. Each table of each release has a number of rows that only this release has.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from types import TracebackType

import duckdb

from bench.registry import Bar, Result, Say
from serving.release import publish
from serving.release.publish import STEPS
from sources.settings import PROJECT_ROOT, Settings

DEFAULT_ROWS = 45
LEAST_ROWS = 15
RELEASES, KILLED = 30, 5
MOST_SECONDS = 1.0
OLDEST = PROJECT_ROOT / ".venv-readers"
READER = PROJECT_ROOT / "bench" / "reader_process.py"
# Kind of reader, and whether it takes DuckDB out of .venv-readers.
READERS = (
    ("fresh", False), ("reopening", False), ("held", False), ("sqlalchemy", False),
    ("fresh", True), ("reopening", True), ("held", True), ("sqlalchemy", True),
)  # fmt: skip
SUITE_READERS = (("fresh", False), ("reopening", False), ("held", False))
TABLES = 12
ROWS_A_TABLE = 5000


@dataclass
class Polled:
    """What readers saw: answers in all, errors; for each reader the first moment at which each release was seen, and the last one at which it asked
    and still got it."""

    answers: int = 0
    errors: list[str] = field(default_factory=list)
    seen: list[tuple[str, dict[str, float]]] = field(default_factory=list)
    asked: list[tuple[str, dict[str, float]]] = field(default_factory=list)

    @property
    def releases(self) -> int:
        return len({release for _, moments in self.seen for release in moments})


class Poller:
    """Readers beside what is published, from its beginning until `end`."""

    def __init__(self, current: Path, folder: Path, readers: Sequence[tuple[str, bool]] = (("fresh", False),)) -> None:
        self._home, self._stop = current.parent, folder / "stop"
        self._readers = readers
        self._processes: list[subprocess.Popen[str]] = []

    def __enter__(self) -> "Poller":
        for kind, oldest in self._readers:
            command = [sys.executable, str(READER), kind, str(self._home), str(self._stop)]
            process = subprocess.Popen(command, env=_environment(oldest), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # fmt: skip
            assert process.stdout is not None  # noqa: S101 - narrows a type
            process.stdout.readline()
            self._processes.append(process)
        return self

    def end(self) -> Polled:
        """Stop the readers; what they saw."""
        self._stop.touch()
        polled = Polled()
        for process in self._processes:
            out, err = process.communicate(timeout=120)
            if process.returncode:
                polled.errors.append(f"a reader ended with {process.returncode}: {err[-500:]}")
                continue
            said = json.loads(out.splitlines()[-1])
            polled.answers += said["answers"]
            polled.errors += said["errors"]
            polled.seen.append((said["kind"], said["seen"]))
            polled.asked.append((said["kind"], said["opened"]))
        return polled

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes:
            if process.poll() is None:
                process.kill()
                process.wait()


def _environment(oldest: bool) -> dict[str, str]:
    """With DuckDB of .venv-readers before that of .venv, or the other way round: duckdb-engine lies only there."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    installed = str(Path(duckdb.__file__).parents[1])
    return kept | {"PYTHONPATH": os.pathsep.join([str(OLDEST), installed] if oldest else [installed, str(OLDEST)])}


def write_generation(settings: Settings, generation: int) -> None:
    """A build whose tables all have a number of rows that only this generation has."""
    settings.build_dir.mkdir(parents=True, exist_ok=True)
    settings.build_database.unlink(missing_ok=True)
    with duckdb.connect(str(settings.build_database)) as build:
        build.execute("create schema marts; create schema audit")
        for number in range(TABLES):
            build.execute(
                f"create table marts.fct_{number} as select md5(i::varchar) as fact_key, i % 514 as area, i::decimal(28, 6) as value"  # noqa: S608 - numbers
                f" from range({ROWS_A_TABLE + generation}) as t(i)"
            )


def publish_through(
    settings: Settings, releases: int, killed: Sequence[int], seconds: float, say: Say
) -> dict[str, float]:
    """Publish so many releases, evenly over the time; those numbered in `killed` die on their way, each at another step, and are made again by the
    next. Returns when each release became current, by its id."""
    flipped: dict[str, float] = {}
    started = time.monotonic()
    for generation in range(1, releases + 1):
        write_generation(settings, generation)
        if generation in killed:
            step = STEPS[killed.index(generation) % len(STEPS)]
            _killed_publisher(settings, step)
            if step in STEPS[STEPS.index("flipped") :]:
                flipped[settings.current.readlink().name] = time.time()
        else:
            moments: list[float] = []
            release = publish(
                settings,
                code_revision="bench",
                now=datetime.now(UTC),
                on_step=lambda step, moments=moments: moments.append(time.time()) if step == "flipped" else None,  # type: ignore[misc]
            )
            flipped[release.release_id] = moments[0]
        time.sleep(max(0.0, started + seconds * generation / releases - time.monotonic()))
        if generation % 10 == 0:
            say(f"readers: {generation} releases of {releases}")
    return flipped


def _killed_publisher(settings: Settings, step: str) -> None:
    command = [sys.executable, "-m", "bench.readers", step]
    environment = os.environ | {
        "CAKUPAN_DATA": str(settings.data),
        "CAKUPAN_KEEP_RELEASES": str(settings.keep_releases),
    }
    ended = subprocess.run(command, cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True, check=False)
    if ended.returncode != -signal.SIGKILL:
        raise RuntimeError(f"a publisher that was to be killed ended with {ended.returncode}: {ended.stderr[-1000:]}")


def slowest(polled: Polled, flipped: dict[str, float]) -> float:
    """Seconds until the slowest fresh reader saw a release, of those that it saw."""
    waits = [
        moments[release] - moment
        for kind, moments in polled.seen
        if kind in ("fresh", "sqlalchemy")
        for release, moment in flipped.items()
        if release in moments
    ]
    return max(waits, default=float("inf"))


def stalest(polled: Polled, flipped: dict[str, float]) -> float:
    """Seconds after a release had become current at which a fresh reader asked and still got the one before, at most; 0 if that never happened.

    Unlike `slowest`, it does not hang on how busy the machine is."""
    order = sorted(flipped, key=lambda release: flipped[release])
    followed = {before: flipped[after] for before, after in pairwise(order)}
    late = [
        asked - followed[release]
        for kind, moments in polled.asked
        if kind in ("fresh", "sqlalchemy")
        for release, asked in moments.items()
        if release in followed
    ]
    return max([0.0, *late])


def run(rows: int, say: Say) -> Result:
    """Publishes for so many seconds. Raises ValueError if that is too short for thirty releases, or .venv-readers is missing."""
    if rows < LEAST_ROWS:
        raise ValueError(f"{rows} seconds are too short for {RELEASES} releases; at least {LEAST_ROWS}")
    if not OLDEST.is_dir():
        raise ValueError(f"{OLDEST} is missing; make .venv-readers/.installed")
    with tempfile.TemporaryDirectory(prefix="cakupan-readers-") as folder:
        settings = Settings(data=Path(folder) / "home", keep_releases=5)
        write_generation(settings, 0)
        publish(settings, code_revision="bench", now=datetime.now(UTC))
        killed = [RELEASES * (number + 1) // (KILLED + 1) for number in range(KILLED)]
        started = time.monotonic()
        with Poller(settings.current, Path(folder), READERS) as poller:
            flipped = publish_through(settings, RELEASES, killed, rows, say)
            polled = poller.end()
        seconds = time.monotonic() - started
    wait = slowest(polled, flipped)
    first = polled.errors[0][:300] if polled.errors else ""
    stale = stalest(polled, flipped)
    bars = (
        Bar("errors and answers of two releases", "0", f"{len(polled.errors)} {first}".strip(), not polled.errors),
        Bar("readers that answered", str(len(READERS)), str(len(polled.seen)), len(polled.seen) == len(READERS)),
        Bar("releases that became current", f">= {RELEASES - KILLED}", str(len(flipped)), len(flipped) >= RELEASES - KILLED),
        Bar("seconds after a flip that a fresh connection still got the release before, at most", f"< {MOST_SECONDS}", f"{stale:.2f}", stale < MOST_SECONDS),
        Bar("seconds until a fresh reader had an answer of a new release, at most", f"< {MOST_SECONDS}", f"{wait:.2f}", wait < MOST_SECONDS),
    )  # fmt: skip
    details = {"answers": polled.answers, "releases_seen": polled.releases, "errors": polled.errors[:20]}
    return Result("readers", rows, seconds, 0.0, "the time asked for", float(rows), bars, details)


def _main() -> None:
    """A publisher that kills itself after the step named on the command line."""

    def on_step(step: str) -> None:
        if step == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGKILL)

    publish(Settings(), code_revision="bench", now=datetime.now(UTC), on_step=on_step)


if __name__ == "__main__":
    _main()
