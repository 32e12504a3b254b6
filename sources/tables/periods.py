"""The period that a figure of a table describes, from the facets of its levels.

Belongs here: years, months, days, halves and quarters to a first and last day; dates in cells. Does not: finding the words (facets.py).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from sources.tables.facets import Meaning
from sources.tables.grid import Cell
from sources.tables.numbers import CellRefusedError

_SERIAL_ZERO = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 25_569, 60_000  # 1970 to 2064


@dataclass(frozen=True)
class Period:
    """First and last day; `start` is None for an instant and for a span whose beginning is not said."""

    start: date | None
    end: date
    kind: str  # instant, duration


def period_of(meant: Meaning, measure_kind: str) -> Period:
    """The period of a figure: an instant for a stock, a ratio or a target, a span for a flow. Raises CellRefusedError."""
    year_text = meant.get("year")
    if year_text is None:
        raise CellRefusedError("table_period_missing")
    year = int(year_text)
    month = int(meant.get("month") or 0)
    half, quarter = int(meant.get("half") or 0), int(meant.get("quarter") or 0)
    first = int(meant.get("from_month") or 0)
    if half:
        first, month = 6 * half - 5, month or 6 * half
    elif quarter:
        first, month = 3 * quarter - 2, month or 3 * quarter
    last = month or 12
    if not 1 <= last <= 12:
        raise CellRefusedError("table_period_impossible")
    days = monthrange(year, last)[1]
    day = int(meant.get("day") or days)
    if not 1 <= day <= days:
        raise CellRefusedError("table_period_impossible")
    end = date(year, last, day)
    if measure_kind != "flow":
        return Period(None, end, "instant")
    if meant.get("until") or (meant.get("day") and not first):
        return Period(None, end, "duration")
    return Period(date(year, first or month or 1, 1), end, "duration")


def date_of_serial(cell: Cell) -> date | None:
    """The day of a workbook's serial number, where a cell of a date column holds one."""
    if cell.number is None or cell.number != cell.number.to_integral_value():
        return None
    if not _FIRST_SERIAL <= cell.number <= _LAST_SERIAL:
        return None
    return _SERIAL_ZERO + timedelta(days=int(cell.number))
