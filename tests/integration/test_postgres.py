"""Dagster's history in a real PostgreSQL: a run on it, one during which the server goes away, and how the next one heals."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import dagster as dg
import pytest
from click.testing import CliRunner
from dagster_postgres.event_log import PostgresEventLogStorage

from cli.main import main
from orchestration import environment
from orchestration.failures import classify
from orchestration.home import DataHome
from orchestration.intake import intake_assets
from orchestration.stages import Stages, alone, clear_up
from orchestration.warehouse import POOL
from sources.settings import PROJECT_ROOT, Settings
from tests.inboxes import ROW, csv_table, put
from tests.postgres import Postgres, missing

reason = missing()
pytestmark = [pytest.mark.integration, pytest.mark.skipif(reason is not None, reason=reason or "")]


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    # Not in pytest's folders: each session that starts closes them to other users again, and the server runs as one.
    with TemporaryDirectory(prefix="cakupan-postgres-") as folder:
        found = Postgres(Path(folder))
        try:
            yield found
        finally:
            found.stop()


@pytest.fixture
def settings(server: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    for name, value in server.variables.items():
        monkeypatch.setenv(name, value)
    # Dagster asks six times, half a minute in all; the test need not wait so long between them.
    monkeypatch.setattr("dagster_postgres.utils.calculate_delay", lambda **_: 0.05)
    settings = Settings(data=tmp_path / "home", instance=PROJECT_ROOT / "deploy" / "dagster.yaml")
    with environment.applied(settings):
        yield settings


def definitions(*more: dg.AssetsDefinition) -> dg.Definitions:
    return dg.Definitions(
        assets=[*intake_assets(), *more],
        jobs=[dg.define_asset_job("take_in", dg.AssetSelection.all())],
        resources={"home": DataHome()},
        executor=dg.in_process_executor,
    )


def test_a_run_is_written_into_postgres_and_nothing_of_it_into_a_file(settings: Settings, server: Postgres) -> None:
    put(settings, "labour_force/a.csv", csv_table([ROW]))
    with dg.DagsterInstance.get() as instance:
        assert isinstance(instance.event_log_storage, PostgresEventLogStorage)
        assert not instance.telemetry_enabled
        result = Stages(definitions(), instance).run("take_in")
    assert server.ask(f"select status from runs where run_id = '{result.run_id}'") == [("SUCCESS",)]
    made = server.ask(
        f"select count(*) from event_logs where run_id = '{result.run_id}' and dagster_event_type = 'ASSET_MATERIALIZATION'"
    )
    assert made == [(3,)]
    assert not list(settings.dagster_dir.rglob("*.db"))


def test_a_server_that_goes_away_during_a_run_ends_it_and_the_next_one_heals(
    settings: Settings, server: Postgres
) -> None:
    put(settings, "labour_force/a.csv", csv_table([ROW]))

    @dg.asset(pool=POOL, deps=["report"])
    def breaks_down() -> None:
        server.stop()

    @dg.asset(pool=POOL, deps=["report"])
    def goes_on() -> None:
        pass

    with dg.DagsterInstance.get() as instance, pytest.raises(Exception) as raised:
        Stages(definitions(breaks_down), instance).run("take_in")
    assert classify(raised.value).code == "storage_gone"

    server.start()
    with dg.DagsterInstance.get() as instance, alone(settings.dagster_dir, lambda: None):
        assert instance.event_log_storage.get_concurrency_info(POOL).active_slot_count == 1, (
            "the dead run holds its place"
        )
        assert clear_up(instance) == 1
        result = Stages(definitions(goes_on), instance).run("take_in")
        assert result.success
        assert instance.event_log_storage.get_concurrency_info(POOL).active_slot_count == 0
    statuses = server.ask("select status from runs order by id")
    assert statuses[-2:] == [("FAILURE",), ("SUCCESS",)]


def test_a_server_that_is_restarted_during_a_run_is_not_even_noticed(settings: Settings, server: Postgres) -> None:
    @dg.asset(deps=["report"])
    def restarts() -> None:
        server.stop()
        server.start()

    with dg.DagsterInstance.get() as instance:
        assert Stages(definitions(restarts), instance).run("take_in").success


def test_the_command_says_what_to_look_at_and_shows_no_password(
    settings: Settings, server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAKUPAN_POSTGRES_PORT", "1")
    done = CliRunner().invoke(main, ["tidy"])
    assert done.exit_code == 1
    said = done.output.splitlines()[-1]
    assert said == "cakupan: Dagster's storage does not answer; see whether PostgreSQL runs and may be reached"
    assert server.variables["CAKUPAN_POSTGRES_PASSWORD"] not in done.output
