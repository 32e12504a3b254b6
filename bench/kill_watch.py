"""Watching a run of the job, ending it, and reading what it left.

Belongs here: the process, its stages, its kill; the state that two runs are compared by. Does not: when to kill (kill.py).
"""

import os
import signal
import sqlite3
import subprocess
import sysconfig
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from serving.release import ReleaseError, current_release, damaged_releases, list_releases
from serving.release.manifest import file_sha256
from sources.contracts.registry import contracts
from sources.raw_layer import table_dir
from sources.settings import Settings

STAGES = ("intake", "reading", "building", "publishing")
LIMIT_SECONDS = 1200
PUBLISHED = (0, 3)
MOMENTS = frozenset({"received_at"})  # columns that tell when, not what
UNFINISHED = ("NOT_STARTED", "STARTING", "STARTED", "CANCELING", "QUEUED")


class Job:
    """`cakupan run` in a process group of its own, from its start on."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._begun: dict[str, float] = {}
        self._lines: list[str] = []
        self._known = {path.name for path in settings.releases_dir.glob(".tmp-*")}
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("CAKUPAN_", "DAGSTER_"))
        }
        environment |= {"CAKUPAN_DATA": str(settings.data), "CAKUPAN_KEEP_RELEASES": str(settings.keep_releases)}
        command = [str(Path(sysconfig.get_path("scripts")) / "cakupan"), "run", "--inbox", str(settings.inbox_dir)]
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._ended: float | None = None
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()

    def _follow(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - narrows a type
        for line in self._process.stdout:
            self._lines.append(line)
            stage = line.partition(":")[0].partition(",")[0].strip()
            if stage in STAGES:
                self._begun.setdefault(stage, time.monotonic())

    @property
    def code(self) -> int | None:
        return self._process.poll()

    @property
    def is_published(self) -> bool:
        return self.code in PUBLISHED

    @property
    def output(self) -> str:
        return "".join(self._lines)

    @property
    def seconds(self) -> float:
        return (self._ended or time.monotonic()) - self._started

    def durations(self) -> dict[str, float]:
        """How long each stage of a run that has ended took."""
        begun = [*(self._begun[stage] for stage in STAGES), self._ended or time.monotonic()]
        return {
            stage: max(after - before, 0.01) for stage, before, after in zip(STAGES, begun[:-1], begun[1:], strict=True)
        }

    def wait_for(self, stage: str | None, moment: float = 0.0) -> bool:
        """Wait until so many seconds of a stage have passed; False if the process ended before. None: until it ends."""
        deadline = time.monotonic() + LIMIT_SECONDS
        while self._process.poll() is None:
            self._see_publishing()
            begun = self._begun.get(stage or "")
            if begun is not None and time.monotonic() >= begun + moment:
                return True
            if time.monotonic() > deadline:
                self.kill(group=True)
                return False
            time.sleep(0.005)
        self._ended = time.monotonic()
        self._thread.join(timeout=5)
        return False

    def _see_publishing(self) -> None:
        if "building" in self._begun and "publishing" not in self._begun:
            fresh = {path.name for path in self._settings.releases_dir.glob(".tmp-*")} - self._known
            if fresh:
                self._begun["publishing"] = time.monotonic()

    def kill(self, *, group: bool) -> bool:
        """SIGKILL for the main process, or for all of its group; False if it had ended by itself."""
        if group:
            os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()
        self._ended = time.monotonic()
        return self._process.wait() == -signal.SIGKILL


@dataclass(frozen=True)
class State:
    """What a run left: the release by table, each file of the raw layer by its rows, the archive by its names."""

    contents: str
    tables: dict[str, str]
    raw: dict[str, str]
    archive: frozenset[str]

    def unlike(self, other: "State") -> list[str]:
        """In what it differs from another state, in sentences."""
        found = []
        for what, mine, others in (("table", self.tables, other.tables), ("raw file", self.raw, other.raw)):
            for name in sorted(mine.keys() | others.keys()):
                if name not in others:
                    found.append(f"{what} {name} should not be there")
                elif name not in mine:
                    found.append(f"{what} {name} is missing")
                elif mine[name] != others[name]:
                    found.append(f"{what} {name} differs")
        found += [f"archive: {name}" for name in sorted(self.archive ^ other.archive)]
        return found or (["macros differ"] if self.contents != other.contents else [])


def state_of(settings: Settings) -> State:
    """The state of a data home. Raises ReleaseError if nothing whole is published."""
    release = current_release(settings)
    if release is None:
        raise ReleaseError(f"{settings.current}: no release")
    raw = {
        str(path.relative_to(settings.data)): _rows_of(path)
        for table in contracts()
        for path in sorted(table_dir(settings, table).rglob("*.parquet"))
        if not path.name.startswith(".")
    }
    tables = {name: table.content_hash for name, table in release.manifest.tables.items()}
    archive = frozenset(
        str(path.relative_to(settings.data)) for path in settings.archive_dir.rglob("*") if path.is_file()
    )
    return State(release.manifest.contents_sha256, tables, raw, archive)


def _rows_of(path: Path) -> str:
    """A hash of all rows of a file, without the columns that tell when it was written."""
    frame = pl.read_parquet(path, glob=False, hive_partitioning=False)
    frame = frame.drop([name for name in frame.columns if name in MOMENTS])
    return f"{frame.height} {frame.hash_rows(seed=1).sort().implode().hash(seed=2).item()} {frame.schema}"


def trouble_of_current(settings: Settings, known: set[str]) -> list[str]:
    """What is wrong with the release that is current: its file is not that of its manifest, or nobody ever published its contents."""
    try:
        release = current_release(settings)
    except ReleaseError as error:
        return [str(error)]
    if release is None:
        return [f"{settings.current}: leads to no release"]
    if file_sha256(release.database) != release.manifest.file_sha256:
        return [f"{release.database}: not the file that was published"]
    if release.manifest.contents_sha256 not in known:
        return [f"{release.release_id}: contents that no undisturbed run has"]
    return []


def leftovers(settings: Settings) -> list[str]:
    """What a run that ended well must not leave behind."""
    build = settings.build_database
    found = [
        *settings.releases_dir.glob(".tmp-*"),
        *settings.data.glob(".tmp-*"),
        *(
            path
            for layer in (settings.raw_dir, settings.quarantine_dir, settings.archive_dir)
            for path in layer.rglob("*.tmp")
        ),
        *settings.build_dir.glob("*.damaged"),
        *(path for path in (build.with_name(f"{build.name}.wal"),) if path.exists()),
        *settings.releases_dir.rglob("*.wal"),
    ]
    said = [f"{path} was left" for path in found]
    said += [f"release {name}: {problem}" for name, problem in damaged_releases(settings).items()]
    if (kept := len(list_releases(settings))) > settings.keep_releases:
        said.append(f"{kept} releases are kept")
    if runs := _unfinished_runs(settings):
        said.append(f"{runs} runs of Dagster look alive")
    return said


def _unfinished_runs(settings: Settings) -> int:
    database = next(iter(sorted(settings.dagster_dir.rglob("runs.db"))), None)
    if database is None:
        return 0
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        query = f"select count(*) from runs where status in ({', '.join('?' * len(UNFINISHED))})"  # noqa: S608 - marks for parameters
        return int(connection.execute(query, UNFINISHED).fetchone()[0])
