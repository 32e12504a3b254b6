"""A warehouse of a few rows, in the schemas of the real one: for tests of what comes after the build.

Also a command, for tests that need a publisher of its own process: `python small_warehouse.py <step at which it kills itself>`.
"""

import os
import signal
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from serving.release import Release, publish
from sources.identity import content_hash, report_id, row_id
from sources.settings import Settings

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
TEXT = """---
publisher: Harian Contoh
published_on: 2023-02-10
---
Cakupan di Provinsi Kalimantan Barat baru 31,98 persen.
Dari 2,64 juta pekerja, yang terlindungi 843.700 orang.
"""
SHA256 = content_hash(TEXT.encode())
REPORT = report_id(SHA256)
ARCHIVED = f"archive/{SHA256[:2]}/{SHA256}"
FACT = "3f2a91c0d4e5b6a7988877665544332211"
CONTRADICTION = "c0ffee00c0ffee00c0ffee00c0ffee00"


def observation_id(printed: str) -> str:
    return row_id(REPORT, printed)


def locator(printed: str) -> str:
    start = TEXT.index(printed)
    return f"characters {start}-{start + len(printed)}"


def write_build(settings: Settings, generation: int = 1, rows: int = 100) -> None:
    """Writes the build file anew. Every table says `generation`, so that a mixture of two builds would show."""
    settings.build_dir.mkdir(parents=True, exist_ok=True)
    settings.build_database.unlink(missing_ok=True)
    with duckdb.connect(str(settings.build_database)) as connection:
        for schema in ("staging", "intermediate", "marts", "audit"):
            connection.execute(f"create schema {schema}")
        connection.execute("create table staging.private as select 'not published' as secret")
        _facts(connection, generation, rows)
        _observations(connection)
        _audit(connection, generation)
        connection.execute(
            "create macro cakupan.marts.coverage_as_known(day) as table"
            " select * from cakupan.marts.fct_coverage as f where f.known_from <= cast(day as date)"
        )
        connection.execute(
            "create macro cakupan.marts.coverage_count(day) as table"
            " select count(*) as n from cakupan.marts.coverage_as_known(day)"
        )


def _facts(connection: duckdb.DuckDBPyConnection, generation: int, rows: int) -> None:
    connection.execute(
        """
        create table marts.fct_coverage as
        select ? as fct_coverage_key, '61' as area_code, 'Kalimantan Barat' as area_name, 31.98::decimal(9, 6) as coverage_rate,
               date '2023-02-10' as known_from, ?::int as generation
        union all
        select md5(i::varchar), '62', null, (i % 100)::decimal(9, 6), date '2023-02-10' + i::int, ? from range(?) as t(i)
        """,
        [FACT, generation, generation, rows],
    )
    connection.execute("comment on table marts.fct_coverage is 'area × segment, the report''s own words'")
    connection.execute("comment on column marts.fct_coverage.coverage_rate is 'percent, 0 to 100'")
    # dbt writes views with the catalog's name.
    connection.execute(
        "create view cakupan.marts.rpt_coverage as"
        " select md5('rpt' || area_code || fct_coverage_key) as rpt_coverage_key, fct_coverage_key, coverage_rate, generation"
        " from cakupan.marts.fct_coverage"
    )
    connection.execute(
        "create table marts.rpt_sum as"
        " select md5('sum') as rpt_sum_key, string_agg(fct_coverage_key, '; ' order by area_code) as fct_coverage_keys"
        " from marts.fct_coverage where area_code = '61' or fct_coverage_key = md5('0')"
    )


def _observations(connection: duckdb.DuckDBPyConnection) -> None:
    figures = [
        ("coverage_rate", "31,98", "31.98", "percent"),
        ("workers_labour_force", "2,64 juta", "2640000", "persons"),
        ("workers_active", "843.700", "843700", "persons"),
    ]
    connection.execute(
        "create table marts.fct_observation (observation_key varchar, observation_id varchar, report_id varchar, locator varchar,"
        " as_printed varchar, measure varchar, value decimal(28, 6), unit varchar, area_name varchar, known_from date)"
    )
    for measure, printed, value, unit in figures:
        identity = observation_id(printed)
        connection.execute(
            "insert into marts.fct_observation values (?, ?, ?, ?, ?, ?, ?, ?, 'Kalimantan Barat', ?)",
            [identity, identity, REPORT, locator(printed), printed, measure, value, unit, date(2023, 2, 10)],
        )
    connection.execute(
        "create table marts.bridge_fact_observation as select md5('b' || observation_id) as bridge_fact_observation_key,"
        " 'fct_coverage' as fact_table, ? as fact_key, measure, observation_id,"
        " if(measure = 'workers_active', 'alternative', 'chosen') as role, 'the only figure' as chosen_because"
        " from marts.fct_observation",
        [FACT],
    )
    connection.execute(
        "create table marts.dim_report as select ? as report_key, ? as report_id, 'press/kalbar.txt' as file_name,"
        " ? as sha256, ? as archive_path, 'Harian Contoh' as publisher, date '2023-02-10' as published_on",
        ["r" * 32, REPORT, SHA256, ARCHIVED],
    )


def _audit(connection: duckdb.DuckDBPyConnection, generation: int) -> None:
    connection.execute(
        "create table audit.contradictions as select ? as contradiction_key, 'ratio' as relation, ?::int as generation,"
        " ? as suspect_observation_id, ? as observation_ids",
        [
            CONTRADICTION,
            generation,
            observation_id("31,98"),
            "; ".join(observation_id(printed) for printed in ("31,98", "2,64 juta")),
        ],
    )
    connection.execute(
        "create table audit.contradiction_figures as select md5('f' || observation_id) as contradiction_figure_key,"
        " ? as contradiction_key, observation_id, if(measure = 'coverage_rate', 'left', 'right') as role from marts.fct_observation",
        [CONTRADICTION],
    )
    connection.execute(
        "create table audit.unread_figures as select 'u1u1u1u1' as unread_figure_key, ? as report_id, ? as locator,"
        " '2023-02-10' as as_printed, 'publication date' as explanation",
        [REPORT, locator("2023-02-10")],
    )
    connection.execute("create table audit.completeness as select 'k1k1k1k1' as completeness_key, '61' as area_code")


def write_archive(settings: Settings) -> Path:
    """Puts the report's bytes where its archived copy lies."""
    path = settings.data / ARCHIVED
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(TEXT.encode())
    return path


def published(settings: Settings, generation: int = 1, rows: int = 100) -> Release:
    """Builds and publishes."""
    write_build(settings, generation, rows)
    return publish(settings, code_revision="test", now=NOW)


def main() -> None:
    """Publishes the build of the data home; at the step named on the command line the process is killed as by `kill -9`."""

    def on_step(step: str) -> None:
        if step == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGKILL)

    publish(Settings(), code_revision="killed", now=NOW, on_step=on_step)


if __name__ == "__main__":
    main()
