"""What a cell says as a number, in the base unit of its measure.

Belongs here: currency and percent signs around a number, how large it can be, zeros that were lost. Does not: the forms of numbers
(sources.tables.numbers). Nothing here is evaluated.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from sources.tables.grid import Cell
from sources.tables.numbers import CellRefusedError, Number
from sources.tables.numbers import number as number_in
from sources.tables.words import normal, words

MOST = {"IDR": Decimal(10) ** 16, "percent": Decimal(100_000)}
MOST_OF_OTHERS = Decimal(1_000_000_000)
FINEST = 6  # decimals that the warehouse keeps
_AROUND = {
    "IDR": re.compile(r"^(?:rp|idr)\.?\s*|\s*,-\s*$", re.IGNORECASE),
    "percent": re.compile(r"\s*%\s*$"),
}
_THREE_DECIMALS = re.compile(r"^[0-9]{1,3}[.,][0-9]{3}$")


def loses_zeros(cells: Iterable[Cell]) -> bool:
    """Whether a column of whole counts holds thousands as decimals (1.234 for 1 234), so that 1.2 would be 1 200 with its zeros lost."""
    return any(_THREE_DECIMALS.match(cell.text) for cell in cells)


def has_three_decimals(cell: Cell) -> bool:
    """Whether the text of a cell can be read in two ways: thousands, or three decimals."""
    return cell.number is None and bool(_THREE_DECIMALS.match(cell.text))


def number(cell: Cell, unit: str, power: int, mark: str | None, thousands_as_decimals: bool) -> Number:
    """The number in base units. `power` is the power of ten of the column's unit, `mark` the decimal mark if known.

    Raises CellRefusedError.
    """
    if normal(cell.text) in words("zero"):
        return Number(Decimal(0), 0)
    if cell.number is None and unit in _AROUND:
        cell = Cell(_AROUND[unit].sub("", cell.text), fault=cell.fault)
    if unit == "IDR" and power == 0 and mark is None and has_three_decimals(cell):
        mark = "," if "." in cell.text else "."  # nobody prints three decimals of a rupiah
    whole = unit not in ("percent", "IDR")
    try:
        found = number_in(cell, power, mark, whole, MOST.get(unit, MOST_OF_OTHERS))
    except CellRefusedError as error:
        if error.rule == "number_not_whole" and thousands_as_decimals and power == 0:
            raise CellRefusedError("thousands_lost_zeros") from None
        raise
    if found.decimals > FINEST:
        raise CellRefusedError("number_not_whole")
    return found
