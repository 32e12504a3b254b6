"""Corrections in Dagster: the version of the asset, the check that blocks the build. The whole job with them is in test_job_trouble.py."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import dagster as dg
import pytest

from orchestration import environment
from orchestration.corrections import CHECK, correction_assets
from orchestration.home import DataHome
from sources.identity import content_hash, report_id
from sources.settings import Settings
from tests import inboxes
from tests.figure_lists import REPORT, locator, sources

pytestmark = pytest.mark.pipeline


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
