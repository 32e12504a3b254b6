"""The unit of a column, for the dictionary and for exports: the registry of measures says it, or the column's own name.

Belongs here: names to units. Does not: codes of units in a format.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sources.reference import Row, measures, read_table

_NAMES = Path(__file__).parent / "unit_names.csv"


@cache
def measured_columns() -> Mapping[str, str]:
    """Column of a fact table -> unit of the measures that fill it; '' where they differ."""
    found: dict[str, set[str]] = {}
    for measure in measures().values():
        if measure["fact_column"]:
            found.setdefault(measure["fact_column"], set()).add(measure["unit"])
    return {column: next(iter(units)) if len(units) == 1 else "" for column, units in found.items()}


def unit_of_name(column: str, numbers: str) -> str:
    """Unit that a column's name tells by its ending (_rate, _idr), else by its beginning (workers_); empty where it tells none.

    `numbers` is how the column's type begins, in small letters: a rank is no rate.
    """
    rows = [
        row
        for row in _names()
        if column.startswith(row["beginning"]) and column.endswith(row["ending"]) and numbers.startswith(row["numbers"])
    ]
    best = max(rows, key=lambda row: (len(row["ending"]), len(row["beginning"])), default=None)
    return best["unit"] if best else ""


@cache
def _names() -> tuple[Row, ...]:
    return tuple(read_table(_NAMES))
