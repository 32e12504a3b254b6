"""The raw layer: one folder a contract, one Parquet file a report, written whole or not at all.

Belongs here: paths, writing, reading back. Does not: what the rows mean (contracts) or who makes them (readers, ingest).
"""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from sources.atomic import remove_durably, write_atomically
from sources.contracts.registry import contracts
from sources.contracts.versions import versions
from sources.settings import Settings

QUARANTINE = "quarantine"
# A failure that lies with the reader or the archive, not with the report: it is tried again in the next run.
RETRIED_RULES = frozenset({"reader_failed", "archive_damaged", "archive_missing"})


@cache
def _table_schema(table: str) -> pl.Schema:
    columns = contracts()[table].to_schema().columns
    return pl.Schema({name: column.dtype.type for name, column in columns.items()})


def table_schema(table: str) -> pl.Schema:
    """Columns and types of a raw table, in the order of its contract. Raises KeyError if there is no such table."""
    return pl.Schema(_table_schema(table))


def table_dir(settings: Settings, table: str) -> Path:
    """Folder of a raw table; quarantine lies apart from the accepted rows."""
    _table_schema(table)
    return (settings.quarantine_dir if table == QUARANTINE else settings.raw_dir) / table


def table_path(settings: Settings, table: str, report_month: str, file_id: str) -> Path:
    """Path of one file. `file_id` is the report_id, in the table delivery the delivery_id."""
    return table_dir(settings, table) / f"month={report_month}" / f"{file_id}.parquet"


def metadata_of(table: str) -> dict[str, str]:
    """What every file of a raw table says about itself."""
    return {"table": table, "schema_version": str(versions()[table])}


def write_table(settings: Settings, table: str, report_month: str, file_id: str, frame: pl.DataFrame) -> Path:
    """Write the rows of one report, replacing what it had. Raises ValueError if the frame is not of the contract's shape."""
    if frame.schema != _table_schema(table):
        raise ValueError(f"{table}: the frame has {frame.schema}, the contract {_table_schema(table)}")
    path = table_path(settings, table, report_month, file_id)
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", metadata=metadata_of(table))

    def write(file: BinaryIO) -> None:
        file.write(buffer.getbuffer())

    write_atomically(path, write)
    return path


def replace_rows(settings: Settings, table: str, report_month: str, file_id: str, frame: pl.DataFrame) -> None:
    """As write_table, but a report without rows has no file."""
    if frame.is_empty():
        remove_durably(table_path(settings, table, report_month, file_id))
    else:
        write_table(settings, table, report_month, file_id, frame)


def remove_rows(settings: Settings, table: str, report_month: str, file_id: str) -> None:
    """Take away the file of one report, if there is one."""
    remove_durably(table_path(settings, table, report_month, file_id))


def ensure_tables(settings: Settings) -> None:
    """Give every raw table its empty file (month=none), so that a reader of the folder finds the shape before any report.

    It is written anew where the contract has got other columns since, so that files of both shapes are read together.
    """
    for table in contracts():
        path = table_path(settings, table, "none", "empty")
        if not path.exists() or pl.read_parquet_schema(path) != _table_schema(table):
            write_table(settings, table, "none", "empty", pl.DataFrame(schema=_table_schema(table)))


def table_files(settings: Settings, table: str, report_month: str | None = None) -> list[Path]:
    """Files of a raw table with rows in them, sorted; of one month, if named."""
    folder = table_dir(settings, table)
    folders = [folder / f"month={report_month}"] if report_month else sorted(folder.glob("month=*"))
    return [
        path
        for month in folders
        if month.name != "month=none" and month.is_dir()
        for path in sorted(month.iterdir())
        if path.suffix == ".parquet" and not path.name.startswith(".")
    ]


def read_table(settings: Settings, table: str, report_month: str | None = None) -> pl.DataFrame:
    """All rows of a raw table (of one month, if named), sorted by its first column.

    A file that was written before the contract got a column has nothing in it.
    """
    return (
        scan_table(settings, table, table_files(settings, table, report_month))
        .collect()
        .sort(_table_schema(table).names()[0])
    )


def scan_table(settings: Settings, table: str, files: Sequence[Path] | None = None) -> pl.LazyFrame:
    """All rows of a raw table, or those of some of its files, to be read when they are needed: a register's do not fit into memory."""
    schema = _table_schema(table)
    files = table_files(settings, table) if files is None else files
    if not files:
        return pl.LazyFrame(schema=schema)
    return pl.scan_parquet(
        list(files),
        glob=False,
        hive_partitioning=False,
        schema=schema,
        missing_columns="insert",
        extra_columns="ignore",
    ).select(schema.names())


def files_of(settings: Settings, table: str, reports: pl.DataFrame) -> list[Path]:
    """The files of a raw table that belong to these reports (rows of the register), sorted."""
    paths = [
        table_path(settings, table, month, report_id)
        for report_id, month in reports.select("report_id", "report_month").rows()
    ]
    return sorted(path for path in paths if path.exists())


def row_count(path: Path) -> int:
    """How many rows a file of the raw layer has."""
    rows: int = pl.scan_parquet(path, glob=False, hive_partitioning=False).select(pl.len()).collect().item()
    return rows


def registered_reports(settings: Settings, source: str | None = None, report_month: str | None = None) -> pl.DataFrame:
    """The register of reports (contract `report`), of one source and month if named, sorted by source, month, name."""
    frame = read_table(settings, "report", report_month)
    if source is not None:
        frame = frame.filter(pl.col("source") == source)
    return frame.sort("source", "report_month", "file_name", "report_id")


def registered_months(settings: Settings, source: str) -> list[str]:
    """Months (YYYY-MM) in which reports of a source were published, sorted."""
    return registered_reports(settings, source)["report_month"].unique().sort().to_list()


def is_ingested(
    settings: Settings,
    report_id: str,
    reader_version: str,
    report_month: str | None = None,
    retried: frozenset[str] = RETRIED_RULES,
) -> bool:
    """Whether a report is done: its row balance is written, by this version of its reader, and no rule of `retried` refused it."""
    months = [report_month] if report_month else _months_of(settings, "row_balance", report_id)
    return any(_is_done(settings, month, report_id, reader_version, retried) for month in months)


def _months_of(settings: Settings, table: str, file_id: str) -> list[str]:
    folders = sorted(table_dir(settings, table).glob("month=*"))
    return [folder.name.removeprefix("month=") for folder in folders if (folder / f"{file_id}.parquet").exists()]


def _is_done(settings: Settings, month: str, report_id: str, reader_version: str, retried: frozenset[str]) -> bool:
    balance = _read_one(table_path(settings, "row_balance", month, report_id))
    if not balance or balance[0]["reader_version"] != reader_version:
        return False
    if balance[0]["outcome"] == "read":
        return True
    refused = _read_one(table_path(settings, QUARANTINE, month, report_id))
    return bool(refused) and not any(row["rule"] in retried for row in refused)


def _read_one(path: Path) -> list[dict[str, Any]]:
    return pl.read_parquet(path, glob=False, hive_partitioning=False).to_dicts() if path.exists() else []
