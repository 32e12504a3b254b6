"""What a single cell says: a number of persons, a survey month, a unit.

Belongs here: the forms of cells, Indonesian and English. Does not: rows and columns. Nothing here is evaluated: a formula is a text.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sources.labour_force.grid import Cell
from sources.labour_force.vocabulary import months, normal, survey_months, units, words

FIRST_SURVEY_YEAR = 1976
LAST_YEAR = 2100
LONGEST_NUMBER = 30
MOST_PERSONS = Decimal(1_000_000_000)

_BLANKS = str.maketrans("", "", " \u00a0\u202f\u2009")
_NEGATIVE = re.compile(r"^(?:[-−–]\s*[0-9].*|\(\s*[0-9][0-9.,\s]*\))$")
_PLAIN = re.compile(r"^[0-9]+$")
_SHAPED = re.compile(r"^[0-9][0-9.,]*$")
_FORMS = {
    # decimal mark: (grouped, perhaps with decimals; ungrouped with decimals)
    ",": (re.compile(r"^[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?$"), re.compile(r"^[0-9]+,[0-9]+$")),
    ".": (re.compile(r"^[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?$"), re.compile(r"^[0-9]+\.[0-9]+$")),
}
_MONTH_YEAR = re.compile(r"^(?P<month>[^\W\d_]+\.?)[\s,-]+(?P<year>[0-9]{4})$")
_YEAR_MONTH = re.compile(r"^(?P<year>[0-9]{4})[\s/-]+(?P<month>[^\W\d_]+\.?|[0-9]{1,2})(?:-[0-9]{1,2})?$")
_MONTH_NUMBER_YEAR = re.compile(r"^(?P<month>[0-9]{1,2})[/-](?P<year>[0-9]{4})$")


class CellRefusedError(Exception):
    """The cell breaks a rule (its code)."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


@dataclass(frozen=True)
class Persons:
    """A number of persons; `decimals` as in XBRL: known to half a unit of 10^-decimals."""

    value: Decimal
    decimals: int

    @property
    def half_width(self) -> Decimal:
        return Decimal(1).scaleb(-self.decimals) / 2


def is_no_figure(cell: Cell) -> bool:
    """Whether the cell is empty or holds a word or mark that says so."""
    return cell.is_blank or (cell.fault is None and normal(cell.text) in words("no_figure"))


def decimal_mark(cells: Iterable[Cell]) -> str | None:
    """The mark that the file's numbers use for decimals, where its unambiguous numbers agree on one."""
    found = {mark for cell in cells if cell.number is None for mark in [_mark_of(cell.text.translate(_BLANKS))] if mark}
    return found.pop() if len(found) == 1 else None


def persons(cell: Cell, power_of_ten: int, mark: str | None) -> Persons:
    """The number in a cell. `power_of_ten` is the unit's, `mark` the file's decimal mark if known. Raises CellRefusedError."""
    if cell.fault is not None:
        raise CellRefusedError(cell.fault)
    text = cell.text if cell.number is not None else cell.text.translate(_BLANKS)
    if _NEGATIVE.match(text):
        raise CellRefusedError("number_negative")
    if not _SHAPED.match(text):
        raise CellRefusedError("not_a_number")
    if len(text) > LONGEST_NUMBER:
        raise CellRefusedError("number_too_large")
    used = "." if cell.number is not None else _mark_used(text, mark, power_of_ten)
    digits = text.replace("." if used == "," else ",", "").replace(used, ".")
    number = Decimal(digits)
    places = len(digits.partition(".")[2])
    value = number.scaleb(power_of_ten)
    if value > MOST_PERSONS:
        raise CellRefusedError("number_too_large")
    if value != value.to_integral_value():
        raise CellRefusedError("number_not_whole")
    return Persons(value, min(places - power_of_ten, 0))


def _mark_used(text: str, mark: str | None, power_of_ten: int) -> str:
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
    if power_of_ten == 0:  # persons are whole: the mark can only group thousands
        return "," if "." in text else "."
    raise CellRefusedError("number_ambiguous")


def _mark_of(text: str) -> str | None:
    fitting = [known for known, forms in _FORMS.items() if any(form.match(text) for form in forms)]
    return fitting[0] if len(fitting) == 1 else None


def power_of_ten(text: str) -> int:
    """The unit in a cell. Raises CellRefusedError."""
    if not text:
        raise CellRefusedError("unit_missing")
    try:
        return units()[normal(text)]
    except KeyError:
        raise CellRefusedError("unit_unknown") from None


def survey_month(year_text: str, month_text: str) -> date:
    """Last day of the survey month. Raises CellRefusedError naming what is wrong first: the year, then the month."""
    if not year_text or not month_text:
        raise CellRefusedError("period_missing")
    if not re.fullmatch(r"[0-9]{4}", year_text) or not FIRST_SURVEY_YEAR <= int(year_text) <= LAST_YEAR:
        raise CellRefusedError("year_impossible")
    word = normal(month_text).removesuffix(".")
    month = int(word) if re.fullmatch(r"[0-9]{1,2}", word) else months().get(word, 0)
    if not 1 <= month <= 12:
        raise CellRefusedError("month_impossible")
    if month not in survey_months():
        raise CellRefusedError("not_a_survey_month")
    year = int(year_text)
    return date(year, month, monthrange(year, month)[1])


def survey_period(text: str) -> date:
    """Last day of a survey month written in one cell ("Agustus 2024", "2024-08"). Raises CellRefusedError."""
    if not text:
        raise CellRefusedError("period_missing")
    for form in (_MONTH_YEAR, _YEAR_MONTH, _MONTH_NUMBER_YEAR):
        if match := form.match(text):
            return survey_month(match["year"], match["month"])
    raise CellRefusedError("period_impossible")
