"""Which promised reports are late on a day, by what the published warehouse has received."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from serving.late import late_reports
from sources.settings import Settings

pytestmark = pytest.mark.integration


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """The tables that are asked, as they would be published: one area, and the survey of August 2025."""
    path = tmp_path / "cakupan.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        connection.execute("create schema audit")
        connection.execute(
            "create table marts.dim_area as select 'ID' as area_code, 'nation' as area_kind, true as is_resolved,"
            " date '1945-08-17' as valid_from, cast(null as date) as valid_to"
        )
        connection.execute(
            "create table audit.completeness as select 'labour_force' as source, 'ID' as area_code, '2025-08' as covered_month, true as is_received"
        )
    return path


def late(database: Path, today: date) -> list[tuple[str, str, int]]:
    found = late_reports(Settings(data=database.parent / "home"), today, database)
    return [(one.source, one.covered_month, one.days_late) for one in found]


def test_a_promised_report_is_late_from_the_day_after_it_was_due(published: Path) -> None:
    # Seed reporting_obligation: February and August, due 70 days after the month.
    assert late(published, date(2025, 12, 31)) == [], "that of August 2025 has come"
    assert late(published, date(2026, 5, 9)) == [], "28 February and 70 days"
    assert late(published, date(2026, 5, 10)) == [("labour_force", "2026-02", 1)]
    assert late(published, date(2026, 11, 20)) == [("labour_force", "2026-02", 195), ("labour_force", "2026-08", 11)]


def test_before_the_first_release_nothing_is_late(tmp_path: Path) -> None:
    assert late_reports(Settings(data=tmp_path), date(2030, 1, 1)) == []
