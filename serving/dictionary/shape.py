"""A contract as plain data: what the generated documents say about a raw table.

Belongs here: reading pandera models. Does not: any output format.
"""

import inspect
from dataclasses import dataclass

import pandera.polars as pa
import polars as pl

from sources.contracts.registry import contracts

_DUCKDB_TYPES: dict[type[pl.DataType], str] = {
    pl.String: "VARCHAR",
    pl.Boolean: "BOOLEAN",
    pl.Int32: "INTEGER",
    pl.Int64: "BIGINT",
    pl.Float64: "DOUBLE",
    pl.Date: "DATE",
}
_RULES = {
    "str_matches": "matches `{pattern}`",
    "greater_than_or_equal_to": "at least {min_value}",
    "less_than_or_equal_to": "at most {max_value}",
    "greater_than": "more than {min_value}",
    "less_than": "less than {max_value}",
}


@dataclass(frozen=True)
class Column:
    """One column; `allowed` are the only values it may have, `rules` sentences for its other checks."""

    name: str
    data_type: str
    nullable: bool
    unique: bool
    description: str
    allowed: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One raw table; `checks` are the codes of the rules that look at more than one column, or at a reference table."""

    name: str
    title: str
    grain: str
    meaning: str
    columns: tuple[Column, ...]
    checks: tuple[str, ...]


def tables() -> list[Table]:
    """All raw tables in the order of the registry. Raises TypeError for a type or check that has no wording yet."""
    return [_table(name, model) for name, model in contracts().items()]


def _table(name: str, model: type[pa.DataFrameModel]) -> Table:
    schema = model.to_schema()
    columns = tuple(
        Column(
            name=str(column_name),
            data_type=duckdb_type(column.dtype.type),
            nullable=column.nullable,
            unique=column.unique,
            description=column.description or "",
            allowed=tuple(
                str(value)
                for check in column.checks
                if check.name == "isin"
                for value in check.statistics["allowed_values"]
            ),
            rules=tuple(_rule(check.name, check.statistics) for check in column.checks if check.name != "isin"),
        )
        for column_name, column in schema.columns.items()
    )
    return Table(
        name=name,
        title=schema.title or name,
        grain=schema.description or "",
        meaning=inspect.getdoc(model) or "",
        columns=columns,
        checks=tuple(str(check.name) for check in schema.checks),
    )


def duckdb_type(data_type: pl.DataType | type[pl.DataType]) -> str:
    """The type that DuckDB gives a Parquet column of this Polars type."""
    if isinstance(data_type, pl.Decimal):
        return f"DECIMAL({data_type.precision},{data_type.scale})"
    if isinstance(data_type, pl.Datetime):
        return "TIMESTAMP WITH TIME ZONE" if data_type.time_zone else "TIMESTAMP"
    kind = data_type if isinstance(data_type, type) else type(data_type)
    if kind not in _DUCKDB_TYPES:
        raise TypeError(f"there is no DuckDB type for {data_type} in the dictionary yet")
    return _DUCKDB_TYPES[kind]


def _rule(name: str, statistics: dict[str, object]) -> str:
    if name == "str_length":
        low, high = statistics.get("min_value"), statistics.get("max_value")
        return "not empty" if (low, high) == (1, None) else f"length {low or 0} to {high or 'any'}"
    if name not in _RULES:
        raise TypeError(f"there are no words for the check {name} in the dictionary yet")
    return _RULES[name].format_map(statistics)
