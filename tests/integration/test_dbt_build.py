"""The dbt project on a tiny raw layer: from observations to dimensions and facts, superseded reports, asking as of a day."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sources import reference
from tests.dbt_command import dbt
from tests.raw_layer import RawLayer

pytestmark = pytest.mark.integration

OCTOBER_2011, JANUARY_2023 = date(2011, 10, 31), date(2023, 1, 31)
MORE_THAN_RATES_CAN_HOLD = Decimal("9999999999999999999999")


KALBAR = ("Kalimantan Barat", "province", "61")
PAPUA = ("Papua", "province", "91")
KANWIL_VI = ("Kanwil VI", "office_work_area", "K8-VI")
UNLISTED_BRANCH = ("Cabang O'Contoh", "office_work_area", "KC-99.99")
YEAR_2022 = {"period_start": date(2022, 1, 1), "period_end": date(2022, 12, 31)}
YEAR_2011 = {"period_start": date(2011, 1, 1), "period_end": date(2011, 12, 31)}


STAR = ("--select", "+path:models/marts/dimensions", "+path:models/marts/facts")


def build(home: Path) -> None:
    """Dimensions and facts with all tests on them; tests that also read what is built upon them are left out, and unit tests (test_dbt_audit)."""
    dbt(home, "build", *STAR, "--indirect-selection", "cautious", "--exclude-resource-type", "unit_test")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("dbt_build")
    (home / "build").mkdir()
    raw = RawLayer(home)

    first = raw.report("kalbar.txt", date(2023, 1, 31), "first content")
    raw.figure(first, "coverage_rate", "31.98", KALBAR, decimals=2, period_end=JANUARY_2023)
    raw.figure(first, "facilities_plkk", 78, KALBAR, period_end=JANUARY_2023)
    corrected = raw.report("kalbar.txt", date(2023, 2, 15), "corrected content", sequence=2)
    raw.figure(corrected, "coverage_rate", "32.98", KALBAR, decimals=2, period_end=JANUARY_2023)
    raw.figure(corrected, "facilities_plkk", 79, KALBAR, period_end=JANUARY_2023)
    raw.figure(corrected, "facilities_plkk", 54, KALBAR, segment="puskesmas", period_end=JANUARY_2023)
    raw.figure(corrected, "bsu_recipients", 218132, KALBAR, **YEAR_2022)
    raw.figure(corrected, "bsu_amount", 131_000_000_000, KALBAR, decimals=-9, programme="BSU", **YEAR_2022)

    other = raw.report("other.txt", date(2023, 3, 1))
    raw.figure(other, "coverage_rate", 33, KALBAR, qualifier="approx", period_end=JANUARY_2023)
    raw.figure(other, "workers_active", 40, ("Indonesia", "nation", "ID"))
    raw.figure(other, "workers_labour_force", 110, ("Indonesia", "nation", "ID"))
    raw.figure(other, "growth_rate", -5, KALBAR, period_end=JANUARY_2023)
    raw.figure(other, "workers_active", 7, ("Indonesia Timur", "region_group", None), period_end=JANUARY_2023)
    raw.figure(other, "workers_active", 8, ("Jabodetabek", "region_group", None), period_end=JANUARY_2023)
    raw.figure(other, "workers_active", 9, UNLISTED_BRANCH, office_code="KC-99.99", period_end=date(1977, 12, 5))
    raw.figure(other, "workers_active", MORE_THAN_RATES_CAN_HOLD, PAPUA, period_end=JANUARY_2023)
    raw.figure(other, "workers_labour_force", "0.000001", PAPUA, period_end=JANUARY_2023)
    raw.figure(other, "workers_active", 5, PAPUA, period_end=date(2021, 12, 31))

    kanwil = raw.report("kanwil.txt", date(2011, 11, 30))
    raw.figure(kanwil, "workers_new", 292520, KANWIL_VI, office_code="K8-VI", period_end=OCTOBER_2011)
    raw.figure(kanwil, "workers_new_target", 297895, KANWIL_VI, office_code="K8-VI", qualifier="approx", **YEAR_2011)
    raw.figure(kanwil, "achievement_rate", "98.2", KANWIL_VI, decimals=1, office_code="K8-VI", period_end=OCTOBER_2011)
    raw.write()
    build(home)
    return home


@pytest.fixture
def warehouse(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(home / "build" / "cakupan.duckdb"), read_only=True) as connection:
        yield connection


def rows(warehouse: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return warehouse.execute(query).fetchall()


def test_a_corrected_report_supersedes_and_the_old_figure_stays(warehouse: duckdb.DuckDBPyConnection) -> None:
    history = rows(
        warehouse,
        """
        select value, known_from, known_to, is_current, superseded_by is not null
        from marts.fct_observation
        where measure = 'coverage_rate' and qualifier = 'exact'
        order by known_from
        """,
    )
    assert history == [
        (Decimal("31.98"), date(2023, 1, 31), date(2023, 2, 15), False, True),
        (Decimal("32.98"), date(2023, 2, 15), None, True, False),
    ]


def test_a_fact_can_be_asked_as_of_a_day(warehouse: duckdb.DuckDBPyConnection) -> None:
    def coverage(day: str) -> list[tuple[Any, ...]]:
        return rows(
            warehouse,
            f"select coverage_rate_reported from marts.coverage_as_known(date '{day}') where area_code = '61'",
        )

    assert coverage("2023-01-30") == []
    assert coverage("2023-02-01") == [(Decimal("31.98"),)]
    assert coverage("2023-02-15") == [(Decimal("32.98"),)]
    assert rows(warehouse, "select count(*) from marts.targets_as_known(date '2011-12-01')") == [(1,)]


def test_where_reports_disagree_one_is_chosen_and_the_other_stays_visible(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert rows(
        warehouse,
        """
        select coverage_rate_reported, as_of_date, observation_count, alternative_count
        from marts.fct_coverage where area_code = '61'
        """,
    ) == [(Decimal("32.98"), JANUARY_2023, 2, 1)]
    assert rows(
        warehouse,
        """
        select role, chosen_because, value
        from marts.bridge_fact_observation inner join marts.fct_observation using (observation_id)
        where fact_column = 'coverage_rate_reported' order by role
        """,
    ) == [("alternative", "stated more firmly", Decimal(33)), ("chosen", "stated more firmly", Decimal("32.98"))]


def test_the_wage_subsidy_has_its_edition_and_the_amount_a_head(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert rows(
        warehouse,
        """
        select programme_code, edition_code, recipients, amount_idr, amount_per_recipient_idr, edition_unit_rate_idr, origin
        from marts.fct_benefit_disbursements
        """,
    ) == [("BSU", "2022", Decimal(218132), Decimal(131_000_000_000), Decimal("600553.79"), Decimal(600000), "reported")]


def test_a_target_meets_what_was_realised_and_what_the_report_says(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert rows(
        warehouse,
        """
        select area_code, measure_code, target_low, target_high, realised, realised_as_of, achievement_rate, achievement_rate_reported
        from marts.fct_targets
        """,
    ) == [
        (
            *("K8-VI", "workers_new_target", Decimal(297895), Decimal(297895), Decimal(292520), OCTOBER_2011),
            *(Decimal("98.1957"), Decimal("98.2")),
        )
    ]


def test_facilities_are_counted_in_all_and_by_type(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert rows(
        warehouse,
        "select facility_type_code, point_count from marts.fct_service_points where area_code = '61' order by 1",
    ) == [("ALL", Decimal(79)), ("puskesmas", Decimal(54))]


def test_a_figure_without_a_period_keeps_no_date(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert rows(
        warehouse,
        """
        select facts.period_key, facts.as_of_date, dates.month_code, coverage_rate, numerator_used
        from marts.fct_coverage as facts inner join marts.dim_date as dates on facts.as_of_date_key = dates.date_key
        where area_code = 'ID'
        """,
    ) == [("none", None, "none", Decimal("36.3636"), "workers_active")]


def test_areas_that_nobody_knows_stay_apart(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        warehouse,
        """
        select facts.area_code, workers_active, is_resolved
        from marts.fct_coverage as facts inner join marts.dim_area using (area_key)
        where workers_active between 7 and 9 order by workers_active
        """,
    )
    assert found == [
        ("unresolved/indonesia timur", Decimal(7), False),
        ("unresolved/jabodetabek", Decimal(8), False),
        ("KC-99.99", Decimal(9), True),
    ]
    assert rows(warehouse, "select name_id, is_listed from marts.dim_office where office_code = 'KC-99.99'") == [
        ("Cabang O'Contoh", False)
    ]


def test_a_figure_points_to_the_province_as_it_was(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert rows(
        warehouse,
        """
        select as_of_date, valid_from, valid_to
        from marts.fct_coverage inner join marts.dim_area using (area_key)
        where fct_coverage.area_code = '91' order by as_of_date
        """,
    ) == [
        (date(2021, 12, 31), date(1900, 1, 1), date(2022, 7, 24)),
        (JANUARY_2023, date(2022, 7, 25), None),
    ]


def test_absurd_figures_break_no_build(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert rows(
        warehouse,
        "select workers_active, coverage_rate from marts.fct_coverage where area_code = '91' and as_of_date > '2022-01-01'",
    ) == [(MORE_THAN_RATES_CAN_HOLD, None)]
    assert rows(warehouse, "select year_number from marts.dim_date where date_day = '1977-12-05'") == [(1977,)]


def test_a_figure_in_no_fact_says_why(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert rows(
        warehouse,
        "select no_fact_because from marts.fct_observation where measure = 'growth_rate' and fact_table is null",
    ) == [("the report does not state the whole it refers to",)]


def test_every_measure_names_a_column_that_exists(warehouse: duckdb.DuckDBPyConnection) -> None:
    columns = set(rows(warehouse, "select table_name, column_name from duckdb_columns() where schema_name = 'marts'"))
    missing = [
        code
        for code, row in reference.measures().items()
        if row["fact_column"] and row["kind"] != "target" and (f"fct_{row['fact']}", row["fact_column"]) not in columns
    ]
    assert missing == []


def test_dimensions_hold_the_regions_of_today(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert rows(
        warehouse,
        """
        select area_kind, count(*) from marts.dim_area
        where is_current and is_resolved and area_kind in ('nation', 'island_group', 'province', 'regency', 'city')
        group by area_kind order by area_kind
        """,
    ) == [("city", 98), ("island_group", 7), ("nation", 1), ("province", 38), ("regency", 416)]


def test_only_the_declared_schemas_are_built_and_no_path_of_the_machine_is_kept(
    warehouse: duckdb.DuckDBPyConnection, home: Path
) -> None:
    built = {row[0] for row in rows(warehouse, "select distinct schema_name from duckdb_tables()")}
    assert built <= {"reference", "staging", "intermediate", "register", "marts", "audit"}
    assert str(home) not in (home / "dbt_target" / "manifest.json").read_text().replace(str(home / "dbt_target"), "")
