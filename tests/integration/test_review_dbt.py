"""Corrections and the review queue through dbt: what reaches the marts, what waits, what a trace tells, what the commands show."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result

from cli.main import main
from serving.release import publish
from serving.trace import trace
from sources.corrections import refresh
from sources.identity import content_hash, report_id
from sources.reference import seed
from sources.settings import Settings
from tests import inboxes
from tests.dbt_command import dbt
from tests.figure_lists import REPORT, locator, sources

pytestmark = pytest.mark.integration

ID = report_id(content_hash(REPORT.encode()))
DECIDED = date(2026, 3, 1)
LEAST = seed("review_threshold")[0]["least_confidence"]
CORRECTIONS = f"""\
- report: {ID}
  locator: {locator("500000")}
  as_printed: 500000
  should_be: {{value: 600000}}
  why: the page says so
  by: Sari
  on: {DECIDED}
- report: {ID}
  locator: {locator("5678")}
  as_printed: 5678
  not_a_fact: other_amount
  why: a number of rupiah
  by: Budi
  on: {DECIDED}
- report: {ID}
  locator: {locator("79")}
  as_printed: 79
  missed: {{measure: facilities_plkk, value: 79, area: 61, period_end: 2023-01-31}}
  why: the reader takes it for an ordinal
  by: Sari
  on: {DECIDED}
"""


def build(settings: Settings, *arguments: str) -> None:
    refreshed = refresh(settings, date(2026, 3, 4))
    assert refreshed.told == []
    dbt(settings.data, *(arguments or ("run",)))


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """One report with two unsure figures; one figure is corrected, one rejected, one added. Built, with the tests on corrections, and published."""
    settings = Settings(data=tmp_path_factory.mktemp("review") / "home")
    settings.build_dir.mkdir(parents=True)
    inboxes.put(settings, "press/kalbar.txt", REPORT.encode())
    inboxes.run(settings, sources())
    settings.corrections_file.write_text(CORRECTIONS, encoding="utf-8")
    build(settings, "build", "--resource-type", "seed", "--resource-type", "model")
    build(
        settings,
        "test",
        "--select",
        "corrections_are_of_current_reports",
        "held_figures_are_in_no_mart",
        "every_stated_figure_is_an_observation",
        "corrections",
        "review_queue",
    )
    publish(settings, code_revision="test", now=datetime(2026, 3, 4, tzinfo=UTC))
    return settings


@pytest.fixture(scope="module")
def worked_off(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The same, after a person filled in what `cakupan review --format yaml` wrote: one figure confirmed, the other one corrected."""
    home = tmp_path_factory.mktemp("worked") / "home"
    shutil.copytree(settings.data, home, symlinks=True)
    filled = cakupan(settings, "review", "--format", "yaml").output
    for key, value in (("why", "it says so"), ("by", "Sari"), ("on", "2026-03-02")):
        filled = filled.replace(f"\n  {key}:", f"\n  {key}: {value}")
    first, second, third = filled.split("# confirmed: true")
    decided = first + "confirmed: true" + second + "should_be: {value: 1334}" + third
    worked = Settings(data=home)
    worked.corrections_file.write_text(CORRECTIONS + decided, encoding="utf-8")
    build(worked)
    return worked


@pytest.fixture(scope="module")
def warehouse(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(settings.build_database), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def after(worked_off: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(worked_off.build_database), read_only=True) as connection:
        yield connection


def rows(warehouse: duckdb.DuckDBPyConnection, query: str, *parameters: object) -> list[tuple[Any, ...]]:
    return warehouse.execute(query, list(parameters)).fetchall()


def cakupan(settings: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"CAKUPAN_DATA": str(settings.data)})


def test_a_corrected_value_reaches_the_fact_from_the_day_of_the_decision(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = "select workers_active from {} where area_code = '61' and workers_active is not null"
    assert rows(warehouse, query.format("marts.fct_coverage")) == [(600_000,)]
    assert rows(warehouse, query.format("marts.coverage_as_known(date '2026-03-01')")) == [(600_000,)]
    assert rows(warehouse, query.format("marts.coverage_as_known(date '2026-02-28')")) == [(500_000,)]


def test_what_was_read_and_what_a_person_made_of_it_are_both_visible(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = """
        select value, known_from, known_to, is_current, correction_id is not null, ended_by is not null
        from marts.fct_observation where as_printed = '500000' order by value
    """
    assert rows(warehouse, query) == [
        (500_000, date(2023, 2, 10), DECIDED, False, False, True),
        (600_000, DECIDED, None, True, True, False),
    ]
    query = "select action, was_value, value, changed_columns, decided_by, why from audit.corrections order by action"
    assert rows(warehouse, query) == [
        ("added", None, 79, None, "Sari", "the reader takes it for an ordinal"),
        ("changed", 500_000, 600_000, "value", "Sari", "the page says so"),
        ("rejected", 5_678, None, None, "Budi", "a number of rupiah"),
    ]


def test_a_figure_that_is_no_fact_leaves_the_facts_and_is_listed_as_unread(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    assert rows(warehouse, "select count(*) from marts.fct_employers where employers_registered is not null") == [(0,)]
    query = "select reason, explanation, reader from audit.unread_figures where as_printed = '5678'"
    assert rows(warehouse, query) == [("other_amount", "a number of rupiah", "person")]


def test_an_added_fact_appears_and_its_number_says_so(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = (
        "select point_count from marts.fct_service_points where area_code = '61' and measure_code = 'facilities_plkk'"
    )
    assert rows(warehouse, query) == [(79,)]
    query = "select as_printed, correction_id is not null from audit.unread_figures where reader = 'press' order by as_printed"
    assert rows(warehouse, query) == [("19", False), ("79", True)]


def test_unsure_figures_wait_and_reach_no_mart(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = "select as_printed, measure, confidence, waits_because from audit.review_queue order by confidence"
    assert rows(warehouse, query) == [
        ("84370", "workers_active", 0.01, f"read with confidence 0.01, less than {LEAST}"),
        ("1234", "employers_active", 0.02, f"read with confidence 0.02, less than {LEAST}"),
    ]
    query = "select sentence from audit.review_queue where as_printed = '1234'"
    assert rows(warehouse, query) == [("employers_active 1234 61 0.02 2023-01-31",)]
    held = "('84370', '1234')"
    assert rows(warehouse, f"select count(*) from marts.fct_observation where as_printed in {held}") == [(0,)]
    assert rows(warehouse, "select count(*) from marts.fct_coverage where area_code = '61.71'") == [(0,)]
    assert rows(warehouse, "select count(*) from marts.fct_employers") == [(0,)]


def test_every_accepted_row_is_accounted_for(
    warehouse: duckdb.DuckDBPyConnection, after: duckdb.DuckDBPyConnection
) -> None:
    query = """
        select rows_read, rows_accepted, rows_unread, rows_stated, rows_held, rows_corrected, rows_rejected, figures_added,
               difference, accepted_difference
        from audit.row_balance
    """
    assert rows(warehouse, query) == [(7, 5, 2, 1, 2, 1, 1, 1, 0, 0)]
    assert rows(after, query) == [(7, 5, 2, 1, 0, 3, 1, 1, 0, 0)]


def test_what_a_person_confirms_or_corrects_leaves_the_queue_for_the_marts(after: duckdb.DuckDBPyConnection) -> None:
    assert rows(after, "select count(*) from audit.review_queue") == [(0,)]
    query = """
        select as_printed, value, confidence, known_from, reader from marts.fct_observation
        where as_printed in ('84370', '1234') order by value
    """
    assert rows(after, query) == [
        ("1234", 1_334, 1.0, date(2026, 3, 2), "person"),
        ("84370", 84_370, 1.0, date(2026, 3, 2), "person"),
    ]
    assert rows(after, "select workers_active from marts.fct_coverage where area_code = '61.71'") == [(84_370,)]
    assert rows(after, "select employers_active from marts.fct_employers") == [(1_334,)]
    query = "select action, was_confidence from audit.corrections where decided_on = date '2026-03-02' order by action"
    assert rows(after, query) == [("changed", 0.02), ("confirmed", 0.01)]


def test_building_twice_gives_the_same_tables(settings: Settings, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(settings.data, home, symlinks=True)
    again = Settings(data=home)
    again.corrections_file.write_text("# another line\n" + CORRECTIONS, encoding="utf-8")
    build(again)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{settings.build_database}' as before (read_only)")
        connection.execute(f"attach '{again.build_database}' as again (read_only)")
        query = "select table_schema || '.' || table_name from information_schema.tables where table_catalog = 'again' and table_schema in ('marts', 'audit')"
        tables = [name for (name,) in connection.execute(query).fetchall()]
        assert "audit.review_queue" in tables
        for table in tables:
            for one, other in (("before", "again"), ("again", "before")):
                query = f"select count(*) from (from {one}.{table} except all from {other}.{table})"
                assert connection.execute(query).fetchall() == [(0,)], table


def test_a_trace_tells_of_the_correction(settings: Settings, warehouse: duckdb.DuckDBPyConnection) -> None:
    [(key,)] = rows(warehouse, "select coverage_key from marts.fct_coverage where workers_active = 600000")
    found = trace(settings, "fct_coverage", key)
    assert found.problems == []
    [origin] = [origin for origin in found.origins if origin.measure == "workers_active"]
    assert origin.excerpt is not None
    assert origin.excerpt.printed == "500000"
    assert (origin.correction["decided_by"], origin.correction["was_value"]) == ("Sari", 500_000)
    shown = cakupan(settings, "trace", "fct_coverage", key)
    assert shown.exit_code == 0
    assert "stands since 2026-03-01: changed by Sari: the page says so" in shown.output
    assert "value was read as 500000, a person says 600000" in shown.output


def test_a_trace_writes_the_entry_that_corrects_a_published_figure(
    settings: Settings, warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    [(key,)] = rows(warehouse, "select coverage_key from marts.fct_coverage where workers_active = 600000")
    written = cakupan(settings, "trace", "fct_coverage", key, "--entry").output
    printed = [line for line in written.splitlines() if line.startswith("  as_printed:")]
    assert printed == ['  as_printed: "2640000"'], "a figure that a person made has its entry already"
    filled = written.replace("# should_be: {value: …, area: …, period_end: …}", "should_be: {value: 2640001}")
    for name, value in (("why", "so"), ("by", "Sari"), ("on", "2026-03-02")):
        filled = filled.replace(f"\n  {name}:", f"\n  {name}: {value}")
    other = tmp_path / "decided.yml"
    other.write_text(CORRECTIONS + filled, encoding="utf-8")
    home = tmp_path / "home"
    shutil.copytree(settings.data, home, symlinks=True)
    refreshed = refresh(Settings(data=home, corrections=other), date(2026, 3, 4))
    assert refreshed.told == []
    assert sorted(str(row["value"]) for row in refreshed.rows if row["action"] == "changed") == [
        "2640001.000000",
        "600000.000000",
    ]


def test_a_trace_of_what_was_read_tells_its_end(settings: Settings, warehouse: duckdb.DuckDBPyConnection) -> None:
    for printed, told in (("500000", "changed by Sari"), ("5678", "taken for no fact by Budi")):
        [(key,)] = rows(
            warehouse,
            "select observation_id from marts.fct_observation where ended_by is not null and as_printed = ?",
            printed,
        )
        shown = cakupan(settings, "trace", "fct_observation", key)
        assert shown.exit_code == 0
        assert f"stood until 2026-03-01: {told}" in shown.output
        entries = cakupan(settings, "trace", "fct_observation", key, "--entry").output
        assert entries.startswith("# No figure behind this row stands as it was read"), entries


@pytest.mark.parametrize("table", ["corrections", "review_queue", "unread_figures"])
def test_rows_of_people_lead_to_their_places(
    settings: Settings, warehouse: duckdb.DuckDBPyConnection, table: str
) -> None:
    column = rows(warehouse, f"describe audit.{table}")[0][0]
    for key, printed in rows(warehouse, f"select {column}, as_printed from audit.{table}"):
        [origin] = trace(settings, f"audit.{table}", key).origins
        assert origin.problem is None
        assert origin.excerpt is not None
        assert origin.excerpt.printed == printed


def test_review_shows_what_waits_least_sure_first(settings: Settings) -> None:
    shown = cakupan(settings, "review")
    assert shown.exit_code == 0
    assert shown.output.index("84370") < shown.output.index("1234")
    assert "»84370«" in shown.output
    assert "2 figures wait" in shown.output
    lines = [json.loads(line) for line in cakupan(settings, "review", "--format", "jsonl").output.splitlines()]
    assert [(line["as_printed"], line["confidence"]) for line in lines] == [("84370", 0.01), ("1234", 0.02)]
    assert [line["value"] for line in lines] == [84370, 1234]


def test_review_of_one_report(settings: Settings) -> None:
    for name in (ID, ID[:8], "press/kalbar.txt"):
        assert "2 figures wait" in cakupan(settings, "review", "--report", name).output
    for arguments in ([], ["--format", "yaml"]):
        unknown = cakupan(settings, "review", "--report", "press/other.txt", *arguments)
        assert unknown.exit_code == 1
        assert "there is no report 'press/other.txt'" in unknown.output, (
            "a slip of the hand is not taken for 'nothing waits'"
        )


def test_review_of_the_build_and_of_the_release(worked_off: Settings) -> None:
    assert "2 figures wait" in cakupan(worked_off, "review").output, "the release is older than the build"
    assert "nothing waits" in cakupan(worked_off, "review", "--build").output


def test_review_before_anything_was_published(tmp_path: Path) -> None:
    for arguments in (["review"], ["review", "--build"]):
        shown = cakupan(Settings(data=tmp_path), *arguments)
        assert shown.exit_code == 1
        assert "cakupan run" in shown.output


def test_a_skeleton_is_refused_until_a_person_filled_it_in(settings: Settings, tmp_path: Path) -> None:
    skeleton = tmp_path / "decided.yml"
    skeleton.write_text(cakupan(settings, "review", "--format", "yaml").output, encoding="utf-8")
    refreshed = refresh(Settings(data=settings.data, corrections=skeleton), date(2026, 3, 4))
    assert {problem.rule for problem in refreshed.problems} == {"correction_incomplete", "correction_without_action"}
    assert {problem.column for problem in refreshed.problems} == {"why", "by", "on", None}
