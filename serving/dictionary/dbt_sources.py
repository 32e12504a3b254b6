"""dbt's definition of the source `raw`, out of the contracts: where the files lie, what the columns are, which tests hold."""

from typing import Any

import yaml

from serving.dictionary.shape import Column, Table
from sources.raw_layer import QUARANTINE

_HEADER = "# Generated from sources/contracts by `python -m serving.dictionary`; do not edit.\n"


def dbt_sources(found: list[Table]) -> str:
    """The text of dbt_project/models/staging/_sources.yml."""
    source = {
        "name": "raw",
        "description": "The raw layer: validated rows of every report, one Parquet file a report, as the contracts shape them.",
        "tables": [_table(table) for table in found],
    }
    body = yaml.safe_dump({"version": 2, "sources": [source]}, sort_keys=False, allow_unicode=True, width=1000)
    return _HEADER + body


def location(table: str) -> str:
    """How DuckDB reads all files of a raw table, relative to the data home."""
    folder = f"quarantine/{table}" if table == QUARANTINE else f"raw/{table}"
    return f"read_parquet('{folder}/*/*.parquet', union_by_name=true, hive_partitioning=false)"


def _table(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "description": f"{table.title}. {table.grain} {table.meaning}",
        "config": {"meta": {"external_location": location(table.name)}},
        **_tests(table),
        "columns": [_column(column) for column in table.columns],
    }


def _tests(table: Table) -> dict[str, Any]:
    # pandera has checked every file by itself. What only all files together can break is that a key occurs once.
    keys = [column.name for column in table.columns if column.unique]
    test = {"name": f"raw_{table.name}_is_well_formed", "arguments": {"keys": keys, "filled": list(keys)}}
    return {"data_tests": [{"well_formed": test}]} if keys else {}


def _column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "description": column.description,
        "data_type": column.data_type,
    }
