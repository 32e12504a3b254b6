"""A published warehouse of a few facts in the shape of the real one, with everything that is awkward to export.

Belongs here: tables by SQL. Does not: dbt (tests of the whole job export the real ones).
"""

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from serving.release import Release, publish
from sources.settings import Settings

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOSTILE_NAME = "Kab. =cmd|' /C calc'!A0 <b>&\x07 \"Contoh\", Baru"
REPORT = "13365b1c63cb4ef4"

_TABLES = """
create table marts.dim_area as select * from (values
    ('a-id', 'ID', null, 'nation', 'Indonesia', 'Indonesia', true, date '1900-01-01'),
    ('a-61', '61', 'a-id', 'province', 'Kalimantan Barat', 'West Kalimantan', true, date '1900-01-01'),
    ('a-6171', '61.71', 'a-61', 'city', 'Kota Pontianak', null, true, date '1900-01-01'),
    ('a-64-old', '64', 'a-id', 'province', 'Kalimantan Timur', 'East Kalimantan', true, date '1900-01-01'),
    ('a-64', '64', 'a-id', 'province', 'Kalimantan Timur', 'East Kalimantan', true, date '2012-11-16'),
    ('a-x', 'unresolved/' || $name, 'a-id', 'regency', $name, null, false, date '1900-01-01')
) as t(area_key, area_code, parent_area_key, area_kind, name_id, name_en, is_resolved, valid_from);
create table marts.dim_programme as select * from (values
    ('p-all', 'ALL', 'Semua program', 'All programmes'), ('p-jht', 'JHT', 'Jaminan Hari Tua', 'Old-age savings')
) as t(programme_key, programme_code, name_id, name_en);
create table marts.dim_segment as select * from (values
    ('s-all', 'ALL', 'Semua segmen', 'All segments', null), ('s-i', 'informal', 'Informal', 'Informal', null),
    ('s-v', 'vulnerable', 'Pekerja rentan', 'Vulnerable workers', 'informal')
) as t(segment_key, segment_code, name_id, name_en, part_of_segment_code);
create table marts.dim_measure as select * from (values
    ('m-1', 'workers_registered', 'persons', 'peserta terdaftar', 'Workers registered', 'fct_coverage', 'workers_registered'),
    ('m-2', 'coverage_rate', 'percent', 'cakupan', 'Coverage rate', 'fct_coverage', 'coverage_rate_reported'),
    ('m-3', 'employers_active', 'employers', 'perusahaan aktif', 'Employers active', 'fct_employers', 'employers_active')
) as t(measure_key, measure_code, unit, name_id, name_en, fact_table, fact_column);
create table marts.dim_report as select 'r-1' as report_key, $report as report_id, 'press/kalbar.txt' as file_name,
    'Cakupan Kalbar' as title, 'Harian Contoh' as publisher, 'https://example.org/kalbar' as url, $sha as sha256;
create table marts.fct_coverage as select
    key as coverage_key, area_key, programme_key, segment_key, area_code, area_code as area_name, programme_code, segment_code, period_key,
    as_of_date, registered::decimal(28, 0) as workers_registered, labour::decimal(28, 0) as workers_labour_force,
    computed::decimal(28, 6) as coverage_rate, reported::decimal(28, 6) as coverage_rate_reported, observation_count::bigint as observation_count,
    'exact' as least_firm_qualifier
from (values
    ('c-1', 'a-61', 'p-all', 's-all', '61', 'ALL', 'ALL', '2023-01', date '2023-01-17', 2640000, null, null, 31.98, 2),
    ('c-2', 'a-64-old', 'p-all', 's-v', '64', 'ALL', 'vulnerable', '2012-11', date '2012-11-10', 10, 30, 33.3333, null, 2),
    ('c-3', 'a-64', 'p-all', 's-v', '64', 'ALL', 'vulnerable', '2012-11', date '2012-11-20', 11, null, null, null, 1),
    ('c-4', 'a-6171', 'p-jht', 's-all', '61.71', 'JHT', 'ALL', '2022-01-01/2022-12-31', date '2022-12-31', 7, null, null, null, 1),
    ('c-5', 'a-x', 'p-all', 's-all', 'unresolved/' || $name, 'ALL', 'ALL', 'none', null, 5, null, null, null, 1)
) as t(key, area_key, programme_key, segment_key, area_code, programme_code, segment_code, period_key, as_of_date, registered, labour, computed,
    reported, observation_count);
create table marts.fct_employers as select
    key as employers_key, area_key, area_code, scale_code, origin, period_key, active::decimal(28, 0) as employers_active,
    population::decimal(28, 0) as employers_population, suppressed_because
from (values
    ('e-1', 'a-61', '61', 'ALL', 'reported', '2023-01', 2461, 9000, null),
    ('e-2', 'a-61', '61', 'ALL', 'register', '2023-01', 2400, null, null),
    ('e-3', 'a-61', '61', 'micro', 'register', '2023-01', null, null, 'small'),
    ('e-4', 'a-61', '61', 'large', 'register', '2023-01', null, null, 'complementary')
) as t(key, area_key, area_code, scale_code, origin, period_key, active, population, suppressed_because);
create table marts.fct_observation as select * from (values
    ('o-1', 'o-1', $report, 'approx', -4), ('o-2', 'o-2', $report, 'exact', 2), ('o-3', 'o-3', $report, 'exact', 0)
) as t(observation_key, observation_id, report_id, qualifier, decimals);
create table marts.bridge_fact_observation as select * from (values
    ('b-1', 'fct_coverage', 'c-1', 'o-1', 'workers_registered', 'chosen'),
    ('b-2', 'fct_coverage', 'c-1', 'o-2', 'coverage_rate_reported', 'chosen'),
    ('b-3', 'fct_coverage', 'c-1', 'o-3', 'workers_registered', 'alternative')
) as t(bridge_fact_observation_key, fact_table, fact_key, observation_id, fact_column, role);
create table audit.data_health as select * from (values ('h-1', timestamptz '2026-01-02 03:04:05Z', null), ('h-1', null, ['a']))
    as t(data_health_key, measured_at, words);
comment on table marts.fct_coverage is 'Area x segment x programme x month.';
comment on column marts.fct_coverage.workers_registered is 'Registered workers, active and inactive.';
"""


def published(home: Path, *more: str) -> Release:
    """Publishes the warehouse below `home`; `more` are statements that change the build before."""
    settings = Settings(data=home)
    settings.build_dir.mkdir(parents=True, exist_ok=True)
    settings.build_database.unlink(missing_ok=True)
    values = {"name": HOSTILE_NAME, "report": REPORT, "sha": REPORT * 4}
    with duckdb.connect(str(settings.build_database)) as connection:
        for schema in ("marts", "audit"):
            connection.execute(f"create schema {schema}")
        for statement in _TABLES.split(";\n"):
            connection.execute(statement, {name: value for name, value in values.items() if f"${name}" in statement})
        for statement in more:
            connection.execute(statement)
    return publish(settings, code_revision="test", now=NOW)
