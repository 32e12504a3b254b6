"""The sensor `alerts`: what of Dagster's history is a problem, told through `serving.alerts`.

Belongs here: finding failed runs and checks and what has set them right. Does not: when and how people are told. Off unless a receiver is named in the environment.

Each look starts anew from the history, so that nothing is missed while the daemon was down, and runs of `cakupan run` count like those of the UI.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta

import dagster as dg
from pydantic import ValidationError

from orchestration import environment, manifest
from orchestration.failures import means_of
from orchestration.stages import COMMAND, RANGE_END, RANGE_START, STARTED_BY
from orchestration.steps import CLASS, CODE
from serving.alerts import AlertSettings, Problem, Told, late_problems, tell
from sources.settings import Settings

EVERY_SECONDS = 60
LOOK_BACK = timedelta(days=14)
MOST_RUNS = 1000
PARTITION = "dagster/partition"
# Dagster sets it on a killed run that it starts again by itself; what that run becomes is told instead.
WILL_RETRY = "dagster/will_retry"
FINISHED = [dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.SUCCESS]
LOOK_AT_IT = "look at the run in the Dagster UI"
MOST_STEPS = 5


def alert_sensor() -> dg.SensorDefinition:
    """The sensor. It is running from the start, and does nothing until a receiver is set up."""

    @dg.sensor(
        name="alerts",
        minimum_interval_seconds=EVERY_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Tells people of failed runs and checks and of late reports, once and at growing distance (docs/production.md).",
    )
    def alerts(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        try:
            settings = AlertSettings()
        except ValidationError as error:
            # Its text names the variables and hides their values.
            return dg.SkipReason(f"nobody is told, the settings are wrong: {error}")
        if not settings.channels:
            return dg.SkipReason("nobody is to be told: no CAKUPAN_ALERT_… variable names a receiver")
        repository = context.repository_def
        checks = set(repository.asset_graph.asset_check_keys) if repository else set()
        told = look(context.instance, Settings(), settings, checks, datetime.now(UTC))
        return dg.SkipReason("; ".join(map(in_words, told)))

    return alerts


def look(
    instance: dg.DagsterInstance,
    settings: Settings,
    alerts: AlertSettings,
    checks: Collection[dg.AssetCheckKey],
    now: datetime,
    *,
    dry_run: bool = False,
) -> list[Told]:
    """Find what is wrong now and tell it to who has not been told. `checks` are those that count; `now` carries a time zone."""
    problems = [
        *failed_runs(instance, alerts, now),
        *failed_checks(instance, alerts, checks),
        *late_problems(settings, now.date()),
        *silence(instance, alerts, now),
    ]
    return tell(settings, alerts, problems, now, dry_run=dry_run)


def look_now(settings: Settings, alerts: AlertSettings, now: datetime, *, dry_run: bool) -> list[Told]:
    """As the sensor does, for the command. Raises DbtProjectError if the dbt project does not parse."""
    with environment.applied(settings):
        manifest.prepare()
        from orchestration.definitions import load  # noqa: PLC0415  (reads the manifest that was prepared just now)

        checks = set(load().resolve_asset_graph().asset_check_keys)
        with dg.DagsterInstance.get() as instance:
            return look(instance, settings, alerts, checks, now, dry_run=dry_run)


def in_words(told: Told) -> str:
    """One sentence about one channel."""
    if told.trouble:
        return f"{told.channel}: {len(told.messages)} not told, {told.trouble}"
    return f"{told.channel}: {len(told.messages)} told" if told.messages else f"{told.channel}: nothing new"


def failed_runs(instance: dg.DagsterInstance, alerts: AlertSettings, now: datetime) -> list[Problem]:
    """Jobs whose latest attempt failed: one problem a job and months, until a run that covers it ends well."""
    records = instance.get_run_records(dg.RunsFilter(statuses=FINISHED, updated_after=now - LOOK_BACK), limit=MOST_RUNS)
    records = sorted(records, key=lambda record: record.end_time or record.update_timestamp.timestamp(), reverse=True)
    good: list[dg.DagsterRun] = []
    open_runs: dict[str, list[dg.DagsterRun]] = defaultdict(list)
    for record in records:
        run = record.dagster_run
        if run.status is dg.DagsterRunStatus.SUCCESS:
            good.append(run)
        elif run.tags.get(WILL_RETRY) != "true" and not any(covers(later, run) for later in good):
            open_runs[_scope(run)].append(run)
    return [_problem(instance, alerts, scope, runs) for scope, runs in open_runs.items()]


def covers(good: dg.DagsterRun, failed: dg.DagsterRun) -> bool:
    """Whether a run that ended well did what an earlier one had failed to do."""
    # The command builds only when every month that is due has been read.
    if good.job_name == "publish" and good.tags.get(STARTED_BY) == COMMAND:
        return failed.job_name in ("warehouse", "take_in", "read", "publish")
    if (
        good.job_name != failed.job_name
        or not _months(good)[0] <= _months(failed)[0] <= _months(failed)[1] <= _months(good)[1]
    ):
        return False
    return good.asset_selection is None or (
        failed.asset_selection is not None and failed.asset_selection <= good.asset_selection
    )


def failed_checks(
    instance: dg.DagsterInstance, alerts: AlertSettings, checks: Collection[dg.AssetCheckKey]
) -> Iterable[Problem]:
    """Checks of severity error whose latest evaluation failed. Warnings are not told: they stop nothing, and `cakupan run` names them."""
    latest = instance.event_log_storage.get_latest_asset_check_execution_by_key(list(checks))
    for key, record in sorted(latest.items(), key=lambda item: str(item[0])):
        event = record.event.dagster_event if record.event else None
        if event is None or event.event_type is not dg.DagsterEventType.ASSET_CHECK_EVALUATION:
            continue
        evaluation = event.asset_check_evaluation_data
        if evaluation.passed or evaluation.severity is not dg.AssetCheckSeverity.ERROR:
            continue
        asset = key.asset_key.to_user_string()
        yield Problem(
            key=f"check/{asset}/{key.name}",
            kind="check_failed",
            title=f"the check {key.name} of {asset} failed",
            remedy="what was published before stands; look at the check in the Dagster UI, correct the report or the rule, run again",
            facts={"asset": asset, "check": key.name, "run": record.run_id, **_link(alerts, record.run_id)},
        )


def silence(instance: dg.DagsterInstance, alerts: AlertSettings, now: datetime) -> list[Problem]:
    """That nothing was built with success for too long, whatever the cause: a schedule that is off tells nobody by itself."""
    if alerts.silent_days is None:
        return []
    ends = [
        record.end_time
        for job in ("publish", "warehouse")
        for record in instance.get_run_records(
            dg.RunsFilter(job_name=job, statuses=[dg.DagsterRunStatus.SUCCESS]), limit=1
        )
        if record.end_time is not None
    ]
    if not ends or now.timestamp() - max(ends) < timedelta(days=alerts.silent_days).total_seconds():
        return []
    last = datetime.fromtimestamp(max(ends), UTC)
    return [
        Problem(
            key="silence",
            kind="nothing_published",
            title=f"nothing has been built and checked with success since {last:%Y-%m-%d}",
            remedy="see whether the schedule, the daemon or cron still starts runs",
            facts={"last_success": f"{last:%Y-%m-%d %H:%M} UTC"},
        )
    ]


def _scope(run: dg.DagsterRun) -> str:
    selected = ",".join(sorted(key.to_user_string() for key in run.asset_selection or ()))
    first, last = _months(run)
    return "/".join(part for part in ("run", run.job_name, first and f"{first}..{last}", selected) if part)


def _months(run: dg.DagsterRun) -> tuple[str, str]:
    one = run.tags.get(PARTITION, "")
    return run.tags.get(RANGE_START, one), run.tags.get(RANGE_END, one)


def _problem(instance: dg.DagsterInstance, alerts: AlertSettings, scope: str, runs: list[dg.DagsterRun]) -> Problem:
    latest = runs[0]
    facts: dict[str, str | int] = {"job": latest.job_name, "run": latest.run_id}
    if _months(latest)[0]:
        facts["months"] = " to ".join(dict.fromkeys(_months(latest)))
    steps, remedy, found = _failed_steps(instance, latest.run_id)
    facts |= found
    where = f" at {', '.join(steps[:MOST_STEPS])}" if steps else "; it was ended from outside" if not found else ""
    return Problem(
        key=scope,
        kind="run_failed",
        title=f"the run of {latest.job_name} failed{where}",
        remedy=remedy,
        count=len(runs),
        facts={**facts, **_link(alerts, latest.run_id)},
    )


def _failed_steps(instance: dg.DagsterInstance, run_id: str) -> tuple[list[str], str, dict[str, str]]:
    """Steps that failed, what to do, and of the first one its class and type of error; no message, for it may hold what a report says."""
    steps, remedy, found = [], LOOK_AT_IT, {}
    for record in instance.get_records_for_run(run_id, of_type=dg.DagsterEventType.STEP_FAILURE).records:
        event = record.event_log_entry.dagster_event
        if event is None or event.step_key is None:
            continue
        steps.append(event.step_key)
        failure = event.step_failure_data
        if not found and failure.error is not None:
            cause = failure.error
            while cause.cause is not None:
                cause = cause.cause
            found = {"error": cause.cls_name or "error"}
            said = failure.user_failure_data.metadata if failure.user_failure_data is not None else {}
            if CODE in said:
                found |= {"failure": f"{said[CLASS].value}, {said[CODE].value}"}
                remedy = means_of(str(said[CODE].value)) or LOOK_AT_IT
    return steps, remedy, found


def _link(alerts: AlertSettings, run_id: str) -> dict[str, str]:
    return {"address": f"{alerts.ui_url.rstrip('/')}/runs/{run_id}"} if alerts.ui_url else {}
