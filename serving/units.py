"""The unit of a column, for the dictionary and for exports: the registry of measures says it, or the column's own name.

Belongs here: names to units. Does not: codes of units in a format.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sources.reference import Row, measures, read_table

_NAMES = Path(__file__).parent / "unit_names.csv"


@cache
def measured_columns() -> Mapping[str, tuple[str, str]]:
    """Column of a fact table -> unit and kind (stock, flow, ratio, target) of the measures that fill it; '' where they differ."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for measure in measures().values():
        if measure["fact_column"]:
            units, kinds = found.setdefault(measure["fact_column"], (set(), set()))
            units.add(measure["unit"])
            kinds.add(measure["kind"])
    return {column: (_only(units), _only(kinds)) for column, (units, kinds) in found.items()}


def unit_of_name(column: str, numbers: str) -> tuple[str, str]:
    """Unit and kind that a column's name tells by its ending (_rate, _idr), else by its beginning (workers_); empty where it tells none.

    `numbers` is how the column's type begins, in small letters: a rank is no rate.
    """
    rows = [
        row
        for row in _names()
        if column.startswith(row["beginning"]) and column.endswith(row["ending"]) and numbers.startswith(row["numbers"])
    ]
    if not rows:
        return "", ""
    best = max(rows, key=lambda row: (len(row["ending"]), len(row["beginning"])))
    return best["unit"], best["kind"]


@cache
def _names() -> tuple[Row, ...]:
    return tuple(read_table(_NAMES))


def _only(values: set[str]) -> str:
    return next(iter(values)) if len(values) == 1 else ""
