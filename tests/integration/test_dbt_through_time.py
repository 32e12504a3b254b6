"""Figures through time: provinces that were divided, running totals, and what may be added up."""

import random
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sources import reference
from sources.identity import row_id
from sources.settings import Settings
from tests.dbt_command import dbt
from tests.register_layer import register

pytestmark = pytest.mark.integration

MARTS = ("+path:models/marts/dimensions", "+path:models/marts/reports")
# Tests of dbt on what this raw layer is made for; all others run on the reports of the whole job.
PROOFS = (
    "old_and_new_boundaries_sum_alike", "folds_lose_no_territory", "counted_flows_do_not_overlap", "boundary_sets_have_their_provinces",
    "test_name:once_over_time",
)  # fmt: skip
KALTIM, KALTARA = "64", "65"
PAPUA, SELATAN, TENGAH, PEGUNUNGAN, BARAT_DAYA = "91", "93", "94", "95", "96"
FOUNDED_2022 = (SELATAN, TENGAH, PEGUNUNGAN, BARAT_DAYA)
YEAR_2022 = {"period_start": date(2022, 1, 1), "period_kind": "duration"}
BIGGEST_MONTH = 1000


def figure(measure: str, value: int, area_code: str, period_end: date, **more: Any) -> dict[str, Any]:
    """A row of the raw table press about a province."""
    names = {row["area_code"]: row["name_id"] for row in reference.seed("province")}
    registered = reference.measures()[measure]
    return {
        "observation_id": row_id(measure, value, area_code, period_end, *map(str, more.items())),
        "locator": f"characters {value}-{value + 1}",
        "as_printed": str(value),
        "measure": measure,
        "value": Decimal(value),
        "unit": registered["unit"],
        "decimals": 0,
        "qualifier": "exact",
        "period_end": period_end,
        "period_kind": "instant" if registered["kind"] == "stock" else "duration",
        "period_basis": "text",
        "area_name": names[area_code],
        "area_kind": "province",
        "area_code": area_code,
        "reader": "press",
        "reader_version": "1",
        "confidence": 0.9,
        "rules": "test",
    } | more


def coverage(values: Mapping[str, tuple[int, int]], as_of: date) -> list[dict[str, Any]]:
    """Registered workers and labour force by province."""
    return [
        figure(measure, value, area_code, as_of)
        for area_code, pair in values.items()
        for measure, value in zip(("workers_registered", "workers_labour_force"), pair, strict=True)
    ]


def reports() -> dict[tuple[str, str], list[dict[str, Any]]]:
    """(month of publication, name) -> figures."""
    provinces = [row["area_code"] for row in reference.seed("province")]
    old_list = [code for code in provinces if code not in FOUNDED_2022]
    on_new_boundaries = {PAPUA: (300, 1000), SELATAN: (200, 1000), TENGAH: (250, 1000), PEGUNUNGAN: (350, 2000)}
    recipients = dict(zip((PAPUA, SELATAN, TENGAH, PEGUNUNGAN), (70, 10, 20, 30), strict=True))
    return {
        ("2012-06", "kaltim"): coverage({KALTIM: (500, 2000)}, date(2012, 6, 30)),
        ("2014-12", "both"): coverage({KALTIM: (400, 1500), KALTARA: (150, 500)}, date(2014, 12, 31)),
        ("2015-12", "one"): coverage({KALTIM: (420, 1500)}, date(2015, 12, 31)),
        ("2016-12", "half"): [
            *coverage({KALTIM: (430, 1500)}, date(2016, 12, 31)),
            figure("workers_registered", 160, KALTARA, date(2016, 12, 31)),
        ],
        ("2021-12", "papua"): coverage({PAPUA: (1000, 4000)}, date(2021, 12, 31)),
        ("2023-12", "papua"): coverage(on_new_boundaries, date(2023, 12, 31)),
        ("2023-12", "cast back"): coverage({PAPUA: (290, 1000), SELATAN: (190, 1000)}, date(2021, 6, 30)),
        ("2024-06", "old list"): coverage(dict.fromkeys(old_list, (50, 100)), date(2024, 6, 30)),
        ("2022-07", "before"): coverage({PAPUA: (1010, 4000)}, date(2022, 7, 10)),
        ("2022-07", "after"): coverage({**on_new_boundaries, PAPUA: (310, 1000)}, date(2022, 7, 31)),
        ("2021-12", "services"): [
            figure("facilities_plkk", 70, KALTIM, date(2021, 12, 31)),
            figure("employers_registered", 800, KALTIM, date(2021, 12, 31)),
            figure("employers_active", 500, KALTIM, date(2021, 12, 31)),
        ],
        ("2022-12", "services"): [
            figure("facilities_plkk", 75, KALTIM, date(2022, 12, 31)),
            figure("employers_registered", 900, KALTIM, date(2022, 12, 31)),
        ],
        ("2023-01", "bsu"): [
            figure("bsu_recipients", value, area_code, date(2022, 12, 31), **YEAR_2022)
            for area_code, value in recipients.items()
        ],
    }


def running_total(area_code: str, month: int, value: int, since: int = 1, **more: Any) -> dict[str, Any]:
    """Contributions from the first day of a month of 2023 to the last day of another one."""
    end = date(2023, month, monthrange(2023, month)[1])
    return figure("contributions_amount", value, area_code, end, period_start=date(2023, since, 1), **more)


def in_unlisted_area(row: dict[str, Any], number: int) -> dict[str, Any]:
    """The same figure about an area of its own."""
    area = {"area_name": f"Wilayah {number}", "area_code": None, "area_kind": "region_group"}
    return row | area | {"observation_id": row_id(row["observation_id"], number)}


def random_year(seed: int) -> tuple[list[int], list[int]]:
    """Contributions month by month, and the months up to which running totals were published."""
    numbers = random.Random(seed)  # noqa: S311 -- the same years in every run
    return [numbers.randrange(1, BIGGEST_MONTH) for _ in range(12)], sorted(
        numbers.sample(range(1, 13), k=seed % 12 + 1)
    )


def flows() -> dict[tuple[str, str], list[dict[str, Any]]]:
    """(publisher, name) -> figures."""
    rounded = {"decimals": -11, "programme": "JHT"}
    return {
        ("Harian A", "until August"): [running_total("61", 8, 800)],
        ("Harian A", "until September"): [running_total("61", 9, 900)],
        ("Harian A", "until October"): [running_total("61", 10, 1000)],
        ("Harian B", "guessed"): [running_total("61", 11, 1150, period_basis="publication")],
        ("Harian A", "rounded"): [
            running_total("62", 9, 1_200_000_000_000, **rounded),
            running_total("62", 10, 1_300_000_000_000, **rounded),
        ],
        ("Harian A", "falls"): [running_total("63", month, value) for month, value in ((9, 100), (10, 90), (11, 120))],
        ("Harian A", "in one"): [running_total("71", 10, 990)],
        ("Dinas", "by month"): [running_total("71", month, 100, since=month) for month in range(1, 11)],
        ("Dinas", "one month"): [running_total("72", 3, 100, since=3)],
        ("Harian A", "the year"): [running_total("72", 12, 1200)],
        ("Harian A", "divided"): [
            figure("contributions_amount", 600, PAPUA, date(2022, 6, 30), period_start=date(2022, 1, 1)),
            figure("contributions_amount", 900, PAPUA, date(2022, 12, 31), period_start=date(2022, 1, 1)),
        ],
        ("Harian A", "no start"): [figure("contributions_amount", 77, "73", date(2023, 10, 31))],
    } | {
        ("Kanwil", f"year {seed}"): [
            in_unlisted_area(running_total("11", month, sum(random_year(seed)[0][:month])), seed)
            for month in random_year(seed)[1]
        ]
        for seed in range(24)
    }  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("through_time")
    (home / "build").mkdir()
    settings = Settings(data=home)
    for (month, name), figures in reports().items():
        register(settings, "press", f"{month} {name}.txt", month, figures)
    for (publisher, name), figures in flows().items():
        register(settings, "press", f"{publisher} {name}.txt", "2024-01", figures, publisher=publisher)
    only_named = ("--indirect-selection", "empty", "--exclude-resource-type", "unit_test")
    dbt(home, "build", "--select", *MARTS, *PROOFS, *only_named)
    return home


@pytest.fixture
def warehouse(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(home / "build" / "cakupan.duckdb"), read_only=True) as connection:
        yield connection


Row = dict[str, Any]


def on_boundaries(warehouse: duckdb.DuckDBPyConnection, provinces: int, area_code: str) -> dict[str, Row]:
    """Month -> row of the mart, for one province of one list; levels as numbers."""
    found = warehouse.execute(
        """
        select
            * replace (
                workers_registered_text::integer as workers_registered_text,
                workers_labour_force_text::integer as workers_labour_force_text
            )
        from marts.rpt_coverage_on_constant_boundaries
        where boundary_set_code = ? and province_code = ?
        """,
        [str(provinces), area_code],
    )
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    assert len(rows) == len({row["as_of_month"] for row in rows})
    return {row["as_of_month"]: row for row in rows}


def pair(row: Row) -> tuple[int | None, int | None]:
    return row["workers_registered_text"], row["workers_labour_force_text"]


def test_the_parts_of_a_divided_province_add_up_to_it(warehouse: duckdb.DuckDBPyConnection) -> None:
    papua = on_boundaries(warehouse, 34, PAPUA)
    assert (pair(papua["2021-12"]), papua["2021-12"]["parts_expected"]) == ((1000, 4000), 1)
    assert (pair(papua["2023-12"]), papua["2023-12"]["parts_expected"]) == ((1100, 5000), 4)
    assert papua["2023-12"]["coverage_rate"] == 22, "of the sums, not the mean of 30, 20, 25 and 17.5"
    assert papua["2023-12"]["incomplete_because_en"] is None
    kaltim = on_boundaries(warehouse, 33, KALTIM)
    assert [pair(kaltim[month]) for month in ("2012-06", "2014-12")] == [(500, 2000), (550, 2000)]


def test_a_sum_that_lacks_a_part_has_no_value_and_says_which(warehouse: duckdb.DuckDBPyConnection) -> None:
    kaltim = on_boundaries(warehouse, 33, KALTIM)
    assert pair(kaltim["2015-12"]) == (None, None)
    assert kaltim["2015-12"]["incomplete_because_en"] == (
        "workers_labour_force, workers_registered: no figure of North Kalimantan"
    )
    # The labour force is known of one of two: the registered are added, and no rate is made of them.
    assert pair(kaltim["2016-12"]) == (590, None)
    assert kaltim["2016-12"]["coverage_rate"] is None
    assert kaltim["2016-12"]["incomplete_because_id"] == "workers_labour_force: tidak ada angka untuk Kalimantan Utara"
    assert pair(on_boundaries(warehouse, 34, KALTIM)["2015-12"]) == (420, 1500)


def test_a_figure_of_the_old_province_is_not_divided(warehouse: duckdb.DuckDBPyConnection) -> None:
    for area_code in (PAPUA, SELATAN, TENGAH, PEGUNUNGAN):
        row = on_boundaries(warehouse, 38, area_code)["2021-12"]
        assert pair(row) == (None, None)
        assert row["incomplete_because_en"].endswith("reported on wider boundaries, which cannot be divided: Papua")
    assert pair(on_boundaries(warehouse, 38, SELATAN)["2023-12"]) == (200, 1000)


def test_a_list_without_the_new_provinces_may_count_them_in_the_old_one(warehouse: duckdb.DuckDBPyConnection) -> None:
    for provinces in (34, 38):
        row = on_boundaries(warehouse, provinces, PAPUA)["2024-06"]
        assert pair(row) == (None, None)
        assert "none of those split off from Papua" in row["incomplete_because_en"]
    assert pair(on_boundaries(warehouse, 38, KALTIM)["2024-06"]) == (50, 100)
    assert pair(on_boundaries(warehouse, 33, KALTIM)["2024-06"]) == (100, 200)


def test_a_series_cast_back_leaves_the_old_province_in_doubt(warehouse: duckdb.DuckDBPyConnection) -> None:
    row = on_boundaries(warehouse, 34, PAPUA)["2021-06"]
    assert pair(row) == (None, None)
    assert "before it was founded: South Papua" in row["incomplete_because_en"]
    assert pair(on_boundaries(warehouse, 38, SELATAN)["2021-06"]) == (190, 1000)


def test_within_the_month_of_a_division_the_sides_are_not_mixed(warehouse: duckdb.DuckDBPyConnection) -> None:
    row = on_boundaries(warehouse, 34, PAPUA)["2022-07"]
    # One row of the fact holds Papua as it was on 10 July, another one as it was on 31 July.
    assert (pair(row), row["as_of_date"]) == ((1110, 5000), date(2022, 7, 31))
    assert pair(on_boundaries(warehouse, 38, PAPUA)["2022-07"]) == (310, 1000)


def test_a_flow_over_the_day_of_a_division_holds_for_the_whole_only(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute(
        "select boundary_set_code, province_code, recipients_text::integer, incomplete_because_en"
        " from marts.rpt_bsu_on_constant_boundaries where province_code in ('91', '93') order by all"
    ).fetchall()
    before = "recipients: the period begins before these boundaries: "
    assert rows == [
        ("33", PAPUA, 130, None),
        ("34", PAPUA, 130, None),
        ("37", PAPUA, None, f"{before}Papua"),
        ("37", SELATAN, None, f"{before}South Papua"),
        ("38", PAPUA, None, f"{before}Papua"),
        ("38", SELATAN, None, f"{before}South Papua"),
    ]


@pytest.mark.parametrize(
    "level",
    [
        "rpt_coverage_on_constant_boundaries.workers_registered_text",
        "rpt_coverage_over_time.workers_registered_text",
        "rpt_employer_compliance.employers_registered_text",
        "rpt_disbursements_by_programme.amount_idr_text",
        "rpt_target_attainment.target_low_text",
    ],
)
def test_levels_cannot_be_added_over_time(warehouse: duckdb.DuckDBPyConnection, level: str) -> None:
    mart, column = level.split(".")
    for function in ("sum", "avg"):
        with pytest.raises(duckdb.BinderException, match=r"\(VARCHAR\)"):
            warehouse.execute(f"select {function}({column}) from marts.{mart}")


def test_levels_have_the_order_of_their_numbers(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = """
        select max(workers_registered_text)::integer, max(workers_registered_text::integer),
            min(workers_registered_text)::integer, min(workers_registered_text::integer)
        from marts.rpt_coverage_on_constant_boundaries
    """
    highest, highest_number, lowest, lowest_number = warehouse.execute(query).fetchone() or ()
    assert (highest, lowest) == (highest_number, lowest_number) == (1110, 50)


def test_a_sum_over_all_months_is_the_last_level_of_each_area(warehouse: duckdb.DuckDBPyConnection) -> None:
    dragged = """
        select sum(employers_registered_latest)::integer, sum(employers_active_latest)::integer
        from marts.rpt_employer_compliance where area_code = '64'
    """
    assert warehouse.execute(dragged).fetchall() == [(900, 500)]
    registered = """
        select area_code, sum(workers_registered_latest)::integer from marts.rpt_coverage_over_time
        where area_code in ('64', '65', '91', '93') group by area_code order by area_code
    """
    assert warehouse.execute(registered).fetchall() == [("64", 50), ("65", 50), ("91", 50), ("93", 200)]
    assert warehouse.execute("select sum(point_count)::integer from marts.rpt_service_network").fetchone() == (75,)


Flow = tuple[str, str, int | None, bool, str | None]


def flows_of(warehouse: duckdb.DuckDBPyConnection, area_code: str) -> list[Flow]:
    """(first day, last day, what counts, derived, why it does not count)."""
    return warehouse.execute(
        "select period_start::varchar, period_end::varchar, flow::bigint, is_derived, not_counted_code"
        " from marts.rpt_flows_by_period where measure_code = 'contributions_amount' and area_code = ? order by 1, 2, 4",
        [area_code],
    ).fetchall()


def test_a_month_is_the_difference_of_two_running_totals(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert flows_of(warehouse, "61") == [
        ("2023-01-01", "2023-08-31", 800, False, None),
        ("2023-01-01", "2023-09-30", None, False, "in_total"),
        ("2023-01-01", "2023-10-31", None, False, "in_total"),
        # Nobody states that these were all contributions until November.
        ("2023-01-01", "2023-11-30", None, False, "inferred"),
        ("2023-09-01", "2023-09-30", 100, True, None),
        ("2023-10-01", "2023-10-31", 100, True, None),
    ]


def test_a_difference_within_the_rounding_is_not_told(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert flows_of(warehouse, "62") == [
        ("2023-01-01", "2023-09-30", None, False, "in_total"),
        ("2023-01-01", "2023-10-31", 1_300_000_000_000, False, None),
        ("2023-10-01", "2023-10-31", None, True, "vague"),
    ]
    between = "select figure_low_text::decimal::bigint, figure_high_text::decimal(28, 6)::bigint from marts.rpt_flows_by_period"
    assert warehouse.execute(f"{between} where not_counted_code = 'vague'").fetchall() == [(0, 300_000_000_000)]


def test_a_running_total_that_falls_is_not_subtracted(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert flows_of(warehouse, "63") == [
        ("2023-01-01", "2023-09-30", None, False, "in_total"),
        ("2023-01-01", "2023-10-31", 90, False, None),
        ("2023-01-01", "2023-11-30", None, False, "in_total"),
        ("2023-10-01", "2023-10-31", None, True, "negative"),
        ("2023-11-01", "2023-11-30", 30, True, None),
    ]


def test_of_two_series_the_one_that_tells_more_of_the_year_counts(warehouse: duckdb.DuckDBPyConnection) -> None:
    monthly = flows_of(warehouse, "71")
    assert ("2023-01-01", "2023-10-31", None, False, "other_series") in monthly
    assert [flow for *_, flow, _, because in monthly if because is None] == [100] * 10
    assert flows_of(warehouse, "72") == [
        ("2023-01-01", "2023-12-31", 1200, False, None),
        ("2023-03-01", "2023-03-31", None, False, "other_series"),
    ]


def test_totals_of_a_province_before_and_after_its_division_are_not_subtracted(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    assert flows_of(warehouse, PAPUA) == [
        ("2022-01-01", "2022-06-30", None, False, "other_series"),
        ("2022-01-01", "2022-12-31", 900, False, None),
    ]


def test_a_flow_without_a_beginning_counts_in_no_sum(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert [row[2:] for row in flows_of(warehouse, "73")] == [(None, False, "open")]


def test_the_parts_of_a_year_add_up_to_its_last_total(warehouse: duckdb.DuckDBPyConnection) -> None:
    for seed in range(24):
        months, published = random_year(seed)
        rows = flows_of(warehouse, f"unresolved/wilayah {seed}")
        counted = {(row[0], row[1]): row[2] for row in rows if row[2] is not None}
        assert sum(counted.values()) == sum(months[: published[-1]])
        expected = {
            (str(date(2023, before + 1, 1)), str(date(2023, month, monthrange(2023, month)[1]))): sum(
                months[before:month]
            )
            for before, month in zip([0, *published], published, strict=False)
        }
        assert counted == expected


def test_a_difference_names_both_figures(warehouse: duckdb.DuckDBPyConnection) -> None:
    both = """
        select later.value::integer, earlier.value::integer
        from marts.rpt_flows_by_period as flows
        join marts.fct_observation as later on flows.observation_id = later.observation_id
        join marts.fct_observation as earlier on flows.less_observation_id = earlier.observation_id
        where flows.area_code = '61' and flows.period_grain = 'month' order by 1
    """
    assert warehouse.execute(both).fetchall() == [(900, 800), (1000, 900)]
