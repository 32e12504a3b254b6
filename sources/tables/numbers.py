"""Numbers in cells: Indonesian and English forms, the file's decimal mark, how exactly a number is known.

Belongs here: the forms of one number and what a column of them gives away. Does not: units and headers. Nothing is evaluated: a
formula is a text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sources.tables.grid import Cell
from sources.tables.words import normal, words

LONGEST_NUMBER = 30

_BLANKS = str.maketrans("", "", " \u00a0\u202f\u2009")
# Blanks that do not group three digits each stand between two numbers, or where a digit is lost.
_ILL_GROUPED = re.compile(r"[0-9][ \u00a0\u202f\u2009]+(?![0-9]{3}(?![0-9]))[0-9]")
_NEGATIVE = re.compile(r"^(?:[-−–]\s*[0-9].*|\(\s*[0-9][0-9.,\s]*\))$")
_PLAIN = re.compile(r"^[0-9]+$")
_SHAPED = re.compile(r"^[0-9][0-9.,]*$")
_FORMS = {
    # decimal mark: (grouped, perhaps with decimals; ungrouped with decimals)
    ",": (re.compile(r"^[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?$"), re.compile(r"^[0-9]+,[0-9]+$")),
    ".": (re.compile(r"^[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?$"), re.compile(r"^[0-9]+\.[0-9]+$")),
}
_GROUPED_BY_DOT = re.compile(r"^[1-9][0-9]{0,2}\.[0-9]{3}$")
_GROUPED_BY_COMMA = re.compile(r"^[1-9][0-9]{0,2},[0-9]{3}$")
_ZEROS_LOST = re.compile(r"^[1-9][0-9]{0,2}\.[0-9]{1,2}$")


class CellRefusedError(Exception):
    """The cell breaks a rule (its code)."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


@dataclass(frozen=True)
class Number:
    """A number in base units; `decimals` as in XBRL: known to half a unit of 10^-decimals."""

    value: Decimal
    decimals: int

    @property
    def half_width(self) -> Decimal:
        return Decimal(1).scaleb(-self.decimals) / 2


def is_no_figure(cell: Cell) -> bool:
    """Whether the cell is empty or holds a word or mark that says so."""
    return cell.is_blank or (cell.fault is None and normal(cell.text) in words("no_figure"))


def decimal_mark(cells: Iterable[Cell]) -> str | None:
    """The mark that the numbers use for decimals, where the unambiguous ones agree on one."""
    found = {mark for cell in cells if cell.number is None for mark in [_mark_of(cell.text.translate(_BLANKS))] if mark}
    return found.pop() if len(found) == 1 else None


def marks_disagree(cells: Iterable[Cell]) -> bool:
    """Whether dot and comma stand alike before three last digits (12,345 beside 13.456): what other columns use then says nothing."""
    texts = [cell.text.translate(_BLANKS) for cell in cells if cell.number is None and cell.fault is None]
    return any(map(_GROUPED_BY_DOT.match, texts)) and any(map(_GROUPED_BY_COMMA.match, texts))


def thousands_lost_zeros(cells: Iterable[Cell]) -> bool:
    """Whether counts were read as decimals and lost their trailing zeros: 1.2 (once 1.200) stands beside 1.234."""
    texts = [cell.text.translate(_BLANKS) for cell in cells if cell.fault is None]
    return any(map(_ZEROS_LOST.match, texts)) and any(map(_GROUPED_BY_DOT.match, texts))


def grouped(cell: Cell) -> bool:
    """Whether the text of a cell groups thousands with a dot and has all its digits; a workbook's own number never does."""
    return cell.number is None and bool(_GROUPED_BY_DOT.match(cell.text.translate(_BLANKS)))


def is_number(text: str) -> bool:
    """Whether a text is shaped like a number, whatever its marks mean."""
    packed = text.translate(_BLANKS)
    return bool(_SHAPED.match(packed) or _NEGATIVE.match(packed))


def number(cell: Cell, power_of_ten: int, mark: str | None, whole: bool, most: Decimal) -> Number:
    """The number in a cell. `power_of_ten` is the unit's, `mark` the decimal mark if known, `whole` whether base units are whole.

    Raises CellRefusedError: number_negative, not_a_number, number_too_large, number_ambiguous, number_not_whole.
    """
    if cell.fault is not None:
        raise CellRefusedError(cell.fault)
    text = cell.text if cell.number is not None else cell.text.translate(_BLANKS)
    if _NEGATIVE.match(text):
        raise CellRefusedError("number_negative")
    if not _SHAPED.match(text) or (cell.number is None and _ILL_GROUPED.search(cell.text)):
        raise CellRefusedError("not_a_number")
    if len(text) > LONGEST_NUMBER:
        raise CellRefusedError("number_too_large")
    used = "." if cell.number is not None else _mark_used(text, mark, whole and power_of_ten == 0)
    digits = text.replace("." if used == "," else ",", "").replace(used, ".")
    unscaled = Decimal(digits)
    places = len(digits.partition(".")[2])
    value = unscaled.scaleb(power_of_ten)
    if value > most:
        raise CellRefusedError("number_too_large")
    if whole and value != value.to_integral_value():
        raise CellRefusedError("number_not_whole")
    decimals = places - power_of_ten
    return Number(value, min(decimals, 0) if whole else decimals)


def _mark_used(text: str, mark: str | None, whole: bool) -> str:
    """The decimal mark with which a text is read."""
    if _PLAIN.match(text):
        return "."
    fitting = [known for known, forms in _FORMS.items() if any(form.match(text) for form in forms)]
    if not fitting:
        raise CellRefusedError("not_a_number")
    if len(fitting) == 1:
        return fitting[0]
    if mark is not None:
        return mark
    if whole:  # the mark can only group thousands
        return "," if "." in text else "."
    raise CellRefusedError("number_ambiguous")


def _mark_of(text: str) -> str | None:
    fitting = [known for known, forms in _FORMS.items() if any(form.match(text) for form in forms)]
    return fitting[0] if len(fitting) == 1 else None
