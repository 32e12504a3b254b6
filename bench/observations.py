"""A national warehouse's raw layer of any size: ten years of monthly reports of all provinces, written in bulk, the same every time.

Belongs here: which areas and months, writing what the readers would have written. Does not: how figures are drawn (observation_sql.py),
measuring (build.py). The figures are invented; only areas are real.

    python -m bench.observations DATA_HOME --rows 200000
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click
import duckdb
import polars as pl

from bench import observation_sql as sql
from sources.raw_layer import ensure_tables, metadata_of, table_path, table_schema
from sources.reference import seed
from sources.settings import Settings

FIRST_MONTH = 2015 * 12
MONTHS = 120
SOURCES = ("workbook", "table", "press", "labour_force")
# Figures a month, measured over the ten years: of each area that is told of one by one, and what others print beside them.
FIGURES_AN_AREA = 91
FIGURES_BESIDE = 480
SENT_AGAIN = 0.05


@dataclass(frozen=True)
class Nation:
    """How much is told: `areas` are told of one by one, the nation and the provinces first."""

    areas: int

    @classmethod
    def of_rows(cls, rows: int, months: int = MONTHS) -> "Nation":
        """So many areas that as many months make about so many figures. Raises ValueError where there are not so many areas."""
        areas = max(2, round((rows / months - FIGURES_BESIDE) / FIGURES_AN_AREA))
        most = 1 + len(seed("province")) + len(seed("regency"))
        if areas > most:
            raise ValueError(f"{rows} figures in {months} months are more than {most} areas tell")
        return cls(areas)


def month_label(number: int) -> str:
    """YYYY-MM of the month that lies so many months after the first."""
    return f"{(FIRST_MONTH + number) // 12}-{(FIRST_MONTH + number) % 12 + 1:02d}"


def write_months(settings: Settings, nation: Nation, numbers: range) -> int:
    """Write into the raw layer what the readers would write of the reports about these months; how many figures.

    A month's reports come out in the month after it, and with them, once more and mended, some workbooks of the month before.
    """
    ensure_tables(settings)
    written = 0
    with duckdb.connect() as connection:
        _prepare(connection)
        for number in numbers:
            written += _write(settings, *_drawn(connection, nation, number, 1))
            if number:
                written += _write(settings, *_drawn(connection, nation, number - 1, 2))
    return written


def _prepare(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("set threads = 2")
    for statement in (sql.DRAW, sql.PRINTED, sql.CELLS):
        connection.execute(statement)
    founded = {row["area_code"]: row["law_signed_on"] or "1945-08-17" for row in seed("province")}
    recoded = {
        row["new_code"]: row["effective_on"] for row in seed("area_code_change") if row["new_code"] != row["old_code"]
    }
    regencies, provinces = [], []
    for turn, row in enumerate(sorted(seed("province"), key=lambda row: -int(row["population_2024_12"]))):
        code = row["area_code"]
        provinces.append({"code": code, "name": row["name_id"], "exists_from": founded[code], "turn": 2 + turn})
    people = {row["area_code"]: int(row["population_2024_12"]) for row in seed("province")}
    parts = {code: [row for row in seed("regency") if row["province_code"] == code] for code in founded}
    for code, rows in parts.items():
        for turn, row in enumerate(rows):
            since = max(founded[code], recoded.get(row["area_code"], ""))
            regencies.append(
                {
                    "area_code": row["area_code"],
                    "province_code": code,
                    "name": row["name_id"],
                    "area_kind": row["area_kind"],
                    "people": people[code] // len(rows),
                    "exists_from": since,
                    "is_running": int(code) % 2 == 0,
                    "turn": turn,  # by turns of the provinces
                }
            )
    connection.register("given_provinces", pl.DataFrame(provinces))
    connection.register("given_regencies", pl.DataFrame(regencies))
    connection.execute(
        "create table provinces as select * replace (exists_from::date as exists_from) from given_provinces"
    )
    connection.execute(
        "create table regencies as select * replace (exists_from::date as exists_from) from given_regencies"
    )
    connection.execute(
        """create table areas as
        select 'ID' as area_code, 'Indonesia' as area_name, 'nation' as area_kind, true as is_running, 1 as turn
        union all select code, name, 'province', code::integer % 2 = 0, turn from provinces
        union all
        select area_code, name, area_kind, is_running, 1 + (select count(*) from provinces) + row_number() over (order by turn, area_code)
        from regencies"""
    )


def _drawn(
    connection: duckdb.DuckDBPyConnection, nation: Nation, number: int, sequence: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Reports (one row each, with sequence) and figures of one month: its first reports, or those that are sent again."""
    year, month = divmod(FIRST_MONTH + number, 12)
    first = date(year, month + 1, 1)
    due = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    values = {
        "first": first,
        "last": due - timedelta(days=1),
        "due": due,
        "number": number,
        "month_of_year": month + 1,
        "label": month_label(number),
        "areas": nation.areas,
        "sequence": sequence,
    }

    def run(query: str) -> duckdb.DuckDBPyConnection:
        return connection.execute(query, {name: value for name, value in values.items() if f"${name}" in query})

    run(sql.MONTH)
    run(sql.REPORTS)
    if sequence > 1:
        connection.execute(
            """create or replace table month_reports as
            select * replace (
                2 as sequence, sha256(concat(file_name, '/2')) as sha256, (published_on + interval 1 month)::date as published_on
            ) from month_reports where source = 'workbook' and draw(file_name, 'again') < ?""",
            [SENT_AGAIN],
        )
    run(sql.PRINTS)
    reports = connection.execute("select * from month_reports order by turn").pl()
    return reports, run(sql.OBSERVATIONS).pl()


def _write(settings: Settings, reports: pl.DataFrame, figures: pl.DataFrame) -> int:
    """One file a report and table, as `sources.ingest` does, without its care for crashes."""
    of_report = figures.partition_by("report_id", as_dict=True, maintain_order=True)
    for row in reports.iter_rows(named=True):
        report_id, month = row["sha256"][:16], f"{row['published_on']:%Y-%m}"
        told = of_report.get((report_id,))
        for table, frame in _tables(row, told if told is not None else figures.clear()):
            path = table_path(settings, table, month, report_id if table != "delivery" else row["sha256"][16:32])
            path.parent.mkdir(parents=True, exist_ok=True)
            frame.write_parquet(path, compression="zstd", metadata=metadata_of(table))
    return figures.height


def _tables(row: dict[str, object], told: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """What stands in each raw table about one report."""
    sha256, published_on = str(row["sha256"]), row["published_on"]
    assert isinstance(published_on, date), "a day, by the query"  # noqa: S101  (narrows a type)
    common = {
        "report_id": sha256[:16],
        "report_month": f"{published_on:%Y-%m}",
        "source": row["source"],
        "file_name": row["file_name"],
        "received_at": datetime(published_on.year, published_on.month, published_on.day, 9, tzinfo=UTC),
        "sequence": row["sequence"],
        "delivery_id": sha256[16:32],
        "sha256": sha256,
        "archive_path": f"archive/{sha256[:2]}/{sha256}",
        "size_bytes": 40 * told.height + 200,
        "title": f"Laporan {row['file_name']}",
        "publisher": row["publisher"],
        "url": None,
        "published_on": published_on,
        "published_precision": "day",
        "published_basis": "front_matter",
        "outcome": "read",
        "rows_read": told.height,
        "rows_accepted": told.height,
        "rows_quarantined": 0,
        "rows_unread": 0,
        "numbers_printed": told.height,
        "numbers_accounted": told.height,
        "reader": row["source"],
        "reader_version": "benchmark",
    }
    for table in ("report", "delivery", "row_balance"):
        schema = table_schema(table)
        yield table, pl.DataFrame([{name: common[name] for name in schema}], schema=schema)
    if told.height:
        schema = table_schema(str(row["source"]))
        yield str(row["source"]), told.select(schema.names()).cast(schema)


@click.command()
@click.argument("home", type=click.Path(file_okay=False, path_type=Path))
@click.option("--rows", type=click.IntRange(min=1), default=200_000, show_default=True)
@click.option("--months", type=click.IntRange(min=1, max=MONTHS), default=MONTHS, show_default=True)
def main(home: Path, rows: int, months: int) -> None:
    """Write the raw layer of an invented national warehouse into a data home of its own."""
    click.echo(f"{write_months(Settings(data=home), Nation.of_rows(rows, months), range(months))} figures")


if __name__ == "__main__":
    sys.exit(main())
