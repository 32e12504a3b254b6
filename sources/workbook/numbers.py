"""What a cell says as a number, in the base unit of its measure.

Belongs here: the forms of numbers, Indonesian and English. Does not: what is measured. Nothing here is evaluated.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from sources.labour_force.cells import CellRefusedError, decimal_mark, is_no_figure
from sources.labour_force.grid import Cell
from sources.labour_force.vocabulary import normal

LONGEST = 30
MOST = {"IDR": Decimal(10) ** 16, "percent": Decimal(100_000)}
MOST_OF_OTHERS = Decimal(1_000_000_000)
_ZERO_WORDS = frozenset({"nihil"})
_BLANKS = str.maketrans("", "", " \u00a0\u202f\u2009")
_AROUND = {
    "IDR": (re.compile(r"^(?:rp|idr)\.?", re.IGNORECASE), re.compile(r",-$")),
    "percent": (re.compile(r"^"), re.compile(r"%$")),
}
_NEGATIVE = re.compile(r"^(?:[-−–][0-9].*|\([0-9][0-9.,]*\))$")
_SHAPED = re.compile(r"^[0-9][0-9.,]*$")
_GROUPED = {
    ",": re.compile(r"^[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?$"),
    ".": re.compile(r"^[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?$"),
}
_UNGROUPED = {",": re.compile(r"^[0-9]+,[0-9]+$"), ".": re.compile(r"^[0-9]+\.[0-9]+$")}
_THREE_DECIMALS = re.compile(r"^[0-9]{1,3}[.,][0-9]{3}$")


def is_empty(cell: Cell) -> bool:
    """Whether a cell holds no figure: blank, or a mark that says so."""
    return is_no_figure(cell)


def mark_of(cells: Iterable[Cell]) -> str | None:
    """The decimal mark of a column, where its unambiguous numbers agree on one."""
    return decimal_mark(cells)


def loses_zeros(cells: Iterable[Cell]) -> bool:
    """Whether a column of whole counts holds thousands as decimals (1.234 for 1 234), so that 1.2 would be 1 200 with its zeros lost."""
    return any(_THREE_DECIMALS.match(cell.text) for cell in cells)


def number(cell: Cell, unit: str, power: int, mark: str | None, thousands_as_decimals: bool) -> tuple[Decimal, int]:
    """Value in base units, and its decimals as in XBRL. `power` is the power of ten of the column's unit. Raises CellRefusedError."""
    if cell.fault is not None:
        raise CellRefusedError(cell.fault)
    if normal(cell.text) in _ZERO_WORDS:
        return Decimal(0), 0
    text = cell.text if cell.number is not None else _bare(cell.text, unit)
    if _NEGATIVE.match(text):
        raise CellRefusedError("number_negative")
    if not _SHAPED.match(text):
        raise CellRefusedError("not_a_number")
    if len(text) > LONGEST:
        raise CellRefusedError("number_too_large")
    # Neither counts nor rupiah have three decimals, percentages may.
    whole = power == 0 and unit != "percent"
    used = "." if cell.number is not None else _mark(text, mark, whole)
    plain = Decimal(text.replace("." if used == "," else ",", "").replace(used, "."))
    places = len(str(plain).partition(".")[2])
    value = plain.scaleb(power)
    if value > MOST.get(unit, MOST_OF_OTHERS):
        raise CellRefusedError("number_too_large")
    if unit not in ("percent", "IDR") and value != value.to_integral_value():
        raise CellRefusedError("thousands_lost_zeros" if thousands_as_decimals and power == 0 else "number_not_whole")
    if places - power > 6:
        raise CellRefusedError("number_not_whole")
    return value, (places - power if unit in ("percent", "IDR") else min(places - power, 0))


def _bare(text: str, unit: str) -> str:
    text = text.translate(_BLANKS)
    for pattern in _AROUND.get(unit, ()):
        text = pattern.sub("", text)
    return text


def _mark(text: str, mark: str | None, whole: bool) -> str:
    """The decimal mark with which a text is read; where there are no three decimals, a lone mark before three digits groups thousands."""
    if text.isdecimal():
        return "."
    fitting = [known for known in (",", ".") if _GROUPED[known].match(text) or _UNGROUPED[known].match(text)]
    if not fitting:
        raise CellRefusedError("not_a_number")
    if len(fitting) == 1:
        return fitting[0]
    if whole:
        return "," if "." in text else "."
    if mark is not None:
        return mark
    raise CellRefusedError("number_ambiguous")
