"""Removing old runs from Dagster's history: what a run wrote of itself, its events and what its steps printed.

Belongs here: which runs may go, the job and schedule `tidy`. Does not: data (raw layer, archive, releases have rules of their own). A run stays, however old, while it is the
latest that made an asset, a month of one, or evaluated a check: without it Dagster would take the month for one that was never read, and read it again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import dagster as dg

from orchestration.home import DataHome
from sources import journal
from sources.settings import Settings

FINISHED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
AT_ONCE = 500
EVERY_NIGHT = "17 3 * * *"
TIME_ZONE = "Asia/Jakarta"


@dataclass(frozen=True)
class Tidied:
    """Ids of the runs that were removed, or would be; how many old ones stay because something hangs on them."""

    removed: tuple[str, ...]
    kept: int


def tidy(
    instance: dg.DagsterInstance, settings: Settings, days: int, now: datetime, *, dry_run: bool = False
) -> Tidied:
    """Remove runs that ended more than so many days ago and that nothing hangs on. `now` carries a time zone. A kill in between leaves whole runs only."""
    old = list(_ended_before(instance, now - timedelta(days=days)))
    needed = _needed(instance, old) if old else set()
    removed = [run_id for run_id in old if run_id not in needed]
    if not dry_run:
        for run_id in removed:
            # What a step printed first: once the run is gone, nobody would know of it.
            instance.compute_log_manager.delete_logs(prefix=[run_id])
            instance.delete_run(run_id)
        journal.write(settings, "runs_removed", runs=len(removed))
    return Tidied(tuple(removed), len(old) - len(removed))


def tidy_job() -> dg.JobDefinition:
    """The job, with the days of the settings."""

    @dg.op(name="remove_old_runs", description="Remove finished runs that are older than CAKUPAN_RUN_RETENTION_DAYS.")
    def remove_old_runs(context: dg.OpExecutionContext, home: DataHome) -> None:
        settings = home.settings
        done = tidy(context.instance, settings, settings.run_retention_days, datetime.now(UTC))
        context.add_output_metadata({"removed": len(done.removed), "kept": done.kept})

    @dg.job(
        name="tidy",
        description="Remove old runs from Dagster's history (docs/production.md).",
        executor_def=dg.in_process_executor,
    )
    def job() -> None:
        remove_old_runs()

    return job


def tidy_schedule(job: dg.JobDefinition) -> dg.ScheduleDefinition:
    """Every night."""
    return dg.ScheduleDefinition(
        name="tidy_every_night",
        job=job,
        cron_schedule=EVERY_NIGHT,
        execution_timezone=TIME_ZONE,
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )


def _ended_before(instance: dg.DagsterInstance, moment: datetime) -> Iterable[str]:
    cursor = None
    while records := instance.get_run_records(
        dg.RunsFilter(statuses=FINISHED, updated_before=moment), limit=AT_ONCE, cursor=cursor, ascending=True
    ):
        for record in records:
            if record.end_time is None or record.end_time < moment.timestamp():
                yield record.dagster_run.run_id
        cursor = records[-1].dagster_run.run_id


def _needed(instance: dg.DagsterInstance, old: Iterable[str]) -> set[str]:
    storage = instance.event_log_storage
    needed: set[str] = set()
    for record in instance.get_asset_records():
        entry = record.asset_entry
        if entry.last_materialization_record is not None:
            needed.add(entry.last_materialization_record.run_id)
        latest = storage.get_latest_storage_id_by_partition(entry.asset_key, dg.DagsterEventType.ASSET_MATERIALIZATION)
        ids = list(latest.values())
        for start in range(0, len(ids), AT_ONCE):
            wanted = dg.AssetRecordsFilter(asset_key=entry.asset_key, storage_ids=ids[start : start + AT_ONCE])
            needed.update(found.run_id for found in instance.fetch_materializations(wanted, limit=AT_ONCE).records)
    evaluated = {
        evaluation.asset_check_key
        for run_id in old
        for record in instance.get_records_for_run(run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION).records
        if (event := record.event_log_entry.dagster_event) and (evaluation := event.asset_check_evaluation_data)
    }
    if evaluated:
        needed.update(
            found.run_id for found in storage.get_latest_asset_check_execution_by_key(list(evaluated)).values()
        )
    return needed
