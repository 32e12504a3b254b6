"""A contract asked of a whole frame at once: which rows break which rule, in time that does not hang on how many do.

Pandera's own report of failures goes case by case. Here the same checks, taken from the contract itself, become expressions; a property test
proves that both name the same rows and rules. Belongs here: that translation. Does not: uniqueness, which needs the whole table.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pandera.polars as pa
import polars as pl

from sources.contracts.enforcement import RULE_OF_CHECK
from sources.contracts.rules import rule_named

FAILURES = pl.Schema({"index": pl.UInt32, "column": pl.String, "rule": pl.String})
Statistics = Mapping[str, Any]

# Pandera's checks of single values, by name: when they hold, given what the contract says.
_HOLDS: dict[str, Callable[[pl.Expr, Statistics], pl.Expr]] = {
    "isin": lambda column, says: column.is_in(list(says["allowed_values"])),
    "str_matches": lambda column, says: column.str.contains(_from_start(says["pattern"])),
    "str_length": lambda column, says: column.str.len_chars().is_between(
        says["min_value"] or 0, says["max_value"] if says["max_value"] is not None else 2**31
    ),
    "greater_than_or_equal_to": lambda column, says: column >= says["min_value"],
    "less_than_or_equal_to": lambda column, says: column <= says["max_value"],
}


def failures(contract: type[pa.DataFrameModel], frame: pl.DataFrame) -> pl.DataFrame:
    """Every broken rule: index of the row, column, rule (contracts/rules.csv). `frame` must have the contract's columns and types.

    Raises ValueError if it has others, and KeyError on a check of the contract that has no translation here.
    """
    schema = contract.to_schema()
    expected = pl.Schema({name: column.dtype.type for name, column in schema.columns.items()})
    if frame.schema != expected:
        raise ValueError(f"{contract.Config.name}: the frame has {frame.schema}, the contract {expected}")
    broken = frame.select(
        *(held.not_().fill_null(False).alias(str(n)) for n, (_, _, held) in enumerate(_checks(contract)))
    )
    parts = [_part(broken[str(n)], column, rule) for n, (column, rule, _) in enumerate(_checks(contract))]
    for check in schema.checks:
        held = check._check_fn(pa.PolarsData(frame.lazy(), "*")).collect().to_series()
        parts.append(_part(~held, rule_named(check.name).column, check.name))
    found = [part for part in parts if part is not None]
    return pl.concat(found).sort("index", "column", "rule", nulls_last=True) if found else pl.DataFrame(schema=FAILURES)


@cache
def _checks(contract: type[pa.DataFrameModel]) -> tuple[tuple[str, str, pl.Expr], ...]:
    """Column, rule and expression that is true where the rule holds; null counts as holding, as in pandera."""
    found = []
    for name, column in contract.to_schema().columns.items():
        if not column.nullable:
            found.append((name, RULE_OF_CHECK["not_nullable"], pl.col(name).is_not_null()))
        found += [
            (name, RULE_OF_CHECK[check.name], _HOLDS[check.name](pl.col(name), check.statistics))
            for check in column.checks
        ]
    return tuple(found)


def _part(broken: pl.Series, column: str | None, rule: str) -> pl.DataFrame | None:
    if not broken.any():
        return None
    index = broken.arg_true()
    return pl.DataFrame({"index": index}, schema={"index": pl.UInt32}).with_columns(
        pl.lit(column, pl.String).alias("column"), pl.lit(rule).alias("rule")
    )


def _from_start(pattern: Any) -> str:
    text = str(getattr(pattern, "pattern", pattern))
    return text if text.startswith("^") else f"^(?:{text})"  # as re.match
