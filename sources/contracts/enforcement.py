"""How a contract is enforced: every row is either accepted or comes back with the rules that it breaks.

Belongs here: from rows to a typed frame, pandera's verdict row by row. Does not: what the rules are (contracts) or where refused
rows go (sources.ingest).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Context, Decimal
from typing import Any

import pandera.polars as pa
import polars as pl
from pandera.config import ValidationDepth, config_context

from sources.contracts.rules import rule_named

# Pandera's own checks -> rules. The checks that a contract writes itself are rules by their method's name.
RULE_OF_CHECK = {
    "not_nullable": "value_missing",
    "isin": "value_not_allowed",
    "notin": "value_not_allowed",
    "equal_to": "value_not_allowed",
    "str_matches": "pattern_not_matched",
    "str_contains": "pattern_not_matched",
    "str_startswith": "pattern_not_matched",
    "str_endswith": "pattern_not_matched",
    "str_length": "length_not_allowed",
    "greater_than": "value_out_of_range",
    "greater_than_or_equal_to": "value_out_of_range",
    "less_than": "value_out_of_range",
    "less_than_or_equal_to": "value_out_of_range",
    "in_range": "value_out_of_range",
}
UNIQUENESS = "field_uniqueness"
_EXACT = Context(prec=76)
_INT_LIMITS: dict[type[pl.DataType], int] = {pl.Int8: 7, pl.Int16: 15, pl.Int32: 31, pl.Int64: 63}


@dataclass(frozen=True, order=True)
class BrokenRule:
    """`row_number` counts the rows handed over, from 1; `value` is what stands in `column`."""

    row_number: int
    column: str | None
    value: Any
    rule: str

    @property
    def message(self) -> str:
        return rule_named(self.rule).message(self.value, self.column)


@dataclass(frozen=True)
class Enforced:
    """Accepted rows in the order handed over, with the contract's columns and types; and every rule that a row broke."""

    accepted: pl.DataFrame
    broken: list[BrokenRule]

    @property
    def refused_rows(self) -> list[int]:
        """Numbers of the rows that were not accepted, each once, sorted."""
        return sorted({broken.row_number for broken in self.broken})


def enforce(contract: type[pa.DataFrameModel], rows: Sequence[Mapping[str, Any]]) -> Enforced:
    """Split rows into accepted and refused.

    A missing key counts as an empty value. A value that is not of its column's type is a broken rule (`wrong_type`), not an error.
    Raises ValueError if a row has a key that the contract does not know: that is a mistake of the reader's code, not of the report.
    """
    schema = {name: column.dtype.type for name, column in contract.to_schema().columns.items()}
    broken: list[BrokenRule] = []
    fitting: list[Mapping[str, Any]] = []
    numbers: list[int] = []
    for number, row in enumerate(rows, start=1):
        if unknown := row.keys() - schema.keys():
            raise ValueError(f"{contract.Config.name}: row {number} has the unknown columns {sorted(unknown)}")
        wrong = [
            BrokenRule(number, column, repr(row[column]), "wrong_type")
            for column, dtype in schema.items()
            if row.get(column) is not None and not fits(dtype, row[column])
        ]
        if wrong:
            broken += wrong
        else:
            fitting.append({column: row.get(column) for column in schema})
            numbers.append(number)
    frame = pl.DataFrame(fitting, schema=schema, orient="row", strict=True)
    accepted, found = split(contract, frame, numbers)
    return Enforced(accepted, sorted(broken + found, key=lambda b: (b.row_number, b.column or "", b.rule)))


def split(
    contract: type[pa.DataFrameModel], frame: pl.DataFrame, numbers: Sequence[int]
) -> tuple[pl.DataFrame, list[BrokenRule]]:
    """As enforce, for a frame that has the contract's types already; `numbers` are its rows' numbers."""
    broken = [
        BrokenRule(numbers[index], column, _value(frame, index, column), rule)
        for index, column, rule in _failures(contract, frame)
    ]
    refused = {rule.row_number for rule in broken}
    schema = contract.to_schema()
    rows = pl.Series("row", list(numbers), dtype=pl.Int64)
    for name, column in schema.columns.items():
        if not column.unique:
            continue
        kept = ~rows.is_in(list(refused))
        # Of equal rows the first one that is otherwise good stays.
        again = frame.select(pl.when(kept).then(pl.col(name))).to_series()
        doubled = again.is_not_null() & ~again.is_first_distinct()
        for index in doubled.arg_true().to_list():
            broken.append(BrokenRule(numbers[index], name, _value(frame, index, name), "duplicate_row"))
            refused.add(numbers[index])
    if not refused:
        return (
            frame,
            broken,
        )  # the verdict was on this very frame; one more on each single row took half the time of intake
    accepted = frame.filter(~rows.is_in(list(refused)))
    if left := list(_failures(contract, accepted)):
        raise RuntimeError(f"{contract.Config.name}: rows were accepted that break {left[:5]}")
    return accepted, broken


def fits(dtype: pl.DataType, value: Any) -> bool:  # noqa: PLR0911  (one answer a type reads best)
    """Whether a Python value can stand in a column of that type without any loss."""
    if isinstance(dtype, pl.Decimal):
        return _fits_decimal(dtype, value)
    base = dtype.base_type()
    if base is pl.String:
        return isinstance(value, str) and _is_unicode(value)
    if base is pl.Boolean:
        return isinstance(value, bool)
    if base in _INT_LIMITS:
        limit = 1 << _INT_LIMITS[base]
        return isinstance(value, int) and not isinstance(value, bool) and -limit <= value < limit
    if base is pl.Float64:
        return isinstance(value, int | float) and not isinstance(value, bool) and value == value  # noqa: PLR0124  (NaN)
    if base is pl.Date:
        return isinstance(value, date) and not isinstance(value, datetime)
    if base is pl.Datetime:
        return isinstance(value, datetime) and value.tzinfo is not None
    raise TypeError(f"no contract has used {dtype} so far: say here which values fit")


def _fits_decimal(dtype: pl.Decimal, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    number = Decimal(value)
    if not number.is_finite():
        return False
    if len(number.as_tuple().digits) > _EXACT.prec:
        return False
    normal = _EXACT.normalize(number).as_tuple()
    exponent, whole = int(normal.exponent), len(normal.digits) + int(normal.exponent)
    return not number or (whole <= (dtype.precision or 38) - dtype.scale and exponent >= -dtype.scale)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _failures(contract: type[pa.DataFrameModel], frame: pl.DataFrame) -> Iterable[tuple[int, str | None, str]]:
    """Index of the row, column, rule of every failed check but uniqueness, which needs to know what else is wrong."""
    # Explicit, because the environment can switch pandera off, and its default looks at no data of a lazy frame.
    with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
        try:
            contract.to_schema().validate(frame, lazy=True)
        except pa.errors.SchemaErrors as errors:
            cases = errors.failure_cases
        else:
            return
    for case in cases.iter_rows(named=True):
        check = str(case["check"]).partition("(")[0]
        if check == UNIQUENESS and case["index"] is not None:
            continue
        rule = RULE_OF_CHECK.get(check) or check
        if case["index"] is None or (case["schema_context"] == "Column" and check not in RULE_OF_CHECK):
            raise RuntimeError(f"{contract.Config.name}: the check {case['check']} failed as a whole")
        column = case["column"] if case["schema_context"] == "Column" else rule_named(rule).column
        yield int(case["index"]), column, rule


def _value(frame: pl.DataFrame, index: int, column: str | None) -> Any:
    return frame[column][index] if column is not None and column in frame.columns else None
