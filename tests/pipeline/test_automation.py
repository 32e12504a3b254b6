"""When the warehouse is built by itself, and what holds that back: Dagster's own evaluation of the conditions."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from orchestration import environment, manifest
from orchestration.automation import GATE
from orchestration.definitions import load
from orchestration.freshness import policies
from sources.ingest import ingest_month
from sources.intake import take_in
from sources.settings import Settings

pytestmark = pytest.mark.pipeline

RELEASE, PRESS = dg.AssetKey("release"), dg.AssetKey("press")


@pytest.fixture(scope="module")
def location() -> dg.Definitions:
    manifest.prepare()
    return load()


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    settings = Settings(data=tmp_path / "home")
    (settings.inbox_dir / "labour_force").mkdir(parents=True)
    with environment.applied(settings):
        yield settings


class Daemon:
    """Evaluations one after the other, each with the cursor of the last."""

    def __init__(self, location: dg.Definitions, instance: dg.DagsterInstance) -> None:
        self.location, self.instance = location, instance
        self.cursor: object = None

    def tick(self) -> set[dg.AssetKey]:
        result = dg.evaluate_automation_conditions(
            self.location,
            instance=self.instance,
            asset_selection=dg.AssetSelection.all().without_checks(),
            cursor=self.cursor,  # type: ignore[arg-type]
        )
        self.cursor = result.cursor
        keys = [spec.key for spec in self.location.resolve_all_asset_specs()]
        return {key for key in keys if result.get_num_requested(key)}

    def news(self, key: dg.AssetKey) -> None:
        partition = "2024-01" if key == PRESS else None
        self.instance.report_runless_asset_event(dg.AssetMaterialization(key, partition=partition))

    def checked(self, passed: bool) -> None:
        self.instance.report_runless_asset_event(
            dg.AssetCheckEvaluation(asset_key=PRESS, check_name="contract_holds", passed=passed, blocking=True)
        )


def test_news_of_a_reader_build_and_publish_everything_behind_it_once(
    location: dg.Definitions, settings: Settings
) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        daemon = Daemon(location, instance)
        assert daemon.tick() == set(), "nothing has happened yet"
        daemon.news(PRESS)
        asked = daemon.tick()
        assert {GATE, RELEASE, dg.AssetKey("row_balance"), dg.AssetKey("fct_coverage"), dg.AssetKey("measure")} <= asked
        assert PRESS not in asked
        every = {spec.key for spec in location.resolve_all_asset_specs() if spec.automation_condition is not None}
        assert asked == every, "a release is never of two moments"
        assert daemon.tick() == set(), "once"


def test_what_is_built_by_itself_is_checked_before_it_is_published(
    location: dg.Definitions, settings: Settings
) -> None:
    sensor = location.resolve_sensor_def("build_and_publish")
    with dg.DagsterInstance.ephemeral() as instance:
        cursor, asked = None, []
        for _ in range(2):
            context = dg.build_sensor_context(instance=instance, cursor=cursor, definitions=location)
            ticked = sensor.evaluate_tick(context)
            cursor, asked = ticked.cursor, ticked.run_requests or []
            Daemon(location, instance).news(PRESS)
        (request,) = asked
        graph = location.resolve_asset_graph()
        named = {
            key
            for key in graph.get_check_keys_for_assets(set(request.asset_selection or []))
            if graph.get(key).automation_condition is None
        }
        assert named == set(request.asset_check_keys or [])
        assert any(key.name == "fct_coverage_is_well_formed" for key in named)


def test_a_failed_blocking_check_holds_it_back_until_it_passes(location: dg.Definitions, settings: Settings) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        daemon = Daemon(location, instance)
        daemon.tick()
        daemon.news(PRESS)
        daemon.checked(False)
        assert daemon.tick() == set()
        daemon.checked(True)
        assert {GATE, RELEASE} <= daemon.tick(), "the news are not forgotten"


def test_a_report_that_waits_to_be_read_holds_it_back(location: dg.Definitions, settings: Settings) -> None:
    (settings.inbox_dir / "labour_force" / "a.csv").write_bytes(b"provinsi;tahun\n")
    taken = take_in(settings, datetime.now(UTC))
    with dg.DagsterInstance.ephemeral() as instance:
        daemon = Daemon(location, instance)
        daemon.tick()
        daemon.news(dg.AssetKey("report"))
        assert daemon.tick() == set()
        ingest_month(settings, "labour_force", [report.report_month for report in taken.new_reports])
        assert RELEASE in daemon.tick()


def test_every_policy_of_freshness_is_of_an_asset_and_sources_have_one(location: dg.Definitions) -> None:
    specs = {spec.key.to_user_string(): spec for spec in location.resolve_all_asset_specs()}
    assert all(specs[name].freshness_policy == policy for name, policy in policies().items())
    assert {name for name, spec in specs.items() if spec.group_name in ("readers", "release")} == set(policies())


def test_sensors_and_the_schedule_run_from_the_first_start(location: dg.Definitions) -> None:
    repository = location.get_repository_def()
    running = {one.name: one.default_status.value for one in [*repository.sensor_defs, *repository.schedule_defs]}
    by_itself = ["inbox", "unread_reports", "build_and_publish", "publish_monthly", "alerts", "tidy_every_night"]
    assert running == dict.fromkeys(by_itself, "RUNNING")
