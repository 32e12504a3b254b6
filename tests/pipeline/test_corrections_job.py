"""The whole job with corrections: one that no longer holds stops it before the build, one that holds is published."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import dagster as dg
import pytest

from orchestration import environment
from orchestration.corrections import CHECK, correction_assets
from orchestration.home import DataHome
from serving.release.manifest import read_manifest
from sources.identity import content_hash, report_id
from sources.intake.archive import archive_path
from sources.settings import Settings
from tests import inboxes
from tests.figure_lists import REPORT, locator, sources
from tests.jobs import put, release_file, rows, run

pytestmark = pytest.mark.pipeline

TEXT = "---\npublished_on: 2023-01-17\n---\nPontianak - Jumlah peserta aktif BPJS Ketenagakerjaan di Kalimantan Barat 500.000 orang.\n"
PRINTED = "500.000"


def entry(said: str) -> str:
    start = TEXT.index(PRINTED)
    return (
        f"- report: {report_id(content_hash(TEXT.encode()))}\n"
        f"  locator: characters {start}-{start + len(PRINTED)}\n"
        f'  as_printed: "{PRINTED}"\n'
        f"  {said}\n  why: the page says so\n  by: Sari\n  on: 2023-02-01\n"
    )


def test_a_correction_that_does_not_hold_stops_the_run_and_one_that_holds_is_published(tmp_path: Path) -> None:
    home, inbox = tmp_path / "home", tmp_path / "inbox"
    put(inbox, "press/good.txt", TEXT.encode())
    first = run(home, inbox)
    assert first.code == 0
    assert first.summary["review"] == "0 figures wait for a person; 0 corrections applied"
    current, build = home / "current" / "cakupan.duckdb", home / "build" / "cakupan.duckdb"
    built = build.stat().st_mtime_ns

    corrections = home / "corrections.yml"
    corrections.write_text(entry("was: {value: 400000}\n  should_be: {value: 600000}"), encoding="utf-8")
    stopped = run(home, inbox)
    assert stopped.code == 1
    assert f"{corrections}, line 1, entry 1: " in stopped.output
    assert "[correction_read_otherwise] Remedy: " in stopped.output
    assert current.resolve() == release_file(home, first.release).resolve()
    assert build.stat().st_mtime_ns == built, "nothing was built"

    corrections.write_text(entry("should_be: {value: 600000}"), encoding="utf-8")
    after = run(home, inbox)
    assert after.code == 0
    assert after.summary["review"] == "0 figures wait for a person; 1 correction applied"
    assert after.summary["release"].endswith("(new)")
    manifests = {name: read_manifest(release_file(home, name).parent) for name in (first.release, after.release)}
    assert manifests[first.release].corrections_sha256 is None
    applied = manifests[after.release].corrections_sha256
    assert applied == content_hash(corrections.read_bytes())
    assert archive_path(applied) in {str(path.relative_to(home)) for path in home.glob("archive/*/*")}
    query = "select workers_active from {} where area_code = '61'"
    assert rows(current, query.format("marts.fct_coverage")) == [(600_000,)]
    assert rows(current, query.format("marts.coverage_as_known(date '2023-01-31')")) == [(500_000,)]


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    settings = Settings(data=tmp_path / "home")
    inboxes.put(settings, "press/kalbar.txt", REPORT.encode())
    inboxes.run(settings, sources())
    with environment.applied(settings):
        yield settings


def materialized(value: int) -> dg.ExecuteInProcessResult:
    settings = Settings()
    settings.corrections_file.write_text(
        f"- report: {report_id(content_hash(REPORT.encode()))}\n"
        f"  locator: {locator('500000')}\n  as_printed: 500000\n  should_be: {{value: {value}}}\n"
        f"  why: so\n  by: Sari\n  on: {date(2026, 3, 1)}\n",
        encoding="utf-8",
    )
    assets = [asset for asset in correction_assets() if isinstance(asset, dg.AssetsDefinition)]
    return dg.materialize(assets, resources={"home": DataHome()}, raise_on_error=False)


def test_the_asset_has_the_hash_of_the_file_as_its_version(settings: Settings) -> None:
    result = materialized(600_000)
    assert result.success
    [event] = result.get_asset_materialization_events()
    content = settings.corrections_file.read_bytes()
    assert event.materialization.tags is not None
    assert event.materialization.tags["dagster/data_version"] == content_hash(content)
    [check] = result.get_asset_check_evaluations()
    assert (check.check_name, check.passed) == (CHECK, True)


def test_the_check_blocks(settings: Settings) -> None:
    [spec] = [spec for asset in correction_assets() for spec in asset.check_specs]
    assert (spec.name, spec.blocking) == (CHECK, True)
    result = materialized(500_000)
    assert not result.success
    [check] = result.get_asset_check_evaluations()
    assert not check.passed
    assert check.description is not None
    assert "correction_not_needed" in check.description
