"""A published warehouse of a few facts in the shape that the report draws, with names that try to become markup.

Belongs here: tables by SQL. Does not: dbt (tests of the whole job look at the reports of real releases).
"""

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from serving.release import Release, publish
from sources.settings import Settings

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOSTILE = "<script>document.title='owned'</script><img src=x onerror=alert(1)>\"'&{{7*7}}\u202eKab."
REPORT = "13365b1c63cb4ef4"
LONG = "W" * 5000

_TABLES = """
create table marts.dim_report as select 'r-1' as report_key, $report as report_id, 'press' as source, $name as file_name, $name as title,
    $name as publisher, 'javascript:alert(1)' as url, date '2023-01-17' as published_on, 'day' as published_precision, '2023-01' as report_month,
    $report as sha256, 'read' as outcome;
create table marts.dim_measure as select * from (values
    ('coverage_rate', 'cakupan', 'Coverage rate'), ('workers_active', 'peserta aktif', 'Workers active')) as t(measure_code, name_id, name_en);
create table marts.dim_area as select * from (values
    ('a-61', '61', 'province', 'Kalimantan Barat', 'West Kalimantan', true),
    ('a-91-old', '91', 'province', 'Papua', 'Papua', false), ('a-91', '91', 'province', 'Papua', 'Papua', true),
    ('a-93', '93', 'province', 'Papua Selatan', 'South Papua', true), ('a-x', 'x', 'city', $name, $name, true)
) as t(area_key, area_code, area_kind, name_id, name_en, is_current);
create table marts.bridge_area_constant_boundary as select * from (values
    ('34', '61', 'a-61', 'same'), ('34', '91', 'a-91-old', 'same'), ('34', '91', 'a-91', 'part'), ('34', '91', 'a-93', 'part'),
    ('38', '61', 'a-61', 'same'), ('38', '91', 'a-91-old', 'wider'), ('38', '91', 'a-91', 'same'), ('38', '93', 'a-93', 'same')
) as t(boundary_set_code, constant_area_code, area_key, fold);
create table marts.dim_constant_area as select *, boundary_set_code || ' provinsi' as boundary_set_name_id,
    boundary_set_code || ' provinces' as boundary_set_name_en from (values
    ('34', '61', 'Kalimantan Barat', 'West Kalimantan', 1, 'Kalimantan Barat', 'West Kalimantan'),
    ('34', '91', 'Papua', 'Papua', 2, 'Papua, Papua Selatan', 'Papua, South Papua'),
    ('38', '61', 'Kalimantan Barat', 'West Kalimantan', 1, 'Kalimantan Barat', 'West Kalimantan'),
    ('38', '91', 'Papua', 'Papua', 1, 'Papua', 'Papua'), ('38', '93', 'Papua Selatan', 'South Papua', 1, 'Papua Selatan', 'South Papua')
) as t(boundary_set_code, province_code, province_name_id, province_name_en, provinces_of_today, covers_id, covers_en);
create table marts.fct_coverage as select *, area_code as area_name, 'ALL' as programme_code, null::varchar as denominator_used,
    null::varchar as numerator_used, date '2023-01-17' as last_published_on, strftime(as_of_date, '%Y-%m') as period_key,
    null::decimal(28, 0) as workers_employed, null::decimal(28, 0) as workers_registered, null::decimal(28, 6) as coverage_rate,
    rate::decimal(28, 6) as coverage_rate_reported, active::decimal(28, 0) as workers_active from (values
    ('c-1', 'a-61', '61', 'province', 'ALL', date '2023-01-17', 31.98, 1234567),
    ('c-2', 'a-91-old', '91', 'province', 'ALL', date '2020-05-01', 23.1, null),
    ('c-3', 'a-x', 'x', 'city', 'formal', date '2023-01-17', 140.5, 900),
    ('c-4', 'a-x', 'x', 'city', 'informal', date '2023-01-17', 12, 100)
) as t(coverage_key, area_key, area_code, area_kind, segment_code, as_of_date, rate, active);
create table marts.rpt_coverage_on_constant_boundaries as select null::varchar as boundary_set_code, null::varchar as province_code,
    null::decimal(28, 6) as coverage_rate, null::date as as_of_date, null::date as last_published_on, null::varchar as coverage_keys,
    null::varchar as denominator_used, null::varchar as numerator_used, null::varchar as workers_active_text, 'ALL' as programme_code,
    'ALL' as segment_code, 1 as parts_expected where false;
create table marts.rpt_coverage_by_province as select *, null::varchar as denominator_name_id, null::varchar as denominator_name_en,
    'reported' as coverage_rate_origin, null::decimal(28, 0) as workers_registered, null::decimal(28, 0) as workers_unprotected from (values
    ('c-1', 'Kalimantan Barat', 'West Kalimantan', 31.98::decimal(28, 6), date '2023-01-17', 1234567::decimal(28, 0), 1),
    ('c-3', $name, $name, 140.5, date '2023-01-17', null, 2), (null, 'Aceh', 'Aceh', null, null, null, 3)
) as t(coverage_key, province_name_id, province_name_en, coverage_rate_shown, as_of_date, workers_active, sort_by_rate);
create table marts.fct_observation as select * from (values
    ('o-1', $report, 'coverage_rate', '31,98', 'characters 8-13', 'Kalimantan Barat', 'ALL', date '2023-01-17'),
    ('o-2', $report, 'workers_active', $name, 'characters 20-30', $name, $name, null),
    ('o-3', $report, 'workers_active', $long, $long, $long, $long, null)
) as t(observation_id, report_id, measure, as_printed, locator, area_name, programme, period_end);
create table marts.bridge_fact_observation as select * from (values
    ('fct_coverage', 'c-1', 'o-1', 'coverage_rate_reported', 'chosen'), ('fct_coverage', 'c-1', 'o-2', 'workers_active', 'chosen'),
    ('fct_coverage', 'c-3', 'o-3', 'workers_active', 'chosen')
) as t(fact_table, fact_key, observation_id, fact_column, role);
create table audit.contradictions as select 'k-1' as contradiction_key, $report as report_id, 'error' as severity, 0.9 as confidence,
    $name as sentence_id, $name as sentence_en, $long as likely_cause_id, $name as likely_cause_en;
create table audit.contradiction_figures as select * from (values
    ('f-1', 'k-1', 'left', 'whole', true, $name, $name, 'characters 8-13', $report, date '2023-01-17', 'coverage_rate', true),
    ('f-2', 'k-1', 'right', 'part', false, 'Kalimantan Barat', '12', 'characters 20-30', $report, date '2023-01-17', 'workers_active', true)
) as t(contradiction_figure_key, contradiction_key, side, role, is_suspect, area_name, as_printed, locator, report_id, period_end, measure, is_chosen);
create table audit.quarantine as select 'q-1' as quarantine_key, $name as rule, 'row' as scope, $name as file_name, $report as report_id,
    'line 3' as locator, 'value' as column_name, $name as value, $name as message, $long as remedy, true as is_present, 3 as row_number;
comment on table marts.fct_coverage is 'One area </details><script>alert(2)</script>';
"""


def published(home: Path, *more: str) -> Release:
    """Publishes the warehouse below `home`; `more` are statements that change the build before."""
    settings = Settings(data=home)
    settings.build_dir.mkdir(parents=True, exist_ok=True)
    settings.build_database.unlink(missing_ok=True)
    values = {"name": HOSTILE, "report": REPORT, "long": LONG}
    with duckdb.connect(str(settings.build_database)) as connection:
        for schema in ("marts", "audit"):
            connection.execute(f"create schema {schema}")
        for statement in (*_TABLES.split(";\n"), *more):
            if statement.strip():
                connection.execute(
                    statement, {name: value for name, value in values.items() if f"${name}" in statement} or None
                )
    return publish(settings, code_revision="test", now=NOW)
