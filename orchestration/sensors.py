"""What Dagster looks for by itself: files that have arrived, reports that nobody has read.

Belongs here: from a look to requests for runs, and what became of them. Does not: looking (`sources.intake.arrivals`, `sources.unread`), making batches
(`sources.batches`), building and publishing (`orchestration.automation`).
"""

import time
from typing import TypeVar

import dagster as dg
from pydantic import BaseModel, ValidationError

from orchestration.months import partition_of, spans
from orchestration.stages import RANGE_END, RANGE_START
from sources.batches import Asked, Batch, Plan, State, Waiting, plan
from sources.intake.arrivals import Look, Seen, look
from sources.settings import Settings
from sources.unread import unread_reports

BATCH = "cakupan/batch"
EVERY_SECONDS = 20
# Intake works alone (it holds a lock), so a second run only spares the seconds in which a process starts; readers work side by side.
MOST_INTAKES = 2
MOST_READS = 4
NAMED = 5
Kept = TypeVar("Kept", bound=BaseModel)


class InboxCursor(BaseModel):
    """What the sensor of the inbox keeps between two looks."""

    watched: dict[str, Seen] = {}
    asked: Asked = Asked()


class UnreadCursor(BaseModel):
    """What the sensor of unread reports keeps between two looks."""

    asked: Asked = Asked()


def sensors() -> list[dg.SensorDefinition]:
    """Both, running from the start."""
    return [inbox_sensor(), unread_sensor()]


def inbox_sensor() -> dg.SensorDefinition:
    """New and changed files of the inbox, once they are at rest, into runs of `take_in`."""

    @dg.sensor(
        name="inbox",
        job_name="take_in",
        minimum_interval_seconds=EVERY_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Takes in files that arrived in the inbox and are no longer being written, many in one run, each once.",
    )
    def inbox(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        settings, now = Settings(), time.time()
        before = _cursor(InboxCursor, context.cursor)
        seen = look(settings, before.watched, now)
        planned = plan(
            seen.arrived,
            before.asked,
            now,
            lambda key: state_of(context.instance, key),
            most_things=settings.batch_files,
            most_runs=MOST_INTAKES,
        )
        return dg.SensorResult(
            run_requests=[take_in_request(batch) for batch in planned.batches],
            skip_reason=None if planned.batches else dg.SkipReason(_inbox_told(seen, planned)),
            cursor=InboxCursor(watched=seen.watched, asked=planned.asked).model_dump_json(),
        )

    return inbox


def unread_sensor() -> dg.SensorDefinition:
    """Registered reports without an account into runs of `read`, one for a source and a stretch of months."""

    @dg.sensor(
        name="unread_reports",
        job_name="read",
        minimum_interval_seconds=EVERY_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description=(
            "Reads reports that were taken in and not read yet. What an earlier version of a reader has read is left to a person: "
            "`cakupan run` reads all of it with the new one."
        ),
    )
    def unread(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        settings, now = Settings(), time.time()
        before = _cursor(UnreadCursor, context.cursor)
        reports = {report.report_id: report for report in unread_reports(settings)}
        stretches = {
            source: spans({report.report_month for report in reports.values() if report.source == source})
            for source in {report.source for report in reports.values()}
        }
        planned = plan(
            [
                Waiting(report.report_id, report.report_month, _group(report.source, report.report_month, stretches))
                for report in reports.values()
            ],
            before.asked,
            now,
            lambda key: state_of(context.instance, key),
            most_things=settings.batch_files,
            most_runs=MOST_READS,
        )
        return dg.SensorResult(
            run_requests=[read_request(batch) for batch in planned.batches],
            skip_reason=None if planned.batches else dg.SkipReason(_unread_told(len(reports), planned)),
            cursor=UnreadCursor(asked=planned.asked).model_dump_json(),
        )

    return unread


def take_in_request(batch: Batch) -> dg.RunRequest:
    """A run of intake on the files of a batch, and no others."""
    files = {thing.name: thing.stamp for thing in batch.things}
    return dg.RunRequest(
        run_key=batch.key,
        run_config={"ops": {"intake": {"config": {"files": files}}}},
        tags=_tags(batch, "files"),
    )


def read_request(batch: Batch) -> dg.RunRequest:
    """A run of one source's reader on the reports of a batch."""
    source = batch.group.partition("/")[0]
    months = sorted(partition_of(thing.stamp) for thing in batch.things)
    reports = [thing.name for thing in batch.things]
    return dg.RunRequest(
        run_key=batch.key,
        asset_selection=[dg.AssetKey(source)],
        run_config={"ops": {source: {"config": {"reports": reports}}}},
        tags=_tags(batch, "reports") | {RANGE_START: months[0], RANGE_END: months[-1]},
    )


def state_of(instance: dg.DagsterInstance, key: str) -> State:
    """What became of the run of a batch; of several (Dagster tried it again) the one that still works, else the last one."""
    runs = instance.get_runs(dg.RunsFilter(tags={BATCH: key}), limit=10)
    if not runs:
        return State.UNKNOWN
    if any(not run.is_finished for run in runs):
        return State.UNFINISHED
    return State.FINISHED if runs[0].is_success else State.FAILED


def _group(source: str, month: str, stretches: dict[str, list[tuple[str, str]]]) -> str:
    key = partition_of(month)
    start, end = next(span for span in stretches[source] if span[0] <= key <= span[1])
    return f"{source}/{start}/{end}"


def _tags(batch: Batch, what: str) -> dict[str, str]:
    tags = {BATCH: batch.key, f"cakupan/{what}": str(len(batch.things))}
    return tags | ({"cakupan/attempt": str(batch.attempt)} if batch.attempt > 1 else {})


def _cursor(kind: type[Kept], cursor: str | None) -> Kept:
    # A cursor of an earlier form is worth nothing: everything is looked at anew, and what is known is known from the register.
    try:
        return kind.model_validate_json(cursor) if cursor else kind()
    except ValidationError:
        return kind()


def _inbox_told(seen: Look, planned: Plan) -> str:
    parts = [f"{len(seen.arrived)} files have arrived and wait", f"{seen.restless} are still changing"]
    return "; ".join([*parts, *_common(planned), f"{seen.never_taken} are never taken in (asset refused_file)"])


def _unread_told(reports: int, planned: Plan) -> str:
    return "; ".join([f"{reports} reports wait to be read", *_common(planned)])


def _common(planned: Plan) -> list[str]:
    on_their_way = len(planned.asked.on_their_way)
    parts = [f"{on_their_way} runs on their way"] if on_their_way else []
    if planned.troubled:
        parts.append(f"tried several times: {_several(planned.troubled)}")
    return parts


def _several(troubled: dict[str, int]) -> str:
    shown = [f"{name} ({times})" for name, times in sorted(troubled.items())[:NAMED]]
    more = len(troubled) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
