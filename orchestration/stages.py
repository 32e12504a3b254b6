"""Running a job of the code location in this process, on the instance that the UI shows too.

Belongs here: one run, what failed in it and why, and clearing up after a run that was killed. Does not: which stages there are (`orchestration.run`).
"""

import fcntl
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import dagster as dg
from rich.console import Console

STARTED_BY = "cakupan/started_by"
COMMAND = "cakupan run"
RANGE_START = "dagster/asset_partition_range_start"
RANGE_END = "dagster/asset_partition_range_end"
# By this the UI counts a run among those of the code location's jobs, in its timeline and on the pages of jobs.
REPOSITORY = ".dagster/repository"
CODE_LOCATION = "__repository__@cakupan"
MAX_RETRIES = "dagster/max_retries"
UNFINISHED = [
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]
# How dagster-dbt words what it found in dbt's log, and dbt's running count of nodes, which only repeats it.
DBT_REPORT = "Errors parsed from dbt logs:"
DBT_COUNTER = re.compile(r"\d+ of \d+ ")
DBT_ROW_COUNT = "dagster_dbt/failed_row_count"
# Dagster's own messages go to the event log, which the UI shows; on stderr they would only repeat it.
RUN_CONFIG = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


class StageFailedError(Exception):
    """A stage ended in failure. `reasons` are sentences for the console, most telling first; `run_id` leads to the rest in the UI."""

    def __init__(self, job: str, run_id: str, reasons: list[str]) -> None:
        super().__init__(f"{job}: {'; '.join(reasons)}")
        self.job = job
        self.run_id = run_id
        self.reasons = reasons


@dataclass(frozen=True)
class Stages:
    """The jobs of a code location, run one by one."""

    definitions: dg.Definitions
    instance: dg.DagsterInstance

    def run(
        self,
        job: str,
        months: tuple[str, str] | None = None,
        *,
        only: str | None = None,
        config: Mapping[str, Any] | None = None,
    ) -> dg.ExecuteInProcessResult:
        """Run a job, for a range of months if it has partitions; with `only` one of its assets, whose config may be given.

        Raises StageFailedError if a step or a blocking check fails.
        """
        # A run of the command that was killed is made good by the next command, not by the daemon's retries: they would run beside it.
        tags = {STARTED_BY: COMMAND, REPOSITORY: CODE_LOCATION, MAX_RETRIES: "0"}
        if months is not None:
            tags |= {RANGE_START: months[0], RANGE_END: months[1]}
        result = self.definitions.resolve_job_def(job).execute_in_process(
            instance=self.instance,
            tags=tags,
            run_config=RUN_CONFIG | ({"ops": {only: {"config": dict(config)}}} if only and config else {}),
            asset_selection=None if only is None else [dg.AssetKey(only)],
            raise_on_error=False,
        )
        if not result.success:
            raise StageFailedError(job, result.run_id, _reasons(result))
        return result


def metadata_of(result: dg.ExecuteInProcessResult, asset: str) -> Mapping[str, Any]:
    """Plain values of the metadata with which an asset was materialized in a run; empty if it was not."""
    for event in result.get_asset_materialization_events():
        if event.asset_key == dg.AssetKey(asset):
            return {name: value.value for name, value in event.materialization.metadata.items()}
    return {}


@contextmanager
def alone(data_home: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of the data home: one `cakupan run` at a time. The kernel lets go of it even if the process is killed."""
    data_home.mkdir(parents=True, exist_ok=True)
    with (data_home / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def clear_up(instance: dg.DagsterInstance) -> int:
    """End the runs of commands that were killed, and free their places in the pool; how many. Call it only while `alone`.

    Without this they would look alive for ever in the UI, and the next run would wait for their place.
    """
    killed = instance.get_runs(dg.RunsFilter(tags={STARTED_BY: COMMAND}, statuses=UNFINISHED))
    for run in killed:
        instance.report_run_failed(run, "The process of this run was ended from outside.")
        instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
    return len(killed)


@contextmanager
def only_progress(console: Console, log: Path) -> Iterator[None]:
    """Send what Dagster, dbt and their processes print into a file, while the console still writes where it did."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = [os.dup(1), os.dup(2)]
    former = console.file
    stream = _on_descriptor(former, kept)
    try:
        with log.open("wb") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        if stream is not None:
            console.file = stream
        yield
    finally:
        console.file = former
        if stream is not None:
            stream.close()
        sys.stdout.flush()
        sys.stderr.flush()
        for descriptor, copy in enumerate(kept, start=1):
            os.dup2(copy, descriptor)
            os.close(copy)


def _on_descriptor(file: IO[str], kept: list[int]) -> IO[str] | None:
    """The console's stream on the copied descriptor, if it writes to standard output or error at all."""
    try:
        descriptor = file.fileno()
    except (OSError, AttributeError):
        return None
    if descriptor not in (1, 2):
        return None
    return os.fdopen(os.dup(kept[descriptor - 1]), "w", encoding="utf-8", errors="replace", buffering=1)


def _reasons(result: dg.ExecuteInProcessResult) -> list[str]:
    failed = [check for check in result.get_asset_check_evaluations() if not check.passed]
    checks = [
        f"check {check.check_name} of {check.asset_key.to_user_string()}: {check.description or _rows_found(check)}"
        for check in failed
        if check.severity is dg.AssetCheckSeverity.ERROR
    ]
    errors = [
        f"step {event.step_key}: {_told(event.step_failure_data)}"
        for event in result.all_events
        if event.is_step_failure and event.step_failure_data.error is not None
    ]
    return [*checks, *errors] or ["the run failed; its events tell why"]


def _rows_found(check: dg.AssetCheckEvaluation) -> str:
    count = check.metadata.get(DBT_ROW_COUNT)
    return "failed" if count is None else f"{count.value} rows break it"


def _told(failure: Any) -> str:
    """What a person needs of a step's failure: its own words, the innermost cause, or what dbt reported, without stack."""
    error = failure.error
    while error.cause is not None:
        error = error.cause
    own_words = failure.user_failure_data.description if failure.user_failure_data is not None else None
    message = str(own_words or error.message).strip()
    if DBT_REPORT not in message:
        return message
    report = message.split(DBT_REPORT, 1)[1]
    lines = [line.strip() for line in report.splitlines()]
    return "dbt reports:\n" + "\n".join(line for line in lines if line and not DBT_COUNTER.match(line))
