"""What is different between two releases: counted, listed up to a bound, told to people and to programs."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from cli.main import main
from orchestration.changes import changes
from serving.difference import Difference, DifferenceError, as_json, compare, two_releases
from serving.release import Release, publish, rollback
from sources.settings import Settings
from tests.small_warehouse import NOW

pytestmark = pytest.mark.integration

FACTS = """
create table marts.fct_coverage (
    coverage_key varchar, area_code varchar, area_name varchar, programme_code varchar, segment_code varchar, period_key varchar,
    workers_active decimal(28, 0), coverage_rate decimal(28, 6), observation_count bigint
);
create table marts.fct_observation (observation_key varchar, observation_id varchar, report_key varchar);
create table marts.bridge_fact_observation (
    bridge_key varchar, fact_table varchar, fact_key varchar, fact_column varchar, role varchar, observation_id varchar
);
create table marts.dim_report (
    report_key varchar, report_id varchar, sha256 varchar, source varchar, file_name varchar, published_on date, outcome varchar,
    superseded_by varchar
);
create table audit.contradictions (
    contradiction_key varchar, severity varchar, relation varchar, file_name varchar, sentence_en varchar, sentence_id varchar
);
"""
BEFORE = """
insert into marts.fct_coverage values
    ('k1', '61', 'Kalimantan Barat', 'ALL', 'PU', '2023-01', 500000, 31.98, 1),
    ('k2', '62', 'Kalimantan Tengah', 'ALL', 'ALL', '2023-01', 300000, null, 1),
    ('k3', '63', 'Kalimantan Selatan', 'ALL', 'ALL', '2023-01', 7, null, 1);
insert into marts.dim_report values ('r1', 'report1', 'aa', 'press', 'press/old.txt', date '2023-01-17', 'read', null);
insert into marts.fct_observation values ('o1', 'o1', 'r1');
insert into marts.bridge_fact_observation values ('b1', 'fct_coverage', 'k1', 'workers_active', 'chosen', 'o1');
insert into audit.contradictions values ('c1', 'error', 'sum', 'press/old.txt', 'One is not two.', 'Satu bukan dua.');
"""
AFTER = """
insert into marts.fct_coverage values
    ('k1', '61', 'Kalimantan Barat', 'ALL', 'PU', '2023-01', 600000, 35.5, 2),
    ('k2', '62', 'Kalimantan Tengah', 'ALL', 'ALL', '2023-01', 300000, null, 1),
    ('k4', '64', 'Kalimantan Timur', 'ALL', 'ALL', '2023-01', 8, null, 1);
insert into marts.dim_report values
    ('r1', 'report1', 'aa', 'press', 'press/old.txt', date '2023-01-17', 'read', 'report2'),
    ('r2', 'report2', 'bb', 'press', 'press/<b>new</b>' || chr(27) || '[31m.txt', date '2023-02-17', 'read', null);
insert into marts.fct_observation values ('o1', 'o1', 'r1'), ('o2', 'o2', 'r2');
insert into marts.bridge_fact_observation values
    ('b1', 'fct_coverage', 'k1', 'workers_active', 'alternative', 'o1'), ('b2', 'fct_coverage', 'k1', 'workers_active', 'chosen', 'o2');
insert into audit.contradictions values ('c2', 'warning', 'ratio', 'press/new.txt', 'Two is | not three.', 'Dua bukan tiga.');
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


def released(settings: Settings, *statements: str) -> Release:
    settings.build_dir.mkdir(parents=True, exist_ok=True)
    settings.build_database.unlink(missing_ok=True)
    with duckdb.connect(str(settings.build_database)) as build:
        build.execute("create schema marts; create schema audit;" + FACTS)
        for statement in statements:
            build.execute(statement)
    return publish(settings, code_revision="test", now=NOW)


def cakupan(settings: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"CAKUPAN_DATA": str(settings.data)})


@pytest.fixture
def found(settings: Settings) -> Difference:
    return compare(settings, released(settings, BEFORE), released(settings, AFTER))


def test_rows_are_matched_by_key_and_changed_columns_are_named(found: Difference) -> None:
    coverage = next(change for change in found.tables if change.table == "marts.fct_coverage")
    assert (coverage.rows_before, coverage.rows_after) == (3, 3)
    assert (coverage.added, coverage.removed, coverage.changed) == (1, 1, 1)
    assert coverage.changed_columns == {"coverage_rate": 1, "observation_count": 1, "workers_active": 1}
    assert [change.table for change in found.tables] == [
        "audit.contradictions", "marts.bridge_fact_observation", "marts.dim_report", "marts.fct_coverage", "marts.fct_observation"
    ]  # fmt: skip
    assert found.tables_equal == 0


def test_a_figure_says_where_what_when_from_what_to_what_and_by_which_report(found: Difference) -> None:
    assert found.figures_changed.count == 2
    active, rate = found.figures_changed.first
    assert (active.fact_column, active.area_code, active.segment_code, active.period) == (
        "workers_active",
        "61",
        "PU",
        "2023-01",
    )
    assert (active.before, active.after) == (Decimal(500_000), Decimal(600_000))
    assert active.report_before == "press/old.txt"
    assert str(active.report_after).startswith("press/<b>new")
    assert (rate.fact_column, rate.report_after) == ("coverage_rate", None), "a computed figure is no report's"
    assert [(new.fact_key, new.after) for new in found.figures_new.first] == [("k4", Decimal(8))]
    assert [(gone.fact_key, gone.before) for gone in found.figures_gone.first] == [("k3", Decimal(7))]


def test_reports_and_contradictions_that_came_and_went(found: Difference) -> None:
    assert [(one.report_id, one.published_on) for one in found.reports_came.first] == [("report2", date(2023, 2, 17))]
    assert found.reports_went.count == 0
    assert [(one.report_id, one.superseded_by) for one in found.reports_superseded.first] == [("report1", "report2")]
    assert [one.contradiction_key for one in found.contradictions_came.first] == ["c2"]
    assert [one.contradiction_key for one in found.contradictions_went.first] == ["c1"]


def test_lists_are_bounded_and_counts_are_not(settings: Settings) -> None:
    many = "insert into marts.fct_coverage select 'm' || i, '61', null, 'ALL', 'ALL', '2023-01', i * {}, null, 1 from range(1, 3001) t(i)"
    before, after = released(settings, many.format(2)), released(settings, many.format(3))
    bounded = compare(settings, before, after, limit=4)
    assert bounded.figures_changed.count == 3000
    assert len(bounded.figures_changed.first) == 4
    assert compare(settings, before, after, limit=4).figures_changed.first == bounded.figures_changed.first, (
        "in an order of its own"
    )
    assert "and 2996 more" in cakupan(settings, "diff", "--limit", "4").output


def test_columns_of_another_revision_are_named_and_not_taken_for_changed_rows(settings: Settings) -> None:
    before = released(settings, BEFORE, "alter table marts.fct_coverage add column old_name int default 1")
    after = released(
        settings,
        BEFORE,
        "alter table marts.fct_coverage add column new_name int default 1",
        "alter table marts.fct_coverage alter observation_count type integer",
        "alter table marts.fct_coverage add column workers_new decimal(28, 0) default 5",
        "create table marts.fct_more as select 'x' as more_key, 1::decimal(28, 0) as cases",
        "create or replace table audit.contradictions as select 'error' as severity, 'c1' as contradiction_key",
        "drop table marts.bridge_fact_observation",
        "create macro marts.twice(x) as 2 * x",
    )
    found = compare(settings, before, after)
    changes_of = {change.table: change for change in found.tables}
    coverage = changes_of["marts.fct_coverage"]
    assert (coverage.added, coverage.removed, coverage.changed) == (0, 0, 0)
    assert coverage.columns_added == ("new_name", "workers_new")
    assert coverage.columns_removed == ("old_name",)
    assert coverage.columns_retyped == ("observation_count: BIGINT -> INTEGER",)
    assert (changes_of["marts.fct_more"].rows_before, changes_of["marts.fct_more"].added) == (None, 1)
    assert changes_of["marts.bridge_fact_observation"].rows_after is None
    moved = changes_of["audit.contradictions"]
    assert (moved.added, moved.removed) == (1, 1)
    assert "contradiction_key VARCHAR" in str(moved.not_matched)
    assert found.macros_changed == ("twice",)
    assert found.contradictions_came.count == 0, "its key stands, in another place"
    shown = cakupan(settings, "diff").output
    for words in (
        "only B has this table",
        "only A has this table",
        "columns that only B has, not compared: new_name",
        "rows not matched",
        "twice",
    ):
        assert words in shown


def test_two_equal_releases(settings: Settings) -> None:
    release = released(settings, BEFORE)
    found = compare(settings, release, release)
    assert found.same
    assert found.tables_equal == 5
    assert "no difference in 5 tables" in cakupan(settings, "diff", "current", "current").output


def test_which_releases_are_meant(settings: Settings) -> None:
    assert cakupan(settings, "diff").exit_code == 1
    first = released(settings, BEFORE)
    with pytest.raises(DifferenceError, match="has none before it"):
        two_releases(settings)
    second = released(settings, AFTER)
    third = released(settings, BEFORE, "insert into marts.fct_observation values ('o9', 'o9', 'r1')")
    ids = [release.release_id for release in (first, second, third)]

    def chosen(*names: str) -> list[str]:
        return [release.release_id for release in two_releases(settings, *names)]

    assert chosen() == [ids[1], ids[2]]
    assert chosen(ids[0][-8:]) == [ids[0], ids[2]], "the end of an id"
    assert chosen(ids[0][:16], ids[1][:16]) == [ids[0], ids[1]], "the beginning of an id"
    for wrong, words in ((ids[0][:4], "may be any of"), ("", "no whole release"), ("nonsense", ids[0])):
        with pytest.raises(DifferenceError, match=words):
            two_releases(settings, wrong)
    rollback(settings, ids[1])
    assert chosen() == [ids[0], ids[1]], "the current release is the later one, whichever is newest"


def test_what_reports_say_reaches_terminal_json_and_dagster_as_text_only(settings: Settings, found: Difference) -> None:
    shown = cakupan(settings, "diff")
    assert shown.exit_code == 0
    assert "\x1b" not in shown.output
    assert "figures changed: 2" in shown.output
    read = json.loads(cakupan(settings, "diff", "--format", "json").output)
    assert read == as_json(found)
    assert read["figures_changed"]["first"][1]["after"] == "35.5"
    markdown = changes(settings, two_releases(settings)[1])
    assert "2 figures changed" in markdown
    assert "\\<b>new" in markdown
    assert "Two is \\| not three." in markdown


def test_a_release_that_cannot_be_read_is_named(settings: Settings, found: Difference) -> None:
    before, after = two_releases(settings)
    content = before.database.read_bytes()
    before.database.chmod(0o644)
    before.database.write_bytes(b"x" * len(content))
    ended = cakupan(settings, "diff")
    assert ended.exit_code == 1
    assert before.release_id in ended.output
    assert changes(settings, after).startswith("Not compared with the release before")
