"""What single cells say: a number with its words, a period, a unit.

Belongs here: taking one cell apart. Does not: rows and columns.
"""

import re
from decimal import Decimal

from sources.tables.facets import Facets, facets_of
from sources.tables.grid import Cell
from sources.tables.layout import Column
from sources.tables.numbers import CellRefusedError, Number, is_number, number
from sources.tables.periods import date_of_serial
from sources.tables.words import normal, words

MOST_PERSONS, MOST_RUPIAH, MOST_PERCENT = Decimal(10) ** 9, Decimal(10) ** 16, Decimal(10_000)
WHOLE_UNITS = frozenset({"persons", "employers", "cases", "offices", "facilities", "projects"})
_IN_CELL = re.compile(r"^(?P<before>[^\d(]*?)(?P<number>[-−–(]?\s*\d(?:[\d.,\s]*\d)?\)?)(?P<after>[^\d]*)$")
_DECIMALS_SPACED = re.compile(r"(?<=\d[.,])\s+(?=\d)")


def key_level(column: Column, cell: Cell) -> tuple[Facets | None, str | None]:
    """What a cell under year, month, period or unit says, or the rule that it breaks."""
    text = cell.text
    if column.role == "period" and (day := date_of_serial(cell)) is not None:
        text = day.isoformat()
    if column.role == "month" and text.isascii() and text.isdigit() and 1 <= int(text[:3]) <= 12:
        return Facets({"month": frozenset({str(int(text))})}), None
    level = facets_of(text)
    wanted = {"year": "year", "month": "month", "period": "year", "unit": ""}[str(column.role)]
    if level.unplaced or (wanted and len(level.all(wanted)) != 1):
        return None, "unit_unknown_in_table" if column.role == "unit" else "table_period_impossible"
    return level, None


def parted(cell: Cell) -> tuple[Cell, Facets | None]:
    """The number of a cell and the words around it ("8,01 juta orang", "Rp1,2 miliar"). Raises CellRefusedError(not_a_number)."""
    if cell.number is not None:
        return cell, None
    text = normal(cell.text)
    if text in words("zero"):
        return Cell("0"), None
    text = re.sub(r",-+$", "", _DECIMALS_SPACED.sub("", cell.text.strip()))
    if is_number(text):
        return Cell(text), None
    match = _IN_CELL.match(text)
    if match is None:
        raise CellRefusedError("not_a_number")
    around = facets_of(f"{match['before']} {match['after']}")
    if around.unplaced or not around.says_something:
        raise CellRefusedError("not_a_number")
    return Cell(match["number"].strip()), around


def number_in(cell: Cell, power: int, mark: str | None, unit: str) -> Number:
    most = MOST_RUPIAH if unit == "IDR" else MOST_PERCENT if unit == "percent" else MOST_PERSONS
    value = number(cell, power, mark, whole=unit in WHOLE_UNITS, most=most)
    return Number(value.value, max(min(value.decimals, 6), -15))
