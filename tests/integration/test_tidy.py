"""Old runs go out of Dagster's history; what something hangs on stays, and data are not touched."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from orchestration import environment
from orchestration.months import reporting_months
from orchestration.tidy import tidy, tidy_job, tidy_schedule
from sources.settings import Settings

pytestmark = pytest.mark.integration

LATER = datetime.now(UTC) + timedelta(days=200)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "home")


@pytest.fixture
def instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    with environment.applied(settings), dg.DagsterInstance.get() as found:
        yield found


@dg.asset(check_specs=[dg.AssetCheckSpec("sound", asset="one")])
def one(context: dg.AssetExecutionContext) -> dg.MaterializeResult:  # type: ignore[type-arg]
    print("printed by a step")  # noqa: T201  (to be captured)
    return dg.MaterializeResult(check_results=[dg.AssetCheckResult(passed=True)])


@dg.asset(partitions_def=reporting_months, backfill_policy=dg.BackfillPolicy.single_run())
def monthly() -> None:
    pass


def made(instance: dg.DagsterInstance, asset: dg.AssetsDefinition, month: str | None = None) -> str:
    return dg.materialize([asset], instance=instance, partition_key=month).run_id


def test_old_runs_go_with_their_events_and_what_they_printed(instance: dg.DagsterInstance, settings: Settings) -> None:
    superseded, latest = made(instance, one), made(instance, one)
    first, again, other = (
        made(instance, monthly, "2023-01"),
        made(instance, monthly, "2023-01"),
        made(instance, monthly, "2023-02"),
    )
    printed = settings.dagster_dir / "compute_logs" / superseded
    assert any("printed by a step" in path.read_text() for path in printed.rglob("*.out"))

    assert tidy(instance, settings, 180, datetime.now(UTC)).removed == (), "none is old yet"
    planned = tidy(instance, settings, 180, LATER, dry_run=True)
    assert len(instance.get_runs()) == 5, "a dry run removes nothing"
    done = tidy(instance, settings, 180, LATER)
    assert set(done.removed) == set(planned.removed) == {superseded, first}
    assert done.kept == 3
    assert {run.run_id for run in instance.get_runs()} == {latest, again, other}
    assert not printed.exists()
    assert instance.get_records_for_run(superseded).records == []
    assert instance.get_materialized_partitions(dg.AssetKey("monthly")) == {"2023-01", "2023-02"}
    event = instance.get_latest_materialization_event(dg.AssetKey("one"))
    assert event is not None
    assert event.run_id == latest


def test_a_run_that_works_stays_however_old(instance: dg.DagsterInstance, settings: Settings) -> None:
    run = instance.create_run_for_job(job_def=tidy_job())
    assert tidy(instance, settings, 1, LATER).removed == ()
    assert instance.get_run_by_id(run.run_id) is not None


def test_the_schedule_is_on_from_the_start() -> None:
    schedule = tidy_schedule(tidy_job())
    assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING
    assert schedule.job_name == "tidy"
