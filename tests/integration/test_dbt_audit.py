"""Contradictions, audit tables and marts for BI on the bundled reports: from the files of the inbox through dbt."""

import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sources.readers import SOURCES
from sources.settings import PROJECT_ROOT, Settings
from tests import inboxes
from tests.dbt_command import dbt
from tests.dbt_rules.project import Project
from tests.query_plans import joins_without_keys

pytestmark = pytest.mark.integration

SAMPLES = PROJECT_ROOT / "sources" / "samples"
KALTIM = "press/2020-06-kaltim-apindo.txt"


def ingest(home: Path) -> None:
    inboxes.run(Settings(data=home), SOURCES)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled reports, and one of them a second time under another name. The one build of the suite that also runs the unit tests of dbt."""
    home = tmp_path_factory.mktemp("audit")
    (home / "build").mkdir()
    shutil.copytree(SAMPLES, home / "inbox")
    shutil.copy(home / "inbox" / KALTIM, home / "inbox" / "press" / "zz-copy.txt")
    ingest(home)
    dbt(home, "build")
    return home


@pytest.fixture(scope="module")
def mended_home(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, after the sender mended the figure and sent the report again under both names; and an unreadable file."""
    mended = tmp_path_factory.mktemp("mended") / "home"
    shutil.copytree(home, mended, symlinks=True)
    report = mended / "inbox" / KALTIM
    text = report.read_text(encoding="utf-8")
    assert "731.362" in text
    for path in (report, mended / "inbox" / "press" / "zz-copy.txt"):
        path.write_text(text.replace("731.362", "529.672"), encoding="utf-8")
    (mended / "inbox" / "press" / "broken.txt").write_bytes(b"\x00\x01\x02 not a text \xff\xfe")
    ingest(mended)
    dbt(mended, "run", "--select", "+path:models/audit")
    return mended


@pytest.fixture(scope="module")
def warehouse(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(home / "build" / "cakupan.duckdb"), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def mended(mended_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(mended_home / "build" / "cakupan.duckdb"), read_only=True) as connection:
        yield connection


def rows(warehouse: duckdb.DuckDBPyConnection, query: str, *parameters: object) -> list[tuple[Any, ...]]:
    return warehouse.execute(query, list(parameters)).fetchall()


def test_every_unit_test_of_dbt_ran_and_passed(home: Path) -> None:
    written = {entry["name"] for _path, entry in Project(PROJECT_ROOT / "dbt_project").entries("unit_tests")}
    results = json.loads((home / "dbt_target" / "run_results.json").read_text())["results"]
    status = {
        result["unique_id"].split(".")[-1]: result["status"]
        for result in results
        if result["unique_id"].startswith("unit_test.")
    }
    assert status == dict.fromkeys(written, "pass")
    assert len(status) >= 60


def test_no_outer_join_compares_every_row_with_every_other(home: Path, warehouse: duckdb.DuckDBPyConnection) -> None:
    """docs/decisions/0042. `reports` compares deliveries with files that came to a second source, of which there are none or few."""
    warehouse.execute("set file_search_path = ?", [str(home)])
    assert set(joins_without_keys(warehouse, home / "dbt_target")) <= {"reports"}


def test_the_one_impossible_figure_is_found_and_nothing_else(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        warehouse,
        """
        select relation, severity, area_name, left_value, right_value, difference, likely_cause, value_that_would_fit
        from audit.contradictions order by severity
        """,
    )
    assert found == [
        (
            "labour_force_is_registered_plus_unprotected",
            "error",
            "Kalimantan Timur",
            Decimal(731362),
            Decimal(529672),
            Decimal(201690),
            "digit_slip",
            Decimal(721362),
        ),
        (
            "told_twice",
            "warning",
            "Kalimantan Timur",
            Decimal(760635),
            Decimal(568945),
            Decimal(191690),
            "other_relation_confirms",
            None,
        ),
    ]


def test_a_contradiction_says_in_two_languages_what_was_tried(warehouse: duckdb.DuckDBPyConnection) -> None:
    [(indonesian, english)] = rows(
        warehouse, "select sentence_id, sentence_en from audit.contradictions where severity = 'error'"
    )
    for printed in ("731.362", "1.290.307", "760.635", "568.945"):
        assert printed in indonesian
        assert printed in english
    assert "selisih 201.690" in indonesian
    assert "the difference is 201.690" in english
    assert "{" not in indonesian + english


def test_a_contradiction_leads_back_to_the_printed_characters(warehouse: duckdb.DuckDBPyConnection, home: Path) -> None:
    text = (home / "inbox" / KALTIM).read_text(encoding="utf-8")
    figures = rows(
        warehouse,
        """
        select figures.role, figures.as_printed, figures.locator, figures.is_chosen, figures.is_suspect
        from audit.contradiction_figures as figures
        inner join audit.contradictions using (contradiction_key)
        where contradictions.severity = 'error'
        """,
    )
    for _role, printed, locator, _chosen, _suspect in figures:
        start, end = locator.removeprefix("characters ").split("-")
        assert text[int(start) : int(end)] == printed
    assert {(printed, chosen, suspect) for _role, printed, _place, chosen, suspect in figures} == {
        ("731.362", True, True),
        ("1.290.307", True, False),
        ("760.635", True, False),
        ("568.945", False, False),
    }


@pytest.mark.parametrize(
    ("relation", "area", "left", "right"),
    [
        ("registered_is_active_plus_inactive", "Palembang", 470627, 470627),
        ("employers_registered_is_active_plus_inactive", "Palembang", 5662, 5662),
        ("facility_types_sum_to_total", "Kalimantan Barat", 79, 79),
        ("bsu_amount_is_recipients_times_rate", "Kalimantan Barat", 131_000_000_000, 218132 * 600000),
        ("achievement_is_realised_over_target", "Jawa Timur, Bali dan Nusa Tenggara", "98.2", "98.195673"),
        ("segments_sum_to_total", "Kediri", 667892, 667892),
        ("coverage_rate_is_registered_over_labour_force", "Kediri", "40.89", "40.897387"),
        ("coverage_rate_is_registered_over_labour_force", "Kalimantan Timur", "58.95", "58.949924"),
        ("coverage_complement", "Kalimantan Timur", "41.05", "41.05"),
        ("areas_sum_to_parent", "Kalimantan Timur", 568945, 568945),
        ("areas_sum_to_parent", "Kalimantan Timur", 12145, 12145),
    ],
)
def test_what_adds_up_is_confirmed(
    warehouse: duckdb.DuckDBPyConnection, relation: str, area: str, left: int | str, right: int | str
) -> None:
    found = rows(
        warehouse,
        """
        select verdict, right_value from audit.relation_checks
        where relation = ? and contains(area_name, ?) and left_value = ?
        """,
        relation,
        area,
        Decimal(left),
    )
    assert found == [("confirmed", Decimal(right))]


def test_every_relation_names_the_figures_it_used(warehouse: duckdb.DuckDBPyConnection) -> None:
    lost = rows(
        warehouse,
        """
        with used as (
            select relation_check_key, unnest(string_split(observation_ids, '; ')) as observation_id
            from audit.relation_checks
        )
        select used.relation_check_key from used
        left join marts.fct_observation using (observation_id)
        where fct_observation.observation_id is null
        """,
    )
    assert lost == []


def test_the_copy_of_a_report_is_a_duplicate_and_changes_no_finding(warehouse: duckdb.DuckDBPyConnection) -> None:
    outcomes = dict(rows(warehouse, "select file_name, outcome from audit.reports"))
    assert outcomes.pop("press/zz-copy.txt") == "duplicate"
    assert set(outcomes.values()) == {"read"}
    assert "received_at" not in [name for name, *_ in rows(warehouse, "describe audit.reports")]


def test_accounts_balance(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert rows(warehouse, "select distinct difference, numbers_difference from audit.row_balance") == [(0, 0)]
    health = dict(rows(warehouse, "select metric, status from audit.data_health"))
    assert health["row_balance_difference"] == health["numbers_unaccounted"] == "ok"
    assert health["contradictions_error"] == "attention"


def test_every_unread_number_has_its_file_and_reason(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert rows(warehouse, "select count(*) from audit.unread_figures where file_name is null or reason = ''") == [(0,)]
    assert rows(warehouse, "select count(*) > 0 from audit.unread_figures") == [(True,)]


def test_all_provinces_stand_in_the_mart_with_or_without_a_figure(warehouse: duckdb.DuckDBPyConnection) -> None:
    provinces = rows(
        warehouse,
        """
        select province_code, has_figure, coverage_rate_reported, coverage_key is not null, sort_by_rate
        from marts.rpt_coverage_by_province
        """,
    )
    assert len(provinces) == 38
    by_code = {code: (has_figure, rate, has_key, rank) for code, has_figure, rate, has_key, rank in provinces}
    assert by_code["61"][:3] == (True, Decimal("31.98"), True)
    assert by_code["92"][:3] == (False, None, False)
    assert by_code["61"][3] < by_code["92"][3]


def test_the_marts_show_what_the_reports_say(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert rows(
        warehouse,
        """
        select edition_code, province_code, recipients, amount_idr, amount_difference_idr
        from marts.rpt_bsu_by_edition_province where amount_idr is not null
        """,
    ) == [("2022", "61", Decimal(218132), Decimal(131_000_000_000), Decimal(131_000_000_000 - 218132 * 600000))]
    assert rows(
        warehouse,
        """
        select employers_active_text::decimal, employers_registered_text::decimal, round(compliance_rate, 2)
        from marts.rpt_employer_compliance where has_compliance order by employers_registered_text
        """,
    ) == [(Decimal(2461), Decimal(5662), Decimal("43.47")), (Decimal(26659), Decimal(40667), Decimal("65.55"))]
    assert rows(
        warehouse,
        """
        select is_total, sum(point_count) from marts.rpt_service_network
        where measure_code = 'facilities_plkk' and area_code = '61' group by is_total order by is_total
        """,
    ) == [(False, Decimal(79)), (True, Decimal(79))]
    assert (Decimal(292520), Decimal(297895), "not met") in rows(
        warehouse,
        "select realised_text::decimal, target_low_text::decimal, attainment from marts.rpt_target_attainment",
    )


def test_a_mended_report_ends_the_contradiction_and_leaves_a_revision(mended: duckdb.DuckDBPyConnection) -> None:
    assert rows(mended, "select relation from audit.contradictions") == [("told_twice",)]
    assert rows(
        mended, "select measure, change, old_value, new_value, difference, old_as_printed from audit.revisions"
    ) == [("workers_unprotected", "changed", Decimal(731362), Decimal(529672), Decimal(-201690), "731.362")]


def test_superseded_and_refused_files_stay_in_the_list(mended: duckdb.DuckDBPyConnection) -> None:
    outcomes = rows(mended, "select file_name, sequence, outcome from audit.reports order by 1, 2")
    assert (KALTIM, 1, "superseded") in outcomes
    assert (KALTIM, 2, "read") in outcomes
    assert ("press/broken.txt", 1, "refused") in outcomes
    [(problems,)] = rows(mended, "select problem_count from audit.reports where file_name = 'press/broken.txt'")
    assert problems >= 1
    [(locator, remedy)] = rows(
        mended, "select min(locator), min(remedy) from audit.quarantine where file_name = 'press/broken.txt'"
    )
    assert locator
    assert remedy
