"""The event log with open connections keeps what Dagster's own keeps, for whoever looks meanwhile and afterwards."""

from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage

from orchestration import environment
from orchestration.event_log import OpenEventLogStorage
from sources.settings import Settings

pytestmark = pytest.mark.integration


@dg.asset(check_specs=[dg.AssetCheckSpec("sound", asset="figures")])
def figures():
    return dg.MaterializeResult(check_results=[dg.AssetCheckResult(passed=True, check_name="sound")])


def test_events_are_there_for_other_readers_at_once_and_only_the_latest_run_stays_open(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "home")
    with environment.applied(settings), dg.DagsterInstance.get() as instance:
        storage = instance.event_log_storage
        assert isinstance(storage, OpenEventLogStorage), "dagster.yaml names it"
        runs = [dg.materialize([figures], instance=instance).run_id for _ in range(2)]
        other = SqliteEventLogStorage(storage._base_dir)
        other.register_instance(instance)
        for run in runs:
            types = [event.dagster_event_type for event in other.get_logs_for_run(run) if event.is_dagster_event]
            assert types[-1] is dg.DagsterEventType.RUN_SUCCESS
            assert types.count(dg.DagsterEventType.ASSET_CHECK_EVALUATION) == 1
        assert set(storage._engines) == {"index", runs[-1]}, "one connection a run would run out of files"
        assert len(other.get_event_records(dg.EventRecordsFilter(dg.DagsterEventType.ASSET_MATERIALIZATION))) == 2
    assert storage._engines == {}
